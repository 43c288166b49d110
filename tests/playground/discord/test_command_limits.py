"""How commands are registered, limited, offered and stored."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from playground.discord import Discord, Permissions, Person
from tests.playground.discord.conftest import Api, served


def command(**more: Any) -> dict[str, Any]:
    return {"name": "go", "description": "Goes"} | more


def option(name: str = "to", kind: int = 3, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "description": "x"} | more


def choices(count: int) -> list[dict[str, str]]:
    return [{"name": f"{n}", "value": f"{n}"} for n in range(count)]


LIMITS = [
    (command(name="x" * 32), command(name="x" * 33), "name"),
    (command(name="größe-1_'"), command(name="Go"), "name"),
    (command(name="go"), command(name="go there"), "name"),
    (
        command(name="Go There", type=3, description=""),
        command(name="x" * 33, type=3, description=""),
        "name",
    ),
    (command(description="x" * 100), command(description="x" * 101), "description"),
    (command(), command(description=""), "description"),
    (command(), {"name": "go"}, "description"),
    (command(name="Go", type=2, description=""), command(name="Go", type=2), "description"),
    (
        command(options=[option(f"o{n}") for n in range(25)]),
        command(options=[option(f"o{n}") for n in range(26)]),
        "options",
    ),
    (
        command(options=[option("a"), option("b")]),
        command(options=[option("a"), option("a")]),
        "options.1.name",
    ),
    (
        command(options=[option("a", required=True), option("b")]),
        command(options=[option("a"), option("b", required=True)]),
        "options.1",
    ),
    (
        command(options=[option(choices=choices(25))]),
        command(options=[option(choices=choices(26))]),
        "options.0.choices",
    ),
    (
        command(options=[option(choices=[{"name": "a", "value": "x" * 100}])]),
        command(options=[option(choices=[{"name": "a", "value": "x" * 101}])]),
        "options.0.choices.0.value",
    ),
    (
        command(options=[option(autocomplete=True)]),
        command(options=[option(autocomplete=True, choices=choices(1))]),
        "options.0.autocomplete",
    ),
    (
        command(options=[option(kind=4, min_value=1, max_value=1)]),
        command(options=[option(kind=4, min_value=2, max_value=1)]),
        "options.0.max_value",
    ),
    (
        command(options=[option(max_length=6000)]),
        command(options=[option(max_length=6001)]),
        "options.0.max_length",
    ),
    (
        command(options=[option("a", 1), option("b", 2, options=[option("c", 1)])]),
        command(options=[option("a", 1), option("b", 3)]),
        "options",
    ),
    (
        command(options=[option("a", 2, options=[option("b", 1)])]),
        command(options=[option("a", 2, options=[option("b", 2)])]),
        "options.0.options.0.type",
    ),
    (
        command(options=[option("a", 1, options=[option("b")])]),
        command(options=[option("a", 1, options=[option("b", 1)])]),
        "options.0.options.0.type",
    ),
    (command(contexts=[0, 1]), command(contexts=[3]), "contexts.0"),
    (
        command(name_localizations={"de": "geh"}),
        command(name_localizations={"xx": "geh"}),
        "name_localizations.xx",
    ),
]


@pytest.mark.parametrize(("inside", "outside", "path"), LIMITS)
async def test_limit(discord: Discord, api: Api, inside: Any, outside: Any, path: str) -> None:
    """A command just inside a limit is accepted. Over it, it's refused at its path and nothing changes."""
    url = f"/applications/{discord.bot.id}/commands"
    status, kept = await api("PUT", url, [inside])
    assert status == 200, kept
    status, error = await api("PUT", url, [outside])
    assert (status, error["code"]) == (400, 50035)
    node = error["errors"]["0"]
    for step in path.split("."):
        node = node[step]
    assert node["_errors"]
    assert (await api("GET", url + "?with_localizations=true"))[1] == kept


async def test_a_command_has_at_most_8000_characters(discord: Discord, api: Api) -> None:
    """Names, descriptions and values count, and for translations the longest one does."""

    def big(last: int) -> dict[str, Any]:
        many = [
            option(f"o{n:02}", description="x" * 100, choices=[{"name": "y" * 100, "value": "z" * 100}])
            for n in range(25)
        ]
        for entry in many:
            entry["choices"] = entry["choices"][:1]
        many[0]["description_localizations"] = {"de": "x" * 99}
        sized = command(options=many)
        rest = 8000 - 6 - sum(3 + 100 + 200 for _ in many)
        many[0]["choices"] = [{"name": "y" * 100, "value": "z" * 100}] + [
            {"name": f"{n}" + "y" * 98, "value": f"{n}" + "z" * 98} for n in range(rest // 198)
        ]
        many[1]["choices"] = [*many[1]["choices"], {"name": "q" * (rest % 198 - 1 + last), "value": "w"}]
        return sized

    url = f"/applications/{discord.bot.id}/commands"
    assert (await api("PUT", url, [big(0)]))[0] == 200
    status, error = await api("PUT", url, [big(1)])
    assert (status, error["code"]) == (400, 50035)


async def test_numbers_of_commands(discord: Discord, api: Api) -> None:
    """100 slash commands and 15 of each menu. Names are unique by type. At most 200 are created a day."""
    url = f"/applications/{discord.bot.id}/commands"
    many = [command(name=f"c{n}") for n in range(101)]
    assert (await api("PUT", url, many))[1]["code"] == 30032
    assert (await api("PUT", url, [command(name=f"M{n}", type=3, description="") for n in range(16)]))[1][
        "code"
    ] == 30032
    status, error = await api("PUT", url, [command(), command()])
    assert (status, error["errors"]["1"]["name"]["_errors"][0]["code"]) == (
        400,
        "APPLICATION_COMMANDS_DUPLICATE_NAME",
    )
    both = [command(), command(type=3, description="")]
    assert (await api("PUT", url, both))[0] == 200
    assert (await api("PUT", url, many[:100]))[0] == 200
    status, error = await api("PUT", url, [command(name=f"d{n}") for n in range(99)])
    assert (status, error["code"]) == (400, 30034)


async def test_ids_stay_with_names(discord: Discord, api: Api) -> None:
    """A command that keeps its name keeps its id. Its version changes only if the command does."""
    url = f"/applications/{discord.bot.id}/commands"
    _, [first] = await api("PUT", url, [command(default_member_permissions=32)])
    assert first["default_member_permissions"] == "32"
    _, [same] = await api("PUT", url, [command(default_member_permissions="32")])
    assert same == first
    _, [changed, _] = await api("PUT", url, [command(description="Other"), command(name="new")])
    assert changed["id"] == first["id"]
    assert changed["version"] != first["version"]
    status, patched = await api("PATCH", f"{url}/{first['id']}", {"description": "Patched"})
    assert (status, patched["description"], patched["id"]) == (200, "Patched", first["id"])
    assert (await api("POST", url, command()))[0] == 200
    assert (await api("POST", url, command(name="newer")))[0] == 201
    assert (await api("DELETE", f"{url}/{first['id']}"))[0] == 204
    assert (await api("GET", f"{url}/{first['id']}"))[1]["code"] == 10063


async def test_who_is_offered_what(discord: Discord, api: Api, studio: int) -> None:
    """Default permissions, contexts and scope decide what's in the picker."""
    workshop, annex = discord.guild("The Workshop"), discord.guild("The Annex")
    app = f"/applications/{discord.bot.id}"
    await api(
        "PUT",
        f"{app}/commands",
        [
            command(name="all"),
            command(name="here", contexts=[0]),
            command(name="alone", contexts=[1]),
            command(name="staff", default_member_permissions=32),
            command(name="admins", default_member_permissions=0),
        ],
    )
    await api("PUT", f"{app}/guilds/{annex.id}/commands", [command(name="local")])

    def offered(person: Person, channel_id: int) -> set[str]:
        return {each["name"] for each in person.commands(channel_id)}

    hazel, rowan, alder = (discord.person(name, workshop) for name in ("hazel", "rowan", "alder"))
    assert offered(hazel, studio) == {"all", "here"}
    assert offered(rowan, studio) == {"all", "here", "staff"}
    assert offered(alder, studio) == {"all", "here", "staff", "admins"}
    assert offered(hazel, hazel.dm_channel_id()) == {"all", "alone", "staff", "admins"}
    away = discord.person("hazel", annex)
    assert offered(away, annex.channel("studio").id) == {"all", "here", "local"}
    everyone = workshop.roles[workshop.id]
    channel = workshop.channel("studio")
    discord.set_permissions(channel, everyone, deny=Permissions.USE_APPLICATION_COMMANDS)
    assert offered(hazel, studio) == set()
    discord.remove_bot(annex)
    assert offered(away, annex.channel("studio").id) == set()


async def test_foreign_applications_and_guilds(discord: Discord, api: Api) -> None:
    """Commands of other applications (20012) and of guilds without the bot (50001) are refused."""
    assert (await api("GET", "/applications/1/commands"))[1]["code"] == 20012
    guild = discord.add_guild("Elsewhere", discord.user("hazel"), with_bot=False)
    path = f"/applications/{discord.bot.id}/guilds/{guild.id}/commands"
    assert (await api("PUT", path, []))[1]["code"] == 50001


@pytest.mark.parametrize("field", ["contexts", "integration_types"])
async def test_contexts_are_unique(discord: Discord, api: Api, field: str) -> None:
    """The same context or installation type twice is refused."""
    body = {"name": "go", "description": "x", field: [0, 0]}
    _, error = await api("POST", f"/applications/{discord.bot.id}/commands", body)
    assert error["errors"][field]["1"]["_errors"][0]["code"] == "SET_TYPE_ALREADY_CONTAINS_VALUE"


async def test_commands_outlive_a_playground_that_keeps_them(tmp_path: Path) -> None:
    """With a file, the next playground offers the same commands but leaves out another bot's."""
    file = tmp_path / "commands.json"
    async with served(Discord.demo(commands_file=file)) as first, aiohttp.ClientSession() as session:
        api = Api(session, first)
        commands = f"/applications/{first.bot.id}/commands"
        kept = [(await api("POST", commands, {"name": name, "description": "x"}))[1] for name in ("a", "b")]
        await api("DELETE", f"{commands}/{kept[1]['id']}")
    hazel = Discord.demo(commands_file=file).person("hazel", "The Workshop")
    offered = hazel.commands(hazel.guild.channel("studio").id)
    assert [(command["id"], command["name"]) for command in offered] == [(kept[0]["id"], "a")]
    stranger = Discord.demo(commands_file=file, bot_token="MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y")
    assert stranger.bot.id == 123456789012345678
    hazel = stranger.person("hazel", "The Workshop")
    assert hazel.commands(hazel.guild.channel("studio").id) == []

"""The contents of the objects that the bot gets over REST and over the gateway."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import discord as library
import pytest

from playground.discord import Discord, Person, Upload
from tests.playground.discord.conftest import Api, Bot, running
from tests.playground.discord.raw_bot import RawBot
from tests.playground.discord.uploads import picture


def number_ids(value: Any, path: str = "", *, component: bool = False) -> Iterator[str]:
    """The paths where an id is a number. Discord documents the `id` of a component as one."""
    if isinstance(value, dict):
        for name, item in value.items():
            here = f"{path}.{name}"
            if (name == "id" and not component) or name.endswith(("_id", "_ids")):
                numbers = item if isinstance(item, list) else [item]
                yield from (here for number in numbers if isinstance(number, int))
            inside = name in ("components", "component", "accessory")
            yield from number_ids(item, here, component=inside)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from number_ids(item, f"{path}[{index}]", component=component)


EVERY_SELECT = [
    {"type": 1, "components": [{"type": 5, "custom_id": "u", "default_values": [{"id": 0, "type": "user"}]}]},
    {"type": 1, "components": [{"type": 6, "custom_id": "r", "default_values": [{"id": 0, "type": "role"}]}]},
    {"type": 1, "components": [{"type": 7, "custom_id": "m", "default_values": [{"id": 0, "type": "user"}]}]},
    {
        "type": 1,
        "components": [{"type": 8, "custom_id": "c", "default_values": [{"id": 0, "type": "channel"}]}],
    },
]


async def test_every_id_is_a_string(discord: Discord, raw_bot: RawBot, api: Api, hazel: Person) -> None:
    """No payload has a numeric id, however the bot sent it, because JavaScript would lose its last digits."""
    await raw_bot.event("READY")
    studio = hazel.guild.channel("studio")
    emoji = discord.add_emoji(hazel.guild, "easel")
    face = {"id": emoji.id, "name": "anything"}
    buttons = [
        {"type": 2, "style": 1, "custom_id": "b", "emoji": face},
        {"type": 2, "style": 6, "sku_id": emoji.id},
    ]
    options = [{"label": "One", "value": "1", "emoji": face}]
    menu = {"type": 3, "custom_id": "s", "options": options}
    rows = [{"type": 1, "components": buttons}, {"type": 1, "components": [menu]}]
    for components in (rows, EVERY_SELECT):
        status, message = await api(
            "POST", f"/channels/{studio.id}/messages", {"content": "x", "components": components}
        )
        assert status == 200
        created = await raw_bot.event("MESSAGE_CREATE")
        assert [*number_ids(message), *number_ids(created)] == []
    first = (await api("GET", f"/channels/{studio.id}/messages"))[1][1]
    assert first["components"][0]["components"][0]["emoji"] == {
        "id": str(emoji.id),
        "name": "easel",
        "animated": False,
    }
    said = await hazel.say(studio.id, "look", files=[Upload("p.png", picture())])
    await discord.person("rowan", hazel.guild).say(studio.id, "fine", reply_to=said["id"])
    commands = [
        {"name": "Show", "type": 3},
        {"name": "give", "description": "x", "options": [{"type": 11, "name": "file", "description": "x"}]},
    ]
    await api("PUT", f"/applications/{discord.bot.id}/commands", commands)
    await hazel.context_menu(studio.id, "Show", message_id=said["id"])
    await hazel.slash(studio.id, "give", file=Upload("p.png", picture()))
    thread = discord.add_thread(studio, "talk", hazel.user)
    reads = [f"/guilds/{hazel.guild.id}", f"/channels/{thread.id}", f"/channels/{studio.id}/messages"]
    for path in [*reads, f"/guilds/{hazel.guild.id}/threads/active", "/oauth2/applications/@me"]:
        assert list(number_ids((await api("GET", path))[1])) == []
    while not raw_bot.events.empty():
        assert list(number_ids(raw_bot.events.get_nowait()["d"])) == []


def test_the_walk_finds_numbers() -> None:
    """The check above finds numbers everywhere but in a component's `id`."""
    found = number_ids({"components": [{"type": 2, "id": 3, "emoji": {"id": 4}}], "role_ids": [5], "id": 6})
    assert len(list(found)) == 3


async def test_message_events_carry_the_documented_extras(
    discord: Discord, raw_bot: RawBot, hazel: Person, studio: int
) -> None:
    """`channel_type` is always there, and in a guild each mentioned user has their `member`."""
    await raw_bot.event("READY")
    await hazel.say(studio, f"<@{discord.bot.id}> and <@{discord.user('rowan').id}>")
    created = await raw_bot.event("MESSAGE_CREATE")
    assert created["channel_type"] == 0
    assert all("joined_at" in user["member"] for user in created["mentions"])
    thread = discord.add_thread(discord.channel("The Workshop", "studio"), "talk", hazel.user)
    await hazel.say(thread.id, "here")
    kinds = [(await raw_bot.event("MESSAGE_CREATE"))["channel_type"] for _ in range(2)]
    assert kinds == [0, 11]


async def test_a_reply_shows_and_mentions_whom_it_answers(
    discord: Discord, api: Api, hazel: Person, studio: int
) -> None:
    """`referenced_message` is the message, null once it's deleted. `replied_user` decides on the mention."""
    said = await hazel.say(studio, "hello?")
    path = f"/channels/{studio}/messages"
    reference = {"message_reference": {"message_id": said["id"]}}
    for allowed, mentioned in ((None, True), ({"replied_user": True}, True), ({"parse": ["users"]}, False)):
        body = {"content": "yes"} | reference | ({"allowed_mentions": allowed} if allowed else {})
        _, reply = await api("POST", path, body)
        assert reply["type"] == 19
        assert reply["referenced_message"]["id"] == said["id"]
        assert reply["referenced_message"]["content"] == "", "it's Message Content too"
        assert [user["username"] for user in reply["mentions"]] == ["hazel"] * mentioned
    await hazel.delete(said["id"])
    assert (await api("GET", f"{path}/{reply['id']}"))[1]["referenced_message"] is None


async def test_rest_hides_message_content_too(discord: Discord, api: Api, hazel: Person, studio: int) -> None:
    """Without the intent other people's messages are empty, unless they mention the bot."""
    await hazel.say(studio, "private matters")
    await hazel.say(studio, f"<@{discord.bot.id}> hi")
    path = f"/channels/{studio}/messages"
    assert [each["content"] for each in (await api("GET", path))[1]] == [f"<@{discord.bot.id}> hi", ""]
    discord.application.flags = 1 << 18
    assert (await api("GET", path))[1][1]["content"] == "private matters"


async def test_a_menu_on_somebody_elses_message_brings_all_of_it(discord: Discord, hazel: Person) -> None:
    """A message command gets text, embeds and attachments of another bot's message, without the intent."""
    studio = hazel.guild.channel("studio")
    helper = discord.add_user("helper", bot=True)
    discord.add_member(hazel.guild, helper)
    embed = {"title": "Weather", "image": {"url": "attachment://p.png"}}
    posted = discord.post_message(
        studio,
        helper,
        "today",
        embeds=[embed],
        files=[Upload("p.png", picture()), Upload("n.txt", b"n")],
    )
    seen: list[library.Message] = []
    bot = Bot()

    @bot.tree.context_menu(name="Show")
    async def show(interaction: library.Interaction, message: library.Message) -> None:
        seen.append(message)
        await interaction.response.send_message("shown", ephemeral=True)

    async with running(bot, discord):
        await (await hazel.context_menu(studio.id, "Show", message_id=posted["id"])).answered()
    (message,) = seen
    assert (message.author.name, message.author.bot, message.content) == ("helper", True, "today")
    assert message.embeds[0].title == "Weather"
    assert [file.filename for file in message.attachments] == ["n.txt"]


async def test_files_reach_the_bot_by_option_and_by_form(
    discord: Discord, hazel: Person, studio: int
) -> None:
    """An attachment has a type, a size and dimensions, and can be downloaded at a signed address."""
    got: list[library.Attachment] = []
    bot = Bot()

    class Form(library.ui.Modal, title="Files"):
        file = library.ui.Label[Any](text="File", component=library.ui.FileUpload(custom_id="file"))

        async def on_submit(self, interaction: library.Interaction) -> None:
            assert isinstance(self.file.component, library.ui.FileUpload)
            got.extend(self.file.component.values)
            await interaction.response.send_message("thanks", ephemeral=True)

    @bot.tree.command(description="x")
    async def give(interaction: library.Interaction, file: library.Attachment) -> None:
        got.append(file)
        await interaction.response.send_modal(Form())

    async with running(bot, discord):
        file = Upload("photo.png", picture())
        await (await hazel.slash(studio, "give", file=file)).answered()
        await (await hazel.submit(hazel.modals[0], {"file": [file]})).answered()
        assert len(got) == 2
        for each in got:
            assert (each.content_type, each.size) == ("image/png", len(file.content))
            assert each.width
            assert each.height
            assert {"ex=", "is=", "hm="} <= {part[:3] for part in each.url.partition("?")[2].split("&")}
            assert await each.read() == file.content


async def test_languages_can_change(discord: Discord, hazel: Person, studio: int) -> None:
    """Interactions have the current language of the person and of the server."""
    locales: list[tuple[str, str]] = []
    bot = Bot()

    @bot.tree.command(description="x")
    async def ping(interaction: library.Interaction) -> None:
        locales.append((str(interaction.locale), str(interaction.guild_locale)))
        await interaction.response.send_message("pong")

    async with running(bot, discord):
        await (await hazel.slash(studio, "ping")).answered()
        discord.set_locale(hazel.user, "de")
        discord.set_guild_locale(hazel.guild, "es-ES")
        await (await hazel.slash(studio, "ping")).answered()
    assert locales == [("en-US", "en-US"), ("de", "es-ES")]
    with pytest.raises(ValueError, match="xx"):
        discord.set_locale(hazel.user, "xx")


async def test_people_can_leave_and_come_back(discord: Discord, hazel: Person) -> None:
    """GUILD_MEMBER_REMOVE and _ADD need the Members intent, and someone who rejoins has no roles."""
    discord.application.flags = 1 << 14
    bot = Bot(library.Intents(guilds=True, members=True))
    gone, back = asyncio.Event(), asyncio.Event()

    @bot.event
    async def on_member_remove(member: library.Member) -> None:
        gone.set()

    @bot.event
    async def on_member_join(member: library.Member) -> None:
        back.set()

    discord.set_roles(hazel.guild, hazel.user, discord.add_role(hazel.guild, "regular"))
    async with running(bot, discord), asyncio.timeout(10):
        discord.remove_member(hazel.guild, hazel.user)
        await gone.wait()
        discord.add_member(hazel.guild, hazel.user)
        await back.wait()
        guild = bot.get_guild(hazel.guild.id)
        assert guild
        member = guild.get_member(hazel.user.id)
        assert member
        assert [role.name for role in member.roles] == ["@everyone"]


async def test_age_restricted_commands_need_an_age_restricted_channel(
    discord: Discord, api: Api, hazel: Person
) -> None:
    """Adults see them there and in its threads, but in DMs only if their own settings allow it."""
    await api(
        "PUT",
        f"/applications/{discord.bot.id}/commands",
        [{"name": "spicy", "description": "x", "nsfw": True}],
    )
    plain = hazel.guild.channel("studio")
    adults = discord.add_channel(hazel.guild, "adults", nsfw=True)
    thread = discord.add_thread(adults, "talk", hazel.user)
    direct = hazel.dm_channel_id()
    assert [len(hazel.commands(each)) for each in (plain.id, adults.id, thread.id, direct)] == [0, 1, 1, 0]
    assert (await api("GET", f"/channels/{adults.id}"))[1]["nsfw"] is True
    hazel.user.age_restricted_dms = True
    discord.set_age_restricted(plain)
    assert [len(hazel.commands(each)) for each in (plain.id, direct)] == [1, 1]
    hazel.user.adult = False
    assert hazel.commands(adults.id) == []


def test_the_demos_world_is_the_same_each_time() -> None:
    """Ids survive a restart, the people's accounts are years old, and with two shards each has a server."""
    first, second = Discord.demo(), Discord.demo()
    for one, other in zip(first.guilds, second.guilds, strict=True):
        assert (one.id, list(one.channels), list(one.roles), list(one.members)) == (
            other.id,
            list(other.channels),
            list(other.roles),
            list(other.members),
        )
    assert [user.id for user in first.users] == [user.id for user in second.users]
    assert {guild.id >> 22 & 1 for guild in first.guilds} == {0, 1}
    for user in first.users:
        assert library.utils.snowflake_time(user.id).year < 2025
    assert first.guild("The Annex").owner.name == "linden"


async def test_accounts_and_memberships_have_their_age(discord: Discord) -> None:
    """An account's `created_at` is in its id, and `joined_at` is the member's own."""
    made, came = datetime(2020, 2, 3, tzinfo=UTC), datetime(2021, 4, 5, 6, tzinfo=UTC)
    guild = discord.guild("The Workshop")
    elder = discord.add_user("elder", created_at=made)
    discord.add_member(guild, elder, joined_at=came)
    newcomer = discord.add_user("newcomer")
    discord.add_member(guild, newcomer)
    async with running(Bot(), discord) as bot:
        seen = bot.get_guild(guild.id)
        assert seen
        member = await seen.fetch_member(elder.id)
        assert (member.created_at, member.joined_at) == (made, came)
        fresh = await seen.fetch_member(newcomer.id)
        assert fresh.joined_at
        for moment in (fresh.created_at, fresh.joined_at):
            assert datetime.now(UTC) - moment < timedelta(minutes=5)


async def test_a_guild_that_removes_the_bot_loses_its_commands(
    discord: Discord, api: Api, hazel: Person
) -> None:
    """After a new invitation its guild commands are gone, and the global ones are there."""
    for path, name in (("", "everywhere"), (f"/guilds/{hazel.guild.id}", "here")):
        body = {"name": name, "description": "x"}
        await api("POST", f"/applications/{discord.bot.id}{path}/commands", body)
    studio = hazel.guild.channel("studio").id
    assert {command["name"] for command in hazel.commands(studio)} == {"everywhere", "here"}
    discord.remove_bot(hazel.guild)
    assert hazel.commands(studio) == []
    discord.add_bot(hazel.guild)
    assert {command["name"] for command in hazel.commands(studio)} == {"everywhere"}

"""`doctor`'s questions to Discord, with the real client and real sockets."""

import pytest
from discord.http import Route

from cogs.check import examine
from playground.discord.permissions import Permissions


@pytest.fixture
async def registered(discord_here, client):
    """The client logged in once, so that its commands are registered."""
    await client.login(discord_here.bot_token)
    return client


async def problems(here, client, operator_guild_id=None) -> str:
    found = await examine(here.bot_token, await client.surfaces(), operator_guild_id)
    return "\n".join(found.problems)


async def test_right_after_a_start_all_is_well(discord_here, registered):
    """Discord has the commands that were just registered, in all languages, and the roles are sufficient."""
    found = await examine(discord_here.bot_token, await registered.surfaces(), None)
    assert found.problems == ()
    assert "Servers: 2" in found.fine[0]
    assert "as this version has them" in found.fine[1]


@pytest.mark.parametrize(
    "change",
    [
        {"description": "Another bot wrote this"},
        {"description_localizations": {"de": "Das hat ein anderer Bot geschrieben"}},
        {"options": []},
    ],
)
async def test_a_command_that_was_changed_is_named(discord_here, registered, change):
    """A different description, translation or option is enough."""
    commands = await registered.http.get_global_commands(registered.application_id)
    imagine = next(command["id"] for command in commands if command["name"] == "imagine")
    path = "/applications/{application_id}/commands/{command_id}"
    route = Route("PATCH", path, application_id=registered.application_id, command_id=imagine)
    await registered.http.request(route, json=change)
    found = await problems(discord_here, registered)
    assert "(/imagine)" in found
    assert "`sync`" in found


async def test_missing_and_foreign_commands_are_named(discord_here, registered):
    """One that somebody deleted, and one that this version doesn't have."""
    await registered.http.bulk_upsert_global_commands(
        registered.application_id, [{"name": "paint", "description": "Gone since long", "type": 1}]
    )
    found = await problems(discord_here, registered)
    assert "/paint" in found
    assert "/imagine" in found


async def test_a_permission_that_is_missing_is_named_with_its_server(discord_here, registered):
    """In Discord's words, for the one server whose roles don't allow it."""
    guild = discord_here.guild("The Workshop")
    member = guild.members[discord_here.application.bot.id]
    for role in [guild.roles[guild.id], *(guild.roles[role_id] for role_id in member.roles)]:
        role.permissions &= ~(Permissions.ATTACH_FILES | Permissions.VIEW_CHANNEL | Permissions.ADMINISTRATOR)
    found = await problems(discord_here, registered)
    assert f"On The Workshop ({guild.id})" in found
    assert "View Channels, Attach Files" in found or "Attach Files, View Channels" in found
    assert found.count("\n") == 0


async def test_a_channel_that_keeps_the_bot_out_is_named(discord_here, registered):
    """Only where everyone can use commands. Other channels are their members' business."""
    guild = discord_here.guild("The Workshop")
    gallery, staff = (
        discord_here.channel("The Workshop", "gallery"),
        discord_here.channel("The Workshop", "staff"),
    )
    for channel in (gallery, staff):
        discord_here.set_permissions(channel, discord_here.application.bot, deny=Permissions.ATTACH_FILES)
    found = await examine(discord_here.bot_token, None, None)
    assert found.problems == ()
    [sentence] = found.warnings
    assert f"In #gallery on {guild.name}, the bot isn't allowed Attach Files" in sentence


async def test_an_owners_server_without_the_bot_is_named(discord_here, registered):
    """It's easy to set `OPERATOR_GUILD_ID` to another server's ID."""
    assert "OPERATOR_GUILD_ID" in await problems(discord_here, registered, 1574027303669727239)


async def test_nothing_to_compare_is_fine(discord_here):
    """Before the first start there are no commands yet, and a refused token is one sentence."""
    assert (await examine(discord_here.bot_token, None, None)).problems == ()
    [sentence] = (await examine("wrong.token.here", None, None)).problems
    assert "DISCORD_TOKEN" in sentence

"""Pins, bulk deletion and member roles: permissions, events and errors."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import discord as library
import pytest

from playground.discord import ClientRefused, Discord, Guild, Permissions, Person
from tests.playground.discord.conftest import Api, Bot, running
from tests.playground.discord.raw_bot import RawBot


def grant(discord: Discord, guild: Guild, permissions: Permissions) -> None:
    """Gives the bot a role with those permissions, above all others."""
    discord.set_roles(guild, discord.bot, discord.add_role(guild, "trusted", permissions))


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_the_library_pins_and_unpins(discord: Discord, hazel: Person, studio: int) -> None:
    """Pins are listed latest first, a system message announces them, and every change sends an event."""
    grant(discord, hazel.guild, Permissions.PIN_MESSAGES)
    bot = Bot()
    changes: list[object] = []

    @bot.event
    async def on_guild_channel_pins_update(channel: object, last_pin: object) -> None:
        changes.append(last_pin)

    async with running(bot, discord):
        channel = bot.get_channel(studio)
        assert isinstance(channel, library.TextChannel)
        first, second = await channel.send("first"), await channel.send("second")
        await first.pin(reason="Winner")
        await second.pin()
        assert [message.content async for message in channel.pins()] == ["second", "first"]
        assert [each["type"] for each in hazel.messages(studio)] == [0, 0, 6, 6]
        await first.unpin()
        await second.unpin()
        assert [message async for message in channel.pins()] == []
        await until(lambda: len(changes) == 4)
    assert [change is None for change in changes] == [False, False, False, True]
    pins = discord.log.to("PUT /channels/{channel_id}/messages/pins/{message_id}")
    assert [request.reason for request in pins] == ["Winner", None]


@pytest.mark.parametrize("pins", ["messages/pins", "pins"])
async def test_pinning_takes_pin_messages(
    discord: Discord, api: Api, hazel: Person, studio: int, pins: str
) -> None:
    """Manage Messages isn't enough. Each wrong target has its own code, even on the old path."""
    said = await hazel.say(studio, "look")
    path = f"/channels/{studio}/{pins}/{said['id']}"
    grant(discord, hazel.guild, Permissions.MANAGE_MESSAGES)
    assert (await api("PUT", path))[1]["code"] == 50013
    grant(discord, hazel.guild, Permissions.PIN_MESSAGES)
    assert (await api("PUT", path))[0] == 204
    assert (await api("PUT", path))[0] == 204
    notice = hazel.messages(studio)[-1]
    assert notice["message_reference"]["message_id"] == said["id"]
    assert (await api("PUT", f"/channels/{studio}/{pins}/{notice['id']}"))[1]["code"] == 50021
    gallery = hazel.guild.channel("gallery").id
    assert (await api("PUT", f"/channels/{gallery}/{pins}/{said['id']}"))[1]["code"] == 50019
    assert (await api("PUT", f"/channels/{studio}/{pins}/1"))[1]["code"] == 10008
    _, listed = await api("GET", f"/channels/{studio}/{pins}")
    assert len(listed if pins == "pins" else listed["items"]) == 1
    assert (await api("DELETE", path))[0] == 204


async def test_pins_have_a_limit_and_pages(discord: Discord, api: Api, hazel: Person, studio: int) -> None:
    """A channel has at most 250 pins (30003), 50 per page, and `before` finds the rest."""
    grant(discord, hazel.guild, Permissions.PIN_MESSAGES)
    channel = hazel.guild.channel("studio")
    for number in range(251):
        posted = discord.post_message(channel, hazel.user, str(number))
        status, error = await api("PUT", f"/channels/{studio}/messages/pins/{posted['id']}")
    assert (status, error["code"]) == (400, 30003)
    found: list[str] = []
    before, more = "", True
    while more:
        _, page = await api(
            "GET", f"/channels/{studio}/messages/pins", params={"before": before or "2100-01-01T00:00:00Z"}
        )
        found += [each["message"]["id"] for each in page["items"]]
        before, more = page["items"][-1]["pinned_at"], page["has_more"]
    assert len(set(found)) == len(found) == 250


async def test_messages_can_be_deleted_together(
    discord: Discord, raw_bot: RawBot, api: Api, hazel: Person, studio: int
) -> None:
    """2 to 100 messages of the last two weeks, with Manage Messages and a single event."""
    await raw_bot.event("READY")
    ids = [(await hazel.say(studio, str(number)))["id"] for number in range(3)]
    path = f"/channels/{studio}/messages/bulk-delete"
    assert (await api("POST", path, {"messages": ids}))[1]["code"] == 50013
    grant(discord, hazel.guild, Permissions.MANAGE_MESSAGES)
    old = str(library.utils.time_snowflake(datetime.now(UTC) - timedelta(days=15)))
    for wrong, code in ((ids[:1], 50016), ([*ids, old], 50034), ([ids[0], ids[0]], 50035)):
        assert (await api("POST", path, {"messages": wrong}))[1]["code"] == code
    assert len(hazel.messages(studio)) == 3
    never = str(discord._world.ids.next())
    assert (await api("POST", path, {"messages": [*ids, never]}))[0] == 204
    assert hazel.messages(studio) == []
    event = await raw_bot.event("MESSAGE_DELETE_BULK")
    assert (event["ids"], event["guild_id"]) == (ids, str(hazel.guild.id))


async def test_embeds_of_others_can_be_hidden(discord: Discord, api: Api, hazel: Person, studio: int) -> None:
    """With Manage Messages, only the `flags` of another's message can be set."""
    said = await hazel.say(studio, "https://example.com")
    path = f"/channels/{studio}/messages/{said['id']}"
    assert (await api("PATCH", path, {"flags": 4}))[1]["code"] == 50013
    grant(discord, hazel.guild, Permissions.MANAGE_MESSAGES)
    status, message = await api("PATCH", path, {"flags": 4})
    assert (status, message["flags"], message["edited_timestamp"]) == (200, 4, None)
    assert (await api("PATCH", path, {"flags": 4, "content": "x"}))[1]["code"] == 50005


async def test_the_library_gives_and_takes_roles(discord: Discord, hazel: Person) -> None:
    """With Manage Roles and a higher role, the bot gives a role, and the reason is recorded."""
    prize = discord.add_role(hazel.guild, "winner")
    grant(discord, hazel.guild, Permissions.MANAGE_ROLES)
    discord.application.flags = 1 << 14
    async with running(Bot(library.Intents(guilds=True, members=True)), discord) as bot:
        guild = bot.get_guild(hazel.guild.id)
        assert guild
        member = guild.get_member(hazel.user.id)
        assert member
        await member.add_roles(library.Object(prize.id), reason="Won the contest — 1st")
        await until(lambda: [role.id for role in member.roles[1:]] == [prize.id])
        assert hazel.guild.members[hazel.user.id].roles == {prize.id}
        await member.remove_roles(library.Object(prize.id))
        await until(lambda: member.roles[1:] == [])
    (given,) = discord.log.to("PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}")
    assert given.reason == "Won the contest — 1st"


async def test_roles_follow_the_hierarchy(discord: Discord, api: Api, hazel: Person) -> None:
    """Without Manage Roles, for a role as high as the bot's own, or for a bot's role, it gets 50013."""
    guild = hazel.guild
    low = discord.add_role(guild, "low")
    path = f"/guilds/{guild.id}/members/{hazel.user.id}/roles"
    assert (await api("PUT", f"{path}/{low.id}"))[1]["code"] == 50013
    grant(discord, guild, Permissions.MANAGE_ROLES)
    high = discord.add_role(guild, "high")
    for role_id, code in ((high.id, 50013), (guild.role("trusted").id, 50013), (1, 10011), (guild.id, 50028)):
        assert (await api("PUT", f"{path}/{role_id}"))[1]["code"] == code
    assert (await api("PUT", f"/guilds/{guild.id}/members/1/roles/{low.id}"))[1]["code"] == 10013
    linden = discord.user("linden").id
    assert (await api("PUT", f"/guilds/{guild.id}/members/{linden}/roles/{low.id}"))[1]["code"] == 10007
    assert (await api("PUT", f"{path}/{low.id}"))[0] == 204
    discord.move_role(guild, high, 1)
    assert (await api("PUT", f"{path}/{high.id}"))[0] == 204
    assert guild.members[hazel.user.id].roles == {low.id, high.id}
    long = {"Authorization": f"Bot {discord.bot_token}", "X-Audit-Log-Reason": "x" * 513}
    assert (await api("DELETE", f"{path}/{low.id}", headers=long))[1]["code"] == 50035
    assert (await api("DELETE", f"{path}/{low.id}"))[0] == 204


async def test_closed_direct_messages(discord: Discord, hazel: Person) -> None:
    """People who closed their DMs can't be messaged (50007), nor can those who share no server (50278)."""
    async with running(Bot(), discord) as bot:
        user = await bot.fetch_user(hazel.user.id)
        await user.send("You won!")
        assert hazel.dms()[-1]["content"] == "You won!"
        hazel.user.accepts_dms = False
        with pytest.raises(library.Forbidden) as closed:
            await user.send("again")
        hazel.user.accepts_dms = True
        for guild in discord.guilds:
            discord.remove_member(guild, hazel.user)
        with pytest.raises(library.Forbidden) as strange:
            await user.send("again")
    assert (closed.value.code, strange.value.code) == (50007, 50278)


async def test_people_pin_with_permission(discord: Discord, hazel: Person, studio: int) -> None:
    """A moderator with Pin Messages can pin and unpin. A member can't."""
    said = await hazel.say(studio, "mine")
    with pytest.raises(ClientRefused):
        await hazel.pin(said["id"])
    rowan = discord.person("rowan", hazel.guild)
    moderator = hazel.guild.role("moderator")
    discord.edit_role(hazel.guild, moderator, moderator.permissions | Permissions.PIN_MESSAGES)
    await rowan.pin(said["id"])
    assert hazel.messages(studio)[0]["pinned"]
    await rowan.unpin(said["id"])
    assert not hazel.messages(studio)[0]["pinned"]

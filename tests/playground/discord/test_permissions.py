"""Permissions as Discord computes them, and what the bot and people can do with them."""

import pytest

from playground.discord import ClientRefused, Discord, Permissions, Person
from playground.discord.access import channel_permissions, effective_permissions
from tests.playground.discord.conftest import Api


def test_overwrites_apply_in_discords_order() -> None:
    """@everyone comes first, then roles (allow wins), then the member. Administrators can do everything."""
    discord = Discord.demo()
    guild = discord.guild("The Workshop")
    studio, hazel = guild.channel("studio"), discord.user("hazel")
    everyone = guild.roles[guild.id]
    first, second = discord.add_role(guild, "first"), discord.add_role(guild, "second")
    discord.set_roles(guild, hazel, first, second)
    send = Permissions.SEND_MESSAGES
    discord.set_permissions(studio, everyone, deny=send)
    assert not channel_permissions(studio, hazel) & send
    discord.set_permissions(studio, first, allow=send)
    discord.set_permissions(studio, second, deny=send)
    assert channel_permissions(studio, hazel) & send
    discord.set_permissions(studio, hazel, deny=send)
    assert not channel_permissions(studio, hazel) & send
    discord.set_permissions(studio, hazel)
    assert channel_permissions(studio, hazel) & send
    assert channel_permissions(studio, guild.owner) == Permissions.ALL
    administrator = discord.add_role(guild, "third", Permissions.ADMINISTRATOR)
    discord.set_roles(guild, hazel, administrator)
    assert channel_permissions(studio, hazel) == Permissions.ALL


def test_what_cannot_be_seen_cannot_be_used() -> None:
    """Without View Channel nothing is allowed. Without Send Messages no files, embeds or mentions are."""
    discord = Discord.demo()
    guild = discord.guild("The Workshop")
    studio, hazel = guild.channel("studio"), discord.user("hazel")
    everyone = guild.roles[guild.id]
    discord.set_permissions(studio, everyone, deny=Permissions.SEND_MESSAGES)
    left = effective_permissions(studio, hazel)
    assert not left & (Permissions.ATTACH_FILES | Permissions.EMBED_LINKS)
    assert left & Permissions.READ_MESSAGE_HISTORY
    discord.set_permissions(studio, everyone, deny=Permissions.VIEW_CHANNEL)
    assert effective_permissions(studio, hazel) == Permissions.NONE


@pytest.mark.parametrize(
    ("denied", "body", "code"),
    [
        (Permissions.VIEW_CHANNEL, {"content": "x"}, 50001),
        (Permissions.SEND_MESSAGES, {"content": "x"}, 50013),
        (Permissions.EMBED_LINKS, {"embeds": [{"title": "x"}]}, 50013),
        (
            Permissions.READ_MESSAGE_HISTORY,
            {"content": "x", "message_reference": {"message_id": "1"}},
            160002,
        ),
    ],
)
async def test_the_bot_needs_permissions(
    discord: Discord, api: Api, denied: Permissions, body: dict[str, object], code: int
) -> None:
    """What a channel denies is refused there, and nothing is posted."""
    guild = discord.guild("The Workshop")
    studio = guild.channel("studio")
    discord.set_permissions(studio, guild.roles[guild.id], deny=denied)
    status, error = await api("POST", f"/channels/{studio.id}/messages", body)
    assert (status, error["code"]) == (403, code)
    discord.set_permissions(studio, guild.roles[guild.id])
    assert (await api("GET", f"/channels/{studio.id}/messages"))[1] == []


async def test_other_peoples_messages(discord: Discord, api: Api, hazel: Person, studio: int) -> None:
    """The bot can't edit them (50005), and only deletes them with Manage Messages."""
    said = await hazel.say(studio, "hello")
    path = f"/channels/{studio}/messages/{said['id']}"
    assert (await api("PATCH", path, {"content": "x"}))[1]["code"] == 50005
    assert (await api("DELETE", path))[1]["code"] == 50013
    guild = discord.guild("The Workshop")
    discord.edit_role(
        guild, guild.roles[guild.id], guild.roles[guild.id].permissions | Permissions.MANAGE_MESSAGES
    )
    assert (await api("DELETE", path))[0] == 204
    assert (await api("GET", path))[1]["code"] == 10008


async def test_unknown_things(discord: Discord, api: Api) -> None:
    """Each kind of missing object has its own code."""
    guild = discord.guild("The Workshop")
    for path, code in (
        ("/channels/1", 10003),
        ("/guilds/1", 10004),
        (f"/guilds/{guild.id}/members/1", 10013),
        (f"/guilds/{guild.id}/members/{discord.user('linden').id}", 10007),
        (f"/guilds/{guild.id}/roles/1", 10011),
        ("/users/1", 10013),
        (f"/guilds/{guild.id}/members?limit=10", 50001),
    ):
        assert (await api("GET", path))[1]["code"] == code


async def test_without_a_valid_token_nothing_is_told(discord: Discord, api: Api) -> None:
    """A missing or wrong token gets 401, and counts as an invalid request."""
    for headers in ({}, {"Authorization": "Bot x"}, {"Authorization": discord.bot_token}):
        assert (await api("GET", "/users/@me", headers=headers))[0] == 401
    assert discord.log.invalid_requests(discord.log[-1].at) == 3


async def test_direct_messages(discord: Discord, api: Api, hazel: Person) -> None:
    """The bot can message members who let it (50007), and only they can read it."""
    _, channel = await api("POST", "/users/@me/channels", {"recipient_id": str(hazel.user.id)})
    path = f"/channels/{channel['id']}/messages"
    assert (await api("POST", path, {"content": "psst"}))[0] == 200
    assert [message["content"] for message in hazel.dms()] == ["psst"]
    with pytest.raises(ClientRefused):
        discord.person("juniper", "The Workshop").messages(channel["id"])
    hazel.user.accepts_dms = False
    assert (await api("POST", path, {"content": "psst"}))[1]["code"] == 50007
    assert (await api("POST", "/users/@me/channels", {"recipient_id": "1"}))[1]["code"] == 50033


async def test_people_see_and_do_what_they_may(discord: Discord, hazel: Person, studio: int) -> None:
    """Hidden channels stay hidden. Writing and deleting need permissions."""
    staff = discord.channel("The Workshop", "staff").id
    rowan = discord.person("rowan", "The Workshop")
    assert "staff" not in [channel["name"] for channel in hazel.channels()]
    assert "staff" in [channel["name"] for channel in rowan.channels()]
    for attempt in (hazel.messages, hazel.commands):
        with pytest.raises(ClientRefused):
            attempt(staff)
    said = await rowan.say(studio, "rules")
    with pytest.raises(ClientRefused):
        await hazel.delete(said["id"])
    mine = await hazel.say(studio, "mine")
    await rowan.delete(mine["id"])
    assert [message["content"] for message in hazel.messages(studio)] == ["rules"]
    guild = discord.guild("The Workshop")
    discord.set_permissions(guild.channel("studio"), guild.roles[guild.id], deny=Permissions.SEND_MESSAGES)
    with pytest.raises(ClientRefused):
        await hazel.say(studio, "more")

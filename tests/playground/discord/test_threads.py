"""Public threads: where they're shown, who can write in them, and what the bot gets."""

import asyncio

import discord as library
import pytest

from playground.discord import ClientRefused, Discord, Permissions, Person
from tests.playground.discord.conftest import Api, Bot, running
from tests.playground.discord.openapi import DOCUMENT, Schemas
from tests.playground.discord.raw_bot import RawBot


async def test_commands_work_in_threads(discord: Discord, hazel: Person) -> None:
    """The library knows the thread and its parent, and answers and posts there."""
    channel = hazel.guild.channel("studio")
    before = discord.add_thread(channel, "before", hazel.user)
    bot = Bot()
    places: list[tuple[int, int | None]] = []

    @bot.tree.command(description="x")
    async def ping(interaction: library.Interaction) -> None:
        thread = interaction.channel
        assert isinstance(thread, library.Thread)
        places.append((thread.id, thread.parent_id))
        await interaction.response.send_message("pong")
        await thread.send("and again")

    async with running(bot, discord):
        after = discord.add_thread(channel, "after", hazel.user)
        for thread in (before, after):
            await (await hazel.slash(thread.id, "ping")).answered()
            await hazel.wait_for(
                lambda message, at=str(thread.id): (
                    (message["content"], message["channel_id"]) == ("and again", at)
                )
            )
        guild = bot.get_guild(hazel.guild.id)
        assert guild
        assert {thread.name for thread in guild.threads} == {"before", "after"}
        assert {thread.name for thread in await guild.active_threads()} == {"before", "after"}
    assert places == [(before.id, channel.id), (after.id, channel.id)]


async def test_the_library_starts_threads(discord: Discord, hazel: Person, studio: int) -> None:
    """A message can start one thread, which has its id. Without one, a message announces the thread."""
    async with running(Bot(), discord) as bot:
        channel = bot.get_channel(studio)
        assert isinstance(channel, library.TextChannel)
        message = await channel.send("A picture")
        thread = await message.create_thread(name="About it", auto_archive_duration=60)
        assert thread.id == message.id
        assert (await channel.fetch_message(message.id)).flags.has_thread
        with pytest.raises(library.HTTPException) as twice:
            await message.create_thread(name="Again")
        assert twice.value.code == 160004
        await channel.create_thread(name="Loose", type=library.ChannelType.public_thread)
        await thread.send("Hello")
    assert [each["type"] for each in hazel.messages(studio)] == [0, 18]
    assert [each["type"] for each in hazel.messages(thread.id)] == [21, 0]
    assert [(each["name"], each["message_count"]) for each in hazel.threads()] == [
        ("About it", 1),
        ("Loose", 0),
    ]


async def test_writing_in_threads_takes_its_own_permission(discord: Discord, api: Api, hazel: Person) -> None:
    """Send Messages in Threads is needed there. Send Messages isn't enough."""
    channel, everyone = hazel.guild.channel("studio"), hazel.guild.roles[hazel.guild.id]
    thread = discord.add_thread(channel, "talk", hazel.user)
    path = f"/channels/{thread.id}/messages"
    discord.set_permissions(channel, everyone, deny=Permissions.SEND_MESSAGES)
    assert (await api("POST", path, {"content": "x"}))[0] == 200
    await hazel.say(thread.id, "x")
    discord.set_permissions(channel, everyone, deny=Permissions.SEND_MESSAGES_IN_THREADS)
    assert (await api("POST", path, {"content": "x"}))[1]["code"] == 50013
    with pytest.raises(ClientRefused):
        await hazel.say(thread.id, "x")


async def test_archived_threads(discord: Discord, api: Api, hazel: Person, raw_bot: RawBot) -> None:
    """In one, nothing can be edited (50083). A message reopens it unless it's locked (160005)."""
    thread = discord.add_thread(hazel.guild.channel("studio"), "talk", hazel.user)
    path = f"/channels/{thread.id}/messages"
    _, message = await api("POST", path, {"content": "x"})
    discord.archive_thread(thread)
    assert hazel.threads() == []
    assert (await api("PATCH", f"{path}/{message['id']}", {"content": "y"}))[1]["code"] == 50083
    assert (await api("POST", path, {"content": "x"}))[0] == 200
    assert len(hazel.threads()) == 1
    discord.archive_thread(thread, locked=True)
    assert (await api("POST", path, {"content": "x"}))[1]["code"] == 160005
    await raw_bot.event("READY")
    discord.remove_thread(thread)
    assert (await raw_bot.event("THREAD_DELETE"))["parent_id"] == str(hazel.guild.channel("studio").id)
    assert (await api("GET", f"/channels/{thread.id}"))[1]["code"] == 10003


async def test_threads_come_with_the_sight_of_their_channel(discord: Discord, hazel: Person) -> None:
    """THREAD_LIST_SYNC comes when the bot gains access. Until then it gets no events of the thread."""
    guild, staff = hazel.guild, hazel.guild.channel("staff")
    discord.add_thread(staff, "secret", discord.user("rowan"))
    async with running(Bot(), discord) as bot:
        seen = bot.get_guild(guild.id)
        assert seen
        assert list(seen.threads) == []
        discord.set_permissions(staff, discord.bot, allow=Permissions.VIEW_CHANNEL)
        async with asyncio.timeout(10):
            while [thread.name for thread in seen.threads] != ["secret"]:
                await asyncio.sleep(0.01)


@pytest.mark.skipif(not DOCUMENT.exists(), reason="Discord's OpenAPI document is not at hand")
async def test_thread_objects_are_documented(discord: Discord, api: Api, hazel: Person) -> None:
    """A thread has the fields that Discord documents, with and without the bot's membership."""
    schemas = Schemas()
    thread = discord.add_thread(hazel.guild.channel("studio"), "talk", hazel.user)
    for _ in range(2):
        _, payload = await api("GET", f"/channels/{thread.id}")
        assert schemas.problems("ThreadResponse", payload) == []
        assert (await api("PUT", f"/channels/{thread.id}/thread-members/@me"))[0] == 204
    assert schemas.problems("ThreadMemberResponse", payload["member"]) == []
    _, active = await api("GET", f"/guilds/{hazel.guild.id}/threads/active")
    assert schemas.problems("ThreadsResponse", active) == []

"""Shards: which events go to which, and how many sessions can start at once."""

import asyncio
from typing import Any

import discord as library
from discord import app_commands

from playground.discord import Discord
from tests.playground.discord.conftest import Api, served
from tests.playground.discord.test_gateway import identify, socket, until


async def started(connection: Any) -> list[int]:
    """The guilds of a session that has just identified."""
    ready = await until(connection, "READY")
    return [int(guild["id"]) for guild in ready["d"]["guilds"]]


async def test_each_shard_has_its_guilds(discord: Discord) -> None:
    """Guild events go by the guild's id, direct messages to the first shard, members only to their shard."""
    workshop, annex = discord.guilds
    hazel = discord.user("hazel")
    intents = 1 | 1 << 9 | 1 << 12
    async with socket(discord) as first, socket(discord) as second:
        for number, connection in enumerate((first, second)):
            await connection.send_json(identify(discord, shard=[number, 2], intents=intents))
        assert await started(first) == [workshop.id]
        assert await started(second) == [annex.id]
        await discord.person(hazel, annex).say(annex.channel("studio").id, "annex")
        await discord.person(hazel, annex).say(discord.person(hazel, annex).dm_channel_id(), "direct")
        await discord.person(hazel, workshop).say(workshop.channel("studio").id, "workshop")
        seen = [(await until(first, "MESSAGE_CREATE"))["d"] for _ in range(2)]
        assert [message.get("guild_id") for message in seen] == [None, str(workshop.id)]
        assert (await until(second, "MESSAGE_CREATE"))["d"]["guild_id"] == str(annex.id)
        asked = {"guild_id": str(annex.id), "query": "haz", "limit": 1}
        await second.send_json({"op": 8, "d": asked})
        assert (await until(second, "GUILD_MEMBERS_CHUNK"))["d"]["guild_id"] == str(annex.id)


async def test_sessions_of_one_shard_all_hear(discord: Discord, api: Api) -> None:
    """Two sessions of one shard both get an interaction, and only the first answer counts (40060)."""
    hazel = discord.person("hazel", "The Workshop")
    body = [{"name": "go", "description": "x"}]
    await api("PUT", f"/applications/{discord.bot.id}/commands", body)
    async with socket(discord) as one, socket(discord) as other:
        for connection in (one, other):
            await connection.send_json(identify(discord))
            await until(connection, "GUILD_CREATE")
        await hazel.slash(hazel.guild.channel("studio").id, "go")
        events = [(await until(connection, "INTERACTION_CREATE"))["d"] for connection in (one, other)]
    assert events[0] == events[1]
    path = f"/interactions/{events[0]['id']}/{events[0]['token']}/callback"
    answers = [await api("POST", path, {"type": 5}) for _ in range(2)]
    assert [status for status, _ in answers] == [204, 400]
    assert answers[1][1]["code"] == 40060


async def test_sessions_start_by_rate_limit_key() -> None:
    """With max_concurrency 2, shards 0 and 1 start together, and shard 2 waits behind shard 0."""
    async with served(Discord.demo(shards=4, max_concurrency=2)) as discord:
        for shard, expected in ((0, 0), (1, 0), (2, 9), (3, 9)):
            async with socket(discord) as connection:
                await connection.receive_json()
                await connection.send_json(identify(discord, shard=[shard, 4]))
                assert (await connection.receive_json())["op"] == expected


async def test_the_library_runs_as_many_shards_as_recommended(discord: Discord) -> None:
    """AutoShardedClient reads the number from /gateway/bot, finds each guild and answers on both shards."""
    discord.limits.shards = discord.limits.max_concurrency = 2
    client = library.AutoShardedClient(intents=library.Intents(guilds=True))
    tree = app_commands.CommandTree(client)

    async def at_once(shard_id: int | None, *, initial: bool = False) -> None:
        """Skips the library's five seconds."""

    client.before_identify_hook = at_once  # type: ignore[method-assign]

    @tree.command(description="x")
    async def where(interaction: library.Interaction) -> None:
        assert interaction.guild
        await interaction.response.send_message(str(interaction.guild.shard_id))

    task = asyncio.create_task(client.start(discord.bot_token))
    try:
        async with asyncio.timeout(20):
            await discord.bot_ready()
            while len(client.shards) < 2 or len(client.guilds) < 2:
                await asyncio.sleep(0.01)
            await tree.sync()
        for guild in discord.guilds:
            person = discord.person("hazel", guild)
            invocation = await (await person.slash(guild.channel("studio").id, "where")).answered()
            assert invocation.failed is None
            assert person.messages(guild.channel("studio").id)[0]["content"] == str(guild.id >> 22 & 1)
    finally:
        await client.close()
        await asyncio.wait([task], timeout=5)

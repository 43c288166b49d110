"""The gateway: who can connect, what is replayed, and when it hangs up."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord as library
import pytest

from playground.discord import Discord, Permissions, Person
from tests.playground.discord.conftest import Bot, running, served


@asynccontextmanager
async def socket(
    discord: Discord, query: str = "v=10&encoding=json"
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    url = discord.base_url.replace("http", "ws", 1) + f"/gateway?{query}"
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as connection:
        yield connection


def identify(discord: Discord, **changes: Any) -> dict[str, Any]:
    data = {"token": discord.bot_token, "intents": 1, "properties": {}} | changes
    return {"op": 2, "d": data}


async def until(connection: aiohttp.ClientWebSocketResponse, event: str) -> dict[str, Any]:
    """The next event with that name."""
    async with asyncio.timeout(10):
        while True:
            payload: dict[str, Any] = await connection.receive_json()
            if payload.get("t") == event:
                return payload


async def close_code(connection: aiohttp.ClientWebSocketResponse) -> int | None:
    async with asyncio.timeout(10):
        while not connection.closed:
            await connection.receive()
    return connection.close_code


async def test_the_library_connects_and_sees_the_guilds(discord: Discord) -> None:
    """READY and GUILD_CREATE are enough for discord.py to know guilds, channels and roles."""
    async with running(Bot(), discord) as bot:
        workshop = library.utils.get(bot.guilds, name="The Workshop")
        assert workshop is not None
        assert {channel.name for channel in workshop.text_channels} == {"studio", "gallery", "staff"}
        assert library.utils.get(workshop.roles, name="moderator") is not None
        assert workshop.me.id == discord.bot.id
        assert discord.connected
    assert not discord.connected


async def test_a_wrong_token_is_refused(discord: Discord) -> None:
    """Login fails at REST with 401, and IDENTIFY with 4004."""
    async with Bot() as bot:
        with pytest.raises(library.LoginFailure):
            await bot.login("wrong")
    async with socket(discord) as connection:
        await connection.send_json(identify(discord, token="wrong"))
        assert await close_code(connection) == 4004


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"intents": 1 << 30}, 4013),
        ({"intents": 1 << 1}, 4014),
        ({"intents": 1 << 15}, 4014),
        ({"shard": [1, 1]}, 4010),
        ({"shard": ["0", "1"]}, 4010),
    ],
)
async def test_a_bad_identify_is_refused(discord: Discord, changes: dict[str, Any], code: int) -> None:
    """Unknown and privileged intents and impossible shards end the connection with Discord's codes."""
    async with socket(discord) as connection:
        await connection.send_json(identify(discord, **changes))
        assert await close_code(connection) == code


async def test_misuse_is_refused(discord: Discord) -> None:
    """Ops before IDENTIFY, a second one, bad JSON, large payloads and other versions have their codes."""
    async with socket(discord) as connection:
        await connection.send_json({"op": 3, "d": {}})
        assert await close_code(connection) == 4003
    async with socket(discord) as connection:
        await connection.send_json(identify(discord))
        await connection.send_json(identify(discord))
        assert await close_code(connection) == 4005
    for text in ("{", json.dumps({"op": 1, "d": "x" * 4096})):
        async with socket(discord) as connection:
            await connection.send_str(text)
            assert await close_code(connection) == 4002
    async with socket(discord, "v=8&encoding=json") as connection:
        assert await close_code(connection) == 4012


async def test_more_than_120_payloads_a_minute_end_the_connection(discord: Discord) -> None:
    async with socket(discord) as connection:
        for _ in range(121):
            await connection.send_json({"op": 1, "d": None})
        assert await close_code(connection) == 4008


async def test_a_second_start_too_soon_is_turned_away() -> None:
    """One IDENTIFY per five seconds. An earlier one gets op 9."""
    async with served(Discord.demo()) as discord:
        for expected in ("READY", None):
            async with socket(discord) as connection:
                await connection.receive_json()
                await connection.send_json(identify(discord))
                answer = await connection.receive_json()
                assert answer["t" if expected else "op"] == (expected or 9)


async def test_frames_are_compressed_on_request(discord: Discord) -> None:
    """zlib-stream uses one context for all frames, and flushes each so that it can be read at once."""
    async with socket(discord, "v=10&encoding=json&compress=zlib-stream") as connection:
        inflator = zlib.decompressobj()
        await connection.send_json(identify(discord))
        names = []
        for _ in range(3):
            frame = await connection.receive_bytes()
            assert frame.endswith(b"\x00\x00\xff\xff")
            names.append(json.loads(inflator.decompress(frame)).get("t"))
        assert names == [None, "READY", "GUILD_CREATE"]


async def test_missed_events_are_replayed(discord: Discord) -> None:
    """RESUME replays what happened while the socket was down, in order, before RESUMED."""
    guild = discord.guild("The Workshop")
    async with socket(discord) as connection:
        await connection.send_json(identify(discord))
        ready = await until(connection, "READY")
        seen = (await until(connection, "GUILD_CREATE"))["s"]
        seen = max(seen, (await until(connection, "GUILD_CREATE"))["s"])
        await discord.faults.drop()
    discord.add_role(guild, "first")
    discord.add_channel(guild, "second")
    resume = {"token": discord.bot_token, "session_id": ready["d"]["session_id"], "seq": seen}
    async with socket(discord) as connection:
        await connection.send_json({"op": 6, "d": resume})
        payloads = [await connection.receive_json() for _ in range(4)]
    assert [payload.get("t") for payload in payloads] == [
        None,
        "GUILD_ROLE_CREATE",
        "CHANNEL_CREATE",
        "RESUMED",
    ]
    assert [payload.get("s") for payload in payloads[1:]] == [seen + 1, seen + 2, seen + 3]


async def test_an_impossible_resume_is_refused(discord: Discord) -> None:
    """An unknown session gets op 9. A sequence from the future is closed with 4007."""
    async with socket(discord) as connection:
        await connection.receive_json()
        resume = {"token": discord.bot_token, "session_id": "none", "seq": 1}
        await connection.send_json({"op": 6, "d": resume})
        assert await connection.receive_json() == {"t": None, "s": None, "op": 9, "d": False}
    async with socket(discord) as connection:
        await connection.send_json(identify(discord))
        ready = await until(connection, "READY")
        await discord.faults.drop()
    async with socket(discord) as connection:
        resume["session_id"] = ready["d"]["session_id"]
        await connection.send_json({"op": 6, "d": resume | {"seq": 1000}})
        assert await close_code(connection) == 4007


async def test_a_client_that_says_goodbye_ends_its_session(discord: Discord) -> None:
    """Closing with 1000 ends the session. After a cut connection it can be resumed."""
    async with socket(discord) as connection:
        await connection.send_json(identify(discord))
        await until(connection, "READY")
        await connection.close(code=1000)
    async with asyncio.timeout(5):
        while discord.session_ids:
            await asyncio.sleep(0.01)


class Resuming(Bot):
    """Counts its resumes and its READYs."""

    def __init__(self) -> None:
        super().__init__()
        self.resumed = asyncio.Event()
        self.connects = 0

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def on_connect(self) -> None:
        self.connects += 1


@pytest.mark.parametrize("fault", ["drop", "reconnect"])
async def test_the_library_resumes_and_loses_nothing(
    discord: Discord, hazel: Person, studio: int, fault: str
) -> None:
    """An interaction started while the socket is down reaches the bot after RESUME, in time."""
    bot = Resuming()

    @bot.tree.command(description="Answers")
    async def ping(interaction: library.Interaction) -> None:
        await interaction.response.send_message("pong")

    async with running(bot, discord):
        await getattr(discord.faults, fault)()
        invocation = await (await hazel.slash(studio, "ping")).answered()
        async with asyncio.timeout(10):
            await bot.resumed.wait()
        assert invocation.failed is None
        assert bot.connects == 1
        assert hazel.messages(studio)[-1]["content"] == "pong"


async def test_the_library_identifies_again_when_its_session_is_gone(discord: Discord) -> None:
    bot = Resuming()
    async with running(bot, discord):
        first = discord.session_ids
        await discord.faults.invalidate_session()
        async with asyncio.timeout(10):
            while bot.connects < 2:
                await asyncio.sleep(0.01)
        assert discord.session_ids != first


async def test_silence_makes_the_library_reconnect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without acknowledgements the client treats the connection as dead, and resumes on another."""
    discord = Discord.demo(identify_interval_seconds=0, heartbeat_seconds=0.2)
    async with served(discord):
        base = discord.base_url
        monkeypatch.setattr(library.http.Route, "BASE", f"{base}/api/v10")
        gateway = library.gateway.yarl.URL(base.replace("http", "ws", 1) + "/gateway")
        monkeypatch.setattr(library.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        bot = Resuming()
        bot._connection.heartbeat_timeout = 0.5
        async with running(bot, discord):
            discord.faults.silence()
            async with asyncio.timeout(20):
                await bot.resumed.wait()
            discord.faults.silence(on=False)


async def test_events_come_by_intent(discord: Discord, hazel: Person, studio: int) -> None:
    """Without Guild Messages no messages arrive. With it, other people's arrive without content."""
    async with socket(discord) as deaf, socket(discord) as hearing:
        await deaf.send_json(identify(discord))
        await hearing.send_json(identify(discord, intents=1 | 1 << 9))
        await until(deaf, "READY")
        await until(hearing, "READY")
        await hazel.say(studio, "hello")
        await hazel.say(studio, f"hello <@{discord.bot.id}>")
        discord.add_role(hazel.guild, "last")
        first = await until(hearing, "MESSAGE_CREATE")
        second = await until(hearing, "MESSAGE_CREATE")
        assert (first["d"]["content"], second["d"]["content"]) == ("", f"hello <@{discord.bot.id}>")
        names = []
        while "GUILD_ROLE_CREATE" not in names:
            names.append((await deaf.receive_json()).get("t"))
        assert "MESSAGE_CREATE" not in names


async def test_bot_hears_of_its_own_roles_without_the_members_intent(discord: Discord) -> None:
    guild = discord.guild("The Workshop")
    role = discord.add_role(guild, "helper", Permissions.MANAGE_MESSAGES)
    async with running(Bot(), discord) as bot:
        discord.set_roles(guild, discord.user("hazel"), role)
        discord.set_roles(guild, discord.bot, role)
        seen = bot.get_guild(guild.id)
        assert seen is not None
        async with asyncio.timeout(5):
            while not seen.me.guild_permissions.manage_messages:
                await asyncio.sleep(0.01)
        assert seen.get_member(discord.user("hazel").id) is None


async def test_bot_sees_guilds_come_and_go(discord: Discord) -> None:
    """The bot gets GUILD_CREATE when it's invited and GUILD_DELETE when it's removed."""
    async with running(Bot(), discord) as bot:
        guild = discord.add_guild("New", discord.user("hazel"))
        async with asyncio.timeout(5):
            while bot.get_guild(guild.id) is None:
                await asyncio.sleep(0.01)
            discord.remove_bot(guild)
            while bot.get_guild(guild.id) is not None:
                await asyncio.sleep(0.01)


async def test_members_can_be_asked_for(discord: Discord) -> None:
    """Op 8 with a prefix is answered with one chunk that echoes the nonce."""
    guild = discord.guild("The Workshop")
    async with running(Bot(), discord) as bot:
        seen = bot.get_guild(guild.id)
        assert seen is not None
        members = await seen.query_members("ju", limit=5)
        assert [member.name for member in members] == ["juniper"]


async def test_payloads_that_are_no_events_have_null_fields(discord: Discord) -> None:
    """HELLO, ACK, RECONNECT and INVALID SESSION have `t` and `s`, both null."""
    async with socket(discord) as connection:
        payloads = [await connection.receive_json()]
        await connection.send_json({"op": 1, "d": None})
        payloads.append(await connection.receive_json())
        await discord.faults.reconnect()
        payloads.append(await connection.receive_json())
        await discord.faults.invalidate_session()
        payloads.append(await connection.receive_json())
    assert [payload["op"] for payload in payloads] == [10, 11, 7, 9]
    assert all(payload["t"] is None and payload["s"] is None for payload in payloads)


@pytest.mark.parametrize("address", ["/gateway?v=10", "/gateway/?v=10&encoding=json", "/gateway?v=9"])
async def test_how_libraries_come_in(discord: Discord, address: str) -> None:
    """The gateway accepts paths with and without a slash, version 9, "Bot " in the token and intent 17."""
    url = discord.base_url.replace("http", "ws", 1) + address
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as connection:
        token = f"Bot {discord.bot_token}"
        await connection.send_json(identify(discord, token=token, intents=1 | 1 << 17))
        ready = await until(connection, "READY")
        assert ready["d"]["v"] == int(address.partition("v=")[2].partition("&")[0])
        await discord.faults.drop()
    resume = {"token": token, "session_id": ready["d"]["session_id"], "seq": ready["s"]}
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as connection:
        await connection.send_json({"op": 6, "d": resume})
        await until(connection, "RESUMED")


async def test_a_client_without_heartbeats_is_dropped() -> None:
    """Other payloads don't count as heartbeats. The connection ends with 4009 and can be resumed."""
    async with served(Discord.demo(heartbeat_seconds=0.2)) as discord, socket(discord) as connection:
        await connection.send_json(identify(discord))

        async def chatter() -> None:
            while not connection.closed:
                await connection.send_json({"op": 3, "d": {}})
                await asyncio.sleep(0.05)

        talking = asyncio.create_task(chatter())
        assert await close_code(connection) == 4009
        talking.cancel()
        assert len(discord.session_ids) == 1


async def test_voice_is_noted_and_does_not_end_the_connection(discord: Discord) -> None:
    """Documented ops that the playground doesn't support fail in the test, not in the bot."""
    async with socket(discord) as connection:
        await connection.send_json(identify(discord))
        await connection.send_json({"op": 4, "d": {}})
        await connection.send_json({"op": 1, "d": None})
        async with asyncio.timeout(10):
            while (await connection.receive_json())["op"] != 11:
                pass
    assert discord.unknown_routes == ["gateway op 4"]
    discord.unknown_routes.clear()


async def test_a_bot_can_leave(discord: Discord) -> None:
    """The guild disappears with GUILD_DELETE, and the bot is no longer a member."""
    annex = discord.guild("The Annex")
    async with running(Bot(), discord) as bot:
        guild = bot.get_guild(annex.id)
        assert guild
        await guild.leave()
        async with asyncio.timeout(10):
            while bot.get_guild(annex.id):
                await asyncio.sleep(0.01)
    assert discord.bot.id not in annex.members

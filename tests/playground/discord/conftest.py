"""A local Discord on a real port, and the real discord.py connected to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord as library
import pytest
import yarl
from aiohttp import web
from discord import app_commands

from playground.discord import Discord, Person
from tests.playground.discord.raw_bot import RawBot


@asynccontextmanager
async def served(discord: Discord) -> AsyncIterator[Discord]:
    """Serves a Discord on a free port of this machine."""
    app = web.Application()
    discord.add_routes(app)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    discord.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield discord
    finally:
        await discord.close()
        await runner.cleanup()


class Bot(library.Client):
    """A bot with a command tree and minimal intents. Tests add commands before it starts."""

    def __init__(self, intents: library.Intents | None = None) -> None:
        super().__init__(
            intents=intents or library.Intents(guilds=True),
            max_messages=None,
            guild_ready_timeout=0.05,
            allowed_mentions=library.AllowedMentions.none(),
        )
        self.tree = app_commands.CommandTree(self)
        self.errors: list[Exception] = []
        self.tree.error(self._note)

    async def _note(self, _: library.Interaction, error: app_commands.AppCommandError) -> None:
        self.errors.append(getattr(error, "original", error))

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Skips the library's five-second wait before a second IDENTIFY."""


@asynccontextmanager
async def running(bot: Bot, discord: Discord) -> AsyncIterator[Bot]:
    """The bot, logged in and ready."""
    task = asyncio.create_task(bot.start(discord.bot_token))
    try:
        async with asyncio.timeout(20):
            while not bot.is_ready():
                if task.done():
                    task.result()
                await asyncio.sleep(0.01)
        yield bot
    finally:
        await bot.close()
        await asyncio.wait([task], timeout=5)


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    """Serves the demo's world and points discord.py at it. Asserts that no unknown route was requested."""
    async with served(Discord.demo(identify_interval_seconds=0)) as serving:
        monkeypatch.setattr(library.http.Route, "BASE", f"{serving.base_url}/api/v10")
        gateway = yarl.URL(serving.base_url.replace("http", "ws", 1) + "/gateway")
        monkeypatch.setattr(library.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        yield serving
    assert serving.unknown_routes == []


@pytest.fixture
def hazel(discord: Discord) -> Person:
    return discord.person("hazel", "The Workshop")


@pytest.fixture
def studio(discord: Discord) -> int:
    return discord.channel("The Workshop", "studio").id


class Api:
    """Raw REST requests with the bot's token, for what the library wouldn't send."""

    def __init__(self, session: aiohttp.ClientSession, discord: Discord) -> None:
        self.session = session
        self._discord = discord

    async def __call__(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        """The status and the JSON of the answer."""
        headers = options.pop("headers", {"Authorization": f"Bot {self._discord.bot_token}"})
        if body is not None:
            options["json"] = body
        url = f"{self._discord.base_url}/api/v10{path}"
        async with self.session.request(method, url, headers=headers, **options) as response:
            return response.status, await response.json() if response.status != 204 else None


@pytest.fixture
async def api(discord: Discord) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(session, discord)


@pytest.fixture
async def raw_bot(discord: Discord) -> AsyncIterator[RawBot]:
    """A connected bot that never answers by itself."""
    async with aiohttp.ClientSession() as session:
        raw = RawBot(session, discord)
        task = asyncio.create_task(raw.run(intents=1 | 1 << 9))
        yield raw
        task.cancel()

"""The playground in one process on one port: a Discord, an image API, and the page."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from playground.bot_process import RUN_BOT, BotProcess
from playground.discord import Discord
from playground.image_api import ImageApi
from playground.page import LocalOnly, Page

ADDRESS = "127.0.0.1"
IMAGE_API = "/image-api"
OWNERS_SERVER = "The Annex"
LARGEST_REQUEST = 128 * 2**20  # bytes: ten files of the default limit in one message, with room to spare
BACKLOG = 4096  # so that connections arriving at once aren't turned away
BOT_GRACE_SECONDS = 10.0


class Playground:
    """An async context manager. Inside it, everything is reachable at `url`, but only from this machine.

    No bot runs until you call `start_bot`, or start your own with `bot_environment`.
    """

    def __init__(
        self, *, port: int = 0, discord: Discord | None = None, image_api: ImageApi | None = None
    ) -> None:
        """`port` 0 picks a free one. Without a `discord` you get one with two servers to play in."""
        self.discord = discord or Discord.demo()
        self.image_api = image_api or ImageApi()
        self.bot: BotProcess | None = None
        self._port = port
        self._guard = LocalOnly()
        self.page = Page(self.discord, self.image_api, lambda: self.bot)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The page's address without a trailing slash."""
        return f"http://{ADDRESS}:{self._port}"

    @property
    def discord_api_url(self) -> str:
        """Discord's REST API."""
        return f"{self.url}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Discord's gateway."""
        return f"ws://{ADDRESS}:{self._port}/gateway"

    def bot_environment(self) -> dict[str, str]:
        """The settings that connect Easel to this playground. The caller adds its database."""
        return {
            "DISCORD_TOKEN": self.discord.bot_token,
            "DISCORD_API_URL": self.discord_api_url,
            "DISCORD_GATEWAY_URL": self.gateway_url,
            "AIMLAPI_KEY": self.image_api.key,
            "AIMLAPI_URL": self.url + IMAGE_API,
        }

    async def start_bot(
        self,
        directory: Path,
        heard: Callable[[str], None],
        gone: Callable[[], None] = lambda: None,
        command: Sequence[str] = RUN_BOT,
    ) -> BotProcess:
        """Starts the bot with its database in `directory` (absolute). It runs until the playground closes.

        `heard` gets each line of its log, and `gone` is called each time its process ends. If there is an
        "Annex", its administrators get the owner's commands.
        """
        environment = self.bot_environment() | {"DATABASE_URL": f"sqlite:///{directory / 'easel.sqlite3'}"}
        for guild in self.discord.guilds:
            if guild.name == OWNERS_SERVER:
                environment["OPERATOR_GUILD_ID"] = str(guild.id)

        def hear(line: str) -> None:
            self.page.bot_said(line)
            heard(line)

        def end() -> None:
            self.page.bot_gone()
            gone()

        self.bot = BotProcess(environment, directory, hear, end, command)
        await self.bot.start()
        return self.bot

    async def __aenter__(self) -> Self:
        """Raises OSError if the port is taken."""
        app = web.Application(middlewares=[self._guard.middleware], client_max_size=LARGEST_REQUEST)
        app.on_response_prepare.append(self._guard.add_headers)
        self.discord.add_routes(app)
        self.image_api.add_routes(app, prefix=IMAGE_API)
        self.page.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, ADDRESS, self._port, backlog=BACKLOG).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self._port = self._runner.addresses[0][1]
        self._guard.port = self._port
        self.discord.base_url = self.url
        self.image_api.base_url = self.url + IMAGE_API
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        if self.bot is not None:
            await self.bot.stop(BOT_GRACE_SECONDS)
        await self.page.close()
        await self.discord.close()
        await asyncio.shield(self._runner.cleanup())

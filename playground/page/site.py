"""The page's routes: its files, its socket and its uploads."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from aiohttp import web

from playground.bot_process import BotProcess
from playground.discord import Discord
from playground.image_api import ImageApi
from playground.page.connection import Connection
from playground.page.controls import Controls
from playground.page.guard import STATIC
from playground.page.uploads import Uploads

FILES = Path(__file__).parent / "static"
LOOK_EVERY_SECONDS = 0.25
HEARTBEAT_SECONDS = 20.0


class Page:
    """Serves the page at `/` and keeps every open one up to date."""

    def __init__(self, discord: Discord, image_api: ImageApi, bot: Callable[[], BotProcess | None]) -> None:
        self._discord = discord
        self._controls = Controls(discord, image_api, bot)
        self._uploads = Uploads()
        self._connections: set[Connection] = set()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self._index)
        app.router.add_static(STATIC, FILES)
        app.router.add_get("/page/socket", self._socket)
        app.router.add_post("/page/uploads", self._uploads.receive)
        app.cleanup_ctx.append(self._watching_controls)

    def bot_said(self, line: str) -> None:
        """Handles one log line of the bot that the playground runs."""
        self._controls.availability.hear(line)

    def bot_gone(self) -> None:
        """Handles the end of that bot's process."""
        self._controls.availability.reset()

    async def close(self) -> None:
        """Closes every open page's socket. The pages keep trying to reconnect."""
        await self._controls.sample.stop()
        await asyncio.gather(*(connection.close() for connection in tuple(self._connections)))

    async def _index(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(FILES / "index.html")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
        await socket.prepare(request)
        connection = Connection(socket, self._discord, self._controls, self._uploads)
        self._connections.add(connection)
        try:
            await connection.push({"type": "PANEL", "panel": self._controls.snapshot()})
            await connection.serve()
        finally:
            self._connections.discard(connection)
        return socket

    async def _watching_controls(self, _app: web.Application) -> AsyncIterator[None]:
        watcher = asyncio.create_task(self._watch_controls())
        yield
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher

    async def _watch_controls(self) -> None:
        """Updates every page when something behind Discord changes. Most of it has no event."""
        known = None
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            if not self._connections:
                continue
            snapshot = self._controls.snapshot()
            if snapshot != known:
                known = snapshot
                push = {"type": "PANEL", "panel": snapshot}
                await asyncio.gather(*(connection.push(push) for connection in tuple(self._connections)))

"""What a server does other than answering: wait, hang and disconnect."""

import asyncio

from aiohttp import web

LOOK_SECONDS = 0.05
"How often a hanging request checks whether its client is still connected."


class Connections:
    """Ends every wait when the server stops, so that stopping doesn't take as long as the slowest answer."""

    def __init__(self) -> None:
        self._closing = asyncio.Event()
        self._flooded: set[asyncio.Transport] = set()

    async def pause(self, seconds: float) -> None:
        if seconds <= 0:
            return
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return

    async def hang(self, request: web.Request) -> None:
        """Hangs until the client disconnects."""
        while not self._closing.is_set() and not _is_gone(request):
            await self.pause(LOOK_SECONDS)
        cut(request)

    async def flood(self, request: web.Request, response: web.StreamResponse, size_bytes: float) -> None:
        """Sends that many zeros (forever if infinite). Raises ConnectionError once the client disconnects."""
        block = bytes(64 * 1024)
        transport = request.transport
        if not isinstance(transport, asyncio.Transport):
            return
        self._flooded.add(transport)
        try:
            while size_bytes > 0:
                piece = block if size_bytes >= len(block) else block[: int(size_bytes)]
                await response.write(piece)
                size_bytes -= len(piece)
        finally:
            self._flooded.discard(transport)

    def open(self) -> None:
        self._closing.clear()

    def close(self) -> None:
        self._closing.set()
        for transport in tuple(self._flooded):
            transport.abort()


def cut(request: web.Request) -> None:
    """Closes the connection without answering."""
    if isinstance(request.transport, asyncio.Transport):
        request.transport.abort()


def _is_gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()

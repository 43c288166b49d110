"""The finished pictures, each at its own URL for ten minutes."""

import math
import uuid
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from playground.image_api.connections import Connections
from playground.image_api.faults import Fault

LIFE_SECONDS = 600.0
HUGE_BYTES = 4 * 2**30

FOREIGN_URL = "http://cdn.aimlapi.invalid/generations/"
"The host that FILE_PLAIN_HTTP points to, a name that never resolves."

WEB_PAGE = "<!doctype html><title>Sign in</title><h1>Please sign in to see this picture</h1>"


@dataclass(frozen=True, slots=True)
class ResultFile:
    content: bytes
    output_format: str
    expires_at: float
    fault: Fault | None

    @property
    def media_type(self) -> str:
        return f"image/{self.output_format}"


class ResultFiles:
    """`redirect_target` is where FILE_REDIRECTS_INWARD leads, an address pictures must not be fetched
    from.
    """

    def __init__(self, connections: Connections) -> None:
        self.redirect_target = "http://10.0.0.1/picture.png"
        self._connections = connections
        self._files: OrderedDict[str, ResultFile] = OrderedDict()

    def add(self, content: bytes, output_format: str, now: float, fault: Fault | None) -> str:
        """Stores the file and returns the last part of its URL."""
        while self._files and next(iter(self._files.values())).expires_at <= now:
            self._files.popitem(last=False)
        name = f"{uuid.uuid4()}.{output_format}"
        self._files[name] = ResultFile(content, output_format, now + LIFE_SECONDS, fault)
        return name

    async def serve(self, request: web.Request, name: str, now: float) -> web.StreamResponse:
        file = self._files.get(name)
        if file is None or file.expires_at <= now or file.fault is Fault.FILE_NOT_FOUND:
            return web.Response(status=404, text="Not found, or no longer here.")
        if file.fault in (Fault.FILE_ENDLESS, Fault.FILE_HUGE, Fault.FILE_STALLS):
            return await self._drip(request, file)
        match file.fault:
            case Fault.FILE_SERVER_ERROR:
                return web.Response(status=500, text="Internal server error")
            case Fault.FILE_REDIRECTS_INWARD:
                return web.Response(status=302, headers={"Location": self.redirect_target})
            case Fault.FILE_NOT_AN_IMAGE:
                body = WEB_PAGE.encode()
            case Fault.FILE_TRUNCATED:
                body = file.content[: len(file.content) // 2]
            case _:
                body = file.content
        return web.Response(body=body, content_type=file.media_type)

    async def _drip(self, request: web.Request, file: ResultFile) -> web.StreamResponse:
        """Starts like a picture."""
        fault = file.fault
        beginning = file.content[:1024]
        response = web.StreamResponse()
        response.content_type = file.media_type
        if fault is Fault.FILE_HUGE:
            response.content_length = HUGE_BYTES
        elif fault is Fault.FILE_STALLS:
            response.content_length = len(file.content)
        with suppress(ConnectionError):
            await response.prepare(request)
            await response.write(beginning)
            if fault is Fault.FILE_STALLS:
                await self._connections.hang(request)
            else:
                rest = HUGE_BYTES - len(beginning) if fault is Fault.FILE_HUGE else math.inf
                await self._connections.flood(request, response, rest)
        return response

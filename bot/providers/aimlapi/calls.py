"""One HTTP request to the image API, and what its failing on the way means."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Self

import aiohttp
from yarl import URL

from bot.errors import EaselError, OutcomeUnknown, PromptRefused, ProviderFailed
from bot.providers.aimlapi.failures import failure, shortened
from bot.providers.aimlapi.replies import Reply, read_reply

log = logging.getLogger(__name__)

# What aiohttp and, under it, asyncio and uvloop raise for a connection that can't be made or breaks.
BROKEN = (aiohttp.ClientError, TimeoutError, OSError, RuntimeError)


@dataclass(slots=True)
class Flight:
    """Whether a request can have left this machine: it can't have before there was a connection."""

    connected: bool = False


async def _mark_connected(_: aiohttp.ClientSession, context: SimpleNamespace, __: Any) -> None:
    context.trace_request_ctx.connected = True


class Calls:
    """Requests to one API with one key. An async context manager that owns its session.

    Every request has a connection of its own. A kept one may have been closed by the other side just as the
    request was written, and then nobody knows whether it was read; next to the seconds that a picture takes,
    a handshake is nothing. So "not sent" is exactly "no connection was made", whatever exception says so.
    """

    def __init__(self, base_url: URL, key: str, connect_seconds: float) -> None:
        if not key.isascii() or not key.isprintable() or " " in key or not key:
            raise ValueError("the API key has to be printable ASCII without spaces")
        self._base_url = base_url
        self._key = key
        self._connect_seconds = connect_seconds
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        trace = aiohttp.TraceConfig()
        trace.on_connection_create_end.append(_mark_connected)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Authorization": f"Bearer {self._key}"},
            trace_configs=[trace],
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(
        self, path: str, payload: Mapping[str, Any], request_id: str, *, answer_seconds: float, limit: int
    ) -> Reply:
        """Sends `payload` once. A 2xx comes back whatever its body; everything else is raised.

        Raises what `failure` says for the status; `ProviderFailed(sent=False)` where no connection was made;
        `OutcomeUnknown` where one was and no status came.
        """
        headers = {"X-Client-Request-Id": request_id}
        flight = Flight()
        try:
            return await self._send(
                "POST", path, flight, answer_seconds, limit, json=dict(payload), headers=headers
            )
        except BROKEN as error:
            if flight.connected:
                raise OutcomeUnknown(self._described(error)) from None
            raise ProviderFailed(None, self._described(error), sent=False) from None

    async def get(self, path: str, params: Mapping[str, str], *, answer_seconds: float, limit: int) -> Reply:
        """Asks, once more where the connection breaks: aiohttp does that by itself for a GET.

        A question changes nothing, so there is no fate to be unsure of: what breaks is `ProviderFailed`, and
        so is what would be `PromptRefused` for a picture. Otherwise raises as `post`.
        """
        flight = Flight()
        try:
            reply = await self._send("GET", path, flight, answer_seconds, limit, params=params)
        except PromptRefused as error:
            raise ProviderFailed(400, error.detail) from None
        except OutcomeUnknown as error:
            raise ProviderFailed(None, error.detail) from None
        except BROKEN as error:
            raise ProviderFailed(None, self._described(error), sent=flight.connected) from None
        if reply.flaw:
            raise ProviderFailed(reply.status, reply.flaw)
        return reply

    async def _send(
        self, method: str, path: str, flight: Flight, answer_seconds: float, limit: int, **options: Any
    ) -> Reply:
        assert self._session is not None, "used outside its `async with`"
        timeout = aiohttp.ClientTimeout(
            total=self._connect_seconds + answer_seconds,
            connect=self._connect_seconds,
            sock_read=answer_seconds,
        )
        async with self._session.request(
            method,
            self._base_url / path,
            allow_redirects=False,  # the API never redirects; a redirected POST would be a second one
            timeout=timeout,
            trace_request_ctx=flight,
            **options,
        ) as response:
            reply = await read_reply(response, limit)
        if not reply.succeeded:
            raise self._failure(reply)
        return reply

    def _failure(self, reply: Reply) -> EaselError:
        error = failure(reply, self._hidden)
        # By these two ids the provider's support finds the request.
        ids = {
            "request_id": shortened(self._hidden(reply.headers.get("x-client-request-id", "")), 128),
            "inference_id": shortened(self._hidden(reply.headers.get("x-inference-id", "")), 128),
        }
        log.warning("the image API refused with %d: %r", reply.status, error, extra=ids)
        return error

    def _described(self, error: BaseException) -> str:
        return shortened(self._hidden(f"{type(error).__name__}: {error}"))

    def _hidden(self, text: str) -> str:
        return text.replace(self._key, "[key]")

"""HTTP requests to the image API, and what it means when they fail."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Self, TypedDict

import aiohttp
from yarl import URL

from bot.errors import (
    EaselError,
    GenerationUnavailable,
    OutcomeUnknown,
    PromptRefused,
    ProviderFailed,
    RequestRejected,
)
from bot.providers.aimlapi.error_mapping import Response, error_of, shortened

log = logging.getLogger(__name__)

# The exceptions of aiohttp and, below it, asyncio and uvloop for a connection that can't be made or breaks.
BROKEN = (aiohttp.ClientError, TimeoutError, OSError, RuntimeError)


class HeaderLimits(TypedDict):
    max_line_size: int
    max_field_size: int
    max_headers: int


# A picture is paid for before its answer's head arrives, so a long head must not lose it.
HEADER_LIMITS = HeaderLimits(max_line_size=2**20, max_field_size=2**20, max_headers=10_000)


class TooLong(Exception):
    """More bytes than allowed."""


async def read_bounded(
    response: aiohttp.ClientResponse, limit: int, into: list[bytes] | None = None
) -> bytes:
    """The whole body, decompressed, with at most `limit` bytes. `into` collects its parts as they arrive.

    Raises `TooLong` as soon as that's known, or what aiohttp raises for a connection that breaks.
    """
    pieces = [] if into is None else into
    length = 0
    if (response.content_length or 0) > limit:
        raise TooLong
    async for piece in response.content.iter_any():
        length += len(piece)
        if length > limit:
            raise TooLong
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


async def _read_response(response: aiohttp.ClientResponse, limit: int) -> Response:
    """Never raises for a broken body, because the status already says whether the request was charged."""
    flaw = ""
    pieces: list[bytes] = []
    try:
        body = await read_bounded(response, limit, pieces)
    except TooLong:
        body, flaw = b"", f"a body of more than {limit} bytes"
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        body, flaw = b"".join(pieces), f"the body broke off: {type(error).__name__}"
    return Response(response.status, response.headers, body, flaw)


@dataclass(slots=True)
class _Progress:
    """Whether a request can have left this machine, which needs a connection first."""

    connected: bool = field(default=False)


async def _mark_connected(_: aiohttp.ClientSession, context: SimpleNamespace, __: Any) -> None:
    context.trace_request_ctx.connected = True


class Transport:
    """Requests to one API with one key. An async context manager that owns its session.

    Every request has its own connection. The other side can close a kept one just as a request is written,
    and then nobody knows whether it was read. A handshake is quick compared to the seconds a picture takes.
    So "not sent" means exactly "no connection was made", whatever the exception says.
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
            **HEADER_LIMITS,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def post(
        self, path: str, payload: bytes, request_id: str, *, answer_seconds: float, limit: int
    ) -> Response:
        """Sends the JSON `payload` once. Returns a 2xx whatever its body, and raises everything else.

        Raises what `error_of` says for the status, `ProviderFailed(sent=False)` if no connection was made,
        and `OutcomeUnknown` if one was made and no status came.
        """
        headers = {"X-Client-Request-Id": request_id, "Content-Type": "application/json"}
        progress = _Progress()
        try:
            return await self._send(
                "POST", path, progress, answer_seconds, limit, data=payload, headers=headers
            )
        except BROKEN as error:
            if progress.connected:
                raise OutcomeUnknown(self._described(error)) from None
            raise ProviderFailed(None, self._described(error), sent=False) from None

    async def get(
        self, path: str, params: Mapping[str, str], *, answer_seconds: float, limit: int
    ) -> Response:
        """Sends a GET. aiohttp itself repeats it once if the connection breaks.

        It changes nothing, so a broken connection is just `ProviderFailed`. So is anything that would be
        `PromptRefused` or `RequestRejected` for a picture. Otherwise like `post`.
        """
        progress = _Progress()
        try:
            response = await self._send("GET", path, progress, answer_seconds, limit, params=params)
        except (PromptRefused, RequestRejected) as error:
            raise ProviderFailed(400, error.detail) from None
        except OutcomeUnknown as error:
            raise ProviderFailed(None, error.detail) from None
        except BROKEN as error:
            raise ProviderFailed(None, self._described(error), sent=progress.connected) from None
        if response.flaw:
            raise ProviderFailed(response.status, response.flaw)
        return response

    async def _send(
        self, method: str, path: str, progress: _Progress, answer_seconds: float, limit: int, **options: Any
    ) -> Response:
        assert self._session is not None, "used outside its `async with`"
        timeout = aiohttp.ClientTimeout(
            total=self._connect_seconds + answer_seconds,
            connect=self._connect_seconds,
            sock_read=answer_seconds,
        )
        async with self._session.request(
            method,
            self._base_url / path,
            allow_redirects=False,  # the API never redirects, and a redirected POST would be a second one
            timeout=timeout,
            trace_request_ctx=progress,
            **options,
        ) as answer:
            response = await _read_response(answer, limit)
        if not response.succeeded:
            raise self._error(response)
        return response

    def _error(self, response: Response) -> EaselError:
        error = error_of(response, self._hidden)
        # The provider's support finds the request by these two ids.
        ids = {
            "request_id": shortened(self._hidden(response.headers.get("x-client-request-id", "")), 128),
            "inference_id": shortened(self._hidden(response.headers.get("x-inference-id", "")), 128),
        }
        # A rejected request is a bug in Easel, and an unavailable API is for the owner to fix.
        level = (
            logging.ERROR if isinstance(error, RequestRejected | GenerationUnavailable) else logging.WARNING
        )
        log.log(level, "the image API answered %d: %r", response.status, error, extra=ids)
        return error

    def _described(self, error: BaseException) -> str:
        return shortened(self._hidden(f"{type(error).__name__}: {error}"))

    def _hidden(self, text: str) -> str:
        return text.replace(self._key, "[key]")

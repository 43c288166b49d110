"""The AI/ML API as an `ImageProvider`."""

import asyncio
import base64
import json
import re
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.errors import NotAPicture, PictureLost, ProviderFailed, Unavailable
from bot.generation.model import Picture, ProviderResult
from bot.generation.models import MODELS
from bot.generation.ports import LogRow, Pictures
from bot.generation.request import ImageRequest
from bot.providers.aimlapi.answer import parsed, read_answer
from bot.providers.aimlapi.downloads import DownloadFailed, Downloads
from bot.providers.aimlapi.error_mapping import shortened
from bot.providers.aimlapi.rate_limiter import RateLimiter
from bot.providers.aimlapi.request_log import RequestLog
from bot.providers.aimlapi.transport import Transport

PICTURE_BYTES = 40 * 2**20  # 2048 × 2048 with transparency is 16 MiB uncompressed
ANSWER_BYTES = PICTURE_BYTES * 4 // 3 + 2**20  # the same as Base64, with room for the rest of the answer
SMALL_ANSWER = 64 * 1024  # bytes that are parsed faster than a thread wakes up
REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")  # the API silently drops anything else
# The API allows 200 log requests in 60 s. This is half, because `reconcile` may run at the same time.
LOG_REQUESTS, LOG_SECONDS = 100, 60.0


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Timeouts. `pause_seconds` passes before a second attempt, and doubles each time."""

    connect_seconds: float = 10.0
    answer_seconds: float = 180.0  # a picture takes up to a minute, and the API answers 504 on its own
    download_seconds: float = 60.0  # one picture, including all attempts
    query_seconds: float = 20.0  # the log, the balance
    pause_seconds: float = 1.0


class AimlApi:
    """Implements `ImageProvider`. An async context manager that owns all its connections.

    `base_url` is as in the API's documentation (https://api.aimlapi.com). `key` is only sent there, and
    appears in no error, log line or repr. `resolver` replaces DNS for downloads. `clock` returns seconds
    since the epoch. Raises `ValueError` for a key that can't be in a header.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        pictures: Pictures,
        *,
        timeouts: Timeouts = Timeouts(),
        resolver: AbstractResolver | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        url = URL(base_url)
        self._pictures = pictures
        self._timeouts = timeouts
        self._transport = Transport(url, key, timeouts.connect_seconds)
        self._downloads = Downloads(
            url,
            seconds=timeouts.download_seconds,
            connect_seconds=timeouts.connect_seconds,
            pause_seconds=timeouts.pause_seconds,
            limit=PICTURE_BYTES,
            resolver=resolver,
        )
        self._log = RequestLog(
            self._transport,
            RateLimiter(LOG_REQUESTS, LOG_SECONDS),
            answer_seconds=timeouts.query_seconds,
            pause_seconds=timeouts.pause_seconds,
            clock=clock,
        )
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._transport)
        await self._stack.enter_async_context(self._downloads)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def generate(self, request: ImageRequest, request_id: str) -> ProviderResult:
        """See `ImageProvider.generate`. Raises `ValueError` for a `request_id` the API would drop."""
        if not REQUEST_ID.fullmatch(request_id):
            raise ValueError(f"not an X-Client-Request-Id: {request_id!r}")
        response = await self._transport.post(
            "v1/images/generations",
            await self._encoded(request),
            request_id,
            answer_seconds=self._timeouts.answer_seconds,
            limit=ANSWER_BYTES,
        )
        # It's charged from here on. If anything goes wrong, the picture is lost but its cost is known.
        if len(response.body) <= SMALL_ANSWER:
            answer = read_answer(response)
        else:
            answer = await asyncio.to_thread(read_answer, response)
        flaws = []
        for source in answer.sources:
            try:
                picture = await self._picture(source)
            except (DownloadFailed, NotAPicture) as error:
                flaws.append(error.detail if isinstance(error, NotAPicture) else str(error))
            else:
                return ProviderResult(picture, answer.cost, answer.inference_id)
        raise PictureLost(answer.cost, shortened("; ".join(flaws)) or answer.flaw)

    async def find(self, request_id: str, since_ms: int) -> LogRow | None:
        """See `ImageProvider.find`."""
        return await self._log.find(request_id, since_ms)

    def log(self, since_ms: int, until_ms: int) -> AsyncGenerator[LogRow, None]:
        """The provider's log rows from `since_ms` to just before `until_ms`, roughly newest first.

        `request_id` is empty if it wasn't the bot's request. Waits to stay below the API's rate limit. Raises
        `GenerationUnavailable`, `ProviderBusy` or `ProviderFailed` after a few attempts.
        """
        return self._log.rows(since_ms, until_ms)

    async def ready(self) -> bool:
        """See `ImageProvider.ready`. Asks for the balance."""
        try:
            return await self.balance() > 0
        except Unavailable:
            return False

    async def balance(self) -> Decimal:
        """The owner's remaining credit in US dollars.

        Raises `GenerationUnavailable`, `ProviderBusy` or `ProviderFailed`.
        """
        response = await self._transport.get(
            "v2/billing", {}, answer_seconds=self._timeouts.query_seconds, limit=2**16
        )
        balance = parsed(response.body).get("current_balance")
        if isinstance(balance, bool) or not isinstance(balance, int | Decimal):
            raise ProviderFailed(response.status, "the answer has no balance")
        return Decimal(balance)

    async def _picture(self, source: bytes | str) -> Picture:
        """The checked picture. Raises `DownloadFailed` or `NotAPicture`."""
        data = source if isinstance(source, bytes) else await self._downloads.fetch(source)
        return await self._pictures.inspect(data)

    async def _encoded(self, request: ImageRequest) -> bytes:
        if not request.inputs:
            return json.dumps(self._payload(request)).encode()
        return await asyncio.to_thread(lambda: json.dumps(self._payload(request)).encode())

    def _payload(self, request: ImageRequest) -> dict[str, Any]:
        """Raises `ValueError` for an edit that the model can't make."""
        model = MODELS[request.model]
        if len(request.inputs) > model.max_inputs:
            raise ValueError(f"{model.id} can't edit {len(request.inputs)} pictures")
        size = request.size
        payload: dict[str, Any] = {
            "model": model.edit_id if request.inputs else model.id,
            "prompt": request.full_prompt,
            "image_size": request.preset or {"width": size.width, "height": size.height},
            "output_format": request.format,
            "seed": request.seed,
            "enable_safety_checker": request.safety.checker,
            "safety_tolerance": str(request.safety.tolerance),
        }
        if request.inputs:
            payload["image_urls"] = [_data_url(data) for data in request.inputs]
        return payload


def _data_url(data: bytes) -> str:
    kind = "png" if data.startswith(b"\x89PNG") else "webp" if data.startswith(b"RIFF") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"

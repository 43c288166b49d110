"""The image API as the life of a generation sees it."""

import asyncio
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
from bot.generation.model import ProviderResult
from bot.generation.ports import LogRow, Pictures
from bot.generation.request import ImageRequest
from bot.providers.aimlapi.answers import Answer, parsed, read_answer
from bot.providers.aimlapi.calls import Calls
from bot.providers.aimlapi.downloads import DownloadFailed, Downloads
from bot.providers.aimlapi.log import ProviderLog
from bot.providers.aimlapi.pace import Pace

MODEL = "blackforestlabs/flux-2-pro"
PICTURE_BYTES = 40 * 2**20  # 2048 × 2048 with transparency is 16 MiB without any compression
ANSWER_BYTES = PICTURE_BYTES * 4 // 3 + 2**20  # the same as Base64, and room for what stands around it
REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")  # anything else the API drops silently
# The API allows 200 requests of its log in 60 s. Half, since `reconcile` may run beside the bot.
LOG_REQUESTS, LOG_SECONDS = 100, 60.0


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait for what. `pause_seconds` goes before a second attempt, and doubles from there."""

    connect_seconds: float = 10.0
    answer_seconds: float = 180.0  # a picture being made: a minute, says the API, which answers 504 by itself
    download_seconds: float = 60.0  # one picture, with all attempts
    query_seconds: float = 20.0  # the log, the balance
    pause_seconds: float = 1.0


class AimlApi:
    """Implements `ImageProvider`. An async context manager that owns all its connections.

    `base_url` as the API's documentation has it (https://api.aimlapi.com). `key` goes there only, and appears
    in no error, log line or repr. `safety_tolerance` from 1 (strictest) to 6 (the API's default is 2).
    `resolver` replaces the look-up of names for downloads; `clock` gives seconds since the epoch.
    Raises `ValueError` for a key that no header can carry, or a tolerance out of range.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        pictures: Pictures,
        *,
        timeouts: Timeouts = Timeouts(),
        safety_tolerance: int = 2,
        resolver: AbstractResolver | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not 1 <= safety_tolerance <= 6:
            raise ValueError(f"safety_tolerance is {safety_tolerance}, not 1 to 6")
        url = URL(base_url)
        self._pictures = pictures
        self._timeouts = timeouts
        self._safety_tolerance = safety_tolerance
        self._calls = Calls(url, key, timeouts.connect_seconds)
        self._downloads = Downloads(
            url,
            seconds=timeouts.download_seconds,
            connect_seconds=timeouts.connect_seconds,
            pause_seconds=timeouts.pause_seconds,
            limit=PICTURE_BYTES,
            resolver=resolver,
        )
        self._log = ProviderLog(
            self._calls,
            Pace(LOG_REQUESTS, LOG_SECONDS),
            answer_seconds=timeouts.query_seconds,
            pause_seconds=timeouts.pause_seconds,
            clock=clock,
        )
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self._calls)
        await self._stack.enter_async_context(self._downloads)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def generate(self, request: ImageRequest, request_id: str) -> ProviderResult:
        """See `ImageProvider.generate`. Raises `ValueError` for a `request_id` the API would drop."""
        if not REQUEST_ID.fullmatch(request_id):
            raise ValueError(f"no X-Client-Request-Id: {request_id!r}")
        reply = await self._calls.post(
            "v1/images/generations",
            self._payload(request),
            request_id,
            answer_seconds=self._timeouts.answer_seconds,
            limit=ANSWER_BYTES,
        )
        # From here on it is charged: whatever goes wrong is a picture lost, with what it cost.
        answer = await asyncio.to_thread(read_answer, reply)  # a picture as Base64 takes a while to read
        try:
            picture = await self._pictures.inspect(await self._bytes_of(answer))
        except NotAPicture as error:
            raise PictureLost(answer.cost, error.detail) from error
        return ProviderResult(picture, answer.cost, answer.inference_id)

    async def find(self, request_id: str, since_ms: int) -> LogRow | None:
        """See `ImageProvider.find`."""
        return await self._log.find(request_id, since_ms)

    def log(self, since_ms: int, until_ms: int) -> AsyncGenerator[LogRow, None]:
        """The provider's log rows made from `since_ms` to just before `until_ms`, about newest first.

        `request_id` is empty on rows of requests that were not the bot's. Keeps to the API's rate by waiting.
        Raises `GenerationUnavailable`, `ProviderBusy` or `ProviderFailed` after a few attempts.
        """
        return self._log.rows(since_ms, until_ms)

    async def ready(self) -> bool:
        """See `ImageProvider.ready`: asks for the balance."""
        try:
            return await self.balance() > 0
        except Unavailable:
            return False

    async def balance(self) -> Decimal:
        """The operator's remaining money in US dollars.

        Raises `GenerationUnavailable`, `ProviderBusy` or `ProviderFailed`.
        """
        reply = await self._calls.get(
            "v2/billing", {}, answer_seconds=self._timeouts.query_seconds, limit=2**16
        )
        balance = parsed(reply.body).get("current_balance")
        if isinstance(balance, bool) or not isinstance(balance, int | Decimal):
            raise ProviderFailed(reply.status, "the answer names no balance")
        return Decimal(balance)

    async def _bytes_of(self, answer: Answer) -> bytes:
        """Raises `PictureLost`."""
        if answer.data is not None:
            return answer.data
        if answer.url is None:
            raise PictureLost(answer.cost, answer.flaw)
        try:
            return await self._downloads.fetch(answer.url)
        except DownloadFailed as error:
            raise PictureLost(answer.cost, str(error)) from error

    def _payload(self, request: ImageRequest) -> dict[str, Any]:
        size = request.size
        return {
            "model": MODEL,
            "prompt": request.prompt,
            "image_size": request.preset or {"width": size.width, "height": size.height},
            "output_format": request.format,
            "seed": request.seed,
            "enable_safety_checker": True,
            "safety_tolerance": str(self._safety_tolerance),
        }

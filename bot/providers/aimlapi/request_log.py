"""The provider's own log of requests, for the outcome of one request and for checking the ledger."""

import asyncio
import json
import logging
import math
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.budgets.price import TOKENS_PER_USD
from bot.errors import ProviderBusy, ProviderFailed
from bot.generation.ports import LogRow
from bot.providers.aimlapi.answer import parsed, tokens
from bot.providers.aimlapi.error_mapping import shortened
from bot.providers.aimlapi.rate_limiter import RateLimiter
from bot.providers.aimlapi.transport import Transport

PATH = "v2/logs"
PAGE_ROWS = 100  # the API's maximum
PAGE_BYTES = 2 * 2**20
WINDOW = timedelta(days=90)  # the API allows at most 92 days
HOUR_MS = 3_600_000
SKEW_MS = 10 * 60_000  # how far the provider's clock can be behind ours
EDGE_MS = 1_000  # added on both sides of a window, because it's unclear whether its ends belong to it
PASSES = 3
ATTEMPTS = 4
MAX_PAUSE_SECONDS = 60.0  # if the log asks for more, try another time
IDENTIFYING = ("inference_id", "request_id", "client_request_id", "created")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """`rows` has pairs: a unique key, and the row or None if it can't be read.

    `total` counts the rows of the whole window, and `has_more` says whether another page follows. Both are
    None if the log doesn't say.
    """

    rows: list[tuple[str, LogRow | None]]
    full: bool
    total: int | None
    has_more: bool | None

    @property
    def length(self) -> int:
        return len(self.rows)

    def more(self, offset: int) -> bool:
        """Whether to request the next page, at `offset`."""
        if not self.rows or (self.total is not None and offset >= self.total):
            return False
        return self.full if self.has_more is None else self.has_more


class RequestLog:
    """`GET /v2/logs`, newest first. `clock` returns seconds since the epoch."""

    def __init__(
        self,
        transport: Transport,
        rate_limiter: RateLimiter,
        *,
        answer_seconds: float,
        pause_seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._transport = transport
        self._rate_limiter = rate_limiter
        self._answer_seconds = answer_seconds
        self._pause_seconds = pause_seconds
        self._clock = clock

    async def find(self, request_id: str, since_ms: int) -> LogRow | None:
        """The row of `request_id`, or None if it isn't there (yet). Raises as `Transport.get`.

        A success counts at any time. A failure only counts from `since_ms` on, because the same id can have
        been sent, refused and sent again, and the first row says nothing about the second request.
        """
        hours = math.ceil((self._clock() * 1_000 - since_ms + SKEW_MS) / HOUR_MS)
        window = {"period": f"{min(max(hours, 1), 92 * 24)}h"}
        failed = None
        async with aclosing(self._rows(window, attempts=1)) as rows:
            async for row in rows:
                if row.created_at_ms < since_ms - SKEW_MS:
                    break
                if row.request_id != request_id:
                    continue
                if row.succeeded:
                    return row
                if failed is None and row.created_at_ms >= since_ms:
                    failed = row
        return failed

    async def rows(self, since_ms: int, until_ms: int) -> AsyncGenerator[LogRow, None]:
        """Every row from `since_ms` to just before `until_ms`, each once, roughly newest first.

        `request_id` is empty if the request wasn't ours. Failing pages are retried a few times. After that,
        raises as `Transport.get`.
        """
        end_ms = until_ms
        while end_ms > since_ms:
            start_ms = max(since_ms, end_ms - WINDOW // timedelta(milliseconds=1))
            window = {"start": _iso(start_ms - EDGE_MS), "end": _iso(end_ms + EDGE_MS)}
            async with aclosing(self._rows(window, attempts=ATTEMPTS)) as rows:
                async for row in rows:
                    if start_ms <= row.created_at_ms < end_ms:
                        yield row
            end_ms = start_ms

    async def _rows(self, window: Mapping[str, str], *, attempts: int) -> AsyncGenerator[LogRow, None]:
        """All rows of a window, each once.

        Rows appear late, and push others down while the pages are read. Some then come twice, which is
        harmless, and a late one can be on a page that was already read. So if the log counts more rows than
        came, it's read once more.
        """
        met: set[str] = set()
        for _ in range(PASSES):
            offset, page = 0, None
            while page is None or page.more(offset):
                page = await self._page(window, offset, attempts)
                offset += page.length
                for key, row in page.rows:
                    if key not in met:
                        met.add(key)
                        if row is not None:
                            yield row
            if page.total is None or page.total <= len(met):
                return

    async def _page(self, window: Mapping[str, str], offset: int, attempts: int) -> Page:
        params = {**window, "limit": str(PAGE_ROWS), "offset": str(offset)}
        for attempt in range(1, attempts + 1):
            await self._rate_limiter.acquire()
            try:
                response = await self._transport.get(
                    PATH, params, answer_seconds=self._answer_seconds, limit=PAGE_BYTES
                )
            except (ProviderFailed, ProviderBusy) as error:
                pause = self._pause_seconds * 2 ** (attempt - 1)
                if isinstance(error, ProviderBusy) and error.retry_after_seconds is not None:
                    pause = error.retry_after_seconds
                if attempt == attempts or pause > MAX_PAUSE_SECONDS:
                    raise
                await asyncio.sleep(pause)
            else:
                return page_of(parsed(response.body), response.status)
        raise AssertionError


def _iso(at_ms: int) -> str:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def page_of(body: dict[str, Any], status: int) -> Page:
    """Raises `ProviderFailed` if it isn't a page, because an unreadable log isn't an empty one."""
    data, pagination = body.get("data"), body.get("pagination")
    if not isinstance(data, list):
        raise ProviderFailed(status, "the log's answer has no rows")
    pagination = pagination if isinstance(pagination, dict) else {}
    total, has_more = pagination.get("total"), pagination.get("has_more")
    return Page(
        rows=[(_key(row), _row(row)) for row in data],
        full=len(data) >= PAGE_ROWS,
        total=total if isinstance(total, int) and not isinstance(total, bool) else None,
        has_more=has_more if isinstance(has_more, bool) else None,
    )


def _key(row: object) -> str:
    fields = [row.get(field) for field in IDENTIFYING] if isinstance(row, dict) else row
    return json.dumps(fields, default=str)


def _row(row: object) -> LogRow | None:
    if not isinstance(row, dict):
        logger.warning("A row of the provider's log isn't an object")
        return None
    inference_id = row.get("inference_id")
    inference_id = shortened(inference_id, 128) if isinstance(inference_id, str) else None
    created_at_ms = _at_ms(row.get("created"))
    if row.get("status") not in ("succeeded", "failed"):
        return None  # still running, so not charged yet
    if created_at_ms is None:
        logger.warning("A row of the provider's log has no time (inference %s)", inference_id)
        return None
    request_id = row.get("client_request_id")
    return LogRow(
        request_id=request_id if isinstance(request_id, str) else "",
        inference_id=inference_id,
        succeeded=row["status"] == "succeeded",
        cost=_cost(row, inference_id),
        created_at_ms=created_at_ms,
    )


def _cost(row: dict[str, Any], inference_id: str | None) -> int:
    """In tokens, or converted from the dollars. 0 if a failed row has neither."""
    cost = row.get("cost")
    cost = cost if isinstance(cost, dict) else {}
    credits_ = tokens(cost.get("credits"))
    if credits_ is not None:
        return credits_
    usd = cost.get("usd")
    if isinstance(usd, int | Decimal) and not isinstance(usd, bool):
        from_usd = tokens(usd * TOKENS_PER_USD)
        if from_usd is not None:
            return from_usd
    if row["status"] == "succeeded":
        logger.warning("A row of the provider's log has no cost (inference %s)", inference_id)
    return 0


def _at_ms(created: object) -> int | None:
    """Milliseconds since the epoch from ISO 8601. Without an offset, it's UTC."""
    if not isinstance(created, str):
        return None
    try:
        at = datetime.fromisoformat(created)
        at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
        return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return None

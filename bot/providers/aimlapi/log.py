"""The provider's own log of requests: how we find out what became of one, and compare the books."""

import asyncio
import math
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

from bot.errors import ProviderBusy, ProviderFailed
from bot.generation.ports import LogRow
from bot.providers.aimlapi.answers import parsed
from bot.providers.aimlapi.calls import Calls
from bot.providers.aimlapi.log_rows import Page, page_of
from bot.providers.aimlapi.pace import Pace

PATH = "v2/logs"
PAGE_ROWS = 100  # the most the API gives at once
PAGE_BYTES = 2 * 2**20
WINDOW = timedelta(days=90)  # the API takes at most 92 days at once
HOUR_MS = 3_600_000
SKEW_MS = 10 * 60_000  # how far the provider's clock may be behind ours
EDGE_MS = 1_000  # asked for on both sides of a window, since nothing says whether its ends belong to it
PASSES = 3
ATTEMPTS = 4
LONGEST_PAUSE_SECONDS = 60.0  # a log that asks for more patience is better read another time


class ProviderLog:
    """`GET /v2/logs`, newest first. `clock` gives seconds since the epoch."""

    def __init__(
        self,
        calls: Calls,
        pace: Pace,
        *,
        answer_seconds: float,
        pause_seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._calls = calls
        self._pace = pace
        self._answer_seconds = answer_seconds
        self._pause_seconds = pause_seconds
        self._clock = clock

    async def find(self, request_id: str, since_ms: int) -> LogRow | None:
        """The row of `request_id`; None if it is not there (yet). Raises as `Calls.get`.

        A success is it wherever it stands. A failure is it only from `since_ms` on: the same id may have been
        sent before, refused, and sent again, and the row of the first time says nothing about the second.
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
        """Every row made from `since_ms` to just before `until_ms`, each once, about newest first.

        `request_id` is empty where the request was not ours. Failing pages are asked for again a few times;
        after that raises as `Calls.get`.
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

        Rows appear late, and push the others down while we turn the pages: some are then met twice, which
        does no harm, and a late one may have slipped in on a page already turned. So where the log counts
        more rows than were met, it is read once more.
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
            await self._pace.turn()
            try:
                reply = await self._calls.get(
                    PATH, params, answer_seconds=self._answer_seconds, limit=PAGE_BYTES
                )
            except (ProviderFailed, ProviderBusy) as error:
                pause = self._pause_seconds * 2 ** (attempt - 1)
                if isinstance(error, ProviderBusy) and error.retry_after_seconds is not None:
                    pause = error.retry_after_seconds
                if attempt == attempts or pause > LONGEST_PAUSE_SECONDS:
                    raise
                await asyncio.sleep(pause)
            else:
                return page_of(parsed(reply.body), reply.status, PAGE_ROWS)
        raise AssertionError


def _iso(at_ms: int) -> str:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

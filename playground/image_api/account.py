"""The owner's account with the provider: one key, its balance, and the log of its requests."""

import hmac
from bisect import insort
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from operator import attrgetter
from typing import TypedDict

from playground.image_api.calls import Call
from playground.image_api.errors import NO_KEY, OUT_OF_CREDITS, ApiError, Failure, iso
from playground.image_api.log_query import LogQuery
from playground.image_api.prices import usd

LOG_REQUESTS = 200
LOG_WINDOW_SECONDS = 60.0


class Cost(TypedDict):
    usd: float
    credits: int


class Tokens(TypedDict):
    input: int
    output: int
    total: int


class LogRow(TypedDict):
    """One row of `GET /v2/logs`."""

    created: str
    status: str
    origin: str
    model: str
    cost: Cost
    tokens: Tokens
    request_id: str | None
    inference_id: str
    client_request_id: str | None


class Pagination(TypedDict):
    limit: int
    offset: int
    total: int
    has_more: bool


class LogPage(TypedDict):
    data: list[LogRow]
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class _Entry:
    made_at: float
    shown_from: float
    row: LogRow


class Account:
    def __init__(self, key: str, balance_credits: int) -> None:
        self.key = key
        self.balance_credits = balance_credits
        self._log: list[_Entry] = []
        self._log_reads: deque[float] = deque()

    def authorise(self, authorization: str | None) -> None:
        """Raises ApiError (401) unless the header holds the key."""
        scheme, _, key = (authorization or "").partition(" ")
        right = hmac.compare_digest(key.strip().encode("utf-8", "surrogateescape"), self.key.encode())
        if scheme.lower() != "bearer" or not right:
            raise ApiError(NO_KEY)

    def charge(self, cost: int) -> None:
        """Charges that many credits. Raises ApiError (403) if the balance is too low."""
        if cost > self.balance_credits:
            raise ApiError(OUT_OF_CREDITS)
        self.balance_credits -= cost

    def record(self, call: Call, model: str, cost: int | None, *, shown_from: float) -> None:
        """Writes the row of a call and its cost in credits, or None if it failed.

        The log shows it after `shown_from` (seconds since the epoch).
        """
        row = LogRow(
            created=iso(call.at),
            status="failed" if cost is None else "succeeded",
            origin="api",
            model=model,
            cost=Cost(usd=usd(cost or 0), credits=cost or 0),
            tokens=Tokens(input=0, output=0, total=0),
            request_id=call.request_id,
            inference_id=call.inference_id,
            client_request_id=call.client_request_id,
        )
        insort(self._log, _Entry(call.at, shown_from, row), key=attrgetter("made_at"))

    @property
    def rows(self) -> list[LogRow]:
        """All rows, newest first, including those that the log doesn't show yet."""
        return [entry.row for entry in reversed(self._log)]

    def count_log_read(self, now: float) -> None:
        """Raises ApiError (429) for the 201st read within 60 s."""
        while self._log_reads and self._log_reads[0] <= now - LOG_WINDOW_SECONDS:
            self._log_reads.popleft()
        if len(self._log_reads) >= LOG_REQUESTS:
            wait = max(1, ceil(self._log_reads[0] + LOG_WINDOW_SECONDS - now))
            message = f"At most {LOG_REQUESTS} requests per {LOG_WINDOW_SECONDS:.0f} s."
            raise ApiError(Failure(429, message, headers={"Retry-After": str(wait)}))
        self._log_reads.append(now)

    def page(self, query: LogQuery, now: float) -> LogPage:
        """The log's rows at `now`."""
        found = list(self._found(query, now))
        page = found[query.offset : query.offset + query.limit]
        return LogPage(
            data=page,
            pagination=Pagination(
                limit=query.limit,
                offset=query.offset,
                total=len(found),
                has_more=query.offset + len(page) < len(found),
            ),
        )

    def _found(self, query: LogQuery, now: float) -> Iterator[LogRow]:
        for entry in reversed(self._log):
            if entry.made_at < query.start:
                return
            shown = entry.shown_from <= now and entry.made_at <= query.end
            if shown and query.matches(entry.row["model"], entry.row["status"]):
                yield entry.row

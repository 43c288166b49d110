"""One page of the provider's log, as JSON, and what is read from it."""

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.budgets.price import TOKENS_PER_USD
from bot.errors import ProviderFailed
from bot.generation.ports import LogRow
from bot.providers.aimlapi.answers import tokens
from bot.providers.aimlapi.failures import shortened

IDENTIFYING = ("inference_id", "request_id", "client_request_id", "created")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """`rows`: (what tells a row from the others, the row or None where it can't be read).

    `total` counts the rows of the whole window, `has_more` says whether another page follows; None where
    the log does not say.
    """

    rows: list[tuple[str, LogRow | None]]
    full: bool
    total: int | None
    has_more: bool | None

    @property
    def length(self) -> int:
        return len(self.rows)

    def more(self, offset: int) -> bool:
        """Whether to ask for the page at `offset`, the one after this."""
        if not self.rows or (self.total is not None and offset >= self.total):
            return False
        return self.full if self.has_more is None else self.has_more


def page_of(body: dict[str, Any], status: int, page_rows: int) -> Page:
    """Raises `ProviderFailed` for what is no page of the log: an unreadable log is not an empty one."""
    data, pagination = body.get("data"), body.get("pagination")
    if not isinstance(data, list):
        raise ProviderFailed(status, "the log's answer holds no rows")
    pagination = pagination if isinstance(pagination, dict) else {}
    total, has_more = pagination.get("total"), pagination.get("has_more")
    return Page(
        rows=[(_key(row), _row(row)) for row in data],
        full=len(data) >= page_rows,
        total=total if isinstance(total, int) and not isinstance(total, bool) else None,
        has_more=has_more if isinstance(has_more, bool) else None,
    )


def _key(row: object) -> str:
    fields = [row.get(field) for field in IDENTIFYING] if isinstance(row, dict) else row
    return json.dumps(fields, default=str)


def _row(row: object) -> LogRow | None:
    if not isinstance(row, dict):
        logger.warning("A row of the provider's log is no object")
        return None
    inference_id = row.get("inference_id")
    inference_id = shortened(inference_id, 128) if isinstance(inference_id, str) else None
    created_at_ms = _at_ms(row.get("created"))
    if row.get("status") not in ("succeeded", "failed"):
        return None  # neither charged nor over, as far as the log tells
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
    """In tokens: as the log has them, or from its dollars; 0 where a row that failed names neither."""
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
    """Milliseconds since the epoch from ISO 8601; without an offset it is UTC."""
    if not isinstance(created, str):
        return None
    try:
        at = datetime.fromisoformat(created)
        at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
        return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return None

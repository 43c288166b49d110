"""Allowances renew by period. A new period is a new account, so nothing ever has to be reset."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Period:
    """From `start_ms` up to, not including, `end_ms`; milliseconds since the epoch."""

    start_ms: int
    end_ms: int


def month_of(now_ms: int, zone: tzinfo = UTC) -> Period:
    """The calendar month in `zone` that `now_ms` falls into."""
    now = datetime.fromtimestamp(now_ms / 1000, zone)
    start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return Period(_to_ms(start), _to_ms(following))


def _to_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)

"""Allowances renew by period. A new period is a new account, so nothing ever has to be reset."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from bot.budgets.zones import zone_of

# The end of a period that never ends.
FOREVER_MS = 2**62


@dataclass(frozen=True, slots=True)
class Period:
    """From `start_ms` to `end_ms` (exclusive), in milliseconds since the epoch."""

    start_ms: int
    end_ms: int

    @property
    def renews_at_ms(self) -> int | None:
        """When the next period begins, or None if there's none."""
        return None if self.end_ms == FOREVER_MS else self.end_ms


ENDLESS = Period(0, FOREVER_MS)


class Cycle(StrEnum):
    """The length of a period, shortest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    NONE = "none"  # a single period without end


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a server's allowances renew.

    `zone` is an IANA name. A name that this machine doesn't know counts as UTC, so that a policy survives
    changes of the time zone database (see `zones.checked` for typed names). `week_starts_on` is 0 for Monday
    to 6 for Sunday, like `date.weekday`, and only matters for weeks.
    """

    cycle: Cycle = Cycle.MONTH
    zone: str = "UTC"
    week_starts_on: int = 0

    def period(self, now_ms: int) -> Period:
        """The period that contains `now_ms`.

        Periods start at the start of a day in `zone`, cover all time, and never overlap. So each moment is in
        exactly one, whatever the clocks do: a day without a midnight begins when the clocks jump forward, a
        repeated midnight counts the first time, and a date that the calendar skips has no period.
        """
        if self.cycle is Cycle.NONE:
            return ENDLESS
        known = _LATEST.get(self)
        if known is not None and known.start_ms <= now_ms < known.end_ms:
            return known
        if len(_LATEST) >= _MOST_LATEST:
            _LATEST.clear()
        _LATEST[self] = found = self._found(now_ms)
        return found

    def _found(self, now_ms: int) -> Period:
        zone = zone_of(self.zone)
        first = self._first_day(datetime.fromtimestamp(now_ms / 1000, zone).date())
        # If clocks jump past midnight from before it, the date is ahead of its own start.
        while now_ms < _start_ms(first, zone):
            first = self._first_day(first - timedelta(days=1))
        following = self._next_first_day(first)
        while now_ms >= _start_ms(following, zone):
            first, following = following, self._next_first_day(following)
        return Period(_start_ms(first, zone), _start_ms(following, zone))

    def _first_day(self, day: date) -> date:
        match self.cycle:
            case Cycle.WEEK:
                return day - timedelta(days=(day.weekday() - self.week_starts_on) % 7)
            case Cycle.MONTH:
                return day.replace(day=1)
            case _:
                return day

    def _next_first_day(self, first: date) -> date:
        match self.cycle:
            case Cycle.WEEK:
                return first + timedelta(days=7)
            case Cycle.MONTH:
                return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
            case _:
                return first + timedelta(days=1)


# The period that was last asked for of each schedule. Every hold asks for a few, nearly always for the same.
_LATEST: dict[Schedule, Period] = {}
_MOST_LATEST = 1024

_MONTHS = Schedule()


def month_of(now_ms: int) -> Period:
    """The calendar month (UTC) that contains `now_ms`, as a period of the owner's caps."""
    return _MONTHS.period(now_ms)


def days(since_ms: int, until_ms: int, zone: str) -> list[Period]:
    """The days in `zone` from the one that contains `since_ms` to the one that contains `until_ms` - 1."""
    schedule = Schedule(Cycle.DAY, zone)
    found = []
    while since_ms < until_ms:
        found.append(schedule.period(since_ms))
        since_ms = found[-1].end_ms
    return found


@lru_cache(maxsize=1024)
def _start_ms(day: date, zone: tzinfo) -> int:
    """The start of `day`, cached because every hold needs the same few.

    A skipped local time counts by the clock before the change (PEP 495), which is the moment of the change
    itself. Of a repeated one, this is the first.
    """
    moment = datetime(day.year, day.month, day.day, tzinfo=zone)
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

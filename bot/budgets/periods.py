"""Allowances renew by period. A new period is a new account, so nothing ever has to be reset."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from bot.budgets.zones import zone_of

# As the end of a period: never.
FOREVER_MS = 2**62


@dataclass(frozen=True, slots=True)
class Period:
    """From `start_ms` up to, not including, `end_ms`; milliseconds since the epoch."""

    start_ms: int
    end_ms: int

    @property
    def renews_at_ms(self) -> int | None:
        """When the next period begins; None if there's none."""
        return None if self.end_ms == FOREVER_MS else self.end_ms


ENDLESS = Period(0, FOREVER_MS)


class Cycle(StrEnum):
    """How long a period is, the shortest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    NONE = "none"  # one period without end


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a server's allowances renew.

    `zone` is an IANA name; one that this machine doesn't know counts as UTC, so that a policy outlives a
    change of the time zone database (see `zones.checked` for names that somebody types). `week_starts_on`
    counts from Monday, 0, to Sunday, 6, as `date.weekday` does; it matters to weeks only.
    """

    cycle: Cycle = Cycle.MONTH
    zone: str = "UTC"
    week_starts_on: int = 0

    def period(self, now_ms: int) -> Period:
        """The period that `now_ms` lies in.

        Periods begin where a day begins in `zone`, cover all time, and never overlap. So each moment lies in
        exactly one, whatever the clocks there do: a day whose midnight is skipped begins when the clocks have
        been put forward, a midnight that comes twice is the first of the two, and a date that the calendar
        leaves out has no period.
        """
        if self.cycle is Cycle.NONE:
            return ENDLESS
        zone = zone_of(self.zone)
        first = self._first_day(datetime.fromtimestamp(now_ms / 1000, zone).date())
        # Where clocks are set back over midnight, the date alone may be a day ahead of its own beginning.
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


def month_of(now_ms: int) -> Period:
    """The calendar month, UTC, that `now_ms` falls into: the operator's periods."""
    return Schedule().period(now_ms)


def days(since_ms: int, until_ms: int, zone: str) -> list[Period]:
    """The days in `zone` from the one that `since_ms` lies in up to the one that `until_ms` - 1 lies in."""
    schedule = Schedule(Cycle.DAY, zone)
    found = []
    while since_ms < until_ms:
        found.append(schedule.period(since_ms))
        since_ms = found[-1].end_ms
    return found


@lru_cache(maxsize=1024)
def _start_ms(day: date, zone: tzinfo) -> int:
    """The beginning of `day`; kept, since every hold asks for the same few.

    A local time that is skipped counts by the clock before the change (PEP 495), which is the moment of the
    change itself; of one that comes twice, this is the first.
    """
    moment = datetime(day.year, day.month, day.day, tzinfo=zone)
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

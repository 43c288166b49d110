"""When an allowance renews. Every moment is in one period, whatever the local clocks do."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.budgets.periods import ENDLESS, Cycle, Period, Schedule, days, month_of
from bot.budgets.zones import zone_names

A_DAY_MS = 86_400_000

# Each did something odd with its clocks: skipped or repeated midnight, skipped a date, changed by half an
# hour or at a minute past midnight, or never changed.
ODD_ZONES = [
    "Africa/Cairo",
    "America/Havana",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Kwajalein",
    "UTC",
]
ZONES = st.sampled_from(ODD_ZONES) | st.sampled_from(zone_names())
SCHEDULES = st.builds(
    Schedule, st.sampled_from([Cycle.DAY, Cycle.WEEK, Cycle.MONTH]), ZONES, st.integers(0, 6)
)
MOMENTS = st.integers(0, 4_000_000_000_000)


def ms(*parts: int, zone: str = "UTC", fold: int = 0) -> int:
    year, month, day, *time = parts
    moment = datetime(year, month, day, *time, tzinfo=ZoneInfo(zone), fold=fold)
    return round(moment.astimezone(UTC).timestamp() * 1000)


def local(at_ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone))


@given(SCHEDULES, MOMENTS)
@example(Schedule(Cycle.DAY, "Pacific/Apia"), ms(2011, 12, 30, 9, 59, 59))
@example(Schedule(Cycle.DAY, "America/St_Johns"), ms(2010, 11, 7, 0, 0, 30, zone="America/St_Johns"))
@example(Schedule(Cycle.DAY, "America/St_Johns"), ms(2010, 11, 6, 23, 30, zone="America/St_Johns", fold=1))
def test_every_moment_lies_in_exactly_one_period(schedule: Schedule, now_ms: int) -> None:
    """Periods have no gaps or overlaps, and each is the same from any moment in it."""
    period = schedule.period(now_ms)
    assert period.start_ms <= now_ms < period.end_ms
    assert schedule.period(period.start_ms) == period
    assert schedule.period(period.end_ms - 1) == period
    assert schedule.period(period.end_ms).start_ms == period.end_ms
    assert schedule.period(period.start_ms - 1).end_ms == period.start_ms


@given(SCHEDULES, MOMENTS)
def test_a_period_begins_where_its_first_day_does(schedule: Schedule, now_ms: int) -> None:
    """At midnight, or at the moment when the clocks skip it. A millisecond earlier, it's another day."""
    period = schedule.period(now_ms)
    first, before = local(period.start_ms, schedule.zone), local(period.start_ms - 1, schedule.zone)
    if schedule.cycle is Cycle.WEEK:
        assert first.weekday() == schedule.week_starts_on or before.date() != first.date() - timedelta(days=1)
    if schedule.cycle is Cycle.MONTH:
        assert first.day == 1 or before.month != first.month
    assert first.date() > before.date() or first.fold or before.utcoffset() != first.utcoffset()


@given(MOMENTS, ZONES, st.integers(0, 6))
def test_a_week_has_seven_dates_and_begins_on_its_day(now_ms: int, zone: str, day: int) -> None:
    """Whichever day a server's week starts on, a week always has seven dates."""
    period = Schedule(Cycle.WEEK, zone, day).period(now_ms)
    slack_ms = 26 * 3_600_000  # a zone that crosses the date line gains or loses a day and a bit
    assert abs(period.end_ms - period.start_ms - 7 * A_DAY_MS) <= slack_ms


@pytest.mark.parametrize(
    ("cycle", "zone", "now", "start", "end"),
    [
        # An ordinary day, west and east of Greenwich.
        (Cycle.DAY, "America/New_York", (2026, 7, 1, 3), (2026, 6, 30, 4), (2026, 7, 1, 4)),
        (Cycle.DAY, "Asia/Tokyo", (2026, 7, 1, 15), (2026, 7, 1, 15), (2026, 7, 2, 15)),
        # 29 March 2026 has 23 hours in Berlin, 25 October 25.
        (Cycle.DAY, "Europe/Berlin", (2026, 3, 29, 12), (2026, 3, 28, 23), (2026, 3, 29, 22)),
        (Cycle.DAY, "Europe/Berlin", (2026, 10, 25, 12), (2026, 10, 24, 22), (2026, 10, 25, 23)),
        # Cairo skips midnight on 24 April 2026: that day begins at one o'clock.
        (Cycle.DAY, "Africa/Cairo", (2026, 4, 24, 12), (2026, 4, 23, 22), (2026, 4, 24, 21)),
        # Havana has midnight twice on 1 November 2026. The day begins with the first.
        (Cycle.DAY, "America/Havana", (2026, 11, 1, 4, 30), (2026, 11, 1, 4), (2026, 11, 2, 5)),
        # Toronto's clocks jumped from 23:30 on 30 March 1919 to 0:30. Until one o'clock it's still the day
        # before.
        (Cycle.DAY, "America/Toronto", (1919, 3, 31, 4, 45), (1919, 3, 30, 5), (1919, 3, 31, 5)),
        # St. John's clocks went from 0:01 on 29 October 2006 back to 23:01. It's still the 29th.
        (Cycle.DAY, "America/St_Johns", (2006, 10, 29, 2, 45), (2006, 10, 29, 2, 30), (2006, 10, 30, 3, 30)),
        # Samoa had no 30 December 2011. The 31st follows the 29th.
        (Cycle.DAY, "Pacific/Apia", (2011, 12, 30, 9), (2011, 12, 29, 10), (2011, 12, 30, 10)),
        (Cycle.DAY, "Pacific/Apia", (2011, 12, 30, 10), (2011, 12, 30, 10), (2011, 12, 31, 10)),
        # Leap days.
        (Cycle.DAY, "UTC", (2028, 2, 29, 5), (2028, 2, 29), (2028, 3, 1)),
        (Cycle.MONTH, "UTC", (2028, 2, 14), (2028, 2, 1), (2028, 3, 1)),
        (Cycle.MONTH, "UTC", (2100, 2, 14), (2100, 2, 1), (2100, 3, 1)),
        # Across the end of a year.
        (Cycle.MONTH, "UTC", (2026, 12, 31, 23, 59, 59), (2026, 12, 1), (2027, 1, 1)),
        (Cycle.WEEK, "UTC", (2027, 1, 1), (2026, 12, 28), (2027, 1, 4)),
    ],
)
def test_known_periods(
    cycle: Cycle, zone: str, now: tuple[int, ...], start: tuple[int, ...], end: tuple[int, ...]
) -> None:
    """Days, weeks and months of the calendar, with their times in UTC."""
    assert Schedule(cycle, zone).period(ms(*now)) == Period(ms(*start), ms(*end))


@pytest.mark.parametrize("first", range(7))
def test_a_week_starts_on_the_day_that_was_set(first: int) -> None:
    """Monday is 0 and Sunday is 6, as the calendar module counts."""
    period = Schedule(Cycle.WEEK, "Europe/Berlin", first).period(ms(2026, 6, 17, 12))
    start = local(period.start_ms, "Europe/Berlin")
    assert (start.weekday(), start.hour) == (first, 0)
    assert local(period.end_ms, "Europe/Berlin").date() == start.date() + timedelta(days=7)


def test_a_month_with_a_clock_change_is_an_hour_short() -> None:
    """March is an hour shorter in Berlin, but still a month."""
    period = Schedule(zone="Europe/Berlin").period(ms(2026, 3, 10))
    assert period.end_ms - period.start_ms == (31 * 24 - 1) * 3_600_000


def test_no_cycle_is_one_period_for_good() -> None:
    """It never renews."""
    schedule = Schedule(Cycle.NONE)
    assert schedule.period(0) == schedule.period(4_000_000_000_000) == ENDLESS
    assert ENDLESS.renews_at_ms is None
    assert month_of(0).renews_at_ms == month_of(0).end_ms


def test_a_long_outage_does_not_matter() -> None:
    """After years of silence, the current period is the calendar's. Nothing has to be replayed."""
    assert month_of(ms(2046, 5, 5)) == Period(ms(2046, 5, 1), ms(2046, 6, 1))


def test_a_zone_that_is_unknown_by_now_counts_as_utc() -> None:
    """A policy can contain a name that the time zone database no longer has."""
    assert Schedule(Cycle.DAY, "Mars/Olympus").period(ms(2026, 5, 5, 5)).start_ms == ms(2026, 5, 5)


@given(MOMENTS, st.integers(0, 40), ZONES)
def test_days_cover_a_time_one_after_the_other(since_ms: int, count: int, zone: str) -> None:
    """The days of a report are consecutive, from the one where its time starts to the one where it ends."""
    until_ms = since_ms + count * A_DAY_MS // 2
    found = days(since_ms, until_ms, zone)
    assert all(one.end_ms == other.start_ms for one, other in pairwise(found))
    if found:
        assert found[0].start_ms <= since_ms
        assert found[-1].start_ms < until_ms <= found[-1].end_ms
    else:
        assert count == 0


def test_the_first_day_of_the_calendar_is_no_trouble() -> None:
    """1 January 1970 is in its own day in every zone."""
    for zone in ODD_ZONES:
        period = Schedule(Cycle.DAY, zone).period(0)
        assert period.start_ms <= 0 < period.end_ms
        assert local(0, zone).date() in {date(1969, 12, 31), date(1970, 1, 1)}

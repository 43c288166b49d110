"""When an allowance renews."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.periods import Schedule, month_of


def ms(*parts: int, zone=UTC) -> int:
    return round(datetime(*parts, tzinfo=zone).timestamp() * 1000)


def test_a_month_runs_from_its_first_to_the_next_first():
    period = month_of(ms(2026, 2, 14, 12))
    assert (period.start_ms, period.end_ms) == (ms(2026, 2, 1), ms(2026, 3, 1))


def test_december_ends_with_the_year():
    period = month_of(ms(2026, 12, 31, 23, 59, 59))
    assert (period.start_ms, period.end_ms) == (ms(2026, 12, 1), ms(2027, 1, 1))


def test_the_first_millisecond_belongs_to_the_new_month():
    assert month_of(ms(2026, 3, 1)).start_ms == ms(2026, 3, 1)
    assert month_of(ms(2026, 3, 1) - 1).end_ms == ms(2026, 3, 1)


def test_a_month_with_a_clock_change_is_an_hour_short():
    zone = ZoneInfo("Europe/Berlin")
    period = Schedule(zone="Europe/Berlin").period(ms(2026, 3, 10, zone=zone))
    assert period.end_ms - period.start_ms == (31 * 24 - 1) * 3_600_000


@given(st.integers(0, 4_000_000_000_000), st.sampled_from(["UTC", "America/St_Johns", "Pacific/Apia"]))
def test_every_moment_lies_in_exactly_its_own_month(now_ms: int, zone: str):
    schedule = Schedule(zone=zone)
    period = schedule.period(now_ms)
    assert period.start_ms <= now_ms < period.end_ms
    assert schedule.period(period.end_ms).start_ms == period.end_ms

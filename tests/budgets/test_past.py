"""Past times as people type them."""

import pytest

from bot.budgets.moments import parse_past
from bot.budgets.refusals import InvalidMoment

NOON = 1_767_268_800_000  # 1 January 2026, 12:00 UTC
DAY = 86_400_000


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("7d", NOON - 7 * DAY),
        ("2 weeks", NOON - 14 * DAY),
        ("2026-01-01", NOON - DAY // 2),
        ("2025-12-31 12:00", NOON - DAY),
    ],
)
def test_how_long_ago_or_when(text, moment):
    """A span counts back from now. A date is its start."""
    assert parse_past(text, NOON) == moment


def test_a_date_can_mean_its_end_and_today_has_one():
    """As an end, a date includes the whole day, even if it isn't over yet."""
    assert parse_past("2025-12-31", NOON, end=True) == NOON - DAY // 2
    assert parse_past("2026-01-01", NOON, end=True) == NOON + DAY // 2


def test_dates_are_those_of_the_zone():
    """Midnight in Tokyo is nine hours before midnight UTC."""
    assert parse_past("2026-01-01", NOON, "Asia/Tokyo") == NOON - DAY // 2 - 9 * 3_600_000


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-01-02", "2026-02-30", "7", "0001-01-01", "99999w"])
def test_what_is_no_past_is_refused(text):
    """Unreadable, future and too-early times are refused with the typed text."""
    with pytest.raises(InvalidMoment) as refused:
        parse_past(text, NOON)
    assert (refused.value.text, refused.value.past) == (text, True)

"""Amounts and times as people type them."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.amounts import LARGEST_AMOUNT, parse_allowance, parse_amount
from bot.budgets.moments import parse_moment
from bot.budgets.policy import UNLIMITED
from bot.budgets.refusals import InvalidAmount, InvalidMoment

NOW = 1_750_000_000_000  # 15 June 2025, 15:06:40 UTC
HOUR, DAY = 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("63000", 63_000),
        ("63_000", 63_000),
        ("63,000", 63_000),
        ("1,000,000", 1_000_000),
        ("250k", 250_000),
        ("250 K", 250_000),
        ("1.5m", 1_500_000),
        (" 2M ", 2_000_000),
        ("0.063m", 63_000),
        ("0", 0),
        ("1000000m", LARGEST_AMOUNT),
    ],
)
def test_amounts(typed: str, tokens: int) -> None:
    """Plain, grouped, or with k or m. Always whole tokens."""
    assert parse_amount(typed) == tokens


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "many",
        "-5",
        "+5",
        "1.5",
        "1.0005k",
        "1,00",
        "5kk",
        "5g",
        "1e6",
        "٣",
        "1000001m",
        "k",
        "0x10",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    """Fractions of a token, a comma that could be a decimal point, other units, or absurdly much."""
    with pytest.raises(InvalidAmount) as refused:
        parse_amount(typed)
    assert refused.value.text == typed


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1.000", (1, 1_000)),
        ("250.000", (250, 250_000)),
        ("1.000.000", (1_000_000,)),
        ("1 000", (1_000,)),
        ("1\u00a0000\u00a0000", (1_000_000,)),
        ("1\u202f000", (1_000,)),
        ("63\u2009000", (63_000,)),
        ("1'000", (1_000,)),
        ("1’000’000", (1_000_000,)),
        ("1,5m", (1_500_000,)),
        ("2,5k", (2_500,)),
        ("1.500k", (1_500, 1_500_000)),
        ("1,500k", (1_500, 1_500_000)),
        ("1,5", ()),
        ("1,000.000", ()),
        ("1.000,000", ()),
    ],
)
def test_what_countries_write_differently_is_not_guessed_at(typed: str, readings: tuple[int, ...]) -> None:
    """A point or comma that could be a decimal mark or a separator is refused with both readings."""
    with pytest.raises(InvalidAmount) as refused:
        parse_amount(typed)
    assert refused.value.readings == readings


def test_only_readings_that_make_sense_are_offered() -> None:
    """Amounts that are too small or too large for the place aren't suggested."""
    with pytest.raises(InvalidAmount) as refused:
        parse_amount("0.000", least=1)
    assert refused.value.readings == ()
    with pytest.raises(InvalidAmount) as refused:
        parse_amount("999.999.999.999.999")
    assert refused.value.readings == ()


def test_the_least_that_makes_sense_can_be_asked_for() -> None:
    """A grant of zero isn't a grant."""
    assert parse_amount("1", least=1) == 1
    with pytest.raises(InvalidAmount):
        parse_amount("0", least=1)


@given(st.integers(0, LARGEST_AMOUNT))
def test_what_is_written_in_any_way_is_read_back(amount: int) -> None:
    """With underscores, commas or nothing between the thousands."""
    assert parse_amount(f"{amount}") == parse_amount(f"{amount:_}") == parse_amount(f"{amount:,}") == amount


@given(st.text(max_size=12))
def test_no_text_does_anything_but_read_or_refuse(text: str) -> None:
    """Whatever somebody types."""
    with suppress(InvalidAmount):
        assert 0 <= parse_amount(text) <= LARGEST_AMOUNT
    with suppress(InvalidMoment):
        assert parse_moment(text, NOW) > NOW


def test_an_allowance_may_be_unlimited() -> None:
    """Only in words, not as an amount."""
    assert parse_allowance("Unlimited") == parse_allowance("∞") == UNLIMITED
    assert parse_allowance("250k") == 250_000
    with pytest.raises(InvalidAmount):
        parse_amount("unlimited")


def ms(*parts: int) -> int:
    return round(datetime(*parts, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("typed", "zone", "moment"),
    [
        ("90m", "UTC", NOW + 90 * 60_000),
        ("12h", "UTC", NOW + 12 * HOUR),
        ("1 day", "UTC", NOW + DAY),
        ("3D", "UTC", NOW + 3 * DAY),
        ("2 weeks", "UTC", NOW + 14 * DAY),
        ("2025-12-31", "UTC", ms(2026, 1, 1)),  # to the end of that day
        ("2025-12-31", "Europe/Berlin", ms(2025, 12, 31, 23)),
        ("2025-07-01 18:00", "Europe/Berlin", ms(2025, 7, 1, 16)),
        ("2025-07-01T18:00", "America/New_York", ms(2025, 7, 1, 22)),
        ("2025-06-15", "UTC", ms(2025, 6, 16)),  # today isn't over
        ("in 2 Stunden", "UTC", NOW + 2 * HOUR),
        ("dentro de 3 días", "UTC", NOW + 3 * DAY),
        ("18:00", "UTC", ms(2025, 6, 15, 18)),
        ("9:00", "UTC", ms(2025, 6, 16, 9)),  # that's over for today
        ("tomorrow 18:00", "Europe/Berlin", ms(2025, 6, 16, 16)),
        ("8pm tomorrow", "UTC", ms(2025, 6, 16, 20)),
        ("mañana a las 9:30", "UTC", ms(2025, 6, 16, 9, 30)),
        ("morgen um 18 Uhr", "UTC", ms(2025, 6, 16, 18)),
        ("Friday", "UTC", ms(2025, 6, 21)),
        ("Sunday 9:00", "UTC", ms(2025, 6, 22, 9)),  # it's Sunday after nine
        ("Freitag 20 Uhr", "UTC", ms(2025, 6, 20, 20)),
        ("el viernes a las 20:00", "UTC", ms(2025, 6, 20, 20)),
        ("31 Dec 18:00", "UTC", ms(2025, 12, 31, 18)),
        ("December 31st, 6pm", "UTC", ms(2025, 12, 31, 18)),
        ("31.12. 18:00", "UTC", ms(2025, 12, 31, 18)),
        ("12/31/2025 18:00", "UTC", ms(2025, 12, 31, 18)),
        ("31 de diciembre de 2025 18:00", "UTC", ms(2025, 12, 31, 18)),
        ("1 Jan", "UTC", ms(2026, 1, 2)),
        ("25 Oct 12:00", "America/New_York", ms(2025, 10, 25, 16)),
        ("10 Nov 12:00", "America/New_York", ms(2025, 11, 10, 17)),  # daylight saving time is over then
        ("<t:1751400000>", "UTC", 1_751_400_000_000),
        ("<t:1751400000:R>", "Asia/Tokyo", 1_751_400_000_000),
    ],
)
def test_moments(typed: str, zone: str, moment: int) -> None:
    """A duration from now, or a date or time in the server's zone."""
    assert parse_moment(typed, NOW, zone) == moment


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "１d", "２０３０-12-31", "<t:1:R>", "<t:99999999999999:R>",
     "0d", "-1d", "3 months", "5y", "2025-06-14", "2025-02-30", "2025-06-15 15:06", "99999d",
     "2036-12-31", "9999-12-31", "31.12.2024", "1750000000000",
     "12", "3/4", "31 18:00", "25:00", "13pm", "tomorrow 12", "32 Dec", "friday 31.2."],
)  # fmt: skip
def test_what_is_no_moment_ahead_is_refused(typed: str) -> None:
    """Unreadable, past, now, or more than ten years away."""
    with pytest.raises(InvalidMoment):
        parse_moment(typed, NOW)

"""How much of an unused allowance rolls over into the next period."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.policy import UNLIMITED
from bot.budgets.rollover import LastPeriod, rolled_over, with_rollover

START = 1_000
TOKENS = st.integers(0, 500)


@pytest.mark.parametrize(
    ("limit", "allowance", "last", "rolled"),
    [
        (50, 100, LastPeriod(START, 30), 30),  # what was left
        (50, 100, LastPeriod(START, 80), 50),  # no more than the limit
        (50, 100, LastPeriod(START, 0), 0),
        (50, 100, LastPeriod(START, -5), 0),  # the allowance was lowered below the usage
        (50, 100, LastPeriod(START - 1, 0), 50),  # the period right before it was unused
        (500, 100, LastPeriod(START - 1, 0), 100),  # which can't leave more than it had
        (50, 100, None, 0),  # never seen before
        (50, 100, LastPeriod(START + 1, 80), 0),  # of another schedule, so what's left isn't known
        (0, 100, LastPeriod(START, 80), 0),  # no rollover
        (50, 0, LastPeriod(START, 80), 0),  # no allowance any more
        (50, UNLIMITED, LastPeriod(START, 80), 0),  # nothing to add to
    ],
)
def test_what_rolls_over(limit: int, allowance: int, last: LastPeriod | None, rolled: int) -> None:
    """The unused part of the period right before, up to the limit."""
    assert rolled_over(limit, allowance, last, START) == rolled


@given(TOKENS, TOKENS | st.just(UNLIMITED), st.integers(0, START + 5), st.integers(-50, 500))
def test_it_is_never_more_than_the_limit_nor_less_than_nothing(
    limit: int, allowance: int, end_ms: int, left: int
) -> None:
    """Whatever came before."""
    assert 0 <= rolled_over(limit, allowance, LastPeriod(end_ms, left), START) <= limit


@given(TOKENS, TOKENS)
def test_what_rolled_over_adds_to_an_allowance(allowance: int, rolled: int) -> None:
    """Except to one of zero, which stays zero, and to an unlimited one."""
    assert with_rollover(allowance, rolled) == (allowance + rolled if allowance else 0)
    assert with_rollover(UNLIMITED, rolled) == UNLIMITED

"""When members get a notice that their allowance is almost or completely used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.outbox import FULL_PERCENT, NEARLY_PERCENT, warning_due
from bot.budgets.policy import UNLIMITED

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("spent", "allowance", "warned", "due"),
    [
        (0, MILLION, 0, None),
        (799_999, MILLION, 0, None),
        (800_000, MILLION, 0, NEARLY_PERCENT),
        (900_000, MILLION, NEARLY_PERCENT, None),  # only once
        (937_000, MILLION, NEARLY_PERCENT, None),  # 63,000 are left: one more picture
        (937_001, MILLION, NEARLY_PERCENT, FULL_PERCENT),  # not enough for another picture
        (MILLION, MILLION, 0, FULL_PERCENT),  # skips the first
        (MILLION, MILLION, FULL_PERCENT, None),  # only once
        (UNLIMITED // 2, UNLIMITED, 0, None),
        (10, 0, 0, FULL_PERCENT),  # lowered to zero
    ],
)
def test_when_a_warning_is_due(spent: int, allowance: int, warned: int, due: int | None) -> None:
    """At 80 % and when nothing can be bought any more. Never twice, and never for unlimited ones."""
    assert warning_due(spent, allowance, warned) == due


@given(st.lists(st.integers(0, 300_000)), st.integers(1, 3_000_000))
def test_nobody_is_told_more_than_twice(costs: list[int], allowance: int) -> None:
    """However a period is spent."""
    told, warned, spent = [], 0, 0
    for cost in costs:
        spent = min(allowance, spent + cost)
        due = warning_due(spent, allowance, warned)
        if due is not None:
            told.append(due)
            warned = due
    assert told in ([], [NEARLY_PERCENT], [FULL_PERCENT], [NEARLY_PERCENT, FULL_PERCENT])

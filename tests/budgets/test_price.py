"""What a picture is expected to cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.price import estimate

SIDES = st.integers(16, 64).map(lambda steps: steps * 32)


@pytest.mark.parametrize(
    ("width", "height", "tokens"),
    [
        (1472, 512, 63_000),  # the provider's own example
        (512, 512, 63_000),
        (1024, 1024, 63_000),  # exactly one megapixel is not two
        (1024, 1056, 94_500),
        (2048, 1024, 94_500),
        (2048, 2048, 157_500),
    ],
)
def test_every_megapixel_started_is_counted(width: int, height: int, tokens: int):
    assert estimate(width, height) == tokens


def test_the_inputs_of_an_edit_count_as_well():
    assert estimate(1024, 1024, [(1024, 1024)]) == 94_500


@given(SIDES, SIDES, SIDES)
def test_a_larger_picture_never_costs_less(width: int, height: int, other: int):
    assert estimate(max(width, other), height) >= estimate(width, height)

"""Autocomplete suggests valid sides with their price, the likeliest first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.generation.models import FLUX_2_PRO
from cogs.imagine.size_autocomplete import height_choices, sides, width_choices
from tests.texts.strict import strict_catalogue

ENGLISH, GERMAN = (strict_catalogue().texts(locale) for locale in ("en-US", "de"))


@given(st.one_of(st.text(max_size=8), st.integers(-5, 10**7).map(str)))
def test_whatever_is_typed_only_valid_sides_are_offered(typed):
    """Any text gives 1 to 25 different sides that the image API accepts."""
    offered = sides(typed)
    assert 1 <= len(offered) <= 25
    assert len(set(offered)) == len(offered)
    assert set(offered) <= set(FLUX_2_PRO.sides)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", [1024, 768, 512]),
        ("1", [1024, 1056, 1088]),
        ("12", [1216, 1248, 1280]),
        ("102", [1024]),
        ("1000", [992, 1024]),
        ("1472", [1472]),
        ("9999", [2048, 2016]),
        ("wide", [1024, 768, 512]),
    ],
)
def test_the_likeliest_come_first(typed, first):
    """Common sides until something is typed, then those that start with it, then similar ones."""
    assert sides(typed)[: len(first)] == first


@given(st.integers(512, 2048))
def test_the_nearest_side_is_among_the_first(number):
    """For an unavailable size, the nearest available one is at the top."""
    nearest = min(FLUX_2_PRO.sides, key=lambda side: abs(side - number))
    assert abs(sides(str(number))[0] - number) == abs(nearest - number)


def test_a_choice_tells_the_size_and_price_with_the_other_side():
    """The price is that of the resulting picture. A second megapixel costs more."""
    wide = {choice.value: choice.name for choice in width_choices("", 512, ENGLISH)}
    assert wide[1472] == "1472 × 512 (63,000 tokens)"
    tall = {choice.value: choice.name for choice in height_choices("", 2048, ENGLISH)}
    assert tall[1024] == "2048 × 1024 (94,500 tokens)"
    german = {choice.value: choice.name for choice in height_choices("", 2048, GERMAN)}
    assert german[1024] == "2048 × 1024 (94.500 Tokens)"


def test_an_invalid_other_side_counts_as_its_nearest():
    """A half-typed height doesn't break the suggestions for the width."""
    assert "× 992 " in width_choices("", 1000, ENGLISH)[0].name
    assert "× 768 " in width_choices("", None, ENGLISH)[0].name


@given(st.integers(-(10**6), 10**6))
def test_names_fit_discords_limit(other):
    """Discord accepts choices of 1 to 100 characters."""
    assert all(1 <= len(choice.name) <= 100 for choice in width_choices("", other, ENGLISH))

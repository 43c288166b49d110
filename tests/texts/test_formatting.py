"""Amounts, times and names in each language."""

import pytest

from bot.budgets.policy import UNLIMITED
from cogs.texts import formatting
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")
GERMAN = strict_catalogue().texts("de")


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "no pictures (0 tokens)"),
        (1, "less than 1 picture (1 token)"),
        (62_999, "less than 1 picture (62,999 tokens)"),
        (63_000, "about 1 picture (63,000 tokens)"),
        (250_000, "about 3 pictures (250,000 tokens)"),
        (UNLIMITED, "unlimited"),
        (UNLIMITED - 10**15, "unlimited"),
    ],
)
def test_an_amount_says_what_it_buys(amount, written):
    """Pictures of the default size come first, then tokens. No limit isn't a number."""
    assert formatting.worth(ENGLISH, amount) == written


def test_dollars_are_rounded_to_cents():
    """The owner's cost of tokens, in the language's format."""
    assert formatting.dollars(ENGLISH, 2_520_001) == "$1.26"
    assert formatting.dollars(ENGLISH, 4_000_000_000) == "$2,000.00"
    assert formatting.dollars(GERMAN, 2_520_000) == "1,26 $"


def test_deleted_members_have_no_mention():
    """Members are shown as mentions. One who deleted their data is shown as text."""
    assert formatting.user(ENGLISH, 7) == "<@7>"
    assert "deleted" in formatting.user(ENGLISH, -7)


@pytest.mark.parametrize(
    ("seconds", "written"), [(8.24, "8.2 s"), (9.96, "10 s"), (41.4, "41 s"), (185.0, "3 min 5 s")]
)
def test_durations_are_as_exact_as_they_matter(seconds, written):
    """Tenths below ten seconds, minutes from two minutes up."""
    assert formatting.duration(ENGLISH, seconds) == written


@pytest.mark.parametrize(("size", "written"), [(12_897_485, "12.3 MiB"), (1, "1 KiB"), (104_858, "0.1 MiB")])
def test_file_sizes(size, written):
    """Small files are in KiB, rounded up so that none is empty."""
    assert formatting.file_size(ENGLISH, size) == written


def test_numbers_follow_the_language():
    """German uses commas instead of points."""
    assert formatting.duration(GERMAN, 8.24) == "8,2 s"
    assert formatting.tokens(GERMAN, 63_000) == "63.000 Tokens"

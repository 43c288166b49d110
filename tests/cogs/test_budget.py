"""/budget show: what is used, held and left, and when it renews."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.budget import Allowance, Budget
from bot.errors import StorageUnavailable
from cogs.budget.card import BAR, bar, budget_card
from tests.cogs.fakes import ALLOWANCE, PERIOD
from tests.cogs.reading import check_limits, read, texts


def budget(spent: int, held: int, tokens: int = ALLOWANCE) -> Budget:
    return Budget(Allowance(tokens, PERIOD), spent, held)


async def test_the_member_alone_reads_their_budget(scene, budgets):
    """Used, held, left, renewal and what that buys, in a private message."""
    budgets.spent, budgets.held = 126_000, 63_000
    await scene.hazel.slash(scene.channel_id, "budget show")
    message = await scene.reads(scene.hazel, "Your budget")
    assert message["ephemeral"]
    for part in (
        "Used **126,000 tokens** of 500,000 tokens",
        "Held **63,000 tokens**",
        "Left **311,000 tokens**, enough for 4 pictures of 1024 × 768",
        f"Renews <t:{PERIOD.end_ms // 1000}:R>",
    ):
        assert part in read(message)


async def test_books_that_can_not_be_read_are_told_in_words(scene, budgets):
    """Where the database is out of order, the member reads a sentence and no stack trace."""
    budgets.trouble = StorageUnavailable("locked")
    await scene.hazel.slash(scene.channel_id, "budget show")
    assert (await scene.reads(scene.hazel, "books can't be written"))["ephemeral"]


amounts = st.integers(0, 10**12)


@given(amounts, amounts, amounts)
def test_the_bar_always_has_its_length(spent, held, tokens):
    """However much is used or held, beyond the allowance too, the bar keeps its length and the card fits."""
    assert len(bar(budget(spent, held, tokens))) == BAR
    check_limits(budget_card(budget(spent, held, tokens)))


@pytest.mark.parametrize(
    ("spent", "held", "drawn"),
    [
        (0, 0, "░" * 20),
        (250_000, 0, "█" * 10 + "░" * 10),
        (250_000, 125_000, "█" * 10 + "▒" * 5 + "░" * 5),
        (1, 1, "█▒" + "░" * 18),
        (500_000, 0, "█" * 20),
        (600_000, 0, "█" * 20),
    ],
)
def test_the_bar_shows_the_shares(spent, held, drawn):
    """Full for used, shaded for held, light for left; the smallest amount shows."""
    assert bar(budget(spent, held)) == drawn


def test_nothing_held_is_not_mentioned():
    """The line about held tokens is there only while there are some."""
    assert "Held" not in texts(budget_card(budget(63_000, 0)))[0]

"""/budget show: what's used, held, granted and left, and when it renews. (test_history has the history.)"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.budget import Allowance, Budget
from bot.budgets.grants import Grant, GrantSource, RoleGrant
from bot.budgets.periods import ENDLESS
from bot.budgets.policy import UNLIMITED, Freeze, Source
from bot.errors import StorageUnavailable
from cogs.budget.card import BAR, BONUSES_SHOWN, bar, budget_card
from tests.cogs.fakes import ALLOWANCE, PERIOD
from tests.cogs.reading import check_limits, read, texts
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")


def budget(spent: int, held: int, tokens: int = ALLOWANCE) -> Budget:
    return Budget(Allowance(tokens, PERIOD), spent, held)


async def test_the_member_alone_reads_their_budget(scene, budgets):
    """Used, held, left, renewal and what that buys, in a private message."""
    budgets.spent, budgets.held = 126_000, 63_000
    await scene.hazel.slash(scene.channel_id, "budget show")
    message = await scene.reads(scene.hazel, "Your budget")
    assert message["ephemeral"]
    for part in (
        "**About 4 pictures left** (311,000 tokens)",
        "Used 126,000 of 500,000 tokens",
        "63,000 tokens are reserved",
        f"Resets <t:{PERIOD.end_ms // 1000}:R>",
    ):
        assert part in read(message)


async def test_books_that_can_not_be_read_are_told_in_words(scene, budgets):
    """If the database fails, the member reads a sentence instead of a stack trace."""
    budgets.trouble = StorageUnavailable("locked")
    await scene.hazel.slash(scene.channel_id, "budget show")
    assert (await scene.reads(scene.hazel, "can't save anything"))["ephemeral"]


amounts = st.integers(0, 10**12)


@given(amounts, amounts, amounts)
def test_the_bar_always_has_its_length(spent, held, tokens):
    """The bar keeps its length and the card fits, even if more than the allowance is used or held."""
    assert len(bar(budget(spent, held, tokens))) == BAR
    check_limits(budget_card(budget(spent, held, tokens), ENGLISH))


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
    """Full for used, shaded for held, light for left. Even the smallest amount shows."""
    assert bar(budget(spent, held)) == drawn


def test_nothing_held_is_not_mentioned():
    """The line about held tokens only appears if there are some."""
    assert "reserved" not in texts(budget_card(budget(63_000, 0), ENGLISH))[0]


MODERATOR, ROLE = 77, 88
GRANT = Grant(
    1, 100_000, 30_000, 7_000, 0, 1_800_000_000_000, GrantSource.MODERATOR, MODERATOR, "for @everyone"
)
PROMISE = RoleGrant(
    1, ROLE, 50_000, 0, 1_800_000_000_000, None, MODERATOR, maker_may_claim=False, reason=None
)


def test_what_was_given_is_listed_with_its_expiry():
    """A grant shows what's left and held, its expiry and its reason, without markdown."""
    card = budget_card(replace(budget(0, 0), grants=(GRANT,)), ENGLISH)
    assert "(563,000 tokens)" in texts(card)[0]
    assert "7,000 tokens are reserved" in texts(card)[0]
    assert (
        "- **63,000** of 100,000 tokens left · 7,000 reserved · expires <t:1800000000:R> · "
        "from a moderator (“for \\@everyone”)"
    ) in texts(card)[1]


def test_what_is_promised_counts_and_says_how_to_get_it():
    """A grant for the member's role counts toward what's left, and comes with the next picture."""
    card = budget_card(replace(budget(0, 0), promises=(PROMISE,)), ENGLISH)
    assert "(550,000 tokens)" in texts(card)[0]
    assert "**50,000 tokens** with your next picture" in texts(card)[1]
    assert f"<@&{ROLE}>" in texts(card)[1]


def test_many_grants_fit_on_the_card():
    """However many and however long, the card respects Discord's limits and says how many it omits."""
    grants = tuple(replace(GRANT, id=number, reason="*" * 500) for number in range(50))
    card = budget_card(replace(budget(0, 0), grants=grants, freeze=Freeze("*" * 500, MODERATOR, 0)), ENGLISH)
    check_limits(card)
    assert f"and {50 - BONUSES_SHOWN} more" in texts(card)[1]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (Source.MEMBER, "Custom budget"),
        (Source.ROLE, f"Budget for <@&{ROLE}>"),
        (Source.SERVER, "Default budget on this server"),
        (Source.OPERATOR, "Default budget of this bot"),
    ],
)
def test_where_the_allowance_comes_from_is_said(source, said):
    """A member sees whether it's theirs, a role's, the server's or the bot's."""
    allowance = Allowance(ALLOWANCE, PERIOD, source, ROLE if source is Source.ROLE else None)
    assert said in texts(budget_card(Budget(allowance, 0, 0), ENGLISH))[0]


def test_what_was_left_over_is_named():
    """Tokens carried over from the previous period are listed separately."""
    allowance = Allowance(ALLOWANCE, PERIOD, Source.SERVER, rollover=20_000)
    assert "20,000 tokens carried over" in texts(budget_card(Budget(allowance, 0, 0), ENGLISH))[0]


def test_no_limit_is_said_in_words():
    """Without a limit, the usage is still shown, but no absurd number."""
    text = texts(budget_card(Budget(Allowance(UNLIMITED, ENDLESS), 63_000, 0), ENGLISH))[0]
    assert "Unlimited" in text
    assert "Used 63,000 tokens" in text
    assert "Never resets" in text
    assert str(UNLIMITED)[:5] not in text.replace(",", "")


def test_a_freeze_is_told_with_its_reason_and_its_end():
    """A frozen member sees why, without markdown, and until when."""
    frozen = replace(budget(0, 0), freeze=Freeze("spam @here", MODERATOR, 0, 1_800_000_000_000))
    text = texts(budget_card(frozen, ENGLISH))[0]
    assert "spam \\@here" in text
    assert "The freeze ends <t:1800000000:R>" in text
    assert "froze" not in texts(budget_card(budget(0, 0), ENGLISH))[0]

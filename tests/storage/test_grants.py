"""Grants are spent before the allowance, soonest-expiring first, and are given back to their source."""

import asyncio

import pytest

from bot.budgets.grants import GrantSource
from bot.budgets.refusals import AlreadyOver, InvalidAmount, NotYourOwn
from bot.errors import OverBudget
from bot.storage import Store
from tests.storage.orders import GUILD, MEMBER, MODERATOR, MONTH, NOW, USER, act, buy, finish, given, hold

DAY = 86_400_000


async def amounts(store: Store, at_ms: int = NOW) -> list[tuple[int, int, int]]:
    """Each grant with something left, in spending order: (id, spent, held)."""
    budget = await store.budgets.budget(MEMBER, at_ms)
    return [(grant.id, grant.spent, grant.held) for grant in budget.grants]


async def used(store: Store, at_ms: int = NOW) -> tuple[int, int]:
    """(spent, held) of the allowance only."""
    budget = await store.budgets.budget(MEMBER, at_ms)
    return budget.spent, budget.held


async def test_a_grant_is_there_with_all_that_was_said_of_it(store: Store) -> None:
    """Amount, end, giver and reason. It counts toward the budget's total."""
    grant = (await store.quotas.grant(MEMBER, 50, NOW + DAY, act(reason="helped a newcomer"))).result
    budget = await store.budgets.budget(MEMBER, NOW)
    assert budget.grants == (grant,)
    assert (grant.amount, grant.left, grant.expires_at_ms) == (50, 50, NOW + DAY)
    assert (grant.source, grant.given_by, grant.reason) == (
        GrantSource.MODERATOR,
        MODERATOR,
        "helped a newcomer",
    )
    assert budget.left == budget.allowance.tokens + 50


async def test_the_one_that_expires_first_is_spent_first(store: Store) -> None:
    """Then the next one. Those without an end come last, older ones first, and then the allowance."""
    [endless, endless_too] = await given(store, 10, 10)
    [late] = await given(store, 10, expires_at_ms=NOW + 9 * DAY)
    [soon] = await given(store, 10, expires_at_ms=NOW + DAY)
    assert [grant for grant, _, _ in await amounts(store)] == [soon, late, endless, endless_too]
    await hold(store, 1, 45)
    assert await amounts(store) == [(grant, 0, 10) for grant in (soon, late, endless, endless_too)]
    assert await used(store) == (0, 5)
    assert (await finish(store, 1, 32)).paid == 32
    assert await amounts(store) == [(endless_too, 2, 0)]
    assert await used(store) == (0, 0)
    assert await store.books.differences() == []


async def test_a_release_puts_every_part_back_where_it_was(store: Store) -> None:
    """Into the same grants and the allowance, as if nothing had happened."""
    [soon] = await given(store, 10, expires_at_ms=NOW + DAY)
    [endless] = await given(store, 20)
    await buy(store, 1, 4)
    before = await store.budgets.budget(MEMBER, NOW)
    await hold(store, 2, 50)
    assert await amounts(store) == [(soon, 4, 6), (endless, 0, 20)]
    assert (await store.budgets.budget(MEMBER, NOW)).all_held == 50
    await store.generations.release(2, "ProviderFailed", NOW)
    assert (await store.budgets.budget(MEMBER, NOW)).grants == before.grants
    assert await used(store) == (0, 0)
    await hold(store, 3, 50)
    assert await store.generations.cancel(3, NOW)
    assert (await store.budgets.budget(MEMBER, NOW)).grants == before.grants
    assert await store.books.differences() == []


async def test_what_comes_back_to_an_expired_grant_has_expired(store: Store) -> None:
    """A hold doesn't extend a grant."""
    await given(store, 10, expires_at_ms=NOW + DAY)
    await hold(store, 1, 10)
    await store.generations.release(1, "ProviderFailed", NOW + DAY)
    budget = await store.budgets.budget(MEMBER, NOW + DAY)
    assert (budget.grants, budget.left) == ((), 1_000)
    assert await store.books.differences() == []


async def test_an_expired_grant_still_pays_for_what_it_was_held_for(store: Store) -> None:
    """The picture was ordered in time."""
    await given(store, 10, expires_at_ms=NOW + DAY)
    await hold(store, 1, 10)
    assert (await finish(store, 1, 10, at_ms=NOW + DAY)).paid == 10
    assert await used(store, NOW + DAY) == (0, 0)


async def test_a_grant_lives_up_to_its_end_and_not_longer(store: Store) -> None:
    """It's spent in its last millisecond. At its end, the allowance has to pay."""
    await given(store, 10, expires_at_ms=NOW + DAY)
    await hold(store, 1, 5, at_ms=NOW + DAY - 1)
    await hold(store, 2, 5, at_ms=NOW + DAY)
    assert await used(store, NOW + DAY) == (0, 5)


async def test_a_grant_outlives_the_period(store: Store) -> None:
    """It doesn't belong to a period."""
    await given(store, 10)
    await buy(store, 1, 4)
    await hold(store, 2, 106, tokens=100, at_ms=MONTH.end_ms)
    assert await used(store, MONTH.end_ms) == (0, 100)


async def test_what_is_held_or_spent_is_not_there_a_second_time(store: Store) -> None:
    """A refusal counts what's left of the grants and of the allowance."""
    await given(store, 10, 20)
    await hold(store, 1, 12, tokens=5)
    with pytest.raises(OverBudget) as refused:
        await hold(store, 2, 24, tokens=5)
    assert (refused.value.limit, refused.value.left, refused.value.held) == ("member", 23, 12)
    await hold(store, 2, 23, tokens=5)


async def test_many_at_once_never_overspend_a_grant(store: Store) -> None:
    """With forty concurrent holds on a grant of ten and an allowance of ten, twenty succeed."""
    await given(store, 10)

    async def one(number: int) -> bool:
        try:
            await hold(store, number, 1, tokens=10)
        except OverBudget:
            return False
        return True

    assert sum(await asyncio.gather(*(one(number) for number in range(1, 41)))) == 20
    [(_, spent, held)] = await amounts(store)
    assert (spent, held) == (0, 10)
    assert await store.books.differences() == []


async def test_a_grant_is_the_members_own(store: Store) -> None:
    """Not another member's, nor the same member's on another server."""
    await given(store, 10)
    for details in ({"user_id": USER + 1}, {"guild_id": GUILD + 1}):
        with pytest.raises(OverBudget):
            await hold(store, 1, 11, tokens=10, **details)


async def test_what_can_not_be_given(store: Store) -> None:
    """Zero, negative amounts, absurd amounts, past ends, and anything to oneself."""
    for amount in (0, -5, 10**12 + 1, 2**62):
        with pytest.raises(InvalidAmount):
            await store.quotas.grant(MEMBER, amount, None, act())
    with pytest.raises(AlreadyOver):
        await store.quotas.grant(MEMBER, 5, NOW, act())
    with pytest.raises(NotYourOwn):
        await store.quotas.grant(MEMBER, 5, None, act(user_id=USER))
    assert await amounts(store) == []
    await store.quotas.grant(MEMBER, 5, None, act(user_id=USER, is_administrator=True))
    assert len(await amounts(store)) == 1


async def test_the_card_knows_what_will_be_left(store: Store) -> None:
    """Grants and allowance together, before settling, with the hold returned and the cost deducted."""
    await given(store, 30)
    await hold(store, 1, 50, tokens=100)
    await store.generations.request(1, NOW)
    await store.generations.generated(1, 40, None, NOW)
    assert await store.budgets.left_after(1, 40, NOW) == 90
    await store.generations.settle(1, 7, NOW)
    await hold(store, 2, 20, tokens=100)
    assert await store.budgets.left_after(2, 20, NOW) == 70
    assert await store.budgets.left_after(99, 20, NOW) is None


async def test_the_card_knows_what_will_be_left_where_grants_paid_for_all(store: Store) -> None:
    """Even if the allowance hasn't been touched in this period."""
    await given(store, 30)
    await hold(store, 1, 10, tokens=100)
    assert await store.budgets.left_after(1, 8, NOW) == 122


async def test_the_card_counts_nothing_that_comes_back_to_what_is_over(store: Store) -> None:
    """A hold from last month gives nothing back to this month's allowance."""
    await hold(store, 1, 50, tokens=100)
    await hold(store, 2, 10, tokens=100, at_ms=MONTH.end_ms)
    assert await store.budgets.left_after(1, 20, MONTH.end_ms) == 90
    assert await store.budgets.left_after(2, 10, MONTH.end_ms) == 90


async def test_the_card_says_nothing_where_nothing_is_known_of_this_period(store: Store) -> None:
    """The member's current allowance depends on roles that nobody has checked yet."""
    await hold(store, 1, 50, tokens=100)
    assert await store.budgets.left_after(1, 20, MONTH.end_ms) is None

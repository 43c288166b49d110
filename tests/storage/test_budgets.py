"""The contract of `Budgets`, `Books` and the bot's own stored values."""

import asyncio
from dataclasses import replace

import pytest

from bot.budgets.periods import Cycle, Schedule, month_of
from bot.budgets.policy import Member
from bot.errors import OverBudget
from bot.storage import Store, open_store
from tests.storage.orders import (
    GUILD,
    MONTH,
    NOW,
    USER,
    act,
    advance,
    given,
    hold,
    limits,
    order,
    spent_and_held,
)

NEXT_MONTH = month_of(MONTH.end_ms)


async def test_a_budget_nobody_touched_is_all_there(store: Store) -> None:
    """Without any entries, nothing is spent or held."""
    budget = await store.budgets.budget(Member(GUILD, USER), NOW)
    assert (budget.spent, budget.held, budget.allowance.period) == (0, 0, MONTH)


async def test_a_budget_is_the_members_own(store: Store) -> None:
    """The same member on another server, or another member, has another budget."""
    await store.generations.hold(order(1), limits(), NOW)
    assert (await store.budgets.budget(Member(GUILD, USER), NOW)).held == 10
    assert (await store.budgets.budget(Member(GUILD + 1, USER), NOW)).held == 0
    assert (await store.budgets.budget(Member(GUILD, USER + 1), NOW)).held == 0


async def test_a_new_period_renews_the_allowance_by_itself(store: Store) -> None:
    """Each period has its own account. The old one doesn't change, and its holds end in it."""
    await advance(store, 1, price=90, cost=90)
    with pytest.raises(OverBudget):
        await store.generations.hold(order(2, price=20), limits(100), NOW)
    assert await store.generations.hold(order(2, price=100), limits(100), MONTH.end_ms)
    await store.generations.settle(1, 7, MONTH.end_ms + 1)
    assert await spent_and_held(store) == (90, 0)
    assert await spent_and_held(store, at_ms=MONTH.end_ms) == (0, 100)


async def test_the_books_list_what_was_sent_in_a_time(store: Store) -> None:
    """From the first millisecond to the last (exclusive), with who pays what, and open ones marked."""
    for number, asked_at_ms in ((1, NOW), (2, NOW + 9), (3, NOW + 10), (4, NOW + 5), (5, NOW + 6)):
        await store.generations.hold(order(number), limits(), NOW)
        if number != 5:
            await store.generations.request(number, asked_at_ms)
    await store.generations.generated(1, 8, None, NOW + 11)
    await store.generations.settle(1, 7, NOW + 12)
    await store.generations.release(2, "PictureLost", NOW + 12, charged=10)
    found = await store.books.charges(NOW, NOW + 10)
    assert [(charge.generation_id, charge.paid, charge.lost, charge.open) for charge in found] == [
        (1, 8, 0, False),
        (4, 0, 0, True),
        (2, 0, 10, False),
    ]
    assert [charge.at_ms for charge in found] == [NOW, NOW + 5, NOW + 9]
    generation = await store.generations.get(1)
    assert generation is not None
    assert found[0].request_id == generation.request_id


async def test_right_books_have_no_differences(store: Store) -> None:
    """Open, delivered, released and lost generations together."""
    await store.generations.hold(order(1), limits(), NOW)
    await advance(store, 2)
    await advance(store, 3, cost=9)
    await advance(store, 4, cost=13)
    await store.generations.settle(4, 7, NOW)
    await advance(store, 5)
    await store.generations.release(5, "PictureLost", NOW, charged=10)
    await store.generations.hold(order(6), limits(), NOW)
    await store.generations.cancel(6, NOW)
    assert await store.books.differences() == []


async def test_what_was_remembered_is_there_after_a_restart(database_url: str) -> None:
    """Text by key, the last one set."""
    async with open_store(database_url) as store:
        assert await store.meta.get("commands") is None
        await store.meta.set("commands", "one")
        await store.meta.set("commands", "two")
        await store.meta.set("other", "")
    async with open_store(database_url) as store:
        assert await store.meta.get("commands") == "two"
        assert await store.meta.get("other") == ""


async def test_what_has_been_answered_is_read_by_everybody(store: Store) -> None:
    """Every read that starts after a write was answered sees it, in any task."""
    for number in range(1, 21):
        await store.generations.hold(order(number), limits(), NOW)
        found = await asyncio.gather(*(store.generations.get(number) for _ in range(8)))
        assert all(found)


async def test_what_is_left_after_an_open_picture(store: Store) -> None:
    """Unneeded parts of the hold come back where they can be spent, and an excess is paid from the rest."""
    await given(store, 20, expires_at_ms=NOW + 5)
    await hold(store, 1, 50, tokens=100)
    for cost, at_ms, left in (
        (50, NOW, 70),
        (30, NOW, 90),
        (10, NOW, 110),
        (10, NOW + 5, 100),
        (65, NOW, 55),
        (150, NOW, 0),
        (30, MONTH.end_ms, None),
    ):
        assert await store.budgets.left_after(1, cost, at_ms) == left
    assert await store.budgets.left_after(2, 10, NOW) is None


async def test_what_is_left_after_a_change_of_the_schedule(store: Store) -> None:
    """The picture counts in the day it was held on."""
    await hold(store, 1, 50, tokens=100)
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, schedule=Schedule(Cycle.DAY)), act())
    assert await store.budgets.left_after(1, 30, NOW) is None
    await hold(store, 2, 10, tokens=100)
    assert await store.budgets.left_after(1, 30, NOW) == 60

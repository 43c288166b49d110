"""Renewal, rollover, and the effect of a new schedule on budgets in use."""

from dataclasses import replace

import pytest

from bot.budgets.periods import ENDLESS, Cycle, Schedule
from bot.budgets.refusals import NothingToDeduct
from bot.errors import OverBudget
from bot.storage import Store, open_store
from bot.storage.database import Transaction
from tests.storage.orders import GUILD, MEMBER, MONTH, NOW, USER, act, buy, finish, given, hold

DAY = 86_400_000
TODAY = Schedule(Cycle.DAY).period(NOW)
WEEK = Schedule(Cycle.WEEK).period(NOW)


async def schedule(store: Store, cycle: Cycle, *, zone: str = "UTC", at_ms: int = NOW) -> None:
    await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, schedule=Schedule(cycle, zone)), act(at_ms)
    )


async def rollover(store: Store, limit: int, cycle: Cycle = Cycle.DAY) -> None:
    await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, rollover=limit, schedule=Schedule(cycle)), act()
    )


async def allowed(store: Store, at_ms: int, *, tokens: int = 100, user_id: int = USER) -> int:
    """How much the member can really hold at that time, found out by trying."""
    with pytest.raises(OverBudget) as refused:
        await hold(store, 9_999, 10**9, tokens=tokens, at_ms=at_ms, user_id=user_id)
    return refused.value.left


async def refused_hold(store: Store, number: int, price: int, **details: int) -> OverBudget:
    with pytest.raises(OverBudget) as refused:
        await hold(store, number, price, **details)
    return refused.value


async def set_cap(store: Store, cap: int) -> None:
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=cap), act())


async def spent(store: Store, at_ms: int = NOW) -> int:
    return (await store.budgets.budget(MEMBER, at_ms)).spent


async def server_spent(store: Store, at_ms: int = NOW) -> int:
    return (await store.quotas.server_use(GUILD, at_ms)).spent


async def test_a_budget_is_renewed_once_and_by_nobody(store: Store) -> None:
    """At the start of the next day in the server's zone, and again after years of silence."""
    await schedule(store, Cycle.DAY, zone="America/New_York")
    today = Schedule(Cycle.DAY, "America/New_York").period(NOW)
    await buy(store, 1, 100, tokens=100)
    assert await allowed(store, today.end_ms - 1) == 0
    assert await allowed(store, today.end_ms) == 100
    await buy(store, 2, 60, tokens=100, at_ms=today.end_ms)
    assert await allowed(store, today.end_ms) == 40
    assert await allowed(store, NOW + 5_000 * DAY) == 100
    assert await store.books.differences() == []


async def test_a_restart_renews_nothing(database_url: str) -> None:
    """Periods follow the calendar, not the process."""
    async with open_store(database_url) as store:
        await buy(store, 1, 70, tokens=100)
    async with open_store(database_url) as store:
        assert await allowed(store, NOW) == 30


async def test_without_a_cycle_nothing_is_ever_renewed(store: Store) -> None:
    """There's a single period and no renewal."""
    await schedule(store, Cycle.NONE)
    await buy(store, 1, 70, tokens=100)
    with pytest.raises(OverBudget) as refused:
        await hold(store, 2, 31, tokens=100, at_ms=NOW + 4_000 * DAY)
    assert (refused.value.left, refused.value.renews_at_ms) == (30, None)
    assert (await store.budgets.budget(MEMBER, NOW)).allowance.period == ENDLESS


async def test_what_was_left_rolls_over_up_to_the_limit(store: Store) -> None:
    """With 30 left of today's 100, tomorrow has 130. Of those, the limit lets 50 roll over."""
    await rollover(store, 50)
    await buy(store, 1, 70, tokens=100)
    tomorrow, next_day = TODAY.end_ms, TODAY.end_ms + DAY
    assert await allowed(store, tomorrow) == 130
    budget = await store.budgets.budget(MEMBER, tomorrow)
    assert budget.allowance.rollover == 30
    await buy(store, 2, 1, tokens=100, at_ms=tomorrow)
    assert await allowed(store, next_day) == 150
    assert await store.books.differences() == []


async def test_rollover_is_fixed_when_the_period_is_first_used(store: Store) -> None:
    """Later changes, in the previous period or the policy, don't affect it."""
    await rollover(store, 50)
    await hold(store, 1, 70, tokens=100)
    await hold(store, 2, 1, tokens=100, at_ms=TODAY.end_ms)
    await store.generations.release(1, "ProviderFailed", TODAY.end_ms)
    assert await allowed(store, TODAY.end_ms) == 129
    await rollover(store, 0)
    assert await allowed(store, TODAY.end_ms) == 129
    assert await allowed(store, TODAY.end_ms + DAY) == 100


async def test_a_period_that_passed_unused_leaves_all_of_it(store: Store) -> None:
    """For a member who existed before it, not for a new one."""
    await rollover(store, 500)
    await buy(store, 1, 70, tokens=100)
    later = TODAY.start_ms + 5 * DAY
    assert await allowed(store, later) == 200
    assert await allowed(store, later, user_id=USER + 1) == 100


async def test_a_budget_is_read_as_it_will_be_held(store: Store) -> None:
    """The budget before the first hold of a period equals what that hold will find."""
    await rollover(store, 50)
    await buy(store, 1, 70, tokens=100)
    await store.quotas.set_allowance(MEMBER, 100, act())
    shown = await store.budgets.budget(MEMBER, TODAY.end_ms)
    assert (shown.left, shown.allowance.tokens) == (130, 130)
    await hold(store, 2, 130, at_ms=TODAY.end_ms)


async def test_a_shorter_period_starts_with_what_was_spent_in_it(store: Store) -> None:
    """From months to days: today's pictures are on today's account, but last week's aren't."""
    await buy(store, 1, 40, at_ms=NOW - 9 * DAY)
    await buy(store, 2, 25)
    await schedule(store, Cycle.DAY)
    assert await spent(store) == 25
    assert await allowed(store, NOW) == 75
    assert await server_spent(store) == 25
    assert await allowed(store, TODAY.end_ms) == 100
    assert await store.books.differences() == []


async def test_a_longer_period_starts_with_all_that_was_spent_in_it(store: Store) -> None:
    """From days to months: every day of the month counts."""
    await schedule(store, Cycle.DAY, at_ms=MONTH.start_ms)
    await buy(store, 1, 40, at_ms=NOW - 9 * DAY)
    await buy(store, 2, 25)
    await schedule(store, Cycle.MONTH)
    assert await spent(store) == 65
    assert await server_spent(store) == 65
    assert await allowed(store, NOW) == 35
    await schedule(store, Cycle.NONE)
    assert await allowed(store, NOW) == 35
    assert await store.books.differences() == []


async def test_switching_back_and_forth_resets_nothing(store: Store) -> None:
    """Spending under one schedule is there under the other, however often it changes."""
    await buy(store, 1, 30, tokens=100)
    for number, cycle in enumerate([Cycle.DAY, Cycle.MONTH, Cycle.WEEK, Cycle.NONE, Cycle.MONTH], 2):
        await schedule(store, cycle)
        assert await spent(store) == 30 + (number - 2) * 5
        assert await server_spent(store) == 30 + (number - 2) * 5
        await buy(store, number, 5, tokens=100)
        assert await store.books.differences() == []
    assert await allowed(store, NOW) == 45


async def test_more_may_have_been_spent_than_the_new_period_allows(store: Store) -> None:
    """Then nothing is left, and the books allow it."""
    await buy(store, 1, 90)
    await schedule(store, Cycle.DAY)
    assert await allowed(store, NOW, tokens=50) == 0
    assert (await store.budgets.budget(MEMBER, NOW)).spent == 90
    await store.quotas.set_allowance(MEMBER, 50, act())
    with pytest.raises(NothingToDeduct):
        await store.quotas.deduct(MEMBER, 5, act())
    assert (await store.quotas.reset(MEMBER, act())).result == 90
    assert await allowed(store, NOW) == 50
    assert await store.books.differences() == []


async def test_what_is_held_counts_in_every_period_it_can_fall_into(store: Store) -> None:
    """While it's held and when it's paid, with any schedules in between, for members and servers."""
    await set_cap(store, 80)
    await hold(store, 1, 40, tokens=60)
    for number, cycle in enumerate([Cycle.DAY, Cycle.WEEK, Cycle.MONTH, Cycle.NONE], 2):
        await schedule(store, cycle)
        budget = await store.budgets.budget(MEMBER, NOW)
        assert (budget.spent, budget.held) == (0, 40)
        assert (await store.quotas.server_use(GUILD, NOW)).held == 40
        assert (await refused_hold(store, 100 + number, 30, tokens=60)).limit == "member"
        assert (await refused_hold(store, 100 + number, 50, tokens=60, user_id=99)).limit == "server"
    await schedule(store, Cycle.DAY)
    await hold(store, 2, 10, tokens=60)
    assert (await finish(store, 1, 40)).paid == 40
    assert await spent(store) == await server_spent(store) == 40
    for cycle in (Cycle.MONTH, Cycle.WEEK):
        await schedule(store, cycle)
        assert await spent(store) == await server_spent(store) == 40
        assert (await store.budgets.budget(MEMBER, NOW)).held == 10
    await store.generations.cancel(2, NOW)
    assert (await store.budgets.budget(MEMBER, NOW)).held == 0
    assert await store.books.differences() == []


async def test_a_schedule_that_comes_back_still_knows_what_was_spent_in_between(store: Store) -> None:
    """From month to day and back: the month's account is recounted before anything is held on it."""
    await buy(store, 1, 60, tokens=130)
    await schedule(store, Cycle.DAY)
    await buy(store, 2, 60, tokens=130)
    await schedule(store, Cycle.MONTH)
    assert (await refused_hold(store, 3, 60, tokens=130)).left == 10
    assert await store.books.differences() == []


async def test_a_refund_of_an_earlier_period_makes_no_room_in_this_one(store: Store) -> None:
    """Whatever the schedule becomes, the picture counts where it was held."""
    await set_cap(store, 120)
    before = MONTH.start_ms - 1
    await hold(store, 1, 60, at_ms=before)
    await finish(store, 1, 60, at_ms=before)
    await store.quotas.refund(GUILD, 1, act())
    await buy(store, 2, 60)
    await buy(store, 3, 60)
    await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, schedule=replace(policy.schedule, week_starts_on=6)), act()
    )
    assert await server_spent(store) == 120
    assert (await refused_hold(store, 4, 10)).limit == "server"
    assert await store.books.differences() == []


async def test_a_cap_that_comes_late_counts_what_was_used_before_it(store: Store) -> None:
    """Holds too, in one write. One that's removed and set again knows what happened in between."""
    await buy(store, 1, 30)
    await hold(store, 2, 20)
    await store.operator.set_server_cap(GUILD, 60, None, NOW)
    await store.operator.set_cap(70, None, NOW)
    assert (await refused_hold(store, 3, 15)).limit == "operator_server"
    await store.operator.set_server_cap(GUILD, None, None, NOW)
    assert (await refused_hold(store, 3, 25)).limit == "operator"
    await hold(store, 3, 15)
    await store.operator.set_cap(None, None, NOW)
    await finish(store, 2, 20)
    await hold(store, 4, 40)
    await store.operator.set_cap(110, None, NOW)
    refusal = await refused_hold(store, 5, 10)
    assert (refusal.limit, refusal.left, refusal.held) == ("operator", 5, 55)
    assert await store.books.differences() == []


async def test_without_caps_a_hold_and_a_settlement_write_no_shared_row(store: Store) -> None:
    """Nobody waits for the row of an unset limit."""
    await buy(store, 1)
    assert await store.database.read(scopes()) == ["member"]


def scopes() -> Transaction[list[str]]:
    return [row["scope"] for row in (yield "SELECT scope FROM account ORDER BY id", {})]


async def test_what_was_given_back_counts_as_given_back(store: Store) -> None:
    """Resets, deductions and refunds carry over into the new period along with the spending."""
    await buy(store, 1, 30)
    await buy(store, 2, 20)
    await store.quotas.refund(GUILD, 2, act())
    await store.quotas.deduct(MEMBER, 7, act())
    await schedule(store, Cycle.DAY)
    assert await spent(store) == 37
    await store.quotas.reset(MEMBER, act())
    await schedule(store, Cycle.MONTH)
    assert await spent(store) == 0
    await schedule(store, Cycle.WEEK)
    assert await spent(store) == 0
    assert await store.books.differences() == []


async def test_grants_are_no_part_of_a_period(store: Store) -> None:
    """What they paid isn't carried over."""
    await given(store, 50)
    await buy(store, 1, 60)
    await schedule(store, Cycle.WEEK)
    assert await spent(store) == 10
    assert await server_spent(store) == 60


async def test_a_change_that_moves_no_period_changes_nothing(store: Store) -> None:
    """The first day of the week means nothing to months."""
    await buy(store, 1, 30)
    await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, schedule=replace(policy.schedule, week_starts_on=6)), act()
    )
    await hold(store, 2, 1)
    assert await spent(store) == 30
    assert WEEK.start_ms != MONTH.start_ms
    assert await store.books.differences() == []


async def test_another_zone_begins_another_period(store: Store) -> None:
    """If it's already tomorrow there, spending from today by the old clock still counts."""
    await schedule(store, Cycle.DAY, zone="Etc/GMT+12")
    await buy(store, 1, 30)
    await schedule(store, Cycle.DAY, zone="Pacific/Kiritimati")
    there = Schedule(Cycle.DAY, "Pacific/Kiritimati").period(NOW)
    assert there != Schedule(Cycle.DAY, "Etc/GMT+12").period(NOW)
    assert await spent(store) == 30
    assert await allowed(store, NOW) == 70

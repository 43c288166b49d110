"""Parallel transactions, as on PostgreSQL, have the same results as one after the other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.budgets.grants import NewRoleGrant
from bot.budgets.periods import Cycle, Schedule
from bot.budgets.refusals import GivenBack, NothingToRefund
from bot.errors import OverBudget, QueueFull, StorageUnavailable
from bot.generation.model import Limits
from bot.storage import PostgresLocation, Store, open_store
from bot.storage.database import ALONE, SIDE_BY_SIDE, Transaction
from bot.storage.postgres.database import PostgresDatabase
from tests.storage.orders import GUILD, MEMBER, NOW, USER, act, limits, order
from tests.storage.statements import recall, remember

DAY = 86_400_000
ROLE = 5
PLENTY = limits(10**6, in_flight=10**6)

pytestmark = pytest.mark.postgres


@pytest.fixture
async def store(postgres_url: str) -> AsyncIterator[Store]:
    async with open_store(postgres_url, default_allowance=10**6) as opened:
        yield opened


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[PostgresDatabase]:
    opened = await PostgresDatabase.open(PostgresLocation(postgres_url))
    yield opened
    await opened.close()


async def at_once(*works: Awaitable[Any], refused: tuple[type[Exception], ...] = ()) -> list[Any]:
    """Runs them in parallel. Returns their results, or the expected refusals."""
    ended = await asyncio.gather(*works, return_exceptions=True)
    for end in ended:
        if isinstance(end, BaseException) and not isinstance(end, refused):
            raise end
    return ended


async def generated(store: Store, numbers: range, *, one_member: bool = False) -> None:
    """Pictures that are about to be settled, each of its own member or all of one."""
    for number in numbers:
        ordered = order(number, user_id=USER if one_member else USER + 1_000 + number, price=10)
        assert await store.generations.hold(ordered, PLENTY, NOW)
        await store.generations.request(number, NOW)
        await store.generations.generated(number, 9, None, NOW)


async def check(store: Store) -> None:
    assert await store.books.differences() == []


async def test_first_holds_of_a_server(store: Store) -> None:
    """Every account has to be opened, including caps, and each hold is made."""
    await store.operator.set_cap(10**6, None, NOW)
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=10**6), act())
    holds = (store.generations.hold(order(n, user_id=USER + 1_000 + n), PLENTY, NOW) for n in range(1, 13))
    assert await at_once(*holds) == [True] * 12
    await check(store)
    assert (await store.quotas.server_use(GUILD, NOW)).held == 120


async def test_a_reset_and_settlements(store: Store) -> None:
    """Settlements before the reset are given back, and those after it are spent."""
    for round_ in range(4):
        first = 1 + 100 * round_
        await generated(store, range(first, first + 8), one_member=True)
        settles = [store.generations.settle(number, number, NOW) for number in range(first, first + 8)]
        await at_once(*settles[:4], store.quotas.reset(MEMBER, act()), *settles[4:])
        budget = await store.budgets.budget(MEMBER, NOW)
        assert budget.held == 0
        assert budget.spent % 9 == 0
        await check(store)


async def test_refunds_and_settlements(store: Store) -> None:
    """They lock the caps in one order, so they never deadlock, and nothing is lost."""
    await store.operator.set_cap(10**6, None, NOW)
    await store.operator.set_server_cap(GUILD, 10**6, None, NOW)
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=10**6), act())
    await generated(store, range(1, 25))
    for number in range(1, 13):
        await store.generations.settle(number, number, NOW)
    refunds = [store.quotas.refund(GUILD, number, act()) for number in range(1, 13)]
    settles = [store.generations.settle(number, number, NOW) for number in range(13, 25)]
    await at_once(*(work for pair in zip(refunds, settles, strict=True) for work in pair))
    assert (await store.quotas.server_use(GUILD, NOW)).spent == 12 * 9
    await check(store)


async def test_a_refund_and_a_reset_give_it_back_once(store: Store) -> None:
    """Whichever comes first."""
    for number in range(1, 9):
        await generated(store, range(number, number + 1), one_member=True)
        await store.generations.settle(number, number, NOW)
        await at_once(
            store.quotas.refund(GUILD, number, act()),
            store.quotas.reset(MEMBER, act()),
            refused=(GivenBack, NothingToRefund),
        )
        assert (await store.budgets.budget(MEMBER, NOW)).spent == 0
        await check(store)


async def test_a_cap_that_comes_while_pictures_are_settled(store: Store) -> None:
    """The account of a new cap starts with all earlier settlements, and counts all later ones."""
    await generated(store, range(1, 25))
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=10**6), act())
    settles = [store.generations.settle(number, number, NOW) for number in range(1, 25)]
    holds = [store.generations.hold(order(n, user_id=USER + 1_000 + n), PLENTY, NOW) for n in range(101, 109)]
    await at_once(*settles[:12], *holds, *settles[12:])
    use = await store.quotas.server_use(GUILD, NOW)
    assert (use.spent, use.held) == (24 * 9, 8 * 10)
    await check(store)


async def test_a_schedule_that_changes_while_pictures_are_settled(store: Store) -> None:
    """Every settlement counts in the new period, whatever account it was held on."""
    cycles = (Cycle.WEEK, Cycle.DAY, Cycle.MONTH)
    for number, cycle in enumerate(cycles, 1):
        first = 100 * number
        await generated(store, range(first, first + 8), one_member=True)
        settles = [store.generations.settle(n, n, NOW) for n in range(first, first + 8)]
        change = store.quotas.set_server(
            GUILD, lambda policy, to=cycle: replace(policy, schedule=Schedule(to)), act()
        )
        again = store.generations.hold(order(first + 50, price=1), PLENTY, NOW)
        await at_once(*settles[:4], change, again, *settles[4:])
        await store.generations.hold(order(first + 51, price=1), PLENTY, NOW)
        budget = await store.budgets.budget(MEMBER, NOW)
        assert (budget.spent, budget.held) == (number * 72, number * 2)
        await check(store)


async def test_moderators_who_change_the_settings_at_once(store: Store) -> None:
    """No change is lost, although each one writes the whole row."""
    names = ("default_allowance", "cap", "staff_channel_id", "rollover")
    changes = [
        store.quotas.set_server(
            GUILD, lambda policy, name=name, n=n: replace(policy, **{name: n}), act(user_id=n)
        )
        for n, name in enumerate(names, 40)
    ]
    weekly = store.quotas.set_server(
        GUILD, lambda policy: replace(policy, schedule=Schedule(Cycle.WEEK)), act()
    )
    await at_once(*changes, weekly)
    policy = await store.quotas.server(GUILD)
    assert [getattr(policy, name) for name in names] == [40, 41, 42, 43]
    assert policy.schedule == Schedule(Cycle.WEEK)


async def test_a_role_grant_is_claimed_once(store: Store) -> None:
    """By two pictures of one member that are ordered at the same time."""
    await store.role_grants.make(GUILD, NewRoleGrant(ROLE, 100, NOW + DAY), act())
    holds = (store.generations.hold(order(n, role_ids=(ROLE,)), PLENTY, NOW) for n in range(1, 9))
    assert await at_once(*holds) == [True] * 8
    [grant] = (await store.budgets.budget(MEMBER, NOW)).grants
    assert (grant.amount, grant.held) == (100, 80)
    await check(store)


async def test_what_is_left_of_a_grant_is_used_to_the_last_token(store: Store) -> None:
    """Concurrent holds check it again instead of skipping it. Nobody has any other budget."""
    await store.quotas.grant(MEMBER, 70, None, act())
    await store.quotas.grant(MEMBER, 10, NOW + DAY, act())
    holds = (store.generations.hold(order(n, price=8), Limits(0, 10**6), NOW) for n in range(1, 13))
    ended = await at_once(*holds, refused=(OverBudget,))
    assert ended.count(True) == 10
    budget = await store.budgets.budget(MEMBER, NOW)
    assert sum(grant.held for grant in budget.grants) == 80
    await check(store)


async def test_a_queue_takes_as_many_as_it_has_room_for(store: Store) -> None:
    """Members who order at the same time don't overlook one another."""
    narrow = replace(PLENTY, server_in_flight=7)
    holds = (store.generations.hold(order(n, user_id=USER + 1_000 + n), narrow, NOW) for n in range(1, 31))
    ended = await at_once(*holds, refused=(QueueFull,))
    assert ended.count(True) == 7
    assert len(await store.generations.open()) == 7


async def test_orders_of_several_pictures_that_meet_in_a_circle(store: Store) -> None:
    """They keep locking a member's grants and caps, and all of them are held in the end."""
    await store.operator.set_cap(10**6, None, NOW)
    for _ in range(6):
        await store.quotas.grant(MEMBER, 20, None, act())
    works = [
        store.generations.hold_together([order(n), order(n + 1), order(n + 2)], PLENTY, NOW)
        for n in range(10, 60, 10)
    ]
    assert await at_once(*works) == [True] * 5
    assert sum(grant.held for grant in (await store.budgets.budget(MEMBER, NOW)).grants) == 120
    await check(store)


# The database itself.


def in_turn(first: str, second: str) -> Callable[[], Transaction[None]]:
    def transaction() -> Transaction[None]:
        yield SIDE_BY_SIDE
        yield from remember(first, second)
        yield "SELECT pg_sleep(0.2)", {}
        yield from remember(second, first)

    return transaction


async def test_a_deadlock_is_started_again(database: PostgresDatabase) -> None:
    """PostgreSQL ends one of the two, and neither caller notices."""
    for key in ("a", "b"):
        await database.run(lambda key=key: remember(key, "-"))
    await asyncio.gather(database.run(in_turn("a", "b")), database.run(in_turn("b", "a")))
    assert {await database.read(recall("a")), await database.read(recall("b"))} == {"a", "b"}


async def test_what_has_to_be_alone_is_started_again_alone(database: PostgresDatabase) -> None:
    """Nothing of the first attempt is left, and nobody else writes during the second."""
    tries = 0

    def counting() -> Transaction[str | None]:
        nonlocal tries
        tries += 1
        yield SIDE_BY_SIDE
        yield from remember(f"try {tries}", "written")
        yield ALONE
        before = yield from recall("other")
        yield "SELECT pg_sleep(0.2)", {}
        after = yield from recall("other")
        assert before == after
        return before

    async def others() -> None:
        while not running.done():
            await database.run(lambda: beside("other", str(tries)))

    running = asyncio.ensure_future(database.run(counting))
    await asyncio.gather(running, others())
    assert await database.read(recall("try 1")) is None
    assert await database.read(recall("try 2")) == "written"


def beside(key: str, value: str) -> Transaction[None]:
    yield SIDE_BY_SIDE
    yield from remember(key, value)


async def test_an_error_ends_nothing_but_its_own_transaction(database: PostgresDatabase) -> None:
    """Its writes are gone, and the connection is used again."""

    def failing() -> Transaction[None]:
        yield from remember("a", "b")
        raise StorageUnavailable("on purpose")

    for _ in range(20):
        with pytest.raises(StorageUnavailable, match="on purpose"):
            await database.run(failing)
    assert await database.read(recall("a")) is None


async def test_a_caller_who_goes_away_leaves_no_lock(database: PostgresDatabase) -> None:
    """In the middle of a transaction that's alone. The next one doesn't wait for it."""

    def slow() -> Transaction[None]:
        yield from remember("a", "b")
        yield "SELECT pg_sleep(30)", {}

    task = asyncio.create_task(database.run(slow))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await database.run(lambda: remember("c", "d"))
    assert await database.read(recall("a")) is None


async def test_members_of_many_servers_spend_exactly_what_is_there(store: Store) -> None:
    """Parallel holds on ten servers against one cap over all of them."""
    tight = replace(limits(10**6, in_flight=10**6), monthly_cap=200)
    holds = (
        store.generations.hold(order(n, guild_id=GUILD + n % 10, user_id=USER + 1_000 + n), tight, NOW)
        for n in range(1, 61)
    )
    ended = await at_once(*holds, refused=(OverBudget,))
    assert ended.count(True) == 20
    for n, end in enumerate(ended, 1):
        if end is True:
            await advance_on(store, n)
    assert (await store.operator.spending(NOW)).paid == 180
    await check(store)


async def advance_on(store: Store, number: int) -> None:
    await store.generations.request(number, NOW)
    await store.generations.generated(number, 9, None, NOW)
    await store.generations.settle(number, number, NOW)

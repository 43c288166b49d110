"""Many tasks, threads and processes spend at once, and exactly the allowance is spent."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor

from bot.errors import OverBudget
from bot.generation.model import Limits
from bot.generation.ports import StateConflict
from bot.storage import Store, open_store
from tests.storage.orders import NOW, limits, order, spent_and_held

CAP = 500
PATIENCE_SECONDS = 60.0


async def spend(store: Store, number: int, terms: Limits) -> bool:
    """A whole life that costs one token. False if the budget refuses it."""
    try:
        assert await store.generations.hold(order(number, price=1), terms, NOW)
    except OverBudget:
        return False
    await store.generations.request(number, NOW)
    await store.generations.generated(number, 1, None, NOW)
    await store.generations.settle(number, None, NOW)
    return True


async def spend_all(store: Store, numbers: range) -> int:
    return sum(await asyncio.gather(*(spend(store, number, limits(CAP)) for number in numbers)))


async def spend_from_outside(url: str, numbers: range) -> int:
    """Runs in its own process (see the end of this file)."""
    async with open_store(url, busy_timeout_seconds=PATIENCE_SECONDS) as store:
        return await spend_all(store, numbers)


async def check(store: Store, went_through: int) -> None:
    assert went_through == CAP
    assert await spent_and_held(store) == (CAP, 0)
    assert await store.generations.open() == []
    assert await store.books.differences() == []


async def test_a_thousand_tasks(store: Store) -> None:
    """1,000 concurrent spends of 1 by tasks of one loop against a cap of 500: exactly 500 succeed."""
    await check(store, await spend_all(store, range(1, 1_001)))


async def test_threads_that_share_the_store(sqlite_store: Store) -> None:
    """The same from eight threads with their own event loops, on the same store."""

    def work(first: int) -> int:
        return asyncio.run(spend_all(sqlite_store, range(first, first + 125)))

    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(8) as pool:
        parts = [loop.run_in_executor(pool, work, first) for first in range(1, 1_001, 125)]
        await check(sqlite_store, sum(await asyncio.gather(*parts)))


async def test_processes_that_share_the_database(sqlite_store: Store, sqlite_url: str) -> None:
    """The same from four processes with their own stores, on the same database."""

    async def process(first: int) -> int:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, sqlite_url, str(first), stdout=asyncio.subprocess.PIPE
        )
        output, _ = await child.communicate()
        assert child.returncode == 0
        return int(output)

    await check(sqlite_store, sum(await asyncio.gather(*(process(first) for first in range(1, 1_001, 250)))))


async def test_the_same_interaction_many_times_at_once(store: Store) -> None:
    """An interaction that's delivered many times at once is held once."""
    held = await asyncio.gather(*(store.generations.hold(order(1), limits(), NOW) for _ in range(50)))
    assert sorted(held) == [False] * 49 + [True]
    assert await spent_and_held(store) == (0, 10)


async def test_a_generation_ends_once(store: Store, database_url: str) -> None:
    """If it's cancelled and released at the same moment, one of them wins, and the other finds out."""
    async with open_store(database_url, busy_timeout_seconds=PATIENCE_SECONDS) as other:
        for number in range(1, 21):
            await store.generations.hold(order(number), limits(), NOW)
            results = await asyncio.gather(
                store.generations.cancel(number, NOW),
                other.generations.cancel(number, NOW),
                store.generations.release(number, "Interrupted", NOW),
                other.generations.release(number, "Interrupted", NOW),
                return_exceptions=True,
            )
            winners = [result for result in results if result is True or result is None]
            assert len(winners) == 1
            assert {type(result) for result in results} <= {bool, type(None), StateConflict}
    assert await spent_and_held(store) == (0, 0)
    assert await store.books.differences() == []


if __name__ == "__main__":
    first = int(sys.argv[2])
    print(asyncio.run(spend_from_outside(sys.argv[1], range(first, first + 250))))  # noqa: T201

"""After `kill -9` at any moment, answered writes are there, and unanswered ones are complete or absent."""

import asyncio
import os
import signal
import sys
from itertools import count

import pytest

from bot.generation.model import State
from bot.storage import Store, open_store
from tests.storage.orders import NOW, limits, order

LIFE = [State.HELD, State.REQUESTED, State.GENERATED, State.DELIVERED]
WRITERS = 16


async def live(store: Store, number: int) -> None:
    """One life. The parent process gets each answer before the next step."""
    generations = store.generations
    await generations.hold(order(number, price=2), limits(10**9, in_flight=10**9), NOW)
    notify(number, State.HELD)
    await generations.request(number, NOW)
    notify(number, State.REQUESTED)
    await store.spool.save(number, b"picture %d" % number)
    await generations.generated(number, 3, None, NOW)
    notify(number, State.GENERATED)
    await generations.settle(number, None, NOW)
    notify(number, State.DELIVERED)


def notify(number: int, state: State) -> None:
    os.write(sys.stdout.fileno(), f"{number} {state}\n".encode())


async def live_for_ever(url: str, first: int) -> None:
    numbers = count(first)

    async def writer(store: Store) -> None:
        for number in numbers:
            await live(store, number)

    async with open_store(url) as store:
        await asyncio.gather(*(writer(store) for _ in range(WRITERS)))


async def kill_after(url: str, first: int, answers: int) -> dict[int, State]:
    """Starts a process that writes, kills it after that many answers, and returns the last answer of each."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, url, str(first), stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    told: dict[int, State] = {}
    lines = 0
    async for line in child.stdout:
        number, state = line.split()
        told[int(number)] = State(state.decode())
        lines += 1
        if lines == answers:
            child.kill()
    assert await child.wait() == -signal.SIGKILL
    return told


@pytest.mark.parametrize("answers", [333, 1_000])
async def test_what_was_answered_in_a_long_time_survives_a_kill(sqlite_url: str, answers: int) -> None:
    """Even with many writers' transactions in each commit."""
    await test_what_was_answered_survives_a_kill(sqlite_url, answers)


@pytest.mark.parametrize("answers", [1, 16, 70])
async def test_what_was_answered_survives_a_kill(database_url: str, answers: int) -> None:
    """After three kills on one database, every answer is true and the books are right."""
    told: dict[int, State] = {}
    for first in (1, 10**6, 2 * 10**6):
        told |= await kill_after(database_url, first, answers)
    async with open_store(database_url) as store:
        for number, state in told.items():
            found = await store.generations.get(number)
            assert found is not None
            assert LIFE.index(found.state) >= LIFE.index(state)
            if found.state is State.GENERATED:
                assert await store.spool.load(number) == b"picture %d" % number
        assert await store.books.differences() == []
        assert len(told) >= 3


if __name__ == "__main__":
    asyncio.run(live_for_ever(sys.argv[1], int(sys.argv[2])))

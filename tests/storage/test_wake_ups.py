"""Processes wake each other through PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from bot.database_url import PostgresLocation
from bot.storage.postgres.wake_ups import PostgresWakeUps

pytestmark = pytest.mark.postgres
LONG = 60.0


@pytest.fixture
async def both(postgres_url: str) -> AsyncIterator[list[PostgresWakeUps]]:
    found = [PostgresWakeUps(PostgresLocation(postgres_url)) for _ in range(2)]
    running = [asyncio.create_task(each.run()) for each in found]
    yield found
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def woken(waker: PostgresWakeUps, sleeper: PostgresWakeUps) -> None:
    """Wakes until it's heard: one that isn't connected yet misses it."""
    async with asyncio.timeout(20):
        seen = sleeper.count
        while sleeper.count == seen:
            waker.wake()
            await sleeper.wait(seen, 0.2)


async def test_a_process_wakes_another(both: list[PostgresWakeUps]) -> None:
    """And hears nothing of itself that it hasn't heard already."""
    ours, theirs = both
    await woken(ours, theirs)
    await woken(theirs, ours)


async def test_what_came_before_the_wait_is_not_missed(both: list[PostgresWakeUps]) -> None:
    """It happened between the look at the queue and the wait."""
    ours, _ = both
    seen = ours.count
    ours.wake()
    async with asyncio.timeout(20):
        await ours.wait(seen, LONG)


async def test_a_cut_connection_is_made_again(both: list[PostgresWakeUps], postgres_url: str) -> None:
    """A process that PostgreSQL has thrown out hears the others again a little later."""
    ours, theirs = both
    await woken(ours, theirs)
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await connection.close()
    await woken(theirs, ours)
    await woken(ours, theirs)

"""What durability costs: generations (hold, request, generated, settle) per second, compared with other
designs.

    python -m bench.storage [--seconds 1] [--callers 64] [--rows 1000 100000 1000000]

All variants run the same statements on the same schema with `synchronous = FULL`. They take turns for seven
rounds, and the median counts. Read the ratios: absolute figures depend on the machine.
"""

import argparse
import asyncio
import itertools
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, closing
from functools import partial
from pathlib import Path
from statistics import median

from bench.figures import Figure
from bot.budgets.periods import month_of
from bot.generation.model import Limits, Order, ReplyTarget
from bot.generation.models import FLUX_2_PRO
from bot.generation.request import ImageRequest
from bot.storage.database import Database, Rows, Statement, T, Transaction
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.sqlite.connection import BUSY_TIMEOUT_SECONDS, connect, run_through
from bot.storage.sqlite.database import SqliteDatabase

ROUNDS = 7
GUILD, MEMBERS, COST = 10, 1_000, 63_000
NOW = time.time_ns() // 1_000_000
MONTH = month_of(NOW)
LIMITS = Limits(default_allowance=10**12, in_flight=1_000)
TRANSACTIONS_PER_LIFE = 4
_IDS = itertools.count(10**12)

# A history of delivered generations, spread over the members, with two ledger rows each.
HISTORY = (
    """
    WITH RECURSIVE member(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM member WHERE id + 1 < :members)
    INSERT INTO account (scope, guild_id, user_id, period_start_ms, period_end_ms, only_one, allowance, spent)
    SELECT 'member', :guild, id, :start, :end, 1, 1000000000000,
        :cost * ((:lives / :members) + (id < :lives % :members)) FROM member
    """,
    """
    WITH RECURSIVE life(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM life WHERE id + 1 < :lives)
    INSERT INTO generation (
        id, guild_id, user_id, user_name, prompt, width, height, seed, format, application_id, channel_id,
        reply_expires_at_ms, upload_limit, private, spoiler, price, state, held_at_ms, requested_at_ms,
        generated_at_ms, ended_at_ms, told_at_ms, attempts, cost
    ) SELECT id, :guild, id % :members, 'hazel', 'a quiet harbour at dawn, seen from above', 1024, 768, 7,
        'png', 5, 6, :now, 10485760, 0, 0, :cost, 'delivered', :now - 9, :now - 8, :now - 1, :now, :now, 1,
        :cost
    FROM life
    """,
    """
    INSERT INTO ledger (
        at_ms, counts_at_ms, kind, account_id, guild_id, user_id, generation_id, held_change, spent_change,
        actor_id
    ) SELECT :now, :now - 9, moved.kind, account.id, :guild, account.user_id, generation.id,
        moved.held * :cost, moved.spent * :cost, NULL
    FROM generation JOIN account USING (user_id)
    CROSS JOIN (SELECT 'hold' AS kind, 1 AS held, 0 AS spent UNION ALL SELECT 'settle', -1, 1) AS moved
    ORDER BY generation.id
    """,
)


def order(number: int) -> Order:
    request = ImageRequest("a quiet harbour at dawn, seen from above", FLUX_2_PRO.default_size, seed=7)
    reply = ReplyTarget(5, 6, "t" * 200, NOW + 900_000, 10 * 2**20)
    return Order(number, GUILD, number % MEMBERS, "hazel", request, reply, price=COST)


class CommitEach:
    """A single thread with one commit per transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        return await self.read(transaction())

    async def read(self, transaction: Transaction[T]) -> T:
        self._connection.execute("BEGIN IMMEDIATE")
        result = run_through(self._connection, transaction)
        self._connection.execute("COMMIT")
        return result


class OneConnection:
    """The usual design, like aiosqlite's: a connection in a thread, a lock and a thread hop per statement."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        return await self.read(transaction())

    async def read(self, transaction: Transaction[T]) -> T:
        async with self._lock:
            await asyncio.to_thread(self._connection.execute, "BEGIN IMMEDIATE")
            try:
                statement = next(transaction)
                while True:
                    statement = transaction.send(await asyncio.to_thread(self._fetch, statement))
            except StopIteration as stop:
                await asyncio.to_thread(self._connection.execute, "COMMIT")
                result: T = stop.value
                return result

    async def purge(self) -> bool:
        return True

    def _fetch(self, statement: Statement) -> Rows:
        return self._connection.execute(*statement).fetchall()


async def bare_loop(connection: sqlite3.Connection, seconds: float) -> float:
    """Generations per second of a single thread without a writer thread behind it."""
    return await callers(CommitEach(connection), 1, seconds)


async def callers(database: Database, how_many: int, seconds: float) -> float:
    """Generations per second with that many concurrent callers."""
    generations = GenerationRepository(database)
    started = time.perf_counter()

    async def caller() -> int:
        lives = 0
        while time.perf_counter() - started < seconds:
            number = next(_IDS)
            await generations.hold(order(number), LIMITS, NOW)
            await generations.request(number, NOW)
            await generations.generated(number, COST, None, NOW)
            await generations.settle(number, 7, NOW)
            lives += 1
        return lives

    lives = sum(await asyncio.gather(*(caller() for _ in range(how_many))))
    return lives / (time.perf_counter() - started)


async def filled(
    exits: AsyncExitStack, path: Path, ledger_rows: int = 0, members: int = MEMBERS
) -> SqliteDatabase:
    database = await SqliteDatabase.open(path)
    exits.push_async_callback(database.close)
    values = {"members": members, "guild": GUILD, "cost": COST, "lives": ledger_rows // 2, "now": NOW}
    if ledger_rows:
        with closing(connect(path, BUSY_TIMEOUT_SECONDS, writes=True)) as connection:
            for statement in HISTORY:
                connection.execute(statement, {**values, "start": MONTH.start_ms, "end": MONTH.end_ms})
    return database


async def rates(variants: Mapping[str, Callable[[], Awaitable[float]]]) -> dict[str, float]:
    """Runs all variants round after round. Returns the median of each, in transactions per second."""
    measured: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(ROUNDS):
        for name, measure in variants.items():
            measured[name].append(await measure())
    return {name: median(found) * TRANSACTIONS_PER_LIFE for name, found in measured.items()}


async def in_turns(variants: Mapping[str, Callable[[], Awaitable[float]]]) -> None:
    """Prints the rates, compared with the first one."""
    found = await rates(variants)
    reference = next(iter(found.values()))
    for name, per_second in found.items():
        print(f"{name:<44} {per_second:>9,.0f} tx/s {per_second / reference:>7.2f} ×", flush=True)


async def figures(rows: Sequence[int] = (1_000, 1_000_000), seconds: float = 0.5) -> AsyncIterator[Figure]:
    """For the table of all benchmarks: 64 callers and a bare loop, and each history and the shortest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with AsyncExitStack() as exits:
            store = await filled(exits, folder / "many")
            await filled(exits, folder / "bare")
            bare = exits.enter_context(closing(connect(folder / "bare", BUSY_TIMEOUT_SECONDS, writes=True)))
            found = await rates(
                {
                    "bare": partial(bare_loop, bare, seconds),
                    "easel": partial(callers, store, 64, seconds),
                    "one": partial(callers, store, 1, seconds),
                }
            )
        yield Figure(
            "store, 64 callers, beside a bare loop", found["easel"], "tx/s", found["bare"], least_ratio=3.8
        )
        yield Figure("store, 1 caller, beside a bare loop", found["one"], "tx/s", found["bare"])
        async with AsyncExitStack() as exits:
            stores = {count: await filled(exits, folder / f"rows{count}", count) for count in rows}
            found = await rates(
                {str(count): partial(callers, each, 64, seconds) for count, each in stores.items()}
            )
        for count in rows[1:]:
            yield Figure(
                f"store, {count:,} ledger rows beside {rows[0]:,}",
                found[str(count)],
                "tx/s",
                found[str(rows[0])],
                least_ratio=0.9,
            )


async def compare(folder: Path, at_once: int, seconds: float) -> None:
    async with AsyncExitStack() as exits:
        stores = {name: await filled(exits, folder / name) for name in ("bare", "usual", "many", "one")}
        bare, usual = (
            exits.enter_context(closing(connect(folder / name, BUSY_TIMEOUT_SECONDS, writes=True)))
            for name in ("bare", "usual")
        )
        await in_turns(
            {
                "bare loop, one thread, commit each": partial(bare_loop, bare, seconds),
                f"one connection and a lock, {at_once} callers": partial(
                    callers, OneConnection(usual), at_once, seconds
                ),
                f"Easel's store, {at_once} callers": partial(callers, stores["many"], at_once, seconds),
                "Easel's store, 1 caller": partial(callers, stores["one"], 1, seconds),
            }
        )


async def grow(folder: Path, sizes: list[int], at_once: int, seconds: float) -> None:
    async with AsyncExitStack() as exits:
        stores = {rows: await filled(exits, folder / f"rows{rows}", rows) for rows in sizes}
        await in_turns(
            {
                f"Easel's store, {rows:,} ledger rows": partial(callers, store, at_once, seconds)
                for rows, store in stores.items()
            }
        )
        for rows, store in stores.items():
            started = time.perf_counter()
            for _ in range(100):
                await GenerationRepository(store).typical_ms(FLUX_2_PRO.default_size)
            took_ms = (time.perf_counter() - started) * 10
            print(f"the estimate for a waiting member,  {rows:,} ledger rows: {took_ms:.2f} ms", flush=True)


async def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--seconds", type=float, default=1.0, help="per measurement")
    arguments.add_argument("--callers", type=int, default=64)
    arguments.add_argument("--rows", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000])
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        await compare(Path(folder), asked.callers, asked.seconds)
        if asked.rows:
            await grow(Path(folder), asked.rows, asked.callers, asked.seconds)


if __name__ == "__main__":
    asyncio.run(main())

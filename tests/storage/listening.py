"""What a store asks SQLite, and how SQLite executes it."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from bot.storage.database import ALONE, SIDE_BY_SIDE, Statement, T, Transaction
from bot.storage.sqlite.connection import connect, run_through
from bot.storage.sqlite.database import SqliteDatabase

# Partial indexes of what's open, unnotified or secret. Their size depends on current work, not on the
# history.
SHORT = (
    "generation_open",
    "generation_untold",
    "generation_reply_token",
    "generation_queued",
    "generation_claimed",
    "generation_slot",
)


class Listening:
    """A `Database` that records the statements passing through it."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self.heard: dict[str, Statement] = {}

    def _overhear(self, transaction: Transaction[T]) -> Transaction[T]:
        statement = next(transaction)
        while True:
            self.heard[statement[0]] = statement
            rows = yield statement
            try:
                statement = transaction.send(rows)
            except StopIteration as stop:
                result: T = stop.value
                return result

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        return await self._database.run(lambda: self._overhear(transaction()))

    async def read(self, transaction: Transaction[T]) -> T:
        return await self._database.read(self._overhear(transaction))

    async def purge(self) -> bool:
        return await self._database.purge()


def plan(statement: Statement) -> Transaction[list[str]]:
    sql, values = statement
    return [row["detail"] for row in (yield f"EXPLAIN QUERY PLAN {sql}", values)]


def may_scan(step: str, sql: str) -> bool:
    """Scans that don't grow with the history."""
    if step.startswith(("SCAN ledger", "SCAN role_promise_claim")) and sql.split()[:2] == ["INSERT", "INTO"]:
        # SQLite's check whether a new row fixes a dangling reference. It's in the plan but skipped at run
        # time, as there's no such row. The test of steps below would notice.
        return sql.split()[2] in {"account", "generation", "role_promise"}
    if (
        step
        in {
            "SCAN recent",
            "SCAN always",
            "SCAN used",
            "SCAN counted",
            "SCAN guild",
            "SCAN unsent",
            "SCAN part",
            "SCAN CONSTANT ROW",
            "SCAN lease",  # a row for each process and duty
        }
        or "(subquery" in step
    ):
        return True  # the last 256 of `typical_ms`, a row of no table, or the sums of a report
    if step.endswith("USING COVERING INDEX generation_requested"):
        return "LIMIT 256" in sql
    return step.partition("INDEX ")[2] in SHORT


async def scans(database: SqliteDatabase, statements: list[Statement]) -> list[str]:
    """The steps of these statements that read more as the history grows."""
    return [
        f"{step}: {statement[0]}"
        for statement in statements
        if statement not in (ALONE, SIDE_BY_SIDE)
        for step in await database.read(plan(statement))
        if step.startswith("SCAN") and not may_scan(step, statement[0])
    ]


class Direct:
    """A `Database` that does everything at once, inside a transaction that's already open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        return run_through(self._connection, transaction())

    async def read(self, transaction: Transaction[T]) -> T:
        return run_through(self._connection, transaction)


async def steps_of(path: Path, scene: Callable[[Direct], Awaitable[None]]) -> int:
    """How many instructions of SQLite's machine `scene` takes, the same on every computer. It's undone."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1

    with closing(connect(path, 1.0, writes=True)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.set_progress_handler(step, 1)
        await scene(Direct(connection))
        connection.set_progress_handler(None, 1)
        connection.execute("ROLLBACK")
    return count


async def write(path: Path, scene: Callable[[Direct], Awaitable[None]]) -> None:
    """Runs all of `scene` in one commit."""
    with closing(connect(path, 1.0, writes=True)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        await scene(Direct(connection))
        connection.execute("COMMIT")

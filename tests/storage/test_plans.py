"""No statement on a generation's way reads more the longer the history gets."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.budgets.policy import Member
from bot.errors import OverBudget, TooManyInFlight
from bot.generation.request import Size
from bot.storage.budgets import StoredBooks, StoredBudgets
from bot.storage.database import Statement, T, Transaction
from bot.storage.generations import StoredGenerations
from bot.storage.meta import StoredMeta
from bot.storage.sqlite.connection import connect, run_through
from bot.storage.sqlite.database import SqliteDatabase
from bot.storage.transactions import budgeting, ending, holding, moving, reading
from tests.storage.orders import GUILD, NOW, USER, limits, order

# Partial indexes of what is open, untold or secret: as long as what is going on, not as the history.
SHORT = ("generation_open", "generation_untold", "generation_reply_token")


class Listening:
    """A `Database` that writes down the statements that pass through it."""

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

    async def run(self, transaction: Transaction[T]) -> T:
        return await self._database.run(self._overhear(transaction))

    async def read(self, transaction: Transaction[T]) -> T:
        return await self._database.read(self._overhear(transaction))


async def live(database: Listening) -> None:
    """Everything that happens to generations, refusals included."""
    generations, meta = StoredGenerations(database), StoredMeta(database)
    for number in range(1, 5):
        await generations.hold(order(number), limits(), NOW)
        await generations.request(number, NOW)
    await generations.requeue(1, NOW)
    await generations.cancel(1, NOW)
    await generations.generated(2, 15, None, NOW)
    await generations.settle(2, 7, NOW)
    await generations.release(3, "PictureLost", NOW, charged=5)
    await generations.told(3, NOW)
    with pytest.raises(TooManyInFlight):
        await generations.hold(order(5), limits(in_flight=1), NOW)
    with pytest.raises(OverBudget):
        await generations.hold(order(5), limits(1), NOW)
    await generations.generated(4, 20_000, None, NOW)
    assert (await generations.settle(4, 7, NOW)).lost
    await generations.get(1)
    await generations.open()
    await generations.untold()
    await generations.untold((GUILD, USER))
    await generations.typical_ms(Size(1024, 768))
    await generations.forget_tokens(NOW)
    await StoredBudgets(database, 1).budget(Member(GUILD, USER), NOW)
    await StoredBooks(database).charges(NOW, NOW + 1)
    await meta.set("a", "b")
    await meta.get("a")


def plan(statement: Statement) -> Transaction[list[str]]:
    sql, values = statement
    return [row["detail"] for row in (yield f"EXPLAIN QUERY PLAN {sql}", values)]


def may_scan(step: str, sql: str) -> bool:
    """Scans that don't grow with the history."""
    if step in {"SCAN ledger", "SCAN role_promise_claim"} and sql.split()[:2] == ["INSERT", "INTO"]:
        # SQLite's check whether a new row mends one that pointed nowhere. It is in the plan and skipped when
        # run, as there is no such row: the test of steps below would notice.
        return sql.split()[2] in {"account", "generation", "role_promise"}
    if step in {"SCAN recent", "SCAN always", "SCAN CONSTANT ROW"}:
        return True  # the last 256 of `typical_ms`; a row of no table
    if step.endswith("USING COVERING INDEX generation_requested"):
        return "LIMIT 256" in sql
    return step.partition("INDEX ")[2] in SHORT


async def test_no_statement_scans_what_grows(path: Path) -> None:
    """Every step of every plan is a search by a key or an index, or walks what stays short."""
    database = await SqliteDatabase.open(path)
    try:
        listening = Listening(database)
        await live(listening)
        assert len(listening.heard) > 20
        for statement in listening.heard.values():
            for step in await database.read(plan(statement)):
                if step.startswith("SCAN"):
                    assert may_scan(step, statement[0]), f"{step}: {statement[0]}"
    finally:
        await database.close()


def steps_of_a_life(path: Path, first: int) -> int:
    """How many instructions of SQLite's machine a life takes: the same on every computer."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1

    with closing(connect(path, 1.0, writes=True)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.set_progress_handler(step, 1)
        run_through(connection, holding.hold(order(first), limits(10_000), NOW))
        run_through(connection, moving.request(first, NOW))
        run_through(connection, moving.generated(first, 12, None, NOW + 1))
        run_through(connection, ending.settle(first, 7, NOW + 2))
        run_through(connection, holding.hold(order(first + 1), limits(10_000), NOW))
        run_through(connection, ending.release(first + 1, "ProviderFailed", NOW, 5))
        run_through(connection, reading.untold((GUILD, USER)))
        run_through(connection, budgeting.budget(Member(GUILD, USER), 1_000, NOW))
        run_through(connection, reading.open_ones())
        connection.set_progress_handler(None, 1)
        connection.execute("ROLLBACK")
    return count


async def test_a_life_takes_no_more_steps_after_many_others(path: Path) -> None:
    """With 3,000 lives of the same member behind it, the next makes SQLite work as little as the first."""
    database = await SqliteDatabase.open(path)
    await database.close()
    at_first = steps_of_a_life(path, 10_000)
    with closing(connect(path, 1.0, writes=True)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for number in range(1, 3_001):
            run_through(connection, holding.hold(order(number, price=1), limits(10_000), NOW))
            run_through(connection, moving.request(number, NOW))
            run_through(connection, moving.generated(number, 1, None, NOW))
            run_through(connection, ending.settle(number, 7, NOW))
        connection.execute("COMMIT")
    later = steps_of_a_life(path, 10_000)
    assert at_first > 100
    assert later < at_first * 1.1

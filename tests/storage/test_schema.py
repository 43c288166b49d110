"""The second line of defence: what the database itself refuses."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.storage import open_store
from bot.storage.repositories.generation_rows import LIFE_COLUMNS, ORDER_COLUMNS, SHARED_COLUMNS
from tests.storage.orders import NOW, act, advance, limits, order


@pytest.fixture
async def raw(sqlite_url: str, path: Path) -> sqlite3.Connection:
    """The raw file with one generation held (1), one delivered (2) and one lost (3)."""
    async with open_store(sqlite_url) as store:
        await store.quotas.set_server(10, lambda policy: replace(policy, cap=10_000), act())
        await store.operator.set_server_cap(10, 10_000, None, NOW)
        await store.operator.set_cap(10_000, None, NOW)
        await store.generations.hold(order(1), limits(100), NOW)
        await advance(store, 2, cost=12)
        await store.generations.settle(2, 7, NOW)
        await advance(store, 3)
        await store.generations.release(3, "PictureLost", NOW, charged=5)
    return sqlite3.connect(path, isolation_level=None)


@pytest.fixture
def connection(raw: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    with closing(raw):
        raw.execute("PRAGMA foreign_keys = ON")
        yield raw


def ledger_row(
    kind: str,
    generation: int | str,
    *,
    held: int = 0,
    spent: int = 0,
    lost: int = 0,
    granted: int = 0,
    account: int | str = 1,
) -> str:
    return (
        "INSERT INTO ledger (at_ms, counts_at_ms, kind, account_id, guild_id, user_id, generation_id,"
        " held_change, spent_change, lost_change, granted_change)"
        f" VALUES (1, 1, '{kind}', {account}, 10, 20, {generation}, {held}, {spent}, {lost}, {granted})"
    )


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE ledger SET spent_change = 0", "append-only"),
        ("UPDATE ledger SET user_id = 21", "append-only"),
        ("UPDATE ledger SET user_id = -21, spent_change = 1", "append-only"),
        ("UPDATE ledger SET actor_id = NULL WHERE kind = 'hold'", "append-only"),
        ("DELETE FROM ledger WHERE id = 1", "append-only"),
        ("UPDATE account SET held = -1", "CHECK"),
        ("UPDATE account SET spent = allowance - held + 1", "CHECK"),
        ("UPDATE account SET allowance = spent + held - 1", "CHECK"),
        ("UPDATE account SET spent = 'much'", "cannot store TEXT"),
        ("UPDATE account SET period_end_ms = period_start_ms", "CHECK"),
        ("UPDATE generation SET state = 'paid'", "CHECK"),
        ("UPDATE generation SET state = 'generated' WHERE id = 1", "CHECK"),
        ("UPDATE generation SET state = 'released' WHERE id = 1", "CHECK"),
        ("UPDATE generation SET cost = -1", "CHECK"),
        ("UPDATE generation SET price = 0", "CHECK"),
        ("UPDATE account SET lost = -1", "CHECK"),
        ("UPDATE account SET scope = 'grant'", "CHECK"),
        ("UPDATE generation SET refunded_at_ms = 1 WHERE id = 1", "CHECK"),
        (ledger_row("hold", 1, held=10), "UNIQUE"),
        (ledger_row("settle", 2, held=-10, spent=9), "UNIQUE"),
        (ledger_row("release", 2, held=-10), "UNIQUE"),
        (ledger_row("loss", 3, lost=5, account="NULL"), "UNIQUE"),
        (ledger_row("hold", 4, held=10), "FOREIGN KEY"),
        (ledger_row("settle", 1, held=-10, spent=9, account=99), "FOREIGN KEY"),
        (ledger_row("settle", 1, held=-10, spent=9, account="NULL"), "CHECK"),
        (ledger_row("hold", 1, held=-10), "CHECK"),
        (ledger_row("release", 1, held=-10, spent=1), "CHECK"),
        (ledger_row("settle", 1, held=10, spent=9), "CHECK"),
        (ledger_row("settle", 1, held=-10, spent=9, lost=1), "CHECK"),
        (ledger_row("loss", 1, account="NULL"), "CHECK"),
        (ledger_row("loss", 1, lost=-1, account="NULL"), "CHECK"),
        (ledger_row("release", "NULL", held=-10), "CHECK"),
        (ledger_row("refund", 2, spent=-5, lost=4), "CHECK"),
        (ledger_row("refund", 2, spent=5, lost=-5), "CHECK"),
        (ledger_row("grant", "NULL", granted=-5), "CHECK"),
        (ledger_row("reset", "NULL", spent=5), "CHECK"),
        (ledger_row("deduct", "NULL", spent=-5), "CHECK"),
        (ledger_row("deduct", "NULL", spent=5, account="NULL"), "CHECK"),
        (ledger_row("undo", "NULL", spent=5), "CHECK"),
        (ledger_row("carry", "NULL"), "CHECK"),
        (ledger_row("carry", 1, spent=5), "CHECK"),
        (ledger_row("gift", "NULL"), "CHECK"),
    ],
)
def test_the_database_refuses(connection: sqlite3.Connection, statement: str, words: str) -> None:
    """Overspending, a second resolution, an edited ledger or an impossible state can't be written at all."""
    with pytest.raises(sqlite3.IntegrityError, match=words):
        connection.execute(statement)


@pytest.mark.parametrize(
    ("tampering", "differences"),
    [
        (
            ["UPDATE account SET held = held + 1 WHERE scope = 'member'"],
            [("member account 1 (user 20 of server 10): tokens held", 10, 11)],
        ),
        (
            ["UPDATE account SET spent = spent - 2 WHERE scope = 'server'"],
            [
                ("server account 2 (server 10): tokens spent", 12, 10),
                ("server account 2 (server 10): tokens spent in its period", 12, 10),
            ],
        ),
        (
            ["UPDATE account SET lost = lost + 1 WHERE scope LIKE 'operator%'"],
            [
                ("operator_server account 3 (server 10): tokens lost", 5, 6),
                ("operator account 4: tokens lost", 5, 6),
                ("operator_server account 3 (server 10): tokens lost in its period", 5, 6),
                ("operator account 4: tokens lost in its period", 5, 6),
            ],
        ),
        (
            ["UPDATE generation SET state = 'released', ended_at_ms = 1 WHERE id = 1"],
            [("generation 1 (released): tokens held", 0, 10)],
        ),
        (
            ["UPDATE generation SET cost = 11 WHERE id = 2"],
            [("generation 2 (delivered): tokens charged", 11, 12)],
        ),
        (
            ["UPDATE generation SET cost = 7 WHERE id = 3"],
            [("generation 3 (lost): tokens charged", 7, 5)],
        ),
        (
            ["DROP TRIGGER ledger_refuses_delete", "DELETE FROM ledger WHERE kind = 'loss'"],
            [
                ("operator_server account 3 (server 10): tokens lost", 0, 5),
                ("operator account 4: tokens lost", 0, 5),
                ("operator_server account 3 (server 10): tokens lost in its period", 0, 5),
                ("operator account 4: tokens lost in its period", 0, 5),
                ("generation 3 (lost): tokens charged", 5, 0),
            ],
        ),
    ],
)
async def test_wrong_books_are_found_out(
    connection: sqlite3.Connection,
    sqlite_url: str,
    tampering: list[str],
    differences: list[tuple[str, int, int]],
) -> None:
    """Every difference is named, with the ledger's or the provider's value and the actual one."""
    for statement in tampering:
        connection.execute(statement)
    async with open_store(sqlite_url) as store:
        found = await store.books.differences()
    assert [(difference.what, difference.expected, difference.found) for difference in found] == differences


def test_the_columns_of_a_generation_are_those_that_the_code_names(connection: sqlite3.Connection) -> None:
    """One list in the code makes the statements and the export. A new column has to be in it."""
    columns = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info('generation')")}
    assert columns == {*ORDER_COLUMNS, *LIFE_COLUMNS, *SHARED_COLUMNS}

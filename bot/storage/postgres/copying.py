"""Moves a store from SQLite to PostgreSQL: every row and every picture in progress, in one transaction.

Everything is read back and compared before it's committed. So PostgreSQL has all of it or nothing, and the
SQLite file doesn't change.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

import asyncpg

from bot.budgets.books import Difference
from bot.database_url import PostgresLocation, SqliteLocation
from bot.errors import StorageUnavailable
from bot.storage.postgres import causes
from bot.storage.postgres.connection import connect
from bot.storage.postgres.database import PostgresDatabase
from bot.storage.postgres.migrate import continue_counting
from bot.storage.repositories.books import BooksRepository
from bot.storage.schema import Schema
from bot.storage.spool import FolderSpool
from bot.storage.sqlite import connection as sqlite
from bot.storage.sqlite.database import SqliteDatabase, translated

_CONNECT_SECONDS = 10.0
_PORTION = 500  # rows
_PORTION_OF_FILES = 5  # rows with a file in them

# PostgreSQL has its own.
_NOT_COPIED = ("migration", "spool")
_OWN_META = "key <> 'oldest_schema'"

_TABLES = "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"

_REFERENCES = """
SELECT conrelid::regclass::text AS name, confrelid::regclass::text AS target FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""

_COLUMNS = """
SELECT column_name AS name, data_type AS kind FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position
"""

_KEY = """
SELECT attname::text AS name FROM pg_index
JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
WHERE indrelid = to_regclass($1) AND indisprimary ORDER BY array_position(indkey::int2[], attnum)
"""

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """The copied rows and pictures. `differences` are the ledger's, which the source has too."""

    rows: int
    pictures: int
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    has_files: bool

    @property
    def select(self) -> str:
        """The rows in key order, the same on both sides."""
        condition = f"WHERE {_OWN_META}" if self.name == "meta" else ""
        return (
            f"SELECT {', '.join(self.columns)} FROM {self.name} {condition}"  # noqa: S608 - names of ours
            f" ORDER BY {', '.join(self.key)}"
        )


async def copy_store(source: SqliteLocation, target: PostgresLocation) -> Copied:
    """Copies everything. No bot can use either of them meanwhile.

    Raises `StorageUnavailable` if one of them can't be used, or the target isn't empty.
    """
    async with AsyncExitStack() as stack:
        ours = await SqliteDatabase.open(source.path, schema=Schema.REQUIRE, sole=True)
        stack.push_async_callback(ours.close)
        theirs = await PostgresDatabase.open(target, sole=True, start_patience_seconds=0)
        stack.push_async_callback(theirs.close)
        spool = FolderSpool(source.spool)
        stack.callback(spool.close)
        with translated():
            reader = stack.enter_context(closing(sqlite.connect(source.path, 10.0, writes=False)))
        writer = await connect(target, timeout_seconds=_CONNECT_SECONDS)
        stack.callback(writer.terminate)
        with causes.translated(target):
            async with writer.transaction():
                rows = await _copy_tables(reader, writer)
                pictures = await _copy_pictures(spool, writer)
                await continue_counting(writer)
        differences = await BooksRepository(theirs).differences()
        if differences != await BooksRepository(ours).differences():
            raise StorageUnavailable("the ledgers differ after the copy, although every row is the same")
    return Copied(rows, pictures, differences)


async def _copy_tables(reader: sqlite3.Connection, writer: asyncpg.Connection) -> int:
    tables = await _tables(writer)
    for table in (*tables, _Table("spool", ("generation_id",), ("generation_id",), has_files=False)):
        if await writer.fetchrow(f"{table.select} LIMIT 1") is not None:
            raise StorageUnavailable(
                "there's something in the PostgreSQL database already. Copy into one that's new"
            )
    for table in tables:
        async for portion in _portions(reader, table):
            await writer.copy_records_to_table(table.name, records=portion, columns=table.columns)
    return sum([await _compare(reader, writer, table) for table in tables])


async def _tables(writer: asyncpg.Connection) -> list[_Table]:
    """Every table, after the tables it refers to."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for row in await writer.fetch(_TABLES):
        if row["name"] not in _NOT_COPIED:
            sorter.add(row["name"])
    for row in await writer.fetch(_REFERENCES):
        if row["name"] != row["target"]:
            sorter.add(row["name"], row["target"])
    return [await _table(writer, name) for name in sorter.static_order()]


async def _table(writer: asyncpg.Connection, name: str) -> _Table:
    columns = await writer.fetch(_COLUMNS, name)
    return _Table(
        name,
        tuple(column["name"] for column in columns),
        tuple(column["name"] for column in await writer.fetch(_KEY, name)),
        has_files=any(column["kind"] == "bytea" for column in columns),
    )


async def _portions(reader: sqlite3.Connection, table: _Table) -> AsyncIterator[list[Values]]:
    with translated():
        cursor = await asyncio.to_thread(reader.execute, table.select)
        size = _PORTION_OF_FILES if table.has_files else _PORTION
        while rows := await asyncio.to_thread(cursor.fetchmany, size):
            yield [tuple(map(_plain, row)) for row in rows]


async def _compare(reader: sqlite3.Connection, writer: asyncpg.Connection, table: _Table) -> int:
    """Reads both sides again, and returns the number of rows. Raises if any of them differ."""
    cursor = await writer.cursor(table.select)
    count = 0
    async for portion in _portions(reader, table):
        _require_same(table.name, portion, await cursor.fetch(len(portion)))
        count += len(portion)
    _require_same(table.name, [], await cursor.fetch(1))
    return count


def _require_same(name: str, ours: Sequence[Values], theirs: Iterable[asyncpg.Record]) -> None:
    if list(map(tuple, theirs)) != list(ours):
        raise StorageUnavailable(f"the table {name} came out differently in PostgreSQL. Nothing was copied")


async def _copy_pictures(spool: FolderSpool, writer: asyncpg.Connection) -> int:
    copied = 0
    for generation_id in await spool.kept():
        data = await spool.load(generation_id)
        if data is not None:  # otherwise it's a leftover part from a crash
            await writer.copy_records_to_table("spool", records=[(generation_id, data)])
            saved = await writer.fetchval("SELECT data FROM spool WHERE generation_id = $1", generation_id)
            _require_same("spool", [(data,)], [(saved,)])
            copied += 1
    return copied


def _plain(value: Any) -> Any:
    """PostgreSQL's texts can't contain a zero character, and Discord doesn't show it."""
    return value.replace("\0", "") if isinstance(value, str) else value

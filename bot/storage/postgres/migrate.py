"""Upgrades the schema of a PostgreSQL database. `bot.storage.schema` explains what a schema is."""

import time

import asyncpg

from bot.database_url import PostgresLocation
from bot.errors import StorageUnavailable
from bot.storage.postgres.dialect import migration_script, numbered
from bot.storage.schema import (
    READ_OLDEST,
    SET_OLDEST,
    Applied,
    DatabaseMissing,
    Migration,
    missing,
    oldest_after,
    require_newest,
)

# Ids of advisory locks, which belong to the database. They can be any numbers, as long as they never change.
SCHEMA_LOCK, BOT_LOCK, WRITE_LOCK = (0x45_61_73_65_6C_00 + number for number in range(3))

# Tables besides the migrations: their own, and the pictures that SQLite's store has in a folder.
_TABLES = """
CREATE TABLE IF NOT EXISTS migration (
    version       BIGINT PRIMARY KEY,
    name          TEXT COLLATE "C" NOT NULL,
    checksum      TEXT COLLATE "C" NOT NULL,
    applied_at_ms BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS spool (
    generation_id BIGINT PRIMARY KEY,
    data          BYTEA NOT NULL
);
ALTER TABLE spool ALTER COLUMN data SET STORAGE EXTERNAL;
"""

_OURS = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"

_RECORD = "INSERT INTO migration (version, name, checksum, applied_at_ms) VALUES ($1, $2, $3, $4)"

# Every column with a sequence, and that sequence.
_SEQUENCES = """
SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) AS sequence
FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'
"""


async def migrate(connection: asyncpg.Connection, migrations: list[Migration]) -> list[str]:
    """Applies missing migrations and returns their names. Several processes can do so at once.

    It's all one transaction. Raises `StorageUnavailable` if the database is newer or wasn't made by these
    files, and asyncpg's errors.
    """
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", SCHEMA_LOCK)
        tables = await _tables(connection)
        if tables and "migration" not in tables:
            raise StorageUnavailable("the database is another program's. Give Easel one of its own")
        if "migration" not in tables:
            await connection.execute(_TABLES)
        todo = missing(await _applied(connection), migrations)
        for migration in todo:
            await connection.execute(migration_script(migration.sql))
            await _record(connection, migration, oldest_after(migration, migrations))
        if todo:
            await continue_counting(connection)
    return [migration.name for migration in todo]


async def require_ours(
    connection: asyncpg.Connection, location: PostgresLocation, migrations: list[Migration]
) -> None:
    """Raises `StorageUnavailable` unless Easel made the database and `migrations`, if any, are its schema."""
    if "migration" not in await _tables(connection):
        raise DatabaseMissing(
            f"the database {location.name} has no tables of Easel's",
            "Check DATABASE_URL. The bot creates its tables when it first runs.",
        )
    if migrations:
        require_newest(await _applied(connection), migrations)


async def continue_counting(connection: asyncpg.Connection) -> None:
    """Makes the next ids higher than all existing ones, after rows were written with explicit ids."""
    for row in await connection.fetch(_SEQUENCES):
        table, column, sequence = row["table_name"], row["column_name"], row["sequence"]
        await connection.execute(
            f'SELECT setval($1::text::regclass, COALESCE(MAX("{column}"), 0) + 1, false) FROM "{table}"',  # noqa: S608
            sequence,
        )


async def _tables(connection: asyncpg.Connection) -> set[str]:
    return {row["tablename"] for row in await connection.fetch(_OURS)}


async def _applied(connection: asyncpg.Connection) -> Applied:
    rows = await connection.fetch("SELECT version, checksum FROM migration")
    has_meta = "meta" in await _tables(connection)
    oldest = await connection.fetchval(READ_OLDEST) if has_meta else None
    return Applied({row["version"]: row["checksum"] for row in rows}, None if oldest is None else int(oldest))


async def _record(connection: asyncpg.Connection, migration: Migration, oldest: int) -> None:
    at_ms = time.time_ns() // 1_000_000
    await connection.execute(_RECORD, migration.version, migration.name, migration.checksum, at_ms)
    if "meta" in await _tables(connection):
        sql, given = numbered(SET_OLDEST, {"oldest": str(oldest)})
        await connection.execute(sql, *given)

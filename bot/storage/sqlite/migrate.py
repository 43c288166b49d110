"""Upgrades the schema of a SQLite file. `bot.storage.schema` explains what a schema is."""

import sqlite3
import time

from bot.errors import StorageUnavailable
from bot.storage.schema import (
    READ_OLDEST,
    SET_OLDEST,
    Applied,
    Migration,
    missing,
    oldest_after,
    require_newest,
)
from bot.storage.sqlite.connection import roll_back

_TABLE = """
CREATE TABLE IF NOT EXISTS migration (
    version       INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL,
    checksum      TEXT    NOT NULL,
    applied_at_ms INTEGER NOT NULL
) STRICT
"""


def require_ours(connection: sqlite3.Connection, migrations: list[Migration]) -> None:
    """Raises `StorageUnavailable` unless Easel made the database and `migrations`, if any, are its schema.

    Changes nothing.
    """
    if not _refuse_foreign(connection):
        raise StorageUnavailable("the file is empty")
    if migrations:
        require_newest(_applied(connection), migrations)


def migrate(connection: sqlite3.Connection, migrations: list[Migration]) -> list[str]:
    """Applies missing migrations and returns their names. Several processes can do so at once.

    Raises `StorageUnavailable` if the database is newer or wasn't made by these files, and `sqlite3.Error`.
    """
    applied = []
    while (done := _apply_next(connection, migrations)) is not None:
        applied.append(done)
    return applied


def _apply_next(connection: sqlite3.Connection, migrations: list[Migration]) -> str | None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        _refuse_foreign(connection)
        connection.execute(_TABLE)
        todo = missing(_applied(connection), migrations)
        if todo:
            for statement in todo[0].statements():
                connection.execute(statement)
            _record(connection, todo[0], oldest_after(todo[0], migrations))
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise
    return todo[0].name if todo else None


def _refuse_foreign(connection: sqlite3.Connection) -> bool:
    """Raises `StorageUnavailable` if another program made the database. False if nobody has made one yet."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    tables = {name for (name,) in rows}
    if tables and "migration" not in tables:
        raise StorageUnavailable("the file is another program's database")
    return bool(tables)


def _applied(connection: sqlite3.Connection) -> Applied:
    rows = connection.execute("SELECT version, checksum FROM migration").fetchall()
    oldest = connection.execute(READ_OLDEST).fetchone() if _has_meta(connection) else None
    return Applied(dict(map(tuple, rows)), None if oldest is None else int(oldest[0]))


def _has_meta(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchall())


def _record(connection: sqlite3.Connection, migration: Migration, oldest: int) -> None:
    connection.execute(
        "INSERT INTO migration (version, name, checksum, applied_at_ms) VALUES (?, ?, ?, ?)",
        (migration.version, migration.name, migration.checksum, time.time_ns() // 1_000_000),
    )
    if _has_meta(connection):
        connection.execute(SET_OLDEST, {"oldest": str(oldest)})

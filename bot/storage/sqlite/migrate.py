"""Upgrades the schema with numbered files, forward only, each in one transaction.

The database stores what was applied, with a checksum of each file. A file that changed after it was applied,
or a database with more files than there are here, is refused instead of guessed at.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from importlib.resources.abc import Traversable

from bot.errors import StorageUnavailable
from bot.storage.sqlite.connection import roll_back

_TABLE = """
CREATE TABLE IF NOT EXISTS migration (
    version       INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL,
    checksum      TEXT    NOT NULL,
    applied_at_ms INTEGER NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: `0001_ground.sql` has version 1 and name `ground`."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """One by one, because sqlite3's `executescript` would commit first and leave half a migration."""
        statement = ""
        for line in self.sql.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""


def shipped() -> list[Migration]:
    """The migrations that come with this Easel, in order."""
    folder: Traversable = resources.files("bot.storage.sqlite") / "migrations"
    found = []
    for file in folder.iterdir():
        stem, dot, ending = file.name.rpartition(".")
        if dot and ending == "sql":
            version, _, name = stem.partition("_")
            # The checksum is the same for any line endings in a checkout.
            found.append(
                Migration(int(version), name, file.read_text(encoding="utf-8").replace("\r\n", "\n"))
            )
    return sorted(found, key=lambda migration: migration.version)


class Schema(Enum):
    """What to do with a database that doesn't exist or has an old schema."""

    UPDATE = "create it, bring it up to date"
    REQUIRE = "refuse it"
    ANY = "refuse only one that doesn't exist"


def require_ours(connection: sqlite3.Connection, migrations: list[Migration]) -> None:
    """Raises `StorageUnavailable` unless Easel made the database and `migrations`, if any, are its schema.

    Changes nothing.
    """
    if not _refuse_foreign(connection):
        raise StorageUnavailable("the file is empty")
    if migrations and _missing(connection, migrations):
        raise StorageUnavailable(
            "an older Easel has written the database; stop the bot, then run python -m bot migrate"
        )


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
        missing = _missing(connection, migrations)
        if missing:
            for statement in missing[0].statements():
                connection.execute(statement)
            _record(connection, missing[0])
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise
    return missing[0].name if missing else None


def _refuse_foreign(connection: sqlite3.Connection) -> bool:
    """Raises `StorageUnavailable` if another program made the database. False if nobody has made one yet."""
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    tables = {name for (name,) in rows}
    if tables and "migration" not in tables:
        raise StorageUnavailable("the file is another program's database")
    return bool(tables)


def _missing(connection: sqlite3.Connection, migrations: list[Migration]) -> list[Migration]:
    rows = connection.execute("SELECT version, checksum FROM migration ORDER BY version").fetchall()
    known = {migration.version: migration for migration in migrations}
    for version, checksum in rows:
        if version not in known:
            raise StorageUnavailable(
                f"a newer Easel has written the database: its schema is version {rows[-1][0]}, and this Easel"
                f" knows {max(known, default=0)}; install an Easel that knows schema version {rows[-1][0]}"
            )
        if checksum != known[version].checksum:
            raise StorageUnavailable(
                f"the database was made with another text of migration {version} ({known[version].name});"
                " install the version of Easel that made it"
            )
    applied = {version for version, _ in rows}
    return [migration for migration in migrations if migration.version not in applied]


def _record(connection: sqlite3.Connection, migration: Migration) -> None:
    connection.execute(
        "INSERT INTO migration (version, name, checksum, applied_at_ms) VALUES (?, ?, ?, ?)",
        (migration.version, migration.name, migration.checksum, time.time_ns() // 1_000_000),
    )

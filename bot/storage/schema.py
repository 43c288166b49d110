"""The schema as numbered files, forward only, for every database.

Each file is applied once. The database stores what was applied, with a checksum of each file. A file that
changed after it was applied is refused instead of guessed at.

The files are written for SQLite. `bot.storage.postgres.dialect` translates the few words that differ in
PostgreSQL.

A database also names the oldest schema that can still use it, so that machines can be updated one by one. A
migration that an older Easel wouldn't notice says so on a separate line:

    -- Oldest schema that can use it: 8

Without that line, every Easel that doesn't know the migration refuses the database.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from importlib.resources.abc import Traversable

from bot.errors import StorageUnavailable

_OLDEST = re.compile(r"^-- Oldest schema that can use it: (\d+)$", re.MULTILINE)

# In `meta`, which the first migration creates.
READ_OLDEST = "SELECT value FROM meta WHERE key = 'oldest_schema'"

SET_OLDEST = """
INSERT INTO meta (key, value) VALUES ('oldest_schema', :oldest)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
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

    @property
    def oldest(self) -> int:
        """The oldest schema that can use the database after this migration."""
        said = _OLDEST.search(self.sql)
        return int(said[1]) if said else self.version

    def statements(self) -> Iterator[str]:
        """One by one, because sqlite3's `executescript` would commit first and leave half a migration."""
        statement = ""
        for line in self.sql.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""


class Schema(Enum):
    """What to do with a database that doesn't exist or has an old schema."""

    UPDATE = "create it, bring it up to date"
    REQUIRE = "refuse it"
    ANY = "refuse only one that doesn't exist"


@dataclass(eq=False)
class DatabaseMissing(StorageUnavailable):
    """There's no database at that place, and none was to be created. `advice` says what to do."""

    advice: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A database's applied versions with their checksums, and the oldest schema that can use it."""

    checksums: dict[int, str]
    oldest: int | None


def shipped() -> list[Migration]:
    """The migrations that come with this Easel, in order."""
    folder: Traversable = resources.files("bot.storage") / "migrations"
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


def missing(applied: Applied, migrations: Iterable[Migration]) -> list[Migration]:
    """The migrations that the database lacks, in order.

    Raises `StorageUnavailable` if the database is too new for this Easel, or wasn't made by these files.
    """
    known = {migration.version: migration for migration in migrations}
    newest = max(applied.checksums, default=0)
    for version, checksum in sorted(applied.checksums.items()):
        if version not in known:
            if (newest if applied.oldest is None else applied.oldest) <= max(known, default=0):
                continue
            raise StorageUnavailable(
                f"a newer Easel has written the database: its schema is version {newest}, and this Easel"
                f" knows {max(known, default=0)}; install an Easel that knows schema version {newest}"
            )
        if checksum != known[version].checksum:
            raise StorageUnavailable(
                f"the database was made with another text of migration {version} ({known[version].name});"
                " install the version of Easel that made it"
            )
    return [migration for version, migration in known.items() if version not in applied.checksums]


def oldest_after(migration: Migration, migrations: Iterable[Migration]) -> int:
    """The oldest schema that can use the database after everything up to `migration` was applied."""
    return max(each.oldest for each in migrations if each.version <= migration.version)


def require_newest(applied: Applied, migrations: Iterable[Migration]) -> None:
    """Raises `StorageUnavailable` like `missing`, and if any migrations are missing."""
    if missing(applied, migrations):
        raise StorageUnavailable(
            "an older Easel has written the database; stop the bot, then run python -m bot migrate"
        )

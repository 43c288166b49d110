"""The store as a whole: what `bot/__main__.py` opens and hands down piece by piece."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.storage.backup import back_up
from bot.storage.budgets import StoredBooks, StoredBudgets
from bot.storage.generations import StoredGenerations
from bot.storage.location import SqliteLocation, parse_database_url
from bot.storage.meta import StoredMeta
from bot.storage.operator import StoredExports, StoredOperator, StoredOutbox, StoredPrivacy
from bot.storage.quotas import StoredAudit, StoredQuotas, StoredReports, StoredRoleGrants
from bot.storage.spool import FolderSpool
from bot.storage.sqlite.connection import BUSY_TIMEOUT_SECONDS
from bot.storage.sqlite.database import SqliteDatabase


@dataclass(frozen=True, slots=True)
class Store:
    """Everything durable, by the port it implements."""

    database: SqliteDatabase
    location: SqliteLocation
    generations: StoredGenerations
    budgets: StoredBudgets
    books: StoredBooks
    quotas: StoredQuotas
    promises: StoredRoleGrants
    audit: StoredAudit
    reports: StoredReports
    notices: StoredOutbox
    operator: StoredOperator
    privacy: StoredPrivacy
    exports: StoredExports
    meta: StoredMeta
    spool: FolderSpool

    async def backup(self, path: Path) -> SqliteLocation:
        """Copies the database to `path` and the pictures of open generations to the folder `path`.spool.

        It is consistent and checked, and may be made while this or another process writes. To restore it:
        stop the bot, put the file and the folder where the database and its spool are (and take away what
        else is there, the database's `-wal` and `-shm` files included), start the bot. Or point
        `DATABASE_URL` at the copy: it is a whole store.

        Overwrites nothing. Raises `StorageUnavailable`; then nothing is left at `path`.
        """
        return await back_up(self.database, self.spool, path)


@asynccontextmanager
async def open_store(
    database_url: str, *, default_allowance: int = 0, busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS
) -> AsyncIterator[Store]:
    """The store `database_url` names: created where missing, its schema brought up to date.

    `default_allowance`: the operator's, in tokens; only who reads budgets needs it.
    A write waits `busy_timeout_seconds` for other processes at most. On leaving, what has been asked for is
    still written. Raises `ValueError` as `parse_database_url` does, and `StorageUnavailable`.
    """
    location = parse_database_url(database_url)
    database = await SqliteDatabase.open(location.path, busy_timeout_seconds=busy_timeout_seconds)
    try:
        spool = FolderSpool(location.spool)
        await spool.create()
        yield Store(
            database=database,
            location=location,
            generations=StoredGenerations(database),
            budgets=StoredBudgets(database, default_allowance),
            books=StoredBooks(database),
            quotas=StoredQuotas(database, default_allowance),
            promises=StoredRoleGrants(database),
            audit=StoredAudit(database),
            reports=StoredReports(database),
            notices=StoredOutbox(database),
            operator=StoredOperator(database),
            privacy=StoredPrivacy(database),
            exports=StoredExports(database),
            meta=StoredMeta(database),
            spool=spool,
        )
    finally:
        await database.close()

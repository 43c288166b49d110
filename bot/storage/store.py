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
from bot.storage.sqlite.migrate import Schema


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
    database_url: str,
    *,
    default_allowance: int = 0,
    monthly_cap: int | None = None,
    busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS,
    schema: Schema = Schema.UPDATE,
    sole: bool = False,
) -> AsyncIterator[Store]:
    """Opens the store `database_url` names. `schema` says what happens where it's missing or old.

    `default_allowance` and `monthly_cap`: the settings, in tokens. Only callers that read budgets or caps
    need them. A hold gets them with its `Limits`.
    `sole`: for the bot, which is refused while another bot has the store open.
    A write waits at most `busy_timeout_seconds` for other processes. Leaving writes everything that is still
    queued. Raises `ValueError` as `parse_database_url` does, and `StorageUnavailable`,
    `DatabaseMissing` in particular.
    """
    location = parse_database_url(database_url)
    database = await SqliteDatabase.open(
        location.path, busy_timeout_seconds=busy_timeout_seconds, schema=schema, sole=sole
    )
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
            operator=StoredOperator(database, monthly_cap),
            privacy=StoredPrivacy(database),
            exports=StoredExports(database),
            meta=StoredMeta(database),
            spool=spool,
        )
    finally:
        await database.close()

"""The whole store, which `bot/__main__.py` opens and passes on in parts."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import now_ms
from bot.database_url import Location, PostgresLocation, SqliteLocation, parse_database_url
from bot.errors import StorageUnavailable
from bot.storage.backup import back_up
from bot.storage.database import Transaction
from bot.storage.postgres import driver_needed
from bot.storage.repositories.audit import AuditRepository
from bot.storage.repositories.books import BooksRepository
from bot.storage.repositories.budgets import BudgetRepository
from bot.storage.repositories.contests import ContestRepository
from bot.storage.repositories.exports import ExportRepository
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.repositories.library import LibraryRepository
from bot.storage.repositories.meta import MetaRepository
from bot.storage.repositories.operator import OperatorRepository
from bot.storage.repositories.outbox import OutboxRepository
from bot.storage.repositories.picture_reports import PictureReportRepository
from bot.storage.repositories.privacy import PrivacyRepository
from bot.storage.repositories.quotas import QuotaRepository
from bot.storage.repositories.refused_prompts import RefusedPromptRepository
from bot.storage.repositories.reports import ReportRepository
from bot.storage.repositories.role_grants import RoleGrantRepository
from bot.storage.repositories.server_settings import ServerSettingsRepository
from bot.storage.repositories.shared_queue import SharedQueueRepository
from bot.storage.repositories.token_requests import TokenRequestRepository
from bot.storage.schema import Schema
from bot.storage.spool import FolderSpool
from bot.storage.sqlite.connection import BUSY_TIMEOUT_SECONDS
from bot.storage.sqlite.database import SqliteDatabase

if TYPE_CHECKING:  # asyncpg is only installed if it's needed
    from bot.storage.postgres.database import PostgresDatabase
    from bot.storage.postgres.spool import TableSpool
    from bot.storage.postgres.wake_ups import PostgresWakeUps


@dataclass(frozen=True, slots=True)
class Store:
    """Everything durable, by the port it implements."""

    database: "SqliteDatabase | PostgresDatabase"
    location: Location
    generations: GenerationRepository
    budgets: BudgetRepository
    books: BooksRepository
    quotas: QuotaRepository
    role_grants: RoleGrantRepository
    audit: AuditRepository
    reports: ReportRepository
    outbox: OutboxRepository
    operator: OperatorRepository
    privacy: PrivacyRepository
    exports: ExportRepository
    meta: MetaRepository
    contests: ContestRepository
    library: LibraryRepository
    picture_reports: PictureReportRepository
    refused_prompts: RefusedPromptRepository
    servers: ServerSettingsRepository
    token_requests: TokenRequestRepository
    spool: "FolderSpool | TableSpool"
    # Only for one process of several.
    shared_queue: SharedQueueRepository | None = None
    wake_ups: "PostgresWakeUps | None" = None

    async def check_writable(self) -> None:
        """Raises `StorageUnavailable` if it's not writable now. Writes nothing."""
        await self.database.run(_nothing)

    async def backup(self, path: Path) -> SqliteLocation:
        """Copies the database to `path` and the pictures of open generations to the folder `path`.spool.

        It's consistent and checked, and can be made while this or another process writes. To restore it, stop
        the bot, put the file and the folder in place of the database and its spool (and remove everything
        else there, including the database's `-wal` and `-shm` files), and start the bot. Or point
        `DATABASE_URL` at the copy, which is a complete store.

        Overwrites nothing. After `StorageUnavailable`, nothing is left at `path`. PostgreSQL has its own tool
        for this, which the error names.
        """
        if not isinstance(self.database, SqliteDatabase) or not isinstance(self.spool, FolderSpool):
            raise StorageUnavailable(
                "Easel doesn't back up PostgreSQL. Use pg_dump, which also saves the pictures in progress"
            )
        return await back_up(self.database, self.spool, path)


def _nothing() -> Transaction[None]:
    yield from ()


@asynccontextmanager
async def open_store(
    database_url: str,
    *,
    default_allowance: int = 0,
    monthly_cap: int | None = None,
    busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS,
    schema: Schema = Schema.UPDATE,
    sole: bool = False,
    process: str | None = None,
    clock: Callable[[], int] = now_ms,
) -> AsyncIterator[Store]:
    """Opens the store at `database_url`. `schema` says what to do if it's missing or old.

    `default_allowance` and `monthly_cap` are the settings, in tokens. Only callers that read budgets or caps
    need them. A hold gets them with its `Limits`. `sole` is for the bot, which is refused while another bot
    has the store open. `process` then names one of several that share a database. `clock` returns
    milliseconds since the epoch, and decides what's late in contests. A write waits at most
    `busy_timeout_seconds` for other processes. On PostgreSQL, the bot waits that long for each step of a
    transaction. Exiting writes everything that's still queued. Raises `ValueError` like `parse_database_url`,
    and `StorageUnavailable`, `DatabaseMissing` in particular.
    """
    location = parse_database_url(database_url)
    shared_queue, wake_ups = None, None
    async with AsyncExitStack() as stack:
        database: SqliteDatabase | PostgresDatabase
        spool: FolderSpool | TableSpool
        if isinstance(location, PostgresLocation):
            patience = busy_timeout_seconds if sole else None
            database, spool = await _open_postgres(
                stack, location, patience, schema, sole=sole, shared=process is not None
            )
            if process is not None:
                from bot.storage.postgres.wake_ups import PostgresWakeUps

                shared_queue, wake_ups = SharedQueueRepository(database, process), PostgresWakeUps(location)
        else:
            assert process is None, "SQLite is for one process alone"
            database = await SqliteDatabase.open(
                location.path, busy_timeout_seconds=busy_timeout_seconds, schema=schema, sole=sole
            )
            stack.push_async_callback(database.close)
            spool = await _open_folder(stack, location, sole=sole)
        yield Store(
            database=database,
            location=location,
            generations=GenerationRepository(database, process),
            budgets=BudgetRepository(database, default_allowance),
            books=BooksRepository(database),
            quotas=QuotaRepository(database, default_allowance),
            role_grants=RoleGrantRepository(database),
            audit=AuditRepository(database),
            reports=ReportRepository(database),
            outbox=OutboxRepository(database),
            operator=OperatorRepository(database, monthly_cap),
            privacy=PrivacyRepository(database),
            exports=ExportRepository(database),
            meta=MetaRepository(database),
            contests=ContestRepository(database, clock),
            library=LibraryRepository(database),
            picture_reports=PictureReportRepository(database),
            refused_prompts=RefusedPromptRepository(database),
            servers=ServerSettingsRepository(database),
            token_requests=TokenRequestRepository(database),
            spool=spool,
            shared_queue=shared_queue,
            wake_ups=wake_ups,
        )


async def _open_folder(stack: AsyncExitStack, location: SqliteLocation, *, sole: bool) -> FolderSpool:
    spool = FolderSpool(location.spool)
    stack.callback(spool.close)
    await spool.create()
    if sole:  # nobody else is writing one
        await spool.remove_parts()
    return spool


async def _open_postgres(
    stack: AsyncExitStack,
    location: PostgresLocation,
    patience: float | None,
    schema: Schema,
    *,
    sole: bool,
    shared: bool,
) -> "tuple[PostgresDatabase, TableSpool]":
    with driver_needed():
        from bot.storage.postgres.database import PostgresDatabase
        from bot.storage.postgres.spool import TableSpool
    database = await PostgresDatabase.open(
        location, patience_seconds=patience, schema=schema, sole=sole, shared=shared
    )
    stack.push_async_callback(database.close)
    return database, TableSpool(database)

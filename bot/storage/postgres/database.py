"""Opens and migrates the PostgreSQL database."""

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import AsyncExitStack

import asyncpg

from bot.database_url import PostgresLocation
from bot.errors import StorageUnavailable
from bot.storage.database import MOST_SIDE_BY_SIDE, T, Transaction
from bot.storage.postgres import causes
from bot.storage.postgres.connection import NotAlone, arguments, connect, session
from bot.storage.postgres.instance_lock import InstanceLock
from bot.storage.postgres.migrate import migrate, require_ours
from bot.storage.schema import Migration, Schema, shipped

CONNECTIONS = MOST_SIDE_BY_SIDE  # at most, plus the one with the bot's lock
MOST_TRIES = 5  # of a transaction that conflicts with others

_CONNECT_SECONDS = 10.0
_CLOSE_SECONDS = 3.0
_START_PATIENCE_SECONDS = 60.0
_START_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 0.1

log = logging.getLogger(__name__)


class PostgresDatabase:
    """A `Database` on a PostgreSQL server.

    Transactions are READ COMMITTED. `bot.storage.database` says which of them run side by side, and in which
    order they lock accounts. One that PostgreSQL ends because of others (40001, 40P01) is restarted, up to
    five times and only within the caller's patience.
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        location: PostgresLocation,
        patience_seconds: float | None,
        lock: InstanceLock | None,
    ) -> None:
        self._pool = pool
        self._location = location
        self._patience = patience_seconds
        self._lock = lock
        self._on_group: Callable[[int, float], None] = lambda _size, _seconds: None

    @classmethod
    async def open(
        cls,
        location: PostgresLocation,
        *,
        patience_seconds: float | None = None,
        migrations: list[Migration] | None = None,
        schema: Schema = Schema.UPDATE,
        sole: bool = False,
        shared: bool = False,
        start_patience_seconds: float = _START_PATIENCE_SECONDS,
    ) -> "PostgresDatabase":
        """Opens the database at `location`. `schema` says what to do if it's empty or old.

        `sole` is for the bot. It's refused while another bot has the database open, unless both are `shared`.
        It waits up to `start_patience_seconds` for a server that's down. Nobody waits for one step of a
        transaction longer than `patience_seconds`. Raises `StorageUnavailable`, `DatabaseMissing` in
        particular.
        """
        known = shipped() if migrations is None else migrations
        loop = asyncio.get_running_loop()
        give_up = loop.time() + (start_patience_seconds if sole else 0)
        told = False
        while True:
            try:
                return await cls._open(location, patience_seconds, known, schema, sole=sole, shared=shared)
            except causes.ServerAway as error:
                if loop.time() >= give_up:
                    raise
                if not told:
                    log.warning(
                        "%s. Trying again for up to %.0f seconds", error.cause, start_patience_seconds
                    )
                told = True
            await asyncio.sleep(_START_PAUSE_SECONDS)

    @classmethod
    async def _open(
        cls,
        location: PostgresLocation,
        patience_seconds: float | None,
        migrations: list[Migration],
        schema: Schema,
        *,
        sole: bool,
        shared: bool,
    ) -> "PostgresDatabase":
        async with AsyncExitStack() as stack:
            lock = None
            if sole:
                # Before any change, because a second bot must not update the schema under the first one.
                lock = InstanceLock(
                    lambda: connect(location, timeout_seconds=_CONNECT_SECONDS), shared=shared
                )
                await lock.take()
                stack.push_async_callback(lock.release)
            connection = await connect(location, timeout_seconds=_CONNECT_SECONDS)
            stack.callback(connection.terminate)
            with causes.translated(location):
                if schema is Schema.UPDATE:
                    await migrate(connection, migrations)
                else:
                    await require_ours(connection, location, [] if schema is Schema.ANY else migrations)
                await connection.close(timeout=_CONNECT_SECONDS)
                pool = asyncpg.create_pool(
                    **arguments(location, patience_seconds),
                    min_size=0,
                    max_size=CONNECTIONS,
                    timeout=_CONNECT_SECONDS,
                )
                await pool
            stack.pop_all()
        return cls(pool, location, patience_seconds, lock)

    async def run(
        self, transaction: Callable[[], Transaction[T]], *, patience_seconds: float | None = None
    ) -> T:
        """Like `Database.run`. `patience_seconds` is for one that may take longer than others."""
        loop = asyncio.get_running_loop()
        asked_at = loop.time()
        result = await self._write(transaction, patience_seconds or self._patience)
        self._on_group(1, loop.time() - asked_at)
        return result

    async def _write(self, transaction: Callable[[], Transaction[T]], patience: float | None) -> T:
        give_up = asyncio.get_running_loop().time() + (patience or _START_PATIENCE_SECONDS)
        alone = False
        async with session(self._pool, self._location, patience) as own:
            for tries in range(MOST_TRIES):
                try:
                    return await own.write(transaction(), alone=alone)
                except NotAlone:
                    alone = True
                except causes.CONFLICTS:
                    if asyncio.get_running_loop().time() >= give_up:
                        raise
                    await asyncio.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS) * tries)
            return await own.write(transaction(), alone=True)

    async def read(self, transaction: Transaction[T], *, patience_seconds: float | None = None) -> T:
        """Like `Database.read`. `patience_seconds` is for one that may take longer than others."""
        patience = patience_seconds or self._patience
        async with session(self._pool, self._location, patience) as own:
            return await own.read(transaction)

    async def purge(self) -> bool:
        """Does nothing, because PostgreSQL's autovacuum decides when to reuse the space of old rows."""
        return True

    def watch_groups(self, on_group: Callable[[int, float], None]) -> None:
        """Calls `on_group` after each write from now on, with 1 and the seconds it took.

        PostgreSQL groups commits by itself without reporting it.
        """
        self._on_group = on_group

    async def lost(self) -> StorageUnavailable:
        """Waits until another bot has taken over the database. This process should then end."""
        if self._lock is None:
            await asyncio.Event().wait()
        assert self._lock is not None
        return await self._lock.lost()

    async def close(self) -> None:
        """Waits for running transactions, then closes all connections. It can't be used afterwards."""
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._pool.close()
        except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._pool.terminate()
        if self._lock is not None:
            await self._lock.release()

"""One bot per database, as on SQLite, with a PostgreSQL lock on a separate connection.

PostgreSQL releases it when the connection ends, for any reason. If the connection is lost while the bot runs,
the bot takes the lock again as soon as PostgreSQL is back.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg

from bot.errors import StorageUnavailable
from bot.storage.postgres.migrate import BOT_LOCK

_TRY_EVERY_SECONDS = 0.5
_START_TRIES = 3  # PostgreSQL needs a moment to notice a killed process
_LOOK_EVERY_SECONDS = 5.0  # also keeps firewalls from dropping the connection
_PATIENCE_SECONDS = 10.0
# A server that lost contact with this machine needs up to 35 s to end the connection with the lock.
_TAKEN_SECONDS = 60.0

TAKEN = "another bot is already using it"

log = logging.getLogger(__name__)

Connect = Callable[[], Awaitable[asyncpg.Connection]]


async def take(connection: asyncpg.Connection, *, shared: bool = False) -> bool:
    """Takes the lock. Returns whether this connection has it now."""
    mode = "_shared" if shared else ""
    return bool(await connection.fetchval(f"SELECT pg_try_advisory_lock{mode}($1)", BOT_LOCK))


class InstanceLock:
    """Holds the lock from `take` until `release`. Processes with roles share it, and keep all others away."""

    def __init__(self, connect: Connect, *, shared: bool) -> None:
        self._connect = connect
        self._shared = shared
        self._connection: asyncpg.Connection | None = None
        self._watching: asyncio.Task[StorageUnavailable] | None = None

    async def take(self) -> None:
        """Raises `StorageUnavailable` while another bot has the lock."""
        self._connection = await self._connect()
        for last in [False] * (_START_TRIES - 1) + [True]:
            if await take(self._connection, shared=self._shared):
                break
            if last:
                await self.release()
                raise StorageUnavailable(TAKEN)
            await asyncio.sleep(_TRY_EVERY_SECONDS)
        self._watching = asyncio.create_task(self._watch(self._connection), name="instance lock")

    async def lost(self) -> StorageUnavailable:
        """Waits until another bot has taken the lock. This one should then end."""
        assert self._watching is not None
        return await asyncio.shield(self._watching)

    async def release(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait([self._watching])
        if self._connection is not None:
            self._connection.terminate()

    async def _watch(self, connection: asyncpg.Connection) -> StorageUnavailable:
        while True:
            await self._until_lost(connection)
            log.warning("lost the connection that locks the database for this bot")
            again = await self._taken_again()
            if again is None:
                return StorageUnavailable(TAKEN)
            log.info("locked the database for this bot again")
            connection = again

    async def _until_lost(self, connection: asyncpg.Connection) -> None:
        ended = asyncio.Event()
        connection.add_termination_listener(lambda _: ended.set())
        while not connection.is_closed():
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _LOOK_EVERY_SECONDS)
            watchdog = asyncio.get_running_loop().call_later(_PATIENCE_SECONDS, connection.terminate)
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.execute("SELECT 1")
            watchdog.cancel()

    async def _taken_again(self) -> asyncpg.Connection | None:
        """None if another bot has the lock and keeps it."""
        loop = asyncio.get_running_loop()
        give_up = None
        while give_up is None or loop.time() < give_up:
            try:
                connection = await self._connect()
            except StorageUnavailable:
                give_up = None
            else:
                self._connection = connection
                if await self._try(connection):
                    return connection
                give_up = give_up or loop.time() + _TAKEN_SECONDS
            await asyncio.sleep(_TRY_EVERY_SECONDS)
        return None

    async def _try(self, connection: asyncpg.Connection) -> bool:
        try:
            if await take(connection, shared=self._shared):
                return True
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            pass
        connection.terminate()
        return False

"""Wakes the other processes with NOTIFY, over a connection of its own.

Nothing relies on it: who misses a wake-up looks again a second later.
"""

import asyncio
import logging
from contextlib import suppress

import asyncpg

from bot.database_url import PostgresLocation
from bot.errors import StorageUnavailable
from bot.generation.shared_queue import LocalWakeUps
from bot.storage.postgres.connection import connect

CHANNEL = "easel_queue"

_AGAIN_SECONDS = 1.0
_PATIENCE_SECONDS = 10.0
# Also keeps firewalls from forgetting the connection.
_LOOK_SECONDS = 5.0

log = logging.getLogger(__name__)

_TROUBLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


class PostgresWakeUps:
    """See `bot.generation.shared_queue.WakeUps`. `run` it for as long as it's used."""

    def __init__(self, location: PostgresLocation) -> None:
        self._location = location
        self._local = LocalWakeUps()
        self._asked = asyncio.Event()

    @property
    def count(self) -> int:
        return self._local.count

    def wake(self) -> None:
        self._local.wake()
        self._asked.set()

    async def wait(self, seen: int, seconds: float) -> None:
        await self._local.wait(seen, seconds)

    async def run(self) -> None:
        """Listens and notifies, and connects again when it has to. Until cancelled."""
        while True:
            connection = None
            try:
                connection = await connect(self._location, timeout_seconds=_PATIENCE_SECONDS)
                await connection.add_listener(CHANNEL, self._heard)
                await self._notify(connection)
            except StorageUnavailable as error:
                log.debug("no wake-ups: %s", error.cause)
            except _TROUBLE as error:
                log.debug("no wake-ups: %r", error)
            finally:
                if connection is not None:
                    connection.terminate()
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _notify(self, connection: asyncpg.Connection) -> None:
        """Several at once are one."""
        while True:
            asked = False
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    asked = await self._asked.wait()
            self._asked.clear()
            statement = f"NOTIFY {CHANNEL}" if asked else "SELECT 1"
            await connection.execute(statement, timeout=_PATIENCE_SECONDS)

    def _heard(self, connection: asyncpg.Connection, pid: int, *_: object) -> None:
        if pid != connection.get_server_pid():
            self._local.wake()

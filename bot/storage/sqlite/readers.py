"""Read-only connections. They never wait for a writer, and no writer waits for them."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.errors import StorageUnavailable
from bot.storage import causes
from bot.storage.database import T, Transaction
from bot.storage.sqlite.connection import roll_back, run_through

_THREADS = 4


class Readers:
    """At most four threads, each with its own connection, opened on first use."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], check: Callable[[], None]) -> None:
        self._connect = connect
        self._check = check  # raises if the path no longer leads to the database
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="easel-reader")
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._closed = False

    async def run(self, transaction: Transaction[T]) -> T:
        """See `Database.read`."""
        return await self.use(lambda connection: _read(connection, transaction))

    async def use(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` in one of the threads and returns its result. Raises `StorageUnavailable`."""
        if self._closed:
            raise StorageUnavailable("the database is closed")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._translated, work)

    def close(self) -> None:
        """Finishes running work and closes the connections. Blocks. Can be called twice."""
        self._closed = True
        self._pool.shutdown(wait=True)
        for connection in self._all:
            connection.close()

    def _translated(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return work(self._connection())
        except sqlite3.Error as error:
            raise (causes.of_sqlite(error) or error) from error
        except OSError as error:
            raise causes.of_system(error) from error

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            self._check()
            connection = self._own.connection = self._connect()
            self._all.append(connection)
        return connection


def _read(connection: sqlite3.Connection, transaction: Transaction[T]) -> T:
    connection.execute("BEGIN")
    try:
        return run_through(connection, transaction)
    finally:
        roll_back(connection)

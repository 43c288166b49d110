"""Connections to PostgreSQL, and transactions on them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from typing import Any, Generic, cast

import asyncpg

from bot.database_url import PostgresLocation
from bot.storage.database import ALONE, SIDE_BY_SIDE, Rows, Statement, T, Transaction
from bot.storage.postgres import causes
from bot.storage.postgres.dialect import numbered
from bot.storage.postgres.migrate import WRITE_LOCK

# A transaction that's alone holds the writers' lock. PostgreSQL grants it in order, and it ends with the
# transaction.
_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
_ALONE = f"{_WRITING}; SELECT pg_advisory_xact_lock({WRITE_LOCK})"
_SIDE_BY_SIDE = f"{_WRITING}; SELECT pg_advisory_xact_lock_shared({WRITE_LOCK})"
_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

_STATEMENTS_PREPARED = 1_000  # per connection, which is more than the store has


class _Connection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg has no types
    """Nothing has to be reset before the next use, so that costs no round trip."""

    def get_reset_query(self) -> str:
        return ""


def arguments(location: PostgresLocation, patience_seconds: float | None = None) -> dict[str, Any]:
    """asyncpg's connection arguments. Nobody waits for a lock longer than `patience_seconds`."""
    patience = {} if patience_seconds is None else {"lock_timeout": str(int(patience_seconds * 900))}
    return {
        "dsn": location.url,
        "connection_class": _Connection,
        "statement_cache_size": _STATEMENTS_PREPARED,
        "max_cached_statement_lifetime": 0,
        "server_settings": {
            "application_name": "easel",
            # The connection of a client that vanished ends after half a minute at most, and its transaction
            # after ten seconds.
            "tcp_keepalives_idle": "10",
            "tcp_keepalives_interval": "5",
            "tcp_keepalives_count": "3",
            "tcp_user_timeout": "20000",
            "client_connection_check_interval": "1000",
            "idle_in_transaction_session_timeout": "10000",
            **patience,
        },
    }


async def connect(location: PostgresLocation, *, timeout_seconds: float) -> asyncpg.Connection:
    """A separate connection. Raises `StorageUnavailable`."""
    with causes.translated(location):
        return await asyncpg.connect(**arguments(location), timeout=timeout_seconds)


class NotAlone(Exception):
    """A transaction that runs beside others has to be alone."""


class _Steps(Generic[T]):
    """A transaction with its current statement, or its result if that's None."""

    def __init__(self, transaction: Transaction[T]) -> None:
        self.transaction = transaction
        self.statement: Statement | None = None
        self._advance(lambda: next(transaction))

    def go_on(self, rows: Rows) -> None:
        self._advance(lambda: self.transaction.send(rows))

    def _advance(self, step: Callable[[], Statement]) -> None:
        try:
            self.statement = step()
        except StopIteration as stop:
            self.statement, self.result = None, cast("T", stop.value)


class Session:
    """A connection that runs transactions, with `patience_seconds` for each step (None means no limit).

    If the server doesn't answer in time, the connection is dropped, and its callers get an error.
    """

    def __init__(self, connection: asyncpg.Connection, patience_seconds: float | None) -> None:
        self._connection = connection
        self._patience = patience_seconds

    async def write(self, transaction: Transaction[T], *, alone: bool) -> T:
        """Runs a transaction to its end. After an exception, none of it is left.

        Raises `NotAlone` if the transaction has to be alone and isn't.
        """
        steps = _Steps(transaction)
        beside = steps.statement == SIDE_BY_SIDE and not alone
        return await self._run(_SIDE_BY_SIDE if beside else _ALONE, steps, beside=beside)

    async def read(self, transaction: Transaction[T]) -> T:
        """Runs a read-only transaction on one state of the database."""
        return await self._run(_READING, _Steps(transaction), beside=False)

    async def _run(self, begin: str, steps: "_Steps[T]", *, beside: bool) -> T:
        with closing(steps.transaction):
            await self._patiently(self._connection.execute, begin)
            try:
                while steps.statement is not None:
                    steps.go_on(await self._rows(steps.statement, beside=beside))
            except Exception:
                if not self._connection.is_closed():
                    await self._patiently(self._connection.execute, "ROLLBACK")
                raise
            await self._patiently(self._connection.execute, "COMMIT")
        return steps.result

    async def _rows(self, statement: Statement, *, beside: bool) -> Rows:
        if statement == ALONE and beside:
            raise NotAlone
        if statement in (ALONE, SIDE_BY_SIDE):
            return []
        sql, given = numbered(*statement)
        rows: Rows = await self._patiently(self._connection.fetch, sql, *given)
        return rows

    async def _patiently(self, ask: Callable[..., Any], *arguments: Any) -> Any:
        if self._patience is None:
            return await ask(*arguments)
        # Cancelling would make asyncpg ask the server over another connection to stop, but the server doesn't
        # answer.
        watchdog = asyncio.get_running_loop().call_later(self._patience, self._connection.terminate)
        try:
            return await ask(*arguments)
        finally:
            watchdog.cancel()


@asynccontextmanager
async def session(
    pool: asyncpg.Pool, location: PostgresLocation, patience_seconds: float | None
) -> AsyncIterator[Session]:
    """A connection of the pool for one transaction. Raises `StorageUnavailable`, also if none is free."""
    with causes.translated(location):
        connection = await pool.acquire(timeout=patience_seconds)
        try:
            yield Session(connection, patience_seconds)
        except asyncio.CancelledError:
            connection.terminate()  # in an unknown state
            raise
        finally:
            await pool.release(connection)

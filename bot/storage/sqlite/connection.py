"""One connection, and a transaction run on it."""

import errno
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from bot.storage.database import Rows, T, Transaction

# Discord waits 3 s for the first answer to a command, and a hold comes before it.
BUSY_TIMEOUT_SECONDS = 2.0

_WAL_LIMIT_BYTES = 64 * 1024 * 1024
# How long the log gets before it's copied into the database file. Pages that changed often are copied once.
_CHECKPOINT_PAGES = 4_000


def connect(
    path: Path, busy_timeout_seconds: float, *, writes: bool, checkpoints: bool = True
) -> sqlite3.Connection:
    """A connection that never begins or commits by itself and can be passed between threads.

    Without `checkpoints`, it doesn't copy the log into the database file. The file has to exist. Raises
    `sqlite3.Error`.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        timeout=busy_timeout_seconds,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # Deleted and overwritten data is zeroed, so that none of it stays in unused space.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
        pages = _CHECKPOINT_PAGES if checkpoints else 0
        connection.execute(f"PRAGMA wal_autocheckpoint = {pages}").fetchone()
        if not writes:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def create_private(path: Path) -> None:
    """Creates an empty file that only its owner can read, unless it exists. It'll have prompts and tokens.

    SQLite creates the files beside it with the same mode. Raises `OSError`.
    """
    # Exclusively, because an existing file must not even be opened. Closing it again would drop SQLite's
    # locks on it elsewhere in this process: https://www.sqlite.org/howtocorrupt.html, section 2.2.
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path)) from None


def roll_back(connection: sqlite3.Connection) -> None:
    """Ends the transaction, unless SQLite has already ended it after an error."""
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def run_through(connection: sqlite3.Connection, transaction: Transaction[T]) -> T:
    """Executes what `transaction` yields until it returns. Doesn't begin or end anything."""
    try:
        statement, values = next(transaction)
        while True:
            rows: Rows = connection.execute(statement, values).fetchall()
            statement, values = transaction.send(rows)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        transaction.close()

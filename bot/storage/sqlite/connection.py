"""One connection, and a transaction run on it."""

import errno
import os
import sqlite3
from pathlib import Path

from bot.storage.database import Rows, T, Transaction

# Discord waits 3 s for the first answer to a command, and a hold stands before it.
BUSY_TIMEOUT_SECONDS = 2.0

_WAL_LIMIT_BYTES = 64 * 1024 * 1024


def connect(path: Path, busy_timeout_seconds: float, *, writes: bool) -> sqlite3.Connection:
    """A connection that begins and commits nothing by itself and may be handed from thread to thread.

    The file has to be there. Raises `sqlite3.Error`.
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
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
        if not writes:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def create_private(path: Path) -> None:
    """An empty file for the eyes of its owner only, where there is none: prompts and reply tokens go in.

    SQLite gives the files that it puts beside it the same mode. Raises `OSError`.
    """
    # Exclusively: a file that is there must not even be opened. Closing it again would give up the locks
    # that SQLite has on it elsewhere in this process: https://www.sqlite.org/howtocorrupt.html, section 2.2.
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path)) from None


def run_through(connection: sqlite3.Connection, transaction: Transaction[T]) -> T:
    """Executes what `transaction` yields until it returns. Begins and ends nothing."""
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

"""The SQLite file, opened and migrated."""

import asyncio
import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bot.errors import StorageUnavailable
from bot.storage import causes
from bot.storage.database import T, Transaction
from bot.storage.sqlite.connection import BUSY_TIMEOUT_SECONDS, connect, create_private
from bot.storage.sqlite.filesystem import network_file_system
from bot.storage.sqlite.migrate import Migration, migrate, shipped
from bot.storage.sqlite.readers import Readers
from bot.storage.sqlite.writer import Writer

_OLDEST = (3, 37)  # STRICT tables


class SqliteDatabase:
    """A `Database` in one file. Several processes may have it open at once, on one machine."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS,
        migrations: list[Migration] | None = None,
    ) -> "SqliteDatabase":
        """Creates the folder and the file where they are missing, and brings the schema up to date.

        A write waits `busy_timeout_seconds` for other processes at most. Raises `StorageUnavailable`.
        """
        return await asyncio.to_thread(
            cls._open, path, busy_timeout_seconds, shipped() if migrations is None else migrations
        )

    @classmethod
    def _open(cls, path: Path, busy_timeout_seconds: float, migrations: list[Migration]) -> "SqliteDatabase":
        _refuse_old_sqlite()
        with translated():
            _create(path)
            connection = connect(path, busy_timeout_seconds, writes=True)
            try:
                migrate(connection, migrations)  # refuses what is not ours before anything is changed
                _switch_on_the_log(connection)
                writer = Writer(connection, _still_there(path))
            except BaseException:
                connection.close()
                raise
        return cls(writer, Readers(partial(connect, path, busy_timeout_seconds, writes=False)))

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        return await self._writer.run(transaction)

    async def read(self, transaction: Transaction[T]) -> T:
        return await self._readers.run(transaction)

    async def use_reader(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns, run in a reader's thread on its connection. For what only SQLite can do."""
        return await self._readers.use(work)

    async def close(self) -> None:
        """Writes and answers what is queued, then closes the file. Nothing can be run afterwards."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._readers.close()
        self._writer.close()  # the last connection tidies the log away


@contextmanager
def translated() -> Iterator[None]:
    """Raises what SQLite and the system raise as `StorageUnavailable`."""
    try:
        yield
    except sqlite3.Error as error:
        raise (causes.of_sqlite(error) or error) from error
    except OSError as error:
        raise causes.of_system(error) from error


def _refuse_old_sqlite() -> None:
    if sqlite3.sqlite_version_info < _OLDEST:
        needed = ".".join(map(str, _OLDEST))
        raise StorageUnavailable(
            f"Easel needs SQLite {needed} or newer, and this Python brings {sqlite3.sqlite_version}"
        )


def _create(path: Path) -> None:
    """The folder and an empty file, where they are missing; not where they could come to harm."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind := network_file_system(path.parent):
        raise StorageUnavailable(
            f"the database is on a network file system ({kind}), where two machines could corrupt it;"
            " move it to a disk of this machine"
        )
    create_private(path)
    for needed in (path, path.parent):  # the log is written beside the file
        _refuse_unwritable(needed)


def _refuse_unwritable(path: Path) -> None:
    """SQLite would fall back to reading or say that it can't open the file; this says why."""
    if os.access(path, os.W_OK):
        return
    read_only = hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY
    raise OSError(errno.EROFS if read_only else errno.EACCES, "not writable", str(path))


def _switch_on_the_log(connection: sqlite3.Connection) -> None:
    """With the write-ahead log, readers and the writer don't wait for each other."""
    [mode] = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StorageUnavailable("the file system has no shared memory for SQLite's write-ahead log")


def _still_there(path: Path) -> Callable[[], None]:
    """A check that `path` still is the file that was opened: SQLite would write on into a deleted one."""
    opened = path.stat()

    def check() -> None:
        with translated():
            found = path.stat()
        if (found.st_dev, found.st_ino) != (opened.st_dev, opened.st_ino):
            raise StorageUnavailable("the database file has been replaced while it was open")

    return check

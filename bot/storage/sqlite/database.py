"""Opens and migrates the SQLite file."""

import asyncio
import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from bot.errors import StorageUnavailable
from bot.storage import causes
from bot.storage.database import T, Transaction
from bot.storage.schema import DatabaseMissing, Migration, Schema, shipped
from bot.storage.sqlite.connection import BUSY_TIMEOUT_SECONDS, connect, create_private
from bot.storage.sqlite.file_guard import FileGuard, FilesChanged
from bot.storage.sqlite.filesystem import network_file_system
from bot.storage.sqlite.instance_lock import bot_is_running, instance_lock
from bot.storage.sqlite.migrate import migrate, require_ours
from bot.storage.sqlite.readers import Readers
from bot.storage.sqlite.writer import Writer

_OLDEST = (3, 37)  # STRICT tables
_PURGE_WAIT_MS = 20  # how long one attempt blocks everyone who writes
_PURGE_PAUSE_SECONDS = 0.1
_SWITCH_PAUSE_SECONDS = 0.02

Connect = Callable[[], sqlite3.Connection]


class SqliteDatabase:
    """A `Database` in one file. Several processes on one machine can have it open at once."""

    def __init__(
        self, connection: sqlite3.Connection, guard: FileGuard, connect_reader: Connect, lock: ExitStack
    ) -> None:
        self._guard = guard
        self._lock = lock
        self._lost: asyncio.Future[FilesChanged] = asyncio.get_running_loop().create_future()
        self._loop = asyncio.get_running_loop()
        self._writer = Writer(connection, guard, self._tell_lost)
        self._readers = Readers(connect_reader, guard.check)

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS,
        migrations: list[Migration] | None = None,
        schema: Schema = Schema.UPDATE,
        sole: bool = False,
    ) -> "SqliteDatabase":
        """Opens the database at `path`. `schema` says what to do if it's missing or old.

        `sole` is for the bot. It's refused while another bot has the database open, and it notices when
        another program overwrites the file. A write waits at most `busy_timeout_seconds` for other processes.
        Raises `StorageUnavailable`, `DatabaseMissing` in particular.
        """
        known = shipped() if migrations is None else migrations
        return cls(*await asyncio.to_thread(_open, path, busy_timeout_seconds, known, schema, sole))

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        return await self._writer.run(transaction)

    async def read(self, transaction: Transaction[T]) -> T:
        return await self._readers.run(transaction)

    async def use_reader(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` in a reader's thread and returns its result. For what only SQLite can do."""
        return await self._readers.use(work)

    async def purge(self, patience_seconds: float = 10.0) -> bool:
        """Removes deleted and overwritten data from every file of the database.

        Old contents stay in the log, and in the file until the log is copied into it. Writers only wait for a
        moment. Returns False if others kept reading an older state all that time. Call it again later then.
        Raises `StorageUnavailable`.
        """
        give_up = self._loop.time() + patience_seconds
        while True:
            await self._readers.use(self._copy_log)  # most of the work, in parallel with the writer
            if await self._writer.use(_empty_log):
                return True
            if self._loop.time() >= give_up:
                return False
            await asyncio.sleep(_PURGE_PAUSE_SECONDS)

    def watch_groups(self, on_group: Callable[[int, float], None]) -> None:
        """Calls `on_group` in the writer's thread after each group of transactions from now on.

        It gets the group's size, and the seconds from its first caller's request until it was on disk.
        """
        self._writer.on_group = on_group

    async def lost(self) -> FilesChanged:
        """Waits until the files are no longer in place, and returns why. The process should then end."""
        return await asyncio.shield(self._lost)

    async def close(self) -> None:
        """Writes and answers what's queued, then closes the file. It can't be used afterwards."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._readers.close()
        if self._writer.close():  # the last connection cleans up the log
            self._lock.close()

    def _copy_log(self, connection: sqlite3.Connection) -> None:
        with self._guard.changing():
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def _tell_lost(self, error: FilesChanged) -> None:
        with suppress(RuntimeError):  # the loop is closed, and nobody waits on it
            self._loop.call_soon_threadsafe(self._set_lost, error)

    def _set_lost(self, error: FilesChanged) -> None:
        if not self._lost.done():
            self._lost.set_result(error)


def _open(
    path: Path, busy_timeout_seconds: float, migrations: list[Migration], schema: Schema, sole: bool
) -> tuple[sqlite3.Connection, FileGuard, Connect, ExitStack]:
    _refuse_old_sqlite()
    with translated(), ExitStack() as stack:
        path = path.absolute()
        if schema is Schema.UPDATE:
            _create(path)
        else:
            _refuse_missing(path)
        # Before any change, because a second bot must not update the schema under the first one.
        lock = stack.enter_context(ExitStack())
        if sole:
            lock.enter_context(instance_lock(path))
        connection = connect(path, busy_timeout_seconds, writes=True, checkpoints=schema is Schema.UPDATE)
        opened = stack.enter_context(ExitStack())
        opened.callback(connection.close)
        if schema is Schema.UPDATE:
            migrate(connection, migrations)
        else:
            require_ours(connection, [] if schema is Schema.ANY else migrations)
        _switch_on_the_log(connection, busy_timeout_seconds)  # only now: other files must stay as they are
        guard = FileGuard(path, connection, sole=sole)
        opened.pop_all()
        kept = lock.pop_all()
    return connection, guard, partial(connect, path, busy_timeout_seconds, writes=False), kept


def _refuse_missing(path: Path) -> None:
    """SQLite would create missing files, and a running bot wouldn't know about them."""
    if not path.is_file():
        raise DatabaseMissing(
            f"there is no database at {path}",
            "Run this in the folder the bot runs in, or set DATABASE_URL. The bot creates its database when"
            " it first runs.",
        )
    real = os.path.realpath(path)
    if not all(Path(real + ending).exists() for ending in ("-wal", "-shm")) and bot_is_running(path):
        raise StorageUnavailable(
            "the bot is running on it, but not with the -wal and -shm files beside it; restart the bot first"
        )


def _empty_log(connection: sqlite3.Connection) -> bool:
    [[usual_ms]] = connection.execute("PRAGMA busy_timeout").fetchall()
    connection.execute(f"PRAGMA busy_timeout = {_PURGE_WAIT_MS}")
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout = {usual_ms}")
    return not busy


@contextmanager
def translated() -> Iterator[None]:
    """Raises errors of SQLite and the system as `StorageUnavailable`."""
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
    """Creates the folder and an empty file if they're missing, but not in unsafe places."""
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
    """SQLite would fall back to reading, or say that it can't open the file. This says why."""
    if os.access(path, os.W_OK):
        return
    read_only = hasattr(os, "statvfs") and os.statvfs(path).f_flag & os.ST_RDONLY
    raise OSError(errno.EROFS if read_only else errno.EACCES, "not writable", str(path))


def _switch_on_the_log(connection: sqlite3.Connection, patience_seconds: float) -> None:
    """With the write-ahead log, readers and the writer don't wait for each other.

    SQLite doesn't always wait for another process that's switching it on at the same time.
    """
    give_up = time.monotonic() + patience_seconds
    while True:
        try:
            [mode] = connection.execute("PRAGMA journal_mode = WAL").fetchone()
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= give_up:
                raise
            time.sleep(_SWITCH_PAUSE_SECONDS)
    if mode != "wal":
        raise StorageUnavailable("the file system has no shared memory for SQLite's write-ahead log")

"""Notices when the files on disk are no longer the ones SQLite has open.

SQLite keeps writing into files that were deleted, moved or cut short, and reports success. All of it would be
missing after a restart. See https://www.sqlite.org/howtocorrupt.html, sections 2 and 4.
"""

import errno
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import StorageUnavailable
from bot.storage import causes

_LOG_HEADER_BYTES = 32  # its salts change when SQLite restarts the log
_RESCUE_TRIES, _RESCUE_PAUSE_SECONDS = 50, 0.02

log = logging.getLogger(__name__)


class FilesChanged(StorageUnavailable):
    """The files aren't those that were opened. If `rescuable`, it's the log, and SQLite can still read it."""

    def __init__(self, cause: str, *, rescuable: bool = False) -> None:
        super().__init__(cause)
        self.rescuable = rescuable


@dataclass(frozen=True, slots=True)
class _Files:
    """The three files where they should be, or None for missing ones."""

    main: os.stat_result | None
    log: os.stat_result | None
    index: os.stat_result | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """How the files looked after our last write."""

    size: int
    changed_ns: int
    log_size: int
    log_header: bytes


class FileGuard:
    """Compares the three files of an open database with their earlier state. For the writer's thread.

    If `sole`, no other process copies the log into the database file, so any change to the file that isn't
    ours came from outside, such as a backup copied over it.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, sole: bool) -> None:
        self._connection = connection
        self._sole = sole
        self._path = path.absolute()
        real = os.path.realpath(path)  # SQLite follows links and keeps the log beside the file itself
        self._log, self._index = Path(f"{real}-wal"), Path(f"{real}-shm")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # creates the log
        [[self._page]] = connection.execute("PRAGMA page_size").fetchall()
        self._names = [str(file) for file in (self._path, self._log, self._index)]
        self._identities = [_identity(file.stat()) for file in (self._path, self._log, self._index)]
        self._log_descriptor = os.open(self._log, os.O_RDONLY)  # SQLite has no locks on this one
        self._seen: _Seen | None = None
        self._changing = 0
        self._lock = threading.Lock()
        self._remember(self._look())

    def check(self) -> None:
        """Raises `FilesChanged` if a write now would be missing after a restart.

        Readers check, too, while the writer writes. So the files are compared with what was remembered at the
        same moment, and their lengths only if nothing of ours is changing them.
        """
        with self._lock:
            found, seen = self._look(), None if self._changing else self._seen
        self._judge(found, seen)

    def _judge(self, found: _Files, seen: _Seen | None) -> None:
        main = found.main
        if main is None:
            raise FilesChanged("the file or its folder is missing")
        if _identity(main) != self._identities[0]:
            raise FilesChanged("the database file has been replaced while it was open")
        if not os.access(self._names[0], os.W_OK):
            raise FilesChanged(causes.of_system(OSError(errno.EACCES, "")).cause)
        if seen is not None:
            self._check_length(main, seen)
        for name, beside, opened in (
            ("-wal", found.log, self._identities[1]),
            ("-shm", found.index, self._identities[2]),
        ):
            if beside is None or _identity(beside) != opened:
                fate = "deleted" if beside is None else "replaced"
                raise FilesChanged(f"its {name} file has been {fate} while it was open", rescuable=True)
        if seen is not None and found.log is not None:
            self._check_log_length(found.log.st_size, seen)

    def _remember(self, found: _Files) -> None:
        if found.main is not None:
            header = os.pread(self._log_descriptor, _LOG_HEADER_BYTES, 0)
            log_size = found.log.st_size if found.log is not None else 0
            self._seen = _Seen(found.main.st_size, found.main.st_mtime_ns, log_size, header)

    def _look(self) -> _Files:
        return _Files(*map(self._stat, self._names))

    def rescue(self) -> bool:
        """Copies everything in the lost log into the database file. True when all of it is on disk there."""
        for _ in range(_RESCUE_TRIES):
            with self.changing():
                busy, frames, copied = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if not busy and frames == copied:
                self._put_strange_log_aside()
                return True
            time.sleep(_RESCUE_PAUSE_SECONDS)  # a reader still needs the older state
        return False

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Inside it, we commit, or copy the log into the database file. Remembers how the files look then."""
        with self._lock:
            self._changing += 1
        try:
            yield
        finally:
            with self._lock:
                try:
                    self._remember(self._look())
                finally:
                    self._changing -= 1

    def close(self) -> None:
        os.close(self._log_descriptor)

    def _check_length(self, main: os.stat_result, seen: _Seen) -> None:
        if self._sole and (main.st_size, main.st_mtime_ns) != (seen.size, seen.changed_ns):
            raise FilesChanged("another program has written over the database file")
        if main.st_size < seen.size:
            [[pages]] = self._connection.execute("PRAGMA page_count").fetchall()
            if main.st_size < pages * self._page:  # otherwise somebody ran VACUUM
                raise FilesChanged("the database file has been cut short while it was open")

    def _check_log_length(self, size: int, seen: _Seen) -> None:
        """SQLite itself only shortens the log when it restarts it."""
        if size >= seen.log_size:
            cut = seen.log_size > 0 and not any(seen.log_header)  # written on behind a moved end
        elif size:
            cut = os.pread(self._log_descriptor, _LOG_HEADER_BYTES, 0) == seen.log_header
        else:
            try:
                with self.changing():
                    _, frames, _ = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            except sqlite3.OperationalError:  # it tried to read missing data
                frames = 1
            cut = frames > 0
        if cut:
            raise FilesChanged("its -wal file has been cut short while it was open")

    def _put_strange_log_aside(self) -> None:
        """SQLite would apply its changes to this database at the next start."""
        found = self._stat(str(self._log))
        if found is not None and _identity(found) != self._identities[1] and found.st_size:
            aside = self._log.replace(f"{self._log}.strange")
            log.error("A -wal file that doesn't belong to the database was renamed to %s", aside)

    @staticmethod
    def _stat(path: str) -> os.stat_result | None:
        try:
            return os.stat(path)  # noqa: PTH116 - a Path is slower, and every write waits
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise FilesChanged(causes.of_system(error).cause) from error


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino

"""The only thread that writes. It puts many callers' transactions into one commit, each in its own savepoint.

While one group is being synced to disk, the next one gathers. So everyone who waits for a commit shares its
cost, and a single caller doesn't wait for others.

When a commit fails, its callers get an error saying that nothing was written. There's one exception: if the
disk refused the sync and the process dies before the next commit, SQLite can find that commit in its log and
apply it. Every transaction has its generation as a key and names the state it starts from, so it's recognized
then.
"""

import asyncio
import logging
import queue
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from bot.errors import StorageUnavailable
from bot.storage import causes
from bot.storage.database import T, Transaction
from bot.storage.sqlite.connection import roll_back, run_through
from bot.storage.sqlite.file_guard import FileGuard, FilesChanged

# Limits how long one group blocks the database for other processes.
_LARGEST_GROUP = 256
_CHECK_SECONDS = 1.0  # how often the files are checked while nobody writes
_HARDLY_WAITED_MS = 100
# How long a group waits for more callers if the previous one had several. That's less than a commit takes.
_GATHER_SECONDS = 0.001

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Job:
    """One caller's transaction, or with `alone`, work on the connection outside of any transaction."""

    transaction: Callable[[], Transaction[Any]] | None
    alone: Callable[[sqlite3.Connection], Any] | None
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]
    asked_at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class _Done:
    result: Any


_Ended = _Done | Exception


class Writer:
    """Owns `connection` and its thread. `guard` watches the files that the connection has open.

    `on_lost` is called once, in the thread, when writes would no longer survive a restart.
    """

    def __init__(
        self, connection: sqlite3.Connection, guard: FileGuard, on_lost: Callable[[FilesChanged], None]
    ) -> None:
        self._connection = connection
        self._guard = guard
        self._on_lost = on_lost
        # Called in the thread with each group's size and the seconds from its first caller to the disk.
        self.on_group: Callable[[int, float], None] | None = None
        self._lost = False
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        [[self._patience_ms]] = connection.execute("PRAGMA busy_timeout").fetchall()
        self._waits_ms = self._patience_ms  # the connection's current setting
        self._crowded = False  # whether the last group had several callers
        self._closing = threading.Lock()  # nothing is queued after the None that ends the thread
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._work, name="easel-writer", daemon=True)
        self._thread.start()

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        """See `Database.run`."""
        return await self._ask(transaction, None)  # type: ignore[no-any-return]

    async def use(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` between two groups and returns its result. Everyone who writes waits for it."""
        return await self._ask(None, work)  # type: ignore[no-any-return]

    async def _ask(
        self,
        transaction: Callable[[], Transaction[Any]] | None,
        alone: Callable[[sqlite3.Connection], Any] | None,
    ) -> Any:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        with self._closing:
            if self._closed:
                raise StorageUnavailable("the database is closed")
            self._jobs.put(_Job(transaction, alone, loop, answer))
        return await answer

    def close(self) -> bool:
        """Writes and answers what's queued, then closes the connection. Blocks. Can be called twice.

        Returns False if the files were lost. The connection then stays open until the process ends, because
        closing it would make SQLite delete a log that may be somebody else's.
        """
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._finished.wait()
        return not self._lost

    def _work(self) -> None:
        while group := self._next_group():
            _tell(group, self._write(group))
            if self.on_group is not None:
                self.on_group(len(group), time.monotonic() - group[0].asked_at)
        self._look_after()
        if not self._lost:
            self._connection.close()
            self._guard.close()
        self._finished.set()
        if self._lost:
            threading.Event().wait()  # this thread's stack keeps the connection from being closed

    def _next_group(self) -> list[_Job]:
        """Waits for a job and takes all others with it. Empty once the writer is closed and all is done."""
        while True:
            try:
                first = self._jobs.get(timeout=_CHECK_SECONDS)
                break
            except queue.Empty:
                self._look_after()
        if self._crowded:
            time.sleep(_GATHER_SECONDS)
        group = [] if first is None else [first]
        with suppress(queue.Empty):
            while group and len(group) < _LARGEST_GROUP:
                job = self._jobs.get(block=False)
                if job is None:
                    self._jobs.put(None)  # the next round ends at once
                    break
                group.append(job)
        self._crowded = len(group) > 1
        return group

    def _look_after(self) -> None:
        """Notices lost files even while nobody writes."""
        try:
            self._guard.check()
            self._lost = False
        except FilesChanged as error:
            self._lose(error)
        except Exception:
            log.exception("The database's files can't be checked")

    def _lose(self, error: FilesChanged) -> bool:
        """Saves what it can, and reports it. True if everything committed so far is on disk."""
        first, self._lost = not self._lost, True
        saved = False
        if error.rescuable:
            with suppress(sqlite3.Error, OSError, StorageUnavailable):
                saved = self._guard.rescue()
        if first:
            fate = "All changes are safe in the database file." if saved else "Recent changes may be lost."
            log.critical("The database can't be written any more: %s. %s", error.cause, fate)
            self._on_lost(error)
        return saved

    def _write(self, group: list[_Job]) -> list[_Ended]:
        """Returns how each job of `group` ended, once that's on disk."""
        ended: list[_Ended] = []
        for transactional, jobs in _runs(group):
            ended += self._commit(jobs) if transactional else [self._use(job) for job in jobs]
        return ended

    def _commit(self, group: list[_Job]) -> list[_Ended]:
        try:
            self._check()
            self._wait_for_others(group)
            self._connection.execute("BEGIN IMMEDIATE")
            ended = [self._attempt(job) for job in group] if len(group) > 1 else [self._try_alone(*group)]
            with self._guard.changing():
                self._connection.execute("COMMIT")
            self._check_again()
        except Exception as error:  # noqa: BLE001 - whatever it is, the callers are told and the thread lives
            roll_back(self._connection)
            return [_failure(error) for _ in group]
        return ended

    def _wait_for_others(self, group: list[_Job]) -> None:
        """Makes this group wait for other processes only within its first caller's remaining patience.

        Otherwise a caller behind a group that timed out would wait just as long again.
        """
        waited_ms = (time.monotonic() - group[0].asked_at) * 1000
        if waited_ms < _HARDLY_WAITED_MS:
            left_ms = self._patience_ms
        else:
            left_ms = max(0, int(self._patience_ms - waited_ms))
        if left_ms != self._waits_ms:
            self._connection.execute(f"PRAGMA busy_timeout = {left_ms}")
            self._waits_ms = left_ms

    def _use(self, job: _Job) -> _Ended:
        assert job.alone is not None
        try:
            self._check()
            with self._guard.changing():
                return _Done(job.alone(self._connection))
        except Exception as error:  # noqa: BLE001 - as above
            return _failure(error)

    def _check(self) -> None:
        try:
            self._guard.check()
            self._lost = False  # somebody has put the files back
        except FilesChanged as error:
            self._lose(error)
            raise

    def _check_again(self) -> None:
        """A commit counts if its log is still in place, or was copied into the database file."""
        try:
            self._guard.check()
        except FilesChanged as error:
            if not self._lose(error):
                raise

    def _try_alone(self, job: _Job) -> _Ended:
        """Runs the only job of a group. The transaction is its savepoint."""
        assert job.transaction is not None
        try:
            return _Done(run_through(self._connection, job.transaction()))
        except Exception as error:
            if self._hits_everyone(error):
                raise
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN")  # for the commit that follows
            return error

    def _attempt(self, job: _Job) -> _Ended:
        """Runs one job in a savepoint. Returns the job's own errors, and raises those that hit everyone."""
        assert job.transaction is not None
        self._connection.execute("SAVEPOINT caller")
        try:
            ended: _Ended = _Done(run_through(self._connection, job.transaction()))
        except Exception as error:
            if self._hits_everyone(error):
                raise
            self._connection.execute("ROLLBACK TO caller")
            ended = error
        self._connection.execute("RELEASE caller")
        return ended

    def _hits_everyone(self, error: Exception) -> bool:
        """Whether the database has a problem, or SQLite has already rolled everything back."""
        known = isinstance(error, sqlite3.Error) and causes.of_sqlite(error)
        return bool(known) or not self._connection.in_transaction


def _runs(group: list[_Job]) -> list[tuple[bool, list[_Job]]]:
    """The group in order, split where transactions and other work meet."""
    return [(kind, list(jobs)) for kind, jobs in groupby(group, lambda job: job.transaction is not None)]


def _failure(error: Exception) -> StorageUnavailable:
    """The error for one caller of a failed group. Each gets their own exception to raise."""
    known = causes.of_sqlite(error) if isinstance(error, sqlite3.Error) else error
    failure = StorageUnavailable(known.cause if isinstance(known, StorageUnavailable) else str(error))
    failure.__cause__ = error
    return failure


def _tell(group: list[_Job], ended: list[_Ended]) -> None:
    """Answers every caller on its own loop, with one call per loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], _Ended]]] = defaultdict(list)
    for job, end in zip(group, ended, strict=True):
        by_loop[job.loop].append((job.answer, end))
    for loop, answers in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed, and nobody waits on it
            loop.call_soon_threadsafe(_settle, answers)


def _settle(answers: list[tuple[asyncio.Future[Any], _Ended]]) -> None:
    for answer, end in answers:
        if answer.done():  # cancelled while it waited
            continue
        if isinstance(end, _Done):
            answer.set_result(end.result)
        else:
            answer.set_exception(end)

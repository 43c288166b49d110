"""The one thread that writes: many callers' transactions in one commit, each in its own savepoint.

While one group is on its way to the disk the next one gathers, so that the price of a commit is shared by
all who wait for it, and a caller alone waits for nobody.

Where a commit fails, its callers are told that nothing was written. One reservation: if the disk refused
the sync and the process dies before the next commit, SQLite may find that commit in its log and take it up.
Every transaction is keyed by its generation and names the state it starts from: it is whole then, and known.
"""

import asyncio
import queue
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.errors import StorageUnavailable
from bot.storage import causes
from bot.storage.database import T, Transaction
from bot.storage.sqlite.connection import run_through

# Bounds how long one group keeps other processes from the database.
_LARGEST_GROUP = 256


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    transaction: Callable[[], Transaction[Any]]
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Done:
    result: Any


_Ended = _Done | Exception


class Writer:
    """Owns `connection` and its thread. `check` runs before each group and raises where writing is vain."""

    def __init__(self, connection: sqlite3.Connection, check: Callable[[], None]) -> None:
        self._connection = connection
        self._check = check
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._gate = threading.Lock()  # nothing is queued behind the None that ends the thread
        self._thread = threading.Thread(target=self._work, name="easel-writer", daemon=True)
        self._thread.start()

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        """See `Database.run`."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        with self._gate:
            if self._closed:
                raise StorageUnavailable("the database is closed")
            self._jobs.put(_Job(transaction, loop, answer))
        return await answer

    def close(self) -> None:
        """Writes what is queued, answers it, and closes the connection. Blocks; may be called twice."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while group := self._next_group():
            _tell(group, self._write(group))
        self._connection.close()

    def _next_group(self) -> list[_Job]:
        """Waits for a job and takes what else is there; empty when the writer is closed and all is done."""
        group: list[_Job] = []
        with suppress(queue.Empty):
            while len(group) < _LARGEST_GROUP:
                job = self._jobs.get(block=not group)
                if job is None:
                    self._jobs.put(None)  # the next round ends at once
                    break
                group.append(job)
        return group

    def _write(self, group: list[_Job]) -> list[_Ended]:
        """How each job of `group` ended, once that is on disk."""
        try:
            self._check()
            self._connection.execute("BEGIN IMMEDIATE")
            ended = [self._attempt(job) for job in group]
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it is, the callers are told and the thread lives
            self._roll_back()
            return [_failure(error) for _ in group]
        return ended

    def _attempt(self, job: _Job) -> _Ended:
        """Runs one job in a savepoint. What is the job's own fault is returned; what hits all is raised."""
        self._connection.execute("SAVEPOINT caller")
        try:
            ended: _Ended = _Done(run_through(self._connection, job.transaction()))
        except Exception as error:
            if isinstance(error, sqlite3.Error) and causes.of_sqlite(error):
                raise
            self._connection.execute("ROLLBACK TO caller")
            ended = error
        self._connection.execute("RELEASE caller")
        return ended

    def _roll_back(self) -> None:
        # SQLite has rolled back by itself after some errors, and says so only by this.
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")


def _failure(error: Exception) -> StorageUnavailable:
    """What one caller of a group that failed is told: each has an exception of their own to raise."""
    known = causes.of_sqlite(error) if isinstance(error, sqlite3.Error) else error
    failure = StorageUnavailable(known.cause if isinstance(known, StorageUnavailable) else str(error))
    failure.__cause__ = error
    return failure


def _tell(group: list[_Job], ended: list[_Ended]) -> None:
    """Answers every caller on its own loop, in one call per loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], _Ended]]] = defaultdict(list)
    for job, end in zip(group, ended, strict=True):
        by_loop[job.loop].append((job.answer, end))
    for loop, answers in by_loop.items():
        with suppress(RuntimeError):  # a loop that is closed has nobody left to tell
            loop.call_soon_threadsafe(_settle, answers)


def _settle(answers: list[tuple[asyncio.Future[Any], _Ended]]) -> None:
    for answer, end in answers:
        if answer.done():  # cancelled while it waited
            continue
        if isinstance(end, _Done):
            answer.set_result(end.result)
        else:
            answer.set_exception(end)

"""The promises of `Database`: a caller gets their own answer once it's on disk."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.storage.database import Transaction
from bot.storage.sqlite.database import SqliteDatabase
from tests.storage.statements import recall, remember


class Whim(Exception):
    """Something a transaction raises."""


def remember_then_fail(key: str, error: Exception | None) -> Transaction[None]:
    yield from remember(key, "half")
    if error is not None:
        raise error
    yield "INSERT INTO nowhere VALUES (1)", {}


@pytest.fixture
async def database(path: Path) -> AsyncIterator[SqliteDatabase]:
    opened = await SqliteDatabase.open(path)
    yield opened
    await opened.close()


def on_disk(path: Path) -> dict[str, str]:
    """What another program sees in the file, without what every database has."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT key, value FROM meta WHERE key <> 'oldest_schema'"))


async def test_an_answer_means_committed(database: SqliteDatabase, path: Path) -> None:
    """As soon as a caller is answered, another program finds it in the file."""
    for number in range(20):
        await database.run(partial(remember, str(number), "x"))
        assert str(number) in on_disk(path)


async def test_a_failure_takes_only_its_own_writes_back(database: SqliteDatabase, path: Path) -> None:
    """If callers share a commit and one raises or its statement fails, the others aren't affected."""
    answers = await asyncio.gather(
        database.run(partial(remember, "before", "x")),
        database.run(partial(remember_then_fail, "raised", Whim("on purpose"))),
        database.run(partial(remember, "between", "x")),
        database.run(partial(remember_then_fail, "wrong", None)),
        database.run(partial(remember, "after", "x")),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [
        type(None),
        Whim,
        type(None),
        sqlite3.OperationalError,
        type(None),
    ]
    assert on_disk(path) == {"before": "x", "between": "x", "after": "x"}


@pytest.mark.parametrize("error", [Whim("on purpose"), None])
async def test_a_lone_failure_takes_its_writes_back(
    database: SqliteDatabase, path: Path, error: Exception | None
) -> None:
    """Without others in its commit, a failing caller leaves nothing, and the next one writes."""
    await database.run(partial(remember, "before", "x"))
    with pytest.raises(Whim if error else sqlite3.OperationalError):
        await database.run(partial(remember_then_fail, "failed", error))
    await database.run(partial(remember, "after", "x"))
    assert on_disk(path) == {"before": "x", "after": "x"}


async def test_many_callers_share_one_commit(database: SqliteDatabase, path: Path) -> None:
    """While a group is being written the next one gathers, so there are far fewer commits than callers."""
    with closing(sqlite3.connect(path)) as outside:

        def version() -> int:
            # Changes once per commit of another connection that has written.
            [number] = outside.execute("PRAGMA data_version").fetchone()
            return int(number)

        seen = {version()}

        async def write(key: str) -> None:
            await database.run(partial(remember, key, "x"))
            seen.add(version())

        await asyncio.gather(*(write(str(number)) for number in range(500)))
    assert len(on_disk(path)) == 500
    assert len(seen) < 100


async def test_a_cancelled_caller_takes_no_answer_from_others(database: SqliteDatabase, path: Path) -> None:
    """A caller who stops waiting isn't answered. All others are, and the thread continues."""
    tasks = [asyncio.create_task(database.run(partial(remember, str(number), "x"))) for number in range(40)]
    await asyncio.sleep(0)  # all are queued
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert all(task.cancelled() for task in tasks[::2])
    assert not any(task.cancelled() for task in tasks[1::2])
    await database.run(partial(remember, "later", "x"))
    assert {str(number) for number in range(1, 40, 2)} | {"later"} <= set(on_disk(path))


async def test_closing_writes_and_answers_what_is_queued(path: Path) -> None:
    """Nobody who asked before the end stays without an answer, and nobody after it waits for one."""
    database = await SqliteDatabase.open(path)
    tasks = [asyncio.create_task(database.run(partial(remember, str(number), "x"))) for number in range(600)]
    await asyncio.sleep(0)
    await database.close()
    assert await asyncio.gather(*tasks) == [None] * 600
    assert len(on_disk(path)) == 600
    with pytest.raises(StorageUnavailable):
        await database.run(partial(remember, "late", "x"))
    with pytest.raises(StorageUnavailable):
        await database.read(recall("late"))
    await database.close()


async def test_the_log_is_tidied_away_at_the_end(path: Path) -> None:
    """A closed database is one file that anybody can copy."""
    database = await SqliteDatabase.open(path)
    await database.run(partial(remember, "a", "x"))
    await database.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_a_loop_that_is_gone_holds_nobody_up(database: SqliteDatabase, path: Path) -> None:
    """A caller whose event loop closed meanwhile is still written."""

    async def ask_and_leave() -> None:
        task = asyncio.create_task(database.run(partial(remember, "gone", "x")))
        await asyncio.sleep(0)
        task.cancel()

    await asyncio.to_thread(asyncio.run, ask_and_leave())
    await database.run(partial(remember, "here", "x"))
    assert on_disk(path) == {"gone": "x", "here": "x"}


async def test_a_reader_can_not_write(database: SqliteDatabase) -> None:
    """The database itself enforces it."""
    with pytest.raises(StorageUnavailable, match="read-only"):
        await database.read(remember("a", "x"))


async def test_a_reader_sees_one_moment(database: SqliteDatabase) -> None:
    """Commits by others don't appear within one read, but in the next one."""
    await database.run(partial(remember, "a", "old"))
    first_read, written = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def twice() -> Transaction[list[str | None]]:
        first = yield from recall("a")
        loop.call_soon_threadsafe(first_read.set)
        asyncio.run_coroutine_threadsafe(written.wait(), loop).result()
        return [first, (yield from recall("a"))]

    reading = asyncio.create_task(database.read(twice()))
    await first_read.wait()
    await database.run(partial(remember, "a", "new"))
    written.set()
    assert await reading == ["old", "old"]
    assert await database.read(recall("a")) == "new"


async def test_the_disk_is_waited_for(database: SqliteDatabase) -> None:
    """The writing connection syncs on every commit, checks foreign keys, and uses a write-ahead log."""
    pragmas = ("synchronous", "foreign_keys", "journal_mode")

    def look() -> Transaction[list[object]]:
        found = []
        for pragma in pragmas:
            [row] = yield f"PRAGMA {pragma}", {}
            found.append(row[pragma])
        return found

    assert await database.run(look) == [2, 1, "wal"]


async def test_opening_it_twice_keeps_everybodys_locks(database: SqliteDatabase, path: Path) -> None:
    """Opening and closing a second store in this process doesn't release the first one's locks.

    Closing any descriptor of a file releases all locks that the process has on it:
    https://www.sqlite.org/howtocorrupt.html, section 2.2.
    """
    await database.run(partial(remember, "a", "x"))
    second = await SqliteDatabase.open(path)
    await second.close()
    take_the_log_away = (
        "import sqlite3, sys\n"
        "print(sqlite3.connect(sys.argv[1], timeout=0).execute('PRAGMA journal_mode = DELETE').fetchone())"
    )
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", take_the_log_away, str(path), stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await child.communicate()
    assert b"database is locked" in complaint

# ruff: noqa: ASYNC240 - nothing else runs on the loop while a scene is set
"""Whatever happens to the open database's files, nothing is confirmed that isn't on disk."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.storage.database import Transaction
from bot.storage.schema import DatabaseMissing, Migration, Schema
from bot.storage.sqlite.database import SqliteDatabase
from bot.storage.sqlite.file_guard import FilesChanged
from bot.storage.sqlite.instance_lock import bot_is_running
from tests.storage.statements import recall, remember

# Opens a database like a bot, reports it, writes and answers on request, and never closes it.
BOT = """
import asyncio, sys
from functools import partial
from pathlib import Path
from bot.errors import StorageUnavailable
from bot.storage.sqlite.database import SqliteDatabase
from tests.storage.statements import remember

async def main():
    try:
        database = await SqliteDatabase.open(Path(sys.argv[1]), sole=True)
    except StorageUnavailable as error:
        print(error.cause, flush=True)
        return
    print("open", flush=True)
    async def lines():
        while line := await asyncio.to_thread(sys.stdin.readline):
            yield line.strip()
    async for key in lines():
        try:
            await database.run(partial(remember, key, "x"))
            print("written", flush=True)
        except StorageUnavailable as error:
            print(error.cause, flush=True)

asyncio.run(main())
"""


class Bot:
    """A bot's database in a process that can be killed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, path: str | Path, cwd: Path | None = None) -> "Bot":
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            BOT,
            str(path),
            cwd=cwd,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return cls(process)

    async def said(self) -> str:
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()

    async def write(self, key: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{key}\n".encode())
        return await self.said()

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
        await self._process.wait()


@pytest.fixture
async def bots() -> AsyncIterator[Callable[..., asyncio.Future[Bot]]]:
    started: list[Bot] = []

    async def start(path: str | Path, cwd: Path | None = None) -> Bot:
        bot = await Bot.start(path, cwd)
        started.append(bot)
        return bot

    yield start  # type: ignore[misc]
    for bot in started:
        await bot.kill()


def keys(path: Path) -> set[str]:
    """The database's contents after a restart."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {key for (key,) in connection.execute("SELECT key FROM meta WHERE key <> 'oldest_schema'")}


def beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def swap(file: Path) -> None:
    """Replaces the file with another one with the same contents."""
    copy = file.with_name("copy")
    shutil.copyfile(file, copy)
    copy.replace(file)


@pytest.mark.parametrize("endings", [("-wal",), ("-shm",), ("-wal", "-shm")])
@pytest.mark.parametrize("damage", [Path.unlink, swap])
async def test_a_lost_log_loses_nothing_that_was_answered(
    bots, path: Path, endings: tuple[str, ...], damage: Callable[[Path], None]
) -> None:
    """Answers from before the loss are there after `kill -9`, and nothing is answered afterwards."""
    bot = await bots(path)
    assert await bot.said() == "open"
    for key in ("a", "b", "c"):
        assert await bot.write(key) == "written"
    for ending in endings:
        damage(beside(path, ending))
    assert "while it was open" in await bot.write("d")
    assert "while it was open" in await bot.write("e")
    await bot.kill()
    assert keys(path) >= {"a", "b", "c"}
    assert not keys(path) & {"d", "e"}


async def test_a_lost_log_is_noticed_while_nobody_writes(path: Path) -> None:
    """The process notices without a write, so that it can end before anybody is refused."""
    database = await SqliteDatabase.open(path, sole=True)
    await database.run(partial(remember, "a", "x"))
    beside(path, "-wal").unlink()
    lost = await database.lost()
    assert "-wal" in lost.cause
    assert lost.rescuable
    await database.close()
    assert keys(path) == {"a"}


async def test_a_log_that_was_emptied_is_noticed(path: Path) -> None:
    """SQLite would continue behind a gap, and ignore all of that at the next start."""
    database = await SqliteDatabase.open(path)
    await database.run(partial(remember, "a", "x"))
    os.truncate(beside(path, "-wal"), 0)
    with pytest.raises(StorageUnavailable, match="cut short"):
        await database.run(partial(remember, "b", "x"))
    await database.close()


async def test_a_log_that_was_cut_in_the_middle_is_noticed(bots, path: Path) -> None:
    """The rest of it stays as it is, so that SQLite can recover it."""
    bot = await bots(path)
    assert await bot.said() == "open"
    for number in range(10):
        assert await bot.write(str(number)) == "written"
    log_file = beside(path, "-wal")
    os.truncate(log_file, log_file.stat().st_size - 5_000)
    assert "cut short" in await bot.write("later")
    await bot.kill()
    assert {"0", "1", "2"} <= keys(path)
    assert "later" not in keys(path)


@pytest.mark.parametrize("endings", [("-wal",), ("-shm",), ("-wal", "-shm")])
async def test_a_commit_whose_log_vanishes_meanwhile_is_saved_before_it_is_answered(
    path: Path, endings: tuple[str, ...]
) -> None:
    """The check after the commit notices, and the commit is saved into the database file."""
    database = await SqliteDatabase.open(path, sole=True)

    def unlucky() -> Transaction[None]:
        yield from remember("a", "x")
        for ending in endings:
            beside(path, ending).unlink()

    await database.run(unlucky)
    shutil.copyfile(path, path.with_name("copy"))
    assert keys(path.with_name("copy")) == {"a"}
    with pytest.raises(StorageUnavailable, match="while it was open"):
        await database.run(partial(remember, "b", "x"))
    await database.close()


async def test_a_commit_that_can_not_be_saved_from_a_lost_log_is_not_answered(path: Path) -> None:
    """Somebody is still reading an older state, so the newer one can't be put in its place."""
    database = await SqliteDatabase.open(path)
    await database.run(partial(remember, "before", "x"))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM meta").fetchall()

        def unlucky() -> Transaction[None]:
            yield from remember("a", "x")
            beside(path, "-wal").unlink()

        with pytest.raises(StorageUnavailable, match="while it was open"):
            await database.run(unlucky)
    await database.close()


async def test_a_commit_whose_log_is_cut_meanwhile_is_not_answered(path: Path) -> None:
    """It can't be saved any more, so nobody gets a confirmation."""
    database = await SqliteDatabase.open(path, sole=True)
    await database.run(partial(remember, "before", "x" * 50_000))

    def unlucky() -> Transaction[None]:
        yield from remember("a", "x")
        os.truncate(beside(path, "-wal"), 0)

    with pytest.raises(StorageUnavailable, match="cut short"):
        await database.run(unlucky)
    await database.close()


async def test_a_commit_into_a_moved_database_is_not_answered(path: Path) -> None:
    """It would be missing after a restart."""
    database = await SqliteDatabase.open(path)

    def unlucky() -> Transaction[None]:
        yield from remember("a", "x")
        path.rename(path.with_name("elsewhere"))

    with pytest.raises(StorageUnavailable, match="missing"):
        await database.run(unlucky)
    await database.close()


async def test_a_log_that_sqlite_started_over_is_fine(path: Path) -> None:
    """Another program that empties the log properly doesn't interfere."""
    database = await SqliteDatabase.open(path)
    for number in range(5):
        await database.run(partial(remember, str(number), "x"))
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
    await database.close()
    assert keys(path) == {"0", "1", "2", "3", "4"}


async def test_a_database_cut_short_is_noticed(path: Path) -> None:
    """Nothing more is written into a file that lost its end."""
    database = await SqliteDatabase.open(path)
    await database.run(partial(remember, "a", "x"))
    os.truncate(path, 8_192)
    with pytest.raises(StorageUnavailable, match="cut short"):
        await database.run(partial(remember, "b", "x"))
    await database.close()


async def test_a_vacuum_by_somebody_else_is_fine(path: Path) -> None:
    """The file can shrink properly while it's open."""
    database = await SqliteDatabase.open(path)
    await database.run(partial(remember, "a", "x" * 100_000))
    await database.purge()
    await database.run(partial(remember, "a", "x"))
    with closing(sqlite3.connect(path)) as other:
        other.execute("VACUUM")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    await database.run(partial(remember, "b", "x"))
    await database.close()
    assert keys(path) == {"a", "b"}


async def test_a_backup_copied_over_the_database_is_noticed(path: Path, tmp_path: Path) -> None:
    """The file keeps its identity and can even grow, but only the bot writes to it, so the bot notices."""
    database = await SqliteDatabase.open(path, sole=True)
    shutil.copyfile(path, tmp_path / "backup")
    await database.run(partial(remember, "a", "x"))
    await asyncio.sleep(0.02)  # the file system's clock has to advance
    shutil.copyfile(tmp_path / "backup", path)
    with pytest.raises(StorageUnavailable, match="written over"):
        await database.run(partial(remember, "b", "x"))
    await database.close()


async def test_checkpoints_of_our_own_raise_no_alarm(path: Path) -> None:
    """However much is written and purged, the bot recognizes its own changes to the file."""
    database = await SqliteDatabase.open(path, sole=True)
    for round_ in range(5):
        await asyncio.gather(
            *(database.run(partial(remember, f"{round_} {number}", "x" * 20_000)) for number in range(60)),
            database.purge(),
        )
    await database.close()
    assert len(keys(path)) == 300


async def test_a_folder_that_was_moved_is_noticed(path: Path) -> None:
    """Otherwise the bot would write where nobody looks. Once it's moved back, everything continues."""
    database = await SqliteDatabase.open(path)
    await database.run(partial(remember, "a", "x"))
    moved = path.parent.rename(path.parent.with_name("moved"))
    with pytest.raises(StorageUnavailable, match="missing"):
        await database.run(partial(remember, "b", "x"))
    moved.rename(path.parent)
    await database.run(partial(remember, "c", "x"))
    await database.close()
    assert keys(path) == {"a", "c"}


async def test_a_link_that_was_turned_is_noticed(path: Path, tmp_path: Path) -> None:
    """After a restart the link would lead to another database."""
    link = tmp_path / "link"
    for name in ("one", "two"):
        await (await SqliteDatabase.open(tmp_path / name)).close()
    link.symlink_to(tmp_path / "one")
    database = await SqliteDatabase.open(link)
    await database.run(partial(remember, "a", "x"))
    link.unlink()
    link.symlink_to(tmp_path / "two")
    with pytest.raises(StorageUnavailable, match="replaced"):
        await database.run(partial(remember, "b", "x"))
    await database.close()


async def test_a_new_reader_does_not_read_another_database(path: Path) -> None:
    """A connection opened after the file was replaced would show other budgets."""
    database = await SqliteDatabase.open(path)
    path.rename(path.with_name("elsewhere"))
    with closing(sqlite3.connect(path)):
        pass
    with pytest.raises(FilesChanged):
        await database.read(recall("a"))
    await database.close()


async def test_a_second_bot_is_refused_whatever_name_it_uses(bots, path: Path, tmp_path: Path) -> None:
    """By the path, a relative path, a symbolic or hard link, and even with the lock file deleted."""
    first = await bots(path)
    assert await first.said() == "open"
    symbolic, hard = tmp_path / "symbolic", tmp_path / "hard"
    symbolic.symlink_to(path)
    hard.hardlink_to(path)
    beside(path, ".lock").unlink()
    names: list[tuple[str | Path, Path | None]] = [
        (path, None),
        (path.name, path.parent),
        (symbolic, None),
        (hard, None),
    ]
    for name, cwd in names:
        assert await (await bots(name, cwd)).said() == "another bot is already using it", name
    assert await first.write("a") == "written"
    await first.kill()
    assert await (await bots(symbolic)).said() == "open"


async def test_a_second_bot_does_not_update_the_schema_first(path: Path) -> None:
    """A refused bot has changed nothing."""
    first = Migration(1, "first", "CREATE TABLE a (x);\n")
    second = Migration(2, "second", "CREATE TABLE b (x);\n")
    running = await SqliteDatabase.open(path, migrations=[first], sole=True)
    with pytest.raises(StorageUnavailable, match="another bot"):
        await SqliteDatabase.open(path, migrations=[first, second], sole=True)
    await running.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM migration").fetchone() == (1,)


async def test_the_lock_is_free_again_after_closing(path: Path) -> None:
    """The next start isn't refused."""
    for _ in range(2):
        database = await SqliteDatabase.open(path, sole=True)
        await database.close()
    assert not bot_is_running(path)


async def test_a_command_is_refused_while_the_running_bot_has_lost_its_log(bots, path: Path) -> None:
    """It would write where the bot doesn't look, and confirm what is lost later."""
    bot = await bots(path)
    assert await bot.said() == "open"
    assert await bot.write("a") == "written"
    beside(path, "-shm").unlink()
    with pytest.raises(StorageUnavailable, match="restart the bot"):
        await SqliteDatabase.open(path, schema=Schema.REQUIRE)


@pytest.mark.parametrize("schema", [Schema.REQUIRE, Schema.ANY])
async def test_a_missing_database_is_not_created(path: Path, schema: Schema) -> None:
    """Not even its folder is."""
    with pytest.raises(DatabaseMissing, match="there is no database at"):
        await SqliteDatabase.open(path, schema=schema)
    assert not path.parent.exists()


async def test_an_old_database_is_only_read(path: Path) -> None:
    """A command that needs the newest schema says what to do. A backup accepts any. Neither changes it."""
    first = Migration(1, "first", "CREATE TABLE a (x);\n")
    second = Migration(2, "second", "CREATE TABLE b (x);\n")
    await (await SqliteDatabase.open(path, migrations=[first])).close()
    with pytest.raises(StorageUnavailable, match="python -m bot migrate"):
        await SqliteDatabase.open(path, migrations=[first, second], schema=Schema.REQUIRE)
    await (await SqliteDatabase.open(path, migrations=[first, second], schema=Schema.ANY)).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM migration").fetchone() == (1,)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0"])
async def test_a_command_leaves_a_strange_file_alone(path: Path, content: bytes) -> None:
    """A command that only reads doesn't turn an empty file or half a database into a database."""
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StorageUnavailable):
        await SqliteDatabase.open(path, schema=Schema.REQUIRE)
    assert path.read_bytes() == content


async def test_what_was_purged_is_in_no_file(path: Path) -> None:
    """Overwritten and deleted texts are gone from the database, its log and the space between rows."""
    database = await SqliteDatabase.open(path, sole=True)
    for number in range(50):
        await database.run(partial(remember, f"key{number}", f"zebra-{number} " * 30))

    def erase() -> Transaction[None]:
        yield "UPDATE meta SET value = '' WHERE key LIKE '%1'", {}
        yield "DELETE FROM meta WHERE key NOT LIKE '%1'", {}

    assert any(b"zebra" in file.read_bytes() for file in path.parent.iterdir())
    await database.run(erase)
    assert await database.purge()
    assert not any(b"zebra" in file.read_bytes() for file in path.parent.iterdir() if file.is_file())
    await database.close()


async def test_a_purge_waits_for_nobody_forever(path: Path) -> None:
    """While somebody reads an older state it says so and writers continue. Afterwards it succeeds."""
    database = await SqliteDatabase.open(path)
    await database.run(partial(remember, "a", "old"))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM meta").fetchall()
        await database.run(partial(remember, "a", "new"))
        purging = asyncio.create_task(database.purge(patience_seconds=0.5))
        for number in range(20):
            await database.run(partial(remember, str(number), "x"))
        assert not await purging
        reader.execute("ROLLBACK")
    assert await database.purge()
    await database.close()


async def test_damage_is_named(path: Path) -> None:
    """Both readers and writers get an error that names the damaged page."""
    database = await SqliteDatabase.open(path)
    await database.run(partial(remember, "z", "x" * 100_000))
    await database.close()
    data = bytearray(path.read_bytes())
    for page in range(0, len(data), 4_096):
        if data[page + 4 : page + 4_096] == b"x" * 4_092:
            data[page : page + 4] = b"\xff" * 4  # the number of the next page
    path.write_bytes(data)
    database = await SqliteDatabase.open(path)
    with pytest.raises(StorageUnavailable, match="the database is damaged"):
        await database.read(recall("z"))
    with pytest.raises(StorageUnavailable, match="the database is damaged"):
        await database.run(partial(recall, "z"))
    await database.close()


async def test_a_reader_whose_transaction_is_over_keeps_its_error(path: Path) -> None:
    """Another rollback would hide what happened."""
    database = await SqliteDatabase.open(path)

    def over() -> Transaction[None]:
        yield "ROLLBACK", {}
        yield "SELECT * FROM nowhere", {}

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        await database.read(over())
    await database.close()

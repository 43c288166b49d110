"""A copy made while the bot runs is a complete store."""

# ruff: noqa: ASYNC240 - nothing else runs on the loop while a scene is set

import asyncio
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.generation.model import State
from bot.storage import Store, open_store
from tests.storage.orders import NOW, advance, limits, order, spent_and_held


async def write_on(store: Store, first: int, stop: asyncio.Event) -> int:
    """Runs whole lives one after the other until it's stopped. Returns their number."""
    number = first
    while not stop.is_set():
        await store.generations.hold(order(number, price=1), limits(10**9), NOW)
        await store.generations.request(number, NOW)
        await store.spool.save(number, b"picture %d" % number)
        await store.generations.generated(number, 1, None, NOW)
        await store.generations.settle(number, None, NOW)
        await store.spool.discard(number)
        number += 1
    return number - first


async def test_a_backup_while_writing_is_consistent(sqlite_store: Store, tmp_path: Path) -> None:
    """The copy's books are right, whenever it was made between two writes, and the writers continue."""
    stop = asyncio.Event()
    writers = [
        asyncio.create_task(write_on(sqlite_store, first, stop)) for first in (1_000, 100_000, 200_000)
    ]
    for number in range(3):
        await asyncio.sleep(0.05)
        await sqlite_store.backup(tmp_path / f"copy{number}")
    stop.set()
    written = await asyncio.gather(*writers)
    assert all(written)
    for number in range(3):
        async with open_store(f"sqlite:///{tmp_path}/copy{number}") as copy:
            assert await copy.books.differences() == []
    assert await spent_and_held(sqlite_store) == (sum(written), 0)


async def test_a_restored_backup_goes_on_where_it_was(sqlite_url: str, path: Path, tmp_path: Path) -> None:
    """Moved back into place after a complete loss, it has budgets, open generations and their pictures."""
    async with open_store(sqlite_url) as store:
        await advance(store, 1, cost=9)
        await store.spool.save(1, b"a picture")
        await advance(store, 2, cost=8)
        await store.generations.settle(2, 7, NOW)
        await store.spool.save(2, b"delivered, and about to be discarded")
        made = await store.backup(tmp_path / "copy")
        await store.generations.settle(1, 7, NOW)
    assert (made.path, made.spool) == (tmp_path / "copy", tmp_path / "copy.spool")
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    made.path.rename(path)
    made.spool.rename(path.with_name(path.name + ".spool"))
    async with open_store(sqlite_url) as store:
        [found] = await store.generations.open()
        assert (found.id, found.state) == (1, State.GENERATED)
        assert await store.spool.kept() == [1]
        assert await store.spool.load(1) == b"a picture"
        assert await spent_and_held(store) == (8, 10)


async def test_a_backup_is_one_private_file_and_one_folder(sqlite_store: Store, tmp_path: Path) -> None:
    """Nothing else is left beside it, and nobody else can read it."""
    (tmp_path / "backups").mkdir()
    await sqlite_store.backup(tmp_path / "backups" / "monday")
    found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "backups").iterdir()}
    assert found == {"monday": 0o600, "monday.spool": 0o700}
    with closing(sqlite3.connect(tmp_path / "backups" / "monday")) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize("there", ["copy", "copy.spool", "copy.part"])
async def test_a_backup_overwrites_nothing(sqlite_store: Store, tmp_path: Path, there: str) -> None:
    """An existing file stays as it is, and the sentence names it."""
    (tmp_path / there).write_text("precious")
    with pytest.raises(StorageUnavailable, match=f"{there} already exists"):
        await sqlite_store.backup(tmp_path / "copy")
    assert (tmp_path / there).read_text() == "precious"
    assert [file.name for file in tmp_path.glob("copy*")] == [there]


async def test_a_backup_makes_no_folders(sqlite_store: Store, tmp_path: Path) -> None:
    """A mistyped folder, or a disk that isn't mounted, is reported as missing."""
    with pytest.raises(StorageUnavailable, match="there's no folder"):
        await sqlite_store.backup(tmp_path / "nowhere" / "copy")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.postgres
async def test_postgres_has_a_better_tool(postgres_url: str, tmp_path: Path) -> None:
    """The error names it, and nothing is written."""
    async with open_store(postgres_url) as store:
        with pytest.raises(StorageUnavailable, match="Use pg_dump"):
            await store.backup(tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []

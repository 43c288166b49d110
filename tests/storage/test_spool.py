"""Undelivered pictures are complete or absent, whatever happens in between."""

# ruff: noqa: ASYNC240 - nothing else runs on the loop while a scene is set

import asyncio
import os
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.storage import Store, open_store
from bot.storage.spool import FolderSpool


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    await FolderSpool(tmp_path / "spool").create()
    return tmp_path / "spool"


@pytest.fixture
def spool(folder: Path) -> FolderSpool:
    return FolderSpool(folder)


async def test_a_picture_comes_back_byte_for_byte(spool: FolderSpool) -> None:
    """Saved, loaded, listed, discarded. Others are unknown."""
    data = bytes(range(256)) * 1_000
    await spool.save(2**63 - 1, data)
    await spool.save(5, b"")
    assert await spool.load(2**63 - 1) == data
    assert await spool.load(5) == b""
    assert await spool.load(6) is None
    assert await spool.kept() == [5, 2**63 - 1]
    await spool.discard(5)
    await spool.discard(5)
    assert await spool.kept() == [2**63 - 1]


async def test_saving_again_replaces(spool: FolderSpool) -> None:
    """The last picture counts."""
    await spool.save(1, b"first, and longer")
    await spool.save(1, b"second")
    assert await spool.load(1) == b"second"


async def test_a_part_left_by_a_crash_is_no_picture(spool: FolderSpool, folder: Path) -> None:
    """It's listed so that it can be removed, but not loaded. Saving replaces it, discarding removes it."""
    (folder / "1.part").write_bytes(b"half a pic")
    (folder / "2.part").write_bytes(b"half a pic")
    assert await spool.kept() == [1, 2]
    assert await spool.load(1) is None
    await spool.save(1, b"whole")
    await spool.discard(2)
    assert sorted(file.name for file in folder.iterdir()) == ["1"]


async def test_discarded_pictures_go_with_the_next_one_saved(spool: FolderSpool, folder: Path) -> None:
    """None takes a separate thread. One that's saved again after it was discarded stays."""
    for number in (1, 2, 3):
        await spool.save(number, b"whole")
        spool.discard_later(number)
    await spool.save(3, b"again")
    assert [file.name for file in folder.iterdir()] == ["3"]


async def test_every_spool_discards_later(store: Store) -> None:
    """What was discarded is gone at the next look, and one that's saved again stays."""
    for number in (1, 2, 3):
        await store.spool.save(number, b"whole")
        store.spool.discard_later(number)
    await store.spool.save(2, b"again")
    assert await store.spool.kept() == [2]
    assert await store.spool.load(2) == b"again"


async def test_a_picture_that_cannot_be_deleted_stays_listed(spool: FolderSpool, folder: Path) -> None:
    """The next picture is saved anyway, and the sweep finds the other one."""
    (folder / "1").mkdir()
    spool.discard_later(1)
    await spool.save(2, b"whole")
    assert await spool.kept() == [1, 2]


async def test_parts_left_by_a_crash_are_removed_when_the_bot_starts(tmp_path: Path) -> None:
    """Only at startup, because another process's half-written pictures must stay while a bot runs."""
    url = f"sqlite:///{tmp_path}/easel.sqlite3"
    async with open_store(url, sole=True) as store:
        await store.spool.save(1, b"whole")
        (store.location.spool / "2.part").write_bytes(b"half a pic")
        async with open_store(url) as other:
            assert (other.location.spool / "2.part").exists()
    async with open_store(url, sole=True) as store:
        assert [file.name for file in store.location.spool.iterdir()] == ["1"]


async def test_a_hanging_disk_leaves_the_loops_own_threads_free(spool: FolderSpool, folder: Path) -> None:
    """However many pictures wait for the disk, other work still gets a thread."""
    os.mkfifo(folder / "1.part")  # opening it waits until somebody reads
    waiting = [asyncio.create_task(spool.save(1, b"x")) for _ in range(50)]
    assert await asyncio.to_thread(lambda: "free") == "free"
    reader = await asyncio.to_thread(os.open, folder / "1.part", os.O_RDONLY | os.O_NONBLOCK)
    await asyncio.gather(*waiting, return_exceptions=True)
    os.close(reader)


async def test_a_full_disk_keeps_no_half_picture(spool: FolderSpool, folder: Path) -> None:
    """The earlier picture stays, the part is removed, and the error names the cause."""
    await spool.save(1, b"earlier")
    (folder / "1.part").symlink_to("/dev/full")
    with pytest.raises(StorageUnavailable, match="the disk is full"):
        await spool.save(1, b"later")
    assert await spool.load(1) == b"earlier"
    assert [file.name for file in folder.iterdir()] == ["1"]


async def test_a_spool_that_is_gone_is_not_taken_for_an_empty_one(spool: FolderSpool, folder: Path) -> None:
    """Without its folder, every request raises an error."""
    folder.rmdir()
    for question in (spool.save(1, b"x"), spool.load(1), spool.kept()):
        with pytest.raises(StorageUnavailable, match=r"the spool of pictures: .* missing"):
            await question
    assert not folder.exists()

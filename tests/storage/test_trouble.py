# ruff: noqa: ASYNC240 - nothing else runs on the loop while a scene is set
"""Problems with the disk, the file or another program are named, and nothing is half booked."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StorageUnavailable
from bot.storage import open_store
from tests.storage.orders import NOW, limits, order, spent_and_held

ROOT = Path(__file__).parents[2]
NO_PRIVILEGES = ("--user",) if os.geteuid() == 0 else ()  # root ignores permissions


def play(scene: str, folder: Path, *namespaces: str, probe: tuple[str, ...] = ("true",)) -> dict[str, object]:
    """Runs a scene of `scenes.py`, in its own namespaces if it needs them and `probe` works there."""
    unshare = ["unshare", *namespaces] if namespaces else []
    if unshare:
        if not shutil.which("unshare"):
            pytest.skip("there's no unshare(1) here for making namespaces")
        if subprocess.run([*unshare, *probe], capture_output=True, check=False).returncode:
            pytest.skip(f"this system doesn't let us run {' '.join([*unshare, *probe])}")
    command = [*unshare, sys.executable, "-m", "tests.storage.scenes", scene, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def play_with_own_mounts(scene: str, folder: Path) -> dict[str, object]:
    probe = ("mount", "-t", "tmpfs", "tmpfs", str(folder))
    return play(scene, folder, "--user", "--map-root-user", "--mount", probe=probe)


async def cause_of(url: str) -> str:
    with pytest.raises(StorageUnavailable) as refused:
        async with open_store(url):
            pass
    return refused.value.cause


def test_a_full_disk(tmp_path: Path) -> None:
    """The error says that it's full, every answer is booked, and it continues as soon as there's room."""
    assert play_with_own_mounts("full", tmp_path) == {
        "hold": "the disk is full",
        "spool": "the spool of pictures: the disk is full",
        "backup": "the disk is full",
        "left behind": [],
        "answered is booked": True,
        "differences": 0,
        "kept": [1],
        "afterwards": True,
    }


def test_a_read_only_disk(tmp_path: Path) -> None:
    """Found at startup, whether the database exists or has to be created."""
    assert play_with_own_mounts("read_only", tmp_path) == {
        "there": "the file system is read-only",
        "new": "the file system is read-only",
    }


def test_a_place_we_may_not_write(tmp_path: Path) -> None:
    """Found at startup, for the file and for its folder."""
    assert play("not_permitted", tmp_path, *NO_PRIVILEGES) == {
        "file": "there is no permission to write there",
        "folder": "there is no permission to write there",
    }


def test_a_failing_disk(tmp_path: Path) -> None:
    """A write that the system refuses for another reason is an I/O error, and loses nothing."""
    assert play("limited", tmp_path) == {
        "hold": "the disk reports an I/O error",
        "spool": "the spool of pictures: the file may not grow any further",
        "kept": [],
        "answered is booked": True,
    }


async def test_a_locked_database(sqlite_url: str, path: Path) -> None:
    """It says so after the wait while reading continues. Writing continues once the lock is released."""
    async with open_store(sqlite_url, busy_timeout_seconds=0.05) as store:
        await store.generations.hold(order(1), limits(), NOW)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            results = await asyncio.gather(
                *(store.generations.hold(order(number), limits(), NOW) for number in (2, 3, 4)),
                return_exceptions=True,
            )
            causes = [result.cause for result in results if isinstance(result, StorageUnavailable)]
            assert causes == ["the database is locked by another program"] * 3
            assert results[0] is not results[1]  # each caller raises their own exception
            assert await spent_and_held(store) == (0, 10)
            other.execute("ROLLBACK")
        assert await store.generations.hold(order(2), limits(), NOW)
        assert await store.books.differences() == []


async def test_a_database_that_vanished(sqlite_url: str, path: Path) -> None:
    """SQLite would keep writing into a deleted file and lose it all. Easel says that it's gone."""
    async with open_store(sqlite_url) as store:
        await store.generations.hold(order(1), limits(), NOW)
        hidden = path.rename(path.with_name("elsewhere"))
        with pytest.raises(StorageUnavailable, match="missing"):
            await store.generations.hold(order(2), limits(), NOW)
        path.touch()
        with pytest.raises(StorageUnavailable, match="replaced"):
            await store.generations.hold(order(2), limits(), NOW)
        hidden.rename(path)
        assert await store.generations.hold(order(2), limits(), NOW)


async def test_a_file_that_is_no_database(sqlite_url: str, path: Path) -> None:
    """Another file with that name is refused and left alone."""
    path.parent.mkdir()
    path.write_text("a picture, perhaps" * 100)
    assert await cause_of(sqlite_url) == "the file is not a database"
    assert path.read_text() == "a picture, perhaps" * 100


async def test_the_database_of_another_program(sqlite_url: str, path: Path) -> None:
    """A SQLite file that Easel didn't create is refused and stays byte for byte the same."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    before = path.read_bytes()
    assert await cause_of(sqlite_url) == "the file is another program's database"
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


async def test_paths_that_can_not_be(tmp_path: Path) -> None:
    """A folder in the file's place, a file in the folder's place, or a place without folders."""
    (tmp_path / "file").touch()
    assert await cause_of(f"sqlite:///{tmp_path}") == "the path is a folder"
    in_the_way = await cause_of(f"sqlite:///{tmp_path}/file/easel.sqlite3")
    assert in_the_way == "there is a file in the place of a folder"
    assert await cause_of("sqlite:////proc/easel/easel.sqlite3") == "the file or its folder is missing"


async def test_a_python_with_an_old_sqlite(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems' SQLite lacks what the schema needs. Easel says so at startup, without a syntax error."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.1")
    assert await cause_of(sqlite_url) == "Easel needs SQLite 3.37 or newer, and this Python brings 3.34.1"

# ruff: noqa: ASYNC221, ASYNC240 - nothing else runs on these loops while a scene is set
"""Broken disks, each in a process with its own one (see `test_trouble.py`).

    python -m tests.storage.scenes SCENE FOLDER

prints the store's answers as JSON.
"""

import asyncio
import json
import resource
import signal
import subprocess
import sys
from pathlib import Path

from bot.errors import StorageUnavailable
from bot.storage import Store, open_store
from tests.storage.orders import NOW, limits, order, spent_and_held


async def cause_of(opening: str) -> str:
    """Why a store can't be opened."""
    try:
        async with open_store(opening):
            return "it opened"
    except StorageUnavailable as error:
        return error.cause


async def hold_until_it_fails(store: Store, first: int) -> tuple[int, str]:
    """How many holds were answered, and why the next one wasn't."""
    for number in range(first, first + 100_000):
        try:
            await store.generations.hold(order(number, price=1), limits(10**9, in_flight=10**9), NOW)
        except StorageUnavailable as error:
            return number - first, error.cause
    return 100_000, "it never failed"


async def full(folder: Path) -> dict[str, object]:
    """A disk that fills up while the bot runs, and then gets free space again."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    filler = folder / "filler"
    filler.write_bytes(bytes(2 * 2**20))
    async with open_store(f"sqlite:///{folder}/easel.sqlite3") as store:
        held, hold_cause = await hold_until_it_fails(store, 1)
        booked = await spent_and_held(store)
        differences = await store.books.differences()
        try:
            await store.spool.save(1, bytes(2 * 2**20))
            spool_cause = "it was saved"
        except StorageUnavailable as error:
            spool_cause = error.cause
        try:
            await store.backup(folder / "copy")
            backup_cause = "it was copied"
        except StorageUnavailable as error:
            backup_cause = error.cause
        left_behind = sorted(path.name for path in folder.iterdir() if path.name.startswith("copy"))
        filler.unlink()
        await store.spool.save(1, b"picture")
        await store.generations.hold(order(10**6, price=1), limits(10**9, in_flight=10**9), NOW)
        return {
            "hold": hold_cause,
            "spool": spool_cause,
            "backup": backup_cause,
            "left behind": left_behind,
            "answered is booked": booked == (0, held) and held > 0,
            "differences": len(differences),
            "kept": await store.spool.kept(),
            "afterwards": await spent_and_held(store) == (0, held + 1),
        }


async def read_only(folder: Path) -> dict[str, object]:
    """A disk that's mounted read-only, with and without a database on it."""
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)
    async with open_store(f"sqlite:///{folder}/easel.sqlite3"):
        pass
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    return {
        "there": await cause_of(f"sqlite:///{folder}/easel.sqlite3"),
        "new": await cause_of(f"sqlite:///{folder}/data/easel.sqlite3"),
    }


async def not_permitted(folder: Path) -> dict[str, object]:
    """A folder and a file that only somebody else can write."""
    database = folder / "data" / "easel.sqlite3"
    async with open_store(f"sqlite:///{database}"):
        pass
    database.chmod(0o400)
    file = await cause_of(f"sqlite:///{database}")
    database.unlink()
    database.parent.chmod(0o500)
    return {"file": file, "folder": await cause_of(f"sqlite:///{database}")}


async def limited(folder: Path) -> dict[str, object]:
    """A process that can't write files over a megabyte, which SQLite sees as a failing disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
    async with open_store(f"sqlite:///{folder}/easel.sqlite3") as store:
        held, hold_cause = await hold_until_it_fails(store, 1)
        try:
            await store.spool.save(1, bytes(2**21))
            spool_cause = "it was saved"
        except StorageUnavailable as error:
            spool_cause = error.cause
        return {
            "hold": hold_cause,
            "spool": spool_cause,
            "kept": await store.spool.kept(),
            "answered is booked": await spent_and_held(store) == (0, held) and held > 0,
        }


SCENES = {"full": full, "read_only": read_only, "not_permitted": not_permitted, "limited": limited}

if __name__ == "__main__":
    print(json.dumps(asyncio.run(SCENES[sys.argv[1]](Path(sys.argv[2])))))  # noqa: T201

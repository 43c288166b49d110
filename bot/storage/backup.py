"""A copy of the store while it's in use."""

import asyncio
import os
import shutil
from collections.abc import Iterable
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.database_url import SqliteLocation
from bot.errors import StorageUnavailable
from bot.storage import causes
from bot.storage.spool import FolderSpool, sync_folder
from bot.storage.sqlite.backup import copy_database
from bot.storage.sqlite.database import SqliteDatabase


async def back_up(database: SqliteDatabase, spool: FolderSpool, path: Path) -> SqliteLocation:
    """See `Store.backup`."""
    target = SqliteLocation(path)
    part = path.with_name(path.name + ".part")
    _refuse_existing(target, part)
    try:
        await _copy(database, spool, target, part)
        await asyncio.to_thread(_finish, part, target.path)
    except BaseException as error:
        part.unlink(missing_ok=True)
        shutil.rmtree(target.spool, ignore_errors=True)
        if isinstance(error, OSError):
            raise causes.of_system(error) from error
        raise
    return target


async def _copy(database: SqliteDatabase, spool: FolderSpool, target: SqliteLocation, part: Path) -> None:
    """Pictures come and go while the database is copied. The existing ones are copied first, later ones
    afterwards. One that came and went in between was delivered, and recovery finds it on Discord.
    """
    copies = FolderSpool(target.spool)
    with closing(copies):
        await copies.create()
        before = set(await spool.kept())
        await _copy_pictures(spool, copies, before)
        still_open = await database.use_reader(partial(copy_database, target=part))
        await _copy_pictures(spool, copies, still_open - before)
        for generation_id in before - still_open:
            await copies.discard(generation_id)


async def _copy_pictures(spool: FolderSpool, copies: FolderSpool, generation_ids: Iterable[int]) -> None:
    for generation_id in generation_ids:
        data = await spool.load(generation_id)
        if data is not None:
            await copies.save(generation_id, data)


def _refuse_existing(target: SqliteLocation, part: Path) -> None:
    if not target.path.absolute().parent.is_dir():
        raise StorageUnavailable(f"there's no folder {target.path.parent}")
    for path in (target.path, target.spool, part):
        if path.exists():
            raise StorageUnavailable(f"{path} already exists, and a backup never overwrites a file")


def _finish(part: Path, path: Path) -> None:
    """The copy is renamed last, so that a file with that name is complete."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.rename(path)
    sync_folder(path.absolute().parent)

"""Undelivered pictures, as files beside the database."""

import asyncio
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from bot.errors import StorageUnavailable
from bot.storage import causes
from bot.storage.database import T

_PART = ".part"
_THREADS = 4


class FolderSpool:
    """See `bot.generation.ports.Spool`. One file per picture, named by the generation's id.

    A picture is written under another name, synced to disk, and only then renamed. So a file with its final
    name is complete, whatever happened. `remove_parts` deletes parts that a crash left behind.

    It has its own threads, because a disk that hangs must not block other users of the event loop's threads,
    such as DNS.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="easel-spool")
        self._discarded: deque[int] = deque()  # filled by the event loop, emptied by the threads

    def close(self) -> None:
        """Doesn't wait. It can't be used afterwards."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def create(self) -> None:
        """Creates the folder if it's missing. That isn't done later, so that a vanished folder is noticed."""
        await self._off_loop(self._create)

    async def remove_parts(self) -> None:
        """Deletes half-written files of an earlier process. Call it before anything is saved."""
        await self._off_loop(self._remove_parts)

    async def save(self, generation_id: int, data: bytes) -> None:
        await self._off_loop(lambda: self._save(generation_id, data))

    async def load(self, generation_id: int) -> bytes | None:
        return await self._off_loop(lambda: self._load(generation_id))

    async def discard(self, generation_id: int) -> None:
        await self._off_loop(lambda: self._discard(generation_id))

    def discard_later(self, generation_id: int) -> None:
        # Starting a thread for each delivered picture would cost more than deleting it.
        self._discarded.append(generation_id)

    async def kept(self) -> list[int]:
        return await self._off_loop(self._kept)

    async def _off_loop(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, self._after_discarding, work
            )
        except OSError as error:
            raise StorageUnavailable(f"the spool of pictures: {causes.of_system(error).cause}") from error

    def _after_discarding(self, work: Callable[[], T]) -> T:
        while self._discarded:
            try:
                generation_id = self._discarded.popleft()
            except IndexError:  # another thread was faster
                break
            with suppress(OSError):  # the sweep finds it
                self._discard(generation_id)
        return work()

    def _create(self) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(self._folder.parent)

    def _remove_parts(self) -> None:
        for part in self._folder.glob(f"*{_PART}"):
            part.unlink(missing_ok=True)

    def _save(self, generation_id: int, data: bytes) -> None:
        part = self._part(generation_id)
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.rename(self._file(generation_id))
        except OSError:
            part.unlink(missing_ok=True)
            raise
        sync_folder(self._folder)

    def _load(self, generation_id: int) -> bytes | None:
        try:
            return self._file(generation_id).read_bytes()
        except FileNotFoundError:
            self._folder.stat()  # without its folder, nobody knows whether there was a picture
            return None

    def _discard(self, generation_id: int) -> None:
        try:
            self._file(generation_id).unlink()
        except FileNotFoundError:
            self._part(generation_id).unlink(missing_ok=True)  # a leftover from a crash

    def _kept(self) -> list[int]:
        names = {file.name.removesuffix(_PART) for file in self._folder.iterdir()}
        return sorted(int(name) for name in names if name.isdecimal())

    def _file(self, generation_id: int) -> Path:
        return self._folder / str(generation_id)

    def _part(self, generation_id: int) -> Path:
        return self._folder / f"{generation_id}{_PART}"


def sync_folder(folder: Path) -> None:
    """Syncs the names in `folder` to disk. Does nothing on systems that don't support that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

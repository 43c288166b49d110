"""A file that's updated while Discord is connected, for health checks from outside."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BEAT_SECONDS = 10
LOOK_SECONDS = 1
LATE_SECONDS = 60  # a reconnect takes a few seconds, and a minute isn't normal

log = logging.getLogger(__name__)


async def beat(path: Path, connected: Callable[[], bool]) -> None:
    """Updates the file as soon as `connected` is true, and then every ten seconds, until cancelled."""
    loop = asyncio.get_running_loop()
    # In its own thread, so that a disk that hangs stops the heartbeat, as it should, but nothing else.
    thread = ThreadPoolExecutor(1, thread_name_prefix="easel-heartbeat")
    try:
        while True:
            alive = connected()
            if alive:
                try:
                    await loop.run_in_executor(thread, path.touch)
                except OSError as error:
                    log.error("the heartbeat can't be written to %s: %s", path, error.strerror)
            await asyncio.sleep(BEAT_SECONDS if alive else LOOK_SECONDS)
    finally:
        thread.shutdown(wait=False, cancel_futures=True)


def age_seconds(path: Path) -> float | None:
    """Seconds since the last beat. None if there never was one."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return None


def of_role(path: Path, role: str | None) -> Path:
    """The file of one kind of process, where there are several. A worker has one for its leases."""
    return path if role is None else path.with_name(f"{path.stem}.{role}{path.suffix}")

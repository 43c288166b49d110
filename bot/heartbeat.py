"""A file beside the database that is touched while Discord is connected, for health checks from outside."""

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

BEAT_SECONDS = 10
LATE_SECONDS = 60  # a reconnect takes a few seconds; a minute without one is an illness

log = logging.getLogger(__name__)


async def beat(database: Path, connected: Callable[[], bool]) -> None:
    """Touches the file every ten seconds for which `connected` is true, until cancelled."""
    path = _file(database)
    while True:
        if connected():
            try:
                path.touch()
            except OSError as error:
                log.error("the heartbeat can't be written to %s: %s", path, error.strerror)
        await asyncio.sleep(BEAT_SECONDS)


def age_seconds(database: Path) -> float | None:
    """Seconds since the last beat, None if there never was one."""
    try:
        return time.time() - _file(database).stat().st_mtime
    except OSError:
        return None


def _file(database: Path) -> Path:
    return database.with_name(database.name + ".alive")

"""One bot per database. Two would both finish the same generations and post each picture twice."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.errors import StorageUnavailable

if sys.platform != "win32":  # there it's up to the bot's owner
    import fcntl

# On Linux, flock(2) and SQLite's record locks don't affect each other, so the database file itself can be
# locked, and every path and link to it leads to the same lock. Elsewhere they're the same.
_LOCKS_THE_FILE_ITSELF = sys.platform == "linux"
_TRIES, _PAUSE_SECONDS = 5, 0.1  # `bot_is_running` holds the lock for a moment


@contextmanager
def instance_lock(database: Path) -> Iterator[None]:
    """Holds the lock of the file `database`. The system releases it, however the process ends.

    Enter it before SQLite opens the file and exit it after SQLite has closed it, because closing any
    descriptor of a file drops SQLite's locks on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    Raises `StorageUnavailable` while another process holds it, and `OSError`.
    """
    with ExitStack() as stack:
        if sys.platform != "win32":
            real = os.path.realpath(database)
            _lock(stack, f"{real}.lock", os.O_CREAT | os.O_RDWR)
            if _LOCKS_THE_FILE_ITSELF:
                _lock(stack, real, os.O_RDONLY)
        yield


def bot_is_running(database: Path) -> bool:
    """Whether a process holds the lock. Only for a process that hasn't opened the database yet."""
    if sys.platform == "win32":
        return False
    real = os.path.realpath(database)
    name = real if _LOCKS_THE_FILE_ITSELF else f"{real}.lock"
    try:
        descriptor = os.open(name, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock(stack: ExitStack, name: str, flags: int) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(name, flags | os.O_CLOEXEC, 0o600)
    stack.callback(os.close, descriptor)
    for last in [False] * (_TRIES - 1) + [True]:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if last:
                raise StorageUnavailable("another bot is already using it") from None
            time.sleep(_PAUSE_SECONDS)
        else:
            return

"""One bot per database: two would take up each other's generations, and post a picture twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StorageUnavailable

try:
    import fcntl
except ImportError:  # Windows: there the operator has to see to it
    fcntl = None  # type: ignore[assignment]


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Holds a lock beside `database`; the system lets go of it however the process ends.

    Raises `StorageUnavailable` while another process holds it.
    """
    with database.with_name(database.name + ".lock").open("a") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StorageUnavailable("another bot is running on it, and one is enough") from None
        yield

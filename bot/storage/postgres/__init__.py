"""The store on a PostgreSQL server. It needs asyncpg, which comes with `easel-bot[postgres]`."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import StorageUnavailable


@contextmanager
def driver_needed() -> Iterator[None]:
    """For imports from this package. Raises `StorageUnavailable` if asyncpg isn't installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "asyncpg":
            raise
        raise StorageUnavailable(
            'PostgreSQL needs the package asyncpg. Install it with pip install "easel-bot[postgres]"'
        ) from error

"""Turns errors of PostgreSQL and asyncpg into what the bot's owner has to fix.

Nothing here repeats their messages, because PostgreSQL can quote a row, and a row can contain a token.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from bot.database_url import PostgresLocation
from bot.errors import StorageUnavailable

# By SQLSTATE or its class: https://www.postgresql.org/docs/current/errcodes-appendix.html
_CAUSES = {
    "08": "the connection to PostgreSQL was lost",
    "28": "PostgreSQL refuses the user or the password in DATABASE_URL",
    "25006": "PostgreSQL is read-only here",
    "0A000": "PostgreSQL is a standby here, which can only be read",
    "40001": "too many changes came at once",
    "40P01": "too many changes came at once",
    "42501": "PostgreSQL doesn't give the user permission",
    "53100": "PostgreSQL's disk is full",
    "53200": "PostgreSQL is out of memory",
    "53300": "PostgreSQL takes no more connections",
    "55P03": "PostgreSQL was busy for too long",
    "57014": "PostgreSQL took too long",
    "57P": "PostgreSQL is shutting down or starting",
    "25P03": "PostgreSQL waited for too long",
    "58": "PostgreSQL's system reports an error",
    "XX001": "the database is damaged",
    "XX002": "the database is damaged",
}


class ServerAway(StorageUnavailable):
    """Nobody answers there. It's worth another try a little later."""


# Failures caused by other transactions. The same transaction can succeed if it's run again.
CONFLICTS = (asyncpg.SerializationError, asyncpg.DeadlockDetectedError)


def of_postgres(error: Exception, location: PostgresLocation) -> StorageUnavailable | None:
    """The cause as one of Easel's errors, or None if the error is a bug, such as a violated constraint."""
    match error:
        case asyncpg.PostgresError():
            return _of_server(error, location)
        case ssl.SSLError():
            cause = f"the connection to {location.name} can't be encrypted as DATABASE_URL wants"
            return StorageUnavailable(cause)
        case socket.gaierror():
            return ServerAway(f"the address of {location.name} isn't known")
        case OSError() | TimeoutError():
            return ServerAway(f"PostgreSQL doesn't answer ({location.name})")
        case asyncpg.InterfaceError() if "clos" in str(error):
            return StorageUnavailable("the connection to PostgreSQL is closed")
    return None


def _of_server(error: asyncpg.PostgresError, location: PostgresLocation) -> StorageUnavailable | None:
    if isinstance(error, asyncpg.CannotConnectNowError):
        return ServerAway(f"PostgreSQL is starting or shutting down ({location.name})")
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return StorageUnavailable(f"PostgreSQL has no database {location.name}. Create it with createdb")
    code = error.sqlstate or ""
    known = next((_CAUSES[code[:length]] for length in (5, 3, 2) if code[:length] in _CAUSES), None)
    return StorageUnavailable(known) if known else None


@contextmanager
def translated(location: PostgresLocation) -> Iterator[None]:
    """Raises errors of PostgreSQL, asyncpg and the system as `StorageUnavailable`.

    Bugs are raised unchanged, but without the row that they'd quote.
    """
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
        if isinstance(error, asyncpg.PostgresError):
            error.detail = error.hint = None
        known = of_postgres(error, location)
        if known is not None:
            raise known from error
        raise

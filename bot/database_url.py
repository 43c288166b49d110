"""The database in `DATABASE_URL`."""

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

_PREFIX = "sqlite:///"
_FORM = "Write sqlite:///relative/path or sqlite:////absolute/path"
_POSTGRES_FORM = "Write postgresql://user:password@host/database"
_POSTGRES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class SqliteLocation:
    """A SQLite file, and what's beside it."""

    path: Path

    @property
    def name(self) -> str:
        """For people to read."""
        return str(self.path)

    @property
    def spool(self) -> Path:
        """The folder of undelivered pictures."""
        return self.path.with_name(self.path.name + ".spool")

    @property
    def heartbeat(self) -> Path:
        """A file that's touched while the bot is connected to Discord."""
        return self.path.with_name(self.path.name + ".alive")


@dataclass(frozen=True, slots=True)
class PostgresLocation:
    """A database on a PostgreSQL server."""

    url: str = field(repr=False)  # it can have a password in it

    @property
    def name(self) -> str:
        """For people to read: where it is, without the user and the password."""
        parts = urlsplit(self.url)
        query = parse_qs(parts.query)
        host = parts.netloc.rpartition("@")[2] or query.get("host", ["localhost"])[-1]
        return f"{unquote(parts.path.strip('/')) or query.get('database', ['postgres'])[-1]} on {host}"

    @property
    def heartbeat(self) -> Path:
        """A file that's touched while the bot is connected to Discord, on the bot's own machine."""
        digest = hashlib.sha256(self.name.encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"easel-{digest}.alive"


Location = SqliteLocation | PostgresLocation


def parse_database_url(url: str) -> Location:
    """The database for `url`. A relative path starts in the working directory.

    A path is taken literally: no percent-escapes, no `~`, no options. A PostgreSQL address is read by
    asyncpg, with all the options that it knows, such as `?sslmode=verify-full`. Raises `ValueError` with one
    sentence for the owner, which only quotes the scheme of `url`, since the rest can contain a password.
    """
    scheme, separator, _ = url.partition(":")
    if separator and scheme in _POSTGRES:
        return _postgres(url)
    if not separator or scheme != "sqlite":
        named = (
            f"“{scheme}” isn't a kind of database that Easel knows" if separator else "it names no database"
        )
        raise ValueError(f"DATABASE_URL: {named}. {_FORM}, or postgresql://user:password@host/database.")
    if not url.startswith(_PREFIX):
        raise ValueError(f"DATABASE_URL needs three slashes and a path after “sqlite:”. {_FORM}.")
    path = url.removeprefix(_PREFIX)
    if path == ":memory:":
        raise ValueError(
            f"DATABASE_URL names a database in memory, which would forget every hold at a restart. {_FORM}."
        )
    if "?" in path or "#" in path or "\0" in path:
        raise ValueError(f"DATABASE_URL can't have options after the path. {_FORM}.")
    if not Path(path).name or path.endswith(("/", "/.", "/..")) or path == "..":
        raise ValueError(f"DATABASE_URL needs a path that ends in the file's name. {_FORM}.")
    return SqliteLocation(Path(path))


def _postgres(url: str) -> PostgresLocation:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        # A slash or a # in the password ends the host's name early.
        raise ValueError(
            "DATABASE_URL can't be read. Characters such as / : @ # in the password have to be"
            f" percent-encoded, for example / as %2F. {_POSTGRES_FORM}."
        ) from None
    if not url.startswith(f"{parts.scheme}://") or not parts.path.strip("/"):
        raise ValueError(f"DATABASE_URL names no database on the PostgreSQL server. {_POSTGRES_FORM}.")
    return PostgresLocation(url)

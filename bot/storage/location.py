"""The database that `DATABASE_URL` names."""

from dataclasses import dataclass
from pathlib import Path

_PREFIX = "sqlite:///"
_FORM = "Write sqlite:///relative/path or sqlite:////absolute/path"


@dataclass(frozen=True, slots=True)
class SqliteLocation:
    """A SQLite file, and what stands beside it."""

    path: Path

    @property
    def spool(self) -> Path:
        """The folder of undelivered pictures."""
        return self.path.with_name(self.path.name + ".spool")


def parse_database_url(url: str) -> SqliteLocation:
    """The database `url` names; a relative path is relative to the working directory.

    The path is taken as it stands: no percent-escapes, no `~`, no options.
    Raises `ValueError` with one sentence for the operator; it never quotes more of `url` than its scheme,
    since other schemes carry passwords.
    """
    scheme, separator, _ = url.partition(":")
    if not separator or scheme != "sqlite":
        named = (
            f"“{scheme}” isn't a kind of database that Easel knows" if separator else "it names no database"
        )
        raise ValueError(f"DATABASE_URL: {named}. {_FORM}.")
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

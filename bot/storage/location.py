"""The database in `DATABASE_URL`."""

from dataclasses import dataclass
from pathlib import Path

_PREFIX = "sqlite:///"
_FORM = "Write sqlite:///relative/path or sqlite:////absolute/path"


@dataclass(frozen=True, slots=True)
class SqliteLocation:
    """A SQLite file, and what's beside it."""

    path: Path

    @property
    def spool(self) -> Path:
        """The folder of undelivered pictures."""
        return self.path.with_name(self.path.name + ".spool")


def parse_database_url(url: str) -> SqliteLocation:
    """The database for `url`. A relative path starts in the working directory.

    The path is taken literally: no percent-escapes, no `~`, no options. Raises `ValueError` with one sentence
    for the owner, which only quotes the scheme of `url`, since other schemes can contain passwords.
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

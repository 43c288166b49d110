"""Fields for all log lines about the current work, including libraries' lines.

They follow the task, and the tasks and threads that it starts with a copy of its context. So discord.py's and
aiohttp's lines have them too.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_FIELDS: ContextVar[Mapping[str, object]] = ContextVar("log_fields", default={})  # noqa: B039 - never changed


def log_fields() -> Mapping[str, object]:
    """The fields of the current task."""
    return _FIELDS.get()


def add_log_fields(**fields: object) -> None:
    """Adds fields for the rest of the current task."""
    _FIELDS.set({**_FIELDS.get(), **fields})


@contextmanager
def logged_with(**fields: object) -> Iterator[None]:
    """Adds fields until the end of the block."""
    token = _FIELDS.set({**_FIELDS.get(), **fields})
    try:
        yield
    finally:
        _FIELDS.reset(token)

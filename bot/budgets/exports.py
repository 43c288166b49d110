"""Everything there is, row by row, for the operator: `python -m bot export`."""

from collections.abc import AsyncIterator, Mapping
from enum import StrEnum
from typing import Protocol


class What(StrEnum):
    AUDIT = "audit"  # who changed what
    LEDGER = "ledger"  # every change of any balance
    USAGE = "usage"  # tokens and pictures by UTC day, server and member


class Exports(Protocol):
    def columns(self, what: What) -> tuple[str, ...]:
        """The names of the columns, in order: the head of a CSV."""
        ...

    def rows(
        self, what: What, *, since_ms: int = 0, guild_id: int | None = None
    ) -> AsyncIterator[Mapping[str, int | str | None]]:
        """Oldest first, from `since_ms` on, of one server or of all; for usage from the day that `since_ms`
        lies in. Read in portions: it may take long and blocks nobody. Raises `StorageUnavailable`.
        """
        ...

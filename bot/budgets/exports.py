"""Exports everything row by row for the owner: `python -m bot export`."""

from collections.abc import AsyncIterator, Mapping
from enum import StrEnum
from typing import Protocol


class What(StrEnum):
    AUDIT = "audit"  # who changed what
    LEDGER = "ledger"  # every change to any balance
    USAGE = "usage"  # tokens and pictures by UTC day, server and member


class Exports(Protocol):
    def columns(self, what: What) -> tuple[str, ...]:
        """The column names, in order, for a CSV's header."""
        ...

    def rows(
        self, what: What, *, since_ms: int = 0, guild_id: int | None = None
    ) -> AsyncIterator[Mapping[str, int | str | None]]:
        """Oldest first, from `since_ms`, of one server or all. Usage starts with the day of `since_ms`. Reads
        in batches, so it can take long but doesn't block anybody. Raises `StorageUnavailable`.
        """
        ...

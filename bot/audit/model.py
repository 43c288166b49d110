"""Entries of the audit log, and how to find them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.audit.kinds import AuditKind

T = TypeVar("T")

Fields = Mapping[str, int | str | bool | None]


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """The result of an act, and the id of its audit entry, for undoing it.

    `audit_id` is None if nothing had to be changed, because everything was that way already.
    """

    result: T
    audit_id: int | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. `actor_id` is None for the bot's owner at the command line, and for the bot itself.

    A negative user id is someone who has erased their data.
    """

    id: int
    at_ms: int
    guild_id: int
    actor_id: int | None
    kind: AuditKind
    user_id: int | None  # the affected member
    role_id: int | None
    old: Fields
    new: Fields
    reason: str | None
    undoes: int | None = None  # the id of the entry that this one reversed


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Matches entries that meet all conditions that aren't None. `until_ms` is exclusive."""

    user_id: int | None = None
    actor_id: int | None = None
    kind: AuditKind | None = None
    since_ms: int | None = None
    until_ms: int | None = None
    group: str | None = None  # see `bot.audit.kinds`


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Newest first. `older` and `newer` say whether there's more on that side."""

    entries: tuple[AuditEntry, ...]
    newer: bool
    older: bool


class AuditLog(Protocol):
    async def page(
        self,
        guild_id: int,
        only: AuditFilter,
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = 10,
    ) -> AuditPage:
        """The newest entries, or those directly older than the entry `before`, or newer than `after`.

        For the next page of older entries, pass the id of a page's last entry as `before`. For newer ones,
        pass the id of its first entry as `after`. Raises `StorageUnavailable`.
        """
        ...

"""Who changed what about budgets: append-only, and nobody can edit it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

Fields = Mapping[str, int | str | bool | None]


class AuditKind(StrEnum):
    """What was done. The comment names the fields of `old` and `new`; amounts in tokens, times in ms."""

    SERVER_SET = "server_set"  # those that differ; for the schedule cycle, zone, week_starts_on
    ROLE_SET = "role_set"  # allowance (old None: there was no tier)
    ROLE_CLEARED = "role_cleared"  # allowance
    MEMBER_SET = "member_set"  # allowance (None: as everybody by role or default)
    GRANTED = "granted"  # new: grant_id, amount, expires_at_ms
    DEDUCTED = "deducted"  # old: left (before); new: left, from_grants, from_allowance
    RESET = "reset"  # spent
    FROZEN = "frozen"  # until_ms; old only where it replaced a freeze
    UNFROZEN = "unfrozen"  # old: until_ms
    REFUNDED = "refunded"  # new: generation_id, restored, granted
    PROMISE_MADE = "promise_made"  # new: promise_id, amount, ends_at_ms, grant_expires_at_ms
    PROMISE_REVOKED = "promise_revoked"  # old: promise_id, amount, ends_at_ms; new: claims
    PROMISE_CLAIMED = "promise_claimed"  # new: promise_id, grant_id, amount; the actor is the member
    OPERATOR_CAP = "operator_cap"  # cap
    PAUSED = "paused"  # new: message
    RESUMED = "resumed"  # old: message


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. `actor_id` None: the operator at the command line, or the bot itself.

    A negative user id is what stands for somebody who had their data erased.
    """

    id: int
    at_ms: int
    guild_id: int
    actor_id: int | None
    kind: AuditKind
    user_id: int | None  # whom it was done to
    role_id: int | None
    old: Fields
    new: Fields
    reason: str | None


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Only what matches all that is set. From `since_ms` up to, not including, `until_ms`."""

    user_id: int | None = None
    actor_id: int | None = None
    kind: AuditKind | None = None
    since_ms: int | None = None
    until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Newest first. `older` and `newer` say whether there is more on that side."""

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
        """The newest entries; or those directly older than the entry `before`, or newer than `after`.

        For the next page of older ones give the id of a page's last entry as `before`, for the page of newer
        ones its first entry's as `after`. Raises `StorageUnavailable`.
        """
        ...

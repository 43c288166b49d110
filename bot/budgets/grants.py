"""Tokens given once, to one member or to everyone with a role."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.audit.model import Change
from bot.budgets.policy import Act


class GrantSource(StrEnum):
    """Where a grant comes from."""

    MODERATOR = "moderator"
    PROMISE = "promise"  # claimed from a role's promise
    REFUND = "refund"  # paid in a period, or from a grant, that has ended
    PRIZE = "prize"
    CONTEST = "contest"  # from a contest's pool, for making an entry


@dataclass(frozen=True, slots=True)
class Grant:
    """Tokens on top of the allowance, outside its periods. They never expire if `expires_at_ms` is None.

    `given_by` is the moderator, or None for the bot itself.
    """

    id: int
    amount: int
    spent: int
    held: int
    granted_at_ms: int
    expires_at_ms: int | None
    source: GrantSource
    given_by: int | None
    reason: str | None

    @property
    def left(self) -> int:
        return max(0, self.amount - self.spent - self.held)


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """`amount` tokens for each member with the role, once, when they next spend before `ends_at_ms`.

    It can be claimed until it ends or is revoked. Grants that were claimed from it stay until
    `grant_expires_at_ms`, or forever if that's None. `claims` counts the members who claimed it. Its maker
    can't claim it, unless they made it as an administrator (`maker_may_claim`).
    """

    id: int
    role_id: int
    amount: int
    made_at_ms: int
    ends_at_ms: int
    grant_expires_at_ms: int | None
    made_by: int
    maker_may_claim: bool
    reason: str | None
    revoked_at_ms: int | None = None
    claims: int = 0

    def open_to(self, user_id: int, role_ids: tuple[int, ...], now_ms: int) -> bool:
        """Whether this member could claim it now, if they haven't already."""
        return (
            self.revoked_at_ms is None
            and now_ms < self.ends_at_ms
            and (self.grant_expires_at_ms is None or now_ms < self.grant_expires_at_ms)
            and self.role_id in role_ids
            and (user_id != self.made_by or self.maker_may_claim)
        )


@dataclass(frozen=True, slots=True)
class NewRoleGrant:
    """A moderator's offer. See `RoleGrant`."""

    role_id: int
    amount: int
    ends_at_ms: int
    grant_expires_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    user_id: int
    at_ms: int


class RoleGrants(Protocol):
    """Role grants: `/quota grant-role`. Every method can raise `StorageUnavailable`.

    `Quotas.undo` also reverses changes of role grants.
    """

    async def make(self, guild_id: int, promise: NewRoleGrant, act: Act) -> Change[RoleGrant]:
        """Raises `AlreadyOver` if it would end before it begins, or its grants expire before then, and
        `InvalidAmount`, `EveryoneIsNoRole` or `TooManyRoleGrants`.
        """
        ...

    async def revoke(self, guild_id: int, promise_id: int, act: Act) -> Change[RoleGrant]:
        """Ends it. Raises `NoSuchPromise` if this server has no open one with that id."""
        ...

    async def standing(self, guild_id: int, now_ms: int) -> list[RoleGrant]:
        """Those that can still be claimed, newest first."""
        ...

    async def get(self, guild_id: int, promise_id: int) -> RoleGrant | None:
        """One of this server's, open or ended."""
        ...

    async def claims(self, promise_id: int, *, after: int = 0, limit: int = 100) -> list[Claim]:
        """Who claimed it, ordered by user id. `after` is the last user id of the previous page."""
        ...

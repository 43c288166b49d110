"""A member's budget: allowance, grants, spent and held tokens."""

from dataclasses import dataclass
from typing import Protocol

from bot.budgets.grants import Grant, RoleGrant
from bot.budgets.periods import Period
from bot.budgets.policy import UNLIMITED, Freeze, Member, Source


@dataclass(frozen=True, slots=True)
class Allowance:
    """`tokens` to spend within `period`, including `rollover` from the previous period.

    `role_id` is the role that gives it, if `source` is one.
    """

    tokens: int
    period: Period
    source: Source = Source.OPERATOR
    role_id: int | None = None
    rollover: int = 0

    @property
    def unlimited(self) -> bool:
        return self.tokens >= UNLIMITED


@dataclass(frozen=True, slots=True)
class Budget:
    """Amounts are in tokens. `spent` and `held` are those of the allowance. Grants have their own.

    `grants` are unexpired ones with something left or held, in the order in which they're spent. `promises`
    are the role grants that the member will claim with their next picture. `freeze` is the current one, or
    None.
    """

    allowance: Allowance
    spent: int
    held: int
    grants: tuple[Grant, ...] = ()
    promises: tuple[RoleGrant, ...] = ()
    freeze: Freeze | None = None

    @property
    def allowance_left(self) -> int:
        """Never below zero, even if the allowance was lowered below the usage."""
        return max(0, self.allowance.tokens - self.spent - self.held)

    @property
    def left(self) -> int:
        """What the member could spend now, without a freeze or the server's and owner's limits."""
        given = sum(grant.left for grant in self.grants) + sum(promise.amount for promise in self.promises)
        return min(UNLIMITED, self.allowance_left + given)

    @property
    def all_held(self) -> int:
        """Held for pictures in progress, from the allowance and the grants."""
        return self.held + sum(grant.held for grant in self.grants)


@dataclass(frozen=True, slots=True)
class PaidPicture:
    """A delivered picture: what the member paid for it, and where it is.

    `message_id` is None if its message isn't known. Only the member sees the message of a `private` picture,
    so a link to it is useless. `paid` is what the member paid, and `refunded_at_ms` is when they got it back.
    """

    generation_id: int
    guild_id: int
    user_id: int
    user_name: str
    prompt: str
    width: int
    height: int
    delivered_at_ms: int
    paid: int
    channel_id: int
    message_id: int | None
    private: bool
    refunded_at_ms: int | None = None


class Budgets(Protocol):
    """Reads budgets. Never base a decision on its results, because the rule is part of the write.

    Every method raises `StorageUnavailable`.
    """

    async def budget(self, member: Member, now_ms: int) -> Budget:
        """The member's budget now, even if it was never used."""
        ...

    async def left_after(self, generation_id: int, cost: int, now_ms: int) -> int | None:
        """What its member will have left once this open generation is settled at `cost`, by the allowance of
        their last hold. None if that's unknown.
        """
        ...

    async def history(
        self, guild_id: int, user_id: int, *, before: int | None = None, limit: int = 10
    ) -> list[PaidPicture]:
        """The member's pictures on this server, newest first.

        `before` is the last generation id of the previous page.
        """
        ...

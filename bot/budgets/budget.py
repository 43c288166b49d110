"""A member's budget: allowance, grants, spent and held tokens."""

from dataclasses import dataclass
from typing import Protocol

from bot.budgets.grants import Grant, RoleGrant
from bot.budgets.periods import Period
from bot.budgets.policy import UNLIMITED, Freeze, Member, Source


@dataclass(frozen=True, slots=True)
class Allowance:
    """`tokens` to spend within `period`, including `rollover` from the period before.

    `role_id`: the role that gives it, if `source` is one.
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
    """Amounts in tokens. `spent` and `held` are those of the allowance; grants have their own.

    `grants`: those with something left, or held, that have not expired: in the order in which they are spent.
    `promises`: the role grants that the member will claim with their next picture.
    `freeze`: in force now, or None.
    """

    allowance: Allowance
    spent: int
    held: int
    grants: tuple[Grant, ...] = ()
    promises: tuple[RoleGrant, ...] = ()
    freeze: Freeze | None = None

    @property
    def allowance_left(self) -> int:
        """Never below zero, even if the allowance was lowered below what was spent."""
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
    """A picture that was delivered: what it cost the member, and where it is.

    `message_id` is None if its message isn't known. Of a `private` picture the message is the member's
    alone, and a link to it leads nowhere. `paid` is what the member paid; `refunded_at_ms`: and got back.
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
    """Reads budgets. Never decide on what it returns, because the rule is part of the write.

    Every method raises `StorageUnavailable`.
    """

    async def budget(self, member: Member, now_ms: int) -> Budget:
        """The member's budget at this moment, even if nothing was ever booked on it."""
        ...

    async def left_after(self, generation_id: int, cost: int, now_ms: int) -> int | None:
        """What its member will have left once this open generation is settled at `cost`, as far as the
        allowance in force at their last hold tells; None if that can't be said.
        """
        ...

    async def history(
        self, guild_id: int, user_id: int, *, before: int | None = None, limit: int = 10
    ) -> list[PaidPicture]:
        """The member's pictures on this server, newest first.

        `before`: the generation id that the page before ended with.
        """
        ...

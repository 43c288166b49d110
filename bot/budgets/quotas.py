"""Moderators' changes to budgets: the server's policy, role tiers, members, refunds.

Every `Act` says who does it, why and when. It's written to the audit log in the same transaction with the old
and the new value, so every change is in the log. `cogs` checks who can use the commands at all. Here it's
checked that nobody raises their own budget. Bots and webhooks have no budgets, so callers refuse them first
(`BotsHaveNoBudget`). Amounts are tokens, times are milliseconds since the epoch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.audit.model import AuditEntry, Change
from bot.budgets.budget import Budget, PaidPicture
from bot.budgets.grants import Grant
from bot.budgets.policy import Act, Freeze, Member, MemberPolicy, RoleTier, ServerPolicy


@dataclass(frozen=True, slots=True)
class ServerUse:
    """What a server's members have spent and held in its current period, compared to its cap.

    `operators_cap` is the owner's cap for the server in a calendar month (UTC), or None. `operators_count` is
    what counts against it, including losses.
    """

    spent: int
    held: int
    period_end_ms: int | None
    operators_cap: int | None
    operators_count: int


@dataclass(frozen=True, slots=True)
class MemberView:
    """A moderator's view of a member."""

    policy: MemberPolicy
    budget: Budget


@dataclass(frozen=True, slots=True)
class Deducted:
    """What was taken from grants, and from the rest of the allowance."""

    from_grants: int
    from_allowance: int

    @property
    def amount(self) -> int:
        return self.from_grants + self.from_allowance


@dataclass(frozen=True, slots=True)
class Refunded:
    """`restored` went back to the current period or to grants that can still be spent. `granted` is a new
    grant without an end, in place of periods and grants that have ended. Together they're what the member had
    paid, minus what a reset already gave back.
    """

    picture: PaidPicture
    restored: int
    granted: int


@dataclass(frozen=True, slots=True)
class Undone:
    """`entry` is the change that was reversed, `audit_id` the id of the entry about it."""

    entry: AuditEntry
    audit_id: int


class Quotas(Protocol):
    """Every method can raise `StorageUnavailable`. Then nothing was written.

    Every change returns the id of its audit entry. Pass it to `undo` to reverse that change.
    """

    # The server.

    async def server(self, guild_id: int) -> ServerPolicy:
        """The server's policy, or its defaults."""
        ...

    async def set_server(
        self, guild_id: int, change: Callable[[ServerPolicy], ServerPolicy], act: Act
    ) -> Change[tuple[ServerPolicy, ServerPolicy]]:
        """Applies `change` to the policy and returns the old and the new one.

        `change` is a pure function, such as `lambda policy: replace(policy, cap=2_000_000)`. It runs inside
        the transaction, in another thread and maybe more than once, and an exception undoes it. The audit log
        shows the fields that differ. If none does, nothing is written. A new schedule doesn't reset anything:
        spending and holds within the new period count in it. If the change raises the moderator's own budget,
        the audit log and the staff channel say so. Raises `InvalidAmount` if an amount is below zero, and
        `InvalidTimeZone`.
        """
        ...

    async def server_use(self, guild_id: int, now_ms: int) -> ServerUse: ...

    # Roles.

    async def roles(self, guild_id: int) -> list[RoleTier]:
        """Highest allowance first."""
        ...

    async def set_role(self, guild_id: int, tier: RoleTier, act: Act) -> Change[int | None]:
        """Returns the role's previous allowance, or None.

        Raises `NotYourOwn` (see `policy.may_set_tier`), and `EveryoneIsNoRole`.
        """
        ...

    async def clear_role(self, guild_id: int, role_id: int, act: Act) -> Change[int]:
        """Returns the allowance the role had. Raises `NoSuchTier`, `NotYourOwn`."""
        ...

    # Members.

    async def member(self, member: Member, now_ms: int) -> MemberView: ...

    async def set_allowance(self, member: Member, allowance: int | None, act: Act) -> Change[int | None]:
        """Sets the member's own allowance, or removes it (None). Returns the previous one.

        Raises `NotYourOwn`.
        """
        ...

    async def grant(self, member: Member, amount: int, expires_at_ms: int | None, act: Act) -> Change[Grant]:
        """Raises `NotYourOwn`, `InvalidAmount` (nothing to give), `AlreadyOver`."""
        ...

    async def deduct(self, member: Member, amount: int, act: Act) -> Change[Deducted]:
        """Takes up to `amount` of what's left: first from grants, starting with the last to expire (the
        reverse of how they're spent), then from the current period's allowance. Holds stay. Raises
        `InvalidAmount`, `NothingToDeduct`.
        """
        ...

    async def reset(self, member: Member, act: Act) -> Change[int]:
        """Gives back everything the member spent of the current period's allowance. Holds and grants stay.
        Returns what had been spent. If that's 0, nothing is written. Raises `NotYourOwn`.
        """
        ...

    async def freeze(self, member: Member, until_ms: int | None, act: Act) -> Change[Freeze]:
        """Replaces an existing freeze. Pictures in progress are still finished. Raises `AlreadyOver`."""
        ...

    async def unfreeze(self, member: Member, act: Act) -> Change[Freeze]:
        """Returns the freeze that ended. Raises `NotFrozen`, `NotYourOwn`."""
        ...

    # Pictures.

    async def pictures_of(self, guild_id: int, message_id: int) -> list[PaidPicture]:
        """The delivered pictures in a message of this server, in order."""
        ...

    async def refund(self, guild_id: int, generation_id: int, act: Act) -> Change[Refunded]:
        """Refunds a picture once, as the owner's loss.

        It counts in the period of the picture's hold, so it doesn't free up caps of a later one. Raises
        `NothingToRefund` (no such picture on this server, or nothing was paid for it), `AlreadyRefunded`,
        `GivenBack` (a reset gave it back already), `NotYourOwn`.
        """
        ...

    # All of the above, and role grants.

    async def undo(self, guild_id: int, audit_id: int, act: Act) -> Undone:
        """Reverses exactly the change in the entry `audit_id`, once, and writes an entry about it.

        A setting is only restored if it still has the value of that change. Tokens are only taken or given
        back if none of them has been used. A moderator who couldn't make the reversed change can't undo it
        either, because ending your own freeze would raise your own budget.

        Raises `NothingToUndo`, `AlreadyUndone`, `ChangedSince`, `UsedSince`, `AlreadyOver`, `NotYourOwn`.
        """
        ...

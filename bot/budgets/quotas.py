"""What moderators do with budgets: the server's policy, role tiers, members, refunds.

Every `Act` says who does it, why and when. It's written to the audit in the same transaction, with the old
and the new value, so what isn't in the audit wasn't done. Whether someone can use the commands at all is
checked on Discord's side. That nobody raises their own budget is checked here. Bots and webhooks have no
budgets, so callers refuse them first (`BotsHaveNoBudget`). Amounts are tokens, times milliseconds since the
epoch.
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
    """What a server's members have spent and hold in its current period, against its cap.

    `operators_cap` is what the bot's owner lets the server spend in a calendar month (UTC), None for no
    limit. `operators_count` is what counts against it, losses included.
    """

    spent: int
    held: int
    period_end_ms: int | None
    operators_cap: int | None
    operators_count: int


@dataclass(frozen=True, slots=True)
class MemberView:
    """What a moderator sees of a member."""

    policy: MemberPolicy
    budget: Budget


@dataclass(frozen=True, slots=True)
class Deducted:
    """What was taken back: from grants, and from what was left of the allowance."""

    from_grants: int
    from_allowance: int

    @property
    def amount(self) -> int:
        return self.from_grants + self.from_allowance


@dataclass(frozen=True, slots=True)
class Refunded:
    """`restored` went back to the current period or to grants that can still be spent. `granted` came as a
    new grant without an end, in place of periods and grants that have ended. Together they're what the member
    had paid, except for the part that a reset gave back already.
    """

    picture: PaidPicture
    restored: int
    granted: int


@dataclass(frozen=True, slots=True)
class Undone:
    """`entry` is the change that was reversed, `audit_id` the id of the entry that says so."""

    entry: AuditEntry
    audit_id: int


class Quotas(Protocol):
    """Every method may raise `StorageUnavailable`. Then nothing was written.

    Every change returns the id of its audit entry. Pass it to `undo` to reverse that change.
    """

    # The server.

    async def server(self, guild_id: int) -> ServerPolicy:
        """The server's policy, with defaults for what isn't set."""
        ...

    async def set_server(
        self, guild_id: int, change: Callable[[ServerPolicy], ServerPolicy], act: Act
    ) -> Change[tuple[ServerPolicy, ServerPolicy]]:
        """Applies `change` to the policy and returns the old and the new one.

        `change` is a pure function, such as `lambda policy: replace(policy, cap=2_000_000)`. It runs inside
        the transaction, in another thread and maybe more than once, and what it raises undoes it. The audit
        shows the fields that differ. If none does, nothing is written. A new schedule resets nothing: what
        was spent or is held within the new period counts in it. If the change raises the budget of the
        moderator who makes it, the audit and the staff channel say so.
        Raises `InvalidAmount` if an amount is below zero, and `InvalidTimeZone`.
        """
        ...

    async def server_use(self, guild_id: int, now_ms: int) -> ServerUse: ...

    # Roles.

    async def roles(self, guild_id: int) -> list[RoleTier]:
        """Highest allowance first."""
        ...

    async def set_role(self, guild_id: int, tier: RoleTier, act: Act) -> Change[int | None]:
        """Returns the role's previous allowance, None if it had none.

        Raises `NotYourOwn` (see `policy.may_set_tier`), and `EveryoneIsNoRole`.
        """
        ...

    async def clear_role(self, guild_id: int, role_id: int, act: Act) -> Change[int]:
        """Returns the allowance the role had. Raises `NoSuchTier`, `NotYourOwn`."""
        ...

    # Members.

    async def member(self, member: Member, now_ms: int) -> MemberView: ...

    async def set_allowance(self, member: Member, allowance: int | None, act: Act) -> Change[int | None]:
        """Sets the member's own allowance, or takes it away (None). Returns the one before.

        Raises `NotYourOwn`.
        """
        ...

    async def grant(self, member: Member, amount: int, expires_at_ms: int | None, act: Act) -> Change[Grant]:
        """Raises `NotYourOwn`, `InvalidAmount` (nothing to give), `AlreadyOver`."""
        ...

    async def deduct(self, member: Member, amount: int, act: Act) -> Change[Deducted]:
        """Takes up to `amount` of what's left: first from grants, the last to expire before the others (the
        reverse of how they're spent), then from the current period's allowance. What's held stays held.
        Raises `InvalidAmount`, `NothingToDeduct`.
        """
        ...

    async def reset(self, member: Member, act: Act) -> Change[int]:
        """Gives the member back everything they've spent of the current period's allowance. What's held stays
        held, and grants aren't touched. Returns what had been spent. If that's 0, nothing is written.
        Raises `NotYourOwn`.
        """
        ...

    async def freeze(self, member: Member, until_ms: int | None, act: Act) -> Change[Freeze]:
        """Replaces a freeze there is. Pictures in progress are still finished. Raises `AlreadyOver`."""
        ...

    async def unfreeze(self, member: Member, act: Act) -> Change[Freeze]:
        """Returns the freeze that ended. Raises `NotFrozen`, `NotYourOwn`."""
        ...

    # Pictures.

    async def picture(self, guild_id: int, message_id: int) -> PaidPicture | None:
        """The delivered picture that a message of this server holds."""
        ...

    async def refund(self, guild_id: int, generation_id: int, act: Act) -> Change[Refunded]:
        """Gives back what a picture cost, once, and books it as the bot owner's loss.

        It counts in the period of the picture's hold, so it makes no room under the caps of a later one.
        Raises `NothingToRefund` (no such picture on this server, or nothing was paid for it),
        `AlreadyRefunded`, `GivenBack` (a reset gave it back already), `NotYourOwn`.
        """
        ...

    # All of the above, and role grants.

    async def undo(self, guild_id: int, audit_id: int, act: Act) -> Undone:
        """Reverses exactly the change that `audit_id` describes, once, and writes an entry that names it.

        A setting is put back only if it still is what that change made of it. Tokens are taken back or
        given back only if none of them has been used. A moderator who couldn't make the reversed change
        can't undo it either, because ending your own freeze would raise your own budget.

        Raises `NothingToUndo`, `AlreadyUndone`, `ChangedSince`, `UsedSince`, `AlreadyOver`, `NotYourOwn`.
        """
        ...

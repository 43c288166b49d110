"""Who can spend how much: moderators' settings, and the resulting allowance of one member."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.budgets.periods import Cycle, Schedule

# An allowance that nobody can use up, so that one rule works for all members and spending is still recorded.
UNLIMITED = 2**62


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on a server, with the ids of their current roles."""

    guild_id: int
    user_id: int
    role_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting moderator, as Discord describes them at that moment."""

    user_id: int
    role_ids: tuple[int, ...] = ()
    is_administrator: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a moderator: by whom, why (in their own words, or None), and when."""

    actor: Actor
    reason: str | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class ServerPolicy:
    """The settings for everyone on a server. Amounts are in tokens.

    Without a `default_allowance`, the bot's default applies. `rollover` is how much unused allowance can
    carry over into the next period. `cap` is what all members together can spend in a period, or None for no
    limit. `staff_channel_id` is where moderators' notices go, if anywhere.
    """

    default_allowance: int | None = None
    schedule: Schedule = field(default_factory=Schedule)
    rollover: int = 0
    cap: int | None = None
    staff_channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class RoleTier:
    """What members with a role can spend in a period. Can be `UNLIMITED`."""

    role_id: int
    allowance: int


@dataclass(frozen=True, slots=True)
class Freeze:
    """The member can't spend anything until `until_ms`, or until a moderator ends it if that's None."""

    reason: str | None
    by: int
    since_ms: int
    until_ms: int | None = None

    def holds(self, now_ms: int) -> bool:
        """Whether it applies now."""
        return self.until_ms is None or now_ms < self.until_ms


@dataclass(frozen=True, slots=True)
class MemberPolicy:
    """A moderator's settings for one member. Without an `allowance`, the role's or default one applies."""

    allowance: int | None = None
    freeze: Freeze | None = None


class Source(StrEnum):
    """Where an allowance comes from: the first of these that exists."""

    MEMBER = "member"  # set for this member
    ROLE = "role"  # the highest of the member's role tiers
    SERVER = "server"  # the server's default
    OPERATOR = "operator"  # the bot's default


@dataclass(frozen=True, slots=True)
class EffectiveAllowance:
    """A member's allowance in a period, before rollover and grants. `role_id` if a role gives it."""

    tokens: int
    source: Source
    role_id: int | None = None


def effective_allowance(
    member: Member,
    own: MemberPolicy,
    tiers: Iterable[RoleTier],
    server: ServerPolicy,
    operators_default: int,
) -> EffectiveAllowance:
    """The member's own allowance, else the highest tier among their roles, else the server's default, else
    the bot's. A tier of 0 counts. It excludes members without a better one.
    """
    if own.allowance is not None:
        return EffectiveAllowance(own.allowance, Source.MEMBER)
    theirs = [tier for tier in tiers if tier.role_id in member.role_ids]
    if theirs:
        highest = max(theirs, key=lambda tier: (tier.allowance, -tier.role_id))
        return EffectiveAllowance(highest.allowance, Source.ROLE, highest.role_id)
    if server.default_allowance is not None:
        return EffectiveAllowance(server.default_allowance, Source.SERVER)
    return EffectiveAllowance(operators_default, Source.OPERATOR)


def may_do_for(actor: Actor, user_id: int) -> bool:
    """Whether a moderator can raise this member's budget. Only administrators can raise their own."""
    return actor.is_administrator or actor.user_id != user_id


def may_set_tier(actor: Actor, role_id: int, before: int | None, after: int | None) -> bool:
    """Whether a moderator can change a role's tier from one allowance to another (None means no tier).

    They can only lower their own role, unless they're an administrator. Clearing a tier counts as
    raising it, because what replaces it may be more. For settings of the whole server see `raises_own`.
    """
    if actor.is_administrator or role_id not in actor.role_ids:
        return True
    return before is not None and after is not None and after <= before


def raises_own(
    actor: Actor,
    before: ServerPolicy,
    after: ServerPolicy,
    *,
    own: MemberPolicy,
    tiers: Iterable[RoleTier],
    operators_default: int,
) -> bool:
    """Whether a moderator's change to the server's settings also raises their own budget.

    They're allowed to, because a server without an active administrator needs it, and everyone gets the same.
    But the audit log marks it, and the staff channel gets a notice. Administrators can raise their own budget
    anyway.
    """
    if actor.is_administrator:
        return False
    member, theirs = Member(0, actor.user_id, actor.role_ids), tuple(tiers)
    old = effective_allowance(member, own, theirs, before, operators_default).tokens
    new = effective_allowance(member, own, theirs, after, operators_default).tokens
    if new > old or not new:
        return new > old
    often = list(Cycle)
    renews_more_often = often.index(after.schedule.cycle) < often.index(before.schedule.cycle)
    return new == old < UNLIMITED and (after.rollover > before.rollover or renews_more_often)

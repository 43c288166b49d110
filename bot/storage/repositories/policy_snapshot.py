"""Everything that applies to a member now, set by the server, its moderators and the bot's owner."""

from dataclasses import dataclass

from bot.budgets.grants import RoleGrant
from bot.budgets.periods import Cycle, Period, Schedule, month_of
from bot.budgets.policy import (
    UNLIMITED,
    EffectiveAllowance,
    Freeze,
    Member,
    MemberPolicy,
    RoleTier,
    ServerPolicy,
    effective_allowance,
)
from bot.storage.database import Row, Transaction

# One query instead of six, because a hold waits for it.
SNAPSHOT = """
SELECT pause.value AS paused, guild_policy.default_allowance, guild_policy.cycle, guild_policy.zone,
    guild_policy.week_starts_on, guild_policy.schedule_version, guild_policy.schedule_changed_at_ms,
    guild_policy.rollover, guild_policy.cap, guild_policy.staff_channel_id,
    member_policy.allowance, member_policy.frozen_at_ms, member_policy.frozen_until_ms,
    member_policy.frozen_by, member_policy.freeze_reason,
    COALESCE(server_cap.tokens, every_cap.tokens) AS operator_server_cap, overall_cap.tokens AS operator_cap,
    server_settings.most_in_progress, server_settings.most_per_day, server_settings.cooldown_seconds
FROM (SELECT 1 AS one) AS always
LEFT JOIN meta AS pause ON pause.key = 'paused'
LEFT JOIN guild_policy ON guild_policy.guild_id = :guild_id
LEFT JOIN server_settings ON server_settings.guild_id = :guild_id
LEFT JOIN member_policy ON member_policy.user_id = :user_id AND member_policy.guild_id = :guild_id
LEFT JOIN operator_cap AS server_cap ON server_cap.scope = 'server' AND server_cap.guild_id = :guild_id
LEFT JOIN operator_cap AS every_cap ON every_cap.scope = 'every_server' AND every_cap.guild_id = 0
LEFT JOIN operator_cap AS overall_cap ON overall_cap.scope = 'overall' AND overall_cap.guild_id = 0
"""

SCHEDULE = """
SELECT cycle, zone, week_starts_on, schedule_version FROM guild_policy WHERE guild_id = :guild_id
"""

TIERS = "SELECT role_id, allowance FROM role_tier WHERE guild_id = :guild_id"

UNCLAIMED = """
SELECT role_promise.*, 0 AS claims FROM role_promise
WHERE guild_id = :guild_id AND revoked_at_ms IS NULL AND ends_at_ms > :now_ms AND NOT EXISTS (
    SELECT 1 FROM role_promise_claim WHERE promise_id = role_promise.id AND user_id = :user_id
)
ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many pictures each member can have. None means no limit."""

    most_in_progress: int | None
    most_per_day: int | None
    cooldown_seconds: int | None


@dataclass(frozen=True, slots=True)
class GuildSchedule:
    """A server's schedule. `version` counts its changes."""

    schedule: Schedule
    version: int


@dataclass(frozen=True, slots=True)
class PolicySnapshot:
    """`allowance` is the member's. `paused` is the owner's message to members, or None if the bot isn't
    paused.

    `period` is the server's current one, `month` the owner's. An unset cap is `UNLIMITED`. `schedule_version`
    counts changes of the schedule.
    """

    server: ServerPolicy
    period: Period
    month: Period
    schedule_version: int
    schedule_changed_at_ms: int
    own: MemberPolicy
    allowance: EffectiveAllowance
    server_cap: int
    operator_server_cap: int
    operator_cap: int
    paused: str | None
    pace: Pace


def guild_schedule(guild_id: int) -> Transaction[GuildSchedule]:
    """The server's current schedule."""
    rows = yield SCHEDULE, {"guild_id": guild_id}
    if not rows:
        return GuildSchedule(Schedule(), 0)
    row = rows[0]
    schedule = Schedule(Cycle(row["cycle"]), row["zone"], row["week_starts_on"])
    return GuildSchedule(schedule, row["schedule_version"])


def policy_snapshot(
    member: Member, default_allowance: int, now_ms: int, *, monthly_cap: int | None = None
) -> Transaction[PolicySnapshot]:
    """Everything that applies, and the periods of `now_ms`. The owner's own cap overrides `monthly_cap`."""
    [row] = yield SNAPSHOT, {"guild_id": member.guild_id, "user_id": member.user_id}
    tiers = (yield from tiers_of(member.guild_id)) if member.role_ids else []
    server, own = policy_of(row), member_policy_of(row)
    return PolicySnapshot(
        server=server,
        period=server.schedule.period(now_ms),
        month=month_of(now_ms),
        schedule_version=row["schedule_version"] or 0,
        schedule_changed_at_ms=row["schedule_changed_at_ms"] or 0,
        own=own,
        allowance=effective_allowance(member, own, tiers, server, default_allowance),
        server_cap=_limit(row["cap"]),
        operator_server_cap=_limit(row["operator_server_cap"]),
        operator_cap=_limit(monthly_cap if row["operator_cap"] is None else row["operator_cap"]),
        paused=row["paused"],
        pace=Pace(row["most_in_progress"], row["most_per_day"], row["cooldown_seconds"]),
    )


def tiers_of(guild_id: int) -> Transaction[list[RoleTier]]:
    """Every tier of the server. Discord allows 250 roles."""
    return [RoleTier(row["role_id"], row["allowance"]) for row in (yield TIERS, {"guild_id": guild_id})]


def claimable(member: Member, now_ms: int) -> Transaction[list[RoleGrant]]:
    """The role grants that the member could claim now, oldest first."""
    if not member.role_ids:
        return []
    rows = yield (
        UNCLAIMED,
        {"guild_id": member.guild_id, "user_id": member.user_id, "now_ms": now_ms},
    )
    return [
        promise
        for promise in map(role_grant_of, rows)
        if promise.open_to(member.user_id, member.role_ids, now_ms)
    ]


def policy_of(row: Row) -> ServerPolicy:
    """A row of `guild_policy`. All its columns are NULL if there's none."""
    if row["cycle"] is None:
        return ServerPolicy()
    return ServerPolicy(
        default_allowance=row["default_allowance"],
        schedule=Schedule(Cycle(row["cycle"]), row["zone"], row["week_starts_on"]),
        rollover=row["rollover"],
        cap=row["cap"],
        staff_channel_id=row["staff_channel_id"],
    )


def member_policy_of(row: Row) -> MemberPolicy:
    """A row of `member_policy`. All its columns are NULL if there's none."""
    freeze = None
    if row["frozen_at_ms"] is not None:
        freeze = Freeze(row["freeze_reason"], row["frozen_by"], row["frozen_at_ms"], row["frozen_until_ms"])
    return MemberPolicy(row["allowance"], freeze)


def role_grant_of(row: Row) -> RoleGrant:
    """A row of `role_promise`, with the number of its claims."""
    return RoleGrant(
        id=row["id"],
        role_id=row["role_id"],
        amount=row["amount"],
        made_at_ms=row["made_at_ms"],
        ends_at_ms=row["ends_at_ms"],
        grant_expires_at_ms=row["grant_expires_at_ms"],
        made_by=row["made_by"],
        maker_may_claim=bool(row["maker_may_claim"]),
        reason=row["reason"],
        revoked_at_ms=row["revoked_at_ms"],
        claims=row["claims"],
    )


def _limit(cap: int | None) -> int:
    return UNLIMITED if cap is None else cap

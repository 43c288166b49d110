"""What moderators set for a whole server, and for its roles."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from bot.budgets.amounts import LARGEST_AMOUNT
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.policy import UNLIMITED, Act, Member, RoleTier, ServerPolicy, may_set_tier
from bot.budgets.quotas import ServerUse
from bot.budgets.refusals import EveryoneIsNoRole, InvalidAmount, NoSuchTier, NotYourOwn
from bot.budgets.zones import known
from bot.storage.database import Transaction
from bot.storage.repositories.accounts import operator_server_key, read_account, server_key
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.policy_snapshot import policy_of, policy_snapshot, tiers_of
from bot.storage.repositories.repository import Repository, reads, writes

POLICY = "SELECT * FROM guild_policy WHERE guild_id = :guild_id"

_SET_POLICY = """
INSERT INTO guild_policy (
    guild_id, default_allowance, cycle, zone, week_starts_on, schedule_version, schedule_changed_at_ms,
    rollover, cap, staff_channel_id
) VALUES (
    :guild_id, :default_allowance, :cycle, :zone, :week_starts_on, :changed,
    CASE CAST(:changed AS BIGINT) WHEN 1 THEN :now_ms ELSE 0 END, :rollover, :cap, :staff_channel_id
) ON CONFLICT (guild_id) DO UPDATE SET
    default_allowance = excluded.default_allowance, cycle = excluded.cycle, zone = excluded.zone,
    week_starts_on = excluded.week_starts_on, rollover = excluded.rollover, cap = excluded.cap,
    schedule_version = guild_policy.schedule_version + :changed,
    schedule_changed_at_ms = CASE CAST(:changed AS BIGINT) WHEN 1 THEN :now_ms
        ELSE guild_policy.schedule_changed_at_ms END,
    staff_channel_id = excluded.staff_channel_id
"""

_SET_TIER = """
INSERT INTO role_tier (guild_id, role_id, allowance) VALUES (:guild_id, :role_id, :allowance)
ON CONFLICT (guild_id, role_id) DO UPDATE SET allowance = excluded.allowance
"""

_CLEAR_TIER = "DELETE FROM role_tier WHERE guild_id = :guild_id AND role_id = :role_id"


class GuildPolicyRepository(Repository):
    """The part of `bot.budgets.quotas.Quotas` that's about whole servers and their roles."""

    @reads
    def server(self, guild_id: int) -> Transaction[ServerPolicy]:
        return (yield from read_guild_policy(guild_id))

    @writes
    def set_server(
        self, guild_id: int, change: Callable[[ServerPolicy], ServerPolicy], act: Act
    ) -> Transaction[tuple[ServerPolicy, ServerPolicy]]:
        before = yield from read_guild_policy(guild_id)
        after = change(before)
        if after == before:
            return before, after
        _check(before, after)
        old, new = _fields(before), _fields(after)
        changed = int(after.schedule != before.schedule)
        yield _SET_POLICY, {**new, "guild_id": guild_id, "changed": changed, "now_ms": act.at_ms}
        differing = [name for name in new if new[name] != old[name]]
        entry = Entry(
            QuotaAct.SERVER_SET,
            guild_id,
            old={name: old[name] for name in differing},
            new={name: new[name] for name in differing},
        )
        yield from note_act(entry, act)
        return before, after

    @reads
    def server_use(self, guild_id: int, now_ms: int) -> Transaction[ServerUse]:
        policy = yield from policy_snapshot(Member(guild_id, 0), 0, now_ms)
        key = server_key(guild_id, policy)
        account = yield from read_account(key, policy)
        month = yield from read_account(operator_server_key(guild_id, policy), policy)
        cap = policy.operator_server_cap
        return ServerUse(
            spent=account.spent,
            held=account.held,
            period_end_ms=key.period.renews_at_ms,
            operators_cap=None if cap >= UNLIMITED else cap,
            operators_count=month.spent + month.held + month.lost,
        )

    @reads
    def roles(self, guild_id: int) -> Transaction[list[RoleTier]]:
        return sorted((yield from tiers_of(guild_id)), key=lambda tier: (-tier.allowance, tier.role_id))

    @writes
    def set_role(self, guild_id: int, tier: RoleTier, act: Act) -> Transaction[int | None]:
        if tier.role_id == guild_id:  # Discord's own rule for @everyone
            raise EveryoneIsNoRole
        check_allowance(tier.allowance)
        before = yield from _tier(guild_id, tier.role_id)
        if not may_set_tier(act.actor, tier.role_id, before, tier.allowance):
            raise NotYourOwn
        if before == tier.allowance:
            return before
        yield _SET_TIER, {"guild_id": guild_id, "role_id": tier.role_id, "allowance": tier.allowance}
        entry = Entry(
            QuotaAct.ROLE_SET,
            guild_id,
            role_id=tier.role_id,
            old={"allowance": before},
            new={"allowance": tier.allowance},
        )
        yield from note_act(entry, act)
        return before

    @writes
    def clear_role(self, guild_id: int, role_id: int, act: Act) -> Transaction[int]:
        before = yield from _tier(guild_id, role_id)
        if before is None:
            raise NoSuchTier
        if not may_set_tier(act.actor, role_id, before, None):
            raise NotYourOwn
        yield _CLEAR_TIER, {"guild_id": guild_id, "role_id": role_id}
        entry = Entry(QuotaAct.ROLE_CLEARED, guild_id, role_id=role_id, old={"allowance": before})
        yield from note_act(entry, act)
        return before


def read_guild_policy(guild_id: int) -> Transaction[ServerPolicy]:
    """The server's policy, the defaults if nothing was set."""
    rows = yield POLICY, {"guild_id": guild_id}
    return policy_of(rows[0]) if rows else ServerPolicy()


def check_allowance(tokens: int | None) -> None:
    """Raises `InvalidAmount` where it is neither an amount nor unlimited."""
    if tokens is not None and tokens != UNLIMITED and not 0 <= tokens <= LARGEST_AMOUNT:
        raise InvalidAmount(str(tokens))


def _tier(guild_id: int, role_id: int) -> Transaction[int | None]:
    tiers = {tier.role_id: tier.allowance for tier in (yield from tiers_of(guild_id))}
    return tiers.get(role_id)


def _check(before: ServerPolicy, after: ServerPolicy) -> None:
    for tokens in (after.default_allowance, after.cap, after.rollover):
        check_allowance(tokens)
    if after.schedule.zone != before.schedule.zone:
        known(after.schedule.zone)


def _fields(policy: ServerPolicy) -> dict[str, Any]:
    """The policy as columns, and as the audit names them."""
    fields = asdict(policy)
    schedule = fields.pop("schedule")
    return {**fields, **schedule, "cycle": schedule["cycle"].value}

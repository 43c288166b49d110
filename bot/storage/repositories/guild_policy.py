"""Moderators' settings for a whole server, and for its roles.

A change is only written if the setting hasn't changed since it was read. Otherwise it starts over.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from bot.audit.model import Change
from bot.budgets.amounts import LARGEST_AMOUNT
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.outbox import NoticeKind
from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import UNLIMITED, Act, Member, RoleTier, ServerPolicy, may_set_tier, raises_own
from bot.budgets.quotas import ServerUse
from bot.budgets.refusals import EveryoneIsNoRole, InvalidAmount, NoSuchTier, NotYourOwn
from bot.budgets.zones import known
from bot.storage.database import Transaction, Value
from bot.storage.repositories.accounts import cap_keys, read_account
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.ledger import Owner
from bot.storage.repositories.outbox import tell_staff
from bot.storage.repositories.policy_snapshot import policy_of, policy_snapshot, tiers_of
from bot.storage.repositories.repository import QuotaBase, reads, writes

RAISES_OWN = "raises_own"  # a field of the audit entry, besides those of the policy

POLICY = "SELECT * FROM guild_policy WHERE guild_id = :guild_id"

_SET_POLICY = """
INSERT INTO guild_policy (
    guild_id, default_allowance, cycle, zone, week_starts_on, schedule_version, schedule_changed_at_ms,
    rollover, cap, staff_channel_id, revision
) VALUES (
    :guild_id, :default_allowance, :cycle, :zone, :week_starts_on, :changed,
    CASE CAST(:changed AS BIGINT) WHEN 1 THEN :now_ms ELSE 0 END, :rollover, :cap, :staff_channel_id, 1
) ON CONFLICT (guild_id) DO UPDATE SET
    default_allowance = excluded.default_allowance, cycle = excluded.cycle, zone = excluded.zone,
    week_starts_on = excluded.week_starts_on, rollover = excluded.rollover, cap = excluded.cap,
    schedule_version = guild_policy.schedule_version + :changed,
    schedule_changed_at_ms = CASE CAST(:changed AS BIGINT) WHEN 1 THEN :now_ms
        ELSE guild_policy.schedule_changed_at_ms END,
    staff_channel_id = excluded.staff_channel_id, revision = guild_policy.revision + 1
WHERE guild_policy.revision = :seen
RETURNING guild_id
"""

TIER = "SELECT allowance FROM role_tier WHERE guild_id = :guild_id AND role_id = :role_id"

_ADD_TIER = """
INSERT INTO role_tier (guild_id, role_id, allowance) VALUES (:guild_id, :role_id, :allowance)
ON CONFLICT (guild_id, role_id) DO NOTHING RETURNING role_id
"""

_CHANGE_TIER = """
UPDATE role_tier SET allowance = :allowance
WHERE guild_id = :guild_id AND role_id = :role_id AND allowance = :seen RETURNING role_id
"""

_CLEAR_TIER = """
DELETE FROM role_tier
WHERE guild_id = :guild_id AND role_id = :role_id AND allowance = :seen RETURNING role_id
"""


class GuildPolicyRepository(QuotaBase):
    """The part of `bot.budgets.quotas.Quotas` for whole servers and their roles."""

    @reads
    def server(self, guild_id: int) -> Transaction[ServerPolicy]:
        return (yield from read_guild_policy(guild_id))

    @writes
    def set_server(
        self, guild_id: int, change: Callable[[ServerPolicy], ServerPolicy], act: Act
    ) -> Transaction[Change[tuple[ServerPolicy, ServerPolicy]]]:
        before, after = yield from change_guild_policy(guild_id, change, act.at_ms)
        if after == before:
            return Change((before, after), None)
        old, new = policy_fields(before), policy_fields(after)
        differing = [name for name in new if new[name] != old[name]]
        own = yield from tell_own_raised(guild_id, before, after, self._default_allowance, act)
        entry = Entry(
            QuotaAct.SERVER_SET,
            guild_id,
            old={name: old[name] for name in differing},
            new={name: new[name] for name in differing} | ({RAISES_OWN: True} if own else {}),
        )
        return Change((before, after), (yield from note_act(entry, act)))

    @reads
    def server_use(self, guild_id: int, now_ms: int) -> Transaction[ServerUse]:
        policy = yield from policy_snapshot(Member(guild_id, 0), 0, now_ms)
        server, operator_server, _ = cap_keys(guild_id, policy)
        account = yield from read_account(server, policy)
        month = yield from read_account(operator_server, policy)
        cap = policy.operator_server_cap
        return ServerUse(
            spent=account.spent,
            held=account.held,
            period_end_ms=server.period.renews_at_ms,
            operators_cap=None if cap >= UNLIMITED else cap,
            operators_count=month.spent + month.held + month.lost,
        )

    @reads
    def roles(self, guild_id: int) -> Transaction[list[RoleTier]]:
        return sorted((yield from tiers_of(guild_id)), key=lambda tier: (-tier.allowance, tier.role_id))

    @writes
    def set_role(self, guild_id: int, tier: RoleTier, act: Act) -> Transaction[Change[int | None]]:
        if tier.role_id == guild_id:  # Discord's own rule for @everyone
            raise EveryoneIsNoRole
        check_allowance(tier.allowance)
        before = yield from change_tier(guild_id, tier.role_id, tier.allowance, act)
        if before == tier.allowance:
            return Change(before, None)
        entry = Entry(
            QuotaAct.ROLE_SET,
            guild_id,
            role_id=tier.role_id,
            old={"allowance": before},
            new={"allowance": tier.allowance},
        )
        return Change(before, (yield from note_act(entry, act)))

    @writes
    def clear_role(self, guild_id: int, role_id: int, act: Act) -> Transaction[Change[int]]:
        before = yield from change_tier(guild_id, role_id, None, act)
        if before is None:
            raise NoSuchTier
        entry = Entry(QuotaAct.ROLE_CLEARED, guild_id, role_id=role_id, old={"allowance": before})
        return Change(before, (yield from note_act(entry, act)))


def read_guild_policy(guild_id: int) -> Transaction[ServerPolicy]:
    """The server's policy, or the defaults."""
    rows = yield POLICY, {"guild_id": guild_id}
    return policy_of(rows[0]) if rows else ServerPolicy()


def change_guild_policy(
    guild_id: int, change: Callable[[ServerPolicy], ServerPolicy], now_ms: int
) -> Transaction[tuple[ServerPolicy, ServerPolicy]]:
    """Applies `change` to the settings, whatever comes in between. Returns the old and the new policy."""
    while True:
        rows = yield POLICY, {"guild_id": guild_id}
        before = policy_of(rows[0]) if rows else ServerPolicy()
        after = change(before)
        if after == before:
            return before, after
        _check(before, after)
        values: dict[str, Value] = {
            **policy_fields(after),
            "guild_id": guild_id,
            "changed": int(after.schedule != before.schedule),
            "now_ms": now_ms,
            "seen": rows[0]["revision"] if rows else 0,
        }
        if (yield _SET_POLICY, values):
            return before, after


def tell_own_raised(
    guild_id: int, before: ServerPolicy, after: ServerPolicy, default_allowance: int, act: Act
) -> Transaction[bool]:
    """Notifies the staff channel if a change raised the moderator's own budget. Returns whether it did."""
    member = Member(guild_id, act.actor.user_id, act.actor.role_ids)
    own = (yield from policy_snapshot(member, default_allowance, act.at_ms)).own
    tiers = yield from tiers_of(guild_id)
    if not raises_own(act.actor, before, after, own=own, tiers=tiers, operators_default=default_allowance):
        return False
    data = {"actor_id": act.actor.user_id, "reason": act.reason}
    yield from tell_staff(NoticeKind.OWN_RAISED, Owner(guild_id, 0), data, act.at_ms)
    return True


def change_tier(guild_id: int, role_id: int, allowance: int | None, act: Act) -> Transaction[int | None]:
    """Sets a role's tier, or clears it (None). Returns the previous allowance. Raises `NotYourOwn`."""
    while True:
        rows = yield TIER, {"guild_id": guild_id, "role_id": role_id}
        before: int | None = rows[0]["allowance"] if rows else None
        if before == allowance:
            return before
        if not may_set_tier(act.actor, role_id, before, allowance):
            raise NotYourOwn
        if (yield from write_tier(guild_id, role_id, before, allowance)):
            return before


def write_tier(guild_id: int, role_id: int, seen: int | None, allowance: int | None) -> Transaction[bool]:
    """Sets or clears a role's tier if it's `seen` (None means no tier). Returns whether it did."""
    values = {"guild_id": guild_id, "role_id": role_id, "allowance": allowance, "seen": seen}
    statement = _CLEAR_TIER if allowance is None else _ADD_TIER if seen is None else _CHANGE_TIER
    return bool((yield statement, values))


def check_allowance(tokens: int | None) -> None:
    """Raises `InvalidAmount` if it's neither an amount nor unlimited."""
    if tokens is not None and tokens != UNLIMITED and not 0 <= tokens <= LARGEST_AMOUNT:
        raise InvalidAmount(str(tokens))


def policy_fields(policy: ServerPolicy) -> dict[str, Any]:
    """The policy as columns, with their audit log names."""
    fields = asdict(policy)
    schedule = fields.pop("schedule")
    return {**fields, **schedule, "cycle": schedule["cycle"].value}


def policy_with(policy: ServerPolicy, fields: Mapping[str, Any]) -> ServerPolicy:
    """The policy with some of its `policy_fields` changed."""
    every = {**policy_fields(policy), **fields}
    schedule = Schedule(Cycle(every.pop("cycle")), every.pop("zone"), every.pop("week_starts_on"))
    return ServerPolicy(schedule=schedule, **every)


def _check(before: ServerPolicy, after: ServerPolicy) -> None:
    for tokens in (after.default_allowance, after.cap, after.rollover):
        check_allowance(tokens)
    if after.schedule.zone != before.schedule.zone:
        known(after.schedule.zone)

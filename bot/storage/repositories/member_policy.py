"""What moderators do to one member's budget."""

from bot.audit.kinds import AuditKind
from bot.audit.model import Fields
from bot.budgets.amounts import LARGEST_AMOUNT
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.grants import Grant, GrantSource
from bot.budgets.outbox import NoticeKind
from bot.budgets.policy import Act, Freeze, Member, MemberPolicy, may_do_for
from bot.budgets.quotas import Deducted, MemberView
from bot.budgets.refusals import AlreadyOver, InvalidAmount, NotFrozen, NothingToDeduct, NotYourOwn
from bot.budgets.rollover import with_rollover
from bot.storage.database import Database, Transaction
from bot.storage.repositories.accounts import ensure_account, member_key, read_account
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.budgets import budget_under
from bot.storage.repositories.grants import give, live_grants
from bot.storage.repositories.guild_policy import check_allowance
from bot.storage.repositories.ledger import Owner, post_entry
from bot.storage.repositories.outbox import tell_staff
from bot.storage.repositories.policy_snapshot import member_policy_of, policy_snapshot
from bot.storage.repositories.repository import Repository, reads, writes

POLICY = "SELECT * FROM member_policy WHERE user_id = :user_id AND guild_id = :guild_id"

_SET_POLICY = """
INSERT INTO member_policy (
    user_id, guild_id, allowance, frozen_at_ms, frozen_until_ms, frozen_by, freeze_reason
) VALUES (:user_id, :guild_id, :allowance, :frozen_at_ms, :frozen_until_ms, :frozen_by, :freeze_reason)
ON CONFLICT (user_id, guild_id) DO UPDATE SET
    allowance = excluded.allowance, frozen_at_ms = excluded.frozen_at_ms,
    frozen_until_ms = excluded.frozen_until_ms, frozen_by = excluded.frozen_by,
    freeze_reason = excluded.freeze_reason
"""

_CLEAR_POLICY = "DELETE FROM member_policy WHERE user_id = :user_id AND guild_id = :guild_id"

# Bounded by what is left, in the write itself. `allowance` is what is in force, as at a hold.
TAKE = """
UPDATE account SET spent = spent + :amount,
    allowance = CASE WHEN :allowance > allowance THEN :allowance ELSE allowance END
WHERE id = :id AND spent + held + :amount <= :allowance RETURNING id
"""

RESET = """
UPDATE account SET spent = 0, warned = 0 WHERE id = :id
"""


class MemberPolicyRepository(Repository):
    """The part of `bot.budgets.quotas.Quotas` that's about one member.

    `default_allowance` is the bot owner's, in tokens.
    """

    def __init__(self, database: Database, default_allowance: int) -> None:
        super().__init__(database)
        self._default_allowance = default_allowance

    @reads
    def member(self, member: Member, now_ms: int) -> Transaction[MemberView]:
        policy = yield from policy_snapshot(member, self._default_allowance, now_ms)
        return MemberView(policy.own, (yield from budget_under(policy, member, now_ms)))

    @writes
    def set_allowance(self, member: Member, allowance: int | None, act: Act) -> Transaction[int | None]:
        _refuse_own(member, act)
        check_allowance(allowance)
        before = yield from _policy(member)
        if allowance == before.allowance:
            return allowance
        yield from _set_policy(member, MemberPolicy(allowance, before.freeze))
        yield from _note(
            QuotaAct.MEMBER_SET, member, act, {"allowance": before.allowance}, {"allowance": allowance}
        )
        return before.allowance

    @writes
    def grant(self, member: Member, amount: int, expires_at_ms: int | None, act: Act) -> Transaction[Grant]:
        _refuse_own(member, act)
        check_amount(amount)
        refuse_past(expires_at_ms, act)
        owner = Owner(member.guild_id, member.user_id)
        given = yield from give(
            owner,
            amount,
            expires_at_ms,
            GrantSource.MODERATOR,
            act.at_ms,
            given_by=act.actor.user_id,
            reason=act.reason,
        )
        new = {"grant_id": given.id, "amount": amount, "expires_at_ms": expires_at_ms}
        yield from _note(QuotaAct.GRANTED, member, act, {}, new)
        return given

    @writes
    def deduct(self, member: Member, amount: int, act: Act) -> Transaction[Deducted]:
        check_amount(amount)
        policy = yield from policy_snapshot(member, self._default_allowance, act.at_ms)
        budget = yield from budget_under(policy, member, act.at_ms)
        from_grants = yield from _take_from_grants(member, amount, act)
        rest = amount - from_grants
        from_allowance = 0
        if rest and budget.allowance_left:
            key = member_key(member, policy)
            account = yield from ensure_account(key, policy, act.at_ms)
            assert account.id is not None
            allowed = with_rollover(policy.allowance.tokens, account.rollover)
            wanted = min(rest, max(0, allowed - account.spent - account.held))
            from_allowance = yield from _take(member, account.id, wanted, allowed, act)
        deducted = Deducted(from_grants, from_allowance)
        if not deducted.amount:
            raise NothingToDeduct
        left = budget.left - sum(promise.amount for promise in budget.promises)
        new = {
            "left": left - deducted.amount,
            "from_grants": deducted.from_grants,
            "from_allowance": deducted.from_allowance,
        }
        yield from _note(QuotaAct.DEDUCTED, member, act, {"left": left}, new)
        return deducted

    @writes
    def reset(self, member: Member, act: Act) -> Transaction[int]:
        _refuse_own(member, act)
        policy = yield from policy_snapshot(member, self._default_allowance, act.at_ms)
        key = member_key(member, policy)
        if not (yield from read_account(key, policy)).spent:
            return 0
        account = yield from ensure_account(key, policy, act.at_ms)
        owner = Owner(member.guild_id, member.user_id)
        yield RESET, {"id": account.id}
        yield from post_entry(
            "reset", owner, act.at_ms, account.id, spent=-account.spent, actor_id=act.actor.user_id
        )
        yield from _note(QuotaAct.RESET, member, act, {"spent": account.spent}, {"spent": 0})
        return account.spent

    @writes
    def freeze(self, member: Member, until_ms: int | None, act: Act) -> Transaction[Freeze]:
        refuse_past(until_ms, act)
        before = yield from _policy(member)
        new = Freeze(act.reason, act.actor.user_id, act.at_ms, until_ms)
        yield from _set_policy(member, MemberPolicy(before.allowance, new))
        replaced = before.freeze if before.freeze and before.freeze.holds(act.at_ms) else None
        old = {"until_ms": replaced.until_ms} if replaced else {}
        yield from _note(QuotaAct.FROZEN, member, act, old, {"until_ms": until_ms})
        data = {"actor_id": act.actor.user_id, "reason": act.reason, "until_ms": until_ms}
        yield from tell_staff(NoticeKind.FROZEN, Owner(member.guild_id, member.user_id), data, act.at_ms)
        return new

    @writes
    def unfreeze(self, member: Member, act: Act) -> Transaction[Freeze]:
        _refuse_own(member, act)
        before = yield from _policy(member)
        if before.freeze is None or not before.freeze.holds(act.at_ms):
            raise NotFrozen
        yield from _set_policy(member, MemberPolicy(before.allowance))
        yield from _note(QuotaAct.UNFROZEN, member, act, {"until_ms": before.freeze.until_ms}, {})
        data = {"actor_id": act.actor.user_id, "reason": act.reason}
        yield from tell_staff(NoticeKind.UNFROZEN, Owner(member.guild_id, member.user_id), data, act.at_ms)
        return before.freeze


def check_amount(amount: int) -> None:
    """Raises `InvalidAmount` where nothing is given or taken, or more than anybody could mean."""
    if not 0 < amount <= LARGEST_AMOUNT:
        raise InvalidAmount(str(amount))


def refuse_past(end_ms: int | None, act: Act) -> None:
    """Raises `AlreadyOver` where something would end before it begins."""
    if end_ms is not None and end_ms <= act.at_ms:
        raise AlreadyOver(end_ms)


def _refuse_own(member: Member, act: Act) -> None:
    if not may_do_for(act.actor, member.user_id):
        raise NotYourOwn


def _policy(member: Member) -> Transaction[MemberPolicy]:
    rows = yield POLICY, {"user_id": member.user_id, "guild_id": member.guild_id}
    return member_policy_of(rows[0]) if rows else MemberPolicy()


def _set_policy(member: Member, policy: MemberPolicy) -> Transaction[None]:
    whose = {"user_id": member.user_id, "guild_id": member.guild_id}
    if policy == MemberPolicy():
        yield _CLEAR_POLICY, whose
        return
    freeze = policy.freeze
    values = {
        "allowance": policy.allowance,
        "frozen_at_ms": freeze.since_ms if freeze else None,
        "frozen_until_ms": freeze.until_ms if freeze else None,
        "frozen_by": freeze.by if freeze else None,
        "freeze_reason": freeze.reason if freeze else None,
    }
    yield _SET_POLICY, {**whose, **values}


def _take_from_grants(member: Member, amount: int, act: Act) -> Transaction[int]:
    """The other way round than they are spent: what would live longest goes first."""
    taken = 0
    for given in reversed((yield from live_grants(member, act.at_ms))):
        wanted = min(given.left, amount - taken)
        taken += yield from _take(member, given.id, wanted, given.amount, act)
    return taken


def _take(member: Member, account_id: int, amount: int, allowance: int, act: Act) -> Transaction[int]:
    if not amount or not (yield TAKE, {"id": account_id, "amount": amount, "allowance": allowance}):
        return 0
    owner = Owner(member.guild_id, member.user_id)
    yield from post_entry("deduct", owner, act.at_ms, account_id, spent=amount, actor_id=act.actor.user_id)
    return amount


def _note(kind: AuditKind, member: Member, act: Act, old: Fields, new: Fields) -> Transaction[None]:
    yield from note_act(Entry(kind, member.guild_id, user_id=member.user_id, old=old, new=new), act)

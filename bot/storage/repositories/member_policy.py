"""Moderators' changes to one member's budget.

A change is only written if the setting hasn't changed since it was read. Otherwise it starts over.
"""

from bot.audit.kinds import AuditKind
from bot.audit.model import Change, Fields
from bot.budgets.amounts import LARGEST_AMOUNT
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.grants import Grant, GrantSource
from bot.budgets.outbox import NoticeKind
from bot.budgets.policy import Act, Freeze, Member, MemberPolicy, may_do_for
from bot.budgets.quotas import Deducted, MemberView
from bot.budgets.refusals import AlreadyOver, InvalidAmount, NotFrozen, NothingToDeduct, NotYourOwn
from bot.budgets.rollover import with_rollover
from bot.storage.database import Transaction, Value
from bot.storage.repositories.accounts import ensure_account, member_key, read_account
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.budgets import budget_under
from bot.storage.repositories.grants import give, live_grants
from bot.storage.repositories.guild_policy import check_allowance
from bot.storage.repositories.ledger import Owner, post_entry
from bot.storage.repositories.outbox import tell_staff
from bot.storage.repositories.policy_snapshot import PolicySnapshot, member_policy_of, policy_snapshot
from bot.storage.repositories.repository import QuotaBase, reads, writes

POLICY = "SELECT * FROM member_policy WHERE user_id = :user_id AND guild_id = :guild_id"

# NULL never equals anything, so conditions use -1 for unset values.
_SET_ALLOWANCE = """
INSERT INTO member_policy (user_id, guild_id, allowance) VALUES (:user_id, :guild_id, :allowance)
ON CONFLICT (user_id, guild_id) DO UPDATE SET allowance = excluded.allowance
WHERE COALESCE(member_policy.allowance, -1) = :seen
RETURNING user_id
"""

# A row without any settings is deleted.
_CLEAR_ALLOWANCE = """
UPDATE member_policy SET allowance = NULL
WHERE user_id = :user_id AND guild_id = :guild_id AND allowance = :seen AND frozen_at_ms IS NOT NULL
RETURNING user_id
"""

_DELETE_ALLOWANCE = """
DELETE FROM member_policy
WHERE user_id = :user_id AND guild_id = :guild_id AND allowance = :seen AND frozen_at_ms IS NULL
RETURNING user_id
"""

_FREEZE = """
INSERT INTO member_policy (user_id, guild_id, frozen_at_ms, frozen_until_ms, frozen_by, freeze_reason)
VALUES (:user_id, :guild_id, :frozen_at_ms, :frozen_until_ms, :frozen_by, :freeze_reason)
ON CONFLICT (user_id, guild_id) DO UPDATE SET
    frozen_at_ms = excluded.frozen_at_ms, frozen_until_ms = excluded.frozen_until_ms,
    frozen_by = excluded.frozen_by, freeze_reason = excluded.freeze_reason
WHERE COALESCE(member_policy.frozen_at_ms, -1) = :seen_at_ms
    AND COALESCE(member_policy.frozen_by, -1) = :seen_by
RETURNING user_id
"""

_UNFREEZE = """
UPDATE member_policy
SET frozen_at_ms = NULL, frozen_until_ms = NULL, frozen_by = NULL, freeze_reason = NULL
WHERE user_id = :user_id AND guild_id = :guild_id AND frozen_at_ms = :seen_at_ms AND frozen_by = :seen_by
    AND allowance IS NOT NULL
RETURNING user_id
"""

_DELETE_FREEZE = """
DELETE FROM member_policy
WHERE user_id = :user_id AND guild_id = :guild_id AND frozen_at_ms = :seen_at_ms AND frozen_by = :seen_by
    AND allowance IS NULL
RETURNING user_id
"""

# Limited to what's left, in the write itself. `allowance` is the current one, as in a hold.
TAKE = """
UPDATE account SET spent = spent + :amount,
    allowance = CASE WHEN :allowance > allowance THEN :allowance ELSE allowance END
WHERE id = :id AND spent + held + :amount <= :allowance RETURNING id
"""

RESET = """
UPDATE account SET spent = 0, warned = 0 WHERE id = :id AND spent = :seen RETURNING id
"""


class MemberPolicyRepository(QuotaBase):
    """The part of `bot.budgets.quotas.Quotas` for one member."""

    @reads
    def member(self, member: Member, now_ms: int) -> Transaction[MemberView]:
        policy = yield from policy_snapshot(member, self._default_allowance, now_ms)
        return MemberView(policy.own, (yield from budget_under(policy, member, now_ms)))

    @writes
    def set_allowance(
        self, member: Member, allowance: int | None, act: Act
    ) -> Transaction[Change[int | None]]:
        refuse_own(member, act)
        check_allowance(allowance)
        before = yield from change_allowance(member, allowance)
        if allowance == before:
            return Change(before, None)
        old, new = {"allowance": before}, {"allowance": allowance}
        return Change(before, (yield from _note(QuotaAct.MEMBER_SET, member, act, old, new)))

    @writes
    def grant(
        self, member: Member, amount: int, expires_at_ms: int | None, act: Act
    ) -> Transaction[Change[Grant]]:
        refuse_own(member, act)
        check_amount(amount)
        refuse_past(expires_at_ms, act)
        given = yield from give(
            Owner(member.guild_id, member.user_id),
            amount,
            expires_at_ms,
            GrantSource.MODERATOR,
            act.at_ms,
            given_by=act.actor.user_id,
            reason=act.reason,
        )
        new = {"grant_id": given.id, "amount": amount, "expires_at_ms": expires_at_ms}
        return Change(given, (yield from _note(QuotaAct.GRANTED, member, act, {}, new)))

    @writes
    def deduct(self, member: Member, amount: int, act: Act) -> Transaction[Change[Deducted]]:
        check_amount(amount)
        policy = yield from policy_snapshot(member, self._default_allowance, act.at_ms)
        budget = yield from budget_under(policy, member, act.at_ms)
        taken = yield from _take_from_grants(member, amount, act.at_ms)
        from_grants = sum(part for _, part in taken)
        from_allowance = 0
        if from_grants < amount and budget.allowance_left:
            part = yield from _take_from_allowance(member, amount - from_grants, policy, act.at_ms)
            taken.append(part)
            from_allowance = part[1]
        deducted = Deducted(from_grants, from_allowance)
        if not deducted.amount:
            raise NothingToDeduct
        left = budget.left - sum(promise.amount for promise in budget.promises)
        new = {
            "left": left - deducted.amount,
            "from_grants": deducted.from_grants,
            "from_allowance": deducted.from_allowance,
        }
        audit_id = yield from _note(QuotaAct.DEDUCTED, member, act, {"left": left}, new)
        for account_id, part_taken in taken:
            if part_taken:
                yield from _post("deduct", member, act, account_id, spent=part_taken, audit_id=audit_id)
        return Change(deducted, audit_id)

    @writes
    def reset(self, member: Member, act: Act) -> Transaction[Change[int]]:
        refuse_own(member, act)
        policy = yield from policy_snapshot(member, self._default_allowance, act.at_ms)
        key = member_key(member, policy)
        while True:
            spent = (yield from read_account(key, policy)).spent
            if not spent:
                return Change(0, None)
            account_id = (yield from ensure_account(key, policy, act.at_ms)).id
            if (yield RESET, {"id": account_id, "seen": spent}):
                break
        audit_id = yield from _note(QuotaAct.RESET, member, act, {"spent": spent}, {"spent": 0})
        yield from _post("reset", member, act, account_id, spent=-spent, audit_id=audit_id)
        return Change(spent, audit_id)

    @writes
    def freeze(self, member: Member, until_ms: int | None, act: Act) -> Transaction[Change[Freeze]]:
        refuse_past(until_ms, act)
        new = Freeze(act.reason, act.actor.user_id, act.at_ms, until_ms)
        before = yield from change_freeze(member, new)
        old = freeze_fields(before) if before and before.holds(act.at_ms) else {}
        audit_id = yield from _note(QuotaAct.FROZEN, member, act, old, {"until_ms": until_ms})
        yield from tell_frozen(member, new, act)
        return Change(new, audit_id)

    @writes
    def unfreeze(self, member: Member, act: Act) -> Transaction[Change[Freeze]]:
        refuse_own(member, act)
        before = yield from change_freeze(member, None)
        if before is None or not before.holds(act.at_ms):
            raise NotFrozen
        audit_id = yield from _note(QuotaAct.UNFROZEN, member, act, freeze_fields(before), {})
        yield from tell_frozen(member, None, act)
        return Change(before, audit_id)


def check_amount(amount: int) -> None:
    """Raises `InvalidAmount` if it's zero, or absurdly much."""
    if not 0 < amount <= LARGEST_AMOUNT:
        raise InvalidAmount(str(amount))


def refuse_past(end_ms: int | None, act: Act) -> None:
    """Raises `AlreadyOver` if something would end before it begins."""
    if end_ms is not None and end_ms <= act.at_ms:
        raise AlreadyOver(end_ms)


def refuse_own(member: Member, act: Act) -> None:
    """Raises `NotYourOwn` if moderators would raise their own budget."""
    if not may_do_for(act.actor, member.user_id):
        raise NotYourOwn


def read_member_policy(member: Member) -> Transaction[MemberPolicy]:
    rows = yield POLICY, _whose(member)
    return member_policy_of(rows[0]) if rows else MemberPolicy()


def change_allowance(member: Member, allowance: int | None) -> Transaction[int | None]:
    """Sets the member's own allowance, or clears it (None). Returns the previous one."""
    while True:
        before = (yield from read_member_policy(member)).allowance
        if before == allowance:
            return before
        if (yield from write_allowance(member, before, allowance)):
            return before


def write_allowance(member: Member, seen: int | None, allowance: int | None) -> Transaction[bool]:
    """Sets the member's own allowance if it's `seen`. Returns whether it did."""
    values = {**_whose(member), "allowance": allowance, "seen": -1 if seen is None else seen}
    if allowance is not None:
        return bool((yield _SET_ALLOWANCE, values))
    return bool((yield _CLEAR_ALLOWANCE, values) or (yield _DELETE_ALLOWANCE, values))


def change_freeze(member: Member, freeze: Freeze | None) -> Transaction[Freeze | None]:
    """Freezes the member, or ends their freeze (None). Returns the previous freeze, even an expired one."""
    while True:
        before = (yield from read_member_policy(member)).freeze
        if before is None and freeze is None:
            return None
        seen = (before.since_ms, before.by) if before else None
        if (yield from write_freeze(member, seen, freeze)):
            return before


def write_freeze(member: Member, seen: tuple[int, int] | None, freeze: Freeze | None) -> Transaction[bool]:
    """Freezes the member, or ends their freeze (None), if their current one is `seen`.

    That's since when and by whom, or None for no freeze. Returns whether it did.
    """
    since_ms, by = seen or (-1, -1)
    values = {**_whose(member), "seen_at_ms": since_ms, "seen_by": by}
    if freeze is None:
        return bool((yield _UNFREEZE, values) or (yield _DELETE_FREEZE, values))
    new = {
        "frozen_at_ms": freeze.since_ms,
        "frozen_until_ms": freeze.until_ms,
        "frozen_by": freeze.by,
        "freeze_reason": freeze.reason,
    }
    return bool((yield _FREEZE, {**values, **new}))


def freeze_fields(freeze: Freeze) -> Fields:
    """A freeze for the audit log. The freeze's own entry has its reason."""
    return {"until_ms": freeze.until_ms, "since_ms": freeze.since_ms, "by": freeze.by}


def tell_frozen(member: Member, freeze: Freeze | None, act: Act) -> Transaction[None]:
    """Notifies the staff channel that a freeze began, or ended (None)."""
    kind = NoticeKind.FROZEN if freeze else NoticeKind.UNFROZEN
    data: dict[str, int | str | None] = {"actor_id": act.actor.user_id, "reason": act.reason}
    if freeze:
        data["until_ms"] = freeze.until_ms
    yield from tell_staff(kind, Owner(member.guild_id, member.user_id), data, act.at_ms)


def _whose(member: Member) -> dict[str, Value]:
    return {"user_id": member.user_id, "guild_id": member.guild_id}


def _take_from_grants(member: Member, amount: int, now_ms: int) -> Transaction[list[tuple[int, int]]]:
    """Takes from the longest-lasting grants first, but writes in the order of a hold (see the lock order)."""
    grants = yield from live_grants(member, now_ms)
    wanted: list[int] = []
    for grant in reversed(grants):
        wanted.insert(0, min(grant.left, amount - sum(wanted)))
    taken = []
    for grant, part in zip(grants, wanted, strict=True):
        if part and (yield TAKE, {"id": grant.id, "amount": part, "allowance": grant.amount}):
            taken.append((grant.id, part))
    return taken


def _take_from_allowance(
    member: Member, amount: int, policy: PolicySnapshot, now_ms: int
) -> Transaction[tuple[int, int]]:
    key = member_key(member, policy)
    while True:
        account = yield from ensure_account(key, policy, now_ms)
        assert account.id is not None
        allowed = with_rollover(policy.allowance.tokens, account.rollover)
        part = min(amount, max(0, allowed - account.spent - account.held))
        if not part or (yield TAKE, {"id": account.id, "amount": part, "allowance": allowed}):
            return account.id, part


def _post(
    kind: str, member: Member, act: Act, account_id: int | None, *, spent: int, audit_id: int
) -> Transaction[None]:
    yield from post_entry(
        kind,
        Owner(member.guild_id, member.user_id),
        act.at_ms,
        account_id,
        spent=spent,
        actor_id=act.actor.user_id,
        audit_id=audit_id,
    )


def _note(kind: AuditKind, member: Member, act: Act, old: Fields, new: Fields) -> Transaction[int]:
    return (yield from note_act(Entry(kind, member.guild_id, user_id=member.user_id, old=old, new=new), act))

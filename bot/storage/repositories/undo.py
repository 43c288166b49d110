"""Undo reverses exactly one change, once, if none of it has been used or changed since."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.audit.kinds import AuditKind
from bot.audit.model import AuditEntry
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.policy import Act, Freeze, Member, ServerPolicy, may_set_tier
from bot.budgets.quotas import Undone
from bot.budgets.refusals import AlreadyOver, ChangedSince, NothingToUndo, NotYourOwn, UsedSince
from bot.storage.database import Row, Transaction
from bot.storage.repositories.accounts import CURRENT, cap_keys_at, find_current, member_key_at, on
from bot.storage.repositories.audit import Entry, find_entry, note_act
from bot.storage.repositories.guild_policy import (
    change_guild_policy,
    policy_fields,
    policy_with,
    tell_own_raised,
    write_tier,
)
from bot.storage.repositories.ledger import NO_CAPS, CapAccounts, Owner, post_entry
from bot.storage.repositories.member_policy import (
    read_member_policy,
    refuse_own,
    tell_frozen,
    write_allowance,
    write_freeze,
)
from bot.storage.repositories.policy_snapshot import GuildSchedule, guild_schedule
from bot.storage.repositories.refunds import RESTORE
from bot.storage.repositories.repository import QuotaBase, writes

_REASON_OF_FREEZE = """
SELECT reason FROM audit
WHERE user_id = :user_id AND guild_id = :guild_id AND at_ms = :since_ms AND actor_id = :by
    AND kind IN ('frozen', 'undone')
ORDER BY id DESC LIMIT 1
"""

_ACCOUNT = "SELECT * FROM account WHERE id = :id"

# Like a deduction, but all or nothing.
_CLOSE_GRANT = """
UPDATE account SET spent = spent + :amount
WHERE id = :id AND spent = 0 AND held = 0 AND allowance = :amount AND period_end_ms > :now_ms RETURNING id
"""

_PARTS = """
SELECT ledger.id AS entry_id, account_id, generation_id, spent_change, counts_at_ms, scope, period_end_ms
FROM ledger LEFT JOIN account ON account.id = ledger.account_id
WHERE audit_id = :audit_id AND kind = :kind
ORDER BY CASE WHEN scope = 'grant' THEN 0 WHEN scope IS NULL THEN 1 ELSE 2 END, period_end_ms, account_id
"""

_GRANT_OF = """
SELECT account_id FROM ledger WHERE audit_id = :audit_id AND kind = 'grant'
"""

# Everything held since, whether it was paid or returned.
_HELD_SINCE = """
SELECT CAST(COALESCE(SUM(held_change), 0) AS BIGINT) AS tokens
FROM ledger JOIN account ON account.id = ledger.account_id
WHERE ledger.user_id = :user_id AND ledger.guild_id = :guild_id AND counts_at_ms >= :counts_at_ms
    AND kind = 'hold' AND ledger.id > :entry_id AND scope = 'member'
"""

_SPEND_AGAIN = """
UPDATE account SET spent = spent + :amount,
    allowance = CASE WHEN allowance > spent + held + :amount THEN allowance ELSE spent + held + :amount END
WHERE id = :id AND spent = :seen_spent AND held = :seen_held RETURNING id
"""

_PAY_AGAIN = """
UPDATE account SET spent = spent + :amount WHERE id = :id AND spent + held + :amount <= allowance RETURNING id
"""

_PAY_ON_CAP = f"""
UPDATE account SET spent = spent + :amount, lost = lost - :lost
WHERE {CURRENT} AND spent + held + :amount <= allowance AND lost >= :lost RETURNING id
"""  # noqa: S608 - no value is in it

_NOT_REFUNDED = "UPDATE generation SET refunded_at_ms = NULL WHERE id = :id"

_ROLE_GRANT = """
SELECT role_promise.*, (
    SELECT count(*) FROM role_promise_claim WHERE promise_id = role_promise.id
) AS claims FROM role_promise WHERE id = :id AND guild_id = :guild_id
"""

_TAKE_BACK = """
UPDATE role_promise SET revoked_at_ms = :now_ms
WHERE id = :id AND guild_id = :guild_id AND revoked_at_ms IS NULL AND ends_at_ms > :now_ms AND NOT EXISTS (
    SELECT 1 FROM role_promise_claim WHERE promise_id = role_promise.id
) RETURNING id
"""

_STANDS_AGAIN = """
UPDATE role_promise SET revoked_at_ms = NULL
WHERE id = :id AND guild_id = :guild_id AND revoked_at_ms = :revoked_at_ms AND ends_at_ms > :now_ms
RETURNING id
"""


# Reverses the change of an entry. Called after the entry about the undo was written.
Reverse = Callable[[Undone, Act], Transaction[None]]

_REVERSED: dict[AuditKind, Reverse] = {}


def register(kind: AuditKind, reverse: Reverse) -> None:
    """Makes a kind of change undoable. Each feature's repository registers its own kinds."""
    _REVERSED[kind] = reverse


class UndoRepository(QuotaBase):
    """The part of `bot.budgets.quotas.Quotas` that reverses the others."""

    @writes
    def undo(self, guild_id: int, audit_id: int, act: Act) -> Transaction[Undone]:
        entry = yield from find_entry(guild_id, audit_id)
        if entry is None or entry.kind not in {*_REVERSED, QuotaAct.SERVER_SET} or (entry.user_id or 0) < 0:
            raise NothingToUndo
        note = Entry(
            QuotaAct.UNDONE,
            guild_id,
            user_id=entry.user_id,
            role_id=entry.role_id,
            old=entry.new,
            new={**entry.old, "audit_id": audit_id, "kind": entry.kind.value},
            undoes=audit_id,
        )
        undone = Undone(entry, (yield from note_act(note, act)))
        if entry.kind is QuotaAct.SERVER_SET:
            yield from _server_set(undone, act, self._default_allowance)
        else:
            yield from _REVERSED[entry.kind](undone, act)
        return undone


def _server_set(undone: Undone, act: Act, default_allowance: int) -> Transaction[None]:
    entry = undone.entry

    def back(policy: ServerPolicy) -> ServerPolicy:
        now = policy_fields(policy)
        changed = tuple(name for name in entry.old if now[name] != entry.new[name])
        if changed:
            raise ChangedSince(changed)
        return policy_with(policy, entry.old)

    before, after = yield from change_guild_policy(entry.guild_id, back, act.at_ms)
    yield from tell_own_raised(entry.guild_id, before, after, default_allowance, act)


def _role_set(undone: Undone, act: Act) -> Transaction[None]:
    entry = undone.entry
    assert entry.role_id is not None
    now, before = _number(entry.new, "allowance"), _number(entry.old, "allowance")
    if not may_set_tier(act.actor, entry.role_id, now, before):
        raise NotYourOwn
    if not (yield from write_tier(entry.guild_id, entry.role_id, now, before)):
        raise ChangedSince(("allowance",))


def _member_set(undone: Undone, act: Act) -> Transaction[None]:
    member = _member(undone.entry)
    refuse_own(member, act)
    now, before = (_number(fields, "allowance") for fields in (undone.entry.new, undone.entry.old))
    if not (yield from write_allowance(member, now, before)):
        raise ChangedSince(("allowance",))


def _frozen(undone: Undone, act: Act) -> Transaction[None]:
    """The freeze that it replaced, if any, applies again."""
    entry, member = undone.entry, _member(undone.entry)
    refuse_own(member, act)
    _refuse_over(_number(entry.new, "until_ms"), act)
    before = (yield from _freeze_of(entry)) if entry.old else None
    if before is not None and not before.holds(act.at_ms):
        before = None
    if not (yield from write_freeze(member, (entry.at_ms, entry.actor_id or 0), before)):
        raise ChangedSince(("until_ms",))
    yield from tell_frozen(member, before, act)


def _unfrozen(undone: Undone, act: Act) -> Transaction[None]:
    entry, member = undone.entry, _member(undone.entry)
    freeze = yield from _freeze_of(entry)
    _refuse_over(freeze.until_ms, act)
    now = (yield from read_member_policy(member)).freeze
    if now is not None and now.holds(act.at_ms):
        raise ChangedSince(("until_ms",))
    if not (yield from write_freeze(member, (now.since_ms, now.by) if now else None, freeze)):
        raise ChangedSince(("until_ms",))
    yield from tell_frozen(member, freeze, act)


def granted(undone: Undone, act: Act) -> Transaction[None]:
    """Takes a grant back. The entry's new fields are `grant_id` and `amount`."""
    entry = undone.entry
    grant_id, amount = (_number(entry.new, name) for name in ("grant_id", "amount"))
    assert grant_id is not None
    assert amount is not None
    yield from _close_grant(grant_id, amount, act)
    member = _member(entry)
    yield from post_entry(
        "undo",
        Owner(member.guild_id, member.user_id),
        act.at_ms,
        grant_id,
        spent=amount,
        actor_id=act.actor.user_id,
        audit_id=undone.audit_id,
    )


def _deducted(undone: Undone, act: Act) -> Transaction[None]:
    """Everything returns to its source, including the allowance of a current period."""
    entry, member = undone.entry, _member(undone.entry)
    refuse_own(member, act)
    schedule = yield from guild_schedule(entry.guild_id)
    for part in (yield _PARTS, {"audit_id": entry.id, "kind": "deduct"}):
        account_id = yield from _account_now(part, member, schedule, act)
        if not (yield RESTORE, {"id": account_id, "user_id": member.user_id, "amount": part["spent_change"]}):
            raise ChangedSince(("spent",))
        yield from _post(undone, act, account_id, part, spent=-part["spent_change"])


def _reset(undone: Undone, act: Act) -> Transaction[None]:
    """The spending counts again, unless the member has held anything since."""
    entry, member = undone.entry, _member(undone.entry)
    schedule = yield from guild_schedule(entry.guild_id)
    for part in (yield _PARTS, {"audit_id": entry.id, "kind": "reset"}):
        account_id = yield from _account_now(part, member, schedule, act)
        while True:
            [account] = yield _ACCOUNT, {"id": account_id}
            seen = {"id": account_id, "seen_spent": account["spent"], "seen_held": account["held"]}
            used = yield (
                _HELD_SINCE,
                {"user_id": member.user_id, "guild_id": member.guild_id, **_since(part)},
            )
            if used[0]["tokens"]:
                raise UsedSince(tokens=used[0]["tokens"])
            if (yield _SPEND_AGAIN, {**seen, "amount": -part["spent_change"]}):
                break
        yield from _post(undone, act, account_id, part, spent=-part["spent_change"])


def _refunded(undone: Undone, act: Act) -> Transaction[None]:
    """The member pays for the picture again, if they still have all of the refund."""
    entry, member = undone.entry, _member(undone.entry)
    schedule = yield from guild_schedule(entry.guild_id)
    parts = yield _PARTS, {"audit_id": entry.id, "kind": "refund"}
    paid = []
    for part in parts:
        account_id, amount = part["account_id"], -part["spent_change"]
        if account_id is None:
            account_id = yield from _take_grant_back(entry.id, amount, act)
        else:
            account_id = yield from _account_now(part, member, schedule, act)
            if not (yield _PAY_AGAIN, {"id": account_id, "amount": amount}):
                raise UsedSince(tokens=amount)
        paid.append((account_id, part))
    caps = yield from _pay_on_caps(entry.guild_id, schedule, parts[0]["counts_at_ms"], paid)
    for account_id, part in paid:
        amount = -part["spent_change"]
        yield from _post(undone, act, account_id, part, spent=amount, lost=-amount, caps=caps)
    yield _NOT_REFUNDED, {"id": parts[0]["generation_id"]}


def _pay_on_caps(
    guild_id: int, schedule: GuildSchedule, counts_at_ms: int, paid: list[tuple[int, Row]]
) -> Transaction[CapAccounts]:
    amount = -sum(part["spent_change"] for _, part in paid)
    found: list[int | None] = []
    for key in cap_keys_at(guild_id, schedule, counts_at_ms):
        if (yield from find_current(key)) is None:
            found.append(None)
            continue
        lost = 0 if key.scope == "server" else amount
        rows = yield on(key, _PAY_ON_CAP, {"amount": amount, "lost": lost})
        if not rows:  # others have used the room that the refund made
            raise UsedSince(tokens=amount)
        found.append(rows[0]["id"])
    return CapAccounts(*found)


def _account_now(part: Row, member: Member, schedule: GuildSchedule, act: Act) -> Transaction[int]:
    """The account where a part counts now. Raises `AlreadyOver` if it's from an earlier period."""
    account_id: int = part["account_id"]
    if part["scope"] == "grant":
        _refuse_over(part["period_end_ms"], act)
        return account_id
    key = member_key_at(member, schedule, part["counts_at_ms"])
    if key.period != schedule.schedule.period(act.at_ms):
        raise AlreadyOver(key.period.end_ms)
    current = yield from find_current(key)
    return account_id if current is None else int(current["id"])


def _post(
    undone: Undone,
    act: Act,
    account_id: int,
    part: Row,
    *,
    spent: int,
    lost: int = 0,
    caps: CapAccounts = NO_CAPS,
) -> Transaction[None]:
    """The entry that reverses `part`. It counts where `part` counts."""
    member = _member(undone.entry)
    yield from post_entry(
        "undo",
        Owner(member.guild_id, member.user_id),
        act.at_ms,
        account_id,
        counts_at_ms=part["counts_at_ms"],
        caps=caps,
        generation_id=part["generation_id"],
        spent=spent,
        lost=lost,
        actor_id=act.actor.user_id,
        audit_id=undone.audit_id,
    )


def _since(part: Row) -> dict[str, int]:
    return {"entry_id": part["entry_id"], "counts_at_ms": part["counts_at_ms"]}


def _role_grant_made(undone: Undone, act: Act) -> Transaction[None]:
    entry = undone.entry
    which = {"id": _number(entry.new, "promise_id"), "guild_id": entry.guild_id}
    if not (yield _TAKE_BACK, {**which, "now_ms": act.at_ms}):
        [row] = yield _ROLE_GRANT, which
        if row["claims"]:
            raise UsedSince(claims=row["claims"])
        _refuse_over(row["ends_at_ms"], act)
        raise ChangedSince(("revoked_at_ms",))


def _role_grant_revoked(undone: Undone, act: Act) -> Transaction[None]:
    """A moderator with the role would raise their own budget by it."""
    entry = undone.entry
    if entry.role_id in act.actor.role_ids and not act.actor.is_administrator:
        raise NotYourOwn
    which = {"id": _number(entry.old, "promise_id"), "guild_id": entry.guild_id}
    if not (yield _STANDS_AGAIN, {**which, "revoked_at_ms": entry.at_ms, "now_ms": act.at_ms}):
        [row] = yield _ROLE_GRANT, which
        _refuse_over(row["ends_at_ms"], act)
        raise ChangedSince(("revoked_at_ms",))


def _take_grant_back(audit_id: int, amount: int, act: Act) -> Transaction[int]:
    """Uses up the grant that came with a refund. Raises `UsedSince`."""
    [row] = yield _GRANT_OF, {"audit_id": audit_id}
    yield from _close_grant(row["account_id"], amount, act)
    return int(row["account_id"])


def _close_grant(grant_id: int, amount: int, act: Act) -> Transaction[None]:
    """Uses up all of a grant. Raises `UsedSince`, or `AlreadyOver` if it has expired."""
    if not (yield _CLOSE_GRANT, {"id": grant_id, "amount": amount, "now_ms": act.at_ms}):
        [account] = yield _ACCOUNT, {"id": grant_id}
        _refuse_over(account["period_end_ms"], act)
        raise UsedSince(tokens=account["spent"] + account["held"])


def _freeze_of(entry: AuditEntry) -> Transaction[Freeze]:
    """The freeze that a change replaced or ended. Raises `NothingToUndo` for an entry without its details."""
    since_ms, by = _number(entry.old, "since_ms"), _number(entry.old, "by")
    if since_ms is None or by is None:
        raise NothingToUndo
    which = {"user_id": entry.user_id, "guild_id": entry.guild_id, "since_ms": since_ms, "by": by}
    rows = yield _REASON_OF_FREEZE, which
    return Freeze(rows[0]["reason"] if rows else None, by, since_ms, _number(entry.old, "until_ms"))


def _member(entry: AuditEntry) -> Member:
    assert entry.user_id is not None
    return Member(entry.guild_id, entry.user_id)


def _number(fields: Mapping[str, Any], name: str) -> int | None:
    found: int | None = fields.get(name)
    return found


def _refuse_over(end_ms: int | None, act: Act) -> None:
    if end_ms is not None and end_ms <= act.at_ms:
        raise AlreadyOver(end_ms)


for _kind, _reverse in (
    (QuotaAct.ROLE_SET, _role_set),
    (QuotaAct.ROLE_CLEARED, _role_set),
    (QuotaAct.MEMBER_SET, _member_set),
    (QuotaAct.GRANTED, granted),
    (QuotaAct.DEDUCTED, _deducted),
    (QuotaAct.RESET, _reset),
    (QuotaAct.REFUNDED, _refunded),
    (QuotaAct.FROZEN, _frozen),
    (QuotaAct.UNFROZEN, _unfrozen),
    (QuotaAct.PROMISE_MADE, _role_grant_made),
    (QuotaAct.PROMISE_REVOKED, _role_grant_revoked),
):
    register(_kind, _reverse)

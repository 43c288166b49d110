"""Grants, each with its own account, whose period is the time when it can be spent."""

from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.grants import Grant, GrantSource, RoleGrant
from bot.budgets.periods import FOREVER_MS
from bot.budgets.policy import Member
from bot.storage.database import Row, Transaction
from bot.storage.repositories.audit import Entry, note
from bot.storage.repositories.ledger import Owner, post_entry

_OPEN = """
INSERT INTO account (scope, guild_id, user_id, period_start_ms, period_end_ms, allowance)
VALUES ('grant', :guild_id, :user_id, :now_ms, :end_ms, :amount) RETURNING id
"""

_DESCRIBE = """
INSERT INTO token_grant (account_id, source, given_by, reason)
VALUES (:account_id, :source, :given_by, :reason)
"""

# In spending order: the first to expire, then the oldest.
LIVE = """
SELECT account.*, source, given_by, reason FROM account JOIN token_grant ON account_id = account.id
WHERE scope = 'grant' AND spent < allowance AND guild_id = :guild_id AND user_id = :user_id
    AND period_end_ms > :now_ms
ORDER BY period_end_ms, account.id
"""

HOLD_ON_GRANT = """
UPDATE account SET held = held + :amount
WHERE id = :id AND spent + held + :amount <= allowance RETURNING id
"""

_CLAIM = """
INSERT INTO role_promise_claim (promise_id, user_id, account_id, at_ms)
VALUES (:promise_id, :user_id, :account_id, :now_ms)
"""


def live_grants(member: Member, now_ms: int) -> Transaction[list[Grant]]:
    """Grants with something left or held, in spending order."""
    rows = yield LIVE, {"guild_id": member.guild_id, "user_id": member.user_id, "now_ms": now_ms}
    return [_grant_of(row) for row in rows]


def give(
    owner: Owner,
    amount: int,
    expires_at_ms: int | None,
    source: GrantSource,
    now_ms: int,
    *,
    given_by: int | None = None,
    reason: str | None = None,
    generation_id: int | None = None,
    audit_id: int | None = None,
) -> Transaction[Grant]:
    """Opens a grant and books it. The caller writes the audit entry."""
    end_ms = FOREVER_MS if expires_at_ms is None else expires_at_ms
    whose = {"guild_id": owner.guild_id, "user_id": owner.user_id}
    [account] = yield _OPEN, {**whose, "now_ms": now_ms, "end_ms": end_ms, "amount": amount}
    grant = Grant(account["id"], amount, 0, 0, now_ms, expires_at_ms, source, given_by, reason)
    described = {"account_id": grant.id, "source": source.value, "given_by": given_by, "reason": reason}
    yield _DESCRIBE, described
    yield from post_entry(
        "grant",
        owner,
        now_ms,
        grant.id,
        granted=amount,
        generation_id=generation_id,
        actor_id=given_by,
        audit_id=audit_id,
    )
    return grant


def claim(member: Member, promise: RoleGrant, now_ms: int) -> Transaction[Grant]:
    """Gives the member a role grant. Only once, because the claim's key refuses a second."""
    owner = Owner(member.guild_id, member.user_id)
    grant = yield from give(
        owner,
        promise.amount,
        promise.grant_expires_at_ms,
        GrantSource.PROMISE,
        now_ms,
        given_by=promise.made_by,
        reason=promise.reason,
    )
    claimed = {"promise_id": promise.id, "user_id": member.user_id}
    yield _CLAIM, {**claimed, "account_id": grant.id, "now_ms": now_ms}
    new = {"promise_id": promise.id, "grant_id": grant.id, "amount": promise.amount}
    entry = Entry(
        QuotaAct.PROMISE_CLAIMED, member.guild_id, user_id=member.user_id, role_id=promise.role_id, new=new
    )
    yield from note(entry, actor_id=member.user_id, reason=None, now_ms=now_ms)
    return grant


def hold_on_grants(
    member: Member, grants: list[Grant], amount: int, now_ms: int
) -> Transaction[list[tuple[int, int]]]:
    """Holds up to `amount` on what the grants have left, in order: (account id, tokens) for each."""
    parts: list[tuple[int, int]] = []
    for grant in grants:
        left = grant.left
        while part := min(left, amount):
            if (yield HOLD_ON_GRANT, {"id": grant.id, "amount": part}):
                parts.append((grant.id, part))
                amount -= part
                break
            # Another hold of the member's was faster.
            now = {each.id: each.left for each in (yield from live_grants(member, now_ms))}
            left = now.get(grant.id, 0)
    return parts


def _grant_of(row: Row) -> Grant:
    return Grant(
        id=row["id"],
        amount=row["allowance"],
        spent=row["spent"],
        held=row["held"],
        granted_at_ms=row["period_start_ms"],
        expires_at_ms=None if row["period_end_ms"] == FOREVER_MS else row["period_end_ms"],
        source=GrantSource(row["source"]),
        given_by=row["given_by"],
        reason=row["reason"],
    )

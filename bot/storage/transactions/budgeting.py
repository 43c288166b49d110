"""Budgets, as they are read."""

from bot.budgets.budget import Allowance, Budget, PaidPicture
from bot.budgets.policy import Member
from bot.budgets.rollover import with_rollover
from bot.storage.database import Row, Transaction
from bot.storage.transactions.accounts import find, member_key, standing
from bot.storage.transactions.granting import live_grants
from bot.storage.transactions.terms import Terms, claimable, terms_for

_PAID = """(
    SELECT CAST(COALESCE(SUM(spent_change), 0) AS BIGINT) FROM ledger
    WHERE generation_id = generation.id AND kind IN ('settle', 'release')
) AS paid"""

HISTORY = f"""
SELECT generation.*, {_PAID} FROM generation
WHERE user_id = :user_id AND guild_id = :guild_id AND id < :before AND state = 'delivered'
ORDER BY id DESC LIMIT :limit
"""  # noqa: S608 - no value is in it

PICTURE = f"""
SELECT generation.*, {_PAID} FROM generation WHERE id = :id AND guild_id = :guild_id AND state = 'delivered'
"""  # noqa: S608 - no value is in it

PICTURE_OF_MESSAGE = f"""
SELECT generation.*, {_PAID} FROM generation
WHERE message_id = :message_id AND guild_id = :guild_id AND state = 'delivered'
"""  # noqa: S608 - no value is in it

PARTS = """
SELECT ledger.account_id AS id, held_change AS part_held, scope, allowance, spent, held, period_start_ms,
    period_end_ms, ledger.guild_id, ledger.user_id
FROM ledger JOIN account ON account.id = ledger.account_id
WHERE generation_id = :id AND kind = 'hold' ORDER BY part
"""

_NEWEST = 2**63 - 1


def budget(member: Member, default_allowance: int, now_ms: int) -> Transaction[Budget]:
    """See `Budgets.budget`."""
    terms = yield from terms_for(member, default_allowance, now_ms)
    return (yield from budget_under(terms, member, now_ms))


def budget_under(terms: Terms, member: Member, now_ms: int) -> Transaction[Budget]:
    """The member's budget under `terms`."""
    key = member_key(member, terms)
    account = yield from standing(key, terms)
    grants = yield from live_grants(member, now_ms)
    promises = yield from claimable(member, now_ms)
    tokens = with_rollover(terms.allowance.tokens, account.rollover)
    freeze = terms.own.freeze
    return Budget(
        allowance=Allowance(
            tokens,
            key.period,
            terms.allowance.source,
            terms.allowance.role_id,
            rollover=tokens - terms.allowance.tokens,
        ),
        spent=account.spent,
        held=account.held,
        grants=tuple(grants),
        promises=tuple(promises),
        freeze=freeze if freeze is not None and freeze.holds(now_ms) else None,
    )


def left_after(generation_id: int, cost: int, now_ms: int) -> Transaction[int | None]:
    """See `Budgets.left_after`. What is held on accounts that are over by then is nobody's to spend."""
    parts = yield PARTS, {"id": generation_id}
    if not parts:
        return None
    member = Member(parts[0]["guild_id"], parts[0]["user_id"])
    terms = yield from terms_for(member, 0, now_ms)
    key = member_key(member, terms)
    account = yield from find(key)
    if account is None:
        return None
    left: int = account["allowance"] - account["spent"] - account["held"]
    left += sum(grant.left for grant in (yield from live_grants(member, now_ms)))
    for part in parts:
        paid = min(part["part_held"], cost)
        cost -= paid
        if part["id"] == account["id"] or (part["scope"] == "grant" and part["period_end_ms"] > now_ms):
            left += part["part_held"] - paid
    return max(0, left - cost)


def history(guild_id: int, user_id: int, before: int | None, limit: int) -> Transaction[list[PaidPicture]]:
    """See `Budgets.history`."""
    whose = {"guild_id": guild_id, "user_id": user_id}
    rows = yield HISTORY, {**whose, "before": _NEWEST if before is None else before, "limit": limit}
    return [picture_of(row) for row in rows]


def picture(guild_id: int, message_id: int) -> Transaction[PaidPicture | None]:
    """See `Quotas.picture`."""
    rows = yield PICTURE_OF_MESSAGE, {"guild_id": guild_id, "message_id": message_id}
    return picture_of(rows[0]) if rows else None


def picture_of(row: Row) -> PaidPicture:
    """A delivered row of `generation`, with what was `paid` for it."""
    return PaidPicture(
        generation_id=row["id"],
        guild_id=row["guild_id"],
        user_id=row["user_id"],
        user_name=row["user_name"],
        prompt=row["prompt"],
        width=row["width"],
        height=row["height"],
        delivered_at_ms=row["ended_at_ms"],
        paid=row["paid"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        private=bool(row["private"]),
        refunded_at_ms=row["refunded_at_ms"],
    )

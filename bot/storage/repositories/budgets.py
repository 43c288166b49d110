"""Reads budgets."""

from bot.budgets.budget import Allowance, Budget, PaidPicture
from bot.budgets.policy import Member
from bot.budgets.rollover import with_rollover
from bot.storage.database import Row, Transaction
from bot.storage.repositories.accounts import find_current, member_key, read_account
from bot.storage.repositories.grants import live_grants
from bot.storage.repositories.policy_snapshot import PolicySnapshot, claimable, policy_snapshot
from bot.storage.repositories.repository import QuotaBase, reads

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

PICTURES_OF_MESSAGE = f"""
SELECT generation.*, {_PAID} FROM generation
WHERE message_id = :message_id AND guild_id = :guild_id AND state = 'delivered' ORDER BY +id
"""  # noqa: S608 - no value is in it

PARTS = """
SELECT ledger.account_id AS id, held_change AS part_held, scope, allowance, spent, held, period_start_ms,
    period_end_ms, counts_at_ms, ledger.guild_id, ledger.user_id
FROM ledger JOIN account ON account.id = ledger.account_id
WHERE generation_id = :id AND kind = 'hold' ORDER BY part
"""

_NEWEST = 2**63 - 1


class BudgetRepository(QuotaBase):
    """See `bot.budgets.budget.Budgets`."""

    @reads
    def budget(self, member: Member, now_ms: int) -> Transaction[Budget]:
        policy = yield from policy_snapshot(member, self._default_allowance, now_ms)
        return (yield from budget_under(policy, member, now_ms))

    @reads
    def left_after(self, generation_id: int, cost: int, now_ms: int) -> Transaction[int | None]:
        """Holds on accounts that have ended meanwhile come back to nobody."""
        parts = yield PARTS, {"id": generation_id}
        if not parts:
            return None
        member = Member(parts[0]["guild_id"], parts[0]["user_id"])
        policy = yield from policy_snapshot(member, 0, now_ms)
        account = yield from find_current(member_key(member, policy))
        if account is None:
            return None
        left: int = account["allowance"] - account["spent"] - account["held"]
        left += sum(grant.left for grant in (yield from live_grants(member, now_ms)))
        for part in parts:
            paid = min(part["part_held"], cost)
            cost -= paid
            if _comes_back(part, policy, now_ms):
                left += part["part_held"] - paid
        return max(0, left - cost)

    @reads
    def history(
        self, guild_id: int, user_id: int, *, before: int | None = None, limit: int = 10
    ) -> Transaction[list[PaidPicture]]:
        whose = {"guild_id": guild_id, "user_id": user_id}
        rows = yield HISTORY, {**whose, "before": _NEWEST if before is None else before, "limit": limit}
        return [picture_of(row) for row in rows]


def _comes_back(part: Row, policy: PolicySnapshot, now_ms: int) -> bool:
    """Whether the member can still spend what this part of a hold doesn't need."""
    if part["scope"] == "grant":
        return bool(part["period_end_ms"] > now_ms)
    return policy.server.schedule.period(part["counts_at_ms"]) == policy.period


def budget_under(policy: PolicySnapshot, member: Member, now_ms: int) -> Transaction[Budget]:
    """The member's budget under `policy`."""
    key = member_key(member, policy)
    account = yield from read_account(key, policy)
    grants = yield from live_grants(member, now_ms)
    promises = yield from claimable(member, now_ms)
    tokens = with_rollover(policy.allowance.tokens, account.rollover)
    freeze = policy.own.freeze
    return Budget(
        allowance=Allowance(
            tokens,
            key.period,
            policy.allowance.source,
            policy.allowance.role_id,
            rollover=tokens - policy.allowance.tokens,
        ),
        spent=account.spent,
        held=account.held,
        grants=tuple(grants),
        promises=tuple(promises),
        freeze=freeze if freeze is not None and freeze.holds(now_ms) else None,
    )


def picture_of(row: Row) -> PaidPicture:
    """A delivered row of `generation`, with the amount that the member `paid`."""
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

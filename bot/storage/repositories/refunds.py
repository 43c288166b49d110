"""A refund: what the member had paid for a picture comes back, and becomes the operator's loss."""

from bot.audit.model import Change
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.budget import PaidPicture
from bot.budgets.grants import GrantSource
from bot.budgets.outbox import NoticeKind
from bot.budgets.policy import Act, Member, may_do_for
from bot.budgets.quotas import Refunded
from bot.budgets.refusals import AlreadyRefunded, NothingToRefund, NotYourOwn
from bot.storage.database import Row, Transaction
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.budgets import PICTURE, PICTURE_OF_MESSAGE, picture_of
from bot.storage.repositories.grants import give
from bot.storage.repositories.ledger import CapAccounts, Owner, cap_accounts_of, post_entry
from bot.storage.repositories.outbox import tell_staff
from bot.storage.repositories.policy_snapshot import PolicySnapshot, policy_snapshot
from bot.storage.repositories.repository import QuotaBase, reads, writes

_MARK = """
UPDATE generation SET refunded_at_ms = :now_ms
WHERE id = :id AND guild_id = :guild_id AND state = 'delivered' AND refunded_at_ms IS NULL RETURNING id
"""

PAID = """
SELECT ledger.account_id AS id, spent_change AS paid, scope, account.user_id AS owner_id, period_start_ms,
    period_end_ms, server_account_id, operator_server_account_id, operator_account_id
FROM ledger JOIN account ON account.id = ledger.account_id
WHERE generation_id = :id AND kind IN ('settle', 'release') AND spent_change > 0 ORDER BY part
"""

# Less may be spent there than was paid: a moderator may have reset the period since.
RESTORE = """
UPDATE account SET spent = spent - :amount WHERE id = :id AND spent >= :amount RETURNING id
"""

RESTORE_LOST = """
UPDATE account SET spent = spent - :amount, lost = lost + :amount
WHERE id = :id AND spent >= :amount RETURNING id
"""


class RefundRepository(QuotaBase):
    """The part of `bot.budgets.quotas.Quotas` that's about delivered pictures."""

    @reads
    def picture(self, guild_id: int, message_id: int) -> Transaction[PaidPicture | None]:
        rows = yield PICTURE_OF_MESSAGE, {"guild_id": guild_id, "message_id": message_id}
        return picture_of(rows[0]) if rows else None

    @writes
    def refund(self, guild_id: int, generation_id: int, act: Act) -> Transaction[Change[Refunded]]:
        picture = yield from _marked(guild_id, generation_id, act)
        parts = yield PAID, {"id": generation_id}
        if not parts:
            raise NothingToRefund
        owner = Owner(guild_id, picture.user_id)
        policy = yield from policy_snapshot(Member(guild_id, picture.user_id), 0, act.at_ms)
        caps = yield from _unspent(cap_accounts_of(parts[0]), picture.paid)

        def booked(account_id: int | None, amount: int) -> Transaction[None]:
            yield from post_entry(
                "refund",
                owner,
                act.at_ms,
                account_id,
                caps=caps,
                generation_id=generation_id,
                spent=-amount,
                lost=amount,
                actor_id=act.actor.user_id,
            )

        restored = 0
        for part in parts:
            there = {"id": part["id"], "amount": part["paid"]}
            if _runs(part, owner, policy, act.at_ms) and (yield RESTORE, there):
                yield from booked(part["id"], part["paid"])
                restored += part["paid"]
        granted = picture.paid - restored
        if granted:
            yield from booked(None, granted)
            yield from give(
                owner,
                granted,
                None,
                GrantSource.REFUND,
                act.at_ms,
                given_by=act.actor.user_id,
                reason=act.reason,
                generation_id=generation_id,
            )
        refunded = Refunded(picture, restored, granted)
        return Change(refunded, (yield from _tell(refunded, act)))


def _marked(guild_id: int, generation_id: int, act: Act) -> Transaction[PaidPicture]:
    """The picture, now marked as refunded: whoever does that first is the only one."""
    which = {"id": generation_id, "guild_id": guild_id}
    marked = yield _MARK, {**which, "now_ms": act.at_ms}
    rows = yield PICTURE, which
    if not rows or rows[0]["user_id"] <= 0:  # nobody there, or nobody any more
        raise NothingToRefund
    picture = picture_of(rows[0])
    if not may_do_for(act.actor, picture.user_id):
        raise NotYourOwn
    if not marked:
        raise AlreadyRefunded(picture.refunded_at_ms or act.at_ms)
    return picture


def _unspent(caps: CapAccounts, amount: int) -> Transaction[CapAccounts]:
    """Takes what was paid off the accounts that limit the server. Where one does not have it any more, since
    it was counted anew, it is left alone.
    """
    server = yield RESTORE, {"id": caps.server, "amount": amount}
    operator_server = yield RESTORE_LOST, {"id": caps.operator_server, "amount": amount}
    operator = yield RESTORE_LOST, {"id": caps.operator, "amount": amount}
    return CapAccounts(
        server=caps.server if server else None,
        operator_server=caps.operator_server if operator_server else None,
        operator=caps.operator if operator else None,
    )


def _runs(part: Row, owner: Owner, policy: PolicySnapshot, now_ms: int) -> bool:
    """Whether the member can still spend what goes back there."""
    if part["owner_id"] != owner.user_id:  # used up, and nobody's any more since they had their data erased
        return False
    if part["scope"] == "grant":
        return bool(part["period_end_ms"] > now_ms)
    running = (policy.period.start_ms, policy.period.end_ms)
    return (part["period_start_ms"], part["period_end_ms"]) == running


def _tell(refunded: Refunded, act: Act) -> Transaction[int]:
    picture = refunded.picture
    entry = Entry(
        QuotaAct.REFUNDED,
        picture.guild_id,
        user_id=picture.user_id,
        new={
            "generation_id": picture.generation_id,
            "restored": refunded.restored,
            "granted": refunded.granted,
        },
    )
    audit_id = yield from note_act(entry, act)
    data = {
        "actor_id": act.actor.user_id,
        "reason": act.reason,
        "amount": picture.paid,
        "generation_id": picture.generation_id,
        "channel_id": picture.channel_id,
        "message_id": picture.message_id,
    }
    yield from tell_staff(NoticeKind.REFUNDED, Owner(picture.guild_id, picture.user_id), data, act.at_ms)
    return audit_id

"""Refunds. A member gets back what they paid for a picture, and the bot's owner pays instead."""

from bot.audit.model import Change
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.budget import PaidPicture
from bot.budgets.grants import GrantSource
from bot.budgets.outbox import NoticeKind
from bot.budgets.policy import Act, Member, may_do_for
from bot.budgets.quotas import Refunded
from bot.budgets.refusals import AlreadyRefunded, GivenBack, NothingToRefund, NotYourOwn
from bot.storage.database import Row, Rows, Transaction
from bot.storage.repositories.accounts import CURRENT, cap_keys_at, find_current, member_key_at, on
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.budgets import PICTURE, PICTURES_OF_MESSAGE, picture_of
from bot.storage.repositories.grants import give
from bot.storage.repositories.ledger import CapAccounts, Owner, post_entry
from bot.storage.repositories.outbox import tell_staff
from bot.storage.repositories.policy_snapshot import GuildSchedule, guild_schedule
from bot.storage.repositories.repository import QuotaBase, reads, writes

_MARK = """
UPDATE generation SET refunded_at_ms = :now_ms
WHERE id = :id AND guild_id = :guild_id AND state = 'delivered' AND refunded_at_ms IS NULL RETURNING id
"""

PAID = """
SELECT ledger.id AS entry_id, ledger.account_id AS id, spent_change AS paid, scope,
    account.user_id AS owner_id, period_end_ms, counts_at_ms
FROM ledger JOIN account ON account.id = ledger.account_id
WHERE generation_id = :id AND kind IN ('settle', 'release') AND spent_change > 0 ORDER BY part
"""

# A reset gave back everything spent in its period. This looks at the few entries that aren't about a picture.
# The index has the same condition, and the `+` keeps SQLite from using the index of all entries.
GIVEN_BACK = """
SELECT ledger.at_ms FROM ledger JOIN account ON account.id = ledger.account_id
WHERE ledger.user_id = :user_id AND kind IN ('grant', 'deduct', 'reset', 'carry', 'undo') AND kind = 'reset'
    AND +ledger.guild_id = :guild_id AND +counts_at_ms >= :counts_at_ms AND ledger.id > :entry_id
    AND period_start_ms <= :counts_at_ms AND period_end_ms > :counts_at_ms
    AND NOT EXISTS (SELECT 1 FROM audit WHERE undoes = ledger.audit_id)
ORDER BY ledger.id LIMIT 1
"""

# Less may be spent there than was paid, if it was recounted after a reset.
RESTORE = """
UPDATE account SET spent = spent - :amount
WHERE id = :id AND user_id = :user_id AND spent >= :amount RETURNING id
"""

RESTORE_ON_CAP = f"""
UPDATE account SET spent = spent - :amount, lost = lost + :lost
WHERE {CURRENT} AND spent >= :amount RETURNING id
"""  # noqa: S608 - no value is in it


class RefundRepository(QuotaBase):
    """The part of `bot.budgets.quotas.Quotas` for delivered pictures."""

    @reads
    def pictures_of(self, guild_id: int, message_id: int) -> Transaction[list[PaidPicture]]:
        rows = yield PICTURES_OF_MESSAGE, {"guild_id": guild_id, "message_id": message_id}
        return [picture_of(row) for row in rows]

    @writes
    def refund(self, guild_id: int, generation_id: int, act: Act) -> Transaction[Change[Refunded]]:
        picture = yield from _marked(guild_id, generation_id, act)
        owner = Owner(guild_id, picture.user_id)
        parts = yield from _refundable(owner, (yield PAID, {"id": generation_id}))
        schedule = yield from guild_schedule(guild_id)
        counts_at_ms = parts[0]["counts_at_ms"]
        restored = []
        for part in parts:
            account_id = yield from _restored_on(part, owner, schedule, act.at_ms)
            if account_id is not None:
                restored.append((account_id, part["paid"]))
        refunded = sum(part["paid"] for part in parts)
        granted = refunded - sum(amount for _, amount in restored)
        result = Refunded(picture, refunded - granted, granted)
        caps = yield from take_off_caps(owner, schedule, counts_at_ms, refunded)
        audit_id = yield from _note(result, act)
        for account_id, amount in [*restored, *([(None, granted)] if granted else [])]:
            yield from post_entry(
                "refund",
                owner,
                act.at_ms,
                account_id,
                counts_at_ms=counts_at_ms,
                caps=caps,
                generation_id=generation_id,
                spent=-amount,
                lost=amount,
                actor_id=act.actor.user_id,
                audit_id=audit_id,
            )
        if granted:
            yield from give(
                owner,
                granted,
                None,
                GrantSource.REFUND,
                act.at_ms,
                given_by=act.actor.user_id,
                reason=act.reason,
                generation_id=generation_id,
                audit_id=audit_id,
            )
        return Change(result, audit_id)


def take_off_caps(
    owner: Owner, schedule: GuildSchedule, counts_at_ms: int, amount: int
) -> Transaction[CapAccounts]:
    """Takes `amount` off the spending there, and adds it to the owner's losses."""
    found = []
    for key in cap_keys_at(owner.guild_id, schedule, counts_at_ms):
        lost = 0 if key.scope == "server" else amount
        rows = yield on(key, RESTORE_ON_CAP, {"amount": amount, "lost": lost})
        found.append(rows[0]["id"] if rows else None)
    return CapAccounts(*found)


def _marked(guild_id: int, generation_id: int, act: Act) -> Transaction[PaidPicture]:
    """The picture, now marked as refunded. Only the first one to mark it gets here."""
    which = {"id": generation_id, "guild_id": guild_id}
    marked = yield _MARK, {**which, "now_ms": act.at_ms}
    rows = yield PICTURE, which
    if not rows or rows[0]["user_id"] <= 0:  # there's none, or its member has erased their data
        raise NothingToRefund
    picture = picture_of(rows[0])
    if not may_do_for(act.actor, picture.user_id):
        raise NotYourOwn
    if not marked:
        raise AlreadyRefunded(picture.refunded_at_ms or act.at_ms)
    return picture


def _refundable(owner: Owner, parts: Rows) -> Transaction[Rows]:
    """The parts that the member hasn't got back yet. Raises `NothingToRefund`, `GivenBack`."""
    if not parts:
        raise NothingToRefund
    given_back_ms, lacking = 0, []
    for part in parts:
        reset: Rows = []
        if part["scope"] != "grant":
            whose = {"user_id": owner.user_id, "guild_id": owner.guild_id}
            reset = yield (
                GIVEN_BACK,
                {**whose, "counts_at_ms": part["counts_at_ms"], "entry_id": part["entry_id"]},
            )
        if reset:
            given_back_ms = reset[0]["at_ms"]
        else:
            lacking.append(part)
    if not lacking:
        raise GivenBack(given_back_ms)
    return lacking


def _restored_on(part: Row, owner: Owner, schedule: GuildSchedule, now_ms: int) -> Transaction[int | None]:
    """The account that the part went back to. None if the member couldn't spend it there any more."""
    account_id = part["id"]
    if part["owner_id"] != owner.user_id:  # used up, and nobody's since its member erased their data
        return None
    if part["scope"] == "grant":
        if part["period_end_ms"] <= now_ms:
            return None
    else:
        key = member_key_at(Member(owner.guild_id, owner.user_id), schedule, part["counts_at_ms"])
        if key.period != schedule.schedule.period(now_ms):
            return None
        current = yield from find_current(key)
        account_id = account_id if current is None else current["id"]
    rows = yield RESTORE, {"id": account_id, "user_id": owner.user_id, "amount": part["paid"]}
    return account_id if rows else None


def _note(refunded: Refunded, act: Act) -> Transaction[int]:
    """Writes the audit entry, returns its id, and tells the staff channel."""
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
        "amount": refunded.restored + refunded.granted,
        "generation_id": picture.generation_id,
        "channel_id": picture.channel_id,
        "message_id": picture.message_id,
    }
    yield from tell_staff(NoticeKind.REFUNDED, Owner(picture.guild_id, picture.user_id), data, act.at_ms)
    return audit_id

"""Outbox: written in the transaction that causes them, sent afterwards."""

import json
from collections.abc import Mapping

from bot.budgets.outbox import FULL_PERCENT, Notice, NoticeKind, warning_due
from bot.budgets.periods import FOREVER_MS
from bot.storage.database import Row, Transaction
from bot.storage.transactions.booking import Owner

_WRITE = """
INSERT INTO notice (at_ms, kind, guild_id, user_id, for_staff, data)
VALUES (:now_ms, :kind, :guild_id, :user_id, :for_staff, :data)
"""

WARN = """
UPDATE account SET warned = :percent WHERE id = :id AND warned < :percent RETURNING id
"""

STAFF_CHANNEL = """
SELECT 1 AS one FROM guild_policy WHERE guild_id = :guild_id AND staff_channel_id IS NOT NULL
"""

DUE = """
SELECT notice.*, staff_channel_id
FROM notice LEFT JOIN guild_policy ON guild_policy.guild_id = notice.guild_id
WHERE sent_at_ms IS NULL AND notice.id > :after ORDER BY notice.id LIMIT :limit
"""

OF_MEMBER = """
SELECT notice.*, NULL AS staff_channel_id FROM notice
WHERE user_id = :user_id AND guild_id = :guild_id AND for_staff = 0 AND sent_at_ms IS NULL
ORDER BY id
"""

DONE = """
UPDATE notice SET sent_at_ms = :now_ms WHERE id = :id AND sent_at_ms IS NULL
"""


def warn_member(owner: Owner, account: Row, now_ms: int) -> Transaction[None]:
    """Tells a member that most or all of the period's allowance is used: each once in a period."""
    percent = yield from _warned(account)
    if percent is not None:
        kind = NoticeKind.MEMBER_FULL if percent == FULL_PERCENT else NoticeKind.MEMBER_NEARLY
        data = {**_use(account), "allowance": account["allowance"]}
        yield from _write(kind, owner.guild_id, owner.user_id, data, now_ms, for_staff=False)


def warn_staff(guild_id: int, account: Row, now_ms: int) -> Transaction[None]:
    """The same of the server's cap. Where there is no staff channel it waits until there is."""
    if warning_due(account["spent"], account["allowance"], account["warned"]) is None:
        return
    if not (yield STAFF_CHANNEL, {"guild_id": guild_id}):
        return
    percent = yield from _warned(account)
    if percent is not None:
        kind = NoticeKind.SERVER_FULL if percent == FULL_PERCENT else NoticeKind.SERVER_NEARLY
        data = {**_use(account), "cap": account["allowance"]}
        yield from _write(kind, guild_id, None, data, now_ms, for_staff=True)


def tell_staff(
    kind: NoticeKind, owner: Owner, data: Mapping[str, int | str | None], now_ms: int
) -> Transaction[None]:
    """Tells the staff channel, where there is one, what was done to a member."""
    if (yield STAFF_CHANNEL, {"guild_id": owner.guild_id}):
        yield from _write(kind, owner.guild_id, owner.user_id, data, now_ms, for_staff=True)


def due(after: int, limit: int) -> Transaction[list[Notice]]:
    """See `Outbox.due`."""
    return [_notice_of(row) for row in (yield DUE, {"after": after, "limit": limit})]


def of_member(guild_id: int, user_id: int) -> Transaction[list[Notice]]:
    """See `Outbox.of_member`."""
    rows = yield OF_MEMBER, {"guild_id": guild_id, "user_id": user_id}
    return [_notice_of(row) for row in rows]


def done(notice_id: int, now_ms: int) -> Transaction[None]:
    """See `Outbox.done`."""
    yield DONE, {"id": notice_id, "now_ms": now_ms}


def _warned(account: Row) -> Transaction[int | None]:
    """The percentage to tell of, marked as told; None where there is none."""
    percent = warning_due(account["spent"], account["allowance"], account["warned"])
    if percent is not None and (yield WARN, {"id": account["id"], "percent": percent}):
        return percent
    return None


def _use(account: Row) -> dict[str, int | str | None]:
    end_ms = account["period_end_ms"]
    return {"spent": account["spent"], "renews_at_ms": None if end_ms == FOREVER_MS else end_ms}


def _write(
    kind: NoticeKind,
    guild_id: int,
    user_id: int | None,
    data: Mapping[str, int | str | None],
    now_ms: int,
    *,
    for_staff: bool,
) -> Transaction[None]:
    values = {"kind": kind.value, "guild_id": guild_id, "user_id": user_id, "data": json.dumps(data)}
    yield _WRITE, {**values, "for_staff": int(for_staff), "now_ms": now_ms}


def _notice_of(row: Row) -> Notice:
    data = json.loads(row["data"])
    if row["for_staff"] and row["user_id"] is not None:
        data["user_id"] = row["user_id"]
    return Notice(
        id=row["id"],
        at_ms=row["at_ms"],
        kind=NoticeKind(row["kind"]),
        guild_id=row["guild_id"],
        user_id=None if row["for_staff"] else row["user_id"],
        channel_id=row["staff_channel_id"] if row["for_staff"] else None,
        data=data,
    )

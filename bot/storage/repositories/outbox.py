"""The outbox. Notices are written in the transaction that causes them, and sent afterwards."""

import json
from collections.abc import Mapping

from bot.budgets.outbox import FULL_PERCENT, Notice, NoticeKind, warning_due
from bot.budgets.periods import FOREVER_MS
from bot.storage.database import Row, Transaction
from bot.storage.repositories.ledger import Owner
from bot.storage.repositories.repository import Repository, reads, writes

_WRITE = """
INSERT INTO notice (at_ms, kind, guild_id, user_id, for_staff, data, locale)
SELECT :now_ms, :kind, :guild_id, :user_id, :for_staff, :data, :locale
WHERE (
    SELECT count(*) FROM (SELECT 1 FROM notice WHERE guild_id = :guild_id AND sent_at_ms IS NULL LIMIT :most)
        AS unsent
) < :most
"""

# Undelivered notices, for example because the bot can't post in the staff channel. Further ones are dropped
# until `prune` makes room.
MOST_UNSENT = 500

TELL_MEMBER = """
INSERT INTO notice (at_ms, kind, guild_id, user_id, for_staff, data, locale)
SELECT CAST(:now_ms AS BIGINT), CAST(:kind AS TEXT), CAST(:guild_id AS BIGINT), CAST(:user_id AS BIGINT), 0,
    CAST(:data AS TEXT), (
        SELECT locale FROM generation WHERE user_id = :user_id AND guild_id = :guild_id
        ORDER BY id DESC LIMIT 1
    )
WHERE NOT EXISTS (
    SELECT 1 FROM notice
    WHERE user_id = :user_id AND guild_id = :guild_id AND kind = :kind AND data = :data
)
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

Data = Mapping[str, int | str | None]


class OutboxRepository(Repository):
    """See `bot.budgets.outbox.Outbox`."""

    @reads
    def due(self, *, after: int = 0, limit: int = 20) -> Transaction[list[Notice]]:
        return [_notice_of(row) for row in (yield DUE, {"after": after, "limit": limit})]

    @reads
    def of_member(self, guild_id: int, user_id: int) -> Transaction[list[Notice]]:
        rows = yield OF_MEMBER, {"guild_id": guild_id, "user_id": user_id}
        return [_notice_of(row) for row in rows]

    @writes
    def tell_staff(self, kind: NoticeKind, guild_id: int, data: Data, now_ms: int) -> Transaction[None]:
        yield from tell_staff(kind, Owner(guild_id, 0), data, now_ms)

    @writes
    def tell_member(
        self, kind: NoticeKind, guild_id: int, user_id: int, data: Data, now_ms: int
    ) -> Transaction[None]:
        values = {
            "kind": kind.value,
            "guild_id": guild_id,
            "user_id": user_id,
            "data": json.dumps(data),
            "now_ms": now_ms,
        }
        yield TELL_MEMBER, values

    @writes
    def done(self, notice_id: int, now_ms: int) -> Transaction[None]:
        yield DONE, {"id": notice_id, "now_ms": now_ms}


def warn_member(owner: Owner, account: Row, now_ms: int, locale: str) -> Transaction[None]:
    """Warns a member once per period that most of their allowance is used, and once that all of it is."""
    percent = yield from _warned(account)
    if percent is not None:
        kind = NoticeKind.MEMBER_FULL if percent == FULL_PERCENT else NoticeKind.MEMBER_NEARLY
        data = {**_use(account), "allowance": account["allowance"]}
        yield from tell_member(kind, owner, data, now_ms, locale)


def warn_staff(guild_id: int, account: Row, now_ms: int) -> Transaction[None]:
    """The same for the server's cap. Without a staff channel, it waits until there is one."""
    if warning_due(account["spent"], account["allowance"], account["warned"]) is None:
        return
    if not (yield STAFF_CHANNEL, {"guild_id": guild_id}):
        return
    percent = yield from _warned(account)
    if percent is not None:
        kind = NoticeKind.SERVER_FULL if percent == FULL_PERCENT else NoticeKind.SERVER_NEARLY
        data = {**_use(account), "cap": account["allowance"]}
        yield from _write(kind, Owner(guild_id, 0), data, now_ms, for_staff=True)


def tell_staff(kind: NoticeKind, owner: Owner, data: Data, now_ms: int) -> Transaction[None]:
    """Notifies the staff channel, if there's one, about a member, or about the server (user 0)."""
    if (yield STAFF_CHANNEL, {"guild_id": owner.guild_id}):
        yield from _write(kind, owner, data, now_ms, for_staff=True)


def tell_member(kind: NoticeKind, owner: Owner, data: Data, now_ms: int, locale: str) -> Transaction[None]:
    """Notifies a member privately, in the language of `locale`."""
    yield from _write(kind, owner, data, now_ms, for_staff=False, locale=locale)


def _warned(account: Row) -> Transaction[int | None]:
    """The percentage to warn about, now marked as sent. None if there's none."""
    percent = warning_due(account["spent"], account["allowance"], account["warned"])
    if percent is not None and (yield WARN, {"id": account["id"], "percent": percent}):
        return percent
    return None


def _use(account: Row) -> dict[str, int | str | None]:
    end_ms = account["period_end_ms"]
    return {"spent": account["spent"], "renews_at_ms": None if end_ms == FOREVER_MS else end_ms}


def _write(
    kind: NoticeKind,
    owner: Owner,
    data: Data,
    now_ms: int,
    *,
    for_staff: bool,
    locale: str | None = None,
) -> Transaction[None]:
    yield (
        _WRITE,
        {
            "now_ms": now_ms,
            "kind": kind.value,
            "guild_id": owner.guild_id,
            "user_id": owner.user_id or None,
            "for_staff": int(for_staff),
            "data": json.dumps(data),
            "locale": locale,
            "most": MOST_UNSENT,
        },
    )


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
        locale=row["locale"],
    )

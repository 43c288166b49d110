"""The owner's settings: caps and a pause. Also the spending."""

from bot.audit.kinds import AuditKind
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.operator import Caps, Pause, ServerSpending, Spending
from bot.budgets.periods import month_of
from bot.budgets.policy import UNLIMITED
from bot.storage.database import Database, Row, Transaction, Value
from bot.storage.repositories.accounts import GUILDS
from bot.storage.repositories.audit import Entry, note
from bot.storage.repositories.guild_policy import check_allowance
from bot.storage.repositories.repository import Repository, reads, writes

PAUSED = "SELECT value FROM meta WHERE key = 'paused'"

_PAUSE = """
INSERT INTO meta (key, value) VALUES ('paused', :message)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""

_RESUME = "DELETE FROM meta WHERE key = 'paused' RETURNING value"

CAP = "SELECT tokens FROM operator_cap WHERE scope = :scope AND guild_id = :guild_id"

SERVER_CAPS = "SELECT guild_id, tokens FROM operator_cap WHERE scope = 'server' ORDER BY guild_id"

_ADD_CAP = """
INSERT INTO operator_cap (scope, guild_id, tokens) VALUES (:scope, :guild_id, :tokens)
ON CONFLICT (scope, guild_id) DO NOTHING RETURNING tokens
"""

_CHANGE_CAP = """
UPDATE operator_cap SET tokens = :tokens
WHERE scope = :scope AND guild_id = :guild_id AND tokens = :seen RETURNING tokens
"""

_CLEAR_CAP = """
DELETE FROM operator_cap WHERE scope = :scope AND guild_id = :guild_id AND tokens = :seen RETURNING tokens
"""

# The ledger has the usage of each month, because servers without a cap have no account.
SPENDING = f"""
WITH RECURSIVE {GUILDS}
SELECT ledger.guild_id, CAST(SUM(spent_change) AS BIGINT) AS spent, CAST(SUM(lost_change) AS BIGINT) AS lost,
    CAST(SUM(held_change) AS BIGINT) AS held, MAX(tokens) AS own_cap
FROM guild
JOIN ledger ON ledger.guild_id = guild.id AND counts_at_ms >= :start_ms AND counts_at_ms < :end_ms
    AND generation_id IS NOT NULL
LEFT JOIN operator_cap ON operator_cap.scope = 'server' AND operator_cap.guild_id = guild.id
GROUP BY ledger.guild_id ORDER BY SUM(spent_change) + SUM(lost_change) DESC, ledger.guild_id
"""  # noqa: S608 - no value is in it


class OperatorRepository(Repository):
    """See `bot.budgets.operator.Operator`. `monthly_cap` is the setting, in tokens."""

    def __init__(self, database: Database, monthly_cap: int | None = None) -> None:
        super().__init__(database)
        self._monthly_cap = monthly_cap

    @reads
    def caps(self) -> Transaction[Caps]:
        return (yield from self._caps())

    @reads
    def server_cap(self, guild_id: int) -> Transaction[int | None]:
        return (yield from _cap("server", guild_id))

    @reads
    def server_caps(self) -> Transaction[dict[int, int]]:
        return {row["guild_id"]: row["tokens"] for row in (yield SERVER_CAPS, {})}

    @writes
    def set_cap(self, cap: int | None, actor_id: int | None, now_ms: int) -> Transaction[int | None]:
        # "No cap" is stored as `UNLIMITED`, because a missing row means the default.
        tokens = UNLIMITED if cap is None else cap
        before = yield from _set_cap("overall", 0, tokens, actor_id, now_ms)
        return _none_if_unlimited(self._monthly_cap if before is None else before)

    @writes
    def set_every_servers_cap(
        self, cap: int | None, actor_id: int | None, now_ms: int
    ) -> Transaction[int | None]:
        return (yield from _set_cap("every_server", 0, cap, actor_id, now_ms))

    @writes
    def set_server_cap(
        self, guild_id: int, cap: int | None, actor_id: int | None, now_ms: int
    ) -> Transaction[int | None]:
        return (yield from _set_cap("server", guild_id, cap, actor_id, now_ms))

    @writes
    def pause(self, message: str | None, actor_id: int | None, now_ms: int) -> Transaction[None]:
        yield _PAUSE, {"message": message or ""}
        yield from _note(QuotaAct.PAUSED, actor_id, now_ms, new={"message": message or None})

    @writes
    def resume(self, actor_id: int | None, now_ms: int) -> Transaction[bool]:
        rows = yield _RESUME, {}
        if not rows:
            return False
        yield from _note(QuotaAct.RESUMED, actor_id, now_ms, old={"message": rows[0]["value"] or None})
        return True

    @reads
    def paused(self) -> Transaction[Pause | None]:
        rows = yield PAUSED, {}
        return Pause(rows[0]["value"] or None) if rows else None

    @reads
    def spending(self, now_ms: int) -> Transaction[Spending]:
        month = month_of(now_ms)
        limits = yield from self._caps()
        rows = yield SPENDING, {"start_ms": month.start_ms, "end_ms": month.end_ms}
        return Spending(
            month.start_ms, month.end_ms, tuple(_spending_of(row, limits) for row in rows), limits
        )

    def _caps(self) -> Transaction[Caps]:
        overall = yield from _cap("overall", 0)
        return Caps(
            overall=_none_if_unlimited(self._monthly_cap if overall is None else overall),
            every_server=(yield from _cap("every_server", 0)),
            overall_is_default=overall is None and self._monthly_cap is not None,
        )


def _cap(scope: str, guild_id: int) -> Transaction[int | None]:
    rows = yield CAP, {"scope": scope, "guild_id": guild_id}
    return rows[0]["tokens"] if rows else None


def _set_cap(
    scope: str, guild_id: int, tokens: int | None, actor_id: int | None, now_ms: int
) -> Transaction[int | None]:
    check_allowance(tokens)
    while True:
        before = yield from _cap(scope, guild_id)
        if tokens == before:
            return before
        statement = _CLEAR_CAP if tokens is None else _ADD_CAP if before is None else _CHANGE_CAP
        values: dict[str, Value] = {"scope": scope, "guild_id": guild_id, "tokens": tokens, "seen": before}
        if (yield statement, values):
            break
    entry = Entry(
        QuotaAct.OPERATOR_CAP,
        guild_id,
        old={"scope": scope, "cap": before},
        new={"scope": scope, "cap": tokens},
    )
    yield from note(entry, actor_id=actor_id, reason=None, now_ms=now_ms)
    return before


def _note(
    kind: AuditKind,
    actor_id: int | None,
    now_ms: int,
    *,
    old: dict[str, str | None] | None = None,
    new: dict[str, str | None] | None = None,
) -> Transaction[None]:
    entry = Entry(kind, 0, old=old or {}, new=new or {})
    yield from note(entry, actor_id=actor_id, reason=None, now_ms=now_ms)


def _spending_of(row: Row, limits: Caps) -> ServerSpending:
    cap = limits.every_server if row["own_cap"] is None else row["own_cap"]
    return ServerSpending(
        guild_id=row["guild_id"],
        paid=row["spent"],
        lost=row["lost"],
        held=row["held"],
        cap=_none_if_unlimited(cap),
        own_cap=row["own_cap"] is not None,
    )


def _none_if_unlimited(cap: int | None) -> int | None:
    return None if cap is None or cap >= UNLIMITED else cap

"""What the operator sets: caps, a pause; and what was spent."""

from bot.budgets.audit import AuditKind
from bot.budgets.operator import Caps, Pause, ServerSpending, Spending
from bot.budgets.periods import month_of
from bot.budgets.policy import UNLIMITED
from bot.storage.database import Row, Transaction, Value
from bot.storage.transactions.auditing import Entry, note
from bot.storage.transactions.governing import check_allowance

PAUSED = "SELECT value FROM meta WHERE key = 'paused'"

_PAUSE = """
INSERT INTO meta (key, value) VALUES ('paused', :message)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""

_RESUME = "DELETE FROM meta WHERE key = 'paused' RETURNING value"

CAP = "SELECT tokens FROM operator_cap WHERE scope = :scope AND guild_id = :guild_id"

SERVER_CAPS = "SELECT guild_id, tokens FROM operator_cap WHERE scope = 'server' ORDER BY guild_id"

_SET_CAP = """
INSERT INTO operator_cap (scope, guild_id, tokens) VALUES (:scope, :guild_id, :tokens)
ON CONFLICT (scope, guild_id) DO UPDATE SET tokens = excluded.tokens
"""

_CLEAR_CAP = "DELETE FROM operator_cap WHERE scope = :scope AND guild_id = :guild_id"

SPENDING = """
SELECT account.guild_id, spent, lost, held, tokens AS own_cap
FROM account LEFT JOIN operator_cap
    ON operator_cap.scope = 'server' AND operator_cap.guild_id = account.guild_id
WHERE account.scope = 'operator_server' AND period_start_ms = :start_ms AND period_end_ms = :end_ms
ORDER BY spent + lost DESC, account.guild_id
"""


def caps(monthly_cap: int | None) -> Transaction[Caps]:
    """See `Operator.caps`. `monthly_cap`: the default over all servers."""
    overall = yield from cap("overall", 0)
    return Caps(
        overall=_none_if_unlimited(monthly_cap if overall is None else overall),
        every_server=(yield from cap("every_server", 0)),
        overall_is_default=overall is None and monthly_cap is not None,
    )


def set_overall_cap(
    tokens: int | None, monthly_cap: int | None, actor_id: int | None, now_ms: int
) -> Transaction[int | None]:
    """See `Operator.set_cap`. "No cap" is kept as `UNLIMITED`, because nothing at all means the default."""
    before = yield from set_cap("overall", 0, UNLIMITED if tokens is None else tokens, actor_id, now_ms)
    return _none_if_unlimited(monthly_cap if before is None else before)


def cap(scope: str, guild_id: int) -> Transaction[int | None]:
    """What is set; None where nothing is."""
    rows = yield CAP, {"scope": scope, "guild_id": guild_id}
    return rows[0]["tokens"] if rows else None


def server_caps() -> Transaction[dict[int, int]]:
    """See `Operator.server_caps`."""
    return {row["guild_id"]: row["tokens"] for row in (yield SERVER_CAPS, {})}


def set_cap(
    scope: str, guild_id: int, tokens: int | None, actor_id: int | None, now_ms: int
) -> Transaction[int | None]:
    """See `Operator.set_cap`."""
    check_allowance(tokens)
    before = yield from cap(scope, guild_id)
    if tokens == before:
        return before
    which: dict[str, Value] = {"scope": scope, "guild_id": guild_id}
    if tokens is None:
        yield _CLEAR_CAP, which
    else:
        yield _SET_CAP, {**which, "tokens": tokens}
    entry = Entry(
        AuditKind.OPERATOR_CAP,
        guild_id,
        old={"scope": scope, "cap": before},
        new={"scope": scope, "cap": tokens},
    )
    yield from note(entry, actor_id=actor_id, reason=None, now_ms=now_ms)
    return before


def pause(message: str | None, actor_id: int | None, now_ms: int) -> Transaction[None]:
    """See `Operator.pause`."""
    yield _PAUSE, {"message": message or ""}
    entry = Entry(AuditKind.PAUSED, 0, new={"message": message or None})
    yield from note(entry, actor_id=actor_id, reason=None, now_ms=now_ms)


def resume(actor_id: int | None, now_ms: int) -> Transaction[bool]:
    """See `Operator.resume`."""
    rows = yield _RESUME, {}
    if not rows:
        return False
    entry = Entry(AuditKind.RESUMED, 0, old={"message": rows[0]["value"] or None})
    yield from note(entry, actor_id=actor_id, reason=None, now_ms=now_ms)
    return True


def paused() -> Transaction[Pause | None]:
    """See `Operator.paused`."""
    rows = yield PAUSED, {}
    return Pause(rows[0]["value"] or None) if rows else None


def spending(monthly_cap: int | None, now_ms: int) -> Transaction[Spending]:
    """See `Operator.spending`."""
    month = month_of(now_ms)
    limits = yield from caps(monthly_cap)
    rows = yield SPENDING, {"start_ms": month.start_ms, "end_ms": month.end_ms}
    servers = tuple(_server(row, limits) for row in rows)
    return Spending(month.start_ms, month.end_ms, servers, limits)


def _server(row: Row, limits: Caps) -> ServerSpending:
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

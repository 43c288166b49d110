"""The audit: one row for each act, written with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.budgets.audit import AuditEntry, AuditFilter, AuditKind, AuditPage, Fields
from bot.budgets.policy import Act
from bot.storage.database import Row, Transaction, Value

_NOTE = """
INSERT INTO audit (at_ms, guild_id, actor_id, kind, user_id, role_id, old, new, reason)
VALUES (:now_ms, :guild_id, :actor_id, :kind, :user_id, :role_id, :old, :new, :reason)
"""


_FROM = "((SELECT at_ms FROM audit WHERE id = :from_id), :from_id)"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done, and to whom."""

    kind: AuditKind
    guild_id: int
    user_id: int | None = None
    role_id: int | None = None
    old: Fields = field(default_factory=dict)
    new: Fields = field(default_factory=dict)


def note(entry: Entry, *, actor_id: int | None, reason: str | None, now_ms: int) -> Transaction[None]:
    """Writes an entry."""
    yield (
        _NOTE,
        {
            "now_ms": now_ms,
            "guild_id": entry.guild_id,
            "actor_id": actor_id,
            "kind": entry.kind.value,
            "user_id": entry.user_id,
            "role_id": entry.role_id,
            "old": json.dumps(entry.old),
            "new": json.dumps(entry.new),
            "reason": reason,
        },
    )


def note_act(entry: Entry, act: Act) -> Transaction[None]:
    """Writes a moderator's entry."""
    yield from note(entry, actor_id=act.actor.user_id, reason=act.reason, now_ms=act.at_ms)


def page(
    guild_id: int, only: AuditFilter, before: int | None, after: int | None, limit: int
) -> Transaction[AuditPage]:
    """See `AuditLog.page`."""
    wanted, values = _where(guild_id, only)
    if after is not None:
        rows = yield _page(wanted, "newer"), {**values, "from_id": after, "limit": limit + 1}
        entries = tuple(_entry_of(row) for row in reversed(rows[:limit]))
        return AuditPage(entries, newer=len(rows) > limit, older=True)
    if before is not None:
        rows = yield _page(wanted, "older"), {**values, "from_id": before, "limit": limit + 1}
    else:
        rows = yield _page(wanted, "newest"), {**values, "limit": limit + 1}
    entries = tuple(_entry_of(row) for row in rows[:limit])
    return AuditPage(entries, newer=before is not None, older=len(rows) > limit)


def _where(guild_id: int, only: AuditFilter) -> tuple[str, Mapping[str, Value]]:
    """The conditions and their values. An index serves each filter; of several, the rarest by experience."""
    values: dict[str, Value] = {"guild_id": guild_id}
    conditions = ["guild_id = :guild_id"]
    filters = {"user_id": only.user_id, "actor_id": only.actor_id, "kind": only.kind}
    chosen = [name for name, value in filters.items() if value is not None]
    for name in chosen:
        # An expression is looked up in no index: the first condition has chosen one.
        aside = f"{name} || ''" if name == "kind" else f"+{name}"
        conditions.append(f"{name if name == chosen[0] else aside} = :{name}")
        values[name] = filters[name]
    for name, operator in (("since_ms", ">="), ("until_ms", "<")):
        value = getattr(only, name)
        if value is not None:
            conditions.append(f"at_ms {operator} :{name}")
            values[name] = value
    return " AND ".join(conditions), values


def _page(wanted: str, side: str) -> str:
    """Entries in the order of their time: the newest, or those on one side of the entry `:from_id`."""
    order = "at_ms, id" if side == "newer" else "at_ms DESC, id DESC"
    if side != "newest":
        operator = ">" if side == "newer" else "<"
        wanted += f" AND (at_ms, id) {operator} {_FROM}"
    return f"SELECT * FROM audit WHERE {wanted} ORDER BY {order} LIMIT :limit"  # noqa: S608 - names of ours


def _entry_of(row: Row) -> AuditEntry:
    return AuditEntry(
        id=row["id"],
        at_ms=row["at_ms"],
        guild_id=row["guild_id"],
        actor_id=row["actor_id"],
        kind=AuditKind(row["kind"]),
        user_id=row["user_id"],
        role_id=row["role_id"],
        old=json.loads(row["old"]),
        new=json.loads(row["new"]),
        reason=row["reason"],
    )

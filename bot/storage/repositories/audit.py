"""The audit log. Each entry is written in the transaction of its change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.audit.kinds import AuditKind, groups, stored_kind
from bot.audit.model import AuditEntry, AuditFilter, AuditPage, Fields
from bot.budgets.policy import Act
from bot.budgets.refusals import AlreadyUndone
from bot.storage.database import Row, Transaction, Value
from bot.storage.repositories.repository import Repository, reads, sql_list

_NOTE = """
INSERT INTO audit (at_ms, guild_id, actor_id, kind, user_id, role_id, old, new, reason, undoes)
VALUES (:now_ms, :guild_id, :actor_id, :kind, :user_id, :role_id, :old, :new, :reason, :undoes)
ON CONFLICT DO NOTHING RETURNING id
"""

_UNDONE_BY = "SELECT id, at_ms, actor_id FROM audit WHERE undoes = :id"

_ENTRY = "SELECT * FROM audit WHERE id = :id AND guild_id = :guild_id"

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
    undoes: int | None = None  # an entry can be undone by one other


def note(entry: Entry, *, actor_id: int | None, reason: str | None, now_ms: int) -> Transaction[int]:
    """Writes an entry and returns its id. Raises `AlreadyUndone` if it undoes one that was already undone."""
    rows = yield (
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
            "undoes": entry.undoes,
        },
    )
    if not rows:
        raise AlreadyUndone(*(yield from undone_by(entry.undoes)))
    entry_id: int = rows[0]["id"]
    return entry_id


def undone_by(audit_id: int | None) -> Transaction[tuple[int, int, int | None]]:
    """The id, the time and the actor of the entry that undid this one."""
    [row] = yield _UNDONE_BY, {"id": audit_id}
    return row["id"], row["at_ms"], row["actor_id"]


def find_entry(guild_id: int, audit_id: int) -> Transaction[AuditEntry | None]:
    """An entry of this server's log."""
    rows = yield _ENTRY, {"id": audit_id, "guild_id": guild_id}
    return _entry_of(rows[0]) if rows else None


def note_act(entry: Entry, act: Act) -> Transaction[int]:
    """Writes a moderator's entry and returns its id."""
    return (yield from note(entry, actor_id=act.actor.user_id, reason=act.reason, now_ms=act.at_ms))


class AuditRepository(Repository):
    """See `bot.audit.model.AuditLog`."""

    @reads
    def page(
        self,
        guild_id: int,
        only: AuditFilter,
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = 10,
    ) -> Transaction[AuditPage]:
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


def _where(guild_id: int, only: AuditFilter) -> tuple[list[str], Mapping[str, Value]]:
    """The conditions of a page and their values.

    There's one for each kind of a group. Each finds its rows in index order, so a page costs a page of each
    kind, however long the log is.
    """
    values: dict[str, Value] = {"guild_id": guild_id}
    conditions = ["guild_id = :guild_id"]
    filters = {"user_id": only.user_id, "actor_id": only.actor_id, "kind": only.kind}
    chosen = [name for name, value in filters.items() if value is not None]
    for name in chosen:
        # With several filters, the first one uses its index, and the others are checked on its rows. SQLite
        # doesn't use an index for an expression.
        aside = f"{name} || ''" if name == "kind" else f"+{name}"
        conditions.append(f"{name if name == chosen[0] else aside} = :{name}")
        values[name] = filters[name]
    for name, operator in (("since_ms", ">="), ("until_ms", "<")):
        value = getattr(only, name)
        if value is not None:
            conditions.append(f"at_ms {operator} :{name}")
            values[name] = value
    wanted = " AND ".join(conditions)
    if only.group is None:
        return [wanted], values
    kinds = groups().get(only.group, ())
    if chosen:
        return [f"{wanted} AND kind || '' IN ({sql_list(kinds)})"], values
    return [f"{wanted} AND kind = {sql_list([kind])}" for kind in kinds] or [
        f"{wanted} AND kind = ''"
    ], values


def _page(wanted: list[str], side: str) -> str:
    """The newest entries in order, or those on one side of the entry `:from_id`."""
    order = "at_ms, id" if side == "newer" else "at_ms DESC, id DESC"
    beyond = "" if side == "newest" else f" AND (at_ms, id) {'>' if side == 'newer' else '<'} {_FROM}"
    parts = [
        f"SELECT * FROM audit WHERE {one}{beyond} ORDER BY {order} LIMIT :limit"  # noqa: S608 - names of ours
        for one in wanted
    ]
    if len(parts) == 1:
        return parts[0]
    union = " UNION ALL ".join(f"SELECT * FROM ({part}) AS of_kind" for part in parts)  # noqa: S608 - as above
    return f"{union} ORDER BY {order} LIMIT :limit"


def _entry_of(row: Row) -> AuditEntry:
    return AuditEntry(
        id=row["id"],
        at_ms=row["at_ms"],
        guild_id=row["guild_id"],
        actor_id=row["actor_id"],
        kind=stored_kind(row["kind"]),
        user_id=row["user_id"],
        role_id=row["role_id"],
        old=json.loads(row["old"]),
        new=json.loads(row["new"]),
        reason=row["reason"],
        undoes=row["undoes"],
    )

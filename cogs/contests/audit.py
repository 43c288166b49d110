"""Describes the audit log's entries about contests."""

from bot.audit.model import AuditEntry, Fields
from bot.contests.audit_kinds import ContestAct
from cogs import audit_texts
from cogs.texts import Texts
from cogs.texts.formatting import date_time, escape, role, worth

SHOWN = 200


def register() -> None:
    audit_texts.register(
        {
            ContestAct.CREATED: _created,
            ContestAct.MOVED: _moved,
            ContestAct.EXTENDED: _extended,
            ContestAct.EDITED: _edited,
            ContestAct.CANCELLED: _cancelled,
            ContestAct.DISQUALIFIED: _disqualified,
            ContestAct.PAID: _paid,
            ContestAct.HOSTS_ROLE: _hosts_role,
        }
    )


def _created(texts: Texts, entry: AuditEntry) -> str:
    return texts(
        "contest-audit-created",
        title=escape(str(entry.new.get("title", "")), SHOWN),
        opens=_time(entry.new, "opens_at_ms"),
        entries=_time(entry.new, "entries_until_ms"),
        votes=_time(entry.new, "votes_until_ms"),
    )


def _moved(texts: Texts, entry: AuditEntry) -> str:
    phase = str(entry.new.get("phase"))
    return texts("contest-audit-moved", contest=_contest(entry), phase=phase, clock=entry.actor_id is None)


def _extended(texts: Texts, entry: AuditEntry) -> str:
    old, new = _time(entry.old, "until_ms"), _time(entry.new, "until_ms")
    return texts("contest-audit-extended", contest=_contest(entry), old=old, new=new)


def _edited(texts: Texts, entry: AuditEntry) -> str:
    changes = []
    for name in ("description", "channel_id", "prizes"):
        if name in entry.new:
            value = entry.new[name]
            shown = f"<#{value}>" if name == "channel_id" else escape(str(value or ""), SHOWN)
            changes.append(texts("contest-audit-change", name=name, value=shown, empty=not value))
    return texts("contest-audit-edited", contest=_contest(entry), changes=texts.listed(changes))


def _cancelled(texts: Texts, entry: AuditEntry) -> str:
    return texts("contest-audit-cancelled", contest=_contest(entry))


def _disqualified(texts: Texts, entry: AuditEntry) -> str:
    taken = audit_texts.number(entry.new, "taken_back") or 0
    return texts(
        "contest-audit-disqualified",
        contest=_contest(entry),
        number=audit_texts.number(entry.new, "number") or 0,
        after=bool(entry.new.get("after_close")),
        moved=bool(entry.new.get("moved_up")),
        has_taken=taken > 0,
        taken=worth(texts, taken),
    )


def _paid(texts: Texts, entry: AuditEntry) -> str:
    return texts(
        "contest-audit-paid",
        contest=_contest(entry),
        number=audit_texts.number(entry.new, "number") or 0,
        place=audit_texts.number(entry.new, "place") or 0,
        user=audit_texts.member(texts, entry),
        amount=worth(texts, audit_texts.number(entry.new, "amount") or 0),
    )


def _hosts_role(texts: Texts, entry: AuditEntry) -> str:
    role_id = audit_texts.number(entry.new, "role_id")
    return texts("contest-audit-hosts-role", has_role=role_id is not None, role=role(role_id or 0))


def _contest(entry: AuditEntry) -> str:
    contest_id = audit_texts.number(entry.new, "contest_id") or audit_texts.number(entry.old, "contest_id")
    return str(contest_id or 0)


def _time(fields: Fields, name: str) -> str:
    at_ms = audit_texts.number(fields, name)
    return "" if at_ms is None else date_time(at_ms)

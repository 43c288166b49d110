"""What moderators read in the audit: one line for each act."""

from collections.abc import Callable

from bot.audit.kinds import AuditKind, OtherAct
from bot.audit.model import AuditEntry, AuditFilter, AuditPage, Fields
from bot.budgets.audit_kinds import QuotaAct
from cogs.quota import words
from cogs.quota.cards import TEXT_LIMIT
from cogs.quota.policy_words import changes
from cogs.wording.amounts import moment, tokens, worth
from cogs.wording.harmless import cut, harmless, units
from cogs.wording.people import person, role

PAGE = 10  # entries
# Where ten entries are too long for one card, each is cut to this: then they fit, with what stands above.
ENTRY = 240
SAID = 120


def page_text(page: AuditPage, only: AuditFilter) -> str:
    """At most 4,000 characters for `PAGE` entries."""
    head = ["**Who changed what**", *_filter_lines(only)]
    if not page.entries:
        head.append("Nothing was changed yet." if only == AuditFilter() else "Nothing of the kind was done.")
    whole = "\n".join([*head, *(entry_text(entry) for entry in page.entries)])
    if units(whole) <= TEXT_LIMIT:
        return whole
    return "\n".join([*head, *(entry_text(entry, ENTRY) for entry in page.entries)])


def entry_text(entry: AuditEntry, limit: int = TEXT_LIMIT) -> str:
    """`3 May 2026 18:00 · @rowan granted @hazel 250,000 tokens (3 pictures) …`, and why below it.

    `limit` in characters, without the reason.
    """
    actor = "The operator" if entry.actor_id is None else person(entry.actor_id)
    line = cut(f"{moment(entry.at_ms)} · {actor} {_DONE[entry.kind](entry)}", limit)
    return f"{line}\n-# “{harmless(entry.reason, SAID)}”" if entry.reason else line


def _filter_lines(only: AuditFilter) -> list[str]:
    parts = [
        None if only.user_id is None else f"done to {person(only.user_id)}",
        None if only.actor_id is None else f"done by {person(only.actor_id)}",
        None if only.kind is None else words.KINDS[only.kind],
        None if only.since_ms is None else f"from {moment(only.since_ms)}",
        None if only.until_ms is None else f"up to {moment(only.until_ms)}",
    ]
    given = [part for part in parts if part is not None]
    return [f"-# Only: {', '.join(given)}"] if given else []


def _member(entry: AuditEntry) -> str:
    return "somebody" if entry.user_id is None else person(entry.user_id)


def _role(entry: AuditEntry) -> str:
    return "a role" if entry.role_id is None else role(entry.role_id)


def _number(fields: Fields, name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) else None


def _amount(fields: Fields, name: str, without: str = "none of its own") -> str:
    amount = _number(fields, name)
    return without if amount is None else worth(amount)


def _time(fields: Fields, name: str, before: str, without: str) -> str:
    at_ms = _number(fields, name)
    return without if at_ms is None else f"{before} {moment(at_ms)}"


def _server_set(entry: AuditEntry) -> str:
    return f"changed the server: {'; '.join(changes(entry.old, entry.new))}"


def _role_set(entry: AuditEntry) -> str:
    old, new = (_amount(fields, "allowance") for fields in (entry.old, entry.new))
    return f"set the allowance of {_role(entry)}: {old} → {new}"


def _role_cleared(entry: AuditEntry) -> str:
    return f"took the allowance of {_role(entry)} away: {_amount(entry.old, 'allowance')}"


def _member_set(entry: AuditEntry) -> str:
    old, new = (_amount(fields, "allowance", "by role or default") for fields in (entry.old, entry.new))
    return f"set the allowance of {_member(entry)}: {old} → {new}"


def _granted(entry: AuditEntry) -> str:
    expiry = _time(entry.new, "expires_at_ms", "expiring", "without expiry")
    return f"granted {_member(entry)} {_amount(entry.new, 'amount')}, {expiry}"


def _deducted(entry: AuditEntry) -> str:
    taken = (_number(entry.new, "from_grants") or 0) + (_number(entry.new, "from_allowance") or 0)
    left = f"left {_amount(entry.old, 'left')} → {_amount(entry.new, 'left')}"
    return f"took {worth(taken)} back from {_member(entry)}: {left}"


def _reset(entry: AuditEntry) -> str:
    old, new = (_amount(fields, "spent", "0 tokens") for fields in (entry.old, entry.new))
    return f"reset {_member(entry)}: used {old} → {new}"


def _frozen(entry: AuditEntry) -> str:
    return f"froze {_member(entry)} {_time(entry.new, 'until_ms', 'until', 'without an end')}"


def _unfrozen(entry: AuditEntry) -> str:
    return f"ended the freeze of {_member(entry)}"


def _refunded(entry: AuditEntry) -> str:
    restored, granted = _number(entry.new, "restored") or 0, _number(entry.new, "granted") or 0
    as_grant = f", {tokens(granted)} of it as a grant" if granted else ""
    number = _number(entry.new, "generation_id")
    return f"refunded {_member(entry)} {worth(restored + granted)}{as_grant} for picture {number}"


def _promise_made(entry: AuditEntry) -> str:
    until = _time(entry.new, "ends_at_ms", "to be claimed until", "")
    expiry = _time(entry.new, "grant_expires_at_ms", "expiring", "without expiry")
    number, amount = _number(entry.new, "promise_id"), _amount(entry.new, "amount")
    return f"promised {_role(entry)} {amount} each, {until}, {expiry} (number {number})"


def _promise_revoked(entry: AuditEntry) -> str:
    number, amount = _number(entry.old, "promise_id"), _amount(entry.old, "amount")
    claims = _number(entry.new, "claims") or 0
    by = f"{claims:,} member{'' if claims == 1 else 's'}"
    return f"ended the promise of {amount} to {_role(entry)} (number {number}), claimed by {by}"


def _promise_claimed(entry: AuditEntry) -> str:
    number, amount = _number(entry.new, "promise_id"), _amount(entry.new, "amount")
    return f"claimed {amount}, promised to {_role(entry)} (number {number})"


def _operator_cap(entry: AuditEntry) -> str:
    old, new = (_amount(fields, "cap", "no limit") for fields in (entry.old, entry.new))
    return f"set what this server may spend in a month: {old} → {new}"


def _paused(entry: AuditEntry) -> str:
    message = entry.new.get("message")
    return "paused the bot" + (f": “{harmless(str(message), SAID)}”" if message else "")


_DONE: dict[AuditKind, Callable[[AuditEntry], str]] = {
    OtherAct.UNKNOWN: lambda _: "did something that this version doesn't know",
    QuotaAct.SERVER_SET: _server_set,
    QuotaAct.ROLE_SET: _role_set,
    QuotaAct.ROLE_CLEARED: _role_cleared,
    QuotaAct.MEMBER_SET: _member_set,
    QuotaAct.GRANTED: _granted,
    QuotaAct.DEDUCTED: _deducted,
    QuotaAct.RESET: _reset,
    QuotaAct.FROZEN: _frozen,
    QuotaAct.UNFROZEN: _unfrozen,
    QuotaAct.REFUNDED: _refunded,
    QuotaAct.PROMISE_MADE: _promise_made,
    QuotaAct.PROMISE_REVOKED: _promise_revoked,
    QuotaAct.PROMISE_CLAIMED: _promise_claimed,
    QuotaAct.OPERATOR_CAP: _operator_cap,
    QuotaAct.PAUSED: _paused,
    QuotaAct.UNDONE: lambda entry: f"undid the change number {_number(entry.new, 'audit_id')}",
    QuotaAct.RESUMED: lambda _: "resumed the bot",
}

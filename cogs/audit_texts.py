"""Describes entries of the audit log. Each feature registers a text for each of its kinds."""

from collections.abc import Callable, Mapping

from bot.audit.kinds import AuditKind
from bot.audit.model import AuditEntry, Fields
from cogs.texts import Texts
from cogs.texts.formatting import role, user, worth

# What was done, to follow the actor's name: "gave @hazel about 15 pictures (…)".
Describe = Callable[[Texts, AuditEntry], str]

_DESCRIPTIONS: dict[AuditKind, Describe] = {}


def register(descriptions: Mapping[AuditKind, Describe]) -> None:
    """Registers a feature's texts. Call it once, when the feature's module is imported."""
    _DESCRIPTIONS.update(descriptions)


def described(texts: Texts, entry: AuditEntry) -> str:
    """What was done. For a kind that only another version of Easel knows, its name."""
    describe = _DESCRIPTIONS.get(entry.kind)
    return entry.kind.value if describe is None else describe(texts, entry)


def actor(texts: Texts, entry: AuditEntry) -> str:
    """Who did it."""
    return texts("quota-owner") if entry.actor_id is None else user(texts, entry.actor_id)


def number(fields: Fields, name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) else None


def amount(texts: Texts, fields: Fields, name: str, *, without: str) -> str:
    """An amount in pictures and tokens, or the text with the ID `without` if there's none."""
    tokens = number(fields, name)
    return texts(without) if tokens is None else worth(texts, tokens)


def member(texts: Texts, entry: AuditEntry) -> str:
    """The affected member."""
    return texts("quota-audit-someone") if entry.user_id is None else user(texts, entry.user_id)


def role_of(texts: Texts, entry: AuditEntry) -> str:
    """The affected role."""
    return texts("quota-audit-a-role") if entry.role_id is None else role(entry.role_id)

"""The kinds of entries. Each feature defines its own and registers them:

    @register
    class ContestAct(AuditKind):
        CREATED = "contest_created", "contests"

The first word is stored in the database and never changes. The second is the group for filtering, because
Discord offers at most 25 choices and there can be more kinds.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Self, TypeVar

K = TypeVar("K", bound="type[AuditKind]")

MOST_GROUPS = 25  # Discord's limit for choices
_KINDS: dict[str, "AuditKind"] = {}
_GROUPS: dict[str, list["AuditKind"]] = defaultdict(list)


class AuditKind(StrEnum):
    """What was done. Subclasses define the members."""

    group: str

    def __new__(cls, name: str, group: str) -> Self:
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.group = group
        return kind


def register(kinds: K) -> K:
    """Registers a feature's kinds. Raises `ValueError` if a name is taken or there are too many groups."""
    for kind in kinds:
        if kind.value in _KINDS:
            raise ValueError(f"two kinds of audit entries are called {kind.value}")
        _KINDS[kind.value] = kind
        _GROUPS[kind.group].append(kind)
    if len(_GROUPS) > MOST_GROUPS:
        raise ValueError(f"there are more than {MOST_GROUPS} groups of audit entries")
    return kinds


@register
class OtherAct(AuditKind):
    UNKNOWN = "unknown", "other"  # written by a newer Easel


def parse_kind(name: str) -> AuditKind:
    """The kind with that name, for input from outside. Raises `ValueError` if there's none."""
    if name not in _KINDS:
        raise ValueError(f"no kind of audit entry is called {name!r}")
    return _KINDS[name]


def stored_kind(name: str) -> AuditKind:
    """The kind of a stored entry, or `OtherAct.UNKNOWN` if no feature has registered it."""
    return _KINDS.get(name, OtherAct.UNKNOWN)


def all_kinds() -> Iterator[AuditKind]:
    """Every registered kind, in the order of registration."""
    yield from _KINDS.values()


def groups() -> Mapping[str, tuple[AuditKind, ...]]:
    """Every group with its kinds."""
    return {group: tuple(kinds) for group, kinds in _GROUPS.items()}

"""What a server's members have used, for moderators."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DayUse:
    """The usage of one day in the server's time zone, from `start_ms` on. Refunds count on the day they were
    made, so a day can be below zero.
    """

    start_ms: int
    tokens: int
    pictures: int


@dataclass(frozen=True, slots=True)
class MemberUse:
    """`user_name` is the name from their latest request, or None if it was erased."""

    user_id: int
    user_name: str | None
    tokens: int
    pictures: int


@dataclass(frozen=True, slots=True)
class MemberDayUse:
    """A member's usage in one day, for a row of the CSV."""

    start_ms: int
    user_id: int
    tokens: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Report:
    """`days` has every day from the first to the last, even without usage, oldest first.

    `spenders` are the members who used most, most first. `members` counts those who used anything. `zone` is
    the server's.
    """

    since_ms: int
    until_ms: int
    zone: str
    days: tuple[DayUse, ...]
    spenders: tuple[MemberUse, ...]
    members: int

    @property
    def tokens(self) -> int:
        return sum(day.tokens for day in self.days)

    @property
    def pictures(self) -> int:
        return sum(day.pictures for day in self.days)


class Reports(Protocol):
    """Both raise `StorageUnavailable`. Request a year at most, because every day is a query."""

    async def report(self, guild_id: int, since_ms: int, until_ms: int, *, top: int = 10) -> Report:
        """From the start of the day (in the server's zone) containing `since_ms` to `until_ms`
        (exclusive).
        """
        ...

    async def rows(self, guild_id: int, since_ms: int, until_ms: int) -> list[MemberDayUse]:
        """The same by day and member: days oldest first, and within each day those who used most first."""
        ...

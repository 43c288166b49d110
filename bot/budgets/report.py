"""What a server's members have used, for moderators to look at."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DayUse:
    """What was used in one day of the server's time zone, from `start_ms` on. Refunds count on the day they
    were made, so a day may be below zero.
    """

    start_ms: int
    tokens: int
    pictures: int


@dataclass(frozen=True, slots=True)
class MemberUse:
    """`user_name`: as it was when they last asked for a picture; None if it has been erased."""

    user_id: int
    user_name: str | None
    tokens: int
    pictures: int


@dataclass(frozen=True, slots=True)
class MemberDayUse:
    """What a member used in one day: a row of the CSV."""

    start_ms: int
    user_id: int
    tokens: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Report:
    """`days`: every day from the first to the last, those without use as well, oldest first.

    `spenders`: who used most, most first. `members`: how many used anything. `zone`: the server's.
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
    """Both raise `StorageUnavailable`. Keep to a year at most: every day is a question to the database."""

    async def report(self, guild_id: int, since_ms: int, until_ms: int, *, top: int = 10) -> Report:
        """From the beginning of the day (in the server's zone) that `since_ms` lies in, up to, not including,
        `until_ms`.
        """
        ...

    async def rows(self, guild_id: int, since_ms: int, until_ms: int) -> list[MemberDayUse]:
        """The same by day and member: days oldest first, within them who used most first."""
        ...

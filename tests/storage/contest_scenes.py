"""Contests on a store with a clock that the test sets: pictures, entries and ballots."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.budgets.policy import Member
from bot.contests.model import Contest, ContestSettings, Person, Phase, Schedule
from bot.generation.model import Limits
from bot.storage import Store, open_store
from tests.storage.orders import GUILD, NOW, order

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
OPENS, ENTRIES_UNTIL, VOTES_UNTIL = NOW, NOW + HOUR, NOW + 2 * HOUR
SCHEDULE = Schedule(OPENS, ENTRIES_UNTIL, VOTES_UNTIL)
HOST = 9
SEED = b"\7" * 32


def settings(**changes: Any) -> ContestSettings:
    return replace(ContestSettings("Autumn", "A forest in the fog", 90, SCHEDULE), **changes)


def member(user_id: int, **details: Any) -> Person:
    """Somebody who joined the server, and Discord, long ago."""
    return Person(user_id, joined_at_ms=NOW - 100 * DAY, **details)


@dataclass
class Clock:
    now_ms: int = NOW

    def __call__(self) -> int:
        return self.now_ms


@dataclass
class Town:
    """A store with a contest's members. Every picture costs 10 tokens and is private."""

    store: Store
    clock: Clock
    made: int = field(default=0)

    async def picture(
        self, user_id: int, *, private: bool = True, at_ms: int | None = None, guild_id: int = GUILD
    ) -> int:
        """Their delivered picture. Returns its generation id."""
        self.made += 1
        number, at_ms = 100_000 + self.made, self.clock.now_ms if at_ms is None else at_ms
        ordered = order(number, user_id=user_id, guild_id=guild_id)
        ordered = replace(ordered, reply=replace(ordered.reply, private=private))
        assert await self.store.generations.hold(ordered, Limits(10**9, 10**6), at_ms)
        await self.store.generations.request(number, at_ms)
        await self.store.generations.generated(number, 10, None, at_ms)
        await self.store.generations.settle(number, number, at_ms)
        return number

    async def contest(self, *, seed: bytes = SEED, **changes: Any) -> Contest:
        return await self.store.contests.create(GUILD, HOST, settings(**changes), seed)

    async def enter(self, contest: Contest, *user_ids: int) -> None:
        for user_id in user_ids:
            generation_id = await self.picture(user_id)
            copy = b"copy of %d" % generation_id
            await self.store.contests.enter(GUILD, contest.id, member(user_id), generation_id, copy)

    async def until(self, at_ms: int) -> None:
        """Advances the clock and makes the moves that are due."""
        self.clock.now_ms = at_ms
        for contest_id in await self.store.contests.due():
            while await self.store.contests.move(contest_id) is not None:
                pass

    async def numbers(self, contest: Contest) -> dict[int, int]:
        """Entry number by maker."""
        entries = await self.store.contests.numbered(contest.id, limit=1_000)
        return {entry.user_id or 0: entry.number or 0 for entry in entries}

    async def vote(self, contest: Contest, user_ids: Iterable[int], *numbers: int) -> None:
        for user_id in user_ids:
            for number in numbers:
                await self.store.contests.pick(GUILD, contest.id, member(user_id), number)

    async def voting(self, *makers: int, **changes: Any) -> tuple[Contest, dict[int, int]]:
        """A contest in its voting phase, and the entry numbers by maker."""
        contest = await self.contest(**changes)
        await self.enter(contest, *makers)
        await self.until(ENTRIES_UNTIL)
        contest = await self.store.contests.get(GUILD, contest.id)
        assert contest.phase is Phase.VOTING
        return contest, await self.numbers(contest)

    async def left(self, user_id: int) -> int:
        """What a member has left of grants."""
        budget = await self.store.budgets.budget(Member(GUILD, user_id), self.clock.now_ms)
        return sum(grant.left for grant in budget.grants)


@asynccontextmanager
async def opened(url: str, clock: Clock) -> AsyncIterator[Store]:
    async with open_store(url, busy_timeout_seconds=30, clock=clock) as store:
        yield store

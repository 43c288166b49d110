"""The process dies before or after every write and message of a contest. Nothing is lost or repeated."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.audit.model import AuditFilter
from bot.contests.audit_kinds import ContestAct
from bot.contests.model import Person, Phase
from bot.contests.record import verify
from bot.contests.service import ContestService
from bot.pictures import PillowPictures
from bot.storage.database import Database, T, Transaction
from bot.storage.repositories.contests import ContestRepository
from tests.contests.board import Board
from tests.pictures.painted import encoded, gradient
from tests.storage.contest_scenes import (
    DAY,
    ENTRIES_UNTIL,
    HOST,
    MINUTE,
    OPENS,
    SCHEDULE,
    VOTES_UNTIL,
    Clock,
    Town,
    member,
    opened,
    settings,
)
from tests.storage.orders import GUILD

ANN, BEN = 11, 12
VOTERS = range(101, 107)
PICTURE = encoded(gradient(64, 48))


class Killed(BaseException):
    """The process is gone. Nothing catches this."""


class Fate:
    """Kills at the point with this number, counted from 1."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.count = 0

    def point(self, _: str = "") -> None:
        self.count += 1
        if self.count == self._at:
            raise Killed


class Mortal:
    """A `Database` that can kill the process before and after each write."""

    def __init__(self, database: Database, fate: Fate) -> None:
        self._database = database
        self._fate = fate

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        self._fate.point()
        result = await self._database.run(transaction)
        self._fate.point()
        return result

    async def read(self, transaction: Transaction[T]) -> T:
        return await self._database.read(transaction)


class MortalBoard(Board):
    """Can also kill after a post, before that's stored."""

    def __init__(self, fate: Fate, before: Board) -> None:
        super().__init__(fate.point, before.messages, before.roles, before.told, before.edits)
        self._fate = fate

    def _post(self, *message: object) -> int:
        message_id = super()._post(*message)
        self._fate.point()
        return message_id


@asynccontextmanager
async def process(town: Town, fate: Fate) -> AsyncIterator[ContestService]:
    contests = ContestRepository(Mortal(town.store.database, fate), town.clock)
    async with PillowPictures() as pictures:
        yield ContestService(contests, pictures, town.clock)


async def lived(town: Town, board: Board, fate: Fate) -> bool:
    """Does everything that's due at this time, or soon after. False if the process died."""
    async with process(town, fate) as contests:
        alive = True
        try:
            for _ in range(3):
                await contests.advance()
                await contests.catch_up(MortalBoard(fate, board))
        except* Killed:
            alive = False
    return alive


async def a_whole_contest(town: Town, board: Board, fate: Fate) -> bool:
    """True if nobody died. Otherwise the next process continues a minute later."""
    spared = Fate(0)
    survived = True
    planned = settings(
        prizes=(50,),
        quorum=1,
        winner_role_id=5,
        winner_role_for_ms=DAY,
        schedule=replace(SCHEDULE, opens_at_ms=OPENS + MINUTE),
    )
    async with process(town, spared) as contests:
        host = Person(HOST, can_manage_server=True)
        contest = await contests.create(GUILD, host, planned)
        for at_ms in (OPENS, OPENS + MINUTE, ENTRIES_UNTIL, VOTES_UNTIL, VOTES_UNTIL + 2 * DAY):
            town.clock.now_ms = at_ms
            if not await lived(town, board, fate):
                survived = False
                town.clock.now_ms += MINUTE
                assert await lived(town, board, spared)
            if at_ms == OPENS + MINUTE:
                for maker in (ANN, BEN):
                    generation_id = await town.picture(maker)
                    await contests.enter(GUILD, contest.id, member(maker), generation_id, PICTURE)
            if at_ms == ENTRIES_UNTIL:
                numbers = await town.numbers(contest)
                await town.vote(contest, VOTERS, numbers[ANN])
    return survived


async def check(town: Town, board: Board) -> None:
    [contest] = await town.store.contests.of_guild(GUILD, [Phase.CLOSED])
    assert [len(board.posted(kind)) for kind in ("contest", "sheet", "results")] == [1, 1, 1]
    assert board.posted("contest") == [("contest", contest.id, Phase.CLOSED, 2)]
    assert board.roles == set()
    assert set(board.told) == {("prize", ANN, 1, 50)}
    assert await town.left(ANN) == 50
    assert verify(await town.store.contests.record(GUILD, contest.id)) == []
    page = await town.store.audit.page(GUILD, AuditFilter(), limit=100)
    acts = [entry.kind for entry in page.entries]
    assert (acts.count(ContestAct.MOVED), acts.count(ContestAct.PAID)) == (3, 1)
    assert await town.store.contests.tasks() == []
    assert await town.store.books.differences() == []


@pytest.mark.timeout(600)
async def test_killed_at_each_write_and_each_message(tmp_path: Path) -> None:
    """One message, one contact sheet, one result, one prize, and one role given and removed in every case."""
    at, survived = 0, False
    while not survived:
        at += 1
        clock, board = Clock(), Board()
        async with opened(f"sqlite:///{tmp_path}/{at}/easel.sqlite3", clock) as store:
            town = Town(store, clock)
            survived = await a_whole_contest(town, board, Fate(at))
            await check(town, board)
    assert at > 40

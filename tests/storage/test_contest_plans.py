"""Contest queries don't get slower with more entries, voters and contests."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bot.contests.model import Phase, Schedule
from bot.contests.refusals import PoolEmpty
from bot.storage.database import Database
from bot.storage.repositories.contests import ContestRepository
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.sqlite.database import SqliteDatabase
from tests.storage.contest_scenes import (
    ENTRIES_UNTIL,
    HOST,
    SEED,
    VOTES_UNTIL,
    Clock,
    member,
    settings,
)
from tests.storage.listening import Listening, scans, steps_of, write
from tests.storage.orders import GUILD, NOW, limits, order

VOTER = 900_001


async def made(database: Database, number: int, user_id: int) -> int:
    generations = GenerationRepository(database)
    ordered = order(number, user_id=user_id)
    ordered = replace(ordered, reply=replace(ordered.reply, private=True))
    await generations.hold(ordered, limits(10**9), NOW)
    await generations.request(number, NOW)
    await generations.generated(number, 10, None, NOW)
    await generations.settle(number, number, NOW)
    return number


async def voting(database: Database, clock: Clock, contest_id: int, entries: int, ballots: int) -> None:
    """A contest on its way to voting, with that many entries, and ballots with one pick each."""
    contests = ContestRepository(database, clock)
    for number in range(entries):
        generation_id = await made(database, contest_id * 10_000 + number, 1_000 + number)
        await contests.enter(GUILD, contest_id, member(1_000 + number), generation_id, b"a")
    clock.now_ms = ENTRIES_UNTIL
    await contests.move(contest_id)
    for voter in range(ballots):
        await contests.pick(GUILD, contest_id, member(500_000 + voter), 1 + voter % entries)


async def everything(database: Database) -> None:
    """Every query about contests."""
    clock = Clock()
    contests = ContestRepository(database, clock)
    await contests.set_hosts_role(GUILD, 5, HOST)
    chosen = settings(
        prizes=(50,), quorum=1, pool=30, winner_role_id=5, winner_role_for_ms=60_000, cooldown=1
    )
    contest = await contests.create(GUILD, HOST, chosen, SEED)
    await contests.fund(GUILD, contest.id, member(1_001), 10)
    with suppress(PoolEmpty):
        await contests.fund(GUILD, contest.id, member(1_001), 100)
    await contests.keep_picture(await made(database, 5, 1_002), b"spare")
    await voting(database, clock, contest.id, 3, 3)
    await contests.pictures(GUILD, 1_001, since_ms=NOW)
    await contests.entries_of(contest.id, 1_001)
    await contests.numbered(contest.id)
    await contests.entry(contest.id, 1)
    await contests.open_gallery(GUILD, contest.id, member(VOTER))
    await contests.page(contest.id, VOTER, 2)
    await contests.look(contest.id, VOTER, 2)
    await contests.pick(GUILD, contest.id, member(VOTER), 1)
    await contests.unpick(GUILD, contest.id, member(VOTER), 1)
    await contests.extend(GUILD, contest.id, VOTES_UNTIL + 5, HOST)
    await contests.edit(GUILD, contest.id, HOST, prizes=(60,))
    await contests.disqualify(GUILD, contest.id, 1, "Traced", HOST)
    for _ in range(2):
        await contests.to_show()
        shown = await contests.begin_showing(contest.id)
        if shown:
            await contests.shown(shown[0], 5)
        for task in await contests.tasks():
            await contests.begin(task)
            await contests.done(task)
        clock.now_ms = VOTES_UNTIL + 5
        await contests.next_move_at_ms()
        for contest_id in await contests.due():
            await contests.move(contest_id)
    await contests.disqualify(GUILD, contest.id, 2, "Traced", HOST, move_up=True)
    await contests.results(GUILD, contest.id)
    await contests.record(GUILD, contest.id)
    await contests.of_guild(GUILD, [Phase.CLOSED])
    await contests.kept_picture(1)
    later = Schedule(VOTES_UNTIL, VOTES_UNTIL + 10**6, VOTES_UNTIL + 10**7)
    other = await contests.create(GUILD, HOST, settings(schedule=later), SEED)
    await contests.cancel(GUILD, other.id, "Rain", HOST)


async def test_no_statement_of_contests_scans_what_grows(path: Path) -> None:
    """Every step of every plan is a search by a key or an index."""
    database = await SqliteDatabase.open(path)
    try:
        listening = Listening(database)
        await everything(listening)
        assert len(listening.heard) > 70
        assert await scans(database, list(listening.heard.values())) == []
    finally:
        await database.close()


async def voter(database: Database) -> None:
    """One voter's actions in an open contest: two pages, a pick, and an unpick."""
    contests = ContestRepository(database, Clock(ENTRIES_UNTIL))
    for position in (2, 3):
        await contests.page(1, VOTER, position)
        await contests.look(1, VOTER, position)
    await contests.pick(GUILD, 1, member(VOTER), 1)
    await contests.unpick(GUILD, 1, member(VOTER), 1)
    await contests.tasks()
    await contests.to_show()
    await contests.due()


async def test_a_pick_and_a_page_cost_the_same_among_many(tmp_path: Path) -> None:
    """With 300 entries and 1,500 ballots, SQLite works as little for a voter as with 3 and 10."""
    steps = []
    for entries, ballots in ((3, 10), (300, 1_500)):
        path = tmp_path / f"{entries}.sqlite3"
        database = await SqliteDatabase.open(path)
        await database.close()

        async def before(database: Database, entries: int = entries, ballots: int = ballots) -> None:
            clock = Clock()
            contests = ContestRepository(database, clock)
            contest = await contests.create(GUILD, HOST, settings(), SEED)
            await voting(database, clock, contest.id, entries, ballots)
            await contests.open_gallery(GUILD, contest.id, member(VOTER))
            for task in await contests.tasks():
                await contests.done(task)

        await write(path, before)
        steps.append(await steps_of(path, voter))
    few, many = steps
    assert few > 100
    assert many < few * 1.1

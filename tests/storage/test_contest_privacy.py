"""Members who erase their data during a contest, and servers that remove the bot."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.audit.model import AuditFilter
from bot.contests import refusals
from bot.contests.audit_kinds import ContestAct
from bot.contests.model import Phase
from bot.contests.record import verify
from tests.storage.contents import rows, tables_with
from tests.storage.contest_scenes import DAY, ENTRIES_UNTIL, HOST, VOTES_UNTIL, Clock, Town, member, opened
from tests.storage.orders import GUILD, NOW, exported

SOMEBODY = 4_242_424_242  # no other number in these tests looks like it
BEN, CAT = 12, 13
VOTERS = range(101, 111)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    clock = Clock()
    async with opened(database_url, clock) as store:
        yield Town(store, clock)


async def test_everything_in_contests_can_be_had(town: Town) -> None:
    """Entries, ballots, picks, the pool, and hosted contests, but nothing of others."""
    contest = await town.contest(pool=50, entries_per_member=2)
    await town.store.contests.fund(GUILD, contest.id, member(SOMEBODY), 10)
    await town.enter(contest, SOMEBODY, BEN)
    await town.until(ENTRIES_UNTIL)
    numbers = await town.numbers(contest)
    await town.vote(contest, [SOMEBODY], numbers[BEN])
    await town.store.contests.extend(GUILD, contest.id, VOTES_UNTIL + DAY, SOMEBODY)
    export = json.loads(json.dumps(await exported(town.store, SOMEBODY)))
    assert [row["number"] for row in export["contest_entries"]] == [numbers[SOMEBODY]]
    assert [row["used"] for row in export["contest_ballots"]] == [1]
    assert [row["number"] for row in export["contest_picks"]] == [numbers[BEN]]
    assert [row["amount"] for row in export["contest_pool_shares"]] == [10]
    assert export["contests_hosted"] == [{"contest_id": str(contest.id)}]
    assert len(export["contest_orders"]) == 1
    assert export["contests_created"] == []
    assert len((await exported(town.store, HOST))["contests_created"]) == 1


async def test_erasing_before_voting_withdraws(town: Town) -> None:
    """The entry and its picture are gone, and the number of entries is right."""
    contest = await town.contest()
    await town.enter(contest, SOMEBODY, BEN)
    [entry] = await town.store.contests.entries_of(contest.id, SOMEBODY)
    await town.store.privacy.erase(SOMEBODY, town.clock.now_ms)
    assert await town.store.contests.kept_picture(entry.generation_id) is None
    assert (await town.store.contests.get(GUILD, contest.id)).entries == 1
    await town.until(ENTRIES_UNTIL)
    assert list(await town.numbers(contest)) == [BEN]


async def test_erasing_during_voting_leaves_an_entry_without_a_maker(town: Town) -> None:
    """It keeps its number and takes no place. The member's own ballot doesn't count."""
    contest, numbers = await town.voting(SOMEBODY, BEN, prizes=(50,), quorum=1)
    await town.vote(contest, VOTERS, numbers[SOMEBODY])
    await town.vote(contest, [101, SOMEBODY], numbers[BEN])
    await town.store.privacy.erase(SOMEBODY, town.clock.now_ms)
    entry = await town.store.contests.entry(contest.id, numbers[SOMEBODY])
    assert (entry.user_id, entry.prompt) == (None, None)
    assert await town.store.contests.kept_picture(entry.generation_id) is not None
    await town.until(VOTES_UNTIL)
    results = await town.store.contests.results(GUILD, contest.id)
    standings = results.result.by_number
    assert (standings[numbers[SOMEBODY]].place, standings[numbers[SOMEBODY]].votes) == (None, 10)
    assert (standings[numbers[BEN]].place, standings[numbers[BEN]].votes) == (1, 1)
    assert await town.left(BEN) == 50
    record = await town.store.contests.record(GUILD, contest.id)
    assert (record["erased"], len(record["ballots"])) == ([numbers[SOMEBODY]], 10)
    assert verify(record) == []
    traces = await tables_with(town.store, SOMEBODY)
    assert not {table for table in traces if table.startswith("contest")}


async def test_erasing_after_the_close_keeps_places_and_what_was_paid(town: Town) -> None:
    """Ballots still count, the place stays without a name, and the role is removed."""
    contest, numbers = await town.voting(
        SOMEBODY, BEN, prizes=(50,), quorum=1, winner_role_id=5, winner_role_for_ms=DAY
    )
    await town.vote(contest, VOTERS, numbers[SOMEBODY])
    await town.vote(contest, [SOMEBODY], numbers[BEN])
    await town.until(VOTES_UNTIL)
    for task in await town.store.contests.tasks():
        await town.store.contests.done(task)
    before = await town.store.contests.record(GUILD, contest.id)
    await town.store.privacy.erase(SOMEBODY, town.clock.now_ms)
    assert await town.store.contests.record(GUILD, contest.id) == before
    results = await town.store.contests.results(GUILD, contest.id)
    assert results.result.by_number[numbers[SOMEBODY]].place == 1
    assert results.entries[numbers[SOMEBODY]].user_id is None
    [task] = await town.store.contests.tasks()
    assert (task.kind, task.key) == ("take_role", SOMEBODY)
    await town.store.contests.done(task)
    traces = await tables_with(town.store, SOMEBODY)
    assert not {table for table in traces if table.startswith("contest")}
    assert await town.store.books.differences() == []


async def test_a_hosts_words_about_them_go_as_well(town: Town) -> None:
    """The reason for their disqualification. The audit log doesn't have it, as it doesn't know the maker."""
    contest, numbers = await town.voting(SOMEBODY, BEN)
    await town.store.contests.disqualify(GUILD, contest.id, numbers[SOMEBODY], "traced from a film", HOST)
    await town.store.privacy.erase(SOMEBODY, town.clock.now_ms)
    await town.until(VOTES_UNTIL)
    record = await town.store.contests.record(GUILD, contest.id)
    assert [each["reason"] for each in record["disqualifications"]] == [""]
    assert verify(record) == []
    assert await tables_with(town.store, "traced from a film") == set()


async def test_a_creator_who_erases_their_data(town: Town) -> None:
    """The contest continues without their name."""
    contest = await town.contest()
    await town.store.privacy.erase(HOST, town.clock.now_ms)
    await town.enter(contest, BEN)
    await town.until(VOTES_UNTIL - 1)
    running = await town.store.contests.get(GUILD, contest.id)
    assert (running.phase, HOST in running.host_ids, running.creator_id < 0) == (Phase.VOTING, False, True)


async def test_a_server_that_removes_the_bot(town: Town) -> None:
    """Its contests are cancelled at once and pay nothing, whether the bot was told or finds out later."""
    contest, numbers = await town.voting(SOMEBODY, BEN, prizes=(50,), quorum=1)
    await town.vote(contest, VOTERS, numbers[SOMEBODY])
    await town.store.privacy.left_server(GUILD, town.clock.now_ms)
    await town.until(VOTES_UNTIL + DAY)
    left = await town.store.contests.get(GUILD, contest.id)
    assert (left.phase, left.cancel_reason) == (Phase.CANCELLED, None)
    assert await town.left(SOMEBODY) == 0
    page = await town.store.audit.page(GUILD, AuditFilter(kind=ContestAct.CANCELLED))
    assert [entry.actor_id for entry in page.entries] == [None]
    await town.store.privacy.joined_server(GUILD)
    town.clock.now_ms = NOW
    other = await town.contest()
    await town.store.privacy.on_servers([], town.clock.now_ms)
    assert (await town.store.contests.get(GUILD, other.id)).phase is Phase.CANCELLED


async def test_a_server_that_is_forgotten(town: Town) -> None:
    """Nothing of its contests is left."""
    contest, numbers = await town.voting(SOMEBODY, BEN, prizes=(50,), quorum=1, pool=50)
    await town.store.contests.set_hosts_role(GUILD, 77, HOST)
    await town.vote(contest, VOTERS, numbers[SOMEBODY])
    await town.until(VOTES_UNTIL)
    await town.store.privacy.left_server(GUILD, town.clock.now_ms)
    await town.store.privacy.prune(town.clock.now_ms + 31 * DAY)
    with pytest.raises(refusals.NoSuchContest):
        await town.store.contests.get(GUILD, contest.id)
    assert [
        name for name, found in (await rows(town.store)).items() if name.startswith("contest") and found
    ] == []
    assert await town.store.books.differences() == []

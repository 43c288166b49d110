"""Contests as commands use them, with a real store and a Discord that can fail."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest

from bot.contests import refusals, service
from bot.contests.model import Person, Phase
from bot.contests.record import verify
from bot.contests.service import ContestService
from bot.errors import DeliveryFailed, DeliveryForbidden, NotAPicture, StorageUnavailable
from bot.pictures import PillowPictures
from tests.contests.board import Board
from tests.pictures.painted import encoded, gradient
from tests.storage.contest_scenes import (
    DAY,
    ENTRIES_UNTIL,
    HOST,
    MINUTE,
    VOTES_UNTIL,
    Clock,
    Town,
    member,
    opened,
    settings,
)
from tests.storage.orders import GUILD

ANN, BEN, CAT = 11, 12, 13
VOTERS = range(101, 107)
MANAGER = Person(HOST, can_manage_server=True)
PICTURE = encoded(gradient(64, 48))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def town(database_url: str, clock: Clock) -> AsyncIterator[Town]:
    async with opened(database_url, clock) as store:
        yield Town(store, clock)


@pytest.fixture
async def contests(town: Town) -> AsyncIterator[ContestService]:
    async with PillowPictures() as pictures:
        yield ContestService(town.store.contests, pictures, town.clock)


@pytest.fixture
def board() -> Board:
    return Board()


async def entered(town: Town, contests: ContestService, contest_id: int, *makers: int) -> None:
    for maker in makers:
        generation_id = await town.picture(maker)
        await contests.enter(GUILD, contest_id, member(maker), generation_id, PICTURE)


async def voted(town: Town, contests: ContestService, contest_id: int, maker: int) -> None:
    numbers = {entry.user_id: entry.number for entry in await town.store.contests.numbered(contest_id)}
    for voter in VOTERS:
        await contests.pick(GUILD, contest_id, member(voter), numbers[maker] or 0)


def failing(times: int, error: Exception, *steps: str) -> Callable[[str], None]:
    """Fails this often at these steps, or at all of them."""
    left = times

    def trouble(step: str) -> None:
        nonlocal left
        if left and (not steps or step in steps):
            left -= 1
            raise error

    return trouble


async def settled(town: Town, contests: ContestService, board: Board) -> None:
    """Runs until nothing is due any more, with any number of retries."""
    for _ in range(40):
        await contests.advance()
        await contests.catch_up(board)
        if not await town.store.contests.tasks() and not await town.store.contests.to_show():
            return
        town.clock.now_ms += 1
    raise AssertionError("there's still something to do")


async def test_only_hosts_host(contests: ContestService) -> None:
    """Members need Manage Server or the hosts' role, which only members with Manage Server can set."""
    helper = Person(5, role_ids=(8,))
    with pytest.raises(refusals.NotHost):
        await contests.create(GUILD, helper, settings())
    with pytest.raises(refusals.NotHost):
        await contests.set_hosts_role(GUILD, helper, 8)
    await contests.set_hosts_role(GUILD, MANAGER, 8)
    contest = await contests.create(GUILD, helper, settings())
    assert contest.creator_id == 5
    for refused in (
        contests.extend(GUILD, contest.id, Person(6), VOTES_UNTIL),
        contests.end_phase(GUILD, contest.id, Person(6), Phase.OPEN),
        contests.cancel(GUILD, contest.id, Person(6), "No"),
        contests.edit(GUILD, contest.id, Person(6), description="x"),
        contests.disqualify(GUILD, contest.id, Person(6), 1, "x"),
    ):
        with pytest.raises(refusals.NotHost):
            await refused


async def test_each_contest_has_a_seed_of_its_own(contests: ContestService) -> None:
    """The commitments differ."""
    made = [await contests.create(GUILD, MANAGER, settings()) for _ in range(2)]
    assert made[0].commitment != made[1].commitment


async def test_what_is_entered_is_a_copy(town: Town, contests: ContestService) -> None:
    """It's re-encoded, so that the file reveals nothing. The record has the copy's hash."""
    contest = await contests.create(GUILD, MANAGER, settings())
    await entered(town, contests, contest.id, ANN)
    [entry] = await town.store.contests.entries_of(contest.id, ANN)
    copy = await town.store.contests.kept_picture(entry.generation_id)
    assert copy is not None
    assert copy.startswith(b"\xff\xd8")
    assert copy != PICTURE


async def test_a_picture_without_its_file(town: Town, contests: ContestService) -> None:
    """The copy from its delivery is used. Without one, the picture is gone."""
    before = await town.picture(ANN)
    await contests.delivered(GUILD, before, PICTURE)  # no contest yet, so nothing is kept
    contest = await contests.create(GUILD, MANAGER, settings())
    kept = await town.picture(ANN)
    await contests.delivered(GUILD, kept, PICTURE)
    with pytest.raises(refusals.NoCopyLeft):
        await contests.enter(GUILD, contest.id, member(ANN), before)
    await contests.enter(GUILD, contest.id, member(ANN), kept)
    with pytest.raises(NotAPicture):
        await contests.enter(GUILD, contest.id, member(BEN), await town.picture(BEN), b"no picture")
    await contests.delivered(GUILD, await town.picture(BEN), b"no picture")


async def test_pictures_that_can_be_entered_are_offered(town: Town, contests: ContestService) -> None:
    """One's own private pictures, made in time, and not yet entered."""
    contest = await contests.create(GUILD, MANAGER, settings(entries_per_member=2))
    await town.picture(ANN, private=False)
    await town.picture(BEN)
    await entered(town, contests, contest.id, ANN)
    free = await town.picture(ANN)
    assert [each.generation_id for each in await contests.enterable(GUILD, contest.id, member(ANN))] == [free]


async def test_the_gallery_shows_pictures_without_makers(town: Town, contests: ContestService) -> None:
    """Page by page in the voter's own order. A number jumps to an entry."""
    contest = await contests.create(GUILD, MANAGER, settings())
    await entered(town, contests, contest.id, ANN, BEN, CAT)
    town.clock.now_ms = ENTRIES_UNTIL
    await contests.advance()
    gallery = await contests.open_gallery(GUILD, contest.id, member(101))
    page, data = await contests.page(contest.id, 101, 1)
    assert (page.position, page.entries, page.limit, page.maker_id) == (1, 3, 3, None)
    assert data == await town.store.contests.kept_picture(page.generation_id)
    other, _ = await contests.page(contest.id, 101, 2)
    assert gallery.position_of(other.number) == 2
    assert await contests.pick(GUILD, contest.id, member(101), other.number) == 1
    assert (await contests.page(contest.id, 101, 2))[0].picked
    assert await contests.unpick(GUILD, contest.id, member(101), other.number) == 0
    with pytest.raises(refusals.NoSuchEntry):
        gallery.position_of(99)


async def test_a_whole_contest(town: Town, contests: ContestService, board: Board) -> None:
    """A message that follows it, a contact sheet, results, prizes, roles, and a valid record."""
    contest = await contests.create(
        GUILD, MANAGER, settings(prizes=(50, 20), winner_role_id=5, winner_role_for_ms=DAY)
    )
    await settled(town, contests, board)
    assert board.posted("contest") == [("contest", contest.id, Phase.OPEN, 0)]
    await entered(town, contests, contest.id, ANN, BEN)
    town.clock.now_ms = ENTRIES_UNTIL
    await settled(town, contests, board)
    assert board.posted("contest") == [("contest", contest.id, Phase.VOTING, 2)]
    [sheet] = board.posted("sheet")
    assert sheet[2:4] == (1, 1)
    await voted(town, contests, contest.id, ANN)
    with pytest.raises(refusals.WrongPhase):
        await contests.results(GUILD, contest.id)
    town.clock.now_ms = VOTES_UNTIL
    await settled(town, contests, board)
    assert board.posted("contest") == [("contest", contest.id, Phase.CLOSED, 2)]
    [(_, _, key, winners, pictures)] = board.posted("results")
    assert (key, list(pictures)) == (0, list(winners))
    assert board.roles == {ANN}
    assert board.told == [("prize", ANN, 1, 50)]
    assert [each.place for each in await contests.own_standings(GUILD, contest.id, ANN)] == [1]
    assert verify(json.loads(await contests.record(GUILD, contest.id))) == []
    town.clock.now_ms = VOTES_UNTIL + DAY
    await settled(town, contests, board)
    assert board.roles == set()
    assert len(board.messages) == 3


@pytest.mark.parametrize("step", ["show", "sheet", "results", "give_role", "take_role", "tell_prize"])
async def test_what_fails_is_tried_again(
    town: Town, contests: ContestService, board: Board, step: str
) -> None:
    """Everything that Discord refuses for now is done in the end, and once."""
    board.trouble = failing(3, DeliveryFailed("busy"), step)
    chosen = settings(prizes=(50,), winner_role_id=5, winner_role_for_ms=MINUTE, quorum=1)
    contest = await contests.create(GUILD, MANAGER, chosen)
    await entered(town, contests, contest.id, ANN, BEN)
    for at_ms in (ENTRIES_UNTIL, VOTES_UNTIL, VOTES_UNTIL + DAY):
        if at_ms == VOTES_UNTIL:
            await voted(town, contests, contest.id, ANN)
        town.clock.now_ms = at_ms
        for _ in range(5):  # each a while after the previous one
            await settled(town, contests, board)
            town.clock.now_ms += 5 * MINUTE if at_ms != ENTRIES_UNTIL else MINUTE
    assert [len(board.posted(kind)) for kind in ("contest", "sheet", "results")] == [1, 1, 1]
    assert board.roles == set()
    assert board.told == [("prize", ANN, 1, 50)]
    assert await town.left(ANN) == 50


@pytest.mark.parametrize("step", ["show", "sheet", "results", "give_role"])
async def test_what_is_forbidden_stops_nothing_else(
    town: Town, contests: ContestService, board: Board, step: str
) -> None:
    """The clock continues, and the rest is done."""
    board.trouble = failing(100, DeliveryForbidden("no"), step)
    contest = await contests.create(GUILD, MANAGER, settings(quorum=1, prizes=(5,), winner_role_id=5))
    await entered(town, contests, contest.id, ANN)
    town.clock.now_ms = ENTRIES_UNTIL
    await settled(town, contests, board)
    await voted(town, contests, contest.id, ANN)
    town.clock.now_ms = VOTES_UNTIL
    await settled(town, contests, board)
    assert (await contests.get(GUILD, contest.id)).phase is Phase.CLOSED
    assert board.told == [("prize", ANN, 1, 5)]


async def test_a_permission_that_comes_back(town: Town, contests: ContestService, board: Board) -> None:
    """Everything refused without it is posted once it's back, each message once."""
    board.trouble = failing(1_000, DeliveryForbidden("no"), "show", "sheet", "results")
    contest = await contests.create(GUILD, MANAGER, settings(quorum=1))
    await entered(town, contests, contest.id, ANN)
    for at_ms in (ENTRIES_UNTIL, VOTES_UNTIL):
        town.clock.now_ms = at_ms
        await settled(town, contests, board)
    assert board.messages == {}
    board.trouble = failing(0, DeliveryForbidden("no"))
    for _ in range(20):
        town.clock.now_ms += MINUTE
        await settled(town, contests, board)
    assert [len(board.posted(kind)) for kind in ("contest", "sheet", "results")] == [1, 1, 1]


async def test_refused_messages_are_given_up_in_the_end(
    town: Town, contests: ContestService, board: Board
) -> None:
    """A week after the contest's end, nothing is retried any more."""
    board.trouble = failing(1_000, DeliveryForbidden("no"), "show", "results")
    contest = await contests.create(GUILD, MANAGER, settings(quorum=1))
    await contests.cancel(GUILD, contest.id, MANAGER, "Flood")
    other = await contests.create(GUILD, MANAGER, settings(quorum=1))
    await contests.end_phase(GUILD, other.id, MANAGER, Phase.OPEN)
    await settled(town, contests, board)
    for _ in range(2):
        town.clock.now_ms += 7 * DAY
        await settled(town, contests, board)
    board.trouble = failing(0, DeliveryForbidden("no"))
    town.clock.now_ms += DAY
    await settled(town, contests, board)
    assert board.messages == {}


async def test_nobody_pays_for_a_picture_they_cannot_enter(town: Town, contests: ContestService) -> None:
    """A member without entries left learns that before making another. A second try is refused too."""
    contest = await contests.create(GUILD, MANAGER, settings())
    assert (await contests.check_entrant(GUILD, contest.id, member(ANN))).id == contest.id
    await entered(town, contests, contest.id, ANN)
    with pytest.raises(refusals.TooManyEntries):
        await contests.check_entrant(GUILD, contest.id, member(ANN))
    [entry] = await contests.entries_of(GUILD, contest.id, ANN)
    with pytest.raises(refusals.AlreadyEntered):
        await contests.check_entry(GUILD, contest.id, member(ANN), entry.generation_id)
    with pytest.raises(refusals.TooManyEntries):
        await contests.check_entry(GUILD, contest.id, member(ANN), await town.picture(ANN))


async def test_a_message_that_was_posted_is_found_again(
    town: Town, contests: ContestService, board: Board
) -> None:
    """If the process dies between posting and storing that, the next one doesn't post twice."""
    contest = await contests.create(GUILD, MANAGER, settings())
    await entered(town, contests, contest.id, ANN)
    town.clock.now_ms = ENTRIES_UNTIL
    await contests.advance()
    [task] = await town.store.contests.tasks()
    assert await town.store.contests.begin(task)
    voting = await contests.get(GUILD, contest.id)
    await board.post_sheet(voting, await contests.sheet(voting, 1))
    town.clock.now_ms += MINUTE
    await settled(town, contests, board)
    assert len(board.posted("sheet")) == 1


async def test_two_processes_post_once(town: Town, contests: ContestService, board: Board) -> None:
    """Both see the deadline and do the work, but nothing is there twice."""
    async with PillowPictures() as pictures:
        other = ContestService(town.store.contests, pictures, town.clock)
        contest = await contests.create(GUILD, MANAGER, settings(quorum=1, prizes=(5,)))
        await entered(town, contests, contest.id, ANN)
        for at_ms in (ENTRIES_UNTIL, VOTES_UNTIL):
            town.clock.now_ms = at_ms
            both = (contests, other)
            await asyncio.gather(*(each.advance() for each in both))
            await asyncio.gather(*(each.catch_up(board) for each in both))
            if at_ms == ENTRIES_UNTIL:
                await voted(town, contests, contest.id, ANN)
    assert [len(board.posted(kind)) for kind in ("contest", "sheet", "results")] == [1, 1, 1]
    assert board.told == [("prize", ANN, 1, 5)]


async def test_a_disqualification_after_the_close_is_told(
    town: Town, contests: ContestService, board: Board
) -> None:
    """The entrant learns why, the results are posted again, and the role is removed."""
    contest = await contests.create(GUILD, MANAGER, settings(quorum=1, prizes=(50,), winner_role_id=5))
    await entered(town, contests, contest.id, ANN, BEN)
    town.clock.now_ms = ENTRIES_UNTIL
    await settled(town, contests, board)
    await voted(town, contests, contest.id, ANN)
    town.clock.now_ms = VOTES_UNTIL
    await settled(town, contests, board)
    [number] = (await contests.results(GUILD, contest.id)).result.winners
    taken_back = await contests.disqualify(GUILD, contest.id, MANAGER, number, "Traced")
    assert taken_back.taken_back == 50
    await settled(town, contests, board)
    assert ("disqualified", ANN, "Traced") in board.told
    assert [message[2] for message in board.posted("results")] == [0, 1]
    assert board.roles == set()


async def test_the_clock_runs_by_itself(
    town: Town, contests: ContestService, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Late moves are made at startup, later ones when they're due, and an outage doesn't end it."""
    monkeypatch.setattr(service, "CLOCK_SECONDS", 0.001)
    monkeypatch.setattr(service, "CATCH_UP_SECONDS", 0.001)
    monkeypatch.setattr(service, "TROUBLE_SECONDS", 0.001)
    board.trouble = failing(2, StorageUnavailable("the disk is full"), "show")
    contest = await contests.create(GUILD, MANAGER, settings())
    await entered(town, contests, contest.id, ANN)
    town.clock.now_ms = ENTRIES_UNTIL
    running = asyncio.create_task(contests.run(board))
    try:
        while not board.posted("sheet"):
            town.clock.now_ms = min(town.clock.now_ms + 1_000, ENTRIES_UNTIL + 30 * MINUTE)
            await asyncio.sleep(0)
        town.clock.now_ms = VOTES_UNTIL
        while not board.posted("results"):
            await asyncio.sleep(0)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert (await contests.get(GUILD, contest.id)).phase is Phase.CLOSED

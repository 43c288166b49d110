"""Contests in the store: phases, entries, ballots, places and prizes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest

from bot.audit.model import AuditFilter
from bot.contests import refusals
from bot.contests.audit_kinds import ContestAct
from bot.contests.model import Contest, Phase, Schedule, TieRule
from bot.contests.ports import TaskKind
from bot.contests.record import verify
from bot.errors import Refused
from bot.generation.model import Limits
from tests.storage.contest_scenes import (
    DAY,
    ENTRIES_UNTIL,
    HOST,
    HOUR,
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
from tests.storage.orders import GUILD, NOW, order

ANN, BEN, CAT, DAN = 11, 12, 13, 14
VOTERS = range(101, 111)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def town(database_url: str, clock: Clock) -> AsyncIterator[Town]:
    async with opened(database_url, clock) as store:
        yield Town(store, clock)


async def acts(town: Town) -> list[tuple[str, int | None]]:
    """Kind and actor of everything in the audit log, oldest first."""
    page = await town.store.audit.page(GUILD, AuditFilter(), limit=100)
    return [(entry.kind, entry.actor_id) for entry in reversed(page.entries)]


# Phases.


async def test_a_contest_opens_at_once_or_when_its_time_has_come(town: Town) -> None:
    """Opening is a move like any other: it's in the audit log, and happens once."""
    now = await town.contest()
    later = await town.contest(schedule=replace(SCHEDULE, opens_at_ms=OPENS + MINUTE))
    assert (now.phase, later.phase) == (Phase.OPEN, Phase.ANNOUNCED)
    assert now.host_ids == {HOST}
    await town.until(OPENS + MINUTE)
    assert (await town.store.contests.get(GUILD, later.id)).phase is Phase.OPEN
    assert await acts(town) == [
        (ContestAct.CREATED, HOST),
        (ContestAct.MOVED, None),
        (ContestAct.CREATED, HOST),
        (ContestAct.MOVED, None),
    ]


async def test_settings_come_back_as_they_were_set(town: Town) -> None:
    """Every one of them does."""
    everything = settings(
        description="Bring a torch",
        entries_per_member=2,
        picks=4,
        prizes=(30, 20, 10),
        prizes_expire_after_ms=DAY,
        winner_role_id=5,
        winner_role_for_ms=DAY,
        entrants_role_id=6,
        voters_role_id=7,
        min_days_in_server=3,
        min_account_days=0,
        joined_before_opening=False,
        anonymous=False,
        public_entries=True,
        quorum=2,
        ties=TieRule.DRAW,
        cooldown=2,
        pool=100,
        pool_per_member=50,
        host_may_take_part=True,
    )
    made = await town.store.contests.create(GUILD, HOST, everything, b"\1" * 32)
    assert made.settings == everything
    assert await town.store.contests.get(GUILD, made.id) == made
    assert await town.store.contests.find(made.id) == made


async def test_a_setting_out_of_range_creates_nothing(town: Town) -> None:
    """The write checks the rules."""
    with pytest.raises(refusals.InvalidContestSetting):
        await town.contest(picks=9)
    assert await town.store.contests.of_guild(GUILD, Phase) == []


async def test_contests_of_other_servers_are_not_found(town: Town) -> None:
    """In any request about them."""
    contest = await town.contest()
    store = town.store.contests
    for asked in (
        store.get(GUILD + 1, contest.id),
        store.extend(GUILD + 1, contest.id, NOW + DAY, HOST),
        store.end_phase(GUILD + 1, contest.id, Phase.OPEN, HOST),
        store.cancel(GUILD + 1, contest.id, "No", HOST),
        store.enter(GUILD + 1, contest.id, member(ANN), 1, b""),
        store.results(GUILD + 1, contest.id),
    ):
        with pytest.raises(refusals.NoSuchContest):
            await asked
    assert await store.of_guild(GUILD + 1, Phase) == []
    assert [each.id for each in await store.of_guild(GUILD, [Phase.OPEN])] == [contest.id]


async def test_the_whole_of_voting_missed(town: Town) -> None:
    """Voting gets its planned length from the moment the bot is back, and the next deadline follows."""
    contest = await town.contest()
    await town.enter(contest, ANN)
    await town.until(VOTES_UNTIL + DAY)
    contest = await town.store.contests.get(GUILD, contest.id)
    assert contest.phase is Phase.VOTING
    assert contest.settings.schedule.votes_until_ms == VOTES_UNTIL + DAY + HOUR
    assert await town.store.contests.next_move_at_ms() == VOTES_UNTIL + DAY + HOUR


async def test_nobody_entered(town: Town) -> None:
    """It closes without voting, with an empty result that can be verified."""
    contest = await town.contest(prizes=(5,))
    await town.until(ENTRIES_UNTIL)
    assert (await town.store.contests.get(GUILD, contest.id)).phase is Phase.CLOSED
    results = await town.store.contests.results(GUILD, contest.id)
    assert (results.result.standings, results.voters) == ((), 0)
    assert verify(await town.store.contests.record(GUILD, contest.id)) == []
    assert await town.store.contests.next_move_at_ms() is None


async def test_two_processes_claim_one_move(town: Town, database_url: str) -> None:
    """With many at once from two stores on one database, one makes it, and prizes are paid once."""
    contest, numbers = await town.voting(ANN, BEN, prizes=(50,), quorum=1)
    await town.vote(contest, VOTERS, numbers[ANN])
    town.clock.now_ms = VOTES_UNTIL
    async with opened(database_url, town.clock) as other:
        stores = [town.store, other] * 10
        moves = await asyncio.gather(*(store.contests.move(contest.id) for store in stores))
    assert [move.target for move in moves if move] == [Phase.CLOSED]
    assert await town.left(ANN) == 50
    assert [kind for kind, _ in await acts(town)].count(ContestAct.PAID) == 1
    assert await town.store.books.differences() == []


async def test_a_host_races_the_clock_and_another_host(town: Town, database_url: str) -> None:
    """The first one ends the phase. The others learn that it's over, and end no other phase."""
    contest, numbers = await town.voting(ANN, BEN, prizes=(50,), quorum=1)
    await town.vote(contest, VOTERS, numbers[ANN])
    town.clock.now_ms = VOTES_UNTIL
    async with opened(database_url, town.clock) as other:
        ended = await asyncio.gather(
            *(
                (town.store, other)[host % 2].contests.end_phase(GUILD, contest.id, Phase.VOTING, host)
                for host in range(2_000, 2_010)
            ),
            *(other.contests.move(contest.id) for _ in range(5)),
            return_exceptions=True,
        )
    made = [each for each in ended if each is not None and not isinstance(each, Exception)]
    assert {type(each) for each in ended if isinstance(each, Exception)} <= {refusals.WrongPhase}
    assert len(made) <= 1
    assert (await town.store.contests.get(GUILD, contest.id)).phase is Phase.CLOSED
    assert await town.left(ANN) == 50
    assert [kind for kind, _ in await acts(town)].count(ContestAct.PAID) == 1


async def test_a_host_ends_each_phase_early(town: Town) -> None:
    """Each act moves it one phase on, and makes the actor a host."""
    contest = await town.contest(schedule=replace(SCHEDULE, opens_at_ms=OPENS + MINUTE))
    end = town.store.contests.end_phase
    assert (await end(GUILD, contest.id, Phase.ANNOUNCED, HOST)).phase is Phase.OPEN
    await town.enter(contest, ANN)
    voting = await end(GUILD, contest.id, Phase.OPEN, HOST + 1)
    assert (voting.phase, voting.picks, voting.entries) == (Phase.VOTING, 3, 1)
    closed = await end(GUILD, contest.id, Phase.VOTING, HOST + 1)
    assert (closed.phase, closed.host_ids) == (Phase.CLOSED, {HOST, HOST + 1})
    with pytest.raises(refusals.WrongPhase):
        await end(GUILD, contest.id, Phase.CLOSED, HOST)


async def test_extending_moves_later_deadlines_too(town: Town) -> None:
    """The audit log has it with the previous time."""
    contest = await town.contest()
    extended = await town.store.contests.extend(GUILD, contest.id, ENTRIES_UNTIL + HOUR, HOST + 1)
    assert extended.settings.schedule == Schedule(OPENS, ENTRIES_UNTIL + HOUR, VOTES_UNTIL + HOUR)
    assert extended.host_ids == {HOST, HOST + 1}
    await town.until(ENTRIES_UNTIL)
    assert (await town.store.contests.get(GUILD, contest.id)).phase is Phase.OPEN
    page = await town.store.audit.page(GUILD, AuditFilter(kind=ContestAct.EXTENDED))
    assert [(entry.old["until_ms"], entry.new["until_ms"]) for entry in page.entries] == [
        (ENTRIES_UNTIL, ENTRIES_UNTIL + HOUR)
    ]


async def test_too_late_to_extend(town: Town) -> None:
    """Even before the clock has moved it, because the phase that's due comes first."""
    contest = await town.contest()
    town.clock.now_ms = ENTRIES_UNTIL
    with pytest.raises(refusals.WrongPhase):
        await town.store.contests.extend(GUILD, contest.id, ENTRIES_UNTIL + HOUR, HOST)


async def test_cancelling_pays_and_reveals_nothing(town: Town) -> None:
    """From any phase, once, and the reason is stored."""
    contest, numbers = await town.voting(ANN, prizes=(50,), quorum=1)
    await town.vote(contest, VOTERS, numbers[ANN])
    cancelled = await town.store.contests.cancel(GUILD, contest.id, "Somebody cheated", HOST)
    assert (cancelled.phase, cancelled.cancel_reason) == (Phase.CANCELLED, "Somebody cheated")
    with pytest.raises(refusals.WrongPhase):
        await town.store.contests.cancel(GUILD, contest.id, "Again", HOST)
    for asked in (town.store.contests.results, town.store.contests.record):
        with pytest.raises(refusals.WrongPhase):
            await asked(GUILD, contest.id)
    await town.until(VOTES_UNTIL + DAY)
    assert await town.left(ANN) == 0


async def test_editing(town: Town) -> None:
    """Description, channel and prizes can change, but prizes only go up."""
    contest = await town.contest(prizes=(10,))
    edit = town.store.contests.edit
    changes: dict[str, Any] = {"description": "With a torch", "channel_id": 91, "prizes": (20, 5)}
    edited = await edit(GUILD, contest.id, HOST, **changes)
    assert edited.settings == settings(**changes)
    assert (await edit(GUILD, contest.id, HOST, description="")).settings.description is None
    with pytest.raises(refusals.OnlyUp):
        await edit(GUILD, contest.id, HOST, prizes=(19, 5))
    await town.until(ENTRIES_UNTIL)
    with pytest.raises(refusals.WrongPhase):
        await edit(GUILD, contest.id, HOST, description="Too late")


async def test_the_hosts_role(town: Town) -> None:
    """Set, changed, removed. The audit log has each change."""
    store = town.store.contests
    assert await store.hosts_role(GUILD) is None
    assert await store.set_hosts_role(GUILD, 5, HOST) is None
    assert await store.set_hosts_role(GUILD, 6, HOST) == 5
    assert await store.set_hosts_role(GUILD, 6, HOST) == 6
    assert await store.hosts_role(GUILD) == 6
    assert await store.set_hosts_role(GUILD, None, HOST) == 6
    assert await store.hosts_role(GUILD) is None
    assert [kind for kind, _ in await acts(town)] == [ContestAct.HOSTS_ROLE] * 3


# Entries.


async def test_entering_in_time(town: Town) -> None:
    """In the last millisecond but not in the next, even before the clock has moved it."""
    contest = await town.contest(entries_per_member=2)
    picture, late = await town.picture(ANN), await town.picture(ANN)
    town.clock.now_ms = ENTRIES_UNTIL - 1
    entered = await town.store.contests.enter(GUILD, contest.id, member(ANN), picture, b"a")
    assert (entered.entry.number, entered.out_of_competition) == (None, False)
    town.clock.now_ms = ENTRIES_UNTIL
    with pytest.raises(refusals.WrongPhase):
        await town.store.contests.enter(GUILD, contest.id, member(ANN), late, b"b")
    assert (await town.store.contests.get(GUILD, contest.id)).entries == 1


@pytest.mark.parametrize(
    ("made", "changes", "refusal"),
    [
        ({"user_id": BEN}, {}, refusals.NotYourPicture),
        ({"user_id": ANN, "guild_id": GUILD + 1}, {}, refusals.NotYourPicture),
        ({"user_id": ANN, "at_ms": OPENS - 1}, {}, refusals.MadeTooEarly),
        ({"user_id": ANN, "private": False}, {}, refusals.MadeInPublic),
        ({"user_id": ANN, "private": False}, {"public_entries": True}, None),
        ({"user_id": ANN}, {"entrants_role_id": 5}, refusals.RoleMissing),
    ],
)
async def test_what_can_be_entered(
    town: Town, made: dict[str, Any], changes: dict[str, Any], refusal: type[Refused] | None
) -> None:
    """The store's own record of the picture shows its origin."""
    contest = await town.contest(**changes)
    picture = await town.picture(**made)
    entering = town.store.contests.enter(GUILD, contest.id, member(ANN), picture, b"a")
    if refusal is None:
        await entering
    else:
        with pytest.raises(refusal):
            await entering
        assert (await town.store.contests.get(GUILD, contest.id)).entries == 0


async def test_a_picture_that_was_never_made_or_delivered(town: Town) -> None:
    """It belongs to nobody."""
    contest = await town.contest()
    with pytest.raises(refusals.NotYourPicture):
        await town.store.contests.enter(GUILD, contest.id, member(ANN), 4_711, b"a")


async def test_many_entries_of_one_member_at_once(town: Town) -> None:
    """Exactly as many as the contest allows get in, and the number of entries is right."""
    contest = await town.contest(entries_per_member=3)
    pictures = [await town.picture(ANN) for _ in range(10)]
    entering = (town.store.contests.enter(GUILD, contest.id, member(ANN), each, b"a") for each in pictures)
    entered = await asyncio.gather(*entering, return_exceptions=True)
    refused = [each for each in entered if isinstance(each, refusals.TooManyEntries)]
    assert (len(refused), refused[0].limit) == (7, 3)
    assert len(await town.store.contests.entries_of(contest.id, ANN)) == 3
    assert (await town.store.contests.get(GUILD, contest.id)).entries == 3


async def test_a_picture_is_entered_once(town: Town) -> None:
    """A second time is refused and has no effect."""
    contest = await town.contest(entries_per_member=5)
    picture = await town.picture(ANN)
    await town.store.contests.enter(GUILD, contest.id, member(ANN), picture, b"a")
    with pytest.raises(refusals.AlreadyEntered):
        await town.store.contests.enter(GUILD, contest.id, member(ANN), picture, b"a")
    assert (await town.store.contests.get(GUILD, contest.id)).entries == 1


async def test_withdrawing(town: Town) -> None:
    """One's own entry, until voting opens, and then there's room for another."""
    contest = await town.contest()
    await town.enter(contest, ANN, BEN)
    [entry] = await town.store.contests.entries_of(contest.id, ANN)
    withdraw = town.store.contests.withdraw
    with pytest.raises(refusals.NoSuchEntry):
        await withdraw(GUILD, contest.id, BEN, entry.generation_id)
    await withdraw(GUILD, contest.id, ANN, entry.generation_id)
    assert (await town.store.contests.get(GUILD, contest.id)).entries == 1
    await town.enter(contest, ANN)
    [entry] = await town.store.contests.entries_of(contest.id, ANN)
    town.clock.now_ms = ENTRIES_UNTIL
    with pytest.raises(refusals.WrongPhase):
        await withdraw(GUILD, contest.id, ANN, entry.generation_id)


async def test_numbers_are_shuffled_when_voting_opens(town: Town) -> None:
    """From 1 without gaps, in another order than they were entered, and a contact sheet is due."""
    _, numbers = await town.voting(*range(11, 36))
    assert sorted(numbers.values()) == list(range(1, 26))
    assert list(numbers) != list(range(11, 36))
    tasks = await town.store.contests.tasks()
    assert [(task.kind, task.key) for task in tasks] == [(TaskKind.SHEET, 1), (TaskKind.SHEET, 2)]


async def test_ones_own_pictures_are_found(town: Town) -> None:
    """Those made since entries opened, newest first."""
    await town.picture(ANN, at_ms=OPENS - 1)
    await town.picture(BEN)
    made = [await town.picture(ANN), await town.picture(ANN, private=False)]
    found = await town.store.contests.pictures(GUILD, ANN, since_ms=OPENS)
    assert [each.generation_id for each in found] == made[::-1]
    assert [each.private for each in found] == [False, True]
    assert found[0].prompt == "a quiet harbour"


# The pool.


async def test_the_pool_pays_for_entries(town: Town) -> None:
    """It grants the missing part of the price until entries end, but no more than it has."""
    contest = await town.contest(pool=25, pool_per_member=12)
    fund = town.store.contests.fund
    assert await fund(GUILD, contest.id, member(ANN), 10) == 10
    assert await fund(GUILD, contest.id, member(ANN), 10) == 0  # they still have it
    with pytest.raises(refusals.PoolEmpty) as refused:
        await fund(GUILD, contest.id, member(ANN), 13)
    assert (refused.value.left, refused.value.price) == (12, 13)
    assert await fund(GUILD, contest.id, member(ANN), 12) == 2
    assert await fund(GUILD, contest.id, member(BEN), 10) == 10
    with pytest.raises(refusals.PoolEmpty):
        await fund(GUILD, contest.id, member(CAT), 10)
    assert await town.left(ANN) == 12
    town.clock.now_ms = ENTRIES_UNTIL
    assert await town.left(ANN) == 0
    assert await town.store.books.differences() == []


async def test_the_pool_lasts_as_long_as_entries_are_open(town: Town) -> None:
    """A member's tokens from it last as long as entries, and end at once if a host closes them."""
    contest = await town.contest(pool=20)
    await town.store.contests.fund(GUILD, contest.id, member(ANN), 10)
    await town.store.contests.extend(GUILD, contest.id, ENTRIES_UNTIL + HOUR, HOST)
    town.clock.now_ms = ENTRIES_UNTIL + 1
    assert await town.left(ANN) == 10
    assert await town.store.contests.fund(GUILD, contest.id, member(ANN), 10) == 0
    await town.store.contests.end_phase(GUILD, contest.id, Phase.OPEN, HOST)
    assert await town.left(ANN) == 0
    assert await town.store.books.differences() == []


async def test_the_pool_pays_for_nothing_that_cannot_be_entered(town: Town) -> None:
    """Hosts, and members who have used all their entries, get nothing from it."""
    contest = await town.contest(pool=50)
    await town.enter(contest, ANN)
    with pytest.raises(refusals.TooManyEntries):
        await town.store.contests.fund(GUILD, contest.id, member(ANN), 10)
    with pytest.raises(refusals.HostsTakeNoPart):
        await town.store.contests.fund(GUILD, contest.id, member(HOST), 10)


async def test_many_draw_on_the_pool_at_once(town: Town) -> None:
    """Never more than it has."""
    contest = await town.contest(pool=95)
    asking = (town.store.contests.fund(GUILD, contest.id, member(each), 10) for each in VOTERS)
    got = await asyncio.gather(*asking, return_exceptions=True)
    assert sorted(each for each in got if isinstance(each, int)) == [10] * 9
    assert sum(isinstance(each, refusals.PoolEmpty) for each in got) == 1


# Ballots.


async def test_voting_in_time(town: Town) -> None:
    """In the last millisecond but not in the next, even before the clock has moved it."""
    contest, numbers = await town.voting(ANN, BEN)
    pick, unpick = town.store.contests.pick, town.store.contests.unpick
    town.clock.now_ms = VOTES_UNTIL - 1
    assert await pick(GUILD, contest.id, member(101), numbers[ANN]) == 1
    town.clock.now_ms = VOTES_UNTIL
    for late in (pick, unpick):
        with pytest.raises(refusals.WrongPhase):
            await late(GUILD, contest.id, member(101), numbers[BEN])
    await town.until(VOTES_UNTIL)
    results = await town.store.contests.results(GUILD, contest.id)
    assert results.result.by_number[numbers[ANN]].votes == 1


async def test_picking_and_unpicking(town: Town) -> None:
    """Each entry once, up to the limit, and never one's own."""
    contest, numbers = await town.voting(ANN, BEN, CAT, DAN, picks=2)
    pick, unpick = town.store.contests.pick, town.store.contests.unpick
    assert await pick(GUILD, contest.id, member(101), numbers[ANN]) == 1
    assert await pick(GUILD, contest.id, member(101), numbers[ANN]) == 1
    assert await pick(GUILD, contest.id, member(101), numbers[BEN]) == 2
    with pytest.raises(refusals.NoPicksLeft) as full:
        await pick(GUILD, contest.id, member(101), numbers[CAT])
    assert full.value.limit == 2
    assert await unpick(GUILD, contest.id, member(101), numbers[ANN]) == 1
    assert await unpick(GUILD, contest.id, member(101), numbers[ANN]) == 1
    assert await pick(GUILD, contest.id, member(101), numbers[CAT]) == 2
    with pytest.raises(refusals.OwnEntry):
        await pick(GUILD, contest.id, member(ANN), numbers[ANN])
    with pytest.raises(refusals.NoSuchEntry):
        await pick(GUILD, contest.id, member(101), 99)
    with pytest.raises(refusals.HostsTakeNoPart):
        await pick(GUILD, contest.id, member(HOST), numbers[ANN])
    gallery = await town.store.contests.gallery(contest.id, 101)
    assert gallery is not None
    assert gallery.picked == {numbers[BEN], numbers[CAT]}


async def test_two_hundred_pick_at_once(town: Town) -> None:
    """With two hundred voters picking every entry at once, nobody gets more than their picks."""
    contest, numbers = await town.voting(*range(11, 21))
    picking = (
        town.store.contests.pick(GUILD, contest.id, member(voter), number)
        for number in numbers.values()
        for voter in range(1_001, 1_201)
    )
    results = await asyncio.gather(*picking, return_exceptions=True)
    assert sum(isinstance(each, int) for each in results) == 200 * 3
    assert sum(isinstance(each, refusals.NoPicksLeft) for each in results) == 200 * 7
    await town.until(VOTES_UNTIL)
    record = await town.store.contests.record(GUILD, contest.id)
    assert len(record["ballots"]) == 200
    assert {len(ballot["entries"]) for ballot in record["ballots"]} == {3}
    assert verify(record) == []


async def test_the_gallery(town: Town) -> None:
    """Each voter has their own fixed order, and their picks. Positions wrap around."""
    contest, numbers = await town.voting(*range(11, 31))
    store = town.store.contests
    assert await store.gallery(contest.id, 101) is None
    with pytest.raises(refusals.NoSuchEntry):
        await store.page(contest.id, 101, 1)
    mine, theirs = [await store.open_gallery(GUILD, contest.id, member(each)) for each in (101, 102)]
    assert mine == await store.open_gallery(GUILD, contest.id, member(101))
    assert sorted(mine.order) == sorted(theirs.order) == list(range(1, 21))
    assert mine.order != theirs.order
    assert mine.receipt != theirs.receipt
    await store.pick(GUILD, contest.id, member(101), mine.order[2])
    page = await store.page(contest.id, 101, 3)
    assert (page.number, page.position, page.entries) == (mine.order[2], 3, 20)
    assert (page.picked, page.used, page.limit, page.receipt) == (True, 1, 5, mine.receipt)
    assert (page.own, page.maker_id) == (False, None)
    assert (await store.page(contest.id, 101, 21)).number == mine.order[0]
    assert (await store.page(contest.id, 101, 0)).number == mine.order[19]
    entrant = await store.open_gallery(GUILD, contest.id, member(11))
    own = await store.page(contest.id, 11, entrant.order.index(numbers[11]) + 1)
    assert own.own


async def test_makers_are_shown_where_the_contest_is_not_anonymous(town: Town) -> None:
    """As announced."""
    contest, _ = await town.voting(ANN, anonymous=False)
    await town.store.contests.open_gallery(GUILD, contest.id, member(101))
    assert (await town.store.contests.page(contest.id, 101, 1)).maker_id == ANN


async def test_what_was_shown_least_comes_first(town: Town) -> None:
    """Voters who look at three entries each leave none unseen. Looking twice counts once."""
    contest, _ = await town.voting(*range(11, 23))
    seen: dict[int, int] = {}
    for voter in range(101, 109):
        gallery = await town.store.contests.open_gallery(GUILD, contest.id, member(voter))
        for position in (1, 2, 2, 3, 1):
            await town.store.contests.look(contest.id, voter, position)
        for number in gallery.order[:3]:
            seen[number] = seen.get(number, 0) + 1
    assert sorted(seen) == list(range(1, 13))
    assert set(seen.values()) == {2}


async def test_disqualifying_during_voting_frees_the_pick(town: Town) -> None:
    """The entry can't be picked any more, and voters who had picked it can pick another."""
    contest, numbers = await town.voting(ANN, BEN, CAT, picks=1, quorum=1, prizes=(9,))
    await town.vote(contest, VOTERS, numbers[ANN])
    gone = await town.store.contests.disqualify(GUILD, contest.id, numbers[ANN], "Traced", HOST)
    assert (gone.disqualification.after_close, gone.user_id, gone.paid) == (False, ANN, 0)
    with pytest.raises(refusals.EntryDisqualified):
        await town.store.contests.pick(GUILD, contest.id, member(150), numbers[ANN])
    with pytest.raises(refusals.EntryDisqualified):
        await town.store.contests.disqualify(GUILD, contest.id, numbers[ANN], "Again", HOST)
    await town.vote(contest, [101], numbers[BEN])
    await town.until(VOTES_UNTIL)
    results = await town.store.contests.results(GUILD, contest.id)
    places = {each.number: each.place for each in results.result.standings}
    assert places == {numbers[ANN]: None, numbers[BEN]: 1, numbers[CAT]: None}
    assert await town.left(BEN) == 9
    assert verify(await town.store.contests.record(GUILD, contest.id)) == []


# The close.


async def test_places_and_prizes(town: Town) -> None:
    """Paid as grants with their expiry, ties shared, nothing lost, and the books are right."""
    contest, numbers = await town.voting(
        ANN, BEN, CAT, prizes=(100, 51, 20), quorum=5, prizes_expire_after_ms=DAY, winner_role_id=5
    )
    await town.vote(contest, VOTERS, numbers[ANN], numbers[BEN])
    await town.vote(contest, [101], numbers[CAT])
    await town.until(VOTES_UNTIL)
    results = await town.store.contests.results(GUILD, contest.id)
    assert [each.place for each in results.result.standings] == [1, 1, 3]
    assert sorted([await town.left(ANN), await town.left(BEN)]) == [75, 76]
    assert await town.left(CAT) == 20
    assert (results.result.ballots, results.result.quorum, results.voters) == (10, 5, 10)
    assert results.entries[numbers[ANN]].user_id == ANN
    assert results.entries[numbers[ANN]].prompt == "a quiet harbour"
    tasks = [(task.kind, task.key) for task in await town.store.contests.tasks()]
    assert set(tasks) >= {(TaskKind.RESULTS, 0), (TaskKind.GIVE_ROLE, ANN), (TaskKind.GIVE_ROLE, BEN)}
    assert {key for kind, key in tasks if kind is TaskKind.TELL_PRIZE} == set(numbers.values())
    town.clock.now_ms += DAY
    assert await town.left(ANN) == 0
    assert await town.store.books.differences() == []
    assert verify(await town.store.contests.record(GUILD, contest.id)) == []


async def test_the_quorum_is_missed(town: Town) -> None:
    """Places are shown, nothing is paid, and nobody gets the role."""
    contest, numbers = await town.voting(ANN, BEN, prizes=(100,), winner_role_id=5)
    await town.vote(contest, [101, 102, 103, 104], numbers[ANN])
    await town.until(VOTES_UNTIL)
    results = await town.store.contests.results(GUILD, contest.id)
    assert results.result.by_number[numbers[ANN]].place == 1
    assert not results.result.quorum_met
    assert await town.left(ANN) == 0
    assert {task.kind for task in await town.store.contests.tasks()} == {TaskKind.SHEET, TaskKind.RESULTS}


async def test_hosts_are_paid_nothing_and_their_ballots_do_not_count(town: Town) -> None:
    """This includes those who only acted as hosts after they entered and voted."""
    contest, numbers = await town.voting(ANN, BEN, prizes=(100, 40), quorum=1)
    await town.vote(contest, [101, 102], numbers[ANN])
    await town.vote(contest, [ANN, 103], numbers[BEN])
    await town.store.contests.extend(GUILD, contest.id, VOTES_UNTIL + HOUR, ANN)
    await town.until(VOTES_UNTIL + HOUR)
    results = await town.store.contests.results(GUILD, contest.id)
    first, second = results.result.by_number[numbers[ANN]], results.result.by_number[numbers[BEN]]
    assert (first.place, first.votes, first.prize, first.withheld) == (1, 2, 0, 100)
    assert (second.place, second.votes, second.prize) == (2, 1, 40)
    assert (await town.left(ANN), await town.left(BEN)) == (0, 40)
    record = await town.store.contests.record(GUILD, contest.id)
    assert len(record["ballots"]) == 3
    assert verify(record) == []


async def test_recent_winners_are_out_of_competition(town: Town) -> None:
    """For as many contests as the cooldown says, only counting those where prizes were due."""
    first, numbers = await town.voting(ANN, BEN, quorum=1)
    await town.vote(first, VOTERS, numbers[ANN])
    await town.until(VOTES_UNTIL)
    again = Schedule(VOTES_UNTIL, VOTES_UNTIL + HOUR, VOTES_UNTIL + 2 * HOUR)
    second = await town.contest(schedule=again, cooldown=1, quorum=1)
    picture = await town.picture(ANN)
    entered = await town.store.contests.enter(GUILD, second.id, member(ANN), picture, b"a")
    assert entered.out_of_competition
    await town.enter(second, BEN)
    await town.until(again.entries_until_ms)
    numbers = await town.numbers(second)
    await town.vote(second, VOTERS, numbers[ANN])
    await town.vote(second, [101], numbers[BEN])
    await town.until(again.votes_until_ms)
    results = await town.store.contests.results(GUILD, second.id)
    assert results.out_of_competition == {numbers[ANN]}
    assert results.result.winners == (numbers[BEN],)
    assert verify(await town.store.contests.record(GUILD, second.id)) == []


async def test_disqualifying_after_the_close(town: Town) -> None:
    """The place stays empty, and the unspent prize and the role are taken back."""
    contest, numbers = await town.voting(ANN, BEN, prizes=(100, 40), quorum=1, winner_role_id=5)
    await town.vote(contest, VOTERS, numbers[ANN])
    await town.vote(contest, [101], numbers[BEN])
    await town.until(VOTES_UNTIL)
    await town.picture(ANN)  # spends 10 of the prize
    gone = await town.store.contests.disqualify(GUILD, contest.id, numbers[ANN], "Traced", HOST)
    assert (gone.paid, gone.taken_back, gone.disqualification.after_close) == (100, 90, True)
    assert (await town.left(ANN), await town.left(BEN)) == (0, 40)
    results = await town.store.contests.results(GUILD, contest.id)
    assert {each.number: each.place for each in results.result.standings} == {
        numbers[ANN]: None,
        numbers[BEN]: 2,
    }
    assert [each.reason for each in results.disqualifications] == ["Traced"]
    tasks = {(task.kind, task.key) for task in await town.store.contests.tasks()}
    assert (TaskKind.TAKE_ROLE, ANN) in tasks
    assert (TaskKind.GIVE_ROLE, ANN) not in tasks
    assert (TaskKind.RESULTS, 1) in tasks
    assert (TaskKind.TELL_DISQUALIFIED, numbers[ANN]) in tasks
    assert await town.store.books.differences() == []
    assert verify(await town.store.contests.record(GUILD, contest.id)) == []


@pytest.mark.parametrize("later_ms", [0, HOUR])
async def test_an_annulled_prize_ends_with_what_is_held_on_it(town: Town, later_ms: int) -> None:
    """A picture in progress keeps its tokens. If it isn't made, nobody can spend what comes back."""
    contest, numbers = await town.voting(ANN, prizes=(100,), quorum=1)
    await town.vote(contest, VOTERS, numbers[ANN])
    await town.until(VOTES_UNTIL)
    waiting = [order(number, user_id=ANN, guild_id=GUILD) for number in (501, 502)]
    for each in waiting:
        assert await town.store.generations.hold(each, Limits(10**9, 10**6), town.clock.now_ms)
    town.clock.now_ms += later_ms
    gone = await town.store.contests.disqualify(GUILD, contest.id, numbers[ANN], "Traced", HOST)
    held = sum(each.price for each in waiting)
    assert (gone.paid, gone.taken_back) == (100, 100 - held)
    town.clock.now_ms += 1
    await town.store.generations.release(501, "Cancelled", town.clock.now_ms)
    assert await town.left(ANN) == 0
    await town.store.generations.request(502, town.clock.now_ms)
    await town.store.generations.generated(502, 10, None, town.clock.now_ms)
    await town.store.generations.settle(502, 502, town.clock.now_ms)
    assert await town.left(ANN) == 0
    assert await town.store.books.differences() == []


async def test_a_host_lets_others_move_up(town: Town) -> None:
    """They're paid the difference once, and the winner's role goes to the new winner."""
    contest, numbers = await town.voting(ANN, BEN, CAT, prizes=(100, 40), quorum=1, winner_role_id=5)
    await town.vote(contest, VOTERS, numbers[ANN])
    await town.vote(contest, [101, 102], numbers[BEN])
    await town.vote(contest, [103], numbers[CAT])
    await town.until(VOTES_UNTIL)
    await town.store.contests.disqualify(GUILD, contest.id, numbers[ANN], "Traced", HOST, move_up=True)
    assert [await town.left(each) for each in (ANN, BEN, CAT)] == [0, 100, 40]
    results = await town.store.contests.results(GUILD, contest.id)
    assert results.result.winners == (numbers[BEN],)
    tasks = {(task.kind, task.key) for task in await town.store.contests.tasks()}
    assert {(TaskKind.GIVE_ROLE, BEN), (TaskKind.TAKE_ROLE, ANN)} <= tasks
    assert await town.store.books.differences() == []
    assert verify(await town.store.contests.record(GUILD, contest.id)) == []


async def test_entrants_annul_no_places(town: Town) -> None:
    """A moderator who took part can't disqualify those ahead of them after the close."""
    contest, numbers = await town.voting(ANN, BEN, prizes=(100, 40), quorum=1)
    await town.vote(contest, VOTERS, numbers[ANN])
    await town.until(VOTES_UNTIL)
    with pytest.raises(refusals.TookPart):
        await town.store.contests.disqualify(GUILD, contest.id, numbers[ANN], "Envy", BEN, move_up=True)
    assert await town.left(ANN) == 100


async def test_a_disqualification_that_is_late_comes_after_the_close(town: Town) -> None:
    """Even if the clock hasn't moved it yet, a late one doesn't change the count."""
    contest, numbers = await town.voting(ANN, BEN, prizes=(100, 40), quorum=1)
    await town.vote(contest, VOTERS, numbers[ANN])
    town.clock.now_ms = VOTES_UNTIL
    gone = await town.store.contests.disqualify(GUILD, contest.id, numbers[ANN], "Traced", HOST)
    assert gone.disqualification.after_close
    assert gone.taken_back == 100


# Work on Discord.


async def test_a_task_is_claimed_once_and_due_again_until_it_is_done(town: Town, database_url: str) -> None:
    """One of several processes starts it. If that one dies, it's due again, and marked as tried."""
    await town.voting(ANN)
    [task] = await town.store.contests.tasks()
    async with AsyncExitStack() as stack:
        other = await stack.enter_async_context(opened(database_url, town.clock))
        stores = [town.store, other] * 5
        begun = await asyncio.gather(*(store.contests.begin(task) for store in stores))
    assert sorted(begun) == [False] * 9 + [True]
    assert await town.store.contests.tasks() == []
    town.clock.now_ms += MINUTE
    [again] = await town.store.contests.tasks()
    assert (again.id, again.attempts) == (task.id, 1)
    assert await town.store.contests.begin(again)
    await town.store.contests.done(again, 5)
    town.clock.now_ms += DAY
    assert await town.store.contests.tasks() == []


async def test_a_role_for_a_time(town: Town) -> None:
    """Its removal is due when its time is up, and then nothing of it is stored."""
    contest, numbers = await town.voting(ANN, quorum=1, winner_role_id=5, winner_role_for_ms=DAY)
    await town.vote(contest, VOTERS, numbers[ANN])
    await town.until(VOTES_UNTIL)
    roles = {TaskKind.GIVE_ROLE, TaskKind.TAKE_ROLE}
    due = [task for task in await town.store.contests.tasks() if task.kind in roles]
    assert [(task.kind, task.key) for task in due] == [(TaskKind.GIVE_ROLE, ANN)]
    await town.store.contests.done(due[0])
    town.clock.now_ms = VOTES_UNTIL + DAY
    due = [task for task in await town.store.contests.tasks() if task.kind in roles]
    assert [(task.kind, task.key) for task in due] == [(TaskKind.TAKE_ROLE, ANN)]


async def test_the_message_follows_the_contest(town: Town) -> None:
    """At once after a change of phase or settings, after 30 seconds for counts, by one process at a time."""
    store = town.store.contests
    contest = await town.contest()
    assert await store.to_show() == [contest.id]
    claimed = await store.begin_showing(contest.id)
    assert claimed is not None
    assert (claimed[1].message_id, claimed[1].phase) == (None, None)
    assert await store.begin_showing(contest.id) is None
    await store.shown(claimed[0], 5)
    assert await store.to_show() == []
    await town.enter(contest, ANN)
    assert await store.to_show() == []
    town.clock.now_ms += 30_000
    assert await store.to_show() == [contest.id]
    claimed = await store.begin_showing(contest.id)
    assert claimed is not None
    assert (claimed[0].entries, claimed[1].message_id) == (1, 5)
    await store.shown(claimed[0], 5)
    for change in (
        store.extend(GUILD, contest.id, ENTRIES_UNTIL + HOUR, HOST),
        store.edit(GUILD, contest.id, HOST, description="With a torch"),
        store.end_phase(GUILD, contest.id, Phase.OPEN, HOST),
    ):
        await change
        claimed = await store.begin_showing(contest.id)
        assert claimed is not None
        await store.shown(claimed[0], 5)
    assert await store.to_show() == []


# Pictures.


async def test_copies_are_kept_as_long_as_they_are_needed(town: Town) -> None:
    """From entering until 30 days after the close, and while a picture can still be entered."""
    store = town.store.contests
    contest = await town.contest()
    await town.enter(contest, ANN)
    [entry] = await store.entries_of(contest.id, ANN)
    spare = await town.picture(BEN)
    await store.keep_picture(spare, b"spare")
    assert await store.prune() == 0
    assert await store.kept_picture(spare) == b"spare"
    await town.until(ENTRIES_UNTIL)
    assert await store.prune() == 1
    assert await store.kept_picture(spare) is None
    assert await store.kept_picture(entry.generation_id) == b"copy of %d" % entry.generation_id
    await town.until(VOTES_UNTIL)
    town.clock.now_ms = VOTES_UNTIL + 30 * DAY - 1
    assert await store.prune() == 0
    town.clock.now_ms += 1
    assert await store.prune() == 1


async def test_a_cancelled_contest_needs_no_pictures(town: Town) -> None:
    """Nothing of it is ever shown again."""
    contest: Contest = await town.contest()
    await town.enter(contest, ANN)
    await town.store.contests.cancel(GUILD, contest.id, "Rain", HOST)
    assert await town.store.contests.prune() == 1

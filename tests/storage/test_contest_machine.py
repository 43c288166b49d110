"""A whole contest, with early, late and repeated events in any order, against plain bookkeeping."""

import copy
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from bot.contests import refusals, rules
from bot.contests.model import (
    Ballot,
    Contest,
    Count,
    Disqualification,
    Person,
    Phase,
    Result,
    Schedule,
    TieRule,
)
from bot.contests.record import verify
from bot.errors import Refused
from bot.storage import open_store
from tests.storage.contest_scenes import HOUR, SEED, Clock, Town, member, settings
from tests.storage.machinery import QUIET, StoreMachine
from tests.storage.orders import GUILD, NOW

PEOPLE = st.integers(11, 15)
HOSTS = st.integers(15, 17)  # one of them may have entered or voted before
VOTERS = st.integers(14, 20)
NUMBERS = st.integers(1, 5)
BALLOTS = st.dictionaries(VOTERS, st.lists(NUMBERS, unique=True, min_size=1), min_size=2)
MAKERS = st.lists(PEOPLE, unique=True, min_size=2, max_size=5)
CHOSEN = st.fixed_dictionaries(
    {
        "picks": st.none() | st.integers(1, 2),
        "prizes": st.sampled_from([(50, 31, 7), (50, 31), (50,), ()]),
        "quorum": st.sampled_from([1, 1, 3]),
        "ties": st.sampled_from(TieRule),
        "host_may_take_part": st.booleans(),
    }
)
CREATOR = 16


@dataclass
class Paper:
    """What a person would write down with pen and paper."""

    contest: Contest
    phase: Phase
    entries: dict[int, int] = field(default_factory=dict)  # maker by generation
    numbers: dict[int, int] = field(default_factory=dict)  # generation by number
    hosts: set[int] = field(default_factory=set)
    ballots: dict[int, set[int]] = field(default_factory=dict)
    early: dict[int, str] = field(default_factory=dict)
    later: list[Disqualification] = field(default_factory=list)
    count: Count | None = None
    makers: dict[int, int] = field(default_factory=dict)  # by number, at the close
    spent: dict[int, int] = field(default_factory=dict)

    @property
    def limit(self) -> int:
        return rules.picks_allowed(self.contest.settings.picks, len(self.numbers))

    def used(self, voter: int) -> int:
        return len(self.ballots.get(voter, set()) - self.early.keys())

    def maker(self, number: int) -> int | None:
        return self.entries.get(self.numbers.get(number, 0))


class ContestMachine(StoreMachine):
    """The store refuses what the paper refuses, and both have the same result."""

    def open(self) -> None:
        self.clock = getattr(self, "clock", Clock())
        self.exits = AsyncExitStack()
        url = f"sqlite:///{self.folder / str(self.starts) / 'easel.sqlite3'}"
        self.store = self.do(self.exits.enter_async_context(open_store(url, clock=self.clock)))
        made = self.town.made if hasattr(self, "town") else 0
        self.town = Town(self.store, self.clock, made)

    def open_for_the_first_time(self) -> None:
        """Calls `create`."""

    @initialize(opens_in=st.sampled_from([0, 0, 0, 0, HOUR]), chosen=CHOSEN, makers=MAKERS)
    def create(self, opens_in: int, chosen: dict[str, Any], makers: list[int]) -> None:
        self.open()
        schedule = Schedule(NOW + opens_in, NOW + 2 * HOUR, NOW + 4 * HOUR)
        made = self.store.contests.create(GUILD, CREATOR, settings(schedule=schedule, **chosen), SEED)
        contest = self.do(made)
        self.paper = Paper(contest, contest.phase, hosts={CREATOR})
        if not opens_in:
            for maker in makers:
                self.enter(maker, private=True, early=False)

    # The paper.

    def due(self, paper: Paper) -> Paper:
        """The paper after the moves that are due now."""
        paper = copy.deepcopy(paper)
        schedule, entries = paper.contest.settings.schedule, len(paper.entries)
        while (move := rules.next_move(paper.phase, schedule, entries, self.clock.now_ms)) is not None:
            self.arrive(paper, move.target)
            schedule = move.schedule
            paper.contest = replace(
                paper.contest, settings=replace(paper.contest.settings, schedule=schedule)
            )
        return paper

    def arrive(self, paper: Paper, target: Phase) -> None:
        paper.phase = target
        if target is Phase.VOTING:
            order = range(1, len(paper.entries) + 1)
            paper.numbers = dict.fromkeys(order, 0)  # the store has drawn which is which
        if target is Phase.CLOSED:
            paper.count = None  # counted once the store has told who is who

    def attempt(self, work: Coroutine[Any, Any, Any], *, moves: bool = True) -> Refused | None:
        """Whether the store accepted it. Due moves are only made if it did."""
        try:
            self.do(work)
        except Refused as refusal:
            return refusal
        if moves:
            self.paper = self.due(self.paper)
            self.learn()
        return None

    def learn(self) -> None:
        """Reads whose number is which as soon as there are numbers, and counts after the close."""
        paper = self.paper
        if paper.phase in {Phase.VOTING, Phase.CLOSED} and 0 in paper.numbers.values():
            listed = self.do(self.store.contests.numbered(paper.contest.id, limit=100))
            numbers = {entry.number or 0: entry.generation_id for entry in listed}
            assert sorted(numbers) == sorted(paper.numbers)
            assert set(numbers.values()) == set(paper.entries)
            paper.numbers = numbers
        if paper.phase is Phase.CLOSED and paper.count is None:
            paper.count = self.counted()
            paper.makers = {number: paper.entries[each] for number, each in paper.numbers.items()}

    def counted(self) -> Count:
        paper, chosen = self.paper, self.paper.contest.settings
        found = self.do(self.store.contests.find(paper.contest.id))
        counting = [
            Ballot(str(voter), frozenset(numbers))
            for voter, numbers in paper.ballots.items()
            if numbers and (chosen.host_may_take_part or voter not in paper.hosts)
        ]
        return Count(
            seed=SEED,
            entries_hash=found.entries_hash or "",
            votes=rules.votes_on(paper.numbers, counting),
            ballots=len(counting),
            ties=chosen.ties,
            prizes=chosen.prizes,
            quorum=rules.quorum_needed(chosen.quorum, chosen.prizes),
            disqualified=frozenset(paper.early),
            erased=frozenset(n for n in paper.numbers if (paper.maker(n) or 0) < 0),
            unpaid=frozenset(n for n in paper.numbers if paper.maker(n) in paper.hosts),
        )

    def result(self) -> Result:
        assert self.paper.count is not None
        return rules.after_close(self.paper.count, self.paper.later)

    def takes_part(self, person: int) -> bool:
        return person not in self.paper.hosts or self.paper.contest.settings.host_may_take_part

    # The events.

    @rule(hours=st.sampled_from([0.1, 0.1, 0.1, 2]))
    def time_passes(self, hours: float) -> None:
        self.clock.now_ms += int(hours * HOUR)

    @precondition(lambda self: not self.paper.phase.is_over)
    @rule(late_by=st.sampled_from([-1, 0, 0, HOUR]))
    def the_phase_ends(self, late_by: int) -> None:
        """In the announced millisecond, one too early, or late."""
        ends_at_ms = self.paper.contest.settings.schedule.ends_at_ms(self.paper.phase)
        ready = self.paper.ballots if self.paper.phase is Phase.VOTING else self.paper.entries
        if ends_at_ms is not None and (ready or self.paper.phase is Phase.ANNOUNCED):
            self.clock.now_ms = max(self.clock.now_ms, ends_at_ms + late_by)
            self.the_clock_moves()

    @rule()
    def the_clock_moves(self) -> None:
        """Any number of times. Each move is made once."""
        contest_id = self.paper.contest.id
        before = self.paper.phase
        while self.do(self.store.contests.move(contest_id)) is not None:
            assert self.clock.now_ms >= 0
        self.paper = self.due(self.paper)
        self.learn()
        assert self.do(self.store.contests.move(contest_id)) is None
        assert self.paper.phase is not Phase.ANNOUNCED or before is Phase.ANNOUNCED

    @precondition(lambda self: self.paper.phase in {Phase.ANNOUNCED, Phase.OPEN})
    @rule(person=PEOPLE, private=st.booleans(), early=st.booleans())
    def enter(self, person: int, private: bool, early: bool) -> None:
        paper = self.due(self.paper)
        at_ms = NOW - 1 if early else self.clock.now_ms
        picture = self.do(self.town.picture(person, private=private, at_ms=at_ms))
        entering = self.store.contests.enter(GUILD, paper.contest.id, member(person), picture, b"a")
        refusal = self.attempt(entering)
        mine = list(paper.entries.values()).count(person)
        if paper.phase is not Phase.OPEN:
            assert isinstance(refusal, refusals.WrongPhase)
        elif not self.takes_part(person):
            assert isinstance(refusal, refusals.HostsTakeNoPart)
        elif early:
            assert isinstance(refusal, refusals.MadeTooEarly)
        elif not private:
            assert isinstance(refusal, refusals.MadeInPublic)
        elif mine >= 1:
            assert isinstance(refusal, refusals.TooManyEntries)
        else:
            assert refusal is None
            self.paper.entries[picture] = person

    @precondition(lambda self: self.paper.entries and not self.paper.numbers)
    @rule(data=st.data(), again=st.booleans())
    def withdraw_or_enter_again(self, data: st.DataObject, again: bool) -> None:
        paper = self.due(self.paper)
        picture = data.draw(st.sampled_from(sorted(self.paper.entries)))
        person = self.paper.entries[picture]
        store, contest_id = self.store.contests, paper.contest.id
        if again:
            refusal = self.attempt(store.enter(GUILD, contest_id, member(person), picture, b"a"))
            expected = (refusals.AlreadyEntered, refusals.WrongPhase, refusals.HostsTakeNoPart)
            assert isinstance(refusal, expected)
            return
        refusal = self.attempt(store.withdraw(GUILD, contest_id, person, picture))
        if paper.phase is Phase.OPEN:
            assert refusal is None
            del self.paper.entries[picture]
        else:
            assert isinstance(refusal, refusals.WrongPhase)

    @precondition(lambda self: self.paper.phase is Phase.VOTING)
    @rule(person=PEOPLE, number=NUMBERS, back=st.booleans())
    def pick(self, person: int, number: int, back: bool) -> None:
        paper = self.due(self.paper)
        voter = Person(person, joined_at_ms=0)
        work = self.store.contests.unpick if back else self.store.contests.pick
        refusal = self.attempt(work(GUILD, paper.contest.id, voter, number))
        picked = paper.ballots.get(person, set())
        if paper.phase is not Phase.VOTING:
            assert isinstance(refusal, refusals.WrongPhase)
        elif not self.takes_part(person):
            assert isinstance(refusal, refusals.HostsTakeNoPart)
        elif number not in paper.numbers:
            assert isinstance(refusal, refusals.NoSuchEntry)
        elif back:
            assert refusal is None
            self.paper.ballots.setdefault(person, set()).discard(number)
        elif paper.maker(number) == person:
            assert isinstance(refusal, refusals.OwnEntry)
        elif number in paper.early:
            assert isinstance(refusal, refusals.EntryDisqualified)
        elif number not in picked and paper.used(person) >= paper.limit:
            assert isinstance(refusal, refusals.NoPicksLeft)
        else:
            assert refusal is None
            self.paper.ballots.setdefault(person, set()).add(number)

    @precondition(lambda self: self.paper.phase is Phase.VOTING)
    @rule(ballots=BALLOTS)
    def many_pick(self, ballots: dict[int, list[int]]) -> None:
        for voter, numbers in ballots.items():
            for number in numbers:
                if self.paper.phase is Phase.VOTING:
                    self.pick(voter, number, back=False)

    @rule(host=HOSTS)
    def end_a_phase(self, host: int) -> None:
        """The host ends the phase that they saw, however late they are."""
        seen = self.paper.phase
        paper = self.due(self.paper)
        ending = self.store.contests.end_phase(GUILD, paper.contest.id, seen, host)
        if paper.phase is not seen or paper.phase.is_over:
            assert isinstance(self.attempt(ending), refusals.WrongPhase)
            return
        schedule = paper.contest.settings.schedule
        move = rules.ended_now(seen, schedule, len(paper.entries), self.clock.now_ms)
        self.paper.hosts.add(host)
        self.arrive(self.paper, move.target)
        changed = replace(paper.contest.settings, schedule=move.schedule)
        self.paper.contest = replace(paper.contest, settings=changed)
        assert self.attempt(ending) is None

    @rule(host=HOSTS, by=st.sampled_from([-HOUR, 1, HOUR]))
    def extend(self, host: int, by: int) -> None:
        paper = self.due(self.paper)
        schedule = paper.contest.settings.schedule
        ends_at_ms = schedule.ends_at_ms(paper.phase)
        until_ms = (ends_at_ms or self.clock.now_ms) + by
        refusal = self.attempt(self.store.contests.extend(GUILD, paper.contest.id, until_ms, host))
        if ends_at_ms is None:
            assert isinstance(refusal, refusals.WrongPhase)
        elif by < 0:
            assert isinstance(refusal, refusals.OnlyUp)
        else:
            assert refusal is None
            later = rules.extended(paper.phase, schedule, until_ms, self.clock.now_ms)
            changed = replace(self.paper.contest.settings, schedule=later)
            self.paper.contest = replace(self.paper.contest, settings=changed)
            self.paper.hosts.add(host)

    @rule(host=HOSTS, number=NUMBERS, move_up=st.booleans())
    def disqualify(self, host: int, number: int, move_up: bool) -> None:
        paper = self.due(self.paper)
        work = self.store.contests.disqualify(
            GUILD, paper.contest.id, number, "Off topic", host, move_up=move_up
        )
        known = number in paper.numbers
        gone = number in paper.early or number in {each.number for each in paper.later}
        refusal = self.attempt(work)
        closed = paper.phase is Phase.CLOSED
        if paper.phase not in {Phase.VOTING, Phase.CLOSED}:
            assert isinstance(refusal, refusals.WrongPhase)
        elif closed and host in paper.entries.values():
            assert isinstance(refusal, refusals.TookPart)
        elif not known:
            assert isinstance(refusal, refusals.NoSuchEntry)
        elif gone:
            assert isinstance(refusal, refusals.EntryDisqualified)
        else:
            assert refusal is None
            self.paper.hosts.add(host)
            if closed:
                act = Disqualification(number, "Off topic", 0, after_close=True, moved_up=move_up)
                self.paper.later.append(act)
            else:
                self.paper.early[number] = "Off topic"

    @precondition(lambda self: self.paper.phase is not Phase.ANNOUNCED)
    @rule(person=PEOPLE)
    def erase(self, person: int) -> None:
        """Their entries are withdrawn, or stay without a maker. Their ballot only counts after the close."""
        paper = self.paper
        self.do(self.store.privacy.erase(person, self.clock.now_ms))
        if paper.phase is Phase.OPEN:
            paper.entries = {each: maker for each, maker in paper.entries.items() if maker != person}
        else:
            paper.entries = {
                each: -maker if maker == person else maker for each, maker in paper.entries.items()
            }
        if paper.phase is not Phase.CLOSED:
            paper.ballots.pop(person, None)
        paper.hosts.discard(person)

    # The invariants.

    @invariant()
    def the_phase_is_that_of_the_paper(self) -> None:
        if hasattr(self, "paper"):
            found = self.do(self.store.contests.find(self.paper.contest.id))
            assert found.phase is self.paper.phase
            assert found.settings.schedule == self.paper.contest.settings.schedule
            assert found.entries == len(self.paper.entries)

    @invariant()
    def the_result_is_that_of_the_paper(self) -> None:
        if not hasattr(self, "paper") or self.paper.phase is not Phase.CLOSED:
            return
        contest_id = self.paper.contest.id
        results = self.do(self.store.contests.results(GUILD, contest_id))
        assert results.result == self.result()
        assert verify(self.do(self.store.contests.record(GUILD, contest_id))) == []

    @invariant()
    def prizes_are_conserved_and_the_books_are_right(self) -> None:
        """Nothing is paid twice. Grants from this contest never exceed the value of its places."""
        if not hasattr(self, "paper"):
            return
        assert self.do(self.store.books.differences()) == []
        paid = self.do(self.store.database.read(_paid()))
        if self.paper.phase is not Phase.CLOSED:
            assert paid == 0
        elif not self.paper.later:
            assert paid == sum(each.prize for each in self.result().standings)
        elif not any(each.moved_up for each in self.paper.later):
            assert self.paper.count is not None
            assert paid == sum(each.prize for each in rules.tally(self.paper.count).standings)


def _paid() -> Any:
    [row] = yield "SELECT COALESCE(SUM(amount), 0) AS paid FROM contest_prize", {}
    return row["paid"]


@examples(QUIET, max_examples=25)
@given(
    chosen=CHOSEN,
    makers=MAKERS,
    ballots=BALLOTS,
    early=st.lists(st.tuples(HOSTS, NUMBERS), max_size=1),
    erased=st.lists(PEOPLE, max_size=1),
    later=st.lists(st.tuples(HOSTS, NUMBERS, st.booleans()), max_size=3),
)
def test_a_contest_that_runs_its_course(
    *,
    chosen: dict[str, Any],
    makers: list[int],
    ballots: dict[int, list[int]],
    early: list[tuple[int, int]],
    erased: list[int],
    later: list[tuple[int, int, bool]],
) -> None:
    """Like the machine, but each example gets to the close and beyond."""
    machine = ContestMachine()
    try:
        machine.create(0, chosen, makers)
        machine.the_phase_ends(0)
        machine.many_pick(ballots)
        for host, number in early:
            machine.disqualify(host, number, move_up=False)
        for person in erased:
            machine.erase(person)
        machine.time_passes(2)
        machine.the_clock_moves()
        assert machine.paper.phase is Phase.CLOSED
        machine.the_result_is_that_of_the_paper()
        machine.prizes_are_conserved_and_the_books_are_right()
        for host, number, move_up in later:
            machine.disqualify(host, number, move_up)
            machine.the_result_is_that_of_the_paper()
            machine.prizes_are_conserved_and_the_books_are_right()
    finally:
        machine.teardown()


pytestmark = pytest.mark.timeout(900)  # a failure takes a while to shrink

ContestMachine.TestCase.settings = examples(QUIET, max_examples=25, stateful_step_count=50)
TestContests = ContestMachine.TestCase

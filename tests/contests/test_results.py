"""Votes, places, ties, prizes and the draw."""

import hashlib
import hmac
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contests import rules
from bot.contests.model import Ballot, Disqualification, Result, TieRule
from tests.contests.making import NOW, UNTIMED, Counted, count, counts

SEED = b"\7" * 32


def places(result: Result) -> dict[int, tuple[int | None, int]]:
    """Place and prize by number."""
    return {each.number: (each.place, each.prize) for each in result.standings}


def annulment(number: int, *, moved_up: bool = False) -> Disqualification:
    return Disqualification(number, "Traced", NOW, after_close=True, moved_up=moved_up)


@pytest.mark.parametrize(
    ("set_to", "entries", "picks"),
    [(None, 1, 3), (None, 12, 3), (None, 13, 3), (None, 16, 4), (None, 20, 5), (None, 500, 5), (2, 500, 2)],
)
def test_how_many_entries_can_be_picked(set_to: int | None, entries: int, picks: int) -> None:
    """The set value, else three, or a quarter of more than twelve, but no more than five."""
    assert rules.picks_allowed(set_to, entries) == picks


@pytest.mark.parametrize(
    ("set_to", "prizes", "quorum"),
    [(None, (), 5), (None, (9, 9), 5), (None, (9, 9, 9), 6), (1, (9, 9, 9), 1)],
)
def test_the_quorum(set_to: int | None, prizes: tuple[int, ...], quorum: int) -> None:
    """The set value, else five ballots, or two for each prize."""
    assert rules.quorum_needed(set_to, prizes) == quorum


def test_ties_share_the_place_and_its_prizes() -> None:
    """The places after them aren't renumbered: 1, 1, 3."""
    result = rules.tally(count({1: 5, 2: 5, 3: 2, 4: 0}, prizes=(100, 51, 20)))
    assert Counter(places(result).values()) == Counter([(1, 76), (1, 75), (3, 20), (None, 0)])
    first = rules.draw(SEED, count({1: 5, 2: 5, 3: 2, 4: 0}).entries_hash, [1, 2])[0]
    assert places(result)[first] == (1, 76)


def test_a_tie_beyond_the_last_prize_shares_what_there_is() -> None:
    """Three entries in third place share the third prize."""
    result = rules.tally(count({1: 5, 2: 4, 3: 1, 4: 1, 5: 1}, prizes=(9, 9, 7)))
    assert sorted(places(result)[number] for number in (3, 4, 5)) == [(3, 2), (3, 2), (3, 3)]


def test_the_draw_breaks_ties_where_the_contest_says_so() -> None:
    """Each entry has its own place and its prize."""
    result = rules.tally(count({1: 5, 2: 5, 3: 5}, ties=TieRule.DRAW, prizes=(3, 2, 1)))
    assert sorted(places(result).values()) == [(1, 3), (2, 2), (3, 1)]


def test_the_draw_is_the_published_one() -> None:
    """HMAC-SHA256 with the seed's bytes, over the hash of the entries, ":draw:" and the number."""

    def by_hand(number: int) -> str:
        return hmac.new(SEED, f"abc:draw:{number}".encode(), hashlib.sha256).hexdigest()

    assert rules.draw(SEED, "abc", range(1, 20)) == sorted(range(1, 20), key=by_hand)


def test_without_votes_there_is_no_place() -> None:
    """Even if nobody has any votes."""
    assert set(places(rules.tally(count({1: 0, 2: 0}, prizes=(5,)))).values()) == {(None, 0)}


@pytest.mark.parametrize("flag", ["disqualified", "out_of_competition", "erased"])
def test_who_takes_no_place_leaves_it_to_the_next(flag: str) -> None:
    """Before the close, the next entry is first and gets the first prize."""
    result = rules.tally(count({1: 5, 2: 4}, prizes=(9, 4), **{flag: frozenset({1})}))
    assert places(result) == {1: (None, 0), 2: (1, 9)}
    assert result.by_number[1].votes == 5


def test_a_host_keeps_the_place_and_the_next_is_paid_its_own_prize() -> None:
    """Nobody gets a host's prize."""
    result = rules.tally(count({1: 5, 2: 4}, prizes=(9, 4), unpaid=frozenset({1})))
    assert places(result) == {1: (1, 0), 2: (2, 4)}
    assert result.by_number[1].withheld == 9


@pytest.mark.parametrize(("ballots", "paid"), [(4, 0), (5, 9)])
def test_prizes_need_the_quorum(ballots: int, paid: int) -> None:
    """One ballot short, places are shown but nothing is paid and nobody has won."""
    result = rules.tally(count({1: ballots, 2: 0}, prizes=(9,), quorum=5))
    assert places(result)[1] == (1, paid)
    assert result.winners == ((1,) if paid else ())


def test_nobody_moves_up_after_the_close() -> None:
    """An annulled place stays empty."""
    counted = count({1: 5, 2: 4, 3: 3}, prizes=(9, 4, 1))
    assert places(rules.after_close(counted, [annulment(1)])) == {1: (None, 0), 2: (2, 4), 3: (3, 1)}


def test_a_host_can_let_others_move_up() -> None:
    """Then everything is counted again without the entry."""
    counted = count({1: 5, 2: 4, 3: 3}, prizes=(9, 4, 1))
    later = [annulment(2), annulment(1, moved_up=True)]
    assert places(rules.after_close(counted, later)) == {1: (None, 0), 2: (None, 0), 3: (1, 9)}


@UNTIMED
@given(st.integers(0, 10**12), st.integers(1, 500))
def test_a_split_loses_nothing(amount: int, shares: int) -> None:
    """Shares add up exactly, and differ by at most one token."""
    parts = rules.split(amount, shares)
    assert sum(parts) == amount
    assert len(parts) == shares
    assert max(parts) - min(parts) <= 1


@UNTIMED
@given(counts())
def test_prizes_are_conserved(given_count: Counted) -> None:
    """Paid and withheld prizes add up to those of the taken places, or to nothing without a quorum."""
    counted, *_ = given_count
    result = rules.tally(counted)
    taken = sum(each.place is not None for each in result.standings)
    offered = sum(counted.prizes[:taken]) if result.quorum_met else 0
    assert sum(each.prize + each.withheld for each in result.standings) == offered
    assert all(each.prize == 0 for each in result.standings if each.number in counted.unpaid)


@UNTIMED
@given(counts())
def test_places_follow_the_votes(given_count: Counted) -> None:
    """More votes mean a better place, equal votes the same one if ties share. A place needs a vote."""
    counted, *_ = given_count
    result = rules.tally(counted)
    assert sorted(each.number for each in result.standings) == sorted(counted.votes)
    placed = [each for each in result.standings if each.place is not None]
    assert [each.place for each in placed] == sorted(each.place for each in placed if each.place)
    for better, worse in pairwise(placed):
        assert better.votes >= worse.votes > 0
        if counted.ties is TieRule.SHARE:
            assert (better.place == worse.place) == (better.votes == worse.votes)
    for each in placed:
        assert each.place is not None
        at_least = sum(other.votes > each.votes for other in placed) + 1
        assert each.place == at_least or counted.ties is TieRule.DRAW
    assert not {each.number for each in placed} & (
        counted.disqualified | counted.out_of_competition | counted.erased
    )


@UNTIMED
@given(counts(), st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(given_count: Counted, chance: Random) -> None:
    """In any order that the store returns them."""
    counted, *_ = given_count
    numbers = list(counted.votes)
    chance.shuffle(numbers)
    votes = {number: counted.votes[number] for number in numbers}
    assert rules.tally(replace(counted, votes=votes)) == rules.tally(counted)


def test_only_entries_on_the_list_have_votes() -> None:
    """And each ballot counts once for each of its entries."""
    ballots = [Ballot("a", frozenset({1, 2})), Ballot("b", frozenset({2, 9}))]
    assert rules.votes_on([1, 2, 3], ballots) == {1: 1, 2: 2, 3: 0}


@UNTIMED
@given(counts(), st.integers(1, 8))
def test_another_vote_never_harms_an_entry(given_count: Counted, number: int) -> None:
    """A vote can't cost an entry its place."""
    counted, *_ = given_count
    if number not in counted.votes:
        return
    before = rules.tally(counted).by_number[number].place
    more = {**counted.votes, number: counted.votes[number] + 1}
    after = rules.tally(replace(counted, votes=more, ballots=counted.ballots + 1)).by_number[number].place
    assert before is None or (after is not None and after <= before)


@UNTIMED
@given(counts())
def test_annulling_never_moves_anybody(given_count: Counted) -> None:
    """Unless a host says so, all other entries keep place and prize."""
    counted, later, *_ = given_count
    still = [replace(each, moved_up=False) for each in later]
    before, after = rules.tally(counted).by_number, rules.after_close(counted, still).by_number
    gone = {each.number for each in later}
    assert all(after[number].place is None for number in gone)
    assert all(after[number] == before[number] for number in counted.votes if number not in gone)


def test_each_voter_has_an_order_of_their_own() -> None:
    """It's the same each time, and differs between voters for entries that were shown equally often."""
    shown = dict.fromkeys(range(1, 25), 0)
    orders = [rules.voter_order(SEED, "abc", voter, shown) for voter in range(50)]
    assert orders == [rules.voter_order(SEED, "abc", voter, shown) for voter in range(50)]
    assert len({tuple(order) for order in orders}) == 50
    assert all(sorted(order) == sorted(shown) for order in orders)


@UNTIMED
@given(st.dictionaries(st.integers(1, 30), st.integers(0, 3), min_size=1), st.integers(1, 2**60))
def test_the_least_shown_entries_come_first(shown: dict[int, int], voter: int) -> None:
    """So that every entry is seen about equally often, even if nobody looks at all of them."""
    order = rules.voter_order(SEED, "abc", voter, shown)
    assert [shown[number] for number in order] == sorted(shown.values())


def test_entries_are_seen_equally_often() -> None:
    """Voters who look at only four of thirty see each of them equally often, plus or minus one."""
    shown = dict.fromkeys(range(1, 31), 0)
    for voter in range(60):
        for number in rules.voter_order(SEED, "abc", voter, shown)[:4]:
            shown[number] += 1
    assert max(shown.values()) - min(shown.values()) <= 1


def test_numbers_do_not_tell_who_entered_first() -> None:
    """The seed shuffles them."""
    entries = list(range(100, 140))
    order = rules.shuffled(SEED, entries)
    assert sorted(order) == entries
    assert order not in (entries, entries[::-1])
    assert order != rules.shuffled(b"\x08" * 32, entries)

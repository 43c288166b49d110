"""Contests, entries and counts for tests."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.contests.model import (
    DAY_MS,
    Ballot,
    Contest,
    ContestSettings,
    Count,
    Disqualification,
    Phase,
    Schedule,
    TieRule,
)
from bot.contests.record import build, entries_hash
from bot.contests.rules import votes_on

# How long an example takes only says how busy the machine is.
UNTIMED = examples(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOW = 1_800_000_000_000
HOUR = 3_600_000
GUILD = 7_000
HOST = 1
SCHEDULE = Schedule(NOW, NOW + 48 * HOUR, NOW + 72 * HOUR)


def settings(**changes: Any) -> ContestSettings:
    return replace(ContestSettings("Autumn", "A forest in the fog", 90, SCHEDULE), **changes)


def contest(phase: Phase = Phase.OPEN, **changes: Any) -> Contest:
    return Contest(
        1, GUILD, HOST, settings(**changes), phase, NOW - DAY_MS, "c" * 64, host_ids=frozenset({HOST})
    )


def entry_list(numbers: tuple[int, ...]) -> list[tuple[int, str]]:
    return [(number, f"{number:064x}") for number in numbers]


def count(
    votes: dict[int, int],
    *,
    seed: bytes = b"\7" * 32,
    ties: TieRule = TieRule.SHARE,
    prizes: tuple[int, ...] = (),
    quorum: int = 1,
    **flags: Any,
) -> Count:
    """One ballot for each vote, each with one entry."""
    digest = entries_hash(entry_list(tuple(votes)))
    return Count(seed, digest, votes, sum(votes.values()), ties, prizes, quorum, **flags)


def ballots_of(counted: Count) -> list[Ballot]:
    chosen = [number for number, times in counted.votes.items() for _ in range(times)]
    return [Ballot(f"r{place}", frozenset({number})) for place, number in enumerate(chosen)]


def record(
    counted: Count, later: list[Disqualification], ballots: list[Ballot], picks: int
) -> dict[str, Any]:
    return build(
        counted,
        later,
        contest={"title": "Autumn"},
        rules={},
        picks=picks,
        entries=entry_list(tuple(counted.votes)),
        ballots=ballots,
        disqualified=[Disqualification(number, "Off topic", NOW) for number in sorted(counted.disqualified)],
    )


Counted = tuple[Count, list[Disqualification], list[Ballot], int]


@st.composite
def counts(draw: st.DrawFn) -> Counted:
    """Any count, the disqualifications after the close, the ballots, and the allowed picks."""
    numbers = tuple(range(1, draw(st.integers(0, 8)) + 1))
    some = st.frozensets(st.sampled_from(numbers)) if numbers else st.just(frozenset[int]())
    picks = draw(st.integers(1, 5))
    early = draw(some)
    chosen = some.filter(lambda some: bool(some) and len(some - early) <= picks)
    each = draw(st.lists(chosen, max_size=12)) if numbers else []
    ballots = [Ballot(f"receipt-{place}", picked) for place, picked in enumerate(each)]
    counted = Count(
        seed=draw(st.binary(min_size=32, max_size=32)),
        entries_hash=entries_hash(entry_list(numbers)),
        votes=votes_on(numbers, ballots),
        ballots=len(ballots),
        ties=draw(st.sampled_from(TieRule)),
        prizes=tuple(draw(st.lists(st.integers(1, 1_000), max_size=3))),
        quorum=draw(st.integers(1, 8)),
        disqualified=early,
        out_of_competition=draw(some),
        erased=draw(some),
        unpaid=draw(some),
    )
    later = [
        Disqualification(number, "Traced", NOW, after_close=True, moved_up=draw(st.booleans()))
        for number in draw(st.permutations(sorted(draw(some) - early)))
    ]
    return counted, later, ballots, picks

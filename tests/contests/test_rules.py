"""Settings, phases, and who and what can take part."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contests import refusals, rules
from bot.contests.model import DAY_MS, MadePicture, Person, Phase, Schedule
from bot.errors import Refused
from tests.contests.making import GUILD, HOST, HOUR, NOW, SCHEDULE, UNTIMED, contest, settings

OLD_ID = 1 << 22  # from Discord's first days
VOTER = Person(OLD_ID, (), joined_at_ms=NOW - DAY_MS)


@pytest.mark.parametrize(
    ("changes", "refusal", "names"),
    [
        ({"title": "  "}, refusals.TextMissing, "title"),
        ({"title": "x" * 81}, refusals.TextTooLong, "title"),
        ({"theme": "x" * 301}, refusals.TextTooLong, "theme"),
        ({"description": "x" * 1_001}, refusals.TextTooLong, "description"),
        ({"entries_per_member": 0}, refusals.InvalidContestSetting, "entries_per_member"),
        ({"entries_per_member": 6}, refusals.InvalidContestSetting, "entries_per_member"),
        ({"picks": 0}, refusals.InvalidContestSetting, "picks"),
        ({"picks": 6}, refusals.InvalidContestSetting, "picks"),
        ({"quorum": 0}, refusals.InvalidContestSetting, "quorum"),
        ({"cooldown": -1}, refusals.InvalidContestSetting, "cooldown"),
        ({"prizes": (-1,)}, refusals.InvalidContestSetting, "prize_1"),
        ({"prizes": (5, 10**12 + 1)}, refusals.InvalidContestSetting, "prize_2"),
        ({"prizes": (0, 5)}, refusals.PrizeGap, "prize_1"),
        ({"prizes": (5, 5, 5, 5)}, refusals.InvalidContestSetting, "prizes"),
        ({"prizes_expire_after_ms": DAY_MS}, refusals.DependsOn, "prizes_expire"),
        ({"winner_role_for_ms": DAY_MS}, refusals.DependsOn, "winner_role_for"),
        ({"winner_role_id": GUILD}, refusals.InvalidContestSetting, "winner_role"),
        ({"pool_per_member": 5}, refusals.DependsOn, "pool_per_member"),
        ({"pool": 5, "pool_per_member": 6}, refusals.InvalidContestSetting, "pool_per_member"),
        ({"min_days_in_server": -1}, refusals.InvalidContestSetting, "min_days_in_server"),
        ({"min_account_days": 4_000}, refusals.InvalidContestSetting, "min_account_days"),
    ],
)
def test_a_setting_out_of_range_is_named(
    changes: dict[str, Any], refusal: type[refusals.InvalidContestSetting], names: str
) -> None:
    """The refusal has the option's name, so that the sentence can say what to change."""
    with pytest.raises(refusal) as refused:
        rules.check_settings(settings(**changes), GUILD, NOW)
    assert refused.value.setting == names
    assert type(refused.value) is refusal


@pytest.mark.parametrize(
    ("schedule", "refusal"),
    [
        (Schedule(NOW, NOW, NOW + HOUR), refusals.DeadlinePassed),
        (Schedule(NOW, NOW + HOUR, NOW - 1), refusals.DeadlinePassed),
        (Schedule(NOW + 2 * HOUR, NOW + HOUR, NOW + 3 * HOUR), refusals.DeadlinesOutOfOrder),
        (Schedule(NOW, NOW + 2 * HOUR, NOW + HOUR), refusals.DeadlinesOutOfOrder),
        (Schedule(NOW, NOW + 59_999, NOW + HOUR), refusals.PhaseTooShort),
        (Schedule(NOW - HOUR, NOW + 59_999, NOW + HOUR), refusals.PhaseTooShort),
        (Schedule(NOW, NOW + HOUR, NOW + HOUR + 59_999), refusals.PhaseTooShort),
        (Schedule(NOW, NOW + HOUR, NOW + 367 * DAY_MS), refusals.InvalidContestSetting),
    ],
)
def test_deadlines_are_ahead_in_order_and_a_minute_apart(schedule: Schedule, refusal: type[Refused]) -> None:
    """A phase takes at least a minute, counted from now if entries open at once."""
    with pytest.raises(refusal):
        rules.check_settings(settings(schedule=schedule), GUILD, NOW)


def test_a_contest_of_two_minutes_is_allowed() -> None:
    """It's the shortest possible one, even if its opening has just passed."""
    shortest = Schedule(NOW - 1, NOW + 60_000, NOW + 120_000)
    rules.check_settings(settings(schedule=shortest, prizes=(3, 2, 1)), GUILD, NOW)


@pytest.mark.parametrize(
    ("phase", "at_ms", "target"),
    [
        (Phase.ANNOUNCED, NOW - 1, None),
        (Phase.ANNOUNCED, NOW, Phase.OPEN),
        (Phase.OPEN, NOW + 48 * HOUR - 1, None),
        (Phase.OPEN, NOW + 48 * HOUR, Phase.VOTING),
        (Phase.VOTING, NOW + 72 * HOUR - 1, None),
        (Phase.VOTING, NOW + 72 * HOUR, Phase.CLOSED),
        (Phase.CLOSED, NOW + 99 * HOUR, None),
        (Phase.CANCELLED, NOW + 99 * HOUR, None),
    ],
)
def test_phases_follow_the_clock(phase: Phase, at_ms: int, target: Phase | None) -> None:
    """A phase ends in the millisecond of its deadline, not before."""
    move = rules.next_move(phase, SCHEDULE, entries=2, now_ms=at_ms)
    assert (move.target if move else None) is target
    assert move is None or move.schedule == SCHEDULE


def test_voting_that_was_missed_completely_gets_its_planned_length() -> None:
    """From the moment the bot is back."""
    back = SCHEDULE.votes_until_ms
    move = rules.next_move(Phase.OPEN, SCHEDULE, entries=2, now_ms=back)
    assert move is not None
    assert move.schedule == replace(SCHEDULE, votes_until_ms=back + 24 * HOUR)


def test_voting_that_was_missed_in_part_keeps_its_deadline() -> None:
    """Everybody knows when it ends."""
    move = rules.next_move(Phase.OPEN, SCHEDULE, entries=2, now_ms=SCHEDULE.votes_until_ms - 1)
    assert move is not None
    assert move.schedule == SCHEDULE


def test_a_contest_without_entries_closes_instead_of_voting() -> None:
    """There's nothing to vote on."""
    move = rules.next_move(Phase.OPEN, SCHEDULE, entries=0, now_ms=SCHEDULE.entries_until_ms)
    assert move is not None
    assert move.target is Phase.CLOSED


@UNTIMED
@given(st.lists(st.integers(-10, 200).map(lambda hours: NOW + hours * HOUR), min_size=1), st.integers(0, 3))
def test_a_contest_only_moves_forward(times: list[int], entries: int) -> None:
    """However the clock jumps, every phase comes once, and no deadline moves back."""
    phase, schedule = Phase.ANNOUNCED, SCHEDULE
    been = [phase]
    for now_ms in times:
        while (move := rules.next_move(phase, schedule, entries, now_ms)) is not None:
            assert move.source is phase
            assert move.schedule.votes_until_ms >= schedule.votes_until_ms
            phase, schedule = move.target, move.schedule
            been.append(phase)
    order = [Phase.ANNOUNCED, Phase.OPEN, *([Phase.VOTING] if entries else []), Phase.CLOSED]
    assert been == order[: len(been)]


@pytest.mark.parametrize(
    ("phase", "changed"),
    [
        (Phase.ANNOUNCED, {"opens_at_ms": NOW - HOUR}),
        (Phase.OPEN, {"entries_until_ms": NOW - HOUR}),
        (Phase.VOTING, {"votes_until_ms": NOW - HOUR}),
    ],
)
def test_a_host_ends_a_phase_early(phase: Phase, changed: dict[str, int]) -> None:
    """Only that phase's end moves."""
    move = rules.ended_now(phase, SCHEDULE, entries=1, now_ms=NOW - HOUR)
    assert move.schedule == replace(SCHEDULE, **changed)


def test_ending_a_phase_whose_time_is_up_is_the_clocks_move() -> None:
    """A host who is slower than the clock doesn't change a deadline."""
    late = SCHEDULE.votes_until_ms + HOUR
    assert rules.ended_now(Phase.VOTING, SCHEDULE, 1, late) == rules.next_move(
        Phase.VOTING, SCHEDULE, 1, late
    )


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.CANCELLED])
def test_what_is_over_is_not_ended_or_extended(phase: Phase) -> None:
    """The refusal names the current phase."""
    with pytest.raises(refusals.WrongPhase):
        rules.ended_now(phase, SCHEDULE, 1, NOW)
    with pytest.raises(refusals.WrongPhase):
        rules.extended(phase, SCHEDULE, NOW + DAY_MS, NOW)


def test_extending_entries_keeps_the_length_of_voting() -> None:
    """Later deadlines move by the same time."""
    extended = rules.extended(Phase.OPEN, SCHEDULE, SCHEDULE.entries_until_ms + HOUR, NOW)
    assert extended == Schedule(NOW, NOW + 49 * HOUR, NOW + 73 * HOUR)


def test_a_phase_is_only_extended() -> None:
    """It's not shortened, not extended after its end, and not beyond a year."""
    with pytest.raises(refusals.OnlyUp):
        rules.extended(Phase.VOTING, SCHEDULE, SCHEDULE.votes_until_ms, NOW)
    with pytest.raises(refusals.DeadlinePassed):
        rules.extended(Phase.OPEN, SCHEDULE, NOW + 99 * HOUR, SCHEDULE.entries_until_ms)
    with pytest.raises(refusals.InvalidContestSetting):
        rules.extended(Phase.OPEN, SCHEDULE, NOW + 366 * DAY_MS, NOW)


@pytest.mark.parametrize(
    ("before", "after", "refusal"),
    [
        ((5,), (5, 5), None),
        ((5,), (6,), None),
        ((), (1,), None),
        ((5,), (4,), refusals.OnlyUp),
        ((5, 5), (5,), refusals.OnlyUp),
        ((5,), (5, 0, 5), refusals.PrizeGap),
    ],
)
def test_prizes_only_go_up(
    before: tuple[int, ...], after: tuple[int, ...], refusal: type[Refused] | None
) -> None:
    """Announced prizes stay."""
    edit = settings(prizes=before), settings(prizes=after)
    if refusal is None:
        rules.check_edit(*edit)
    else:
        with pytest.raises(refusal):
            rules.check_edit(*edit)


@pytest.mark.parametrize(
    ("person", "role_id", "can"),
    [
        (Person(5, can_manage_server=True), None, True),
        (Person(5, role_ids=(8,)), 8, True),
        (Person(5, role_ids=(8,)), None, False),
        (Person(5, role_ids=(8,)), 9, False),
    ],
)
def test_who_can_host(person: Person, role_id: int | None, can: bool) -> None:
    """Members with Manage Server, and those with the hosts' role."""
    if can:
        rules.check_host(person, role_id)
    else:
        with pytest.raises(refusals.NotHost):
            rules.check_host(person, role_id)


@pytest.mark.parametrize(
    ("person", "changes", "enters", "votes"),
    [
        (VOTER, {}, None, None),
        (replace(VOTER, is_bot=True), {}, refusals.BotsTakeNoPart, refusals.BotsTakeNoPart),
        (replace(VOTER, user_id=HOST), {}, refusals.HostsTakeNoPart, refusals.HostsTakeNoPart),
        (replace(VOTER, joined_at_ms=NOW + 1), {}, None, refusals.JoinedTooLate),
        (replace(VOTER, joined_at_ms=None), {}, None, refusals.JoinedTooLate),
        (replace(VOTER, joined_at_ms=NOW + 1), {"joined_before_opening": False}, None, None),
        (VOTER, {"min_days_in_server": 2}, refusals.JoinedTooLate, refusals.JoinedTooLate),
        (VOTER, {"min_days_in_server": 1}, None, None),
        (VOTER, {"entrants_role_id": 8}, refusals.RoleMissing, None),
        (VOTER, {"voters_role_id": 8}, None, refusals.RoleMissing),
        (replace(VOTER, role_ids=(8,)), {"entrants_role_id": 8, "voters_role_id": 8}, None, None),
        (VOTER, {"voters_role_id": GUILD}, None, None),  # @everyone
        (replace(VOTER, user_id=(NOW - 1_420_070_400_000) << 22), {}, None, refusals.AccountTooYoung),
        (
            replace(VOTER, user_id=(NOW - 1_420_070_400_000) << 22),
            {"min_account_days": 0},
            None,
            None,
        ),
    ],
)
def test_who_can_enter_and_vote(
    person: Person, changes: dict[str, Any], enters: type[Refused] | None, votes: type[Refused] | None
) -> None:
    """Voters are fixed when entries open, so nobody joins or creates an account to vote."""
    running = contest(**changes)
    for expected, check in (
        (enters, lambda: rules.check_entrant(running, person)),
        (votes, lambda: rules.check_voter(running, person, NOW)),
    ):
        if expected is None:
            check()
        else:
            with pytest.raises(expected):
                check()


def test_hosts_can_take_part_where_the_contest_says_so() -> None:
    """The contest announces it."""
    host = replace(VOTER, user_id=OLD_ID)
    running = replace(contest(host_may_take_part=True), host_ids=frozenset({OLD_ID}))
    rules.check_entrant(running, host)
    rules.check_voter(running, host, NOW)


PICTURE = MadePicture(9, GUILD, 5, NOW, private=True)


@pytest.mark.parametrize(
    ("picture", "changes", "refusal"),
    [
        (PICTURE, {}, None),
        (None, {}, refusals.NotYourPicture),
        (replace(PICTURE, user_id=6), {}, refusals.NotYourPicture),
        (replace(PICTURE, guild_id=GUILD + 1), {}, refusals.NotYourPicture),
        (replace(PICTURE, made_at_ms=NOW - 1), {}, refusals.MadeTooEarly),
        (replace(PICTURE, private=False), {}, refusals.MadeInPublic),
        (replace(PICTURE, private=False), {"public_entries": True}, None),
        (replace(PICTURE, private=False), {"anonymous": False}, None),
    ],
)
def test_which_pictures_count(
    picture: MadePicture | None, changes: dict[str, Any], refusal: type[Refused] | None
) -> None:
    """Made by this bot, for this member, in this server, after entries opened, and privately if needed."""
    if refusal is None:
        rules.check_picture(contest(**changes), picture, 5)
    else:
        with pytest.raises(refusal):
            rules.check_picture(contest(**changes), picture, 5)


@pytest.mark.parametrize(
    ("phase", "asked", "at_ms", "refusal", "carries"),
    [
        (Phase.OPEN, Phase.OPEN, SCHEDULE.entries_until_ms - 1, None, None),
        (Phase.OPEN, Phase.OPEN, SCHEDULE.entries_until_ms, refusals.DeadlinePassed, NOW + 48 * HOUR),
        (Phase.ANNOUNCED, Phase.OPEN, NOW - 1, refusals.WrongPhase, NOW),
        (Phase.OPEN, Phase.VOTING, NOW, refusals.WrongPhase, NOW + 48 * HOUR),
        (Phase.CLOSED, Phase.VOTING, NOW, refusals.WrongPhase, None),
    ],
)
def test_what_is_asked_in_the_wrong_phase(
    phase: Phase,
    asked: Phase,
    at_ms: int,
    refusal: type[refusals.WrongPhase | refusals.DeadlinePassed] | None,
    carries: int | None,
) -> None:
    """Late is late, even before the clock has moved it. The refusal says when it's time."""
    if refusal is None:
        rules.check_running(contest(phase), asked, at_ms)
    else:
        with pytest.raises(refusal) as refused:
            rules.check_running(contest(phase), asked, at_ms)
        assert refused.value.at_ms == carries

"""The rules of a contest, as pure functions. The time is always an argument."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bot.contests import refusals
from bot.contests.model import (
    DAY_MS,
    Ballot,
    Contest,
    ContestSettings,
    Count,
    Disqualification,
    MadePicture,
    Move,
    Person,
    Phase,
    Result,
    Schedule,
    Standing,
    TieRule,
)

SHORTEST_PHASE_MS = 60_000
FURTHEST_MS = 366 * DAY_MS
TITLE_LIMIT = 80
THEME_LIMIT = 300
DESCRIPTION_LIMIT = 1_000
REASON_LIMIT = 300
MOST_ENTRIES_PER_MEMBER = 5
MOST_ENTRIES = 500
MOST_PICKS = 5
DEFAULT_PICKS = 3
MANY_ENTRIES = 12
MOST_PRIZES = 3
LARGEST_PRIZE = 10**12
LEAST_QUORUM = 5
MOST_QUORUM = 100_000
MOST_COOLDOWN = 50
MOST_DAYS = 3_650

_DISCORD_EPOCH_MS = 1_420_070_400_000


def check_settings(settings: ContestSettings, guild_id: int, now_ms: int) -> None:
    """Raises the first `InvalidContestSetting`, `DeadlinesOutOfOrder`, `PhaseTooShort` or `DeadlinePassed`.

    A contest that opens at or before `now_ms` opens at once.
    """
    check_text("title", settings.title, TITLE_LIMIT)
    check_text("theme", settings.theme, THEME_LIMIT)
    if settings.description is not None:
        check_text("description", settings.description, DESCRIPTION_LIMIT)
    check_schedule(settings.schedule, now_ms)
    _check_range("entries_per_member", settings.entries_per_member, 1, MOST_ENTRIES_PER_MEMBER)
    _check_range("picks", settings.picks, 1, MOST_PICKS)
    _check_range("quorum", settings.quorum, 1, MOST_QUORUM)
    _check_range("cooldown", settings.cooldown, 0, MOST_COOLDOWN)
    _check_range("min_days_in_server", settings.min_days_in_server, 0, MOST_DAYS)
    _check_range("min_account_days", settings.min_account_days, 0, MOST_DAYS)
    _check_prizes(settings)
    _check_roles(settings, guild_id)
    _check_range("pool", settings.pool, 0, LARGEST_PRIZE)
    if settings.pool_per_member is not None:
        if not settings.pool:
            raise refusals.DependsOn("pool_per_member", other="pool")
        _check_range("pool_per_member", settings.pool_per_member, 1, settings.pool)


def check_text(setting: str, text: str, limit: int) -> None:
    """Raises `TextMissing` or `TextTooLong`."""
    if not text.strip():
        raise refusals.TextMissing(setting, least=1, most=limit)
    if len(text) > limit:
        raise refusals.TextTooLong(setting, most=limit, length=len(text))


def check_schedule(schedule: Schedule, now_ms: int) -> None:
    """Raises `DeadlinePassed`, `DeadlinesOutOfOrder`, `PhaseTooShort` or `InvalidContestSetting`."""
    opens_at_ms = max(schedule.opens_at_ms, now_ms)
    for setting, at_ms in (
        ("entries_until", schedule.entries_until_ms),
        ("votes_until", schedule.votes_until_ms),
    ):
        if at_ms <= now_ms:
            raise refusals.DeadlinePassed(setting, at_ms)
    phases = (
        (Phase.OPEN, "opens", opens_at_ms, "entries_until", schedule.entries_until_ms),
        (
            Phase.VOTING,
            "entries_until",
            schedule.entries_until_ms,
            "votes_until",
            schedule.votes_until_ms,
        ),
    )
    for phase, earlier, start_ms, later, end_ms in phases:
        if end_ms <= start_ms:
            raise refusals.DeadlinesOutOfOrder(earlier, start_ms, later, end_ms)
        if end_ms - start_ms < SHORTEST_PHASE_MS:
            raise refusals.PhaseTooShort(phase, end_ms - start_ms, SHORTEST_PHASE_MS)
    if schedule.votes_until_ms > now_ms + FURTHEST_MS:
        raise refusals.InvalidContestSetting("votes_until", most=now_ms + FURTHEST_MS)


def _check_prizes(settings: ContestSettings) -> None:
    if len(settings.prizes) > MOST_PRIZES:
        raise refusals.InvalidContestSetting("prizes", 0, MOST_PRIZES)
    for place, prize in enumerate(settings.prizes, start=1):
        if prize == 0 and any(settings.prizes[place:]):
            raise refusals.PrizeGap(f"prize_{place}", place=place)
        _check_range(f"prize_{place}", prize, 1, LARGEST_PRIZE)
    if settings.prizes_expire_after_ms is not None:
        if not settings.prizes:
            raise refusals.DependsOn("prizes_expire", other="prize_1")
        _check_range("prizes_expire", settings.prizes_expire_after_ms, SHORTEST_PHASE_MS, 10 * FURTHEST_MS)


def _check_roles(settings: ContestSettings, guild_id: int) -> None:
    if settings.winner_role_id == guild_id:  # the id of @everyone
        raise refusals.InvalidContestSetting("winner_role")
    if settings.winner_role_for_ms is not None:
        if settings.winner_role_id is None:
            raise refusals.DependsOn("winner_role_for", other="winner_role")
        _check_range("winner_role_for", settings.winner_role_for_ms, SHORTEST_PHASE_MS, 10 * FURTHEST_MS)


def _check_range(setting: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise refusals.InvalidContestSetting(setting, least, most)


# Phases.


def next_move(phase: Phase, schedule: Schedule, entries: int, now_ms: int) -> Move | None:
    """The due change of phase, or None. Call again after each one, because several can be due at once.

    Deadlines don't move, with one exception. If the bot was off for the whole of voting, voting gets its
    planned length from now.
    """
    ends_at_ms = schedule.ends_at_ms(phase)
    if ends_at_ms is None or now_ms < ends_at_ms:
        return None
    target = _following(phase, entries)
    if target is Phase.VOTING and now_ms >= schedule.votes_until_ms:
        schedule = replace(schedule, votes_until_ms=now_ms + schedule.voting_ms)
    return Move(phase, target, schedule)


def ended_now(phase: Phase, schedule: Schedule, entries: int, now_ms: int) -> Move:
    """A host ends the current phase. The deadlines of later phases don't move. Raises `WrongPhase`.

    If the phase's own time is already up, this is the clock's move.
    """
    due = next_move(phase, schedule, entries, now_ms)
    if due is not None:
        return due
    match phase:
        case Phase.ANNOUNCED:
            schedule = replace(schedule, opens_at_ms=now_ms)
        case Phase.OPEN:
            schedule = replace(schedule, entries_until_ms=now_ms)
        case Phase.VOTING:
            schedule = replace(schedule, votes_until_ms=now_ms)
        case _:
            raise refusals.WrongPhase(phase)
    return Move(phase, _following(phase, entries), schedule)


def _following(phase: Phase, entries: int) -> Phase:
    """Without entries there's nothing to vote on, so the contest closes."""
    match phase:
        case Phase.ANNOUNCED:
            return Phase.OPEN
        case Phase.OPEN if entries:
            return Phase.VOTING
        case _:
            return Phase.CLOSED


def extended(phase: Phase, schedule: Schedule, until_ms: int, now_ms: int) -> Schedule:
    """The schedule with the current phase's end and all later deadlines moved back by the same time.

    Raises `WrongPhase`, `DeadlinePassed` for a phase that has ended, `OnlyUp` and `InvalidContestSetting`.
    """
    ends_at_ms = schedule.ends_at_ms(phase)
    if ends_at_ms is None:
        raise refusals.WrongPhase(phase)
    if now_ms >= ends_at_ms:
        raise refusals.DeadlinePassed(phase.value, ends_at_ms)
    if until_ms <= ends_at_ms:
        raise refusals.OnlyUp("until", ends_at_ms + 1)
    by_ms = until_ms - ends_at_ms
    schedule = Schedule(
        opens_at_ms=schedule.opens_at_ms + (by_ms if phase is Phase.ANNOUNCED else 0),
        entries_until_ms=schedule.entries_until_ms + (by_ms if phase is not Phase.VOTING else 0),
        votes_until_ms=schedule.votes_until_ms + by_ms,
    )
    if schedule.votes_until_ms > now_ms + FURTHEST_MS:
        raise refusals.InvalidContestSetting(
            "until", most=until_ms - schedule.votes_until_ms + now_ms + FURTHEST_MS
        )
    return schedule


def check_edit(before: ContestSettings, after: ContestSettings) -> None:
    """Hosts can change description, channel and prizes, but prizes only upward.

    Raises `OnlyUp` or `InvalidContestSetting`.
    """
    if after.description is not None:
        check_text("description", after.description, DESCRIPTION_LIMIT)
    _check_prizes(after)
    for place in range(MOST_PRIZES):
        promised = before.prizes[place] if place < len(before.prizes) else 0
        if (after.prizes[place] if place < len(after.prizes) else 0) < promised:
            raise refusals.OnlyUp(f"prize_{place + 1}", promised)


# Who and what can take part.


def account_created_ms(user_id: int) -> int:
    """When a Discord account was created. The upper bits of its id are a time."""
    return (user_id >> 22) + _DISCORD_EPOCH_MS


def check_host(person: Person, hosts_role_id: int | None) -> None:
    """Raises `NotHost`."""
    if not person.can_manage_server and (hosts_role_id is None or hosts_role_id not in person.role_ids):
        raise refusals.NotHost(hosts_role_id)


def check_entrant(contest: Contest, person: Person) -> None:
    """Raises `BotsTakeNoPart`, `HostsTakeNoPart`, `RoleMissing` or `JoinedTooLate`."""
    settings = contest.settings
    _check_taking_part(contest, person, settings.entrants_role_id)
    if settings.min_days_in_server:
        _check_joined(settings, person)


def check_voter(contest: Contest, person: Person, now_ms: int) -> None:
    """Raises `BotsTakeNoPart`, `HostsTakeNoPart`, `RoleMissing`, `JoinedTooLate` or `AccountTooYoung`."""
    settings = contest.settings
    _check_taking_part(contest, person, settings.voters_role_id)
    if settings.joined_before_opening or settings.min_days_in_server:
        _check_joined(settings, person)
    old_enough_at_ms = account_created_ms(person.user_id) + settings.min_account_days * DAY_MS
    if now_ms < old_enough_at_ms:
        raise refusals.AccountTooYoung(settings.min_account_days, old_enough_at_ms)


def _check_taking_part(contest: Contest, person: Person, role_id: int | None) -> None:
    if person.is_bot:
        raise refusals.BotsTakeNoPart
    if person.user_id in contest.host_ids and not contest.settings.host_may_take_part:
        raise refusals.HostsTakeNoPart
    if role_id is not None and role_id != contest.guild_id and role_id not in person.role_ids:
        raise refusals.RoleMissing(role_id)


def _check_joined(settings: ContestSettings, person: Person) -> None:
    before_ms = settings.schedule.opens_at_ms - settings.min_days_in_server * DAY_MS
    if person.joined_at_ms is None or person.joined_at_ms > before_ms:
        raise refusals.JoinedTooLate(before_ms)


def check_picture(contest: Contest, picture: MadePicture | None, user_id: int) -> None:
    """Checks the origin: made by this bot, in this server, by this member, after entries opened.

    If makers are secret, it must also be private, unless public entries are allowed. Raises `NotYourPicture`,
    `MadeTooEarly` or `MadeInPublic`.
    """
    if picture is None or (picture.guild_id, picture.user_id) != (contest.guild_id, user_id):
        raise refusals.NotYourPicture
    settings = contest.settings
    if picture.made_at_ms < settings.schedule.opens_at_ms:
        raise refusals.MadeTooEarly(settings.schedule.opens_at_ms)
    if settings.anonymous and not settings.public_entries and not picture.private:
        raise refusals.MadeInPublic


def check_running(contest: Contest, phase: Phase, now_ms: int) -> None:
    """Raises `WrongPhase`, or `DeadlinePassed` if the phase's time is up."""
    schedule = contest.settings.schedule
    if contest.phase is not phase:
        raise wrong_phase(contest, phase)
    ends_at_ms = schedule.ends_at_ms(phase)
    if ends_at_ms is not None and now_ms >= ends_at_ms:
        raise refusals.DeadlinePassed(phase.value, ends_at_ms)


def wrong_phase(contest: Contest, needed: Phase) -> refusals.WrongPhase:
    """The refusal of an action that requires the phase `needed`."""
    schedule = contest.settings.schedule
    starts = {
        Phase.OPEN: schedule.opens_at_ms,
        Phase.VOTING: schedule.entries_until_ms,
        Phase.CLOSED: schedule.votes_until_ms,
    }
    phases = list(Phase)
    ahead = phases.index(contest.phase) < phases.index(needed)
    return refusals.WrongPhase(contest.phase, needed, starts[needed] if ahead else None)


# Voting.


def picks_allowed(picks: int | None, entries: int) -> int:
    """How many entries a voter can pick: the set value, else 3, or a quarter of many entries, up to 5."""
    if picks is not None:
        return picks
    return DEFAULT_PICKS if entries <= MANY_ENTRIES else min(MOST_PICKS, max(DEFAULT_PICKS, entries // 4))


def quorum_needed(quorum: int | None, prizes: Sequence[int]) -> int:
    """How many ballots are needed for prizes: the set value, else 5, or two for each prize if that's more."""
    return quorum if quorum is not None else max(LEAST_QUORUM, 2 * sum(prize > 0 for prize in prizes))


def keyed(seed: bytes, entries_hash: str, *parts: str | int) -> bytes:
    """HMAC-SHA256 of the hash of the entries and its purpose, which nobody can know before the seed."""
    message = ":".join((entries_hash, *map(str, parts)))
    return hmac.new(seed, message.encode(), hashlib.sha256).digest()


def draw(seed: bytes, entries_hash: str, numbers: Iterable[int]) -> list[int]:
    """The published draw. The entry with the smallest HMAC comes first."""
    return sorted(numbers, key=lambda number: keyed(seed, entries_hash, "draw", number))


def shuffled(seed: bytes, entry_ids: Iterable[int]) -> list[int]:
    """The order in which entries get their numbers. It doesn't reveal who entered first."""
    return sorted(entry_ids, key=lambda entry_id: keyed(seed, "", "number", entry_id))


def voter_order(seed: bytes, entries_hash: str, voter_id: int, shown: Mapping[int, int]) -> list[int]:
    """A voter's own order of the entries, least shown first. `shown` is how many voters saw each number.

    The same voter gets the same order for the same `shown`.
    """
    return sorted(
        shown, key=lambda number: (shown[number], keyed(seed, entries_hash, "order", voter_id, number))
    )


# Results.


def votes_on(numbers: Iterable[int], ballots: Iterable[Ballot]) -> dict[int, int]:
    """How many ballots approve each entry. Numbers that aren't on the list don't count."""
    votes = dict.fromkeys(numbers, 0)
    for ballot in ballots:
        for number in ballot.numbers & votes.keys():
            votes[number] += 1
    return votes


def tally(count: Count) -> Result:
    """Places, votes and prizes. Entries that are disqualified, erased or out of competition take no place."""
    votes = count.votes
    no_place = count.disqualified | count.out_of_competition | count.erased
    competing = [number for number in votes if votes[number] and number not in no_place]
    drawn = draw(count.seed, count.entries_hash, competing)
    order = sorted(drawn, key=lambda number: -votes[number])  # stable: the draw decides between equals
    paying = count.prizes if count.ballots >= count.quorum else ()
    standings = [
        Standing(
            number,
            votes[number],
            place,
            prize=0 if number in count.unpaid else prize,
            withheld=prize if number in count.unpaid else 0,
        )
        for number, place, prize in _placed(order, votes, paying, count.ties)
    ]
    others = sorted(votes.keys() - set(order), key=lambda number: (-votes[number], number))
    standings += [Standing(number, votes[number], None) for number in others]
    return Result(tuple(standings), count.ballots, count.quorum)


def _placed(
    order: Sequence[int], votes: Mapping[int, int], prizes: Sequence[int], ties: TieRule
) -> Iterable[tuple[int, int, int]]:
    """(number, place, prize) for each entry. Tied entries share place and prizes: 1, 1, 3."""
    groups = (
        [list(group) for _, group in groupby(order, key=lambda number: votes[number])]
        if ties is TieRule.SHARE
        else [[number] for number in order]
    )
    place = 1
    for group in groups:
        pot = sum(prizes[place - 1 : place - 1 + len(group)])
        for number, prize in zip(group, split(pot, len(group)), strict=True):
            yield number, place, prize
        place += len(group)


def split(amount: int, shares: int) -> list[int]:
    """Whole tokens that add up to `amount`. The first ones get one more each if it doesn't divide."""
    each, rest = divmod(amount, shares)
    return [each + (place < rest) for place in range(shares)]


def after_close(count: Count, later: Sequence[Disqualification]) -> Result:
    """The result after the disqualifications that followed the close, in their order.

    An annulled place stays empty. Only if a host lets others move up, everything is counted again without the
    entries disqualified so far.
    """
    moves = [index for index, each in enumerate(later, start=1) if each.moved_up]
    recounted = moves[-1] if moves else 0
    gone = {each.number for each in later[:recounted]}
    result = tally(replace(count, disqualified=count.disqualified | gone))
    annulled = {each.number for each in later[recounted:]}
    return replace(
        result,
        standings=tuple(
            replace(each, place=None, prize=0, withheld=0) if each.number in annulled else each
            for each in result.standings
        ),
    )

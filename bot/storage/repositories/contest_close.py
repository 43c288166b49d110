"""The close of a contest: counting, places, prizes, and later changes to them."""

from collections.abc import Iterable, Sequence

from bot.budgets.grants import GrantSource
from bot.contests.audit_kinds import ContestAct
from bot.contests.model import Contest, Count, Disqualification, Result, Standing
from bot.contests.ports import TaskKind
from bot.contests.record import entries_hash
from bot.contests.rules import after_close, quorum_needed, tally
from bot.storage.database import Row, Rows, Transaction, Value
from bot.storage.repositories.audit import Entry as AuditRow
from bot.storage.repositories.audit import note
from bot.storage.repositories.contest_rows import disqualifications_of, seed_of
from bot.storage.repositories.contest_tasks import add_task
from bot.storage.repositories.grants import give
from bot.storage.repositories.ledger import Owner, post_entry

ENTRIES = "SELECT * FROM contest_entry WHERE contest_id = :id AND number IS NOT NULL ORDER BY number"

# Hosts' ballots don't count if hosts can't take part, because they may have voted before they became hosts.
COUNT_BALLOTS = """
UPDATE contest_ballot SET counted = 1
WHERE contest_id = :id
    AND EXISTS (
        SELECT 1 FROM contest_pick
        WHERE contest_pick.contest_id = contest_ballot.contest_id
            AND contest_pick.user_id = contest_ballot.user_id
    )
    AND (:hosts_count = 1 OR NOT EXISTS (
        SELECT 1 FROM contest_host
        WHERE contest_host.contest_id = contest_ballot.contest_id
            AND contest_host.user_id = contest_ballot.user_id
    ))
RETURNING user_id
"""

VOTES = """
SELECT number, count(*) AS votes FROM contest_pick
WHERE contest_id = :id AND EXISTS (
    SELECT 1 FROM contest_ballot
    WHERE contest_ballot.contest_id = contest_pick.contest_id
        AND contest_ballot.user_id = contest_pick.user_id AND counted = 1
)
GROUP BY number
"""

# Winners of the server's latest contests with prizes.
RECENT_WINNERS = """
SELECT DISTINCT user_id FROM contest_entry WHERE place = 1 AND contest_id IN (
    SELECT id FROM contest
    WHERE guild_id = :guild_id AND phase = 'closed' AND id <> :id AND ballots >= quorum
    ORDER BY closed_at_ms DESC, id DESC LIMIT :cooldown
)
"""

STAND = """
UPDATE contest_entry SET votes = :votes, place = :place, prize = :prize, no_place = :no_place,
    unpaid = :unpaid
WHERE contest_id = :id AND number = :number
"""

STAND_LATER = """
UPDATE contest_entry SET place = :place, prize = :prize WHERE contest_id = :id AND number = :number
"""

PRIZE = """
INSERT INTO contest_prize (account_id, contest_id, number, amount)
VALUES (:account_id, :id, :number, :amount)
"""

PRIZES = """
SELECT number, amount, account.* FROM contest_prize JOIN account ON account.id = account_id
WHERE contest_id = :id ORDER BY account_id
"""

# Holds stay for their pictures. The prize ends now, so that nobody can spend a hold that's released later. A
# period can't be empty.
TAKE_BACK = """
UPDATE account SET spent = spent + :amount, period_end_ms = CASE
    WHEN period_end_ms <= :now_ms THEN period_end_ms
    WHEN period_start_ms < :now_ms THEN :now_ms
    ELSE period_start_ms + 1
END
WHERE id = :account_id AND spent = :spent AND held = :held RETURNING id
"""


def close(row: Row, contest: Contest, now_ms: int) -> Transaction[dict[str, Value]]:
    """Counts the ballots, writes places and prizes, and pays. Returns what the contest stores of it."""
    ballots = yield COUNT_BALLOTS, {"id": contest.id, "hosts_count": int(contest.settings.host_may_take_part)}
    votes = {each["number"]: each["votes"] for each in (yield VOTES, {"id": contest.id})}
    entries = yield ENTRIES, {"id": contest.id}
    count = yield from _count(row, contest, entries, votes, len(ballots))
    result = tally(count)
    makers = {entry["number"]: entry["user_id"] for entry in entries}
    for standing in result.standings:
        number = standing.number
        no_place = (
            "erased" if number in count.erased else "cooldown" if number in count.out_of_competition else None
        )
        placing = {"votes": standing.votes, "place": standing.place, "prize": standing.prize}
        unpaid = int(number in count.unpaid)
        yield STAND, {"id": contest.id, "number": number, **placing, "no_place": no_place, "unpaid": unpaid}
        if standing.prize:
            yield from _pay(contest, standing, standing.prize, makers[number], now_ms)
    yield from _give_roles(contest, {makers[number] for number in result.winners}, now_ms)
    yield from add_task(contest.id, TaskKind.RESULTS, 0)
    return {"ballots": result.ballots, "quorum": result.quorum}


def annul(
    row: Row, contest: Contest, entry: Row, *, move_up: bool, actor_id: int, now_ms: int
) -> Transaction[tuple[int, int]]:
    """Recounts after a stored disqualification. Returns (paid, taken back) of the entry."""
    entries = yield ENTRIES, {"id": contest.id}
    before = {each["number"]: each for each in entries}
    result = after_close(*stored_count(row, contest, entries))
    paid = yield from _paid(contest.id)
    for standing in result.standings:
        was = before[standing.number]
        if (was["place"], was["prize"]) == (standing.place, standing.prize):
            continue
        placing = {"place": standing.place, "prize": standing.prize}
        yield STAND_LATER, {"id": contest.id, "number": standing.number, **placing}
        gains = standing.prize - sum(each["amount"] for each in paid if each["number"] == standing.number)
        if move_up and gains > 0 and was["user_id"] > 0:
            yield from _pay(contest, standing, gains, was["user_id"], now_ms)
    theirs = [each for each in paid if each["number"] == entry["number"]]
    taken_back = yield from _take_back(contest, theirs, actor_id, now_ms)
    yield from _move_roles(contest, before, result, now_ms)
    yield from add_task(contest.id, TaskKind.RESULTS, entry["disqualified_nth"])
    return sum(each["amount"] for each in theirs), taken_back


def stored_count(row: Row, contest: Contest, entries: Rows) -> tuple[Count, list[Disqualification]]:
    """The basis of a closed contest's result, and the later disqualifications."""
    disqualified = disqualifications_of(entries)
    count = Count(
        seed=seed_of(row),
        entries_hash=contest.entries_hash or entries_hash([]),
        votes={entry["number"]: entry["votes"] for entry in entries},
        ballots=row["ballots"],
        ties=contest.settings.ties,
        prizes=contest.settings.prizes,
        quorum=row["quorum"],
        disqualified=frozenset(each.number for each in disqualified if not each.after_close),
        out_of_competition=frozenset(e["number"] for e in entries if e["no_place"] == "cooldown"),
        erased=frozenset(entry["number"] for entry in entries if entry["no_place"] == "erased"),
        unpaid=frozenset(entry["number"] for entry in entries if entry["unpaid"]),
    )
    return count, [each for each in disqualified if each.after_close]


def recent_winners(contest: Contest) -> Transaction[frozenset[int]]:
    """The members who take no place in this contest because they won a recent one."""
    if not contest.settings.cooldown:
        return frozenset()
    values = {"guild_id": contest.guild_id, "id": contest.id, "cooldown": contest.settings.cooldown}
    return frozenset(row["user_id"] for row in (yield RECENT_WINNERS, values))


def _count(
    row: Row, contest: Contest, entries: Rows, votes: dict[int, int], ballots: int
) -> Transaction[Count]:
    winners = yield from recent_winners(contest)
    settings = contest.settings

    def of(makers: Iterable[int]) -> frozenset[int]:
        return frozenset(entry["number"] for entry in entries if entry["user_id"] in makers)

    return Count(
        seed=seed_of(row),
        entries_hash=contest.entries_hash or entries_hash([]),
        votes={entry["number"]: votes.get(entry["number"], 0) for entry in entries},
        ballots=ballots,
        ties=settings.ties,
        prizes=settings.prizes,
        quorum=quorum_needed(settings.quorum, settings.prizes),
        disqualified=frozenset(e["number"] for e in entries if e["disqualified_at_ms"] is not None),
        out_of_competition=of(winners),
        erased=frozenset(entry["number"] for entry in entries if entry["user_id"] < 0),
        unpaid=of(contest.host_ids),
    )


def _pay(contest: Contest, standing: Standing, amount: int, user_id: int, now_ms: int) -> Transaction[None]:
    """A prize is a grant. It's written with the move that causes it, so it's paid exactly once."""
    settings = contest.settings
    lasts_ms = settings.prizes_expire_after_ms
    expires_at_ms = None if lasts_ms is None else now_ms + lasts_ms
    owner = Owner(contest.guild_id, user_id)
    grant = yield from give(owner, amount, expires_at_ms, GrantSource.PRIZE, now_ms, reason=settings.title)
    number = standing.number
    yield PRIZE, {"account_id": grant.id, "id": contest.id, "number": number, "amount": amount}
    fields = {"contest_id": contest.id, "number": number, "place": standing.place, "amount": amount}
    paid = AuditRow(ContestAct.PAID, contest.guild_id, user_id=user_id, new={**fields, "grant_id": grant.id})
    yield from note(paid, actor_id=None, reason=None, now_ms=now_ms)
    yield from add_task(contest.id, TaskKind.TELL_PRIZE, number)


def _paid(contest_id: int) -> Transaction[Rows]:
    return (yield PRIZES, {"id": contest_id})


def _take_back(contest: Contest, prizes: Sequence[Row], actor_id: int, now_ms: int) -> Transaction[int]:
    taken = 0
    for prize in prizes:
        left = prize["allowance"] - prize["spent"] - prize["held"]
        seen = {"account_id": prize["id"], "spent": prize["spent"], "held": prize["held"]}
        taken_now = yield TAKE_BACK, {**seen, "amount": left, "now_ms": now_ms}
        if left and taken_now:
            owner = Owner(contest.guild_id, prize["user_id"])
            yield from post_entry("deduct", owner, now_ms, prize["id"], spent=left, actor_id=actor_id)
            taken += left
    return taken


def _give_roles(contest: Contest, user_ids: Iterable[int], now_ms: int) -> Transaction[None]:
    if contest.settings.winner_role_id is None:
        return
    for user_id in sorted(user_ids):
        if user_id < 0:
            continue
        yield from add_task(contest.id, TaskKind.GIVE_ROLE, user_id)
        if contest.settings.winner_role_for_ms is not None:
            back_at_ms = now_ms + contest.settings.winner_role_for_ms
            yield from add_task(contest.id, TaskKind.TAKE_ROLE, user_id, back_at_ms)


def _move_roles(contest: Contest, before: dict[int, Row], result: Result, now_ms: int) -> Transaction[None]:
    """Former winners lose the role, and new ones get it."""
    if contest.settings.winner_role_id is None or not result.quorum_met:
        return
    had = {each["user_id"] for each in before.values() if each["place"] == 1 and each["user_id"] > 0}
    have = {before[number]["user_id"] for number in result.winners}
    for user_id in sorted(had - have):
        yield (
            "DELETE FROM contest_task WHERE contest_id = :id AND kind = 'give_role' AND key = :user_id",
            {"id": contest.id, "user_id": user_id},
        )
        yield from add_task(contest.id, TaskKind.TAKE_ROLE, user_id)
    yield from _give_roles(contest, have - had, now_ms)

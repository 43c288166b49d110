"""Ballots, with their gallery and picks."""

import secrets

from bot.contests import refusals
from bot.contests.model import Contest, Person, Phase
from bot.contests.ports import Gallery, GalleryPage
from bot.contests.rules import check_running, check_voter, voter_order
from bot.storage.database import Row, Transaction
from bot.storage.repositories.contest_moves import ContestTransactions, load
from bot.storage.repositories.contest_rows import NUMBER_DIGITS, seed_of
from bot.storage.repositories.repository import reads, writes

BALLOT = """
SELECT receipt, used, length(ordering) / :digits AS entries FROM contest_ballot JOIN contest_order
    ON contest_order.contest_id = contest_ballot.contest_id AND contest_order.user_id = contest_ballot.user_id
WHERE contest_ballot.contest_id = :id AND contest_ballot.user_id = :user_id
"""

ORDER = "SELECT ordering FROM contest_order WHERE contest_id = :id AND user_id = :user_id"

PICKED = "SELECT number FROM contest_pick WHERE contest_id = :id AND user_id = :user_id"

SHOWN = "SELECT number, shown FROM contest_entry WHERE contest_id = :id AND number IS NOT NULL"

OPEN = """
INSERT INTO contest_ballot (contest_id, user_id, receipt) VALUES (:id, :user_id, :receipt)
ON CONFLICT (contest_id, user_id) DO NOTHING RETURNING receipt
"""

SET_ORDER = """
INSERT INTO contest_order (contest_id, user_id, ordering) VALUES (:id, :user_id, :ordering)
"""

PAGE = """
SELECT contest_entry.*, EXISTS (
    SELECT 1 FROM contest_pick
    WHERE contest_pick.contest_id = :id AND contest_pick.user_id = :user_id
        AND contest_pick.number = contest_entry.number
) AS picked
FROM contest_entry WHERE contest_id = :id AND number = (
    SELECT CAST(substr(ordering, CAST(:start AS INTEGER), CAST(:digits AS INTEGER)) AS INTEGER)
    FROM contest_order
    WHERE contest_order.contest_id = :id AND contest_order.user_id = :user_id
)
"""

LOOK = """
UPDATE contest_ballot SET furthest = :position
WHERE contest_id = :id AND user_id = :user_id AND furthest < :position
    AND EXISTS (SELECT 1 FROM contest WHERE contest.id = :id AND phase = 'voting') RETURNING user_id
"""

COUNT_LOOK = """
UPDATE contest_entry SET shown = shown + 1 WHERE contest_id = :id AND number = (
    SELECT CAST(substr(ordering, CAST(:start AS INTEGER), CAST(:digits AS INTEGER)) AS INTEGER)
    FROM contest_order
    WHERE contest_order.contest_id = :id AND contest_order.user_id = :user_id
)
"""

ENTRY = "SELECT user_id, disqualified_at_ms FROM contest_entry WHERE contest_id = :id AND number = :number"

# The write that would accept the pick checks the deadline.
PICK = """
INSERT INTO contest_pick (contest_id, user_id, number)
SELECT id, CAST(:user_id AS BIGINT), CAST(:number AS BIGINT) FROM contest
WHERE id = :id AND phase = 'voting' AND votes_until_ms > :now_ms
ON CONFLICT (contest_id, user_id, number) DO NOTHING RETURNING number
"""

UNPICK = """
DELETE FROM contest_pick
WHERE contest_id = :id AND user_id = :user_id AND number = :number AND EXISTS (
    SELECT 1 FROM contest WHERE contest.id = :id AND phase = 'voting' AND votes_until_ms > :now_ms
) RETURNING number
"""

IS_PICKED = """
SELECT 1 AS one FROM contest_pick WHERE contest_id = :id AND user_id = :user_id AND number = :number
"""

USE = """
UPDATE contest_ballot SET used = used + :change
WHERE contest_id = :id AND user_id = :user_id AND used + :change <= :limit RETURNING used
"""


class ContestVoting(ContestTransactions):
    """See `bot.contests.ports.ContestStore`."""

    @reads
    def gallery(self, contest_id: int, user_id: int) -> Transaction[Gallery | None]:
        _, contest = yield from load(None, contest_id)
        return (yield from _gallery(contest, user_id))

    @reads
    def page(self, contest_id: int, user_id: int, position: int) -> Transaction[GalleryPage]:
        _, contest = yield from load(None, contest_id)
        who = {"id": contest_id, "user_id": user_id, "digits": NUMBER_DIGITS}
        ballots = yield BALLOT, who
        if not ballots or not ballots[0]["entries"]:
            raise refusals.NoSuchEntry
        [ballot] = ballots
        position = (position - 1) % ballot["entries"] + 1
        [entry] = yield PAGE, {**who, "start": _start(position)}
        return _page_of(contest, ballot, entry, position, user_id)

    @writes
    def open_gallery(self, guild_id: int, contest_id: int, person: Person) -> Transaction[Gallery]:
        now_ms = self._clock()
        row, contest = yield from self._voting(guild_id, contest_id, person, now_ms)
        yield from _open(row, contest, person.user_id)
        gallery = yield from _gallery(contest, person.user_id)
        assert gallery is not None
        return gallery

    @writes
    def look(self, contest_id: int, user_id: int, position: int) -> Transaction[None]:
        who = {"id": contest_id, "user_id": user_id}
        if (yield LOOK, {**who, "position": position}):
            yield COUNT_LOOK, {**who, "start": _start(position), "digits": NUMBER_DIGITS}

    @writes
    def pick(self, guild_id: int, contest_id: int, person: Person, number: int) -> Transaction[int]:
        now_ms = self._clock()
        row, contest = yield from self._voting(guild_id, contest_id, person, now_ms)
        yield from _open(row, contest, person.user_id)
        which = {"id": contest_id, "user_id": person.user_id, "number": number}
        entries = yield ENTRY, which
        if not entries:
            raise refusals.NoSuchEntry(number)
        if entries[0]["user_id"] == person.user_id:
            raise refusals.OwnEntry
        if entries[0]["disqualified_at_ms"] is not None:
            raise refusals.EntryDisqualified
        limit = contest.picks or 0
        picked = yield PICK, {**which, "now_ms": now_ms}
        if not picked and not (yield IS_PICKED, which):
            raise refusals.DeadlinePassed(Phase.VOTING.value, contest.settings.schedule.votes_until_ms)
        used = yield USE, {**which, "change": len(picked), "limit": limit}
        if not used:
            raise refusals.NoPicksLeft(limit)
        count: int = used[0]["used"]
        return count

    @writes
    def unpick(self, guild_id: int, contest_id: int, person: Person, number: int) -> Transaction[int]:
        now_ms = self._clock()
        row, contest = yield from self._voting(guild_id, contest_id, person, now_ms)
        yield from _open(row, contest, person.user_id)
        which = {"id": contest_id, "user_id": person.user_id, "number": number}
        entries = yield ENTRY, which
        if not entries:
            raise refusals.NoSuchEntry(number)
        gone = yield UNPICK, {**which, "now_ms": now_ms}
        if not gone and (yield IS_PICKED, which):
            raise refusals.DeadlinePassed(Phase.VOTING.value, contest.settings.schedule.votes_until_ms)
        freed = len(gone) if entries[0]["disqualified_at_ms"] is None else 0
        [ballot] = yield USE, {**which, "change": -freed, "limit": contest.picks or 0}
        used: int = ballot["used"]
        return used

    def _voting(
        self, guild_id: int, contest_id: int, person: Person, now_ms: int
    ) -> Transaction[tuple[Row, Contest]]:
        """A contest that this person can vote in now."""
        row, contest = yield from self._current(guild_id, contest_id, now_ms)
        check_running(contest, Phase.VOTING, now_ms)
        check_voter(contest, person, now_ms)
        return row, contest


def _open(row: Row, contest: Contest, user_id: int) -> Transaction[None]:
    """The ballot and the voter's own order, if they don't exist yet."""
    who = {"id": contest.id, "user_id": user_id}
    if not (yield OPEN, {**who, "receipt": secrets.token_hex(16)}):
        return
    shown = {entry["number"]: entry["shown"] for entry in (yield SHOWN, who)}
    order = voter_order(seed_of(row), contest.entries_hash or "", user_id, shown)
    ordering = "".join(f"{number:0{NUMBER_DIGITS}}" for number in order)
    yield SET_ORDER, {**who, "ordering": ordering}


def _gallery(contest: Contest, user_id: int) -> Transaction[Gallery | None]:
    who = {"id": contest.id, "user_id": user_id}
    ballots = yield BALLOT, {**who, "digits": NUMBER_DIGITS}
    if not ballots:
        return None
    [row] = yield ORDER, who
    ordering = row["ordering"]
    starts = range(0, len(ordering), NUMBER_DIGITS)
    picked = yield PICKED, who
    return Gallery(
        contest_id=contest.id,
        user_id=user_id,
        receipt=ballots[0]["receipt"],
        order=tuple(int(ordering[start : start + NUMBER_DIGITS]) for start in starts),
        picked=frozenset(each["number"] for each in picked),
        limit=contest.picks or 0,
    )


def _start(position: int) -> int:
    """The position of a number in `ordering` for `substr`, which counts from 1."""
    return (position - 1) * NUMBER_DIGITS + 1


def _page_of(contest: Contest, ballot: Row, entry: Row, position: int, user_id: int) -> GalleryPage:
    return GalleryPage(
        contest=contest,
        number=entry["number"],
        position=position,
        entries=ballot["entries"],
        generation_id=entry["generation_id"],
        picked=bool(entry["picked"]),
        own=entry["user_id"] == user_id,
        maker_id=None if contest.settings.anonymous or entry["user_id"] < 0 else entry["user_id"],
        disqualified=entry["disqualify_reason"],
        used=ballot["used"],
        limit=contest.picks or 0,
        receipt=ballot["receipt"],
    )

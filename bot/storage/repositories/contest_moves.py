"""Loads contests, and moves their phases."""

from collections.abc import Mapping

from bot.contests.audit_kinds import ContestAct
from bot.contests.model import Contest, Move, Phase
from bot.contests.ports import SHEET_ENTRIES, TaskKind
from bot.contests.record import entries_hash
from bot.contests.refusals import NoSuchContest
from bot.contests.rules import next_move, picks_allowed, shuffled
from bot.storage.database import Row, Transaction, Value
from bot.storage.repositories.audit import Entry as AuditRow
from bot.storage.repositories.audit import note
from bot.storage.repositories.contest_close import close
from bot.storage.repositories.contest_rows import GET, HOSTS, contest_of, schedule_of, seed_of
from bot.storage.repositories.contest_tasks import TimedRepository, add_task

# The write itself compares the phase and its end, so of two that make the same move, one does.
CLAIM = """
UPDATE contest SET revision = revision + 1
WHERE id = :id AND phase = :source AND next_at_ms = :next_at_ms RETURNING entries
"""

ARRIVE = """
UPDATE contest SET phase = :phase, opens_at_ms = :opens_at_ms, entries_until_ms = :entries_until_ms,
    votes_until_ms = :votes_until_ms, next_at_ms = :next_at_ms, closed_at_ms = :closed_at_ms,
    picks = COALESCE(picks, :picks), entries_hash = COALESCE(entries_hash, :entries_hash),
    ballots = :ballots, quorum = :quorum, cancel_reason = :cancel_reason
WHERE id = :id RETURNING *
"""

# Members' unspent tokens from the pool end with the entries. A period can't be empty.
SHARES_END = """
UPDATE account
SET period_end_ms = CASE WHEN period_start_ms < :end_ms THEN :end_ms ELSE period_start_ms + 1 END
WHERE period_end_ms > :now_ms AND id IN (SELECT account_id FROM contest_pool_share WHERE contest_id = :id)
"""

UNNUMBERED = "SELECT id, sha256 FROM contest_entry WHERE contest_id = :id"

NUMBER = "UPDATE contest_entry SET number = :number WHERE id = :entry_id"


class ContestTransactions(TimedRepository):
    """Shared parts of the repository."""

    def _current(
        self, guild_id: int | None, contest_id: int, now_ms: int
    ) -> Transaction[tuple[Row, Contest]]:
        """The contest after its due moves. Raises `NoSuchContest`."""
        row, contest = yield from load(guild_id, contest_id)
        while (move := next_move(contest.phase, schedule_of(row), contest.entries, now_ms)) is not None:
            row, contest = yield from make_move(row, contest, move, now_ms)
        return row, contest


def load(guild_id: int | None, contest_id: int) -> Transaction[tuple[Row, Contest]]:
    """Raises `NoSuchContest`. With `guild_id` None, from any server."""
    rows = yield GET, {"id": contest_id}
    if not rows or guild_id not in {None, rows[0]["guild_id"]}:
        raise NoSuchContest
    hosts = yield HOSTS, {"id": contest_id}
    return rows[0], contest_of(rows[0], (host["user_id"] for host in hosts))


def make_move(
    row: Row,
    contest: Contest,
    move: Move,
    now_ms: int,
    *,
    actor_id: int | None = None,
    reason: str | None = None,
) -> Transaction[tuple[Row, Contest]]:
    """Makes the move and everything that belongs to it, once. Returns the updated contest.

    If the contest has moved meanwhile, nothing changes.
    """
    source = {"id": contest.id, "source": move.source.value, "next_at_ms": row["next_at_ms"]}
    if not (yield CLAIM, source):
        return (yield from load(None, contest.id))
    values: dict[str, Value] = {"cancel_reason": reason}
    if move.source is Phase.OPEN:
        yield SHARES_END, {"id": contest.id, "now_ms": now_ms, "end_ms": now_ms}
    if move.target is Phase.VOTING:
        values |= yield from _number_entries(row, contest)
    elif move.target is Phase.CLOSED:
        if contest.entries_hash is None:  # nobody entered
            values |= {"picks": picks_allowed(contest.settings.picks, 0), "entries_hash": entries_hash([])}
        values |= yield from close(row, contest, now_ms)
    [moved] = yield ARRIVE, _arriving(contest.id, move, values, now_ms)
    fields = {"contest_id": contest.id}
    cancelled = move.target is Phase.CANCELLED
    entry = AuditRow(
        ContestAct.CANCELLED if cancelled else ContestAct.MOVED,
        contest.guild_id,
        old={**fields, "phase": move.source.value},
        new=fields if cancelled else {**fields, "phase": move.target.value},
    )
    yield from note(entry, actor_id=actor_id, reason=reason, now_ms=now_ms)
    return moved, contest_of(moved, contest.host_ids)


def _arriving(contest_id: int, move: Move, values: Mapping[str, Value], now_ms: int) -> dict[str, Value]:
    return {
        **dict.fromkeys(("picks", "entries_hash", "ballots", "quorum")),
        **values,
        "id": contest_id,
        "phase": move.target.value,
        "opens_at_ms": move.schedule.opens_at_ms,
        "entries_until_ms": move.schedule.entries_until_ms,
        "votes_until_ms": move.schedule.votes_until_ms,
        "next_at_ms": move.schedule.ends_at_ms(move.target),
        "closed_at_ms": now_ms if move.target.is_over else None,
    }


def _number_entries(row: Row, contest: Contest) -> Transaction[dict[str, Value]]:
    entries = yield UNNUMBERED, {"id": contest.id}
    hashes = {entry["id"]: entry["sha256"] for entry in entries}
    order = shuffled(seed_of(row), hashes)
    for number, entry_id in enumerate(order, start=1):
        yield NUMBER, {"entry_id": entry_id, "number": number}
    sheets = -(-len(order) // SHEET_ENTRIES)
    for sheet in range(1, sheets + 1):
        yield from add_task(contest.id, TaskKind.SHEET, sheet)
    listed = [(number, hashes[entry_id]) for number, entry_id in enumerate(order, start=1)]
    return {
        "picks": picks_allowed(contest.settings.picks, len(order)),
        "entries_hash": entries_hash(listed),
    }

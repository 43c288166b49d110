"""Contests: creation, lookup, hosting, moves and results."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from bot.contests import refusals
from bot.contests.audit_kinds import ContestAct
from bot.contests.model import Ballot, Contest, ContestSettings, Move, Phase, Schedule
from bot.contests.ports import Results, TakenBack, TaskKind
from bot.contests.record import build
from bot.contests.rules import (
    REASON_LIMIT,
    after_close,
    check_edit,
    check_settings,
    check_text,
    ended_now,
    extended,
    next_move,
    wrong_phase,
)
from bot.storage.database import Row, Transaction, Value
from bot.storage.repositories.audit import Entry as AuditRow
from bot.storage.repositories.audit import note
from bot.storage.repositories.contest_close import ENTRIES, annul, stored_count
from bot.storage.repositories.contest_drafts import ContestDrafts, take_draft
from bot.storage.repositories.contest_entries import ContestEntries
from bot.storage.repositories.contest_moves import SHARES_END, load, make_move
from bot.storage.repositories.contest_rows import (
    ENTRY_COLUMNS,
    disqualifications_of,
    entry_of,
    schedule_of,
    settings_json,
)
from bot.storage.repositories.contest_tasks import ContestTasks, add_task
from bot.storage.repositories.contest_voting import ContestVoting
from bot.storage.repositories.repository import reads, sql_list, writes

CREATE = """
INSERT INTO contest (
    guild_id, creator_id, settings, opens_at_ms, entries_until_ms, votes_until_ms, phase, next_at_ms,
    created_at_ms, seed, message_channel_id
) VALUES (
    :guild_id, :creator_id, :settings, :opens_at_ms, :entries_until_ms, :votes_until_ms, 'announced',
    :opens_at_ms, :now_ms, :seed, :channel_id
) RETURNING id
"""

ADD_HOST = """
INSERT INTO contest_host (contest_id, user_id) VALUES (:id, :user_id)
ON CONFLICT (contest_id, user_id) DO NOTHING
"""

# The phase and its end are compared again, because a host may race the clock or another host. A host's change
# shows at once, so it counts as never shown.
EXTEND = """
UPDATE contest SET opens_at_ms = :opens_at_ms, entries_until_ms = :entries_until_ms,
    votes_until_ms = :votes_until_ms, next_at_ms = :next_at_ms, revision = revision + 1, shown_at_ms = 0
WHERE id = :id AND phase = :phase AND next_at_ms = :was_next_at_ms RETURNING *
"""

EDIT = """
UPDATE contest SET settings = :settings, revision = revision + 1, shown_at_ms = 0
WHERE id = :id AND settings = :was AND next_at_ms IS NOT NULL RETURNING *
"""

DISQUALIFY = """
UPDATE contest_entry SET disqualified_at_ms = :now_ms, disqualify_reason = :reason,
    after_close = :after_close, moved_up = :moved_up, disqualified_nth = 1 + (
        SELECT count(*) FROM contest_entry AS others
        WHERE others.contest_id = :id AND others.disqualified_at_ms IS NOT NULL
    )
WHERE contest_id = :id AND number = :number AND disqualified_at_ms IS NULL RETURNING *
"""

FREE_PICKS = """
UPDATE contest_ballot SET used = used - 1 WHERE contest_id = :id AND EXISTS (
    SELECT 1 FROM contest_pick
    WHERE contest_pick.contest_id = :id AND contest_pick.user_id = contest_ballot.user_id
        AND contest_pick.number = :number
)
"""

TOUCH = "UPDATE contest SET revision = revision + 1 WHERE id = :id"

TOOK_PART = "SELECT 1 AS one FROM contest_entry WHERE contest_id = :id AND user_id = :user_id LIMIT 1"

ENTRY_EXISTS = "SELECT 1 AS one FROM contest_entry WHERE contest_id = :id AND number = :number"

HOSTS_ROLE = "SELECT hosts_role_id FROM contest_policy WHERE guild_id = :guild_id"

SET_HOSTS_ROLE = """
INSERT INTO contest_policy (guild_id, hosts_role_id) VALUES (:guild_id, :role_id)
ON CONFLICT (guild_id) DO UPDATE SET hosts_role_id = excluded.hosts_role_id
"""

CLEAR_HOSTS_ROLE = "DELETE FROM contest_policy WHERE guild_id = :guild_id"

NEXT_AT = "SELECT MIN(next_at_ms) AS at_ms FROM contest WHERE next_at_ms IS NOT NULL"

DUE = """
SELECT id FROM contest WHERE next_at_ms IS NOT NULL AND next_at_ms <= :now_ms
ORDER BY next_at_ms LIMIT :limit
"""

RESULT_ENTRIES = f"""
SELECT {ENTRY_COLUMNS} FROM contest_entry JOIN generation ON generation.id = generation_id
WHERE contest_id = :id AND number IS NOT NULL ORDER BY number
"""  # noqa: S608 - no value is in it

VOTERS = "SELECT count(*) AS voters FROM contest_ballot WHERE contest_id = :id"

COUNTED = """
SELECT receipt, number FROM contest_ballot JOIN contest_pick
    ON contest_pick.contest_id = contest_ballot.contest_id AND contest_pick.user_id = contest_ballot.user_id
WHERE contest_ballot.contest_id = :id AND counted = 1 ORDER BY receipt, number
"""


class ContestRepository(ContestEntries, ContestVoting, ContestDrafts, ContestTasks):
    """See `bot.contests.ports.ContestStore`."""

    @reads
    def get(self, guild_id: int, contest_id: int) -> Transaction[Contest]:
        _, contest = yield from load(guild_id, contest_id)
        return contest

    @reads
    def find(self, contest_id: int) -> Transaction[Contest]:
        _, contest = yield from load(None, contest_id)
        return contest

    @reads
    def of_guild(
        self, guild_id: int, phases: Collection[Phase], *, limit: int = 25
    ) -> Transaction[list[Contest]]:
        statement = f"""
            SELECT id FROM contest WHERE guild_id = :guild_id AND phase IN ({sql_list(sorted(phases))})
            ORDER BY id DESC LIMIT :limit
        """  # noqa: S608 - words of ours
        found = []
        for row in (yield statement, {"guild_id": guild_id, "limit": limit}):
            _, contest = yield from load(guild_id, row["id"])
            found.append(contest)
        return found

    @reads
    def hosts_role(self, guild_id: int) -> Transaction[int | None]:
        return (yield from _hosts_role(guild_id))

    @writes
    def set_hosts_role(self, guild_id: int, role_id: int | None, actor_id: int) -> Transaction[int | None]:
        before = yield from _hosts_role(guild_id)
        yield (
            CLEAR_HOSTS_ROLE if role_id is None else SET_HOSTS_ROLE,
            {"guild_id": guild_id, "role_id": role_id},
        )
        if before != role_id:
            entry = AuditRow(
                ContestAct.HOSTS_ROLE, guild_id, old={"role_id": before}, new={"role_id": role_id}
            )
            yield from note(entry, actor_id=actor_id, reason=None, now_ms=self._clock())
        return before

    @writes
    def create(
        self, guild_id: int, creator_id: int, settings: ContestSettings, seed: bytes
    ) -> Transaction[Contest]:
        return (yield from self._create(guild_id, creator_id, settings, seed))

    @writes
    def create_from_draft(
        self, guild_id: int, creator_id: int, draft_id: int, seed: bytes
    ) -> Transaction[Contest]:
        settings = yield from take_draft(draft_id, guild_id, creator_id)
        return (yield from self._create(guild_id, creator_id, settings, seed))

    def _create(
        self, guild_id: int, creator_id: int, settings: ContestSettings, seed: bytes
    ) -> Transaction[Contest]:
        now_ms = self._clock()
        check_settings(settings, guild_id, now_ms)
        times = _times(replace(settings.schedule, opens_at_ms=max(settings.schedule.opens_at_ms, now_ms)))
        [row] = yield (
            CREATE,
            {
                **times,
                "guild_id": guild_id,
                "creator_id": creator_id,
                "settings": settings_json(settings),
                "now_ms": now_ms,
                "seed": seed.hex(),
                "channel_id": settings.channel_id,
            },
        )
        yield ADD_HOST, {"id": row["id"], "user_id": creator_id}
        new = {"contest_id": row["id"], "title": settings.title, **times}
        yield from note(
            AuditRow(ContestAct.CREATED, guild_id, new=new), actor_id=creator_id, reason=None, now_ms=now_ms
        )
        _, contest = yield from self._current(guild_id, row["id"], now_ms)
        return contest

    @writes
    def extend(self, guild_id: int, contest_id: int, until_ms: int, actor_id: int) -> Transaction[Contest]:
        now_ms = self._clock()
        row, contest = yield from self._current(guild_id, contest_id, now_ms)
        phase, before = contest.phase, schedule_of(row)
        after = extended(phase, before, until_ms, now_ms)
        source = {"id": contest.id, "phase": phase.value, "was_next_at_ms": row["next_at_ms"]}
        times = {**_times(after), "next_at_ms": after.ends_at_ms(phase)}
        if not (yield EXTEND, {**source, **times}):
            raise refusals.WrongPhase(phase)
        if phase is Phase.OPEN:
            yield SHARES_END, {"id": contest.id, "now_ms": now_ms, "end_ms": after.entries_until_ms}
        old, new = {"until_ms": before.ends_at_ms(phase)}, {"until_ms": until_ms}
        return (yield from self._acted(contest, ContestAct.EXTENDED, actor_id, now_ms, old=old, new=new))

    @writes
    def end_phase(self, guild_id: int, contest_id: int, phase: Phase, actor_id: int) -> Transaction[Contest]:
        now_ms = self._clock()
        row, contest = yield from self._current(guild_id, contest_id, now_ms)
        if contest.phase is not phase:
            raise refusals.WrongPhase(contest.phase)
        move = ended_now(phase, schedule_of(row), contest.entries, now_ms)
        # A host from now on, so their ballot doesn't count and they get no prize, even at this close.
        yield ADD_HOST, {"id": contest.id, "user_id": actor_id}
        contest = replace(contest, host_ids=contest.host_ids | {actor_id})
        yield from make_move(row, contest, move, now_ms, actor_id=actor_id)
        _, contest = yield from self._current(guild_id, contest_id, now_ms)
        return contest

    @writes
    def cancel(
        self, guild_id: int, contest_id: int, reason: str, actor_id: int | None
    ) -> Transaction[Contest]:
        check_text("reason", reason, REASON_LIMIT)
        now_ms = self._clock()
        row, contest = yield from self._current(guild_id, contest_id, now_ms)
        if contest.phase.is_over:
            raise refusals.WrongPhase(contest.phase)
        move = Move(contest.phase, Phase.CANCELLED, schedule_of(row))
        _, contest = yield from make_move(row, contest, move, now_ms, actor_id=actor_id, reason=reason)
        return contest

    @writes
    def edit(
        self,
        guild_id: int,
        contest_id: int,
        actor_id: int,
        *,
        description: str | None = None,
        channel_id: int | None = None,
        prizes: Sequence[int] | None = None,
    ) -> Transaction[Contest]:
        now_ms = self._clock()
        row, contest = yield from self._current(guild_id, contest_id, now_ms)
        if contest.phase.is_over:
            raise refusals.WrongPhase(contest.phase)
        before = contest.settings
        after = replace(
            before,
            description=before.description if description is None else description.strip() or None,
            channel_id=before.channel_id if channel_id is None else channel_id,
            prizes=before.prizes if prizes is None else tuple(prizes),
        )
        check_edit(before, after)
        if after == before:
            return contest
        settings = {"settings": settings_json(after), "was": row["settings"]}
        if not (yield EDIT, {"id": contest.id, **settings}):
            raise refusals.WrongPhase(contest.phase)
        old, new = _edits(before, after)
        return (yield from self._acted(contest, ContestAct.EDITED, actor_id, now_ms, old=old, new=new))

    @writes
    def disqualify(
        self,
        guild_id: int,
        contest_id: int,
        number: int,
        reason: str,
        actor_id: int,
        *,
        move_up: bool = False,
    ) -> Transaction[TakenBack]:
        check_text("reason", reason, REASON_LIMIT)
        now_ms = self._clock()
        row, contest = yield from self._current(guild_id, contest_id, now_ms)
        if contest.phase not in {Phase.VOTING, Phase.CLOSED}:
            raise wrong_phase(contest, Phase.VOTING)
        closed = contest.phase is Phase.CLOSED
        which: dict[str, Value] = {"id": contest.id, "number": number, "user_id": actor_id}
        if closed and (yield TOOK_PART, which):
            raise refusals.TookPart
        moves = closed and move_up
        how: dict[str, Value] = {"reason": reason, "after_close": int(closed), "moved_up": int(moves)}
        entries = yield DISQUALIFY, {**which, **how, "now_ms": now_ms}
        if not entries:
            raise refusals.EntryDisqualified if (yield ENTRY_EXISTS, which) else refusals.NoSuchEntry(number)
        [entry] = entries
        paid = taken_back = 0
        if closed:
            paid, taken_back = yield from annul(
                row, contest, entry, move_up=move_up, actor_id=actor_id, now_ms=now_ms
            )
        else:
            yield FREE_PICKS, which
        yield TOUCH, which
        act = {
            "number": number,
            "after_close": closed,
            "moved_up": moves,
            "taken_back": taken_back,
        }
        yield from self._acted(contest, ContestAct.DISQUALIFIED, actor_id, now_ms, new=act)
        yield from add_task(contest.id, TaskKind.TELL_DISQUALIFIED, number)
        user_id = entry["user_id"] if entry["user_id"] > 0 else None
        return TakenBack(disqualifications_of([entry])[0], user_id, paid, taken_back)

    @reads
    def next_move_at_ms(self) -> Transaction[int | None]:
        [row] = yield NEXT_AT, {}
        at_ms: int | None = row["at_ms"]
        return at_ms

    @reads
    def due(self, *, limit: int = 50) -> Transaction[list[int]]:
        return [row["id"] for row in (yield DUE, {"now_ms": self._clock(), "limit": limit})]

    @writes
    def move(self, contest_id: int) -> Transaction[Move | None]:
        now_ms = self._clock()
        row, contest = yield from load(None, contest_id)
        move = next_move(contest.phase, schedule_of(row), contest.entries, now_ms)
        if move is None:
            return None
        _, after = yield from make_move(row, contest, move, now_ms)
        return move if after.phase is move.target else None

    @reads
    def results(self, guild_id: int, contest_id: int) -> Transaction[Results]:
        row, contest = yield from _closed(guild_id, contest_id)
        rows = yield RESULT_ENTRIES, {"id": contest_id}
        count, later = stored_count(row, contest, rows)
        [voters] = yield VOTERS, {"id": contest_id}
        return Results(
            contest=contest,
            result=after_close(count, later),
            entries={entry["number"]: entry_of(entry) for entry in rows},
            disqualifications=tuple(disqualifications_of(rows)),
            out_of_competition=count.out_of_competition,
            hosts=count.unpaid,
            voters=voters["voters"],
        )

    @reads
    def record(self, guild_id: int, contest_id: int) -> Transaction[dict[str, Any]]:
        row, contest = yield from _closed(guild_id, contest_id)
        entries = yield ENTRIES, {"id": contest_id}
        count, later = stored_count(row, contest, entries)
        picked: dict[str, set[int]] = {}
        for pick in (yield COUNTED, {"id": contest_id}):
            picked.setdefault(pick["receipt"], set()).add(pick["number"])
        return build(
            count,
            later,
            contest=_described(contest),
            rules=_rules(contest.settings),
            picks=contest.picks or 0,
            entries=[(entry["number"], entry["sha256"]) for entry in entries],
            ballots=[Ballot(receipt, frozenset(numbers)) for receipt, numbers in picked.items()],
            disqualified=[each for each in disqualifications_of(entries) if not each.after_close],
        )

    def _acted(
        self,
        contest: Contest,
        kind: ContestAct,
        actor_id: int,
        now_ms: int,
        *,
        old: dict[str, Any] | None = None,
        new: dict[str, Any],
    ) -> Transaction[Contest]:
        """Makes the actor a host and writes the audit entry. Returns the updated contest."""
        yield ADD_HOST, {"id": contest.id, "user_id": actor_id}
        which = {"contest_id": contest.id}
        entry = AuditRow(kind, contest.guild_id, old={**which, **(old or {})}, new={**which, **new})
        yield from note(entry, actor_id=actor_id, reason=None, now_ms=now_ms)
        _, contest = yield from load(contest.guild_id, contest.id)
        return contest


def _hosts_role(guild_id: int) -> Transaction[int | None]:
    rows = yield HOSTS_ROLE, {"guild_id": guild_id}
    return rows[0]["hosts_role_id"] if rows else None


def _closed(guild_id: int, contest_id: int) -> Transaction[tuple[Row, Contest]]:
    row, contest = yield from load(guild_id, contest_id)
    if contest.phase is not Phase.CLOSED:
        raise wrong_phase(contest, Phase.CLOSED)
    return row, contest


def _times(schedule: Schedule) -> dict[str, int]:
    return {
        "opens_at_ms": schedule.opens_at_ms,
        "entries_until_ms": schedule.entries_until_ms,
        "votes_until_ms": schedule.votes_until_ms,
    }


def _edits(before: ContestSettings, after: ContestSettings) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ, before and after. Prizes are text, such as `500, 200`."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name in ("description", "channel_id", "prizes"):
        values = getattr(before, name), getattr(after, name)
        if values[0] != values[1]:
            old[name], new[name] = (
                ", ".join(map(str, value)) if isinstance(value, tuple) else value for value in values
            )
    return old, new


def _described(contest: Contest) -> dict[str, Any]:
    """For readers of the record. Ids are strings, because they're too long for JavaScript's numbers."""
    settings = contest.settings
    return {
        "id": contest.id,
        "server": str(contest.guild_id),
        "title": settings.title,
        "theme": settings.theme,
        **_times(settings.schedule),
        "closed_at_ms": contest.closed_at_ms,
    }


def _rules(settings: ContestSettings) -> dict[str, Any]:
    return {
        "entries_per_member": settings.entries_per_member,
        "min_days_in_server": settings.min_days_in_server,
        "joined_before_opening": settings.joined_before_opening,
        "min_account_days": settings.min_account_days,
        "anonymous": settings.anonymous,
        "public_entries": settings.public_entries,
        "cooldown": settings.cooldown,
        "host_may_take_part": settings.host_may_take_part,
    }

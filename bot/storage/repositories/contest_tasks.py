"""Contests' work on Discord: their message, and everything posted and given along with it."""

from collections.abc import Callable

from bot.contests.model import Contest, Phase
from bot.contests.ports import KEEP_TRYING_MS, Shown, Task, TaskKind
from bot.storage.database import Database, Row, Transaction
from bot.storage.repositories.contest_rows import HOSTS, contest_of
from bot.storage.repositories.repository import Repository, reads, writes

LEASE_MS = 15_000
LONGEST_WAIT_MS = 600_000
SHOW_EVERY_MS = 30_000
REFUSED_WAIT_MS = 30_000

ADD = """
INSERT INTO contest_task (contest_id, kind, key, due_at_ms) VALUES (:contest_id, :kind, :key, :due_at_ms)
ON CONFLICT (contest_id, kind, key) DO UPDATE SET due_at_ms = excluded.due_at_ms, done_at_ms = NULL
"""

# A role isn't removed while it may just be given, because it would stay.
DUE = """
SELECT * FROM contest_task WHERE done_at_ms IS NULL AND due_at_ms <= :now_ms
    AND NOT (kind = 'take_role' AND EXISTS (
        SELECT 1 FROM contest_task AS giving
        WHERE giving.contest_id = contest_task.contest_id AND giving.kind = 'give_role'
            AND giving.key = contest_task.key AND giving.attempts > 0 AND giving.due_at_ms > :now_ms
    ))
ORDER BY due_at_ms, id LIMIT :limit
"""

BEGIN = """
UPDATE contest_task SET attempts = attempts + 1, due_at_ms = :again_at_ms
WHERE id = :id AND attempts = :attempts AND done_at_ms IS NULL RETURNING id
"""

DONE = "UPDATE contest_task SET done_at_ms = :now_ms, message_id = :message_id WHERE id = :id"

# Nothing is stored about who had a role. A role that was removed isn't given again.
FORGET = """
DELETE FROM contest_task WHERE kind IN ('give_role', 'take_role') AND (
    id = :id OR (:taken = 1 AND contest_id = :contest_id AND key = :key AND kind = 'give_role')
)
"""

_DUE_FOR_SHOW = """
shown_revision < revision AND show_again_at_ms <= :now_ms
    AND (closed_at_ms IS NULL OR closed_at_ms > :ended_since_ms)
    AND (COALESCE(shown_phase, '') <> phase OR shown_at_ms <= :since_ms)
"""

TO_SHOW = f"""
SELECT id FROM contest WHERE {_DUE_FOR_SHOW} ORDER BY show_again_at_ms LIMIT :limit
"""  # noqa: S608 - no value is in it

BEGIN_SHOWING = f"""
UPDATE contest SET show_again_at_ms = :again_at_ms WHERE id = :id AND {_DUE_FOR_SHOW} RETURNING *
"""  # noqa: S608 - no value is in it

SHOWN = """
UPDATE contest SET shown_revision = :revision, shown_phase = :phase, shown_at_ms = :now_ms,
    show_again_at_ms = 0, message_id = :message_id, message_channel_id = :channel_id
WHERE id = :id AND shown_revision < :revision
"""

SHOW_LATER = "UPDATE contest SET show_again_at_ms = :again_at_ms WHERE id = :id AND shown_revision < revision"


def add_task(contest_id: int, kind: TaskKind, key: int, due_at_ms: int = 0) -> Transaction[None]:
    """Adds a task, or makes an existing one due (again) at this time. 0 means at once, even if clocks
    change.
    """
    yield ADD, {"contest_id": contest_id, "kind": kind.value, "key": key, "due_at_ms": due_at_ms}


class TimedRepository(Repository):
    """`clock` is the store's clock. It decides what's late, in the write concerned."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        super().__init__(database)
        self._clock = clock


class ContestTasks(TimedRepository):
    """See `bot.contests.ports.ContestStore`."""

    @reads
    def tasks(self, *, limit: int = 50) -> Transaction[list[Task]]:
        return [_task_of(row) for row in (yield DUE, {"now_ms": self._clock(), "limit": limit})]

    @writes
    def begin(self, task: Task) -> Transaction[bool]:
        wait_ms = min(LONGEST_WAIT_MS, LEASE_MS * 2 ** min(task.attempts, 10))
        values = {"id": task.id, "attempts": task.attempts, "again_at_ms": self._clock() + wait_ms}
        return bool((yield BEGIN, values))

    @writes
    def done(self, task: Task, message_id: int | None = None) -> Transaction[None]:
        yield DONE, {"id": task.id, "now_ms": self._clock(), "message_id": message_id}
        taken = int(task.kind is TaskKind.TAKE_ROLE)
        yield FORGET, {"id": task.id, "contest_id": task.contest_id, "key": task.key, "taken": taken}

    @reads
    def to_show(self, *, limit: int = 50) -> Transaction[list[int]]:
        return [row["id"] for row in (yield TO_SHOW, {**_show_times(self._clock()), "limit": limit})]

    @writes
    def begin_showing(self, contest_id: int) -> Transaction[tuple[Contest, Shown] | None]:
        now_ms = self._clock()
        values = {"id": contest_id, **_show_times(now_ms), "again_at_ms": now_ms + LEASE_MS}
        rows = yield BEGIN_SHOWING, values
        if not rows:
            return None
        hosts = yield HOSTS, {"id": contest_id}
        return contest_of(rows[0], (host["user_id"] for host in hosts)), _shown_of(rows[0])

    @writes
    def show_later(self, contest_id: int) -> Transaction[None]:
        yield SHOW_LATER, {"id": contest_id, "again_at_ms": self._clock() + REFUSED_WAIT_MS}

    @writes
    def shown(self, contest: Contest, message_id: int) -> Transaction[None]:
        yield (
            SHOWN,
            {
                "id": contest.id,
                "revision": contest.revision,
                "phase": contest.phase.value,
                "now_ms": self._clock(),
                "message_id": message_id,
                "channel_id": contest.settings.channel_id,
            },
        )


def _show_times(now_ms: int) -> dict[str, int]:
    return {
        "now_ms": now_ms,
        "since_ms": now_ms - SHOW_EVERY_MS,
        "ended_since_ms": now_ms - KEEP_TRYING_MS,
    }


def _task_of(row: Row) -> Task:
    return Task(row["id"], row["contest_id"], TaskKind(row["kind"]), row["key"], row["attempts"])


def _shown_of(row: Row) -> Shown:
    return Shown(
        message_id=row["message_id"],
        channel_id=row["message_channel_id"],
        revision=row["shown_revision"],
        phase=Phase(row["shown_phase"]) if row["shown_phase"] else None,
        at_ms=row["shown_at_ms"],
    )

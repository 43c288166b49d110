"""Entries, withdrawals, the pool that pays for entries, and the copies of pictures."""

import hashlib

from bot.budgets.grants import GrantSource
from bot.contests import refusals
from bot.contests.model import DAY_MS, Contest, Entry, MadePicture, Person, Phase
from bot.contests.ports import Entered
from bot.contests.rules import MOST_ENTRIES, check_entrant, check_picture, check_running
from bot.storage.database import Rows, Transaction, Value
from bot.storage.repositories.contest_close import recent_winners
from bot.storage.repositories.contest_drafts import KEEP_DRAFTS_MS, PRUNE_DRAFTS
from bot.storage.repositories.contest_moves import ContestTransactions
from bot.storage.repositories.contest_rows import ENTRY_COLUMNS, entry_of, made_picture_of
from bot.storage.repositories.grants import give
from bot.storage.repositories.ledger import Owner
from bot.storage.repositories.repository import reads, writes

KEEP_PICTURES_MS = 30 * DAY_MS  # after the contest has ended

# The write that counts the entry also checks the deadline and the limit.
COUNT_IN = """
UPDATE contest SET entries = entries + 1, revision = revision + 1
WHERE id = :id AND phase = 'open' AND opens_at_ms <= :now_ms AND entries_until_ms > :now_ms
    AND entries < :most RETURNING id
"""

COUNT_OUT = """
UPDATE contest SET entries = entries - 1, revision = revision + 1
WHERE id = :id AND phase = 'open' AND entries_until_ms > :now_ms RETURNING id
"""

INSERT = """
INSERT INTO contest_entry (contest_id, user_id, generation_id, sha256, entered_at_ms)
SELECT CAST(:id AS BIGINT), CAST(:user_id AS BIGINT), CAST(:generation_id AS BIGINT),
    CAST(:sha256 AS TEXT), CAST(:now_ms AS BIGINT)
WHERE (SELECT count(*) FROM contest_entry WHERE contest_id = :id AND user_id = :user_id) < :limit
ON CONFLICT (contest_id, generation_id) DO NOTHING
RETURNING *, '' AS prompt
"""

DELETE = """
DELETE FROM contest_entry
WHERE contest_id = :id AND user_id = :user_id AND generation_id = :generation_id RETURNING id
"""

ENTERED = "SELECT 1 AS one FROM contest_entry WHERE contest_id = :id AND generation_id = :generation_id"

_ENTRIES = f"""
SELECT {ENTRY_COLUMNS} FROM contest_entry JOIN generation ON generation.id = generation_id
"""  # noqa: S608 - no value is in it

ENTRY = f"{_ENTRIES} WHERE contest_id = :id AND number = :number"

ENTRIES_OF = f"""
{_ENTRIES} WHERE contest_entry.user_id = :user_id AND contest_id = :id ORDER BY contest_entry.id
"""

NUMBERED = f"{_ENTRIES} WHERE contest_id = :id AND number > :after ORDER BY number LIMIT :limit"

# A member who sees their picture can enter it, even just before its delivery is recorded.
PICTURE = "SELECT * FROM generation WHERE id = :generation_id AND state IN ('generated', 'delivered')"

# Found by the time of their request, like the index of recent pictures.
PICTURES = """
SELECT * FROM generation
WHERE user_id = :user_id AND guild_id = :guild_id AND held_at_ms >= :held_since_ms
    AND state NOT IN ('released', 'lost') AND state = 'delivered' AND generated_at_ms >= :since_ms
ORDER BY held_at_ms DESC, id DESC LIMIT :limit
"""

KEEP = """
INSERT INTO contest_picture (generation_id, kept_at_ms, data) VALUES (:generation_id, :now_ms, :data)
ON CONFLICT (generation_id) DO NOTHING
"""

KEPT = "SELECT data FROM contest_picture WHERE generation_id = :generation_id"

# A copy is needed by the contest it was entered in, until 30 days after the close, and by contests of its
# server that it could still enter.
PRUNE = """
DELETE FROM contest_picture WHERE NOT EXISTS (
    SELECT 1 FROM contest_entry JOIN contest ON contest.id = contest_id
    WHERE contest_entry.generation_id = contest_picture.generation_id
        AND (next_at_ms IS NOT NULL OR (phase = 'closed' AND closed_at_ms > :since_ms))
) AND NOT EXISTS (
    SELECT 1 FROM generation JOIN contest ON contest.guild_id = generation.guild_id
    WHERE generation.id = contest_picture.generation_id AND phase = 'open' AND opens_at_ms <= generated_at_ms
) RETURNING generation_id
"""

USE_POOL = """
UPDATE contest SET pool_used = pool_used + :amount
WHERE id = :id AND phase = 'open' AND entries_until_ms > :now_ms AND pool_used + :amount <= :pool RETURNING id
"""

POOL_USED = "SELECT pool_used FROM contest WHERE id = :id"

SHARES = """
SELECT amount, period_end_ms, allowance - spent - held AS remains
FROM contest_pool_share JOIN account ON account.id = account_id
WHERE contest_id = :id AND contest_pool_share.user_id = :user_id
"""

SHARE = """
INSERT INTO contest_pool_share (account_id, contest_id, user_id, amount)
VALUES (:account_id, :id, :user_id, :amount)
"""


class ContestEntries(ContestTransactions):
    """See `bot.contests.ports.ContestStore`."""

    @reads
    def entry(self, contest_id: int, number: int) -> Transaction[Entry]:
        rows = yield ENTRY, {"id": contest_id, "number": number}
        if not rows:
            raise refusals.NoSuchEntry(number)
        return entry_of(rows[0])

    @reads
    def entries_of(self, contest_id: int, user_id: int) -> Transaction[list[Entry]]:
        return [entry_of(row) for row in (yield ENTRIES_OF, {"id": contest_id, "user_id": user_id})]

    @reads
    def numbered(self, contest_id: int, *, after: int = 0, limit: int = 25) -> Transaction[list[Entry]]:
        rows = yield NUMBERED, {"id": contest_id, "after": after, "limit": limit}
        return [entry_of(row) for row in rows]

    @reads
    def pictures(
        self, guild_id: int, user_id: int, *, since_ms: int, limit: int = 25
    ) -> Transaction[list[MadePicture]]:
        values = {"guild_id": guild_id, "user_id": user_id, "since_ms": since_ms, "limit": limit}
        # No picture takes longer than a day.
        rows = yield PICTURES, {**values, "held_since_ms": since_ms - DAY_MS}
        return [made_picture_of(row) for row in rows]

    @reads
    def picture(self, generation_id: int) -> Transaction[MadePicture | None]:
        return (yield from _picture(generation_id))

    @writes
    def enter(
        self, guild_id: int, contest_id: int, person: Person, generation_id: int, copy: bytes
    ) -> Transaction[Entered]:
        now_ms = self._clock()
        contest = yield from self._open(guild_id, contest_id, person, now_ms)
        which = {"id": contest.id, "generation_id": generation_id}
        picture = yield from _picture(generation_id)
        check_picture(contest, picture, person.user_id)
        if (yield ENTERED, which):
            raise refusals.AlreadyEntered
        if not (yield COUNT_IN, {"id": contest.id, "now_ms": now_ms, "most": MOST_ENTRIES}):
            raise refusals.ContestFull(MOST_ENTRIES)
        yield KEEP, {**which, "now_ms": now_ms, "data": copy}
        limit = contest.settings.entries_per_member
        entered: dict[str, Value] = {
            "user_id": person.user_id,
            "sha256": hashlib.sha256(copy).hexdigest(),
            "now_ms": now_ms,
        }
        rows = yield INSERT, {**which, **entered, "limit": limit}
        if not rows:
            raise refusals.TooManyEntries(limit)
        winners = yield from recent_winners(contest)
        return Entered(entry_of(rows[0]), person.user_id in winners)

    @writes
    def withdraw(self, guild_id: int, contest_id: int, user_id: int, generation_id: int) -> Transaction[None]:
        now_ms = self._clock()
        _, contest = yield from self._current(guild_id, contest_id, now_ms)
        check_running(contest, Phase.OPEN, now_ms)
        if not (yield DELETE, {"id": contest.id, "user_id": user_id, "generation_id": generation_id}):
            raise refusals.NoSuchEntry
        if not (yield COUNT_OUT, {"id": contest.id, "now_ms": now_ms}):
            raise refusals.DeadlinePassed(Phase.OPEN.value, contest.settings.schedule.entries_until_ms)

    @writes
    def fund(self, guild_id: int, contest_id: int, person: Person, price: int) -> Transaction[int]:
        now_ms = self._clock()
        contest = yield from self._open(guild_id, contest_id, person, now_ms)
        settings = contest.settings
        who = {"id": contest.id, "user_id": person.user_id}
        if len((yield ENTRIES_OF, who)) >= settings.entries_per_member:
            raise refusals.TooManyEntries(settings.entries_per_member)
        shares = yield SHARES, who
        missing: int = price - sum(share["remains"] for share in shares if share["period_end_ms"] > now_ms)
        if missing <= 0:
            return 0
        [row] = yield POOL_USED, who
        free = settings.pool - row["pool_used"]
        if settings.pool_per_member is not None:
            free = min(free, settings.pool_per_member - sum(share["amount"] for share in shares))
        if missing > free:
            raise refusals.PoolEmpty(max(0, free) + price - missing, price)
        using = {"id": contest.id, "amount": missing, "pool": settings.pool, "now_ms": now_ms}
        if not (yield USE_POOL, using):
            raise refusals.PoolEmpty(0, price)
        expires_at_ms = settings.schedule.entries_until_ms
        owner = Owner(guild_id, person.user_id)
        grant = yield from give(
            owner, missing, expires_at_ms, GrantSource.CONTEST, now_ms, reason=settings.title
        )
        yield SHARE, {**who, "account_id": grant.id, "amount": missing}
        return missing

    @writes
    def keep_picture(self, generation_id: int, data: bytes) -> Transaction[None]:
        yield KEEP, {"generation_id": generation_id, "data": data, "now_ms": self._clock()}

    @reads
    def kept_picture(self, generation_id: int) -> Transaction[bytes | None]:
        rows = yield KEPT, {"generation_id": generation_id}
        return bytes(rows[0]["data"]) if rows else None

    @writes
    def prune(self) -> Transaction[int]:
        pruned: Rows = yield PRUNE, {"since_ms": self._clock() - KEEP_PICTURES_MS}
        yield PRUNE_DRAFTS, {"since_ms": self._clock() - KEEP_DRAFTS_MS}
        return len(pruned)

    def _open(self, guild_id: int, contest_id: int, person: Person, now_ms: int) -> Transaction[Contest]:
        """A contest that this person can enter now."""
        _, contest = yield from self._current(guild_id, contest_id, now_ms)
        check_running(contest, Phase.OPEN, now_ms)
        check_entrant(contest, person)
        return contest


def _picture(generation_id: int) -> Transaction[MadePicture | None]:
    rows = yield PICTURE, {"generation_id": generation_id}
    return made_picture_of(rows[0]) if rows else None

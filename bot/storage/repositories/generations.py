"""Generations: the arrows of their life, and reads."""

from collections.abc import Sequence
from statistics import median

from bot.generation.model import Generation, Limits, Order, Picture
from bot.generation.models import Size
from bot.generation.ports import Settled, StateConflict
from bot.storage.database import SIDE_BY_SIDE, Database, Statement, Transaction, Value
from bot.storage.repositories import holds, settlement
from bot.storage.repositories.generation_rows import OPEN, OURS, generation_of
from bot.storage.repositories.repository import Repository, reads, writes

_GET = "SELECT * FROM generation WHERE id = :id"

# `+id` sorts the result of the short partial index. A plain `id` would make SQLite scan the whole history.
_OPEN = f"SELECT * FROM generation WHERE state IN ({OPEN}) ORDER BY +id"  # noqa: S608 - states only

# Only those with a token, because members who never come back would pile up otherwise.
_NOTIFIABLE = """
SELECT * FROM generation
WHERE reply_token IS NOT NULL AND reply_expires_at_ms > :now_ms
    AND told_at_ms IS NULL AND state IN ('released', 'lost')
ORDER BY reply_expires_at_ms LIMIT :most
"""

_UNNOTIFIED = """
SELECT * FROM generation
WHERE guild_id = :guild_id AND user_id = :user_id AND told_at_ms IS NULL AND state IN ('released', 'lost')
    AND held_at_ms >= :since_ms AND (:owner IS NULL OR claimed_by IS NULL)
ORDER BY +id LIMIT :most
"""

# How many generations are read at once for notifying members.
MOST_NOTIFIED = 500

_UNANSWERED = """
SELECT * FROM generation WHERE requested_at_ms >= :since_ms AND state = 'released' ORDER BY requested_at_ms
"""

# The latest pictures of any size first, then those of that size, so that it's bounded for any history.
_RECENT_DURATIONS = """
SELECT generated_at_ms - requested_at_ms AS took_ms
FROM (
    SELECT requested_at_ms, generated_at_ms, width, height FROM generation
    WHERE requested_at_ms IS NOT NULL ORDER BY requested_at_ms DESC LIMIT 256
) AS recent
WHERE generated_at_ms >= requested_at_ms AND width * height BETWEEN :fewest AND :most
"""


_INPUTS = "SELECT data FROM generation_input WHERE generation_id = :id ORDER BY position"

_SAVE_INPUT = """
INSERT INTO generation_input (generation_id, position, saved_at_ms, data)
VALUES (:id, :position, :now_ms, :data) ON CONFLICT (generation_id, position) DO NOTHING
"""

# A picture that's already public is in its channel.
_KEEP_PICTURE = """
INSERT INTO private_picture (generation_id, saved_at_ms, width, height, format, data)
SELECT id, :now_ms, :width, :height, :format, :data FROM generation WHERE id = :id AND private = 1
ON CONFLICT (generation_id) DO NOTHING
"""

_TOGETHER = "SELECT * FROM generation WHERE batch_id = :batch_id ORDER BY id"

_REQUEST = f"""
UPDATE generation SET state = 'requested', requested_at_ms = :now_ms, attempts = attempts + 1
WHERE id = :id AND state = 'held' AND {OURS} RETURNING id
"""  # noqa: S608 - no value is in it

_REQUEUE = f"""
UPDATE generation SET state = 'held' WHERE id = :id AND state = 'requested' AND {OURS} RETURNING id
"""  # noqa: S608 - as above

_GENERATED = f"""
UPDATE generation
SET state = 'generated', generated_at_ms = :now_ms, cost = :cost, inference_id = :inference_id, slot = 0
WHERE id = :id AND state = 'requested' AND {OURS} RETURNING id
"""  # noqa: S608 - as above

_NOTIFIED = """
UPDATE generation
SET told_at_ms = COALESCE(told_at_ms, :now_ms), reply_token = NULL, claimed_by = NULL
WHERE id = :id AND state IN ('released', 'lost') RETURNING id
"""

_FORGET_TOKENS = """
UPDATE generation SET reply_token = NULL
WHERE reply_token IS NOT NULL AND reply_expires_at_ms <= :now_ms RETURNING id
"""


class GenerationRepository(Repository):
    """See `bot.generation.ports.Generations`.

    `owner` names this process where there are several. Then each generation belongs to one of them, and the
    others' transitions raise `StateConflict`.
    """

    def __init__(self, database: Database, owner: str | None = None) -> None:
        super().__init__(database)
        self._owner = owner

    async def hold(self, order: Order, limits: Limits, now_ms: int) -> bool:
        return await self._database.run(lambda: holds.hold(order, limits, now_ms, self._owner))

    async def hold_together(self, orders: Sequence[Order], limits: Limits, now_ms: int) -> bool:
        return await self._database.run(lambda: holds.hold_together(orders, limits, now_ms, self._owner))

    @writes
    def save_inputs(self, generation_id: int, inputs: Sequence[bytes], now_ms: int) -> Transaction[None]:
        yield SIDE_BY_SIDE
        for position, data in enumerate(inputs):
            values: dict[str, Value] = {"position": position, "data": data, "now_ms": now_ms}
            yield _SAVE_INPUT, {"id": generation_id, **values}

    @reads
    def inputs(self, generation_id: int) -> Transaction[tuple[bytes, ...]]:
        rows = yield _INPUTS, {"id": generation_id}
        return tuple(row["data"] for row in rows)

    @writes
    def keep_picture(self, generation_id: int, picture: Picture, now_ms: int) -> Transaction[None]:
        values: dict[str, Value] = {"width": picture.width, "height": picture.height, "data": picture.data}
        values |= {"format": picture.format.value, "now_ms": now_ms}
        yield _KEEP_PICTURE, {"id": generation_id, **values}

    @reads
    def together(self, generation: Generation) -> Transaction[list[Generation]]:
        batch_id = generation.order.batch_id
        if batch_id is None:
            rows = yield _GET, {"id": generation.id}
        else:
            rows = yield _TOGETHER, {"batch_id": batch_id}
        return [generation_of(row) for row in rows]

    @writes
    def request(self, generation_id: int, now_ms: int) -> Transaction[None]:
        yield from _move((_REQUEST, {"id": generation_id, "now_ms": now_ms, "owner": self._owner}), "held")

    @writes
    def requeue(self, generation_id: int, now_ms: int) -> Transaction[None]:  # noqa: ARG002 - the port's
        yield from _move((_REQUEUE, {"id": generation_id, "owner": self._owner}), "requested")

    @writes
    def generated(
        self, generation_id: int, cost: int, inference_id: str | None, now_ms: int
    ) -> Transaction[None]:
        values = {
            "id": generation_id,
            "cost": cost,
            "inference_id": inference_id,
            "now_ms": now_ms,
            "owner": self._owner,
        }
        yield from _move((_GENERATED, values), "requested")

    async def settle(self, generation_id: int, message_id: int | None, now_ms: int) -> Settled:
        return await self._database.run(
            lambda: settlement.settle(generation_id, message_id, now_ms, self._owner)
        )

    async def release(self, generation_id: int, reason: str, now_ms: int, *, charged: int = 0) -> None:
        await self._database.run(
            lambda: settlement.release(generation_id, reason, now_ms, charged, self._owner)
        )

    async def cancel(self, generation_id: int, now_ms: int) -> bool:
        return await self._database.run(lambda: settlement.cancel(generation_id, now_ms))

    async def charged_late(self, generation_id: int, cost: int, now_ms: int) -> None:
        await self._database.run(lambda: settlement.charged_late(generation_id, cost, now_ms))

    @writes
    def mark_notified(self, generation_id: int, now_ms: int) -> Transaction[None]:
        yield from _move((_NOTIFIED, {"id": generation_id, "now_ms": now_ms}), "released or lost")

    @writes
    def forget_tokens(self, now_ms: int) -> Transaction[int]:
        return len((yield _FORGET_TOKENS, {"now_ms": now_ms}))

    @reads
    def notifiable(self, now_ms: int) -> Transaction[list[Generation]]:
        rows = yield _NOTIFIABLE, {"now_ms": now_ms, "most": MOST_NOTIFIED}
        return [generation_of(row) for row in rows]

    @reads
    def unnotified(self, guild_id: int, user_id: int, since_ms: int) -> Transaction[list[Generation]]:
        values: dict[str, Value] = {
            "guild_id": guild_id,
            "user_id": user_id,
            "since_ms": since_ms,
            "most": MOST_NOTIFIED,
            "owner": self._owner,
        }
        return [generation_of(row) for row in (yield _UNNOTIFIED, values)]

    @reads
    def get(self, generation_id: int) -> Transaction[Generation | None]:
        rows = yield _GET, {"id": generation_id}
        return generation_of(rows[0]) if rows else None

    @reads
    def open(self) -> Transaction[list[Generation]]:
        return [generation_of(row) for row in (yield _OPEN, {})]

    @reads
    def unanswered(self, since_ms: int) -> Transaction[list[Generation]]:
        return [generation_of(row) for row in (yield _UNANSWERED, {"since_ms": since_ms})]

    @reads
    def typical_ms(self, size: Size) -> Transaction[int | None]:
        pixels = size.width * size.height
        rows = yield _RECENT_DURATIONS, {"fewest": pixels * 3 // 4, "most": pixels * 5 // 4}
        return round(median(row["took_ms"] for row in rows)) if rows else None


def _move(statement: Statement, wanted: str) -> Transaction[None]:
    yield SIDE_BY_SIDE
    if not (yield statement):
        raise StateConflict(f"generation {statement[1]['id']!r} is not {wanted}")

"""The arrows of a generation's life that move no tokens. Each names the state it starts from."""

from bot.generation.ports import StateConflict
from bot.storage.database import Statement, Transaction

_REQUEST = """
UPDATE generation SET state = 'requested', requested_at_ms = :now_ms, attempts = attempts + 1
WHERE id = :id AND state = 'held' RETURNING id
"""

_REQUEUE = """
UPDATE generation SET state = 'held' WHERE id = :id AND state = 'requested' RETURNING id
"""

_GENERATED = """
UPDATE generation
SET state = 'generated', generated_at_ms = :now_ms, cost = :cost, inference_id = :inference_id
WHERE id = :id AND state = 'requested' RETURNING id
"""

_TOLD = """
UPDATE generation SET told_at_ms = COALESCE(told_at_ms, :now_ms), reply_token = NULL
WHERE id = :id AND state IN ('released', 'lost') RETURNING id
"""

_FORGET_TOKENS = """
UPDATE generation SET reply_token = NULL
WHERE reply_token IS NOT NULL AND reply_expires_at_ms <= :now_ms RETURNING id
"""


def request(generation_id: int, now_ms: int) -> Transaction[None]:
    """See `Generations.request`."""
    yield from _move((_REQUEST, {"id": generation_id, "now_ms": now_ms}), "held")


def requeue(generation_id: int) -> Transaction[None]:
    """See `Generations.requeue`."""
    yield from _move((_REQUEUE, {"id": generation_id}), "requested")


def generated(generation_id: int, cost: int, inference_id: str | None, now_ms: int) -> Transaction[None]:
    """See `Generations.generated`."""
    values = {"id": generation_id, "cost": cost, "inference_id": inference_id, "now_ms": now_ms}
    yield from _move((_GENERATED, values), "requested")


def mark_notified(generation_id: int, now_ms: int) -> Transaction[None]:
    """See `Generations.notified`."""
    yield from _move((_TOLD, {"id": generation_id, "now_ms": now_ms}), "released or lost")


def forget_tokens(now_ms: int) -> Transaction[int]:
    """Forgets the interaction tokens that nobody can use any more, and returns how many."""
    return len((yield _FORGET_TOKENS, {"now_ms": now_ms}))


def _move(statement: Statement, wanted: str) -> Transaction[None]:
    if not (yield statement):
        raise StateConflict(f"generation {statement[1]['id']} is not {wanted}")

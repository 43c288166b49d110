"""How a hold ends: settled, released, or lost by the operator. State, account and ledger move together."""

from bot.generation.ports import Overtaken, Settled
from bot.storage.database import Row, Transaction, Value

_DELIVER = """
UPDATE generation SET state = 'delivered', message_id = :message_id, ended_at_ms = :now_ms,
    told_at_ms = :now_ms, reply_token = NULL
WHERE id = :id AND state = 'generated' RETURNING id, guild_id, user_id, cost
"""

# The member is still to be told, so the token stays as long as it lives.
_RELEASE = """
UPDATE generation SET
    state = CASE WHEN COALESCE(:charged, cost, 0) > 0 THEN 'lost' ELSE 'released' END,
    cost = COALESCE(:charged, cost), reason = :reason, ended_at_ms = :now_ms,
    reply_token = CASE WHEN reply_expires_at_ms > :now_ms THEN reply_token END
WHERE id = :id AND state IN ('held', 'requested', 'generated')
RETURNING id, guild_id, user_id, COALESCE(cost, 0) AS cost
"""

_CANCEL = """
UPDATE generation SET state = 'released', reason = 'Cancelled', ended_at_ms = :now_ms, told_at_ms = :now_ms,
    reply_token = NULL
WHERE id = :id AND state = 'held' RETURNING id, guild_id, user_id
"""

_HOLDS = """
SELECT account_id, held_change AS held FROM ledger WHERE generation_id = :id AND kind = 'hold'
"""

# What was held is free again; `room` is what the member could have spent beyond it, and the hold itself.
_FREE = """
UPDATE account SET held = held - :held WHERE id = :account_id RETURNING allowance - spent - held AS room
"""

_SPEND = """
UPDATE account SET spent = spent + :paid WHERE id = :account_id
"""

_BOOK = """
INSERT INTO ledger (
    at_ms, kind, account_id, guild_id, user_id, generation_id, held_change, spent_change, actor_id, reason
) VALUES (
    :now_ms, :kind, :account_id, :guild_id, :user_id, :id, :held_change, :spent_change, :actor_id, :reason
)
"""


def settle(generation_id: int, message_id: int | None, now_ms: int) -> Transaction[Settled]:
    """See `Generations.settle`."""
    rows = yield _DELIVER, {"id": generation_id, "message_id": message_id, "now_ms": now_ms}
    if not rows:
        raise Overtaken(f"generation {generation_id} is not generated")
    [generation] = rows
    [hold] = yield _HOLDS, {"id": generation_id}
    [account] = yield _FREE, {"account_id": hold["account_id"], "held": hold["held"]}
    paid = min(generation["cost"], account["room"])
    yield _SPEND, {"account_id": hold["account_id"], "paid": paid}
    yield from _book("settle", generation, now_ms, hold=hold, spent_change=paid)
    lost = generation["cost"] - paid
    if lost:
        yield from _book("loss", generation, now_ms, spent_change=lost, reason="OverHold")
    return Settled(paid=paid, lost=lost)


def release(generation_id: int, reason: str, now_ms: int, charged: int) -> Transaction[None]:
    """See `Generations.release`.

    Where the cost is known already (state generated) and nothing else is said, that is what was lost.
    """
    rows = yield (
        _RELEASE,
        {"id": generation_id, "reason": reason, "now_ms": now_ms, "charged": charged or None},
    )
    if not rows:
        raise Overtaken(f"generation {generation_id} is not open")
    [generation] = rows
    yield from _give_back(generation, now_ms, reason=reason)
    if generation["cost"]:
        yield from _book("loss", generation, now_ms, spent_change=generation["cost"], reason=reason)


def cancel(generation_id: int, now_ms: int) -> Transaction[bool]:
    """See `Generations.cancel`."""
    rows = yield _CANCEL, {"id": generation_id, "now_ms": now_ms}
    if not rows:
        return False
    [generation] = rows
    yield from _give_back(generation, now_ms, reason="Cancelled", actor_id=generation["user_id"])
    return True


def _give_back(
    generation: Row, now_ms: int, *, reason: str, actor_id: int | None = None
) -> Transaction[None]:
    [hold] = yield _HOLDS, {"id": generation["id"]}
    yield _FREE, {"account_id": hold["account_id"], "held": hold["held"]}
    yield from _book("release", generation, now_ms, hold=hold, reason=reason, actor_id=actor_id)


def _book(
    kind: str,
    generation: Row,
    now_ms: int,
    *,
    hold: Row | None = None,
    spent_change: int = 0,
    reason: str | None = None,
    actor_id: int | None = None,
) -> Transaction[None]:
    """One row of the ledger: on the account of `hold`, which it resolves, or on the operator's."""
    values: dict[str, Value] = {
        "now_ms": now_ms,
        "kind": kind,
        "account_id": hold["account_id"] if hold else None,
        "guild_id": generation["guild_id"],
        "user_id": generation["user_id"],
        "id": generation["id"],
        "held_change": -hold["held"] if hold else 0,
        "spent_change": spent_change,
        "actor_id": actor_id,
        "reason": reason,
    }
    yield _BOOK, values

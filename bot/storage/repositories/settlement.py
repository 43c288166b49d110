"""How a hold ends: settled, released, or lost by the operator. State, accounts and ledger move together."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.generation.ports import Settled, StateConflict
from bot.storage.database import Row, Transaction
from bot.storage.repositories.generation_rows import OPEN
from bot.storage.repositories.ledger import NO_CAPS, CapAccounts, Owner, cap_accounts_of, post_entry
from bot.storage.repositories.outbox import warn_member, warn_staff

_DELIVER = """
UPDATE generation SET state = 'delivered', message_id = :message_id, ended_at_ms = :now_ms,
    told_at_ms = :now_ms, reply_token = NULL
WHERE id = :id AND state = 'generated' RETURNING id, guild_id, user_id, cost, locale
"""

# The member is still to be told, so the token stays as long as it lives.
_RELEASE = f"""
UPDATE generation SET
    state = CASE WHEN COALESCE(:charged, cost, 0) > 0 THEN 'lost' ELSE 'released' END,
    cost = COALESCE(:charged, cost), reason = :reason, ended_at_ms = :now_ms,
    reply_token = CASE WHEN reply_expires_at_ms > :now_ms THEN reply_token END
WHERE id = :id AND state IN ({OPEN})
RETURNING id, guild_id, user_id, COALESCE(cost, 0) AS cost
"""  # noqa: S608 - states only

_CANCEL = """
UPDATE generation SET state = 'released', reason = 'Cancelled', ended_at_ms = :now_ms, told_at_ms = :now_ms,
    reply_token = NULL
WHERE id = :id AND state = 'held' RETURNING id, guild_id, user_id
"""

_CHARGED_LATE = """
UPDATE generation SET state = 'lost', cost = :cost
WHERE id = :id AND state = 'released' AND requested_at_ms IS NOT NULL RETURNING id, guild_id, user_id
"""

HOLDS = """
SELECT account_id, held_change AS held, part, server_account_id, operator_server_account_id,
    operator_account_id
FROM ledger WHERE generation_id = :id AND kind = 'hold' ORDER BY part
"""

# What was held is free again, and what is paid is spent. A part of a hold always fits where it was held.
RESOLVE = """
UPDATE account SET held = held - :held, spent = spent + :paid WHERE id = :id
RETURNING id, scope, allowance, spent, allowance - spent - held AS room, warned, period_end_ms
"""

LOSE = """
UPDATE account SET lost = lost + :lost WHERE id = :id
"""


@dataclass(slots=True)
class Part:
    """One account's part of a hold, and what of it is paid."""

    account_id: int
    held: int
    number: int
    paid: int = 0


def settle(generation_id: int, message_id: int | None, now_ms: int) -> Transaction[Settled]:
    """See `Generations.settle`. The parts pay in the order in which they were held: grants first."""
    rows = yield _DELIVER, {"id": generation_id, "message_id": message_id, "now_ms": now_ms}
    if not rows:
        raise StateConflict(f"generation {generation_id} is not generated")
    [generation] = rows
    owner = Owner(generation["guild_id"], generation["user_id"])
    parts, caps = yield from _held(generation_id)
    unpaid = _allocate(parts, generation["cost"])
    accounts = yield from _resolve(parts, caps)
    if unpaid:
        unpaid -= yield from _pay_more(parts, caps, accounts, unpaid)
    for part in parts:
        yield from _book("settle", generation, now_ms, part, caps)
    if unpaid:
        yield from _write_off(generation, now_ms, caps, unpaid, reason="OverHold")
    for account in accounts:
        if account["scope"] == "member":
            yield from warn_member(owner, account, now_ms, generation["locale"])
        elif account["scope"] == "server":
            yield from warn_staff(owner.guild_id, account, now_ms)
    return Settled(paid=generation["cost"] - unpaid, lost=unpaid)


def release(generation_id: int, reason: str, now_ms: int, charged: int) -> Transaction[None]:
    """See `Generations.release`.

    Where the cost is known already (state generated) and nothing else is said, that is what was lost.
    """
    rows = yield (
        _RELEASE,
        {"id": generation_id, "reason": reason, "now_ms": now_ms, "charged": charged or None},
    )
    if not rows:
        raise StateConflict(f"generation {generation_id} is not open")
    [generation] = rows
    caps = yield from _give_back(generation, now_ms, reason=reason)
    if generation["cost"]:
        yield from _write_off(generation, now_ms, caps, generation["cost"], reason=reason)


def charged_late(generation_id: int, cost: int, now_ms: int) -> Transaction[None]:
    """See `Generations.charged_late`."""
    rows = yield _CHARGED_LATE, {"id": generation_id, "cost": cost}
    if not rows:
        raise StateConflict(f"generation {generation_id} is not released")
    _parts, caps = yield from _held(generation_id)
    yield from _write_off(rows[0], now_ms, caps, cost, reason="ChargedLate")


def cancel(generation_id: int, now_ms: int) -> Transaction[bool]:
    """See `Generations.cancel`."""
    rows = yield _CANCEL, {"id": generation_id, "now_ms": now_ms}
    if not rows:
        return False
    [generation] = rows
    yield from _give_back(generation, now_ms, reason="Cancelled", actor_id=generation["user_id"])
    return True


def _held(generation_id: int) -> Transaction[tuple[list[Part], CapAccounts]]:
    """The parts of a hold, and the accounts that limited it, which are the same for all its parts."""
    rows = yield HOLDS, {"id": generation_id}
    parts = [Part(row["account_id"], row["held"], row["part"]) for row in rows]
    return parts, cap_accounts_of(rows[0])


def _allocate(parts: Sequence[Part], cost: int) -> int:
    """Shares `cost` among the parts, none of which pays more than it held. Returns what is left unpaid."""
    for part in parts:
        part.paid = min(part.held, cost)
        cost -= part.paid
    return cost


def _resolve(parts: Sequence[Part], caps: CapAccounts) -> Transaction[list[Row]]:
    """Ends the hold on every account; returns them as they are then, those of the parts first."""
    held, paid = sum(part.held for part in parts), sum(part.paid for part in parts)
    accounts: list[Row] = []
    for part in parts:
        accounts += yield RESOLVE, {"id": part.account_id, "held": part.held, "paid": part.paid}
    for account_id in (caps.server, caps.operator_server, caps.operator):
        accounts += yield RESOLVE, {"id": account_id, "held": held, "paid": paid}
    return accounts


def _pay_more(parts: Sequence[Part], caps: CapAccounts, accounts: list[Row], unpaid: int) -> Transaction[int]:
    """The provider charged more than was held: what the member has left on these accounts pays as well, as
    far as every limit lets it. Returns how much that is; `accounts` are then as they are after it.
    """
    own, limits = accounts[: len(parts)], accounts[len(parts) :]
    allowed = min(unpaid, *(account["room"] for account in limits))
    more = 0
    for part, account in zip(parts, own, strict=True):
        extra = min(account["room"], allowed - more)
        part.paid += extra
        more += extra
        accounts += yield RESOLVE, {"id": part.account_id, "held": 0, "paid": extra}
    for account_id in (caps.server, caps.operator_server, caps.operator):
        accounts += yield RESOLVE, {"id": account_id, "held": 0, "paid": more}
    del accounts[: len(own) + len(limits)]
    return more


def _give_back(
    generation: Row, now_ms: int, *, reason: str, actor_id: int | None = None
) -> Transaction[CapAccounts]:
    """Every part of the hold goes back to where it was; a grant that has expired meanwhile has expired."""
    parts, caps = yield from _held(generation["id"])
    yield from _resolve(parts, caps)
    for part in parts:
        yield from _book("release", generation, now_ms, part, caps, reason=reason, actor_id=actor_id)
    return caps


def _write_off(
    generation: Row, now_ms: int, caps: CapAccounts, lost: int, *, reason: str
) -> Transaction[None]:
    """What the provider charged and no member pays counts against the operator's limits alone."""
    for account_id in (caps.operator_server, caps.operator):
        yield LOSE, {"id": account_id, "lost": lost}
    yield from post_entry(
        "loss",
        Owner(generation["guild_id"], generation["user_id"]),
        now_ms,
        None,
        caps=CapAccounts(operator_server=caps.operator_server, operator=caps.operator),
        generation_id=generation["id"],
        lost=lost,
        reason=reason,
    )


def _book(
    kind: str,
    generation: Row,
    now_ms: int,
    part: Part,
    caps: CapAccounts = NO_CAPS,
    *,
    reason: str | None = None,
    actor_id: int | None = None,
) -> Transaction[None]:
    """One row of the ledger, which resolves a part of the hold."""
    yield from post_entry(
        kind,
        Owner(generation["guild_id"], generation["user_id"]),
        now_ms,
        part.account_id,
        caps=caps,
        generation_id=generation["id"],
        part=part.number,
        held=-part.held,
        spent=part.paid,
        actor_id=actor_id,
        reason=reason,
    )

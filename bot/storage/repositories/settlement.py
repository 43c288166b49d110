"""How a hold ends: settled, released, or lost by the bot's owner. State, accounts and ledger change together.

A hold's tokens count in the period of the hold. So it ends on the accounts of that period by the current
schedule. These may differ from the accounts it was made on, and a cap may be new.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.budgets.policy import Member
from bot.errors import PromptRefused
from bot.generation.ports import Settled, StateConflict
from bot.servers.ports import Refusal
from bot.storage.database import ALONE, SIDE_BY_SIDE, Row, Transaction
from bot.storage.repositories.accounts import CURRENT, AccountKey, cap_keys_at, member_key_at, on
from bot.storage.repositories.generation_rows import OPEN, OURS
from bot.storage.repositories.ledger import CapAccounts, Owner, post_entry
from bot.storage.repositories.outbox import warn_member, warn_staff
from bot.storage.repositories.policy_snapshot import GuildSchedule, guild_schedule
from bot.storage.repositories.refused_prompts import record_refusal

_DELIVER = f"""
UPDATE generation SET state = 'delivered', message_id = :message_id, ended_at_ms = :now_ms,
    told_at_ms = :now_ms, reply_token = NULL, claimed_by = NULL, slot = 0
WHERE id = :id AND state = 'generated' AND {OURS}
RETURNING id, guild_id, user_id, held_at_ms, cost, locale
"""  # noqa: S608 - no value is in it

# The member hasn't been told yet, so a valid token is kept.
_RELEASE = f"""
UPDATE generation SET
    state = CASE WHEN COALESCE(:charged, cost, 0) > 0 THEN 'lost' ELSE 'released' END,
    cost = COALESCE(:charged, cost), reason = :reason, ended_at_ms = :now_ms,
    reply_token = CASE WHEN reply_expires_at_ms > :now_ms THEN reply_token END, slot = 0
WHERE id = :id AND state IN ({OPEN}) AND {OURS}
RETURNING id, guild_id, user_id, channel_id, prompt, held_at_ms, COALESCE(cost, 0) AS cost
"""  # noqa: S608 - states only

_CANCEL = """
UPDATE generation SET state = 'released', reason = 'Cancelled', ended_at_ms = :now_ms, told_at_ms = :now_ms,
    reply_token = NULL, claimed_by = NULL, slot = 0
WHERE id = :id AND state = 'held' RETURNING id, guild_id, user_id, held_at_ms
"""

_CHARGED_LATE = """
UPDATE generation SET state = 'lost', cost = :cost
WHERE id = :id AND state = 'released' AND requested_at_ms IS NOT NULL
RETURNING id, guild_id, user_id, held_at_ms
"""

HOLDS = """
SELECT account_id, held_change AS held, part, scope
FROM ledger JOIN account ON account.id = ledger.account_id
WHERE generation_id = :id AND kind = 'hold' ORDER BY part
"""

# The held amount is free again, and the paid amount is spent. A part of a hold always fits where it was held.
_RESOLVE = """UPDATE account SET held = held - :held, spent = spent + :paid"""
_RESOLVED = "RETURNING id, scope, allowance, spent, allowance - spent - held AS room, warned, period_end_ms"

RESOLVE_CURRENT = f"{_RESOLVE} WHERE {CURRENT} {_RESOLVED}"
RESOLVE = f"{_RESOLVE} WHERE id = :id {_RESOLVED}"

LOSE = f"""
UPDATE account SET lost = lost + :lost WHERE {CURRENT} RETURNING id
"""  # noqa: S608 - no value is in it


@dataclass(slots=True)
class Part:
    """One account's part of a hold, and how much of it is paid."""

    account_id: int
    held: int
    number: int
    is_grant: bool
    paid: int = 0


@dataclass(frozen=True, slots=True)
class Hold:
    """A generation's hold, with the accounts where it counts now."""

    generation: Row
    owner: Owner
    parts: Sequence[Part]
    member: AccountKey
    caps: tuple[AccountKey, AccountKey, AccountKey]


def settle(
    generation_id: int, message_id: int | None, now_ms: int, owner: str | None
) -> Transaction[Settled]:
    """See `Generations.settle`. The parts pay in the order in which they were held, grants first."""
    yield SIDE_BY_SIDE
    values = {"id": generation_id, "message_id": message_id, "now_ms": now_ms, "owner": owner}
    rows = yield _DELIVER, values
    if not rows:
        raise StateConflict(f"generation {generation_id} isn't generated")
    held = yield from _hold_of(rows[0])
    cost = held.generation["cost"]
    unpaid = _allocate(held.parts, cost)
    own, caps = yield from _resolve(held)
    if unpaid:
        more = yield from _pay_more(held, own, caps, unpaid)
        unpaid -= more
    for part in held.parts:
        yield from _post("settle", held, now_ms, part, caps)
    if unpaid:
        yield from _write_off(held, now_ms, unpaid, reason="OverHold")
    for account in (*own, *caps.values()):
        if account["scope"] == "member":
            yield from warn_member(held.owner, account, now_ms, held.generation["locale"])
        elif account["scope"] == "server":
            yield from warn_staff(held.owner.guild_id, account, now_ms)
    return Settled(paid=cost - unpaid, lost=unpaid)


def release(
    generation_id: int, reason: str, now_ms: int, charged: int, owner: str | None
) -> Transaction[None]:
    """See `Generations.release`.

    If the cost is already known (state generated) and `charged` is 0, that cost is the loss.
    """
    # Refused prompts are counted, and two of a member's could miss each other.
    yield ALONE if reason == PromptRefused.__name__ else SIDE_BY_SIDE
    rows = yield (
        _RELEASE,
        {
            "id": generation_id,
            "reason": reason,
            "now_ms": now_ms,
            "charged": charged or None,
            "owner": owner,
        },
    )
    if not rows:
        raise StateConflict(f"generation {generation_id} isn't open")
    held = yield from _give_back(rows[0], now_ms, reason=reason)
    if held.generation["cost"]:
        yield from _write_off(held, now_ms, held.generation["cost"], reason=reason)
    if reason == PromptRefused.__name__:
        values = (rows[0][name] for name in ("guild_id", "user_id", "channel_id", "prompt"))
        yield from record_refusal(Refusal(*values), now_ms)


def charged_late(generation_id: int, cost: int, now_ms: int) -> Transaction[None]:
    """See `Generations.charged_late`."""
    yield SIDE_BY_SIDE
    rows = yield _CHARGED_LATE, {"id": generation_id, "cost": cost}
    if not rows:
        raise StateConflict(f"generation {generation_id} isn't released")
    held = yield from _hold_of(rows[0])
    yield from _write_off(held, now_ms, cost, reason="ChargedLate")


def cancel(generation_id: int, now_ms: int) -> Transaction[bool]:
    """See `Generations.cancel`."""
    yield SIDE_BY_SIDE
    rows = yield _CANCEL, {"id": generation_id, "now_ms": now_ms}
    if not rows:
        return False
    yield from _give_back(rows[0], now_ms, reason="Cancelled", actor_id=rows[0]["user_id"])
    return True


def _hold_of(generation: Row) -> Transaction[Hold]:
    owner = Owner(generation["guild_id"], generation["user_id"])
    rows = yield HOLDS, {"id": generation["id"]}
    parts = [Part(row["account_id"], row["held"], row["part"], row["scope"] == "grant") for row in rows]
    schedule: GuildSchedule = yield from guild_schedule(owner.guild_id)
    at_ms = generation["held_at_ms"]
    return Hold(
        generation,
        owner,
        parts,
        member_key_at(Member(owner.guild_id, owner.user_id), schedule, at_ms),
        cap_keys_at(owner.guild_id, schedule, at_ms),
    )


def _allocate(parts: Sequence[Part], cost: int) -> int:
    """Divides `cost` among the parts, none of which pays more than it held. Returns the unpaid rest."""
    for part in parts:
        part.paid = min(part.held, cost)
        cost -= part.paid
    return cost


def _resolve(held: Hold) -> Transaction[tuple[list[Row], dict[str, Row]]]:
    """Ends the hold on every account. Returns the parts' accounts, and the caps' accounts by scope."""
    own = []
    for part in held.parts:
        values = {"held": part.held, "paid": part.paid}
        rows = [] if part.is_grant else (yield on(held.member, RESOLVE_CURRENT, values))
        if not rows:
            rows = yield RESOLVE, {**values, "id": part.account_id}
        part.account_id = rows[0]["id"]
        own.append(rows[0])
    total = {"held": sum(part.held for part in held.parts), "paid": sum(part.paid for part in held.parts)}
    caps = {}
    for key in held.caps:
        rows = yield on(key, RESOLVE_CURRENT, total)
        if rows:
            caps[key.scope] = rows[0]
    return own, caps


def _pay_more(held: Hold, own: list[Row], caps: dict[str, Row], unpaid: int) -> Transaction[int]:
    """The provider charged more than was held. The rest of the member's accounts pays too, up to every limit.
    Returns how much. `own` and `caps` are the accounts afterwards.
    """
    allowed = min(unpaid, *(account["room"] for account in caps.values())) if caps else unpaid
    more = 0
    for index, part in enumerate(held.parts):
        extra = min(own[index]["room"], allowed - more)
        part.paid += extra
        more += extra
        [own[index]] = yield RESOLVE, {"id": part.account_id, "held": 0, "paid": extra}
    for scope, account in caps.items():
        [caps[scope]] = yield RESOLVE, {"id": account["id"], "held": 0, "paid": more}
    return more


def _give_back(
    generation: Row, now_ms: int, *, reason: str, actor_id: int | None = None
) -> Transaction[Hold]:
    """Every part of the hold returns to where it counts. A grant that has expired since stays expired."""
    held = yield from _hold_of(generation)
    _, caps = yield from _resolve(held)
    for part in held.parts:
        yield from _post("release", held, now_ms, part, caps, reason=reason, actor_id=actor_id)
    return held


def _write_off(held: Hold, now_ms: int, lost: int, *, reason: str) -> Transaction[None]:
    """Charges that no member pays only count against the owner's limits."""
    found = []
    for key in held.caps[1:]:
        rows = yield on(key, LOSE, {"lost": lost})
        found.append(rows[0]["id"] if rows else None)
    yield from post_entry(
        "loss",
        held.owner,
        now_ms,
        None,
        counts_at_ms=held.generation["held_at_ms"],
        caps=CapAccounts(None, *found),
        generation_id=held.generation["id"],
        lost=lost,
        reason=reason,
    )


def _post(
    kind: str,
    held: Hold,
    now_ms: int,
    part: Part,
    caps: dict[str, Row],
    *,
    reason: str | None = None,
    actor_id: int | None = None,
) -> Transaction[None]:
    """One entry of the ledger that resolves a part of the hold."""
    yield from post_entry(
        kind,
        held.owner,
        now_ms,
        part.account_id,
        counts_at_ms=held.generation["held_at_ms"],
        caps=CapAccounts(**{scope: account["id"] for scope, account in caps.items()}),
        generation_id=held.generation["id"],
        part=part.number,
        held=-part.held,
        spent=part.paid,
        actor_id=actor_id,
        reason=reason,
    )

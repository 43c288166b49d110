"""The hold, the only place that decides whether a picture fits a budget."""

from collections.abc import Sequence

from bot.budgets.periods import Cycle, Schedule
from bot.budgets.rollover import with_rollover
from bot.errors import (
    Frozen,
    InputsGone,
    NoAllowance,
    OverBudget,
    Paused,
    QueueFull,
    StorageUnavailable,
    TooManyInFlight,
)
from bot.generation.model import Limits, Order
from bot.generation.shared_queue import HOLD_LEASE_MS
from bot.servers.refusals import DailyLimitReached, OnCooldown
from bot.storage.database import ALONE, MOST_SIDE_BY_SIDE, SIDE_BY_SIDE, Transaction
from bot.storage.repositories.accounts import (
    AccountKey,
    AccountState,
    cap_keys,
    hold_on,
    member_key,
    sync_allowance,
)
from bot.storage.repositories.generation_rows import OPEN, ORDER_COLUMNS
from bot.storage.repositories.grants import claim, hold_on_grants, live_grants
from bot.storage.repositories.ledger import CapAccounts, Owner, post_entry
from bot.storage.repositories.policy_snapshot import PolicySnapshot, claimable, policy_snapshot

_KEEP_GENERATION = f"""
INSERT INTO generation ({", ".join(ORDER_COLUMNS)}, state, held_at_ms, claimed_by, lease_until_ms)
VALUES ({", ".join(f":{column}" for column in ORDER_COLUMNS)}, 'held', :now_ms, :owner, :lease_until_ms)
ON CONFLICT (id) DO NOTHING RETURNING id
"""  # noqa: S608 - columns only

# The short index of open generations, read once.
IN_FLIGHT = f"""
SELECT count(*) AS of_all, count(CASE WHEN guild_id = :guild_id THEN 1 END) AS of_server,
    count(CASE WHEN guild_id = :guild_id AND user_id = :user_id THEN 1 END) AS of_member
FROM generation WHERE state IN ({OPEN})
"""  # noqa: S608 - states only


_COUNTING = """
FROM generation
WHERE user_id = :user_id AND guild_id = :guild_id AND held_at_ms > :since_ms AND id <> :id
    AND state NOT IN ('released', 'lost')
"""

LAST_HELD = f"SELECT max(held_at_ms) AS held_at_ms {_COUNTING}"

HELD_SINCE = f"SELECT count(*) AS pictures {_COUNTING}"

_COPY_INPUTS = """
INSERT INTO generation_input (generation_id, position, saved_at_ms, data)
SELECT :id, position, :now_ms, data FROM generation_input WHERE generation_id = :inputs_of RETURNING position
"""


def hold_together(
    orders: Sequence[Order], limits: Limits, now_ms: int, process: str | None
) -> Transaction[bool]:
    """See `Generations.hold_together`. `process` is the one that holds, if there are several."""
    yield SIDE_BY_SIDE
    held = 0
    for number, order in enumerate(orders):
        try:
            fresh = yield from _hold(order, limits, now_ms, process, before=number)
        except OverBudget as error:
            # As it was before this interaction.
            error.price = sum(each.price for each in orders)
            error.left += held
            error.held -= held
            raise
        if not fresh:
            if number == 0:
                return False
            raise StorageUnavailable("the ID of a picture is taken")
        held += order.price
    return True


def hold(order: Order, limits: Limits, now_ms: int, process: str | None) -> Transaction[bool]:
    """See `Generations.hold`."""
    yield SIDE_BY_SIDE
    return (yield from _hold(order, limits, now_ms, process))


def _hold(
    order: Order, limits: Limits, now_ms: int, process: str | None, *, before: int = 0
) -> Transaction[bool]:
    """Limits are checked in the order in which refusals name them.

    `before` is how many of the same interaction this transaction has already held.
    """
    values = {column: value(order) for column, value in ORDER_COLUMNS.items()}
    lease = {"owner": process, "lease_until_ms": None if process is None else now_ms + HOLD_LEASE_MS}
    if not (yield _KEEP_GENERATION, {**values, **lease, "now_ms": now_ms}):
        return False
    member = order.member
    policy = yield from policy_snapshot(
        member, limits.default_allowance, now_ms, monthly_cap=limits.monthly_cap
    )
    _refuse_outright(policy, now_ms)
    parts = yield from _hold_for_member(order, policy, now_ms)
    # Counted after an account was written. If transactions run in parallel, its row is the lock.
    yield from _refuse_too_many(order, limits, policy, before)
    yield from _refuse_too_soon(order, policy, now_ms, before)
    caps = yield from _hold_for_server(order, policy, now_ms)
    owner = Owner(order.guild_id, order.user_id)
    for number, (account_id, amount) in enumerate(parts):
        yield from post_entry(
            "hold",
            owner,
            now_ms,
            account_id,
            caps=caps,
            generation_id=order.id,
            part=number,
            held=amount,
            actor_id=order.user_id,
        )
    if order.inputs_of is not None:
        copied = yield _COPY_INPUTS, {"id": order.id, "inputs_of": order.inputs_of, "now_ms": now_ms}
        if len(copied) != order.input_count:
            raise InputsGone
    return True


def _refuse_outright(policy: PolicySnapshot, now_ms: int) -> None:
    if policy.paused is not None:
        raise Paused(policy.paused or None)
    freeze = policy.own.freeze
    if freeze is not None and freeze.holds(now_ms):
        raise Frozen(freeze.reason, freeze.until_ms)


def _refuse_too_many(order: Order, limits: Limits, policy: PolicySnapshot, before: int) -> Transaction[None]:
    """This order counts too, and so do the `before` ones of the same interaction."""
    [row] = yield IN_FLIGHT, {"guild_id": order.guild_id, "user_id": order.user_id}
    room = min(limits.server_in_flight - row["of_server"], limits.total_in_flight - row["of_all"])
    if room < MOST_SIDE_BY_SIDE:  # other concurrent holds aren't counted yet
        yield ALONE
    in_flight = min(limits.in_flight, policy.pace.most_in_progress or limits.in_flight)
    if row["of_member"] > in_flight:
        raise TooManyInFlight(running=row["of_member"] - 1 - before, limit=in_flight)
    if row["of_server"] > limits.server_in_flight:
        raise QueueFull("server", limits.server_in_flight)
    if row["of_all"] > limits.total_in_flight:
        raise QueueFull("total", limits.total_in_flight)


def _refuse_too_soon(order: Order, policy: PolicySnapshot, now_ms: int, before: int) -> Transaction[None]:
    """Raises `OnCooldown` and `DailyLimitReached`. Failed and cancelled pictures don't count.

    As above, an account was written first, so its row is the lock. Pictures of one interaction don't wait for
    one another.
    """
    pace = policy.pace
    whose = {"id": order.id, "guild_id": order.guild_id, "user_id": order.user_id}
    if pace.cooldown_seconds is not None and not before:
        span_ms = pace.cooldown_seconds * 1000
        [last] = yield LAST_HELD, {**whose, "since_ms": now_ms - span_ms}
        if last["held_at_ms"] is not None:
            raise OnCooldown(last["held_at_ms"] + span_ms, pace.cooldown_seconds)
    if pace.most_per_day is not None:
        today = Schedule(Cycle.DAY, policy.server.schedule.zone).period(now_ms)
        [made] = yield HELD_SINCE, {**whose, "since_ms": today.start_ms - 1}
        if made["pictures"] >= pace.most_per_day:
            raise DailyLimitReached(pace.most_per_day, today.end_ms)


def _hold_for_member(order: Order, policy: PolicySnapshot, now_ms: int) -> Transaction[list[tuple[int, int]]]:
    """Holds the price on grants first, then on the allowance: (account id, tokens) for each part."""
    member = order.member
    for promise in (yield from claimable(member, now_ms)):
        yield ALONE  # otherwise two of the member's holds could claim it
        yield from claim(member, promise, now_ms)
    grants = yield from live_grants(member, now_ms)
    given = sum(grant.left for grant in grants)
    if policy.allowance.tokens == 0 and given == 0:
        raise NoAllowance
    parts = yield from hold_on_grants(member, grants, order.price, now_ms)
    rest = order.price - sum(amount for _, amount in parts)
    key = member_key(member, policy)
    if not rest:
        yield from sync_allowance(key, policy, policy.allowance.tokens, now_ms)
        return parts
    held = yield from hold_on(key, policy, policy.allowance.tokens, rest, now_ms)
    if isinstance(held, AccountState):
        allowed = with_rollover(policy.allowance.tokens, held.rollover)
        raise OverBudget(
            limit="member",
            price=order.price,
            left=max(0, allowed - held.spent - held.held) + given,
            held=held.held + sum(grant.held for grant in grants),
            renews_at_ms=key.period.renews_at_ms,
        )
    assert held is not None
    return [*parts, (held, rest)]


def _hold_for_server(order: Order, policy: PolicySnapshot, now_ms: int) -> Transaction[CapAccounts]:
    """Holds the price on all caps, always in the same order, because each is a lock."""
    caps = (policy.server_cap, policy.operator_server_cap, policy.operator_cap)
    held = []
    for key, cap in zip(cap_keys(order.guild_id, policy), caps, strict=True):
        held.append((yield from _hold_on_cap(order, policy, key, cap, now_ms)))
    return CapAccounts(*held)


def _hold_on_cap(
    order: Order, policy: PolicySnapshot, key: AccountKey, cap: int, now_ms: int
) -> Transaction[int | None]:
    held = yield from hold_on(key, policy, cap, order.price, now_ms)
    if isinstance(held, AccountState):
        raise OverBudget(
            limit=key.scope,
            price=order.price,
            left=max(0, cap - held.spent - held.held - held.lost),
            held=held.held,
            renews_at_ms=key.period.renews_at_ms,
        )
    return held

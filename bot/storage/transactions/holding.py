"""The hold: the one place where a budget is decided."""

from bot.budgets.rollover import with_rollover
from bot.errors import Frozen, NoAllowance, OverBudget, Paused, TooManyInFlight
from bot.generation.model import Limits, Order
from bot.storage.database import Transaction, Value
from bot.storage.transactions.accounts import (
    Key,
    Standing,
    hold_on,
    member_key,
    operator_key,
    operator_server_key,
    server_key,
    touch,
)
from bot.storage.transactions.booking import Limiting, Owner, book
from bot.storage.transactions.granting import claim, hold_on_grants, live_grants
from bot.storage.transactions.terms import Terms, claimable, terms_for

_KEEP_GENERATION = """
INSERT INTO generation (
    id, guild_id, user_id, user_name, prompt, width, height, seed, format, preset, application_id, channel_id,
    reply_token, reply_expires_at_ms, upload_limit, private, spoiler, price, state, held_at_ms
) VALUES (
    :id, :guild_id, :user_id, :user_name, :prompt, :width, :height, :seed, :format, :preset, :application_id,
    :channel_id, :reply_token, :reply_expires_at_ms, :upload_limit, :private, :spoiler, :price, 'held',
    :now_ms
) ON CONFLICT (id) DO NOTHING RETURNING id
"""

IN_FLIGHT = """
SELECT count(*) AS running FROM generation
WHERE guild_id = :guild_id AND user_id = :user_id AND state IN ('held', 'requested', 'generated')
"""


def hold(order: Order, limits: Limits, now_ms: int) -> Transaction[bool]:
    """See `Generations.hold`. The limits are asked in the order in which a refusal names them."""
    if not (yield _KEEP_GENERATION, {**_values(order), "now_ms": now_ms}):
        return False
    member = order.member
    terms = yield from terms_for(member, limits.default_allowance, now_ms, monthly_cap=limits.monthly_cap)
    _refuse_outright(terms, now_ms)
    parts = yield from _hold_for_member(order, terms, now_ms)
    # Counted after an account was written: where transactions run side by side, its row is the lock.
    [open_ones] = yield IN_FLIGHT, {"guild_id": order.guild_id, "user_id": order.user_id}
    others = open_ones["running"] - 1
    if others >= limits.in_flight:
        raise TooManyInFlight(running=others, limit=limits.in_flight)
    limiting = yield from _hold_for_server(order, terms, now_ms)
    owner = Owner(order.guild_id, order.user_id)
    for number, (account_id, amount) in enumerate(parts):
        yield from book(
            "hold",
            owner,
            now_ms,
            account_id,
            limiting=limiting,
            generation_id=order.id,
            part=number,
            held=amount,
            actor_id=order.user_id,
        )
    return True


def _refuse_outright(terms: Terms, now_ms: int) -> None:
    if terms.paused is not None:
        raise Paused(terms.paused or None)
    freeze = terms.own.freeze
    if freeze is not None and freeze.holds(now_ms):
        raise Frozen(freeze.reason, freeze.until_ms)


def _hold_for_member(order: Order, terms: Terms, now_ms: int) -> Transaction[list[tuple[int, int]]]:
    """Holds the price on grants first, then on the allowance: (account id, tokens) for each part."""
    member = order.member
    for promise in (yield from claimable(member, now_ms)):
        yield from claim(member, promise, now_ms)
    grants = yield from live_grants(member, now_ms)
    given = sum(grant.left for grant in grants)
    if terms.allowance.tokens == 0 and given == 0:
        raise NoAllowance
    parts = yield from hold_on_grants(grants, order.price)
    rest = order.price - sum(amount for _, amount in parts)
    key = member_key(member, terms)
    if not rest:
        yield from touch(key, terms, terms.allowance.tokens, now_ms)
        return parts
    held = yield from hold_on(key, terms, terms.allowance.tokens, rest, now_ms)
    if isinstance(held, Standing):
        allowed = with_rollover(terms.allowance.tokens, held.rollover)
        raise OverBudget(
            limit="member",
            price=order.price,
            left=max(0, allowed - held.spent - held.held) + given,
            held=held.held + sum(grant.held for grant in grants),
            renews_at_ms=key.period.renews_at_ms,
        )
    return [*parts, (held, rest)]


def _hold_for_server(order: Order, terms: Terms, now_ms: int) -> Transaction[Limiting]:
    """Holds the price on all that limits the server as a whole. Always in the same order: each is a lock."""
    caps = (
        (server_key(order.guild_id, terms), terms.server_cap),
        (operator_server_key(order.guild_id, terms), terms.operator_server_cap),
        (operator_key(terms), terms.operator_cap),
    )
    held = []
    for key, cap in caps:
        held.append((yield from _hold_on_cap(order, terms, key, cap, now_ms)))
    return Limiting(*held)


def _hold_on_cap(order: Order, terms: Terms, key: Key, cap: int, now_ms: int) -> Transaction[int]:
    held = yield from hold_on(key, terms, cap, order.price, now_ms)
    if isinstance(held, Standing):
        raise OverBudget(
            limit=key.scope,
            price=order.price,
            left=max(0, cap - held.spent - held.held - held.lost),
            held=held.held,
            renews_at_ms=key.period.renews_at_ms,
        )
    return held


def _values(order: Order) -> dict[str, Value]:
    request, reply = order.request, order.reply
    return {
        "id": order.id,
        "guild_id": order.guild_id,
        "user_id": order.user_id,
        "user_name": order.user_name,
        "prompt": request.prompt,
        "width": request.size.width,
        "height": request.size.height,
        "seed": request.seed,
        "format": request.format.value,
        "preset": request.preset.value if request.preset else None,
        "application_id": reply.application_id,
        "channel_id": reply.channel_id,
        "reply_token": reply.token,
        "reply_expires_at_ms": reply.expires_at_ms,
        "upload_limit": reply.upload_limit,
        "private": int(reply.private),
        "spoiler": int(reply.spoiler),
        "price": order.price,
    }

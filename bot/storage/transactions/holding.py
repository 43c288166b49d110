"""The hold: the one place where a budget is decided."""

from bot.budgets.budget import Allowance
from bot.errors import OverBudget, TooManyInFlight
from bot.generation.life import Limits, Order
from bot.storage.database import Transaction, Value

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

_OPEN_ACCOUNT = """
INSERT INTO account (scope, guild_id, user_id, period_start_ms, period_end_ms, allowance)
VALUES ('member', :guild_id, :user_id, :period_start_ms, :period_end_ms, :allowance)
ON CONFLICT DO NOTHING
"""

# The rule of the house: budget and use are compared in the write itself, by the database.
_HOLD = """
UPDATE account SET held = held + :price, allowance = :allowance
WHERE scope = 'member' AND guild_id = :guild_id AND user_id = :user_id
    AND period_start_ms = :period_start_ms AND period_end_ms = :period_end_ms
    AND spent + held + :price <= :allowance
RETURNING id
"""

ACCOUNT = """
SELECT spent, held FROM account
WHERE scope = 'member' AND guild_id = :guild_id AND user_id = :user_id
    AND period_start_ms = :period_start_ms AND period_end_ms = :period_end_ms
"""

_IN_FLIGHT = """
SELECT count(*) AS running FROM generation
WHERE guild_id = :guild_id AND user_id = :user_id AND state IN ('held', 'requested', 'generated')
"""

_BOOK_HOLD = """
INSERT INTO ledger (
    at_ms, kind, account_id, guild_id, user_id, generation_id, held_change, spent_change, actor_id
) VALUES (:now_ms, 'hold', :account_id, :guild_id, :user_id, :id, :price, 0, :user_id)
"""


def hold(order: Order, limits: Limits, now_ms: int) -> Transaction[bool]:
    """See `Generations.hold`."""
    if not (yield _KEEP_GENERATION, {**_values(order), "now_ms": now_ms}):
        return False
    account = account_key(order.guild_id, order.user_id, limits.allowance)
    terms = {**account, "allowance": limits.allowance.tokens}
    yield _OPEN_ACCOUNT, terms
    held = yield _HOLD, {**terms, "price": order.price}
    if not held:
        [found] = yield ACCOUNT, account
        raise _over_budget(order.price, limits.allowance, spent=found["spent"], held=found["held"])
    # Counted after the account was written: where transactions run side by side, its row is the lock.
    [open_ones] = yield _IN_FLIGHT, {"guild_id": order.guild_id, "user_id": order.user_id}
    others = open_ones["running"] - 1
    if others >= limits.in_flight:
        raise TooManyInFlight(running=others, limit=limits.in_flight)
    booked = {"id": order.id, "guild_id": order.guild_id, "user_id": order.user_id, "price": order.price}
    yield _BOOK_HOLD, {**booked, "account_id": held[0]["id"], "now_ms": now_ms}
    return True


def account_key(guild_id: int, user_id: int, allowance: Allowance) -> dict[str, Value]:
    """The values that name a member's account in a period."""
    return {
        "guild_id": guild_id,
        "user_id": user_id,
        "period_start_ms": allowance.period.start_ms,
        "period_end_ms": allowance.period.end_ms,
    }


def _over_budget(price: int, allowance: Allowance, *, spent: int, held: int) -> OverBudget:
    return OverBudget(
        limit="member",
        price=price,
        left=max(0, allowance.tokens - spent - held),
        held=held,
        renews_at_ms=allowance.period.end_ms,
    )


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

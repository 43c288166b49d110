"""Orders, limits and acts like the commands make them, in round numbers."""

from typing import Any

from bot.budgets.periods import month_of
from bot.budgets.policy import Act, Actor, Member
from bot.generation.model import Kind, Limits, Order, ReplyTarget
from bot.generation.models import FLUX_2_PRO, PictureFormat, Preset, Size
from bot.generation.ports import Settled
from bot.generation.request import ImageRequest
from bot.storage import Store

NOW = 1_750_000_000_000
MONTH = month_of(NOW)
GUILD, USER, MODERATOR = 10, 20, 30
MEMBER = Member(GUILD, USER)
A_QUARTER_OF_AN_HOUR = 900_000


def order(
    number: int,
    *,
    guild_id: int = GUILD,
    user_id: int = USER,
    price: int = 10,
    size: Size = FLUX_2_PRO.default_size,
    role_ids: tuple[int, ...] = (),
) -> Order:
    return Order(
        id=number,
        guild_id=guild_id,
        user_id=user_id,
        user_name="hazel",
        request=ImageRequest("a quiet harbour", size, seed=7, format=PictureFormat.PNG),
        reply=ReplyTarget(
            application_id=5,
            channel_id=6,
            token=f"secret-{number}",
            expires_at_ms=NOW + A_QUARTER_OF_AN_HOUR,
            upload_limit=10 * 2**20,
        ),
        price=price,
        role_ids=role_ids,
    )


def full_order() -> Order:
    """Every field is set, each to a unique value."""
    biggest = 2**63 - 1  # Discord's snowflakes fit 63 bits
    prompt = "'); DROP TABLE ledger; -- ü\n🎨"
    return Order(
        id=biggest,
        guild_id=biggest - 1,
        user_id=biggest - 2,
        user_name="Ренé 🦊 O'Hara",
        request=ImageRequest(
            prompt, Size(1504, 512), 2**32 - 1, PictureFormat.WEBP, Preset.SQUARE, "somebody/else-1"
        ),
        reply=ReplyTarget(11, 12, "a secret", NOW + 13, 14, private=True, spoiler=True),
        price=15,
        provider="another",
        locale="es-419",
        guild_locale="pt-BR",
        kind=Kind.REMIX,
        parent_id=16,
        batch_id=17,
        input_count=3,
    )


def limits(tokens: int = 1_000, *, in_flight: int = 1_000) -> Limits:
    return Limits(tokens, in_flight, server_in_flight=10**6, total_in_flight=10**6)


async def spent_and_held(store: Store, *, user_id: int = USER, at_ms: int = NOW) -> tuple[int, int]:
    budget = await store.budgets.budget(Member(GUILD, user_id), at_ms)
    return budget.spent, budget.held


async def advance(store: Store, number: int, *, cost: int | None = None, price: int = 10) -> None:
    """Holds, requests and, with a `cost`, generates the picture."""
    assert await store.generations.hold(order(number, price=price), limits(), NOW)
    await store.generations.request(number, NOW + 1)
    if cost is not None:
        await store.generations.generated(number, cost, "inference", NOW + 2)


def act(
    at_ms: int = NOW,
    *,
    user_id: int = MODERATOR,
    role_ids: tuple[int, ...] = (),
    is_administrator: bool = False,
    reason: str | None = None,
) -> Act:
    return Act(Actor(user_id, role_ids, is_administrator), reason, at_ms)


async def hold(
    store: Store, number: int, price: int = 10, *, tokens: int = 1_000, at_ms: int = NOW, **details: Any
) -> None:
    """Holds for a member whose allowance is `tokens` by the bot's default."""
    assert await store.generations.hold(order(number, price=price, **details), limits(tokens), at_ms)


async def finish(store: Store, number: int, cost: int, *, at_ms: int = NOW) -> Settled:
    """From held to delivered, in message number + 1,000."""
    await store.generations.request(number, at_ms)
    await store.generations.generated(number, cost, f"inference-{number}", at_ms)
    return await store.generations.settle(number, number + 1_000, at_ms)


async def buy(store: Store, number: int, price: int = 10, **details: Any) -> Settled:
    """A delivered picture that cost exactly its hold."""
    await hold(store, number, price, **details)
    return await finish(store, number, price, at_ms=details.get("at_ms", NOW))


async def exported(store: Store, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """A member's data, by kind."""
    found: dict[str, list[dict[str, Any]]] = {}
    async for kind, rows in store.privacy.export(user_id):
        found.setdefault(kind, []).extend(rows)
    return found


async def given(store: Store, *amounts: int, expires_at_ms: int | None = None, at_ms: int = NOW) -> list[int]:
    """Grants to the member. Returns their ids."""
    return [
        (await store.quotas.grant(MEMBER, amount, expires_at_ms, act(at_ms))).result.id for amount in amounts
    ]

"""The contract of `Generations`: what each arrow of a generation's life does, and when it's refused."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.errors import NoAllowance, OverBudget, TooManyInFlight
from bot.generation.model import Generation, State
from bot.generation.models import Size
from bot.generation.ports import Settled, StateConflict
from bot.storage import Store, open_store
from tests.storage.orders import (
    A_QUARTER_OF_AN_HOUR,
    GUILD,
    MONTH,
    NOW,
    USER,
    advance,
    full_order,
    limits,
    order,
    spent_and_held,
)


async def state_of(store: Store, number: int) -> State:
    generation = await store.generations.get(number)
    assert generation is not None
    return generation.state


async def test_every_field_of_an_order_comes_back_as_it_was(store: Store) -> None:
    """Recovery after a restart uses exactly the member's request."""
    asked = full_order()
    assert await store.generations.hold(asked, limits(), NOW)
    assert await store.generations.get(asked.id) == Generation(asked, State.HELD, NOW)
    assert await store.generations.get(1) is None


async def test_every_field_of_a_life_comes_back_as_it_was(database_url: str) -> None:
    """The answers of the provider and of Discord are there after the store was closed and opened again."""
    asked = order(1)
    async with open_store(database_url) as store:
        await store.generations.hold(asked, limits(), NOW)
        await store.generations.request(1, NOW + 1)
        await store.generations.requeue(1, NOW + 2)
        await store.generations.request(1, NOW + 3)
        await store.generations.generated(1, 9, "inference", NOW + 4)
        await store.generations.settle(1, 77, NOW + 5)
    forgotten = replace(asked, reply=replace(asked.reply, token=""))
    async with open_store(database_url) as store:
        assert await store.generations.get(1) == Generation(
            order=forgotten,
            state=State.DELIVERED,
            held_at_ms=NOW,
            requested_at_ms=NOW + 3,
            generated_at_ms=NOW + 4,
            attempts=2,
            cost=9,
            inference_id="inference",
            message_id=77,
            reason=None,
        )


async def test_the_same_interaction_holds_once(store: Store) -> None:
    """Discord can deliver an interaction twice. The second time changes nothing, whatever it contains."""
    assert await store.generations.hold(order(1, price=10), limits(), NOW)
    assert not await store.generations.hold(order(1, price=30), limits(), NOW)
    await store.generations.cancel(1, NOW)
    assert not await store.generations.hold(order(1), limits(), NOW)
    assert await state_of(store, 1) is State.RELEASED
    assert await spent_and_held(store) == (0, 0)


async def test_a_hold_that_does_not_fit_keeps_nothing_and_names_the_amounts(store: Store) -> None:
    """Over budget: price, what's left, what's held and when it renews. The order isn't stored."""
    await store.generations.hold(order(1, price=60), limits(100), NOW)
    with pytest.raises(OverBudget) as refused:
        await store.generations.hold(order(2, price=41), limits(100), NOW)
    refusal = refused.value
    assert (refusal.limit, refusal.price, refusal.left, refusal.held) == ("member", 41, 40, 60)
    assert refusal.renews_at_ms == MONTH.end_ms
    assert await store.generations.get(2) is None
    assert await store.generations.hold(order(2, price=40), limits(100), NOW)


async def test_the_first_hold_has_to_fit_as_well(store: Store) -> None:
    """A member who never spent anything is refused like anybody else."""
    with pytest.raises(OverBudget) as refused:
        await store.generations.hold(order(1, price=10), limits(9), NOW)
    assert (refused.value.left, refused.value.held) == (9, 0)
    with pytest.raises(NoAllowance):
        await store.generations.hold(order(1, price=10), limits(0), NOW)


async def test_nobody_has_more_in_flight_than_the_limit(store: Store) -> None:
    """The limit counts this member's open generations on this server, and one that ends makes room."""
    at_most_two = limits(in_flight=2)
    await store.generations.hold(order(1), at_most_two, NOW)
    await store.generations.hold(order(2), at_most_two, NOW)
    await store.generations.request(2, NOW)
    with pytest.raises(TooManyInFlight) as refused:
        await store.generations.hold(order(3), at_most_two, NOW)
    assert (refused.value.running, refused.value.limit) == (2, 2)
    assert await spent_and_held(store) == (0, 20)
    assert await store.generations.hold(order(4, user_id=USER + 1), at_most_two, NOW)
    assert await store.generations.hold(order(5, guild_id=GUILD + 1), at_most_two, NOW)
    await store.generations.release(2, "ProviderFailed", NOW)
    assert await store.generations.hold(order(3), at_most_two, NOW)


async def test_a_lowered_allowance_neither_breaks_nor_lets_through(store: Store) -> None:
    """Below the usage nothing more fits, and open pictures still end as they should."""
    await advance(store, 1, price=60, cost=50)
    with pytest.raises(OverBudget) as refused:
        await store.generations.hold(order(2, price=1), limits(20), NOW)
    assert refused.value.left == 0
    assert await store.generations.settle(1, 7, NOW) == Settled(paid=50, lost=0)
    with pytest.raises(OverBudget):
        await store.generations.hold(order(2, price=1), limits(20), NOW)
    assert await store.generations.hold(order(2, price=1), limits(51), NOW)


async def test_a_member_pays_what_the_provider_charged(store: Store) -> None:
    """A picture that's cheaper than its hold costs its price, and the rest is free again."""
    await advance(store, 1, price=10, cost=8)
    assert await spent_and_held(store) == (0, 10)
    assert await store.generations.settle(1, 7, NOW) == Settled(paid=8, lost=0)
    assert await spent_and_held(store) == (8, 0)


async def test_what_a_member_does_not_have_the_operator_loses(store: Store) -> None:
    """A charge above the hold is paid from what's left, and never from another hold."""
    await store.generations.hold(order(1, price=40), limits(100), NOW)
    await store.generations.hold(order(2, price=50), limits(100), NOW)
    await store.generations.request(1, NOW)
    await store.generations.generated(1, 70, None, NOW)
    assert await store.generations.settle(1, 7, NOW) == Settled(paid=50, lost=20)
    assert await spent_and_held(store) == (50, 50)
    assert await store.books.differences() == []


async def test_a_picture_may_cost_nothing(store: Store) -> None:
    """A charge of zero settles to zero."""
    await advance(store, 1, cost=0)
    assert await store.generations.settle(1, None, NOW) == Settled(paid=0, lost=0)
    assert await spent_and_held(store) == (0, 0)


@pytest.mark.parametrize("steps", ["held", "requested", "generated"])
async def test_a_release_gives_everything_back_from_any_open_state(store: Store, steps: str) -> None:
    """If nothing was charged, it's released. The member isn't told yet, so a valid token is kept."""
    await store.generations.hold(order(1), limits(), NOW)
    if steps != "held":
        await store.generations.request(1, NOW)
    if steps == "generated":
        await store.generations.generated(1, 0, None, NOW)
    await store.generations.release(1, "ProviderFailed", NOW)
    [unnotified] = await store.generations.notifiable(NOW)
    assert (unnotified.state, unnotified.reason) == (State.RELEASED, "ProviderFailed")
    assert unnotified.order.reply.token == "secret-1"
    assert await spent_and_held(store) == (0, 0)


async def test_what_was_charged_all_the_same_is_the_operators_loss(store: Store) -> None:
    """Charged without a picture means lost: free for the member, and in the books with its cost."""
    await advance(store, 1)
    await store.generations.release(1, "PictureLost", NOW, charged=12)
    lost = await store.generations.get(1)
    assert lost is not None
    assert (lost.state, lost.cost, lost.reason) == (State.LOST, 12, "PictureLost")
    assert await spent_and_held(store) == (0, 0)
    [charge] = await store.books.charges(NOW, NOW + 10)
    assert (charge.paid, charge.lost, charge.open) == (0, 12, False)


async def test_a_known_cost_is_lost_even_if_the_release_does_not_name_it(store: Store) -> None:
    """A generated picture that can't be delivered was charged, and the books must show that."""
    await advance(store, 1, cost=9)
    await store.generations.release(1, "DeliveryForbidden", NOW)
    assert await state_of(store, 1) is State.LOST
    assert await store.books.differences() == []


async def test_a_release_that_names_a_cost_beats_the_one_that_was_known(store: Store) -> None:
    """The provider's log knows better than its first answer."""
    await advance(store, 1, cost=9)
    await store.generations.release(1, "DeliveryForbidden", NOW, charged=12)
    assert (await store.operator.spending(NOW)).lost == 12
    assert await store.books.differences() == []


async def test_only_what_waits_can_be_cancelled(store: Store) -> None:
    """Cancelling returns the tokens at once, and there's nothing left to tell. Once sent, it's refused."""
    await store.generations.hold(order(1), limits(), NOW)
    assert await store.generations.cancel(1, NOW)
    assert await spent_and_held(store) == (0, 0)
    assert await store.generations.notifiable(NOW) == []
    assert not await store.generations.cancel(1, NOW)
    await advance(store, 2)
    assert not await store.generations.cancel(2, NOW)
    assert await spent_and_held(store) == (0, 10)
    assert not await store.generations.cancel(3, NOW)


Arrow = Callable[[Store], Awaitable[object]]
ARROWS: dict[str, Arrow] = {
    "request": lambda store: store.generations.request(1, NOW),
    "requeue": lambda store: store.generations.requeue(1, NOW),
    "generated": lambda store: store.generations.generated(1, 9, None, NOW),
    "settle": lambda store: store.generations.settle(1, 7, NOW),
    "release": lambda store: store.generations.release(1, "Interrupted", NOW),
    "told": lambda store: store.generations.mark_notified(1, NOW),
}
ALLOWED = {
    "unknown": set[str](),
    "held": {"request", "release"},
    "requested": {"requeue", "generated", "release"},
    "generated": {"settle", "release"},
    "delivered": set[str](),
    "released": {"told"},
    "lost": {"told"},
}
PATHS: dict[str, list[str]] = {
    "unknown": [],
    "held": ["hold"],
    "requested": ["hold", "request"],
    "generated": ["hold", "request", "generated"],
    "delivered": ["hold", "request", "generated", "settle"],
    "released": ["hold", "release"],
    "lost": ["hold", "request", "generated", "release"],
}


@pytest.mark.parametrize("arrow", ARROWS)
@pytest.mark.parametrize("state", PATHS)
async def test_an_arrow_starts_only_where_the_drawing_has_it(store: Store, state: str, arrow: str) -> None:
    """From any other state it raises `StateConflict`, and neither state nor tokens change."""
    for step in PATHS[state]:
        if step == "hold":
            await store.generations.hold(order(1), limits(), NOW)
        else:
            await ARROWS[step](store)
    before = await store.generations.get(1)
    tokens = await spent_and_held(store)
    if arrow in ALLOWED[state]:
        await ARROWS[arrow](store)
    else:
        with pytest.raises(StateConflict):
            await ARROWS[arrow](store)
        assert await store.generations.get(1) == before
        assert await spent_and_held(store) == tokens
    assert await store.books.differences() == []


async def test_the_untold_are_listed_until_they_are_told(store: Store) -> None:
    """All that can still be answered, or one member's since some time. Telling twice is harmless."""
    await store.generations.hold(order(3), limits(), NOW)
    await store.generations.hold(order(1), limits(), NOW)
    await store.generations.hold(order(2, user_id=USER + 1), limits(), NOW)
    await advance(store, 4, cost=9)
    await store.generations.settle(4, 7, NOW)
    for number in (3, 2, 1):
        await store.generations.release(number, "GenerationUnavailable", NOW)
    assert {found.id for found in await store.generations.notifiable(NOW)} == {1, 2, 3}
    expired_ms = order(1).reply.expires_at_ms
    assert await store.generations.notifiable(expired_ms) == []
    await store.generations.forget_tokens(expired_ms)
    assert await store.generations.notifiable(NOW) == []
    assert [found.id for found in await store.generations.unnotified(GUILD, USER, NOW)] == [1, 3]
    assert await store.generations.unnotified(GUILD, USER, NOW + 1) == []
    assert await store.generations.unnotified(GUILD + 1, USER, NOW) == []
    await store.generations.mark_notified(1, NOW)
    await store.generations.mark_notified(1, NOW)
    assert [found.id for found in await store.generations.unnotified(GUILD, USER, NOW)] == [3]


async def test_the_open_are_listed_oldest_first(store: Store) -> None:
    """The next start finds everything that's neither delivered, released nor lost."""
    for number in (5, 2, 4, 3, 1):
        await store.generations.hold(order(number), limits(), NOW)
    await store.generations.request(2, NOW)
    await store.generations.request(4, NOW)
    await store.generations.generated(4, 9, None, NOW)
    await store.generations.request(5, NOW)
    await store.generations.generated(5, 9, None, NOW)
    await store.generations.settle(5, 7, NOW)
    await store.generations.release(1, "Interrupted", NOW)
    found = [(generation.id, generation.state) for generation in await store.generations.open()]
    assert found == [(2, State.REQUESTED), (3, State.HELD), (4, State.GENERATED)]


async def test_reply_tokens_are_forgotten_once_nobody_needs_them(store: Store) -> None:
    """Once delivered, cancelled, told or expired, the secret is deleted, but not before."""
    for number in range(1, 7):
        await advance(store, number, cost=9)
    await store.generations.settle(1, 7, NOW)
    await store.generations.release(2, "DeliveryForbidden", NOW)
    await store.generations.mark_notified(2, NOW)
    await store.generations.release(3, "DeliveryForbidden", NOW + A_QUARTER_OF_AN_HOUR)
    await store.generations.release(4, "DeliveryForbidden", NOW + A_QUARTER_OF_AN_HOUR - 1)
    await store.generations.hold(order(7), limits(), NOW)
    await store.generations.cancel(7, NOW)

    async def kept() -> list[int]:
        found = [await store.generations.get(number) for number in range(1, 8)]
        return [generation.id for generation in found if generation and generation.order.reply.token]

    assert await kept() == [4, 5, 6]
    assert await store.generations.forget_tokens(NOW + A_QUARTER_OF_AN_HOUR - 1) == 0
    assert await kept() == [4, 5, 6]
    assert await store.generations.forget_tokens(NOW + A_QUARTER_OF_AN_HOUR) == 3
    assert await kept() == []


async def test_the_estimate_is_the_median_of_recent_pictures_about_as_large(store: Store) -> None:
    """Within a quarter of the pixels, by the last attempt's time. None without any data."""
    assert await store.generations.typical_ms(Size(1024, 1024)) is None
    took = {1: 4_000, 2: 9_000, 3: 5_000}
    for number, milliseconds in took.items():
        await store.generations.hold(order(number, size=Size(1024, 1024)), limits(), NOW)
        await store.generations.request(number, NOW)
        await store.generations.requeue(number, NOW + 50_000)
        await store.generations.request(number, NOW + 60_000)
        await store.generations.generated(number, 9, None, NOW + 60_000 + milliseconds)
    await store.generations.hold(order(4, size=Size(512, 512)), limits(), NOW)
    await store.generations.request(4, NOW)
    await store.generations.generated(4, 9, None, NOW + 1_000)
    await advance(store, 5)  # still open
    assert await store.generations.typical_ms(Size(1024, 1024)) == 5_000
    assert await store.generations.typical_ms(Size(1024, 832)) == 5_000
    assert await store.generations.typical_ms(Size(512, 512)) == 1_000
    assert await store.generations.typical_ms(Size(2048, 2048)) is None

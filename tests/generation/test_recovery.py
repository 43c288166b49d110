"""What a start and the sweep do with generations that another process, or this one, left unfinished."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import (
    DeliveryFailed,
    DeliveryForbidden,
    GenerationUnavailable,
    Interrupted,
    OutcomeUnknown,
    PictureLost,
    PromptRefused,
    ReplyExpired,
)
from bot.generation.model import Generation, Limits, State
from tests.generation.fakes import COST, PICTURE, OddStore, order


async def left_behind(house, number: int, state: State, *, spooled: bool = True, **details: int) -> None:
    """A generation in `state`, as a killed process leaves it. No service knows it."""
    store, now_ms = house.store, house.clock()
    limits = Limits(200_000, in_flight=25)
    assert await store.generations.hold(order(number, **details), limits, now_ms)
    if state in (State.REQUESTED, State.GENERATED):
        await store.generations.request(number, now_ms)
    if state is State.GENERATED:
        if spooled:
            await store.spool.save(number, PICTURE.data)
        await store.generations.generated(number, COST, "inference", now_ms)


async def test_a_held_one_whose_member_still_waits_is_made(house):
    await left_behind(house, 1, State.HELD)
    await house.restart()
    await house.over(1)
    assert house.provider.asked == ["easel-1"]
    assert (await house.state(1)) is State.DELIVERED
    assert await house.balance() == (COST, 0)


async def test_a_held_one_that_was_never_deferred_is_released_and_told_later(house):
    house.delivery.answerable = False
    house.delivery.find_script.append(ReplyExpired())
    await left_behind(house, 1, State.HELD)
    await house.restart()
    await house.over(1)
    assert house.provider.asked == []
    assert await house.balance() == (0, 0)
    assert [generation.id for generation in await house.service.unnotified(1, 2)] == [1]


async def test_a_held_one_whose_interaction_is_over_is_released(house):
    await left_behind(house, 1, State.HELD, expires_in_ms=-1)
    await house.restart()
    await house.over(1)
    assert (house.provider.asked, await house.balance()) == ([], (0, 0))


async def test_a_requested_one_is_never_sent_again_and_its_charge_is_the_operators_loss(house):
    house.provider.has_charged("easel-1")
    await left_behind(house, 1, State.REQUESTED)
    await house.restart()
    await house.over(1)
    assert house.provider.asked == []
    assert (await house.state(1)) is State.LOST
    assert await house.balance() == (0, 0)
    assert [type(error) for _, error in house.delivery.explained] == [PictureLost]


@pytest.mark.parametrize("logged", [True, False], ids=["failed there", "absent there"])
async def test_a_requested_one_that_was_not_charged_is_released(house, logged):
    if logged:
        house.provider.has_failed("easel-1")
    await left_behind(house, 1, State.REQUESTED)
    await house.restart()
    await house.over(1)
    assert house.provider.asked == []
    assert (await house.state(1)) is State.RELEASED
    assert len(house.delivery.explained) == 1


async def test_a_row_that_appears_late_in_the_log_is_waited_for(house):
    await left_behind(house, 1, State.REQUESTED)
    await house.restart()
    await house.until(lambda: house.provider.looked_up)
    house.provider.has_charged("easel-1")
    await house.over(1)
    assert (await house.state(1)) is State.LOST


async def test_a_generated_one_is_delivered_from_the_spool(house):
    await left_behind(house, 1, State.GENERATED)
    await house.restart()
    await house.over(1)
    ((_, card),) = house.delivery.replies
    assert card.original == PICTURE
    assert await house.balance() == (COST, 0)
    assert await house.store.spool.kept() == []


async def test_a_generated_one_that_discord_has_already_is_only_settled(house):
    house.delivery.find_script.append(4_242)
    await left_behind(house, 1, State.GENERATED)
    await house.restart()
    await house.over(1)
    assert (house.delivery.replies, house.delivery.posts) == ([], [])
    assert await house.balance() == (COST, 0)


async def test_a_generated_one_is_not_posted_while_nobody_knows_whether_it_was(house):
    house.delivery.find_script.extend([DeliveryFailed("no connection"), 4_242])
    await left_behind(house, 1, State.GENERATED)
    await house.restart()
    await house.until(lambda: not house.service.tracks(1))
    assert (await house.state(1)) is State.GENERATED
    assert (house.delivery.replies, house.delivery.posts) == ([], [])
    house.clock.ahead_ms += 2 * 3_600_000
    await house.service.sweep()
    await house.over(1)
    assert (await house.state(1)) is State.DELIVERED


async def test_a_generated_one_whose_picture_is_gone_is_the_operators_loss(house):
    await left_behind(house, 1, State.GENERATED, spooled=False)
    await house.restart()
    await house.over(1)
    assert await house.balance() == (0, 0)
    assert (await house.state(1)) is State.LOST


async def test_after_fifteen_minutes_a_generated_one_goes_to_the_channel(house):
    await left_behind(house, 1, State.GENERATED, expires_in_ms=-1)
    await house.restart()
    await house.over(1)
    assert [generation_id for generation_id, _ in house.delivery.posts] == [1]
    assert await house.balance() == (COST, 0)


async def test_who_could_not_be_told_before_is_told_at_the_next_start(house):
    house.delivery.answerable = False
    house.provider.script.append(OutcomeUnknown())
    await house.imagine(1)
    await house.over(1)
    house.delivery.answerable = True
    await house.restart()
    await house.until(lambda: house.delivery.explained)
    ((number, error),) = house.delivery.explained
    assert number == 1
    assert isinstance(error, Interrupted)
    assert error.reason == "OutcomeUnknown"
    await house.until(lambda: not house.service.tracks(1))
    assert await house.service.unnotified(1, 2) == []


async def test_what_waits_when_the_bot_stops_is_made_after_the_next_start(house):
    await house.restart(concurrent=1)
    blocked = asyncio.Event()
    house.provider.script.append(blocked)
    await house.imagine(1, 2)
    await house.until(lambda: house.provider.asked)
    stopping = asyncio.create_task(house.stop(10))
    await asyncio.sleep(0)
    blocked.set()
    await stopping
    assert (await house.state(2)) is State.HELD
    await house.restart()
    await house.over(1, 2)
    assert house.provider.asked == ["easel-1", "easel-2"]


async def test_a_request_cut_off_by_stopping_is_asked_after_not_repeated(house):
    house.provider.script.append(asyncio.Event())
    await house.imagine(1)
    await house.until(lambda: house.provider.asked)
    await house.stop(0)
    house.provider.has_charged("easel-1")
    await house.restart()
    await house.over(1)
    assert house.provider.asked == ["easel-1"]
    assert (await house.state(1)) is State.LOST


async def test_the_sweep_leaves_young_holds_alone(house):
    """A hold from a moment ago is about to be deferred."""
    await left_behind(house, 1, State.HELD)
    await house.service.sweep()
    assert not house.service.tracks(1)
    assert (await house.state(1), await house.balance()) == (State.HELD, (0, COST))


async def test_the_sweep_releases_holds_that_nobody_works_on(house):
    """A hold that this process doesn't know is released once it can't be about to be deferred."""
    await left_behind(house, 1, State.HELD)
    house.clock.ahead_ms += 2 * 3_600_000
    await house.service.sweep()
    await house.over(1)
    assert (house.provider.asked, await house.balance()) == ([], (0, 0))


async def test_the_sweep_keeps_the_picture_of_a_job_that_its_list_does_not_have(house):
    """A picture that arrived after the list of open generations was read isn't deleted."""
    store = OddStore(house.store.generations)
    await house.restart(store=store)
    house.delivery.open.clear()
    await house.imagine(1)
    async with asyncio.timeout(20):
        while await house.store.spool.kept() != [1]:
            await asyncio.sleep(0.002)

    async def nothing() -> list[Generation]:
        return []

    store.replace(open=nothing)
    await house.service.sweep()
    assert await house.store.spool.kept() == [1]
    house.delivery.open.set()
    await house.over(1)


async def test_half_a_picture_from_a_crash_is_removed(sqlite_house):
    """An unfinished file doesn't stay in the spool forever."""
    house = sqlite_house
    part = house.store.spool._folder / "77.part"
    part.write_bytes(b"half")
    await house.service.sweep()
    assert not part.exists()


@pytest.mark.parametrize(
    ("state", "ends"),
    [(State.HELD, State.RELEASED), (State.REQUESTED, State.RELEASED), (State.GENERATED, State.DELIVERED)],
)
async def test_generations_of_a_provider_that_is_gone_are_ended(house, state, ends):
    """Generations of an image API that's no longer configured are delivered if done, else released."""
    await left_behind(house, 1, state)
    await house.stop()
    house.context = replace(house.context, providers={"other": house.provider})
    await house.restart()
    await house.over(1)
    assert (await house.state(1)) is ends
    assert house.provider.asked == []


async def test_the_sweep_leaves_alone_what_is_being_worked_on(house):
    blocked = asyncio.Event()
    house.provider.script.append(blocked)
    await house.imagine(1)
    await house.until(lambda: house.provider.asked)
    house.clock.ahead_ms += 2 * 3_600_000
    await house.service.sweep()
    assert (await house.state(1)) is State.REQUESTED
    blocked.set()
    await house.over(1)
    assert (await house.state(1)) is State.DELIVERED


async def test_the_sweep_discards_pictures_that_nobody_waits_for(house):
    await house.store.spool.save(99, PICTURE.data)
    await house.service.sweep()
    assert await house.store.spool.kept() == []


async def test_a_hold_a_day_old_is_released_at_the_start(house):
    await left_behind(house, 1, State.HELD)
    house.clock.ahead_ms += 25 * 3_600_000
    await house.restart()
    await house.over(1)
    assert (house.provider.asked, await house.balance()) == ([], (0, 0))


async def test_a_picture_that_can_not_be_read_back_is_the_operators_loss(house):
    await left_behind(house, 1, State.GENERATED)
    await house.store.spool.save(1, b"not a picture")
    await house.restart()
    await house.over(1)
    assert (await house.state(1)) is State.LOST


async def test_an_answer_that_reached_the_spool_is_delivered_though_nobody_wrote_down_its_cost(house):
    house.provider.has_charged("easel-1", 41_000)
    await left_behind(house, 1, State.REQUESTED)
    await house.store.spool.save(1, PICTURE.data)
    await house.restart()
    await house.over(1)
    assert (await house.state(1)) is State.DELIVERED
    assert await house.balance() == (41_000, 0)


async def test_a_held_one_that_was_delivered_already_is_not_made_again(house):
    """This happens after restoring a backup that's older than the picture."""
    house.delivery.find_script.append(4_242)
    await left_behind(house, 1, State.HELD)
    await house.restart()
    await house.over(1)
    assert (house.provider.asked, house.delivery.explained) == ([], [])
    assert await house.balance() == (0, 0)


async def test_where_nobody_may_look_nothing_is_posted_twice(house):
    house.delivery.find_script.append(DeliveryForbidden("may not read"))
    await left_behind(house, 1, State.GENERATED, expires_in_ms=-1)
    await house.restart()
    await house.over(1)
    assert (house.delivery.replies, house.delivery.posts) == ([], [])
    assert (await house.state(1)) is State.LOST


async def test_a_queue_that_stands_still_for_a_day_gives_its_tokens_back(house):
    await house.restart(concurrent=1)
    house.provider.serving = False
    house.provider.script.append(GenerationUnavailable("credits"))
    await house.imagine(2, 1)
    await house.until(lambda: house.reason() and house.queued() == 1)
    house.clock.ahead_ms += 25 * 3_600_000
    await house.service.sweep()
    await house.over(1)
    assert (await house.state(1)) is State.RELEASED
    assert await house.balance() == (0, 0)


async def test_what_is_charged_after_it_was_given_up_becomes_the_operators_loss_once(house):
    house.provider.script.extend([OutcomeUnknown(), PromptRefused("no")])
    await house.imagine(1)
    await house.over(1)
    await house.imagine(2)
    await house.over(2)
    house.provider.has_charged("easel-1", 70_000)
    house.provider.has_failed("easel-2")
    assert await house.service.book_late_charges() == 1
    assert await house.service.book_late_charges() == 0
    assert (await house.state(1), await house.state(2)) == (State.LOST, State.RELEASED)
    assert await house.balance() == (0, 0)
    charges = {charge.generation_id: charge for charge in await house.store.books.charges(0, 2**60)}
    assert (charges[1].paid, charges[1].lost, charges[2].lost) == (0, 70_000, 0)
    assert len(house.delivery.explained) == 2

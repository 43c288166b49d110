"""The life of a generation with the real store: the books are always right, and the member knows."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import (
    DeliveryFailed,
    DeliveryForbidden,
    GenerationUnavailable,
    NotCancellable,
    NotYours,
    OutcomeUnknown,
    OverBudget,
    PictureLost,
    PictureTooLarge,
    PromptRefused,
    ProviderBusy,
    ProviderFailed,
    ReplyExpired,
    ShuttingDown,
    StorageUnavailable,
    TooManyInFlight,
)
from bot.generation.model import AIMLAPI, ProviderResult, State
from bot.generation.policy import RetryPolicy
from bot.storage.repositories.budgets import BudgetRepository
from bot.storage.repositories.generations import GenerationRepository
from tests.generation.fakes import COST, PICTURE, Counting, FakeProvider, OddStore, order

ALLOWANCE = 200_000


async def test_a_picture_arrives_once_and_costs_what_the_provider_said(house):
    await house.imagine(1)
    await house.over(1)
    assert [generation_id for generation_id, _ in house.delivery.replies] == [1]
    assert await house.balance() == (COST, 0)
    assert (await house.state(1)) is State.DELIVERED
    assert await house.store.books.differences() == []


@pytest.mark.parametrize(("private", "left"), [(True, ALLOWANCE - COST), (False, None)])
async def test_a_private_card_tells_what_is_left_after_paying(house, private, left):
    """A public card shows no balance, so it isn't read."""
    await house.imagine(1, private=private)
    await house.over(1)
    (_, card) = house.delivery.replies[0]
    assert (card.cost, card.left) == (COST, left)


async def test_a_picture_takes_four_writes_and_no_read(house):
    """Each arrow of its life is one write, and everything else is already known."""
    counting = Counting(house.store.database)
    house.context = replace(house.context, budgets=BudgetRepository(counting, 0))
    await house.restart(store=GenerationRepository(counting), progress_busy=0)
    counting.writes = counting.reads = 0
    await house.imagine(1)
    await house.over(1)
    assert (counting.writes, counting.reads) == (4, 0)


async def test_a_picture_cheaper_than_its_hold_gives_the_rest_back(house):
    house.provider.script.append(ProviderResult(PICTURE, 40_000, "inference"))
    await house.imagine(1)
    await house.over(1)
    assert await house.balance() == (40_000, 0)


async def test_what_a_picture_costs_beyond_all_that_is_left_is_the_operators_loss(house):
    house.provider.script.append(ProviderResult(PICTURE, ALLOWANCE + 5_000, "inference"))
    await house.imagine(1)
    await house.over(1)
    assert await house.balance() == (ALLOWANCE, 0)
    assert await house.store.books.differences() == []


async def test_the_same_interaction_twice_runs_once(house):
    assert await house.service.accept(order(1))
    assert not await house.service.accept(order(1))
    await house.service.enqueue(1)
    await house.over(1)
    assert house.provider.asked == ["easel-1"]
    assert await house.balance() == (COST, 0)


async def test_over_budget_is_refused_before_anything_is_called(house):
    with pytest.raises(OverBudget) as refused:
        await house.service.accept(order(1, price=ALLOWANCE + 1))
    assert (refused.value.price, refused.value.left) == (ALLOWANCE + 1, ALLOWANCE)
    assert house.provider.asked == []
    assert await house.balance() == (0, 0)


async def test_a_third_at_once_is_refused_with_the_limit(house):
    breaker = asyncio.Event()
    house.provider.script.extend([breaker, breaker])
    await house.imagine(1, 2)
    with pytest.raises(TooManyInFlight) as refused:
        await house.service.accept(order(3))
    assert refused.value.limit == 2
    breaker.set()
    await house.over(1, 2)
    await house.imagine(3)
    await house.over(3)


@pytest.mark.parametrize(
    "error",
    [PromptRefused("no"), GenerationUnavailable("key"), GenerationUnavailable("model")],
    ids=repr,
)
async def test_a_refusal_by_the_provider_costs_nothing_and_is_told_once(house, error):
    house.provider.script.append(error)
    await house.imagine(1)
    await house.over(1)
    assert house.delivery.explained == [(1, error)]
    assert await house.balance() == (0, 0)
    assert (await house.state(1)) is State.RELEASED
    assert house.provider.asked == ["easel-1"]


async def test_a_failure_known_to_be_unbilled_is_tried_again(house):
    house.provider.script.extend([ProviderFailed(502), ProviderFailed(None, sent=False)])
    await house.imagine(1)
    await house.over(1)
    assert house.provider.asked == ["easel-1"] * 3
    assert await house.balance() == (COST, 0)
    assert house.delivery.explained == []


async def test_a_provider_that_keeps_failing_ends_in_words_and_a_release(house):
    house.provider.script.extend([ProviderFailed(500)] * 9)
    await house.imagine(1)
    await house.over(1)
    assert house.provider.asked == ["easel-1"] * 3
    assert [type(error) for _, error in house.delivery.explained] == [ProviderFailed]
    assert await house.balance() == (0, 0)


async def test_too_many_requests_pauses_the_queue_and_drops_nothing(house):
    house.provider.script.extend([ProviderBusy(0.01), ProviderBusy(None)])
    await house.imagine(1, 2)
    await house.over(1, 2)
    assert sorted(generation_id for generation_id, _ in house.delivery.replies) == [1, 2]
    assert await house.balance() == (2 * COST, 0)


async def test_an_outage_is_told_at_once_to_its_member_and_the_owner_and_stops_new_orders(house):
    """The first member isn't charged and is told why, the owner gets one alert, and others are refused."""
    house.provider.serving = False
    house.provider.script.append(GenerationUnavailable("credits", "no money"))
    await house.imagine(1)
    await house.over(1)
    ((_, told),) = house.delivery.explained
    assert isinstance(told, GenerationUnavailable)
    assert told.next_probe_at_ms is not None
    assert (await house.state(1), await house.balance()) == (State.RELEASED, (0, 0))
    assert house.alerts.told == [(AIMLAPI, "credits", "no money")]
    with pytest.raises(GenerationUnavailable) as refused:
        await house.service.accept(order(3, user_id=3))
    assert refused.value.next_probe_at_ms is not None
    house.provider.serving = True
    await house.until(lambda: house.reason() is None)
    await house.imagine(3)
    await house.over(3)
    assert (await house.state(3)) is State.DELIVERED


async def blocked_queue(house, *numbers: int, **policy: float) -> None:
    """An outage, hit by generation 99, with `numbers` queued."""
    await house.restart(concurrent=1, **policy)
    house.provider.serving = False
    answer = asyncio.Event()
    house.provider.script.extend([answer, GenerationUnavailable("credits")])
    await house.imagine(98, 99, user_id=99)
    for number in numbers:
        await house.imagine(number, user_id=number)
    answer.set()
    await house.until(house.reason)
    await house.over(98, 99)
    assert house.queued() == len(numbers)
    house.delivery.explained.clear()
    house.provider.asked.clear()


async def test_queued_pictures_wait_for_the_end_of_an_outage(house):
    """An outage drops nothing from the queue. The pictures are made once the provider is ready."""
    await blocked_queue(house, 1, 2)
    await asyncio.sleep(0.02)
    assert house.provider.asked == []
    house.provider.serving = True
    await house.over(1, 2)
    assert (await house.state(1), await house.state(2)) == (State.DELIVERED, State.DELIVERED)
    assert house.delivery.explained == []


async def test_after_an_outage_one_request_tries_before_all_do(house):
    """A failed probe goes back into the queue, and no other request is sent before one succeeds."""
    await blocked_queue(house, 1, 2, 3, first_probe=0.05, max_probe=0.05)
    house.provider.script.extend([GenerationUnavailable("credits")] * 2)
    house.provider.serving = True
    await house.until(lambda: len(house.provider.asked) == 2)
    await house.over(1, 2, 3)
    assert len(house.provider.asked) == 5
    assert house.delivery.explained == []
    assert len(house.alerts.told) == 1


async def test_the_owner_can_have_the_provider_asked_at_once(house):
    """`probe_now` ends an outage without waiting for the next probe."""
    await blocked_queue(house, 1, first_probe=3600.0, max_probe=3600.0)
    await house.service.probe_now()
    assert house.reason() == "credits"
    house.provider.serving = True
    await house.service.probe_now()
    await house.over(1)
    assert house.reason() is None


async def test_a_member_who_waits_for_the_owner_is_told_before_it_is_too_late(house):
    """The sweep ends a wait in an outage shortly before the interaction expires, so members get an answer."""
    await blocked_queue(house, 1)
    await house.restart(sweep_every=60.0)
    house.provider.script.append(GenerationUnavailable("credits"))
    await house.imagine(97, user_id=97)
    await house.until(house.reason)
    await house.service.sweep()
    assert house.queued() == 1
    house.clock.ahead_ms += 14 * 60_000
    await house.service.sweep()
    await house.over(1)
    assert (1, GenerationUnavailable) in [(number, type(error)) for number, error in house.delivery.explained]
    assert (await house.state(1)) is State.RELEASED


async def test_retry_after_zero_is_not_taken_at_its_word(house):
    await house.restart(first_backoff=0.2, max_backoff=0.2)
    house.provider.script.extend([ProviderBusy(0.0)] * 3)
    await house.imagine(1)
    await asyncio.sleep(0.25)
    assert len(house.provider.asked) <= 4
    await house.over(1)


def test_hours_of_failures_do_not_overflow_the_backoff():
    assert RetryPolicy().backoff(5_000) <= RetryPolicy().max_backoff


async def test_cancelling_between_two_tries_leaves_the_studio_working(house):
    await house.restart(first_backoff=0.3, max_backoff=0.3)
    house.provider.script.append(ProviderFailed(500))
    await house.imagine(1)
    async with asyncio.timeout(20):
        while (await house.state(1)) is not State.HELD or not house.provider.asked:
            await asyncio.sleep(0.002)
    await house.service.cancel(1, user_id=2)
    await asyncio.sleep(0.4)
    await house.imagine(2)
    await house.over(2)
    assert (await house.state(1), await house.state(2)) == (State.RELEASED, State.DELIVERED)


async def test_an_order_cancelled_before_it_is_queued_stays_cancelled(house):
    await house.service.accept(order(1))
    await house.service.cancel(1, user_id=2)
    await house.service.enqueue(1)
    await house.imagine(2)
    await house.over(2)
    assert house.provider.asked == ["easel-2"]


async def test_a_failed_first_try_in_the_log_says_nothing_about_the_second(house):
    house.provider.script.extend([ProviderFailed(500), OutcomeUnknown()])
    house.provider.has_failed("easel-1")
    await house.restart(lookup_patience=3.0)
    await house.imagine(1)
    await house.until(lambda: house.provider.looked_up)
    house.provider.has_charged("easel-1")
    await house.over(1)
    assert (await house.state(1)) is State.LOST


async def test_a_picture_without_a_price_does_not_wait_for_ever_for_a_log_that_fails(house):
    house.provider.script.append(ProviderResult(PICTURE, None, "inference"))
    house.provider.log_script.extend([ProviderFailed(503)] * 50)
    await house.imagine(1)
    await house.over(1)
    assert (await house.state(1)) is State.DELIVERED
    assert await house.balance() == (COST, 0)


async def test_bad_news_that_discord_did_not_take_is_told_again(house):
    house.delivery.answerable = False
    house.provider.script.append(PromptRefused("no"))
    await house.imagine(1)
    await house.over(1)
    house.delivery.answerable = True
    await house.service.sweep()
    await house.until(lambda: house.delivery.explained)
    await house.over(1)
    await house.service.sweep()
    await asyncio.sleep(0.05)
    assert len(house.delivery.explained) == 1
    assert await house.service.unnotified(1, 2) == []


async def test_a_picture_that_can_not_be_made_to_fit_is_the_operators_loss(house):
    house.delivery.reply_script.append(PictureTooLarge(limit=5))
    await house.imagine(1)
    await house.over(1)
    assert (await house.state(1)) is State.LOST
    assert await house.balance() == (0, 0)


async def test_more_pictures_than_fit_into_memory_are_not_begun(house):
    await house.restart(concurrent=2, deliveries=1)
    house.delivery.open.clear()  # Discord is stuck
    for number in (1, 2, 3, 4):
        await house.imagine(number, user_id=number)
    await house.until(lambda: len(house.provider.asked) == 3)
    await asyncio.sleep(0.05)
    assert len(house.provider.asked) == 3
    house.delivery.open.set()
    await house.over(1, 2, 3, 4)


async def test_an_unknown_fate_that_the_log_knows_as_charged_is_the_operators_loss(house):
    house.provider.script.append(OutcomeUnknown())
    house.provider.has_charged("easel-1")
    await house.imagine(1)
    await house.over(1)
    assert house.provider.asked == ["easel-1"]
    assert await house.balance() == (0, 0)
    assert (await house.state(1)) is State.LOST
    assert [type(error) for _, error in house.delivery.explained] == [PictureLost]
    (charge,) = await house.store.books.charges(0, 2**60)
    assert (charge.paid, charge.lost) == (0, COST)


async def test_an_unknown_fate_that_the_log_does_not_know_is_released_without_a_second_request(house):
    house.provider.script.append(OutcomeUnknown())
    await house.imagine(1)
    await house.over(1)
    assert house.provider.asked == ["easel-1"]
    assert len(house.provider.looked_up) > 3
    assert await house.balance() == (0, 0)
    assert (await house.state(1)) is State.RELEASED


async def test_looks_into_the_log_that_fail_do_not_count_as_absence(house):
    house.provider.script.append(OutcomeUnknown())
    house.provider.log_script.extend([ProviderFailed(503), ProviderBusy(0.001), None, ProviderFailed(None)])
    await house.imagine(1)
    await house.until(lambda: len(house.provider.looked_up) >= 3)
    house.provider.has_charged("easel-1")
    await house.over(1)
    assert (await house.state(1)) is State.LOST


async def test_a_picture_that_was_charged_and_lost_is_not_the_members_to_pay(house):
    house.provider.script.append(PictureLost(70_000))
    await house.imagine(1)
    await house.over(1)
    assert await house.balance() == (0, 0)
    (charge,) = await house.store.books.charges(0, 2**60)
    assert (charge.paid, charge.lost) == (0, 70_000)


async def test_a_cost_that_the_answer_lacks_is_read_from_the_log(house):
    house.provider.script.append(ProviderResult(PICTURE, None, "inference"))
    house.provider.has_charged("easel-1", 41_000)
    await house.imagine(1)
    await house.over(1)
    assert await house.balance() == (41_000, 0)


async def test_a_cost_that_nobody_names_is_the_estimate(house):
    house.provider.script.append(ProviderResult(PICTURE, None, "inference"))
    await house.imagine(1)
    await house.over(1)
    assert await house.balance() == (COST, 0)


async def test_cancelling_while_it_waits_gives_the_tokens_back_at_once(house):
    await house.restart(concurrent=1)
    blocked = asyncio.Event()
    house.provider.script.append(blocked)
    await house.imagine(1, 2)
    await house.until(lambda: house.provider.asked)
    await house.service.cancel(2, user_id=2)
    assert await house.balance() == (0, COST)
    assert await house.service.unnotified(1, 2) == []
    blocked.set()
    await house.over(1)
    assert house.provider.asked == ["easel-1"]


async def test_what_has_been_requested_can_not_be_cancelled(house):
    blocked = asyncio.Event()
    house.provider.script.append(blocked)
    await house.imagine(1)
    await house.until(lambda: house.provider.asked)
    with pytest.raises(NotCancellable):
        await house.service.cancel(1, user_id=2)
    blocked.set()
    await house.over(1)
    assert await house.balance() == (COST, 0)
    with pytest.raises(NotCancellable):
        await house.service.cancel(1, user_id=2)


async def test_nobody_cancels_for_somebody_else(house):
    await house.restart(concurrent=1)
    blocked = asyncio.Event()
    house.provider.script.append(blocked)
    await house.imagine(1, 2)
    with pytest.raises(NotYours):
        await house.service.cancel(2, user_id=3)
    blocked.set()
    await house.over(1, 2)


async def test_a_delivery_that_arrived_although_it_failed_is_not_repeated(house):
    house.delivery.reply_script.append(DeliveryFailed("connection lost"))
    house.delivery.find_script.append(4_242)
    await house.imagine(1)
    await house.over(1)
    assert house.delivery.replies == []
    assert (await house.store.generations.get(1)).message_id == 4_242
    assert await house.balance() == (COST, 0)


async def test_a_delivery_that_did_not_arrive_is_repeated(house):
    house.delivery.reply_script.append(DeliveryFailed("connection lost"))
    await house.imagine(1)
    await house.over(1)
    assert len(house.delivery.replies) == 1


async def test_after_the_interaction_is_over_the_channel_gets_the_picture(house):
    house.delivery.reply_script.append(ReplyExpired())
    await house.imagine(1)
    await house.imagine(2, expires_in_ms=-1)
    await house.over(1, 2)
    assert sorted(generation_id for generation_id, _ in house.delivery.posts) == [1, 2]
    assert await house.balance() == (2 * COST, 0)


async def test_a_picture_that_may_not_be_posted_anywhere_is_the_operators_loss(house):
    house.delivery.reply_script.append(ReplyExpired())
    house.delivery.post_script.append(DeliveryForbidden())
    house.delivery.answerable = False
    await house.imagine(1)
    await house.over(1)
    assert await house.balance() == (0, 0)
    assert (await house.state(1)) is State.LOST
    assert [generation.id for generation in await house.service.unnotified(1, 2)] == [1]
    await house.service.mark_notified(1)
    assert await house.service.unnotified(1, 2) == []


async def test_a_picture_too_large_for_discord_is_made_to_fit(house):
    house.delivery.reply_script.append(PictureTooLarge(limit=500))
    await house.imagine(1)
    await house.over(1)
    ((_, card),) = house.delivery.replies
    assert len(card.picture.data) <= 500
    assert card.original == PICTURE
    assert await house.balance() == (COST, 0)


async def test_the_upload_limit_of_the_interaction_is_kept(house):
    await house.imagine(1, upload_limit=300)
    await house.over(1)
    ((_, card),) = house.delivery.replies
    assert len(card.picture.data) <= 300


async def test_an_order_whose_deferral_failed_is_given_back_and_told_later(house):
    await house.service.accept(order(1))
    await house.service.abandon(1, ReplyExpired())
    assert await house.balance() == (0, 0)
    (unnotified,) = await house.service.unnotified(1, 2)
    assert unnotified.reason == "ReplyExpired"


async def test_no_new_order_is_taken_while_stopping_and_what_runs_may_finish(house):
    blocked = asyncio.Event()
    house.provider.script.append(blocked)
    await house.imagine(1)
    await house.until(lambda: house.provider.asked)
    stopping = asyncio.create_task(house.service.stop(10))
    await asyncio.sleep(0)
    with pytest.raises(ShuttingDown):
        await house.service.accept(order(2))
    blocked.set()
    await stopping
    assert (await house.state(1)) is State.DELIVERED


async def test_a_bug_in_one_generation_leaves_the_others_alone(house):
    house.provider.script.append(ProviderResult(replace(PICTURE, data=None), COST, "inference"))
    await house.imagine(1, 2)
    await house.over(2)
    assert (await house.state(2)) is State.DELIVERED
    house.clock.ahead_ms += 2 * 3_600_000
    await house.service.sweep()
    await house.over(1)
    assert await house.balance() == (COST, 0)


async def test_a_hold_that_is_made_too_late_is_given_back_at_once(house):
    await house.restart(hold_within=0.0)
    with pytest.raises(StorageUnavailable):
        await house.service.accept(order(1))
    async with asyncio.timeout(20):
        while await house.store.generations.get(1) is None or await house.state(1) is State.HELD:
            await asyncio.sleep(0.002)
    assert (house.provider.asked, await house.balance()) == ([], (0, 0))


async def test_progress_names_the_place_in_the_queue_and_then_the_making(house):
    await house.restart(concurrent=1)
    blocked, waiting = asyncio.Event(), asyncio.Event()
    house.provider.script.extend([blocked, waiting])
    await house.imagine(1, 2)
    await house.until(lambda: {1, 2} <= {generation_id for generation_id, _ in house.delivery.shown})
    shown = dict(house.delivery.shown)
    assert (shown[1].position, shown[2].position) == (0, 1)
    blocked.set()
    await house.until(lambda: (2, 0) in [(n, progress.position) for n, progress in house.delivery.shown])
    waiting.set()
    await house.over(1, 2)
    assert len(house.delivery.shown) <= 4


async def test_pictures_that_wait_for_discord_are_on_the_disk_and_survive_a_stop(house):
    """However many uploads can run at once, every picture is in the spool as soon as it arrives."""
    await house.restart(concurrent=4, deliveries=1)
    house.delivery.open.clear()
    for number in (1, 2, 3, 4):
        await house.imagine(number, user_id=number)
    await house.until(lambda: len(house.provider.asked) == 4)
    async with asyncio.timeout(20):
        while await house.store.spool.kept() != [1, 2, 3, 4]:
            await asyncio.sleep(0.002)
        for number in (
            1,
            2,
            3,
            4,
        ):  # nothing must be writing when the next service starts
            while await house.state(number) is not State.GENERATED:
                await asyncio.sleep(0.002)
    await house.stop()
    house.delivery.open.set()
    await house.restart()
    await house.over(1, 2, 3, 4)
    assert [await house.state(number) for number in (1, 2, 3, 4)] == [State.DELIVERED] * 4
    assert sorted(number for number, _ in house.delivery.replies) == [1, 2, 3, 4]


async def test_a_picture_without_a_cost_waits_on_the_disk_too(house):
    """The picture is saved before its missing cost is looked up."""
    house.provider.script.append(ProviderResult(PICTURE, None, "inference"))
    await house.restart(lookup_patience=3600.0)
    await house.imagine(1)
    await house.until(lambda: house.provider.looked_up)
    await house.stop()
    assert await house.store.spool.kept() == [1]
    house.provider.has_charged("easel-1", 41_000)
    await house.restart()
    await house.over(1)
    assert (await house.state(1), await house.balance()) == (State.DELIVERED, (41_000, 0))


async def test_stopping_does_not_wait_for_lookups(house):
    """A job that only waits for its next lookup is parked at once, and the next start continues it."""
    await house.restart(lookup_patience=3600.0)
    house.provider.script.append(OutcomeUnknown())
    await house.imagine(1)
    await house.until(lambda: house.provider.looked_up)
    await house.stop(3600.0)
    assert (await house.state(1)) is State.REQUESTED
    house.provider.has_charged("easel-1")
    await house.restart()
    await house.over(1)
    assert (await house.state(1)) is State.LOST


async def test_stopping_does_not_wait_for_the_next_attempt(house):
    """A job that waits for a retry, at the image API or on Discord, is parked at once."""
    await house.restart(first_backoff=3600.0, max_backoff=3600.0, delivery_delays=(3600.0,))
    house.provider.script.append(ProviderFailed(500))
    house.delivery.reply_script.append(DeliveryFailed("slow"))
    await house.imagine(1, 2)
    await house.until(lambda: len(house.provider.asked) == 2 and not house.delivery.reply_script)
    async with asyncio.timeout(20):
        while {await house.state(1), await house.state(2)} != {State.HELD, State.GENERATED}:
            await asyncio.sleep(0.002)
    await house.stop(3600.0)
    await house.restart(first_backoff=0.001, max_backoff=0.001)
    await house.over(1, 2)
    assert [await house.state(1), await house.state(2)] == [State.DELIVERED] * 2


async def test_a_picture_that_is_not_on_the_disk_is_not_parked(sqlite_house):
    """If the spool failed, the picture is only in memory, so stopping waits for its delivery."""
    house = sqlite_house
    await house.restart(delivery_delays=(0.2,))
    folder = house.store.spool._folder
    folder.rmdir()
    house.delivery.reply_script.append(DeliveryFailed("slow"))
    await house.imagine(1)
    await house.until(lambda: not house.delivery.reply_script and house.provider.asked)
    await house.stop(10.0)
    folder.mkdir()
    assert (await house.state(1)) is State.DELIVERED


async def test_the_member_is_told_even_if_the_release_could_not_be_written(house):
    """A failing storage keeps nobody waiting, and the sweep releases the hold later."""

    async def fails(*_: object, **__: object) -> None:
        raise StorageUnavailable("full")

    await house.restart(store=OddStore(house.store.generations, release=fails))
    house.provider.script.append(PromptRefused("no"))
    await house.imagine(1)
    await house.until(lambda: house.delivery.explained)
    await house.until(lambda: not house.service.tracks(1))
    assert [type(error) for _, error in house.delivery.explained] == [PromptRefused]
    await house.restart(store=house.store.generations)
    await house.over(1)
    assert await house.balance() == (0, 0)


async def test_nothing_is_sent_that_could_not_be_written_down_and_the_member_is_told(house):
    """Nobody waits for a failing storage."""

    async def fails(*_: object) -> None:
        raise StorageUnavailable("full")

    await house.restart(store=OddStore(house.store.generations, request=fails))
    await house.imagine(1)
    await house.until(lambda: house.delivery.explained)
    await house.until(lambda: not house.service.tracks(1))
    assert [type(error) for _, error in house.delivery.explained] == [StorageUnavailable]
    assert house.provider.asked == []
    assert (await house.state(1)) is State.HELD


async def test_a_bug_in_a_background_task_ends_it(house):
    """The caller of the services sees when a task dies, so that it can restart the process."""
    house.provider.ready_bug = ValueError("a bug")
    house.provider.script.append(GenerationUnavailable("credits"))
    await house.imagine(1)
    failures: list[BaseException] = []
    await house.until(lambda: failures.extend(house.failed()) or failures)
    assert [type(error) for error in failures] == [ValueError]


async def test_an_order_for_an_unknown_provider_is_refused(house):
    """Nothing is held for an image API that isn't configured."""
    with pytest.raises(GenerationUnavailable):
        await house.service.accept(replace(order(1), provider="somebody else"))
    assert await house.balance() == (0, 0)


async def test_providers_have_queues_and_outages_of_their_own(house):
    """While one image API is unavailable, another one's pictures are still made."""
    other = FakeProvider()
    await house.stop()
    house.context = replace(house.context, providers={AIMLAPI: house.provider, "other": other})
    await house.restart()
    house.provider.serving = False
    house.provider.script.append(GenerationUnavailable("credits"))
    await house.imagine(1)
    await house.over(1)
    assert await house.service.accept(replace(order(2), provider="other"))
    await house.service.enqueue(2)
    await house.over(2)
    assert (await house.state(2)) is State.DELIVERED
    assert (house.provider.asked, other.asked) == (["easel-1"], ["easel-2"])
    ours, theirs = house.service.status()
    assert ours.outage is not None
    assert theirs.outage is None

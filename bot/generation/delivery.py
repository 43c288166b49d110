"""generated → delivered: the picture goes to Discord once, and then the member pays."""

import asyncio
import logging

from bot.errors import (
    DeliveryFailed,
    DeliveryForbidden,
    NotAPicture,
    PictureLost,
    PictureTooLarge,
    ReplyExpired,
    StorageUnavailable,
)
from bot.generation.context import GenerationContext, Job, Stage, fail, retry_write
from bot.generation.in_doubt import cost_from_log
from bot.generation.model import Picture
from bot.generation.ports import Card
from bot.generation.submission import mark_generated

log = logging.getLogger(__name__)


async def deliver(context: GenerationContext, job: Job, picture: Picture) -> None:
    """Delivers and settles; or, where nobody may take the picture, books the operator's loss.

    Where Discord can't be reached it stays `generated`, and the sweep takes it up again.
    """
    job.enter(Stage.DELIVERING, context.now_ms())
    cost = job.generation.cost
    assert cost is not None
    try:
        async with job.message:
            message_id = await _deliver(context, job, picture, cost)
    except DeliveryFailed as error:
        log.error("not delivered for now: %r", error, extra=job.context())
        return
    except (DeliveryForbidden, PictureTooLarge, NotAPicture) as error:
        await fail(context, job, error, charged=cost)
    else:
        await settle(context, job, message_id)
    await discard(context, job)


async def deliver_again(context: GenerationContext, job: Job) -> None:
    """For a generation found `generated`: nobody knows whether Discord has the picture. Looks first.

    Where looking is not possible for good, it is not posted a second time: the operator bears the loss.
    """
    job.enter(Stage.DELIVERING, context.now_ms())
    cost = job.generation.cost
    assert cost is not None
    try:
        message_id = await _find(context, job)
    except DeliveryFailed as error:
        log.warning("can't find out whether it was delivered: %r", error, extra=job.context())
        return
    except DeliveryForbidden as error:
        await fail(context, job, error, charged=cost)
        return
    if message_id is not None:
        await settle(context, job, message_id)
        await discard(context, job)
        return
    picture = None if job.notified else await _from_spool(context, job)
    if picture is None:
        await fail(context, job, PictureLost(cost, "not in the spool"), charged=cost)
    else:
        await deliver(context, job, picture)


async def deliver_answered(context: GenerationContext, job: Job) -> bool:
    """For a generation found `requested`: if its picture is in the spool, the answer did come. Else False."""
    picture = await _from_spool(context, job)
    if picture is None:
        return False
    await mark_generated(context, job, await cost_from_log(context, job), None)
    await deliver(context, job, picture)
    return True


async def settle(context: GenerationContext, job: Job, message_id: int) -> None:
    """Books what the provider charged. The picture is with the member: this has to succeed some time.

    Raises `StorageUnavailable` when patience ends; the generation stays `generated`, and whoever takes it up
    finds the message and settles.
    """
    settled = await retry_write(context, lambda: context.store.settle(job.id, message_id, context.now_ms()))
    log.info(
        "delivered",
        extra=job.context(
            message_id=message_id,
            paid=settled.paid,
            lost=settled.lost,
            milliseconds=context.now_ms() - job.generation.held_at_ms,
        ),
    )


async def discard(context: GenerationContext, job: Job) -> None:
    """Takes the picture out of the spool; the sweep does it where this fails."""
    try:
        await context.spool.discard(job.id)
    except StorageUnavailable as error:
        log.error("the spool is unavailable: %s", error.cause, extra=job.context())


async def _deliver(context: GenerationContext, job: Job, picture: Picture, cost: int) -> int:
    """The id of the message that holds the picture. After a failure it looks before it posts again."""
    card = await _card(context, job, picture, cost)
    for wait in context.policy.delivery_retry_delays:
        try:
            return await _hand(context, job, card)
        except PictureTooLarge as error:
            size = len(card.picture.data)
            card = await _card(context, job, picture, cost, min(error.limit or size, size * 3 // 4))
        except DeliveryFailed as error:
            log.warning("delivery failed, again in %s s: %r", wait, error, extra=job.context())
            await asyncio.sleep(wait)
            found = await _find(context, job)
            if found is not None:
                return found
    return await _hand(context, job, card)


async def _hand(context: GenerationContext, job: Job, card: Card) -> int:
    generation = job.generation
    if context.now_ms() < generation.order.reply.expires_at_ms:
        try:
            return await context.delivery.reply(generation, card)
        except ReplyExpired:
            log.info("the interaction is over: posting in the channel", extra=job.context())
    return await context.delivery.post(generation, card)


async def _from_spool(context: GenerationContext, job: Job) -> Picture | None:
    data = await context.spool.load(job.id)
    try:
        return await context.pictures.inspect(data) if data is not None else None
    except NotAPicture:
        return None


async def _find(context: GenerationContext, job: Job) -> int | None:
    try:
        return await context.delivery.find(job.generation)
    except ReplyExpired:
        return None


async def _card(
    context: GenerationContext, job: Job, original: Picture, cost: int, limit: int | None = None
) -> Card:
    generation = job.generation
    order = generation.order
    fitting = await context.pictures.fit(original, limit or order.reply.upload_limit)
    asked, answered = generation.requested_at_ms, generation.generated_at_ms
    seconds = (answered - asked) / 1000 if asked is not None and answered is not None else 0.0
    return Card(fitting, original, cost, await _left_after(context, job, cost), seconds)


async def _left_after(context: GenerationContext, job: Job, cost: int) -> int | None:
    """What the member will have left once this is settled: the hold comes back, the cost goes."""
    try:
        return await context.budgets.left_after(job.id, cost, context.now_ms())
    except StorageUnavailable:
        return None  # the picture is worth more than this line of its card

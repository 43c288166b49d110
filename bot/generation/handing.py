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
from bot.generation.fate import cost_from_log
from bot.generation.life import Picture
from bot.generation.ports import Card
from bot.generation.sending import remember
from bot.generation.works import Job, Stage, Works, end, persist

log = logging.getLogger(__name__)


async def hand_over(works: Works, job: Job, picture: Picture) -> None:
    """Delivers and settles; or, where nobody may take the picture, books the operator's loss.

    Where Discord can't be reached it stays `generated`, and the sweep takes it up again.
    """
    job.enter(Stage.DELIVERING, works.now_ms())
    cost = job.generation.cost
    assert cost is not None
    try:
        async with job.message:
            message_id = await _deliver(works, job, picture, cost)
    except DeliveryFailed as error:
        log.error("not delivered for now: %r", error, extra=job.context())
        return
    except (DeliveryForbidden, PictureTooLarge, NotAPicture) as error:
        await end(works, job, error, charged=cost)
    else:
        await settle(works, job, message_id)
    await discard(works, job)


async def deliver_again(works: Works, job: Job) -> None:
    """For a generation found `generated`: nobody knows whether Discord has the picture. Looks first.

    Where looking is not possible for good, it is not posted a second time: the operator bears the loss.
    """
    job.enter(Stage.DELIVERING, works.now_ms())
    cost = job.generation.cost
    assert cost is not None
    try:
        message_id = await _find(works, job)
    except DeliveryFailed as error:
        log.warning("can't find out whether it was delivered: %r", error, extra=job.context())
        return
    except DeliveryForbidden as error:
        await end(works, job, error, charged=cost)
        return
    if message_id is not None:
        await settle(works, job, message_id)
        await discard(works, job)
        return
    picture = None if job.told else await _from_spool(works, job)
    if picture is None:
        await end(works, job, PictureLost(cost, "not in the spool"), charged=cost)
    else:
        await hand_over(works, job, picture)


async def deliver_answered(works: Works, job: Job) -> bool:
    """For a generation found `requested`: if its picture is in the spool, the answer did come. Else False."""
    picture = await _from_spool(works, job)
    if picture is None:
        return False
    await remember(works, job, await cost_from_log(works, job), None)
    await hand_over(works, job, picture)
    return True


async def settle(works: Works, job: Job, message_id: int) -> None:
    """Books what the provider charged. The picture is with the member: this has to succeed some time.

    Raises `StorageUnavailable` when patience ends; the generation stays `generated`, and whoever takes it up
    finds the message and settles.
    """
    settled = await persist(works, lambda: works.store.settle(job.id, message_id, works.now_ms()))
    log.info(
        "delivered",
        extra=job.context(
            message_id=message_id,
            paid=settled.paid,
            lost=settled.lost,
            milliseconds=works.now_ms() - job.generation.held_at_ms,
        ),
    )


async def discard(works: Works, job: Job) -> None:
    """Takes the picture out of the spool; the sweep does it where this fails."""
    try:
        await works.spool.discard(job.id)
    except StorageUnavailable as error:
        log.error("the spool is unavailable: %s", error.cause, extra=job.context())


async def _deliver(works: Works, job: Job, picture: Picture, cost: int) -> int:
    """The id of the message that holds the picture. After a failure it looks before it posts again."""
    card = await _card(works, job, picture, cost)
    for wait in works.pace.delivery_waits:
        try:
            return await _hand(works, job, card)
        except PictureTooLarge as error:
            size = len(card.picture.data)
            card = await _card(works, job, picture, cost, min(error.limit or size, size * 3 // 4))
        except DeliveryFailed as error:
            log.warning("delivery failed, again in %s s: %r", wait, error, extra=job.context())
            await asyncio.sleep(wait)
            found = await _find(works, job)
            if found is not None:
                return found
    return await _hand(works, job, card)


async def _hand(works: Works, job: Job, card: Card) -> int:
    generation = job.generation
    if works.now_ms() < generation.order.reply.expires_at_ms:
        try:
            return await works.delivery.reply(generation, card)
        except ReplyExpired:
            log.info("the interaction is over: posting in the channel", extra=job.context())
    return await works.delivery.post(generation, card)


async def _from_spool(works: Works, job: Job) -> Picture | None:
    data = await works.spool.load(job.id)
    try:
        return await works.pictures.inspect(data) if data is not None else None
    except NotAPicture:
        return None


async def _find(works: Works, job: Job) -> int | None:
    try:
        return await works.delivery.find(job.generation)
    except ReplyExpired:
        return None


async def _card(works: Works, job: Job, original: Picture, cost: int, limit: int | None = None) -> Card:
    generation = job.generation
    order = generation.order
    fitting = await works.pictures.fit(original, limit or order.reply.upload_limit)
    asked, answered = generation.requested_at_ms, generation.generated_at_ms
    seconds = (answered - asked) / 1000 if asked is not None and answered is not None else 0.0
    return Card(fitting, original, cost, await _left_after(works, job, cost), seconds)


async def _left_after(works: Works, job: Job, cost: int) -> int | None:
    """What the member will have left once this is settled: the hold comes back, the cost goes."""
    try:
        return await works.budgets.left_after(job.id, cost, works.now_ms())
    except StorageUnavailable:
        return None  # the picture is worth more than this line of its card

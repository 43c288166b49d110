"""Continues what an earlier process left unfinished, or this one lost track of."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.errors import (
    DeliveryFailed,
    DeliveryForbidden,
    EaselError,
    GenerationUnavailable,
    Interrupted,
    OutcomeUnknown,
    ReplyExpired,
    StorageUnavailable,
)
from bot.generation.context import GenerationContext, Job, Stage
from bot.generation.dispatcher import Dispatcher
from bot.generation.lifecycle import LAST_CHANCE_MS, Lifecycle
from bot.generation.model import OPEN_STATES, Generation, State

log = logging.getLogger(__name__)


class Recovery:
    """A generation's durable state alone decides what happens to it.

    `held`: nothing was sent. It runs if its interaction can still be answered, else it's released.
    `requested`: never sent again. It's delivered if its picture is in the spool, else the provider's log
    decides. `generated`: its picture is in the spool. It's delivered once.
    """

    def __init__(self, context: GenerationContext, lifecycle: Lifecycle, dispatcher: Dispatcher) -> None:
        self._context = context
        self._lifecycle = lifecycle
        self._dispatcher = dispatcher

    async def at_start(self) -> None:
        """Continues all open generations, and tells members what they couldn't be told before."""
        found = await self._context.store.open()
        if found:
            log.info("taking up %d unfinished generations", len(found))
        for generation in found:
            self._take_up(generation, starting=True)
        await self._tell_all()

    async def sweep_for_ever(self) -> None:
        """Sweeps once a minute."""
        while True:
            await asyncio.sleep(self._context.engine.sweep_every)
            try:
                await self.sweep()
            except StorageUnavailable as error:
                log.error("storage is unavailable: %s", error.cause)
            except Exception:
                log.exception("a bug stopped the sweep, the next one comes in a minute")

    async def sweep(self) -> None:
        """Handles lost generations, stale holds, missed notifications, expired tokens and orphaned
        pictures.
        """
        await self._context.store.forget_tokens(self._context.now_ms())
        found = await self._context.store.open()
        for generation in found:
            await self._look_after(generation)
        await self._tell_all()
        still_open = {generation.id for generation in found}
        for generation_id in await self._context.spool.kept():
            if generation_id not in still_open and not self._dispatcher.tracks(generation_id):
                await self._context.spool.discard(generation_id)

    async def _look_after(self, generation: Generation) -> None:
        if self._dispatcher.tracks(generation.id):
            self._end_waiting(generation)
            return
        if self._age_seconds(generation) <= self._context.engine.sweep_every:
            return  # about to be deferred
        # Read again, since its job may have ended after the list was read. Without a job it doesn't change.
        current = await self._context.store.get(generation.id)
        if current is not None and current.state in OPEN_STATES:
            self._take_up(current, starting=False)

    def _end_waiting(self, generation: Generation) -> None:
        """Ends the wait of a queued generation that's stale, or won't be made before its token expires."""
        stale = self._stale(generation)
        if not stale and not self._hopeless(generation):
            return
        job = self._dispatcher.dequeue(generation.id)
        if job is not None:
            error = Interrupted("held") if stale else GenerationUnavailable("outage")
            self._dispatcher.resume(job, self._give_up(job, error))

    def _hopeless(self, generation: Generation) -> bool:
        """Whether it waits for the bot's owner, and this is the last sweep that can tell its member."""
        lane = self._dispatcher.lanes.get(generation.order.provider)
        if lane is None or lane.outage is None:
            return False
        margin_ms = LAST_CHANCE_MS + round(self._context.engine.sweep_every * 1000)
        left_ms = generation.order.reply.expires_at_ms - self._context.now_ms()
        return 0 < left_ms < margin_ms

    def _take_up(self, generation: Generation, *, starting: bool) -> None:
        job = self._dispatcher.track(generation, generation.held_at_ms, Stage.LOOKING_UP)
        self._dispatcher.resume(job, self._work_for(job, starting=starting))

    def _work_for(self, job: Job, *, starting: bool) -> Coroutine[Any, Any, None]:
        generation = job.generation
        known = generation.order.provider in self._dispatcher.lanes
        stale = self._stale(generation)
        match generation.state:
            case State.HELD if starting and known and not stale:
                return self._run_if_answerable(job)
            case State.HELD:
                # This process tracks everything it deferred, so nobody waits for this one.
                return self._give_up(job, Interrupted("held"))
            case State.REQUESTED:
                return self._after_request(job, known=known)
            case _ if stale:
                error = DeliveryFailed("Discord couldn't be reached for a day")
                return self._lifecycle.fail(job, error, charged=generation.cost or 0)
            case _:
                return self._deliver(job)

    async def _run_if_answerable(self, job: Job) -> None:
        error: EaselError = Interrupted("held")
        if self._context.now_ms() < job.generation.order.reply.expires_at_ms:
            try:
                shown = await self._context.delivery.find(job.generation)
            except (ReplyExpired, DeliveryForbidden) as gone:
                error = gone
            except DeliveryFailed as failed:
                log.warning("can't see whether the member still waits: %r", failed, extra=job.context())
                await self._dispatcher.enqueue(job)
                return
            else:
                if shown is None:
                    await self._dispatcher.enqueue(job)
                    return
                job.notified = True  # this is a restored older database, and the member has the picture
        await self._lifecycle.fail(job, error)

    async def _after_request(self, job: Job, *, known: bool) -> None:
        async with self._dispatcher.deliveries:
            if known and not job.notified and await self._lifecycle.deliver_answered(job):
                return
        error = OutcomeUnknown("the bot stopped before the answer came")
        if known:
            await self._lifecycle.resolve_in_doubt(job, error)
        else:
            await self._lifecycle.fail(job, error)  # nothing is left that knows the outcome

    async def _deliver(self, job: Job) -> None:
        async with self._dispatcher.deliveries:
            await self._lifecycle.deliver_again(job)

    async def _give_up(self, job: Job, error: EaselError) -> None:
        job.enter(Stage.DELIVERING, self._context.now_ms())
        await self._lifecycle.fail(job, error)

    async def _tell_all(self) -> None:
        """Tells members what they couldn't be told at the time, if their interaction can still be answered.

        After that, their next interaction does it.
        """
        for generation in await self._context.store.notifiable(self._context.now_ms()):
            if not self._dispatcher.tracks(generation.id):
                job = self._dispatcher.track(generation, generation.held_at_ms, Stage.DELIVERING)
                self._dispatcher.resume(job, self._tell(job))

    async def _tell(self, job: Job) -> None:
        await self._lifecycle.notify(job, Interrupted(job.generation.reason or ""))
        if job.notified:
            await self._context.store.mark_notified(job.id, self._context.now_ms())

    def _stale(self, generation: Generation) -> bool:
        return self._age_seconds(generation) > self._context.engine.stale_after

    def _age_seconds(self, generation: Generation) -> float:
        return (self._context.now_ms() - generation.held_at_ms) / 1000

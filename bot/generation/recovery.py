"""Takes up what another process left, and what this one lost sight of."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Protocol

from bot.errors import (
    DeliveryFailed,
    DeliveryForbidden,
    EaselError,
    Interrupted,
    OutcomeUnknown,
    ReplyExpired,
    StorageUnavailable,
)
from bot.generation.context import GenerationContext, Job, Stage, fail, notify
from bot.generation.delivery import deliver_again, deliver_answered
from bot.generation.in_doubt import resolve_in_doubt
from bot.generation.model import OPEN_STATES, Generation, State

log = logging.getLogger(__name__)


class Dispatching(Protocol):
    """The part of the dispatcher that recovery hands its findings to."""

    deliveries: asyncio.Semaphore

    def tracks(self, generation_id: int) -> bool: ...

    def enqueue(self, job: Job, *, first: bool = False) -> None: ...

    def dequeue(self, generation_id: int) -> Job | None: ...

    def resume(self, job: Job, work: Coroutine[Any, Any, None]) -> None: ...


class Recovery:
    """What may be done with a generation follows from its durable state alone.

    `held`: nothing was sent; it runs if its interaction can still be answered, else it is released.
    `requested`: never sent again. Delivered if the picture is in the spool; else the provider's log decides.
    `generated`: the picture is in the spool; it is delivered, once.
    """

    def __init__(self, context: GenerationContext, dispatcher: Dispatching) -> None:
        self._context = context
        self._dispatcher = dispatcher

    async def at_start(self) -> None:
        """Everything that is open, and everything that members were not told."""
        found = await self._context.store.open()
        if found:
            log.info("taking up %d unfinished generations", len(found))
        for generation in found:
            self._take_up(generation, starting=True)
        await self._tell_all()

    async def sweep_for_ever(self) -> None:
        """Once a minute, what `sweep` does."""
        while True:
            await asyncio.sleep(self._context.policy.sweep_every)
            try:
                await self.sweep()
            except StorageUnavailable as error:
                log.error("storage is unavailable: %s", error.cause)
            except Exception:
                log.exception("a bug stopped the sweep; the next one comes")

    async def sweep(self) -> None:
        """Generations no job knows, stale holds, words not said yet, dead tokens, pictures nobody awaits."""
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
            waiting = self._dispatcher.dequeue(generation.id) if self._stale(generation) else None
            if waiting is not None:
                self._dispatcher.resume(waiting, self._give_up(waiting))
            return
        if self._age_seconds(generation) <= self._context.policy.sweep_every:
            return  # on its way to being deferred
        # Read again: its job may have ended since the list was read. Without a job it stands still.
        current = await self._context.store.get(generation.id)
        if current is not None and current.state in OPEN_STATES:
            self._take_up(current, starting=False)

    def _take_up(self, generation: Generation, *, starting: bool) -> None:
        job = Job(generation, generation.held_at_ms, Stage.ASKING)
        stale = self._stale(generation)
        match generation.state:
            case State.HELD if starting and not stale:
                work = self._run_if_answerable(job)
            case State.HELD:
                work = self._give_up(job)  # this process knows all it deferred: nobody waits for this one
            case State.REQUESTED:
                work = self._after_request(job)
            case _ if stale:
                error = DeliveryFailed("Discord could not be reached for a day")
                work = fail(self._context, job, error, charged=generation.cost or 0)
            case _:
                work = self._deliver(job)
        self._dispatcher.resume(job, work)

    async def _run_if_answerable(self, job: Job) -> None:
        error: EaselError = Interrupted("held")
        if self._context.now_ms() < job.generation.order.reply.expires_at_ms:
            try:
                shown = await self._context.delivery.find(job.generation)
            except (ReplyExpired, DeliveryForbidden) as gone:
                error = gone
            except DeliveryFailed as failed:
                log.warning("can't see whether the member still waits: %r", failed, extra=job.context())
                self._dispatcher.enqueue(job)
                return
            else:
                if shown is None:
                    self._dispatcher.enqueue(job)
                    return
                job.notified = True  # an older copy of the database: the member has the picture
        await fail(self._context, job, error)

    async def _after_request(self, job: Job) -> None:
        async with self._dispatcher.deliveries:
            if not job.notified and await deliver_answered(self._context, job):
                return
        await resolve_in_doubt(self._context, job, OutcomeUnknown("the bot stopped before the answer came"))

    async def _deliver(self, job: Job) -> None:
        async with self._dispatcher.deliveries:
            await deliver_again(self._context, job)

    async def _give_up(self, job: Job) -> None:
        job.enter(Stage.DELIVERING, self._context.now_ms())
        await fail(self._context, job, Interrupted("held"))

    async def _tell_all(self) -> None:
        """What could not be told when it happened, while the interaction can still be answered.

        Later than that, the member's next interaction tells it.
        """
        now_ms = self._context.now_ms()
        for generation in await self._context.store.unnotified():
            if now_ms < generation.order.reply.expires_at_ms and not self._dispatcher.tracks(generation.id):
                job = Job(generation, generation.held_at_ms, Stage.DELIVERING)
                self._dispatcher.resume(job, self._tell(job))

    async def _tell(self, job: Job) -> None:
        await notify(self._context, job, Interrupted(job.generation.reason or ""))
        if job.notified:
            await self._context.store.mark_notified(job.id, self._context.now_ms())

    def _stale(self, generation: Generation) -> bool:
        return self._age_seconds(generation) > self._context.policy.stale_after

    def _age_seconds(self, generation: Generation) -> float:
        return (self._context.now_ms() - generation.held_at_ms) / 1000

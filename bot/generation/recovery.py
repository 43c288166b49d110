"""Takes up what another process left, and what this one lost sight of."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Protocol

from bot.errors import (
    DeliveryFailed,
    DeliveryForbidden,
    EaselError,
    FateUnknown,
    Interrupted,
    ReplyExpired,
    StorageUnavailable,
)
from bot.generation.fate import decide
from bot.generation.handing import deliver_again, deliver_answered
from bot.generation.life import OPEN_STATES, Generation, State
from bot.generation.works import Job, Stage, Works, end, tell

log = logging.getLogger(__name__)


class Workshop(Protocol):
    """The part of the floor that recovery hands its findings to."""

    deliveries: asyncio.Semaphore

    def knows(self, generation_id: int) -> bool: ...

    def line_up(self, job: Job, *, first: bool = False) -> None: ...

    def withdraw(self, generation_id: int) -> Job | None: ...

    def resume(self, job: Job, work: Coroutine[Any, Any, None]) -> None: ...


class Recovery:
    """What may be done with a generation follows from its durable state alone.

    `held`: nothing was sent; it runs if its interaction can still be answered, else it is released.
    `requested`: never sent again. Delivered if the picture is in the spool; else the provider's log decides.
    `generated`: the picture is in the spool; it is delivered, once.
    """

    def __init__(self, works: Works, workshop: Workshop) -> None:
        self._works = works
        self._workshop = workshop

    async def at_start(self) -> None:
        """Everything that is open, and everything that members were not told."""
        found = await self._works.store.open()
        if found:
            log.info("taking up %d unfinished generations", len(found))
        for generation in found:
            self._take_up(generation, starting=True)
        await self._tell_all()

    async def sweep_for_ever(self) -> None:
        """Once a minute, what `sweep` does."""
        while True:
            await asyncio.sleep(self._works.pace.sweep_every)
            try:
                await self.sweep()
            except StorageUnavailable as error:
                log.error("storage is unavailable: %s", error.cause)
            except Exception:
                log.exception("a bug stopped the sweep; the next one comes")

    async def sweep(self) -> None:
        """Generations no job knows, stale holds, words not said yet, dead tokens, pictures nobody awaits."""
        await self._works.store.forget_tokens(self._works.now_ms())
        found = await self._works.store.open()
        for generation in found:
            await self._look_after(generation)
        await self._tell_all()
        still_open = {generation.id for generation in found}
        for generation_id in await self._works.spool.kept():
            if generation_id not in still_open and not self._workshop.knows(generation_id):
                await self._works.spool.discard(generation_id)

    async def _look_after(self, generation: Generation) -> None:
        if self._workshop.knows(generation.id):
            waiting = self._workshop.withdraw(generation.id) if self._stale(generation) else None
            if waiting is not None:
                self._workshop.resume(waiting, self._give_up(waiting))
            return
        if self._age_seconds(generation) <= self._works.pace.sweep_every:
            return  # on its way to being deferred
        # Read again: its job may have ended since the list was read. Without a job it stands still.
        current = await self._works.store.get(generation.id)
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
                work = end(self._works, job, error, charged=generation.cost or 0)
            case _:
                work = self._deliver(job)
        self._workshop.resume(job, work)

    async def _run_if_answerable(self, job: Job) -> None:
        error: EaselError = Interrupted("held")
        if self._works.now_ms() < job.generation.order.reply.expires_at_ms:
            try:
                shown = await self._works.delivery.find(job.generation)
            except (ReplyExpired, DeliveryForbidden) as gone:
                error = gone
            except DeliveryFailed as failed:
                log.warning("can't see whether the member still waits: %r", failed, extra=job.context())
                self._workshop.line_up(job)
                return
            else:
                if shown is None:
                    self._workshop.line_up(job)
                    return
                job.told = True  # an older copy of the database: the member has the picture
        await end(self._works, job, error)

    async def _after_request(self, job: Job) -> None:
        async with self._workshop.deliveries:
            if not job.told and await deliver_answered(self._works, job):
                return
        await decide(self._works, job, FateUnknown("the bot stopped before the answer came"))

    async def _deliver(self, job: Job) -> None:
        async with self._workshop.deliveries:
            await deliver_again(self._works, job)

    async def _give_up(self, job: Job) -> None:
        job.enter(Stage.DELIVERING, self._works.now_ms())
        await end(self._works, job, Interrupted("held"))

    async def _tell_all(self) -> None:
        """What could not be told when it happened, while the interaction can still be answered.

        Later than that, the member's next interaction tells it.
        """
        now_ms = self._works.now_ms()
        for generation in await self._works.store.untold():
            if now_ms < generation.order.reply.expires_at_ms and not self._workshop.knows(generation.id):
                job = Job(generation, generation.held_at_ms, Stage.DELIVERING)
                self._workshop.resume(job, self._tell(job))

    async def _tell(self, job: Job) -> None:
        await tell(self._works, job, Interrupted(job.generation.reason or ""))
        if job.told:
            await self._works.store.told(job.id, self._works.now_ms())

    def _stale(self, generation: Generation) -> bool:
        return self._age_seconds(generation) > self._works.pace.stale_after

    def _age_seconds(self, generation: Generation) -> float:
        return (self._works.now_ms() - generation.held_at_ms) / 1000

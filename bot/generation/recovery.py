"""Takes up what another process left, and what this one lost sight of."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Protocol

from bot.errors import DeliveryFailed, EaselError, FateUnknown, Interrupted, ReplyExpired, StorageUnavailable
from bot.generation.fate import decide
from bot.generation.handing import deliver_again
from bot.generation.life import OPEN_STATES, Generation, State
from bot.generation.works import Job, Stage, Works, end

log = logging.getLogger(__name__)


class Workshop(Protocol):
    """The part of the studio that recovery hands its findings to."""

    def knows(self, generation_id: int) -> bool: ...

    def resume(self, job: Job, work: Coroutine[Any, Any, None] | None = None) -> None: ...


class Recovery:
    """What may be done with a generation follows from its durable state alone.

    `held`: nothing was sent; it runs if its interaction can still be answered, else it is released.
    `requested`: the provider's log decides; it is never sent again.
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
        for generation in await self._works.store.untold():
            job = Job(generation, generation.held_at_ms, Stage.ASKING)
            self._workshop.resume(job, self._tell(job))

    async def sweep_for_ever(self) -> None:
        """Once a minute: generations no job knows, stale holds, dead tokens, pictures nobody waits for."""
        while True:
            await asyncio.sleep(self._works.pace.sweep_every)
            try:
                await self.sweep()
            except StorageUnavailable as error:
                log.error("storage is unavailable: %s", error.cause)
            except Exception:
                log.exception("a bug stopped the sweep; the next one comes")

    async def sweep(self) -> None:
        await self._works.store.forget_tokens(self._works.now_ms())
        found = await self._works.store.open()
        for generation in found:
            settled_down = self._works.now_ms() - generation.held_at_ms > self._works.pace.sweep_every * 1000
            if settled_down and not self._workshop.knows(generation.id):
                # Read again: its job may have ended since the list was read. Without a job it stands still.
                current = await self._works.store.get(generation.id)
                if current is not None and current.state in OPEN_STATES:
                    self._take_up(current, starting=False)
        still_open = {generation.id for generation in found}
        for generation_id in await self._works.spool.kept():
            if generation_id not in still_open and not self._workshop.knows(generation_id):
                await self._works.spool.discard(generation_id)

    def _take_up(self, generation: Generation, *, starting: bool) -> None:
        job = Job(generation, generation.held_at_ms)
        stale = self._works.now_ms() - generation.held_at_ms > self._works.pace.stale_after * 1000
        work: Coroutine[Any, Any, None]
        match generation.state:
            case State.HELD if starting and not stale:
                work = self._run_if_answerable(job)
            case State.HELD:
                # This process knows all orders it deferred: nobody waits for this one.
                work = end(self._works, job, Interrupted("held"))
            case State.REQUESTED:
                work = decide(self._works, job, FateUnknown("the bot stopped before the answer came"))
            case _ if stale:
                error = DeliveryFailed("Discord could not be reached for a day")
                work = end(self._works, job, error, charged=generation.cost or 0)
            case _:
                work = deliver_again(self._works, job)
        job.stage = Stage.ASKING
        self._workshop.resume(job, work)

    async def _run_if_answerable(self, job: Job) -> None:
        error: EaselError = Interrupted("held")
        if self._works.now_ms() < job.generation.order.reply.expires_at_ms:
            try:
                await self._works.delivery.find(job.generation)
            except ReplyExpired as expired:
                error = expired
            except DeliveryFailed as failed:
                log.warning("can't see whether the member still waits: %r", failed, extra=job.context())
                self._workshop.resume(job)
                return
            else:
                self._workshop.resume(job)
                return
        await end(self._works, job, error)

    async def _tell(self, job: Job) -> None:
        """Tries once; where it can't be told now, the member's next interaction will."""
        generation = job.generation
        if self._works.now_ms() >= generation.order.reply.expires_at_ms:
            return
        error = Interrupted(generation.reason or "")
        if await self._works.delivery.explain(generation, error):
            await self._works.store.told(generation.id, self._works.now_ms())

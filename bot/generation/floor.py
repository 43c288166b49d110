"""Where pictures are made: who is next, how many at once, and what follows from each answer."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.errors import (
    EaselError,
    FateUnknown,
    PictureLost,
    ProviderFailed,
    StorageUnavailable,
    StudioBusy,
    StudioClosed,
)
from bot.generation.fate import decide
from bot.generation.gate import Gate
from bot.generation.handing import hand_over
from bot.generation.pace import backoff_seconds
from bot.generation.ports import Overtaken
from bot.generation.queue import FairQueue
from bot.generation.sending import keep, send
from bot.generation.works import Job, Stage, Works, end, persist, tell

log = logging.getLogger(__name__)


class Floor:
    """`jobs` has every generation this process knows, by id, until it is over."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self.jobs: dict[int, Job] = {}
        self.queue = FairQueue()
        self.gate = Gate(works.pace)
        self._arrival = asyncio.Event()
        self._slots = asyncio.Semaphore(works.pace.concurrent)
        # Held while a picture is in memory on its way to Discord. A slot is kept until there is room here:
        # while Discord can't be reached, no more pictures are begun than can be kept.
        self.deliveries = asyncio.Semaphore(works.pace.deliveries)
        self._running: set[asyncio.Task[None]] = set()
        self._reopening: asyncio.Task[None] | None = None
        self._told: set[int] = set()  # members know, though the store could not be told so

    def knows(self, generation_id: int) -> bool:
        return generation_id in self.jobs

    def line_up(self, job: Job, *, first: bool = False) -> None:
        """Lets it wait for its turn; `first`: it had its turn already."""
        if job.stage is not Stage.WAITING:
            job.enter(Stage.WAITING, self._works.now_ms())
        order = job.generation.order
        self.queue.put(job.id, order.guild_id, order.user_id, first=first)
        self._arrival.set()

    def forget(self, generation_id: int) -> Job | None:
        """Its member has cancelled it."""
        self.queue.remove(generation_id)
        return self.jobs.pop(generation_id, None)

    def resume(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        """Takes up a generation that was found."""
        job.told = job.told or job.id in self._told
        self.jobs[job.id] = job
        self._spawn(job, work)

    def withdraw(self, generation_id: int) -> Job | None:
        """Takes one out of the queue; None where it does not wait."""
        return self.jobs.get(generation_id) if self.queue.remove(generation_id) else None

    async def dispatch(self) -> None:
        """Gives slots to those whose turn it is, for ever."""
        while True:
            await self._slots.acquire()
            job = await self._next()
            self.gate.sent()
            job.enter(Stage.MAKING, self._works.now_ms())
            self._spawn(job, self._make(job))

    async def stop(self, seconds: float) -> None:
        """Lets what runs finish for up to `seconds`. What is cut off then is taken up by the next start."""
        if self._reopening is not None:
            self._reopening.cancel()
        if self._running:
            queued = len(self.queue)
            log.info(
                "waiting up to %.0f s for %d running, %d stay queued", seconds, len(self._running), queued
            )
            await asyncio.wait(self._running, timeout=seconds)
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _next(self) -> Job:
        while True:
            await self.gate.passed()
            generation_id = self.queue.pop()
            if generation_id is None:
                self._arrival.clear()
                await self._arrival.wait()
            elif generation_id in self.jobs:
                return self.jobs[generation_id]

    def _spawn(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(job, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _guarded(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        """Runs `work`; whatever it raises, the generation stays in a state that the sweep takes up again."""
        try:
            await work
        except StorageUnavailable as error:
            log.error("storage is unavailable: %s", error.cause, extra=job.context())
            if job.stage is not Stage.DELIVERING:
                await tell(self._works, job, error)  # nobody is left waiting for the store
            if job.told:
                self._told.add(job.id)
        except Exception:
            log.exception("a bug stopped this generation", extra=job.context())
        if job.stage is not Stage.WAITING:
            self.jobs.pop(job.id, None)

    async def _make(self, job: Job) -> None:
        failure: EaselError | None = None
        try:
            outcome = await send(self._works, job)
            self.gate.calm()
            await self.deliveries.acquire()
        except Overtaken:
            return  # cancelled a moment ago
        except EaselError as error:
            failure = error
        finally:
            self._slots.release()
        if failure is not None:
            await self._failed(job, failure)
            return
        try:
            await keep(self._works, job, outcome)
            await hand_over(self._works, job, outcome.picture)
        finally:
            self.deliveries.release()

    async def _failed(self, job: Job, error: EaselError) -> None:
        match error:
            case StorageUnavailable():
                raise error
            case StudioBusy():
                seconds = self.gate.pause(error.retry_after_seconds)
                log.warning("the image API asks for patience: %.1f s", seconds, extra=job.context())
                await self._requeue(job)
                return
            case StudioClosed():
                self._close(error)
                if error.reason == "credits":  # who waits for money to come keeps the place
                    await self._requeue(job)
                else:
                    await end(self._works, job, error)
                return
        self.gate.calm()  # it answers for itself, if only with a failure
        match error:
            case ProviderFailed():
                await self._retry(job, error)
            case FateUnknown() | PictureLost(cost=None):
                await decide(self._works, job, error)
            case PictureLost(cost=int(cost)):
                await end(self._works, job, error, charged=cost)
            case _:
                await end(self._works, job, error)

    async def _retry(self, job: Job, error: ProviderFailed) -> None:
        """Known to be unbilled: again after a while, a bounded number of times."""
        job.failures += 1
        if job.failures >= self._works.pace.attempts:
            await end(self._works, job, error)
            return
        seconds = backoff_seconds(job.failures, self._works.pace)
        log.warning("the image API failed, again in %.1f s: %r", seconds, error, extra=job.context())
        await persist(self._works, lambda: self._works.store.requeue(job.id, self._works.now_ms()))
        await asyncio.sleep(seconds)
        if job.id in self.jobs:  # while it was held again, the member could cancel
            self.line_up(job, first=True)

    async def _requeue(self, job: Job) -> None:
        await persist(self._works, lambda: self._works.store.requeue(job.id, self._works.now_ms()))
        self.line_up(job, first=True)

    def _close(self, error: StudioClosed) -> None:
        """The operator has to act: stop asking, refuse new orders, keep those that wait."""
        if self.gate.close(error.reason):
            log.critical("the studio is closed (%s): %s", error.reason, error.detail)
        if self._reopening is None or self._reopening.done():
            self._reopening = asyncio.create_task(self._reopen())

    async def _reopen(self) -> None:
        """Asks from time to time, then lets one of those who wait try."""
        while self.gate.closed is not None:
            await asyncio.sleep(self.gate.next_probe_seconds())
            if self.gate.closed is not None and await self._works.provider.ready():
                if len(self.queue):
                    self.gate.try_one()  # a balance above zero need not be enough for a picture
                else:
                    self.gate.open()
        log.warning("the image API serves us again: the studio is open")

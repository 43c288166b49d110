"""Where pictures are made: who is next, how many at once, and what follows from each answer."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.errors import (
    EaselError,
    GenerationUnavailable,
    OutcomeUnknown,
    PictureLost,
    ProviderBusy,
    ProviderFailed,
    StorageUnavailable,
)
from bot.generation.circuit_breaker import CircuitBreaker
from bot.generation.context import GenerationContext, Job, Stage, fail, notify, retry_write
from bot.generation.delivery import deliver
from bot.generation.in_doubt import resolve_in_doubt
from bot.generation.policy import backoff_seconds
from bot.generation.ports import StateConflict
from bot.generation.queue import FairQueue
from bot.generation.submission import send, store_result

log = logging.getLogger(__name__)


class Dispatcher:
    """`jobs` has every generation this process knows, by id, until it is over."""

    def __init__(self, context: GenerationContext) -> None:
        self._context = context
        self.jobs: dict[int, Job] = {}
        self.queue = FairQueue()
        self.breaker = CircuitBreaker(context.policy)
        self._arrival = asyncio.Event()
        self._slots = asyncio.Semaphore(context.policy.concurrent)
        # Held while a picture is in memory on its way to Discord. A slot is kept until there is room here:
        # while Discord can't be reached, no more pictures are begun than can be kept.
        self.deliveries = asyncio.Semaphore(context.policy.deliveries)
        self._running: set[asyncio.Task[None]] = set()
        self._reopening: asyncio.Task[None] | None = None
        self._notified: set[int] = set()  # members know, though the store could not be told so

    def tracks(self, generation_id: int) -> bool:
        return generation_id in self.jobs

    def enqueue(self, job: Job, *, first: bool = False) -> None:
        """Lets it wait for its turn; `first`: it had its turn already."""
        if job.stage is not Stage.WAITING:
            job.enter(Stage.WAITING, self._context.now_ms())
        order = job.generation.order
        self.queue.put(job.id, order.guild_id, order.user_id, first=first)
        self._arrival.set()

    def discard(self, generation_id: int) -> Job | None:
        """Its member has cancelled it."""
        self.queue.remove(generation_id)
        return self.jobs.pop(generation_id, None)

    def resume(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        """Takes up a generation that was found."""
        job.notified = job.notified or job.id in self._notified
        self.jobs[job.id] = job
        self._spawn(job, work)

    def dequeue(self, generation_id: int) -> Job | None:
        """Takes one out of the queue; None where it does not wait."""
        return self.jobs.get(generation_id) if self.queue.remove(generation_id) else None

    async def dispatch(self) -> None:
        """Gives slots to those whose turn it is, for ever."""
        while True:
            await self._slots.acquire()
            job = await self._next()
            self.breaker.sent()
            job.enter(Stage.MAKING, self._context.now_ms())
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
            await self.breaker.wait()
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
                await notify(self._context, job, error)  # nobody is left waiting for the store
            if job.notified:
                self._notified.add(job.id)
        except Exception:
            log.exception("a bug stopped this generation", extra=job.context())
        if job.stage is not Stage.WAITING:
            self.jobs.pop(job.id, None)

    async def _make(self, job: Job) -> None:
        failure: EaselError | None = None
        try:
            outcome = await send(self._context, job)
            self.breaker.record_success()
            await self.deliveries.acquire()
        except StateConflict:
            return  # cancelled a moment ago
        except EaselError as error:
            failure = error
        finally:
            self._slots.release()
        if failure is not None:
            await self._failed(job, failure)
            return
        try:
            await store_result(self._context, job, outcome)
            await deliver(self._context, job, outcome.picture)
        finally:
            self.deliveries.release()

    async def _failed(self, job: Job, error: EaselError) -> None:
        match error:
            case StorageUnavailable():
                raise error
            case ProviderBusy():
                seconds = self.breaker.pause(error.retry_after_seconds)
                log.warning("the image API asks for patience: %.1f s", seconds, extra=job.context())
                await self._requeue(job)
                return
            case GenerationUnavailable():
                self._close(error)
                if error.reason == "credits":  # who waits for money to come keeps the place
                    await self._requeue(job)
                else:
                    await fail(self._context, job, error)
                return
        self.breaker.record_success()  # it answers for itself, if only with a failure
        match error:
            case ProviderFailed():
                await self._retry(job, error)
            case OutcomeUnknown() | PictureLost(cost=None):
                await resolve_in_doubt(self._context, job, error)
            case PictureLost(cost=int(cost)):
                await fail(self._context, job, error, charged=cost)
            case _:
                await fail(self._context, job, error)

    async def _retry(self, job: Job, error: ProviderFailed) -> None:
        """Known to be unbilled: again after a while, a bounded number of times."""
        job.failures += 1
        error.attempts = job.failures
        if job.failures >= self._context.policy.attempts:
            await fail(self._context, job, error)
            return
        seconds = backoff_seconds(job.failures, self._context.policy)
        log.warning("the image API failed, again in %.1f s: %r", seconds, error, extra=job.context())
        await retry_write(self._context, lambda: self._context.store.requeue(job.id, self._context.now_ms()))
        await asyncio.sleep(seconds)
        if job.id in self.jobs:  # while it was held again, the member could cancel
            self.enqueue(job, first=True)

    async def _requeue(self, job: Job) -> None:
        await retry_write(self._context, lambda: self._context.store.requeue(job.id, self._context.now_ms()))
        self.enqueue(job, first=True)

    def _close(self, error: GenerationUnavailable) -> None:
        """The operator has to act: stop asking, refuse new orders, keep those that wait."""
        if self.breaker.trip(error.reason):
            log.critical("image generation is unavailable (%s): %s", error.reason, error.detail)
        if self._reopening is None or self._reopening.done():
            self._reopening = asyncio.create_task(self._reopen())

    async def _reopen(self) -> None:
        """Asks from time to time, then lets one of those who wait try."""
        while self.breaker.closed is not None:
            await asyncio.sleep(self.breaker.next_probe_seconds())
            if self.breaker.closed is not None and await self._context.provider.ready():
                if len(self.queue):
                    self.breaker.allow_probe()  # a balance above zero need not be enough for a picture
                else:
                    self.breaker.open()
        log.warning("image generation is available again")

"""The studio: takes orders, keeps the queue, and sees every generation to its end."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

from bot.errors import (
    EaselError,
    FateUnknown,
    NotCancellable,
    NotYours,
    PictureLost,
    ProviderFailed,
    StorageUnavailable,
    StudioBusy,
    StudioClosed,
    StudioStopping,
)
from bot.generation.fate import decide
from bot.generation.handing import hand_over
from bot.generation.life import Generation, Order, State
from bot.generation.pace import Gate, backoff_seconds
from bot.generation.ports import Overtaken
from bot.generation.progress import ProgressBoard
from bot.generation.queue import FairQueue
from bot.generation.recovery import Recovery
from bot.generation.sending import send
from bot.generation.works import Job, Stage, Works, end, persist

log = logging.getLogger(__name__)


class Studio:
    """Use as: construct, `start` once Discord can be spoken to, `stop` before Discord is left."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._jobs: dict[int, Job] = {}
        self._queue = FairQueue()
        self._gate = Gate()
        self._arrival = asyncio.Event()
        self._slots = asyncio.Semaphore(works.pace.concurrent)
        self._services: set[asyncio.Task[None]] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._progress = ProgressBoard(works, self._jobs, self._queue, self._gate)
        self._recovery = Recovery(works, self)

    # What the commands call.

    async def accept(self, order: Order) -> bool:
        """Holds the order's price durably. To be called before the interaction is deferred.

        False if this interaction has been taken before: then there is nothing to do. Raises what
        `Generations.hold` does, `StudioClosed` or `StudioStopping`; then nothing is held.
        """
        if self._stopping:
            raise StudioStopping
        if self._gate.closed is not None:
            raise StudioClosed(self._gate.closed)
        now_ms = self._works.now_ms()
        holding = asyncio.ensure_future(self._works.store.hold(order, self._works.limits, now_ms))
        await asyncio.wait({holding}, timeout=self._works.pace.hold_within)
        if not holding.done():
            self._spawn_service(self._give_back(order.id, holding))
            raise StorageUnavailable("too slow to answer in time")
        fresh = holding.result()
        if fresh:
            self._jobs[order.id] = Job(Generation(order, State.HELD, now_ms), now_ms)
        return fresh

    def enqueue(self, generation_id: int) -> None:
        """Puts an accepted order into the queue, once its interaction has been deferred."""
        self._line_up(self._jobs[generation_id])

    async def abandon(self, generation_id: int, error: EaselError) -> None:
        """Gives an accepted order up: its interaction could not be deferred."""
        del self._jobs[generation_id]
        reason = type(error).__name__
        await persist(
            self._works, lambda: self._works.store.release(generation_id, reason, self._works.now_ms())
        )

    async def cancel(self, generation_id: int, user_id: int) -> None:
        """Takes a waiting order back: the tokens are the member's again when this returns.

        Raises `NotYours`, or `NotCancellable` once it was sent to the image API or is over.
        """
        generation = await self._works.store.get(generation_id)
        if generation is None:
            raise NotCancellable("unknown")
        if generation.order.user_id != user_id:
            raise NotYours
        if not await self._works.store.cancel(generation_id, self._works.now_ms()):
            current = await self._works.store.get(generation_id)
            raise NotCancellable(current.state if current else "unknown")
        self._queue.remove(generation_id)
        job = self._jobs.pop(generation_id, None)
        if job is not None:
            async with job.message:  # a progress edit under way ends before the caller changes the message
                log.info("cancelled by the member", extra=job.context())

    async def untold(self, guild_id: int, user_id: int) -> list[Generation]:
        """What ended without a picture and could not be told to this member yet, oldest first."""
        return await self._works.store.untold((guild_id, user_id))

    async def told(self, generation_id: int) -> None:
        """The member knows now what became of it."""
        await self._works.store.told(generation_id, self._works.now_ms())

    # Start and stop.

    async def start(self) -> None:
        """Takes up what an earlier process left, then works until `stop`."""
        await self._recovery.at_start()
        for service in (self._dispatch(), self._progress.run(), self._recovery.sweep_for_ever()):
            self._spawn_service(service)

    async def stop(self, seconds: float) -> None:
        """Takes nothing new, lets what runs finish for up to `seconds`, and parks the rest durably."""
        self._stopping = True
        await _cancelled(self._services)
        waiting = len(self._queue)
        if self._running:
            log.info(
                "waiting up to %.0f s for %d running, %d stay queued", seconds, len(self._running), waiting
            )
            await asyncio.wait(self._running, timeout=seconds)
        await _cancelled(self._running)

    # For the recovery: the same paths, entered from their middle.

    def knows(self, generation_id: int) -> bool:
        return generation_id in self._jobs

    def resume(self, job: Job, work: Coroutine[Any, Any, None] | None = None) -> None:
        """Takes up a generation that was found: runs `work`, or queues it where there is none."""
        self._jobs[job.id] = job
        if work is None:
            self._line_up(job)
        else:
            self._spawn(job, work)

    # The work.

    async def _give_back(self, generation_id: int, holding: asyncio.Future[bool]) -> None:
        """The member has been refused in the meantime: a hold that is made after all holds nothing."""
        try:
            if await holding:
                await self._works.store.cancel(generation_id, self._works.now_ms())
        except EaselError as error:
            log.warning("a late hold was not made: %r", error, extra={"generation": generation_id})

    def _line_up(self, job: Job, *, first: bool = False) -> None:
        if job.stage is not Stage.WAITING:
            job.enter(Stage.WAITING, self._works.now_ms())
        order = job.generation.order
        self._queue.put(job.id, order.guild_id, order.user_id, first=first)
        self._arrival.set()

    async def _dispatch(self) -> None:
        while True:
            await self._slots.acquire()
            job = await self._next()
            job.enter(Stage.MAKING, self._works.now_ms())
            self._spawn(job, self._make(job))

    async def _next(self) -> Job:
        while True:
            await self._gate.passed()
            generation_id = self._queue.pop()
            if generation_id is not None:
                return self._jobs[generation_id]
            self._arrival.clear()
            await self._arrival.wait()

    def _spawn_service(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._services.add(task)
        task.add_done_callback(self._services.discard)

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
            await self._explain_only(job, error)
        except Exception:
            log.exception("a bug stopped this generation", extra=job.context())
        if job.stage is not Stage.WAITING:
            self._jobs.pop(job.id, None)

    async def _explain_only(self, job: Job, error: EaselError) -> None:
        """The store can't be written, so its state stays; the member is not left waiting for that."""
        if job.stage is not Stage.DELIVERING and not job.told:
            async with job.message:
                job.told = await self._works.delivery.explain(job.generation, error)

    async def _make(self, job: Job) -> None:
        try:
            try:
                outcome = await send(self._works, job)
            finally:
                self._slots.release()
        except Overtaken:
            return  # cancelled a moment ago
        except StorageUnavailable:
            raise
        except EaselError as error:
            await self._failed(job, error)
        else:
            self._gate.calm()
            await hand_over(self._works, job, outcome.picture)

    async def _failed(self, job: Job, error: EaselError) -> None:
        match error:
            case StudioBusy():
                await self._pause(job, error)
            case ProviderFailed():
                await self._retry(job, error)
            case FateUnknown() | PictureLost(cost=None):
                await decide(self._works, job, error)
            case PictureLost(cost=int(cost)):
                await end(self._works, job, error, charged=cost)
            case _:
                if isinstance(error, StudioClosed):
                    self._close(error)
                await end(self._works, job, error)

    async def _pause(self, job: Job, error: StudioBusy) -> None:
        """Too many requests: everybody waits, nobody loses their place."""
        seconds = error.retry_after_seconds
        if seconds is None:
            seconds = self._gate.busy(self._works.pace)
        log.warning("the image API asks for patience: %.1f s", seconds, extra=job.context())
        self._gate.pause(seconds)
        await self._requeue(job)

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
        self._line_up(job, first=True)

    async def _requeue(self, job: Job) -> None:
        await persist(self._works, lambda: self._works.store.requeue(job.id, self._works.now_ms()))
        self._line_up(job, first=True)

    def _close(self, error: StudioClosed) -> None:
        """The operator has to act: stop asking, refuse new orders, keep those that wait."""
        log.critical("the studio is closed (%s): %s", error.reason, error.detail)
        if self._gate.closed is None:
            self._gate.close(error.reason)
            self._spawn_service(self._reopen())

    async def _reopen(self) -> None:
        wait = self._works.pace.probe_first
        while self._gate.closed is not None:
            await asyncio.sleep(wait)
            wait = min(wait * 2, self._works.pace.probe_most)
            if await self._works.provider.ready():
                log.warning("the image API serves us again: the studio is open")
                self._gate.open()


async def _cancelled(tasks: set[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
    tasks.clear()

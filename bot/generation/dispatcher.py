"""Decides who is next, how many requests run at once, and what happens after each answer."""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from typing import Any

from bot.errors import (
    EaselError,
    GenerationUnavailable,
    InputsGone,
    OutcomeUnknown,
    PictureLost,
    ProviderBusy,
    ProviderFailed,
    ShuttingDown,
    StorageUnavailable,
)
from bot.generation.circuit_breaker import CircuitBreaker, Outage
from bot.generation.context import GenerationContext, Job, Stage
from bot.generation.lifecycle import Lifecycle
from bot.generation.model import OPEN_STATES, Generation, ProviderResult
from bot.generation.ports import ImageProvider, StateConflict
from bot.generation.queue import FairQueue
from bot.log_context import add_log_fields

log = logging.getLogger(__name__)


class Lane:
    """One image API with its queue, its circuit breaker and its slots, all in this process.

    `bot.generation.sharing` has one that several processes share. That's why the answers to requests are
    noted by coroutines.
    """

    def __init__(self, name: str, provider: ImageProvider, context: GenerationContext) -> None:
        self.name = name
        self.provider = provider
        self.queue = FairQueue()
        self.slots = asyncio.Semaphore(context.engine.concurrent)
        self.arrival = asyncio.Event()
        self.probe_asked = asyncio.Event()
        self.breaker = CircuitBreaker(context.retries, context.now_ms)

    @property
    def outage(self) -> Outage | None:
        return self.breaker.outage

    @property
    def next_probe_ms(self) -> int | None:
        return self.breaker.next_probe_ms

    @property
    def blocked(self) -> bool:
        """Whether queued requests have to wait."""
        return self.breaker.blocked

    async def wait(self) -> None:
        """Returns once a request may be sent."""
        await self.breaker.wait()

    async def wait_for_outage(self) -> None:
        await self.breaker.wait_for_outage()

    def admit(self) -> int:
        """A request is being sent. Returns its round."""
        return self.breaker.admit()

    async def refresh(self) -> None:
        """Learns what other processes have noted."""

    async def is_probe(self, of_round: int) -> bool:
        return self.breaker.is_probe(of_round)

    async def record_success(self, of_round: int) -> None:
        self.breaker.record_success(of_round)

    async def pause(self, retry_after_seconds: float | None) -> float:
        return self.breaker.pause(retry_after_seconds)

    async def trip(self, reason: str, detail: str, of_round: int) -> bool:
        return self.breaker.trip(reason, detail, of_round)

    async def schedule_probe(self) -> None:
        self.breaker.schedule_probe()

    async def allow_probe(self) -> None:
        self.breaker.allow_probe()

    async def reset(self) -> None:
        self.breaker.reset()


@dataclass(frozen=True, slots=True)
class LaneStatus:
    """How one image API is doing, for the bot's owner.

    `outage` is None while it's available. `next_probe_ms` is the time of the next probe.
    `held` is in tokens, for everything in this process.
    """

    provider: str
    queued: int
    in_progress: int
    outage: Outage | None
    next_probe_ms: int | None
    held: int = 0


class Dispatcher:
    """`jobs` has every generation that this process is working on."""

    def __init__(self, context: GenerationContext, lifecycle: Lifecycle) -> None:
        self._context = context
        self._lifecycle = lifecycle
        self.jobs: OrderedDict[int, Job] = OrderedDict()
        self.lanes = {name: Lane(name, provider, context) for name, provider in context.providers.items()}
        # One for each upload to Discord. An image API's slot is kept until its picture gets one of these, so
        # that no more pictures are requested than fit in memory.
        self.deliveries = asyncio.Semaphore(context.engine.deliveries)
        self._running: dict[asyncio.Task[None], Job] = {}
        self._notified: set[int] = set()  # members who know, although that couldn't be stored

    def track(self, generation: Generation, since_ms: int, stage: Stage = Stage.ACCEPTED) -> Job:
        """Creates its job. Pictures that were ordered together share a message, with one writer at a time."""
        job = Job(generation, since_ms, stage)
        batch_id = generation.order.batch_id
        if batch_id is not None:
            for other in self.jobs.values():
                if other.generation.order.batch_id == batch_id:
                    job.message = other.message
                    break
        self.jobs[job.id] = job
        return job

    def tracks(self, generation_id: int) -> bool:
        return generation_id in self.jobs

    def lane_of(self, job: Job) -> Lane:
        return self.lanes[job.generation.order.provider]

    def running(self) -> Iterator[Job]:
        """The jobs in progress, without the queued ones."""
        yield from self._running.values()

    async def enqueue(self, job: Job, *, first: bool = False) -> None:
        """Queues it. With `first`, it already had its turn and doesn't wait for others again."""
        if job.stage is not Stage.QUEUED:
            job.enter(Stage.QUEUED, self._context.now_ms())
        lane, order = self.lane_of(job), job.generation.order
        lane.queue.put(job.id, order.guild_id, order.user_id, first=first)
        lane.arrival.set()

    def discard(self, generation_id: int) -> Job | None:
        """Drops a generation that its member cancelled."""
        job = self.jobs.pop(generation_id, None)
        if job is not None:
            self.lane_of(job).queue.remove(generation_id)
        return job

    def dequeue(self, generation_id: int) -> Job | None:
        """Removes one from the queue. None if it isn't queued."""
        job = self.jobs.get(generation_id)
        return job if job is not None and self.lane_of(job).queue.remove(generation_id) else None

    def resume(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        """Continues an existing generation."""
        job.notified = job.notified or job.id in self._notified
        self.jobs[job.id] = job
        self._spawn(job, work)

    def services(self) -> Iterator[Coroutine[Any, Any, None]]:
        """The background tasks that make pictures."""
        for lane in self.lanes.values():
            yield self._dispatch(lane)
            yield self._end_outages(lane)

    async def refresh(self) -> None:
        """Learns what other processes have noted of the image APIs. Raises `StorageUnavailable`."""
        for lane in self.lanes.values():
            await lane.refresh()

    def status(self) -> tuple[LaneStatus, ...]:
        making = [job.generation.order.provider for job in self.running() if job.stage is Stage.IN_PROGRESS]
        held: Counter[str] = Counter()
        for job in self.jobs.values():
            if job.generation.state in OPEN_STATES:
                held[job.generation.order.provider] += job.generation.order.price
        return tuple(
            LaneStatus(
                provider=lane.name,
                queued=len(lane.queue),
                in_progress=making.count(lane.name),
                outage=lane.outage,
                next_probe_ms=lane.next_probe_ms,
                held=held[lane.name],
            )
            for lane in self.lanes.values()
        )

    async def probe_now(self) -> None:
        """Probes every unavailable image API now, without waiting for the next time."""
        for lane in self.lanes.values():
            await lane.refresh()
            if lane.outage is not None:
                await self._probe(lane)
                lane.probe_asked.set()

    async def stop(self, seconds: float) -> None:
        """Lets running work finish for up to `seconds`. The next start continues what's cut off then."""
        self._lifecycle.stop()
        if self._running:
            queued = sum(len(lane.queue) for lane in self.lanes.values())
            log.info(
                "waiting up to %.0f s for %d running, %d stay queued", seconds, len(self._running), queued
            )
            await asyncio.wait(self._running, timeout=seconds)
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _dispatch(self, lane: Lane) -> None:
        """Gives the lane's slots to the next in line, forever."""
        while True:
            await lane.slots.acquire()
            job, of_round = await self._next(lane)
            job.enter(Stage.IN_PROGRESS, self._context.now_ms())
            self._spawn(job, self._make(lane, job, of_round))

    async def _next(self, lane: Lane) -> tuple[Job, int]:
        """The job whose turn it is, and its round."""
        while True:
            await lane.wait()
            generation_id = lane.queue.pop()
            if generation_id is None:
                lane.arrival.clear()
                await lane.arrival.wait()
            elif generation_id in self.jobs:
                return self.jobs[generation_id], lane.admit()

    async def _end_outages(self, lane: Lane) -> None:
        """Probes an unavailable image API from time to time, then lets one of the queued requests try."""
        while True:
            await lane.wait_for_outage()
            while lane.outage is not None:
                lane.probe_asked.clear()
                seconds = max(0, (lane.next_probe_ms or 0) - self._context.now_ms()) / 1000
                log.info("asking the image API again in %.0f s", seconds, extra={"provider": lane.name})
                try:
                    async with asyncio.timeout(seconds):
                        await lane.probe_asked.wait()
                except TimeoutError:
                    await self._probe(lane)
            log.warning("image generation is available again", extra={"provider": lane.name})

    async def _probe(self, lane: Lane) -> None:
        await lane.schedule_probe()
        if not await lane.provider.ready() or lane.outage is None:
            return
        if await self._queued(lane):
            await lane.allow_probe()  # a positive balance isn't always enough for a picture
        else:
            await lane.reset()

    async def _queued(self, lane: Lane) -> int:
        return len(lane.queue)

    def _spawn(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(job, work))
        self._running[task] = job
        task.add_done_callback(self._running.pop)

    async def _guarded(self, job: Job, work: Coroutine[Any, Any, None]) -> None:
        """Runs `work`. Whatever it raises, the sweep can continue the generation later."""
        add_log_fields(**job.context())
        try:
            await work
        except ShuttingDown:
            log.info("parked until the next start", extra=job.context())
        except StateConflict:
            log.warning("another process has taken it over", extra=job.context())
        except StorageUnavailable as error:
            log.error("storage is unavailable: %s", error.cause, extra=job.context())
            if job.stage is not Stage.DELIVERING:
                await self._lifecycle.notify(job, error)  # so that nobody waits for the storage
            if job.notified:
                self._notified.add(job.id)
        except Exception:
            log.exception("a bug stopped this generation", extra=job.context())
        if job.stage is not Stage.QUEUED:
            self._forget(job)

    def _forget(self, job: Job) -> None:
        if self.jobs.get(job.id) is job:  # it may have been taken up again meanwhile
            del self.jobs[job.id]

    async def _make(self, lane: Lane, job: Job, of_round: int) -> None:
        failure: EaselError | None = None
        try:
            result = await self._lifecycle.send(job)
            await lane.record_success(of_round)
            await self._lifecycle.store_result(job, result)
            await self.deliveries.acquire()
        except StateConflict:
            return  # it was just cancelled
        except EaselError as error:
            failure = error
        finally:
            lane.slots.release()
        await self._sent(job)
        if failure is not None:
            await self._failed(lane, job, failure, of_round)
        else:
            await self._deliver(job, result)

    async def _sent(self, job: Job) -> None:
        """Its request has ended, whatever came of it."""

    async def _deliver(self, job: Job, result: ProviderResult) -> None:
        try:
            await self._lifecycle.find_cost(job, result)
            await self._lifecycle.deliver(job, result.picture)
        finally:
            self.deliveries.release()

    async def _failed(self, lane: Lane, job: Job, error: EaselError, of_round: int) -> None:
        match error:
            case StorageUnavailable():
                raise error
            case InputsGone():
                if await lane.is_probe(of_round):
                    await lane.allow_probe()  # nothing was sent, so the next one probes
                await self._lifecycle.fail(job, error)
                return
            case ProviderBusy():
                seconds = await lane.pause(error.retry_after_seconds)
                log.warning("the image API asks for patience: %.1f s", seconds, extra=job.context())
                await self._again(job)
                return
            case GenerationUnavailable():
                await self._unavailable(lane, job, error, of_round)
                return
        await lane.record_success(of_round)  # it serves us, even if this one failed
        match error:
            case ProviderFailed():
                await self._retry(job, error)
            case OutcomeUnknown() | PictureLost(cost=None):
                await self._lifecycle.resolve_in_doubt(job, error)
            case PictureLost(cost=int(cost)):
                await self._lifecycle.fail(job, error, charged=cost)
            case _:
                await self._lifecycle.fail(job, error)

    async def _retry(self, job: Job, error: ProviderFailed) -> None:
        """It certainly wasn't billed, so it's retried after a while, a limited number of times."""
        job.failures += 1
        error.attempts = job.failures
        if job.failures >= self._context.retries.attempts:
            await self._lifecycle.fail(job, error)
            return
        seconds = self._context.retries.backoff(job.failures)
        log.warning("the image API failed, trying again in %.1f s: %r", seconds, error, extra=job.context())
        await self._again(job, seconds)

    async def _again(self, job: Job, seconds: float = 0.0) -> None:
        """Nothing was charged, so it's queued again, as the first of all. After a failure it waits before."""
        await self._lifecycle.requeue(job)
        if seconds:
            await self._lifecycle.pause(seconds)
        if job.id in self.jobs:  # the member could have cancelled meanwhile
            await self.enqueue(job, first=True)

    async def _unavailable(self, lane: Lane, job: Job, error: GenerationUnavailable, of_round: int) -> None:
        """The bot's owner has to act. Alerts the owner once, and the member at once.

        A failed probe goes back into the queue instead, where its member sees that it's waiting for the
        owner.
        """
        probe = await lane.is_probe(of_round)
        news = await lane.trip(error.reason, error.detail, of_round)
        error.next_probe_at_ms = lane.next_probe_ms
        if news:
            log.critical(
                "image generation is unavailable (%s): %s",
                error.reason,
                error.detail,
                extra={"provider": lane.name},
            )
        if probe:
            await self._again(job)
        else:
            await self._lifecycle.fail(job, error)
        if news and self._context.alerts is not None:
            await self._context.alerts.unavailable(lane.name, error.reason, error.detail)

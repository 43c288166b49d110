"""Generations over several processes: gateways accept them, and workers run what they claim."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from bot.errors import GenerationUnavailable, Interrupted, StorageUnavailable
from bot.generation.circuit_breaker import Circuit, Outage
from bot.generation.context import GenerationContext, Job, Stage
from bot.generation.dispatcher import Dispatcher, Lane, LaneStatus
from bot.generation.lifecycle import Lifecycle
from bot.generation.model import OPEN_STATES, Generation, State
from bot.generation.ports import FURTHEST_PLACE, Outlook, Progress
from bot.generation.progress import estimate, progress_of
from bot.generation.recovery import Recovery
from bot.generation.shared_queue import (
    Claim,
    LaneState,
    Leases,
    MessageLock,
    Pace,
    SharedQueue,
    WakeUps,
)

log = logging.getLogger(__name__)

T = TypeVar("T")

# An edit that takes longer is given up, so that nobody waits for Discord's sake.
EDIT_SECONDS = 5.0
# From the hold to the queue, with the download of the pictures that an edit starts from.
ACCEPTED_MS = 120_000

# Leases of what one process does for all.
BOARD, HOUSEKEEPING, LATE_CHARGES = "queue board", "housekeeping", "late charges"


@dataclass(frozen=True, slots=True)
class Sharing:
    """What a process shares with the others."""

    queue: SharedQueue
    wakeups: WakeUps
    leases: Leases
    pace: Pace = field(default_factory=Pace)


class SharedLane(Lane):
    """A lane whose queue, slots and circuit breaker are in the store.

    `outage` and `blocked` are what was last read. What an answer means for all is noted if the storage is
    there, and otherwise the next answer will say the same.
    """

    def __init__(self, name: str, lane: Lane, context: GenerationContext, sharing: Sharing) -> None:
        super().__init__(name, lane.provider, context)
        self._context = context
        self._sharing = sharing
        self.state = LaneState(Circuit(), 0, 0, 0)

    @property
    def outage(self) -> Outage | None:
        return self.state.circuit.outage

    @property
    def next_probe_ms(self) -> int | None:
        return self.state.circuit.next_probe_ms

    @property
    def blocked(self) -> bool:
        return self.state.circuit.blocked(self._context.now_ms())

    async def refresh(self) -> None:
        self.state = await self._sharing.queue.lane(self.name, self._context.now_ms())

    async def claim(self) -> Claim:
        """Waits until it's the turn of a generation, and claims it."""
        away = False
        while True:
            seen = self._sharing.wakeups.count
            try:
                claim = await self._sharing.queue.claim(
                    self.name, self._context.engine.concurrent, self._context.now_ms()
                )
            except StorageUnavailable as error:
                if not away:
                    log.error("nothing can be claimed: %s", error.cause)
                away = True
                await asyncio.sleep(self._sharing.pace.poll)
                continue
            away = False
            self.state = replace(self.state, circuit=claim.circuit)
            if claim.generation is not None:
                return claim
            seconds = self._sharing.pace.poll
            if claim.wait_ms is not None:
                seconds = min(seconds, claim.wait_ms / 1000)
            await self._sharing.wakeups.wait(seen, seconds)

    async def is_probe(self, of_round: int) -> bool:
        with suppress(StorageUnavailable):
            await self.refresh()
        return self.state.circuit.is_probe(of_round)

    async def record_success(self, of_round: int) -> None:
        circuit = self.state.circuit
        if circuit.pauses or circuit.outage is not None or circuit.round != of_round:
            now_ms = self._context.now_ms()
            await self._change(lambda circuit: circuit.record_success(of_round, now_ms), None)

    async def pause(self, retry_after_seconds: float | None) -> float:
        policy, now_ms = self._context.retries, self._context.now_ms()
        left_ms = await self._change(lambda circuit: circuit.pause(retry_after_seconds, policy, now_ms), 0)
        return left_ms / 1000

    async def trip(self, reason: str, detail: str, of_round: int) -> bool:
        outage = Outage(reason, detail, self._context.now_ms())
        policy = self._context.retries
        return await self._change(lambda circuit: circuit.trip(outage, of_round, policy), default=False)

    async def schedule_probe(self) -> None:
        policy, now_ms = self._context.retries, self._context.now_ms()
        await self._change(lambda circuit: circuit.schedule_probe(policy, now_ms), None)

    async def probe_is_due(self) -> bool:
        """Whether this process is the one to ask the image API now. Raises `StorageUnavailable`."""
        now_ms = self._context.now_ms()
        if self.outage is None or now_ms < (self.next_probe_ms or 0):
            return False

        def schedule(circuit: Circuit) -> bool:
            if circuit.outage is None or now_ms < (circuit.next_probe_ms or 0):
                return False
            circuit.schedule_probe(self._context.retries, now_ms)
            return True

        circuit, due = await self._sharing.queue.change(self.name, schedule)
        self.state = replace(self.state, circuit=circuit)
        return due

    async def allow_probe(self) -> None:
        await self._change(Circuit.allow_probe, None)

    async def reset(self) -> None:
        await self._change(Circuit.reset, None)

    async def _change(self, change: Callable[[Circuit], T], default: T) -> T:
        try:
            circuit, result = await self._sharing.queue.change(self.name, change)
        except StorageUnavailable as error:
            log.error("the other processes can't be told of an answer: %s", error.cause)
            return default
        self.state = replace(self.state, circuit=circuit)
        self._sharing.wakeups.wake()
        return result


class SharedDispatcher(Dispatcher):
    """`jobs` has what this process works on. What's queued is in the store and no process's."""

    def __init__(self, context: GenerationContext, lifecycle: Lifecycle, sharing: Sharing) -> None:
        super().__init__(context, lifecycle)
        self._sharing = sharing
        self.shared = {name: SharedLane(name, lane, context, sharing) for name, lane in self.lanes.items()}
        self.lanes = dict(self.shared)
        self._locks: WeakValueDictionary[str, MessageLock] = WeakValueDictionary()
        self.shown: set[int] = set()  # queued generations whose message this process edits right now

    def track(self, generation: Generation, since_ms: int, stage: Stage = Stage.ACCEPTED) -> Job:
        job = Job(generation, since_ms, stage)
        job.message = self.message_lock(generation) or job.message
        self.jobs[job.id] = job
        return job

    def message_lock(self, generation: Generation) -> MessageLock | None:
        """The lock of a message that it shares with others, which any process may be writing."""
        batch_id = generation.order.batch_id
        if batch_id is None:
            return None
        name = f"message {batch_id}"
        lock = self._locks.get(name)
        if lock is None:
            lock = self._locks[name] = MessageLock(self._sharing.queue, name, self._context.now_ms)
        return lock

    def tracked(self) -> set[int]:
        """Everything that this process knows is its own.

        One that was accepted long ago and not queued has met a bug, and others can do better.
        """
        now_ms = self._context.now_ms()
        lost = {
            job.id
            for job in self.jobs.values()
            if job.stage is Stage.ACCEPTED and now_ms - job.since_ms > ACCEPTED_MS
        }
        return {*self.jobs, *self.shown} - lost

    async def enqueue(self, job: Job, *, first: bool = False) -> None:
        """Hands it to all workers. It isn't this process's any more."""
        assert not first, "`_again` does that"
        lane = self.lane_of(job)
        try:
            await self._lifecycle.retry_write(
                lambda: self._sharing.queue.put(job.id, lane.name, self._context.now_ms())
            )
        finally:
            self._forget(job)
        self._sharing.wakeups.wake()

    def discard(self, generation_id: int) -> Job | None:
        return self.jobs.pop(generation_id, None)

    def dequeue(self, generation_id: int) -> Job | None:
        raise NotImplementedError  # see `SharedRecovery`

    def services(self) -> Iterator[Coroutine[Any, Any, None]]:
        for lane in self.shared.values():
            yield self._dispatch(lane)
            yield self._end_outages(lane)

    def status(self) -> tuple[LaneStatus, ...]:
        return tuple(
            LaneStatus(
                provider=lane.name,
                queued=lane.state.queued,
                in_progress=lane.state.in_progress,
                outage=lane.outage,
                next_probe_ms=lane.next_probe_ms,
                held=lane.state.held,
            )
            for lane in self.shared.values()
        )

    async def stop(self, seconds: float) -> None:
        """As `Dispatcher.stop`. What's left then is for the others at once."""
        renewing = asyncio.create_task(self._sharing.leases.renew_for_ever(self.tracked))
        try:
            await super().stop(seconds)
        finally:
            renewing.cancel()
            await asyncio.wait({renewing})
        self.jobs.clear()
        try:
            await self._sharing.queue.leave()
        except StorageUnavailable as error:
            log.error("others go on with what's left once the leases have ended: %s", error.cause)
        self._sharing.wakeups.wake()

    async def _next(self, lane: Lane) -> tuple[Job, int]:
        claim = await self.shared[lane.name].claim()
        assert claim.generation is not None
        job = self.track(claim.generation, self._context.now_ms())
        job.failures = claim.failures
        return job, claim.circuit.round

    async def _end_outages(self, lane: Lane) -> None:
        shared = self.shared[lane.name]
        while True:
            await asyncio.sleep(self._sharing.pace.poll / 4)
            known = shared.outage
            if known is None:
                continue  # a claim says so otherwise
            try:
                await shared.refresh()
                if shared.outage is None:
                    log.warning("image generation is available again", extra={"provider": lane.name})
                elif await shared.probe_is_due():
                    await self._probe(shared)
            except StorageUnavailable:
                await asyncio.sleep(self._sharing.pace.poll)

    async def _probe(self, lane: Lane) -> None:
        if not await lane.provider.ready() or lane.outage is None:
            return
        await lane.refresh()
        if self.shared[lane.name].state.queued:
            await lane.allow_probe()  # a positive balance isn't always enough for a picture
        else:
            await lane.reset()

    async def _make(self, lane: Lane, job: Job, of_round: int) -> None:
        try:
            await super()._make(lane, job, of_round)
        finally:
            self._sharing.wakeups.wake()

    async def _sent(self, job: Job) -> None:
        if job.generation.state is State.REQUESTED:
            try:
                await self._sharing.queue.free(job.id)
            except StorageUnavailable:
                return  # it counts until our lease ends, or the next step is written
        self._sharing.wakeups.wake()

    async def _again(self, job: Job, seconds: float = 0.0) -> None:
        await self._lifecycle.requeue(job)
        not_before_ms = self._context.now_ms() + round(seconds * 1000) if seconds else 0
        await self._lifecycle.retry_write(
            lambda: self._sharing.queue.put_back(
                job.id, self._context.now_ms(), not_before_ms=not_before_ms, failed=bool(seconds)
            )
        )
        self._forget(job)


class SharedRecovery(Recovery):
    """Takes up what other processes left, once nobody else can be working on it."""

    def __init__(
        self,
        context: GenerationContext,
        lifecycle: Lifecycle,
        dispatcher: SharedDispatcher,
        sharing: Sharing,
    ) -> None:
        super().__init__(context, lifecycle, dispatcher)
        self._shared = dispatcher
        self._sharing = sharing

    async def at_start(self) -> None:
        """Nothing: what's left is taken up in time, by whichever worker."""

    async def sweep_for_ever(self) -> None:
        housekeeping_at = 0.0
        while True:
            await asyncio.sleep(self._sharing.pace.adopt)
            try:
                if self._sharing.leases.steady:
                    await self.adopt()
                now = asyncio.get_running_loop().time()
                if now >= housekeeping_at and await self._leads(HOUSEKEEPING):
                    housekeeping_at = now + self._context.engine.sweep_every
                    await self.sweep()
            except StorageUnavailable as error:
                log.error("storage is unavailable: %s", error.cause)
            except Exception:
                log.exception("a bug stopped the sweep, the next one comes soon")

    async def adopt(self) -> None:
        """Goes on with what nobody works on. Raises `StorageUnavailable`."""
        adopted = await self._sharing.queue.adopt(self._context.now_ms())
        if adopted:
            log.info("taking up %d generations that another process left", len(adopted))
        for generation in adopted:
            if generation.state in OPEN_STATES:
                job = self._dispatcher.track(generation, generation.held_at_ms, Stage.LOOKING_UP)
                self._dispatcher.resume(job, self._work_for(job, starting=True))
            else:
                job = self._dispatcher.track(generation, generation.held_at_ms, Stage.DELIVERING)
                self._dispatcher.resume(job, self._tell(job))

    async def sweep(self) -> None:
        """For all processes: ends waits in vain, deletes orphaned pictures and dead tokens."""
        await self._context.store.forget_tokens(self._context.now_ms())
        await self._sharing.queue.forget_leases(self._context.now_ms())
        for lane in self._shared.shared.values():
            await lane.refresh()
            for generation in await self._sharing.queue.waiting(lane.name):
                await self._end_wait(generation)
        kept = await self._context.spool.kept()  # first, so that no picture is newer than what's open
        still_open = {generation.id for generation in await self._context.store.open()}
        for generation_id in kept:
            if generation_id not in still_open:
                await self._context.spool.discard(generation_id)

    async def _end_wait(self, generation: Generation) -> None:
        stale = self._stale(generation)
        if not stale and not self._hopeless(generation):
            return
        if await self._sharing.queue.take(generation.id, self._context.now_ms()):
            error = Interrupted("held") if stale else GenerationUnavailable("outage")
            job = self._dispatcher.track(generation, generation.held_at_ms)
            self._dispatcher.resume(job, self._give_up(job, error))

    async def _leads(self, name: str) -> bool:
        return await self._sharing.queue.lead(name, self._context.now_ms())


class QueueBoard:
    """Shows all waiting members how far they are. One process does so for all.

    A generation is claimed while its message is edited, so that no worker posts the picture meanwhile.
    """

    def __init__(self, context: GenerationContext, dispatcher: SharedDispatcher, sharing: Sharing) -> None:
        self._context = context
        self._dispatcher = dispatcher
        self._sharing = sharing
        self._jobs: dict[int, Job] = {}

    async def run(self) -> None:
        while True:
            await asyncio.sleep(self._sharing.pace.board)
            try:
                if await self._sharing.queue.lead(BOARD, self._context.now_ms()):
                    await self._show_all()
            except StorageUnavailable as error:
                log.error("the queue can't be shown: %s", error.cause)
            except Exception:
                log.exception("a bug while showing the queue")

    async def _show_all(self) -> None:
        jobs: dict[int, Job] = {}
        due: list[tuple[Job, Progress]] = []
        now_ms = self._context.now_ms()
        for lane in self._dispatcher.shared.values():
            await lane.refresh()
            for place, generation in enumerate(await self._sharing.queue.waiting(lane.name), 1):
                job = self._jobs.get(generation.id) or Job(generation, generation.held_at_ms, Stage.QUEUED)
                job.message = self._dispatcher.message_lock(generation) or job.message
                jobs[job.id] = job
                progress = self._due(job, min(place, FURTHEST_PLACE + 1), lane, now_ms)
                if progress is not None:
                    due.append((job, progress))
        self._jobs = jobs
        most = max(1, round(self._context.engine.progress_busy * self._sharing.pace.board))
        due.sort(key=lambda each: each[0].shown_at_ms)
        await asyncio.gather(*(self._show(job, progress) for job, progress in due[:most]))

    def _due(self, job: Job, place: int, lane: Lane, now_ms: int) -> Progress | None:
        if now_ms >= job.generation.order.reply.expires_at_ms:
            return None
        progress = progress_of(job, place, lane, now_ms)
        if progress == job.shown or (job.shown is not None and job.shown.outlook is Outlook.TOO_LONG):
            return None
        recent = now_ms - job.shown_at_ms < self._context.engine.progress_every * 1000
        return None if recent and progress.outlook is not Outlook.TOO_LONG else progress

    async def _show(self, job: Job, progress: Progress) -> None:
        self._dispatcher.shown.add(job.id)
        try:
            if not await self._sharing.queue.take(job.id, self._context.now_ms()):
                return
            try:
                await estimate(self._context, job)
                with suppress(TimeoutError):
                    async with asyncio.timeout(EDIT_SECONDS), job.message:
                        await self._context.delivery.progress(job.generation, progress)
                job.shown, job.shown_at_ms = progress, self._context.now_ms()
            finally:
                await self._sharing.queue.give_back(job.id)
                self._sharing.wakeups.wake()
        finally:
            self._dispatcher.shown.discard(job.id)

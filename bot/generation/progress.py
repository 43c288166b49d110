"""Shows waiting members their progress, no more often than Discord allows."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice

from bot.errors import StorageUnavailable
from bot.generation.context import GenerationContext, Job, Stage
from bot.generation.dispatcher import Dispatcher, Lane
from bot.generation.ports import FURTHEST_PLACE, Outlook, Progress
from bot.log_context import add_log_fields

log = logging.getLogger(__name__)

# The interaction token must still be valid when the last progress is shown.
LAST_WORD_MS = 45_000
TICK_SECONDS = 0.5
# How many queued jobs a tick checks, so that its cost doesn't depend on their number.
LOOKED_AT = 500


def progress_of(job: Job, position: int, lane: Lane, now_ms: int) -> Progress:
    """What its member sees. `position` counts from 1 while it's queued, else it's 0."""
    if lane.outage is not None and position:
        return Progress(position, job.since_ms, outlook=Outlook.UNAVAILABLE, next_probe_ms=lane.next_probe_ms)
    left_ms = job.generation.order.reply.expires_at_ms - now_ms
    if left_ms < LAST_WORD_MS and job.stage is not Stage.LOOKING_UP:
        return Progress(position, job.since_ms, outlook=Outlook.TOO_LONG)
    outlook = Outlook.BUSY if lane.blocked and position else Outlook.NORMAL
    return Progress(position, job.since_ms, job.estimate_seconds, outlook)


async def estimate(context: GenerationContext, job: Job) -> None:
    """Finds out once how long such a picture usually takes."""
    if job.estimate_seconds is not None:
        return
    try:
        typical_ms = await context.store.typical_ms(job.generation.order.request.size)
    except StorageUnavailable as error:
        log.error("storage is unavailable: %s", error.cause)
        return
    job.estimate_seconds = round(typical_ms / 1000) if typical_ms is not None else None


class ProgressBoard:
    """Only edits a message if its text has changed, at most every `progress_every` seconds."""

    def __init__(self, context: GenerationContext, dispatcher: Dispatcher) -> None:
        self._context = context
        self._dispatcher = dispatcher
        self._edits: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        try:
            while True:
                await asyncio.sleep(TICK_SECONDS)
                for job, progress in self._due():
                    job.shown, job.shown_at_ms = progress, self._context.now_ms()
                    edit = asyncio.create_task(self._show(job, progress))
                    self._edits.add(edit)
                    edit.add_done_callback(self._edits.discard)
        finally:
            for edit in self._edits:
                edit.cancel()

    def _due(self) -> Iterator[tuple[Job, Progress]]:
        """The changed ones, longest unseen first, limited to the edits of one tick."""
        now_ms = self._context.now_ms()
        left = max(0, int(self._context.engine.progress_busy * TICK_SECONDS) - len(self._edits))
        places = self._places() if left else {}
        for job in self._candidates():
            if left == 0:
                return
            self._looked_at(job)
            progress = self._progress(job, places, now_ms)
            if progress is None or progress == job.shown or job.message.locked():
                continue
            if job.shown is not None and job.shown.outlook is Outlook.TOO_LONG:
                continue
            recent = now_ms - job.shown_at_ms < self._context.engine.progress_every * 1000
            if recent and progress.outlook is not Outlook.TOO_LONG:
                continue
            left -= 1
            yield job, progress

    def _candidates(self) -> list[Job]:
        """The running jobs, and the queued ones that weren't checked for the longest time."""
        jobs = self._dispatcher.jobs
        running = sorted(self._dispatcher.running(), key=lambda job: job.shown_at_ms)
        queued = [job for job in islice(jobs.values(), LOOKED_AT) if job.stage is Stage.QUEUED]
        return [*running, *queued]

    def _looked_at(self, job: Job) -> None:
        jobs: OrderedDict[int, Job] = self._dispatcher.jobs
        if job.id in jobs:
            jobs.move_to_end(job.id)

    def _places(self) -> dict[int, int]:
        """The places of those that are next. Places further back don't matter."""
        return {
            generation_id: place
            for lane in self._dispatcher.lanes.values()
            for place, generation_id in enumerate(islice(lane.queue.in_order(), FURTHEST_PLACE), 1)
        }

    def _progress(self, job: Job, places: dict[int, int], now_ms: int) -> Progress | None:
        expires_at_ms = job.generation.order.reply.expires_at_ms
        if job.stage in (Stage.ACCEPTED, Stage.DELIVERING) or job.notified or now_ms >= expires_at_ms:
            return None
        fresh = now_ms - job.since_ms < self._context.engine.progress_after * 1000
        if job.stage is Stage.IN_PROGRESS and fresh:
            return None  # many pictures are done before anybody would read this card
        position = places.get(job.id, FURTHEST_PLACE + 1) if job.stage is Stage.QUEUED else 0
        return progress_of(job, position, self._dispatcher.lane_of(job), now_ms)

    async def _show(self, job: Job, progress: Progress) -> None:
        add_log_fields(**job.context())
        await estimate(self._context, job)
        async with job.message:
            if self._dispatcher.tracks(job.id) and self._still_true(job, progress):
                await self._context.delivery.progress(job.generation, progress)

    def _still_true(self, job: Job, progress: Progress) -> bool:
        """Whether neither the picture nor an error has overtaken this edit."""
        if job.notified or job.stage is Stage.DELIVERING:
            return False
        return (progress.position > 0) == (job.stage is Stage.QUEUED)

"""Shows waiting members how far they are, no more often than Discord bears."""

import asyncio
import logging
from collections.abc import Iterator

from bot.errors import StorageUnavailable
from bot.generation.circuit_breaker import CircuitBreaker
from bot.generation.context import GenerationContext, Job, Stage
from bot.generation.ports import Progress
from bot.generation.queue import FairQueue

log = logging.getLogger(__name__)

# The interaction token must still live when the last word is shown.
LAST_WORD_MS = 45_000
TICK_SECONDS = 0.5


class ProgressBoard:
    """Edits a message only when what it says has changed, and each one at most every `progress_every` s."""

    def __init__(
        self, context: GenerationContext, jobs: dict[int, Job], queue: FairQueue, breaker: CircuitBreaker
    ) -> None:
        self._context = context
        self._jobs = jobs
        self._queue = queue
        self._breaker = breaker
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
        """What has changed, longest unseen first, within the edits one tick may make."""
        now_ms = self._context.now_ms()
        positions = {generation_id: place for place, generation_id in enumerate(self._queue.in_order(), 1)}
        left = max(0, int(self._context.policy.progress_busy * TICK_SECONDS) - len(self._edits))
        for job in sorted(self._jobs.values(), key=lambda job: job.shown_at_ms):
            if left == 0:
                return
            if job.message.locked():
                continue
            progress = self._progress(job, positions.get(job.id, 0), now_ms)
            if progress is None or progress == job.shown or (job.shown is not None and job.shown.last):
                continue
            if not progress.last and now_ms - job.shown_at_ms < self._context.policy.progress_every * 1000:
                continue
            left -= 1
            yield job, progress

    def _progress(self, job: Job, position: int, now_ms: int) -> Progress | None:
        expires_at_ms = job.generation.order.reply.expires_at_ms
        if job.stage in (Stage.ACCEPTED, Stage.DELIVERING) or job.notified or now_ms >= expires_at_ms:
            return None
        return Progress(
            position,
            job.since_ms,
            job.estimate_seconds,
            paused=self._breaker.shut and position > 0,
            last=now_ms > expires_at_ms - LAST_WORD_MS and job.stage is not Stage.ASKING,
        )

    async def _show(self, job: Job, progress: Progress) -> None:
        if job.estimate_seconds is None:
            try:
                typical_ms = await self._context.store.typical_ms(job.generation.order.request.size)
            except StorageUnavailable as error:
                log.error("storage is unavailable: %s", error.cause)
                typical_ms = None
            job.estimate_seconds = round(typical_ms / 1000) if typical_ms is not None else None
        async with job.message:
            if job.id in self._jobs and self._still_true(job, progress):
                await self._context.delivery.progress(job.generation, progress)

    def _still_true(self, job: Job, progress: Progress) -> bool:
        """The picture, or the bad news, may have been faster than this edit."""
        if job.notified or job.stage is Stage.DELIVERING:
            return False
        return (progress.position > 0) == (job.stage is Stage.WAITING)

"""What became of a request whose answer never came: the provider's log knows."""

import asyncio
import logging

from bot.errors import EaselError, FateUnknown, PictureLost, ProviderFailed, StudioBusy, Unavailable
from bot.generation.pace import backoff_seconds, looks
from bot.generation.ports import LogRow
from bot.generation.works import Job, Stage, Works, end

log = logging.getLogger(__name__)

# Rows appear a little after the answer, and the two clocks differ: look back this much further.
CLOCK_SLACK_MS = 10 * 60 * 1000


async def look_up(works: Works, job: Job) -> LogRow | None:
    """The provider's log row of this generation; None once it has stayed absent for all of our patience.

    A look that fails says nothing and does not count: it is repeated for as long as it takes.
    """
    asked_at_ms = job.generation.requested_at_ms or job.generation.held_at_ms
    failures = 0
    for wait in looks(works.pace):
        await asyncio.sleep(wait)
        while True:
            try:
                row = await works.provider.find(job.generation.request_id, asked_at_ms - CLOCK_SLACK_MS)
                break
            except Unavailable as error:
                failures += 1
                await _tell_before_too_late(works, job)
                pause = backoff_seconds(failures, works.pace)
                if isinstance(error, StudioBusy) and error.retry_after_seconds is not None:
                    pause = error.retry_after_seconds
                log.warning("the provider's log can't be read, again in %.0f s: %r", pause, error)
                await asyncio.sleep(pause)
        if row is not None:
            return row
    return None


async def decide(works: Works, job: Job, error: EaselError) -> None:
    """Ends a generation by what the provider's log says of it: charged and lost, or not charged at all.

    `error` is what the member is told, where the log doesn't know better.
    """
    job.enter(Stage.ASKING, works.now_ms())
    row = await look_up(works, job)
    if row is None:
        await end(works, job, error)
    elif row.succeeded:
        await end(works, job, PictureLost(row.cost), charged=row.cost)
    else:
        await end(works, job, ProviderFailed(None, "failed, by the provider's log"))


async def cost_from_log(works: Works, job: Job) -> int:
    """What the provider charged, where its answer did not say; the hold, where its log doesn't either."""
    row = await look_up(works, job)
    if row is not None and row.succeeded:
        return row.cost
    log.warning("nobody said what it cost: the estimate is booked", extra=job.context())
    return job.generation.order.price


async def _tell_before_too_late(works: Works, job: Job) -> None:
    """The member hears now that nobody knows yet, if there will be no way to tell them later."""
    if not job.told and works.now_ms() > job.generation.order.reply.expires_at_ms - 60_000:
        async with job.message:
            job.told = await works.delivery.explain(job.generation, FateUnknown())

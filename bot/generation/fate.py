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
# Before the interaction token ends.
LAST_CHANCE_MS = 60_000


async def look_up(works: Works, job: Job) -> LogRow | None:
    """The provider's log row of this generation; None once it has stayed absent for all of our patience.

    A look that fails says nothing and does not count: it is repeated for as long as it takes.
    """
    failures = 0
    for wait in looks(works.pace):
        await asyncio.sleep(wait)
        await _tell_before_too_late(works, job)
        while True:
            try:
                row = await works.provider.find(job.generation.request_id, _since_ms(job))
                break
            except Unavailable as error:
                failures += 1
                await _tell_before_too_late(works, job)
                pause = _pause_seconds(works, job, error, failures)
                log.warning("the provider's log can't be read, again in %.0f s: %r", pause, error)
                await asyncio.sleep(pause)
        # The log has a row of each time it was sent, and the last one's may be late: a failure is the answer
        # only where there was no other time.
        if row is not None and (row.succeeded or job.generation.attempts <= 1):
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
    """What the provider charged, where its answer did not say; the hold, where its log doesn't either.

    The picture waits for it, so here every look counts.
    """
    for wait in looks(works.pace):
        await asyncio.sleep(wait)
        try:
            row = await works.provider.find(job.generation.request_id, _since_ms(job))
        except Unavailable as error:
            log.warning("the provider's log can't be read: %r", error, extra=job.context())
            continue
        if row is not None and row.succeeded:
            return row.cost
    log.warning("nobody said what it cost: the estimate is booked", extra=job.context())
    return job.generation.order.price


def _since_ms(job: Job) -> int:
    return (job.generation.requested_at_ms or job.generation.held_at_ms) - CLOCK_SLACK_MS


def _pause_seconds(works: Works, job: Job, error: Unavailable, failures: int) -> float:
    """Until the next look: what the API asks for, but never past the last moment to tell the member."""
    seconds = backoff_seconds(failures, works.pace)
    if isinstance(error, StudioBusy):
        seconds = max(seconds, error.retry_after_seconds or 0.0)
    left = (job.generation.order.reply.expires_at_ms - LAST_CHANCE_MS - works.now_ms()) / 1000
    return min(seconds, left) if left > 0 and not job.told else seconds


async def _tell_before_too_late(works: Works, job: Job) -> None:
    """The member hears now that nobody knows yet, if there will be no way to tell them later."""
    if job.told or works.now_ms() < job.generation.order.reply.expires_at_ms - LAST_CHANCE_MS:
        return
    async with job.message:
        job.told = await works.delivery.explain(job.generation, FateUnknown())

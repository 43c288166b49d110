"""What became of a request whose answer never came: the provider's log knows."""

import asyncio
import logging

from bot.errors import EaselError, OutcomeUnknown, PictureLost, ProviderBusy, ProviderFailed, Unavailable
from bot.generation.context import GenerationContext, Job, Stage, fail
from bot.generation.policy import backoff_seconds, lookup_delays
from bot.generation.ports import LogRow

log = logging.getLogger(__name__)

# Rows appear a little after the answer, and the two clocks differ: look back this much further.
CLOCK_SLACK_MS = 10 * 60 * 1000
# Before the interaction token ends.
LAST_CHANCE_MS = 60_000


async def look_up(context: GenerationContext, job: Job) -> LogRow | None:
    """The provider's log row of this generation; None once it has stayed absent for all of our patience.

    A look that fails says nothing and does not count: it is repeated for as long as it takes.
    """
    failures = 0
    for wait in lookup_delays(context.policy):
        await asyncio.sleep(wait)
        await _tell_before_too_late(context, job)
        while True:
            try:
                row = await context.provider.find(job.generation.request_id, _since_ms(job))
                break
            except Unavailable as error:
                failures += 1
                await _tell_before_too_late(context, job)
                pause = _pause_seconds(context, job, error, failures)
                log.warning("the provider's log can't be read, again in %.0f s: %r", pause, error)
                await asyncio.sleep(pause)
        # The log has a row of each time it was sent, and the last one's may be late: a failure is the answer
        # only where there was no other time.
        if row is not None and (row.succeeded or job.generation.attempts <= 1):
            return row
    return None


async def resolve_in_doubt(context: GenerationContext, job: Job, error: EaselError) -> None:
    """Ends a generation by what the provider's log says of it: charged and lost, or not charged at all.

    `error` is what the member is told, where the log doesn't know better.
    """
    job.enter(Stage.ASKING, context.now_ms())
    row = await look_up(context, job)
    if row is None:
        await fail(context, job, error)
    elif row.succeeded:
        await fail(context, job, PictureLost(row.cost), charged=row.cost)
    else:
        await fail(context, job, ProviderFailed(None, "failed, by the provider's log"))


async def cost_from_log(context: GenerationContext, job: Job) -> int:
    """What the provider charged, where its answer did not say; the hold, where its log doesn't either.

    The picture waits for it, so here every look counts.
    """
    for wait in lookup_delays(context.policy):
        await asyncio.sleep(wait)
        try:
            row = await context.provider.find(job.generation.request_id, _since_ms(job))
        except Unavailable as error:
            log.warning("the provider's log can't be read: %r", error, extra=job.context())
            continue
        if row is not None and row.succeeded:
            return row.cost
    log.warning("nobody said what it cost: the estimate is booked", extra=job.context())
    return job.generation.order.price


def _since_ms(job: Job) -> int:
    return (job.generation.requested_at_ms or job.generation.held_at_ms) - CLOCK_SLACK_MS


def _pause_seconds(context: GenerationContext, job: Job, error: Unavailable, failures: int) -> float:
    """Until the next look: what the API asks for, but never past the last moment to tell the member."""
    seconds = backoff_seconds(failures, context.policy)
    if isinstance(error, ProviderBusy):
        seconds = max(seconds, error.retry_after_seconds or 0.0)
    left = (job.generation.order.reply.expires_at_ms - LAST_CHANCE_MS - context.now_ms()) / 1000
    return min(seconds, left) if left > 0 and not job.notified else seconds


async def _tell_before_too_late(context: GenerationContext, job: Job) -> None:
    """The member hears now that nobody knows yet, if there will be no way to tell them later."""
    if job.notified or context.now_ms() < job.generation.order.reply.expires_at_ms - LAST_CHANCE_MS:
        return
    async with job.message:
        job.notified = await context.delivery.explain(job.generation, OutcomeUnknown())

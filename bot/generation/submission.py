"""held → requested → generated: one request to the image API, with durable writes on both sides of it."""

import logging
from dataclasses import replace

from bot.errors import StorageUnavailable
from bot.generation.context import GenerationContext, Job, retry_write
from bot.generation.in_doubt import cost_from_log
from bot.generation.model import ProviderResult, State

log = logging.getLogger(__name__)


async def send(context: GenerationContext, job: Job) -> ProviderResult:
    """held → requested, and the provider's answer.

    Raises what `ImageProvider.generate` raises, `StorageUnavailable` when nothing was sent because it could
    not be written down first, and `StateConflict` when the generation is no longer held (it was cancelled).
    """
    asked_at_ms = context.now_ms()
    await context.store.request(job.id, asked_at_ms)
    attempts = job.generation.attempts + 1
    job.generation = replace(
        job.generation, state=State.REQUESTED, requested_at_ms=asked_at_ms, attempts=attempts
    )
    outcome = await context.provider.generate(job.generation.order.request, job.generation.request_id)
    job.answered_at_ms = context.now_ms()
    log.info(
        "the provider answered",
        extra=job.context(
            inference_id=outcome.inference_id,
            cost=outcome.cost,
            milliseconds=job.answered_at_ms - asked_at_ms,
        ),
    )
    return outcome


async def store_result(context: GenerationContext, job: Job, outcome: ProviderResult) -> None:
    """requested → generated: picture and cost are durable when this returns. Raises `StorageUnavailable`."""
    try:
        await context.spool.save(job.id, outcome.picture.data)
    except StorageUnavailable as error:
        # The picture is still in memory: deliver it. Only a crash before that would lose it, as a loss.
        log.error("the spool is unavailable: %s", error.cause, extra=job.context())
    cost = outcome.cost if outcome.cost is not None else await cost_from_log(context, job)
    await mark_generated(context, job, cost, outcome.inference_id)


async def mark_generated(context: GenerationContext, job: Job, cost: int, inference_id: str | None) -> None:
    """Writes down what a picture that is there did cost."""
    at_ms = job.answered_at_ms or context.now_ms()
    await retry_write(context, lambda: context.store.generated(job.id, cost, inference_id, at_ms))
    job.generation = replace(
        job.generation, state=State.GENERATED, cost=cost, inference_id=inference_id, generated_at_ms=at_ms
    )

"""held → requested → generated: one request to the image API, with durable writes on both sides of it."""

import logging
from dataclasses import replace

from bot.errors import StorageUnavailable
from bot.generation.fate import cost_from_log
from bot.generation.life import Outcome, State
from bot.generation.works import Job, Works, persist

log = logging.getLogger(__name__)


async def send(works: Works, job: Job) -> Outcome:
    """held → requested, and the provider's answer.

    Raises what `ImageProvider.generate` raises, `StorageUnavailable` when nothing was sent because it could
    not be written down first, and `Overtaken` when the generation is no longer held (it was cancelled).
    """
    asked_at_ms = works.now_ms()
    await works.store.request(job.id, asked_at_ms)
    attempts = job.generation.attempts + 1
    job.generation = replace(
        job.generation, state=State.REQUESTED, requested_at_ms=asked_at_ms, attempts=attempts
    )
    outcome = await works.provider.generate(job.generation.order.request, job.generation.request_id)
    job.answered_at_ms = works.now_ms()
    log.info(
        "the provider answered",
        extra=job.context(
            inference_id=outcome.inference_id,
            cost=outcome.cost,
            milliseconds=job.answered_at_ms - asked_at_ms,
        ),
    )
    return outcome


async def keep(works: Works, job: Job, outcome: Outcome) -> None:
    """requested → generated: picture and cost are durable when this returns. Raises `StorageUnavailable`."""
    try:
        await works.spool.save(job.id, outcome.picture.data)
    except StorageUnavailable as error:
        # The picture is still in memory: deliver it. Only a crash before that would lose it, as a loss.
        log.error("the spool is unavailable: %s", error.cause, extra=job.context())
    cost = outcome.cost if outcome.cost is not None else await cost_from_log(works, job)
    await remember(works, job, cost, outcome.inference_id)


async def remember(works: Works, job: Job, cost: int, inference_id: str | None) -> None:
    """Writes down what a picture that is there did cost."""
    at_ms = job.answered_at_ms or works.now_ms()
    await persist(works, lambda: works.store.generated(job.id, cost, inference_id, at_ms))
    job.generation = replace(
        job.generation, state=State.GENERATED, cost=cost, inference_id=inference_id, generated_at_ms=at_ms
    )

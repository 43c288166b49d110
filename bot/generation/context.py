"""Dependencies shared by all steps of a generation."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from bot.budgets.budget import Budgets
from bot.errors import EaselError, StorageUnavailable
from bot.generation.model import Generation, Limits
from bot.generation.policy import EnginePolicy
from bot.generation.ports import (
    Delivery,
    Generations,
    ImageProvider,
    Pictures,
    Progress,
    Spool,
    StateConflict,
)

log = logging.getLogger(__name__)

T = TypeVar("T")


class Stage(StrEnum):
    """Where a generation is within this process; what is durable about it is its `State`."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    MAKING = "making"
    ASKING = "asking the provider's log"
    DELIVERING = "delivering"


@dataclass(slots=True, eq=False)
class Job:
    """One generation in this process."""

    generation: Generation
    since_ms: int
    stage: Stage = Stage.ACCEPTED
    failures: int = 0  # answers known to be unbilled
    shown: Progress | None = None
    shown_at_ms: int = 0
    estimate_seconds: int | None = None
    notified: bool = False
    answered_at_ms: int | None = None  # when the provider's answer came
    # One writer of the interaction's message at a time: a late progress edit must not replace the picture.
    message: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def id(self) -> int:
        return self.generation.id

    def enter(self, stage: Stage, now_ms: int) -> None:
        self.stage = stage
        self.since_ms = now_ms

    def context(self, **more: object) -> dict[str, object]:
        """Fields for the log by which this generation is found again, here and at the provider."""
        order = self.generation.order
        return {
            "generation": order.id,
            "guild": order.guild_id,
            "user": order.user_id,
            "request_id": self.generation.request_id,
            **more,
        }


@dataclass(frozen=True, slots=True)
class GenerationContext:
    """The ports, the clock, what the operator's settings say of holds, and the patience."""

    store: Generations
    budgets: Budgets
    provider: ImageProvider
    pictures: Pictures
    spool: Spool
    delivery: Delivery
    limits: Limits
    now_ms: Callable[[], int]
    policy: EnginePolicy = field(default_factory=EnginePolicy)


async def retry_write(context: GenerationContext, write: Callable[[], Awaitable[T]]) -> T:
    """Repeats a write that must not be lost while the storage is out of order.

    Raises `StorageUnavailable` when patience ends; the sweep takes the generation up again later.
    """
    for wait in context.policy.write_retry_delays:
        try:
            return await write()
        except StorageUnavailable as error:
            log.error("storage is unavailable, trying again in %s s: %s", wait, error.cause)
            await asyncio.sleep(wait)
    return await write()


async def fail(context: GenerationContext, job: Job, error: EaselError, *, charged: int = 0) -> None:
    """Releases the hold, books what was charged all the same, and tells the member why.

    Raises `StorageUnavailable` where it could not be released; the member has been told even so.
    """
    reason = type(error).__name__
    log.warning("ended without a picture: %r", error, extra=job.context(reason=reason, charged=charged))
    try:
        await retry_write(
            context, lambda: context.store.release(job.id, reason, context.now_ms(), charged=charged)
        )
    except StorageUnavailable:
        await notify(context, job, error)
        raise
    except StateConflict:
        return  # somebody else ended it, and told the member
    await notify(context, job, error)
    if job.notified:
        await context.store.mark_notified(job.id, context.now_ms())


async def notify(context: GenerationContext, job: Job, error: EaselError) -> None:
    """Tells the member, once; `job.notified` says whether they know."""
    if not job.notified:
        async with job.message:
            job.notified = await context.delivery.explain(job.generation, error)

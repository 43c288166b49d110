"""What every step of a generation works with."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from bot.budgets.budget import Budgets
from bot.errors import EaselError, StorageUnavailable
from bot.generation.life import Generation, Limits
from bot.generation.pace import Pace
from bot.generation.ports import Delivery, Generations, ImageProvider, Overtaken, Pictures, Progress, Spool

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
    told: bool = False
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
class Works:
    """The ports, the clock, what the operator's settings say of holds, and the patience."""

    store: Generations
    budgets: Budgets
    provider: ImageProvider
    pictures: Pictures
    spool: Spool
    delivery: Delivery
    limits: Limits
    now_ms: Callable[[], int]
    pace: Pace = field(default_factory=Pace)


async def persist(works: Works, write: Callable[[], Awaitable[T]]) -> T:
    """Repeats a write that must not be lost while the storage is out of order.

    Raises `StorageUnavailable` when patience ends; the sweep takes the generation up again later.
    """
    for wait in works.pace.write_waits:
        try:
            return await write()
        except StorageUnavailable as error:
            log.error("storage is unavailable, trying again in %s s: %s", wait, error.cause)
            await asyncio.sleep(wait)
    return await write()


async def end(works: Works, job: Job, error: EaselError, *, charged: int = 0) -> None:
    """Releases the hold, books what was charged all the same, and tells the member why.

    Raises `StorageUnavailable` where it could not be released; the member has been told even so.
    """
    reason = type(error).__name__
    log.warning("ended without a picture: %r", error, extra=job.context(reason=reason, charged=charged))
    try:
        await persist(works, lambda: works.store.release(job.id, reason, works.now_ms(), charged=charged))
    except StorageUnavailable:
        await tell(works, job, error)
        raise
    except Overtaken:
        return  # somebody else ended it, and told the member
    await tell(works, job, error)
    if job.told:
        await works.store.told(job.id, works.now_ms())


async def tell(works: Works, job: Job, error: EaselError) -> None:
    """Tells the member, once; `job.told` says whether they know."""
    if not job.told:
        async with job.message:
            job.told = await works.delivery.explain(job.generation, error)

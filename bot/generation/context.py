"""Shared by all steps of a generation: its job, and the ports they use."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Protocol

from bot.budgets.budget import Budgets
from bot.generation.measurements import Measure, ignore
from bot.generation.model import Generation, Limits
from bot.generation.policy import EngineLimits, RetryPolicy
from bot.generation.ports import (
    Delivery,
    Generations,
    ImageProvider,
    OwnerAlerts,
    Pictures,
    Progress,
    Spool,
)


class MessageMutex(Protocol):
    """One writer of a message at a time: an `asyncio.Lock`, or one for all processes."""

    def locked(self) -> bool: ...

    async def __aenter__(self) -> None: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...


class Stage(StrEnum):
    """A generation's stage in this process. Its durable part is its `State`."""

    ACCEPTED = "accepted"
    QUEUED = "queued"
    IN_PROGRESS = "in progress"
    LOOKING_UP = "looking it up in the provider's log"
    DELIVERING = "delivering"


@dataclass(slots=True, eq=False)
class Job:
    """One generation in this process."""

    generation: Generation
    since_ms: int
    stage: Stage = Stage.ACCEPTED
    failures: int = 0  # answers that certainly weren't billed
    shown: Progress | None = None
    shown_at_ms: int = 0
    estimate_seconds: int | None = None
    notified: bool = False
    spooled: bool = False  # whether the picture is on the disk
    answered_at_ms: int | None = None  # when the provider's answer came
    # Only one writer of the interaction's message at a time, so that no late progress edit replaces the
    # picture.
    message: MessageMutex = field(default_factory=asyncio.Lock)

    @property
    def id(self) -> int:
        return self.generation.id

    def enter(self, stage: Stage, now_ms: int) -> None:
        self.stage = stage
        self.since_ms = now_ms

    def context(self, **more: object) -> dict[str, object]:
        """Log fields that identify this generation, here and with the provider."""
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
    """The ports, the clock and the policies.

    `providers` are the image APIs by name. `alerts` is None if the owner has no server of their own.
    `measure` is called with each measurement. It has to be quick.
    """

    store: Generations
    budgets: Budgets
    providers: Mapping[str, ImageProvider]
    pictures: Pictures
    spool: Spool
    delivery: Delivery
    limits: Limits
    now_ms: Callable[[], int]
    alerts: OwnerAlerts | None = None
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    engine: EngineLimits = field(default_factory=EngineLimits)
    measure: Measure = ignore

    def provider_of(self, generation: Generation) -> ImageProvider:
        return self.providers[generation.order.provider]

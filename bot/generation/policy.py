"""How often things are retried, and how much happens at once."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """All durations are in seconds. The defaults are for production. Tests are less patient."""

    attempts: int = 3  # requests for one picture, only counting failures that certainly weren't billed
    first_backoff: float = 2.0
    max_backoff: float = 120.0
    first_probe: float = 15.0  # from an outage to the first probe
    max_probe: float = 300.0
    lookup_patience: float = 120.0  # for all lookups of one lost answer in the provider's log
    delivery_delays: tuple[float, ...] = (1, 4, 15)  # between attempts to send a picture to Discord
    write_delays: tuple[float, ...] = (0.5, 1, 2, 5, 10, 20)  # for writes that must not be lost

    def backoff(self, attempt: int) -> float:
        """Exponential with jitter. `attempt` counts from 1."""
        ceiling = min(self.max_backoff, self.first_backoff * 2 ** min(attempt - 1, 30))
        return random.uniform(ceiling / 2, ceiling)

    def lookup_delays(self) -> Iterator[float]:
        """Seconds before each lookup in the provider's log: none at first, then longer each time."""
        yield 0.0
        for share in (1, 2, 4, 8, 16, 32, 57):
            yield self.lookup_patience * share / 120


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """How much the engine does at once, and how often. All durations are in seconds."""

    concurrent: int = 4  # requests to one image API at once
    deliveries: int = 8  # concurrent uploads to Discord, which are in memory
    hold_within: float = 2.0  # Discord voids the interaction after 3
    progress_after: float = 1.0  # how long "thinking…" is enough for a picture in progress
    progress_every: float = 4.0  # between edits of one message. Discord allows about 5 in 2 s
    progress_busy: int = 10  # progress edits per second over all messages
    sweep_every: float = 60.0
    stale_after: float = 24 * 3600.0  # a hold of this age is released, and an undelivered picture is given up
    late_charges_first: float = 300.0  # from startup to the first check for late charges
    late_charges_every: float = 3600.0
    late_charges_within: float = 24 * 3600.0  # how far back such a check looks


async def retry(
    work: Callable[[], Awaitable[T]],
    delays: Iterable[float],
    *,
    on: type[Exception],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    note: Callable[[Exception, float], None],
) -> T:
    """Calls `work` until it succeeds, waiting for each of `delays` in turn while it raises `on`.

    Calls `note` with the error and the delay before each wait. Raises the last error when the delays are
    used up.
    """
    for delay in delays:
        try:
            return await work()
        except on as error:
            note(error, delay)
        await sleep(delay)
    return await work()

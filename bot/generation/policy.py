"""How patient the service is."""

import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnginePolicy:
    """All durations in seconds. The defaults suit production; tests are less patient."""

    concurrent: int = 4  # requests toward the image API at once
    deliveries: int = 8  # pictures on their way to Discord at once, and so in memory
    attempts: int = 3  # times one picture is sent, counting only answers known to be unbilled
    first_backoff: float = 2.0
    max_backoff: float = 120.0
    first_probe: float = 15.0  # after a closed service, until the provider is asked whether it is ready
    max_probe: float = 300.0
    log_patience: float = 120.0  # over all looks into the provider's log for one lost answer
    delivery_retry_delays: tuple[float, ...] = (1, 4, 15)  # between tries to hand a picture to Discord
    write_retry_delays: tuple[float, ...] = (
        0.5,
        1,
        2,
        5,
        10,
        20,
    )  # for writes that must not be lost
    progress_every: float = 4.0  # between progress edits of one message; Discord bears about 5 in 2 s
    progress_busy: int = 10  # progress edits a second over all messages
    sweep_every: float = 60.0
    stale_after: float = 24 * 3600.0  # a hold this old is released, a picture this old given up
    late_first: float = 300.0  # after the start, until the first look for late charges
    late_every: float = 3600.0
    late_within: float = 24 * 3600.0  # how far back such a look goes
    hold_within: float = 2.0  # Discord voids the interaction after 3


def lookup_delays(policy: EnginePolicy) -> Iterator[float]:
    """Seconds to wait before each look into the provider's log: at once, then ever less often."""
    yield 0.0
    for share in (1, 2, 4, 8, 16, 32, 57):
        yield policy.log_patience * share / 120


def backoff_seconds(attempt: int, policy: EnginePolicy) -> float:
    """Exponential with full jitter; `attempt` counts from 1."""
    ceiling = min(policy.max_backoff, policy.first_backoff * 2 ** min(attempt - 1, 30))
    return random.uniform(ceiling / 2, ceiling)

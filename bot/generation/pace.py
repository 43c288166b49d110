"""How patient the studio is, and the gate that holds the queue back while the image API wants it so."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """All durations in seconds. The defaults suit production; tests are less patient."""

    concurrent: int = 4  # requests toward the image API at once
    attempts: int = 3  # times one picture is sent, counting only answers known to be unbilled
    backoff_first: float = 2.0
    backoff_most: float = 120.0
    probe_first: float = 15.0  # after a closed studio, until the provider is asked whether it is ready
    probe_most: float = 300.0
    log_patience: float = 120.0  # over all looks into the provider's log for one lost answer
    delivery_waits: tuple[float, ...] = (1, 4, 15)  # between tries to hand a picture to Discord
    write_waits: tuple[float, ...] = (0.5, 1, 2, 5, 10, 20)  # between tries to write what must not be lost
    progress_every: float = 4.0  # between progress edits of one message; Discord bears about 5 in 2 s
    progress_busy: int = 10  # progress edits a second over all messages
    sweep_every: float = 60.0
    stale_after: float = 24 * 3600.0  # a hold this old is released, a picture this old given up
    hold_within: float = 2.0  # Discord voids the interaction after 3


def looks(pace: Pace) -> Iterator[float]:
    """Seconds to wait before each look into the provider's log: at once, then ever less often."""
    yield 0.0
    for share in (1, 2, 4, 8, 16, 32, 57):
        yield pace.log_patience * share / 120


def backoff_seconds(attempt: int, pace: Pace) -> float:
    """Exponential with full jitter; `attempt` counts from 1."""
    ceiling = min(pace.backoff_most, pace.backoff_first * 2 ** (attempt - 1))
    return random.uniform(ceiling / 2, ceiling)


class Gate:
    """Open, or shut for a while: then nothing new is sent, and nothing that waits is dropped.

    `closed` says that new work is to be refused as well: the operator has to act (key, credit, model).
    """

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self._reopening: asyncio.TimerHandle | None = None
        self._pauses = 0
        self.closed: str | None = None

    @property
    def shut(self) -> bool:
        return not self._open.is_set()

    async def passed(self) -> None:
        """Returns once the gate is open."""
        await self._open.wait()

    def pause(self, seconds: float) -> None:
        """Shuts for `seconds`; a longer pause under way is not shortened."""
        loop = asyncio.get_running_loop()
        due = loop.time() + seconds
        if self._reopening is not None and self._reopening.when() >= due:
            return
        self._cancel()
        self._open.clear()
        self._reopening = loop.call_at(due, self.open)

    def close(self, reason: str) -> None:
        """Shuts until `open` is called."""
        self._cancel()
        self._open.clear()
        self.closed = reason

    def open(self) -> None:
        self._cancel()
        self.closed = None
        self._open.set()

    def busy(self, pace: Pace) -> float:
        """Seconds to pause after one more answer of "too many requests" that named no time."""
        self._pauses += 1
        return backoff_seconds(self._pauses, pace)

    def calm(self) -> None:
        """A request went through: the next backoff starts from its beginning."""
        self._pauses = 0

    def _cancel(self) -> None:
        if self._reopening is not None:
            self._reopening.cancel()
            self._reopening = None

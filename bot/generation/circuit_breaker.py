"""Stops requests to an image API that's unavailable. Queued pictures wait, and none is dropped."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.generation.policy import RetryPolicy


@dataclass(frozen=True, slots=True)
class Outage:
    """Why a provider is unavailable. Times in milliseconds."""

    reason: str  # see `GenerationUnavailable`
    detail: str
    since_ms: int


class CircuitBreaker:
    """Lets requests through, or pauses them for a while, or stops them until the bot's owner has acted.

    During an `outage`, refuse new orders too. A probe ends it: one request is let through, and its answer
    decides for all.

    Every request gets the number of its round from `admit`. A round ends with an outage or a probe, so
    answers to requests from earlier rounds can't end an outage.
    """

    def __init__(self, policy: RetryPolicy, now_ms: Callable[[], int]) -> None:
        self._policy = policy
        self._now_ms = now_ms
        self._passable = asyncio.Event()
        self._passable.set()
        self._tripped = asyncio.Event()
        self._paused_until = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._pauses = 0
        self._probing = False
        self._round = 0
        self._probe_seconds = policy.first_probe
        self.outage: Outage | None = None
        self.next_probe_ms: int | None = None

    @property
    def blocked(self) -> bool:
        """Whether requests have to wait."""
        return not self._passable.is_set()

    async def wait(self) -> None:
        """Returns once a request can be sent."""
        await self._passable.wait()

    async def wait_for_outage(self) -> None:
        """Returns once there's an outage."""
        await self._tripped.wait()

    def admit(self) -> int:
        """Registers a request. Returns its round. A probe blocks further requests."""
        if self._probing:
            self._passable.clear()
        return self._round

    def is_probe(self, of_round: int) -> bool:
        """Whether a request of that round is the probe that decides about the outage."""
        return self._probing and of_round == self._round

    def pause(self, retry_after_seconds: float | None) -> float:
        """The API asked us to wait. Blocks for as long as it said, and at least for our own backoff.

        Never shortens a pause. If several requests hit it together, it only grows once. Returns its remaining
        seconds.
        """
        now = asyncio.get_running_loop().time()
        if now >= self._paused_until:
            self._pauses += 1
        seconds = max(retry_after_seconds or 0.0, self._policy.backoff(max(1, self._pauses)))
        self._paused_until = max(self._paused_until, now + seconds)
        if self._probing:
            self.reset()  # the API serves us again, only slowly
        self._update()
        return self._paused_until - now

    def trip(self, reason: str, detail: str, of_round: int) -> bool:
        """An answer said that the owner has to act. Returns True if that's new, so that the owner gets an
        alert.
        """
        if of_round != self._round:
            return False  # sent before the current outage, or after one that has ended
        news = self.outage is None
        if self.outage is None:
            self.outage = Outage(reason, detail, self._now_ms())
        self._probing = False
        self._round += 1
        self._tripped.set()
        self.schedule_probe()
        self._update()
        return news

    def schedule_probe(self) -> None:
        """Sets the time of the next probe, later each time."""
        self.next_probe_ms = self._now_ms() + round(self._probe_seconds * 1000)
        self._probe_seconds = min(2 * self._probe_seconds, self._policy.max_probe)

    def allow_probe(self) -> None:
        """Lets one request through."""
        self._probing = True
        self._round += 1
        self._update()

    def record_success(self, of_round: int) -> None:
        """An answer showed that the API serves us. After a probe, all requests pass again."""
        if of_round == self._round and (self._probing or not self.blocked):
            self.reset()

    def reset(self) -> None:
        """Ends the outage. A pause still lasts until its end."""
        self._pauses, self._probe_seconds = 0, self._policy.first_probe
        self.outage, self.next_probe_ms, self._probing = None, None, False
        self._tripped.clear()
        self._update()

    def _update(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        if self.outage is not None and not self._probing:
            self._passable.clear()
        elif loop.time() < self._paused_until:
            self._passable.clear()
            self._timer = loop.call_at(self._paused_until, self._update)
        else:
            self._passable.set()

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


@dataclass(slots=True)
class Circuit:
    """The state of a circuit breaker, and how each answer changes it. It knows no clock and no tasks.

    During an `outage`, refuse new orders too. A probe ends it: one request is let through, and its answer
    decides for all.

    Every request gets the number of its round from `admit`. A round ends with an outage or a probe, so
    answers to requests from earlier rounds can't end an outage.

    Milliseconds. `paused_until_ms` can be by another clock than the rest, if every `paused_now_ms` is, too.
    """

    paused_until_ms: int = 0
    pauses: int = 0
    outage: Outage | None = None
    next_probe_ms: int | None = None
    probe_wait_ms: int = 0  # before the probe after the next one; 0 for the policy's first
    probing: bool = False
    probe_sent: bool = False  # a probe blocks the way behind itself
    round: int = 0

    def blocked(self, paused_now_ms: int) -> bool:
        """Whether requests have to wait."""
        if self.outage is not None and (not self.probing or self.probe_sent):
            return True
        return paused_now_ms < self.paused_until_ms

    def admit(self) -> int:
        """Registers a request. Returns its round."""
        self.probe_sent = self.probing
        return self.round

    def is_probe(self, of_round: int) -> bool:
        """Whether a request of that round is the probe that decides about the outage."""
        return self.probing and of_round == self.round

    def pause(self, retry_after_seconds: float | None, policy: RetryPolicy, paused_now_ms: int) -> int:
        """The API asked us to wait. Blocks for as long as it said, and at least for our own backoff.

        Never shortens a pause. If several requests hit it together, it only grows once. Returns its remaining
        milliseconds.
        """
        if paused_now_ms >= self.paused_until_ms:
            self.pauses += 1
        seconds = max(retry_after_seconds or 0.0, policy.backoff(max(1, self.pauses)))
        self.paused_until_ms = max(self.paused_until_ms, paused_now_ms + round(seconds * 1000))
        if self.probing:
            self.reset()  # the API serves us again, only slowly
        return self.paused_until_ms - paused_now_ms

    def trip(self, outage: Outage, of_round: int, policy: RetryPolicy) -> bool:
        """An answer said that the owner has to act. Returns True if that's new, so that the owner gets an
        alert.
        """
        if of_round != self.round:
            return False  # sent before the current outage, or after one that has ended
        news = self.outage is None
        if news:
            self.outage = outage
        self.probing = self.probe_sent = False
        self.round += 1
        self.schedule_probe(policy, outage.since_ms)
        return news

    def schedule_probe(self, policy: RetryPolicy, now_ms: int) -> None:
        """Sets the time of the next probe, later each time."""
        wait_ms = self.probe_wait_ms or round(policy.first_probe * 1000)
        self.next_probe_ms = now_ms + wait_ms
        self.probe_wait_ms = min(2 * wait_ms, round(policy.max_probe * 1000))

    def allow_probe(self) -> None:
        """Lets one request through."""
        self.probing, self.probe_sent = True, False
        self.round += 1

    def record_success(self, of_round: int, paused_now_ms: int) -> None:
        """An answer showed that the API serves us. After a probe, all requests pass again."""
        if of_round == self.round and (self.probing or not self.blocked(paused_now_ms)):
            self.reset()

    def reset(self) -> None:
        """Ends the outage. A pause still lasts until its end."""
        self.pauses = self.probe_wait_ms = 0
        self.outage = self.next_probe_ms = None
        self.probing = self.probe_sent = False


class CircuitBreaker:
    """A `Circuit` in one process, and a way to wait for it."""

    def __init__(self, policy: RetryPolicy, now_ms: Callable[[], int]) -> None:
        self._policy = policy
        self._now_ms = now_ms
        self._circuit = Circuit()
        self._passable = asyncio.Event()
        self._passable.set()
        self._tripped = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def outage(self) -> Outage | None:
        return self._circuit.outage

    @property
    def next_probe_ms(self) -> int | None:
        return self._circuit.next_probe_ms

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
        """See `Circuit.admit`."""
        of_round = self._circuit.admit()
        if self._circuit.probe_sent:
            self._passable.clear()
        return of_round

    def is_probe(self, of_round: int) -> bool:
        """See `Circuit.is_probe`."""
        return self._circuit.is_probe(of_round)

    def pause(self, retry_after_seconds: float | None) -> float:
        """See `Circuit.pause`. Returns the seconds left."""
        left_ms = self._circuit.pause(retry_after_seconds, self._policy, _steady_ms())
        self._update()
        return left_ms / 1000

    def trip(self, reason: str, detail: str, of_round: int) -> bool:
        """See `Circuit.trip`."""
        news = self._circuit.trip(Outage(reason, detail, self._now_ms()), of_round, self._policy)
        self._update()
        return news

    def schedule_probe(self) -> None:
        """See `Circuit.schedule_probe`."""
        self._circuit.schedule_probe(self._policy, self._now_ms())

    def allow_probe(self) -> None:
        """See `Circuit.allow_probe`."""
        self._circuit.allow_probe()
        self._update()

    def record_success(self, of_round: int) -> None:
        """See `Circuit.record_success`."""
        self._circuit.record_success(of_round, _steady_ms())
        self._update()

    def reset(self) -> None:
        """See `Circuit.reset`."""
        self._circuit.reset()
        self._update()

    def _update(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.outage is None:
            self._tripped.clear()
        else:
            self._tripped.set()
        now_ms, circuit = _steady_ms(), self._circuit
        if not circuit.blocked(now_ms):
            self._passable.set()
            return
        self._passable.clear()
        if circuit.paused_until_ms > now_ms:
            self._timer = asyncio.get_running_loop().call_later(
                (circuit.paused_until_ms - now_ms) / 1000, self._update
            )


def _steady_ms() -> int:
    """By a clock that nobody sets."""
    return round(asyncio.get_running_loop().time() * 1000)

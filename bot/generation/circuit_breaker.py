"""What holds the queue back while the image API wants it so. Nothing that waits is dropped."""

import asyncio

from bot.generation.policy import EnginePolicy, backoff_seconds


class CircuitBreaker:
    """Open, or paused for a while, or closed until the operator has acted (key, credit, model).

    While it is closed new work is to be refused as well. It opens again by way of a trial: one request is let
    through, and what comes of that decides for all.
    """

    def __init__(self, policy: EnginePolicy) -> None:
        self._policy = policy
        self._open = asyncio.Event()
        self._open.set()
        self._paused_until = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._pauses = 0
        self._trial = False
        self._probe_seconds = policy.first_probe
        self.closed: str | None = None

    @property
    def shut(self) -> bool:
        return not self._open.is_set()

    async def wait(self) -> None:
        """Returns once the breaker is open."""
        await self._open.wait()

    def sent(self) -> None:
        """A request goes out. The one on trial shuts the breaker behind itself."""
        if self._trial:
            self._open.clear()

    def pause(self, retry_after_seconds: float | None) -> float:
        """The API asked for patience: shuts for as long as it said, and no less than our own backoff.

        A longer pause under way is not shortened; one that several requests run into together grows once.
        Returns the seconds that are left of it.
        """
        now = asyncio.get_running_loop().time()
        if now >= self._paused_until:
            self._pauses += 1
        seconds = max(retry_after_seconds or 0.0, backoff_seconds(max(1, self._pauses), self._policy))
        self._paused_until = max(self._paused_until, now + seconds)
        if self._trial:
            self.open()  # it is served again, if slowly
        self._settle()
        return self._paused_until - now

    def trip(self, reason: str) -> bool:
        """Shuts until a trial went well. False where it was closed already."""
        fresh = self.closed is None
        self.closed, self._trial = reason, False
        self._settle()
        return fresh

    def next_probe_seconds(self) -> float:
        """How long to wait before the provider is asked once more; ever longer until something went well."""
        seconds = self._probe_seconds
        self._probe_seconds = min(2 * seconds, self._policy.max_probe)
        return seconds

    def allow_probe(self) -> None:
        """Lets one request through."""
        self._trial = True
        self._settle()

    def record_success(self) -> None:
        """An answer showed that the API serves us: after a trial all may pass, and backoff begins anew.

        An answer to what was sent before the breaker shut shows nothing.
        """
        if self._trial or not self.shut:
            self.open()

    def open(self) -> None:
        """Opens what was closed; a pause under way still ends at its time."""
        self._pauses, self._probe_seconds = 0, self._policy.first_probe
        self.closed, self._trial = None, False
        self._settle()

    def _settle(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        if self.closed is not None and not self._trial:
            self._open.clear()
        elif loop.time() < self._paused_until:
            self._open.clear()
            self._timer = loop.call_at(self._paused_until, self._settle)
        else:
            self._open.set()

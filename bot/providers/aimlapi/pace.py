"""Staying below a rate limit by waiting before it, not by being refused."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable


class Pace:
    """At most `limit` turns within any `seconds`, in the order in which they were asked for.

    `clock` gives seconds that only ever grow.
    """

    def __init__(
        self,
        limit: int,
        seconds: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._turns: deque[float] = deque(maxlen=limit)
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Returns when it is time."""
        async with self._lock:
            if len(self._turns) == self._turns.maxlen:
                wait = self._turns[0] + self._seconds - self._clock()
                if wait > 0:
                    await self._sleep(wait)
            self._turns.append(self._clock())

"""Stays below a rate limit by waiting."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable


class RateLimiter:
    """At most `limit` calls within any `seconds`, first come, first served. `clock` is monotonic."""

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
        self._acquired: deque[float] = deque(maxlen=limit)
        self._lock = asyncio.Lock()

    async def acquire(self) -> None:
        """Returns when the next call can be made."""
        async with self._lock:
            if len(self._acquired) == self._acquired.maxlen:
                wait = self._acquired[0] + self._seconds - self._clock()
                if wait > 0:
                    await self._sleep(wait)
            self._acquired.append(self._clock())

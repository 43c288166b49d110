"""Discord's limit of 50 requests a second belongs to the token. Several processes divide it among them."""

import asyncio
from types import SimpleNamespace

import aiohttp

REQUESTS_PER_SECOND = 50
# Answers to interactions, and messages of webhooks, don't count.
NOT_COUNTED = ("/webhooks/", "/interactions/")


class RequestShare:
    """Spaces a client's requests so that all processes together stay below the limit.

    A short burst passes at once: what wasn't used in the last second. `processes` can change at any time.
    """

    def __init__(self) -> None:
        self.processes = 1
        self._next = 0.0

    def trace(self) -> aiohttp.TraceConfig:
        """For the client's HTTP session."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._start)
        return config

    async def _start(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        if not any(part in request.url.path for part in NOT_COUNTED):
            await asyncio.sleep(self.delay(asyncio.get_running_loop().time()))

    def delay(self, now: float) -> float:
        """Seconds that the next request has to wait. It counts from then on."""
        self._next = max(self._next, now - 1.0) + self.processes / REQUESTS_PER_SECOND
        return max(0.0, self._next - now)

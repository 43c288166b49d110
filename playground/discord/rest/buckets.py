"""Rate limits, announced in the headers and enforced on request (`developers/topics/rate-limits.mdx`).

A client that respects the headers never gets a 429. Turn on `Limits.enforce_rate_limits` to check that it
does.
"""

import hashlib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from playground.discord.errors import RateLimited
from playground.discord.rest.calls import Route

MAJOR = ("channel_id", "guild_id", "application_id", "token")
MOST_A_SECOND = 50


@dataclass
class _Window:
    ends_at: float
    left: int


class Buckets:
    """One bucket per route and its major parameters, and a global limit for all of them."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, ...], _Window] = {}
        self._second: deque[float] = deque()

    def headers(self, route: Route, params: Mapping[str, str], now: float) -> dict[str, str]:
        """Counts one request and returns the remaining ones as headers."""
        if _unlimited(route):
            return {}
        window = self._window(route, params, now)
        window.left = max(0, window.left - 1)
        return _headers(route, window.left, window.ends_at, now)

    def announced(self, route: Route, params: Mapping[str, str], now: float) -> dict[str, str]:
        """The same headers without counting."""
        window = self._window(route, params, now)
        return _headers(route, window.left, window.ends_at, now)

    def exhausted(self, route: Route, now: float, seconds: float) -> dict[str, str]:
        """The headers of a bucket that's empty for that long. The real one doesn't change."""
        return _headers(route, 0, now + seconds, now)

    def exceeded(self, route: Route, params: Mapping[str, str], now: float) -> RateLimited | None:
        """The refusal if a limit is exceeded. Interactions and their webhooks have no global limit."""
        if _unlimited(route):
            return None
        window = self._window(route, params, now)
        if not window.left:
            return RateLimited(window.ends_at - now)
        if route.path.startswith("/webhooks/"):
            return None
        while self._second and self._second[0] <= now - 1:
            self._second.popleft()
        if len(self._second) >= MOST_A_SECOND:
            return RateLimited(self._second[0] + 1 - now, "global")
        self._second.append(now)
        return None

    def _window(self, route: Route, params: Mapping[str, str], now: float) -> _Window:
        key = (route.method, route.path, *(params.get(name, "") for name in MAJOR))
        window = self._windows.get(key)
        if window is None or window.ends_at <= now:
            self._windows = {kept: each for kept, each in self._windows.items() if each.ends_at > now}
            window = self._windows[key] = _Window(now + route.window_seconds, route.limit)
        return window


def _unlimited(route: Route) -> bool:
    return route.path.startswith("/interactions/")


def _headers(route: Route, left: int, ends_at: float, now: float) -> dict[str, str]:
    bucket = hashlib.sha256(f"{route.method} {route.path}".encode()).hexdigest()[:32]
    return {
        "X-RateLimit-Limit": str(route.limit),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset": f"{ends_at:.3f}",
        "X-RateLimit-Reset-After": f"{max(0.0, ends_at - now):.3f}",
        "X-RateLimit-Bucket": bucket,
    }

"""Rate limits as Discord announces them.

A client that reads the headers never meets a 429 (`developers/topics/rate-limits.mdx`): they come from
faults only.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from playground.discord.rest.calls import Route

MAJOR = ("channel_id", "guild_id", "application_id", "token")


@dataclass
class _Window:
    ends_at: float
    left: int


class Buckets:
    """One bucket per route and major parameters."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, ...], _Window] = {}

    def headers(self, route: Route, params: Mapping[str, str], now: float) -> dict[str, str]:
        """Counts one request and says what is left."""
        if route.path.startswith("/interactions/"):
            return {}
        key = (route.method, route.path, *(params.get(name, "") for name in MAJOR))
        window = self._windows.get(key)
        if window is None or window.ends_at <= now:
            self._windows = {kept: each for kept, each in self._windows.items() if each.ends_at > now}
            window = self._windows[key] = _Window(now + route.window_seconds, route.limit)
        window.left = max(0, window.left - 1)
        bucket = hashlib.sha256(f"{route.method} {route.path}".encode()).hexdigest()[:32]
        return {
            "X-RateLimit-Limit": str(route.limit),
            "X-RateLimit-Remaining": str(window.left),
            "X-RateLimit-Reset": f"{window.ends_at:.3f}",
            "X-RateLimit-Reset-After": f"{window.ends_at - now:.3f}",
            "X-RateLimit-Bucket": bucket,
        }

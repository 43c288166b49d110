"""The bot's requests to the REST API, for tests and debugging."""

from dataclasses import dataclass

from playground.discord.users import Json

INVALID = (401, 403, 429)
INVALID_WINDOW_SECONDS = 600


@dataclass(frozen=True)
class LoggedRequest:
    """`route` as Discord documents it, `status` (0 if a fault closed the connection), `at` in epoch seconds.

    `shared` is a 429 that others caused, which doesn't count against the bot. `reason` goes into the audit
    log.
    """

    method: str
    route: str
    status: int
    at: float
    shared: bool = False
    reason: str | None = None


class RequestLog(list[LoggedRequest]):
    """Every request, in the order of their answers."""

    def to(self, route: str) -> list[LoggedRequest]:
        """The requests to one route, such as "POST /channels/{channel_id}/messages"."""
        return [request for request in self if f"{request.method} {request.route}" == route]

    def invalid_requests(self, now: float) -> int:
        """401, 403 and 429 in the last ten minutes. At 10,000, Discord bans an address
        (`developers/topics/rate-limits.mdx`, Invalid Request Limit).
        """
        recent = (request for request in self if request.at > now - INVALID_WINDOW_SECONDS)
        return sum(request.status in INVALID and not request.shared for request in recent)


@dataclass(frozen=True)
class Violation:
    """A documented limit that a request broke, with the resulting error."""

    route: str
    error: Json

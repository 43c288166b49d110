"""What the bot asked of the REST API, for tests and for the curious."""

from dataclasses import dataclass

from playground.discord.users import Json

INVALID = (401, 403, 429)
INVALID_WINDOW_SECONDS = 600


@dataclass(frozen=True)
class LoggedRequest:
    """`route` as Discord documents it; `status` 0 where a fault closed the connection; `at` in epoch seconds.

    `shared` is a 429 that other users of the resource caused, and that isn't held against the bot.
    `reason` is the one for the audit log.
    """

    method: str
    route: str
    status: int
    at: float
    shared: bool = False
    reason: str | None = None


class RequestLog(list[LoggedRequest]):
    """Every request in the order in which it was answered."""

    def to(self, route: str) -> list[LoggedRequest]:
        """The requests to one route: "POST /channels/{channel_id}/messages"."""
        return [request for request in self if f"{request.method} {request.route}" == route]

    def invalid_requests(self, now: float) -> int:
        """401, 403 and 429 in the last ten minutes: at 10,000 Discord shuts an address out
        (`developers/topics/rate-limits.mdx`, Invalid Request Limit)."""
        recent = (request for request in self if request.at > now - INVALID_WINDOW_SECONDS)
        return sum(request.status in INVALID and not request.shared for request in recent)


@dataclass(frozen=True)
class Violation:
    """A documented limit that a request broke, with the error that it got."""

    route: str
    error: Json

"""Discord's errors as it sends them.

Codes and sentences: `developers/topics/opcodes-and-status-codes.mdx`; the shape of `errors` in 50035:
`developers/reference.mdx`, Error Messages.
"""

import math
from dataclasses import dataclass

from playground.discord.users import Json

_BY_CODE = {
    10002: (404, "Unknown Application"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10014: (404, "Unknown Emoji"),
    10011: (404, "Unknown Role"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10066: (404, "Unknown application command permissions"),
    20012: (403, "You are not authorized to perform this action on this application"),
    30003: (400, "Maximum number of pins reached for the channel (250)"),
    30032: (400, "Maximum number of application commands reached"),
    30015: (400, "Maximum number of attachments in a message reached (10)"),
    30034: (400, "Maximum number of daily application command creates has been reached (200)"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "This interaction has hit the maximum number of follow up messages"),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50016: (
        400,
        (
            "Provided too few or too many messages to delete."
            " Must provide at least 2 and fewer than 100 messages to delete."
        ),
    ),
    50019: (400, "A message can only be pinned to the channel it was sent in"),
    50021: (403, "Cannot execute action on a system message"),
    50027: (401, "Invalid Webhook Token"),
    50028: (400, "Invalid Role"),
    50024: (400, "Cannot execute action on this channel type"),
    50033: (400, "Invalid Recipient(s)"),
    50034: (400, "A message provided was too old to bulk delete"),
    50055: (400, "Invalid Guild"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160002: (403, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (403, "Thread is locked"),
}


class ApiError(Exception):
    """A refusal with its HTTP status, Discord's code and message, and a form's errors by path."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def payload(self) -> Json:
        payload: Json = {"message": self.message, "code": self.code}
        if self.errors is not None:
            payload["errors"] = self.errors
        return payload


@dataclass(frozen=True)
class RateLimited:
    """A 429 (`developers/topics/rate-limits.mdx`). `scope` is "user", "shared" or "global".

    Without `via` it's Cloudflare's ban of the address, with neither JSON nor Discord's headers.
    """

    retry_after_seconds: float
    scope: str = "user"
    via: bool = True

    @property
    def body(self) -> Json:
        what = "The resource is" if self.scope == "shared" else "You are"
        return {
            "message": f"{what} being rate limited.",
            "retry_after": self.retry_after_seconds,
            "global": self.scope == "global",
            "code": 0,
        }

    @property
    def headers(self) -> dict[str, str]:
        """The headers that don't depend on the bucket."""
        headers = {
            "Retry-After": str(math.ceil(self.retry_after_seconds)),
            "Via": "1.1 playground",
            "X-RateLimit-Scope": self.scope,
        }
        return headers | ({"X-RateLimit-Global": "true"} if self.scope == "global" else {})


def refusal(code: int) -> ApiError:
    """The error that Discord documents for this code."""
    status, message = _BY_CODE[code]
    return ApiError(status, code, message)


NOT_FOUND = ApiError(404, 0, "404: Not Found")
METHOD_NOT_ALLOWED = ApiError(405, 0, "405: Method Not Allowed")
UNAUTHORIZED = ApiError(401, 0, "401: Unauthorized")

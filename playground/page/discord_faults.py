"""What the page's panel can let go wrong between the bot and Discord."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from playground.discord import Discord, Fault, Faults

FIRST_ANSWER = "POST /interactions/{interaction_id}/{token}/callback"
EDIT_ANSWER = "PATCH /webhooks/{application_id}/{token}/messages/{message_id}"
POST_MESSAGE = "POST /channels/{channel_id}/messages"
EVERY = "*"
GROUPS = {
    FIRST_ANSWER: "The first answer to a command",
    EDIT_ANSWER: "Handing over the picture",
    POST_MESSAGE: "A message in the channel",
    EVERY: "Any request",
}


Arm: TypeAlias = Callable[[Faults, str, int], None]
"""Arms a fault for a route, so many times."""


def _respond(status: int, *, code: int = 0) -> Arm:
    return lambda faults, route, times: faults.respond(route, status, code=code, times=times)


def _rate_limit(seconds: float, *, is_global: bool = False) -> Arm:
    return lambda faults, route, times: faults.rate_limit(route, seconds, is_global=is_global, times=times)


def _late(seconds: float) -> Arm:
    return lambda faults, route, times: faults.delay(route, seconds, times=times)


def _hang_up(*, applied: bool) -> Arm:
    return lambda faults, route, times: faults.hang_up(route, applied=applied, times=times)


@dataclass(frozen=True)
class Choice:
    """One entry of the panel's list: `title` goes on where the name of the route's group stops."""

    id: str
    route: str
    title: str
    arm: Arm


CHOICES = (
    Choice("answer-500", FIRST_ANSWER, "answers 500", _respond(500)),
    Choice("answer-late", FIRST_ANSWER, "takes 4 seconds: too late", _late(4)),
    Choice("answer-applied", FIRST_ANSWER, "is taken, but the connection breaks", _hang_up(applied=True)),
    Choice("edit-429", EDIT_ANSWER, "answers 429: wait 3 seconds", _rate_limit(3)),
    Choice("edit-503", EDIT_ANSWER, "answers 503", _respond(503)),
    Choice("edit-10008", EDIT_ANSWER, "answers 404: unknown message", _respond(404, code=10008)),
    Choice("edit-applied", EDIT_ANSWER, "is taken, but the connection breaks", _hang_up(applied=True)),
    Choice("edit-lost", EDIT_ANSWER, "is lost: the connection breaks before", _hang_up(applied=False)),
    Choice("post-50013", POST_MESSAGE, "answers 403: missing permissions", _respond(403, code=50013)),
    Choice("post-applied", POST_MESSAGE, "is posted, but the connection breaks", _hang_up(applied=True)),
    Choice("any-429", EVERY, "answers 429: wait 2 seconds, all routes", _rate_limit(2, is_global=True)),
    Choice("any-502", EVERY, "answers 502", _respond(502)),
)


def arm(discord: Discord, id_: str, times: int) -> None:
    """Raises KeyError for an id that is not in the list."""
    choice = {choice.id: choice for choice in CHOICES}[id_]
    choice.arm(discord.faults, choice.route, times)


def described(fault: Fault) -> str:
    return f"{GROUPS.get(fault.route, fault.route)}: {fault.title}"

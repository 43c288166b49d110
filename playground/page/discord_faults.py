"""The faults between the bot and Discord that the page's panel offers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from playground.discord import Discord, Fault, Faults

FIRST_ANSWER = "POST /interactions/{interaction_id}/{token}/callback"
EDIT_ANSWER = "PATCH /webhooks/{application_id}/{token}/messages/{message_id}"
POST_MESSAGE = "POST /channels/{channel_id}/messages"
EVERY = "*"
GROUPS = {
    FIRST_ANSWER: "First response to a command",
    EDIT_ANSWER: "Sending the picture",
    POST_MESSAGE: "Posting in the channel",
    EVERY: "Any request",
}


Arm: TypeAlias = Callable[[Faults, str, int], None]
"""Arms a fault for that many of a route's next requests."""


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
    """One entry of the panel's list, under the name of its route's group."""

    id: str
    route: str
    title: str
    arm: Arm


CHOICES = (
    Choice("answer-500", FIRST_ANSWER, "500 Internal Server Error", _respond(500)),
    Choice("answer-late", FIRST_ANSWER, "4 seconds, which is too late", _late(4)),
    Choice("answer-applied", FIRST_ANSWER, "accepted, but the connection breaks", _hang_up(applied=True)),
    Choice("edit-429", EDIT_ANSWER, "429, retry after 3 seconds", _rate_limit(3)),
    Choice("edit-503", EDIT_ANSWER, "503 Service Unavailable", _respond(503)),
    Choice("edit-10008", EDIT_ANSWER, "404 Unknown Message", _respond(404, code=10008)),
    Choice("edit-applied", EDIT_ANSWER, "accepted, but the connection breaks", _hang_up(applied=True)),
    Choice("edit-lost", EDIT_ANSWER, "lost, the connection breaks first", _hang_up(applied=False)),
    Choice("post-50013", POST_MESSAGE, "403 Missing Permissions", _respond(403, code=50013)),
    Choice("post-applied", POST_MESSAGE, "posted, but the connection breaks", _hang_up(applied=True)),
    Choice("any-429", EVERY, "429 on all routes, retry after 2 seconds", _rate_limit(2, is_global=True)),
    Choice("any-502", EVERY, "502 Bad Gateway", _respond(502)),
)


def arm(discord: Discord, id_: str, times: int) -> None:
    """Raises KeyError for an id that isn't in the list."""
    choice = {choice.id: choice for choice in CHOICES}[id_]
    choice.arm(discord.faults, choice.route, times)


def described(fault: Fault) -> str:
    return f"{GROUPS.get(fault.route, fault.route)}: {fault.title}"

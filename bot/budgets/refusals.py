"""Refusals for changes to budgets and requests for data. All are `Refused`, and change nothing.

Refused
├── InvalidAmount           not an amount of tokens, or not allowed there
├── InvalidMoment           not a readable time, or on the wrong side of now
├── InvalidTimeZone         not a time zone's name
├── AlreadyOver             it would end before it begins
├── NotYourOwn              a moderator raising their own budget
├── BotsHaveNoBudget        a bot or a webhook was named as the member
├── EveryoneIsNoRole        @everyone has the server's default
├── NoSuchTier              the role has no allowance to clear
├── NoSuchPromise           no open role grant with that id
├── TooManyRoleGrants       the server has the maximum number of open ones
├── NotFrozen               there's no freeze to end
├── NothingToDeduct         the member has nothing left
├── NothingToRefund         no such picture here, or nobody paid for it
├── AlreadyRefunded         a picture can only be refunded once
├── GivenBack               a reset already refunded the picture
├── NothingToUndo           no change with that id on this server, or it can't be undone
├── AlreadyUndone           a change can only be undone once
├── ChangedSince            the setting was changed again since
├── UsedSince               tokens of the change have been used
└── StillUnderWay           erasing waits until the member's pictures are done
"""

from dataclasses import dataclass

from bot.errors import Refused


@dataclass(eq=False)
class InvalidAmount(Refused):
    """`text` was typed. `readings` are amounts that it could mean, if it can be read at all."""

    text: str
    readings: tuple[int, ...] = ()


@dataclass(eq=False)
class InvalidMoment(Refused):
    """`text` was typed. `past` says whether a past time was expected."""

    text: str
    past: bool = False


@dataclass(eq=False)
class InvalidTimeZone(Refused):
    """`nearest` are names that look like `name`, best first. There may be none."""

    name: str
    nearest: tuple[str, ...]


@dataclass(eq=False)
class AlreadyOver(Refused):
    at_ms: int


class NotYourOwn(Refused):
    """Only administrators can raise their own budget."""


class BotsHaveNoBudget(Refused):
    """Webhooks don't have one either."""


class EveryoneIsNoRole(Refused):
    """The allowance for everyone is the server's default."""


class NoSuchTier(Refused):
    pass


class NoSuchPromise(Refused):
    pass


@dataclass(eq=False)
class TooManyRoleGrants(Refused):
    limit: int


class NotFrozen(Refused):
    pass


class NothingToDeduct(Refused):
    pass


class NothingToRefund(Refused):
    pass


@dataclass(eq=False)
class AlreadyRefunded(Refused):
    at_ms: int


@dataclass(eq=False)
class StillUnderWay(Refused):
    """`running` counts the member's pictures that are still open, on all servers."""

    running: int


@dataclass(eq=False)
class GivenBack(Refused):
    """`at_ms` is when a moderator reset the member's period, which included this picture."""

    at_ms: int


class NothingToUndo(Refused):
    """There's no such change on this server, or its kind can't be undone."""


@dataclass(eq=False)
class AlreadyUndone(Refused):
    """`audit_id` is the entry about that. `actor_id` is None if the bot's owner did it."""

    audit_id: int
    at_ms: int
    actor_id: int | None


@dataclass(eq=False)
class ChangedSince(Refused):
    """Another change came after it, and undoing this one would also undo the later one.

    `names` are the fields that differ, by their audit log names.
    """

    names: tuple[str, ...]


@dataclass(eq=False)
class UsedSince(Refused):
    """`tokens` from the change were spent or are held. `claims` of a role grant were made."""

    tokens: int = 0
    claims: int = 0

"""What can be refused to those who set budgets, or ask for their data: all are `Refused`, and change nothing.

Refused
├── InvalidAmount           no amount of tokens, or not one that fits there
├── InvalidMoment           no time that can be read, or on the wrong side of now
├── InvalidTimeZone         no time zone's name
├── AlreadyOver             it would end before it begins
├── NotYourOwn              a moderator raising their own budget
├── BotsHaveNoBudget        a bot or a webhook was named as the member
├── EveryoneIsNoRole        @everyone has the server's default
├── NoSuchTier              the role has no allowance to clear
├── NoSuchPromise           nothing of that id stands to be revoked
├── NotFrozen               there is no freeze to end
├── NothingToDeduct         the member has nothing left
├── NothingToRefund         no such picture here, or nobody paid for it
├── AlreadyRefunded         once is enough
└── StillUnderWay           erasing waits until the member's pictures are done
"""

from dataclasses import dataclass

from bot.errors import Refused


@dataclass(eq=False)
class InvalidAmount(Refused):
    """`text` is what was typed. `readings` are amounts that it could mean, if it can be read at all."""

    text: str
    readings: tuple[int, ...] = ()


@dataclass(eq=False)
class InvalidMoment(Refused):
    """`text` is what was typed. `past`: it was to be in the past, else in the future."""

    text: str
    past: bool = False


@dataclass(eq=False)
class InvalidTimeZone(Refused):
    """`nearest` are names that look like `name`, best first; there may be none."""

    name: str
    nearest: tuple[str, ...]


@dataclass(eq=False)
class AlreadyOver(Refused):
    at_ms: int


class NotYourOwn(Refused):
    """Only administrators may raise their own budget."""


class BotsHaveNoBudget(Refused):
    """Nor have webhooks."""


class EveryoneIsNoRole(Refused):
    """What everybody has is the server's default allowance."""


class NoSuchTier(Refused):
    pass


class NoSuchPromise(Refused):
    pass


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
    """`running` counts the member's pictures that are neither delivered nor given up, on all servers."""

    running: int

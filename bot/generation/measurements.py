"""What's measured while generations are made. The names of errors stand in for their details."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a generation ended. `lost`: the provider charged, and nobody got the picture."""

    DELIVERED = "delivered"
    RELEASED = "released"
    LOST = "lost"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Answered:
    """An image API answered, or failed to, `seconds` after it was asked. `error` is None for a picture."""

    provider: str
    seconds: float
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A generation ended `seconds` after it was accepted.

    In tokens: `paid` by the member, `lost` by the bot's owner. `reason` is empty for a picture.
    """

    provider: str
    outcome: Outcome
    seconds: float
    reason: str = ""
    paid: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class ChargedLate:
    """A provider charged for what had been released."""

    provider: str
    lost: int


Measurement = Answered | Ended | ChargedLate
Measure = Callable[[Measurement], None]


def ignore(_: Measurement) -> None:
    """Measures nothing."""

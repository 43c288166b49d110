"""Measurements of generations. Errors are only given by name, without details."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a generation ended. `lost` means that the provider charged, and nobody got the picture."""

    DELIVERED = "delivered"
    RELEASED = "released"
    LOST = "lost"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Answered:
    """An image API answered or failed `seconds` after the request. `error` is None for a picture."""

    provider: str
    seconds: float
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A generation ended `seconds` after it was accepted.

    `paid` (by the member) and `lost` (by the bot's owner) are tokens. `reason` is empty for a picture.
    """

    provider: str
    outcome: Outcome
    seconds: float
    reason: str = ""
    paid: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class ChargedLate:
    """A provider charged for a released generation."""

    provider: str
    lost: int


Measurement = Answered | Ended | ChargedLate
Measure = Callable[[Measurement], None]


def ignore(_: Measurement) -> None:
    """Measures nothing."""

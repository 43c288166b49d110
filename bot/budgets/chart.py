"""The data of a chart. An adapter draws it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Column:
    """`label` is below it if there's room. A `value` of 0 is a gap, and one below 0 points down."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    """`name` can be in any script. Letters that the font lacks become □."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns in order, with an axis from zero, and numbered bars below.

    `nothing` replaces columns that are all zero. Without bars, their title is left out.
    """

    title: str
    subtitle: str
    columns_title: str
    columns: tuple[Column, ...]
    bars_title: str
    bars: tuple[Bar, ...]
    nothing: str


class Charts(Protocol):
    async def draw(self, chart: Chart) -> bytes:
        """A PNG that's readable on a phone and on any background."""
        ...

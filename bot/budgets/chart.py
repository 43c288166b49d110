"""A chart of amounts: what it shows. An edge draws it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Column:
    """`label` stands below it where there's room. `value` 0 is a gap, below 0 it hangs down."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    """`name` in any script. Letters the font lacks show as □."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns in order, with an axis from zero; below them bars, numbered from 1.

    `nothing` stands in the place of columns that are all zero; without bars their title is left out.
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
        """A PNG, to be read on a phone and on any background."""
        ...

"""A benchmark's result, as a row of a table."""

from dataclasses import dataclass

HEADER = f"{'':<48} {'reference':>10} {'Easel':>10} {'':<8} {'ratio':>7}  goal"


@dataclass(frozen=True, slots=True)
class Figure:
    """Easel's value beside a reference from the same run, or None.

    The goal is a ratio (`most_ratio`, `least_ratio`) or a value (`most`, `least`). Some figures have none.
    """

    name: str
    easel: float
    unit: str
    reference: float | None = None
    most_ratio: float | None = None
    least_ratio: float | None = None
    most: float | None = None
    least: float | None = None

    def __str__(self) -> str:
        reference = "" if self.reference is None else _number(self.reference)
        ratio = "" if self._ratio is None else f"{self._ratio:.2f} ×"
        row = f"{self.name:<48} {reference:>10} {_number(self.easel):>10} {self.unit:<8} {ratio:>7}"
        return f"{row}  {self._goal}".rstrip()

    @property
    def missed(self) -> bool:
        """Whether it has a goal that wasn't met."""
        ratio = self._ratio or 0.0
        return (
            (self.most is not None and self.easel > self.most)
            or (self.least is not None and self.easel < self.least)
            or (self.most_ratio is not None and ratio > self.most_ratio)
            or (self.least_ratio is not None and ratio < self.least_ratio)
        )

    @property
    def _ratio(self) -> float | None:
        return self.easel / self.reference if self.reference else None

    @property
    def _goal(self) -> str:
        limits = (
            ("at most", self.most, self.unit),
            ("at least", self.least, self.unit),
            ("at most", self.most_ratio, "×"),
            ("at least", self.least_ratio, "×"),
        )
        goals = [f"{word} {limit:g} {unit}" for word, limit, unit in limits if limit is not None]
        return ", ".join(goals) + (" (missed)" if self.missed else "")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 else f"{value:,.2f}"

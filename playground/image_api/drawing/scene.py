"""The state that every part of a painting works on."""

import random
from dataclasses import dataclass

from PIL import Image

from playground.image_api.drawing.lights import Light
from playground.image_api.drawing.moods import Mood


@dataclass(frozen=True, slots=True)
class Sun:
    """Sun or moon. Its place is in shares of the width and height, its radius in shares of the shorter
    side.
    """

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One painting in progress. Everything random in it comes from `rng`, in a fixed order."""

    canvas: Image.Image
    mood: Mood
    horizon: float
    "Share of the height, from the top."
    sun: Sun
    rng: random.Random

    @property
    def width(self) -> int:
        return self.canvas.width

    @property
    def height(self) -> int:
        return self.canvas.height

    @property
    def unit(self) -> int:
        """The shorter side in pixels. Sizes of things are shares of it."""
        return min(self.canvas.size)

    def ground(self, near: float, start: float = 0.06, end: float = 0.96) -> float:
        """Where land lies, in shares of the height, from `start` below the horizon (0) to `end` (1)."""
        return self.horizon + start + (end - self.horizon - start) * near

    def cells(self, across: int, down: int) -> tuple[int, int]:
        """The number of noise blotches on a 4:3 picture. A longer picture has more, not longer ones."""
        return (
            max(1, round(across * max(1.0, self.width / self.height * 0.75))),
            max(1, round(down * max(1.0, self.height / self.width / 0.75))),
        )

    @property
    def light(self) -> Light:
        return self.mood.light

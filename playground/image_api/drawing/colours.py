"""Colours as three floats from 0 to 1, mixed in OKLab so that violet doesn't turn grey on its way to gold."""

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image


class Colour(NamedTuple):
    red: float
    green: float
    blue: float

    @classmethod
    def of(cls, code: str) -> "Colour":
        """From `#rrggbb`."""
        return cls(*(int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)))

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The colour for Pillow."""
        red, green, blue = (round(255 * min(1.0, max(0.0, part))) for part in self)
        return red, green, blue

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """This colour mixed with `share` (0 to 1) of the other one."""
        pairs = zip(_to_lab(self), _to_lab(other), strict=True)
        return _from_lab(*(mine + (theirs - mine) * share for mine, theirs in pairs))

    def lit(self, amount: float) -> "Colour":
        """Lighter (`amount` above 0) or darker (below) by that much OKLab lightness."""
        light, a, b = _to_lab(self)
        return _from_lab(min(1.0, max(0.0, light + amount)), a, b)


WHITE = Colour(1.0, 1.0, 1.0)
BLACK = Colour(0.0, 0.0, 0.0)


def gradient(colours: Sequence[Colour], size: tuple[int, int]) -> Image.Image:
    """The colours from top to bottom, evenly spaced."""
    steps = 256
    column = Image.new("RGB", (1, steps))
    last = len(colours) - 1
    for row in range(steps):
        place = row / (steps - 1) * last
        at = min(int(place), last - 1) if last else 0
        colour = colours[at].mixed(colours[at + 1], place - at) if last else colours[0]
        column.putpixel((0, row), colour.rgb)
    return column.resize((1, size[1]), Image.Resampling.BICUBIC).resize(size, Image.Resampling.NEAREST)


def _to_lab(colour: Colour) -> tuple[float, float, float]:
    """Björn Ottosson's OKLab."""
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_lab(light: float, a: float, b: float) -> Colour:
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return Colour(*(_to_srgb(min(1.0, max(0.0, part))) for part in linear))


def _to_srgb(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055

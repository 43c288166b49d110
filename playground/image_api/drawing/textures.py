"""Noise, ridge lines, soft discs and smooth shapes for landscapes."""

import random
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageOps

Size = tuple[int, int]
Point = tuple[float, float]

SMOOTHING = 2
"Shapes are drawn this much larger and scaled down, because Pillow only draws hard edges."


def noise(rng: random.Random, size: Size, cells: Size, octaves: int = 4) -> Image.Image:
    """Clouds of grey ("L", black to white), `cells` blotches across and down. Each octave is twice as
    fine.
    """
    clouds = Image.new("L", size, 128)
    for octave in range(octaves):
        grid = (cells[0] << octave, cells[1] << octave)
        fine = Image.frombytes("L", grid, rng.randbytes(grid[0] * grid[1]))
        fine = fine.resize(size, Image.Resampling.BICUBIC)
        clouds = fine if octave == 0 else Image.blend(clouds, fine, 0.5 / (octave + 0.6))
    return ImageOps.autocontrast(clouds, cutoff=1)


def ridge(rng: random.Random, roughness: float, detail: int = 9) -> list[float]:
    """A line of 2**detail + 1 heights from 0 to 1, by midpoint displacement.

    `roughness`, from 0.25 (dunes) to 0.6 (crags), is how much of its height each finer step keeps.
    """
    heights = [rng.random(), rng.random()]
    reach = 1.0
    for _ in range(detail):
        finer = [heights[0]]
        for left, right in pairwise(heights):
            finer += [(left + right) / 2 + rng.uniform(-reach, reach) / 2, right]
        heights = finer
        reach *= roughness
    low, high = min(heights), max(heights)
    return [(height - low) / (high - low) for height in heights]


def shapes(size: Size, polygons: Iterable[Sequence[Point]], level: int = 255) -> Image.Image:
    """A mask with smooth edges ("L"): the polygons (pixels) in `level` on black."""
    mask = Image.new("L", (size[0] * SMOOTHING, size[1] * SMOOTHING))
    draw = ImageDraw.Draw(mask)
    for polygon in polygons:
        draw.polygon([(x * SMOOTHING, y * SMOOTHING) for x, y in polygon], fill=level)
    return mask.reduce(SMOOTHING)


@lru_cache(maxsize=8)
def glow(sharpness: float) -> Image.Image:
    """A disc ("L", 256 × 256) that's white in the middle and fades to black at the edge."""
    fading = [round(255 * max(0.0, 1 - level / 180) ** sharpness) for level in range(256)]
    return Image.radial_gradient("L").point(fading)


def curve(low: float, high: float, strength: float = 1.0) -> list[int]:
    """A table for `Image.point` (shares of white): 0 below `low`, `strength` above `high`, smooth between."""
    table = []
    for level in range(256):
        place = min(1.0, max(0.0, (level / 255 - low) / (high - low)))
        table.append(round(255 * strength * place * place * (3 - 2 * place)))
    return table

"""Turns a drawing into a painting, with strokes and the relief of thick paint."""

import math
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from playground.image_api.drawing.textures import Point

Flow = Callable[[float, float], float]
"The direction of the brush (radians) at a place given in shares of width and height."

PROFILE = ((-0.5, 0.35), (-0.3, 0.9), (0.0, 1.0), (0.3, 0.8), (0.5, 0.15))
"A stroke from start to end: how far along, how wide."


def stroke_over(
    canvas: Image.Image,
    flow: Flow,
    rng: random.Random,
    *,
    size: float,
    count: int,
    share: float,
    depth: float = 1.0,
) -> None:
    """Paints about `count` strokes, `size` long (share of the shorter side), at an opacity of `share`.

    They cover the canvas from the top to `depth` (share of its height).
    """
    unit = min(canvas.size) * size
    part = canvas.crop((0, 0, canvas.width, max(1, round(canvas.height * depth))))
    width, height = part.size
    large = part.resize((width * 2, height * 2), Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(large)
    pixels = part.filter(ImageFilter.BoxBlur(unit * 0.08)).load()
    assert pixels is not None
    columns = max(1, round(math.sqrt(count * width / height)))
    rows = max(1, round(count / columns))
    cells = [(column, row) for column in range(columns) for row in range(rows)]
    rng.shuffle(cells)
    chance = rng.random
    for column, row in cells:
        x, y = (column + chance()) / columns, (row + chance()) / rows
        red, green, blue = pixels[int(x * width), int(y * height)]  # type: ignore[misc] # "RGB" is a triple
        lift, warmth = round(18 * chance() - 9), round(8 * chance() - 4)
        paint = (red + lift + warmth, green + lift, blue + lift - warmth)
        angle, bend = flow(x, y * depth) + 0.5 * (chance() - chance()), 0.6 * chance() - 0.3
        long, thick = unit * (1.2 + 1.6 * chance()), unit * (0.18 + 0.16 * chance())
        outline = _bristle((x * width * 2, y * height * 2), angle, long, thick, bend)
        draw.polygon(outline, fill=tuple(min(255, max(0, level)) for level in paint))
    canvas.paste(Image.blend(part, large.reduce(2), share))


def _bristle(place: Point, angle: float, long: float, thick: float, bend: float) -> list[Point]:
    """The outline of one stroke around a place."""
    x, y = place
    dx, dy = math.cos(angle), math.sin(angle)
    left: list[Point] = []
    right: list[Point] = []
    for along, wide in PROFILE:
        bow = bend * long * (0.25 - along * along)
        cx, cy = x + dx * along * long - dy * bow, y + dy * along * long + dx * bow
        left.append((cx - dy * thick * wide, cy + dx * thick * wide))
        right.append((cx + dy * thick * wide, cy - dx * thick * wide))
    return left + right[::-1]


def impasto(picture: Image.Image, strength: float) -> Image.Image:
    """Light from the upper left on the edges of the paint, with a `strength` of 0 to 1."""
    edges = picture.convert("L").filter(ImageFilter.EMBOSS)
    edges = Image.blend(Image.new("L", picture.size, 128), edges, strength)
    return ImageChops.soft_light(picture, Image.merge("RGB", (edges, edges, edges)))

"""Ridges behind one another: their lit and shaded slopes, and the haze between them."""

from collections.abc import Sequence
from statistics import fmean

from PIL import Image, ImageChops

from playground.image_api.drawing.colours import Colour, gradient
from playground.image_api.drawing.scene import Scene
from playground.image_api.drawing.textures import Point, curve, noise, shapes

Line = Sequence[Point]
"A ridge in pixels, from left to right."


def line_of(scene: Scene, heights: Sequence[float], foot: float, tall: float) -> Line:
    """Heights from 0 to 1 as pixels.

    0 is at `foot` (share of the height), 1 is `tall` (share of the shorter side) above it.
    """
    last = len(heights) - 1
    base, reach = foot * scene.height, tall * scene.unit
    return [(at / last * scene.width, base - reach * up) for at, up in enumerate(heights)]


def height_at(line: Line, x: float) -> float:
    """The row of the line at column `x`."""
    last = len(line) - 1
    return line[min(last, max(0, round(x / line[-1][0] * last)))][1]


def relief(scene: Scene, cells: tuple[int, int], strength: float = 1.0) -> Image.Image:
    """Rough ground in sunlight ("RGB" around mid grey), to be blended over land as soft light."""
    half = (scene.width // 2, scene.height // 2)
    step = max(2, half[0] // 170)
    ground = noise(scene.rng, (half[0] + step, half[1] + step), scene.cells(*cells), 5)
    near, far = (0, step) if scene.sun.x < 0.5 else (step, 0)
    toward_sun = ground.crop((near, 0, near + half[0], half[1]))
    away = ground.crop((far, step, far + half[0], step + half[1]))
    slope = ImageChops.subtract(away, toward_sun, 0.5 / strength, 128)
    slope = slope.resize(scene.canvas.size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", (slope, slope, slope))


def paint_layer(
    scene: Scene,
    line: Line,
    top: Colour,
    bottom: Colour,
    slopes: Image.Image | None = None,
    *,
    reach: float = 1.0,
) -> Image.Image:
    """Draws one ridge and returns its mask.

    Its colour fades from `top` to `bottom` within `reach`, a share of the way to the lower edge.
    """
    canvas = scene.canvas
    mask = shapes(canvas.size, [[*line, canvas.size, (0, canvas.height)]])
    start = max(0, round(min(y for _, y in line)))
    tall = max(1, round((canvas.height - start) * reach))
    earth = Image.new("RGB", canvas.size, bottom.rgb)
    earth.paste(gradient([top, top.mixed(bottom, 0.45), bottom, bottom], (canvas.width, tall)), (0, start))
    if slopes is not None:
        earth = ImageChops.soft_light(earth, slopes)
    canvas.paste(earth, (0, 0), mask)
    return mask


def shade_sides(scene: Scene, line: Line, mask: Image.Image, colour: Colour, depth: float) -> None:
    """Shades the side of each peak that faces away from the sun.

    A spine wanders from the peak down to `depth` (share of the shorter side). The shadow lies between it and
    the ridge, and fades downward.
    """
    away = 1 if scene.sun.x < 0.5 else -1
    sides = [_shadow(scene, line, peak, away, depth) for peak in _peaks(line)]
    shadow = ImageChops.multiply(shapes(scene.canvas.size, sides), mask)
    top = round(min(y for _, y in line))
    fade = Image.new("L", scene.canvas.size)
    reach = max(1, round(scene.unit * depth * 1.5))
    downward = Image.linear_gradient("L").point([round((255 - level) * 0.75) for level in range(256)])
    fade.paste(downward.resize((scene.width, reach)), (0, top))
    scene.canvas.paste(colour.rgb, (0, 0), ImageChops.multiply(shadow, fade))


def _peaks(line: Line) -> list[int]:
    """Where the line, without its smallest teeth, is higher than its surroundings."""
    reach = max(3, len(line) // 40)
    rows = [y for _, y in line]
    smooth = [fmean(rows[max(0, at - 2) : at + 3]) for at in range(len(rows))]
    return [
        at for at in range(1, len(rows) - 1) if smooth[at] == min(smooth[max(0, at - reach) : at + reach + 1])
    ]


def _shadow(scene: Scene, line: Line, peak: int, away: int, depth: float) -> list[Point]:
    end = peak
    while 0 < end < len(line) - 1 and line[end + away][1] >= line[end][1] - scene.height * 0.006:
        end += away
    slope = [line[at] for at in range(peak, end + away, away)]
    x, y = line[peak]
    fall = max(scene.unit * depth * scene.rng.uniform(0.6, 1.1), slope[-1][1] - y)
    steps = 14
    spine = []
    for step in range(1, steps + 1):
        x += scene.width * (away * 0.004 + scene.rng.uniform(-0.012, 0.012))
        spine.append((x, y + fall * step / steps))
    foot = (slope[-1][0] + away * scene.width * 0.01, max(slope[-1][1], y + fall))
    return [*slope, foot, *reversed(spine)]


def snow_caps(
    scene: Scene, line: Line, mask: Image.Image, slopes: Image.Image, *, colour: Colour, depth: float
) -> None:
    """Snow on the highest parts, down to `depth` (share of the shorter side), where the ground is flat."""
    top = round(min(y for _, y in line))
    level = Image.new("L", scene.canvas.size)
    downward = Image.linear_gradient("L").point(list(range(255, -1, -1)))
    level.paste(downward.resize((scene.width, max(1, round(scene.unit * depth)))), (0, top))
    hold = slopes.getchannel(0).point(curve(0.25, 0.55))
    cap = ImageChops.multiply(ImageChops.multiply(mask, level.point(curve(0.1, 0.55))), hold)
    scene.canvas.paste(colour.rgb, (0, 0), cap)

"""What grows and moves in a landscape: firs, flowers, grass, birds, a boat, snow in the air."""

import math
import random

from PIL import Image, ImageDraw

from playground.image_api.drawing.colours import WHITE, Colour
from playground.image_api.drawing.land import Line, height_at
from playground.image_api.drawing.scene import Scene
from playground.image_api.drawing.textures import Point, shapes

BLOSSOMS = tuple(
    Colour.of(code) for code in ("#d9304f", "#f4b13d", "#f8e9a8", "#e66ea8", "#8f5fd0", "#fff6ec")
)


def plant_firs(scene: Scene, line: Line, colour: Colour, tall: float, count: int) -> None:
    """Draws `count` conifers on the line, about `tall` (share of the shorter side) high."""
    rng = scene.rng
    firs = []
    for _ in range(count):
        x = rng.uniform(-0.02, 1.02) * scene.width
        size = tall * scene.unit * rng.uniform(0.45, 1.0) * (0.7 + 0.5 * rng.random() ** 3)
        firs.append(_fir(x, height_at(line, x) + size * 0.12, size, rng))
    scene.canvas.paste(colour.rgb, (0, 0), shapes(scene.canvas.size, firs))


def _fir(x: float, y: float, size: float, rng: random.Random) -> list[Point]:
    tiers = rng.randint(7, 10)
    half = size * rng.uniform(0.14, 0.2)
    left: list[Point] = []
    right: list[Point] = []
    for tier in range(tiers):
        up = tier / tiers
        level = y - size * (0.08 + 0.92 * up)
        for side, points in ((-1, left), (1, right)):
            tip = side * half * (1 - up) ** 0.85 * rng.uniform(0.75, 1.15)
            points.append((x + tip, level + size * 0.035 * rng.uniform(0.2, 1.2)))
            points.append((x + tip * 0.45, level - size * 0.06))
    trunk = size * 0.014
    return [(x - trunk, y), *left, (x, y - size), *reversed(right), (x + trunk, y)]


def plant_flowers(scene: Scene, top: float) -> None:
    """Draws drifts of flowers below `top` (share of the height), larger toward the viewer."""
    light, rng, height = scene.light, scene.rng, scene.height
    draw = ImageDraw.Draw(scene.canvas)
    colours = scene.mood.accents or rng.sample(BLOSSOMS, 3)
    dim = 0.6 if light.dark else 0.12
    stalk = light.near.lit(0.1).rgb
    bend, drift = rng.uniform(0, 6), rng.uniform(0, 6)
    for near in sorted(rng.random() ** 0.9 for _ in range(1500)):
        across, chance = rng.random(), rng.random()
        if chance > 0.55 + 0.45 * math.sin(across * 9 + bend + near * 5) * math.sin(across * 17 + drift):
            continue
        x, y = across * scene.width, (top + (1 - top) * near) * height
        size = scene.unit * (0.0018 + 0.0085 * near**1.6)
        colour = rng.choice(colours).mixed(light.near, dim).lit(rng.uniform(-0.06, 0.06))
        foot = (x + size * rng.uniform(-0.6, 0.6), y + size * 4)
        draw.line((x, y, *foot), fill=stalk, width=max(1, round(size * 0.3)))
        draw.ellipse((x - size, y - size * 0.75, x + size, y + size * 0.75), fill=colour.rgb)
        draw.ellipse(
            (x - size * 0.4, y - size * 0.5, x + size * 0.5, y + size * 0.1), fill=colour.lit(0.1).rgb
        )


def grow_grass(scene: Scene, line: Line, colour: Colour, tall: float) -> None:
    """Draws blades up to `tall` (share of the shorter side) along the line, all bent by the same wind."""
    rng = scene.rng
    wind = rng.uniform(-0.5, 0.5)
    blades = []
    for _ in range(520):
        x = rng.random() * scene.width
        y = height_at(line, x) + 3
        size = tall * scene.unit * rng.uniform(0.3, 1)
        lean, foot = size * (wind + rng.uniform(-0.35, 0.35)), size * 0.04
        knee = x + lean * 0.4
        tip = (x + lean, y - size)
        blades.append(
            [(x - foot, y), (knee, y - size * 0.6), tip, (knee + foot, y - size * 0.55), (x + foot, y)]
        )
    scene.canvas.paste(colour.rgb, (0, 0), shapes(scene.canvas.size, blades))


def release_birds(scene: Scene) -> None:
    """A loose flock, far off."""
    rng = scene.rng
    x, y = rng.uniform(0.25, 0.75) * scene.width, rng.uniform(0.18, 0.5) * scene.horizon * scene.height
    flock = []
    for _ in range(rng.randint(6, 11)):
        bx, by = x + rng.gauss(0, 0.07) * scene.width, y + rng.gauss(0, 0.05) * scene.height
        span = scene.unit * rng.uniform(0.008, 0.017)
        lift = span * rng.uniform(0.25, 0.6)
        joints = ((-1.0, 1.0), (-0.45, 0.9), (0.0, 0.0), (0.45, 0.9), (1.0, 1.0))
        wing = [(bx + span * along, by - lift * up) for along, up in joints]
        under = [(px, py + span * 0.16 * (1 - abs(px - bx) / span)) for px, py in reversed(wing)]
        flock.append(wing + under)
    scene.canvas.paste(scene.light.near.rgb, (0, 0), shapes(scene.canvas.size, flock))


def float_boat(scene: Scene, waterline: float) -> None:
    """A small sailboat on the row `waterline` (share of the height)."""
    rng, light = scene.rng, scene.light
    size = scene.unit * rng.uniform(0.08, 0.11)
    x, y = (
        rng.choice((rng.uniform(0.15, 0.35), rng.uniform(0.62, 0.85))) * scene.width,
        waterline * scene.height,
    )
    lee = rng.choice((-1, 1))
    sail = light.sun.mixed(light.sky[-1], 0.3)

    def put(colour: Colour, *points: Point) -> None:
        placed = [(x + lee * px * size, y - py * size) for px, py in points]
        scene.canvas.paste(colour.rgb, (0, 0), shapes(scene.canvas.size, [placed]))

    put(light.near, (-0.5, 0.13), (0.55, 0.16), (0.38, 0), (-0.38, 0))
    put(light.near, (0.0, 0.13), (0.03, 1.25), (0.0, 1.25))
    put(sail, (0.05, 0.2), (0.05, 1.2), (0.25, 0.75), (0.46, 0.24))
    put(sail.lit(-0.12), (-0.04, 0.22), (-0.02, 1.1), (-0.2, 0.6), (-0.4, 0.24))
    for stripe in range(1, 7):
        half, level = (0.5 - 0.06 * stripe) * rng.uniform(0.5, 1), -0.07 * stripe
        thick = level - 0.025
        put(light.near.mixed(sail, 0.25), (-half, level), (half, level), (half, thick), (-half, thick))


def let_it_snow(scene: Scene) -> None:
    """Snowflakes. The near ones are large and faint."""
    rng = scene.rng
    draw = ImageDraw.Draw(scene.canvas, "RGBA")
    for _ in range(380):
        x, y, near = rng.random() * scene.width, rng.random() * scene.height, rng.random() ** 4
        radius = scene.unit * (0.0016 + 0.006 * near)
        draw.ellipse(
            (x - radius, y - radius, x + radius, y + radius), fill=(*WHITE.rgb, round(210 - 110 * near))
        )


def let_it_rain(scene: Scene) -> None:
    """Slanting lines over everything."""
    rng = scene.rng
    slant = rng.uniform(-0.3, 0.3)
    veil = Image.new("L", scene.canvas.size)
    draw = ImageDraw.Draw(veil)
    for _ in range(520):
        x, y = rng.uniform(-0.1, 1.1) * scene.width, rng.random() * scene.height
        long = scene.unit * rng.uniform(0.03, 0.09)
        draw.line((x, y, x + slant * long, y + long), fill=rng.randint(30, 95))
    scene.canvas.paste(scene.light.sky[-1].rgb, (0, 0), veil)

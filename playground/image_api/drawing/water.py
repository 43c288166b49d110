"""Water: the sky upside down, in shifted slices."""

import math

from PIL import Image, ImageDraw

from playground.image_api.drawing.colours import gradient
from playground.image_api.drawing.scene import Scene


def paint_water(scene: Scene, shoreline: float, rough: float) -> None:
    """Everything below `shoreline` (share of the height), with `rough` from 0 (a mirror) to 1 (the sea)."""
    canvas, light = scene.canvas, scene.light
    width, height = canvas.size
    shore = round(height * shoreline)
    deep = height - shore
    above = canvas.crop((0, max(0, shore - round(deep * 1.4)), width, shore))
    mirrored = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(
        (width, deep), Image.Resampling.BICUBIC
    )
    own = gradient(
        [light.sky[-2].mixed(light.far, 0.4), light.sky[1].mixed(light.far, 0.2), light.sky[0].lit(-0.04)],
        (width, deep),
    )
    canvas.paste(_rippled(scene, Image.blend(mirrored, own, 0.3 + 0.4 * rough), rough), (0, shore))
    _glitter(scene, shore, rough)
    _waves(scene, shore, rough)


def _rippled(scene: Scene, water: Image.Image, rough: float) -> Image.Image:
    """Shifts each row by a wave that grows toward the viewer. The gaps are filled by its mirror image."""
    width, deep = water.size
    rippled = Image.new("RGB", water.size)
    phase = scene.rng.uniform(0, 6)
    for row in range(deep):
        near = row / deep
        wave = math.sin(phase + 46 * math.sqrt(near + 0.02) * (1 + rough)) + 0.6 * scene.rng.uniform(-1, 1)
        shift = round(wave * width * (0.001 + 0.007 * near) * (0.5 + rough))
        strip = water.crop((0, row, width, row + 1))
        rippled.paste(strip, (shift, row))
        if shift:
            bare = (0, 0, shift, 1) if shift > 0 else (width + shift, 0, width, 1)
            rippled.paste(strip.crop(bare).transpose(Image.Transpose.FLIP_LEFT_RIGHT), (bare[0], row))
    return rippled


def _glitter(scene: Scene, shore: int, rough: float) -> None:
    """The sun's reflection: short strokes that widen toward the viewer."""
    light, rng = scene.light, scene.rng
    width, height = scene.canvas.size
    middle = scene.sun.x * width
    draw = ImageDraw.Draw(scene.canvas, "RGBA")
    for _ in range(round(520 + 500 * rough)):
        near = rng.random() ** 1.5
        y = shore + near * (height - shore)
        spread = width * (0.02 + 0.1 * near)
        x = middle + rng.gauss(0, 1) * spread
        long = width * (0.004 + 0.022 * near) * rng.uniform(0.4, 1.3)
        thick = max(1.0, scene.unit * (0.0012 + 0.0045 * near))
        strength = max(0.0, 1 - abs(x - middle) / (spread * 2.6)) * (0.55 if light.dark else 0.9)
        colour = (*light.sun.rgb, round(200 * strength * rng.uniform(0.4, 1)))
        draw.ellipse((x - long, y - thick, x + long, y + thick), fill=colour)


def _waves(scene: Scene, shore: int, rough: float) -> None:
    light, rng = scene.light, scene.rng
    width, height = scene.canvas.size
    draw = ImageDraw.Draw(scene.canvas, "RGBA")
    for _ in range(round(900 * rough)):
        near = rng.random() ** 1.2
        x, y = rng.random() * width, shore + near * (height - shore)
        long = width * (0.006 + 0.035 * near) * rng.uniform(0.4, 1)
        thick = max(1.0, scene.unit * (0.001 + 0.003 * near))
        colour = light.sky[-1] if rng.random() < 0.45 else light.sky[0]
        draw.ellipse((x - long, y - thick, x + long, y + thick), fill=(*colour.rgb, rng.randint(30, 90)))

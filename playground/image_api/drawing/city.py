"""Rows of towers with lit windows."""

from PIL import ImageDraw

from playground.image_api.drawing.colours import Colour
from playground.image_api.drawing.scene import Scene


def build_row(scene: Scene, foot: float, tall: float, colour: Colour, lit: float) -> None:
    """Draws one row of houses on `foot` (share of the height).

    The tallest is `tall` (share of the shorter side). `lit` is the share of lit windows.
    """
    rng, width, height = scene.rng, scene.width, scene.height
    draw = ImageDraw.Draw(scene.canvas)
    x = -rng.uniform(0, 0.05) * width
    centre = rng.uniform(0.3, 0.7)
    while x < width:
        wide = rng.uniform(0.025, 0.075) * width
        crest = max(0.25, 1 - 1.6 * abs((x + wide / 2) / width - centre))
        top = foot * height - tall * crest * rng.uniform(0.45, 1.0) * scene.unit
        draw.rectangle((x, top, x + wide, height), fill=colour.rgb)
        _roof(scene, draw, (x, top, wide), colour)
        _windows(scene, draw, (x, top, x + wide, foot * height), colour, lit)
        x += wide * rng.uniform(0.85, 1.15)


def _roof(scene: Scene, draw: ImageDraw.ImageDraw, house: tuple[float, float, float], colour: Colour) -> None:
    (x, top, wide), rng = house, scene.rng
    middle = x + wide / 2
    kind = rng.random()
    if kind < 0.22:
        draw.polygon(
            [(x, top), (middle, top - wide * rng.uniform(0.4, 1.1)), (x + wide, top)], fill=colour.rgb
        )
    elif kind < 0.5:
        draw.rectangle((x + wide * 0.2, top - wide * 0.25, x + wide * 0.8, top), fill=colour.rgb)
    elif kind < 0.62:
        draw.ellipse((x, top - wide * 0.4, x + wide, top + wide * 0.4), fill=colour.rgb)
    if rng.random() < 0.3:
        mast = top - wide * rng.uniform(0.8, 1.6)
        draw.line((middle, mast, middle, top), fill=colour.rgb, width=max(1, round(wide * 0.035)))


def _windows(
    scene: Scene,
    draw: ImageDraw.ImageDraw,
    house: tuple[float, float, float, float],
    colour: Colour,
    lit: float,
) -> None:
    (left, top, right, bottom), rng, light = house, scene.rng, scene.light
    pane = max(2.0, (right - left) / rng.choice((7, 9, 11)))
    colours = (light.sun, light.sun.mixed(light.sky[-1], 0.5), light.sky[3].lit(0.15))
    lamps = [lamp.mixed(colour, dimmed).rgb for lamp in colours for dimmed in (0.0, 0.25, 0.5)]
    y = top + pane
    while y < bottom - pane:
        x = left + pane
        while x < right - pane:
            if rng.random() < lit:
                draw.rectangle((x, y, x + pane * 0.55, y + pane * 0.75), fill=rng.choice(lamps))
            x += pane
        y += pane * 1.5

"""One picture from a prompt and a seed. The same prompt, seed and size give the same picture."""

import hashlib
import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

from playground.image_api.drawing.brush import Flow, impasto, stroke_over
from playground.image_api.drawing.colours import gradient
from playground.image_api.drawing.growth import let_it_rain, let_it_snow, release_birds
from playground.image_api.drawing.moods import Mood, Place, mood_of
from playground.image_api.drawing.places import PLACES
from playground.image_api.drawing.scene import Scene, Sun
from playground.image_api.drawing.sky import paint_sky
from playground.image_api.drawing.textures import Size, glow

WORKING_PIXELS = 1024 * 1024
"Larger pictures are painted at this size and enlarged. Brush strokes survive that, and it's fast."

LABEL = "Placeholder drawn by the playground"


def paint(prompt: str, seed: int, size: Size) -> Image.Image:
    """A landscape ("RGB") of exactly that size (pixels), with the prompt's light and place."""
    rng = _generator(prompt, seed)
    mood = mood_of(prompt, rng)
    scene = _compose(mood, Image.new("RGB", _working_size(size)), rng)
    paint_sky(scene)
    flow = _flow_of(scene)
    stroke_over(scene.canvas, flow, rng, size=0.05, count=1700, share=0.6, depth=scene.horizon)
    PLACES[mood.place](scene)
    if "birds" in mood.weather and not mood.light.dark:
        release_birds(scene)
    return _finished(scene, size)


def repaint(pictures: Sequence[Image.Image], prompt: str, seed: int, size: Size) -> Image.Image:
    """The first picture (all are "RGB") repainted in the prompt's light, with the others blended in."""
    rng = _generator(prompt, seed)
    mood = mood_of(prompt, rng)
    work = _working_size(size)
    canvas = ImageOps.fit(pictures[0], work)
    for at, picture in enumerate(pictures[1:]):
        mask = Image.new("L", work)
        spot = glow(0.7).resize((work[0], work[1] * 2))
        mask.paste(spot, (work[0] // 2 if at == 0 else -work[0] // 2, -work[1] // 2))
        canvas.paste(ImageOps.fit(picture, work), (0, 0), mask)
    light = mood.light
    ramp = gradient([light.near, light.far, *light.sky[2:], light.sun], (1, 256))
    grey = ImageOps.autocontrast(canvas.convert("L"), cutoff=1)
    graded = Image.merge("RGB", [grey.point(list(band.tobytes())) for band in ramp.split()])
    return _finished(_compose(mood, Image.blend(canvas, graded, 0.5), rng), size)


def _generator(prompt: str, seed: int) -> random.Random:
    return random.Random(hashlib.sha256(f"{seed}\0{prompt}".encode("utf-8", "surrogatepass")).digest())


def _working_size(size: Size) -> Size:
    shrink = min(1.0, math.sqrt(WORKING_PIXELS / (size[0] * size[1])))
    return round(size[0] * shrink), round(size[1] * shrink)


def _compose(mood: Mood, canvas: Image.Image, rng: random.Random) -> Scene:
    """Places the horizon and the sun. The sun is only low if nothing tall is in its way."""
    watery = mood.place in (Place.OCEAN, Place.LAKE)
    horizon = rng.uniform(0.52, 0.64) if watery else rng.uniform(0.56, 0.68)
    low = mood.place in (Place.OCEAN, Place.DESERT, Place.CITY)
    x = rng.choice((rng.uniform(0.2, 0.42), rng.uniform(0.58, 0.8)))
    y = rng.uniform(0.14, 0.3) if mood.light.dark else rng.uniform(0.22, horizon - (0.05 if low else 0.25))
    return Scene(canvas, mood, horizon, Sun(x, y, rng.uniform(0.04, 0.06) * (1.25 if low else 1)), rng)


def _flow_of(scene: Scene) -> Flow:
    """Level on water, rolling on land, and around the sun in the sky."""
    phase, wild = scene.rng.uniform(0, 6), scene.rng.uniform(0.25, 0.6)
    level = scene.mood.place in (Place.OCEAN, Place.LAKE, Place.CITY)

    def flow(x: float, y: float) -> float:
        if y > scene.horizon:
            return 0.0 if level else 0.25 * math.sin(x * 7 + phase)
        dx, dy = x - scene.sun.x, y - scene.sun.y
        round_ = math.atan2(dx, -dy)
        drift = wild * math.sin(x * 5 + phase) + 0.3 * math.sin(y * 9 + phase)
        pull = math.exp(-7 * math.hypot(dx, dy))
        return math.atan2(
            math.sin(round_) * pull + math.sin(drift) * (1 - pull),
            math.cos(round_) * pull + math.cos(drift) * (1 - pull),
        )

    return flow


def _finished(scene: Scene, size: Size) -> Image.Image:
    stroke_over(scene.canvas, _flow_of(scene), scene.rng, size=0.024, count=5000, share=0.55)
    if "snow" in scene.mood.weather:
        let_it_snow(scene)
    if "rain" in scene.mood.weather:
        let_it_rain(scene)
    return _labelled(impasto(scene.canvas.resize(size, Image.Resampling.LANCZOS), 0.35))


def _labelled(picture: Image.Image) -> Image.Image:
    """Writes in the bottom left corner that no model made this."""
    unit = min(picture.size)
    font = ImageFont.load_default(max(12, unit // 42))
    margin, padding = unit // 60, unit // 100
    draw = ImageDraw.Draw(picture)
    at = margin + padding, picture.height - margin - padding
    left, top, right, bottom = draw.textbbox(at, LABEL, font, anchor="ls")
    plate = left - padding, top - padding, right + padding, bottom + padding
    draw.rounded_rectangle(plate, padding, fill=(24, 24, 28))
    draw.text(at, LABEL, (255, 255, 255), font, anchor="ls")
    return picture

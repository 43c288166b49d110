"""Everything above the horizon."""

import math

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from playground.image_api.drawing.colours import WHITE, Colour, gradient
from playground.image_api.drawing.scene import Scene
from playground.image_api.drawing.textures import curve, glow, noise


def paint_sky(scene: Scene) -> None:
    """Fills the whole canvas. The last of the sky's colours is at the horizon."""
    canvas, light = scene.canvas, scene.light
    deep = max(1, round(scene.height * scene.horizon))
    canvas.paste(light.sky[-1].rgb, (0, 0, *canvas.size))
    canvas.paste(gradient(light.sky, (scene.width, deep)), (0, 0))
    if light.dark:
        _stars(scene)
    if "aurora" in scene.mood.weather:
        _aurora(scene)
    _halo(scene)
    _disc(scene)
    _clouds(scene)


def _light_up(canvas: Image.Image, colour: Colour, mask: Image.Image) -> None:
    """Adds light of that colour where the mask is bright."""
    light = Image.new("RGB", canvas.size)
    light.paste(colour.rgb, (0, 0), mask)
    canvas.paste(ImageChops.screen(canvas, light))


def _halo(scene: Scene) -> None:
    light, sun = scene.light, scene.sun
    brightest = 0.45 if light.dark else 1.0
    for reach, sharpness, strength in ((1.5, 1.6, 0.5), (0.5, 2.2, 0.6)):
        side = round(max(scene.canvas.size) * reach)
        level = [round(level * strength * brightest) for level in range(256)]
        spot = glow(sharpness).point(level).resize((side, side), Image.Resampling.BILINEAR)
        mask = Image.new("L", scene.canvas.size)
        mask.paste(spot, (round(sun.x * scene.width - side / 2), round(sun.y * scene.height - side / 2)))
        _light_up(scene.canvas, light.sun.mixed(light.sky[-1], 0.5), mask)


def _disc(scene: Scene) -> None:
    light, sun = scene.light, scene.sun
    radius = sun.radius * scene.unit
    side = round(radius * 8)
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).ellipse((side * 0.25, side * 0.25, side * 0.75, side * 0.75), fill=255)
    mask = mask.reduce(2).filter(ImageFilter.GaussianBlur(0.8))
    x, y = sun.x * scene.width, sun.y * scene.height
    scene.canvas.paste(light.sun.rgb, (round(x - side / 4), round(y - side / 4)), mask)
    if not light.dark:
        return
    draw = ImageDraw.Draw(scene.canvas)
    for _ in range(7):  # lunar maria
        angle, away = scene.rng.uniform(0, math.tau), scene.rng.uniform(0, 0.6) * radius
        size = scene.rng.uniform(0.08, 0.24) * radius
        cx, cy = x + math.cos(angle) * away, y + math.sin(angle) * away
        draw.ellipse((cx - size, cy - size, cx + size, cy + size), fill=light.sun.lit(-0.06).rgb)


def _clouds(scene: Scene) -> None:
    canvas, light, rng = scene.canvas, scene.light, scene.rng
    half = (scene.width // 2, scene.height // 2)
    heavy = "clouds" in scene.mood.weather
    billows = noise(rng, half, scene.cells(3, 5 if heavy else 7), 5)
    cover = rng.uniform(0.35, 0.45) if heavy else rng.uniform(0.48, 0.62)
    fade = Image.linear_gradient("L").point(curve(0.0, 0.25)).resize(half)
    fade.paste(0, (0, round(half[1] * scene.horizon), *half))
    body = ImageChops.multiply(billows.point(curve(cover, cover + 0.3, 0.9 if heavy else 0.8)), fade)
    # Slopes that rise toward the sun are bright, and those that fall away from it are in shade.
    step = max(2, round(half[1] * 0.012))
    slope = ImageChops.subtract(billows, ImageChops.offset(billows, 0, step), 0.5, 128).point(
        curve(0.25, 0.8)
    )
    sky = light.sky
    bright = gradient([sky[-1].lit(0.02), light.sun.mixed(sky[-1], 0.25), light.sun], canvas.size)
    shade = gradient([sky[1].mixed(sky[0], 0.3), sky[2], sky[3].mixed(sky[2], 0.4)], canvas.size)
    if light.dark:
        bright, shade = Image.blend(bright, shade, 0.8), Image.blend(shade, canvas, 0.5)
    clouds = Image.composite(bright, shade, slope.resize(canvas.size, Image.Resampling.BILINEAR))
    canvas.paste(clouds, (0, 0), body.resize(canvas.size, Image.Resampling.BICUBIC))


def _stars(scene: Scene) -> None:
    canvas, rng = scene.canvas, scene.rng
    milky = noise(rng, (scene.width // 4, scene.height // 4), (4, 3)).point(curve(0.45, 1.0, 0.35))
    _light_up(canvas, Colour(0.45, 0.5, 0.85), milky.resize(canvas.size, Image.Resampling.BICUBIC))
    draw = ImageDraw.Draw(canvas)
    tints = (Colour(0.7, 0.8, 1.0), Colour(1.0, 0.85, 0.7))
    for _ in range(420):
        x, y = rng.random() * scene.width, rng.random() ** 1.3 * scene.height * scene.horizon
        radius = scene.unit / 768 * (0.5 + 2.0 * rng.random() ** 6)
        shine = rng.uniform(0.35, 1.0)
        colour = Colour(*(part * shine for part in WHITE.mixed(rng.choice(tints), rng.random())))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour.rgb)


def _aurora(scene: Scene) -> None:
    """Curtains of light that rise from a wandering base and fade."""
    size = (scene.width // 6, scene.height // 6)
    for colour in (Colour(0.15, 0.95, 0.55), Colour(0.25, 0.7, 0.95), Colour(0.65, 0.3, 0.9)):
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        foot = scene.rng.uniform(0.45, 0.8) * scene.horizon
        phase, bend = scene.rng.uniform(0, 6), scene.rng.uniform(1.5, 3.5)
        for x in range(size[0]):
            along = x / size[0]
            sway = math.sin(along * bend * 3 + phase) * 0.09 + math.sin(along * bend * 9 + phase * 2) * 0.025
            base = (foot + sway) * size[1]
            tall = size[1] * (0.22 + 0.12 * math.sin(along * 31 + phase) * math.sin(along * 7))
            strength = 0.55 + 0.45 * math.sin(along * bend * 5 + phase * 3)
            for step in range(10):
                level = round(210 * strength * (1 - step / 10) ** 1.6)
                draw.line((x, base - tall * step / 10, x, base - tall * (step + 1) / 10), fill=level)
        mask = mask.filter(ImageFilter.GaussianBlur(size[1] * 0.012))
        _light_up(scene.canvas, colour, mask.resize(scene.canvas.size, Image.Resampling.BICUBIC))

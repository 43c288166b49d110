"""The compositions: what each place shows from the horizon to the foreground."""

from collections.abc import Callable

from PIL import ImageChops

from playground.image_api.drawing.city import build_row
from playground.image_api.drawing.colours import Colour
from playground.image_api.drawing.growth import float_boat, grow_grass, plant_firs, plant_flowers
from playground.image_api.drawing.land import Line, line_of, paint_layer, relief, shade_sides, snow_caps
from playground.image_api.drawing.moods import Place
from playground.image_api.drawing.scene import Scene
from playground.image_api.drawing.textures import ridge
from playground.image_api.drawing.water import paint_water

GRASS = Colour.of("#6f9a4f")
SNOW = Colour.of("#eef3fb")


def _ranges(scene: Scene, count: int, tall: float, foot: float) -> Line:
    """Draws `count` mountain ranges from the horizon to `foot` (share of the height). Returns the nearest
    ridge.
    """
    light, rng = scene.light, scene.rng
    slopes = relief(scene, (5, 5), 0.8)
    haze = light.sky[-1].mixed(light.far, 0.35)
    snow = SNOW.mixed(light.sky[-1], 0.4).mixed(light.far, 0.6 if light.dark else 0.25)
    snowy = "snow" in scene.mood.weather
    line: Line = []
    for at in range(count):
        near = at / count
        height = tall * (1 - 0.6 * near) * rng.uniform(0.85, 1.1)
        line = line_of(scene, ridge(rng, rng.uniform(0.5, 0.55)), scene.ground(near, 0.03, foot), height)
        colour = light.far.mixed(light.near, 0.15 + 0.75 * near).mixed(snow, 0.5 if snowy else 0)
        mask = paint_layer(scene, line, colour, colour.mixed(haze, 0.8 - 0.5 * near), slopes)
        if near < 0.5:
            snow_caps(scene, line, mask, slopes, colour=snow, depth=tall * (0.9 if snowy else 0.5))
        shade_sides(scene, line, mask, colour.mixed(light.near, 0.45), tall * 0.5)
    return line


def mountains(scene: Scene) -> None:
    light, rng = scene.light, scene.rng
    _ranges(scene, 3, 0.42, 0.8)
    for near in (0.0, 0.5, 1.0):
        line = line_of(scene, ridge(rng, 0.42, 8), scene.ground(near, 0.12, 0.98), 0.12)
        colour = light.far.mixed(light.near, 0.6 + 0.4 * near)
        plant_firs(scene, line, colour, 0.055 + 0.12 * near, round(190 - 120 * near))
        paint_layer(scene, line, colour, colour.mixed(light.far, 0.3 * (1 - near)))


def hills(scene: Scene) -> None:
    light, rng = scene.light, scene.rng
    _ranges(scene, 1, 0.24, scene.horizon)
    green = GRASS.mixed(light.far, 0.35).mixed(light.sky[-1], 0.15)
    slopes = relief(scene, (3, 7), 0.45)
    for at in range(4):
        near = at / 3
        line = line_of(scene, ridge(rng, 0.28, 8), scene.ground(near), 0.11)
        colour = green.mixed(light.near, 0.1 + 0.5 * near)
        if at in (1, 2):
            plant_firs(scene, line, light.near.mixed(colour, 0.4 - 0.2 * near), 0.04 + 0.04 * near, 24)
        paint_layer(scene, line, colour.lit(0.05), colour.lit(-0.08), slopes)
    if "flowers" in scene.mood.weather or rng.random() < 0.5:
        plant_flowers(scene, scene.horizon + 0.12)
    else:
        grow_grass(scene, line_of(scene, [0.5, 0.5], 1.02, 0), light.near, 0.12)


def forest(scene: Scene) -> None:
    light, rng = scene.light, scene.rng
    _ranges(scene, 2, 0.34, scene.horizon + 0.05)
    haze = light.sky[-1].mixed(light.far, 0.4)
    for at in range(4):
        near = at / 3
        line = line_of(scene, ridge(rng, 0.42, 8), scene.ground(near, end=1.02), 0.1)
        colour = light.far.mixed(light.near, 0.35 + 0.65 * near)
        plant_firs(scene, line, colour, 0.1 + 0.24 * near**1.5, round(130 - 75 * near))
        paint_layer(scene, line, colour, colour.mixed(haze, 0.55 * (1 - near)))


def ocean(scene: Scene) -> None:
    light, rng = scene.light, scene.rng
    if rng.random() < 0.6:
        middle = rng.choice((0.12, 0.85))
        heights = [
            up * max(0.0, 1 - abs(at / 512 - middle) * 3.2) ** 0.8 for at, up in enumerate(ridge(rng, 0.5))
        ]
        line = line_of(scene, heights, scene.horizon + 0.005, 0.2)
        mask = paint_layer(scene, line, light.far.mixed(light.near, 0.2), light.far.mixed(light.sky[-1], 0.4))
        shade_sides(scene, line, mask, light.far.mixed(light.near, 0.5), 0.1)
    paint_water(scene, scene.horizon, rough=0.75)
    if "boat" in scene.mood.weather or rng.random() < 0.4:
        float_boat(scene, scene.horizon + 0.06)


def lake(scene: Scene) -> None:
    light, rng = scene.light, scene.rng
    _ranges(scene, 3, 0.4, scene.horizon)
    shore = line_of(scene, ridge(rng, 0.4, 8), scene.horizon + 0.012, 0.035)
    dark = light.far.mixed(light.near, 0.75)
    plant_firs(scene, shore, dark, 0.08, 170)
    paint_layer(scene, shore, dark, dark)
    paint_water(scene, scene.horizon, rough=0.12)
    bank = line_of(scene, ridge(rng, 0.35, 8), 1.0, 0.07)
    grow_grass(scene, bank, light.near.lit(-0.02), 0.1)
    paint_layer(scene, bank, light.near, light.near.lit(-0.05))


def desert(scene: Scene) -> None:
    light, rng = scene.light, scene.rng
    mesa = line_of(scene, [min(0.6, up) for up in ridge(rng, 0.5)], scene.horizon + 0.03, 0.16)
    mask = paint_layer(scene, mesa, light.far.mixed(light.sky[-1], 0.3), light.far.mixed(light.sky[-1], 0.6))
    shade_sides(scene, mesa, mask, light.far, 0.1)
    swell = ImageChops.soft_light(relief(scene, (3, 4), 0.7), relief(scene, (3, 40), 0.3))
    for at in range(5):
        near = at / 4
        line = line_of(scene, ridge(rng, 0.26, 8), scene.ground(near, 0.08, 1.03), 0.09 + 0.12 * near)
        colour = light.far.mixed(light.near, 0.5 * near)
        paint_layer(
            scene, line, colour.lit(0.1), colour.mixed(light.near, 0.45), swell, reach=0.4 + 0.4 * near
        )


def city(scene: Scene) -> None:
    light = scene.light
    shore = scene.horizon + 0.04
    for near in (0.0, 0.5, 1.0):
        colour = light.far.mixed(light.near, 0.15 + 0.7 * near).mixed(light.sky[-1], 0.3 * (1 - near))
        build_row(scene, shore, 0.42 - 0.1 * near, colour, lit=0.1 + 0.35 * near)
    paint_water(scene, shore, rough=0.3)


PLACES: dict[Place, Callable[[Scene], None]] = {
    Place.MOUNTAINS: mountains,
    Place.HILLS: hills,
    Place.FOREST: forest,
    Place.OCEAN: ocean,
    Place.LAKE: lake,
    Place.DESERT: desert,
    Place.CITY: city,
}

"""The light of a landscape."""

from dataclasses import dataclass

from playground.image_api.drawing.colours import Colour


@dataclass(frozen=True, slots=True)
class Light:
    """A time of day and a weather, as colours."""

    sky: tuple[Colour, ...]
    "From the zenith to the horizon."
    sun: Colour
    far: Colour
    "Land at the horizon, half hidden by haze."
    near: Colour
    "Land in the foreground."
    dark: bool = False
    "Whether stars are out and the sun is a moon."


def _light(sky: str, sun: str, far: str, near: str, *, dark: bool = False) -> Light:
    return Light(
        tuple(Colour.of(code) for code in sky.split()), Colour.of(sun), Colour.of(far), Colour.of(near), dark
    )


LIGHTS = {
    "aurora": _light("#040a1c #071c33 #0a3346 #12565a #2f8577", "#e8f6ea", "#1f5a66", "#03080e", dark=True),
    "neon": _light("#0c0324 #2b0b4e #6c1072 #d8266f #ff9160", "#ffe9a8", "#6a2386", "#0b031a"),
    "ember": _light("#12060c #3a0d16 #7d1a1a #cf4a1c #ffb347", "#fff0b0", "#7a2a24", "#120507"),
    "storm": _light("#1b232b #36434e #5b6a75 #8d999c #d3cdb6", "#f4efd8", "#76858c", "#151c1f"),
    "heat": _light("#2c6d9f #7ab0c0 #e6cca0 #f6b770 #fde3ad", "#fffae0", "#d4925f", "#58291b"),
    "frost": _light("#2f5f9e #6f9fd0 #b0cfe6 #e3e9f2 #fdf1ec", "#fffdf6", "#a9c0da", "#2b4468"),
    "lagoon": _light("#0d64a2 #24a0c8 #7fd5d6 #d8efd6 #ffe6b4", "#fffbe0", "#5fa9b0", "#0d3a42"),
    "night": _light("#050818 #0b1638 #14295c #244680 #4d7cab", "#f6f2df", "#2d5182", "#04070f", dark=True),
    "dusk": _light("#101a40 #2f3d7a #6d5da0 #c27d97 #f3b591", "#ffe6c6", "#6662a0", "#0e1229"),
    "dawn": _light("#30467e #7a7fb8 #d99fb0 #f7c9a4 #fdeec6", "#fff4d2", "#a79ac0", "#20274a"),
    "sunset": _light("#221c52 #5e2b72 #bb426c #f2783f #fcc75e", "#fff2bd", "#b0587a", "#1c102c"),
    "mist": _light("#7f97a6 #a2b5bd #c6d1d1 #e3e3d9 #f6efdd", "#fffcf0", "#a3b5bc", "#26353c"),
    "autumn": _light("#48687a #94aea9 #e6d2a6 #f4ab5f #fadf9f", "#fff6d6", "#bb7d50", "#3b1a12"),
    "spring": _light("#5a8fd8 #a2c5ec #e2dcf0 #fbd5de #fff4de", "#fffdf0", "#a5b8d0", "#2a5640"),
    "day": _light("#1f63ab #4f9ad6 #97cbea #d3ecf0 #fbf3da", "#fffbe8", "#8db4cc", "#1c4034"),
}
"""By name. If two match a prompt equally well, the earlier, more specific one wins."""

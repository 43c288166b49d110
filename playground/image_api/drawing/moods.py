"""Decides what to paint from the words of a prompt: the light, the place and what's in it."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TypeVar

from playground.image_api.drawing.colours import Colour
from playground.image_api.drawing.lights import LIGHTS, Light

T = TypeVar("T")


class Place(Enum):
    """The place. If two match a prompt equally well, the earlier, more specific one wins."""

    CITY = auto()
    LAKE = auto()
    OCEAN = auto()
    DESERT = auto()
    FOREST = auto()
    HILLS = auto()
    MOUNTAINS = auto()


# Words are in the singular. An "s" at the end of a word is ignored.
LIGHT_WORDS = {
    "aurora": "aurora northern emerald polar arctic",
    "neon": "neon cyber cyberpunk synthwave vaporwave futuristic robot android pink magenta retro",
    "ember": "fire flame volcano lava dragon ember inferno red crimson burning phoenix",
    "storm": "storm stormy rain rainy thunder lightning cloudy grey gray gloomy epic battle",
    "heat": "desert dune sand sahara savanna canyon hot camel pyramid cactus",
    "frost": "snow snowy winter ice icy frost frozen glacier christma penguin white cold",
    "lagoon": "tropical beach lagoon island turquoise teal caribbean palm reef coral dolphin",
    "night": "night midnight moon moonlight moonlit star starry galaxy space cosmo dark owl nebula",
    "dusk": "dusk twilight purple violet lavender indigo gloaming magic magical dream dreamy fantasy",
    "dawn": "dawn sunrise morning daybreak early first awakening",
    "sunset": "sunset sundown evening golden orange romantic glow glowing horizon",
    "mist": "mist misty fog foggy haze hazy quiet calm zen bamboo pale silent",
    "autumn": "autumn fall harvest october leave fox maple pumpkin rust",
    "spring": "spring blossom cherry flower sakura meadow garden pastel april rabbit cat",
    "day": "day noon sunny bright blue clear summer cheerful happy picnic",
}

PLACE_WORDS = {
    Place.CITY: "city citie town skyline street tower skyscraper cyberpunk neon tokyo york building",
    Place.LAKE: "lake river pond reflection fjord water swan canoe loch aurora",
    Place.OCEAN: "ocean sea beach wave ship boat sail coast island whale lighthouse harbour harbor dolphin",
    Place.DESERT: "desert dune sand sahara canyon camel pyramid savanna cactus",
    Place.FOREST: "forest wood tree pine jungle fox wolf deer owl cabin bear bamboo autumn",
    Place.HILLS: "hill meadow field valley countryside farm garden flower grass vineyard sheep",
    Place.MOUNTAINS: "mountain alp peak summit cliff volcano dragon glacier himalaya epic fuji",
}

ANYWHERE = (Place.LAKE, Place.OCEAN, Place.FOREST, Place.HILLS, Place.MOUNTAINS)
"Places for a prompt that names none."

WEATHER_WORDS = {
    "clouds": "cloud cloudy storm stormy rain dramatic",
    "rain": "rain rainy storm stormy thunder monsoon",
    "snow": "snow snowy winter blizzard christma frozen",
    "aurora": "aurora northern boreali polar",
    "flowers": "flower blossom meadow garden spring poppy poppie tulip lavender sakura cherry",
    "birds": "bird gull sea ocean geese dawn morning freedom flying crow raven",
    "boat": "boat ship sail sailing yacht vessel pirate",
}

HUES = {
    "red": "#d7263d", "crimson": "#b3122f", "scarlet": "#e0311f", "orange": "#f58220", "amber": "#ffb000",
    "gold": "#f4b942", "golden": "#f4b942", "yellow": "#f7d038", "green": "#3a9d5d", "emerald": "#0f9d6b",
    "teal": "#128c8c", "turquoise": "#2ec4b6", "cyan": "#29c5e6", "blue": "#2a6fdb", "azure": "#3a86ff",
    "indigo": "#4338a8", "violet": "#7b3fc4", "purple": "#8338c8", "lavender": "#b59ae0", "pink": "#f284b6",
    "magenta": "#d6249f", "rose": "#e85d82", "peach": "#ffb48a", "copper": "#b8693d",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mood:
    light: Light
    place: Place
    weather: frozenset[str]
    "Keys of WEATHER_WORDS."
    accents: tuple[Colour, ...]
    "Colors in the prompt."


def mood_of(prompt: str, rng: random.Random) -> Mood:
    """What the words ask for. The generator picks the rest."""
    found = [word.removesuffix("s") for word in re.findall(r"[^\W\d_]+", prompt.lower())]
    words = frozenset(found)
    light = LIGHTS[_chosen(LIGHT_WORDS, words, tuple(LIGHTS), rng)]
    place = _chosen(PLACE_WORDS, words, ANYWHERE, rng)
    weather = frozenset(name for name, known in WEATHER_WORDS.items() if words.intersection(known.split()))
    accents = tuple(dict.fromkeys(Colour.of(HUES[word]) for word in found if word in HUES))
    return Mood(_tinted(light, accents), place, weather, accents)


def _chosen(known: dict[T, str], words: frozenset[str], others: Sequence[T], rng: random.Random) -> T:
    """The known one with the most words in the prompt, or any of the others if none matches."""
    scores = {choice: len(words.intersection(listed.split())) for choice, listed in known.items()}
    best = max(scores, key=lambda choice: scores[choice])
    return best if scores[best] else rng.choice(others)


def _tinted(light: Light, accents: tuple[Colour, ...]) -> Light:
    """The light with the prompt's colours in the middle of the sky."""
    if not accents:
        return light
    shares = (0.15, 0.3, 0.5, 0.35, 0.15)
    sky = tuple(
        colour.mixed(accents[at % len(accents)], share)
        for at, (colour, share) in enumerate(zip(light.sky, shares, strict=True))
    )
    return replace(
        light, sky=sky, far=light.far.mixed(accents[0], 0.3), near=light.near.mixed(accents[0], 0.12)
    )

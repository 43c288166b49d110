"""Landscapes have the exact size, are repeatable, and follow the prompt."""

import random

import pytest
from PIL import Image, ImageChops, ImageStat

from playground.image_api.drawing import paint, repaint
from playground.image_api.drawing.colours import Colour, gradient
from playground.image_api.drawing.lights import LIGHTS
from playground.image_api.drawing.moods import LIGHT_WORDS, PLACE_WORDS, Place, mood_of

SIZES = [(512, 512), (2048, 512), (512, 2048), (1024, 768), (1056, 544)]


def colourfulness(picture: Image.Image) -> float:
    """The average distance of its colours from grey, 0 to 255."""
    return ImageStat.Stat(picture.convert("HSV").getchannel("S")).mean[0]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_picture_has_exactly_the_size_asked_for(size: tuple[int, int]) -> None:
    picture = paint("a boat on the sea at dusk", 1, size)
    assert (picture.size, picture.mode) == (size, "RGB")


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize(
    "weather", ["", "under the aurora at night", "in heavy rain, birds", "in snow, flowers"]
)
def test_every_place_can_be_painted_in_every_weather(place: Place, weather: str) -> None:
    """The picture is neither empty nor noise, which would differ by 60 from one pixel to the next."""
    words = PLACE_WORDS[place].split()
    picture = paint(f"{' '.join(words)} {weather}", 3, (512, 512))
    grey = picture.convert("L")
    assert ImageStat.Stat(grey).stddev[0] > 10
    step = ImageChops.difference(grey, ImageChops.offset(grey, 1, 0))
    assert ImageStat.Stat(step).mean[0] < 20


@pytest.mark.parametrize("prompt", ["", "🦊" * 40, "\ud800", "猫が好き", "x" * 4000, "\0", "a\nb"], ids=ascii)
def test_any_text_gives_a_picture(prompt: str) -> None:
    assert paint(prompt, 10**30, (512, 512)).size == (512, 512)


def test_the_same_words_and_seed_give_the_same_picture() -> None:
    first, again = (paint("a castle in the clouds", 5, (544, 512)) for _ in range(2))
    assert first.tobytes() == again.tobytes()
    for prompt, seed in (("a castle in the clouds", 6), ("a castle in the cloud", 5)):
        assert paint(prompt, seed, (544, 512)).tobytes() != first.tobytes()


@pytest.mark.parametrize("name", LIGHTS)
def test_each_light_can_be_asked_for(name: str) -> None:
    """All of its words together select it, whatever chance would pick."""
    for seed in range(5):
        assert mood_of(LIGHT_WORDS[name], random.Random(seed)).light.sun == LIGHTS[name].sun


@pytest.mark.parametrize(
    ("prompt", "light", "place"),
    [
        ("A fox in the forest at dawn", "dawn", Place.FOREST),
        ("Sunsets over OCEANS", "sunset", Place.OCEAN),
        ("a mountain lake at night", "night", Place.LAKE),
        ("neon city, cyberpunk", "neon", Place.CITY),
        ("dunes of the desert", "heat", Place.DESERT),
        ("spring flowers on a hill", "spring", Place.HILLS),
        ("snowy mountain peaks", "frost", Place.MOUNTAINS),
    ],
)
def test_words_lead_to_a_light_and_a_place(prompt: str, light: str, place: Place) -> None:
    for seed in range(5):
        mood = mood_of(prompt, random.Random(seed))
        assert (mood.light, mood.place) == (LIGHTS[light], place)


def test_words_are_whole_words() -> None:
    """A knight isn't night, and a season isn't a sea."""
    moods = [mood_of("a knight of the season", random.Random(seed)) for seed in range(40)]
    assert len({mood.light for mood in moods}) > 5
    assert len({mood.place for mood in moods}) > 3


def test_a_night_is_dark_and_a_day_is_bright() -> None:
    night, day = (
        ImageStat.Stat(paint(f"the sea at {hour}", 1, (512, 512)).convert("L")).mean[0]
        for hour in ("night", "noon")
    )
    assert night < 90 < day


def test_a_colour_in_the_prompt_tints_the_picture() -> None:
    plain, green = (paint(f"the sea at noon {colour}", 1, (512, 512)) for colour in ("", "emerald green"))
    red, _, blue = ImageStat.Stat(green).mean
    assert mood_of("emerald green", random.Random(1)).accents
    assert ImageStat.Stat(green).mean[1] > max(red, blue)
    assert ImageStat.Stat(plain).mean[1] <= max(ImageStat.Stat(plain).mean)


def test_a_picture_is_colourful() -> None:
    """A newcomer's first picture isn't a grey card."""
    assert colourfulness(paint("sunset over the ocean", 1, (512, 512))) > 80


def test_an_edit_keeps_what_was_there() -> None:
    """Light and dark parts stay where they were, in a new light."""
    original = Image.new("L", (512, 512), 30)
    original.paste(220, (256, 0, 512, 512))
    edited = repaint([original.convert("RGB")], "in autumn", 1, (512, 512)).convert("L")
    left, right = (ImageStat.Stat(edited.crop((x, 0, x + 200, 512))).mean[0] for x in (0, 312))
    assert right - left > 80


def test_colours_mix_without_going_to_mud() -> None:
    violet, gold = Colour.of("#5b2a6e"), Colour.of("#fbc35a")
    assert violet.mixed(gold, 0).rgb == (0x5B, 0x2A, 0x6E)
    assert violet.mixed(gold, 1).rgb == (0xFB, 0xC3, 0x5A)
    red, green = Colour.of("#ff0000"), Colour.of("#00ff00")
    assert max(red.mixed(green, 0.5).rgb) > 190, "averaging the bytes would give 128, which is muddy"


def test_a_gradient_runs_from_its_first_colour_to_its_last() -> None:
    ramp = gradient([Colour.of("#ff0000"), Colour.of("#00ff00"), Colour.of("#0000ff")], (3, 256))
    assert [ramp.getpixel((1, row)) for row in (0, 255)] == [(255, 0, 0), (0, 0, 255)]
    assert gradient([Colour.of("#123456")], (2, 2)).getpixel((1, 1)) == (0x12, 0x34, 0x56)


@pytest.mark.parametrize("size", [(512, 512), (1024, 768), (2048, 512)])
def test_a_picture_says_that_it_is_a_placeholder(size: tuple[int, int]) -> None:
    """Every picture has the same white words in its bottom left corner."""

    inset = min(size) // 60 + min(size) // 100
    box = (inset, size[1] - inset - 10, inset + 150, size[1] - inset)
    one, other = (paint(prompt, 1, size).crop(box) for prompt in ("a boat at night", "a city at noon"))
    assert one.tobytes() == other.tobytes()
    assert one.convert("L").getextrema() == (24, 255)

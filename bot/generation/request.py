"""What a member asks for: validated once, immutable from then on."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import PromptMissing, PromptTooLong, SeedNotOffered, SizeAndPreset, SizeNotOffered

# Limits of blackforestlabs/flux-2-pro, from the provider's published schema.
PROMPT_LIMIT = 4_000
SMALLEST_SIDE = 512
LARGEST_SIDE = 2_048
SIDE_STEP = 32
SMALLEST_SEED = 1
LARGEST_SEED = 2**32 - 1  # the API names no upper bound; this one is exact in JSON and in Discord's integers


class PictureFormat(StrEnum):
    """File formats the API offers; the value is the API's own word."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


class Preset(StrEnum):
    """The API's named sizes; the value is the API's own word."""

    SQUARE_HD = "square_hd"
    SQUARE = "square"
    PORTRAIT_4_3 = "portrait_4_3"
    PORTRAIT_16_9 = "portrait_16_9"
    LANDSCAPE_4_3 = "landscape_4_3"
    LANDSCAPE_16_9 = "landscape_16_9"


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def offered(self) -> bool:
        """Whether the API accepts it: 512 to 2048 pixels a side, multiples of 32."""
        return all(
            SMALLEST_SIDE <= side <= LARGEST_SIDE and side % SIDE_STEP == 0
            for side in (self.width, self.height)
        )

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


DEFAULT_SIZE = Size(1024, 768)

# What a preset is expected to measure, to price and to estimate it; the card shows what really came.
PRESET_SIZES = {
    Preset.SQUARE_HD: Size(1024, 1024),
    Preset.SQUARE: Size(512, 512),
    Preset.PORTRAIT_4_3: Size(768, 1024),
    Preset.PORTRAIT_16_9: Size(576, 1024),
    Preset.LANDSCAPE_4_3: Size(1024, 768),
    Preset.LANDSCAPE_16_9: Size(1024, 576),
}


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One picture to be made. `seed` is always set, so that the card can show it and a reroll can differ."""

    prompt: str
    size: Size
    seed: int
    format: PictureFormat = PictureFormat.PNG
    preset: Preset | None = None


def offered_sides() -> range:
    """All widths and heights the API accepts, in pixels."""
    return range(SMALLEST_SIDE, LARGEST_SIDE + 1, SIDE_STEP)


def nearest_sides(side: int) -> tuple[int, ...]:
    """The one or two accepted sides next to `side`, nearest first."""
    clamped = min(max(side, SMALLEST_SIDE), LARGEST_SIDE)
    below = clamped - clamped % SIDE_STEP
    candidates = {below, min(below + SIDE_STEP, LARGEST_SIDE)} if below != clamped else {clamped}
    return tuple(sorted(candidates, key=lambda candidate: abs(candidate - side)))


def nearest_sizes(width: int, height: int) -> Iterator[Size]:
    """Up to four accepted sizes around `width` × `height`, nearest first."""
    around = [Size(w, h) for w in nearest_sides(width) for h in nearest_sides(height)]
    yield from sorted(around, key=lambda size: abs(size.width - width) + abs(size.height - height))


def validated(
    prompt: str,
    width: int | None = None,
    height: int | None = None,
    *,
    preset: Preset | None = None,
    seed: int | None = None,
    format: PictureFormat = PictureFormat.PNG,  # noqa: A002 - the option's name in Discord
    chance: random.Random | None = None,
) -> ImageRequest:
    """The request, or the first thing that is wrong with it.

    A missing side takes the API's default; a missing seed is drawn from `chance`.
    Raises `PromptMissing`, `PromptTooLong`, `SizeAndPreset`, `SizeNotOffered` or `SeedNotOffered`.
    """
    prompt = prompt.strip()
    if not prompt:
        raise PromptMissing
    if len(prompt) > PROMPT_LIMIT:
        raise PromptTooLong(len(prompt), PROMPT_LIMIT)
    if preset is not None:
        if width is not None or height is not None:
            raise SizeAndPreset
        size = PRESET_SIZES[preset]
    else:
        size = Size(width or DEFAULT_SIZE.width, height or DEFAULT_SIZE.height)
    if not size.offered:
        nearest = tuple((near.width, near.height) for near in nearest_sizes(size.width, size.height))
        raise SizeNotOffered(size.width, size.height, nearest)
    if seed is None:
        seed = (chance or random).randint(SMALLEST_SEED, LARGEST_SEED)
    if not SMALLEST_SEED <= seed <= LARGEST_SEED:
        raise SeedNotOffered(seed, SMALLEST_SEED, LARGEST_SEED)
    return ImageRequest(prompt, size, seed, format, preset)

"""What a member asks for: validated once, immutable from then on."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.errors import PromptMissing, PromptTooLong, SeedNotOffered, SizeAndPreset, SizeNotOffered
from bot.generation.models import FLUX_2_PRO, ModelSpec, PictureFormat, Preset, Size

__all__ = [
    "DEFAULT_SIZE",
    "LARGEST_SEED",
    "LARGEST_SIDE",
    "PRESET_SIZES",
    "PROMPT_LIMIT",
    "SMALLEST_SEED",
    "SMALLEST_SIDE",
    "ImageRequest",
    "PictureFormat",
    "Preset",
    "Size",
    "nearest_sides",
    "nearest_sizes",
    "offered_sides",
    "validated",
]

SMALLEST_SEED = 1
LARGEST_SEED = 2**32 - 1  # the API names no upper bound; this one is exact in JSON and in Discord's integers

# The commands are declared with the default model's limits.
PROMPT_LIMIT = FLUX_2_PRO.prompt_limit
SMALLEST_SIDE = FLUX_2_PRO.smallest_side
LARGEST_SIDE = FLUX_2_PRO.largest_side
DEFAULT_SIZE = FLUX_2_PRO.default_size
PRESET_SIZES = FLUX_2_PRO.presets


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One picture to be made. `seed` is always set, so that the card can show it and a reroll can differ.

    `model` is the id of a `ModelSpec`. `inputs` are the encoded pictures of an edit, ready for the provider;
    with them, the model's edit model makes the picture.
    """

    prompt: str
    size: Size
    seed: int
    format: PictureFormat = PictureFormat.PNG
    preset: Preset | None = None
    model: str = FLUX_2_PRO.id
    inputs: tuple[bytes, ...] = field(default=(), repr=False)


def offered_sides() -> range:
    """All widths and heights the default model accepts, in pixels."""
    return FLUX_2_PRO.sides


def nearest_sides(side: int) -> tuple[int, ...]:
    """The one or two sides next to `side` that the default model accepts, nearest first."""
    return FLUX_2_PRO.nearest_sides(side)


def nearest_sizes(width: int, height: int) -> Iterator[Size]:
    """Up to four sizes around `width` × `height` that the default model accepts, nearest first."""
    return FLUX_2_PRO.nearest_sizes(Size(width, height))


def validated(
    prompt: str,
    width: int | None = None,
    height: int | None = None,
    *,
    preset: Preset | None = None,
    seed: int | None = None,
    format: PictureFormat = PictureFormat.PNG,  # noqa: A002 - the option's name in Discord
    chance: random.Random | None = None,
    model: ModelSpec = FLUX_2_PRO,
) -> ImageRequest:
    """The request, or the first thing that is wrong with it.

    A missing side takes the model's default; a missing seed is drawn from `chance`.
    Raises `PromptMissing`, `PromptTooLong`, `SizeAndPreset`, `SizeNotOffered` or `SeedNotOffered`.
    """
    prompt = prompt.strip()
    if not prompt:
        raise PromptMissing
    if len(prompt) > model.prompt_limit:
        raise PromptTooLong(len(prompt), model.prompt_limit)
    if preset is not None:
        if width is not None or height is not None:
            raise SizeAndPreset
        size = model.presets[preset]
    else:
        default = model.default_size
        size = Size(default.width if width is None else width, default.height if height is None else height)
    if not model.accepts(size):
        nearest = tuple((near.width, near.height) for near in model.nearest_sizes(size))
        raise SizeNotOffered(size.width, size.height, nearest)
    if seed is None:
        seed = (chance or random).randint(SMALLEST_SEED, LARGEST_SEED)
    if not SMALLEST_SEED <= seed <= LARGEST_SEED:
        raise SeedNotOffered(seed, SMALLEST_SEED, LARGEST_SEED)
    return ImageRequest(prompt, size, seed, format, preset, model.id)

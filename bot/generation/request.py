"""A member's request, validated once and then immutable."""

import random
from dataclasses import dataclass, field

from bot.errors import PromptMissing, PromptTooLong, SeedNotOffered, SizeAndPreset, SizeNotOffered
from bot.generation.characters import is_blank
from bot.generation.models import FLUX_2_PRO, ModelSpec, PictureFormat, Preset, Size

SMALLEST_SEED = 1
LARGEST_SEED = 2**32 - 1  # no documented upper bound. This one is exact in JSON and in Discord's integers


@dataclass(frozen=True, slots=True)
class Style:
    """Words that a server adds before and after its members' prompts."""

    name: str
    before: str
    after: str

    def applied(self, prompt: str) -> str:
        """The prompt between the style's words. Nothing in it is interpreted."""
        return f"{self.before}{prompt}{self.after}"


@dataclass(frozen=True, slots=True)
class Safety:
    """The image API's safety settings. `tolerance` is from 1 (strictest) to 6."""

    tolerance: int = 2
    checker: bool = True


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """A picture to make. `seed` is always set, so that the card can show it and a reroll can differ.

    `prompt` is the member's. `model` is the ID of a `ModelSpec`. `inputs` are the encoded pictures of an
    edit, ready for the provider. With them, the model's edit model makes the picture.
    """

    prompt: str
    size: Size
    seed: int
    format: PictureFormat = PictureFormat.PNG
    preset: Preset | None = None
    model: str = FLUX_2_PRO.id
    inputs: tuple[bytes, ...] = field(default=(), repr=False)
    style: Style | None = None
    safety: Safety = Safety()

    @property
    def full_prompt(self) -> str:
        """The prompt for the provider, in its style."""
        return self.prompt if self.style is None else self.style.applied(self.prompt)


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
    style: Style | None = None,
) -> ImageRequest:
    """The valid request. Raises the first problem with it.

    A missing side takes the model's default. A missing seed is drawn from `chance`. With a style, the limit
    of the prompt applies to both together.
    Raises `PromptMissing`, `PromptTooLong`, `SizeAndPreset`, `SizeNotOffered` or `SeedNotOffered`.
    """
    prompt = prompt.strip()
    if is_blank(prompt):
        raise PromptMissing
    length = len(prompt if style is None else style.applied(prompt))
    if length > model.prompt_limit:
        raise PromptTooLong(length, model.prompt_limit)
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
    return ImageRequest(prompt, size, seed, format, preset, model.id, style=style)

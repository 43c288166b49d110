"""The image models that Easel knows: what each accepts, and its estimated cost."""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

MEGAPIXEL = 1024 * 1024


class PictureFormat(StrEnum):
    """File formats. The value is the API's own word."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


def file_name(generation_id: int, kind: PictureFormat) -> str:
    """A name that doesn't reveal the prompt: `easel-1234.png`."""
    return f"easel-{generation_id}.{'jpg' if kind is PictureFormat.JPEG else kind.value}"


class Preset(StrEnum):
    """Named sizes. The value is the API's own word."""

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
    def megapixels(self) -> int:
        """Megapixels, rounded up as billed: 1024 × 1024 is one, and a single pixel more is two."""
        return -(-self.width * self.height // MEGAPIXEL)

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


@dataclass(frozen=True, slots=True)
class MegapixelPrice:
    """Tokens for the output's first megapixel, and for each further one or part of one, inputs included."""

    first: int
    further: int

    def estimate(self, output: Size, inputs: Iterable[Size] = ()) -> int:
        """Tokens to hold for one picture. Each input is rounded up separately."""
        return self.first + self.further * (output.megapixels - 1 + sum(size.megapixels for size in inputs))


@dataclass(frozen=True, slots=True, eq=False)
class ModelSpec:
    """A model, as the provider publishes it.

    Sides are in pixels. `edit_id` is the model for edits, or None. It accepts up to `max_inputs` pictures.
    `presets` has the expected size of each preset.
    """

    id: str
    name: str
    prompt_limit: int  # characters
    smallest_side: int
    largest_side: int
    side_step: int
    default_size: Size
    presets: Mapping[Preset, Size]
    formats: tuple[PictureFormat, ...]
    price: MegapixelPrice
    edit_id: str | None = None
    max_inputs: int = 0

    @property
    def can_edit(self) -> bool:
        return self.edit_id is not None

    @property
    def sides(self) -> range:
        """All accepted widths and heights, in pixels."""
        return range(self.smallest_side, self.largest_side + 1, self.side_step)

    def accepts(self, size: Size) -> bool:
        return size.width in self.sides and size.height in self.sides

    def nearest_sides(self, side: int) -> tuple[int, ...]:
        """The one or two accepted sides next to `side`, nearest first."""
        clamped = min(max(side, self.smallest_side), self.largest_side)
        below = clamped - (clamped - self.smallest_side) % self.side_step
        found = {below} if below == clamped else {below, min(below + self.side_step, self.sides[-1])}
        return tuple(sorted(found, key=lambda candidate: abs(candidate - side)))

    def nearest_sizes(self, size: Size) -> Iterator[Size]:
        """Up to four accepted sizes around `size`, nearest first."""
        around = (Size(w, h) for w in self.nearest_sides(size.width) for h in self.nearest_sides(size.height))
        yield from sorted(
            around, key=lambda near: abs(near.width - size.width) + abs(near.height - size.height)
        )

    def size_like(self, width: int, height: int) -> Size:
        """An accepted size of up to a megapixel that is closest to this aspect ratio, in pixels."""
        ratio = width / height
        scale = math.sqrt(MEGAPIXEL / (width * height))
        sides = (self.nearest_sides(round(side * scale)) for side in (width, height))
        fitting = [Size(w, h) for w, h in itertools.product(*sides) if w * h <= MEGAPIXEL]
        if not fitting:
            return self.default_size
        return min(fitting, key=lambda size: (abs(math.log(size.width / size.height / ratio)), -size.width))

    def estimate(self, size: Size, inputs: Iterable[Size] = ()) -> int:
        """Tokens to hold for a picture of this size, or for an edit of `inputs`."""
        return self.price.estimate(size, inputs)


# Limits from the provider's published schema. The maker charges 3 US cents for the first megapixel and 1.5
# for each further one, the reseller adds 5 %, and 2,000,000 tokens are one US dollar.
FLUX_2_PRO = ModelSpec(
    id="blackforestlabs/flux-2-pro",
    name="FLUX.2 pro",
    prompt_limit=4_000,
    smallest_side=512,
    largest_side=2_048,
    side_step=32,
    default_size=Size(1024, 768),
    presets=MappingProxyType(
        {
            Preset.SQUARE_HD: Size(1024, 1024),
            Preset.SQUARE: Size(512, 512),
            Preset.PORTRAIT_4_3: Size(768, 1024),
            Preset.PORTRAIT_16_9: Size(576, 1024),
            Preset.LANDSCAPE_4_3: Size(1024, 768),
            Preset.LANDSCAPE_16_9: Size(1024, 576),
        }
    ),
    formats=tuple(PictureFormat),
    price=MegapixelPrice(first=63_000, further=31_500),
    edit_id="blackforestlabs/flux-2-pro-edit",
    max_inputs=3,
)

MODELS: Mapping[str, ModelSpec] = MappingProxyType({FLUX_2_PRO.id: FLUX_2_PRO})
"Every model, by its id."

"""Makes a picture fit an upload limit with as little loss as possible.

Quality is reduced first, only by as much as bisection finds necessary. Size is reduced only if that isn't
enough.

The result is JPEG, or WebP if the picture is transparent or was requested as WebP. Discord shows both. At
2048 × 2048 under the usual 10 MiB, JPEG does better. Unlike WebP, it can keep colors at full resolution (3 to
9 dB closer to the original, both at their best), and it takes 50 MB and a tenth of a second. WebP takes 200
MB and one or two seconds. Its smaller files don't help with such a generous limit, and lossless WebP is at
most a fifth smaller than PNG.

The same input gives the same output. The only metadata left is the color profile, since the colors would be
wrong without it, and the label that says that the picture is AI-made.
"""

import io
import math
from dataclasses import dataclass

from PIL import Image

from bot.errors import PictureTooLarge
from bot.generation.model import Picture
from bot.generation.models import PictureFormat, Size
from bot.pictures.decoding import color_profile, in_srgb, opened, upright
from bot.pictures.metadata import labelled

BEST_QUALITY = 97  # files grow fast above it, and nobody sees the difference
WORST_QUALITY = 50  # below it, fewer pixels look better than coarser ones
SHRUNK_QUALITY = 75
PROFILE_SHARE = 0.1  # of the limit. A larger color profile is applied instead of kept
BISECTIONS = 4  # leaves at most 3 steps of quality unused
SHRINKINGS = 5
SHORTEST_SIDE = 64  # pixels. Below it, there's nothing left to see


@dataclass(frozen=True, slots=True)
class Encoder:
    """Writes pixels in one file format."""

    format: PictureFormat
    profile: bytes | None

    def encode(self, image: Image.Image, quality: int) -> bytes:
        options = {"subsampling": "4:4:4"} if self.format is PictureFormat.JPEG else {"method": 4}
        buffer = io.BytesIO()
        image.save(buffer, self.format.value, quality=quality, icc_profile=self.profile, **options)
        return labelled(buffer.getvalue(), self.format, Size(image.width, image.height))


def fit_into(picture: Picture, limit: int) -> Picture:
    """The picture in at most `limit` bytes, re-encoded. Raises `PictureTooLarge` or `NotAPicture`."""
    with opened(picture.data) as original:
        original.load()
        profile = color_profile(original)
        if profile is not None and len(profile) > limit * PROFILE_SHARE:
            profile = None
            image = in_srgb(original)
        else:
            image = upright(original)
    as_webp = image.mode == "RGBA" or picture.format is PictureFormat.WEBP
    encoder = Encoder(PictureFormat.WEBP if as_webp else PictureFormat.JPEG, profile)
    return _coarser(image, encoder, limit) or _smaller(image, encoder, limit)


def _coarser(image: Image.Image, encoder: Encoder, limit: int) -> Picture | None:
    """The full size at the best quality that fits, or None if even the worst doesn't."""

    def attempt(quality: int) -> bytes | None:
        data = encoder.encode(image, quality)
        return data if len(data) <= limit else None

    best = attempt(BEST_QUALITY)
    if best is None:
        best = attempt(WORST_QUALITY)
        if best is None:
            return None
        fits, exceeds = WORST_QUALITY, BEST_QUALITY
        for _ in range(BISECTIONS):
            middle = (fits + exceeds) // 2
            data = attempt(middle)
            if data is None:
                exceeds = middle
            else:
                fits, best = middle, data
    return Picture(best, image.width, image.height, encoder.format)


def _smaller(image: Image.Image, encoder: Encoder, limit: int) -> Picture:
    """Scaled down until it fits. Raises `PictureTooLarge` if that would leave nothing to see."""
    width, height = image.size
    size = len(encoder.encode(image, SHRUNK_QUALITY))
    for _ in range(SHRINKINGS):
        # Bytes roughly follow the area. Small pictures compress a little worse, so aim a tenth lower.
        scale = min(0.9, 0.9 * math.sqrt(limit / size)) if limit > 0 else 0.0
        width, height = int(width * scale), int(height * scale)
        if min(width, height) < SHORTEST_SIDE:
            break
        data = encoder.encode(image.resize((width, height), Image.Resampling.LANCZOS), SHRUNK_QUALITY)
        size = len(data)
        if size <= limit:
            return Picture(data, width, height, encoder.format)
    raise PictureTooLarge(limit)

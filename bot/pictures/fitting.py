"""Making a picture fit an upload limit, losing as little as can be.

First quality is given up, as little as fits, found by bisection; only where that is not enough, size.

The result is JPEG, and WebP for what is transparent or was asked for as WebP. Discord shows both. Measured at
2048 × 2048 under the usual 10 MiB, JPEG is the better one: it can keep the colours at full resolution, which
WebP can't (3 to 9 dB closer to the original, both at their best), and takes 50 MB and a tenth of a second;
WebP takes 200 MB and one or two seconds. That its files are smaller gains nothing under so generous a limit,
and lossless WebP saves a PNG a fifth at most, mostly far less.

The same bytes in give the same bytes out. Metadata is left behind (EXIF, XMP, comments may tell more than the
picture does), but for the colour profile, without which the colours would be wrong.
"""

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageOps

from bot.errors import PictureTooLarge
from bot.generation.model import Picture
from bot.generation.request import PictureFormat
from bot.pictures.decoding import opened

BEST_QUALITY = 97  # above it files grow fast for nothing to be seen
WORST_QUALITY = 50  # below it a smaller picture looks better than a coarser one
SHRUNK_QUALITY = 75
BISECTIONS = 4  # leaves at most 3 steps of quality on the table
SHRINKINGS = 5
SHORTEST_SIDE = 64  # pixels; below it nothing is left to look at


@dataclass(frozen=True, slots=True)
class Encoder:
    """One file format's way of writing pixels."""

    format: PictureFormat
    profile: bytes | None

    def encode(self, image: Image.Image, quality: int) -> bytes:
        options = {"subsampling": "4:4:4"} if self.format is PictureFormat.JPEG else {"method": 4}
        buffer = io.BytesIO()
        image.save(buffer, self.format.value, quality=quality, icc_profile=self.profile, **options)
        return buffer.getvalue()


def fitted(picture: Picture, limit: int) -> Picture:
    """The picture in at most `limit` bytes, re-encoded. Raises `PictureTooLarge` or `NotAPicture`."""
    with opened(picture.data) as original:
        original.load()
        # A profile for greys or for printing inks would not fit the RGB that they become.
        profile = original.info.get("icc_profile") if original.mode in ("RGB", "RGBA", "P") else None
        image = _pixels(original)
    as_webp = image.mode == "RGBA" or picture.format is PictureFormat.WEBP
    encoder = Encoder(PictureFormat.WEBP if as_webp else PictureFormat.JPEG, profile)
    return _coarser(image, encoder, limit) or _smaller(image, encoder, limit)


def _pixels(original: Image.Image) -> Image.Image:
    """Upright, as RGB or RGBA, and nothing but pixels."""
    ImageOps.exif_transpose(original, in_place=True)
    if original.mode == "I;16":
        # A PNG in 65,536 shades of grey: `convert` would take every one above 255 for white.
        original = original.point(lambda level: level / 256).convert("L")
    image = original.convert("RGBA" if original.has_transparency_data else "RGB")
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")  # an alpha channel through which nothing shows
    image.info = {}
    return image


def _coarser(image: Image.Image, encoder: Encoder, limit: int) -> Picture | None:
    """At the best quality that fits, at full size; None where not even the worst does."""

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
    """Scaled down until it fits. Raises `PictureTooLarge` where that would leave nothing to look at."""
    width, height = image.size
    size = len(encoder.encode(image, SHRUNK_QUALITY))
    for _ in range(SHRINKINGS):
        # Bytes go about with the area; a tenth less, since small pictures compress a little worse.
        scale = min(0.9, 0.9 * math.sqrt(limit / size)) if limit > 0 else 0.0
        width, height = int(width * scale), int(height * scale)
        if min(width, height) < SHORTEST_SIDE:
            break
        data = encoder.encode(image.resize((width, height), Image.Resampling.LANCZOS), SHRUNK_QUALITY)
        size = len(data)
        if size <= limit:
            return Picture(data, width, height, encoder.format)
    raise PictureTooLarge(limit)

"""Making a picture fit an upload limit, losing as little as can be.

What is tried, in this order, until it fits; the size in pixels is kept as long as possible:

1. the same pixels as lossless WebP, where the original was lossless and there is a chance;
2. lossy at the best quality that fits, found by bisection;
3. smaller, at a middling quality.

PNG and WebP become WebP: it keeps transparency, is a third smaller than JPEG at the same quality, and Discord
shows it like any other picture. A JPEG stays a JPEG: who asks for JPEG means to use it where WebP may not do.
The same bytes in give the same bytes out. Metadata is left behind (EXIF, XMP, comments may tell more than the
picture does), but for the colour profile, without which the colours would be wrong.
"""

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageOps

from bot.errors import PictureTooLarge
from bot.generation.life import Picture
from bot.generation.request import PictureFormat
from bot.pictures.decoding import opened

BEST_QUALITY = 95  # above it both encoders spend many bytes on nothing to be seen
WORST_QUALITY = 50  # below it a smaller picture looks better than a coarser one
SHRUNK_QUALITY = 75
BISECTIONS = 3  # leaves at most 5 steps of quality on the table
SHRINKINGS = 5
SHORTEST_SIDE = 64  # pixels; below it nothing is left to look at
LOSSLESS_CHANCE = 0.6  # lossless WebP saves about a quarter of a PNG, hardly ever more than this


@dataclass(frozen=True, slots=True)
class Encoder:
    """One file format's way of writing pixels."""

    format: PictureFormat
    profile: bytes | None

    def lossy(self, image: Image.Image, quality: int) -> bytes:
        if self.format is PictureFormat.JPEG:
            return self._saved(image, quality=quality, optimize=True)
        return self._saved(image, quality=quality, method=4)

    def lossless(self, image: Image.Image) -> bytes:
        # For lossless WebP `quality` is effort; more of either takes seconds and saves a few per cent.
        return self._saved(image, lossless=True, quality=20, method=2, exact=False)

    def _saved(self, image: Image.Image, **options: object) -> bytes:
        buffer = io.BytesIO()
        image.save(buffer, self.format.value, icc_profile=self.profile, **options)
        return buffer.getvalue()


def fitted(picture: Picture, limit: int) -> Picture:
    """The picture in at most `limit` bytes, re-encoded. Raises `PictureTooLarge` or `NotAPicture`."""
    keeps_jpeg = picture.format is PictureFormat.JPEG
    with opened(picture.data) as original:
        original.load()
        encoder = Encoder(
            PictureFormat.JPEG if keeps_jpeg else PictureFormat.WEBP, original.info.get("icc_profile")
        )
        image = _pixels(original, opaque=keeps_jpeg)
    if picture.format is PictureFormat.PNG and limit >= LOSSLESS_CHANCE * len(picture.data):
        data = encoder.lossless(image)
        if len(data) <= limit:
            return Picture(data, image.width, image.height, encoder.format)
    return _coarser(image, encoder, limit) or _smaller(image, encoder, limit)


def _pixels(original: Image.Image, *, opaque: bool) -> Image.Image:
    """Upright pixels in a mode that every encoder takes, and nothing but pixels."""
    ImageOps.exif_transpose(original, in_place=True)
    if (
        original.mode == "I;16"
    ):  # a PNG in 65,536 shades of grey; `convert` would take all above 255 for white
        original = original.point(lambda level: level / 256).convert("L")
    mode = "RGBA" if original.has_transparency_data and not opaque else "RGB"
    image = original.convert(mode)
    image.info = {}
    return image


def _coarser(image: Image.Image, encoder: Encoder, limit: int) -> Picture | None:
    """At the best quality that fits, at full size; None where not even the worst does."""

    def attempt(quality: int) -> bytes | None:
        data = encoder.lossy(image, quality)
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
    size = len(encoder.lossy(image, SHRUNK_QUALITY))
    for _ in range(SHRINKINGS):
        # Bytes go about with the area; a tenth less, since small pictures compress a little worse.
        scale = min(0.9, 0.9 * math.sqrt(limit / size)) if limit > 0 else 0.0
        width, height = int(width * scale), int(height * scale)
        if min(width, height) < SHORTEST_SIDE:
            break
        data = encoder.lossy(image.resize((width, height), Image.Resampling.LANCZOS), SHRUNK_QUALITY)
        size = len(data)
        if size <= limit:
            return Picture(data, width, height, encoder.format)
    raise PictureTooLarge(limit)

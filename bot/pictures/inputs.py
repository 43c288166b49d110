"""Prepares attached pictures for editing.

A file's type and size are read from its bytes, before anything is decoded. The picture is turned upright,
loses all its metadata and is scaled to at most one megapixel, since each megapixel of an input is billed.
Animations are refused, because it's unclear which frame the model would see.
"""

import io
import math

from PIL import Image

from bot.errors import (
    InputAnimated,
    InputNotAnImage,
    InputTooLarge,
    InputTooManyPixels,
    InputTooSmall,
    NotAPicture,
)
from bot.generation.inputs import (
    MAX_INPUT_BYTES,
    MAX_INPUT_PIXELS,
    MAX_JPEG_PIXELS,
    SHORTEST_SIDE,
)
from bot.generation.model import Picture
from bot.generation.models import MEGAPIXEL, PictureFormat
from bot.pictures import png
from bot.pictures.decoding import in_srgb, opened

JPEG_QUALITY = 95


def prepare_input(data: bytes, max_pixels: int = MEGAPIXEL) -> Picture:
    """The picture for the provider: JPEG, or PNG if it's transparent, with at most `max_pixels`.

    The aspect ratio stays, and nothing is enlarged. Raises `InputNotAnImage`, `InputAnimated`,
    `InputTooLarge`, `InputTooManyPixels` or `InputTooSmall`.
    """
    if len(data) > MAX_INPUT_BYTES:
        raise InputTooLarge(len(data), MAX_INPUT_BYTES)
    try:
        # There's no pixel limit here, because a file that claims too many gets its own error.
        with opened(data, max_pixels=2**62) as original:
            _check(original)
            if original.format == "PNG" and png.is_animated(data):
                raise InputAnimated
            size = _fitted(original.width, original.height, max_pixels)
            original.draft("RGB", size)  # a JPEG is scaled down while it's decoded
            original.load()
            # First of all, so that memory never has more than one copy of all pixels.
            small = _resized(original, size) if original.mode in ("L", "LA", "RGB", "RGBA") else original
            image = in_srgb(small)
    except NotAPicture as error:
        raise InputNotAnImage(error.detail) from error
    image = _resized(image, _fitted(image.width, image.height, max_pixels))
    buffer = io.BytesIO()
    if image.mode == "RGBA":
        image.save(buffer, "PNG")
        return Picture(buffer.getvalue(), image.width, image.height, PictureFormat.PNG)
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling="4:4:4")
    return Picture(buffer.getvalue(), image.width, image.height, PictureFormat.JPEG)


def _check(image: Image.Image) -> None:
    if getattr(image, "is_animated", False) and image.format != "MPO":  # that's a photo with a preview
        raise InputAnimated
    limit = MAX_JPEG_PIXELS if image.format in ("JPEG", "MPO") else MAX_INPUT_PIXELS
    if image.width * image.height > limit:
        raise InputTooManyPixels(image.width, image.height, limit)
    if min(image.width, image.height) < SHORTEST_SIDE:
        raise InputTooSmall(image.width, image.height, SHORTEST_SIDE)


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _fitted(width: int, height: int, max_pixels: int) -> tuple[int, int]:
    scale = min(1.0, math.sqrt(max_pixels / (width * height)))
    return max(1, int(width * scale)), max(1, int(height * scale))

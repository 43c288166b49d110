"""From bytes to pixels, with nothing believed that the bytes say about themselves."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, UnidentifiedImageError

from bot.errors import NotAPicture
from bot.generation.model import Picture
from bot.generation.request import PictureFormat

MOST_PIXELS = 2 * 2_048 * 2_048  # twice the largest the API makes; 32 MiB once decoded
DECODERS = tuple(kind.value.upper() for kind in PictureFormat)  # no other decoder of Pillow's is reachable


def inspected(data: bytes) -> Picture:
    """The picture with its real format and size in pixels. Raises `NotAPicture`.

    Everything is decoded once, so a file that was cut short on its way is refused here and not in Discord.
    """
    with opened(data) as image:
        image.verify()  # PNG: the checksum of every chunk up to the end; leaves the image unusable
    with opened(data) as image:
        image.load()
        return Picture(data, image.width, image.height, format_of(image))


def format_of(image: Image.Image) -> PictureFormat:
    # A JPEG with an embedded preview is called MPO by Pillow.
    return PictureFormat.JPEG if image.format == "MPO" else PictureFormat(str(image.format).lower())


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """The image, not yet decoded, if it is small enough to be. Raises `NotAPicture`, also for its body."""
    try:
        with Image.open(io.BytesIO(data), formats=DECODERS) as image:
            _refuse_bomb(image)
            yield image
    except NotAPicture:
        raise
    except UnidentifiedImageError:
        raise NotAPicture(f"{len(data)} bytes, neither PNG nor JPEG nor WebP") from None
    except Exception as error:  # Pillow's decoders promise no closed set of exceptions for broken bytes
        raise NotAPicture(f"{type(error).__name__}: {error}") from error


def _refuse_bomb(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise NotAPicture(f"{image.width} × {image.height} pixels are more than we decode")

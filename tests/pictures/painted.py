"""Sample pictures."""

import io
import random
from typing import Any

from hypothesis import HealthCheck, settings
from PIL import Image

from bot.generation.model import Picture
from bot.generation.models import PictureFormat

# How long an example takes only says how busy the machine is.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def gradient(width: int = 320, height: int = 200) -> Image.Image:
    """Smooth colours compress well, and quickly show when something is wrong with them."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, across.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))


def noise(width: int = 320, height: int = 200, mode: str = "RGB") -> Image.Image:
    """Nothing compresses worse."""
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, (width, height), random.Random(7).randbytes(width * height * bands))


def encoded(image: Image.Image, format: PictureFormat = PictureFormat.PNG, **options: Any) -> bytes:  # noqa: A002
    buffer = io.BytesIO()
    image.save(buffer, format.value, **options)
    return buffer.getvalue()


def picture(image: Image.Image, format: PictureFormat = PictureFormat.PNG, **options: Any) -> Picture:  # noqa: A002
    return Picture(encoded(image, format, **options), image.width, image.height, format)


def decoded(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image

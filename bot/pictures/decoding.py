"""From bytes to pixels, without trusting anything that the bytes say about themselves.

A picture has to be whole. Half a picture with intact headers decodes without an error, with gray or black
where it stops, so decoding alone proves nothing. Each format has its own check here.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from bot.errors import EaselError, NotAPicture
from bot.generation.model import Picture
from bot.generation.models import PictureFormat, Size
from bot.pictures import png
from bot.pictures.metadata import labelled

MAX_PIXELS = 2 * 2_048 * 2_048  # twice the largest the API makes, and 32 MiB once decoded
# Formats that browsers show and Pillow reads. Its other decoders can't be reached, since each could be
# attacked.
DECODERS = tuple(
    name
    for name, plugin in (
        ("PNG", PngImagePlugin),
        ("JPEG", JpegImagePlugin),
        ("MPO", MpoImagePlugin),
        ("WEBP", WebPImagePlugin),
        ("AVIF", AvifImagePlugin),
        ("GIF", GifImagePlugin),
        ("BMP", BmpImagePlugin),
    )
    if plugin and name in Image.OPEN
)
Image.MAX_IMAGE_PIXELS = None  # `opened` counts pixels itself before decoding
# The largest color profile that Pillow reads. The default is 1 MiB, but printers' profiles are larger.
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 2**20
SRGB = ImageCms.createProfile("sRGB")
GRAY = range(126, 130)
FILLER = bytes(0x55 ^ (at * 37) % 0x5A for at in range(64))  # without 0xFF, which would start a marker


def inspect(data: bytes) -> Picture:
    """The picture with its real format and size in pixels, labelled as made by AI. Raises `NotAPicture`.

    Formats that Discord doesn't show everywhere, such as AVIF, become PNG.
    """
    if data.startswith(png.SIGNATURE):
        header = png.read_header(data)
        refuse_bomb(header.width, header.height)
        png.check_pixels(data, png.read_chunks(data), header)
        return _picture(data, PictureFormat.PNG, Size(header.width, header.height))
    with opened(data) as image:
        image.load()
        kind = format_of(image)
        if kind is PictureFormat.JPEG:
            _refuse_unfinished_jpeg(data, image)
        if kind is not None:
            return _picture(data, kind, Size(image.width, image.height))
        buffer = io.BytesIO()
        turned = upright(image)
        turned.save(buffer, "PNG", icc_profile=color_profile(image))
        return _picture(buffer.getvalue(), PictureFormat.PNG, Size(turned.width, turned.height))


def _picture(data: bytes, kind: PictureFormat, size: Size) -> Picture:
    return Picture(labelled(data, kind, size), size.width, size.height, kind)


def format_of(image: Image.Image) -> PictureFormat | None:
    """An opened file's format, or None if Easel doesn't post it."""
    # Pillow calls a JPEG with an embedded preview MPO.
    name = "jpeg" if image.format == "MPO" else str(image.format).lower()
    return PictureFormat(name) if name in set(PictureFormat) else None


@contextmanager
def opened(data: bytes, max_pixels: int = MAX_PIXELS) -> Iterator[Image.Image]:
    """The image, not yet decoded, if it's small enough. Raises `NotAPicture`, also for its body."""
    if data.startswith(png.SIGNATURE):
        data = _readable_png(data)
    try:
        with Image.open(io.BytesIO(data), formats=DECODERS) as image:
            refuse_bomb(image.width, image.height, max_pixels)
            yield image
    except EaselError:
        raise
    except UnidentifiedImageError:
        raise NotAPicture(f"{len(data)} bytes in no known picture format") from None
    except Exception as error:  # Pillow's decoders can raise anything for broken bytes
        raise NotAPicture(f"{type(error).__name__}: {error}") from error


def _readable_png(data: bytes) -> bytes:
    """The same picture without anything that would trip up Pillow."""
    header = png.read_header(data)
    chunks = png.read_chunks(data)
    kept = [chunk for chunk in chunks if chunk.critical or _readable(data, chunk, header)]
    return data if len(kept) == len(chunks) else png.assembled(data, kept)


def _readable(data: bytes, chunk: png.Chunk, header: png.Header) -> bool:
    """Whether an ancillary chunk affects how the picture looks, and is intact."""
    length = chunk.end - chunk.start
    match chunk.kind:
        case b"tRNS":
            return length in {0: (2,), 2: (6,), 3: range(1, 257)}.get(header.color, ())
        case b"iCCP":
            _, _, compressed = data[chunk.start : chunk.end].partition(b"\0")
            return png.inflates(compressed[1:], PngImagePlugin.MAX_TEXT_CHUNK)
        case kind:
            return kind == b"eXIf"


def refuse_bomb(width: int, height: int, max_pixels: int = MAX_PIXELS) -> None:
    """Raises `NotAPicture` for too many pixels, before memory is allocated for them."""
    if width * height > max_pixels:
        raise NotAPicture(f"{width} × {height} pixels are more than Easel decodes")


def _refuse_unfinished_jpeg(data: bytes, image: Image.Image) -> None:
    """Raises `NotAPicture` if the scan ended before the picture did.

    The decoder silently fills the missing part with gray. A progressive file only gets blurred. So if that's
    possible, the file is decoded again with a few bytes added to the end of its scan. A complete scan ignores
    them.
    """
    corner = image.getpixel((image.width - 1, image.height - 1))
    bands = corner if isinstance(corner, tuple) else (corner,)
    if not image.info.get("progressive") and any(band not in GRAY for band in bands):
        return
    end = data.rfind(b"\xff\xd9")
    with opened(data[:end] + FILLER + data[end:]) as longer:
        longer.load()
        if longer.tobytes() != image.tobytes():
            raise NotAPicture("a JPEG that is cut short")


def upright(original: Image.Image) -> Image.Image:
    """Rotated by its EXIF, as RGB or RGBA, and only pixels."""
    with suppress(Exception):  # broken EXIF raises anything, and rotates nothing
        ImageOps.exif_transpose(original, in_place=True)
    if original.mode.startswith("I;16"):
        # A PNG in 65,536 shades of gray. `convert` would turn every one above 255 white.
        original = original.point(lambda level: level / 256).convert("L")
    image = original.convert("RGBA" if original.has_transparency_data else "RGB")
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")  # an alpha channel that's fully opaque
    image.info = {}
    return image


def color_profile(image: Image.Image) -> bytes | None:
    """The profile of an image that stays RGB. One for grays or printing inks would no longer fit."""
    profile = image.info.get("icc_profile")
    return profile if isinstance(profile, bytes) and image.mode in ("RGB", "RGBA", "P") else None


def in_srgb(original: Image.Image) -> Image.Image:
    """Upright, with the same colors. The profile that defined them is dropped."""
    profile = color_profile(original)
    image = upright(original)
    if profile is None:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, SRGB) or image
    except (ImageCms.PyCMSError, OSError):  # a broken profile is ignored, like in browsers
        return image

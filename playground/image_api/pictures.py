"""The picture file that answers a request, or a broken one if a fault says so."""

import random
import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from PIL import Image

from playground.image_api.contract import Generation
from playground.image_api.drawing import paint, repaint
from playground.image_api.faults import Fault

DISCORD_LIMIT_BYTES = 10 * 2**20
FORCED_FORMATS = {
    Fault.OVER_UPLOAD_LIMIT: "png",
    Fault.FILE_HALF_SEALED: "png",
    Fault.FILE_BAD_COMMENT: "png",
    Fault.FILE_AVIF: "avif",
}
"A file that a fault makes of any format."

OTHER_FORMATS = {"png": "jpeg", "jpeg": "webp", "webp": "png"}


def picture_file(asked: Generation, seed: int, inputs: Sequence[Image.Image], fault: Fault | None) -> bytes:
    """The bytes for one request. They're the same for the same prompt, seed, size, format and inputs."""
    size, output_format = _form(asked, fault)
    picture = repaint(inputs, asked.prompt, seed, size) if inputs else paint(asked.prompt, seed, size)
    if fault is Fault.OVER_UPLOAD_LIMIT:
        return _over_the_limit(picture, seed)
    return _spoilt(_encoded(picture, output_format), fault)


def plain_file(asked: Generation, fault: Fault | None) -> bytes:
    """A plain color, drawn once. It's the same for every request with that size and format."""
    size, output_format = _form(asked, fault)
    return _spoilt(_plain(*size, output_format), fault)


def _form(asked: Generation, fault: Fault | None) -> tuple[tuple[int, int], str]:
    width, height = asked.size
    size = (width - 16, height - 16) if fault is Fault.OTHER_SIZE else asked.size
    if fault in FORCED_FORMATS:
        return size, FORCED_FORMATS[fault]
    return size, OTHER_FORMATS[asked.output_format] if fault is Fault.OTHER_FORMAT else asked.output_format


def _spoilt(content: bytes, fault: Fault | None) -> bytes:
    """A PNG broken by the fault. Other formats are returned as they are."""
    if fault is Fault.FILE_BAD_COMMENT:
        comment = _chunk(b"tEXt", b"Comment\0damaged")
        return content[:33] + comment[:-1] + bytes([comment[-1] ^ 1]) + content[33:]
    if fault is Fault.FILE_HALF_SEALED:
        rows = zlib.decompress(_pixels(content))
        return content[:33] + _chunk(b"IDAT", zlib.compress(rows[: len(rows) // 2])) + _chunk(b"IEND", b"")
    return content


def _pixels(content: bytes) -> bytes:
    """The compressed rows of a PNG that Pillow wrote."""
    found, at = b"", 8
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind == b"IDAT":
            found += content[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@lru_cache(maxsize=64)
def _plain(width: int, height: int, output_format: str) -> bytes:
    return _encoded(Image.new("RGB", (width, height), (72, 96, 144)), output_format)


def _encoded(picture: Image.Image, output_format: str) -> bytes:
    file = BytesIO()
    match output_format:
        case "png":
            picture.save(file, "PNG", compress_level=4)
        case "jpeg":
            picture.save(file, "JPEG", quality=92)
        case "avif":
            picture.save(file, "AVIF", quality=80, speed=10)
        case _:
            picture.save(file, "WEBP", quality=88, method=2)
    return file.getvalue()


def _over_the_limit(picture: Image.Image, seed: int) -> bytes:
    """A PNG with incompressible grain.

    At 2048 × 2048 its pixels alone exceed the limit. Smaller ones are padded with a huge color profile, which
    viewers ignore. Other chunks could be dropped when the picture is reposted.
    """
    rng = random.Random(seed)
    grain = Image.frombytes("RGB", picture.size, rng.randbytes(picture.width * picture.height * 3))
    missing = DISCORD_LIMIT_BYTES - picture.width * picture.height * 3
    file = BytesIO()
    Image.blend(picture, grain, 0.5).save(file, "PNG", compress_level=0)
    content = file.getvalue()
    if missing < 0:
        return content
    profile = b"grain\0\0" + zlib.compress(bytes(missing + 1), 0)
    return content[:33] + _chunk(b"iCCP", profile) + content[33:]

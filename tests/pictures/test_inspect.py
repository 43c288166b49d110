"""Tells a whole picture that can be posted from anything else."""

import asyncio
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.errors import NotAPicture
from bot.generation.models import PictureFormat
from bot.pictures import PillowPictures
from bot.pictures.decoding import MAX_PIXELS, inspect
from tests.pictures.painted import UNTIMED, decoded, encoded, gradient, noise


@pytest.mark.parametrize("kind", list(PictureFormat))
async def test_format_and_size_are_read_from_the_bytes(kind: PictureFormat) -> None:
    data = encoded(gradient(321, 123), kind)
    async with PillowPictures() as pictures:
        picture = await pictures.inspect(data)
    assert (picture.width, picture.height, picture.format) == (321, 123, kind)
    assert decoded(picture.data).tobytes() == decoded(data).tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_a_picture(mode: str) -> None:
    assert inspect(encoded(gradient().convert("L").convert(mode))).format is PictureFormat.PNG


def test_a_jpeg_with_a_second_picture_in_it_is_a_jpeg() -> None:
    """Cameras put a preview after the picture. Pillow then calls the file an MPO."""
    buffer = io.BytesIO()
    gradient().save(buffer, "mpo", save_all=True, append_images=[gradient(32, 20)])
    picture = inspect(buffer.getvalue())
    assert (picture.width, picture.height, picture.format) == (320, 200, PictureFormat.JPEG)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"<!doctype html><title>gone</title>",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"%PDF-1.7",
        b"\xff\xd8\xff",
        b"RIFF\x00\x00\x00\x00WEBP",
    ],
)
async def test_what_is_no_picture_is_refused(data: bytes) -> None:
    async with PillowPictures() as pictures:
        with pytest.raises(NotAPicture):
            await pictures.inspect(data)


@pytest.mark.parametrize("kind", ["tiff", "ico", "ppm", "pcx", "tga", "jpeg2000", "eps", "pdf"])
def test_formats_no_browser_shows_are_not_even_decoded(kind: str) -> None:
    """Every reachable decoder is one more that could be attacked."""
    buffer = io.BytesIO()
    gradient(32, 32).save(buffer, kind)
    with pytest.raises(NotAPicture, match="no known picture format"):
        inspect(buffer.getvalue())


@pytest.mark.parametrize("kind", ["avif", "gif", "bmp"])
def test_what_browsers_show_becomes_a_png(kind: str) -> None:
    """Discord doesn't show AVIF everywhere, but the picture has been paid for."""
    buffer = io.BytesIO()
    gradient(64, 48).save(buffer, kind)
    picture = inspect(buffer.getvalue())
    assert picture.format is PictureFormat.PNG
    assert decoded(picture.data).size == (picture.width, picture.height) == (64, 48)
    corners = [decoded(picture.data).convert("RGB").getpixel(at) for at in ((2, 2), (60, 45))]
    for found, wanted in zip(
        corners, [gradient(64, 48).getpixel(at) for at in ((2, 2), (60, 45))], strict=True
    ):
        assert all(abs(one - other) < 16 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", list(PictureFormat))
def test_a_picture_that_was_cut_short_is_refused(kind: PictureFormat) -> None:
    """Wherever the cut is, except for a JPEG's last bytes, which aren't part of the picture."""
    data = encoded(noise(60, 40), kind)
    spared = 32 if kind is PictureFormat.JPEG else 0
    for length in range(0, len(data) - spared - 1, 97):
        with pytest.raises(NotAPicture):
            inspect(data[:length])


@pytest.mark.parametrize("kind", [PictureFormat.PNG, PictureFormat.WEBP])
def test_a_few_missing_bytes_are_noticed(kind: PictureFormat) -> None:
    """Except for the checksum of a PNG's end mark, which nothing follows."""
    data = encoded(noise(61, 41), kind)
    for missing in range(6, 30, 2):
        with pytest.raises(NotAPicture):
            inspect(data[:-missing])


def test_a_png_with_a_flipped_bit_is_refused() -> None:
    """Checksums reveal a picture that was damaged in transit."""
    data = bytearray(encoded(noise(60, 40)))
    data[len(data) // 2] ^= 1
    with pytest.raises(NotAPicture):
        inspect(bytes(data))


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that claim to be a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("width", "height"), [(4097, 2048), (10_000, 10_000), (20_000, 20_000), (2**31 - 1, 1)]
)
def test_a_bomb_is_refused_before_it_is_decoded(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few bytes can stand for gigabytes of pixels. They're counted before memory is allocated."""
    assert width * height > MAX_PIXELS

    def never(_: Image.Image) -> None:
        pytest.fail("pixels were decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    with pytest.raises(NotAPicture):
        inspect(png_claiming(width, height))


@UNTIMED
@given(st.binary(max_size=300), st.sampled_from(list(PictureFormat)), st.integers(0, 400))
def test_no_bytes_whatsoever_raise_anything_else(junk: bytes, kind: PictureFormat, at: int) -> None:
    """Junk, and pictures with junk in the middle."""
    whole = encoded(gradient(16, 16), kind)
    for data in (junk, whole[:at] + junk, whole[:at] + junk + whole[at:]):
        try:
            picture = inspect(data)
        except NotAPicture:
            continue
        assert picture.width * picture.height <= MAX_PIXELS


async def test_many_at_once_are_worked_off_one_after_another() -> None:
    data = encoded(gradient())
    async with PillowPictures(threads=1) as pictures:
        found = await asyncio.gather(*(pictures.inspect(data) for _ in range(20)))
    assert {(one.width, one.height) for one in found} == {(320, 200)}

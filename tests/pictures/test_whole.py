"""A whole picture is shown even if something else in its file is broken. Half a picture never is."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from bot.errors import NotAPicture
from bot.generation.models import PictureFormat
from bot.pictures import png
from bot.pictures.decoding import inspect
from bot.pictures.fitting import fit_into
from tests.pictures.painted import UNTIMED, decoded, encoded, gradient, noise

PNG, JPEG, WEBP = PictureFormat.PNG, PictureFormat.JPEG, PictureFormat.WEBP


def rebuilt(data: bytes, change: dict[bytes, bytes | None], *extra: tuple[bytes, bytes]) -> bytes:
    """A PNG with changed chunks (None removes one) and extra chunks, all with correct checksums."""
    parts = [png.SIGNATURE]
    for chunk in png.read_chunks(data):
        if change.get(chunk.kind, b"") is None:
            continue
        parts.append(
            png.encoded_chunk(chunk.kind, change.get(chunk.kind, data[chunk.start : chunk.end]) or b"")
        )
        if chunk.kind == b"IHDR":
            parts += [png.encoded_chunk(*one) for one in extra]
    return b"".join(parts)


def pixels(image: Image.Image, *, interlaced: bool = False) -> bytes:
    """The rows of an RGB image before a PNG compresses them."""
    assert not interlaced
    raw, stride = image.tobytes(), image.width * 3
    return b"".join(b"\0" + raw[at : at + stride] for at in range(0, len(raw), stride))


def with_rows(image: Image.Image, rows: bytes) -> bytes:
    return rebuilt(encoded(image), {b"IDAT": zlib.compress(rows)})


@pytest.mark.parametrize("size", [2**20 + 2**19, 20 * 2**20])
def test_a_png_with_a_huge_color_profile_is_a_picture(size: int) -> None:
    """The profile is over Pillow's own limit, and the picture may have to be re-encoded to fit."""
    image = gradient()
    profile = b"profile\0\0" + zlib.compress(bytes(size))
    data = rebuilt(encoded(image), {}, (b"iCCP", profile))
    picture = inspect(data)
    assert (picture.width, picture.height, picture.format) == (320, 200, PNG)
    assert fit_into(picture, 15_000).width == 320


@pytest.mark.parametrize("kind", b"tEXt zTXt iTXt iCCP eXIf gAMA sRGB cHRM pHYs tIME tRNS acTL abCd".split())
def test_a_wrong_checksum_or_nonsense_in_an_ancillary_chunk_is_ignored(kind: bytes) -> None:
    """Browsers skip such a chunk, so the picture can be shown."""
    good = encoded(gradient())
    for content in (b"", b"Comment\0hello", b"\xff" * 40):
        chunk = png.encoded_chunk(kind, content)
        for broken in (chunk, chunk[:-1] + bytes([chunk[-1] ^ 1])):
            picture = inspect(good[:33] + broken + good[33:])
            assert (picture.width, picture.height) == (320, 200)
            assert fit_into(picture, 15_000).width == 320


def test_text_of_gigabytes_is_never_inflated() -> None:
    """A comment that would inflate to a gigabyte costs neither memory nor the picture."""
    stream = zlib.compressobj(9)
    bomb = b"".join(stream.compress(bytes(2**20)) for _ in range(200)) + stream.flush()
    picture = inspect(rebuilt(encoded(gradient()), {}, (b"zTXt", b"Comment\0\0" + bomb)))
    assert len(picture.data) < 10_000


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.95, 0.999])
def test_half_a_png_with_right_checksums_is_refused(share: float) -> None:
    """Every checksum is right and the end mark is there, but decoders show the missing rows as black."""
    image = noise(60, 40)
    rows = pixels(image)
    assert inspect(with_rows(image, rows)).width == 60
    half = with_rows(image, rows[: int(len(rows) * share)])
    with pytest.raises(NotAPicture):
        inspect(half)


def test_half_a_compressed_stream_is_refused_too() -> None:
    """The stream itself breaks off, in a chunk with a correct checksum."""
    image = noise(60, 40)
    stream = zlib.compress(pixels(image))
    for length in (0, 1, len(stream) // 2, len(stream) - 40):
        with pytest.raises(NotAPicture):
            inspect(rebuilt(encoded(image), {b"IDAT": stream[:length]}))


def test_rows_with_an_unknown_filter_are_refused() -> None:
    """No decoder can read such rows."""
    image = noise(60, 40)
    rows = bytearray(pixels(image))
    rows[20 * 181] = 7
    with pytest.raises(NotAPicture, match="damaged"):
        inspect(with_rows(image, bytes(rows)))


def test_more_pixels_than_announced_do_no_harm() -> None:
    """Browsers ignore everything after the last row."""
    image = noise(60, 40)
    assert inspect(with_rows(image, pixels(image) + bytes(5_000))).height == 40


def adam7(mode: str, width: int, height: int) -> bytes:
    """An interlaced PNG, which Pillow can't write, with every pass filled with zeros."""
    depth, color = {"1": (1, 0), "L": (8, 0), "RGB": (8, 2), "RGBA": (8, 6)}[mode]
    header = png.Header(width, height, depth, color, interlaced=True)
    content = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 1)
    return png.SIGNATURE + b"".join(
        png.encoded_chunk(kind, body)
        for kind, body in (
            (b"IHDR", content),
            (b"IDAT", zlib.compress(bytes(header.length))),
            (b"IEND", b""),
        )
    )


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (8, 8), (5, 9), (33, 17)])
def test_interlaced_pictures_are_counted_right(mode: str, size: tuple[int, int]) -> None:
    """Pillow decodes exactly what counts as whole, and one byte less is refused."""
    data = adam7(mode, *size)
    assert decoded(inspect(data).data).size == size
    stream = zlib.decompress(data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8])
    with pytest.raises(NotAPicture):
        inspect(rebuilt(data, {b"IDAT": zlib.compress(stream[:-1])}))


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.97])
def test_half_a_jpeg_with_an_end_mark_is_refused(progressive: bool, mode: str, share: float) -> None:
    """Decoders silently fill the missing part with gray, or leave it blurred."""
    whole = encoded(noise(320, 200, mode), JPEG, quality=90, progressive=progressive)
    assert inspect(whole).width == 320
    scan = whole.rindex(b"\xff\xda")
    half = whole[: scan + int((len(whole) - scan) * share)].rstrip(b"\xff") + b"\xff\xd9"
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with pytest.raises(NotAPicture):
        inspect(half)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("color", ["gray", (128, 128, 128), "black"])
def test_a_gray_picture_is_whole(progressive: bool, color: str) -> None:
    """The gray of missing parts can also be part of the picture."""
    data = encoded(Image.new("RGB", (333, 201), color), JPEG, progressive=progressive)
    assert inspect(data).height == 201


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_a_webp_with_right_lengths_is_refused(lossless: bool, share: float) -> None:
    """The lengths in its head match the file, but some pixels are missing."""
    whole = encoded(noise(), WEBP, lossless=lossless)
    length = int((len(whole) - 20) * share) // 2 * 2
    half = (
        b"RIFF"
        + struct.pack("<I", length + 12)
        + whole[8:16]
        + struct.pack("<I", length)
        + whole[20 : 20 + length]
    )
    with pytest.raises(NotAPicture):
        inspect(half)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_half_an_avif_is_refused(share: float) -> None:
    """A picture that becomes a PNG here also has to be whole."""
    buffer = io.BytesIO()
    noise().save(buffer, "AVIF", quality=95)
    with pytest.raises(NotAPicture):
        inspect(buffer.getvalue()[: int(buffer.tell() * share)])


@UNTIMED
@given(
    st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]),
    st.integers(1, 40),
    st.integers(1, 40),
    st.floats(0, 1),
)
def test_a_png_is_whole_exactly_when_all_its_rows_are_there(
    mode: str, width: int, height: int, share: float
) -> None:
    """For every kind of pixels, Pillow's output is a whole picture, and one row less isn't."""
    image = Image.new("L", (width, height), 77).convert(mode)
    data = encoded(image)
    assert inspect(data).height == height
    [chunk] = [one for one in png.read_chunks(data) if one.kind == b"IDAT"]
    rows = zlib.decompress(data[chunk.start : chunk.end])
    cut = rows[: int((len(rows) - 1) * share)]
    with pytest.raises(NotAPicture):
        inspect(rebuilt(data, {b"IDAT": zlib.compress(cut)}))

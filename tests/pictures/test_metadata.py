"""Every file says that it's AI-made, and nothing else."""

import io
import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from bot.generation.models import PictureFormat, Size, file_name
from bot.pictures import PillowPictures
from bot.pictures.decoding import inspect
from bot.pictures.metadata import XMP, labelled
from tests.pictures.painted import UNTIMED, decoded, encoded, gradient, noise

PNG, JPEG, WEBP = PictureFormat.PNG, PictureFormat.JPEG, PictureFormat.WEBP
FORMATS = list(PictureFormat)
HARMLESS = {
    *("xmp", "XML:com.adobe.xmp", "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"),
    *("loop", "background", "timestamp", "duration"),
}
SECRET = b"a secret prompt in 5 Private Lane"


def label_of(data: bytes) -> str:
    """The XMP of a file, as Pillow reads it."""
    info = decoded(data).info
    found = info.get("xmp") or info.get("XML:com.adobe.xmp")
    assert found, "no XMP"
    return found if isinstance(found, str) else found.decode()


def telling(kind: PictureFormat) -> bytes:
    """A picture with every kind of metadata that could reveal its origin."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    options = {"exif": exif, "xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}
    if kind is PNG:
        text = PngImagePlugin.PngInfo()
        text.add_text("parameters", SECRET.decode())
        text.add_text("Comment", SECRET.decode(), zip=True)
        text.add_itxt("Description", SECRET.decode())
        text.add(b"caBX", SECRET)
        options["pnginfo"] = text
    if kind is JPEG:
        options["comment"] = SECRET
    return encoded(noise(), kind, **options)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_label_is_the_only_metadata_and_the_pixels_stay(kind: PictureFormat) -> None:
    """Whatever metadata the file had, it only says that it's AI-made afterwards."""
    data = telling(kind)
    assert SECRET in data
    picture = inspect(data)
    assert "digitalsourcetype/trainedAlgorithmicMedia" in label_of(picture.data)
    assert SECRET not in picture.data
    assert not decoded(picture.data).getexif()
    assert set(decoded(picture.data).info) <= HARMLESS
    assert decoded(picture.data).tobytes() == decoded(data).tobytes()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_labelling_again_changes_nothing(kind: PictureFormat, lossless: bool, mode: str) -> None:
    """After a restart a picture is inspected again, and its bytes don't change."""
    image = noise(63, 41, mode if kind is not JPEG else "RGB")
    once = inspect(encoded(image, kind, **({"lossless": lossless} if kind is WEBP else {})))
    assert inspect(once.data) == once
    assert inspect(once.data).data == once.data
    assert once.data.count(XMP) == 1
    assert decoded(once.data).mode == image.mode


@pytest.mark.parametrize("kind", FORMATS)
def test_what_the_eye_needs_stays(kind: PictureFormat) -> None:
    """Color profile and orientation stay, because the picture would look different without them."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SECRET.decode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = inspect(encoded(gradient(), kind, exif=exif, icc_profile=profile))
    shown = decoded(picture.data)
    assert shown.info["icc_profile"] == profile
    assert dict(shown.getexif()) == {0x0112: 6}
    assert SECRET not in picture.data


@pytest.mark.parametrize("kind", FORMATS)
async def test_a_picture_made_to_fit_is_labelled_and_fits(kind: PictureFormat) -> None:
    """The label counts toward the limit."""
    async with PillowPictures() as pictures:
        picture = await pictures.inspect(encoded(noise(640, 400), kind))
        for share in (0.99, 0.5, 0.1):
            limit = int(len(picture.data) * share)
            fit = await pictures.fit(picture, limit)
            assert len(fit.data) <= limit
            assert "trainedAlgorithmicMedia" in label_of(fit.data)


def test_a_preview_behind_a_jpeg_goes_with_its_metadata() -> None:
    """Cameras and editors put a second picture there, which can show parts that were cropped."""
    buffer = io.BytesIO()
    gradient().save(buffer, "mpo", save_all=True, append_images=[gradient(32, 20)], comment=SECRET)
    picture = inspect(buffer.getvalue())
    assert decoded(picture.data).format == "JPEG"
    assert picture.data.count(b"\xff\xd8\xff") == 1
    assert picture.data.endswith(b"\xff\xd9")


def test_bytes_behind_the_end_go() -> None:
    """Nothing can be hidden after the end of a picture."""
    for kind in FORMATS:
        assert SECRET not in inspect(encoded(noise(), kind) + SECRET).data


def test_an_animation_stays_one() -> None:
    """An animated WebP or PNG stays animated, and gets its label."""
    frames = [noise(64, 64), gradient(64, 64)]
    for kind in (PNG, WEBP):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        shown = Image.open(io.BytesIO(inspect(data).data))
        assert shown.n_frames == 2
        assert "trainedAlgorithmicMedia" in str(shown.info.get("xmp") or shown.info.get("XML:com.adobe.xmp"))


@UNTIMED
@given(st.sampled_from(FORMATS), st.binary(max_size=60), st.integers(0, 500), st.integers(1, 40))
def test_no_bytes_break_the_labelling(kind: PictureFormat, junk: bytes, at: int, gone: int) -> None:
    """A file with a broken structure stays as it is, and nothing is raised."""
    data = encoded(gradient(16, 16), kind)
    spoilt = data[:at] + junk + data[at + gone :]
    assert labelled(spoilt, kind, Size(16, 16))


def test_a_vp8x_header_has_the_right_size() -> None:
    """A plain WebP gets an extended header, which repeats the size."""
    data = inspect(encoded(noise(321, 123), WEBP)).data
    assert data[12:16] == b"VP8X"
    assert int.from_bytes(data[24:27], "little") + 1 == 321
    assert int.from_bytes(data[27:30], "little") + 1 == 123
    assert struct.unpack_from("<I", data, 4)[0] == len(data) - 8


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_name_says_nothing_of_the_prompt(kind: PictureFormat) -> None:
    """It's the generation's id."""
    assert re.fullmatch(r"easel-1234\.(png|jpg|webp)", file_name(1234, kind))

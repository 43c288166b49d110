"""Attachments become inputs of an edit, or are refused with a reason that says what to do."""

import asyncio
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bot.errors import (
    InputAnimated,
    InputNotAnImage,
    InputTooLarge,
    InputTooManyPixels,
    InputTooSmall,
    Refused,
)
from bot.generation.models import MEGAPIXEL, PictureFormat
from bot.pictures import PillowPictures
from bot.pictures.inputs import MAX_INPUT_BYTES, MAX_INPUT_PIXELS, prepare_input
from tests.pictures.painted import UNTIMED, decoded, encoded, gradient, noise
from tests.pictures.test_inspect import png_claiming

PNG, JPEG, WEBP = PictureFormat.PNG, PictureFormat.JPEG, PictureFormat.WEBP


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "avif", "gif", "bmp"])
@pytest.mark.parametrize("size", [(320, 200), (1600, 1200), (3000, 400), (1025, 1024)])
def test_every_kind_becomes_an_input_of_at_most_a_megapixel(kind: str, size: tuple[int, int]) -> None:
    """The type comes from the bytes, the aspect ratio stays, and nothing is enlarged."""
    picture = prepare_input(saved(gradient(*size), kind))
    assert decoded(picture.data).format == "JPEG"
    assert decoded(picture.data).size == (picture.width, picture.height)
    assert picture.width * picture.height <= MEGAPIXEL
    assert picture.width <= size[0]
    assert abs(picture.width / picture.height / (size[0] / size[1]) - 1) < 0.02
    if math.prod(size) > MEGAPIXEL:
        assert picture.width * picture.height > 0.97 * MEGAPIXEL


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixels_can_be_an_input(mode: str) -> None:
    """Transparent pictures become PNGs. All others become RGB JPEGs."""
    image = noise(2000, 1000, "CMYK") if mode == "CMYK" else gradient(2000, 1000).convert("L").convert(mode)
    if image.mode in ("LA", "RGBA"):
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    picture = prepare_input(saved(image, "jpeg" if mode == "CMYK" else "png"))
    assert picture.format is (PNG if mode in ("LA", "RGBA") else JPEG)
    assert decoded(picture.data).mode == ("RGBA" if picture.format is PNG else "RGB")


@pytest.mark.parametrize("kind", list(PictureFormat))
@pytest.mark.parametrize("size", [(320, 200), (2400, 1500)])
def test_it_is_turned_upright_and_tells_nothing(kind: PictureFormat, size: tuple[int, int]) -> None:
    """A photo's metadata says where it was taken, so it's removed."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "5 Private Lane"
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 4, size[1]))  # the left side is the top once it's turned
    picture = prepare_input(encoded(image, kind, exif=exif, xmp=b"<x>5 Private Lane</x>"))
    assert picture.height > picture.width
    shown = decoded(picture.data).convert("RGB")
    top, bottom = (shown.getpixel((shown.width // 2, y)) for y in (3, shown.height - 4))
    assert top[0] > 200
    assert top[2] < 100
    assert bottom[2] > 200
    assert bottom[0] < 100
    assert b"Private" not in picture.data
    assert not decoded(picture.data).getexif()
    assert "xmp" not in decoded(picture.data).info


def test_a_color_profile_is_applied_and_dropped() -> None:
    """Profiles can reveal whose screen it was. The colours still look the same."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for one in (profile, srgb, b"broken"):
        picture = prepare_input(encoded(gradient(), PNG, icc_profile=one))
        assert "icc_profile" not in decoded(picture.data).info


@pytest.mark.parametrize("kind", ["gif", "webp", "png", "avif"])
def test_an_animation_is_refused(kind: str) -> None:
    """It's unclear which of its frames is meant."""
    data = saved(noise(64, 64), kind, save_all=True, append_images=[gradient(64, 64)], duration=100)
    with pytest.raises(InputAnimated):
        prepare_input(data)


def test_a_still_gif_and_a_photo_with_a_preview_are_taken() -> None:
    """A single frame isn't an animation, and neither is a preview in a photo."""
    assert prepare_input(saved(gradient(), "gif")).width == 320
    assert (
        prepare_input(saved(gradient(), "mpo", save_all=True, append_images=[gradient(32, 20)])).width == 320
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        encoded(noise(60, 40))[:3000],
        encoded(noise(60, 40), JPEG)[:1500],
        saved(gradient(), "tiff"),
    ],
)
def test_what_is_no_image_is_refused(data: bytes) -> None:
    """Its name and type don't matter."""
    with pytest.raises(InputNotAnImage) as caught:
        prepare_input(data)
    assert caught.value.detail


def test_too_many_bytes_are_not_even_looked_at() -> None:
    """The refusal gives its size and the limit."""
    with pytest.raises(InputTooLarge) as caught:
        prepare_input(bytes(MAX_INPUT_BYTES + 1))
    assert (caught.value.size, caught.value.limit) == (MAX_INPUT_BYTES + 1, MAX_INPUT_BYTES)


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (2**31 - 1, 1), (65_000, 1_000)])
def test_a_bomb_is_refused_before_it_is_decoded(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pixels are counted before memory is allocated for them."""

    def never(_: Image.Image) -> None:
        pytest.fail("pixels were decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    with pytest.raises(InputTooManyPixels) as caught:
        prepare_input(png_claiming(width, height))
    assert (caught.value.width, caught.value.height, caught.value.limit) == (width, height, MAX_INPUT_PIXELS)


@pytest.mark.parametrize("size", [(1, 1), (15, 400), (400, 15)])
def test_a_speck_is_refused(size: tuple[int, int]) -> None:
    """It has nothing to edit."""
    with pytest.raises(InputTooSmall) as caught:
        prepare_input(encoded(noise(*size)))
    assert (caught.value.width, caught.value.height) == size


def test_the_thinnest_strip_keeps_a_side() -> None:
    """A banner of over a megapixel isn't scaled down to nothing."""
    picture = prepare_input(encoded(gradient(40_000, 60)))
    assert picture.height >= 1
    assert picture.width * picture.height <= MEGAPIXEL


async def test_many_at_once_are_prepared_one_after_another() -> None:
    """Memory is limited to a single picture's, whatever the number."""
    data = encoded(gradient(1500, 1500), JPEG)
    async with PillowPictures(threads=2) as pictures:
        found = await asyncio.gather(*(pictures.prepare_input(data) for _ in range(12)))
    assert {(one.width, one.height) for one in found} == {(1024, 1024)}


@UNTIMED
@given(st.binary(max_size=300), st.sampled_from(list(PictureFormat)), st.integers(0, 400))
def test_no_bytes_whatsoever_raise_anything_else(junk: bytes, kind: PictureFormat, at: int) -> None:
    """Junk, and pictures with junk in the middle, become an input or one of the refusals."""
    whole = encoded(gradient(32, 32), kind)
    for data in (junk, whole[:at] + junk, whole[:at] + junk + whole[at:]):
        try:
            assert prepare_input(data).data
        except Refused:
            continue

"""Making a picture fit an upload limit, with the best quality and at full size if possible."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms
from PIL.JpegImagePlugin import get_sampling

from bot.errors import NotAPicture, PictureTooLarge
from bot.generation.model import Picture
from bot.generation.models import PictureFormat
from bot.pictures import PillowPictures
from bot.pictures.fitting import fit_into
from tests.pictures.painted import UNTIMED, decoded, encoded, gradient, noise, picture

PNG, JPEG, WEBP = PictureFormat.PNG, PictureFormat.JPEG, PictureFormat.WEBP


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference per channel, 0 to 255."""
    mode = "RGBA" if one.has_transparency_data else "RGB"
    histogram = ImageChops.difference(one.convert(mode), other.convert(mode)).histogram()
    counts = [(level % 256) * count for level, count in enumerate(histogram)]
    return sum(counts) / sum(histogram)


@pytest.mark.parametrize("kind", list(PictureFormat))
async def test_a_picture_that_fits_is_left_alone(kind: PictureFormat) -> None:
    """Not a single byte changes."""
    original = picture(gradient(), kind)
    async with PillowPictures() as pictures:
        assert await pictures.fit(original, len(original.data)) is original


@pytest.mark.parametrize(("kind", "becomes"), [(PNG, JPEG), (WEBP, WEBP), (JPEG, JPEG)])
@pytest.mark.parametrize("share", [0.9, 0.5, 0.2, 0.1])
async def test_a_picture_fits_afterwards_and_is_what_it_says(
    kind: PictureFormat, becomes: PictureFormat, share: float
) -> None:
    original = picture(noise(640, 400), kind)
    limit = int(len(original.data) * share)
    async with PillowPictures() as pictures:
        fit = await pictures.fit(original, limit)
        assert len(fit.data) <= limit
        assert await pictures.inspect(fit.data) == fit
    assert fit.format is becomes


@pytest.mark.parametrize("kind", list(PictureFormat))
def test_quality_goes_before_size(kind: PictureFormat) -> None:
    original = picture(gradient(), kind, quality=100) if kind is not PNG else picture(noise())
    fit = fit_into(original, len(original.data) // 2)
    assert (fit.width, fit.height) == (original.width, original.height)


def test_no_more_quality_goes_than_has_to() -> None:
    """A larger limit never gives a worse picture."""
    image = noise()
    original = picture(image)
    losses = [
        difference(image, decoded(fit_into(original, len(original.data) * percent // 100).data))
        for percent in (90, 75, 60, 50, 40, 35)
    ]
    assert losses == sorted(set(losses))


def test_at_the_last_it_is_made_smaller_and_keeps_its_shape() -> None:
    original = picture(noise(640, 400))
    fit = fit_into(original, 20_000)
    assert fit.width < 640
    assert abs(fit.width / fit.height - 1.6) < 0.05


@pytest.mark.parametrize("limit", range(10_000, 30_000, 2_000))
def test_made_smaller_it_fits_also_where_that_makes_it_denser(limit: int) -> None:
    """A soft picture keeps its shapes while it shrinks, so its bytes fall more slowly than its area."""
    soft = noise(192, 120).resize((1920, 1200), Image.Resampling.BICUBIC)
    assert len(fit_into(picture(soft), limit).data) <= limit


@pytest.mark.parametrize("limit", [-1, 0, 1, 100])
def test_where_nothing_helps_that_is_said(limit: int) -> None:
    with pytest.raises(PictureTooLarge) as caught:
        fit_into(picture(noise()), limit)
    assert caught.value.limit == limit


@pytest.mark.parametrize("kind", [PNG, WEBP])
@pytest.mark.parametrize("share", [0.7, 0.3, 0.05])
def test_transparency_is_kept(kind: PictureFormat, share: float) -> None:
    image = noise(mode="RGB")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    original = picture(image, kind, lossless=True)
    fit = decoded(fit_into(original, int(len(original.data) * share)).data)
    assert fit.mode == "RGBA"
    alpha = fit.getchannel("A").resize(image.size)
    assert difference(Image.merge("RGB", [alpha] * 3), Image.merge("RGB", [image.getchannel("A")] * 3)) < 3


def test_an_alpha_channel_through_which_nothing_shows_is_no_transparency() -> None:
    original = picture(noise().convert("RGBA"))
    assert fit_into(original, len(original.data) // 2).format is JPEG


def test_the_same_bytes_in_give_the_same_bytes_out() -> None:
    original = picture(noise())
    assert fit_into(original, 30_000) == fit_into(original, 30_000)
    assert fit_into(original, 30_000).data == fit_into(original, 30_000).data


def telling() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "made in the cellar of 5 Private Lane"  # ImageDescription
    exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}  # GPS
    return exif


@pytest.mark.parametrize("kind", list(PictureFormat))
def test_nothing_but_the_picture_is_passed_on(kind: PictureFormat) -> None:
    """EXIF, XMP and comments can reveal where, by whom and from what it was made."""
    options = {"exif": telling(), "xmp": b"<x:xmpmeta>Private Lane</x:xmpmeta>"}
    if kind is JPEG:
        options["comment"] = b"Private Lane"
    original = picture(noise(640, 400), kind, **options)
    assert b"Private Lane" in original.data
    for share in (0.9, 0.3, 0.1):
        fit = fit_into(original, int(len(original.data) * share))
        assert b"Private Lane" not in fit.data
        assert not decoded(fit.data).getexif()


def test_a_picture_on_its_side_is_put_upright() -> None:
    """Viewers rotate by EXIF. Without EXIF, the pixels have to be rotated."""
    exif = Image.Exif()
    exif[0x0112] = 6
    fit = fit_into(picture(noise(320, 200), JPEG, exif=exif, quality=95), 30_000)
    assert fit.height > fit.width


@pytest.mark.parametrize("kind", list(PictureFormat))
def test_a_colour_profile_is_kept(kind: PictureFormat) -> None:
    """Without it, the same numbers would be other colours."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = picture(noise(), kind, icc_profile=profile)
    for share in (0.9, 0.5):
        fit = decoded(fit_into(original, int(len(original.data) * share)).data)
        assert fit.info["icc_profile"] == profile


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK"])
def test_every_kind_of_pixels_can_be_made_to_fit(mode: str) -> None:
    kind = JPEG if mode == "CMYK" else PNG
    original = picture(noise(mode="L").convert(mode) if mode != "CMYK" else noise(mode=mode), kind)
    assert decoded(fit_into(original, len(original.data) // 2).data).mode in ("RGB", "RGBA")


def test_a_profile_of_other_colours_is_left_behind() -> None:
    """A grey picture becomes RGB, where a grey profile would be wrong."""
    original = picture(noise(mode="L"), icc_profile=b"greys" * 40)
    assert "icc_profile" not in decoded(fit_into(original, len(original.data) // 2).data).info


def test_colours_stay_as_sharp_as_shapes_where_there_is_room() -> None:
    original = picture(noise())
    assert get_sampling(decoded(fit_into(original, len(original.data) * 9 // 10).data)) == 0  # 4:4:4


def test_sixteen_bits_of_grey_become_eight_and_not_white() -> None:
    grey = Image.frombytes("I;16", (100, 100), random.Random(7).randbytes(20_000))
    levels = decoded(fit_into(picture(grey), 15_000).data).convert("L").histogram()
    assert sum(level * count for level, count in enumerate(levels)) / 10_000 == pytest.approx(127, abs=5)


def test_broken_bytes_are_told_from_bytes_that_do_not_fit() -> None:
    broken = Picture(encoded(noise())[:5000], 320, 200, PNG)
    with pytest.raises(NotAPicture):
        fit_into(broken, 1000)


@settings(UNTIMED, max_examples=25)
@given(
    st.integers(64, 200),
    st.integers(64, 200),
    st.sampled_from(list(PictureFormat)),
    st.integers(0, 60_000),
)
def test_for_every_limit_it_fits_or_is_too_large(
    width: int, height: int, kind: PictureFormat, limit: int
) -> None:
    original = picture(noise(width, height), kind)
    try:
        fit = fit_into(original, limit)
    except PictureTooLarge:
        return
    assert len(fit.data) <= limit
    assert decoded(fit.data).size == (fit.width, fit.height)

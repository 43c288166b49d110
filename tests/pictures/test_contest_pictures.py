"""Copies of entries, contact sheets and podiums."""

import io

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from bot.contests.model import Podium, PodiumPlace, SheetItem
from bot.errors import NotAPicture
from bot.generation.models import PictureFormat
from bot.pictures import PillowPictures
from bot.pictures.contest_pictures import WIDTH, contact_sheet, entry_copy, podium
from tests.pictures.painted import decoded, encoded, gradient


def telling() -> bytes:
    """A picture full of metadata."""
    told = PngImagePlugin.PngInfo()
    told.add_text("prompt", "a fox by somebody")
    told.add_itxt("Author", "somebody")
    exif = Image.Exif()
    exif[0x013B] = "somebody"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    buffer = io.BytesIO()
    gradient().save(buffer, "PNG", pnginfo=told, exif=exif, icc_profile=profile)
    return buffer.getvalue()


def place(number: int, name: str = "Zoë", data: bytes | None = None) -> PodiumPlace:
    return PodiumPlace(number, (f"Entry {number}", name), data or encoded(gradient(64, 48)))


def test_a_copy_says_nothing_but_its_pixels():
    """No text, EXIF, profile or other metadata is left, whatever the picture's format."""
    data = telling()
    assert b"somebody" in data
    copy = entry_copy(data)
    image = decoded(copy.data)
    assert b"somebody" not in copy.data
    assert b"fox" not in copy.data
    assert image.format == "JPEG"
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not image.getexif()
    assert image.size == gradient().size


def test_the_same_picture_gives_the_same_copy():
    """This way its hash always matches the record's."""
    assert entry_copy(telling()) == entry_copy(telling())


def test_copies_of_all_formats_are_alike():
    """The format reveals nothing about the maker."""
    kinds = {decoded(entry_copy(encoded(gradient(), kind)).data).format for kind in PictureFormat}
    assert kinds == {"JPEG"}


def test_what_is_transparent_stands_on_white():
    """A JPEG has no transparency, and black would hide dark lines."""
    image = decoded(entry_copy(encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0)))).data)
    assert image.getpixel((32, 32)) == (255, 255, 255)


@pytest.mark.parametrize("draw", [entry_copy, lambda data: contact_sheet([SheetItem("1", data)])])
def test_what_is_no_picture_is_refused(draw):
    """It raises the same error as any other picture."""
    with pytest.raises(NotAPicture):
        draw(b"nothing of the kind")


def test_a_contact_sheet_has_a_thumbnail_for_each_entry():
    """They're in rows of four, and each picture is visible."""
    colours = [(200, 30, 30), (30, 200, 30), (30, 30, 200), (200, 200, 30), (200, 30, 200)]
    items = [SheetItem(str(n), encoded(Image.new("RGB", (90, 60), each))) for n, each in enumerate(colours)]
    sheet = decoded(contact_sheet(items))
    assert sheet.width == WIDTH
    side = (WIDTH - 64 - 48) // 4
    for index, colour in enumerate(colours):
        row, column = divmod(index, 4)
        seen = sheet.getpixel((32 + column * (side + 16) + side // 2, 32 + row * (side + 56) + side // 2))
        assert all(abs(one - other) < 12 for one, other in zip(seen, colour, strict=True))


@pytest.mark.parametrize("places", [(), (1,), (1, 2), (1, 1, 3), (1, 2, 3), (1, 2, 3, 3, 3)])
def test_a_podium_for_any_number_of_winners(places):
    """There can be none, or more than three if they tie."""
    image = decoded(podium(Podium("Autumn", "Fog", tuple(place(number) for number in places))))
    assert (image.format, image.width) == ("JPEG", WIDTH)


def test_first_place_stands_in_the_middle_and_highest():
    """First place is in the middle, as on any podium."""
    reds = [encoded(Image.new("RGB", (60, 60), (255 - 60 * n, 0, 0))) for n in range(3)]
    drawing = Podium("Autumn", "", tuple(place(n + 1, data=data) for n, data in enumerate(reds)))
    image = decoded(podium(drawing))
    tops = []
    for x in (WIDTH // 6, WIDTH // 2, WIDTH * 5 // 6):
        column = [image.getpixel((x, y)) for y in range(image.height)]
        tops.append(next(y for y, (red, green, _) in enumerate(column) if red > 100 and green < 25))
    assert tops[1] < tops[0] < tops[2]


def test_names_without_letters_we_have_are_left_out():
    """The name is left out instead of drawn as boxes. The entry's number stays."""
    assert podium(Podium("A", "", (place(1, "漢字"),))) == podium(Podium("A", "", (place(1, "한국"),)))
    assert podium(Podium("A", "", (place(1, "Ёлка"),))) != podium(Podium("A", "", (place(1, "漢字"),)))


async def test_they_are_drawn_off_the_event_loop():
    """They're drawn in the threads that also inspect pictures."""
    async with PillowPictures() as pictures:
        copy = await pictures.entry_copy(telling())
        assert copy == entry_copy(telling())
        sheet = await pictures.contact_sheet([SheetItem("1", copy.data)])
        drawn = await pictures.podium(Podium("A", "", (place(1),)))
    assert decoded(sheet).format == decoded(drawn).format == "JPEG"

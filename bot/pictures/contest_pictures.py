"""Pictures for contests: the copies that voters see, contact sheets, and the podium."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageOps

from bot.contests.model import Podium, PodiumPlace, SheetItem
from bot.generation.model import Picture
from bot.generation.models import PictureFormat
from bot.pictures.chart import BACKGROUND, EDGE, GRID, MUTED, TEXT
from bot.pictures.decoding import in_srgb, opened
from bot.pictures.lettering import Font, fitting, font, writable

WIDTH = 1200
MARGIN = 32
GAP = 16
ENTRY_QUALITY = 92
QUALITY = 88

SHEET_COLUMNS = 4
LABEL = 40

TITLE, BODY, SMALL = 50, 34, 28
BLOCK = 150  # the height of the block below first place. Each further place loses a third of it
PLACE_COLOURS = {1: "#d9a441", 2: "#a9b1bd", 3: "#b4774b"}


def entry_copy(data: bytes) -> Picture:
    """The pixels of an entry as a new JPEG. No metadata, format or file name reveals its origin.

    The same input gives the same output. Raises `NotAPicture`.
    """
    with opened(data) as original:
        original.load()
        image = _flat(original)
    return Picture(_jpeg(image, ENTRY_QUALITY), image.width, image.height, PictureFormat.JPEG)


def contact_sheet(items: Sequence[SheetItem]) -> bytes:
    """Thumbnails with their labels, in rows of `SHEET_COLUMNS`, as a JPEG. Raises `NotAPicture`."""
    side = (WIDTH - 2 * MARGIN - (SHEET_COLUMNS - 1) * GAP) // SHEET_COLUMNS
    rows = -(-len(items) // SHEET_COLUMNS)
    sheet = Image.new("RGB", (WIDTH, 2 * MARGIN + rows * (side + LABEL + GAP) - GAP), BACKGROUND)
    pen, letters = ImageDraw.Draw(sheet), font(BODY)
    for index, item in enumerate(items):
        row, column = divmod(index, SHEET_COLUMNS)
        left, top = MARGIN + column * (side + GAP), MARGIN + row * (side + LABEL + GAP)
        sheet.paste(_thumbnail(item.data, side, side), (left, top))
        label = fitting(writable(item.label), letters, side)
        pen.text((left + side / 2, top + side + LABEL / 2 + 2), label, TEXT, letters, anchor="mm")
    return _jpeg(sheet, QUALITY)


def podium(drawing: Podium) -> bytes:
    """The winners as a JPEG: up to three on a podium, more in rows. Raises `NotAPicture`."""
    return _Podium(drawing).draw()


class _Podium:
    def __init__(self, drawing: Podium) -> None:
        self._drawing = drawing
        self._title, self._body, self._small = font(TITLE), font(BODY), font(SMALL)
        self._columns = min(3, max(1, len(drawing.places)))
        self._side = min(460, (WIDTH - 2 * MARGIN - (self._columns - 1) * GAP) // self._columns)
        self._top = MARGIN + TITLE + 20 + BODY + 36
        lines = max((len(place.lines) for place in drawing.places), default=0)
        self._text_height = BODY + 12 + max(0, lines - 1) * (SMALL + 8) + 16
        self._steps = len(drawing.places) <= 3
        self._cell = self._side + self._text_height + (BLOCK if self._steps else 0)
        rows = -(-len(drawing.places) // self._columns)
        height = self._top + rows * (self._cell + GAP) + (0 if self._steps else MARGIN)
        self._image = Image.new("RGB", (WIDTH, height), BACKGROUND)
        self._pen = ImageDraw.Draw(self._image)

    def draw(self) -> bytes:
        self._line(self._drawing.title, self._title, TEXT, (WIDTH / 2, MARGIN), WIDTH - 2 * MARGIN)
        below = MARGIN + TITLE + 20
        self._line(self._drawing.subtitle, self._body, MUTED, (WIDTH / 2, below), WIDTH - 2 * MARGIN)
        for index, place in enumerate(self._drawing.places):
            self._draw_place(index, place)
        return _jpeg(self._image, QUALITY)

    def _draw_place(self, index: int, place: PodiumPlace) -> None:
        row, column = divmod(index, self._columns)
        if self._steps and len(self._drawing.places) == 3:
            column = (1, 0, 2)[index]  # first place is in the middle
        used = self._columns * self._side + (self._columns - 1) * GAP
        left = (WIDTH - used) // 2 + column * (self._side + GAP)
        top = self._top + row * (self._cell + GAP)
        sunk = 0
        if self._steps:
            sunk = (min(place.place, 3) - 1) * BLOCK // 3
            self._draw_block(place, left, top + sunk + self._side + self._text_height)
        self._image.paste(_thumbnail(place.data, self._side, self._side), (left, top + sunk))
        outline = (left, top + sunk, left + self._side - 1, top + sunk + self._side - 1)
        self._pen.rectangle(outline, outline=PLACE_COLOURS.get(place.place, EDGE), width=5)
        middle, y = left + self._side / 2, top + sunk + self._side + 8
        lines = [line for line in place.lines if writable(line)]
        if lines and not self._steps:
            lines[0] = f"{place.place}. {lines[0]}"
        for number, line in enumerate(lines):
            letters, colour = (self._body, TEXT) if number == 0 else (self._small, MUTED)
            self._line(line, letters, colour, (middle, y), self._side)
            y += (BODY if number == 0 else SMALL) + 8

    def _draw_block(self, place: PodiumPlace, left: int, top: int) -> None:
        bottom = self._image.height
        self._pen.rectangle((left, top, left + self._side - 1, bottom), GRID)
        self._pen.rectangle((left, top, left + self._side - 1, top + 6), PLACE_COLOURS.get(place.place, EDGE))
        middle = left + self._side / 2, (top + 6 + bottom) / 2
        self._pen.text(middle, f"{place.place}", TEXT, self._title, anchor="mm")

    def _line(self, text: str, letters: Font, colour: str, at: tuple[float, float], width: float) -> None:
        self._pen.text(at, fitting(writable(text), letters, width), colour, letters, anchor="ma")


def _thumbnail(data: bytes, width: int, height: int) -> Image.Image:
    """The middle of the picture, in that width and height."""
    with opened(data) as image:
        image.draft("RGB", (2 * width, 2 * height))  # a JPEG isn't decoded larger than needed
        image.load()
        return ImageOps.fit(_flat(image), (width, height), Image.Resampling.LANCZOS)


def _flat(original: Image.Image) -> Image.Image:
    """Upright, in sRGB, on white if it's transparent, and only pixels."""
    image = in_srgb(original)
    if image.mode == "RGB":
        return image
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    return ground.convert("RGB")


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling="4:4:4")
    return buffer.getvalue()

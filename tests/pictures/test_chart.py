"""Charts: their columns, bars, axes and letters."""

import io
import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.budgets.chart import Bar, Chart, Column
from bot.pictures import PillowPictures
from bot.pictures.chart import BACKGROUND, BELOW, COLUMN, WIDTH, compact, draw, fitting, font, ticks, writable


def chart(*values: int, bars: tuple[Bar, ...] = (), nothing: str = "") -> Chart:
    columns = tuple(Column(f"{place + 1} May", value) for place, value in enumerate(values))
    return Chart("The Workshop", "May", "Tokens a day", columns, "Who used most", bars, nothing)


def opened(of: Chart) -> Image.Image:
    image = Image.open(io.BytesIO(draw(of)))
    image.load()
    return image


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def areas(image: Image.Image, colour: str) -> list[tuple[int, int, int]]:
    """(left, top, bottom) of each group of adjacent pixel columns with the colour, from the left."""
    wanted, found, before = rgb(colour), [], False
    pixels = image.load()
    for x in range(image.width):
        rows = [y for y in range(image.height) if pixels[x, y] == wanted]
        if rows and not before:
            found.append((x, rows[0], rows[-1]))
        before = bool(rows)
    return found


async def test_it_is_a_png_with_a_background_of_its_own():
    """The card is opaque and has its own colour, whatever is behind it in Discord."""
    async with PillowPictures() as pictures:
        data = await pictures.draw(chart(63_000))
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.mode, image.width) == ("PNG", "RGB", WIDTH)
    assert image.getpixel((10, 10)) == rgb(BACKGROUND)


def test_a_day_without_use_is_a_gap():
    """Three days with an empty one in the middle are two columns with a gap in between."""
    first, last = areas(opened(chart(63_000, 0, 63_000)), COLUMN)
    assert last[0] - first[0] > 600
    assert first[1:] == last[1:]


def test_columns_stand_on_zero_and_are_as_high_as_their_amount():
    """Half the amount is half the height, because the axis begins at zero."""
    whole, half = areas(opened(chart(100_000, 50_000)), COLUMN)
    assert abs((whole[2] - whole[1]) - 2 * (half[2] - half[1])) <= 2
    assert abs(whole[2] - half[2]) <= 1


def test_more_refunds_than_use_hang_below_zero():
    """A day with more refunds than usage shows it in its own colour."""
    image = opened(chart(100_000, -50_000))
    [(_, _, zero)] = areas(image, COLUMN)
    [(_, top, bottom)] = areas(image, BELOW)
    assert zero - 3 <= top < bottom


def test_the_smallest_use_shows():
    """One token beside a hundred million is thin, but visible."""
    assert len(areas(opened(chart(1, 0, 10**8)), COLUMN)) == 2


def test_nothing_at_all_is_said_in_words():
    """Without any usage, the chart says so and has no columns."""
    assert areas(opened(chart(0, 0)), COLUMN) == []
    assert draw(chart(0, 0, nothing="Nothing was used.")) != draw(chart(0, 0))
    assert draw(chart(1, 0, nothing="Nothing was used.")) == draw(chart(1, 0))


def test_bars_are_as_long_as_their_amount():
    """The card grows with its bars, and half the amount is half as long."""
    image = opened(chart(bars=(Bar("hazel", 126_000), Bar("juniper", 63_000), Bar("漢字", -1))))
    lengths = sorted(
        sum(image.getpixel((x, y)) == rgb(COLUMN) for x in range(image.width)) for y in range(image.height)
    )
    assert image.height > opened(chart()).height
    assert lengths[-1] > 300
    assert any(abs(length - lengths[-1] / 2) <= 1 for length in lengths)


@given(
    st.lists(st.integers(-(10**12), 10**12), max_size=60),
    st.lists(st.builds(Bar, st.text(max_size=40), st.integers(-(10**12), 10**15)), max_size=5),
)
@settings(max_examples=20, deadline=None)
def test_anything_can_be_drawn(values, bars):
    """No amount, number of days or name breaks the drawing."""
    assert opened(chart(*values, bars=tuple(bars))).width == WIDTH


@given(st.integers(-(10**15), 0), st.integers(0, 10**15))
def test_an_axis_is_round_and_holds_everything(lowest, highest):
    """Zero is on it, its steps are equal and round, it reaches the maximum, and it isn't crowded."""
    numbers = ticks(lowest, highest)
    assert 0 in numbers
    assert lowest <= numbers[0] <= 0
    assert numbers[-1] >= highest
    assert len(numbers) <= 8
    steps = {after - before for before, after in itertools.pairwise(numbers)}
    assert len(steps) <= 1
    for step in steps:
        assert step / 10 ** math.floor(math.log10(step)) in (1, 2, 2.5, 5)


def test_amounts_on_the_axis_are_short():
    """Short as they can be typed: 63k, 1.5m."""
    numbers = (0, 999, 63_000, 94_500, 1_500_000, 2_000_000_000, -63_000)
    assert [compact(number) for number in numbers] == ["0", "999", "63k", "94.5k", "1.5m", "2,000m", "-63k"]


def test_names_are_written_as_far_as_there_are_letters():
    """Latin, Cyrillic, Greek and more. A letter that the font lacks shows as a box, so no name disappears."""
    assert writable("Zoë  ❤\n漢字 Ünal") == "Zoë ❤ □□ Ünal"
    assert writable("さくら") == "□□□"
    assert writable("𝓝𝓪𝓶𝓮 \u200b\u202ex") == "Name x"
    assert writable("🦊🦊 fox") == "fox"
    assert writable("🦊") == "□"
    assert writable("") == writable(" \n\u200b") == ""
    assert writable("Żółw Ёлка Μέλισσα שלום") == "Żółw Ёлка Μέλισσα שלום"


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=60))
def test_long_names_are_cut(name):
    """A name that's too long ends in an ellipsis and then fits."""
    letters = font(36)
    cut = fitting(name, letters, 330)
    assert letters.getlength(cut) <= 330
    assert cut == name or cut.endswith("…")

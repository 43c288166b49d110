"""Draws charts on a card with its own background, which suits both Discord's dark and light theme."""

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.budgets.chart import Bar, Chart
from bot.pictures.lettering import fitting, font, writable

# Phones show it at a third of that width, where 34 pixels are the size of Discord's small print.
WIDTH = 1200
MARGIN = 48
TITLE, BODY, SMALL = 46, 33, 29
PLOT_HEIGHT = 380
BAR_ROW = 58
NAME_WIDTH = 330

BACKGROUND = "#1e2128"
EDGE = "#444b59"
GRID = "#363c48"
TEXT = "#f2f3f5"
MUTED = "#b4bac6"
COLUMN = "#e58f5e"
BELOW = "#7fb2e5"

TICK_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def draw(chart: Chart) -> bytes:
    """The chart as a PNG, `WIDTH` pixels wide."""
    buffer = io.BytesIO()
    _Drawing(chart).draw().save(buffer, "PNG")
    return buffer.getvalue()


def ticks(lowest: int, highest: int, most: int = 5) -> list[int]:
    """Round numbers from `lowest` (at most 0) to the first one that isn't below `highest` (at least 0).

    Zero is one of them. There are `most`, or one or two more.
    """
    span = max(highest - lowest, 1)
    size = 10 ** max(0, math.floor(math.log10(span / most)))
    steps = (int(size * step) for step in TICK_STEPS if (size * step).is_integer())
    step = next(step for step in steps if step * most >= span)
    return list(range(step * math.ceil(lowest / step), highest + step, step))


def compact(amount: int) -> str:
    """`0`, `63k`, `1.5m`, the same way that amounts can be typed."""
    for unit, letter in ((1_000_000, "m"), (1_000, "k")):
        if abs(amount) >= unit:
            return f"{amount / unit:,.2f}".rstrip("0").rstrip(".") + letter
    return str(amount)


@dataclass(frozen=True, slots=True)
class _Plot:
    """The area of the columns, in pixels from the upper left."""

    left: float
    right: float
    top: float
    bottom: float
    lowest: int
    highest: int

    def y(self, value: int) -> float:
        share = (value - self.lowest) / (self.highest - self.lowest)
        return self.bottom - share * (self.bottom - self.top)


class _Drawing:
    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._title, self._body, self._small = font(TITLE), font(BODY), font(SMALL)
        bars = BODY + 44 + BAR_ROW * len(chart.bars) if chart.bars else 0
        self._plot_top = MARGIN + TITLE + 24 + BODY + 62 + SMALL + 44
        self._bars_top = self._plot_top + PLOT_HEIGHT + 20 + SMALL + 40
        self._height = self._bars_top + bars + (MARGIN if bars else 0)
        self._image = Image.new("RGB", (WIDTH, self._height), BACKGROUND)
        self._pen = ImageDraw.Draw(self._image)

    def draw(self) -> Image.Image:
        pen, chart = self._pen, self._chart
        pen.rectangle((0, 0, WIDTH - 1, self._height - 1), outline=EDGE, width=3)
        room = WIDTH - 2 * MARGIN
        pen.text((MARGIN, MARGIN), fitting(writable(chart.title), self._title, room), TEXT, self._title)
        below = MARGIN + TITLE + 24
        pen.text((MARGIN, below), fitting(writable(chart.subtitle), self._body, room), MUTED, self._body)
        heading = fitting(writable(chart.columns_title), self._small, room)
        pen.text((MARGIN, below + BODY + 54), heading, MUTED, self._small)
        self._draw_columns()
        if chart.bars:
            self._draw_bars()
        return self._image

    def _draw_columns(self) -> None:
        values = [column.value for column in self._chart.columns]
        lowest, highest = min(0, *values, 0), max(0, *values, 0)
        used = any(values)
        numbers = ticks(lowest, highest) if used else [0]
        indent = max(self._small.getlength(compact(number)) for number in numbers) + 20
        bottom = self._plot_top + PLOT_HEIGHT
        left, right = MARGIN + indent, WIDTH - MARGIN
        plot = _Plot(left, right, self._plot_top, bottom, lowest, max(numbers[-1], 1))
        for number in numbers:
            self._rule(plot, number)
        if used:
            self._fill(plot)
        else:
            middle = (left + right) / 2, (self._plot_top + bottom) / 2
            self._pen.text(middle, writable(self._chart.nothing), TEXT, self._body, anchor="mm")
        self._label(plot)

    def _rule(self, plot: _Plot, number: int) -> None:
        y = plot.y(number)
        colour, width = (MUTED, 3) if number == 0 else (GRID, 2)
        self._pen.line((plot.left, y, plot.right, y), colour, width)
        self._pen.text((plot.left - 16, y), compact(number), MUTED, self._small, anchor="rm")

    def _fill(self, plot: _Plot) -> None:
        columns = self._chart.columns
        slot = (plot.right - plot.left) / len(columns)
        width = max(2.0, min(slot * 0.72, 90))
        for index, column in enumerate(columns):
            if column.value == 0:
                continue
            middle = plot.left + (index + 0.5) * slot
            ends = sorted((plot.y(0), plot.y(column.value)))
            if ends[1] - ends[0] < 3:  # the smallest usage still shows
                ends[0] = ends[1] - 3
            self._pen.rectangle(
                (middle - width / 2, ends[0], middle + width / 2, ends[1]),
                COLUMN if column.value > 0 else BELOW,
            )
        self._name_highest(plot, slot)

    def _name_highest(self, plot: _Plot, slot: float) -> None:
        """Writes the largest amount above its column, so nobody has to guess it from the axis."""
        columns = self._chart.columns
        index = max(range(len(columns)), key=lambda place: columns[place].value)
        if columns[index].value <= 0:
            return
        text = compact(columns[index].value)
        half = self._small.getlength(text) / 2
        x = min(max(plot.left + (index + 0.5) * slot, plot.left + half), plot.right - half)
        at = x, plot.y(columns[index].value) - 8
        self._pen.rectangle(self._pen.textbbox(at, text, self._small, anchor="mb"), BACKGROUND)
        self._pen.text(at, text, TEXT, self._small, anchor="mb")

    def _label(self, plot: _Plot) -> None:
        """Labels the last column, and as many others before it as fit."""
        labels = [writable(column.label) for column in self._chart.columns]
        if not labels:
            return
        slot = (plot.right - plot.left) / len(labels)
        widest = max(self._small.getlength(label) for label in labels)
        outermost = WIDTH - MARGIN / 2 - widest / 2
        pushed = max(0.0, plot.right - slot / 2 - outermost)  # keeps the last one on the card
        every = math.ceil((widest + 24 + pushed) / slot)
        for index in range(len(labels) - 1, -1, -every):
            x = min(plot.left + (index + 0.5) * slot, outermost)
            self._pen.text((x, plot.bottom + 18), labels[index], MUTED, self._small, anchor="ma")

    def _draw_bars(self) -> None:
        chart = self._chart
        self._pen.text((MARGIN, self._bars_top), writable(chart.bars_title), MUTED, self._small)
        most = max(1, *(bar.value for bar in chart.bars), 1)
        amounts = max(self._body.getlength(f"{bar.value:,}") for bar in chart.bars)
        for place, bar in enumerate(chart.bars):
            self._draw_bar(place, bar, most, WIDTH - MARGIN - amounts - 20)

    def _draw_bar(self, place: int, bar: Bar, most: int, right: float) -> None:
        middle = self._bars_top + BODY + 34 + place * BAR_ROW + BAR_ROW / 2
        number = f"{place + 1}"
        self._pen.text((MARGIN + 18, middle), number, MUTED, self._body, anchor="mm")
        name = fitting(writable(bar.name), self._body, NAME_WIDTH)
        self._pen.text((MARGIN + 56, middle), name, TEXT, self._body, anchor="lm")
        left = MARGIN + 56 + NAME_WIDTH + 20
        length = max(3.0, max(0, bar.value) / most * (right - left))
        self._pen.rectangle((left, middle - 16, left + length, middle + 16), COLUMN)
        self._pen.text((WIDTH - MARGIN, middle), f"{bar.value:,}", TEXT, self._body, anchor="rm")

"""Text in drawings. The font is bundled, so none has to be installed."""

import threading
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont

ELLIPSIS = "…"
MISSING = "□"

_FILE = Path(__file__).with_name("fonts") / "DejaVuSans.ttf"
_NO_CHARACTER = "\U0010ffff"  # drawn as the box for a missing letter
_LOCK = threading.Lock()


def font(size: int) -> Font:
    """`size` is in pixels. One for each drawing, because two threads can't use the same font at once."""
    return ImageFont.truetype(_FILE, size)


def writable(text: str) -> str:
    """One line of text that the font can draw: Latin, Greek, Cyrillic, Arabic, Hebrew and some others.

    Lettering such as 𝓑𝓸𝓵𝓭 becomes plain. Letters that the font lacks show as □, so a name never disappears.
    Emoji and other symbols it lacks are left out, unless there's nothing else.
    """
    line = unicodedata.normalize("NFKC", text)
    letters = " ".join("".join(_written(letter) for letter in line).split())
    if letters:
        return letters
    return MISSING if any(letter.isprintable() and not letter.isspace() for letter in line) else ""


def fitting(text: str, letters: Font, width: float) -> str:
    """The start of `text` that's at most `width` pixels wide."""
    if letters.getlength(text) <= width:
        return text
    while text and letters.getlength(text + ELLIPSIS) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


@lru_cache(maxsize=10_000)
def _written(letter: str) -> str:
    if letter.isspace() or not letter.isprintable():
        return " " if unicodedata.category(letter) != "Cf" else ""
    kind = unicodedata.category(letter)[0]
    if kind == "M":  # combining marks were composed before, or belong to a script without a glyph
        return ""
    if _drawable(letter):
        return letter
    return MISSING if kind in "LN" else ""


def _drawable(letter: str) -> bool:
    with _LOCK:
        small = _small()
        known, unknown = small.getmask(letter), small.getmask(_NO_CHARACTER)
        return bytes(known) != bytes(unknown)  # pyright: ignore[reportArgumentType] - Pillow's type lacks this


@lru_cache(maxsize=1)
def _small() -> Font:
    return font(24)

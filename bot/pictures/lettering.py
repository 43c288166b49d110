"""Text in drawings. The font comes along, so none has to be installed: Latin, Cyrillic, Greek and more."""

import threading
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont

ELLIPSIS = "…"

_FILE = Path(__file__).with_name("fonts") / "DejaVuSans.ttf"
_NO_CHARACTER = "\U0010ffff"  # drawn as the box that stands for a missing letter
_LOCK = threading.Lock()


def font(size: int) -> Font:
    """`size` in pixels. One for each drawing: a font can't be used in two threads at once."""
    return ImageFont.truetype(_FILE, size)


def writable(text: str) -> str:
    """`text` with the letters that the font has.

    A letter it doesn't have loses its accents, and is left out if that doesn't help. So this can be empty.
    """
    letters = "".join(_written(letter) for letter in unicodedata.normalize("NFC", text))
    return " ".join(letters.split())


def fitting(text: str, letters: Font, width: float) -> str:
    """The beginning of `text` that is at most `width` pixels wide."""
    if letters.getlength(text) <= width:
        return text
    while text and letters.getlength(text + ELLIPSIS) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


@lru_cache(maxsize=10_000)
def _written(letter: str) -> str:
    if letter.isspace():
        return " "
    if _drawable(letter):
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if _drawable(part))


def _drawable(letter: str) -> bool:
    if not letter.isprintable() or unicodedata.category(letter).startswith("M"):
        return False
    with _LOCK:
        small = _small()
        return bytes(small.getmask(letter)) != bytes(small.getmask(_NO_CHARACTER))


@lru_cache(maxsize=1)
def _small() -> Font:
    return font(24)

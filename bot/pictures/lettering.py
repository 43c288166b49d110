"""Text in drawings, in the one font that Pillow brings along: no font has to be installed anywhere."""

import unicodedata

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

ELLIPSIS = "..."


def font(size: int) -> Font:
    """`size` in pixels. One for each drawing: fonts may not be used in two threads at once."""
    return ImageFont.load_default(size)


def writable(text: str) -> str:
    """`text` as far as the font has letters for it: it has those of ASCII. Accents are left off."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join("".join(char for char in plain if char.isprintable()).split())


def fitting(text: str, letters: Font, width: float) -> str:
    """The beginning of `text` that is at most `width` pixels wide."""
    if letters.getlength(text) <= width:
        return text
    while text and letters.getlength(text + ELLIPSIS) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS

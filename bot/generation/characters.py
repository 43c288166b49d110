"""Which characters are visible, for prompts without any and for showing typed text."""

import unicodedata

# Unicode's format characters that draw something, such as the Arabic end of ayah.
VISIBLE_FORMATS = frozenset(
    map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD))
) | frozenset(map(chr, range(0x13430, 0x13440)))

# Invisible although Unicode calls them letters, marks or symbols: fillers, variation selectors, a blank.
BLANKS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U0001d159"
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def is_invisible(char: str) -> bool:
    """Whether a character draws nothing and takes no space: format characters and the like."""
    if char in VISIBLE_FORMATS:
        return False
    return char in BLANKS or unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def is_blank(text: str) -> bool:
    """Whether a text has no visible characters."""
    return all(char.isspace() or is_invisible(char) for char in text)

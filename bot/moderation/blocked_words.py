"""Finds a server's blocked words and phrases in a prompt.

Entries match whole words, so that a blocked `ass` leaves `class` and `wish it` alone. `*` matches any letters
and `?` a single one. Common ways around a filter don't work: case, accents, full-width and other styled
letters, look-alikes from other alphabets, digits and symbols in place of letters, invisible characters,
punctuation or markdown between letters, letters spaced out one by one, and letters repeated three times or
more.

The prompt itself never changes. Only a folded copy of it is searched.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import Refused

MAX_ENTRIES = 200
MAX_ENTRY_LENGTH = 60  # characters

# Letters of other alphabets that look like Latin ones, by the Latin letter.
_LOOK_ALIKES = {
    "a": "\u0430\u03b1\u0251\u1d00\u0531",
    "b": "\u0432\u042c\u044c\u03b2\u0299\u13cf",
    "c": "\u0441\u03f2\u1d04\u2ca5\u1974",
    "d": "\u0501\u1d05\u13e7\u146f",
    "e": "\u0435\u03b5\u0454\u1d07\u212e\u044d",
    "f": "\ua730\u0192\u03dd",
    "g": "\u0261\u0262\u0581\u050d",
    "h": "\u04bb\u029c\u043d\u0570\u13c2",
    "i": "\u0456\u03b9\u026a\u0131\u04cf\u0269",
    "j": "\u0458\u1d0a\u03f3",
    "k": "\u043a\u03ba\u1d0b",
    "l": "\u029f\u2113\u217c\u04c0\u01c0",
    "m": "\u043c\u1d0d\u03fb\u217f",
    "n": "\u0578\u0274\u03b7\u0438\u043f",
    "o": "\u043e\u03bf\u1d0f\u0585\u03c3\u0ed0",
    "p": "\u0440\u03c1\u1d18\u2ca3",
    "q": "\u051b\u0563\u0566",
    "r": "\u0433\u0280\u1d26\u0491",
    "s": "\u0455\ua731\u01bd\u0405",
    "t": "\u0442\u03c4\u1d1b",
    "u": "\u057d\u03c5\u1d1c\u028b\u0446",
    "v": "\u0475\u03bd\u1d20\u0474",
    "w": "\u0461\u051d\u1d21\u03c9\u0448",
    "x": "\u0445\u03c7\u00d7\u2179",
    "y": "\u0443\u03b3\u028f\u04af",
    "z": "\u1d22\u0290",
}
_LIGATURES = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d"}
# Emoji letters without a compatibility decomposition: squared, negative circled, negative squared, flags.
_EMOJI_LETTERS = {
    chr(start + offset): chr(ord("a") + offset)
    for start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
    for offset in range(26)
}
_UNSTYLED: dict[int, str] = {
    **{ord(alike): letter for letter, alikes in _LOOK_ALIKES.items() for alike in alikes},
    **{ord(styled): letters for styled, letters in {**_EMOJI_LETTERS, **_LIGATURES}.items()},
}

# What people type instead of a letter. `1` and the like can be i or l.
_I_OR_L = "\x02"
_DIGITS = str.maketrans("0345789126", f"oeastbg{_I_OR_L}z6")
_SYMBOLS = {"@": "a", "$": "s", "€": "e", "!": _I_OR_L, "|": _I_OR_L, "+": "t", "(": "c", "£": _I_OR_L}
_STANDING_IN = re.compile(r"(?<![@$€!|+(£])[@$€](?![@$€!|+(£])|(?<![@$€!|+(£])[!|+(£](?=[^\W_])")

_BETWEEN_LETTERS = "\x01"  # punctuation, markdown
_BETWEEN_WORDS = " "  # the same with whitespace
_SEPARATOR = re.compile(r"[^\w\x02]*(?:_+[^\w\x02]*)+|[^\w\x02]+")
_WORD_START, _WORD_END = r"(?<![^\x01 ])", r"(?![^\x01 ])"
_ANY = r"[^\x01 ]"


@dataclass(eq=False)
class InvalidBlockedWord(Refused):
    """`text` can't be blocked because it's too long, or has fewer than two letters or digits."""

    text: str
    limit: int = MAX_ENTRY_LENGTH


@dataclass(eq=False)
class TooManyBlockedWords(Refused):
    count: int
    limit: int = MAX_ENTRIES


def parse_entries(text: str) -> tuple[str, ...]:
    """The entries that a moderator typed, one per line or separated by commas, without duplicates.

    Raises `InvalidBlockedWord` for the first that can't be blocked, and `TooManyBlockedWords`.
    """
    entries: dict[str, str] = {}
    for typed in re.split(r"[,\n\r]+", text):
        entry = " ".join(typed.split())
        if not entry:
            continue
        letters = sum(character.isalnum() for character in fold(entry))
        if len(entry) > MAX_ENTRY_LENGTH or letters < 2:
            raise InvalidBlockedWord(entry)
        entries.setdefault(fold(entry), entry)
    if len(entries) > MAX_ENTRIES:
        raise TooManyBlockedWords(len(entries))
    return tuple(entries.values())


def fold(text: str) -> str:
    """Lower case, without accents, styles and invisible characters, and with look-alikes as Latin letters."""
    # Before decomposing, because Cyrillic й or Greek ά would lose what makes them look alike.
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    visible = (
        character
        for character in decomposed
        if unicodedata.category(character) not in ("Mn", "Me", "Cf", "Cc") or character.isspace()
    )
    return unicodedata.normalize("NFKD", "".join(visible).translate(_UNSTYLED)).casefold()


class BlockedWords:
    """A server's blocked words, compiled once. A search takes time proportional to the prompt's length."""

    def __init__(self, entries: Iterable[str]) -> None:
        """`entries` as `parse_entries` returns them."""
        self.entries = tuple(entries)
        self._patterns = [(entry, _compiled(fold(entry))) for entry in self.entries]

    def find(self, prompt: str) -> str | None:
        """The first entry that the prompt contains, or None."""
        if not self._patterns:
            return None
        readings = _readings(fold(prompt))
        for entry, pattern in self._patterns:
            if any(pattern.search(reading) for reading in readings):
                return entry
        return None


def _readings(folded: str) -> tuple[str, ...]:
    """The ways to read a text: as it is, with digits as letters, and with symbols as letters too.

    Each reading is fixed before the search, so that no search has to try combinations.
    """
    literal = _separated(folded)
    with_digits = _separated(folded.translate(_DIGITS))
    with_symbols = _separated(_STANDING_IN.sub(lambda found: _SYMBOLS[found[0]], folded).translate(_DIGITS))
    return tuple(dict.fromkeys((literal, with_digits, with_symbols)))


def _separated(text: str) -> str:
    return _SEPARATOR.sub(
        lambda found: _BETWEEN_WORDS if any(map(str.isspace, found[0])) else _BETWEEN_LETTERS, text
    )


def _compiled(entry: str) -> re.Pattern[str]:
    words = [word for word in re.split(r"[^\w*?]+|_+", entry) if word.strip("*?")]
    alternatives = ["[\x01 ]".join(_word(word) for word in words)]
    letters = "".join(words)
    if "*" not in letters and len(letters) > 2:
        # Letters that are spaced out. Longer parts can be words of their own: "an al dente bowl".
        alternatives.append("[\x01 ]".join(map(_letter, letters)))
    return re.compile(f"{_WORD_START}(?:{'|'.join(alternatives)}){_WORD_END}")


def _word(word: str) -> str:
    """A word with optional punctuation between its letters, each of which may be typed three times or
    more.
    """
    # The part before the last `*` matches at its first position and is never tried elsewhere.
    *before, last = re.split(r"\*+", word)
    pattern = ""
    for number, piece in enumerate(before):
        pattern += f"(?>{f'{_ANY}*?' if number else ''}{_piece(piece)})"
    if before:
        pattern += f"{_ANY}*{'?' if last else ''}"
    return pattern + _piece(last)


def _piece(piece: str) -> str:
    parts = []
    for run in re.finditer(r"(.)\1*", piece):
        one, count = _letter(run[1]), len(run[0])
        again = f"\x01?{one}"
        if run[1] == "?":
            parts.append("\x01?".join([one] * count))
        elif count == 1:
            parts.append(f"(?>{one}(?:(?:{again}){{2,}})?)")
        else:
            parts.append(f"(?>{one}(?:{again}){{{count - 1},}})")
    return "\x01?".join(parts)


def _letter(letter: str) -> str:
    if letter == "?":
        return _ANY
    return f"[{letter}{_I_OR_L}]" if letter in "il" else re.escape(letter)

"""Other people's words, shown as they were typed: nothing in them is markdown, a mention or a link."""

import re
import unicodedata

# Discord's clients take a backslash before any ASCII punctuation as "this is text". These are all that can
# begin something: emphasis, code, quotes, headings, lists, links, mentions, emoji, times, spoilers.
_ACTIVE = re.compile(r"([\\`*_~|>#+\-\[\]()<@:/])")
_LIST = re.compile(r"(?<=[0-9])\.")

# Unicode's control characters, format characters (such as those that turn the writing direction), surrogates.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs"})
_JOINERS = "\u200c\u200d"  # format characters that emoji and some scripts need

ELLIPSIS = "…"


def units(text: str) -> int:
    """Length in UTF-16 code units, as Discord's clients count: never less than what its API counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def one_line(text: str) -> str:
    """White space as single spaces, without the invisible characters that could garble what stands around."""
    flat = " ".join(text.split())
    return "".join(char for char in flat if char in _JOINERS or unicodedata.category(char) not in _UNSHOWN)


def cut(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, with an ellipsis where something is missing."""
    if units(text) <= limit:
        return text
    return _head(text, limit - 1).rstrip() + ELLIPSIS


def harmless(text: str, limit: int) -> str:
    """One line that shows `text` literally and takes at most `limit` UTF-16 units, escapes included."""
    flat = one_line(text)
    escaped = _escaped(flat)
    if units(escaped) <= limit:
        return escaped
    # Escapes lengthen: find the longest beginning that fits together with its own escapes.
    low, high = 0, min(len(flat), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if units(_escaped(flat[:middle])) <= limit - 1:
            low = middle
        else:
            high = middle - 1
    return _escaped(flat[:low].rstrip()) + ELLIPSIS


def _escaped(text: str) -> str:
    return _LIST.sub(r"\\.", _ACTIVE.sub(r"\\\1", text))


def _head(text: str, limit: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore")

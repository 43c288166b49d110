"""Amounts, times, sizes and other people's words, in the reader's language."""

import math
import re
import time
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from bot.budgets.policy import UNLIMITED
from bot.budgets.price import TOKENS_PER_USD
from bot.generation.characters import is_invisible
from bot.generation.models import FLUX_2_PRO
from cogs.texts.catalogue import Texts

USUAL_PRICE = FLUX_2_PRO.estimate(FLUX_2_PRO.default_size)

# Discord's clients read a backslash before any ASCII punctuation as "this is text". These characters can all
# start something: emphasis, code, quotes, headings, lists, links, mentions, emoji, times, spoilers.
_ACTIVE = re.compile(r"([\\`*_~|>#+\-\[\]()<@:/])")
_LIST = re.compile(r"(?<=[0-9])\.")

# Characters that would change how the text around them is shown: controls, half characters, and changes of
# the writing direction that are never reversed.
_DANGEROUS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffb\ud800-\udfff]"
)
# Tag characters spell invisible text, except in the flags of England, Scotland and the like.
_TAGS = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)|[\U000e0000-\U000e007f]"
)
# Emoji need two invisible characters in a row, and scripts up to four marks on a letter.
_INVISIBLE_IN_A_ROW = 2
_MARKS_IN_A_ROW = 6

ELLIPSIS = "…"


def tokens(texts: Texts, amount: int) -> str:
    """`63,000 tokens`."""
    return texts("amount-tokens", tokens=amount)


def pictures(texts: Texts, count: int) -> str:
    """`1 picture`, `3 pictures`."""
    return texts("amount-pictures", pictures=count)


def worth(texts: Texts, amount: int) -> str:
    """`about 15 pictures (945,000 tokens)`, at the default size. `unlimited` if there's no limit."""
    if amount >= UNLIMITED // 2:  # people can enter 10 ** 12 at most
        return texts("amount-unlimited")
    count = amount // USUAL_PRICE
    if amount > 0 and count == 0:
        return texts("amount-worth-less-than-one", tokens=amount)
    return texts("amount-worth", pictures=count, tokens=amount)


def dollars(texts: Texts, amount: int) -> str:
    """`$1.26`: what that many tokens cost the bot's owner, rounded to the cent."""
    cents = (Decimal(amount) / TOKENS_PER_USD).quantize(Decimal("0.01"))
    return texts("amount-dollars", dollars=cents)


def duration(texts: Texts, seconds: float) -> str:
    """`8.2 s`, `41 s`, `3 min 5 s`."""
    if seconds < 9.95:
        return texts("duration-seconds", seconds=Decimal(f"{seconds:.1f}"))
    whole = round(seconds)
    if whole < 120:
        return texts("duration-seconds", seconds=whole)
    return texts("duration-minutes", minutes=whole // 60, seconds=whole % 60)


def file_size(texts: Texts, size: int) -> str:
    """`12.3 MiB` for a size in bytes. Below 0.1 MiB it's in KiB."""
    if size >= 2**20 / 10:
        return texts("size-mebibytes", size=Decimal(f"{size / 2**20:.1f}"))
    return texts("size-kibibytes", size=-(-size // 1024))


def pixels(width: int, height: int) -> str:
    """`1472 × 512`, the same in every language."""
    return f"{width} × {height}"


def relative(at_ms: int) -> str:
    """`in 3 days`, `12 seconds ago`. Discord shows it in each reader's language and keeps it current."""
    return f"<t:{at_ms // 1000}:R>"


def after(wait_seconds: float) -> str:
    """`relative` for that many seconds from now, rounded up."""
    return relative(time.time_ns() // 1_000_000 + math.ceil(wait_seconds) * 1000)


def date(at_ms: int) -> str:
    """`1 December 2025`, in each reader's Discord format."""
    return f"<t:{at_ms // 1000}:D>"


def date_time(at_ms: int) -> str:
    """`1 December 2025 18:00`, in each reader's own time zone."""
    return f"<t:{at_ms // 1000}:f>"


def user(texts: Texts, user_id: int) -> str:
    """A mention. Negative IDs stand for members who deleted their data."""
    return texts("deleted-member") if user_id < 0 else f"<@{user_id}>"


def role(role_id: int) -> str:
    """A mention."""
    return f"<@&{role_id}>"


def message_link(guild_id: int, channel_id: int, message_id: int) -> str:
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def units(text: str) -> int:
    """Length in UTF-16 code units, as Discord's clients count. Never less than its API's count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def one_line(text: str) -> str:
    """The text in one line, with single spaces and without anything that would garble its surroundings."""
    tidy = _TAGS.sub(r"\1", _DANGEROUS.sub("", " ".join(text.split())))
    return tidy if tidy.isascii() else "".join(_without_pile_ups(tidy))


def _without_pile_ups(text: str) -> Iterator[str]:
    """Drops invisible pile-ups, and marks that would cover the lines above and below."""
    invisible = marks = 0
    for char in text:
        tag = "\U000e0020" <= char <= "\U000e007f"  # the remaining ones belong to a flag
        invisible = invisible + 1 if is_invisible(char) and not tag else 0
        marks = marks + 1 if unicodedata.combining(char) else 0
        if invisible <= _INVISIBLE_IN_A_ROW and marks <= _MARKS_IN_A_ROW:
            yield char


def truncate(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, with an ellipsis if something was cut."""
    if units(text) <= limit:
        return text
    return _head(text, limit - 1).rstrip() + ELLIPSIS


def escape(text: str, limit: int) -> str:
    """One line that shows `text` literally and takes at most `limit` UTF-16 units, escapes included."""
    flat = one_line(text)
    escaped = _escaped(flat)
    if units(escaped) <= limit:
        return escaped
    # Escapes add characters, so find the longest start that fits with its own escapes.
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

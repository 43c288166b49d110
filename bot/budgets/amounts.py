"""Amounts of tokens as people type them: on Discord, in the settings and on the command line."""

import re
from decimal import Decimal

from bot.budgets.policy import UNLIMITED
from bot.budgets.refusals import InvalidAmount

LARGEST_AMOUNT = 10**12  # half a million US dollars. Anything more is a typo

_LONGEST_TEXT = 40
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_NO_LIMIT = frozenset({"unlimited", "no limit", "∞"})

_AMOUNT = re.compile(r"(?P<number>[\d_.,'’\s]*\d)[ ]?(?P<unit>[km]?)", re.IGNORECASE)
_PLAIN = re.compile(r"\d+(_\d+)*", re.ASCII)
_COMMAS = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)
_DECIMAL = re.compile(r"(?P<whole>\d+)[.,](?P<part>\d+)", re.ASCII)
# Thousands in other countries' formats, with a point, a space or an apostrophe in between.
_GROUPS = re.compile(r"\d{1,3}(?P<mark>[.,'’]|\s)\d{3}((?P=mark)\d{3})*", re.ASCII)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")


def parse_amount(text: str, *, least: int = 0) -> int:
    """Reads `63000`, `63,000`, `1_000_000`, `250k` or `1.5m` as tokens, from `least` to a trillion.

    Raises `InvalidAmount`, also for a fraction of a token and for anything ambiguous between countries, such
    as `250.000`. Its `readings` are the possible meanings.
    """
    match = _AMOUNT.fullmatch(text.strip().translate(_SPACES)) if len(text) <= _LONGEST_TEXT else None
    if match is None:
        raise InvalidAmount(text)
    number, unit = match["number"], _UNITS[match["unit"].lower()]
    readings = [reading for reading in _readings(number, unit) if least <= reading <= LARGEST_AMOUNT]
    if not _is_clear(number, unit) or len(readings) != 1:
        raise InvalidAmount(text, tuple(readings))
    return readings[0]


def parse_allowance(text: str) -> int:
    """Like `parse_amount`, and reads `unlimited` as `UNLIMITED`."""
    if " ".join(text.split()).lower() in _NO_LIMIT:
        return UNLIMITED
    return parse_amount(text)


def _is_clear(number: str, unit: int) -> bool:
    """Whether everyone reads it the same way."""
    if _PLAIN.fullmatch(number):
        return True
    if _COMMAS.fullmatch(number):  # 1,500k could be 1.5k with a decimal comma
        return unit == 1 or number.count(",") > 1
    decimal = _DECIMAL.fullmatch(number)
    return decimal is not None and "." in number and (unit > 1 and not _may_be_thousands(decimal))


def _readings(number: str, unit: int) -> list[int]:
    """The whole amounts that it could mean, smallest first."""
    found = set()
    if _PLAIN.fullmatch(number):
        found.add(Decimal(number.replace("_", "")))
    if _GROUPS.fullmatch(number) and not number.startswith("0"):
        found.add(Decimal("".join(re.findall(r"\d", number))))
    decimal = _DECIMAL.fullmatch(number)
    if decimal and not (_COMMAS.fullmatch(number) and unit == 1):
        found.add(Decimal(f"{decimal['whole']}.{decimal['part']}"))
    return sorted(int(each * unit) for each in found if each * unit == (each * unit).to_integral_value())


def _may_be_thousands(decimal: re.Match[str]) -> bool:
    return len(decimal["part"]) == 3 and len(decimal["whole"]) <= 3 and not decimal["whole"].startswith("0")

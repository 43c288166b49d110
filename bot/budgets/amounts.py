"""Amounts of tokens as people type them."""

import re
from decimal import Decimal

from bot.budgets.policy import UNLIMITED
from bot.budgets.refusals import InvalidAmount

LARGEST_AMOUNT = 10**12  # half a million US dollars; a slip of the keyboard beyond that

# A comma only between thousands: elsewhere it could be meant as a decimal point.
_AMOUNT = re.compile(
    r"(?P<number>(\d{1,3}(,\d{3})+|\d[\d_]*)(\.\d+)?)\s?(?P<unit>[km]?)", re.ASCII | re.IGNORECASE
)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_NO_LIMIT = frozenset({"unlimited", "no limit", "∞"})


def parse_amount(text: str, *, least: int = 0) -> int:
    """`250k`, `1.5m`, `1_000_000`, `1,000,000`, `63000`: tokens, from `least` to a million million.

    Raises `InvalidAmount`, also for a part of a token.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise InvalidAmount(text)
    amount = Decimal(re.sub(r"[_,]", "", match["number"])) * _UNITS[match["unit"].lower()]
    if amount != amount.to_integral_value() or not least <= amount <= LARGEST_AMOUNT:
        raise InvalidAmount(text)
    return int(amount)


def parse_allowance(text: str) -> int:
    """As `parse_amount`, and `unlimited` for `UNLIMITED`."""
    if text.strip().lower() in _NO_LIMIT:
        return UNLIMITED
    return parse_amount(text)

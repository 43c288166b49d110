"""Amounts, times and sizes, written the same way everywhere."""

import math
import time
from decimal import Decimal

from bot.budgets.policy import UNLIMITED
from bot.budgets.price import TOKENS_PER_USD
from bot.generation.models import FLUX_2_PRO

USUAL_PRICE = FLUX_2_PRO.estimate(FLUX_2_PRO.default_size)


def tokens(amount: int) -> str:
    """`63,000 tokens`."""
    return f"{amount:,} token{'' if amount == 1 else 's'}"


def dollars(amount: int) -> str:
    """`$1.26`: what that many tokens cost the operator, rounded."""
    return f"${Decimal(amount) / TOKENS_PER_USD:,.2f}"


def pictures(count: int) -> str:
    """`1 picture`, `3 pictures`."""
    return f"{count:,} picture{'' if count == 1 else 's'}"


def worth(amount: int) -> str:
    """`250,000 tokens (3 pictures)`: what it buys at the default size; `unlimited` for what has no end."""
    if amount >= UNLIMITED // 2:  # what is left of it is as endless; amounts of people's end at 10 ** 12
        return "unlimited"
    if 0 < amount < USUAL_PRICE:
        return f"{tokens(amount)} (less than 1 picture)"
    return f"{tokens(amount)} ({pictures(amount // USUAL_PRICE)})"


def pixels(width: int, height: int) -> str:
    """`1472 × 512`."""
    return f"{width} × {height}"


def relative(at_ms: int) -> str:
    """`in 3 days`, `12 seconds ago`: Discord writes it for each reader, and keeps counting."""
    return f"<t:{at_ms // 1000}:R>"


def after(wait_seconds: float) -> str:
    """`relative` of a moment that many seconds from now, rounded up."""
    return relative(time.time_ns() // 1_000_000 + math.ceil(wait_seconds) * 1000)


def day(at_ms: int) -> str:
    """`1 December 2025`, as each reader's client writes dates."""
    return f"<t:{at_ms // 1000}:D>"


def moment(at_ms: int) -> str:
    """`1 December 2025 18:00`, in each reader's own time zone."""
    return f"<t:{at_ms // 1000}:f>"


def seconds(duration: float) -> str:
    """`8.2 s`, `41 s`, `3 min 5 s`."""
    if duration < 9.95:
        return f"{duration:.1f} s"
    whole = round(duration)
    return f"{whole} s" if whole < 120 else f"{whole // 60} min {whole % 60} s"


def mebibytes(size: int) -> str:
    """`12.3 MiB` of a size in bytes; what is smaller than 0.1 MiB in KiB."""
    return f"{size / 2**20:.1f} MiB" if size >= 2**20 / 10 else f"{-(-size // 1024)} KiB"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{suffix}"

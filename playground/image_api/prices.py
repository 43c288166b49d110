"""What a picture costs, in integers.

The maker charges 3 US cents for the first megapixel and 1.5 for each further one or part of one, including
the input pictures of an edit. The reseller adds 5 %. 2,000,000 credits are one US dollar.
"""

from collections.abc import Iterable

CREDITS_PER_USD = 2_000_000
FIRST_MEGAPIXEL_CREDITS = 63_000
FURTHER_MEGAPIXEL_CREDITS = 31_500
MEGAPIXEL = 1024 * 1024

Size = tuple[int, int]


def price_credits(output: Size, inputs: Iterable[Size] = ()) -> int:
    """Credits for one generation. Sizes are in pixels. Megapixels are rounded up per picture."""
    further = _megapixels(output) - 1 + sum(_megapixels(size) for size in inputs)
    return FIRST_MEGAPIXEL_CREDITS + FURTHER_MEGAPIXEL_CREDITS * further


def usd(cost: int) -> float:
    """Credits in US dollars."""
    return cost / CREDITS_PER_USD


def credits_in(amount_usd: float) -> int:
    return round(amount_usd * CREDITS_PER_USD)


def _megapixels(size: Size) -> int:
    return -(-size[0] * size[1] // MEGAPIXEL)

"""What a picture is expected to cost, in tokens. What it did cost is for the provider to say."""

from collections.abc import Iterable

TOKENS_PER_USD = 2_000_000
MEGAPIXEL = 1024 * 1024
FIRST_MEGAPIXEL_TOKENS = 63_000
FURTHER_MEGAPIXEL_TOKENS = 31_500


def estimate(width: int, height: int, inputs: Iterable[tuple[int, int]] = ()) -> int:
    """Tokens to hold for a picture of `width` × `height` pixels made from `inputs` (for edits).

    The maker charges for the first megapixel and for every further one started, inputs counted as well,
    and the reseller adds five per cent; the figures here are the result, in whole tokens.
    """
    pixels = width * height + sum(w * h for w, h in inputs)
    started = -(-pixels // MEGAPIXEL)
    return FIRST_MEGAPIXEL_TOKENS + max(0, started - 1) * FURTHER_MEGAPIXEL_TOKENS

"""The expected cost of a picture in tokens. The provider's answer says what it did cost."""

from collections.abc import Iterable

from bot.generation.models import FLUX_2_PRO, Size

TOKENS_PER_USD = 2_000_000
FIRST_MEGAPIXEL_TOKENS = FLUX_2_PRO.price.first


def estimate(width: int, height: int, inputs: Iterable[tuple[int, int]] = ()) -> int:
    """Tokens to hold for a picture of `width` × `height` pixels made from `inputs` (for edits)."""
    return FLUX_2_PRO.estimate(Size(width, height), (Size(*size) for size in inputs))

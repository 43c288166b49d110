"""The value of tokens. A picture's price is in its `ModelSpec`."""

from bot.generation.models import FLUX_2_PRO

TOKENS_PER_USD = 2_000_000
FIRST_MEGAPIXEL_TOKENS = FLUX_2_PRO.price.first

"""Suggests widths and heights that the model accepts, and what the picture would cost."""

import discord
from discord.app_commands import Choice

from bot.generation.models import FLUX_2_PRO, Size
from cogs.client import EaselClient
from cogs.texts import Texts, private_texts

Interaction = discord.Interaction[EaselClient]

MOST_CHOICES = 25  # Discord's limit

# Suggested until something is typed: the sides of common formats.
COMMON = (1024, 768, 512, 1280, 1536, 1472, 2048, 576, 640, 896, 1152, 1344, 1920)


def sides(typed: str) -> list[int]:
    """Valid sides for the typed text, in pixels, the likeliest first. At most 25."""
    typed = typed.strip()[:6]
    everything = list(FLUX_2_PRO.sides)
    if not typed.isdecimal():
        rest = [side for side in everything if side not in COMMON]
        return [*COMMON, *rest][:MOST_CHOICES]
    value = int(typed)
    beginning = [side for side in everything if str(side).startswith(typed)]
    if beginning and value < FLUX_2_PRO.smallest_side:
        return beginning[:MOST_CHOICES]  # more digits will follow, so values near these mean nothing
    near = sorted(everything, key=lambda side: abs(side - value))
    return list(dict.fromkeys([*beginning, *near]))[:MOST_CHOICES]


def width_choices(typed: str, height: int | None, texts: Texts) -> list[Choice[int]]:
    """`height` is the same command's height so far, or None."""
    other = _usable(height, FLUX_2_PRO.default_size.height)
    return [_choice(side, Size(side, other), texts) for side in sides(typed)]


def height_choices(typed: str, width: int | None, texts: Texts) -> list[Choice[int]]:
    """`width` is the same command's width so far, or None."""
    other = _usable(width, FLUX_2_PRO.default_size.width)
    return [_choice(side, Size(other, side), texts) for side in sides(typed)]


async def offer_widths(interaction: Interaction, typed: str | int) -> list[Choice[int]]:
    """Autocomplete of the option `width`, beside an option `height`."""
    return width_choices(str(typed), _given(interaction, "height"), private_texts(interaction))


async def offer_heights(interaction: Interaction, typed: str | int) -> list[Choice[int]]:
    """Autocomplete of the option `height`, beside an option `width`."""
    return height_choices(str(typed), _given(interaction, "width"), private_texts(interaction))


def _given(interaction: Interaction, option: str) -> int | None:
    value = getattr(interaction.namespace, option, None)
    return value if isinstance(value, int) else None


def _usable(side: int | None, default: int) -> int:
    return default if side is None else FLUX_2_PRO.nearest_sides(side)[0]


def _choice(side: int, size: Size, texts: Texts) -> Choice[int]:
    return Choice(name=texts("choice-size", size=str(size), tokens=FLUX_2_PRO.estimate(size)), value=side)

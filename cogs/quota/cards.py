"""Text cards, with their controls."""

from typing import Any

import discord

from cogs.errors.error_hooks import ReportedLayout

TEXT_LIMIT = 4_000  # Discord's limit for all text of a card

Row = discord.ui.ActionRow[discord.ui.LayoutView]


def card(text: str, *more: discord.ui.Item[Any]) -> discord.ui.LayoutView:
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(discord.ui.TextDisplay(text), *more))

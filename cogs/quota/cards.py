"""Cards of text, with what stands below them."""

from typing import Any

import discord

from cogs.errors.error_hooks import ReportedLayout

TEXT_LIMIT = 4_000  # Discord's, for all text of a card together

Row = discord.ui.ActionRow[discord.ui.LayoutView]


def card(text: str, *more: discord.ui.Item[Any]) -> discord.ui.LayoutView:
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(discord.ui.TextDisplay(text), *more))

"""Answers one member in private, even after another answer."""

from contextlib import suppress
from typing import Any

import discord


async def answer_privately(
    interaction: discord.Interaction[Any], text: str, view: discord.ui.View | None = None
) -> None:
    """Sends the first answer, or a follow-up if there was one already. At most 2,000 characters.

    Raises discord.py's and aiohttp's errors.
    """
    response = interaction.response
    shown: dict[str, Any] = {} if view is None else {"view": view}
    if not response.is_done():
        await response.send_message(text, ephemeral=True, **shown)
        return
    if response.type is discord.InteractionResponseType.deferred_channel_message:
        await _stop_thinking(interaction)
    await interaction.followup.send(text, ephemeral=True, **shown)


async def _stop_thinking(interaction: discord.Interaction[Any]) -> None:
    """Deletes "thinking…". Otherwise the first follow-up would replace it, perhaps for everybody to see."""
    with suppress(discord.NotFound):  # it's already deleted
        message = await interaction.original_response()
        if message.flags.loading:
            await message.delete()

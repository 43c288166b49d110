"""Says something to one member alone, whatever was answered before."""

from contextlib import suppress
from typing import Any

import discord


async def answer_privately(interaction: discord.Interaction[Any], text: str) -> None:
    """As the first answer where there is none yet, else as a follow-up. At most 2,000 characters.

    Raises discord.py's and aiohttp's errors.
    """
    response = interaction.response
    if not response.is_done():
        await response.send_message(text, ephemeral=True)
        return
    if response.type is discord.InteractionResponseType.deferred_channel_message:
        await _stop_thinking(interaction)
    await interaction.followup.send(text, ephemeral=True)


async def _stop_thinking(interaction: discord.Interaction[Any]) -> None:
    """Takes away a "thinking…": the first follow-up would fill it instead, perhaps for everybody to read."""
    with suppress(discord.NotFound):  # somebody else took it away
        message = await interaction.original_response()
        if message.flags.loading:
            await message.delete()

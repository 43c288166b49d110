"""Says something to one member alone, whatever was answered before."""

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
        # The first follow-up would fill the public "thinking…" instead, for everybody to read.
        await interaction.delete_original_response()
    await interaction.followup.send(text, ephemeral=True)

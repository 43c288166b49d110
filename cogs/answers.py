"""Answers in time, and privately even after another answer."""

import asyncio
from contextlib import suppress
from typing import Any

import discord

from bot.deadline import set_deadline

# Discord waits three seconds for the first answer. The rest is for the network, both ways.
ANSWER_WITHIN_SECONDS = 2.3


def answer_in_time(interaction: discord.Interaction[Any]) -> None:
    """Makes this task wait for the storage only while the interaction can still be answered.

    Call it first. A longer wait raises `StorageUnavailable`, which is then the answer. After the answer
    there's no deadline any more.
    """
    until = asyncio.get_running_loop().time() + interaction.client.answer_within
    response = interaction.response
    set_deadline(lambda: None if response.is_done() else until)


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

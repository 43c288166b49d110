"""Picks the language of an answer by who reads it."""

from typing import TYPE_CHECKING

import discord

from cogs.texts.catalogue import Texts

if TYPE_CHECKING:
    from cogs.client import EaselClient


def private_texts(interaction: "discord.Interaction[EaselClient]") -> Texts:
    """For text that only the member reads: the language of their Discord."""
    return interaction.client.catalogue.texts(interaction.locale.value)


async def public_texts(interaction: "discord.Interaction[EaselClient]") -> Texts:
    """For text that a channel reads: the server's setting in Easel, or else its language on Discord."""
    client = interaction.client
    chosen = None if interaction.guild_id is None else await client.server_language(interaction.guild_id)
    default = interaction.guild_locale or interaction.locale
    return client.catalogue.texts(chosen or default.value)

"""Describes a member's request for the server's rules."""

from typing import Any

import discord

from bot.servers.admission import Attempt
from cogs.members import guild_id, role_ids


def attempt(interaction: discord.Interaction[Any], prompt: str, count: int = 1) -> Attempt:
    """The member's request in this interaction, for `bot.servers.admission.Admission.admit`.

    Only reads the interaction, since the cache can be empty. Raises `ServerOnly`.
    """
    channel = interaction.channel
    assert interaction.channel_id is not None, "every interaction of a server has a channel"
    return Attempt(
        guild_id=guild_id(interaction),
        user_id=interaction.user.id,
        role_ids=role_ids(interaction),
        channel_id=interaction.channel_id,
        parent_id=channel.parent_id if isinstance(channel, discord.Thread) else None,
        age_restricted=_age_restricted(channel),
        prompt=prompt,
        count=count,
    )


def _age_restricted(channel: object) -> bool:
    """False if it isn't known. A thread follows its channel, which is only in the cache."""
    if isinstance(channel, discord.Thread):
        return channel.parent is not None and channel.parent.is_nsfw()
    return bool(getattr(channel, "nsfw", False))

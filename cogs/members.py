"""Members of servers, as the rules know them."""

from typing import Any

import discord

from bot.budgets.policy import Member


def asking(interaction: discord.Interaction[Any]) -> Member:
    """Who asks, with the roles they have at this moment."""
    assert interaction.guild_id is not None, "the command tree lets nothing else in"
    assert isinstance(interaction.user, discord.Member)
    return Member(interaction.guild_id, interaction.user.id, role_ids(interaction.user))


def role_ids(member: discord.Member) -> tuple[int, ...]:
    """Without @everyone, which is no role anything can be set for."""
    return tuple(role.id for role in member.roles if not role.is_default())

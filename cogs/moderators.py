"""Checks who is a moderator and who did something, for commands, menus, buttons and forms.

Discord shows moderators' commands to members with Manage Server. That's only a default. A server's
administrators can change it, Discord applies it to the command as a whole, and buttons have no such setting.
"""

import discord
from discord import app_commands

from bot.budgets.policy import Act, Actor
from cogs.buttons import ButtonId
from cogs.client import EaselClient
from cogs.members import guild_id, role_ids

Interaction = discord.Interaction[EaselClient]


def is_moderator(interaction: Interaction) -> bool:
    return interaction.permissions.administrator or interaction.permissions.manage_guild


def require_moderator(interaction: Interaction) -> None:
    """Raises discord.py's `MissingPermissions`."""
    if not is_moderator(interaction):
        raise app_commands.MissingPermissions(["manage_guild"])


def guild_of(interaction: Interaction) -> int:
    """The server's ID."""
    return guild_id(interaction)


def act_of(interaction: Interaction, reason: str | None, now_ms: int) -> Act:
    """The moderator's act. Raises `MissingPermissions` for everyone else."""
    require_moderator(interaction)
    actor = Actor(interaction.user.id, role_ids(interaction), interaction.permissions.administrator)
    return Act(actor, reason, now_ms)


def undo_id(audit_id: int) -> ButtonId:
    """The button that undoes the change in this audit log entry."""
    return ButtonId("quota", "undo", 1, audit_id)

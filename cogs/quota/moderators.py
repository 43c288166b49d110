"""Checks who is a moderator and in whose name something is done, for every command, menu and button.

Discord shows these commands to members with Manage Server. That is only a default: a server's administrators
can change it, Discord applies it to the command as a whole, and buttons have no such setting.
"""

import discord
from discord import app_commands

from bot.budgets.policy import Act, Actor, Member
from bot.budgets.refusals import BotsHaveNoBudget
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.errors.error_hooks import ReportedView
from cogs.members import role_ids, role_ids_of
from cogs.texts import private_texts

Interaction = discord.Interaction[EaselClient]
Person = discord.Member | discord.User

# The sentence that announces a change, and its entry in the audit log: None if nothing was changed.
Said = tuple[str, int | None]

MODERATORS = discord.Permissions(manage_guild=True)


def is_moderator(interaction: Interaction) -> bool:
    return interaction.permissions.administrator or interaction.permissions.manage_guild


def require_moderator(interaction: Interaction) -> None:
    """Raises discord.py's `MissingPermissions`."""
    if not is_moderator(interaction):
        raise app_commands.MissingPermissions(["manage_guild"])


class ModeratorsGroup(app_commands.Group):
    """Subcommands for moderators alone."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:  # type: ignore[override]
        require_moderator(interaction)
        return True


def guild_of(interaction: Interaction) -> int:
    """The id of the server it comes from."""
    assert interaction.guild_id is not None, "the command tree lets nothing else in"
    return interaction.guild_id


def act_of(interaction: Interaction, reason: str | None, now_ms: int) -> Act:
    """The moderator's act. Raises `MissingPermissions` for everyone else."""
    require_moderator(interaction)
    actor = Actor(interaction.user.id, role_ids(interaction), interaction.permissions.administrator)
    return Act(actor, reason, now_ms)


def member_of(interaction: Interaction, person: Person) -> Member:
    """The member meant, without roles if they left the server. Raises `BotsHaveNoBudget`."""
    if person.bot:
        raise BotsHaveNoBudget
    return Member(guild_of(interaction), person.id, role_ids_of(person))


async def begin(interaction: Interaction) -> None:
    """Says "thinking…" privately before anything is changed.

    An interaction has only one first answer. If Discord delivers it twice, the second one ends here
    and nothing is granted twice.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)


async def finish(interaction: Interaction, text: str, audit_id: int | None) -> None:
    """Says what was changed, with an Undo button. `audit_id` is None if nothing was.

    The text has at most 2,000 characters.
    """
    await interaction.edit_original_response(content=text, view=_undo(interaction, audit_id))


async def finish_below(interaction: Interaction, text: str, audit_id: int | None) -> None:
    """Says the same in a private message of its own, below the card whose button or menu was used."""
    view = _undo(interaction, audit_id) or discord.utils.MISSING
    await interaction.followup.send(text, view=view, ephemeral=True)


def _undo(interaction: Interaction, audit_id: int | None) -> discord.ui.View | None:
    if audit_id is None:
        return None
    label = private_texts(interaction)("quota-button-undo")
    return ReportedView(timeout=None).add_item(EaselButton.of(undo_id(audit_id), label))


def undo_id(audit_id: int) -> ButtonId:
    """Reverses the change that this entry of the audit log describes."""
    return ButtonId("quota", "undo", 1, audit_id)

"""Shared code of all commands for moderators."""

import discord
from discord import app_commands

from bot.budgets.policy import Member
from bot.budgets.refusals import BotsHaveNoBudget
from cogs.buttons import EaselButton
from cogs.errors.error_hooks import ReportedView
from cogs.forms import Form, typed
from cogs.members import role_ids_of
from cogs.moderators import Interaction, act_of, guild_of, is_moderator, require_moderator, undo_id
from cogs.texts import Texts, private_texts

__all__ = [
    "MODERATORS",
    "REASON_LIMIT",
    "Interaction",
    "ModeratorsGroup",
    "Person",
    "Said",
    "act_of",
    "add_reason",
    "begin",
    "finish",
    "finish_below",
    "guild_of",
    "is_moderator",
    "member_of",
    "reason_of",
    "require_moderator",
    "undo_id",
]

Person = discord.Member | discord.User

# The sentence that announces a change, and its entry in the audit log, or None if nothing was changed.
Said = tuple[str, int | None]

# It's shown in the audit log and in answers, so it's short enough for a page to fit into one message.
REASON_LIMIT = 300

MODERATORS = discord.Permissions(manage_guild=True)


class ModeratorsGroup(app_commands.Group):
    """Subcommands for moderators only."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:  # type: ignore[override]
        require_moderator(interaction)
        return True


def member_of(interaction: Interaction, person: Person) -> Member:
    """The given member, without roles if they've left the server. Raises `BotsHaveNoBudget`."""
    if person.bot:
        raise BotsHaveNoBudget
    return Member(guild_of(interaction), person.id, role_ids_of(person))


async def begin(interaction: Interaction) -> None:
    """Says "thinking…" privately before anything is changed.

    An interaction only has one first answer. If Discord delivers it twice, the second one ends here, so that
    nothing is granted twice.
    """
    await interaction.response.defer(ephemeral=True, thinking=True)


async def finish(interaction: Interaction, text: str, audit_id: int | None) -> None:
    """Says what was changed, with an Undo button. `audit_id` is None if nothing was.

    The text has at most 2,000 characters.
    """
    await interaction.edit_original_response(content=text, view=_undo(interaction, audit_id))


async def finish_below(interaction: Interaction, text: str, audit_id: int | None) -> None:
    """Says the same in its own private message, below the card whose button or menu was used."""
    view = _undo(interaction, audit_id) or discord.utils.MISSING
    await interaction.followup.send(text, view=view, ephemeral=True)


def add_reason(form: Form, texts: Texts, *, required: bool = False) -> None:
    """The field that `reason_of` reads."""
    label = texts("quota-modal-reason-field")
    form.add_text("reason", label, limit=REASON_LIMIT, required=required)


def reason_of(interaction: Interaction) -> str | None:
    """The reason typed into a form, or None."""
    return typed(interaction).get("reason", "").strip() or None


def _undo(interaction: Interaction, audit_id: int | None) -> discord.ui.View | None:
    if audit_id is None:
        return None
    label = private_texts(interaction)("quota-button-undo")
    return ReportedView(timeout=None).add_item(EaselButton.of(undo_id(audit_id), label))

"""The Undo button below every change."""

import discord

from cogs.audit_texts import actor, described
from cogs.client import EaselClient
from cogs.errors.error_hooks import ReportedLayout
from cogs.quota.moderators import Interaction, act_of, guild_of, undo_id
from cogs.quota.services import QuotaServices
from cogs.texts import private_texts, public_texts
from cogs.texts.formatting import truncate, user

CONTENT_LIMIT = 2_000  # Discord's limit


class UndoButton:
    def __init__(self, client: EaselClient, services: QuotaServices) -> None:
        self._services = services
        button = undo_id(0)
        client.buttons.add(button.feature, button.verb, button.version, self.press)

    async def press(self, interaction: Interaction, audit_id: int) -> None:
        """Reverses exactly that change, and says so in the answer that announced it.

        Any moderator who could make the reversed change can press it. Raises what `Quotas.undo` raises, and
        `MissingPermissions`.
        """
        act = act_of(interaction, None, self._services.now_ms())
        await interaction.response.defer()
        undone = await self._services.quotas.undo(guild_of(interaction), audit_id, act)
        interaction.client.dispatch("settings_changed", guild_of(interaction))
        message = interaction.message
        private = message is None or message.flags.ephemeral
        texts = private_texts(interaction) if private else await public_texts(interaction)
        said = texts(
            "quota-undone",
            by=user(texts, interaction.user.id),
            actor=actor(texts, undone.entry),
            what=described(texts, undone.entry),
        )
        if message is not None and message.flags.components_v2:
            await interaction.edit_original_response(view=_said_below(message, audit_id, said))
            return
        before = "" if message is None else message.content
        content = truncate(f"{before}\n{said}".strip(), CONTENT_LIMIT)
        await interaction.edit_original_response(content=content, view=None)


def _said_below(message: discord.Message, audit_id: int, said: str) -> discord.ui.LayoutView:
    """The card without its Undo button, with the result below it."""
    view = ReportedLayout.from_message(message, timeout=None)
    undo = str(undo_id(audit_id))
    for row in [item for item in view.walk_children() if isinstance(item, discord.ui.ActionRow)]:
        for button in [each for each in row.children if getattr(each, "custom_id", None) == undo]:
            row.remove_item(button)
        if not row.children and isinstance(row.parent, discord.ui.Container):
            row.parent.remove_item(row)
    return view.add_item(discord.ui.TextDisplay(said))

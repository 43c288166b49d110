"""The Undo button below every change."""

from cogs.audit_texts import actor, described
from cogs.client import EaselClient
from cogs.quota.moderators import Interaction, act_of, guild_of, undo_id
from cogs.quota.services import QuotaServices
from cogs.texts import private_texts
from cogs.texts.formatting import truncate, user

CONTENT_LIMIT = 2_000  # Discord's


class UndoButton:
    def __init__(self, client: EaselClient, services: QuotaServices) -> None:
        self._services = services
        button = undo_id(0)
        client.buttons.add(button.feature, button.verb, button.version, self.press)

    async def press(self, interaction: Interaction, audit_id: int) -> None:
        """Reverses exactly that change, and says so in the answer that announced it.

        Any moderator can press it who could make the reversed change. Raises what `Quotas.undo` raises, and
        `MissingPermissions`.
        """
        act = act_of(interaction, None, self._services.now_ms())
        await interaction.response.defer()
        undone = await self._services.quotas.undo(guild_of(interaction), audit_id, act)
        texts = private_texts(interaction)
        said = texts(
            "quota-undone",
            by=user(texts, interaction.user.id),
            actor=actor(texts, undone.entry),
            what=described(texts, undone.entry),
        )
        before = interaction.message.content if interaction.message is not None else ""
        content = truncate(f"{before}\n{said}".strip(), CONTENT_LIMIT)
        await interaction.edit_original_response(content=content, view=None)

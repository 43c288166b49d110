"""The commands under `/privacy`."""

import logging
from collections.abc import Callable

import discord
from discord import app_commands
from discord.ext import commands

from bot.budgets.privacy import Privacy
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.errors.error_hooks import ReportedLayout
from cogs.errors.refusals import ButtonOfAnother
from cogs.privacy.files import data_file
from cogs.texts import private_texts

log = logging.getLogger(__name__)

Interaction = discord.Interaction[EaselClient]


def erase_id(user_id: int) -> ButtonId:
    return ButtonId("privacy", "erase", 1, user_id)


class PrivacyCommands(commands.GroupCog, group_name="privacy"):
    def __init__(self, client: EaselClient, privacy: Privacy, now_ms: Callable[[], int]) -> None:
        self._privacy = privacy
        self._now_ms = now_ms
        self._heavy_work = client.heavy_work
        erase = erase_id(0)
        client.buttons.add(erase.feature, erase.verb, erase.version, self.erase_now)
        super().__init__()

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Raises `StillWorking` if this member's last one hasn't finished."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        async with self._heavy_work.one_for(interaction.user.id):
            texts = private_texts(interaction)
            user_id = interaction.user.id
            file = await data_file(user_id, self._privacy.export(user_id), interaction.filesize_limit)
            if file is None:
                await interaction.edit_original_response(content=texts("privacy-too-large"))
                return
            text = texts("privacy-exported", is_packed=file.packed)
            await interaction.edit_original_response(content=text, attachments=[file.upload()])

    @app_commands.command()
    async def erase(self, interaction: Interaction) -> None:
        texts = private_texts(interaction)
        row = discord.ui.ActionRow[discord.ui.LayoutView]()
        button = erase_id(interaction.user.id)
        row.add_item(EaselButton.of(button, texts("privacy-erase-label"), discord.ButtonStyle.danger))
        await interaction.response.send_message(view=_card(texts("privacy-question"), row), ephemeral=True)

    async def erase_now(self, interaction: Interaction, user_id: int) -> None:
        """The button below the question. Only the member with its ID can press it."""
        if interaction.user.id != user_id:
            raise ButtonOfAnother
        await interaction.response.defer()
        erased = await self._privacy.erase(user_id, self._now_ms())
        log.info("a member erased their data", extra={"guild": interaction.guild_id})
        texts = private_texts(interaction)
        text = texts("privacy-erased", pictures=erased.generations, stays=erased.stays)
        await interaction.edit_original_response(view=_card(text))


def _card(text: str, *items: discord.ui.Item[discord.ui.LayoutView]) -> discord.ui.LayoutView:
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(discord.ui.TextDisplay(text), *items))

"""The commands under `/privacy`."""

import asyncio
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
from cogs.privacy import words
from cogs.privacy.files import data_file

log = logging.getLogger(__name__)

Interaction = discord.Interaction[EaselClient]


def erase_id(user_id: int) -> ButtonId:
    return ButtonId("privacy", "erase", 1, user_id)


class PrivacyCommands(commands.GroupCog, group_name=words.NAME, group_description=words.DESCRIPTION):
    def __init__(self, client: EaselClient, privacy: Privacy, now_ms: Callable[[], int]) -> None:
        self._privacy = privacy
        self._now_ms = now_ms
        erase = erase_id(0)
        client.buttons.add(erase.feature, erase.verb, erase.version, self.erase_now)
        super().__init__()

    @app_commands.command(name=words.EXPORT, description=words.EXPORT_DESCRIPTION)
    async def export(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._privacy.export(interaction.user.id)
        file = await asyncio.to_thread(data_file, found, interaction.filesize_limit)
        if file is None:
            await interaction.edit_original_response(content=words.TOO_LARGE)
            return
        text = words.EXPORTED + (words.PACKED if file.packed else "")
        await interaction.edit_original_response(content=text, attachments=[file.upload()])

    @app_commands.command(name=words.ERASE, description=words.ERASE_DESCRIPTION)
    async def erase(self, interaction: Interaction) -> None:
        row = discord.ui.ActionRow[discord.ui.LayoutView]()
        button = erase_id(interaction.user.id)
        row.add_item(EaselButton.of(button, words.CONFIRM, discord.ButtonStyle.danger))
        await interaction.response.send_message(view=_card(words.QUESTION, row), ephemeral=True)

    async def erase_now(self, interaction: Interaction, user_id: int) -> None:
        """The button below the question; it is the member's whose id it carries."""
        if interaction.user.id != user_id:
            raise ButtonOfAnother
        await interaction.response.defer()
        erased = await self._privacy.erase(user_id, self._now_ms())
        log.info("a member had their data erased", extra={"guild": interaction.guild_id})
        await interaction.edit_original_response(view=_card(words.erased_answer(erased)))


def _card(text: str, *items: discord.ui.Item[discord.ui.LayoutView]) -> discord.ui.LayoutView:
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(discord.ui.TextDisplay(text), *items))

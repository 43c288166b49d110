"""Checks slash commands and context menus before they run, and reports their errors."""

import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.errors import ServerOnly
from cogs.answers import answer_in_time
from cogs.errors.reporter import report
from cogs.texts.translator import describe

if TYPE_CHECKING:
    from cogs.client import EaselClient

log = logging.getLogger(__name__)


class EaselTree(app_commands.CommandTree["EaselClient"]):
    """Runs commands that can still be answered and come from a server."""

    def add_command(
        self,
        command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group,
        /,
        **options: Any,
    ) -> None:
        """Like discord.py's, with the command's English texts filled in from the catalogue."""
        describe(command, self.client.catalogue.texts(None))
        super().add_command(command, **options)

    async def interaction_check(self, interaction: "discord.Interaction[EaselClient]", /) -> bool:
        answer_in_time(interaction)
        if interaction.client.stale.too_late(interaction.id):
            log.warning("dropped, too old to answer", extra={"interaction": interaction.id})
            return False
        if interaction.guild_id is None:
            # Discord only shows the commands in servers, but doesn't guarantee it.
            await report(interaction, ServerOnly())
            return False
        return True

    async def on_error(
        self, interaction: "discord.Interaction[EaselClient]", error: app_commands.AppCommandError, /
    ) -> None:
        await report(interaction, error)
        interaction.client.answered(interaction)

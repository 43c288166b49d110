"""The commands under `/budget`."""

from collections.abc import Callable

import discord
from discord import app_commands
from discord.ext import commands

from bot.budgets.budget import Budgets
from cogs.budget.card import budget_card
from cogs.budget.history import PAGE, history_card, older_id
from cogs.client import EaselClient
from cogs.members import asking
from cogs.texts import private_texts

Interaction = discord.Interaction[EaselClient]


class BudgetCommands(commands.GroupCog, group_name="budget"):
    def __init__(self, client: EaselClient, budgets: Budgets, now_ms: Callable[[], int]) -> None:
        self._budgets = budgets
        self._now_ms = now_ms
        older = older_id(0)
        client.buttons.add(older.feature, older.verb, older.version, self.turn)
        super().__init__()

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        budget = await self._budgets.budget(asking(interaction), self._now_ms())
        card = budget_card(budget, private_texts(interaction))
        await interaction.response.send_message(view=card, ephemeral=True)

    @app_commands.command()
    async def history(self, interaction: Interaction) -> None:
        card = await self._page(interaction, None)
        await interaction.response.send_message(view=card, ephemeral=True)

    async def turn(self, interaction: Interaction, before: int) -> None:
        """The buttons below a page. They show the pictures of the member who presses them."""
        card = await self._page(interaction, before or None)
        await interaction.response.edit_message(view=card)

    async def _page(self, interaction: Interaction, before: int | None) -> discord.ui.LayoutView:
        member = asking(interaction)
        found = await self._budgets.history(member.guild_id, member.user_id, before=before, limit=PAGE + 1)
        return history_card(found, before, private_texts(interaction))

"""The commands under `/budget`."""

from collections.abc import Callable

import discord
from discord import app_commands
from discord.ext import commands

from bot.budgets.budget import Budgets
from bot.budgets.policy import Member
from cogs.budget import words
from cogs.budget.card import budget_card
from cogs.client import EaselClient


class BudgetCommands(commands.GroupCog, group_name=words.NAME, group_description=words.DESCRIPTION):
    def __init__(self, budgets: Budgets, now_ms: Callable[[], int]) -> None:
        self._budgets = budgets
        self._now_ms = now_ms
        super().__init__()

    @app_commands.command(name=words.SHOW, description=words.SHOW_DESCRIPTION)
    async def show(self, interaction: discord.Interaction[EaselClient]) -> None:
        assert interaction.guild_id is not None, "the command tree lets nothing else in"
        assert isinstance(interaction.user, discord.Member)
        roles = tuple(role.id for role in interaction.user.roles)
        member = Member(interaction.guild_id, interaction.user.id, roles)
        budget = await self._budgets.budget(member, self._now_ms())
        await interaction.response.send_message(view=budget_card(budget), ephemeral=True)

"""`/quota role …`"""

import discord
from discord import app_commands

from bot.budgets.amounts import parse_allowance
from bot.budgets.policy import RoleTier
from cogs.quota import autocomplete, policy_words, words
from cogs.quota.cards import card
from cogs.quota.moderators import Interaction, ModeratorsGroup, act_of, begin, finish, guild_of
from cogs.quota.services import QuotaServices


class RoleCommands(ModeratorsGroup, name=words.ROLE, description=words.ROLE_DESCRIPTION):
    def __init__(self, desk: QuotaServices) -> None:
        self._desk = desk
        super().__init__()

    @app_commands.command(name="set", description=words.ROLE_SET)
    @app_commands.describe(**words.ROLE_OPTIONS["set"])
    @app_commands.autocomplete(allowance=autocomplete.offer_allowances)
    async def set_allowance(
        self,
        interaction: Interaction,
        role: discord.Role,
        allowance: words.Typed,
        reason: words.Reason | None = None,
    ) -> None:
        tier = RoleTier(role.id, parse_allowance(allowance))
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        old = (await self._desk.quotas.set_role(guild_of(interaction), tier, act)).result
        await finish(interaction, policy_words.role_set_text(role.id, old, tier.allowance))

    @app_commands.command(name="clear", description=words.ROLE_CLEAR)
    @app_commands.describe(**words.ROLE_OPTIONS["clear"])
    async def clear(
        self, interaction: Interaction, role: discord.Role, reason: words.Reason | None = None
    ) -> None:
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        old = (await self._desk.quotas.clear_role(guild_of(interaction), role.id, act)).result
        await finish(interaction, policy_words.role_cleared_text(role.id, old))

    @app_commands.command(name="list", description=words.ROLE_LIST)
    async def show(self, interaction: Interaction) -> None:
        tiers = await self._desk.quotas.roles(guild_of(interaction))
        await interaction.response.send_message(view=card(policy_words.roles_text(tiers)), ephemeral=True)

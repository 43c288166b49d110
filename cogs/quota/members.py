"""`/quota member …`"""

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.budgets.amounts import parse_allowance, parse_amount
from bot.budgets.budget import Budget
from bot.budgets.policy import Member
from cogs.quota import autocomplete, member_words, words
from cogs.quota.cards import card
from cogs.quota.moderators import (
    Interaction,
    ModeratorsGroup,
    act_of,
    begin,
    finish,
    guild_of,
    member_of,
)
from cogs.quota.services import QuotaServices

BACK = {"default": f"default: {member_words.BY_ROLE_OR_DEFAULT}"}


class MemberCommands(ModeratorsGroup, name=words.MEMBER, description=words.MEMBER_DESCRIPTION):
    def __init__(self, desk: QuotaServices) -> None:
        self._desk = desk
        super().__init__()

    @app_commands.command(name="view", description=words.MEMBER_VIEW)
    @app_commands.describe(**words.MEMBER_OPTIONS["view"])
    async def view(self, interaction: Interaction, member: discord.Member | discord.User) -> None:
        view = await self._desk.quotas.member(member_of(interaction, member), self._desk.now_ms())
        text = member_words.view_text(member, view)
        await interaction.response.send_message(view=card(text), ephemeral=True)

    @app_commands.command(name="set", description=words.MEMBER_SET)
    @app_commands.describe(**words.MEMBER_OPTIONS["set"])
    @app_commands.autocomplete(allowance=autocomplete.offer_amounts_or(BACK, unlimited=True))
    async def set_allowance(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        allowance: words.Typed,
        reason: words.Reason | None = None,
    ) -> None:
        whom = member_of(interaction, member)
        new = None if allowance.strip().lower() in BACK else parse_allowance(allowance)
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        old = (await self._desk.quotas.set_allowance(whom, new, act)).result
        await finish(interaction, member_words.set_text(member, old, new, await self._budget(whom)))

    @app_commands.command(name="grant", description=words.MEMBER_GRANT)
    @app_commands.describe(**words.MEMBER_OPTIONS["grant"])
    @app_commands.autocomplete(amount=autocomplete.offer_amounts)
    async def grant(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        amount: words.Typed,
        expires: words.Typed | None = None,
        reason: words.Reason | None = None,
    ) -> None:
        whom = member_of(interaction, member)
        tokens = parse_amount(amount, least=1)
        expires_at_ms = await self._moment(interaction, expires)
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        grant = (await self._desk.quotas.grant(whom, tokens, expires_at_ms, act)).result
        await finish(interaction, member_words.granted_text(member, grant, await self._budget(whom)))

    @app_commands.command(name="deduct", description=words.MEMBER_DEDUCT)
    @app_commands.describe(**words.MEMBER_OPTIONS["deduct"])
    @app_commands.autocomplete(amount=autocomplete.offer_amounts)
    async def deduct(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        amount: words.Typed,
        reason: words.Reason | None = None,
    ) -> None:
        whom = member_of(interaction, member)
        asked = parse_amount(amount, least=1)
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        taken = (await self._desk.quotas.deduct(whom, asked, act)).result
        text = member_words.deducted_text(member, asked, taken, await self._budget(whom))
        await finish(interaction, text)

    @app_commands.command(name="reset", description=words.MEMBER_RESET)
    @app_commands.describe(**words.MEMBER_OPTIONS["reset"])
    async def reset(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        reason: words.Reason | None = None,
    ) -> None:
        whom = member_of(interaction, member)
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        spent = (await self._desk.quotas.reset(whom, act)).result
        await finish(interaction, member_words.reset_text(member, spent, await self._budget(whom)))

    @app_commands.command(name="freeze", description=words.MEMBER_FREEZE)
    @app_commands.describe(**words.MEMBER_OPTIONS["freeze"])
    async def freeze(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        reason: words.Reason,
        until: words.Typed | None = None,
    ) -> None:
        whom = member_of(interaction, member)
        until_ms = await self._moment(interaction, until)
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        freeze = (await self._desk.quotas.freeze(whom, until_ms, act)).result
        await finish(interaction, member_words.frozen_text(member, freeze))

    @app_commands.command(name="unfreeze", description=words.MEMBER_UNFREEZE)
    @app_commands.describe(**words.MEMBER_OPTIONS["unfreeze"])
    async def unfreeze(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        reason: words.Reason | None = None,
    ) -> None:
        whom = member_of(interaction, member)
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        freeze = (await self._desk.quotas.unfreeze(whom, act)).result
        await finish(interaction, member_words.unfrozen_text(member, freeze, await self._budget(whom)))

    @grant.autocomplete("expires")
    @freeze.autocomplete("until")
    async def offer_moments(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._desk.offer_moments(interaction, typed)

    async def _moment(self, interaction: Interaction, typed: str | None) -> int | None:
        return await self._desk.moment(guild_of(interaction), typed)

    async def _budget(self, whom: Member) -> Budget:
        return (await self._desk.quotas.member(whom, self._desk.now_ms())).budget

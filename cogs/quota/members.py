"""`/quota member …`"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.audit.model import Change
from bot.budgets.amounts import parse_allowance, parse_amount
from bot.budgets.budget import Budget
from bot.budgets.policy import Act, Member
from cogs.quota import autocomplete
from cogs.quota import texts as quota_texts
from cogs.quota.autocomplete import Reason, Typed
from cogs.quota.cards import card
from cogs.quota.moderators import (
    Interaction,
    ModeratorsGroup,
    Person,
    act_of,
    begin,
    finish,
    guild_of,
    member_of,
)
from cogs.quota.services import QuotaServices
from cogs.texts import private_texts

T = TypeVar("T")

DEFAULT = {"default": "quota-suggest-default"}


class MemberCommands(ModeratorsGroup, name="member"):
    def __init__(self, services: QuotaServices) -> None:
        self._services = services
        self._quotas = services.quotas
        super().__init__()

    @app_commands.command(name="view")
    async def view(self, interaction: Interaction, member: discord.Member | discord.User) -> None:
        view = await self._quotas.member(member_of(interaction, member), self._services.now_ms())
        text = quota_texts.member_view(private_texts(interaction), member, view)
        await interaction.response.send_message(view=card(text), ephemeral=True)

    @app_commands.command(name="set")
    @app_commands.autocomplete(allowance=autocomplete.offer_amounts_or(DEFAULT, unlimited=True))
    async def set_allowance(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        allowance: Typed,
        reason: Reason | None = None,
    ) -> None:
        new = None if allowance.strip().lower() in DEFAULT else parse_allowance(allowance)
        whom, changed = await self._change(
            interaction, member, reason, lambda whom, act: self._quotas.set_allowance(whom, new, act)
        )
        budget = await self._budget(whom)
        texts = private_texts(interaction)
        await finish(
            interaction,
            quota_texts.allowance_set(texts, member, changed.result, new, budget),
            changed.audit_id,
        )

    @app_commands.command(name="grant")
    @app_commands.autocomplete(amount=autocomplete.offer_amounts)
    async def grant(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        amount: Typed,
        expires: Typed | None = None,
        reason: Reason | None = None,
    ) -> None:
        tokens = parse_amount(amount, least=1)
        expires_at_ms = await self._moment(interaction, expires)
        whom, changed = await self._change(
            interaction,
            member,
            reason,
            lambda whom, act: self._quotas.grant(whom, tokens, expires_at_ms, act),
        )
        budget = await self._budget(whom)
        await finish(
            interaction,
            quota_texts.granted(private_texts(interaction), member, changed.result, budget),
            changed.audit_id,
        )

    @app_commands.command(name="deduct")
    @app_commands.autocomplete(amount=autocomplete.offer_amounts)
    async def deduct(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        amount: Typed,
        reason: Reason | None = None,
    ) -> None:
        asked = parse_amount(amount, least=1)
        whom, changed = await self._change(
            interaction, member, reason, lambda whom, act: self._quotas.deduct(whom, asked, act)
        )
        budget = await self._budget(whom)
        texts = private_texts(interaction)
        await finish(
            interaction, quota_texts.deducted(texts, member, asked, changed.result, budget), changed.audit_id
        )

    @app_commands.command(name="reset")
    async def reset(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        reason: Reason | None = None,
    ) -> None:
        whom, changed = await self._change(interaction, member, reason, self._quotas.reset)
        budget = await self._budget(whom)
        await finish(
            interaction,
            quota_texts.reset(private_texts(interaction), member, changed.result, budget),
            changed.audit_id,
        )

    @app_commands.command(name="freeze")
    async def freeze(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        reason: Reason,
        until: Typed | None = None,
    ) -> None:
        until_ms = await self._moment(interaction, until)
        _, changed = await self._change(
            interaction, member, reason, lambda whom, act: self._quotas.freeze(whom, until_ms, act)
        )
        await finish(
            interaction,
            quota_texts.frozen(private_texts(interaction), member, changed.result),
            changed.audit_id,
        )

    @app_commands.command(name="unfreeze")
    async def unfreeze(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        reason: Reason | None = None,
    ) -> None:
        whom, changed = await self._change(interaction, member, reason, self._quotas.unfreeze)
        budget = await self._budget(whom)
        await finish(
            interaction,
            quota_texts.unfrozen(private_texts(interaction), member, changed.result, budget),
            changed.audit_id,
        )

    @grant.autocomplete("expires")
    @freeze.autocomplete("until")
    async def offer_moments(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_moments(interaction, typed)

    async def _change(
        self,
        interaction: Interaction,
        person: Person,
        reason: str | None,
        change: Callable[[Member, Act], Awaitable[Change[T]]],
    ) -> tuple[Member, Change[T]]:
        """Makes a change in the moderator's name, after the "thinking…"."""
        whom = member_of(interaction, person)
        act = act_of(interaction, reason, self._services.now_ms())
        await begin(interaction)
        return whom, await change(whom, act)

    async def _moment(self, interaction: Interaction, typed: str | None) -> int | None:
        return await self._services.moment(guild_of(interaction), typed)

    async def _budget(self, whom: Member) -> Budget:
        return (await self._quotas.member(whom, self._services.now_ms())).budget

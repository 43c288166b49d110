"""`/quota member …`"""

from collections.abc import Awaitable, Callable

import discord
from discord import app_commands
from discord.app_commands import Choice

from cogs.quota import autocomplete
from cogs.quota.autocomplete import Reason, Typed
from cogs.quota.member_card import MemberCard
from cogs.quota.member_changes import DEFAULT, MemberChanges, Request
from cogs.quota.moderators import Interaction, ModeratorsGroup, Person, Said, begin, finish
from cogs.quota.services import QuotaServices


class MemberCommands(ModeratorsGroup, name="member"):
    def __init__(self, services: QuotaServices, changes: MemberChanges, card: MemberCard) -> None:
        self._services = services
        self._changes = changes
        self._card = card
        super().__init__()

    @app_commands.command(name="view")
    async def view(self, interaction: Interaction, member: discord.Member | discord.User) -> None:
        await interaction.response.send_message(
            view=await self._card.view(interaction, member), ephemeral=True
        )

    @app_commands.command(name="set")
    @app_commands.autocomplete(allowance=autocomplete.offer_amounts_or(DEFAULT, unlimited=True))
    async def set_allowance(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        allowance: Typed,
        reason: Reason | None = None,
    ) -> None:
        await self._change(
            interaction, member, reason, lambda request: self._changes.set_allowance(request, allowance)
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
        await self._change(
            interaction, member, reason, lambda request: self._changes.grant(request, amount, expires)
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
        await self._change(interaction, member, reason, lambda request: self._changes.deduct(request, amount))

    @app_commands.command(name="reset")
    async def reset(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        reason: Reason | None = None,
    ) -> None:
        await self._change(interaction, member, reason, self._changes.reset)

    @app_commands.command(name="freeze")
    async def freeze(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        reason: Reason,
        until: Typed | None = None,
    ) -> None:
        await self._change(interaction, member, reason, lambda request: self._changes.freeze(request, until))

    @app_commands.command(name="unfreeze")
    async def unfreeze(
        self,
        interaction: Interaction,
        member: discord.Member | discord.User,
        reason: Reason | None = None,
    ) -> None:
        await self._change(interaction, member, reason, self._changes.unfreeze)

    @grant.autocomplete("expires")
    @freeze.autocomplete("until")
    async def offer_moments(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._services.offer_moments(interaction, typed)

    async def _change(
        self,
        interaction: Interaction,
        person: Person,
        reason: str | None,
        change: Callable[[Request], Awaitable[Said]],
    ) -> None:
        """Makes a change as the moderator, after the "thinking…"."""
        request = self._changes.request(interaction, person, reason)
        await begin(interaction)
        await finish(interaction, *await change(request))

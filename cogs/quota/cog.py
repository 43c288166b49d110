"""The commands under `/quota`, and the one in a picture's menu."""

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from cogs.client import EaselClient
from cogs.quota.audit import AuditPages
from cogs.quota.autocomplete import Reason, Typed
from cogs.quota.member_card import MemberCard
from cogs.quota.member_changes import MemberChanges
from cogs.quota.members import MemberCommands
from cogs.quota.moderators import Interaction, guild_of, require_moderator
from cogs.quota.refunds import Refunds
from cogs.quota.report import UsageReport
from cogs.quota.role_grants import RoleGrantCommands
from cogs.quota.server import RoleCommands, ServerCommands
from cogs.quota.services import QuotaServices
from cogs.quota.setup import ServerSetup
from cogs.quota.undo import UndoButton
from cogs.texts import private_texts
from cogs.texts.translator import choice

DAYS = [choice(f"choice-days-{days}", days) for days in (7, 30, 90, 365)]


@app_commands.default_permissions(manage_guild=True)
class QuotaCommands(commands.GroupCog, group_name="quota"):
    def __init__(self, client: EaselClient, services: QuotaServices) -> None:
        self._client = client
        self._refunds = Refunds(client, services)
        self._audit = AuditPages(client, services)
        self._report = UsageReport(services, client.heavy_work)
        self._menu = self._refunds.menu()
        self._setup = ServerSetup(client, services)
        changes = MemberChanges(services)
        UndoButton(client, services)
        super().__init__()
        assert self.app_command is not None
        for group in (
            MemberCommands(services, changes, MemberCard(client, services, changes)),
            RoleCommands(services),
            ServerCommands(services),
            RoleGrantCommands(client, services),
        ):
            self.app_command.add_command(group)

    async def cog_load(self) -> None:
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    async def interaction_check(self, interaction: Interaction, /) -> bool:  # type: ignore[override]
        require_moderator(interaction)
        return True

    @app_commands.command(name="setup")
    async def setup_server(self, interaction: Interaction) -> None:
        await interaction.response.send_message(view=await self._setup.view(interaction), ephemeral=True)

    @app_commands.command(name="refund")
    async def refund(
        self,
        interaction: Interaction,
        picture: Typed,
        member: discord.Member | discord.User | None = None,  # noqa: ARG002 - decides what is suggested
        reason: Reason | None = None,
    ) -> None:
        generation_id = await self._refunds.meant(guild_of(interaction), picture)
        await self._refunds.refund(interaction, generation_id, reason)

    @refund.autocomplete("picture")
    async def offer_pictures(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._refunds.offer(interaction, typed)

    @app_commands.command(name="audit")
    async def audit(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        member: discord.Member | discord.User | None = None,
        moderator: discord.Member | discord.User | None = None,
        kind: Typed | None = None,
        since: Typed | None = None,
        until: Typed | None = None,
    ) -> None:
        guild_id, texts = guild_of(interaction), private_texts(interaction)
        only = await self._audit.filter(
            texts, guild_id, member=member, moderator=moderator, kind=kind, since=since, until=until
        )
        view = await self._audit.page(texts, guild_id, only)
        await interaction.response.send_message(view=view, ephemeral=True)

    @audit.autocomplete("kind")
    async def offer_kinds(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._audit.offer_kinds(interaction, typed)

    @app_commands.command(name="report")
    @app_commands.choices(days=DAYS)
    async def report(self, interaction: Interaction, days: int = 30) -> None:
        await self._report.show(interaction, days)

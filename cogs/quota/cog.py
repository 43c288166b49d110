"""The commands under `/quota`, and the one on a picture's menu."""

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from cogs.client import EaselClient
from cogs.quota import words
from cogs.quota.audit import AuditPages
from cogs.quota.members import MemberCommands
from cogs.quota.moderators import Interaction, guild_of, require_moderator
from cogs.quota.refunds import Refunds
from cogs.quota.report import UseReport
from cogs.quota.role_grants import PromiseCommands
from cogs.quota.roles import RoleCommands
from cogs.quota.server import ServerCommands
from cogs.quota.services import QuotaServices


@app_commands.default_permissions(manage_guild=True)
class QuotaCommands(commands.GroupCog, group_name=words.NAME, group_description=words.DESCRIPTION):
    def __init__(self, client: EaselClient, desk: QuotaServices) -> None:
        self._client = client
        self._refunds = Refunds(desk)
        self._audit = AuditPages(client, desk)
        self._report = UseReport(desk)
        self._menu = self._refunds.menu()
        super().__init__()
        assert self.app_command is not None
        for group in (
            MemberCommands(desk),
            RoleCommands(desk),
            ServerCommands(desk),
            PromiseCommands(client, desk),
        ):
            self.app_command.add_command(group)

    async def cog_load(self) -> None:
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    async def interaction_check(self, interaction: Interaction, /) -> bool:  # type: ignore[override]
        require_moderator(interaction)
        return True

    @app_commands.command(name=words.REFUND, description=words.REFUND_DESCRIPTION)
    @app_commands.describe(**words.REFUND_OPTIONS)
    async def refund(
        self,
        interaction: Interaction,
        picture: words.Typed,
        member: discord.Member | discord.User | None = None,  # noqa: ARG002 - for what is offered
        reason: words.Reason | None = None,
    ) -> None:
        generation_id = await self._refunds.meant(guild_of(interaction), picture)
        await self._refunds.refund(interaction, generation_id, reason)

    @refund.autocomplete("picture")
    async def offer_pictures(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        return await self._refunds.offer(interaction, typed)

    @app_commands.command(name=words.AUDIT, description=words.AUDIT_DESCRIPTION)
    @app_commands.describe(**words.AUDIT_OPTIONS)
    @app_commands.choices(kind=words.KIND_CHOICES)
    async def audit(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        member: discord.Member | discord.User | None = None,
        moderator: discord.Member | discord.User | None = None,
        kind: str | None = None,
        since: words.Typed | None = None,
        until: words.Typed | None = None,
    ) -> None:
        guild_id = guild_of(interaction)
        only = await self._audit.filter(
            guild_id, member=member, moderator=moderator, kind=kind, since=since, until=until
        )
        view = await self._audit.page(guild_id, only)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name=words.REPORT, description=words.REPORT_DESCRIPTION)
    @app_commands.describe(**words.REPORT_OPTIONS)
    @app_commands.choices(days=words.DAYS)
    async def report(self, interaction: Interaction, days: int = 30) -> None:
        await self._report.show(interaction, days)

"""The ports behind the moderators' commands."""

from collections.abc import Callable
from dataclasses import dataclass

from discord.app_commands import Choice

from bot.audit.model import AuditLog
from bot.budgets.budget import Budgets
from bot.budgets.chart import Charts
from bot.budgets.grants import RoleGrants
from bot.budgets.moments import parse_moment
from bot.budgets.quotas import Quotas
from bot.budgets.report import Reports
from cogs.quota.autocomplete import moments
from cogs.quota.moderators import Interaction, guild_of, is_moderator
from cogs.texts import private_texts


@dataclass(frozen=True, slots=True)
class QuotaServices:
    """`default_allowance` is the bot's default for each member and period, in tokens."""

    quotas: Quotas
    role_grants: RoleGrants
    audit: AuditLog
    reports: Reports
    budgets: Budgets
    charts: Charts
    default_allowance: int
    now_ms: Callable[[], int]

    async def zone(self, guild_id: int) -> str:
        """The server's time zone, for dates that moderators type."""
        return (await self.quotas.server(guild_id)).schedule.zone

    async def moment(self, guild_id: int, typed: str | None) -> int | None:
        """Reads a future time. None if nothing is typed. Raises `InvalidMoment`."""
        if typed is None:
            return None
        return parse_moment(typed, self.now_ms(), await self.zone(guild_id))

    async def offer_moments(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        if not is_moderator(interaction):
            return []
        texts = private_texts(interaction)
        return moments(texts, typed, self.now_ms(), await self.zone(guild_of(interaction)))

"""`/quota report`: the chart, the words beside it, and the table to download."""

import asyncio
import io
from collections.abc import Sequence
from typing import Any

import discord

from bot.budgets.report import MemberDayUse, Report
from cogs.quota import usage
from cogs.quota.cards import card
from cogs.quota.moderators import Interaction, begin, guild_of
from cogs.quota.services import QuotaServices

DAY_MS = 86_400_000
NAMED = 1_000  # members whose names the table has
CHART = "usage.png"
TABLE = "usage.csv"


class UseReport:
    def __init__(self, desk: QuotaServices) -> None:
        self._desk = desk

    async def show(self, interaction: Interaction, days: int) -> None:
        """Private, and made anew each time it is asked for."""
        await begin(interaction)
        guild_id, until_ms = guild_of(interaction), self._desk.now_ms()
        since_ms = until_ms - (days - 1) * DAY_MS  # today is one of them
        report = await self._desk.reports.report(guild_id, since_ms, until_ms, top=NAMED)
        rows = await self._desk.reports.rows(guild_id, since_ms, until_ms)
        server = interaction.guild.name if interaction.guild else ""
        chart = await self._desk.charts.draw(usage.chart(report, server))
        table, written = await asyncio.to_thread(_table, report, rows, interaction.filesize_limit)
        files = [
            discord.File(
                io.BytesIO(chart), CHART, description=f"{usage.span(report)}: {usage.totals(report)}"
            ),
            discord.File(io.BytesIO(table), TABLE),
        ]
        missing = len(rows) - written
        await interaction.edit_original_response(view=_card(report, missing), attachments=files)


def _table(report: Report, rows: Sequence[MemberDayUse], limit: int) -> tuple[bytes, int]:
    names = {spender.user_id: spender.user_name for spender in report.spenders if spender.user_name}
    return usage.table(rows, names, report.zone, limit)


def _card(report: Report, missing: int) -> discord.ui.LayoutView:
    text = usage.text(report)
    if missing:
        text += f"\n-# The table is as large as Discord takes it: {missing:,} later rows are left out."
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery(
        discord.MediaGalleryItem(f"attachment://{CHART}", description=usage.totals(report))
    )
    view = card(text, gallery)
    return view.add_item(discord.ui.File(f"attachment://{TABLE}"))

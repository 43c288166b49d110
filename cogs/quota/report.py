"""`/quota report`: a chart of the usage, the numbers beside it, and a table to download."""

import asyncio
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import discord

from bot.budgets.chart import Bar, Chart, Column
from bot.budgets.report import DayUse, MemberDayUse, Report
from bot.budgets.zones import label, zone_of
from bot.spreadsheets import safe_cell
from cogs.heavy_work import HeavyWork
from cogs.quota.cards import card
from cogs.quota.moderators import Interaction, begin, guild_of
from cogs.quota.services import QuotaServices
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import user

DAY_MS = 86_400_000
NAMED = 1_000  # members who are named in the table
CHART = "usage.png"
TABLE = "usage.csv"

BARS = 5
LISTED = 10
WEEKLY_FROM = 120  # days, since a column for each would be hair-thin
HEADER = ("date", "member", "name", "tokens", "pictures")


class UsageReport:
    def __init__(self, services: QuotaServices, heavy_work: HeavyWork) -> None:
        self._services = services
        self._heavy_work = heavy_work

    async def show(self, interaction: Interaction, days: int) -> None:
        """Private, and created from scratch each time. Raises `StillWorking`."""
        await begin(interaction)
        async with self._heavy_work.one_for(interaction.user.id):
            guild_id, until_ms = guild_of(interaction), self._services.now_ms()
            since_ms = until_ms - (days - 1) * DAY_MS  # today is one of them
            report = await self._services.reports.report(guild_id, since_ms, until_ms, top=NAMED)
            rows = await self._services.reports.rows(guild_id, since_ms, until_ms)
            texts = private_texts(interaction)
            server = interaction.guild.name if interaction.guild else ""
            chart = await self._services.charts.draw(usage_chart(texts, report, server))
            content, written = await asyncio.to_thread(_table, report, rows, interaction.filesize_limit)
            description = f"{span(texts, report)} · {totals(texts, report)}"
            files = [
                discord.File(io.BytesIO(chart), CHART, description=description),
                discord.File(io.BytesIO(content), TABLE),
            ]
            view = _card(texts, report, description, len(rows) - written)
            await interaction.edit_original_response(view=view, attachments=files)


def _card(texts: Texts, report: Report, description: str, missing: int) -> discord.ui.LayoutView:
    lines = report_lines(texts, report)
    if missing:
        lines.append(f"-# {texts('quota-report-cut', missing=missing)}")
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery(
        discord.MediaGalleryItem(f"attachment://{CHART}", description=description)
    )
    return card("\n".join(lines), gallery).add_item(discord.ui.File(f"attachment://{TABLE}"))


def report_lines(texts: Texts, report: Report) -> list[str]:
    """The text below the chart. Members are mentioned, and numbered as in the chart."""
    lines = [f"**{span(texts, report)}**", totals(texts, report)]
    lines += [
        texts(
            "quota-report-spender",
            place=place,
            who=user(texts, use.user_id),
            pictures=use.pictures,
            tokens=use.tokens,
        )
        for place, use in enumerate(report.spenders[:LISTED], 1)
    ]
    lines.append(f"-# {texts('quota-report-zone', zone=label(report.zone))}")
    return lines


def totals(texts: Texts, report: Report) -> str:
    """`4,473,000 tokens for 71 pictures by 12 members`."""
    return texts(
        "quota-report-totals", tokens=report.tokens, pictures=report.pictures, members=report.members
    )


def span(texts: Texts, report: Report) -> str:
    """`1 Nov – 30 Nov 2025`, including the last day."""
    if not report.days:
        return ""
    first, last = (_local(day.start_ms, report.zone) for day in (report.days[0], report.days[-1]))
    end = texts.day(last, year=True)
    if first.date() == last.date():
        return end
    return texts("quota-report-span", first=texts.day(first, year=first.year != last.year), last=end)


def usage_chart(texts: Texts, report: Report, server: str) -> Chart:
    weekly = len(report.days) >= WEEKLY_FROM
    days = _weeks(report.days) if weekly else report.days
    return Chart(
        title=server,
        subtitle=span(texts, report),
        columns_title=texts(
            "quota-report-columns", step="week" if weekly else "day", totals=totals(texts, report)
        ),
        columns=tuple(
            Column(texts.day(_local(day.start_ms, report.zone), year=False), day.tokens) for day in days
        ),
        bars_title=texts("quota-report-bars"),
        bars=tuple(
            Bar(use.user_name or texts("quota-report-deleted"), use.tokens) for use in report.spenders[:BARS]
        ),
        nothing=texts("quota-report-nothing"),
    )


def table(rows: Sequence[MemberDayUse], names: Mapping[int, str], zone: str, limit: int) -> tuple[bytes, int]:
    """The rows as CSV for spreadsheets, and how many of them fit into `limit` bytes.

    A member's id is written as `<@…>`. Spreadsheets would round such a long number, and pasted into Discord
    it shows the member.
    """
    buffer = io.BytesIO(b"\xef\xbb\xbf")  # a byte order mark, so that spreadsheets read it as UTF-8
    buffer.seek(0, io.SEEK_END)
    buffer.write(_line(HEADER))
    for count, row in enumerate(rows):
        day = f"{_local(row.start_ms, zone):%Y-%m-%d}"
        name = safe_cell(names.get(row.user_id, ""))
        line = _line([day, f"<@{row.user_id}>", name, row.tokens, row.pictures])
        if buffer.tell() + len(line) > limit:
            return buffer.getvalue(), count
        buffer.write(line)
    return buffer.getvalue(), len(rows)


def _table(report: Report, rows: Sequence[MemberDayUse], limit: int) -> tuple[bytes, int]:
    names = {spender.user_id: spender.user_name for spender in report.spenders if spender.user_name}
    return table(rows, names, report.zone, limit)


def _line(cells: Iterable[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _weeks(days: Sequence[DayUse]) -> list[DayUse]:
    """Seven days each, counted back from the last day, so that only the first week can be shorter."""
    first = len(days) % 7
    parts = [days[:first]] if first else []
    parts += [days[start : start + 7] for start in range(first, len(days), 7)]
    return [
        DayUse(part[0].start_ms, sum(day.tokens for day in part), sum(day.pictures for day in part))
        for part in parts
    ]


def _local(at_ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone_of(zone))

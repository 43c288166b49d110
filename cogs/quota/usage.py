"""What a report shows: the chart, the words beside it, and the table."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from bot.budgets.chart import Bar, Chart, Column
from bot.budgets.report import DayUse, MemberDayUse, Report
from bot.budgets.zones import zone_of
from bot.spreadsheets import safe_cell
from cogs.wording.amounts import pictures, tokens
from cogs.wording.people import person

BARS = 5
LISTED = 10
WEEKLY_FROM = 120  # days: single ones would be hairs
HEADER = ("date", "member", "name", "tokens", "pictures")


def chart(report: Report, server: str) -> Chart:
    weekly = len(report.days) >= WEEKLY_FROM
    days = _weeks(report.days) if weekly else report.days
    return Chart(
        title=server,
        subtitle=span(report),
        columns_title=f"Tokens by {'week' if weekly else 'day'}; in all {totals(report)}",
        columns=tuple(Column(_short_date(day.start_ms, report.zone), day.tokens) for day in days),
        bars_title="Who used most, in tokens",
        bars=tuple(Bar(use.user_name or "(erased)", use.tokens) for use in report.spenders[:BARS]),
        nothing="Nothing was used in this time.",
    )


def totals(report: Report) -> str:
    """`4,473,000 for 71 pictures by 12 members`."""
    by = f"{report.members:,} member{'' if report.members == 1 else 's'}"
    return f"{report.tokens:,} for {pictures(report.pictures)} by {by}"


def span(report: Report) -> str:
    """`1 Nov to 30 Nov 2025`, the last day included."""
    if not report.days:
        return ""
    first, last = (_date(day.start_ms, report.zone) for day in (report.days[0], report.days[-1]))
    end = f"{last.day} {last:%b} {last.year}"
    if first == last:
        return end
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%b}{year} to {end}"


def text(report: Report) -> str:
    """What stands below the chart; names as Discord shows them, numbered as in the chart."""
    by = f"{report.members:,} member{'' if report.members == 1 else 's'}"
    lines = [f"**{span(report)}**", f"{tokens(report.tokens)} for {pictures(report.pictures)}, by {by}"]
    lines += [
        f"{place}. {person(use.user_id)} · {tokens(use.tokens)} · {pictures(use.pictures)}"
        for place, use in enumerate(report.spenders[:LISTED], 1)
    ]
    lines.append(f"-# Days are those of {report.zone}. What was refunded counts on the day of the refund.")
    return "\n".join(lines)


def table(rows: Sequence[MemberDayUse], names: Mapping[int, str], zone: str, limit: int) -> tuple[bytes, int]:
    """The rows as CSV, for spreadsheets, and how many of them fit into `limit` bytes.

    A member's id stands as `<@…>`: spreadsheets would round a number that long, and pasted into Discord it
    shows who it is.
    """
    buffer = io.BytesIO(b"\xef\xbb\xbf")  # by this mark spreadsheets know UTF-8
    buffer.seek(0, io.SEEK_END)
    buffer.write(_line(HEADER))
    for count, row in enumerate(rows):
        name = names.get(row.user_id, "")
        member = person(row.user_id)
        line = _line(
            [f"{_date(row.start_ms, zone):%Y-%m-%d}", member, safe_cell(name), row.tokens, row.pictures]
        )
        if buffer.tell() + len(line) > limit:
            return buffer.getvalue(), count
        buffer.write(line)
    return buffer.getvalue(), len(rows)


def _line(cells: Iterable[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _weeks(days: Sequence[DayUse]) -> list[DayUse]:
    """Seven days each, counted back from the last, so that only the first may be shorter."""
    first = len(days) % 7
    parts = [days[:first]] if first else []
    parts += [days[start : start + 7] for start in range(first, len(days), 7)]
    return [
        DayUse(part[0].start_ms, sum(day.tokens for day in part), sum(day.pictures for day in part))
        for part in parts
    ]


def _date(at_ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone_of(zone))


def _short_date(at_ms: int, zone: str) -> str:
    date = _date(at_ms, zone)
    return f"{date.day} {date:%b}"

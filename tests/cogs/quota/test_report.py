"""/quota report: the chart, the words, the table."""

import csv
import io

import aiohttp
import pytest

from bot.budgets.report import DayUse, MemberDayUse, MemberUse, Report
from cogs.quota import report as usage
from cogs.quota.cards import card
from tests.cogs.fakes import now_ms
from tests.cogs.quota.fakes import DAY, PNG, START
from tests.cogs.reading import GALLERY, check_limits, read, shown, walk
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")

FILE = 13  # Discord's component type


def report(*tokens: int, names: tuple[str | None, ...] = ("hazel",), zone: str = "UTC") -> Report:
    days = tuple(DayUse(START + day * DAY, amount, amount // 63_000) for day, amount in enumerate(tokens))
    spenders = tuple(MemberUse(place + 1, name, sum(tokens), 1) for place, name in enumerate(names))
    return Report(START, START + len(tokens) * DAY, zone, days, spenders, len(names))


class TestChart:
    def test_every_day_has_its_column(self):
        """Even empty days do, and the server's name and the period are at the top."""
        chart = usage.usage_chart(ENGLISH, report(63_000, 0, 126_000), "The Workshop")
        assert [(column.label, column.value) for column in chart.columns] == [
            ("Jan 15", 63_000),
            ("Jan 16", 0),
            ("Jan 17", 126_000),
        ]
        assert (chart.title, chart.subtitle) == ("The Workshop", "Jan 15 – Jan 17, 2027")
        assert chart.columns_title == "Tokens per day · 189,000 tokens for 3 pictures by 1 member"

    def test_a_year_is_drawn_by_weeks(self):
        """365 columns would be hairlines on a phone. The weeks end today and include everything."""
        chart = usage.usage_chart(ENGLISH, report(*range(365)), "")
        assert len(chart.columns) == 53
        assert sum(column.value for column in chart.columns) == sum(range(365))
        assert chart.columns[-1].value == sum(range(358, 365))
        assert chart.columns_title.startswith("Tokens per week")

    def test_days_are_the_servers(self):
        """A day that begins at 15:00 UTC is the next day in Auckland."""
        late = DayUse(START + 7 * 3_600_000, 1, 0)
        chart = usage.usage_chart(ENGLISH, Report(START, START, "Pacific/Auckland", (late,), (), 0), "")
        assert chart.columns[0].label == "Jan 16"

    def test_who_was_erased_has_no_name(self):
        """The bar is still there, because the amount is."""
        assert usage.usage_chart(ENGLISH, report(1, names=(None,)), "").bars[0].name == "(deleted)"


def rows_of(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))


class TestTable:
    def test_it_has_a_header_and_a_row_for_each_day_and_member(self):
        """Dates in the server's zone, ids that spreadsheets don't round, and names if they're known."""
        table, written = usage.table(
            [MemberDayUse(START, 2**62 + 1, 63_000, 1), MemberDayUse(START, 5, 1, 0)],
            {2**62 + 1: "hazel, the first"},
            "Pacific/Auckland",
            10**6,
        )
        assert rows_of(table) == [
            ["date", "member", "name", "tokens", "pictures"],
            ["2027-01-15", f"<@{2**62 + 1}>", "hazel, the first", "63000", "1"],
            ["2027-01-15", "<@5>", "", "1", "0"],
        ]
        assert written == 2

    @pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum", "\tx"])
    def test_a_name_is_never_a_formula(self, name):
        """Members choose their names, and moderators open the table in a spreadsheet."""
        table, _ = usage.table([MemberDayUse(START, 5, 1, 0)], {5: name}, "UTC", 10**6)
        assert rows_of(table)[1][2] == f"'{name}"

    def test_it_stays_within_what_may_be_uploaded(self):
        """It contains as many whole rows as fit, and returns their number."""
        rows = [MemberDayUse(START, 5, 1, 0)] * 100
        table, written = usage.table(rows, {}, "UTC", 500)
        assert len(table) <= 500
        assert len(rows_of(table)) == written + 1 < 100


def test_the_words_always_fit():
    """Ten members with the longest ids and amounts."""
    spenders = tuple(MemberUse(2**63 + place, "x" * 100, 10**15, 10**9) for place in range(1000))
    many = Report(START, START, "America/Argentina/ComodRivadavia", (), spenders, 10**6)
    text = "\n".join(usage.report_lines(ENGLISH, many))
    check_limits(card(text))
    assert text.count("<@") == 10


async def fetched(message, kind: int) -> bytes:
    """The file in the message's only component of that kind."""
    [part] = [part for part in walk(message["components"]) if part["type"] == kind]
    media = part["file"] if kind == FILE else part["items"][0]["media"]
    async with aiohttp.ClientSession() as browser, browser.get(media["url"]) as answer:
        return await answer.read()


@pytest.mark.parametrize(("days", "asked"), [({}, 30), ({"days": "7 days"}, 7), ({"days": "1 year"}, 365)])
async def test_the_moderator_sees_chart_words_and_table(moderation, days, asked):
    """One private message has the chart, the top members and the file, for the requested period."""
    message = await moderation.told(moderation.rowan, "report", **days)
    message = await moderation.rowan.wait_for(lambda each: each["id"] == message["id"] and shown(each) != [])
    [(since_ms, until_ms)] = moderation.office.reports.asked
    assert until_ms - since_ms == (asked - 1) * DAY
    assert now_ms() - until_ms < DAY
    assert shown(message) == ["usage.png"]
    assert "1. <@20> · " in read(message)
    assert await fetched(message, GALLERY) == PNG
    assert len(rows_of(await fetched(message, FILE))) == 3
    assert moderation.office.charts.drawn[0].title == "The Workshop"


async def test_nobody_having_used_anything_is_a_report_too(moderation):
    """An empty chart, an empty table, and a sentence."""
    moderation.office.reports.names = ()
    message = await moderation.told(moderation.rowan, "report")
    assert "0 tokens for 0 pictures by 0 members" in read(message)
    assert moderation.office.charts.drawn[0].bars == ()

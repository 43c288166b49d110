"""Reports of a server's usage by day and by member, in its own time zone."""

from dataclasses import replace

from bot.budgets.periods import Schedule
from bot.budgets.report import DayUse, MemberDayUse, MemberUse
from bot.storage import Store
from tests.storage.orders import GUILD, NOW, USER, act, buy, given, hold

DAY, HOUR = 86_400_000, 3_600_000
MIDNIGHT = NOW - NOW % DAY


async def set_zone(store: Store, zone: str) -> None:
    await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, schedule=replace(policy.schedule, zone=zone)), act()
    )


async def test_every_day_is_there_those_without_use_as_well(store: Store) -> None:
    """From the first to the last, with tokens and pictures that add up."""
    await buy(store, 1, 60, at_ms=MIDNIGHT)
    await buy(store, 2, 20, at_ms=MIDNIGHT + DAY - 1)
    await buy(store, 3, 5, at_ms=MIDNIGHT + 2 * DAY)
    await buy(store, 4, 7, at_ms=MIDNIGHT + 3 * DAY)
    await hold(store, 5, 900, at_ms=MIDNIGHT)
    report = await store.reports.report(GUILD, MIDNIGHT + 1, MIDNIGHT + 3 * DAY)
    assert report.days == (
        DayUse(MIDNIGHT, 80, 2),
        DayUse(MIDNIGHT + DAY, 0, 0),
        DayUse(MIDNIGHT + 2 * DAY, 5, 1),
    )
    assert (report.tokens, report.pictures, report.members) == (85, 3, 1)
    assert (report.since_ms, report.until_ms, report.zone) == (MIDNIGHT, MIDNIGHT + 3 * DAY, "UTC")


async def test_days_are_the_servers_own(store: Store) -> None:
    """In Tokyo a day begins nine hours earlier."""
    await set_zone(store, "Asia/Tokyo")
    await buy(store, 1, 60, at_ms=MIDNIGHT - 9 * HOUR)
    await buy(store, 2, 20, at_ms=MIDNIGHT + 15 * HOUR)
    report = await store.reports.report(GUILD, MIDNIGHT, MIDNIGHT + DAY)
    assert report.days == (DayUse(MIDNIGHT - 9 * HOUR, 60, 1), DayUse(MIDNIGHT + 15 * HOUR, 20, 1))
    assert report.zone == "Asia/Tokyo"
    assert Schedule(zone="Asia/Tokyo").zone == report.zone


async def test_those_who_used_most_come_first(store: Store) -> None:
    """As many as requested, with their last known names, and the total number."""
    for number in range(1, 6):
        await buy(store, number, number * 10, user_id=USER + number)
    await buy(store, 6, 15, user_id=USER + 1)
    await buy(store, 7, 999, guild_id=GUILD + 1)
    report = await store.reports.report(GUILD, MIDNIGHT, MIDNIGHT + DAY, top=3)
    assert report.spenders == (
        MemberUse(USER + 5, "hazel", 50, 1),
        MemberUse(USER + 4, "hazel", 40, 1),
        MemberUse(USER + 3, "hazel", 30, 1),
    )
    assert (report.members, report.tokens) == (5, 165)


async def test_a_refund_counts_where_it_was_made(store: Store) -> None:
    """The picture's day stays the same, and the refund's day can be negative."""
    await buy(store, 1, 60, at_ms=MIDNIGHT)
    await store.quotas.refund(GUILD, 1, act(MIDNIGHT + DAY))
    report = await store.reports.report(GUILD, MIDNIGHT, MIDNIGHT + 2 * DAY)
    assert [(day.tokens, day.pictures) for day in report.days] == [(60, 1), (-60, 0)]
    assert report.spenders == (MemberUse(USER, "hazel", 0, 1),)


async def test_a_picture_of_several_parts_is_one(store: Store) -> None:
    """However many grants paid for it."""
    await given(store, 10, 20)
    await buy(store, 1, 60, at_ms=NOW)
    report = await store.reports.report(GUILD, MIDNIGHT, MIDNIGHT + DAY)
    assert (report.tokens, report.pictures) == (60, 1)


async def test_the_rows_of_the_csv_are_days_and_members(store: Store) -> None:
    """Days in order, and within each those who used most first. They add up to the report."""
    await buy(store, 1, 10, at_ms=MIDNIGHT)
    await buy(store, 2, 30, user_id=USER + 1, at_ms=MIDNIGHT)
    await buy(store, 3, 20, at_ms=MIDNIGHT + DAY)
    rows = await store.reports.rows(GUILD, MIDNIGHT, MIDNIGHT + 2 * DAY)
    assert rows == [
        MemberDayUse(MIDNIGHT, USER + 1, 30, 1),
        MemberDayUse(MIDNIGHT, USER, 10, 1),
        MemberDayUse(MIDNIGHT + DAY, USER, 20, 1),
    ]


async def test_an_empty_time_is_an_empty_report(store: Store) -> None:
    """No usage, or an empty period."""
    report = await store.reports.report(GUILD, MIDNIGHT, MIDNIGHT + DAY)
    assert (report.days, report.spenders, report.members) == ((DayUse(MIDNIGHT, 0, 0),), (), 0)
    assert (await store.reports.report(GUILD, NOW, NOW)).days == ()
    assert await store.reports.rows(GUILD, NOW, NOW) == []

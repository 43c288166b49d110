"""Usage of a server's members. One index of the ledger has all of it."""

from bot.budgets.periods import Period, days
from bot.budgets.report import DayUse, MemberDayUse, MemberUse, Report
from bot.storage.database import Transaction
from bot.storage.repositories.guild_policy import read_guild_policy
from bot.storage.repositories.ledger import PAID
from bot.storage.repositories.repository import Repository, reads

_IN_TIME = f"guild_id = :guild_id AND at_ms >= :since_ms AND at_ms < :until_ms AND {PAID}"

# A picture can be paid in several parts, and counts once.
_SUMS = """CAST(COALESCE(SUM(spent_change), 0) AS BIGINT) AS tokens,
    CAST(COALESCE(SUM(CASE WHEN kind = 'settle' AND part = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS pictures"""

DAY = f"SELECT {_SUMS} FROM ledger WHERE {_IN_TIME}"  # noqa: S608 - no value is in it

BY_MEMBER = f"""
SELECT user_id, {_SUMS} FROM ledger WHERE {_IN_TIME} GROUP BY user_id
"""  # noqa: S608 - no value is in it

SPENDERS = f"""
SELECT used.*, count(*) OVER () AS members FROM ({BY_MEMBER}) AS used
ORDER BY tokens DESC, user_id LIMIT :top
"""  # noqa: S608 - no value is in it

MEMBERS_OF_DAY = f"{BY_MEMBER} ORDER BY tokens DESC, user_id"

NAME = """
SELECT user_name FROM generation WHERE user_id = :user_id AND guild_id = :guild_id ORDER BY id DESC LIMIT 1
"""


class ReportRepository(Repository):
    """See `bot.budgets.report.Reports`."""

    @reads
    def report(self, guild_id: int, since_ms: int, until_ms: int, *, top: int = 10) -> Transaction[Report]:
        zone = (yield from read_guild_policy(guild_id)).schedule.zone
        periods = days(since_ms, until_ms, zone)
        used = []
        for day in periods:
            [row] = yield DAY, _in_time(guild_id, day, until_ms)
            used.append(DayUse(day.start_ms, row["tokens"], row["pictures"]))
        whole = Period(periods[0].start_ms if periods else since_ms, until_ms)
        rows = yield SPENDERS, {**_in_time(guild_id, whole, until_ms), "top": top}
        spenders = []
        for row in rows:
            name = yield from _name(guild_id, row["user_id"])
            spenders.append(MemberUse(row["user_id"], name, row["tokens"], row["pictures"]))
        return Report(
            since_ms=whole.start_ms,
            until_ms=until_ms,
            zone=zone,
            days=tuple(used),
            spenders=tuple(spenders),
            members=rows[0]["members"] if rows else 0,
        )

    @reads
    def rows(self, guild_id: int, since_ms: int, until_ms: int) -> Transaction[list[MemberDayUse]]:
        zone = (yield from read_guild_policy(guild_id)).schedule.zone
        used = []
        for day in days(since_ms, until_ms, zone):
            rows = yield MEMBERS_OF_DAY, _in_time(guild_id, day, until_ms)
            used += [
                MemberDayUse(day.start_ms, row["user_id"], row["tokens"], row["pictures"]) for row in rows
            ]
        return used


def by_member(guild_id: int, period: Period) -> Transaction[list[dict[str, int]]]:
    """The usage of each member of a server within `period`, the biggest first."""
    rows = yield MEMBERS_OF_DAY, _in_time(guild_id, period, period.end_ms)
    columns = ("user_id", "tokens", "pictures")
    return [{"guild_id": guild_id, **{column: row[column] for column in columns}} for row in rows]


def _in_time(guild_id: int, period: Period, until_ms: int) -> dict[str, int]:
    return {
        "guild_id": guild_id,
        "since_ms": period.start_ms,
        "until_ms": min(period.end_ms, until_ms),
    }


def _name(guild_id: int, user_id: int) -> Transaction[str | None]:
    rows = yield NAME, {"user_id": user_id, "guild_id": guild_id}
    return (rows[0]["user_name"] or None) if rows else None

"""What one member's query costs everyone else, with a history of a million pictures.

    python -m bench.members [--pictures 1000000] [--members 10]

One server's members made that many pictures within a year. Runs every query that members and moderators can
make. Prints the CPU time of the longest transaction of the writer, which everyone's holds wait for, and of a
reader, which nobody waits for. CPU time is the same on a busy machine. `lag` is the event loop's longest
delay in real time.
"""

import argparse
import asyncio
import itertools
import json
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.storage import COST, GUILD, NOW, order
from bot.audit.model import AuditFilter
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.periods import month_of
from bot.budgets.policy import Act, Actor, Member
from bot.contests.model import ContestSettings, Schedule
from bot.generation.library import HistoryFilter
from bot.generation.model import Limits
from bot.storage.database import T, Transaction
from bot.storage.repositories.audit import AuditRepository
from bot.storage.repositories.budgets import BudgetRepository
from bot.storage.repositories.contests import ContestRepository
from bot.storage.repositories.library import LibraryRepository
from bot.storage.repositories.privacy import PrivacyRepository
from bot.storage.repositories.quotas import QuotaRepository
from bot.storage.repositories.reports import ReportRepository
from bot.storage.repositories.server_settings import ServerSettingsRepository
from bot.storage.sqlite.connection import BUSY_TIMEOUT_SECONDS, connect
from bot.storage.sqlite.database import SqliteDatabase
from cogs.privacy.files import data_file

DAY_MS = 86_400_000
YEAR_MS = 365 * DAY_MS
FIRST, MODERATOR = 1_000, 7_000
ALLOWANCE = 10**12
WORST_MS = 50

HISTORY = (
    """
    WITH RECURSIVE member(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM member WHERE id + 1 < :members)
    INSERT INTO account (scope, guild_id, user_id, period_start_ms, period_end_ms, only_one, allowance)
    SELECT 'member', :guild, :first + member.id, month.value ->> 0, month.value ->> 1, 1, 1000000000000
    FROM member CROSS JOIN json_each(:months) AS month
    """,
    """
    WITH RECURSIVE life(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM life WHERE id < :lives)
    INSERT INTO generation (
        id, guild_id, user_id, user_name, prompt, width, height, seed, format, application_id, channel_id,
        reply_expires_at_ms, upload_limit, private, spoiler, price, state, held_at_ms, requested_at_ms,
        generated_at_ms, ended_at_ms, told_at_ms, attempts, cost, message_id
    ) SELECT id, :guild, id % :members + :first, 'hazel', 'a quiet harbour at dawn, number ' || id,
        1024, 768, 7, 'png', 5, 6, :now, 10485760, 0, 0, :cost, 'delivered', at_ms, at_ms, at_ms, at_ms,
        at_ms, 1, :cost, id + 10000000000
    FROM (SELECT id, :now - :year + id * :year / :lives - 1 AS at_ms FROM life)
    """,
    """
    INSERT INTO ledger (
        at_ms, counts_at_ms, kind, account_id, guild_id, user_id, generation_id, held_change, spent_change,
        actor_id
    ) SELECT held_at_ms, held_at_ms, moved.kind, account.id, :guild, generation.user_id, generation.id,
        moved.held * :cost, moved.spent * :cost, generation.user_id
    FROM generation
    JOIN account ON account.user_id = generation.user_id AND account.guild_id = :guild
        AND held_at_ms >= period_start_ms AND held_at_ms < period_end_ms
    CROSS JOIN (SELECT 'hold' AS kind, 1 AS held, 0 AS spent UNION ALL SELECT 'settle', -1, 1) AS moved
    """,
    """
    UPDATE account SET spent = (
        SELECT COALESCE(SUM(spent_change), 0) FROM ledger
        WHERE user_id = account.user_id AND guild_id = :guild
            AND counts_at_ms >= period_start_ms AND counts_at_ms < period_end_ms
    )
    """,
    """
    WITH RECURSIVE act(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM act WHERE id < :lives / 10)
    INSERT INTO audit (at_ms, guild_id, actor_id, kind, user_id, old, new, reason)
    SELECT :now - :year + id * :year * 10 / :lives - 1, :guild, :moderator,
        CASE id % 3 WHEN 0 THEN 'granted' ELSE 'member_set' END, id % :members + :first, '{}',
        '{"amount": 1}', 'well done'
    FROM act
    """,
    "ANALYZE",
)


class Timed:
    """A `Database` that records its longest transactions, in milliseconds of CPU time."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self.written = self.read_ = 0.0

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        return await self._database.run(lambda: self._timed(transaction(), "written"))

    async def read(self, transaction: Transaction[T]) -> T:
        return await self._database.read(self._timed(transaction, "read_"))

    async def purge(self) -> bool:
        return await self._database.purge()

    def _timed(self, transaction: Transaction[T], name: str) -> Transaction[T]:
        started = time.thread_time()
        result = yield from transaction
        setattr(self, name, max(getattr(self, name), (time.thread_time() - started) * 1000))
        return result


@asynccontextmanager
async def watched_loop() -> AsyncIterator[Callable[[], float]]:
    """The event loop's longest delay, in milliseconds."""
    latest = 0.0

    async def watch() -> None:
        nonlocal latest
        while True:
            due = time.perf_counter() + 0.002
            await asyncio.sleep(0.002)
            latest = max(latest, (time.perf_counter() - due) * 1000)

    watching = asyncio.create_task(watch())
    yield lambda: latest
    watching.cancel()


def compute(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        sum(range(100))


def fill(path: Path, pictures: int, members: int) -> None:
    start, months = NOW - YEAR_MS - 31 * DAY_MS, []
    while start < NOW + 32 * DAY_MS:
        month = month_of(start)
        months.append([month.start_ms, month.end_ms])
        start = month.end_ms
    values = {
        "members": members, "guild": GUILD, "cost": COST, "lives": pictures, "now": NOW, "year": YEAR_MS,
        "months": json.dumps(months), "moderator": MODERATOR, "first": FIRST,
    }  # fmt: skip
    with closing(connect(path, BUSY_TIMEOUT_SECONDS, writes=True)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for statement in HISTORY:
            connection.execute(statement, values)


def questions(database: Timed, pictures: int) -> dict[str, Callable[[], Awaitable[object]]]:
    """Every query, by name. They change the database, in this order."""
    who, other, now = Member(GUILD, FIRST), Member(GUILD, FIRST + 1), NOW + 1
    act = Act(Actor(MODERATOR, (), is_administrator=True), None, now)
    library, budgets = LibraryRepository(database), BudgetRepository(database, ALLOWANCE)
    quotas, audit = QuotaRepository(database, ALLOWANCE), AuditRepository(database)
    reports, privacy = ReportRepository(database), PrivacyRepository(database)
    servers, contests = ServerSettingsRepository(database), ContestRepository(database, lambda: now)
    limits = Limits(ALLOWANCE, in_flight=1_000)
    holds = itertools.count(1)

    async def hold() -> None:
        at_ms = now + 10_000 * next(holds)  # after the cooldown
        number = at_ms * 1_000
        await library.hold(replace(order(number), user_id=FIRST), limits, at_ms)
        await library.request(number, at_ms)
        await library.generated(number, COST, None, at_ms)
        await library.settle(number, number, at_ms)

    async def hold_with_all_limits() -> None:
        await servers.change(
            GUILD, lambda settings: replace(settings, most_per_day=100_000, cooldown_seconds=1), act
        )
        await hold()

    async def hold_under(**policy: Any) -> None:
        await quotas.set_server(GUILD, lambda old: replace(old, **policy), act)
        await hold()

    async def contest() -> None:
        settings = ContestSettings(
            title="Harbours",
            theme="harbours",
            channel_id=6,
            schedule=Schedule(now - YEAR_MS, now + DAY_MS, now + 2 * DAY_MS),
        )
        made = await contests.create(GUILD, MODERATOR, settings, b"0" * 32)
        await contests.pictures(GUILD, FIRST, since_ms=made.settings.schedule.opens_at_ms)

    def history(words: str = "", before: int | None = None) -> Awaitable[object]:
        return library.history(HistoryFilter(FIRST, GUILD, tuple(words.split())), before, 10)

    def audited(before: int | None = None, **only: Any) -> Awaitable[object]:
        return audit.page(GUILD, AuditFilter(**only), before=before)

    middle = pictures // 2
    return {
        "/imagine, held to settled": hold,
        "  with a limit per day and a cooldown": hold_with_all_limits,
        "  after a cap was set": lambda: hold_under(cap=10**12),
        "  after the schedule changed": lambda: _scheduled(quotas, act, hold),
        "/imagine, prompts that fit": lambda: library.prompts(FIRST, "number", 25),
        "/imagine, prompts, none fits": lambda: library.prompts(FIRST, "zeppelin", 25),
        "what the server allows them": lambda: servers.standing(GUILD + 1, FIRST),
        "what they weren't told": lambda: library.unnotified(GUILD, FIRST, now - 30 * DAY_MS),
        "/budget show": lambda: budgets.budget(who, now),
        "left after a picture": lambda: budgets.left_after(middle, COST, now),
        "/budget history": lambda: budgets.history(GUILD, FIRST),
        "/budget history, far back": lambda: budgets.history(GUILD, FIRST, before=middle),
        "/history": history,
        "/history, words that fit": lambda: history("harbour", middle),
        "/history, words, none fits": lambda: history("zeppelin"),
        "Details by message": lambda: library.of_message(10_000_000_000 + middle),
        "contest, pictures to enter": contest,
        "/quota member view": lambda: quotas.member(who, now),
        "/quota server view": lambda: quotas.server_use(GUILD, now),
        "/quota audit": audited,
        "/quota audit, by moderator": lambda: audited(actor_id=MODERATOR),
        "/quota audit, none fits": lambda: audited(user_id=FIRST, kind=QuotaAct.REFUNDED),
        "/quota audit, far back": lambda: audited(pictures // 20, user_id=FIRST),
        "/quota refund": lambda: quotas.refund(GUILD, middle, act),
        "/quota member reset": lambda: quotas.reset(other, act),
        "/quota member deduct": lambda: quotas.deduct(other, 10, act),
        "/quota report, a month": lambda: reports.report(GUILD, NOW - 30 * DAY_MS, now),
        "/quota report, a year": lambda: reports.report(GUILD, NOW - YEAR_MS, now, top=1_000),
        "/quota report, its table": lambda: reports.rows(GUILD, NOW - YEAR_MS, now),
        "/privacy export": lambda: data_file(FIRST, privacy.export(FIRST), 25 * 2**20),
        "/privacy erase": lambda: privacy.erase(FIRST, now),
        "/privacy erase, a moderator": lambda: privacy.erase(MODERATOR, now),
        "a year later, once a day": lambda: privacy.prune(now + 2 * YEAR_MS),
    }


async def _scheduled(quotas: QuotaRepository, act: Act, hold: Callable[[], Awaitable[None]]) -> None:
    def monthly(old: Any) -> Any:
        return replace(old, schedule=replace(old.schedule, zone="Europe/Berlin"))

    await quotas.set_server(GUILD, monthly, act)
    await hold()


async def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--pictures", type=int, default=1_000_000)
    arguments.add_argument("--members", type=int, default=10)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "easel.sqlite3"
        database = await SqliteDatabase.open(path)
        fill(path, asked.pictures, asked.members)
        print(f"{asked.pictures:,} pictures of {asked.members} members, longest transaction in ms")
        async with watched_loop() as lag:
            await asyncio.to_thread(compute, 2.0)
        print(f"{'for comparison, a busy thread':<75} lag {lag():>6.1f}")
        timed = Timed(database)
        for name, ask in questions(timed, asked.pictures).items():
            timed.written = timed.read_ = 0.0
            async with watched_loop() as lag:
                await ask()
            mark = " !" if timed.written > WORST_MS else ""
            print(
                f"{name:<38} writer {timed.written:>8.1f}{mark:<2} reader {timed.read_:>8.1f} "
                f"lag {lag():>6.1f}",
                flush=True,
            )
        await database.close()


if __name__ == "__main__":
    asyncio.run(main())

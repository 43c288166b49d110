"""What a large contest costs. A pick or a page must not get slower with more entries or ballots.

    python -m bench.contests [--entries 20 500] [--ballots 200 10000] [--voters 200]

For each size it measures picks per second with that many concurrent voters, a page of the gallery, closing
with the tally, and a contact sheet. Picks are compared with a plain loop on the same schema that inserts and
commits one pick at a time. Read the ratios: absolute figures depend on the machine.
"""

import argparse
import asyncio
import io
import secrets
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from PIL import Image

from bench.figures import Figure
from bench.quotas import took_ms
from bench.storage import GUILD, LIMITS, NOW
from bot.contests.model import ContestSettings, Person, Schedule
from bot.contests.service import ContestService
from bot.generation.model import Order, ReplyTarget
from bot.generation.request import validated
from bot.pictures import PillowPictures
from bot.storage import Store, open_store
from bot.storage.sqlite.connection import connect

HOUR_MS = 3_600_000
SCHEDULE = Schedule(NOW, NOW + HOUR_MS, NOW + 2 * HOUR_MS)
FIRST_MAKER, FIRST_VOTER, FIRST_EXTRA = 10**6, 2 * 10**6, 3 * 10**6
HOST = 1

BALLOTS = """
WITH RECURSIVE voter(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM voter WHERE id + 1 < :ballots)
INSERT INTO contest_ballot (contest_id, user_id, receipt, used)
SELECT 1, :first + id, 'receipt ' || id, 3 FROM voter
"""
PICKS = """
WITH RECURSIVE voter(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM voter WHERE id + 1 < :ballots),
    chosen(n) AS (VALUES (0), (1), (2))
INSERT INTO contest_pick (contest_id, user_id, number)
SELECT 1, :first + id, 1 + (id * 7 + n * 3) % :entries FROM voter, chosen
"""
PLAIN = "INSERT INTO contest_pick (contest_id, user_id, number) VALUES (2, ?, 1)"


class Clock:
    now_ms = NOW

    def __call__(self) -> int:
        return self.now_ms


def person(user_id: int) -> Person:
    return Person(user_id, joined_at_ms=0)


def painting() -> bytes:
    """A 1024 × 768 picture that compresses about as well as real ones do."""
    small = Image.frombytes("RGB", (128, 96), secrets.token_bytes(128 * 96 * 3))
    buffer = io.BytesIO()
    small.resize((1024, 768), Image.Resampling.BICUBIC).save(buffer, "PNG")
    return buffer.getvalue()


async def filled(store: Store, contests: ContestService, entries: int, ballots: int, path: Path) -> None:
    """A contest in its voting phase."""
    settings = ContestSettings("Autumn", "Fog", 9, SCHEDULE, prizes=(9, 5, 2))
    contest = await store.contests.create(GUILD, HOST, settings, secrets.token_bytes(32))
    data = painting()

    async def enter(number: int) -> None:
        user_id = FIRST_MAKER + number
        reply = ReplyTarget(5, 6, "token", NOW + HOUR_MS, 10 * 2**20, private=True)
        order = Order(user_id, GUILD, user_id, "hazel", validated("a quiet harbour"), reply, 10)
        await store.generations.hold(order, LIMITS, NOW)
        await store.generations.request(user_id, NOW)
        await store.generations.generated(user_id, 10, None, NOW)
        await store.generations.settle(user_id, user_id, NOW)
        await contests.enter(GUILD, contest.id, person(user_id), user_id, data)

    for first in range(0, entries, 20):
        await asyncio.gather(*(enter(number) for number in range(first, min(first + 20, entries))))
    await contests.end_phase(GUILD, contest.id, replace(person(HOST), can_manage_server=True), contest.phase)
    with closing(connect(path, 30.0, writes=True)) as connection:
        values = {"ballots": ballots, "entries": entries, "first": FIRST_VOTER}
        connection.execute(BALLOTS, values)
        connection.execute(PICKS, values)


async def picks_per_second(store: Store, voters: int, seconds: float) -> tuple[float, float]:
    """The rate with that many voters picking and unpicking at once, and the median milliseconds per pick."""
    until, times = time.perf_counter() + seconds, list[float]()

    async def vote(user_id: int) -> None:
        number = 1 + user_id % 20
        while time.perf_counter() < until:
            for act in (store.contests.pick, store.contests.unpick):
                started = time.perf_counter()
                await act(GUILD, 1, person(user_id), number)
                times.append(time.perf_counter() - started)

    started = time.perf_counter()
    await asyncio.gather(*(vote(FIRST_EXTRA + number) for number in range(voters)))
    return len(times) / (time.perf_counter() - started), median(times) * 1000


def plain_picks_per_second(path: Path, seconds: float) -> float:
    with closing(connect(path, 30.0, writes=True)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        started, count = time.perf_counter(), 0
        while time.perf_counter() < started + seconds:
            connection.execute(PLAIN, (count,))  # autocommit: each pick is on disk before the next
            count += 1
        rate = count / (time.perf_counter() - started)
        connection.execute("DELETE FROM contest_pick WHERE contest_id = 2")
    return rate


@dataclass(frozen=True)
class Measured:
    """`picks` per second, and those of the `plain` loop. Everything else is in milliseconds."""

    picks: float
    plain: float
    pick_ms: float
    page_ms: float
    shown_page_ms: float
    sheet_ms: float
    close_ms: float
    record_ms: float


async def measure(entries: int, ballots: int, voters: int, seconds: float) -> Measured:
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "easel.sqlite3"
        async with (
            open_store(f"sqlite:///{path}", clock=clock) as store,
            PillowPictures() as pictures,
        ):
            contests = ContestService(store.contests, pictures, clock)
            await filled(store, contests, entries, ballots, path)
            rate, pick_ms = await picks_per_second(store, voters, seconds)
            plain = plain_picks_per_second(path, seconds)
            voter = FIRST_EXTRA
            page = await took_ms(lambda: store.contests.page(1, voter, 3))
            shown = await took_ms(lambda: contests.page(1, voter, 3))
            contest = await store.contests.get(GUILD, 1)
            started = time.perf_counter()
            await contests.sheet(contest, 1)
            sheet = (time.perf_counter() - started) * 1000
            clock.now_ms = SCHEDULE.votes_until_ms
            started = time.perf_counter()
            assert await contests.advance() == 1
            closed = (time.perf_counter() - started) * 1000
            record = await took_ms(lambda: store.contests.record(GUILD, 1))
    return Measured(rate, plain, pick_ms, page, shown, sheet, closed, record)


async def figures() -> AsyncIterator[Figure]:
    """A large contest compared with a small one, for the table of all benchmarks."""
    small, large = [await measure(*size, voters=200, seconds=1.0) for size in ((20, 200), (500, 10_000))]
    yield Figure("picks in a contest of 500 entries", large.picks, "picks/s", large.plain)
    yield Figure("    beside a contest of 20 entries", large.picks, "picks/s", small.picks)
    yield Figure("    a page of the gallery", large.page_ms, "ms", small.page_ms)
    yield Figure("    the close, with 10,000 ballots", large.close_ms, "ms", small.close_ms)


async def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--entries", type=int, nargs="+", default=[20, 500])
    arguments.add_argument("--ballots", type=int, nargs="+", default=[200, 10_000])
    arguments.add_argument("--voters", type=int, default=200)
    arguments.add_argument("--seconds", type=float, default=3.0, help="per measurement")
    asked = arguments.parse_args()
    for entries in asked.entries:
        for ballots in asked.ballots:
            found = await measure(entries, ballots, asked.voters, asked.seconds)
            print(
                f"{entries:>4} entries, {ballots:>6,} ballots: {asked.voters} voters make {found.picks:,.0f} "
                f"picks/s ({found.picks / found.plain:.1f} × the plain loop's {found.plain:,.0f}), "
                f"{found.pick_ms:,.1f} ms each\n"
                f"     a page {found.page_ms:.2f} ms, with its picture {found.shown_page_ms:.2f} ms, "
                f"a contact sheet {found.sheet_ms:,.0f} ms, the close {found.close_ms:,.0f} ms, the record "
                f"{found.record_ms:,.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    asyncio.run(main())

"""What budgets cost with many members and a long history. The cost must not grow with either.

    python -m bench.quotas [--rows 1000 100000 1000000] [--members 100000]

Runs one server with that many members. It measures generations (hold, request, generated, settle) per second
with 64 callers on longer and longer ledgers, compared with the shortest, then audit pages and reports over as
many rows.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, closing
from functools import partial
from pathlib import Path
from statistics import median

from bench.storage import GUILD, NOW, callers, filled, in_turns
from bot.audit.model import AuditFilter
from bot.storage.repositories.audit import AuditRepository
from bot.storage.repositories.reports import ReportRepository
from bot.storage.sqlite.connection import BUSY_TIMEOUT_SECONDS, connect

DAY_MS = 86_400_000
AUDIT = """
WITH RECURSIVE act(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM act WHERE id + 1 < :rows)
INSERT INTO audit (at_ms, guild_id, actor_id, kind, user_id, old, new, reason)
SELECT :now - :rows + id, :guild, id % 20, CASE id % 3 WHEN 0 THEN 'granted' ELSE 'member_set' END,
    id % :members, '{}', '{"amount": 1}', 'well done'
FROM act
"""


async def took_ms(ask: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds, the median of eleven runs."""
    times = []
    for _ in range(11):
        started = time.perf_counter()
        await ask()
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


async def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--rows", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    arguments.add_argument("--members", type=int, default=100_000)
    arguments.add_argument("--seconds", type=float, default=1.0, help="per measurement")
    asked = arguments.parse_args()
    async with AsyncExitStack() as exits:
        folder = Path(exits.enter_context(tempfile.TemporaryDirectory()))
        stores = {
            rows: await filled(exits, folder / f"rows{rows}", rows, asked.members) for rows in asked.rows
        }
        for rows in asked.rows:
            with closing(connect(folder / f"rows{rows}", BUSY_TIMEOUT_SECONDS, writes=True)) as connection:
                connection.execute(
                    AUDIT, {"rows": rows, "now": NOW, "guild": GUILD, "members": asked.members}
                )
        print(f"{asked.members:,} members in one server")
        await in_turns(
            {
                f"lives, {rows:,} ledger rows": partial(callers, store, 64, asked.seconds)
                for rows, store in stores.items()
            }
        )
        for rows, store in stores.items():
            audit, reports = AuditRepository(store), ReportRepository(store)
            first = await took_ms(lambda audit=audit: audit.page(GUILD, AuditFilter()))
            filtered = await took_ms(lambda audit=audit: audit.page(GUILD, AuditFilter(actor_id=7)))
            report = await took_ms(
                lambda reports=reports: reports.report(GUILD, NOW - 30 * DAY_MS, NOW + DAY_MS)
            )
            print(
                f"{rows:>9,} rows: audit page {first:.2f} ms, for one moderator {filtered:.2f} ms, "
                f"report of a month {report:,.1f} ms",
                flush=True,
            )


if __name__ == "__main__":
    asyncio.run(main())

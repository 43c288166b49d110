"""The audit log, the ledger and the usage, row by row, for the bot's owner."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime

from bot.budgets.exports import What
from bot.budgets.periods import Cycle, Period, Schedule
from bot.storage.database import Row, Transaction
from bot.storage.repositories.ledger import PAID
from bot.storage.repositories.reports import by_member
from bot.storage.repositories.repository import Repository, reads

PORTION = 1_000

COLUMNS: dict[What, tuple[str, ...]] = {
    What.AUDIT: (
        "id", "at_ms", "guild_id", "actor_id", "kind", "user_id", "role_id", "old", "new", "reason"
    ),
    What.LEDGER: (
        "id", "at_ms", "kind", "scope", "account_id", "guild_id", "user_id", "generation_id", "part",
        "held_change", "spent_change", "lost_change", "granted_change", "actor_id", "reason"
    ),
    What.USAGE: ("day", "guild_id", "user_id", "tokens", "pictures"),
}  # fmt: skip

AUDIT = """
SELECT * FROM audit
WHERE id > :after AND at_ms >= :since_ms AND guild_id BETWEEN :first_guild AND :last_guild
ORDER BY id LIMIT :limit
"""

LEDGER = """
SELECT ledger.*, scope FROM ledger LEFT JOIN account ON account.id = ledger.account_id
WHERE ledger.id > :after AND ledger.at_ms >= :since_ms
    AND ledger.guild_id BETWEEN :first_guild AND :last_guild
ORDER BY ledger.id LIMIT :limit
"""

_LAST_ID = 2**63 - 1

NEXT_GUILD = f"""
SELECT MIN(guild_id) AS guild_id FROM ledger WHERE guild_id > :after AND {PAID}
"""  # noqa: S608 - no value is in it

NEXT_USE = f"""
SELECT MIN(at_ms) AS at_ms FROM ledger
WHERE guild_id = :guild_id AND at_ms >= :from_ms AND {PAID}
"""  # noqa: S608 - no value is in it


class ExportRepository(Repository):
    """See `bot.budgets.exports.Exports`. Each batch is its own transaction."""

    def columns(self, what: What) -> tuple[str, ...]:
        return COLUMNS[what]

    def rows(
        self, what: What, *, since_ms: int = 0, guild_id: int | None = None
    ) -> AsyncIterator[Mapping[str, int | str | None]]:
        if what is What.USAGE:
            return self._usage(since_ms) if guild_id is None else self._usage_of(guild_id, since_ms)
        return self._by_id(what, since_ms, guild_id)

    async def _by_id(
        self, what: What, since_ms: int, guild_id: int | None
    ) -> AsyncIterator[Mapping[str, int | str | None]]:
        after = 0
        while rows := await self._portion(what, after, since_ms, guild_id):
            for row in rows:
                yield {column: row[column] for column in COLUMNS[what]}
            after = rows[-1]["id"]

    async def _usage(self, since_ms: int) -> AsyncIterator[Mapping[str, int | str | None]]:
        last = 0
        while (guild_id := await self._next_guild(last)) is not None:
            async for row in self._usage_of(guild_id, since_ms):
                yield row
            last = guild_id

    async def _usage_of(self, guild_id: int, since_ms: int) -> AsyncIterator[Mapping[str, int | str | None]]:
        from_ms = Schedule(Cycle.DAY).period(since_ms).start_ms
        while (used_ms := await self._next_use(guild_id, from_ms)) is not None:
            day = Schedule(Cycle.DAY).period(used_ms)
            date = datetime.fromtimestamp(day.start_ms / 1000, UTC).date().isoformat()
            for row in await self._by_member(guild_id, day):
                yield {"day": date, **row}
            from_ms = day.end_ms

    @reads
    def _portion(self, what: What, after: int, since_ms: int, guild_id: int | None) -> Transaction[list[Row]]:
        """The next rows of the audit log or the ledger after the id `after`."""
        statement = AUDIT if what is What.AUDIT else LEDGER
        guilds = (0, _LAST_ID) if guild_id is None else (guild_id, guild_id)
        values = {"after": after, "since_ms": since_ms, "first_guild": guilds[0], "last_guild": guilds[1]}
        return (yield statement, {**values, "limit": PORTION})

    @reads
    def _next_guild(self, after: int) -> Transaction[int | None]:
        """The next server with any usage."""
        [row] = yield NEXT_GUILD, {"after": after}
        found: int | None = row["guild_id"]
        return found

    @reads
    def _next_use(self, guild_id: int, from_ms: int) -> Transaction[int | None]:
        """When a server next used anything, from `from_ms` on."""
        [row] = yield NEXT_USE, {"guild_id": guild_id, "from_ms": from_ms}
        found: int | None = row["at_ms"]
        return found

    @reads
    def _by_member(self, guild_id: int, day: Period) -> Transaction[list[dict[str, int]]]:
        return (yield from by_member(guild_id, day))

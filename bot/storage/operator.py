"""The ports of whoever runs the bot, on any `Database`: `Operator`, `Outbox`, `Privacy`, `Exports`."""

import secrets
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.budgets.exports import What
from bot.budgets.operator import Caps, Pause, Spending
from bot.budgets.outbox import Notice
from bot.budgets.periods import Cycle, Schedule
from bot.budgets.privacy import Erased, Pruned
from bot.storage.database import Database
from bot.storage.transactions import erasing, exporting, leaving, noticing, operating, reporting


class StoredOperator:
    """See `bot.budgets.operator.Operator`. `monthly_cap`: the setting, in tokens."""

    def __init__(self, database: Database, monthly_cap: int | None = None) -> None:
        self._database = database
        self._monthly_cap = monthly_cap

    async def caps(self) -> Caps:
        return await self._database.read(operating.caps(self._monthly_cap))

    async def server_cap(self, guild_id: int) -> int | None:
        return await self._database.read(operating.cap("server", guild_id))

    async def server_caps(self) -> Mapping[int, int]:
        return await self._database.read(operating.server_caps())

    async def set_cap(self, cap: int | None, actor_id: int | None, now_ms: int) -> int | None:
        return await self._database.run(
            lambda: operating.set_overall_cap(cap, self._monthly_cap, actor_id, now_ms)
        )

    async def set_every_servers_cap(self, cap: int | None, actor_id: int | None, now_ms: int) -> int | None:
        return await self._database.run(lambda: operating.set_cap("every_server", 0, cap, actor_id, now_ms))

    async def set_server_cap(
        self, guild_id: int, cap: int | None, actor_id: int | None, now_ms: int
    ) -> int | None:
        return await self._database.run(lambda: operating.set_cap("server", guild_id, cap, actor_id, now_ms))

    async def pause(self, message: str | None, actor_id: int | None, now_ms: int) -> None:
        await self._database.run(lambda: operating.pause(message, actor_id, now_ms))

    async def resume(self, actor_id: int | None, now_ms: int) -> bool:
        return await self._database.run(lambda: operating.resume(actor_id, now_ms))

    async def paused(self) -> Pause | None:
        return await self._database.read(operating.paused())

    async def spending(self, now_ms: int) -> Spending:
        return await self._database.read(operating.spending(self._monthly_cap, now_ms))


class StoredOutbox:
    """See `bot.budgets.outbox.Outbox`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, *, after: int = 0, limit: int = 20) -> list[Notice]:
        return await self._database.read(noticing.due(after, limit))

    async def of_member(self, guild_id: int, user_id: int) -> list[Notice]:
        return await self._database.read(noticing.of_member(guild_id, user_id))

    async def done(self, notice_id: int, now_ms: int) -> None:
        await self._database.run(lambda: noticing.done(notice_id, now_ms))


class StoredPrivacy:
    """See `bot.budgets.privacy.Privacy`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def export(self, user_id: int) -> Mapping[str, Any]:
        return await self._database.read(exporting.of_user(user_id))

    async def erase(self, user_id: int, now_ms: int) -> Erased:
        return await self._database.run(lambda: erasing.erase(user_id, _nobody(), now_ms))

    async def left_server(self, guild_id: int, now_ms: int) -> None:
        await self._database.run(lambda: leaving.leave(guild_id, now_ms))

    async def joined_server(self, guild_id: int) -> None:
        await self._database.run(lambda: leaving.join(guild_id))

    async def on_servers(self, guild_ids: Collection[int], now_ms: int) -> None:
        await self._database.run(lambda: leaving.on_servers(guild_ids, now_ms))

    async def prune(self, now_ms: int) -> Pruned:
        members = 0
        for asked in await self._database.read(erasing.unfinished()):
            # Under another number each time: one that is used twice would tie what it stands for together.
            stays = await self._database.run(partial(erasing.finish, asked, _nobody(), now_ms))
            members += not stays
        servers = await self._database.read(leaving.long_gone(now_ms))
        for guild_id in servers:
            await self._forget(guild_id, now_ms)
        await self._database.run(lambda: erasing.prune_notices(now_ms))
        return Pruned(members=members, servers=len(servers))

    async def _forget(self, guild_id: int, now_ms: int) -> None:
        after = 0
        while (last := await self._database.read(leaving.next_texts(guild_id, after))) is not None:
            await self._database.run(partial(leaving.blank, guild_id, after, last))
            after = last
        await self._database.run(lambda: leaving.forget(guild_id, now_ms))


class StoredExports:
    """See `bot.budgets.exports.Exports`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def columns(self, what: What) -> tuple[str, ...]:
        return exporting.COLUMNS[what]

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
        while rows := await self._database.read(exporting.portion(what, after, since_ms, guild_id)):
            for row in rows:
                yield {column: row[column] for column in exporting.COLUMNS[what]}
            after = rows[-1]["id"]

    async def _usage(self, since_ms: int) -> AsyncIterator[Mapping[str, int | str | None]]:
        last = 0
        while (guild_id := await self._database.read(exporting.next_guild(last))) is not None:
            async for row in self._usage_of(guild_id, since_ms):
                yield row
            last = guild_id

    async def _usage_of(self, guild_id: int, since_ms: int) -> AsyncIterator[Mapping[str, int | str | None]]:
        from_ms = Schedule(Cycle.DAY).period(since_ms).start_ms
        while (used_ms := await self._database.read(exporting.next_use(guild_id, from_ms))) is not None:
            day = Schedule(Cycle.DAY).period(used_ms)
            date = datetime.fromtimestamp(day.start_ms / 1000, UTC).date().isoformat()
            for row in await self._database.read(reporting.by_member(guild_id, day)):
                yield {"day": date, **row}
            from_ms = day.end_ms


def _nobody() -> int:
    """A number that stands for nobody: users' ids are above zero."""
    return -secrets.randbelow(2**62) - 1

"""Undelivered pictures in a table, so that the bot's machine stores nothing."""

from collections.abc import Collection

from bot.storage.database import SIDE_BY_SIDE, Transaction
from bot.storage.postgres.database import PostgresDatabase

_SAVE = """
INSERT INTO spool (generation_id, data) VALUES (:id, :data)
ON CONFLICT (generation_id) DO UPDATE SET data = excluded.data
"""

_LOAD = "SELECT data FROM spool WHERE generation_id = :id"

_DISCARD = "DELETE FROM spool WHERE generation_id = :id"

_KEPT = "SELECT generation_id FROM spool ORDER BY generation_id"

# A picture can be 40 MiB, and nobody with a Discord deadline waits for this.
_PATIENCE_SECONDS = 30.0


class TableSpool:
    """See `bot.generation.ports.Spool`."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self._discarded: set[int] = set()

    async def save(self, generation_id: int, data: bytes) -> None:
        old, self._discarded = self._discarded, set()
        await self._database.run(lambda: _save(generation_id, data, old), patience_seconds=_PATIENCE_SECONDS)

    async def load(self, generation_id: int) -> bytes | None:
        return await self._database.read(_load(generation_id), patience_seconds=_PATIENCE_SECONDS)

    async def discard(self, generation_id: int) -> None:
        await self._database.run(lambda: _discard({generation_id}), patience_seconds=_PATIENCE_SECONDS)

    def discard_later(self, generation_id: int) -> None:
        self._discarded.add(generation_id)

    async def kept(self) -> list[int]:
        old, self._discarded = self._discarded, set()
        if old:
            await self._database.run(lambda: _discard(old), patience_seconds=_PATIENCE_SECONDS)
        return await self._database.read(_kept(), patience_seconds=_PATIENCE_SECONDS)


def _save(generation_id: int, data: bytes, discarded: Collection[int]) -> Transaction[None]:
    yield from _discard(discarded)
    yield _SAVE, {"id": generation_id, "data": data}


def _load(generation_id: int) -> Transaction[bytes | None]:
    rows = yield _LOAD, {"id": generation_id}
    return rows[0]["data"] if rows else None


def _discard(generation_ids: Collection[int]) -> Transaction[None]:
    yield SIDE_BY_SIDE
    for generation_id in generation_ids:
        yield _DISCARD, {"id": generation_id}


def _kept() -> Transaction[list[int]]:
    return [row["generation_id"] for row in (yield _KEPT, {})]

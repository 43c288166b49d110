"""Contests in preparation."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.contests import refusals
from bot.contests.model import DAY_MS, ContestSettings, Schedule
from bot.storage.database import Row, Transaction, Value
from bot.storage.repositories.contest_rows import settings_of
from bot.storage.repositories.contest_tasks import TimedRepository
from bot.storage.repositories.repository import reads, writes

KEEP_DRAFTS_MS = DAY_MS

SAVE = """
INSERT INTO contest_draft (id, guild_id, user_id, settings, at_ms)
VALUES (:id, :guild_id, :user_id, :settings, :now_ms)
ON CONFLICT (id) DO NOTHING
"""

CHANGE = """
UPDATE contest_draft SET settings = :settings
WHERE id = :id AND guild_id = :guild_id AND user_id = :user_id RETURNING id
"""

GET = "SELECT * FROM contest_draft WHERE id = :id AND guild_id = :guild_id AND user_id = :user_id"

TAKE = """
DELETE FROM contest_draft WHERE id = :id AND guild_id = :guild_id AND user_id = :user_id RETURNING *
"""

PRUNE_DRAFTS = "DELETE FROM contest_draft WHERE at_ms < :since_ms"


class ContestDrafts(TimedRepository):
    """See `bot.contests.ports.ContestStore`."""

    @writes
    def save_draft(
        self, draft_id: int, guild_id: int, user_id: int, settings: ContestSettings
    ) -> Transaction[None]:
        which: dict[str, Value] = {"id": draft_id, "guild_id": guild_id, "user_id": user_id}
        yield SAVE, {**which, "settings": _json(settings), "now_ms": self._clock()}

    @writes
    def change_draft(
        self, draft_id: int, guild_id: int, user_id: int, settings: ContestSettings
    ) -> Transaction[None]:
        which: dict[str, Value] = {"id": draft_id, "guild_id": guild_id, "user_id": user_id}
        if not (yield CHANGE, {**which, "settings": _json(settings)}):
            raise refusals.NoSuchDraft

    @reads
    def draft(self, draft_id: int, guild_id: int, user_id: int) -> Transaction[ContestSettings]:
        rows = yield GET, {"id": draft_id, "guild_id": guild_id, "user_id": user_id}
        return _draft_of(rows)

    @writes
    def discard_draft(self, draft_id: int, guild_id: int, user_id: int) -> Transaction[None]:
        yield from take_draft(draft_id, guild_id, user_id)


def take_draft(draft_id: int, guild_id: int, user_id: int) -> Transaction[ContestSettings]:
    """Deletes a draft and returns it. Raises `NoSuchDraft`."""
    rows = yield TAKE, {"id": draft_id, "guild_id": guild_id, "user_id": user_id}
    return _draft_of(rows)


def _draft_of(rows: list[Row]) -> ContestSettings:
    if not rows:
        raise refusals.NoSuchDraft
    kept: Mapping[str, Any] = json.loads(rows[0]["settings"])
    return settings_of(
        {name: value for name, value in kept.items() if name != "schedule"}, Schedule(**kept["schedule"])
    )


def _json(settings: ContestSettings) -> str:
    return json.dumps(asdict(settings))

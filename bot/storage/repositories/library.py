"""Finished pictures: by message, in the history, in the gallery. Also drafts of requests."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from bot.budgets.policy import Act
from bot.generation.audit_kinds import PictureAct
from bot.generation.library import Draft, GalleryPost, HistoryFilter, HistoryPage
from bot.generation.model import Generation, Picture
from bot.generation.models import PictureFormat
from bot.generation.request import Style
from bot.storage.database import Row, Transaction, Value
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.generation_rows import OPEN, generation_of
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.repositories.repository import reads, writes

_OF_MESSAGE = """
SELECT * FROM generation WHERE id IN (
    SELECT id FROM generation WHERE message_id = :message_id
    UNION SELECT generation_id FROM gallery_post WHERE message_id = :message_id
) ORDER BY +id
"""

_PRIVATE_PICTURE = "SELECT width, height, format, data FROM private_picture WHERE generation_id = :id"

_HAS_PRIVATE_PICTURE = "SELECT 1 AS one FROM private_picture WHERE generation_id = :id"

_PUBLISH = """
UPDATE generation SET private = 0, spoiler = :spoiler
WHERE id = :id AND user_id = :user_id AND private = 1 AND state = 'delivered' AND removed_at_ms IS NULL
RETURNING id
"""

_PUBLISHED = """
UPDATE generation SET channel_id = :channel_id, message_id = :message_id
WHERE id = :id AND removed_at_ms IS NULL
"""

_UNPUBLISH = "UPDATE generation SET private = 1 WHERE id = :id"

_DELETE_COPY = "DELETE FROM private_picture WHERE generation_id = :id"

_OPEN_OF = f"""
SELECT * FROM generation
WHERE guild_id = :guild_id AND user_id = :user_id AND state IN ({OPEN}) ORDER BY +id
"""  # noqa: S608 - states only

# In batches, so that a search only costs what it reads. Words are compared in Python, which knows upper and
# lower case in all scripts.
_OLDER = """
SELECT * FROM generation WHERE user_id = :user_id AND id < :before ORDER BY id DESC LIMIT :limit
"""

_HIDE = """
UPDATE generation SET hidden_at_ms = :now_ms
WHERE id = :id AND user_id = :user_id AND hidden_at_ms IS NULL RETURNING id
"""

_REMOVED = """
UPDATE generation SET removed_at_ms = :now_ms WHERE id = :id AND removed_at_ms IS NULL
RETURNING id, user_id
"""

_REMOVED_HERE = """
UPDATE generation SET removed_at_ms = :now_ms
WHERE id = :id AND guild_id = :guild_id AND removed_at_ms IS NULL RETURNING id, user_id
"""

_PROMOTE = """
INSERT INTO gallery_post (generation_id, guild_id, promoted_by, at_ms, channel_id)
VALUES (:id, :guild_id, :promoted_by, :at_ms, :channel_id)
ON CONFLICT (generation_id) DO NOTHING RETURNING generation_id
"""

_POSTED = "UPDATE gallery_post SET message_id = :message_id WHERE generation_id = :id"

_GALLERY_POST = "SELECT * FROM gallery_post WHERE generation_id = :id"

_TAKE_DOWN = "DELETE FROM gallery_post WHERE generation_id = :id AND guild_id = :guild_id RETURNING *"

_SAVE_DRAFT = """
INSERT INTO draft (id, guild_id, user_id, at_ms, request)
VALUES (:id, :guild_id, :user_id, :at_ms, :request) ON CONFLICT (id) DO NOTHING
"""

# Nobody presses the buttons of that many refusals, and a prompt can be long.
MOST_DRAFTS = 50

_FORGET_OLD_DRAFTS = """
DELETE FROM draft WHERE user_id = :user_id AND id < (
    SELECT min(id) FROM (
        SELECT id FROM draft WHERE user_id = :user_id ORDER BY id DESC LIMIT :most
    ) AS newest
)
"""

_DRAFT = "SELECT request FROM draft WHERE id = :id AND user_id = :user_id"

_PORTION = 200
_MOST_READ = 4_000  # per search
_LAST_ID = 2**63 - 1


class LibraryRepository(GenerationRepository):
    """See `bot.generation.library.Library`."""

    async def picture(self, generation_id: int) -> Generation | None:
        return await self.get(generation_id)

    @reads
    def of_message(self, message_id: int) -> Transaction[list[Generation]]:
        return [generation_of(row) for row in (yield _OF_MESSAGE, {"message_id": message_id})]

    @reads
    def private_picture(self, generation_id: int) -> Transaction[Picture | None]:
        rows = yield _PRIVATE_PICTURE, {"id": generation_id}
        if not rows:
            return None
        row = rows[0]
        return Picture(row["data"], row["width"], row["height"], PictureFormat(row["format"]))

    @reads
    def has_private_picture(self, generation_id: int) -> Transaction[bool]:
        return bool((yield _HAS_PRIVATE_PICTURE, {"id": generation_id}))

    @writes
    def publish(self, generation_id: int, user_id: int, *, spoiler: bool) -> Transaction[bool]:
        values = {"id": generation_id, "user_id": user_id, "spoiler": int(spoiler)}
        return bool((yield _PUBLISH, values))

    @writes
    def published(self, generation_id: int, channel_id: int, message_id: int) -> Transaction[None]:
        yield _PUBLISHED, {"id": generation_id, "channel_id": channel_id, "message_id": message_id}
        yield _DELETE_COPY, {"id": generation_id}

    @writes
    def unpublish(self, generation_id: int) -> Transaction[None]:
        yield _UNPUBLISH, {"id": generation_id}

    @reads
    def open_of(self, guild_id: int, user_id: int) -> Transaction[list[Generation]]:
        rows = yield _OPEN_OF, {"guild_id": guild_id, "user_id": user_id}
        return [generation_of(row) for row in rows]

    @reads
    def prompts(self, user_id: int, typed: str, limit: int) -> Transaction[list[Generation]]:
        found: dict[str, Generation] = {}
        wanted = typed.casefold()
        rows = yield _OLDER, {"user_id": user_id, "before": _LAST_ID, "limit": _PORTION}
        for row in rows:
            prompt = row["prompt"]
            if prompt and wanted in prompt.casefold() and row["hidden_at_ms"] is None:
                found.setdefault(prompt, generation_of(row))
            if len(found) == limit:
                break
        return list(found.values())

    @reads
    def history(self, only: HistoryFilter, before: int | None, limit: int) -> Transaction[HistoryPage]:
        found: list[Generation] = []
        last = _LAST_ID if before is None else before
        for _ in range(0, _MOST_READ, _PORTION):
            rows = yield _OLDER, {"user_id": only.user_id, "before": last, "limit": _PORTION}
            for row in rows:
                last = row["id"]
                if not _shown(row, only):
                    continue
                if len(found) == limit:
                    return HistoryPage(tuple(found), older=found[-1].id)
                found.append(generation_of(row))
            if len(rows) < _PORTION:
                return HistoryPage(tuple(found), older=None)
        return HistoryPage(tuple(found), older=last)

    @writes
    def hide(self, generation_id: int, user_id: int, now_ms: int) -> Transaction[bool]:
        hidden = yield _HIDE, {"id": generation_id, "user_id": user_id, "now_ms": now_ms}
        if hidden:
            yield _DELETE_COPY, {"id": generation_id}
        return bool(hidden)

    @writes
    def removed(self, generation_ids: Sequence[int], now_ms: int) -> Transaction[bool]:
        any_removed = False
        for generation_id in generation_ids:
            any_removed |= bool((yield _REMOVED, {"id": generation_id, "now_ms": now_ms}))
            yield _DELETE_COPY, {"id": generation_id}
        return any_removed

    @writes
    def remove(self, guild_id: int, generation_ids: Sequence[int], act: Act) -> Transaction[bool]:
        any_removed = False
        for generation_id in generation_ids:
            rows = yield _REMOVED_HERE, {"id": generation_id, "guild_id": guild_id, "now_ms": act.at_ms}
            for row in rows:
                any_removed = True
                entry = Entry(
                    PictureAct.REMOVED,
                    guild_id,
                    user_id=row["user_id"],
                    new={"generation_id": generation_id},
                )
                yield from note_act(entry, act)
        return any_removed

    @writes
    def promote(self, picture: Generation, channel_id: int, act: Act) -> Transaction[bool]:
        order = picture.order
        values: dict[str, Value] = {"guild_id": order.guild_id, "promoted_by": act.actor.user_id}
        values |= {"at_ms": act.at_ms, "channel_id": channel_id}
        if not (yield _PROMOTE, {"id": picture.id, **values}):
            return False
        new = {"generation_id": picture.id, "channel_id": channel_id}
        entry = Entry(PictureAct.PROMOTED, order.guild_id, user_id=order.user_id, new=new)
        yield from note_act(entry, act)
        return True

    @writes
    def posted(self, generation_id: int, message_id: int) -> Transaction[None]:
        yield _POSTED, {"id": generation_id, "message_id": message_id}

    @reads
    def gallery_post(self, generation_id: int) -> Transaction[GalleryPost | None]:
        rows = yield _GALLERY_POST, {"id": generation_id}
        return _post_of(rows[0]) if rows else None

    @writes
    def take_down(self, guild_id: int, generation_id: int, act: Act) -> Transaction[GalleryPost | None]:
        rows = yield _TAKE_DOWN, {"id": generation_id, "guild_id": guild_id}
        if not rows:
            return None
        entry = Entry(PictureAct.TAKEN_DOWN, guild_id, new={"generation_id": generation_id})
        yield from note_act(entry, act)
        return _post_of(rows[0])

    @writes
    def save_draft(
        self, interaction_id: int, guild_id: int, user_id: int, draft: Draft, now_ms: int
    ) -> Transaction[None]:
        values: dict[str, Value] = {"id": interaction_id, "guild_id": guild_id, "user_id": user_id}
        yield _SAVE_DRAFT, {**values, "at_ms": now_ms, "request": json.dumps(asdict(draft))}
        yield _FORGET_OLD_DRAFTS, {"user_id": user_id, "most": MOST_DRAFTS}

    @reads
    def draft(self, interaction_id: int, user_id: int) -> Transaction[Draft | None]:
        rows = yield _DRAFT, {"id": interaction_id, "user_id": user_id}
        if not rows:
            return None
        found = json.loads(rows[0]["request"])
        found["format"] = PictureFormat(found["format"])
        found["addresses"] = tuple(found["addresses"])
        found["images"] = tuple(map(tuple, found.get("images", ())))
        found["style"] = None if found["style"] is None else Style(**found["style"])
        return Draft(**found)


def _shown(row: Row, only: HistoryFilter) -> bool:
    if row["state"] != "delivered" or row["hidden_at_ms"] is not None or not row["prompt"]:
        return False
    if only.guild_id is not None and row["guild_id"] != only.guild_id:
        return False
    prompt = row["prompt"].casefold()
    return all(word.casefold() in prompt for word in only.words)


def _post_of(row: Row) -> GalleryPost:
    return GalleryPost(
        generation_id=row["generation_id"],
        guild_id=row["guild_id"],
        promoted_by=row["promoted_by"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
    )

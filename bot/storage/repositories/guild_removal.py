"""Servers that removed the bot. Their data is kept for a while in case it comes back, then deleted.

Large amounts are deleted in batches, because everyone's holds wait for each write. Each batch checks that the
server still hasn't the bot, so that one that invites it again loses nothing more.
"""

from collections.abc import Collection

from bot.budgets.privacy import KEEP_AFTER_REMOVAL_MS
from bot.contests.audit_kinds import ContestAct
from bot.storage.database import Transaction
from bot.storage.repositories import contest_privacy, server_privacy
from bot.storage.repositories.accounts import GUILDS
from bot.storage.repositories.audit import Entry, note
from bot.storage.repositories.generation_rows import ENDED
from bot.storage.repositories.repository import Repository, reads, writes

PORTION = 200

LEAVE = """
INSERT INTO guild_policy (guild_id, left_at_ms) VALUES (:guild_id, :now_ms)
ON CONFLICT (guild_id) DO UPDATE SET left_at_ms = COALESCE(guild_policy.left_at_ms, excluded.left_at_ms)
"""

JOIN = """
UPDATE guild_policy SET left_at_ms = NULL, forgotten_at_ms = NULL
WHERE guild_id = :guild_id AND left_at_ms IS NOT NULL
"""

# Every server with any settings or usage, and whether it removed the bot.
KNOWN = f"""
WITH RECURSIVE {GUILDS}
SELECT guild_id, CASE WHEN left_at_ms IS NULL THEN 0 ELSE 1 END AS gone FROM guild_policy
UNION
SELECT id AS guild_id, 0 AS gone FROM guild
WHERE id IS NOT NULL AND id NOT IN (SELECT guild_id FROM guild_policy)
UNION
SELECT DISTINCT guild_id, 0 AS gone FROM contest
WHERE guild_id NOT IN (SELECT guild_id FROM guild_policy)
"""  # noqa: S608 - no value is in it

LONG_GONE = """
SELECT guild_id FROM guild_policy
WHERE left_at_ms <= :until_ms AND left_at_ms IS NOT NULL AND forgotten_at_ms IS NULL ORDER BY guild_id
"""

STILL_GONE = """
SELECT 1 AS one FROM guild_policy WHERE guild_id = :guild_id AND left_at_ms <= :until_ms
"""

NEXT_PICTURES = f"""
SELECT id FROM generation
WHERE guild_id = :guild_id AND id > :after AND state IN ({ENDED}) ORDER BY id LIMIT :limit
"""  # noqa: S608 - states only

_IN_PORTION = f"guild_id = :guild_id AND id > :after AND id <= :last AND state IN ({ENDED})"

# The data of each picture.
PICTURES = (
    f"""
    DELETE FROM generation_input
    WHERE generation_id IN (SELECT id FROM generation WHERE {_IN_PORTION})
    """,  # noqa: S608 - states only
    f"""
    DELETE FROM private_picture
    WHERE generation_id IN (SELECT id FROM generation WHERE {_IN_PORTION})
    """,  # noqa: S608 - states only
    f"""
    UPDATE generation SET prompt = '', style_name = NULL, style_before = NULL, style_after = NULL,
        user_name = '', reply_token = NULL, channel_id = 0, message_id = NULL, inference_id = NULL,
        told_at_ms = COALESCE(told_at_ms, ended_at_ms)
    WHERE {_IN_PORTION}
    """,  # noqa: S608 - states only
)

WORDS = """
UPDATE audit SET reason = NULL WHERE id IN (
    SELECT id FROM audit WHERE guild_id = :guild_id AND reason IS NOT NULL LIMIT :limit
) RETURNING id
"""

FORGET = """
UPDATE guild_policy SET default_allowance = NULL, cycle = 'month', zone = 'UTC', week_starts_on = 0,
    schedule_version = schedule_version + 1, schedule_changed_at_ms = :now_ms, rollover = 0, cap = NULL,
    staff_channel_id = NULL, forgotten_at_ms = :now_ms, revision = revision + 1
WHERE guild_id = :guild_id AND left_at_ms <= :until_ms RETURNING guild_id
"""

FORGET_THE_REST = (
    "DELETE FROM gallery_post WHERE guild_id = :guild_id",
    "DELETE FROM draft WHERE guild_id = :guild_id",
    "DELETE FROM role_tier WHERE guild_id = :guild_id",
    "DELETE FROM member_policy WHERE guild_id = :guild_id",
    "DELETE FROM notice WHERE guild_id = :guild_id",
    """
    DELETE FROM role_promise_claim
    WHERE promise_id IN (SELECT id FROM role_promise WHERE guild_id = :guild_id)
    """,
    "DELETE FROM role_promise WHERE guild_id = :guild_id",
    """
    UPDATE token_grant SET reason = NULL
    WHERE account_id IN (SELECT id FROM account WHERE scope = 'grant' AND guild_id = :guild_id)
    """,
    *contest_privacy.FORGOTTEN,
    *server_privacy.FORGOTTEN,
)


class GuildRemovalRepository(Repository):
    """The part of `bot.budgets.privacy.Privacy` for whole servers."""

    @writes
    def left_server(self, guild_id: int, now_ms: int) -> Transaction[None]:
        yield from _leave(guild_id, now_ms)

    @writes
    def joined_server(self, guild_id: int) -> Transaction[None]:
        yield JOIN, {"guild_id": guild_id}

    @writes
    def on_servers(self, guild_ids: Collection[int], now_ms: int) -> Transaction[None]:
        here = set(guild_ids)
        for row in (yield KNOWN, {}):
            if row["gone"] and row["guild_id"] in here:
                yield JOIN, {"guild_id": row["guild_id"]}
            elif not row["gone"] and row["guild_id"] not in here:
                yield from _leave(row["guild_id"], now_ms)

    async def _forget_servers(self, now_ms: int) -> int:
        """Deletes the data of servers that removed the bot long ago. Returns their number."""
        forgotten = 0
        for guild_id in await self._long_gone(now_ms):
            after: int | None = 0
            while after is not None:
                after = await self._forget_pictures(guild_id, after, now_ms)
            while await self._forget_words(guild_id, now_ms):
                pass
            forgotten += await self._forget_server(guild_id, now_ms)
        return forgotten

    @reads
    def _long_gone(self, now_ms: int) -> Transaction[list[int]]:
        rows = yield LONG_GONE, {"until_ms": now_ms - KEEP_AFTER_REMOVAL_MS}
        return [row["guild_id"] for row in rows]

    @writes
    def _forget_pictures(self, guild_id: int, after: int, now_ms: int) -> Transaction[int | None]:
        """Deletes the data of the next pictures. Returns the last one's id, or None if none are left."""
        which = {"guild_id": guild_id, "after": after, "until_ms": now_ms - KEEP_AFTER_REMOVAL_MS}
        if not (yield STILL_GONE, which):
            return None
        rows = yield NEXT_PICTURES, {**which, "limit": PORTION}
        if not rows:
            return None
        last: int = rows[-1]["id"]
        for statement in PICTURES:
            yield statement, {**which, "last": last}
        return last

    @writes
    def _forget_words(self, guild_id: int, now_ms: int) -> Transaction[bool]:
        """Deletes some of the moderators' words. Returns whether there were any."""
        which = {"guild_id": guild_id, "until_ms": now_ms - KEEP_AFTER_REMOVAL_MS}
        return bool((yield STILL_GONE, which) and (yield WORDS, {**which, "limit": PORTION}))

    @writes
    def _forget_server(self, guild_id: int, now_ms: int) -> Transaction[bool]:
        """Deletes everything else. Returns whether the server still didn't have the bot."""
        values = {"guild_id": guild_id, "now_ms": now_ms, "until_ms": now_ms - KEEP_AFTER_REMOVAL_MS}
        if not (yield FORGET, values):
            return False
        for statement in FORGET_THE_REST:
            yield statement, values
        return True


def _leave(guild_id: int, now_ms: int) -> Transaction[None]:
    yield LEAVE, {"guild_id": guild_id, "now_ms": now_ms}
    cancelled = yield contest_privacy.CANCEL_OF_SERVER, {"guild_id": guild_id, "now_ms": now_ms}
    for contest in cancelled:
        entry = Entry(ContestAct.CANCELLED, guild_id, new={"contest_id": contest["id"]})
        yield from note(entry, actor_id=None, reason=None, now_ms=now_ms)

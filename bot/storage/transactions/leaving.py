"""Servers that the bot is no longer on: kept for a while in case it comes back, then forgotten."""

from collections.abc import Collection

from bot.budgets.privacy import KEEP_AFTER_REMOVAL_MS
from bot.storage.database import Transaction

LEAVE = """
INSERT INTO guild_policy (guild_id, left_at_ms) VALUES (:guild_id, :now_ms)
ON CONFLICT (guild_id) DO UPDATE SET left_at_ms = COALESCE(guild_policy.left_at_ms, excluded.left_at_ms)
"""

JOIN = """
UPDATE guild_policy SET left_at_ms = NULL, forgotten_at_ms = NULL
WHERE guild_id = :guild_id AND left_at_ms IS NOT NULL
"""

# Every server on which anything was ever set or held, with whether it counts as left.
KNOWN = """
SELECT guild_id, CASE WHEN left_at_ms IS NULL THEN 0 ELSE 1 END AS gone FROM guild_policy
UNION ALL
SELECT DISTINCT guild_id, 0 AS gone FROM account
WHERE scope = 'server' AND guild_id NOT IN (SELECT guild_id FROM guild_policy)
"""

LONG_GONE = """
SELECT guild_id FROM guild_policy
WHERE left_at_ms <= :until_ms AND left_at_ms IS NOT NULL AND forgotten_at_ms IS NULL ORDER BY guild_id
"""

# In portions: a server may have many pictures, and everybody else's holds wait for each write.
TEXTS = """
SELECT id FROM generation
WHERE guild_id = :guild_id AND id > :after AND state IN ('delivered', 'released', 'lost')
ORDER BY id LIMIT 500
"""

BLANK = """
UPDATE generation SET prompt = '', user_name = '', reply_token = NULL, channel_id = 0, message_id = NULL,
    inference_id = NULL, told_at_ms = COALESCE(told_at_ms, ended_at_ms)
WHERE guild_id = :guild_id AND id > :after AND id <= :last AND state IN ('delivered', 'released', 'lost')
"""

_FORGET = (
    """
    UPDATE guild_policy SET default_allowance = NULL, cycle = 'month', zone = 'UTC', week_starts_on = 0,
        schedule_version = schedule_version + 1, schedule_changed_at_ms = :now_ms, rollover = 0, cap = NULL,
        staff_channel_id = NULL, forgotten_at_ms = :now_ms
    WHERE guild_id = :guild_id
    """,
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
    "UPDATE audit SET reason = NULL WHERE guild_id = :guild_id AND reason IS NOT NULL",
)


def leave(guild_id: int, now_ms: int) -> Transaction[None]:
    """See `Privacy.left_server`."""
    yield LEAVE, {"guild_id": guild_id, "now_ms": now_ms}


def join(guild_id: int) -> Transaction[None]:
    """See `Privacy.joined_server`."""
    yield JOIN, {"guild_id": guild_id}


def on_servers(guild_ids: Collection[int], now_ms: int) -> Transaction[None]:
    """See `Privacy.on_servers`."""
    here = set(guild_ids)
    for row in (yield KNOWN, {}):
        if row["gone"] and row["guild_id"] in here:
            yield from join(row["guild_id"])
        elif not row["gone"] and row["guild_id"] not in here:
            yield from leave(row["guild_id"], now_ms)


def long_gone(now_ms: int) -> Transaction[list[int]]:
    """The servers to forget."""
    rows = yield LONG_GONE, {"until_ms": now_ms - KEEP_AFTER_REMOVAL_MS}
    return [row["guild_id"] for row in rows]


def next_texts(guild_id: int, after: int) -> Transaction[int | None]:
    """The last generation id of the next portion; None where there is none."""
    rows = yield TEXTS, {"guild_id": guild_id, "after": after}
    return rows[-1]["id"] if rows else None


def blank(guild_id: int, after: int, last: int) -> Transaction[None]:
    """Takes the texts of one portion away."""
    yield BLANK, {"guild_id": guild_id, "after": after, "last": last}


def forget(guild_id: int, now_ms: int) -> Transaction[None]:
    """Deletes what moderators had set, and their words."""
    for statement in _FORGET:
        yield statement, {"guild_id": guild_id, "now_ms": now_ms}

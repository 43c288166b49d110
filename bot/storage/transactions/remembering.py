"""Small things the bot remembers about itself, by key."""

from bot.storage.database import Transaction

_GET = "SELECT value FROM meta WHERE key = :key"

_SET = """
INSERT INTO meta (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


def recall(key: str) -> Transaction[str | None]:
    """See `StoredMeta.get`."""
    rows = yield _GET, {"key": key}
    return rows[0]["value"] if rows else None


def remember(key: str, value: str) -> Transaction[None]:
    """See `StoredMeta.set`."""
    yield _SET, {"key": key, "value": value}

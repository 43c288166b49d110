"""Minimal transactions for tests of the database itself."""

from bot.storage.database import Transaction

_SET = """
INSERT INTO meta (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


def remember(key: str, value: str) -> Transaction[None]:
    yield _SET, {"key": key, "value": value}


def recall(key: str) -> Transaction[str | None]:
    rows = yield "SELECT value FROM meta WHERE key = :key", {"key": key}
    return rows[0]["value"] if rows else None

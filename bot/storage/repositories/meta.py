"""Small values that the bot stores about itself by key, such as the hash of the commands it last synced."""

from bot.storage.database import Transaction
from bot.storage.repositories.repository import Repository, reads, writes

_GET = "SELECT value FROM meta WHERE key = :key"

_SET = """
INSERT INTO meta (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


class MetaRepository(Repository):
    """Texts by key."""

    @reads
    def get(self, key: str) -> Transaction[str | None]:
        """The last value, or None."""
        rows = yield _GET, {"key": key}
        return rows[0]["value"] if rows else None

    @writes
    def set(self, key: str, value: str) -> Transaction[None]:
        yield _SET, {"key": key, "value": value}

"""Small things the bot remembers about itself, such as which commands Discord has been told of."""

from bot.storage.database import Database
from bot.storage.transactions import remembering


class StoredMeta:
    """Texts by key. Both methods raise `StorageUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> str | None:
        """What was last set, None where nothing was."""
        return await self._database.read(remembering.recall(key))

    async def set(self, key: str, value: str) -> None:
        """On disk before this returns."""
        await self._database.run(lambda: remembering.remember(key, value))

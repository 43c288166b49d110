"""Caches the languages that servers chose."""

from collections import OrderedDict

from bot.servers.ports import ServerSettingsStore

MOST_KEPT = 1_000


class ServerLanguages:
    """Asks the store once for each server. `changed` makes it ask again."""

    def __init__(self, servers: ServerSettingsStore) -> None:
        self._servers = servers
        self._known: OrderedDict[int, str | None] = OrderedDict()
        self._changes = 0

    async def of(self, guild_id: int) -> str | None:
        """The server's locale, or None if it hasn't chosen one. Raises `StorageUnavailable`."""
        if guild_id in self._known:
            self._known.move_to_end(guild_id)
            return self._known[guild_id]
        changes = self._changes
        language = (await self._servers.settings(guild_id)).language
        if changes == self._changes:  # otherwise the value just read may be outdated
            self._known[guild_id] = language
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return language

    def changed(self, guild_id: int) -> None:
        """The server's settings have changed."""
        self._changes += 1
        self._known.pop(guild_id, None)

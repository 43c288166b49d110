"""Caches the languages that servers chose."""

import math
import time
from collections import OrderedDict

from bot.servers.ports import ServerSettingsStore

MOST_KEPT = 1_000


class ServerLanguages:
    """Asks the store once for each server. `changed` makes it ask again.

    Where other processes can change settings, a language is only known for `lasting_seconds`.
    """

    def __init__(self, servers: ServerSettingsStore, lasting_seconds: float = math.inf) -> None:
        self._servers = servers
        self._lasting_seconds = lasting_seconds
        self._known: OrderedDict[int, tuple[str | None, float]] = OrderedDict()
        self._changes = 0

    async def of(self, guild_id: int) -> str | None:
        """The server's locale, or None if it hasn't chosen one. Raises `StorageUnavailable`."""
        known, until = self._known.get(guild_id, (None, 0.0))
        if time.monotonic() < until:
            self._known.move_to_end(guild_id)
            return known
        changes = self._changes
        language = (await self._servers.settings(guild_id)).language
        if changes == self._changes:  # otherwise the value just read may be outdated
            self._known[guild_id] = (language, time.monotonic() + self._lasting_seconds)
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return language

    def changed(self, guild_id: int) -> None:
        """The server's settings have changed."""
        self._changes += 1
        self._known.pop(guild_id, None)

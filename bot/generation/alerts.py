"""Tells the bot's owner what only they can fix."""

import logging
from collections.abc import Callable

from bot.budgets.outbox import NoticeKind, Outbox
from bot.errors import StorageUnavailable

log = logging.getLogger(__name__)


class OutboxAlerts:
    """The port `OwnerAlerts`, using the staff channel of the owner's own server, if there's one."""

    def __init__(self, outbox: Outbox, guild_id: int, now_ms: Callable[[], int]) -> None:
        self._outbox = outbox
        self._guild_id = guild_id
        self._now_ms = now_ms

    async def unavailable(self, provider: str, reason: str, detail: str) -> None:
        data = {"provider": provider, "why": reason, "detail": detail}
        try:
            await self._outbox.tell_staff(NoticeKind.UNAVAILABLE, self._guild_id, data, self._now_ms())
        except StorageUnavailable as error:
            log.error("can't tell the bot's owner in their server: %s", error.cause)

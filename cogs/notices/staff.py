"""Posts in servers' staff channels."""

import asyncio
import logging
import time
from collections.abc import Callable

import aiohttp
import discord

from bot.budgets.outbox import Notice
from cogs.errors.brief import brief
from cogs.notices import words

log = logging.getLogger(__name__)

SEND_WITHIN_SECONDS = 10.0
# Who mends a permission within a day gets what was missed; older news is in the audit.
STALE_AFTER_MS = 24 * 3600 * 1000


class StaffChannels:
    def __init__(
        self, client: discord.Client, now_ms: Callable[[], int], *, again_after_seconds: float = 600.0
    ) -> None:
        """`again_after_seconds`: how long a channel in which nothing may be posted is left alone."""
        self._client = client
        self._again_after_seconds = again_after_seconds
        self._now_ms = now_ms
        # Where it is known, and logged, that nothing may be posted: and when to try again.
        self._closed: dict[int, float] = {}

    async def tell(self, notice: Notice) -> bool:
        """True where nothing more is to be done about it. Never raises Discord's or the network's errors."""
        if notice.channel_id is None:
            return True
        if self._closed.get(notice.channel_id, 0.0) > time.monotonic():
            return self._stale(notice)
        channel = self._client.get_partial_messageable(notice.channel_id, guild_id=notice.guild_id)
        try:
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                # Within a few minutes Discord itself refuses to post the same nonce twice.
                await channel.send(words.for_staff(notice), nonce=f"notice-{notice.id}", suppress_embeds=True)
        except (discord.Forbidden, discord.NotFound) as error:
            self._note_closed(notice, error)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("a notice has to wait: %s", brief(error), extra={"guild": notice.guild_id})
        else:
            self._closed.pop(notice.channel_id, None)
            return True
        return self._stale(notice)

    def _stale(self, notice: Notice) -> bool:
        return notice.at_ms <= self._now_ms() - STALE_AFTER_MS

    def _note_closed(self, notice: Notice, error: discord.HTTPException) -> None:
        """Logged once per channel; and Discord shuts out who asks too often for what is forbidden."""
        assert notice.channel_id is not None
        known = notice.channel_id in self._closed
        self._closed[notice.channel_id] = time.monotonic() + self._again_after_seconds
        if not known:
            log.warning(
                "may not post in the staff channel %d: %s",
                notice.channel_id,
                brief(error),
                extra={"guild": notice.guild_id},
            )

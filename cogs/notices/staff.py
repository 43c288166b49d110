"""Posts in servers' staff channels."""

import asyncio
import logging
import time
from collections.abc import Callable

import aiohttp
import discord

from bot.budgets.outbox import Notice
from cogs.client import EaselClient
from cogs.errors.brief import brief
from cogs.notice_cards import card_of
from cogs.notices import texts as notice_texts
from cogs.texts import Texts

log = logging.getLogger(__name__)

SEND_WITHIN_SECONDS = 10.0
# After someone fixes the permissions, the last day's notices are still sent. Older ones are in the audit log.
STALE_AFTER_MS = 24 * 3600 * 1000


class StaffChannels:
    def __init__(
        self, client: EaselClient, now_ms: Callable[[], int], *, again_after_seconds: float = 600.0
    ) -> None:
        """`again_after_seconds` is how long to wait before retrying a channel that refused a message."""
        self._client = client
        self._again_after_seconds = again_after_seconds
        self._now_ms = now_ms
        # Channels that refused a message, and when to try again.
        self._closed: dict[int, float] = {}

    async def tell(self, notice: Notice) -> bool:
        """Returns True if the notice is done. Never raises Discord's or the network's errors."""
        if notice.channel_id is None:
            return True
        if self._closed.get(notice.channel_id, 0.0) > time.monotonic():
            return self._stale(notice)
        channel = self._client.get_partial_messageable(notice.channel_id, guild_id=notice.guild_id)
        try:
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                await self._post(channel, notice)
        except (discord.Forbidden, discord.NotFound) as error:
            self._note_closed(notice, error)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("a notice can't be sent yet: %s", brief(error), extra={"guild": notice.guild_id})
        else:
            self._closed.pop(notice.channel_id, None)
            return True
        return self._stale(notice)

    async def _post(self, channel: discord.PartialMessageable, notice: Notice) -> None:
        """Posts it once. Within a few minutes, Discord itself refuses to post the same nonce twice."""
        texts, nonce = await self._texts(notice.guild_id), f"notice-{notice.id}"
        card = card_of(texts, notice)
        if card is not None:
            await channel.send(view=card, nonce=nonce)
        else:
            text = notice_texts.for_staff(texts, notice)
            await channel.send(text, nonce=nonce, suppress_embeds=True)

    async def _texts(self, guild_id: int) -> Texts:
        """The server's language: its setting in Easel, or else on Discord."""
        guild = self._client.get_guild(guild_id)
        default = None if guild is None else guild.preferred_locale.value
        return self._client.catalogue.texts(await self._client.server_language(guild_id) or default)

    def _stale(self, notice: Notice) -> bool:
        return notice.at_ms <= self._now_ms() - STALE_AFTER_MS

    def _note_closed(self, notice: Notice, error: discord.HTTPException) -> None:
        """Logs it once per channel. Discord blocks bots that keep trying forbidden requests."""
        assert notice.channel_id is not None
        known = notice.channel_id in self._closed
        self._closed[notice.channel_id] = time.monotonic() + self._again_after_seconds
        if not known:
            log.warning(
                "no permission to post in the staff channel %d: %s",
                notice.channel_id,
                brief(error),
                extra={"guild": notice.guild_id},
            )

"""The interactions that can still be followed up, for private messages to members."""

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp
import discord

from cogs.errors.brief import brief

log = logging.getLogger(__name__)

# Discord's tokens live for 15 minutes. A request in the last one could arrive too late.
LIVE_SECONDS = 14 * 60.0
KEPT_PER_MEMBER = 3
SEND_WITHIN_SECONDS = 10.0
ORIGINAL = cast("int", "@original")  # Discord's alias for the first answer

UNKNOWN_MESSAGE = 10008

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reply:
    application_id: int
    token: str = field(repr=False)
    until: float


class Replies:
    """The newest few interactions of each member while their tokens are valid, only in memory."""

    def __init__(self, client: discord.Client, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        # The newest is last, so expired ones are at the front.
        self._of: OrderedDict[Key, deque[Reply]] = OrderedDict()

    def note(self, interaction: discord.Interaction[Any]) -> None:
        """Call it for every interaction."""
        if interaction.guild_id is None or interaction.type is discord.InteractionType.autocomplete:
            return
        now = self._clock()
        key = (interaction.guild_id, interaction.user.id)
        replies = self._of.setdefault(key, deque(maxlen=KEPT_PER_MEMBER))
        replies.append(Reply(interaction.application_id, interaction.token, now + LIVE_SECONDS))
        self._of.move_to_end(key)
        while self._of and next(iter(self._of.values()))[-1].until <= now:
            self._of.popitem(last=False)

    def live(self, guild_id: int, user_id: int) -> bool:
        """Whether this member can be reached."""
        replies = self._of.get((guild_id, user_id))
        return replies is not None and replies[-1].until > self._clock()

    async def follow_up(self, guild_id: int, user_id: int, text: str) -> bool:
        """Follows up privately on the member's newest answered interaction. Never raises.

        Skips one that still says "thinking…", because the first follow-up would replace the answer, perhaps
        for everybody to see.
        """
        for reply in reversed(self._of.get((guild_id, user_id), ())):
            if reply.until > self._clock() and await self._send(reply, text):
                return True
        return False

    async def _send(self, reply: Reply, text: str) -> bool:
        webhook = discord.Webhook.partial(reply.application_id, reply.token, client=self._client)
        webhook.type = discord.WebhookType.application
        try:
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                if not await self._thinking(webhook):
                    await webhook.send(text, ephemeral=True)
                    return True
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.info("couldn't follow up on this interaction: %s", brief(error))
        return False

    async def _thinking(self, webhook: discord.Webhook) -> bool:
        try:
            return (await webhook.fetch_message(ORIGINAL)).flags.loading
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            return False  # the answer was deleted

"""Tells the store which servers the bot is on, and deletes what has expired."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import discord
from discord.ext import commands

from bot.budgets.privacy import Privacy
from bot.errors import StorageUnavailable
from cogs.client import EaselClient

log = logging.getLogger(__name__)

PRUNE_EVERY_SECONDS = 24 * 3600.0
AGAIN_AFTER_SECONDS = 3600.0


class Servers(commands.Cog):
    def __init__(self, client: EaselClient, privacy: Privacy, now_ms: Callable[[], int]) -> None:
        self._client = client
        self._privacy = privacy
        self._now_ms = now_ms

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Handles servers that removed or invited the bot while it was away."""
        await self._noted(self._compare)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        log.info("invited to a server", extra={"guild": guild.id})
        await self._noted(lambda: self._privacy.joined_server(guild.id))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        log.info("removed from a server", extra={"guild": guild.id})
        await self._noted(lambda: self._privacy.left_server(guild.id, self._now_ms()))

    async def prune_daily(
        self, every_seconds: float = PRUNE_EVERY_SECONDS, again_after_seconds: float = AGAIN_AFTER_SECONDS
    ) -> None:
        """Runs until cancelled. Starts once connected, so that a server that's back keeps its data."""
        await self._client.wait_until_ready()
        while True:
            done = await self._noted(self._compare) and await self._noted(self._prune)
            await asyncio.sleep(every_seconds if done else again_after_seconds)

    async def _compare(self) -> None:
        await self._privacy.on_servers({guild.id for guild in self._client.guilds}, self._now_ms())

    async def _prune(self) -> None:
        pruned = await self._privacy.prune(self._now_ms())
        if pruned.members or pruned.servers:
            log.info("deleted the data of %d members and %d servers", pruned.members, pruned.servers)

    async def _noted(self, write: Callable[[], Awaitable[None]]) -> bool:
        """False if it couldn't be written. The next comparison makes up for it."""
        try:
            await write()
        except StorageUnavailable as error:
            log.error("couldn't save which servers the bot is on: %s", error.cause)
            return False
        return True

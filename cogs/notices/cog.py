"""Sends the notices in the outbox, in the background and with members' next interactions."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress

import aiohttp
import discord
from discord.ext import commands

from bot.budgets.outbox import Notice, Outbox
from bot.errors import StorageUnavailable
from cogs.client import EaselClient
from cogs.errors.brief import brief
from cogs.notice_cards import news_of
from cogs.notices import texts as notice_texts
from cogs.notices.replies import Replies
from cogs.notices.staff import StaffChannels

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0
LEASE = "outbox"  # of the process that sends what doesn't answer an interaction
SEND_WITHIN_SECONDS = 10.0
AGAIN_AFTER_SECONDS = 60.0  # after something couldn't be sent or read


class OutboxSender(commands.Cog):
    """Members get their notices as private follow-ups to their own interactions.

    If a token is still valid, as it nearly always is after a picture, they get it at once. Otherwise they get
    it with the next one. So nobody gets unwanted direct messages, and no setting blocks a notice. Only
    notices that a member waits for are sent as a direct message first.
    """

    def __init__(self, client: EaselClient, notices: Outbox, now_ms: Callable[[], int]) -> None:
        self._client = client
        self._notices = notices
        self._now_ms = now_ms
        self._replies = Replies(client)
        self._staff = StaffChannels(client, now_ms)
        self._being_told: set[tuple[int, int]] = set()  # so that nobody gets the same notice twice
        self._waiting: set[tuple[int, int]] = set()  # members with notices that couldn't be sent yet
        self._all_seen = False  # whether all notices left by an earlier process were checked
        self._undeliverable: set[int] = set()  # notices whose members don't accept direct messages
        self._after = 0  # the ID of the last notice looked at
        self._stopping = asyncio.Event()
        self._leads = True  # whether what's sent without an interaction is this process's business

    async def run(
        self, every_seconds: float = LOOK_EVERY_SECONDS, again_after_seconds: float = AGAIN_AFTER_SECONDS
    ) -> None:
        """Runs until cancelled. Finishes and marks the notice being sent at that moment."""
        again_at = time.monotonic() + again_after_seconds
        while True:
            sending = asyncio.ensure_future(self._send_all())
            try:
                await asyncio.shield(sending)
                await asyncio.sleep(every_seconds)
            except asyncio.CancelledError:
                self._stopping.set()
                await sending
                raise
            if time.monotonic() >= again_at:  # postponed ones get another try
                self._after, again_at = 0, time.monotonic() + again_after_seconds

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[EaselClient]) -> None:
        self._replies.note(interaction)

    @commands.Cog.listener()
    async def on_answered(self, interaction: discord.Interaction[EaselClient]) -> None:
        if interaction.guild_id is None:
            return
        if self._all_seen and (interaction.guild_id, interaction.user.id) not in self._waiting:
            return  # a read for each command would almost always find nothing
        try:
            await self._tell(interaction.guild_id, interaction.user.id)
        except StorageUnavailable as error:
            log.warning("can't read a member's notices: %s", error.cause)

    async def _send_all(self) -> None:
        """Sends everything new since the last time. Never raises."""
        try:
            self._leads = self._client.claims is None or await self._client.claims.lead(LEASE)
            while not self._stopping.is_set() and (due := await self._notices.due(after=self._after)):
                for notice in due:
                    if self._stopping.is_set():
                        return
                    await self._send(notice)
                    self._after = notice.id
            self._all_seen = not self._stopping.is_set()
        except StorageUnavailable as error:
            log.warning("the outbox can't be read or marked: %s", error.cause)
        except Exception:
            log.exception("sending notices failed because of a bug")

    async def _send(self, notice: Notice) -> None:
        if notice.user_id is None:
            if self._leads and await self._staff.tell(notice):
                await self._notices.done(notice.id, self._now_ms())
            return
        self._waiting.add((notice.guild_id, notice.user_id))
        if self._moot(notice) or (self._leads and await self._sent_directly(notice)):
            await self._notices.done(notice.id, self._now_ms())
        elif self._replies.live(notice.guild_id, notice.user_id):
            await self._tell(notice.guild_id, notice.user_id)

    async def _sent_directly(self, notice: Notice) -> bool:
        """Sends what members wait for as a direct message. False if it's something else, or not accepted."""
        assert notice.user_id is not None
        member = (notice.guild_id, notice.user_id)
        text = news_of(self._client.catalogue.texts(notice.locale), notice)
        if text is None or notice.id in self._undeliverable or member in self._being_told:
            return False
        self._being_told.add(member)
        try:
            if not await self._may_tell(member):
                return False
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                channel = await self._client.create_dm(discord.Object(notice.user_id))
                await channel.send(text, nonce=f"notice-{notice.id}", suppress_embeds=True)
        except (discord.Forbidden, discord.NotFound):
            self._undeliverable.add(notice.id)  # they get it with their next command
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.info("a direct message can't be sent yet: %s", brief(error))
        else:
            return True
        finally:
            await self._told(member)
        return False

    async def _tell(self, guild_id: int, user_id: int) -> None:
        """Sends all of a member's notices in one message. Raises `StorageUnavailable`."""
        member = (guild_id, user_id)
        if member in self._being_told:
            return
        self._being_told.add(member)
        try:
            if not await self._may_tell(member):
                return
            waiting = await self._notices.of_member(*member)
            if not waiting:
                self._waiting.discard(member)
                return
            news = [notice for notice in waiting if not self._moot(notice)]
            texts = self._client.catalogue.texts(waiting[-1].locale)
            text = notice_texts.for_member(texts, news)
            if text is None or await self._replies.follow_up(*member, text):
                for notice in waiting:
                    await self._notices.done(notice.id, self._now_ms())
                self._waiting.discard(member)
        finally:
            await self._told(member)

    async def _may_tell(self, member: tuple[int, int]) -> bool:
        """Whether no other process tells them at this moment. It ends with `_told`."""
        claims = self._client.claims
        return claims is None or await claims.lead(_telling(member))

    async def _told(self, member: tuple[int, int]) -> None:
        self._being_told.discard(member)
        if self._client.claims is not None:
            with suppress(StorageUnavailable):  # it ends by itself
                await self._client.claims.step_down(_telling(member))

    def _moot(self, notice: Notice) -> bool:
        """Whether it's about a period that has ended."""
        renews_at_ms = notice.data.get("renews_at_ms")
        return isinstance(renews_at_ms, int) and renews_at_ms <= self._now_ms()


def _telling(member: tuple[int, int]) -> str:
    return ":".join(map(str, ("notices", *member)))

"""Finds a generation's messages by their contents, without its interaction token."""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import discord

from bot.errors import DeliveryForbidden, EaselError
from bot.generation.model import Generation
from cogs.errors.delivery import channel_errors
from cogs.texts.formatting import message_link

log = logging.getLogger(__name__)

# The first answer is created seconds after the interaction.
FIRST_ANSWER_WITHIN = timedelta(minutes=2)
ANSWERS_READ = 200
# How many messages are read from the time when the picture was done, and how many from now backwards.
POSTS_READ = 500
# How far Discord's clock and ours can drift apart while a picture is made.
DRIFT = timedelta(seconds=30)


def holds_picture(message: discord.Message, generation_id: int) -> bool:
    """Whether the message has the generation's picture, as an attachment or in its gallery."""
    beginning = f"easel-{generation_id}."
    if any(attachment.filename.startswith(beginning) for attachment in message.attachments):
        return True
    return any(f"/{beginning}" in url for url in _media(message.components))


def has_any_picture(message: discord.Message) -> bool:
    return bool(message.attachments) or any(True for _ in _media(message.components))


def _media(components: list[discord.Component]) -> Iterator[str]:
    yield from (item.url for item in media_items(components))


def media_items(components: list[discord.Component]) -> Iterator[discord.UnfurledMediaItem]:
    """Everything in a message's galleries."""
    for component in components:
        if isinstance(component, discord.MediaGalleryComponent):
            yield from (item.media for item in component.items)
        elif isinstance(component, discord.Container):
            yield from media_items(component.children)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in a message that stays when the message is edited."""

    generation: Generation
    id: int
    filename: str

    @property
    def uri(self) -> str:
        return f"attachment://{self.filename}"

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id, "filename": self.filename}


def files_of(message: discord.Message, generations: Iterable[Generation]) -> list[KeptFile]:
    """The files of these pictures in a message."""
    names = {attachment.filename: attachment.id for attachment in message.attachments}
    for item in media_items(message.components):
        if item.attachment_id is not None:
            names.setdefault(urlsplit(item.url).path.rpartition("/")[2], item.attachment_id)
    return [
        KeptFile(generation, attachment_id, name)
        for generation in generations
        for name, attachment_id in names.items()
        if name.startswith(f"easel-{generation.id}.")
    ]


def link_to(picture: Generation, guild_id: int) -> str | None:
    """A link to a picture's message that others can open. None if it's private, gone, or elsewhere."""
    order = picture.order
    if picture.message_id is None or picture.removed_at_ms is not None or order.reply.private:
        return None
    if order.guild_id != guild_id or not order.reply.channel_id:
        return None
    return message_link(guild_id, order.reply.channel_id, picture.message_id)


Channel = discord.PartialMessageable | discord.DMChannel


class MessageFinder:
    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def channel(self, generation: Generation) -> Channel:
        """Where to post without the interaction: its channel, or the member's DMs if it's private.

        Raises discord.py's and aiohttp's errors.
        """
        order = generation.order
        if order.reply.private:
            return await self._client.create_dm(discord.Object(order.user_id))
        return self._client.get_partial_messageable(order.reply.channel_id, guild_id=order.guild_id)

    async def find_picture(self, generation: Generation) -> int | None:
        """The ID of the message with the picture. None if it's certain that there's none.

        Raises `DeliveryFailed`, and `DeliveryForbidden` if it can't find out: the bot can't read the
        channel's history, there's too much of it, or the answer was private and only visible with its token.
        """
        with channel_errors():
            history = History(await self.channel(generation), generation)
            async for message in history.all():
                if self._is_ours(message) and holds_picture(message, generation.id):
                    return message.id
            if generation.order.reply.private:
                raise DeliveryForbidden("a private answer can't be looked up without its token")
            if history.cut_off:
                raise DeliveryForbidden("too many messages to look through")
            if not history.read and not await self._can_read(history.channel, generation):
                raise DeliveryForbidden("the channel's history can't be read")
        return None

    async def delete_waiting_message(self, generation: Generation) -> None:
        """Deletes the public "thinking…" or progress message, which nobody can update now. Never raises."""
        order = generation.order
        try:
            with channel_errors():
                history = History(await self.channel(generation), generation)
                async for message in history.answers():
                    waits = _answers(message, order.interaction_id) and not has_any_picture(message)
                    if self._is_ours(message) and waits:
                        await message.delete()
                        return
        except EaselError as error:
            log.info("couldn't delete the waiting message: %r", error, extra={"generation": generation.id})
        except Exception:
            log.exception("a bug while deleting a message", extra={"generation": generation.id})

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    async def _can_read(self, channel: Channel, generation: Generation) -> bool:
        """Whether an empty history really is empty.

        Without Read Message History, Discord answers with an empty list instead of an error. So any message
        at all proves that it can be read. In a channel without messages, the permissions decide.
        """
        async for _ in channel.history(limit=1):
            return True
        guild = self._client.get_guild(generation.order.guild_id)
        known = None if guild is None else guild.get_channel_or_thread(generation.order.reply.channel_id)
        if guild is None or guild.unavailable or known is None or guild.me is None:
            return False
        can = known.permissions_for(guild.me)
        return can.view_channel and can.read_message_history


class History:
    """The messages of a channel that could be a generation's."""

    def __init__(self, channel: Channel, generation: Generation) -> None:
        self.channel = channel
        self.read = 0
        self.cut_off = False  # whether there were too many messages to read them all
        self._asked = discord.Object(generation.id)
        self._generation = generation

    async def all(self) -> AsyncIterator[discord.Message]:
        """First those around the interaction's answer, then those from when it was posted later."""
        async for message in self.answers():
            yield message
        # From the time when the picture was done. If that's too long ago, the newest messages as well.
        for oldest_first in (True, False):
            count = 0
            async for message in self.channel.history(
                after=self._ready_at(), limit=POSTS_READ, oldest_first=oldest_first
            ):
                count += 1
                yield message
            self.read += count
            if count < POSTS_READ:
                return
        self.cut_off = True

    async def answers(self) -> AsyncIterator[discord.Message]:
        until = self._asked.created_at + FIRST_ANSWER_WITHIN
        count = 0
        async for message in self.channel.history(
            after=self._asked, before=until, limit=ANSWERS_READ, oldest_first=True
        ):
            count += 1
            yield message
        self.read += count
        self.cut_off = count >= ANSWERS_READ

    def _ready_at(self) -> datetime:
        """When the picture was done, by Discord's clock."""
        since_ms = (self._generation.generated_at_ms or 0) - self._generation.held_at_ms
        return self._asked.created_at + max(timedelta(0), timedelta(milliseconds=since_ms) - DRIFT)


def _answers(message: discord.Message, interaction_id: int) -> bool:
    metadata = message.interaction_metadata
    return metadata is not None and metadata.id == interaction_id

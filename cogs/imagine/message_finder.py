"""Finds a generation's messages without its interaction token: by what they carry."""

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta

import discord

from bot.errors import DeliveryForbidden, EaselError
from bot.generation.model import Generation
from bot.generation.request import PictureFormat
from cogs.imagine.error_mapping import channel_errors

log = logging.getLogger(__name__)

# The waiting message is made seconds after the interaction; what is posted later is among the newest.
FIRST_ANSWER_WITHIN = timedelta(minutes=2)
NEWEST = 500

_SUFFIXES = {PictureFormat.PNG: "png", PictureFormat.JPEG: "jpg", PictureFormat.WEBP: "webp"}


def file_name(generation_id: int, picture_format: PictureFormat) -> str:
    """Names the generation, so that the message can be recognised by its file."""
    return f"easel-{generation_id}.{_SUFFIXES[picture_format]}"


def holds_picture(message: discord.Message, generation_id: int) -> bool:
    """Whether the generation's picture hangs on the message, as an attachment or in its gallery."""
    beginning = f"easel-{generation_id}."
    if any(attachment.filename.startswith(beginning) for attachment in message.attachments):
        return True
    return any(f"/{beginning}" in url for url in _media(message.components))


def _media(components: list[discord.Component]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.MediaGalleryComponent):
            yield from (item.media.url for item in component.items)
        elif isinstance(component, discord.Container):
            yield from _media(component.children)


class MessageFinder:
    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def channel(self, generation: Generation) -> discord.PartialMessageable | discord.DMChannel:
        """Where to post without the interaction: its channel, or the member's own where it is private.

        Raises discord.py's and aiohttp's errors.
        """
        order = generation.order
        if order.reply.private:
            return await self._client.create_dm(discord.Object(order.user_id))
        return self._client.get_partial_messageable(order.reply.channel_id, guild_id=order.guild_id)

    async def find_picture(self, generation: Generation) -> int | None:
        """The id of the message in the channel that holds the picture, as far as the bot looks back.

        Raises `DeliveryFailed`, and `DeliveryForbidden` where it can't be known: the bot may not look back,
        or the answer was for the member alone, and only its token shows it.
        """
        found = await self._search(generation, lambda message: holds_picture(message, generation.id))
        if found is None and generation.order.reply.private:
            raise DeliveryForbidden("a private answer can't be looked up without its token")
        return None if found is None else found.id

    async def sweep_waiting_message(self, generation: Generation) -> None:
        """Takes the public "thinking…" or waiting card away: nobody can answer it any more. Never raises."""
        try:
            waiting = await self._search(generation, lambda message: _answers(message, generation.id))
            if waiting is not None and not holds_picture(waiting, generation.id):
                with channel_errors():
                    await waiting.delete()
        except EaselError as error:
            log.info("the waiting message stays: %r", error, extra={"generation": generation.id})
        except Exception:
            log.exception("a bug in taking a message away", extra={"generation": generation.id})

    async def _search(
        self, generation: Generation, wanted: Callable[[discord.Message], bool]
    ) -> discord.Message | None:
        me = self._client.user
        with channel_errors():
            channel = await self.channel(generation)
            async for message in self._candidates(channel, generation):
                if message.author == me and wanted(message):
                    return message
        return None

    async def _candidates(
        self, channel: discord.abc.Messageable, generation: Generation
    ) -> AsyncIterator[discord.Message]:
        asked = discord.Object(generation.id)
        until = asked.created_at + FIRST_ANSWER_WITHIN
        async for message in channel.history(after=asked, before=until, limit=100, oldest_first=True):
            yield message
        async for message in channel.history(after=until, limit=NEWEST, oldest_first=False):
            yield message


def _answers(message: discord.Message, interaction_id: int) -> bool:
    metadata = message.interaction_metadata
    return metadata is not None and metadata.id == interaction_id

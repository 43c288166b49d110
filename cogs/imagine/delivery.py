"""Brings pictures and bad news to Discord, from what the store holds: no live interaction is needed."""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

import discord
from discord.utils import DEFAULT_FILE_SIZE_LIMIT_BYTES

from bot.errors import EaselError, ReplyExpired
from bot.generation.model import Generation, Picture
from bot.generation.models import file_name
from bot.generation.ports import Card, Progress
from cogs.client import EaselClient
from cogs.errors.descriptions import describe
from cogs.imagine import cards
from cogs.imagine.error_mapping import channel_errors, reply_errors
from cogs.imagine.message_finder import MessageFinder, holds_picture
from cogs.texts import Texts
from cogs.wording.harmless import harmless

log = logging.getLogger(__name__)

# Discord's alias for the first answer; discord.py writes message ids into the path as they come.
ORIGINAL = cast("int", "@original")
UNKNOWN_MESSAGE = 10008


class DiscordDelivery:
    """The port `Delivery`. The client has to be logged in, though not connected."""

    def __init__(self, client: EaselClient, now_ms: Callable[[], int]) -> None:
        self._client = client
        self._now_ms = now_ms
        self._traces = MessageFinder(client)

    async def progress(self, generation: Generation, progress: Progress) -> None:
        try:
            with reply_errors():
                card = cards.progress_card(generation, progress)
                await self._webhook(generation).edit_message(ORIGINAL, view=card)
        except EaselError as error:
            log.info("progress not shown: %r", error, extra=_context(generation))
        except Exception:
            log.exception("a bug in showing progress", extra=_context(generation))

    async def reply(self, generation: Generation, card: Card) -> int:
        with reply_errors(generation.order.reply.upload_limit), _upload(generation, card.picture) as file:
            view = cards.picture_card(generation, card, file.uri)
            message = await self._webhook(generation).edit_message(ORIGINAL, view=view, attachments=[file])
        return message.id

    async def post(self, generation: Generation, card: Card) -> int:
        reply = generation.order.reply
        limit = DEFAULT_FILE_SIZE_LIMIT_BYTES if reply.private else reply.upload_limit
        with channel_errors(limit), _upload(generation, card.picture) as file:
            view = cards.picture_card(generation, card, file.uri, named=not reply.private)
            channel = await self._traces.channel(generation)
            # Within a few minutes Discord itself refuses to post the same nonce twice.
            message = await channel.send(view=view, file=file, nonce=str(generation.id))
        if not reply.private:
            await self._traces.delete_waiting_message(generation)
        return message.id

    async def find(self, generation: Generation) -> int | None:
        try:
            with reply_errors():
                message = await self._webhook(generation).fetch_message(ORIGINAL)
        except ReplyExpired:
            found = await self._traces.find_picture(generation)
            if found is None:
                raise
            return found
        if message.content:
            raise ReplyExpired  # plain words: the interaction was refused, and nobody waits for a picture
        return message.id if holds_picture(message, generation.id) else None

    async def explain(self, generation: Generation, error: EaselError) -> bool:
        try:
            with reply_errors():
                texts = self._client.catalogue.texts(generation.order.locale)
                await self._explain(generation, _bad_news(generation, error, texts))
        except ReplyExpired:
            if not generation.order.reply.private:
                await self._traces.delete_waiting_message(generation)
            return False
        except EaselError as failure:
            log.warning("could not tell the member: %r", failure, extra=_context(generation))
            return False
        except Exception:
            log.exception("a bug in telling the member", extra=_context(generation))
            return False
        return True

    async def _explain(self, generation: Generation, text: str) -> None:
        if self._now_ms() >= generation.order.reply.expires_at_ms:
            raise ReplyExpired  # Discord counts requests with dead tokens, and shuts out who sends many
        webhook = self._webhook(generation)
        if generation.order.reply.private:
            await webhook.edit_message(ORIGINAL, view=cards.note(text), attachments=[])
            return
        # The waiting message first: while it says "thinking…", a follow-up would fill it, for all to read.
        with _unless_gone():
            await webhook.delete_message(ORIGINAL)
        await webhook.send(text, ephemeral=True)

    def _webhook(self, generation: Generation) -> discord.Webhook:
        """What `interaction.followup` is, without the interaction."""
        reply = generation.order.reply
        webhook = discord.Webhook.partial(reply.application_id, reply.token, client=self._client)
        webhook.type = discord.WebhookType.application
        return webhook


@contextmanager
def _upload(generation: Generation, picture: Picture) -> Iterator[discord.File]:
    """The picture as a file to send.

    The buffer is closed by hand: `discord.File` ties it to itself, and unclosed it would keep the picture in
    memory until a full garbage collection (measured: 364 MiB instead of 82 after 1,600 pictures).
    """
    buffer = io.BytesIO(picture.data)
    file = discord.File(
        buffer, file_name(generation.id, picture.format), description=cards.alt_text(generation) or None
    )
    try:
        yield file
    finally:
        file.close()
        buffer.close()


@contextmanager
def _unless_gone() -> Iterator[None]:
    """A message that somebody deleted before us is as gone as it should be."""
    try:
        yield
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise


def _bad_news(generation: Generation, error: EaselError, texts: Texts) -> str:
    return f"{describe(error, texts)}\n-# {harmless(generation.order.request.prompt, cards.PROMPT_REMINDED)}"


def _context(generation: Generation) -> dict[str, object]:
    order = generation.order
    return {"generation": order.id, "guild": order.guild_id, "user": order.user_id}

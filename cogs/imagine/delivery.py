"""Posts pictures and failures on Discord from the store, without a live interaction."""

import io
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

import discord
from discord.utils import DEFAULT_FILE_SIZE_LIMIT_BYTES

from bot.errors import EaselError, ReplyExpired, StorageUnavailable
from bot.generation.library import Library
from bot.generation.model import OPEN_STATES, Generation, Picture, State
from bot.generation.models import file_name
from bot.generation.ports import Card, Progress
from cogs.buttons import EaselButton
from cogs.client import EaselClient
from cogs.errors.delivery import channel_errors, reply_errors
from cogs.imagine import cards
from cogs.imagine.buttons import failure_buttons, picture_buttons
from cogs.imagine.message_finder import KeptFile, MessageFinder, files_of, holds_picture, link_to
from cogs.texts import Texts

log = logging.getLogger(__name__)

# Discord's alias for the first answer. discord.py puts message IDs into the path unchanged.
ORIGINAL = cast("int", "@original")
UNKNOWN_MESSAGE = 10008
EXPLAINED_REMEMBERED = 1_000
EXPLAINED_SECONDS = 15 * 60.0  # as long as an interaction can be answered


class CardExtras(Protocol):
    """Additions of another feature to the card of each picture."""

    async def buttons_for(self, generation: Generation, card: Card, texts: Texts) -> Sequence[EaselButton]:
        """Buttons for the card. Called before the picture is sent. Only raises for bugs."""
        ...


class DiscordDelivery:
    """The port `Delivery`. The client has to be logged in, but needn't be connected."""

    def __init__(
        self,
        client: EaselClient,
        library: Library,
        now_ms: Callable[[], int],
        extras: CardExtras | None = None,
    ) -> None:
        self._client = client
        self._library = library
        self._now_ms = now_ms
        self._extras = extras
        self._messages = MessageFinder(client)
        # Explanations already given for pictures that were ordered together, so that nobody reads them four
        # times.
        self._explained: OrderedDict[tuple[int, str], None] = OrderedDict()

    async def progress(self, generation: Generation, progress: Progress) -> None:
        try:
            if await self._delivered_with(generation):
                return  # the message has pictures by now
            card = cards.progress_card(generation, progress, await self._texts(generation))
            with reply_errors():
                await self._webhook(generation).edit_message(ORIGINAL, view=card)
        except EaselError as error:
            log.info("couldn't show progress: %r", error, extra=_context(generation))
        except Exception:
            log.exception("a bug while showing progress", extra=_context(generation))

    async def reply(self, generation: Generation, card: Card) -> int:
        texts = await self._texts(generation)
        limit = generation.order.reply.upload_limit
        webhook = self._webhook(generation)
        with reply_errors(limit), _upload(generation, card.picture, texts) as file:
            kept = await self._files_with(generation, webhook)
            view = cards.picture_card(
                generation,
                card,
                file.uri,
                texts,
                *picture_buttons(kept[0].generation if kept else generation, texts),
                *await self._buttons(generation, card, texts),
                others=[(each.generation, each.uri) for each in kept],
                parent_link=await self._parent_link(generation),
            )
            message = await webhook.edit_message(ORIGINAL, view=view, attachments=[*kept, file])  # type: ignore[list-item]  # what's kept has `to_dict` as well
        return message.id

    async def post(self, generation: Generation, card: Card) -> int:
        reply = generation.order.reply
        texts = await self._texts(generation)
        limit = DEFAULT_FILE_SIZE_LIMIT_BYTES if reply.private else reply.upload_limit
        with channel_errors(limit), _upload(generation, card.picture, texts) as file:
            view = cards.picture_card(
                generation,
                card,
                file.uri,
                texts,
                *picture_buttons(generation, texts),
                *await self._buttons(generation, card, texts),
                named=not reply.private,
                parent_link=await self._parent_link(generation),
            )
            channel = await self._messages.channel(generation)
            # Discord itself refuses to post the same nonce twice within a few minutes.
            message = await channel.send(view=view, file=file, nonce=str(generation.id))
        if not reply.private:
            await self._messages.delete_waiting_message(generation)
        return message.id

    async def find(self, generation: Generation) -> int | None:
        try:
            with reply_errors():
                message = await self._webhook(generation).fetch_message(ORIGINAL)
        except ReplyExpired:
            found = await self._messages.find_picture(generation)
            if found is None:
                raise
            return found
        if message.content:
            raise ReplyExpired  # plain text: it was refused, and nobody waits for a picture
        return message.id if holds_picture(message, generation.id) else None

    async def explain(self, generation: Generation, error: EaselError) -> bool:
        try:
            texts = self._client.catalogue.texts(generation.order.locale)
            with reply_errors():
                buttons = failure_buttons(generation, error, texts)
                await self._explain(generation, error, cards.failure_card(generation, error, texts, *buttons))
        except ReplyExpired:
            if not generation.order.reply.private:
                await self._messages.delete_waiting_message(generation)
            return False
        except EaselError as failure:
            log.warning("couldn't tell the member: %r", failure, extra=_context(generation))
            return False
        except Exception:
            log.exception("a bug while telling the member", extra=_context(generation))
            return False
        return True

    async def _explain(self, generation: Generation, error: EaselError, card: discord.ui.LayoutView) -> None:
        if self._now_ms() >= generation.order.reply.expires_at_ms:
            raise ReplyExpired  # Discord blocks clients that send many requests with expired tokens
        webhook = self._webhook(generation)
        if generation.order.batch_id is not None and await self._others_go_on(generation):
            if await self._is_news(generation, error):
                await webhook.send(view=card, ephemeral=True)
            return
        if generation.order.reply.private:
            await webhook.edit_message(ORIGINAL, view=card, attachments=[])
            return
        # The waiting message comes first. While it says "thinking…", a follow-up would fill it for everybody
        # to see.
        with _unless_gone():
            await webhook.delete_message(ORIGINAL)
        if await self._is_news(generation, error):
            await webhook.send(view=card, ephemeral=True)

    async def _others_go_on(self, generation: Generation) -> bool:
        """Whether pictures that were ordered together with this one still need the message.

        If so, it no longer says "thinking…" afterwards, because a follow-up would fill it.
        """
        others = [each for each in await self._library.together(generation) if each.id != generation.id]
        if any(each.state is State.DELIVERED for each in others):
            return True
        going_on = [each for each in others if each.state in OPEN_STATES]
        if not going_on:
            return False
        progress = Progress(position=0, since_ms=self._now_ms())
        card = cards.progress_card(going_on[0], progress, await self._texts(generation))
        await self._webhook(generation).edit_message(ORIGINAL, view=card)
        return True

    async def _is_news(self, generation: Generation, error: EaselError) -> bool:
        batch_id = generation.order.batch_id
        if batch_id is None:
            return True
        if self._client.claims is not None:
            name = f"explained:{batch_id}:{type(error).__name__}"
            try:
                return await self._client.claims.first(name, EXPLAINED_SECONDS)
            except StorageUnavailable:
                pass  # then what this process knows has to do
        key = (batch_id, type(error).__name__)
        known = key in self._explained
        self._explained[key] = None
        while len(self._explained) > EXPLAINED_REMEMBERED:
            self._explained.popitem(last=False)
        return not known

    async def _files_with(self, generation: Generation, webhook: discord.Webhook) -> list[KeptFile]:
        """The files of pictures that were ordered together with this one and are already in its message."""
        if generation.order.batch_id is None:
            return []
        together = await self._library.together(generation)
        others = [each for each in together if each.id != generation.id]
        return files_of(await webhook.fetch_message(ORIGINAL), others)

    async def _delivered_with(self, generation: Generation) -> list[Generation]:
        """The delivered pictures that were ordered together with this one, in order."""
        if generation.order.batch_id is None:
            return []
        together = await self._library.together(generation)
        return [each for each in together if each.state is State.DELIVERED and each.id != generation.id]

    async def _parent_link(self, generation: Generation) -> str | None:
        """A link to the picture it was made from, unless that's private or gone."""
        order = generation.order
        try:
            parent = None if order.parent_id is None else await self._library.picture(order.parent_id)
        except StorageUnavailable:
            return None  # the picture matters more than this line of its card
        return None if parent is None else link_to(parent, order.guild_id)

    async def _buttons(self, generation: Generation, card: Card, texts: Texts) -> Sequence[EaselButton]:
        return () if self._extras is None else await self._extras.buttons_for(generation, card, texts)

    async def _texts(self, generation: Generation) -> Texts:
        """In the member's language for a private answer, else in the server's."""
        order = generation.order
        if order.reply.private:
            return self._client.catalogue.texts(order.locale)
        try:
            chosen = await self._client.server_language(order.guild_id)
        except StorageUnavailable:
            chosen = None  # the picture matters more than its language
        guild = self._client.get_guild(order.guild_id)
        known = order.guild_locale if guild is None or guild.unavailable else guild.preferred_locale.value
        return self._client.catalogue.texts(chosen or known or order.locale)

    def _webhook(self, generation: Generation) -> discord.Webhook:
        """Like `interaction.followup`, without the interaction."""
        reply = generation.order.reply
        webhook = discord.Webhook.partial(reply.application_id, reply.token, client=self._client)
        webhook.type = discord.WebhookType.application
        return webhook


@contextmanager
def _upload(generation: Generation, picture: Picture, texts: Texts) -> Iterator[discord.File]:
    """The picture as a file to send.

    The buffer is closed by hand. `discord.File` creates a reference cycle with it, which would keep the
    picture in memory until a full garbage collection (measured: 364 MiB instead of 82 after 1,600 pictures).
    """
    buffer = io.BytesIO(picture.data)
    description = cards.alt_text(generation, texts) or None
    file = discord.File(buffer, file_name(generation.id, picture.format), description=description)
    try:
        yield file
    finally:
        file.close()
        buffer.close()


@contextmanager
def _unless_gone() -> Iterator[None]:
    """Somebody may already have deleted the message."""
    try:
        yield
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise


def _context(generation: Generation) -> dict[str, object]:
    order = generation.order
    return {"generation": order.id, "guild": order.guild_id, "user": order.user_id}

"""The messages of pictures: found, rebuilt without some pictures, or posted for everybody."""

import contextlib
import io
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import discord

from bot.errors import InputUnreachable, NotYours, PictureGone
from bot.generation.model import Generation, Picture
from bot.generation.models import PictureFormat, file_name
from bot.generation.ports import Card
from cogs.admission import attempt
from cogs.errors.refusals import LooserSafety, OtherServer, PictureNotKept, ShownBefore
from cogs.imagine.buttons import picture_buttons
from cogs.imagine.cards import alt_text, picture_card
from cogs.imagine.message_finder import KeptFile, files_of, link_to, media_items
from cogs.pictures.services import Interaction, PictureServices, is_maker
from cogs.texts import Texts, private_texts, public_texts


async def message_of(interaction: Interaction, picture: Generation) -> discord.Message:
    """The message of a public picture. Raises `PictureGone`, or `InputUnreachable` if it can't be read."""
    order = picture.order
    if picture.message_id is None or picture.removed_at_ms is not None or order.reply.private:
        raise PictureGone
    channel = interaction.client.get_partial_messageable(order.reply.channel_id, guild_id=order.guild_id)
    try:
        return await channel.fetch_message(picture.message_id)
    except discord.NotFound:
        raise PictureGone from None
    except discord.HTTPException as error:
        raise InputUnreachable(f"Discord answered {error.status}") from None


class Messages:
    def __init__(self, services: PictureServices) -> None:
        self._services = services

    async def take_out(
        self, interaction: Interaction, shown: Sequence[Generation], gone: Sequence[Generation]
    ) -> None:
        """Removes the `gone` pictures from the message with all the `shown` ones. It's deleted with the last
        one.

        Call it after deferring the interaction. It's fine if somebody has deleted the message meanwhile.
        """
        left = [each for each in shown if each not in gone]
        message = interaction.message
        here = message is not None and message.id == shown[0].message_id
        if shown[0].message_id is None or (shown[0].order.reply.private and not here):
            return  # a private message can only be reached by a press on it
        with contextlib.suppress(discord.NotFound, PictureGone):
            if message is None or not here:
                message = await message_of(interaction, shown[0])
            if not left:
                await (interaction.delete_original_response() if here else message.delete())
                return
            kept = files_of(message, left)
            view = await self._card_with(interaction, message, kept)
            edit = interaction.edit_original_response if here else message.edit
            await edit(view=view, attachments=kept)  # type: ignore[arg-type]  # what's kept has `to_dict` as well

    async def _card_with(
        self, interaction: Interaction, message: discord.Message, kept: Sequence[KeptFile]
    ) -> discord.ui.LayoutView:
        first, *others = kept
        private = first.generation.order.reply.private
        texts = private_texts(interaction) if private else await public_texts(interaction)
        return await self._card(
            first.generation,
            _described(message, first),
            first.uri,
            texts,
            others=[(each.generation, each.uri) for each in others],
        )

    async def _card(
        self,
        picture: Generation,
        file: Picture,
        media: str,
        texts: Texts,
        *,
        named: bool = False,
        others: Sequence[tuple[Generation, str]] = (),
    ) -> discord.ui.LayoutView:
        order = picture.order
        parent = None if order.parent_id is None else await self._services.library.picture(order.parent_id)
        asked, answered = picture.requested_at_ms, picture.generated_at_ms
        seconds = (answered - asked) / 1000 if asked is not None and answered is not None else 0.0
        original = replace(file, format=order.request.format)
        return picture_card(
            picture,
            Card(file, original, picture.cost or 0, None, seconds),
            media,
            texts,
            *picture_buttons(picture, texts),
            named=named,
            others=others,
            parent_link=None if parent is None else link_to(parent, order.guild_id),
        )

    # Private pictures for everybody.

    async def show(self, interaction: Interaction, generation_id: int) -> None:
        """Posts a private picture in this channel. From then on it's like any public one.

        Raises `PictureGone`, `NotYours`, `OtherServer`, `ShownBefore`, `PictureNotKept`, `LooserSafety` and
        what `Admission.admit` raises.
        """
        library = self._services.library
        picture = await library.picture(generation_id)
        if picture is None or not picture.order.request.prompt or picture.removed_at_ms is not None:
            raise PictureGone
        if not is_maker(interaction, picture):
            raise NotYours
        guild_id = picture.order.guild_id
        if interaction.guild_id != guild_id:
            raise OtherServer
        if not picture.order.reply.private:
            raise ShownBefore(link_to(picture, guild_id) or "")
        copy = await library.private_picture(generation_id)
        if copy is None:
            raise PictureNotKept
        spoiler = await self._admitted(interaction, picture)
        if not await library.publish(generation_id, interaction.user.id, spoiler=spoiler):
            raise ShownBefore
        try:
            message = await self._post(interaction, _public(picture, spoiler=spoiler), copy)
        except BaseException:
            await library.unpublish(generation_id)
            raise
        await library.published(generation_id, message.channel.id, message.id)

    async def _admitted(self, interaction: Interaction, picture: Generation) -> bool:
        """Whether it needs a spoiler here."""
        request = picture.order.request
        admitted = await self._services.admission.admit(attempt(interaction, request.prompt))
        made, here = request.safety, admitted.safety
        if made.tolerance > here.tolerance or (here.checker and not made.checker):
            raise LooserSafety
        return admitted.spoiler(asked=picture.order.reply.spoiler)

    async def _post(
        self, interaction: Interaction, picture: Generation, copy: Picture
    ) -> discord.InteractionMessage:
        await interaction.response.defer(thinking=True)
        texts = await public_texts(interaction)
        with io.BytesIO(copy.data) as buffer:
            description = alt_text(picture, texts)
            file = discord.File(buffer, file_name(picture.id, copy.format), description=description)
            view = await self._card(picture, copy, file.uri, texts, named=True)
            return await interaction.edit_original_response(view=view, attachments=[file])


def _public(picture: Generation, *, spoiler: bool) -> Generation:
    reply = replace(picture.order.reply, private=False, spoiler=spoiler)
    return replace(picture, order=replace(picture.order, reply=reply))


def _described(message: discord.Message, kept: KeptFile) -> Picture:
    """A file from the message's description, without its bytes."""
    size = kept.generation.order.request.size
    width, height = size.width, size.height
    for item in media_items(message.components):
        if urlsplit(item.url).path.endswith(f"/{kept.filename}"):
            width, height = item.width or width, item.height or height
    suffix = kept.filename.rpartition(".")[2]
    return Picture(b"", width, height, PictureFormat("jpeg" if suffix == "jpg" else suffix))

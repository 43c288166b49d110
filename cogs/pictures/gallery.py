"""The server's gallery: pictures that their makers or moderators promoted."""

import contextlib
import io
import logging

import discord

from bot.budgets.policy import Act
from bot.errors import NotYours, PictureGone
from bot.generation.library import GalleryPost
from bot.generation.model import Generation
from bot.generation.models import file_name
from cogs.buttons import EaselButton
from cogs.errors.brief import brief
from cogs.errors.error_hooks import ReportedView
from cogs.errors.refusals import AlreadyPromoted, NoGallery
from cogs.imagine.buttons import picture_id
from cogs.imagine.cards import alt_text, shown_card
from cogs.pictures.messages import message_of
from cogs.pictures.services import Interaction, PictureServices, is_maker, may_remove
from cogs.pictures.sources import image_with, images_of
from cogs.texts import private_texts, public_texts
from cogs.texts.formatting import message_link, user

log = logging.getLogger(__name__)


class Gallery:
    def __init__(self, services: PictureServices) -> None:
        self._services = services

    async def promote(self, interaction: Interaction, generation_id: int) -> None:
        """For the maker and for moderators. Raises `NoGallery`, `AlreadyPromoted` or `NotYours`."""
        picture = await self._services.reachable(interaction, generation_id)
        if picture.order.reply.private or not (is_maker(interaction, picture) or may_remove(interaction)):
            raise NotYours
        channel_id = await self._services.gallery_channel(picture.order.guild_id)
        if channel_id is None:
            raise NoGallery
        await interaction.response.defer(ephemeral=True, thinking=True)
        image = image_with(images_of(await message_of(interaction, picture)), picture)
        if image is None:
            raise PictureGone
        data = await self._services.inputs.fetch(image.address)
        act = self._services.act(interaction)
        if not await self._services.library.promote(picture, channel_id, act):
            raise AlreadyPromoted
        try:
            posted = await self._post(interaction, picture, channel_id, data, image.filename)
        except BaseException:
            await self._services.library.take_down(picture.order.guild_id, picture.id, act)
            raise
        await self._services.library.posted(picture.id, posted.id)
        link = message_link(picture.order.guild_id, channel_id, posted.id)
        texts = private_texts(interaction)
        await interaction.edit_original_response(content=texts("picture-promoted", link=link))
        if not is_maker(interaction, picture):
            await self._tell_maker(interaction, picture, link)

    async def _post(
        self, interaction: Interaction, picture: Generation, channel_id: int, data: bytes, name: str
    ) -> discord.Message:
        texts = await public_texts(interaction)
        order = picture.order
        channel = interaction.client.get_partial_messageable(channel_id, guild_id=order.guild_id)
        down = EaselButton.of(picture_id("down", picture.id), texts("picture-down-label"))
        remix = EaselButton.of(picture_id("remix", picture.id), texts("picture-remix-label"))
        details = EaselButton.of(picture_id("details", picture.id), texts("picture-details-label"))
        with io.BytesIO(data) as buffer:
            shown = name if name.startswith("easel-") else file_name(picture.id, order.request.format)
            file = discord.File(buffer, shown, description=alt_text(picture, texts))
            card = shown_card(picture, file.uri, texts, remix, details, down)
            try:
                return await channel.send(view=card, file=file)
            except (discord.Forbidden, discord.NotFound) as error:
                log.info("can't post in the gallery: %s", brief(error), extra={"generation": picture.id})
                raise NoGallery from None

    async def _tell_maker(self, interaction: Interaction, picture: Generation, link: str) -> None:
        """Sends a direct message. If they don't accept any, the post has the same button."""
        texts = interaction.client.catalogue.texts(picture.order.locale)
        text = texts("picture-promoted-yours", by=user(texts, interaction.user.id), link=link)
        button = EaselButton.of(picture_id("down", picture.id), texts("picture-down-label"))
        view = ReportedView(timeout=None).add_item(button)
        try:
            channel = await interaction.client.create_dm(discord.Object(picture.order.user_id))
            await channel.send(text, view=view)
        except discord.HTTPException as error:
            log.info("the maker wasn't told: %s", brief(error), extra={"generation": picture.id})

    async def take_down(self, interaction: Interaction, generation_id: int) -> None:
        """For the maker (even from the direct message) and for moderators."""
        post = await self._services.library.gallery_post(generation_id)
        picture = await self._services.library.picture(generation_id)
        if post is None or picture is None:
            raise PictureGone
        moderates = interaction.guild_id == post.guild_id and may_remove(interaction)
        if not is_maker(interaction, picture) and not moderates:
            raise NotYours
        await interaction.response.defer(ephemeral=True, thinking=True)
        act = self._services.act(interaction)
        if not await self.withdraw(interaction, post.guild_id, generation_id, act):
            raise PictureGone
        texts = private_texts(interaction)
        await interaction.edit_original_response(content=texts("picture-taken-down"))

    async def withdraw(self, interaction: Interaction, guild_id: int, generation_id: int, act: Act) -> bool:
        """Deletes the post, if there is one."""
        post = await self._services.library.take_down(guild_id, generation_id, act)
        if post is None:
            return False
        await self._delete_post(interaction, post)
        return True

    async def _delete_post(self, interaction: Interaction, post: GalleryPost) -> None:
        if post.message_id is None:
            return
        channel = interaction.client.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
        with contextlib.suppress(discord.NotFound):
            await channel.get_partial_message(post.message_id).delete()

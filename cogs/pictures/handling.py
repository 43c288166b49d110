"""Shows what is known of a picture, deletes it, and shows a private one to others."""

import contextlib
import io

import discord

from bot.budgets.budget import Budget
from bot.budgets.policy import Member
from bot.budgets.refusals import AlreadyRefunded, NothingToRefund
from bot.errors import NotYours, PictureGone
from bot.generation.model import Generation
from bot.generation.models import file_name
from cogs.errors.refusals import ButtonOutdated
from cogs.imagine.cards import alt_text, shown_card
from cogs.imagine.message_finder import link_to
from cogs.members import asking, role_ids_of
from cogs.pictures.details import View, details_card, prompt_files
from cogs.pictures.forms import DeleteForm, RemoveForm
from cogs.pictures.gallery import Gallery
from cogs.pictures.services import Interaction, PictureServices, is_maker, may_refund, may_remove
from cogs.pictures.sources import image_with, images_of
from cogs.texts import private_texts, public_texts


class Handling:
    def __init__(self, services: PictureServices, gallery: Gallery) -> None:
        self._services = services
        self._gallery = gallery

    async def details(self, interaction: Interaction, generation_id: int) -> None:
        picture = await self._services.reachable(interaction, generation_id)
        await self.show_details(interaction, picture)

    async def details_of(self, interaction: Interaction, message: discord.Message) -> None:
        """Raises `PictureGone` for a message without a picture of ours."""
        found = await self._services.library.of_message(message.id)
        if not found:
            raise PictureGone
        await self.details(interaction, found[0].id)

    async def show_details(self, interaction: Interaction, picture: Generation) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        view = await self._view(interaction, picture)
        card = details_card(picture, view, private_texts(interaction))
        await interaction.edit_original_response(view=card, attachments=prompt_files(picture))

    async def _view(self, interaction: Interaction, picture: Generation) -> View:
        order = picture.order
        maker, remover = is_maker(interaction, picture), may_remove(interaction)
        parent = None if order.parent_id is None else await self._services.library.picture(order.parent_id)
        can_promote = False
        if (maker or remover) and not order.reply.private:
            can_promote = (
                await self._services.gallery_channel(order.guild_id) is not None
                and await self._services.library.gallery_post(picture.id) is None
            )
        return View(
            is_maker=maker,
            can_remove=remover,
            can_promote=can_promote,
            parent_link=None if parent is None else link_to(parent, order.guild_id),
            budget=await self._budget(interaction, picture) if maker or remover else None,
        )

    async def _budget(self, interaction: Interaction, picture: Generation) -> Budget | None:
        """The maker's budget. None if their roles can't be found out."""
        order = picture.order
        if is_maker(interaction, picture):
            if interaction.guild_id is None:
                return None
            member = asking(interaction)
        else:
            guild = interaction.guild
            if guild is None or order.user_id < 0:
                return None
            try:
                person = await guild.fetch_member(order.user_id)
            except discord.HTTPException:
                return None
            member = Member(order.guild_id, order.user_id, role_ids_of(person))
        return await self._services.budgets.budget(member, self._services.now_ms())

    # Deleting

    async def ask_delete(self, interaction: Interaction, generation_id: int) -> None:
        """Its member, or anyone who can delete messages here. Raises `NotYours`."""
        picture = await self._services.reachable(interaction, generation_id)
        if not is_maker(interaction, picture) and not may_remove(interaction):
            raise NotYours

        async def submit(submitted: Interaction) -> None:
            await self._delete(submitted, picture)

        await interaction.response.send_modal(DeleteForm(private_texts(interaction), submit))

    async def _delete(self, interaction: Interaction, picture: Generation) -> None:
        if not is_maker(interaction, picture) and not may_remove(interaction):
            raise NotYours  # they could until a moment ago
        await interaction.response.defer()
        await self._mark_removed(interaction, picture, None)
        with contextlib.suppress(discord.NotFound):  # somebody was faster
            await interaction.delete_original_response()
        await interaction.followup.send(private_texts(interaction)("picture-deleted"), ephemeral=True)

    async def _mark_removed(self, interaction: Interaction, picture: Generation, reason: str | None) -> bool:
        """Marks all pictures of the message, and takes them out of the gallery. False if they were."""
        shown = [each.id for each in await self._services.shown_with(picture)]
        act = self._services.act(interaction, reason)
        fresh = True
        if is_maker(interaction, picture) and reason is None:
            await self._services.library.removed(shown, act.at_ms)
        else:
            fresh = await self._services.library.remove(picture.order.guild_id, shown, act)
        for generation_id in shown:
            await self._gallery.withdraw(interaction, picture.order.guild_id, generation_id, act)
        return fresh

    async def ask_remove(self, interaction: Interaction, generation_id: int) -> None:
        """For moderators: with a reason, and with a refund if wanted. Raises `NotYours`."""
        picture = await self._services.reachable(interaction, generation_id)
        if not may_remove(interaction):
            raise NotYours
        if picture.removed_at_ms is not None:
            raise PictureGone

        async def submit(submitted: Interaction, reason: str, refund: bool) -> None:
            await self._remove(submitted, picture, reason, refund=refund)

        can_refund = may_refund(interaction) and not is_maker(interaction, picture)
        form = RemoveForm(private_texts(interaction), picture, submit, can_refund=can_refund)
        await interaction.response.send_modal(form)

    async def _remove(
        self, interaction: Interaction, picture: Generation, reason: str, *, refund: bool
    ) -> None:
        if not may_remove(interaction):
            raise NotYours
        await interaction.response.defer(ephemeral=True, thinking=True)
        order = picture.order
        shown = await self._services.shown_with(picture)
        if not await self._mark_removed(interaction, picture, reason):
            raise PictureGone
        if picture.message_id is not None:
            channel = interaction.client.get_partial_messageable(
                order.reply.channel_id, guild_id=order.guild_id
            )
            with contextlib.suppress(discord.NotFound):
                await channel.get_partial_message(picture.message_id).delete()
        refunded = 0
        if refund and may_refund(interaction):
            act = self._services.act(interaction, reason)
            for each in shown:
                with contextlib.suppress(AlreadyRefunded, NothingToRefund):
                    await self._services.quotas.refund(order.guild_id, each.id, act)
                    refunded += 1
        texts = private_texts(interaction)
        await interaction.edit_original_response(content=texts("picture-removed", refunded=refunded))

    async def hide(self, interaction: Interaction, generation_id: int) -> None:
        """Deletes it from its member's history. The message stays."""
        hidden = await self._services.library.hide(
            generation_id, interaction.user.id, self._services.now_ms()
        )
        if not hidden:
            raise PictureGone
        await interaction.response.send_message(private_texts(interaction)("picture-hidden"), ephemeral=True)

    # A private picture for all to see

    async def show(self, interaction: Interaction, generation_id: int) -> None:
        """Posts a private picture in its channel. Only its member sees the button."""
        picture = await self._services.library.picture(generation_id)
        if picture is None or not is_maker(interaction, picture):
            raise NotYours
        if interaction.message is None or interaction.guild_id is None:
            raise ButtonOutdated
        image = image_with(images_of(interaction.message), picture)
        if image is None:
            raise PictureGone
        await interaction.response.defer(thinking=True)
        texts = await public_texts(interaction)
        data = await self._services.inputs.fetch(image.address)
        with io.BytesIO(data) as buffer:
            file = discord.File(
                buffer,
                file_name(picture.id, picture.order.request.format),
                description=alt_text(picture, texts),
            )
            await interaction.edit_original_response(
                view=shown_card(picture, file.uri, texts), attachments=[file]
            )

"""Shows a picture's details, deletes it, and shows a private one to everybody."""

import contextlib
from collections.abc import Sequence

import discord

from bot.budgets.budget import Budget
from bot.budgets.policy import Act, Member
from bot.budgets.refusals import AlreadyRefunded, NothingToRefund
from bot.errors import NotYours, PictureGone
from bot.generation.model import Generation
from bot.snowflakes import parse_snowflake
from cogs.errors.refusals import ButtonOutdated
from cogs.forms import checked, chosen, picked, typed
from cogs.imagine.buttons import picture_id
from cogs.imagine.message_finder import link_to
from cogs.members import asking, role_ids_of
from cogs.pictures.details import View, details_card, prompt_files
from cogs.pictures.forms import delete_form, remove_form
from cogs.pictures.gallery import Gallery
from cogs.pictures.messages import Messages
from cogs.pictures.services import Interaction, PictureServices, is_maker, may_refund, may_remove
from cogs.texts import private_texts


class Handling:
    def __init__(self, services: PictureServices, gallery: Gallery) -> None:
        self._services = services
        self._gallery = gallery
        self._messages = Messages(services)

    # Details.

    async def details(self, interaction: Interaction, generation_id: int) -> None:
        picture = await self._services.reachable(interaction, generation_id)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._show_details(interaction, picture)

    async def details_of(self, interaction: Interaction, message: discord.Message) -> None:
        """Raises `PictureGone` for a message without one of the bot's pictures."""
        found = await self._services.library.of_message(message.id)
        if not found:
            raise PictureGone
        await self.details(interaction, found[0].id)

    async def other_details(self, interaction: Interaction, _: int) -> None:
        """The details of another picture in the same message, chosen on one of their cards."""
        picture = await self._services.reachable(interaction, chosen_picture(interaction))
        await interaction.response.defer()
        await self._show_details(interaction, picture)

    async def _show_details(self, interaction: Interaction, picture: Generation) -> None:
        view = await self._view(interaction, picture)
        card = details_card(picture, view, private_texts(interaction))
        await interaction.edit_original_response(view=card, attachments=prompt_files(picture))

    async def _view(self, interaction: Interaction, picture: Generation) -> View:
        order = picture.order
        maker, remover = is_maker(interaction, picture), may_remove(interaction)
        parent = None if order.parent_id is None else await self._services.library.picture(order.parent_id)
        can_promote = has_copy = False
        if order.reply.private:
            has_copy = await self._services.library.has_private_picture(picture.id)
        elif maker or remover:
            can_promote = (
                await self._services.gallery_channel(order.guild_id) is not None
                and await self._services.library.gallery_post(picture.id) is None
            )
        return View(
            is_maker=maker,
            can_remove=remover,
            can_promote=can_promote,
            has_copy=has_copy,
            can_show=has_copy and interaction.guild_id == order.guild_id,
            shown_with=await self._services.shown_with(picture),
            parent_link=None if parent is None else link_to(parent, order.guild_id),
            budget=await self._budget(interaction, picture) if maker or remover else None,
        )

    async def _budget(self, interaction: Interaction, picture: Generation) -> Budget | None:
        """The maker's budget. None if their roles can't be determined."""
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

    # Deleting.

    async def ask_delete(self, interaction: Interaction, generation_id: int) -> None:
        """For its member, or anyone who can delete messages here. Raises `NotYours`."""
        picture = await self._deletable(interaction, generation_id)
        form_id = picture_id("deleted", generation_id)
        shown = await self._services.shown_with(picture)
        await interaction.response.send_modal(delete_form(form_id, private_texts(interaction), shown))

    async def delete(self, interaction: Interaction, generation_id: int) -> None:
        """Removes the chosen pictures from the message, which is deleted with the last one."""
        picture = await self._deletable(interaction, generation_id)
        shown, meant = await self._meant(interaction, picture)
        await interaction.response.defer()
        act = self._services.act(interaction)
        ids = [each.id for each in meant]
        if is_maker(interaction, picture):
            fresh = await self._services.library.removed(ids, act.at_ms)
        else:
            fresh = await self._services.library.remove(picture.order.guild_id, ids, act)
        if not fresh:
            raise PictureGone
        await self._withdraw(interaction, meant, act)
        await self._messages.take_out(interaction, shown, meant)
        said = private_texts(interaction)("picture-deleted", count=len(meant))
        await interaction.followup.send(said, ephemeral=True)

    async def _deletable(self, interaction: Interaction, generation_id: int) -> Generation:
        picture = await self._services.reachable(interaction, generation_id)
        if not is_maker(interaction, picture) and not may_remove(interaction):
            raise NotYours
        return picture

    async def _meant(
        self, interaction: Interaction, picture: Generation
    ) -> tuple[list[Generation], list[Generation]]:
        """The pictures in its message, and the ones that were chosen in a form.

        Raises `PictureGone` if none of these is left.
        """
        answers = picked(interaction, "which") or [str(picture.id)]
        shown = await self._services.shown_with(picture)
        meant = [each for each in shown if str(each.id) in answers]
        if not meant:
            raise PictureGone
        return shown, meant

    async def _withdraw(self, interaction: Interaction, pictures: Sequence[Generation], act: Act) -> None:
        for picture in pictures:
            await self._gallery.withdraw(interaction, picture.order.guild_id, picture.id, act)

    # Removing, with a reason.

    async def ask_remove(self, interaction: Interaction, generation_id: int) -> None:
        """For moderators, with a reason, and a refund if requested. Raises `NotYours`."""
        picture = await self._removable(interaction, generation_id)
        form = remove_form(
            picture_id("removed", generation_id),
            private_texts(interaction),
            await self._services.shown_with(picture),
            picture,
            can_refund=may_refund(interaction) and not is_maker(interaction, picture),
        )
        await interaction.response.send_modal(form)

    async def remove(self, interaction: Interaction, generation_id: int) -> None:
        picture = await self._removable(interaction, generation_id)
        shown, meant = await self._meant(interaction, picture)
        await interaction.response.defer(ephemeral=True, thinking=True)
        order = picture.order
        act = self._services.act(interaction, typed(interaction).get("reason", "").strip())
        if not await self._services.library.remove(order.guild_id, [each.id for each in meant], act):
            raise PictureGone
        await self._withdraw(interaction, meant, act)
        await self._messages.take_out(interaction, shown, meant)
        refunded = 0
        if checked(interaction, "refund") and may_refund(interaction) and not is_maker(interaction, picture):
            for each in meant:
                with contextlib.suppress(AlreadyRefunded, NothingToRefund):
                    await self._services.quotas.refund(order.guild_id, each.id, act)
                    refunded += 1
        text = private_texts(interaction)("picture-removed", count=len(meant), refunded=refunded)
        await interaction.edit_original_response(content=text)

    async def _removable(self, interaction: Interaction, generation_id: int) -> Generation:
        picture = await self._services.reachable(interaction, generation_id)
        if not may_remove(interaction):
            raise NotYours
        if picture.removed_at_ms is not None:
            raise PictureGone
        return picture

    async def hide(self, interaction: Interaction, generation_id: int) -> None:
        """Deletes it from its member's history. The message stays."""
        hidden = await self._services.library.hide(
            generation_id, interaction.user.id, self._services.now_ms()
        )
        if not hidden:
            raise PictureGone
        await interaction.response.send_message(private_texts(interaction)("picture-hidden"), ephemeral=True)


def chosen_picture(interaction: Interaction) -> int:
    """The ID of the picture chosen in a menu. Raises `ButtonOutdated`."""
    try:
        return parse_snowflake(next(iter(chosen(interaction)), ""))
    except ValueError:
        raise ButtonOutdated from None

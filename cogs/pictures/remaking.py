"""Makes a picture from another one, or repeats a refused request."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import discord

from bot.errors import EaselError, NotYours, PictureGone
from bot.generation.library import Draft
from bot.generation.model import Generation, Kind
from bot.generation.models import FLUX_2_PRO, Preset, Size
from cogs.buttons import ButtonId
from cogs.errors.refusals import ButtonOutdated, DraftGone, NoImageThere, PictureNotKept
from cogs.forms import picked, typed, uploaded
from cogs.imagine.buttons import picture_id
from cogs.imagine.ordering import LoadInputs
from cogs.members import guild_id
from cogs.pictures.forms import (
    SIZE,
    edit_form,
    edit_image_form,
    other_images_form,
    remix_form,
    remixed,
)
from cogs.pictures.messages import message_of
from cogs.pictures.services import Interaction, PictureServices, is_maker
from cogs.pictures.sources import Image, image_of_payload, image_with, images_of
from cogs.texts import private_texts
from cogs.texts.formatting import one_line, pixels

MOST_OFFERED = 25  # Discord's limit for options


class Remaking:
    def __init__(self, services: PictureServices) -> None:
        self._services = services

    async def place(self, interaction: Interaction, draft: Draft, *, key: str = "") -> None:
        await self._services.ordering.place(interaction, draft, self._loader(interaction, draft), key=key)

    def _loader(self, interaction: Interaction, draft: Draft) -> LoadInputs | None:
        """An edit's source of images: attachments, or the picture it starts from. None if they're stored."""
        if draft.addresses:
            return lambda: self._services.inputs.load(draft.addresses)
        if draft.input_count and draft.inputs_of is None and draft.parent_id is not None:
            return partial(self._picture, interaction, draft.parent_id)
        return None

    async def reroll(self, interaction: Interaction, generation_id: int) -> None:
        """The same request with a new seed, for as many pictures as the message has."""
        picture = await self._services.reachable(interaction, generation_id)
        shown = await self._services.shown_with(picture)
        draft = draft_of(picture, Kind.REROLL, parent_id=picture.id)
        draft = replace(draft, seed=None, count=len(shown))
        await self.place(interaction, draft, key=f"reroll:{generation_id}")

    # Remix.

    async def remix(self, interaction: Interaction, generation_id: int) -> None:
        """A form with prompt, size and seed. After a refused prompt, only its member sees the button."""
        picture = await self._services.reachable(interaction, generation_id)
        shown = await self._services.shown_with(picture)
        form = remix_form(
            picture_id("remixed", picture.id),
            private_texts(interaction),
            draft_of(picture, Kind.REMIX, parent_id=None),
            shown,
            picture,
        )
        await interaction.response.send_modal(form)

    async def remixed(self, interaction: Interaction, generation_id: int) -> None:
        """For another picture in the message, its own seed is used, unless a different one was typed."""
        first, picture = await self._meant(interaction, generation_id)
        parent_id = picture.id if picture.message_id is not None else picture.order.parent_id
        draft = remixed(interaction, draft_of(picture, Kind.REMIX, parent_id=parent_id))
        if draft.seed == first.order.request.seed:
            draft = replace(draft, seed=picture.order.request.seed)
        await self.place(interaction, draft)

    async def _meant(self, interaction: Interaction, generation_id: int) -> tuple[Generation, Generation]:
        """The picture that a form was about, or the one that was chosen in it."""
        first = await self._services.reachable(interaction, generation_id)
        answers = picked(interaction, "which")
        shown = await self._services.shown_with(first) if answers else []
        return first, next((each for each in shown if str(each.id) in answers), first)

    async def redo(self, interaction: Interaction, draft_id: int) -> None:
        """The same form, for a refused request."""
        draft = await self._draft(interaction, draft_id)
        form = remix_form(picture_id("redone", draft_id), private_texts(interaction), draft)
        await interaction.response.send_modal(form)

    async def redone(self, interaction: Interaction, draft_id: int) -> None:
        await self.place(interaction, remixed(interaction, await self._draft(interaction, draft_id)))

    # Trying again.

    async def retry(self, interaction: Interaction, generation_id: int) -> None:
        """The same request again, after it failed."""
        failed = await self._services.library.picture(generation_id)
        if failed is None or not failed.order.request.prompt:
            raise PictureGone
        if not is_maker(interaction, failed):
            raise NotYours
        draft = draft_of(failed, Kind.RETRY, parent_id=failed.order.parent_id)
        await self.place(interaction, draft, key=f"retry:{generation_id}")

    async def again(self, interaction: Interaction, draft_id: int) -> None:
        """A refused request again, unchanged."""
        await self.place(interaction, await self._draft(interaction, draft_id), key=f"again:{draft_id}")

    async def resize(self, interaction: Interaction, draft_id: int) -> None:
        """A refused request with one of the suggested sizes."""
        draft = await self._draft(interaction, draft_id)
        query = ButtonId.of(interaction).query
        match = SIZE.fullmatch(query)
        if match is not None:
            draft = replace(draft, width=int(match[1]), height=int(match[2]), preset=None)
        elif query in set(Preset):
            draft = replace(draft, width=None, height=None, preset=query)
        else:
            raise ButtonOutdated
        await self.place(interaction, draft, key=f"size:{draft_id}")

    async def _draft(self, interaction: Interaction, draft_id: int) -> Draft:
        draft = await self._services.library.draft(draft_id, interaction.user.id)
        if draft is None:
            raise DraftGone
        return draft

    # Editing a picture.

    async def edit(self, interaction: Interaction, generation_id: int) -> None:
        """A form that asks what to change in this picture."""
        picture = await self._services.reachable(interaction, generation_id)
        if picture.removed_at_ms is not None:
            raise PictureGone
        shown = await self._services.shown_with(picture)
        form = edit_form(picture_id("edited", picture.id), private_texts(interaction), shown, picture)
        await interaction.response.send_modal(form)

    async def edited(self, interaction: Interaction, generation_id: int) -> None:
        _, picture = await self._meant(interaction, generation_id)
        source = draft_of(picture, Kind.EDIT, parent_id=picture.id)
        prompt = typed(interaction).get("prompt", "")
        await self.place(
            interaction, replace(source, prompt=prompt, seed=None, inputs_of=None, input_count=1)
        )

    async def _picture(self, interaction: Interaction, generation_id: int) -> tuple[bytes, ...]:
        """The current file in the message. For a private picture, its copy.

        Raises `PictureGone`, `PictureNotKept`, `NotYours` or `InputUnreachable`.
        """
        picture = await self._services.reachable(interaction, generation_id)
        if not picture.order.reply.private:
            image = await self._file_of(interaction, picture)
            return await self._services.inputs.load([image.address])
        copy = await self._services.library.private_picture(picture.id)
        if copy is None:
            raise PictureNotKept
        return (await self._services.inputs.prepare(copy.data),)

    async def _file_of(self, interaction: Interaction, picture: Generation) -> Image:
        """Raises `PictureGone` or `InputUnreachable`."""
        message = interaction.message
        image = None if message is None else image_with(images_of(message), picture)
        if image is None:
            image = image_with(images_of(await message_of(interaction, picture)), picture)
        if image is None:
            raise PictureGone
        return image

    # Editing any image.

    async def edit_message(self, interaction: Interaction, message: discord.Message) -> None:
        """The same form for any message with an image. Raises `NoImageThere`, or why it can't be edited."""
        found = [image for image in images_of(message) if self._services.inputs.may_fetch(image.address)]
        images, refusal = _editable(found)
        if not images:
            raise refusal or NoImageThere
        ours = await self._services.library.of_message(message.id)
        draft = Draft(
            prompt="",
            kind=Kind.EDIT.value,
            addresses=tuple(image.address for image in images),
            images=tuple((image.width or 0, image.height or 0, _picture_in(image, ours)) for image in images),
        )
        await self._services.library.save_draft(
            interaction.id, guild_id(interaction), interaction.user.id, draft, self._services.now_ms()
        )
        form = edit_image_form(
            picture_id("changed", interaction.id),
            private_texts(interaction),
            [_name(image, number) for number, image in enumerate(images, 1)],
        )
        await interaction.response.send_modal(form)

    async def changed(self, interaction: Interaction, draft_id: int) -> None:
        """The chosen one of the images whose addresses the draft has."""
        draft = await self._draft(interaction, draft_id)
        number = int(next(iter(picked(interaction, "which")), "0"))
        width, height, picture = draft.images[number]
        draft = replace(
            draft,
            prompt=typed(interaction).get("prompt", ""),
            parent_id=picture or None,
            input_count=1,
            addresses=(draft.addresses[number],),
            images=(),
        )
        await self.place(interaction, sized_like(draft, width, height))

    async def ask_for_others(self, interaction: Interaction, draft_id: int) -> None:
        """A form for other images, after an edit was refused because of its images."""
        draft = await self._draft(interaction, draft_id)
        form = other_images_form(picture_id("swapped", draft_id), private_texts(interaction), draft)
        await interaction.response.send_modal(form)

    async def swapped(self, interaction: Interaction, draft_id: int) -> None:
        """The same edit with the images added to the form."""
        draft = await self._draft(interaction, draft_id)
        images = [image_of_payload(each) for each in uploaded(interaction, "images")]
        prompt = typed(interaction).get("prompt", "")
        await self.edit_images(interaction, replace(draft, prompt=prompt), images)

    async def edit_images(self, interaction: Interaction, draft: Draft, images: Sequence[Image]) -> None:
        """An edit of attachments. Without a size, the picture gets a size like the first one's.

        Discord's description of them is checked privately, before anything is held.
        """
        draft = replace(
            draft,
            kind=Kind.EDIT.value,
            inputs_of=None,
            input_count=len(images),
            addresses=tuple(image.address for image in images),
        )
        try:
            for image in images:
                image.check()
        except EaselError as error:
            await self._services.ordering.refuse(interaction, draft, error)
            return
        if images and draft.width is None and draft.height is None and draft.preset is None:
            draft = sized_like(draft, images[0].width, images[0].height)
        await self.place(interaction, draft)


def sized_like(draft: Draft, width: int | None, height: int | None) -> Draft:
    """The draft with an accepted size that has an image's aspect ratio."""
    size: Size = FLUX_2_PRO.size_like(width, height) if width and height else FLUX_2_PRO.default_size
    return replace(draft, width=size.width, height=size.height, preset=None)


def _editable(images: Sequence[Image]) -> tuple[list[Image], EaselError | None]:
    """Those that can be edited by Discord's description, and why the first other one can't."""
    fine: list[Image] = []
    refusal = None
    for image in images:
        try:
            image.check()
        except EaselError as error:
            refusal = refusal or error
        else:
            fine.append(image)
    return fine[:MOST_OFFERED], refusal


def _picture_in(image: Image, ours: Sequence[Generation]) -> int:
    """The ID of the bot's own picture that this image of its message is. 0 for any other image."""
    return next((each.id for each in ours if image_with([image], each) is not None), 0)


def _name(image: Image, number: int) -> str:
    facts = f" ({pixels(image.width, image.height)})" if image.width and image.height else ""
    return f"{number}: {one_line(image.filename)[:60]}{facts}"


def draft_of(picture: Generation, kind: Kind, *, parent_id: int | None) -> Draft:
    """The same request again."""
    order = picture.order
    request = order.request
    return Draft(
        prompt=request.prompt,
        width=None if request.preset else request.size.width,
        height=None if request.preset else request.size.height,
        preset=request.preset.value if request.preset else None,
        seed=request.seed,
        format=request.format,
        spoiler=order.reply.spoiler,
        private=order.reply.private,
        kind=kind.value,
        parent_id=parent_id,
        inputs_of=picture.id if order.input_count else None,
        input_count=order.input_count,
        style=request.style,
    )

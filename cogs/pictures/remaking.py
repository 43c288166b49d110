"""Makes a picture from another one, or asks for a refused one again."""

from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.errors import InputUnreachable, NotYours, PictureGone
from bot.generation.library import Draft
from bot.generation.model import Generation, Kind
from bot.generation.models import FLUX_2_PRO, Preset, Size
from cogs.buttons import ButtonId
from cogs.errors.refusals import ButtonOutdated, DraftGone, NoImageThere
from cogs.imagine.ordering import LoadInputs
from cogs.pictures.forms import SIZE, EditForm, RemixForm
from cogs.pictures.services import Interaction, PictureServices
from cogs.pictures.sources import Image, image_with, images_of
from cogs.texts import private_texts
from cogs.texts.formatting import one_line, pixels

MOST_IMAGES = 25  # Discord's limit of options


class Remaking:
    def __init__(self, services: PictureServices) -> None:
        self._services = services

    async def place(self, interaction: Interaction, draft: Draft, *, key: str = "") -> None:
        await self._services.ordering.place(interaction, draft, self._loader(draft), key=key)

    def _loader(self, draft: Draft) -> LoadInputs | None:
        if not draft.addresses:
            return None
        return lambda: self._services.inputs.load(draft.addresses)

    async def reroll(self, interaction: Interaction, generation_id: int) -> None:
        """The same request with a new seed, for as many pictures as the message has."""
        picture = await self._services.reachable(interaction, generation_id)
        shown = await self._services.shown_with(picture)
        draft = draft_of(picture, Kind.REROLL, parent_id=picture.id)
        draft = replace(draft, seed=None, count=len(shown))
        await self.place(interaction, draft, key=f"reroll:{generation_id}")

    async def remix(self, interaction: Interaction, generation_id: int) -> None:
        """A form with prompt, size and seed. After a refused prompt, only its member sees the button."""
        picture = await self._services.reachable(interaction, generation_id)
        parent_id = picture.id if picture.message_id is not None else picture.order.parent_id
        await self._open_remix(interaction, draft_of(picture, Kind.REMIX, parent_id=parent_id))

    async def redo(self, interaction: Interaction, draft_id: int) -> None:
        """The same form, for a request that was refused."""
        await self._open_remix(interaction, await self._draft(interaction, draft_id))

    async def _open_remix(self, interaction: Interaction, draft: Draft) -> None:
        await interaction.response.send_modal(RemixForm(private_texts(interaction), draft, self.place))

    async def retry(self, interaction: Interaction, generation_id: int) -> None:
        """The same request again, after it failed."""
        failed = await self._services.library.picture(generation_id)
        if failed is None or not failed.order.request.prompt:
            raise PictureGone
        if failed.order.user_id != interaction.user.id:
            raise NotYours
        draft = draft_of(failed, Kind.RETRY, parent_id=failed.order.parent_id)
        await self.place(interaction, draft, key=f"retry:{generation_id}")

    async def again(self, interaction: Interaction, draft_id: int) -> None:
        """A request that was refused, asked again as it was."""
        await self.place(interaction, await self._draft(interaction, draft_id), key=f"again:{draft_id}")

    async def resize(self, interaction: Interaction, draft_id: int) -> None:
        """A refused request with one of the sizes that were offered instead."""
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

    async def edit(self, interaction: Interaction, generation_id: int) -> None:
        """A form that asks what to change in this picture."""
        picture = await self._services.reachable(interaction, generation_id)
        if picture.removed_at_ms is not None:
            raise PictureGone
        shown = await self._services.shown_with(picture)
        texts = private_texts(interaction)
        names = [
            texts("picture-option", number=number, seed=str(each.order.request.seed))
            for number, each in enumerate(shown, 1)
        ]

        async def submit(submitted: Interaction, prompt: str, number: int) -> None:
            await self._edit(submitted, shown[number], prompt)

        await interaction.response.send_modal(EditForm(texts, names, submit))

    async def _edit(self, interaction: Interaction, picture: Generation, prompt: str) -> None:
        """Uses the file in the message, as it is at this moment."""

        async def load() -> tuple[bytes, ...]:
            image = await self._file_of(interaction, picture)
            return await self._services.inputs.load([image.address])

        source = draft_of(picture, Kind.EDIT, parent_id=picture.id)
        draft = replace(source, prompt=prompt, seed=None, inputs_of=None, input_count=1)
        await self._services.ordering.place(interaction, draft, load)

    async def _file_of(self, interaction: Interaction, picture: Generation) -> Image:
        """Raises `PictureGone` or `InputUnreachable`."""
        message = interaction.message
        image = None if message is None else image_with(images_of(message), picture)
        if image is None:
            image = image_with(images_of(await self.message_of(interaction, picture)), picture)
        if image is None:
            raise PictureGone
        return image

    async def message_of(self, interaction: Interaction, picture: Generation) -> discord.Message:
        return await message_of(interaction, picture)

    async def edit_message(self, interaction: Interaction, message: discord.Message) -> None:
        """The same form for any message with an image. Raises `NoImageThere`."""
        found = [image for image in images_of(message) if self._services.inputs.may_fetch(image.address)]
        images = found[:MOST_IMAGES]
        if not images:
            raise NoImageThere
        if len(images) == 1:
            images[0].check()
        texts = private_texts(interaction)
        ours = await self._services.library.of_message(message.id)

        async def submit(submitted: Interaction, prompt: str, number: int) -> None:
            await self._edit_image(submitted, images[number], ours, prompt)

        names = [_name(image, number) for number, image in enumerate(images, 1)]
        await interaction.response.send_modal(EditForm(texts, names, submit))

    async def _edit_image(
        self, interaction: Interaction, image: Image, ours: Sequence[Generation], prompt: str
    ) -> None:
        image.check()
        parent = next((each for each in ours if image_with([image], each) is not None), None)
        size = self.size_for(image)
        draft = Draft(
            prompt=prompt,
            width=size.width,
            height=size.height,
            kind=Kind.EDIT.value,
            parent_id=None if parent is None else parent.id,
            input_count=1,
            addresses=(image.address,),
        )
        await self.place(interaction, draft)

    def size_for(self, image: Image) -> Size:
        """An accepted size with the image's aspect ratio."""
        if not image.width or not image.height:
            return FLUX_2_PRO.default_size
        return FLUX_2_PRO.size_like(image.width, image.height)


def _name(image: Image, number: int) -> str:
    facts = f" ({pixels(image.width, image.height)})" if image.width and image.height else ""
    return f"{number}: {one_line(image.filename)[:60]}{facts}"


def draft_of(picture: Generation, kind: Kind, *, parent_id: int | None) -> Draft:
    """Everything that was asked for, to be asked for again."""
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

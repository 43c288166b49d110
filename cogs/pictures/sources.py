"""Finds images in messages, and gets them ready to be edited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import discord

from bot.generation.inputs import Attachments, InputPictures, check_claims
from bot.generation.model import Generation
from cogs.imagine.message_finder import media_items


@dataclass(frozen=True, slots=True)
class Image:
    """An image as Discord describes it. `size` is in bytes, 0 if Discord doesn't say."""

    address: str
    filename: str
    content_type: str | None
    size: int
    width: int | None
    height: int | None

    def check(self) -> None:
        """Raises what `check_claims` does."""
        check_claims(self.content_type, self.size, self.width, self.height)


def image_of(attachment: discord.Attachment) -> Image:
    return Image(
        attachment.url,
        attachment.filename,
        _plain_type(attachment.content_type),
        attachment.size,
        attachment.width,
        attachment.height,
    )


def images_of(message: discord.Message) -> list[Image]:
    """The images of a message, each once: attachments, galleries and embeds."""
    found: dict[str, Image] = {}
    for image in _all_images(message):
        found.setdefault(urlsplit(image.address).path, image)
    return list(found.values())


def _all_images(message: discord.Message) -> Iterator[Image]:
    for attachment in message.attachments:
        image = image_of(attachment)
        if (image.content_type or "").startswith("image/"):
            yield image
    for item in media_items(message.components):
        content_type = _plain_type(item.content_type)
        if item.url and (content_type is None or content_type.startswith("image/")):
            name = urlsplit(item.url).path.rpartition("/")[2]
            yield Image(item.url, name, content_type, 0, item.width or None, item.height or None)
    for embed in message.embeds:
        for media in (embed.image, embed.thumbnail):
            address = media.proxy_url or media.url
            if address:
                name = urlsplit(address).path.rpartition("/")[2]
                yield Image(address, name, None, 0, media.width, media.height)


def _plain_type(content_type: str | None) -> str | None:
    return None if content_type is None else content_type.partition(";")[0].strip().lower()


def image_with(images: Sequence[Image], picture: Generation) -> Image | None:
    """The file of that picture."""
    return next((image for image in images if image.filename.startswith(f"easel-{picture.id}.")), None)


class InputLoader:
    """One picture after the other, so that no more than one is in memory before it's small."""

    def __init__(self, attachments: Attachments, pictures: InputPictures) -> None:
        self._attachments = attachments
        self._pictures = pictures

    def may_fetch(self, address: str) -> bool:
        return self._attachments.may_fetch(address)

    async def fetch(self, address: str) -> bytes:
        """Raises `InputUnreachable`."""
        return await self._attachments.fetch(address)

    async def load(self, addresses: Sequence[str]) -> tuple[bytes, ...]:
        """The pictures as the provider takes them.

        Raises `InputUnreachable` and what `Pictures.prepare_input` does.
        """
        return tuple([
            (await self._pictures.prepare_input(await self._attachments.fetch(address))).data
            for address in addresses
        ])  # fmt: skip

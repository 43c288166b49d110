"""Finds images in messages, and prepares them for editing."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import discord

from bot.generation.inputs import Attachments, InputPictures, check_claims
from bot.generation.model import Generation
from cogs.imagine.message_finder import media_items

AT_ONCE = 4  # original pictures to edit that are in memory


@dataclass(frozen=True, slots=True)
class Image:
    """An image as Discord describes it. `size` is in bytes, or 0 if Discord doesn't say."""

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


def image_of_payload(attachment: Mapping[str, Any]) -> Image:
    """An attachment as Discord sends it."""
    return Image(
        attachment["url"],
        attachment["filename"],
        _plain_type(attachment.get("content_type")),
        attachment.get("size", 0),
        attachment.get("width"),
        attachment.get("height"),
    )


def images_of(message: discord.Message) -> list[Image]:
    """The images in a message, each once: attachments, galleries and embeds."""
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
    """Loads few pictures at a time, because anyone can send them and each can have 25 MB at first."""

    def __init__(self, attachments: Attachments, pictures: InputPictures) -> None:
        self._attachments = attachments
        self._pictures = pictures
        self._slots = asyncio.Semaphore(AT_ONCE)

    def may_fetch(self, address: str) -> bool:
        return self._attachments.may_fetch(address)

    async def fetch(self, address: str) -> bytes:
        """Raises `InputUnreachable`."""
        return await self._attachments.fetch(address)

    async def load(self, addresses: Sequence[str]) -> tuple[bytes, ...]:
        """The pictures in the provider's format.

        Raises `InputUnreachable` and what `Pictures.prepare_input` does.
        """
        return tuple([await self._load(address) for address in addresses])

    async def _load(self, address: str) -> bytes:
        async with self._slots:
            return await self.prepare(await self._attachments.fetch(address))

    async def prepare(self, data: bytes) -> bytes:
        """A picture in the provider's format. Raises what `Pictures.prepare_input` does."""
        return (await self._pictures.prepare_input(data)).data

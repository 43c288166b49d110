"""Pictures to edit: which are accepted, and their sources. Sizes are in bytes, sides in pixels."""

from typing import Protocol

from bot.errors import InputNotAnImage, InputTooLarge, InputTooManyPixels, InputTooSmall

MAX_INPUT_BYTES = 25 * 2**20
# Enough for the largest phone cameras. JPEGs are scaled down while they're decoded. Other formats are decoded
# in full, which takes up to 15 bytes a pixel.
MAX_JPEG_PIXELS = 50 * 10**6
MAX_INPUT_PIXELS = 20 * 10**6
SHORTEST_SIDE = 16


class Attachments(Protocol):
    """Files on Discord."""

    def may_fetch(self, address: str) -> bool:
        """Whether it's one of Discord's own addresses."""
        ...

    async def fetch(self, address: str) -> bytes:
        """Raises `InputUnreachable`, also for an address that isn't Discord's."""
        ...


class InputPictures(Protocol):
    """Turns bytes into pictures for the provider. See `bot.generation.ports.Pictures`."""

    async def prepare_input(self, data: bytes) -> "PreparedInput": ...


class PreparedInput(Protocol):
    @property
    def data(self) -> bytes: ...


def check_claims(content_type: str | None, size: int, width: int | None, height: int | None) -> None:
    """Refuses files that can't be edited by Discord's description, before anything is downloaded.

    Raises `InputNotAnImage`, `InputTooLarge`, `InputTooManyPixels` or `InputTooSmall`.
    """
    if content_type is not None and not content_type.startswith("image/"):
        raise InputNotAnImage(content_type[:50])
    if size > MAX_INPUT_BYTES:
        raise InputTooLarge(size, MAX_INPUT_BYTES)
    if width is None or height is None:
        return
    limit = MAX_JPEG_PIXELS if content_type == "image/jpeg" else MAX_INPUT_PIXELS
    if width * height > limit:
        raise InputTooManyPixels(width, height, limit)
    if min(width, height) < SHORTEST_SIDE:
        raise InputTooSmall(width, height, SHORTEST_SIDE)

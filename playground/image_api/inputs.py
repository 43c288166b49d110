"""The pictures that an edit starts from."""

import asyncio
import ipaddress
from collections.abc import Sequence
from io import BytesIO
from urllib.parse import urlsplit

import aiohttp
from PIL import Image

from playground.image_api.errors import invalid

LARGEST_BYTES = 32 * 2**20
LARGEST_PIXELS = 4096 * 4096
FETCH_SECONDS = 20.0


async def load_inputs(inputs: Sequence[str | bytes]) -> list[Image.Image]:
    """The pictures ("RGB"). Raises ApiError (400) that names the one it can't fetch or that isn't a picture.

    URLs must be on this machine. The playground works without a network and never connects to one.
    """
    return [await _load(entry, f"image_urls.{at}") for at, entry in enumerate(inputs)]


async def _load(entry: str | bytes, name: str) -> Image.Image:
    content = await _fetch(entry, name) if isinstance(entry, str) else entry
    try:
        return await asyncio.to_thread(_decode, content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise invalid("Body", [f"{name}: is not a picture"]) from None


async def _fetch(url: str, name: str) -> bytes:
    if not _is_loopback(urlsplit(url).hostname or ""):
        raise invalid("Body", [f"{name}: the playground fetches pictures from this machine only"])
    timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(url, allow_redirects=False, raise_for_status=True) as answer,
        ):
            content = bytearray()
            async for piece in answer.content.iter_any():
                content += piece
                if len(content) > LARGEST_BYTES:
                    break
    except (aiohttp.ClientError, TimeoutError):
        raise invalid("Body", [f"{name}: could not be fetched"]) from None
    if len(content) > LARGEST_BYTES:
        raise invalid("Body", [f"{name}: is larger than {LARGEST_BYTES >> 20} MiB"])
    return bytes(content)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _decode(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content)) as picture:
        if picture.width * picture.height > LARGEST_PIXELS:
            raise ValueError("too many pixels")
        return picture.convert("RGB")

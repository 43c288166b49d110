"""What came back over HTTP, read within bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import aiohttp

CHUNK = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `flaw` says why the body could not be read to its end; then `body` is empty."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    flaw: str = ""

    @property
    def succeeded(self) -> bool:
        """200 and 201 are documented; any other 2xx says as clearly that it was not refused."""
        return 200 <= self.status < 300


class TooLong(Exception):
    """More bytes than allowed."""


async def read_bounded(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The whole body, decompressed, of at most `limit` bytes.

    Raises `TooLong`, as soon as that is known, or what aiohttp raises for a connection that breaks.
    """
    if (response.content_length or 0) > limit:
        raise TooLong
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > limit:
            raise TooLong
    return bytes(body)


async def read_reply(response: aiohttp.ClientResponse, limit: int) -> Reply:
    """Never raises for a broken body: by then the status has told whether the request was charged."""
    flaw, body = "", b""
    try:
        body = await read_bounded(response, limit)
    except TooLong:
        flaw = f"a body of more than {limit} bytes"
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        flaw = f"the body broke off: {type(error).__name__}"
    return Reply(response.status, response.headers, body, flaw)

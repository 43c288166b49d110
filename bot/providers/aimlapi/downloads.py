"""Downloads the picture that an answer points to at once, because its address expires after minutes."""

import asyncio
from collections.abc import Collection
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.providers.aimlapi.addresses import AddressPolicy, AddressRefused, read_address
from bot.providers.aimlapi.transport import HEADER_LIMITS, TooLong, read_bounded

REDIRECTS = 5
ATTEMPTS = 3
RETRIED = (408, 425, 429, 500, 502, 503, 504)
KEEP_ALIVE_SECONDS = 30.0
BUFFER_BYTES = 2**20
# The formats that `bot.pictures` passes on unchanged. A host that could send others is asked for one of
# these.
ACCEPT = "image/png, image/jpeg, image/webp"


class DownloadFailed(Exception):
    """`str()` says why, without the address, since anyone with the address can download the picture."""


class _Broken(Exception):
    """Another attempt could succeed."""


class Downloads:
    """An async context manager that owns its session, without a key, cookies or a proxy from the environment.

    `seconds` limits the time for one picture with all its attempts and redirects, and `limit` its bytes.
    `pause_seconds` passes before the second attempt, and twice that before the third. Connections are kept
    for the next picture from the same host. A GET on one that was just closed is simply repeated. `resolver`
    replaces DNS, and its answers are still checked. With `origins`, downloads from all others are refused.
    """

    def __init__(
        self,
        api: URL,
        *,
        seconds: float,
        connect_seconds: float,
        pause_seconds: float,
        limit: int,
        resolver: AbstractResolver | None = None,
        origins: Collection[URL] | None = None,
    ) -> None:
        self._policy = AddressPolicy(api, origins)
        self._seconds = seconds
        self._connect_seconds = connect_seconds
        self._pause_seconds = pause_seconds
        self._limit = limit
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=0,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            resolver=self._resolver,
            socket_factory=self._policy.open_socket,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Accept": ACCEPT, "Accept-Encoding": "identity"},
            read_bufsize=BUFFER_BYTES,
            # A silent host only uses its share of the time, which leaves another attempt.
            timeout=aiohttp.ClientTimeout(
                total=None, connect=self._connect_seconds, sock_read=self._seconds / ATTEMPTS
            ),
            **HEADER_LIMITS,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def allows(self, url: URL) -> bool:
        """Whether the address alone doesn't rule out a download."""
        return self._policy.refusal(url) is None

    async def fetch(self, address: str) -> bytes:
        """The bytes at `address`. Raises `DownloadFailed`."""
        try:
            url = read_address(address)
        except ValueError:
            raise DownloadFailed("the picture's address isn't a URL") from None
        try:
            async with asyncio.timeout(self._seconds):
                return await self._with_retries(url)
        except TimeoutError:
            raise DownloadFailed(f"the picture didn't come within {self._seconds:g} s") from None

    async def _with_retries(self, url: URL) -> bytes:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._follow(url)
            except _Broken as error:
                if attempt == ATTEMPTS:
                    raise DownloadFailed(f"{error}, {ATTEMPTS} times") from None
                await asyncio.sleep(self._pause_seconds * 2 ** (attempt - 1))
        raise AssertionError

    async def _follow(self, url: URL) -> bytes:
        """Follows redirects itself, because every hop has to be checked."""
        for _ in range(REDIRECTS + 1):
            refusal = self._policy.refusal(url)
            if refusal is not None:
                raise DownloadFailed(refusal)
            found = await self._get(url)
            if isinstance(found, bytes):
                return found
            url = found
        raise DownloadFailed(f"more than {REDIRECTS} redirects")

    async def _get(self, url: URL) -> bytes | URL:
        """The bytes, or the next address. Raises `DownloadFailed`, or `_Broken` if a retry could succeed."""
        assert self._session is not None, "used outside its `async with`"
        try:
            async with self._session.get(url, allow_redirects=False) as response:
                return await self._read(response)
        except TooLong:
            raise DownloadFailed(f"the picture has more than {self._limit} bytes") from None
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, AddressRefused):
                raise DownloadFailed(str(error.os_error)) from None
            raise _Broken(f"no connection to the picture's host ({type(error).__name__})") from None
        except (aiohttp.InvalidURL, ValueError):
            raise DownloadFailed("the picture's address isn't a URL") from None
        except (aiohttp.ClientError, OSError, RuntimeError) as error:
            raise _Broken(f"the picture's connection broke ({type(error).__name__})") from None

    async def _read(self, response: aiohttp.ClientResponse) -> bytes | URL:
        if response.status in RETRIED:
            raise _Broken(f"the picture's host answered {response.status}")
        if response.status in (301, 302, 303, 307, 308):
            return read_address(response.headers.get("Location", ""), response.url)
        if response.status != 200:
            raise DownloadFailed(f"the picture's host answered {response.status}")
        return await read_bounded(response, self._limit)

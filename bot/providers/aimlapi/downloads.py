"""Fetching the picture that an answer points to. The addresses expire after minutes, so: at once."""

import asyncio
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.providers.aimlapi.addresses import AddressRefused, Places, read_address
from bot.providers.aimlapi.replies import TooLong, read_bounded

REDIRECTS = 5
ATTEMPTS = 3
WORTH_ANOTHER = (408, 425, 429, 500, 502, 503, 504)


class DownloadFailed(Exception):
    """`str()` says why, without the address: its query may let anybody fetch the picture."""


class _Broken(Exception):
    """It may work the next time."""


class Downloads:
    """An async context manager that owns its session: no key, no cookies, no proxy from the environment.

    `seconds` bounds one picture with all its attempts and redirects; `limit` its bytes; `pause_seconds` goes
    before the second attempt and doubles before the third.
    `resolver` replaces the look-up of names; what it answers is checked all the same.
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
    ) -> None:
        self._places = Places(api)
        self._seconds = seconds
        self._connect_seconds = connect_seconds
        self._pause_seconds = pause_seconds
        self._limit = limit
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=0, force_close=True, resolver=self._resolver, socket_factory=self._places.open_socket
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"Accept": "image/*", "Accept-Encoding": "identity"},
            # A host that falls silent takes only its share of the time, so that there is another attempt.
            timeout=aiohttp.ClientTimeout(
                total=None, connect=self._connect_seconds, sock_read=self._seconds / ATTEMPTS
            ),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def fetch(self, address: str) -> bytes:
        """The bytes at `address`, whatever they are. Raises `DownloadFailed`."""
        try:
            url = read_address(address)
        except ValueError:
            raise DownloadFailed("the picture's address is no URL") from None
        try:
            async with asyncio.timeout(self._seconds):
                return await self._persistently(url)
        except TimeoutError:
            raise DownloadFailed(f"the picture was not there within {self._seconds:g} s") from None

    async def _persistently(self, url: URL) -> bytes:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._followed(url)
            except _Broken as error:
                if attempt == ATTEMPTS:
                    raise DownloadFailed(f"{error}, {ATTEMPTS} times") from None
                await asyncio.sleep(self._pause_seconds * 2 ** (attempt - 1))
        raise AssertionError

    async def _followed(self, url: URL) -> bytes:
        """Follows redirects by itself, for every hop has to be looked at."""
        for _ in range(REDIRECTS + 1):
            refusal = self._places.refusal(url)
            if refusal is not None:
                raise DownloadFailed(refusal)
            found = await self._asked(url)
            if isinstance(found, bytes):
                return found
            url = found
        raise DownloadFailed(f"more than {REDIRECTS} redirects")

    async def _asked(self, url: URL) -> bytes | URL:
        """The bytes, or where to go on. Raises `DownloadFailed`, or `_Broken` where another try may help."""
        assert self._session is not None, "used outside its `async with`"
        try:
            async with self._session.get(url, allow_redirects=False) as response:
                return await self._answered(response)
        except TooLong:
            raise DownloadFailed(f"the picture has more than {self._limit} bytes") from None
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, AddressRefused):
                raise DownloadFailed(str(error.os_error)) from None
            raise _Broken(f"no connection to the picture's host ({type(error).__name__})") from None
        except (aiohttp.InvalidURL, ValueError):
            raise DownloadFailed("the picture's address is no URL") from None
        except (aiohttp.ClientError, OSError, RuntimeError) as error:
            raise _Broken(f"the picture's connection broke ({type(error).__name__})") from None

    async def _answered(self, response: aiohttp.ClientResponse) -> bytes | URL:
        if response.status in WORTH_ANOTHER:
            raise _Broken(f"the picture's host answered {response.status}")
        if response.status in (301, 302, 303, 307, 308):
            return read_address(response.headers.get("Location", ""), response.url)
        if response.status != 200:
            raise DownloadFailed(f"the picture's host answered {response.status}")
        return await read_bounded(response, self._limit)

"""Downloads attachments, only from Discord."""

from typing import Self

from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.errors import InputUnreachable
from bot.providers.aimlapi.addresses import read_address
from bot.providers.aimlapi.downloads import DownloadFailed, Downloads

CDN = (URL("https://cdn.discordapp.com"), URL("https://media.discordapp.net"))


class DiscordAttachments:
    """See `bot.generation.inputs.Attachments`. An async context manager.

    Members choose these addresses, so only Discord's file hosts and the configured Discord's own origin are
    allowed, also after a redirect.
    """

    def __init__(
        self,
        discord_api: str,
        *,
        limit: int,
        seconds: float = 20.0,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """`limit` is the largest file in bytes. `seconds` covers one file with all its attempts.

        `resolver` replaces DNS, and its answers are still checked.
        """
        api = URL(discord_api)
        self._downloads = Downloads(
            api,
            seconds=seconds,
            connect_seconds=5.0,
            pause_seconds=0.2,
            limit=limit,
            resolver=resolver,
            origins=(*CDN, api.origin()),
        )

    async def __aenter__(self) -> Self:
        await self._downloads.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._downloads.__aexit__()

    def may_fetch(self, address: str) -> bool:
        try:
            return self._downloads.allows(read_address(address))
        except ValueError:
            return False

    async def fetch(self, address: str) -> bytes:
        try:
            return await self._downloads.fetch(address)
        except DownloadFailed as error:
            raise InputUnreachable(str(error)) from None

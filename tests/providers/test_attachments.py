"""Attachments only come from Discord, whatever an address, a redirect or a host claims."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.errors import InputNotAnImage, InputUnreachable
from bot.pictures import PillowPictures
from bot.providers.attachments import DiscordAttachments
from tests.providers.conftest import picture_bytes
from tests.providers.scripted import (
    FixedNames,
    RawServer,
    ScriptedApi,
    raw_server,
    read_request,
    redirects,
    scripted_api,
    sends,
)

LIMIT = 4_000
FILE = "/attachments/1/2/harbour.png"

Writer = asyncio.StreamWriter


@asynccontextmanager
async def attachments(discord: str, **options: Any) -> AsyncIterator[DiscordAttachments]:
    async with DiscordAttachments(f"{discord}/api/v10", limit=LIMIT, **{"seconds": 5.0, **options}) as opened:
        yield opened


async def refused(discord: str, address: str, **options: Any) -> str:
    async with attachments(discord, **options) as opened:
        with pytest.raises(InputUnreachable) as error:
            await opened.fetch(address)
    return str(error.value.detail)


async def test_a_file_of_discords_is_fetched(api: ScriptedApi) -> None:
    """Unchanged, with its signature, and without anything that identifies the asker."""
    api.on(FILE, sends(picture_bytes()))
    async with attachments(api.url) as opened:
        assert await opened.fetch(f"{api.url}{FILE}?ex=1&hm=a%2Fb") == picture_bytes()
    [seen] = api.to(FILE)
    assert not {name.lower() for name in seen.headers} & {"authorization", "cookie", "referer"}


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.discordapp.com/attachments/1/2/a.png",
        "https://media.discordapp.net/attachments/1/2/a.png?width=100",
        "https://discord.example/attachments/1/2/a.png",
    ],
)
async def test_discords_own_hosts_are_allowed(address: str) -> None:
    """The CDN, and the origin of the configured Discord."""
    async with attachments("https://discord.example") as opened:
        assert opened.may_fetch(address)


STRANGE = [
    "https://example.com/a.png",
    "https://cdn.discordapp.com.example.com/a.png",
    "https://example.com/cdn.discordapp.com/a.png",
    "https://cdn.discordapp.com@example.com/a.png",
    "https://user:word@cdn.discordapp.com/a.png",
    "https://cdn.discordapp.com:8443/a.png",
    "http://cdn.discordapp.com/a.png",
    "https://images-ext-1.discordapp.net/external/a.png",
    "https://discord.example:444/a.png",
    "http://discord.example/a.png",
    "https://evil.discord.example/a.png",
    "https://cdn.discordapp.com\\@example.com/a.png",
    "https://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1/a.png",
    "https://[::1]/a.png",
    "//example.com/a.png",
    "ftp://cdn.discordapp.com/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,aGVsbG8=",
    "",
    "a.png",
]


@pytest.mark.parametrize("address", STRANGE)
async def test_no_other_address_is_asked(address: str) -> None:
    """Not even its name is looked up."""
    names = FixedNames("203.0.113.1")
    async with attachments("https://discord.example", resolver=names) as opened:
        assert not opened.may_fetch(address)
        with pytest.raises(InputUnreachable):
            await opened.fetch(address)
    assert names.asked == []


async def untouched(_: asyncio.StreamReader, __: Writer, ___: RawServer) -> None:
    """Something inside the owner's network that outsiders must never reach."""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:{port}/", "https://localhost:{port}/", "https://10.0.0.1/", *STRANGE[:4]]
)
async def test_a_redirect_leads_nowhere_else(api: ScriptedApi, address: str, status: int) -> None:
    """Every hop follows the same rule, and no connection is opened."""
    async with raw_server(untouched) as inside:
        api.on(FILE, redirects(address.format(port=inside.port), status))
        await refused(api.url, f"{api.url}{FILE}", resolver=FixedNames("127.0.0.1"))
        assert inside.connections == 0
    assert len(api.to(FILE)) == 1


async def test_a_redirect_within_discord_is_followed(api: ScriptedApi) -> None:
    """It also comes to an end."""
    api.on("/moved", redirects(FILE))
    api.on(FILE, sends(picture_bytes()))
    api.on("/round", redirects("/round"))
    async with attachments(api.url) as opened:
        assert await opened.fetch(f"{api.url}/moved") == picture_bytes()
    assert "redirects" in await refused(api.url, f"{api.url}/round")


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "fd00::1"])
async def test_discords_name_is_judged_by_what_it_resolves_to(inner: str) -> None:
    """A poisoned lookup doesn't lead into the owner's network."""
    address = "https://cdn.discordapp.com/attachments/1/2/a.png"
    said = await refused("https://discord.com", address, resolver=FixedNames(inner))
    assert f"{inner} isn't a public address" in said


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"\x89PNG" * 4096)


@pytest.mark.parametrize("body", [endless, sends(b"x" * (LIMIT + 1)), sends(b"x" * 10 * LIMIT)])
async def test_no_more_than_the_limit_is_read(api: ScriptedApi, body: Any) -> None:
    """It doesn't matter whether the size was announced, and there's no retry."""
    api.on(FILE, body)
    assert f"more than {LIMIT} bytes" in await refused(api.url, f"{api.url}{FILE}")
    assert len(api.to(FILE)) == 1


async def promises_more(reader: asyncio.StreamReader, writer: Writer, state: RawServer) -> None:
    await read_request(reader, state)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + b"x" * 100)
    await writer.drain()


async def promises_the_impossible(reader: asyncio.StreamReader, writer: Writer, state: RawServer) -> None:
    await read_request(reader, state)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n" + b"x" * 100)
    await writer.drain()


async def talks_nonsense(reader: asyncio.StreamReader, writer: Writer, state: RawServer) -> None:
    await read_request(reader, state)
    writer.write(b"\x89PNG\r\n\x1a\n" * 100)
    await writer.drain()


async def never_ends_its_headers(reader: asyncio.StreamReader, writer: Writer, state: RawServer) -> None:
    await read_request(reader, state)
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Filler: " + b"x" * 1000 + b"\r\n")
        await writer.drain()


@pytest.mark.parametrize(
    "lie", [promises_more, promises_the_impossible, talks_nonsense, never_ends_its_headers]
)
async def test_a_host_that_breaks_http_is_unreachable(lie: Any) -> None:
    """Half a file is never used."""
    async with raw_server(lie) as host:
        await refused(host.url, f"{host.url}{FILE}")


async def test_a_shorter_file_than_announced_before_is_the_file(api: ScriptedApi) -> None:
    """The size in a HEAD or from Discord isn't trusted. Only the received bytes count."""
    api.on(FILE, sends(b"tiny"))
    async with attachments(api.url) as opened:
        assert await opened.fetch(f"{api.url}{FILE}") == b"tiny"


async def drips(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x")
        await asyncio.sleep(0.02)


async def silent(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(3600)
    raise AssertionError


@pytest.mark.parametrize("slow", [drips, silent])
async def test_a_slow_host_ends_in_time(api: ScriptedApi, slow: Any) -> None:
    """One timeout covers the file with all its attempts, so nobody's edit hangs."""
    api.on(FILE, slow)
    assert await refused(api.url, f"{api.url}{FILE}", seconds=0.3)


@pytest.mark.parametrize("status", [204, 206, 401, 403, 404, 410, 451])
async def test_a_file_that_is_not_there_is_asked_for_once(api: ScriptedApi, status: int) -> None:
    """For example, an address with an expired signature."""
    api.on(FILE, sends(b"", status))
    assert str(status) in await refused(api.url, f"{api.url}{FILE}")
    assert len(api.to(FILE)) == 1


async def test_passing_trouble_is_tried_again(api: ScriptedApi) -> None:
    """Discord's CDN has hiccups."""
    api.on(FILE, sends(b"", 503), sends(picture_bytes()))
    async with attachments(api.url) as opened:
        assert await opened.fetch(f"{api.url}{FILE}") == picture_bytes()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><script>alert(1)</script></html>", "image/png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"%PDF-1.7 " + b"x" * 100, "image/jpeg"),
        (b"", "image/png"),
        (picture_bytes()[:-30], "image/png"),
    ],
)
async def test_what_a_host_says_of_the_type_decides_nothing(api: ScriptedApi, body: bytes, kind: str) -> None:
    """The bytes decide, and they aren't an image."""
    api.on(FILE, sends(body, content_type=kind))
    async with attachments(api.url) as opened, PillowPictures(threads=1) as pictures:
        data = await opened.fetch(f"{api.url}{FILE}")
        with pytest.raises(InputNotAnImage):
            await pictures.prepare_input(data)


async def test_an_image_called_something_else_is_an_image(api: ScriptedApi) -> None:
    """Neither the header nor the name decides."""
    api.on("/attachments/1/2/notes.txt", sends(picture_bytes(), content_type="text/plain"))
    async with attachments(api.url) as opened, PillowPictures(threads=1) as pictures:
        data = await opened.fetch(f"{api.url}/attachments/1/2/notes.txt")
        assert (await pictures.prepare_input(data)).width == 64


async def test_the_bots_own_discord_may_be_on_this_machine(api: ScriptedApi) -> None:
    """By any of its names, but only on that port."""
    async with scripted_api() as other:
        other.on(FILE, sends(picture_bytes()))
        api.on(FILE, sends(picture_bytes()))
        async with attachments(api.url.replace("127.0.0.1", "localhost")) as opened:
            assert await opened.fetch(f"{api.url}{FILE}") == picture_bytes()
            assert not opened.may_fetch(f"{other.url}{FILE}")
    assert other.seen == []

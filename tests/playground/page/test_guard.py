"""Only this machine's own page and programs get in."""

import socket

import aiohttp
import pytest

from playground.app import Playground

PATHS = (
    "/",
    "/page/static/js/main.js",
    "/page/socket",
    "/api/v10/users/@me",
    "/gateway",
    "/image-api/v2/billing",
)


def port_of(playground: Playground) -> int:
    return int(playground.url.rpartition(":")[2])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "0.0.0.0:{port}"]
)
async def test_a_foreign_host_is_refused(path: str, host: str) -> None:
    """A request with another name or port, as in DNS rebinding, gets 403 on every path."""
    async with Playground() as playground, aiohttp.ClientSession() as session:
        headers = {"Host": host.format(port=port_of(playground))}
        async with session.get(playground.url + path, headers=headers) as response:
            assert response.status == 403


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}"])
async def test_this_machine_is_let_in(host: str) -> None:
    """This machine's names with the playground's port are served."""
    async with Playground() as playground, aiohttp.ClientSession() as session:
        headers = {"Host": host.format(port=port_of(playground))}
        async with session.get(playground.url, headers=headers) as response:
            assert response.status == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost:{port}"]
)
async def test_a_foreign_origin_is_refused(path: str, origin: str) -> None:
    """A website that sends requests here gets 403, even for websockets."""
    async with Playground() as playground, aiohttp.ClientSession() as session:
        headers = {"Origin": origin.format(port=port_of(playground))}
        async with session.get(playground.url + path, headers=headers) as response:
            assert response.status == 403


async def test_the_pages_own_origin_is_let_in() -> None:
    """The page itself can open its socket."""
    async with Playground() as playground, aiohttp.ClientSession() as session:
        socket = f"{playground.url}/page/socket"
        page = await session.ws_connect(socket, headers={"Origin": playground.url})
        assert (await page.receive_json())["push"]["type"] == "PANEL"
        await page.close()


async def test_nothing_listens_beyond_loopback() -> None:
    """Another address of this machine doesn't answer on the playground's port."""
    async with Playground() as playground:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))  # sends nothing, only finds out the address
                address = probe.getsockname()[0]
            except OSError:
                pytest.skip("this machine only has loopback addresses")
        with socket.socket() as stranger:
            stranger.settimeout(5)
            assert stranger.connect_ex((address, port_of(playground))) != 0


async def test_only_the_page_may_run_scripts() -> None:
    """The page only runs scripts from its own folder and no inline ones. Other responses run none."""
    async with Playground() as playground, aiohttp.ClientSession() as session:
        async with session.get(playground.url) as response:
            policy = response.headers["Content-Security-Policy"]
        async with session.get(f"{playground.url}/attachments/1/2/page.html") as response:
            elsewhere = response.headers["Content-Security-Policy"]
    assert f"script-src {playground.url}/page/static/;" in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert elsewhere == "default-src 'none'; sandbox"

"""Pictures are only downloaded from public https addresses."""

import asyncio
import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yarl import URL

from bot.providers.aimlapi import Timeouts
from bot.providers.aimlapi.addresses import AddressPolicy, AddressRefused, is_public, read_address
from tests.providers.conftest import UNTIMED, Open
from tests.providers.losing import lost, points_to
from tests.providers.scripted import (
    FixedNames,
    RawServer,
    ScriptedApi,
    raw_server,
    redirects,
)


async def untouched(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: RawServer) -> None:
    """Something inside the owner's network that must never get a request."""


INSIDE = [
    "http://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "https://localhost:{port}/",
    "https://[::1]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/",
    "https://0.0.0.0:{port}/",
    "https://127.1:{port}/",
    "https://0x7f000001:{port}/",
    "https://2130706433:{port}/",
    "https://inside.example:{port}/",
]
FORBIDDEN = [
    *INSIDE,
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[ff02::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[2002:7f00:1::]/",
    "http://cdn.example/p.png",
    "http://93.184.216.34/p.png",
    "https://user:word@cdn.example/p.png",
    "ftp://cdn.example/p.png",
    "file:///etc/passwd",
    "data:image/png;base64,aGVsbG8=",
    "gopher://cdn.example/",
    "//",
    "https://",
]


@pytest.mark.parametrize("address", FORBIDDEN)
@pytest.mark.parametrize("redirected", [False, True])
async def test_an_address_that_is_not_public_https_is_never_visited(
    api: ScriptedApi, connect: Open, address: str, redirected: bool
) -> None:
    """It doesn't matter whether the answer or a redirect names it. Not even a connection is opened."""
    async with raw_server(untouched) as inside:
        address = address.format(port=inside.port)
        api.on("/hop", redirects(address))
        points_to(api, f"{api.url}/hop" if redirected else address)
        await lost(await connect(api.url, resolver=FixedNames("127.0.0.1")))
        assert inside.connections == 0


@pytest.mark.parametrize("redirected", [False, True])
async def test_a_foreign_address_without_encryption_is_not_even_looked_up(
    api: ScriptedApi, connect: Open, redirected: bool
) -> None:
    """An attacker in between could put any picture in its place."""
    names = FixedNames("203.0.113.1")
    address = "http://cdn.example/p.png"
    api.on("/hop", redirects(address))
    points_to(api, f"{api.url}/hop" if redirected else address)
    error = await lost(await connect(api.url, resolver=names))
    assert "not https" in error.detail
    assert names.asked == []


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
async def test_a_name_is_judged_by_what_it_resolves_to(api: ScriptedApi, connect: Open, inner: str) -> None:
    names = FixedNames(inner)
    points_to(api, "https://cdn.example/p.png")
    error = await lost(await connect(api.url, resolver=names))
    assert names.asked == ["cdn.example"]
    assert f"{inner} isn't a public address" in error.detail


async def test_a_name_that_changes_its_address_is_judged_at_every_connection(
    api: ScriptedApi, connect: Open
) -> None:
    """DNS rebinding: the address of the socket counts, not one that was looked up earlier."""
    async with raw_server(untouched) as inside:
        names = FixedNames("203.0.113.0", "127.0.0.1")
        points_to(api, f"https://cdn.example:{inside.port}/p.png")
        await lost(
            await connect(
                api.url, resolver=names, timeouts=Timeouts(connect_seconds=0.5, pause_seconds=0.001)
            )
        )
        assert inside.connections == 0


async def test_only_an_api_on_this_machine_may_point_to_this_machine(api: ScriptedApi, connect: Open) -> None:
    """Only its own port is allowed, for the playground's pictures."""
    local = AddressPolicy(URL("http://127.0.0.1:8000/image-api"))
    assert local.refusal(URL("http://127.0.0.1:8000/p.png")) is None
    assert local.refusal(URL("http://localhost:8000/p.png")) is None
    assert local.refusal(URL("http://127.0.0.1:8001/p.png"))
    assert local.refusal(URL("http://example.com:8000/p.png"))
    for base in ("https://api.aimlapi.com", "https://127.0.0.1:8000", "http://192.168.1.5:8000"):
        places = AddressPolicy(URL(base))
        assert places.refusal(URL("http://127.0.0.1:8000/p.png"))
        assert places.refusal(URL("https://cdn.aimlapi.com/p.png")) is None
        with pytest.raises(AddressRefused):
            places.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 8000)))


def test_a_public_address_gets_a_socket() -> None:
    places = AddressPolicy(URL("https://api.aimlapi.com"))
    for family, address in (
        (socket.AF_INET, ("1.1.1.1", 443)),
        (socket.AF_INET6, ("2606:4700::1", 443, 0, 0)),
    ):
        try:
            places.open_socket((family, socket.SOCK_STREAM, 0, "", address)).close()
        except AddressRefused:
            pytest.fail(f"{address} is public")


@pytest.mark.parametrize(
    "host", ["1.1.1.1", "104.16.0.1", "2606:4700::1", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_public_addresses_are_public(host: str) -> None:
    assert is_public(host)


@pytest.mark.parametrize(
    "host",
    [
        *("0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.0.1"),
        *("192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b:1::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::"),
        *("fc00::1", "fd12::1", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "ff0e::1", "4000::1"),
    ],
)
def test_all_other_addresses_are_not(host: str) -> None:
    """Private, shared, local, multicast, reserved and example addresses, also when wrapped in IPv6."""
    assert not is_public(host)


@pytest.mark.parametrize(
    "address", ["https://user@cdn.example/", "https://:word@cdn.example/", "http://user:word@127.0.0.1:8000/"]
)
def test_an_address_with_credentials_is_refused(address: str) -> None:
    """Only an attacker would put credentials in an address."""
    assert "credentials" in (AddressPolicy(URL("http://127.0.0.1:8000")).refusal(read_address(address)) or "")


ODD = st.text() | st.text("htps:/@[]%.?#0123456789afx-\\ é ", max_size=30).map("http://{}".format)


@UNTIMED
@example("http://[]@", None)
@example("http://:a", None)
@example("https://[ :a]", URL("https://cdn.example/"))
@given(ODD, st.sampled_from([None, URL("https://cdn.example/a/b")]))
def test_every_text_is_an_address_or_none(text: str, base: URL | None) -> None:
    """Any text that an answer or a redirect gives as an address is checked without a crash."""
    try:
        url = read_address(text, base)
    except ValueError:
        return
    refusal = AddressPolicy(URL("https://api.aimlapi.com")).refusal(url)
    assert refusal or (url.scheme == "https" and url.host)

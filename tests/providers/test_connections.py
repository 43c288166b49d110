"""Connections to picture hosts are reused, but only for the origin they were checked for."""

from typing import Any

import pytest
from aiohttp import web

from bot.errors import PictureLost
from tests.providers.conftest import REQUEST, Open, picture_bytes
from tests.providers.losing import points_to
from tests.providers.scripted import FixedNames, ScriptedApi, redirects, scripted_api, sends


def noting(ports: list[Any]) -> Any:
    def note(request: web.Request) -> web.Response:
        assert request.transport is not None
        ports.append(request.transport.get_extra_info("peername"))
        return web.Response(body=picture_bytes(), content_type="image/png")

    return note


async def test_pictures_from_the_same_host_share_a_connection(api: ScriptedApi, connect: Open) -> None:
    """In production, each new connection costs a TLS handshake."""
    ports: list[Any] = []
    api.on("/p.png", noting(ports))
    points_to(api, f"{api.url}/p.png")
    client = await connect(api.url)
    for _ in range(5):
        await client.generate(REQUEST, "easel-1")
    assert len(ports) == 5
    assert len(set(ports)) == 1


async def test_a_kept_connection_that_was_closed_costs_nothing(api: ScriptedApi, connect: Open) -> None:
    """The host closes the connection after each answer without announcing it."""

    async def closes(request: web.Request) -> web.StreamResponse:
        response = web.Response(body=picture_bytes(), content_type="image/png")
        await response.prepare(request)
        await response.write_eof()
        assert request.transport is not None
        request.transport.abort()
        return response

    api.on("/p.png", closes)
    points_to(api, f"{api.url}/p.png")
    client = await connect(api.url)
    for _ in range(5):
        assert (await client.generate(REQUEST, "easel-1")).picture.data == picture_bytes()


async def test_a_kept_connection_opens_no_way_to_another_origin(api: ScriptedApi, connect: Open) -> None:
    """A kept connection isn't used for another port or name of this machine, not even after a redirect."""
    async with scripted_api() as inside:
        inside.on("/p.png", sends(picture_bytes()))
        api.on("/p.png", sends(picture_bytes()))
        client = await connect(api.url, resolver=FixedNames("127.0.0.1"))
        points_to(api, f"{api.url}/p.png")
        await client.generate(REQUEST, "easel-1")
        addresses = (
            f"{inside.url}/p.png",
            f"https://127.0.0.1:{api.port}/p.png",
            f"http://cdn.example:{api.port}/p.png",
            f"https://cdn.example:{api.port}/p.png",
        )
        for address in addresses:
            for way in (address, f"{api.url}/hop"):
                api.on("/hop", redirects(address))
                points_to(api, way)
                with pytest.raises(PictureLost):
                    await client.generate(REQUEST, "easel-1")
        assert not inside.seen
        assert len(api.to("/p.png")) == 1


async def test_only_what_can_be_read_is_asked_for(api: ScriptedApi, connect: Open) -> None:
    """A host that negotiates sends AVIF to clients that accept any image."""
    api.on("/p.png", sends(picture_bytes()))
    points_to(api, f"{api.url}/p.png")
    await (await connect(api.url)).generate(REQUEST, "easel-1")
    [seen] = api.to("/p.png")
    assert seen.headers["Accept"] == "image/png, image/jpeg, image/webp"

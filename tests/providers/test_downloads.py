"""Downloads have limits and retries, and tell the host nothing."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from bot.providers.aimlapi import Timeouts
from tests.providers.conftest import QUICK, REQUEST, Open, picture_bytes
from tests.providers.losing import lost, points_to
from tests.providers.scripted import (
    GENERATIONS,
    ScriptedApi,
    redirects,
    sends,
)


async def test_the_key_and_cookies_stay_with_the_api(api: ScriptedApi, connect: Open) -> None:
    """The picture's host only learns which picture is wanted."""
    data = picture_bytes()
    api.on("/hop", lambda _: web.Response(status=302, headers={"Location": "/p.png", "Set-Cookie": "a=1"}))
    api.on("/p.png", sends(data))
    named = api.url.replace("127.0.0.1", "localhost")  # cookies are never stored for IP addresses
    points_to(api, f"{named}/hop")
    outcome = await (await connect(named)).generate(REQUEST, "easel-1")
    assert outcome.picture.data == data
    for seen in (*api.to("/hop"), *api.to("/p.png")):
        names = {name.lower() for name in seen.headers}
        assert not names & {"authorization", "cookie", "referer", "x-client-request-id"}


async def test_redirects_come_to_an_end(api: ScriptedApi, connect: Open) -> None:
    api.on("/round", redirects("/round"))
    points_to(api, f"{api.url}/round")
    error = await lost(await connect(api.url))
    assert "redirects" in error.detail
    assert len(api.to("/round")) == 6


@pytest.mark.parametrize("location", ["", "http://["])
async def test_a_redirect_to_nowhere_is_a_loss(api: ScriptedApi, connect: Open, location: str) -> None:
    api.on("/hop", redirects(location))
    points_to(api, f"{api.url}/hop")
    await lost(await connect(api.url))


async def hangs_up(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "5000"})
    await response.prepare(request)
    await response.write(b"x")
    assert request.transport is not None
    request.transport.close()
    return response


@pytest.mark.parametrize("trouble", [sends(b"", 500), sends(b"", 503), sends(b"", 429), hangs_up])
async def test_a_passing_trouble_costs_another_attempt_not_the_picture(
    api: ScriptedApi, connect: Open, trouble: Any
) -> None:
    """A GET is safe to repeat, and the picture is already paid for."""
    points_to(api, f"{api.url}/p.png")
    api.on("/p.png", trouble, trouble, sends(picture_bytes()))
    outcome = await (await connect(api.url)).generate(REQUEST, "easel-1")
    assert outcome.picture.data == picture_bytes()
    assert len(api.to(GENERATIONS)) == 1


async def test_a_lasting_trouble_is_a_loss_after_three_attempts(api: ScriptedApi, connect: Open) -> None:
    points_to(api, f"{api.url}/p.png")
    api.on("/p.png", sends(b"", 502))
    error = await lost(await connect(api.url))
    assert "502" in error.detail
    assert len(api.to("/p.png")) == 3


@pytest.mark.parametrize("status", [204, 206, 304, 401, 403, 404, 410])
async def test_a_picture_that_is_not_there_is_not_asked_for_again(
    api: ScriptedApi, connect: Open, status: int
) -> None:
    points_to(api, f"{api.url}/p.png")
    api.on("/p.png", sends(b"", status))
    error = await lost(await connect(api.url))
    assert str(status) in error.detail
    assert len(api.to("/p.png")) == 1


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"\x89PNG" * 4096)


@pytest.mark.parametrize("body", [sends(b"x" * 5000), endless])
async def test_more_bytes_than_a_picture_has_are_not_read(
    api: ScriptedApi, connect: Open, body: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It doesn't matter whether the size was announced, and there's no retry."""
    monkeypatch.setattr("bot.providers.aimlapi.client.PICTURE_BYTES", 4000)
    points_to(api, f"{api.url}/p.png")
    api.on("/p.png", body)
    error = await lost(await connect(api.url))
    assert "more than 4000 bytes" in error.detail
    assert len(api.to("/p.png")) == 1


async def silent(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(3600)
    raise AssertionError


async def trickles(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x")
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("slow", [silent, trickles])
async def test_a_picture_that_takes_too_long_is_a_loss(api: ScriptedApi, connect: Open, slow: Any) -> None:
    """One timeout covers all attempts together, whether nothing arrives or only a trickle."""
    points_to(api, f"{api.url}/p.png")
    api.on("/p.png", slow)
    error = await lost(await connect(api.url, timeouts=Timeouts(download_seconds=0.4, pause_seconds=0.001)))
    assert error.detail


async def test_a_host_that_falls_silent_once_leaves_time_for_another_attempt(
    api: ScriptedApi, connect: Open
) -> None:
    points_to(api, f"{api.url}/p.png")
    api.on("/p.png", silent, sends(picture_bytes()))
    outcome = await (
        await connect(api.url, timeouts=Timeouts(download_seconds=6, pause_seconds=0.001))
    ).generate(REQUEST, "easel-1")
    assert outcome.picture.data == picture_bytes()


async def test_a_signed_address_arrives_as_it_was_given(api: ScriptedApi, connect: Open) -> None:
    """A signature over the query only holds if nothing in it is rewritten."""
    query = "X-Sig=a%2Fb%2Bc%3D&ex=1&name=a+b%20c"
    raw: list[str] = []

    def note(request: web.Request) -> web.Response:
        raw.append(request.raw_path)
        return web.Response(body=picture_bytes())

    api.on("/p%20q.png", note)
    api.on("/p q.png", note)
    points_to(api, f"{api.url}/p%20q.png?{query}")
    await (await connect(api.url, timeouts=QUICK)).generate(REQUEST, "easel-1")
    assert raw == [f"/p%20q.png?{query}"]

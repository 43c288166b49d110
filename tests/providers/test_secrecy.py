"""The key only goes to the API."""

import json
import logging
import traceback
from typing import Any

import pytest
from aiohttp import web

from bot.errors import EaselError
from bot.pictures import PillowPictures
from bot.providers.aimlapi import AimlApi
from tests.providers.conftest import KEY, REQUEST, Open, picture_bytes
from tests.providers.scripted import GENERATIONS, RawServer, ScriptedApi, raw_server, redirects, says, sends


async def speaks_no_http(reader: Any, writer: Any, state: RawServer) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(f"{KEY}\r\n\r\n".encode())
    await writer.drain()


async def test_the_key_is_in_no_error_log_or_repr(
    api: ScriptedApi, connect: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """Even if the other side sends it back in a body, a header or an address."""
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []

    async def fails(client: AimlApi) -> None:
        try:
            await client.generate(REQUEST, "easel-1")
        except EaselError as error:
            shown.extend([repr(error), str(error), "".join(traceback.format_exception(error))])

    client = await connect(api.url)
    shown.append(repr(client))
    for status in (400, 401, 403, 404, 429, 500, 520):
        api.on(GENERATIONS, says({"message": f"bad key {KEY}"}, status))
        await fails(client)
        api.on(GENERATIONS, sends(f"<p>Bearer {KEY}</p>".encode(), status, "text/html"))
        await fails(client)
    api.on(GENERATIONS, redirects(f"https://{KEY}@elsewhere.example/{KEY}"))
    await fails(client)
    for url in (f"https://127.0.0.1/{KEY}", f"{api.url}/{KEY}", f"ftp://{KEY}/", f"https://{KEY}:80:80"):
        usage = {"tokens_used": KEY}
        api.on(
            GENERATIONS,
            says(
                {"data": [{"url": url, "b64_json": f"!{KEY}"}], "meta": {"usage": usage}}, x_inference_id="i"
            ),
        )
        await fails(client)
    async with raw_server(speaks_no_http) as server:
        await fails(await connect(server.url))
    records = [record for record in caplog.records if record.name != "aiohttp.access"]  # the server's own log
    everything = "\n".join([*shown, *(f"{record.getMessage()} {record.args}" for record in records)])
    assert "easel" in everything
    assert KEY not in everything


@pytest.mark.parametrize("key", ["", "a b", "a\nb", "ключ", "a\x00", "tab\t"])
async def test_a_key_that_no_header_can_carry_is_refused_unseen(key: str) -> None:
    async with PillowPictures() as pictures:
        with pytest.raises(ValueError, match="API key") as caught:
            AimlApi("https://api.aimlapi.com", key, pictures)
    assert not key or key not in str(caught.value)


async def test_the_pictures_bytes_and_address_are_in_no_log(
    api: ScriptedApi, connect: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """A signed address gives access to the picture."""
    caplog.set_level(logging.DEBUG)
    api.on(GENERATIONS, says({"data": [{"url": f"{api.url}/secret-address.png"}]}))
    api.on("/secret-address.png", lambda _: web.Response(status=404))
    with pytest.raises(EaselError) as caught:
        await (await connect(api.url)).generate(REQUEST, "easel-1")
    api.on("/secret-address.png", sends(picture_bytes()))
    outcome = await (await connect(api.url)).generate(REQUEST, "easel-1")
    records = [record for record in caplog.records if record.name != "aiohttp.access"]
    shown = repr(outcome) + repr(caught.value) + json.dumps([record.getMessage() for record in records])
    assert "secret-address" not in shown
    assert "PNG\\r" not in shown

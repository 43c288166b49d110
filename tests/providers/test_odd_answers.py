"""A picture that was paid for is delivered, no matter where the answer hides it."""

import base64
import json
import urllib.parse
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PictureLost
from bot.generation.model import ProviderResult
from bot.providers.aimlapi.answer import parsed, read_answer
from bot.providers.aimlapi.error_mapping import Response
from tests.providers.conftest import REQUEST, UNTIMED, Open, picture_bytes
from tests.providers.scripted import (
    GENERATIONS,
    RawServer,
    ScriptedApi,
    raw_server,
    read_request,
    says,
    sends,
)

PICTURE = picture_bytes()
BASE64 = base64.b64encode(PICTURE).decode()
URL_SAFE = base64.urlsafe_b64encode(PICTURE).decode()
USAGE = {"usage": {"tokens_used": 63000}}


async def made(api: ScriptedApi, connect: Open, answer: Any) -> ProviderResult:
    api.on(GENERATIONS, answer if callable(answer) else says(answer))
    result: ProviderResult = await (await connect(api.url)).generate(REQUEST, "easel-1")
    assert result.picture.data == PICTURE
    return result


@pytest.mark.parametrize(
    "text",
    [
        BASE64,
        BASE64.rstrip("="),
        URL_SAFE,
        URL_SAFE.rstrip("="),
        f"  {BASE64[:70]}\r\n{BASE64[70:]}\n",
        f"data:image/png;base64,{BASE64}",
        f"data:image/png;base64,{URL_SAFE.rstrip('=')}",
        f"DATA:image/png;name=x.png;BASE64,{BASE64}",
        f"data:;base64,{BASE64}",
        f"data:image/jpeg;base64,{BASE64}",
        f"data:image/png;base64,{urllib.parse.quote(BASE64, safe='')}",
        f"data:image/png,{urllib.parse.quote(PICTURE)}",
    ],
    ids=range(12),
)
@pytest.mark.parametrize("field", ["b64_json", "url"])
async def test_the_bytes_are_found_however_they_are_written(
    api: ScriptedApi, connect: Open, text: str, field: str
) -> None:
    """Base64 in either alphabet, without padding, in lines, or as a `data:` URL, in either field."""
    result = await made(api, connect, {"data": [{field: text}], "meta": USAGE})
    assert result.cost == 63000


def body(**changes: Any) -> bytes:
    return json.dumps({"data": [{"url": "{url}"}], "meta": USAGE, **changes}).encode()


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbf" + body(),
        body().decode().encode("utf-16"),
        body().decode().encode("utf-16-be"),
        body().decode().encode("utf-32"),
        body(seed=0).replace(b'"seed": 0', b'"seed": ' + b"7" * 5_000),
        body(seed=0).replace(b'"seed": 0', b'"seed": -' + b"7" * 5_000),
        body(seed=0).replace(b'"seed": 0', b'"seed": 1e99999999999999999999'),
        body(seed=0).replace(b'"seed": 0', b'"seed": NaN, "other": -Infinity'),
        body(deep=0).replace(b'"deep": 0', b'"deep": ' + b"[" * 100_000 + b"]" * 100_000),
        body(note="x\x00y").replace(b"\\u0000", b"\x00"),
        body(note="x").replace(b"x", b"\xff\xfe"),
        body()[:-1] + b', "data": null, "meta": null}',
        b'{"data": [], ' + body()[1:],
        body() + b"\n\ntrailing garbage",
        body()[:-20],
        b"event: done\ndata: " + body(),
        json.dumps({"data": {"url": "{url}"}, "meta": USAGE}).encode(),
        json.dumps({"data": ["{url}"], "meta": USAGE}).encode(),
        json.dumps({"data": [7, None, {"image": {"url": "{url}"}}], "meta": USAGE}).encode(),
        json.dumps({"url": "{url}", "meta": USAGE}).encode(),
        json.dumps({"images": [{"url": "{url}"}], "data": None, "meta": USAGE}).encode(),
        json.dumps({"data": [{"url": " {url}\n"}], "meta": USAGE}).encode(),
        json.dumps({"data": [{"url": 5, "b64_json": ["x"]}, {"url": "{url}"}], "meta": USAGE}).encode(),
        json.dumps([{"url": "{url}"}]).encode(),
    ],
    ids=range(24),
)
async def test_the_address_is_found_however_the_answer_is_written(
    api: ScriptedApi, connect: Open, written: bytes
) -> None:
    """Other encodings, huge numbers, nesting, duplicate keys, wrong types, and text that isn't JSON."""
    url = f"{api.url}/p.png"
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        written = written.replace("{url}".encode(encoding), url.encode(encoding))
    api.on("/p.png", sends(PICTURE))
    answer = sends(written, content_type="application/json", x_aimlapi_credits_used="63000")
    result = await made(api, connect, answer)
    assert result.cost == 63000


async def test_an_answer_that_is_the_picture_itself_is_taken(api: ScriptedApi, connect: Open) -> None:
    """It doesn't need any JSON around it."""
    result = await made(api, connect, sends(PICTURE, x_aimlapi_credits_used="63000"))
    assert result.cost == 63000


async def test_the_next_place_is_tried_after_a_useless_one(api: ScriptedApi, connect: Open) -> None:
    """Broken Base64 and an expired address come first, then the picture."""
    api.on("/gone.png", sends(b"", 404))
    api.on("/p.png", sends(PICTURE))
    pictures = [
        {"b64_json": base64.b64encode(b"not a picture").decode(), "url": f"{api.url}/gone.png"},
        {"url": f"{api.url}/p.png"},
    ]
    await made(api, connect, {"data": pictures})


async def test_a_loss_says_what_was_wrong_everywhere(api: ScriptedApi, connect: Open) -> None:
    """The owner gets all the reasons in one line."""
    api.on("/gone.png", sends(b"", 404))
    picture = {"b64_json": base64.b64encode(b"not a picture").decode(), "url": f"{api.url}/gone.png"}
    api.on(GENERATIONS, says({"data": [picture], "meta": USAGE}))
    with pytest.raises(PictureLost) as caught:
        await (await connect(api.url)).generate(REQUEST, "easel-1")
    assert "picture format" in caught.value.detail
    assert "404" in caught.value.detail
    assert caught.value.cost == 63000


@pytest.mark.parametrize(
    "head",
    [
        b"x-debug: " + b"a" * 9_000 + b"\r\n",
        b"x-debug: " + b"a" * 500_000 + b"\r\n",
        b"".join(b"x-debug-%d: a\r\n" % number for number in range(2_000)),
        b"x-aimlapi-credits-used: 63000\r\n" * 300,
        b"set-cookie: " + b"a" * 20_000 + b"\r\n",
    ],
    ids=["9 KB", "500 KB", "2,000 headers", "300 times the same", "a cookie"],
)
@pytest.mark.parametrize("reason", [b"OK", b"O" * 20_000])
async def test_a_long_head_is_no_reason_to_lose_a_picture(connect: Open, head: bytes, reason: bytes) -> None:
    """Long headers, many headers or a long status line don't lose a picture that's already paid for."""
    answer = json.dumps({"data": [{"b64_json": BASE64}], "meta": USAGE}).encode()

    async def talk(reader: Any, writer: Any, state: RawServer) -> None:
        await read_request(reader, state)
        writer.write(b"HTTP/1.1 200 " + reason + b"\r\n" + head)
        writer.write(b"Content-Length: %d\r\n\r\n" % len(answer) + answer)
        await writer.drain()

    async with raw_server(talk) as server:
        result = await (await connect(server.url)).generate(REQUEST, "easel-1")
    assert result.picture.data == PICTURE
    assert result.cost == 63000


async def test_a_long_head_of_the_picture_is_no_reason_either(api: ScriptedApi, connect: Open) -> None:
    """The picture's host can send long headers too."""
    api.on("/p.png", sends(PICTURE, x_debug="a" * 20_000))
    await made(api, connect, {"data": [{"url": f"{api.url}/p.png"}]})


async def test_an_address_that_arrived_before_the_connection_broke_is_used(
    api: ScriptedApi, connect: Open
) -> None:
    """The body breaks off after the part that matters."""
    api.on("/p.png", sends(PICTURE))

    async def breaks_off(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "5000", "x-aimlapi-credits-used": "63000"})
        await response.prepare(request)
        await response.write(json.dumps({"data": [{"url": f"{api.url}/p.png"}]}).encode())
        assert request.transport is not None
        request.transport.close()
        return response

    result = await made(api, connect, breaks_off)
    assert result.cost == 63000


@pytest.mark.parametrize(
    ("headers", "cost"),
    [
        ({"x-aimlapi-credits-used": "94500"}, 94500),
        ({"x-aimlapi-usd-spent": "0.0315"}, 63000),
        ({"x-aimlapi-credits-used": "no", "x-aimlapi-usd-spent": "0.0315"}, 63000),
        ({"x-aimlapi-credits-used": "94500", "x-aimlapi-usd-spent": "9"}, 94500),
        ({"x-aimlapi-usd-spent": "NaN"}, None),
        ({"x-aimlapi-usd-spent": "1e999999999999"}, None),
        ({}, None),
    ],
)
def test_headers_name_the_cost_where_the_body_does_not(headers: dict[str, str], cost: int | None) -> None:
    """Credits are read first, then dollars."""
    assert read_answer(Response(200, headers, b'{"data": null}')).cost == cost


@pytest.mark.parametrize("name", ["tokens_used", "credits_used"])
def test_a_cost_is_found_in_what_is_not_json(name: str) -> None:
    """The answer breaks off after the cost."""
    answer = read_answer(
        Response(200, {}, b'{"meta": {"usage": {"%s": 63000}}, "data": [{"u' % name.encode())
    )
    assert answer.cost == 63000
    assert answer.flaw


@UNTIMED
@given(st.text(max_size=80) | st.from_regex(r"data:[a-z/;,=%0-9A-F+-]{0,60}", fullmatch=True), st.booleans())
def test_no_text_in_a_picture_field_breaks_the_reading(text: str, in_url: bool) -> None:
    """Any text is read as bytes, an address or nothing."""
    answer = read_answer(
        Response(200, {}, json.dumps({"data": [{"url" if in_url else "b64_json": text}]}).encode())
    )
    assert all(isinstance(source, bytes | str) and source for source in answer.sources)
    assert bool(answer.sources) != bool(answer.flaw)


PIECES = [b'"data"', b'"url"', b'"x"', b"[", b"]", b"{", b"}", b":", b",", b"1e9", b"NaN", b"\xff"]


@UNTIMED
@given(st.lists(st.sampled_from(PIECES)))
def test_no_heap_of_json_breaks_the_reading(pieces: list[bytes]) -> None:
    """Almost-JSON is read up to the first error."""
    raw = b"".join(pieces)
    assert isinstance(parsed(raw), dict)
    assert read_answer(Response(200, {}, raw)).cost is None

"""The URL of a finished picture lasts ten minutes, and can be broken in many ways."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest
from PIL import Image, UnidentifiedImageError

from playground.image_api import Fault, ImageApi
from tests.playground.image_api.conftest import KEY, Client, Clock, served, until
from tests.playground.image_api.test_faults import opened


async def url_with(client: Client, fault: Fault, **fields: object) -> str:
    client.api.faults.next(fault)
    return (await client.generate_with(**fields)).picture_url


@pytest.mark.parametrize("output_format", ["png", "jpeg", "webp"])
async def test_a_picture_has_the_size_and_format_asked_for(client: Client, output_format: str) -> None:
    size = {"width": 1472, "height": 512}
    answer = await client.generate_with(output_format=output_format, image_size=size)
    assert answer.picture_url.endswith(f".{output_format}")
    file = await client.fetch(answer.picture_url)
    assert file.headers["Content-Type"] == f"image/{output_format}"
    picture = opened(file.content)
    assert (picture.size, picture.format) == ((1472, 512), output_format.upper())


async def test_a_url_lives_for_ten_minutes(client: Client) -> None:
    """By the clock. An expired file is deleted, not only hidden."""
    url = (await client.generate()).picture_url
    client.clock.now += 599
    assert (await client.fetch(url)).status == 200
    client.clock.now += 1
    assert (await client.fetch(url)).status == 404
    await client.generate()
    client.clock.now -= 600
    assert (await client.fetch(url)).status == 404


async def test_what_was_never_made_is_not_found(client: Client) -> None:
    for name in ("nothing.png", "", "a/b.png"):
        assert (await client.fetch(f"{client.url}/files/{name}")).status == 404


async def test_urls_go_by_the_address_that_was_set(client: Client) -> None:
    """Without a set address, the request's address is used."""
    assert (await client.generate()).picture_url.startswith(f"{client.url}/files/")
    client.api.base_url = "http://localhost:1/elsewhere/"
    assert (await client.generate()).picture_url.startswith("http://localhost:1/elsewhere/files/")


@pytest.mark.parametrize(
    ("fault", "status"), [(Fault.FILE_NOT_FOUND, 404), (Fault.FILE_SERVER_ERROR, 500)], ids=str
)
async def test_a_url_may_lead_to_an_error(client: Client, fault: Fault, status: int) -> None:
    assert (await client.fetch(await url_with(client, fault))).status == status


async def test_a_url_may_redirect_to_a_private_address(client: Client) -> None:
    """The address can be set, so that a test can watch for visitors."""
    url = await url_with(client, Fault.FILE_REDIRECTS_INWARD)
    answer = await client.fetch(url)
    assert (answer.status, answer.headers["Location"]) == (302, "http://10.0.0.1/picture.png")
    client.api.files.redirect_target = "http://192.168.0.1/"
    assert (await client.fetch(url)).headers["Location"] == "http://192.168.0.1/"


async def test_a_url_may_be_plain_http_to_a_foreign_host(client: Client) -> None:
    url = await url_with(client, Fault.FILE_PLAIN_HTTP)
    assert url.startswith("http://cdn.aimlapi.invalid/")


async def test_a_web_page_may_call_itself_an_image(client: Client) -> None:
    file = await client.fetch(await url_with(client, Fault.FILE_NOT_AN_IMAGE))
    assert (file.status, file.headers["Content-Type"]) == (200, "image/png")
    with pytest.raises(UnidentifiedImageError):
        Image.open(BytesIO(file.content))


@pytest.mark.parametrize("fault", [Fault.FILE_ENDLESS, Fault.FILE_HUGE], ids=str)
async def test_a_file_may_be_far_too_large(client: Client, fault: Fault) -> None:
    """It starts like a picture. The huge one announces its size, the endless one doesn't."""
    async with client.session.get(await url_with(client, fault)) as answer:
        assert answer.content_length == (4 * 2**30 if fault is Fault.FILE_HUGE else None)
        assert (await answer.content.readexactly(32 * 2**20)).startswith(b"\x89PNG")


async def test_a_download_may_stall(client: Client) -> None:
    url = await url_with(client, Fault.FILE_STALLS)
    async with client.session.get(url) as answer:
        assert (await answer.content.readany()).startswith(b"\x89PNG")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await answer.content.readany()


@pytest.mark.parametrize("output_format", ["png", "jpeg", "webp"])
async def test_half_a_picture_arrives_as_a_whole_file(painted: Client, output_format: str) -> None:
    url = await url_with(painted, Fault.FILE_TRUNCATED, output_format=output_format, image_size="square")
    file = await painted.fetch(url)
    assert file.status == 200
    with pytest.raises((OSError, SyntaxError)):
        opened(file.content)


async def test_a_picture_may_have_another_size(client: Client) -> None:
    file = await client.fetch(await url_with(client, Fault.OTHER_SIZE, image_size="square"))
    assert opened(file.content).size == (496, 496)


@pytest.mark.parametrize(("asked", "got"), [("png", "JPEG"), ("jpeg", "WEBP"), ("webp", "PNG")])
async def test_a_picture_may_have_another_format(client: Client, asked: str, got: str) -> None:
    file = await client.fetch(await url_with(client, Fault.OTHER_FORMAT, output_format=asked))
    assert file.headers["Content-Type"] == f"image/{asked}"
    assert opened(file.content).format == got


@pytest.mark.parametrize("side", [512, 2048])
async def test_a_png_may_be_over_discord_s_limit(client: Client, side: int) -> None:
    """It has the requested size. At the largest size, even its pixels can't be compressed below the limit."""
    url = await url_with(client, Fault.OVER_UPLOAD_LIMIT, image_size={"width": side, "height": side})
    content = (await client.fetch(url)).content
    assert len(content) > 10 * 2**20
    picture = opened(content)
    assert (picture.size, picture.format) == ((side, side), "PNG")
    if side == 2048:
        again = BytesIO()
        picture.save(again, "PNG")
        assert again.tell() > 10 * 2**20


@pytest.fixture
async def painted() -> AsyncIterator[Client]:
    """An API that paints."""
    clock = Clock()
    api = ImageApi(key=KEY, latency_seconds=0, clock=clock)
    async with served(api, clock) as client:
        yield client


async def test_the_same_prompt_and_seed_give_the_same_file(painted: Client) -> None:
    """Another prompt or seed gives another picture. Without a seed, every picture is new."""

    async def file(**fields: object) -> bytes:
        return (
            await painted.fetch((await painted.generate_with(image_size="square", **fields)).picture_url)
        ).content

    assert await file(seed=7) == await file(seed=7)
    different = [await file(seed=7), await file(seed=8), await file(seed=7, prompt="a loud lake")]
    different += [await file(), await file()]
    assert len(set(different)) == 5


async def test_an_edit_is_painted_over_its_pictures(painted: Client) -> None:
    """The input pictures can be URLs on this machine or base64. Each changes the result and is charged."""
    first = await painted.generate_with(prompt="a red sunset over the sea", seed=1, image_size="square")
    painted.api.faults.next(Fault.BASE64)
    second = await painted.generate_with(prompt="a forest in the mist", seed=2, image_size="square")
    inline = second.json["data"][0]["b64_json"]

    async def edited(*pictures: str) -> bytes:
        fields = {"model": "blackforestlabs/flux-2-pro-edit", "image_urls": pictures, "seed": 3}
        answer = await painted.generate_with(prompt="in winter", image_size="square", **fields)
        assert answer.json["meta"]["usage"]["credits_used"] == 63_000 + 31_500 * len(pictures)
        content = (await painted.fetch(answer.picture_url)).content
        assert opened(content).size == (512, 512)
        return content

    one = await edited(first.picture_url)
    assert one == await edited(first.picture_url)
    results = {one, await edited(inline), await edited(first.picture_url, f"data:image/png;base64,{inline}")}
    assert len(results) == 3


async def test_pictures_to_edit_are_fetched_from_this_machine_only(painted: Client) -> None:
    for url in ("http://10.0.0.1/a.png", "https://example.com/a.png", "http://127.0.0.1.example.com/a.png"):
        answer = await painted.generate_with(model="blackforestlabs/flux-2-pro-edit", image_urls=[url])
        assert answer.status == 400
        assert "image_urls.0: the playground fetches pictures from this machine" in answer.json["message"]


async def test_a_picture_to_edit_that_cannot_be_had_is_named(painted: Client) -> None:
    good = (await painted.generate_with(image_size="square")).picture_url
    for bad in (f"{painted.url}/files/none.png", "http://127.0.0.1:1/a.png", f"{painted.url}/v2/billing"):
        answer = await painted.generate_with(model="blackforestlabs/flux-2-pro-edit", image_urls=[good, bad])
        assert answer.status == 400
        assert "image_urls.1" in answer.json["message"]
    assert len({row["status"] for row in painted.api.charges}) == 2


async def test_nothing_is_answered_before_the_latency_is_over(client: Client) -> None:
    client.api.latency_seconds = 30
    waiting = asyncio.create_task(client.generate())
    await until(lambda: client.api.requests)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await asyncio.shield(waiting)
    waiting.cancel()
    with pytest.raises((asyncio.CancelledError, aiohttp.ClientError)):
        await waiting

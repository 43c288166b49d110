"""Every fault does what its description says, and costs what the contract says."""

import asyncio
import base64
import json
from collections import Counter
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from PIL import Image, UnidentifiedImageError

from playground.image_api import Endpoint, Fault, Group, ImageApi
from tests.playground.image_api.conftest import EDIT_MODEL, KEY, MODEL, PRICE, Client, Clock, served, until

ERRORS: dict[Fault, tuple[int, str]] = {
    Fault.BODY_INVALID: (400, "Body validation error"),
    Fault.PROMPT_REFUSED: (400, "safety checker"),
    Fault.KEY_REJECTED: (401, "key"),
    Fault.OUT_OF_CREDITS: (403, "credits"),
    Fault.NOT_ALLOWED: (403, "not allowed"),
    Fault.NOT_FOUND: (404, "model"),
    Fault.RATE_LIMITED: (429, "Too many requests"),
    Fault.RATE_LIMITED_SILENTLY: (429, "10 requests per hour"),
    Fault.SERVER_FAILED: (500, "Internal"),
    Fault.UNAVAILABLE: (503, "partner"),
    Fault.GENERATION_TIMED_OUT: (504, "timed out"),
    Fault.STATUS_CODE_AS_STRING: (400, "safety checker"),
}
NOT_JSON = (Fault.BAD_GATEWAY, Fault.ERROR_NOT_JSON)
LOST = [fault for fault in Fault if fault.group is Group.CONNECTION and fault is not Fault.SLOW]
NO_ROW = (Fault.KEY_REJECTED, Fault.BAD_GATEWAY, Fault.BROKEN_UNRECORDED)


def named(fault: Fault) -> str:
    return fault.name


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def test_every_fault_of_the_error_table_is_tested() -> None:
    assert set(ERRORS) | set(NOT_JSON) == {fault for fault in Fault if fault.group is Group.ERROR}


def test_each_fault_can_be_told_from_all_others() -> None:
    """Every fault has a unique name for programs, a unique title for people, and a description."""
    for of in ("value", "title", "description"):
        texts = [getattr(fault, of) for fault in Fault]
        assert len(set(texts)) == len(texts)
        assert all(texts)
    assert Fault("broken-billed") is Fault.BROKEN_BILLED


@pytest.mark.parametrize("fault", ERRORS, ids=named)
async def test_an_error_has_its_status_and_message(client: Client, fault: Fault) -> None:
    status, message = ERRORS[fault]
    client.api.faults.next(fault)
    answer = await client.generate()
    assert answer.status == status
    assert message in answer.json["message"]
    as_string = fault is Fault.STATUS_CODE_AS_STRING
    assert answer.json["statusCode"] == (str(status) if as_string else status)
    assert "x-inference-id" in answer.headers


async def test_a_gateway_s_page_has_nothing_of_the_api(client: Client) -> None:
    client.api.faults.next(Fault.BAD_GATEWAY)
    answer = await client.generate(x_client_request_id="easel-1")
    assert answer.status == 502
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.content.startswith(b"<html>")
    assert "x-inference-id" not in answer.headers
    assert "x-client-request-id" not in answer.headers


async def test_an_error_can_call_itself_json_and_not_be(client: Client) -> None:
    client.api.faults.next(Fault.ERROR_NOT_JSON)
    answer = await client.generate()
    assert answer.status == 500
    assert answer.headers["Content-Type"].startswith("application/json")
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(answer.content)


async def test_a_rate_limit_may_or_may_not_say_how_long(client: Client) -> None:
    client.api.behaviour.retry_after_seconds = 17
    client.api.faults.next(Fault.RATE_LIMITED)
    client.api.faults.next(Fault.RATE_LIMITED_SILENTLY)
    assert (await client.generate()).headers["Retry-After"] == "17"
    assert "Retry-After" not in (await client.generate()).headers


@pytest.mark.parametrize("fault", Fault, ids=named)
async def test_a_fault_charges_what_it_says_and_is_recorded_once(client: Client, fault: Fault) -> None:
    """The log, the balance and the fault agree. A failure has a row in the log and costs nothing."""
    client.api.faults.next(fault)
    client.api.behaviour.slow_seconds = 0
    client.api.behaviour.late_log_seconds = 0
    asking = asyncio.create_task(client.generate(x_client_request_id="easel-1"))
    await until(lambda: asking.done() or client.api.charges)
    rows = await client.log_rows()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert len(rows) == (0 if fault in NO_ROW else 1)
    for row in rows:
        assert row["client_request_id"] == "easel-1"
        assert row["status"] == ("succeeded" if fault.billed else "failed")
        assert row["cost"]["credits"] == (PRICE if fault.billed else 0)
    assert client.api.balance_usd == (100 - 0.0315 if fault.billed else 100)
    assert client.api.faults.pending == ()


@pytest.mark.parametrize("fault", [f for f in LOST if f.value.startswith("broken")], ids=named)
async def test_a_broken_connection_gives_no_whole_answer(client: Client, fault: Fault) -> None:
    client.api.faults.next(fault)
    with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientOSError)):
        await client.generate()
    assert len(client.api.requests) == 1


async def test_a_connection_broken_mid_answer_has_given_the_headers(client: Client) -> None:
    client.api.faults.next(Fault.BROKEN_MID_ANSWER)
    headers = {"Authorization": f"Bearer {KEY}"}
    body = {"model": MODEL, "prompt": "a"}
    url = f"{client.url}/v1/images/generations"
    async with client.session.post(url, json=body, headers=headers) as answer:
        assert answer.status == 200
        assert answer.headers["x-aimlapi-credits-used"] == str(PRICE)
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()


@pytest.mark.parametrize("fault", [Fault.NEVER_ANSWERS, Fault.NEVER_ANSWERS_UNBILLED], ids=named)
async def test_no_answer_ever_comes(client: Client, fault: Fault) -> None:
    """The log has the outcome while the client still waits."""
    client.api.faults.next(fault)
    waiting = asyncio.create_task(client.generate())
    await until(lambda: client.api.charges)
    assert len(await client.log_rows()) == 1
    assert not waiting.done()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_server_that_stops_leaves_nobody_hanging() -> None:
    """Every waiting client is cut off at once: a slow answer, a stalled file or an endless one."""
    clock = Clock()
    api = ImageApi(key=KEY, latency_seconds=0, drawing="fast", clock=clock)
    downloads = []
    waiting = []
    async with aiohttp.ClientSession() as session:
        async with served(api, clock) as client:
            for fault in (Fault.FILE_STALLS, Fault.FILE_ENDLESS):
                api.faults.next(fault)
                downloads.append(await session.get((await client.generate()).picture_url))
            for fault in (Fault.NEVER_ANSWERS, Fault.SLOW):
                api.faults.next(fault)
                body = {"model": MODEL, "prompt": "a"}
                headers = {"Authorization": f"Bearer {KEY}"}
                url = f"{client.url}/v1/images/generations"
                waiting.append(asyncio.create_task(session.post(url, json=body, headers=headers)))
            await until(lambda: not api.faults.pending)
        async with asyncio.timeout(30):
            answers = await asyncio.gather(*waiting, return_exceptions=True)
            ends = await asyncio.gather(*(file.read() for file in downloads), return_exceptions=True)
    assert isinstance(answers[0], aiohttp.ServerDisconnectedError)
    assert isinstance(answers[1], aiohttp.ClientResponse)
    assert all(isinstance(end, aiohttp.ClientPayloadError) for end in ends)


async def test_the_api_comes_back_after_an_outage() -> None:
    """The API comes back with its log, and its answers take their usual time."""
    clock = Clock()
    api = ImageApi(key=KEY, latency_seconds=0, drawing="fast", clock=clock)
    async with served(api, clock) as client:
        await client.generate()
    with pytest.raises(aiohttp.ClientConnectionError):
        async with aiohttp.ClientSession() as session:
            await session.get(f"{client.url}/v2/billing")
    async with served(api, clock) as client:
        api.faults.next(Fault.NEVER_ANSWERS)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await client.generate()
        assert len(api.charges) == 2


async def test_a_slow_answer_comes_in_the_end(client: Client) -> None:
    client.api.behaviour.slow_seconds = 0.05
    client.api.faults.next(Fault.SLOW)
    assert (await client.generate()).status == 200


async def test_a_client_that_leaves_pays_all_the_same(client: Client) -> None:
    """The provider finishes what it started, as it does when our process is killed."""
    client.api.latency_seconds = 0.3
    asking = asyncio.create_task(client.generate(x_client_request_id="easel-1"))
    await until(lambda: client.api.requests)
    asking.cancel()
    await until(lambda: client.api.charges)
    assert client.api.charges[0]["status"] == "succeeded"


async def test_a_success_may_be_created(client: Client) -> None:
    client.api.faults.next(Fault.CREATED)
    assert (await client.generate()).status == 201


@pytest.mark.parametrize(
    ("fault", "meta", "in_header"),
    [
        (Fault.TOKENS_USED, '{"usage": {"tokens_used": 63000}}', False),
        (Fault.CREDITS_USED, '{"usage": {"credits_used": 63000}}', False),
        (Fault.CREDITS_FLOAT, '{"usage": {"credits_used": 63000.0}}', False),
        (Fault.COST_IN_HEADER_ONLY, '{"usage": null}', True),
        (Fault.NO_COST, "null", False),
    ],
    ids=str,
)
async def test_the_cost_stands_where_the_fault_puts_it(
    client: Client, fault: Fault, meta: str, in_header: bool
) -> None:
    """The cost is only in one place, so that a bot that looks elsewhere is caught."""
    client.api.faults.next(fault)
    answer = await client.generate()
    assert answer.content.decode().endswith(f'"meta": {meta}}}')
    assert ("x-aimlapi-credits-used" in answer.headers) is in_header
    assert ("x-aimlapi-usd-spent" in answer.headers) is in_header


@pytest.mark.parametrize(
    ("fault", "data"),
    [
        (Fault.DATA_NULL, None),
        (Fault.DATA_EMPTY, []),
        (Fault.PICTURE_NULL, [{"url": None, "b64_json": None}]),
    ],
    ids=str,
)
async def test_a_success_may_hold_no_picture(client: Client, fault: Fault, data: Any) -> None:
    client.api.faults.next(fault)
    answer = await client.generate()
    assert (answer.status, answer.json["data"]) == (200, data)


async def test_a_picture_may_come_in_the_answer_itself(client: Client) -> None:
    client.api.faults.next(Fault.BASE64)
    [picture] = (await client.generate_with(image_size="square", output_format="webp")).json["data"]
    assert picture["url"] is None
    found = opened(base64.b64decode(picture["b64_json"], validate=True))
    assert (found.size, found.format) == ((512, 512), "WEBP")


async def test_a_success_may_break_off_in_its_json(client: Client) -> None:
    client.api.faults.next(Fault.ANSWER_NOT_JSON)
    answer = await client.generate()
    assert answer.status == 200
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(answer.content)


async def test_faults_happen_in_their_order_and_as_often_as_asked(client: Client) -> None:
    client.api.faults.next(Fault.SERVER_FAILED, times=2)
    client.api.faults.next(Fault.UNAVAILABLE)
    assert client.api.faults.pending == (Fault.SERVER_FAILED, Fault.SERVER_FAILED, Fault.UNAVAILABLE)
    assert [(await client.generate()).status for _ in range(4)] == [500, 500, 503, 200]


async def test_faults_can_be_taken_back(client: Client) -> None:
    client.api.faults.next(Fault.SERVER_FAILED, times=5)
    client.api.faults.rates = {Fault.SERVER_FAILED: 1.0}
    client.api.faults.clear()
    assert client.api.faults.pending == ()
    assert (await client.generate()).status == 200


async def test_a_request_that_is_wrong_in_itself_uses_no_fault_up(client: Client) -> None:
    client.api.faults.next(Fault.SERVER_FAILED)
    assert (await client.generate_with(seed=0)).status == 400
    assert (await client.generate(key="wrong")).status == 401
    edit = {"model": EDIT_MODEL, "prompt": "a", "image_urls": ["http://127.0.0.1:1/none.png"]}
    assert (await client.generate(edit)).status == 400
    assert (await client.generate()).status == 500


async def test_log_and_billing_have_faults_of_their_own(client: Client) -> None:
    """These faults don't affect a generation in between."""
    client.api.faults.next(Fault.UNAVAILABLE, endpoint=Endpoint.LOGS)
    client.api.faults.next(Fault.KEY_REJECTED, endpoint=Endpoint.BILLING)
    # Twice, because aiohttp's client silently repeats a GET that ends like this.
    client.api.faults.next(Fault.BROKEN_UNRECORDED, times=2, endpoint=Endpoint.BILLING)
    assert (await client.generate()).status == 200
    assert (await client.log()).status == 503
    assert (await client.log()).status == 200
    assert (await client.ask("GET", "/v2/billing")).status == 401
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.ask("GET", "/v2/billing")
    assert (await client.ask("GET", "/v2/billing")).status == 200


@pytest.mark.parametrize("fault", [f for f in Fault if f.group in (Group.ANSWER, Group.FILE)], ids=named)
def test_only_a_generation_can_be_odd_about_its_picture(fault: Fault) -> None:
    with pytest.raises(ValueError, match=fault.name):
        ImageApi().faults.next(fault, endpoint=Endpoint.LOGS)


async def test_faults_by_chance_come_about_as_often_as_their_rates(client: Client) -> None:
    client.api.faults.rates = {Fault.SERVER_FAILED: 0.3, Fault.UNAVAILABLE: 0.1}
    seen = Counter([(await client.generate()).status for _ in range(400)])
    assert set(seen) == {200, 500, 503}
    assert 80 < seen[500] < 160
    assert 15 < seen[503] < 70


async def test_faults_by_chance_repeat_with_their_seed() -> None:
    """Requested faults come first."""
    drawn = []
    for _ in range(2):
        plan = ImageApi(seed=42).faults
        plan.rates = dict.fromkeys(Fault, 0.02)
        plan.next(Fault.SLOW)
        drawn.append([plan.take(Endpoint.GENERATIONS) for _ in range(200)])
    assert drawn[0] == drawn[1]
    assert drawn[0][0] is Fault.SLOW
    assert len(set(drawn[0])) > 20


async def test_a_long_head_is_longer_than_clients_read(client: Client) -> None:
    """The usual client gives up on it, but it's still charged."""
    client.api.faults.next(Fault.LONG_HEADERS)
    with pytest.raises(aiohttp.ClientResponseError):
        await client.generate()
    assert len(client.api.charges) == 1


async def test_a_huge_number_is_one_python_refuses(client: Client) -> None:
    """It's valid JSON, though."""
    client.api.faults.next(Fault.HUGE_NUMBER)
    answer = await client.generate()
    with pytest.raises(ValueError, match="digits"):
        json.loads(answer.content)
    assert len(client.api.charges) == 1


async def test_a_data_url_holds_the_picture(client: Client) -> None:
    """The URL contains the picture, so nothing has to be downloaded."""
    client.api.faults.next(Fault.DATA_URL)
    answer = await client.generate()
    head, _, content = answer.json["data"][0]["url"].partition(",")
    assert head == "data:image/png;base64"
    assert opened(base64.b64decode(content)).size == (1024, 768)


@pytest.mark.parametrize("output_format", ["png", "webp"])
@pytest.mark.parametrize("drawing", ["painted", "fast"])
async def test_odd_files_are_as_described(client: Client, output_format: str, drawing: Any) -> None:
    """Half a PNG decodes without an error, Pillow refuses the damaged comment, and AVIF is AVIF."""
    client.api.behaviour.drawing = drawing
    body = {"model": MODEL, "prompt": "a", "output_format": output_format}
    files = {}
    for fault in (Fault.FILE_HALF_SEALED, Fault.FILE_BAD_COMMENT, Fault.FILE_AVIF):
        client.api.faults.next(fault)
        answer = await client.generate(body)
        files[fault] = await client.fetch(answer.json["data"][0]["url"])
    assert opened(files[Fault.FILE_AVIF].content).format == "AVIF"
    half = opened(files[Fault.FILE_HALF_SEALED].content).convert("L")
    assert half.getextrema()[1] > 0
    assert half.crop((0, half.height // 2 + 1, half.width, half.height)).getextrema() == (0, 0)
    with pytest.raises(UnidentifiedImageError):
        opened(files[Fault.FILE_BAD_COMMENT].content)
    assert files[Fault.FILE_AVIF].headers["Content-Type"] == "image/avif"

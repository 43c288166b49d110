"""The contents of a valid generation request, and how the API refuses others."""

import json
import re
from io import BytesIO
from typing import Any

import pytest

from tests.playground.image_api.conftest import EDIT_MODEL, MODEL, PRICE, Client

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"prompt": ""},
        {"prompt": "ü" * 4000},
        {"image_size": {"width": 512, "height": 2048}},
        {"image_size": {"width": 2048}},
        {"image_size": {}},
        {"image_size": "square_hd"},
        {"output_format": "webp"},
        {"seed": 1},
        {"seed": 10**30},
        {"enable_safety_checker": False},
        {"safety_tolerance": "1"},
        {"safety_tolerance": "6"},
    ],
    ids=str,
)
async def test_what_the_contract_allows_is_done(client: Client, fields: dict[str, Any]) -> None:
    assert (await client.generate_with(**fields)).status == 200


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"model": 7}, "model"),
        ({"prompt": None}, "prompt"),
        ({"prompt": "x" * 4001}, "prompt"),
        ({"image_size": {"width": 500}}, "image_size.width"),
        ({"image_size": {"height": 480}}, "image_size.height"),
        ({"image_size": {"width": 2080}}, "image_size.width"),
        ({"image_size": {"height": 1000}}, "image_size.height"),
        ({"image_size": {"height": 1040}}, "image_size.height"),
        ({"image_size": {"width": 1024.0}}, "image_size.width"),
        ({"image_size": {"width": "1024"}}, "image_size.width"),
        ({"image_size": {"width": True}}, "image_size.width"),
        ({"image_size": {"depth": 512}}, "image_size.depth"),
        ({"image_size": "poster"}, "image_size"),
        ({"image_size": [1024, 768]}, "image_size"),
        ({"image_size": None}, "image_size"),
        ({"output_format": "gif"}, "output_format"),
        ({"output_format": None}, "output_format"),
        ({"output_format": ["png"]}, "output_format"),
        ({"seed": 0}, "seed"),
        ({"seed": "7"}, "seed"),
        ({"seed": True}, "seed"),
        ({"seed": None}, "seed"),
        ({"enable_safety_checker": 1}, "enable_safety_checker"),
        ({"safety_tolerance": 2}, "safety_tolerance"),
        ({"safety_tolerance": "7"}, "safety_tolerance"),
        ({"num_images": 1}, "num_images"),
        ({"image_urls": [PIXEL]}, "image_urls"),
        ({"model": EDIT_MODEL}, "image_urls"),
        ({"model": EDIT_MODEL, "image_urls": []}, "image_urls"),
        ({"model": EDIT_MODEL, "image_urls": [PIXEL] * 4}, "image_urls"),
        ({"model": EDIT_MODEL, "image_urls": PIXEL}, "image_urls"),
        ({"model": EDIT_MODEL, "image_urls": [PIXEL, "no picture"]}, "image_urls.1"),
        ({"model": EDIT_MODEL, "image_urls": ["ftp://127.0.0.1/a.png"]}, "image_urls.0"),
        ({"model": EDIT_MODEL, "image_urls": ["https://"]}, "image_urls.0"),
        ({"model": EDIT_MODEL, "image_urls": ["https://[::"]}, "image_urls.0"),
        ({"model": EDIT_MODEL, "image_urls": ["bm8gcGljdHVyZQ=="]}, "image_urls.0"),
    ],
    ids=str,
)
async def test_a_wrong_field_is_refused_by_its_name(
    client: Client, fields: dict[str, Any], named: str
) -> None:
    """The message starts as documented and lists only the wrong fields."""
    answer = await client.generate_with(**fields)
    assert answer.status == 400
    message = answer.json["message"]
    assert message.startswith("Body validation error")
    assert re.findall(r"[:;] ([\w.]+): ", message) == [named]
    assert client.api.balance_usd == 100.0


@pytest.mark.parametrize("missing", ["model", "prompt"])
async def test_a_missing_field_is_refused_by_its_name(client: Client, missing: str) -> None:
    body = {"model": MODEL, "prompt": "a quiet lake"}
    del body[missing]
    answer = await client.generate(body)
    assert answer.status == 400
    assert f"{missing}: is required" in answer.json["message"]


async def test_all_that_is_wrong_is_said_at_once(client: Client) -> None:
    answer = await client.generate_with(seed=0, output_format="gif", image_size={"width": 1})
    for field in ("seed", "output_format", "image_size.width"):
        assert f"{field}: " in answer.json["message"]


@pytest.mark.parametrize("body", [[], "text", 5, None])
async def test_a_body_that_is_no_object_is_refused(client: Client, body: Any) -> None:
    answer = await client.ask("POST", "/v1/images/generations", json=body)
    assert answer.status == 400
    assert answer.json["message"].startswith("Body validation error")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
async def test_a_body_that_is_no_json_is_refused(client: Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.ask("POST", "/v1/images/generations", data=body, headers=headers)
    assert answer.status == 400
    assert answer.json["message"].startswith("Body validation error")


async def test_json_that_does_not_say_so_is_refused(client: Client) -> None:
    headers = {"Content-Type": "text/plain"}
    body = b'{"model": "blackforestlabs/flux-2-pro", "prompt": "a"}'
    answer = await client.ask("POST", "/v1/images/generations", data=body, headers=headers)
    assert answer.status == 400
    assert "Content-Type" in answer.json["message"]


@pytest.mark.parametrize("key", [None, "", "another key", "ключ".encode().decode("latin-1")])
async def test_without_the_key_nothing_is_told(client: Client, key: str | None) -> None:
    """Everything answers 401 before any other check, and nothing is charged or logged."""
    for method, path in (
        ("POST", "/v1/images/generations"),
        ("GET", "/v2/logs?period=24h"),
        ("GET", "/v2/billing"),
    ):
        answer = await client.ask(method, path, key=key)
        assert (answer.status, answer.json["statusCode"]) == (401, 401)
    assert client.api.charges == []


async def test_the_key_must_come_as_a_bearer(client: Client) -> None:
    for value in ("a-key-of-the-test", "Basic a-key-of-the-test", "Bearer"):
        answer = await client.ask("GET", "/v2/billing", key=None, headers={"Authorization": value})
        assert answer.status == 401
    answer = await client.ask(
        "GET", "/v2/billing", key=None, headers={"Authorization": "bearer a-key-of-the-test"}
    )
    assert answer.status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/images/generations"), ("POST", "/v2/logs"), ("GET", "/"), ("GET", "/v3")],
)
async def test_a_wrong_url_is_an_error_of_the_api(client: Client, method: str, path: str) -> None:
    answer = await client.ask(method, path)
    assert answer.status == 404
    assert answer.json["path"] == f"/image-api{path}"


async def test_an_unknown_model_is_not_found(client: Client) -> None:
    answer = await client.generate_with(model="blackforestlabs/flux-3")
    assert answer.status == 404


async def test_an_error_has_the_documented_body(client: Client) -> None:
    """It has the clock's time, and the same id as the log's row for the request."""
    answer = await client.generate_with(seed=0)
    body = answer.json
    assert set(body) == {"message", "path", "requestId", "statusCode", "timestamp"}
    assert body["path"] == "/image-api/v1/images/generations"
    assert body["statusCode"] == 400
    assert body["timestamp"] == "2027-01-15T08:00:00.250Z"
    assert body["requestId"] == client.api.charges[0]["request_id"]
    assert answer.headers["x-inference-id"] == client.api.charges[0]["inference_id"]


@pytest.mark.parametrize("sent", ["easel-1", "a", "A.b_c:d-9", "x" * 128])
async def test_our_id_comes_back(client: Client, sent: str) -> None:
    answer = await client.generate(x_client_request_id=sent)
    assert answer.headers["x-client-request-id"] == sent
    assert client.api.charges[0]["client_request_id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 129, "a b", "a/b", "ä"])
async def test_a_malformed_id_is_dropped_without_a_word(client: Client, sent: str) -> None:
    answer = await client.generate(x_client_request_id=sent)
    assert answer.status == 200
    assert "x-client-request-id" not in answer.headers
    assert client.api.charges[0]["client_request_id"] is None


async def test_what_arrived_is_kept_without_the_key(client: Client) -> None:
    """Every request is kept for tests, valid or not, in order."""
    await client.generate(x_client_request_id="easel-1")
    await client.generate_with(seed=0)
    await client.ask("POST", "/v1/images/generations", data=b"no json")
    first, second, third = client.api.requests
    assert first.body == {"model": MODEL, "prompt": "a quiet lake"}
    assert first.headers["X-Client-Request-ID"] == "easel-1"
    assert second.body["seed"] == 0
    assert third.body == "no json"
    assert not any("authorization" in name.lower() for seen in client.api.requests for name in seen.headers)
    assert client.api.key not in repr(client.api.requests)


async def test_pictures_to_edit_may_be_larger_than_the_application_allows(client: Client) -> None:
    """Three base64 images exceed aiohttp's default limit of one megabyte, but still arrive."""
    body = json.dumps({"model": MODEL, "prompt": "A" * 2**21}).encode()
    headers = {"Content-Type": "application/json"}
    answer = await client.ask("POST", "/v1/images/generations", data=BytesIO(body), headers=headers)
    assert answer.status == 400
    assert "prompt: must have at most 4000 characters" in answer.json["message"]


async def test_the_price_follows_the_megapixels_started(client: Client) -> None:
    sizes = {
        (512, 512): PRICE,
        (1472, 512): PRICE,
        (1024, 1024): PRICE,
        (1056, 1024): PRICE + 31_500,
        (2048, 1024): PRICE + 31_500,
        (2048, 1056): PRICE + 2 * 31_500,
        (2048, 2048): PRICE + 3 * 31_500,
    }
    for (width, height), price in sizes.items():
        answer = await client.generate_with(image_size={"width": width, "height": height})
        assert answer.json["meta"]["usage"]["credits_used"] == price


async def test_presets_have_the_sizes_they_are_priced_at(client: Client) -> None:
    for preset in ("square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9"):
        answer = await client.generate_with(image_size=preset)
        assert answer.json["meta"]["usage"]["credits_used"] == PRICE


async def test_the_bill_is_in_the_body_the_headers_the_log_and_the_balance(client: Client) -> None:
    answer = await client.generate_with(image_size={"width": 2048, "height": 1024})
    cost = PRICE + 31_500
    assert answer.json["meta"] == {"usage": {"credits_used": cost}}
    assert answer.headers["x-aimlapi-credits-used"] == str(cost)
    assert answer.headers["x-aimlapi-usd-spent"] == "0.04725"
    assert client.api.charges[0]["cost"] == {"credits": cost, "usd": 0.04725}
    billing = await client.ask("GET", "/v2/billing")
    assert billing.json == {"current_balance": 100 - 0.04725, "currency": "USD"}


async def test_what_the_money_does_not_cover_is_refused(client: Client) -> None:
    """A picture that the balance covers exactly is still made."""
    client.api.balance_usd = 0.0315
    assert (await client.generate()).status == 200
    assert client.api.balance_usd == 0
    answer = await client.generate()
    assert answer.status == 403
    assert "credits" in answer.json["message"]
    assert [row["status"] for row in client.api.charges] == ["failed", "succeeded"]

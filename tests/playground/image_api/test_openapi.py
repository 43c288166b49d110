"""The API's requests and answers match the provider's OpenAPI documents."""

from typing import Any

import pytest

from playground.image_api import Fault
from tests.playground.image_api.conftest import EDIT_MODEL, MODEL, Client
from tests.playground.image_api.openapi import AT_HAND, json_schema, operation, problems
from tests.playground.image_api.test_requests import PIXEL

pytestmark = pytest.mark.skipif(not AT_HAND, reason="the provider's OpenAPI documents are not at hand")

PLAIN = {"model": MODEL, "prompt": "a quiet lake"}
EDIT = {"model": EDIT_MODEL, "prompt": "in winter", "image_urls": [PIXEL]}
GENERATIONS = "/v1/images/generations"
DOCUMENTED = [
    None,
    Fault.COST_IN_HEADER_ONLY,
    Fault.NO_COST,
    Fault.CREDITS_FLOAT,
    Fault.CREDITS_USED,
    Fault.BASE64,
    Fault.DATA_NULL,
    Fault.DATA_EMPTY,
    Fault.PICTURE_NULL,
]


@pytest.mark.parametrize("fault", DOCUMENTED, ids=str)
@pytest.mark.parametrize(("document", "body"), [("flux-2-pro", PLAIN), ("flux-2-pro-edit", EDIT)], ids=str)
async def test_a_success_is_what_the_document_says(
    client: Client, document: str, body: dict[str, Any], fault: Fault | None
) -> None:
    """This includes the odd answers that the document allows with its nullable fields."""
    if fault:
        client.api.faults.next(fault)
    answer = await client.generate(body)
    schema = json_schema(operation(document, "post", GENERATIONS)["responses"]["200"])
    assert problems(schema, answer.json) == []


async def test_the_other_name_of_the_cost_is_not_in_the_document(client: Client) -> None:
    """Only the provider's documentation page has this name. That's why it's a fault and not the default."""
    client.api.faults.next(Fault.TOKENS_USED)
    schema = json_schema(operation("flux-2-pro", "post", GENERATIONS)["responses"]["200"])
    assert problems(schema, (await client.generate()).json) == [
        "$.meta.usage.credits_used: missing",
        "$.meta.usage.tokens_used: unknown",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"prompt": "x" * 4000},
        {"prompt": "x" * 4001},
        {"image_size": "square"},
        {"image_size": "poster"},
        {"image_size": {"width": 512, "height": 2048}},
        {"image_size": {"width": 480, "height": 2048}},
        {"image_size": {"width": 512, "height": 2080}},
        {"image_size": {}},
        {"image_size": 7},
        {"output_format": "webp"},
        {"output_format": "gif"},
        {"seed": 1},
        {"seed": 0},
        {"seed": "1"},
        {"enable_safety_checker": False},
        {"enable_safety_checker": "no"},
        {"safety_tolerance": "6"},
        {"safety_tolerance": 6},
        {"image_urls": [PIXEL] * 3},
        {"image_urls": [PIXEL] * 4},
        {"image_urls": []},
        {"num_images": 2},
    ],
    ids=lambda change: str(change)[:60],
)
@pytest.mark.parametrize(("document", "body"), [("flux-2-pro", PLAIN), ("flux-2-pro-edit", EDIT)], ids=str)
async def test_a_request_is_accepted_exactly_when_the_document_accepts_it(
    client: Client, document: str, body: dict[str, Any], change: dict[str, Any]
) -> None:
    """Fields that the document doesn't name count as refused, as the API's own comment says."""
    schema = json_schema(operation(document, "post", GENERATIONS)["requestBody"])
    asked = {**body, **change}
    answer = await client.generate(asked)
    assert answer.status == (400 if problems(schema, asked) else 200)


async def test_the_log_is_what_the_document_says(client: Client) -> None:
    client.api.faults.next(Fault.SERVER_FAILED)
    await client.generate(PLAIN)
    await client.generate(EDIT, x_client_request_id="easel-1")
    schema = json_schema(operation("logs-v2", "get", "/v2/logs")["responses"]["200"])
    for parameters in ({"period": "24h"}, {"period": "7d", "limit": 1}, {"period": "1h", "offset": 5}):
        assert problems(schema, (await client.log(**parameters)).json) == []


async def test_the_log_knows_every_documented_parameter(client: Client) -> None:
    """It accepts every example in the document."""
    for parameter in operation("logs-v2", "get", "/v2/logs")["parameters"]:
        name, example = parameter["name"], parameter["schema"]["example"]
        asked = {name: example} if name in ("period", "start", "end") else {"period": "7d", name: example}
        if name in ("start", "end"):
            asked = {"start": "2026-07-01T00:00:00Z", "end": "2026-07-28T00:00:00Z"}
        assert (await client.log(**asked)).status == (403 if name == "key_prefix" else 200)


async def test_the_balance_is_what_the_document_says(client: Client) -> None:
    await client.generate()
    schema = json_schema(operation("billing-v2", "get", "/v2/billing")["responses"]["200"])
    assert problems(schema, (await client.ask("GET", "/v2/billing")).json) == []

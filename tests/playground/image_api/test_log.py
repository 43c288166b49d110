"""`GET /v2/logs`, the outcome of each request."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from playground.image_api import Fault
from tests.playground.image_api.conftest import EDIT_MODEL, KEY, MODEL, PRICE, Client
from tests.playground.image_api.test_requests import PIXEL


async def generate_at(client: Client, *seconds: float) -> None:
    """One request after each number of seconds, named by its number."""
    start = client.clock.now
    for number, after in enumerate(seconds):
        client.clock.now = start + after
        await client.generate(x_client_request_id=f"easel-{number}")


def names(answer: Any) -> list[str | None]:
    assert answer.status == 200
    return [row["client_request_id"] for row in answer.json["data"]]


async def test_each_request_has_one_row_newest_first(client: Client) -> None:
    await generate_at(client, 0, 1, 2)
    assert names(await client.log()) == ["easel-2", "easel-1", "easel-0"]


async def test_a_row_says_what_became_of_the_request(client: Client) -> None:
    answer = await client.generate(x_client_request_id="easel-1")
    [row] = await client.log_rows()
    assert row == {
        "created": "2027-01-15T08:00:00.250Z",
        "status": "succeeded",
        "origin": "api",
        "model": MODEL,
        "cost": {"credits": PRICE, "usd": 0.0315},
        "tokens": {"input": 0, "output": 0, "total": 0},
        "request_id": row["request_id"],
        "inference_id": answer.headers["x-inference-id"],
        "client_request_id": "easel-1",
    }
    assert client.api.charges == [row]


async def test_a_failed_request_is_recorded_and_costs_nothing(client: Client) -> None:
    client.api.faults.next(Fault.SERVER_FAILED)
    await client.generate()
    await client.generate_with(seed=0)
    rows = await client.log_rows()
    assert [(row["status"], row["cost"]) for row in rows] == [("failed", {"credits": 0, "usd": 0})] * 2
    assert client.api.balance_usd == 100


async def test_pages_follow_one_another(client: Client) -> None:
    await generate_at(client, *range(7))
    first = await client.log(period="1d", limit=3)
    assert names(first) == ["easel-6", "easel-5", "easel-4"]
    assert first.json["pagination"] == {"limit": 3, "offset": 0, "total": 7, "has_more": True}
    full = await client.log(period="1d", limit=3, offset=4)
    assert names(full) == ["easel-2", "easel-1", "easel-0"]
    assert full.json["pagination"]["has_more"] is False
    last = await client.log(period="1d", limit=3, offset=6)
    assert names(last) == ["easel-0"]
    assert last.json["pagination"] == {"limit": 3, "offset": 6, "total": 7, "has_more": False}
    beyond = await client.log(period="1d", limit=3, offset=7)
    assert names(beyond) == []
    assert beyond.json["pagination"]["has_more"] is False


async def test_a_page_has_fifty_rows_unless_asked(client: Client) -> None:
    for _ in range(51):
        await client.generate()
    answer = await client.log(period="1h")
    assert len(answer.json["data"]) == 50
    assert answer.json["pagination"] == {"limit": 50, "offset": 0, "total": 51, "has_more": True}


async def test_a_period_looks_back_from_now(client: Client) -> None:
    await generate_at(client, 0, 3 * 3600, 30 * 3600)
    assert names(await client.log(period="1h")) == ["easel-2"]
    assert names(await client.log(period="28h")) == ["easel-2", "easel-1"]
    assert names(await client.log(period="2d")) == ["easel-2", "easel-1", "easel-0"]


@pytest.fixture
def far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose local time is nine hours off UTC."""
    monkeypatch.setenv("TZ", "XYZ-9")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_from_greenwich")
async def test_a_window_reads_times_without_an_offset_as_utc(client: Client) -> None:
    await generate_at(client, 0, 60.0004, 120)
    start = datetime.fromtimestamp(client.clock.now - 90, UTC)
    end = datetime.fromtimestamp(client.clock.now - 30, UTC)
    # To the millisecond, as the log shows it. A row is included in a window that starts at its own time.
    made = (await client.log_rows())[1]["created"]
    assert names(await client.log(start=made, end=made)) == ["easel-1"]
    plain = (start.replace(tzinfo=None).isoformat(), end.replace(tzinfo=None).isoformat())
    zulu = (start.isoformat().replace("+00:00", "Z"), end.isoformat().replace("+00:00", "Z"))
    for since, until in (plain, zulu):
        assert names(await client.log(start=since, end=until)) == ["easel-1"]


async def test_rows_can_be_chosen_by_outcome(client: Client) -> None:
    client.api.faults.next(Fault.PROMPT_REFUSED)
    await generate_at(client, 0, 1)
    assert names(await client.log(period="1d", status="failed")) == ["easel-0"]
    assert names(await client.log(period="1d", status="succeeded")) == ["easel-1"]
    both = await client.log(period="1d", status=["succeeded", "failed"])
    assert names(both) == ["easel-1", "easel-0"]


async def test_rows_can_be_chosen_by_model(client: Client) -> None:
    """By full or bare name, matched exactly. Several are given as repeated parameters, not with commas."""
    await client.generate(x_client_request_id="plain")
    client.clock.now += 1
    body = {"model": EDIT_MODEL, "prompt": "a", "image_urls": [PIXEL]}
    await client.generate(body, x_client_request_id="edit")
    for model, found in {
        MODEL: ["plain"],
        "flux-2-pro": ["plain"],
        "flux-2-pro-edit": ["edit"],
        "flux": [],
        f"{MODEL},{EDIT_MODEL}": [],
    }.items():
        assert names(await client.log(period="1d", model=model)) == found
    assert names(await client.log(period="1d", model=[MODEL, "flux-2-pro-edit"])) == ["edit", "plain"]


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"limit": "10"}, "start"),
        ({"period": "24"}, "period"),
        ({"period": "0h"}, "period"),
        ({"period": "-1h"}, "period"),
        ({"period": "1w"}, "period"),
        ({"period": "93d"}, "period"),
        ({"period": "24h", "start": "2027-01-01T00:00:00Z", "end": "2027-01-02T00:00:00Z"}, "period"),
        ({"period": "24h", "end": "2027-01-02T00:00:00Z"}, "period"),
        ({"period": ["24h", "7d"]}, "period"),
        ({"start": "2027-01-01T00:00:00Z"}, "start"),
        ({"end": "2027-01-01T00:00:00Z"}, "start"),
        ({"start": "yesterday", "end": "2027-01-01T00:00:00Z"}, "start"),
        ({"start": "2027-01-02T00:00:00Z", "end": "2027-01-01T00:00:00Z"}, "end"),
        ({"start": "2026-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z"}, "end"),
        ({"period": "24h", "limit": "0"}, "limit"),
        ({"period": "24h", "limit": "101"}, "limit"),
        ({"period": "24h", "limit": "ten"}, "limit"),
        ({"period": "24h", "offset": "-1"}, "offset"),
        ({"period": "24h", "offset": "1.5"}, "offset"),
        ({"period": "24h", "status": "succeeded,failed"}, "status"),
        ({"period": "24h", "model": ["m"] * 51}, "model"),
        ({"period": "24h", "client_request_id": "easel-1"}, "client_request_id"),
    ],
    ids=str,
)
async def test_a_wrong_parameter_is_refused_by_its_name(
    client: Client, parameters: dict[str, Any], named: str
) -> None:
    answer = await client.log(**parameters)
    assert answer.status == 400
    assert answer.json["message"].startswith(f"Query validation error: {named}: ")


async def test_the_longest_window_is_still_answered(client: Client) -> None:
    end = datetime.fromtimestamp(client.clock.now, UTC)
    start = end - timedelta(days=92)
    assert (await client.log(period="92d", limit=100)).status == 200
    assert (await client.log(start=start.isoformat(), end=end.isoformat())).status == 200


async def test_only_the_own_key_may_be_asked_about(client: Client) -> None:
    await client.generate(x_client_request_id="easel-1")
    assert names(await client.log(period="1d", key_prefix=KEY[:8])) == ["easel-1"]
    assert (await client.log(period="1d", key_prefix="abcd1234")).status == 403


async def test_a_row_appears_only_after_its_delay(client: Client) -> None:
    client.api.behaviour.log_delay_seconds = 5
    await client.generate(x_client_request_id="easel-1")
    assert len(client.api.charges) == 1
    client.clock.now += 4.9
    assert await client.log_rows() == []
    client.clock.now += 0.1
    assert names(await client.log()) == ["easel-1"]


async def test_a_late_row_comes_between_those_before_and_after(client: Client) -> None:
    """A late row is sorted by when its request was made, so pages shift while you read them."""
    client.api.behaviour.late_log_seconds = 60
    await client.generate(x_client_request_id="before")
    client.clock.now += 1
    client.api.faults.next(Fault.LOG_ROW_LATE)
    await client.generate(x_client_request_id="late")
    client.clock.now += 1
    await client.generate(x_client_request_id="after")
    assert names(await client.log()) == ["after", "before"]
    client.clock.now += 60
    assert names(await client.log()) == ["after", "late", "before"]


async def test_more_than_200_reads_a_minute_are_too_many(client: Client) -> None:
    """The wait that Retry-After names is enough, and one second less isn't."""
    for _ in range(200):
        assert (await client.log()).status == 200
    refused = await client.log()
    assert refused.status == 429
    wait = int(refused.headers["Retry-After"])
    client.clock.now += wait - 1
    assert (await client.log()).status == 429
    client.clock.now += 1
    assert (await client.log()).status == 200


async def test_the_limit_on_reads_is_the_log_s_alone(client: Client) -> None:
    for _ in range(201):
        await client.log()
    assert (await client.ask("GET", "/v2/billing")).status == 200
    assert (await client.generate()).status == 200

"""Finds the outcome of a request in the provider's log."""

import pytest

from bot.errors import ProviderFailed
from bot.generation.ports import LogRow
from bot.providers.aimlapi import AimlApi
from tests.providers.conftest import Open
from tests.providers.provider_log import LOGS, NOW_MS, Log, row
from tests.providers.scripted import ScriptedApi, says, sends


async def test_a_request_is_found_by_our_id(api: ScriptedApi, connect: Open) -> None:
    api.on(LOGS, Log([row(1), row(2, status="failed", cost={"usd": 0, "credits": 0}), row(3)]))
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    assert await client.find("easel-1", NOW_MS) == LogRow("easel-1", "inf-1", True, 63000, NOW_MS)
    assert await client.find("easel-2", NOW_MS) == LogRow("easel-2", "inf-2", False, 0, NOW_MS)
    assert await client.find("easel-4", NOW_MS) is None


async def test_looking_back_is_asked_for_as_a_period(api: ScriptedApi, connect: Open) -> None:
    """A period ends at the provider's current time, so a wrong clock of ours can't exclude the row."""
    api.on(LOGS, Log())
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    for hours_back, period in ((0, "1h"), (1, "2h"), (30, "31h"), (24 * 400, "2208h"), (-9, "1h")):
        api.seen.clear()
        await client.find("easel-1", NOW_MS - hours_back * 3_600_000)
        assert api.seen[0].query == {"period": period, "limit": "100", "offset": "0"}


async def test_a_row_far_down_the_log_is_found(api: ScriptedApi, connect: Open) -> None:
    log = Log(row(number, NOW_MS - 300_000 + number) for number in range(350))
    api.on(LOGS, log)
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    found = await client.find("easel-3", NOW_MS - 300_000)
    assert found is not None
    assert found.inference_id == "inf-3"
    assert log.pages == 4


async def test_rows_from_before_the_request_are_not_looked_through(api: ScriptedApi, connect: Open) -> None:
    log = Log(row(number, NOW_MS - 3_000_000 + number) for number in range(1000))
    api.on(LOGS, log)
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    assert await client.find("easel-x", NOW_MS) is None
    assert log.pages == 1


async def test_a_failure_of_an_earlier_attempt_says_nothing_of_this_one(
    api: ScriptedApi, connect: Open
) -> None:
    """The id was sent, failed and was sent again. Only a newer row is about the second attempt."""
    log = Log([row(1, NOW_MS - 5000, status="failed", inference_id="inf-a")])
    api.on(LOGS, log)
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    assert await client.find("easel-1", NOW_MS - 2000) is None
    log.appears(row(1, NOW_MS - 1000, inference_id="inf-b"))
    found = await client.find("easel-1", NOW_MS - 2000)
    assert found is not None
    assert found.inference_id == "inf-b"


async def test_a_success_counts_before_any_failure_of_the_same_id(api: ScriptedApi, connect: Open) -> None:
    """It was charged, whatever else was tried with that id, and even if the provider's clock is slow."""
    api.on(LOGS, Log([row(1, NOW_MS - 60_000), row(1, NOW_MS, status="failed", inference_id="inf-b")]))
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    found = await client.find("easel-1", NOW_MS - 10)
    assert found is not None
    assert found.succeeded


async def test_a_row_that_is_not_over_is_not_there_yet(api: ScriptedApi, connect: Open) -> None:
    api.on(LOGS, Log([row(1, status="running")]))
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    assert await client.find("easel-1", NOW_MS) is None


@pytest.mark.parametrize("status", [400, 422, 524])
async def test_a_question_knows_no_refusal_of_a_prompt_and_no_unknown_fate(
    api: ScriptedApi, connect: Open, status: int
) -> None:
    api.on(LOGS, says({"message": "bad period"}, status))
    client: AimlApi = await connect(api.url)
    with pytest.raises(ProviderFailed) as caught:
        await client.find("easel-1", 0)
    assert "bad period" in caught.value.detail


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b'{"data": null}', b'{"data": {}}', b"<html>"])
async def test_an_unreadable_log_is_not_an_empty_one(api: ScriptedApi, connect: Open, body: bytes) -> None:
    """If it counted as empty, a charged picture would look like it was never requested."""
    api.on(LOGS, sends(body, content_type="application/json"))
    with pytest.raises(ProviderFailed):
        await (await connect(api.url)).find("easel-1", 0)

"""The provider's log: what became of one request, and all of a period, under the API's rate limit."""

import asyncio
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.errors import ProviderFailed, StudioBusy, StudioClosed
from bot.generation.ports import LogRow
from bot.providers.aimlapi import AimlApi
from bot.providers.aimlapi.answers import parsed
from bot.providers.aimlapi.calls import Calls
from bot.providers.aimlapi.log import ProviderLog
from bot.providers.aimlapi.log_rows import page_of
from bot.providers.aimlapi.pace import Pace
from tests.providers.conftest import UNTIMED, Open
from tests.providers.scripted import Answer, ScriptedApi, says, sends

LOGS = "/v2/logs"
NOW_MS = 1_790_000_000_000


def iso(at_ms: int) -> str:
    at = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at_ms)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def row(number: int, at_ms: int = NOW_MS, **other: Any) -> dict[str, Any]:
    return {
        "created": iso(at_ms),
        "status": "succeeded",
        "origin": "api",
        "model": "blackforestlabs/flux-2-pro",
        "cost": {"usd": 0.0315, "credits": 63000},
        "tokens": {"input": 0, "output": 0, "total": 0},
        "request_id": f"req-{number}",
        "inference_id": f"inf-{number}",
        "client_request_id": f"easel-{number}",
        **other,
    }


class Log:
    """The provider's rows, oldest first, served as its document says: newest first, in pages."""

    def __init__(self, rows: Iterable[dict[str, Any]] = ()) -> None:
        self.rows = list(rows)
        self.pages = 0
        self.ends_belong = True

    def appears(self, *rows: dict[str, Any]) -> None:
        self.rows += rows
        self.rows.sort(key=lambda one: one["created"])

    def __call__(self, request: web.Request) -> web.Response:
        query, rows = request.query, self.rows[::-1]
        assert ("period" in query) != ("start" in query), "either a period, or both ends"
        if "start" in query:
            start, end = (datetime.fromisoformat(query[name]) for name in ("start", "end"))
            assert start <= end <= start + timedelta(days=92)
            made = datetime.fromisoformat
            rows = [one for one in rows if start < made(one["created"]) < end] + [
                one for one in rows if self.ends_belong and made(one["created"]) in (start, end)
            ]
            rows.sort(key=lambda one: one["created"], reverse=True)
        limit, offset = int(query["limit"]), int(query["offset"])
        assert 1 <= limit <= 100
        page = rows[offset : offset + limit]
        self.pages += 1
        self.turned(self.pages)
        more = offset + len(page) < len(rows)
        pagination = {"limit": limit, "offset": offset, "total": len(rows), "has_more": more}
        return web.json_response({"data": page, "pagination": pagination})

    def turned(self, page: int) -> None:
        """Called after each page was read; a test may let rows appear."""


async def read_log(client: AimlApi, since_ms: int = 0, until_ms: int = NOW_MS + 1) -> list[LogRow]:
    return [found async for found in client.log(max(since_ms, NOW_MS - 86_400_000), until_ms)]


async def test_a_request_is_found_by_our_id(api: ScriptedApi, connect: Open) -> None:
    api.on(LOGS, Log([row(1), row(2, status="failed", cost={"usd": 0, "credits": 0}), row(3)]))
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    assert await client.find("easel-1", NOW_MS) == LogRow("easel-1", "inf-1", True, 63000, NOW_MS)
    assert await client.find("easel-2", NOW_MS) == LogRow("easel-2", "inf-2", False, 0, NOW_MS)
    assert await client.find("easel-4", NOW_MS) is None


async def test_looking_back_is_asked_for_as_a_period(api: ScriptedApi, connect: Open) -> None:
    """A period ends at the provider's now: a clock of ours that is wrong can't cut the row off."""
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
    """The id was sent, failed, and was sent again: only a row made since then is about the second time."""
    log = Log([row(1, NOW_MS - 5000, status="failed", inference_id="inf-a")])
    api.on(LOGS, log)
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    assert await client.find("easel-1", NOW_MS - 2000) is None
    log.appears(row(1, NOW_MS - 1000, inference_id="inf-b"))
    found = await client.find("easel-1", NOW_MS - 2000)
    assert found is not None
    assert found.inference_id == "inf-b"


async def test_a_success_counts_before_any_failure_of_the_same_id(api: ScriptedApi, connect: Open) -> None:
    """It was charged, whatever else was tried under that id, and even if the provider's clock is behind."""
    api.on(LOGS, Log([row(1, NOW_MS - 60_000), row(1, NOW_MS, status="failed", inference_id="inf-b")]))
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    found = await client.find("easel-1", NOW_MS - 10)
    assert found is not None
    assert found.succeeded


async def test_a_row_that_is_not_over_is_not_there_yet(api: ScriptedApi, connect: Open) -> None:
    api.on(LOGS, Log([row(1, status="running")]))
    client: AimlApi = await connect(api.url, clock=lambda: NOW_MS / 1000)
    assert await client.find("easel-1", NOW_MS) is None


async def test_a_period_is_read_whole_each_row_once(api: ScriptedApi, connect: Open) -> None:
    api.on(LOGS, Log(row(number, NOW_MS - number) for number in range(250, 0, -1)))
    rows = await read_log(await connect(api.url))
    assert [one.inference_id for one in rows] == [f"inf-{number}" for number in range(1, 251)]


async def test_a_period_has_its_first_moment_and_not_its_last(api: ScriptedApi, connect: Open) -> None:
    """So that periods laid end to end count every row once."""
    api.on(LOGS, Log(row(number, NOW_MS + number) for number in range(-3, 4)))
    client: AimlApi = await connect(api.url)
    rows = [one.created_at_ms - NOW_MS async for one in client.log(NOW_MS - 2, NOW_MS + 2)]
    assert rows == [1, 0, -1, -2]
    assert [one async for one in client.log(NOW_MS, NOW_MS)] == []


async def test_no_row_is_lost_where_the_ends_of_a_window_do_not_belong_to_it(
    api: ScriptedApi, connect: Open
) -> None:
    """The document does not say whether they do."""
    day_ms = 86_400_000
    log = Log(row(number, NOW_MS - number * day_ms) for number in range(181, 0, -1))
    log.ends_belong = False
    api.on(LOGS, log)
    client: AimlApi = await connect(api.url)
    rows = [one async for one in client.log(NOW_MS - 181 * day_ms, NOW_MS)]
    assert len(rows) == 181


async def test_pages_are_turned_at_the_pace_the_api_allows(api: ScriptedApi) -> None:
    log = Log(row(number, NOW_MS - number) for number in range(450, 0, -1))
    api.on(LOGS, log)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with Calls(URL(api.url), "key", 10) as calls:
        pace = Pace(2, 60, clock=lambda: 0.0, sleep=sleep)
        reader = ProviderLog(calls, pace, answer_seconds=10, pause_seconds=0, clock=lambda: NOW_MS / 1000)
        assert len([one async for one in reader.rows(NOW_MS - 1000, NOW_MS)]) == 450
    assert log.pages == 5
    assert slept == [60, 60, 60]


async def test_a_long_period_is_asked_for_in_windows_the_api_takes(api: ScriptedApi, connect: Open) -> None:
    day_ms = 86_400_000
    api.on(LOGS, Log(row(day, NOW_MS - day * day_ms) for day in range(300, 0, -1)))
    client: AimlApi = await connect(api.url)
    rows = [one async for one in client.log(NOW_MS - 299 * day_ms, NOW_MS)]
    assert [one.inference_id for one in rows] == [f"inf-{day}" for day in range(1, 300)]


async def test_new_rows_while_the_pages_turn_repeat_none(api: ScriptedApi, connect: Open) -> None:
    """They push the others onto the next page, which has them a second time."""
    log = Log(row(number, NOW_MS - 1000 + number) for number in range(150))
    log.turned = lambda page: log.appears(row(1000 + page, NOW_MS))  # type: ignore[method-assign]
    api.on(LOGS, log)
    rows = await read_log(await connect(api.url))
    ids = [one.inference_id for one in rows]
    assert len(ids) == len(set(ids))
    assert {f"inf-{number}" for number in range(150)} <= set(ids)


async def test_a_row_that_comes_late_onto_a_turned_page_is_not_missed(
    api: ScriptedApi, connect: Open
) -> None:
    log = Log(row(number, NOW_MS - 1000 + number) for number in range(250))

    def late(page: int) -> None:
        if page == 2:
            log.appears(row(9999, NOW_MS - 1))

    log.turned = late  # type: ignore[method-assign]
    api.on(LOGS, log)
    rows = await read_log(await connect(api.url))
    assert "inf-9999" in {one.inference_id for one in rows}
    assert len(rows) == 251


async def test_a_log_that_miscounts_itself_comes_to_an_end(api: ScriptedApi, connect: Open) -> None:
    """Too many counted, or ever another page promised: what there is is read, and no more."""
    client: AimlApi = await connect(api.url)
    empty = {"data": [], "pagination": {"total": 5, "has_more": True}}
    api.on(LOGS, says({"data": [row(1)], "pagination": {"total": 5, "has_more": True}}), says(empty))
    assert len(await read_log(client)) == 1
    api.on(LOGS, says({"data": [row(1)], "pagination": {"total": 1, "has_more": True}}))
    assert len(await read_log(client)) == 1


async def test_pages_without_a_count_are_read_until_one_is_not_full(api: ScriptedApi, connect: Open) -> None:
    pages = [[row(number, NOW_MS - number) for number in range(at, at + 100)] for at in (0, 100)]
    api.on(LOGS, says({"data": pages[0]}), says({"data": pages[1]}), says({"data": [row(200)]}))
    assert len(await read_log(await connect(api.url))) == 201
    assert len(api.to(LOGS)) == 3


async def test_reading_a_period_survives_passing_trouble(api: ScriptedApi, connect: Open) -> None:
    api.on(LOGS, says({}, 502), says({}, 429, retry_after="0"), says({}, 500), Log([row(1)]))
    assert len(await read_log(await connect(api.url))) == 1


async def test_lasting_trouble_is_told(api: ScriptedApi, connect: Open) -> None:
    client: AimlApi = await connect(api.url)
    for status, error in ((502, ProviderFailed), (401, StudioClosed), (403, StudioClosed)):
        api.on(LOGS, says({}, status))
        with pytest.raises(error):
            await read_log(client)
    api.on(LOGS, says({}, 429, retry_after="3600"))
    with pytest.raises(StudioBusy):
        await read_log(client)


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
    """Taken for empty, it would say of a charged picture that it was never asked for."""
    api.on(LOGS, sends(body, content_type="application/json"))
    with pytest.raises(ProviderFailed):
        await (await connect(api.url)).find("easel-1", 0)


def read_row(**changes: Any) -> LogRow | None:
    body = parsed(json.dumps({"data": [row(1, **changes)]}).encode())
    return page_of(body, 200, 100).rows[0][1]


@pytest.mark.parametrize(
    ("cost", "tokens"),
    [
        ({"credits": 63000, "usd": 0.0315}, 63000),
        ({"credits": 63000.0, "usd": 0}, 63000),
        ({"credits": None, "usd": 0.0315}, 63000),
        ({"usd": 0.0315}, 63000),
        ({"usd": 1}, 2_000_000),
        ({}, 0),
        (None, 0),
        ({"credits": -1, "usd": "many"}, 0),
    ],
)
def test_the_cost_of_a_row_is_in_tokens(cost: Any, tokens: int) -> None:
    """Two million tokens are one dollar, exactly: no float comes between."""
    found = read_row(cost=cost)
    assert found is not None
    assert found.cost == tokens


def test_a_charge_without_a_cost_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    read_row(cost=None)
    assert "no cost" in caplog.text


@pytest.mark.parametrize(
    ("created", "at_ms"),
    [
        ("1970-01-01T00:00:01.500Z", 1500),
        ("1970-01-01T00:00:01.500", 1500),
        ("1970-01-01T01:00:01.500+01:00", 1500),
        ("1970-01-01T00:00:01Z", 1000),
    ],
)
def test_the_time_of_a_row_is_utc_unless_it_says_otherwise(created: str, at_ms: int) -> None:
    found = read_row(created=created)
    assert found is not None
    assert found.created_at_ms == at_ms


@pytest.mark.parametrize("created", [None, 5, "", "yesterday", "99999-01-01T00:00:00Z"])
def test_a_row_without_a_time_is_skipped_and_noticed(created: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert read_row(created=created) is None
    assert "no time" in caplog.text


def test_a_request_that_was_not_ours_has_no_id() -> None:
    found = read_row(client_request_id=None)
    assert found is not None
    assert found.request_id == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*row(1), "data", "pagination", "total", "has_more"]), inner)
    ),
    max_leaves=20,
)
LIKELY_ROW = st.fixed_dictionaries(
    {}, optional={"status": st.sampled_from(["succeeded", "failed"]), "created": JSON, "cost": JSON}
)


@UNTIMED
@given(JSON | st.fixed_dictionaries({"data": st.lists(JSON | LIKELY_ROW), "pagination": JSON}))
def test_no_json_whatsoever_breaks_the_reading_of_a_page(body: Any) -> None:
    try:
        page = page_of(parsed(json.dumps(body).encode()), 200, 100)
    except ProviderFailed:
        return
    assert len(page.rows) == page.length
    assert page.more(page.length) in (True, False)


async def test_the_pace_is_kept_by_waiting() -> None:
    """Never more than the limit within any span, however the turns are asked for."""
    now, taken = 1000.0, []

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    pace = Pace(3, 60, clock=lambda: now, sleep=sleep)

    async def one() -> None:
        await pace.turn()
        taken.append(now)

    await asyncio.gather(*(one() for _ in range(5)))
    now += 59
    for _ in range(6):
        await one()
    assert len(taken) == 11
    assert all(later - earlier >= 60 for earlier, later in zip(taken, taken[3:], strict=False))
    assert taken[:3] == [1000.0] * 3


async def test_the_balance_is_exact(api: ScriptedApi, connect: Open) -> None:
    client: AimlApi = await connect(api.url)
    for number in ("123.45", "0", "-0.1", "1e2", "100000000000.01"):
        api.on(
            "/v2/billing",
            sends(f'{{"current_balance": {number}}}'.encode(), content_type="application/json"),
        )
        assert await client.balance() == Decimal(number)


@pytest.mark.parametrize("body", [b"", b"{}", b'{"current_balance": null}', b'{"current_balance": true}'])
async def test_a_balance_that_is_not_named_is_not_zero(api: ScriptedApi, connect: Open, body: bytes) -> None:
    api.on("/v2/billing", sends(body, content_type="application/json"))
    with pytest.raises(ProviderFailed):
        await (await connect(api.url)).balance()


@pytest.mark.parametrize(
    ("answer", "ready"),
    [
        (says({"current_balance": 0.01}), True),
        (says({"current_balance": 0}), False),
        (says({"current_balance": -3}), False),
        (says({}), False),
        (says({}, 401), False),
        (says({}, 429), False),
        (says({}, 503), False),
    ],
)
async def test_ready_is_a_good_key_with_money_left(
    api: ScriptedApi, connect: Open, answer: Answer, ready: bool
) -> None:
    """Asked while the studio is closed, to open it again: it never raises."""
    api.on("/v2/billing", answer)
    assert await (await connect(api.url)).ready() is ready


async def test_a_wrong_key_closes_the_studio(api: ScriptedApi, connect: Open) -> None:
    api.on("/v2/billing", says({"message": "Unauthorized"}, 401))
    with pytest.raises(StudioClosed) as caught:
        await (await connect(api.url)).balance()
    assert caught.value.reason == "key"

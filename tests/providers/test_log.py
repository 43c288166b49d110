"""Reads a whole period of the provider's log, each row once, within the API's rate limit."""

import asyncio

import pytest
from yarl import URL

from bot.errors import GenerationUnavailable, ProviderBusy, ProviderFailed
from bot.providers.aimlapi import AimlApi
from bot.providers.aimlapi.rate_limiter import RateLimiter
from bot.providers.aimlapi.request_log import RequestLog
from bot.providers.aimlapi.transport import Transport
from tests.providers.conftest import Open
from tests.providers.provider_log import LOGS, NOW_MS, Log, read_log, row
from tests.providers.scripted import ScriptedApi, says


async def test_a_period_is_read_whole_each_row_once(api: ScriptedApi, connect: Open) -> None:
    api.on(LOGS, Log(row(number, NOW_MS - number) for number in range(250, 0, -1)))
    rows = await read_log(await connect(api.url))
    assert [one.inference_id for one in rows] == [f"inf-{number}" for number in range(1, 251)]


async def test_a_period_has_its_first_moment_and_not_its_last(api: ScriptedApi, connect: Open) -> None:
    """This way, consecutive periods count every row once."""
    api.on(LOGS, Log(row(number, NOW_MS + number) for number in range(-3, 4)))
    client: AimlApi = await connect(api.url)
    rows = [one.created_at_ms - NOW_MS async for one in client.log(NOW_MS - 2, NOW_MS + 2)]
    assert rows == [1, 0, -1, -2]
    assert [one async for one in client.log(NOW_MS, NOW_MS)] == []


async def test_no_row_is_lost_where_the_ends_of_a_window_do_not_belong_to_it(
    api: ScriptedApi, connect: Open
) -> None:
    """The document doesn't say whether they do."""
    day_ms = 86_400_000
    log = Log(row(number, NOW_MS - number * day_ms) for number in range(181, 0, -1))
    log.ends_belong = False
    api.on(LOGS, log)
    client: AimlApi = await connect(api.url)
    rows = [one async for one in client.log(NOW_MS - 181 * day_ms, NOW_MS)]
    assert len(rows) == 181


async def test_a_long_period_is_asked_for_in_windows_the_api_takes(api: ScriptedApi, connect: Open) -> None:
    day_ms = 86_400_000
    api.on(LOGS, Log(row(day, NOW_MS - day * day_ms) for day in range(300, 0, -1)))
    client: AimlApi = await connect(api.url)
    rows = [one async for one in client.log(NOW_MS - 299 * day_ms, NOW_MS)]
    assert [one.inference_id for one in rows] == [f"inf-{day}" for day in range(1, 300)]


async def test_new_rows_while_the_pages_turn_repeat_none(api: ScriptedApi, connect: Open) -> None:
    """They push other rows onto the next page, which repeats them."""
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
    """If the count is too high or the pages never end, it reads the existing rows and stops."""
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
    for status, error in ((502, ProviderFailed), (401, GenerationUnavailable), (403, GenerationUnavailable)):
        api.on(LOGS, says({}, status))
        with pytest.raises(error):
            await read_log(client)
    api.on(LOGS, says({}, 429, retry_after="3600"))
    with pytest.raises(ProviderBusy):
        await read_log(client)


async def test_the_pace_is_kept_by_waiting() -> None:
    """There are never more than the limit within any span, however requests arrive."""
    now, taken = 1000.0, []

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    pace = RateLimiter(3, 60, clock=lambda: now, sleep=sleep)

    async def one() -> None:
        await pace.acquire()
        taken.append(now)

    await asyncio.gather(*(one() for _ in range(5)))
    now += 59
    for _ in range(6):
        await one()
    assert len(taken) == 11
    assert all(later - earlier >= 60 for earlier, later in zip(taken, taken[3:], strict=False))
    assert taken[:3] == [1000.0] * 3


async def test_pages_are_turned_at_the_pace_the_api_allows(api: ScriptedApi) -> None:
    log = Log(row(number, NOW_MS - number) for number in range(450, 0, -1))
    api.on(LOGS, log)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with Transport(URL(api.url), "key", 10) as calls:
        pace = RateLimiter(2, 60, clock=lambda: 0.0, sleep=sleep)
        reader = RequestLog(calls, pace, answer_seconds=10, pause_seconds=0, clock=lambda: NOW_MS / 1000)
        assert len([one async for one in reader.rows(NOW_MS - 1000, NOW_MS)]) == 450
    assert log.pages == 5
    assert slept == [60, 60, 60]

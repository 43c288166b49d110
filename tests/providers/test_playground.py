"""The provider against the playground's image API, with every fault, over real sockets.

Every fault must end in its error, and the reported costs must match the API's own log.
"""

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.errors import (
    EaselError,
    GenerationUnavailable,
    OutcomeUnknown,
    PictureLost,
    PromptRefused,
    ProviderBusy,
    ProviderFailed,
    RequestRejected,
)
from bot.generation.models import PictureFormat, Size
from bot.providers.aimlapi import AimlApi, Timeouts
from playground.image_api import Endpoint, Fault, Group
from tests.providers.conftest import REQUEST, Open, Running

# Short only for faults that never end by themselves.
PATIENT_FOR_ANSWERS = Timeouts(download_seconds=1, pause_seconds=0.001)
IMPATIENT = Timeouts(answer_seconds=0.5, query_seconds=0.5, pause_seconds=0.001)
PRICE = 63_000

ENDS_IN: dict[Fault, type[EaselError]] = {
    Fault.BODY_INVALID: RequestRejected,
    Fault.PROMPT_REFUSED: PromptRefused,
    Fault.STATUS_CODE_AS_STRING: PromptRefused,
    Fault.KEY_REJECTED: GenerationUnavailable,
    Fault.OUT_OF_CREDITS: GenerationUnavailable,
    Fault.NOT_ALLOWED: GenerationUnavailable,
    Fault.NOT_FOUND: GenerationUnavailable,
    Fault.RATE_LIMITED: ProviderBusy,
    Fault.RATE_LIMITED_SILENTLY: ProviderBusy,
    Fault.SERVER_FAILED: ProviderFailed,
    Fault.BAD_GATEWAY: ProviderFailed,
    Fault.UNAVAILABLE: ProviderFailed,
    Fault.GENERATION_TIMED_OUT: ProviderFailed,
    Fault.ERROR_NOT_JSON: ProviderFailed,
    Fault.BROKEN_BILLED: OutcomeUnknown,
    Fault.BROKEN_UNBILLED: OutcomeUnknown,
    Fault.BROKEN_UNRECORDED: OutcomeUnknown,
    Fault.NEVER_ANSWERS: OutcomeUnknown,
    Fault.NEVER_ANSWERS_UNBILLED: OutcomeUnknown,
    Fault.BROKEN_MID_ANSWER: PictureLost,
    Fault.DATA_NULL: PictureLost,
    Fault.DATA_EMPTY: PictureLost,
    Fault.PICTURE_NULL: PictureLost,
    Fault.ANSWER_NOT_JSON: PictureLost,
    Fault.FILE_NOT_FOUND: PictureLost,
    Fault.FILE_SERVER_ERROR: PictureLost,
    Fault.FILE_REDIRECTS_INWARD: PictureLost,
    Fault.FILE_PLAIN_HTTP: PictureLost,
    Fault.FILE_NOT_AN_IMAGE: PictureLost,
    Fault.FILE_ENDLESS: PictureLost,
    Fault.FILE_HUGE: PictureLost,
    Fault.FILE_STALLS: PictureLost,
    Fault.FILE_TRUNCATED: PictureLost,
    Fault.FILE_HALF_SEALED: PictureLost,
}
SUCCEEDS = set(Fault) - set(ENDS_IN)


@pytest.mark.parametrize("fault", [*ENDS_IN], ids=lambda fault: fault.name)
async def test_every_failure_ends_in_its_error_after_one_post(
    playground: Running, connect: Open, fault: Fault
) -> None:
    playground.api.faults.next(fault)
    timeouts = PATIENT_FOR_ANSWERS if fault.group is Group.FILE else IMPATIENT
    client: AimlApi = await connect(playground.url, timeouts=timeouts)
    with pytest.raises(ENDS_IN[fault]) as caught:
        await client.generate(REQUEST, "easel-1")
    assert len(playground.api.requests) == 1
    charged = sum(row["cost"]["credits"] for row in playground.api.charges)
    assert charged == (PRICE if fault.billed else 0)
    if isinstance(caught.value, PictureLost):
        assert caught.value.cost == PRICE


@pytest.mark.parametrize(
    "fault", sorted(SUCCEEDS, key=lambda fault: fault.name), ids=lambda fault: fault.name
)
async def test_every_odd_success_is_a_picture_at_its_cost(
    playground: Running, connect: Open, fault: Fault
) -> None:
    playground.api.faults.next(fault)
    client: AimlApi = await connect(playground.url)
    outcome = await client.generate(REQUEST, "easel-1")
    size = (outcome.picture.width, outcome.picture.height)
    assert size == ((1456, 496) if fault is Fault.OTHER_SIZE else (1472, 512))
    assert outcome.picture.format is (
        PictureFormat.JPEG if fault is Fault.OTHER_FORMAT else PictureFormat.PNG
    )
    assert outcome.cost == (None if fault is Fault.NO_COST else PRICE)
    assert outcome.inference_id == playground.api.charges[0]["inference_id"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.KEY_REJECTED, "key"),
        (Fault.OUT_OF_CREDITS, "credits"),
        (Fault.NOT_ALLOWED, "forbidden"),
        (Fault.NOT_FOUND, "model"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
async def test_the_operator_is_told_what_to_mend(
    playground: Running, connect: Open, fault: Fault, reason: str
) -> None:
    playground.api.faults.next(fault)
    client: AimlApi = await connect(playground.url)
    with pytest.raises(GenerationUnavailable) as caught:
        await client.generate(REQUEST, "easel-1")
    assert caught.value.reason == reason
    assert caught.value.detail


async def test_a_rate_limit_says_how_long(playground: Running, connect: Open) -> None:
    client: AimlApi = await connect(playground.url)
    for fault, seconds in ((Fault.RATE_LIMITED, 3.0), (Fault.RATE_LIMITED_SILENTLY, None)):
        playground.api.faults.next(fault)
        with pytest.raises(ProviderBusy) as caught:
            await client.generate(REQUEST, "easel-1")
        assert caught.value.retry_after_seconds == seconds


@pytest.mark.parametrize(
    ("fault", "charged"),
    [
        (Fault.BROKEN_BILLED, True),
        (Fault.NEVER_ANSWERS, True),
        (Fault.BROKEN_UNBILLED, False),
        (Fault.NEVER_ANSWERS_UNBILLED, False),
        (Fault.BROKEN_UNRECORDED, None),
    ],
    ids=lambda value: getattr(value, "name", value),
)
async def test_the_log_tells_the_fate_of_what_was_never_answered(
    playground: Running, connect: Open, fault: Fault, charged: bool | None
) -> None:
    """They were charged, failed or never arrived."""
    playground.api.faults.next(fault)
    client: AimlApi = await connect(playground.url, timeouts=IMPATIENT)
    with pytest.raises(OutcomeUnknown):
        await client.generate(REQUEST, "easel-1")
    found = await client.find("easel-1", 0)
    assert (found and found.succeeded) is charged
    if found:
        assert found.cost == (PRICE if charged else 0)


async def test_the_whole_log_is_what_was_charged(playground: Running, connect: Open) -> None:
    """Every row appears once with our ids and the provider's costs, for `reconcile`."""
    client: AimlApi = await connect(playground.url)
    for number in range(120):
        if number % 7 == 0:
            playground.api.faults.next(Fault.SERVER_FAILED)
        request = replace(REQUEST, size=Size(512, 512) if number % 2 else Size(1472, 1024))
        try:
            await client.generate(request, f"easel-{number}")
        except ProviderFailed:
            assert number % 7 == 0
    now_ms = time.time_ns() // 1_000_000
    rows = [row async for row in client.log(now_ms - 3_600_000, now_ms + 1000)]
    assert len(rows) == 120
    assert {(row.request_id, row.inference_id, row.succeeded, row.cost) for row in rows} == {
        (row["client_request_id"], row["inference_id"], row["status"] == "succeeded", row["cost"]["credits"])
        for row in playground.api.charges
    }


async def test_the_balance_falls_by_what_was_charged(playground: Running, connect: Open) -> None:
    client: AimlApi = await connect(playground.url)
    before = await client.balance()
    outcome = await client.generate(REQUEST, "easel-1")
    assert outcome.cost is not None
    assert before - await client.balance() == Decimal(outcome.cost) / 2_000_000


@pytest.mark.parametrize(
    "fault", [fault for fault in ENDS_IN if fault.group is Group.CONNECTION], ids=lambda fault: fault.name
)
@pytest.mark.parametrize("endpoint", [Endpoint.LOGS, Endpoint.BILLING])
async def test_a_question_without_an_answer_fails(
    playground: Running, connect: Open, fault: Fault, endpoint: Endpoint
) -> None:
    """aiohttp itself retries a GET once if its connection broke."""
    playground.api.faults.next(fault, times=2, endpoint=endpoint)
    client: AimlApi = await connect(playground.url, timeouts=IMPATIENT)
    with pytest.raises(ProviderFailed):
        await (client.balance() if endpoint is Endpoint.BILLING else client.find("easel-1", 0))

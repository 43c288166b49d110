"""Every row of the image API's error table, and what gateways make of them."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    EaselError,
    GenerationUnavailable,
    OutcomeUnknown,
    PromptRefused,
    ProviderBusy,
    ProviderFailed,
    RequestRejected,
)
from bot.providers.aimlapi.error_mapping import Response, error_of, retry_after_seconds, shortened
from tests.providers.conftest import KEY, REQUEST, UNTIMED, Open
from tests.providers.scripted import GENERATIONS, ScriptedApi, says, sends

HTML = b"<html><head><style>p {}</style><title>502</title></head><body><h1>Bad gateway</h1></body></html>"


def documented(status: int, message: Any) -> dict[str, Any]:
    return {
        "message": message,
        "path": GENERATIONS,
        "requestId": "req-1",
        "statusCode": status,
        "timestamp": "2026-07-02T03:04:05.000Z",
    }


async def refused(api: ScriptedApi, connect: Open, answer: Any) -> EaselError:
    api.on(GENERATIONS, answer)
    with pytest.raises(EaselError) as caught:
        await (await connect(api.url)).generate(REQUEST, "easel-1")
    return caught.value


@pytest.mark.parametrize("status", [400, 422])
@pytest.mark.parametrize(
    "message",
    [
        "The prompt was flagged by the safety checker.",
        "Content policy violation",
        "Request blocked: NSFW",
        "Body validation error: prompt: must have at most 4000 characters",
        "prompt rejected",
    ],
)
async def test_a_refused_prompt_is_the_members_to_change(
    api: ScriptedApi, connect: Open, status: int, message: str
) -> None:
    """The provider's own message says what was wrong with it."""
    error = await refused(api, connect, says(documented(status, message), status))
    assert isinstance(error, PromptRefused)
    assert error.detail == message


@pytest.mark.parametrize("status", [400, 413, 422])
@pytest.mark.parametrize(
    "message",
    [
        "Body validation error: safety_tolerance: is not accepted at the moment",
        "Body validation error: image_size.width: must be a multiple of 32",
        "Body validation error: prompt, seed: are wrong",
        "Request body is too large",
        "An explicit width is required",
        "The prompt and image_size don't go together",
        "",
    ],
)
async def test_a_rejected_field_is_the_bots_mistake(
    api: ScriptedApi, connect: Open, status: int, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Another prompt wouldn't help, so the member isn't asked for one. The log has an error for the owner."""
    error = await refused(api, connect, says(documented(status, message), status))
    assert isinstance(error, RequestRejected)
    assert (error.status, error.detail) == (status, message)
    assert [record.levelname for record in caplog.records if record.name.startswith("bot.")] == ["ERROR"]


@pytest.mark.parametrize(
    ("status", "message", "reason"),
    [
        (401, "Unauthorized", "key"),
        (402, "no", "credits"),
        (403, "You've run out of credits. Please top up your balance to continue.", "credits"),
        (403, "Insufficient funds", "credits"),
        (403, "This key is not allowed to use the requested model.", "forbidden"),
        (403, "", "forbidden"),
        (404, "The requested model was not found.", "model"),
        (404, "Cannot POST /v1/v1/images/generations", "url"),
        (405, "no", "url"),
        (301, "no", "url"),
    ],
)
async def test_what_only_the_owner_can_fix_says_what_it_is(
    api: ScriptedApi, connect: Open, status: int, message: str, reason: str
) -> None:
    """Key, credit, permission, model and address problems each have their own reason."""
    error = await refused(api, connect, says(documented(status, message), status))
    assert isinstance(error, GenerationUnavailable)
    assert (error.reason, error.detail) == (reason, "301 instead of an answer" if status == 301 else message)


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": "flagged as NSFW", "code": 400}},
        {"error": "content_policy_violation"},
        {"detail": [{"loc": ["body"], "message": "the prompt is not allowed"}]},
        {"errors": ["moderation failed"]},
        "moderation failed",
    ],
)
async def test_a_refusal_is_understood_in_other_shapes(api: ScriptedApi, connect: Open, body: Any) -> None:
    """A proxy can pass on its partner's own error body."""
    assert isinstance(await refused(api, connect, says(body, 400)), PromptRefused)


async def test_a_rate_limit_asks_for_patience(api: ScriptedApi, connect: Open) -> None:
    error = await refused(api, connect, says(documented(429, "10 requests per hour"), 429, retry_after="120"))
    assert isinstance(error, ProviderBusy)
    assert error.retry_after_seconds == 120


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_failure_at_their_side_is_known_to_be_free(
    api: ScriptedApi, connect: Open, status: int
) -> None:
    error = await refused(api, connect, says(documented(status, "partner failed"), status))
    assert isinstance(error, ProviderFailed)
    assert (error.status, error.detail, error.sent) == (status, "partner failed", True)


@pytest.mark.parametrize("status", [520, 522, 524, 530, 599])
async def test_a_gateway_that_lost_sight_of_the_request_leaves_its_fate_open(
    api: ScriptedApi, connect: Open, status: int
) -> None:
    """After a 524 the picture is still being made and will be charged. Only the log knows."""
    error = await refused(api, connect, sends(HTML, status, "text/html"))
    assert isinstance(error, OutcomeUnknown)
    assert str(status) in error.detail


@pytest.mark.parametrize("status", [406, 408, 410, 418, 451])
async def test_a_refusal_that_is_not_documented_is_free_and_closes_nothing(
    api: ScriptedApi, connect: Open, status: int
) -> None:
    error = await refused(api, connect, says(documented(status, "?"), status))
    assert isinstance(error, ProviderFailed)
    assert error.status == status


async def test_a_gateways_html_is_told_as_its_text(api: ScriptedApi, connect: Open) -> None:
    error = await refused(api, connect, sends(HTML, 502, "text/html"))
    assert isinstance(error, ProviderFailed)
    assert error.detail == "502 Bad gateway"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", ""),
        (b"upstream timed out", "upstream timed out"),
        (b"null", ""),
        (b"[1]", ""),
        (b'{"message": null}', ""),
        (b'{"message": {"a": 1}}', ""),
        (b'{"message": ["prompt is long", "seed is low"]}', "prompt is long; seed is low"),
        (b'{"message": "no", "statusCode": "500"}', "no"),
        (b"\xff\xfe", "��"),
        (b"<!-- never closed", "<!-- never closed"),
    ],
)
async def test_any_body_of_a_failure_is_told_as_well_as_can_be(
    api: ScriptedApi, connect: Open, body: bytes, detail: str
) -> None:
    error = await refused(api, connect, sends(body, 500, "application/json"))
    assert isinstance(error, ProviderFailed)
    assert error.detail == detail


async def test_the_status_line_counts_not_what_the_body_says(api: ScriptedApi, connect: Open) -> None:
    error = await refused(api, connect, says(documented(200, "ok"), 503))
    assert isinstance(error, ProviderFailed)
    assert error.status == 503


async def test_a_detail_is_one_short_line_without_the_key(api: ScriptedApi, connect: Open) -> None:
    """Details go into the log, and those of a refusal go to the member."""
    message = f"invalid key {KEY}\n\x1b[31m" + "blah " * 1000
    for status in (400, 401, 500, 520):
        error = await refused(api, connect, says(documented(status, message), status))
        detail = getattr(error, "detail", "")
        assert "invalid key [key]" in detail
        assert len(detail) <= 300
        assert detail.isprintable()


async def test_an_endless_failure_is_not_read_to_its_end(
    api: ScriptedApi, connect: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.providers.aimlapi.client.ANSWER_BYTES", 1000)
    error = await refused(api, connect, sends(b"x" * 2000, 500))
    assert isinstance(error, ProviderFailed)
    assert "1000 bytes" in error.detail


def asked(**headers: str) -> float | None:
    return retry_after_seconds(Response(429, {name.replace("_", "-"): v for name, v in headers.items()}, b""))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("999999999", 86_400.0),
        ("-5", None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("1e3", None),
        ("٣", None),
        ("Wed, 99 Foo 2026 99:99:99 GMT", None),
    ],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert asked(Retry_After=value) == seconds


def test_retry_after_as_a_date_is_counted_from_the_senders_own_clock() -> None:
    """The sender's clock can differ from ours. Its `Date` header says what time it has."""
    theirs = datetime(2020, 1, 1, tzinfo=UTC)
    at = format_datetime(theirs + timedelta(seconds=90), usegmt=True)
    assert asked(Retry_After=at, Date=format_datetime(theirs, usegmt=True)) == 90
    assert asked(Retry_After=at) == 0


def test_no_retry_after_is_none() -> None:
    assert asked() is None


@UNTIMED
@given(st.integers(300, 999), st.binary(), st.text(), st.text())
def test_every_failure_is_one_of_our_errors(status: int, body: bytes, header: str, date: str) -> None:
    reply = Response(status, {"Retry-After": header, "Date": date}, body)
    assert isinstance(error_of(reply, lambda text: text), EaselError)


@UNTIMED
@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_is_one_printable_line_of_that_length(text: str, limit: int) -> None:
    line = shortened(text, limit)
    assert len(line) <= limit
    assert line == "" or line.isprintable()


async def test_the_connection_is_not_reused_after_a_failure(api: ScriptedApi, connect: Open) -> None:
    """Each request has its own connection (see `Calls`)."""
    ports: set[Any] = set()

    def note(request: web.Request) -> web.Response:
        assert request.transport is not None
        ports.add(request.transport.get_extra_info("peername"))
        return web.json_response({}, status=500)

    api.on(GENERATIONS, note)
    client = await connect(api.url)
    for _ in range(3):
        with pytest.raises(ProviderFailed):
            await client.generate(REQUEST, "easel-1")
    assert len(ports) == 3

"""Reads the picture and its cost from a successful answer, or finds that the picture is lost."""

import base64
import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PictureLost
from bot.generation.models import PictureFormat
from bot.providers.aimlapi.answer import Answer, read_answer, tokens
from bot.providers.aimlapi.error_mapping import Response
from tests.providers.conftest import REQUEST, UNTIMED, Open, picture_bytes
from tests.providers.scripted import GENERATIONS, ScriptedApi, says, sends


def read(body: Any, **headers: str) -> Answer:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_answer(Response(200, names, data))


def used(**usage: Any) -> dict[str, Any]:
    return {"data": [{"url": "https://cdn.example/p.png"}], "meta": {"usage": usage}}


@pytest.mark.parametrize("status", [200, 201, 202])
@pytest.mark.parametrize("kind", list(PictureFormat))
async def test_a_picture_comes_with_its_real_size_and_its_cost(
    api: ScriptedApi, connect: Open, status: int, kind: PictureFormat
) -> None:
    """Size and format come from the bytes, whatever was requested and whatever the content type says."""
    api.on(
        GENERATIONS,
        says(
            {
                "data": [{"url": f"{api.url}/p", "b64_json": None}],
                "meta": {"usage": {"tokens_used": 63000}},
            },
            status=status,
            x_inference_id="inf-1",
        ),
    )
    api.on("/p", sends(picture_bytes(kind, (80, 40)), content_type="text/html"))
    outcome = await (await connect(api.url)).generate(REQUEST, "easel-1")
    assert (outcome.picture.width, outcome.picture.height) == (80, 40)
    assert outcome.picture.format is kind
    assert outcome.picture.data == picture_bytes(kind, (80, 40))
    assert (outcome.cost, outcome.inference_id) == (63000, "inf-1")


async def test_a_picture_in_the_answer_itself_needs_no_download(api: ScriptedApi, connect: Open) -> None:
    data = picture_bytes()
    body = {"data": [{"url": f"{api.url}/p.png", "b64_json": base64.b64encode(data).decode()}]}
    api.on(GENERATIONS, says(body))
    outcome = await (await connect(api.url)).generate(REQUEST, "easel-1")
    assert outcome.picture.data == data
    assert not api.to("/p.png")


async def test_a_cost_that_nobody_named_is_none(api: ScriptedApi, connect: Open) -> None:
    api.on(GENERATIONS, says({"data": [{"url": f"{api.url}/p.png"}], "meta": None}))
    api.on("/p.png", sends(picture_bytes()))
    outcome = await (await connect(api.url)).generate(REQUEST, "easel-1")
    assert outcome.cost is None
    assert outcome.inference_id is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>fine</html>",
        b"{",
        b"null",
        b"[]",
        b"17",
        b'"data"',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"data": null}',
        b'{"data": []}',
        b'{"data": {}}',
        b'{"data": [null, 3, "x"]}',
        b'{"data": [{"url": null, "b64_json": null}]}',
        b'{"data": [{"url": "", "b64_json": ""}]}',
        b'{"data": [{"url": 5}]}',
        b'{"data": [{"b64_json": "%%%"}]}',
        b'{"data": [{"b64_json": "aGVsbG8="}]}',  # "hello"
        b'{"data": [{"url": "not a url"}]}',
        b'{"data": [{"url": "http://["}]}',
        b'{"data": [{"url": "data:image/png;base64,aGVsbG8="}]}',
    ],
)
async def test_a_success_without_a_picture_is_lost_with_its_cost(
    api: ScriptedApi, connect: Open, body: bytes
) -> None:
    """A success is charged, even if it has no picture."""
    api.on(GENERATIONS, sends(body, content_type="application/json", x_aimlapi_credits_used="63000"))
    with pytest.raises(PictureLost) as caught:
        await (await connect(api.url)).generate(REQUEST, "easel-1")
    assert caught.value.cost == 63000
    assert caught.value.detail


async def test_a_loss_that_nobody_priced_has_no_cost(api: ScriptedApi, connect: Open) -> None:
    api.on(GENERATIONS, sends(b"{}", content_type="application/json"))
    with pytest.raises(PictureLost) as caught:
        await (await connect(api.url)).generate(REQUEST, "easel-1")
    assert caught.value.cost is None


async def test_a_download_that_is_no_picture_is_lost_with_its_cost(api: ScriptedApi, connect: Open) -> None:
    body = {"data": [{"url": f"{api.url}/p.png"}], "meta": {"usage": {"credits_used": 63000}}}
    api.on(GENERATIONS, says(body))
    client = await connect(api.url)
    for data in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture_bytes()[:-40]):
        api.on("/p.png", sends(data))
        with pytest.raises(PictureLost) as caught:
            await client.generate(REQUEST, "easel-1")
        assert caught.value.cost == 63000


@pytest.mark.parametrize(
    ("named", "cost"),
    [
        (63000, 63000),
        (63000.0, 63000),
        (63000.2, 63001),
        ("63000", 63000),
        (0, 0),
        (True, None),
        (None, None),
        (-1, None),
        ("many", None),
        ("NaN", None),
        ("Infinity", None),
        (10**30, None),
        ([63000], None),
        ({"tokens": 1}, None),
    ],
)
def test_a_cost_is_a_whole_number_of_tokens_or_not_named(named: Any, cost: int | None) -> None:
    """Fractions of a token are rounded up, so that members never settle less than was charged."""
    assert read(used(tokens_used=named)).cost == cost
    assert read(used(credits_used=named)).cost == cost


def test_numbers_that_json_does_not_know_are_not_a_cost() -> None:
    for number in (b"NaN", b"Infinity", b"-Infinity", b"1e400", b"1e-400", b"9" * 5000):
        cost = read(b'{"data": [], "meta": {"usage": {"tokens_used": ' + number + b"}}}").cost
        assert cost is None or cost == 1


def test_the_header_speaks_where_the_body_is_silent() -> None:
    for body in ({}, {"meta": None}, {"meta": {"usage": None}}, used(), used(tokens_used=None), b"<html>"):
        assert read(body, x_aimlapi_credits_used="94500").cost == 94500


def test_where_costs_differ_the_body_wins_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    answer = read(used(tokens_used=63000), x_aimlapi_credits_used="94500", x_inference_id="inf-9")
    assert answer.cost == 63000
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert "94500" in record.getMessage()
    assert "inf-9" in record.getMessage()


def test_where_costs_agree_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    read(used(tokens_used=63000.0, credits_used=63000), x_aimlapi_credits_used="63000")
    assert not caplog.records


def test_an_inference_id_is_one_short_line() -> None:
    assert read({}, x_inference_id="inf\x1b[31m-1" + "x" * 500).inference_id is not None
    identity = read({}, x_inference_id="inf\x1b[31m-1" + "x" * 500).inference_id or ""
    assert identity.isprintable()
    assert len(identity) <= 128


def test_the_first_usable_picture_of_several_is_taken() -> None:
    answer = read({"data": [None, {"url": None}, {"url": "https://a/1"}, {"url": "https://a/2"}]})
    assert answer.sources == ("https://a/1", "https://a/2")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["data", "url", "b64_json", "meta", "usage", "tokens_used", "credits_used"])
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
LIKELY = st.fixed_dictionaries(
    {},
    optional={
        "data": JSON | st.lists(st.fixed_dictionaries({}, optional={"url": JSON, "b64_json": JSON})),
        "meta": JSON
        | st.fixed_dictionaries(
            {"usage": JSON | st.fixed_dictionaries({}, optional={"tokens_used": JSON, "credits_used": JSON})}
        ),
    },
)


@UNTIMED
@given(JSON | LIKELY, st.text())
def test_no_json_whatsoever_breaks_the_reading(body: Any, header: str) -> None:
    """Every body is read as an answer, with bytes, an address, or what's wrong with it."""
    answer = read(json.dumps(body).encode(), x_aimlapi_credits_used=header, x_inference_id=header)
    assert bool(answer.sources) != bool(answer.flaw)
    assert answer.cost is None or (type(answer.cost) is int and answer.cost >= 0)


@UNTIMED
@given(st.binary())
def test_no_bytes_whatsoever_break_the_reading(body: bytes) -> None:
    answer = read(body)
    assert bool(answer.sources) != bool(answer.flaw)


@UNTIMED
@given(st.integers(min_value=0, max_value=2**53))
def test_every_amount_is_read_as_it_was_written(amount: int) -> None:
    assert tokens(amount) == tokens(str(amount)) == amount

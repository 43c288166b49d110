"""Reads one row of the provider's log."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ProviderFailed
from bot.generation.ports import LogRow
from bot.providers.aimlapi.answer import parsed
from bot.providers.aimlapi.request_log import page_of
from tests.providers.conftest import UNTIMED
from tests.providers.provider_log import row


def read_row(**changes: Any) -> LogRow | None:
    body = parsed(json.dumps({"data": [row(1, **changes)]}).encode())
    return page_of(body, 200).rows[0][1]


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
    """Two million tokens are exactly one dollar. No floats are involved."""
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
        page = page_of(parsed(json.dumps(body).encode()), 200)
    except ProviderFailed:
        return
    assert len(page.rows) == page.length
    assert page.more(page.length) in (True, False)

"""Ids as people type them."""

import pytest

from bot.snowflakes import parse_snowflake


@pytest.mark.parametrize(
    ("typed", "number"), [("1", 1), (" 80351110224678912 ", 80351110224678912), (str(2**63 - 1), 2**63 - 1)]
)
def test_an_id_is_read(typed: str, number: int) -> None:
    """Digits, with spaces around them."""
    assert parse_snowflake(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "-1",
        "+1",
        "9223372036854775808",
        "9" * 5_000,
        "1e3",
        "1.0",
        "1_000",
        "0x10",
        "٣",
        "１",
        "²",
        "12 34",
        "<@1>",
        "none",
    ],
)
def test_anything_else_is_refused(typed: str) -> None:
    """Numbers that don't fit a database column, and digits of other scripts, are refused."""
    with pytest.raises(ValueError, match="not an id"):
        parse_snowflake(typed)

"""Other people's text is shown on cards but has no effect."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cogs.texts.formatting import escape, one_line, truncate, units

ACTIVE = r"\`*_~|>#+-[]()<@:/"


def shown(escaped: str) -> str:
    """How Discord's clients show backslash escapes: the character after it, literally."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escaped)


@pytest.mark.parametrize(
    "hostile",
    [
        "@everyone @here <@123> <@&456> <#789> </imagine:1>",
        "# heading\n- list\n> quote\n>>> quotes\n-# small\n1. first\n+ plus",
        "**bold** *it* __under__ ~~gone~~ ||hidden|| `code` ```block```",
        "[a link](https://example.org) https://example.org <https://example.org> discord.gg/easel",
        "<t:0:R> <:emoji:1> <a:emoji:1> :smile:",
        "\\*already escaped\\*",
    ],
)
def test_what_is_typed_is_what_is_read(hostile):
    """The card shows a prompt full of markdown and mentions as it was typed, in one line."""
    assert shown(escape(hostile, 4000)) == one_line(hostile)


@pytest.mark.parametrize("hostile", ["@everyone", "<@1>", "# a", "||a||", "https://a.example", "[a](b)"])
def test_nothing_active_is_left(hostile):
    """Every character that starts markdown, a mention or a link has a backslash before it."""
    left = re.sub(r"\\[^0-9A-Za-z\s]", "", escape(hostile, 4000))
    assert not set(left) & set(ACTIVE)


@settings(deadline=None)
@given(st.text(max_size=600), st.integers(1, 300))
@example("*" * 600, 7)
@example("\N{LOWER LEFT PAINTBRUSH}" * 300, 10)
@example("\\" * 300, 2)
def test_the_limit_holds_however_much_is_escaped(text, limit):
    """The result never exceeds its limit, and shows the text or the start of it."""
    result = escape(text, limit)
    assert units(result) <= limit
    whole = one_line(text)
    if not result.endswith("…") or shown(result) == whole:
        assert shown(result) == whole
    else:
        assert whole.startswith(shown(result)[:-1])


@given(st.text(max_size=100), st.integers(1, 50))
def test_cut_never_breaks_a_character(text, limit):
    """Text that's cut for display stays within its limit and ends with a whole character."""
    flat = one_line(text)
    result = truncate(flat, limit)
    assert units(result) <= limit
    assert result == flat or flat.startswith(result.removesuffix("…").rstrip())


def test_only_what_is_dangerous_is_left_out():
    """Characters that would garble the rest of the card are removed."""
    assert one_line("a\u202eb\u0007c\u2066d\ud83ce") == "abcde"
    assert one_line("a" + "\u200b" * 50 + "b") == "a\u200b\u200bb"
    assert one_line("e" + "\u0301" * 50) == "e" + "\u0301" * 6
    assert one_line("a\U000e0068\U000e0069\U000e007fb") == "ab"


@pytest.mark.parametrize(
    "typed",
    [
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # Scotland
        "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",  # Wales
        "\N{WOMAN}\u200d\N{ARTIST PALETTE}\ufe0f",
        "❤\ufe0f\u200d🔥 👩🏽\u200d❤\ufe0f\u200d👨🏿",
        "\u0633\u0644\u0627\u0645 \u06dd\u0661 \u200f(a)\u200e",  # an end of ayah, and direction marks
        "\u0915\u094d\u200d\u0937 \u0646\u200c\u0647",  # joiners that some scripts need
        "co\u00adop \u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",
    ],
)
def test_everything_else_is_shown_as_typed(typed):
    """Flags, emoji and scripts keep all their characters, even invisible ones."""
    assert one_line(typed) == typed

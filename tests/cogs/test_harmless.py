"""Other people's words on a card are shown, never obeyed."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cogs.wording.harmless import cut, harmless, one_line, units

ACTIVE = r"\`*_~|>#+-[]()<@:/"


def shown(escaped: str) -> str:
    """What Discord's clients make of backslash escapes: the character after it, literally."""
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
    """A prompt full of markdown and mentions reads on the card as it was typed, in one line."""
    assert shown(harmless(hostile, 4000)) == one_line(hostile)


@pytest.mark.parametrize("hostile", ["@everyone", "<@1>", "# a", "||a||", "https://a.example", "[a](b)"])
def test_nothing_active_is_left(hostile):
    """No character that starts markdown, a mention or a link stands without a backslash before it."""
    left = re.sub(r"\\[^0-9A-Za-z\s]", "", harmless(hostile, 4000))
    assert not set(left) & set(ACTIVE)


@settings(deadline=None)
@given(st.text(max_size=600), st.integers(1, 300))
@example("*" * 600, 7)
@example("\N{LOWER LEFT PAINTBRUSH}" * 300, 10)
@example("\\" * 300, 2)
def test_the_limit_holds_however_much_is_escaped(text, limit):
    """The result never takes more than its limit, and shows the text or a beginning of it."""
    result = harmless(text, limit)
    assert units(result) <= limit
    whole = one_line(text)
    if not result.endswith("…") or shown(result) == whole:
        assert shown(result) == whole
    else:
        assert whole.startswith(shown(result)[:-1])


@given(st.text(max_size=100), st.integers(1, 50))
def test_cut_never_breaks_a_character(text, limit):
    """Text cut for display stays within its limit and ends with a whole character."""
    flat = one_line(text)
    result = cut(flat, limit)
    assert units(result) <= limit
    assert result == flat or flat.startswith(result.removesuffix("…").rstrip())


def test_what_turns_the_writing_direction_is_left_out():
    """Invisible characters that would garble the rest of the card are not shown; emoji stay whole."""
    assert one_line("a\u202eb\u0007c\u2066d") == "abcd"
    assert one_line("\N{WOMAN}\u200d\N{ARTIST PALETTE}\ufe0f") == "\N{WOMAN}\u200d\N{ARTIST PALETTE}\ufe0f"

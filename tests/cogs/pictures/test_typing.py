"""Whatever people type is taken or refused. It breaks no message, mentions nobody and ends in no bug."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.servers.refusals import InvalidSetting
from bot.servers.typed import parse_number, parse_seconds
from playground.discord.resolving import ClientRefused
from tests.cogs.pictures.showing import member_card, picture, settings_page, setup_card
from tests.cogs.reading import read

BUG = re.compile(r"E-[0-9a-f]{8}")

nasty = st.sampled_from(
    [
        "@everyone",
        "<@489767200358400000>",
        "<@&1>",
        "```",
        "||",
        "[a](https://example.com)",
        "{prompt}",
        "\u202e",
        "\u200b",
        "a" * 3_999,
        "*" * 300,
        "🦊" * 200,
        "\\",
        "> # -# ",
        "9" * 30,
        "-1",
        "1e9",
        "1,5m",
        "\x00",
        "{ $x }",
    ]
)
texts = st.lists(nasty | st.text(max_size=40), min_size=1, max_size=4).map("".join)

# How the form is reached, the button that opens it, and who types into it.
FORMS = {
    "remix": (picture, "remix", "juniper"),
    "edit": (picture, "edit", "juniper"),
    "style": (settings_page("pictures"), "add", "rowan"),
    "blocked words": (settings_page("safety"), "words", "rowan"),
    "number": (settings_page("access"), "number", "rowan"),
    "time zone": (settings_page("language"), "other", "rowan"),
    "grant": (member_card, "grant", "rowan"),
    "freeze": (member_card, "freeze", "rowan"),
    "allowance": (setup_card, "limit", "rowan"),
    "server's limit": (setup_card, "cap", "rowan"),
}


@pytest.mark.parametrize("name", FORMS)
@given(typed=texts)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_form_takes_or_refuses_what_is_typed(studio, name, typed):
    """In every field at once, up to its length."""
    show, verb, actor = FORMS[name]
    person = studio.person(actor)
    form = await studio.form(person, await show(studio), verb)
    fields = [label["component"] for label in form["components"] if "component" in label]
    values = {field["custom_id"]: typed[: field.get("max_length", 4_000)] for field in fields}
    try:
        await (await person.submit(form, values)).answered()
    except ClientRefused:  # Discord's own client doesn't let them
        person.close_modal(form)
        return
    await studio.settled()
    seen = [*studio.person("alder").messages(studio.channel_id), *person.messages(studio.channel_id)]
    assert not [message for message in seen if BUG.search(read(message))]
    assert not [message for message in seen if message["mention_everyone"] or message["mentions"]]


@given(st.text(max_size=40) | texts)
@settings(max_examples=200)
def test_every_number_and_span_is_read_or_refused(typed):
    """Never anything but a whole number that isn't negative, or none."""
    for parse in (parse_number, parse_seconds):
        try:
            found = parse("most_per_day", typed)
        except InvalidSetting:
            continue
        assert found is None or found >= 0


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("90", 90),
        ("90 s", 90),
        ("2 min", 120),
        ("1h 30m", 5_400),
        ("1 Std. 5 Min.", 3_900),
        ("1 día", 86_400),
        ("", None),
        ("0", None),
        ("none", None),
    ],
)
def test_spans_are_read_as_people_write_them(typed, seconds):
    assert parse_seconds("cooldown_seconds", typed) == seconds


@pytest.mark.parametrize("typed", ["soon", "-5", "5 parsecs", "1.5 h", "٣", "1 2 x", "1 2", "1. 2 h"])
def test_what_is_no_span_is_refused(typed):
    with pytest.raises(InvalidSetting):
        parse_seconds("cooldown_seconds", typed)

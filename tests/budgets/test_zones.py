"""Time zones as people type them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.refusals import InvalidTimeZone
from bot.budgets.zones import checked, known, label, matching, zone_names, zone_of


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("UTC+2", "Etc/GMT-2"),
        ("utc +2", "Etc/GMT-2"),
        ("UTC+02:00", "Etc/GMT-2"),
        ("GMT+1", "Etc/GMT-1"),
        ("GMT-5", "Etc/GMT+5"),
        ("UTC\u22123", "Etc/GMT+3"),
        ("+0530", "Asia/Kolkata"),
        ("UTC+05:45", "Asia/Kathmandu"),
        ("UTC+0", "UTC"),
        ("-00:00", "UTC"),
        ("UTC+14", "Etc/GMT-14"),
        ("Etc/GMT+2", "Etc/GMT+2"),
    ],
)
def test_names_are_taken_as_people_write_them(typed: str, name: str) -> None:
    """Case, spaces and the continent don't matter. The database's own name is stored."""
    assert checked(typed) == name


def test_a_wrong_name_is_refused_with_the_nearest() -> None:
    """A typo is answered with the likeliest name."""
    with pytest.raises(InvalidTimeZone) as refused:
        checked("Europe/Berln")
    assert refused.value.name == "Europe/Berln"
    assert refused.value.nearest[0] == "Europe/Berlin"
    with pytest.raises(InvalidTimeZone) as refused:
        checked("tokio")
    assert "Asia/Tokyo" in refused.value.nearest


@given(st.sampled_from(zone_names()))
def test_every_name_there_is_can_be_set(name: str) -> None:
    """Every suggested name is accepted."""
    assert checked(name) == name
    known(name)


@pytest.mark.parametrize(("typed", "hours"), [("UTC+2", 2), ("GMT-11", -11), ("+14", 14), ("UTC+5:30", 5.5)])
def test_an_offset_is_what_it_says(typed: str, hours: float) -> None:
    """`UTC+2` is two hours ahead of UTC, whatever the database calls it."""
    offset = zone_of(checked(typed)).utcoffset(datetime(2026, 1, 15))  # noqa: DTZ001 - local time there
    assert offset == timedelta(hours=hours)
    assert matching(typed) == [checked(typed)]


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("UTC-03:30", ("America/St_Johns",)), ("UTC+15", ()), ("UTC+1:07", ()), ("GMT+99", ()), ("UTC+٢", None)],
)
def test_an_offset_that_no_zone_has_is_refused(typed: str, nearest: tuple[str, ...] | None) -> None:
    """If a zone only has it in winter, that one is offered."""
    with pytest.raises(InvalidTimeZone) as refused:
        checked(typed)
    assert nearest is None or refused.value.nearest == nearest


def test_a_fixed_zone_is_called_as_people_call_it() -> None:
    """The database has the opposite sign, which nobody should have to know."""
    assert [label(name) for name in ("Etc/GMT-2", "Etc/GMT+11", "Etc/GMT+0", "Europe/Berlin", "UTC")] == [
        "UTC+2",
        "UTC-11",
        "UTC",
        "Europe/Berlin",
        "UTC",
    ]


def test_what_is_kept_has_to_be_a_name() -> None:
    """A policy only gets zones that this machine can compute with."""
    with pytest.raises(InvalidTimeZone):
        known("Mars/Olympus")


@pytest.mark.parametrize(("typed", "first"), [("ber", "Atlantic/Bermuda"), ("york", "America/New_York")])
def test_what_is_offered_begins_as_typed_or_contains_it(typed: str, first: str) -> None:
    """At most 25, as many as Discord shows. Names with a part that starts with the text come first."""
    offered = matching(typed)
    assert offered[0] == first
    assert all(typed in name.lower() for name in offered)
    assert len(matching("")) == 25
    assert matching("xyzzy") == []

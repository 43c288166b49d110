"""Time zones as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.refusals import InvalidTimeZone
from bot.budgets.zones import checked, known, matching, zone_names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_names_are_taken_as_people_write_them(typed: str, name: str) -> None:
    """Case, blanks and the continent don't matter; what is kept is the database's own name."""
    assert checked(typed) == name


def test_a_wrong_name_is_refused_with_the_nearest() -> None:
    """A slip of the keyboard is answered with what was probably meant."""
    with pytest.raises(InvalidTimeZone) as refused:
        checked("Europe/Berln")
    assert refused.value.name == "Europe/Berln"
    assert refused.value.nearest[0] == "Europe/Berlin"
    with pytest.raises(InvalidTimeZone) as refused:
        checked("tokio")
    assert "Asia/Tokyo" in refused.value.nearest


@given(st.sampled_from(zone_names()))
def test_every_name_there_is_can_be_set(name: str) -> None:
    """Whatever is offered is taken, by its own name."""
    assert checked(name) == name
    known(name)


def test_what_is_kept_has_to_be_a_name() -> None:
    """Nothing gets into a policy that this machine can't reckon with."""
    with pytest.raises(InvalidTimeZone):
        known("Mars/Olympus")


@pytest.mark.parametrize(("typed", "first"), [("ber", "Atlantic/Bermuda"), ("york", "America/New_York")])
def test_what_is_offered_begins_as_typed_or_contains_it(typed: str, first: str) -> None:
    """At most 25, as many as Discord shows; a name with a part that begins so comes first."""
    offered = matching(typed)
    assert offered[0] == first
    assert all(typed in name.lower() for name in offered)
    assert len(matching("")) == 25
    assert matching("xyzzy") == []

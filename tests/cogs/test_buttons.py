"""A custom_id contains feature, verb, version and id, and finds its handler again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.buttons import ButtonId, Buttons, EaselButton
from cogs.errors.refusals import ButtonOutdated

words = st.from_regex(r"[a-z]{1,7}", fullmatch=True)
queries = st.from_regex(r"[a-z0-9._]{0,60}", fullmatch=True)


@given(words, words, st.integers(0, 999), st.integers(0, 2**64 - 1), queries)
def test_a_custom_id_survives_the_journey(feature, verb, version, number, query):
    """A press returns what was written into its button, within Discord's 100 characters."""
    button = ButtonId(feature, verb, version, number, query)
    assert ButtonId.parse(str(button)) == button
    assert len(str(button)) <= 100


@pytest.mark.parametrize(
    "custom_id",
    ["", "imagine:cancel:1", "imagine:cancel:1:2:3", "imagine:cancel:1:2 ", "imagine:cancel:1:2?", "a" * 32],
)
def test_other_custom_ids_are_not_ours(custom_id):
    """Anything extra before, after or in between makes it someone else's. discord.py would accept some."""
    assert ButtonId.parse(custom_id) is None


async def handled(interaction, number): ...


def test_a_press_finds_its_feature():
    """The press calls the handler that a feature registered for the verb and version."""
    buttons = Buttons()
    buttons.add("imagine", "cancel", 1, handled)
    assert buttons.handler(ButtonId("imagine", "cancel", 1, 5)) is handled


@pytest.mark.parametrize("button", [ButtonId("imagine", "cancel", 0, 5), ButtonId("contest", "vote", 1, 5)])
def test_an_old_button_is_refused_in_words(button):
    """A version or verb without a handler is refused instead of ignored."""
    buttons = Buttons()
    buttons.add("imagine", "cancel", 1, handled)
    with pytest.raises(ButtonOutdated):
        buttons.handler(button)


def test_two_features_can_not_share_a_verb():
    """Loading fails if a button would have two meanings."""
    buttons = Buttons()
    buttons.add("imagine", "cancel", 1, handled)
    with pytest.raises(ValueError, match="two handlers"):
        buttons.add("imagine", "cancel", 1, handled)


async def test_a_button_is_dispatchable():
    """discord.py accepts it as a dynamic item, and its press matches the template."""
    button = EaselButton.of(ButtonId("imagine", "cancel", 1, 2**64 - 1), "Cancel")
    assert button.template.fullmatch(button.custom_id)

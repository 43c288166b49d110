"""The server accepts any body or refuses it with Discord's error. It never breaks."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playground.discord import Discord
from playground.discord.command_forms import checked_command
from playground.discord.errors import ApiError
from playground.discord.message_forms import Drafting
from playground.discord.modal_forms import checked_modal

NAMES = (
    "type", "id", "components", "custom_id", "style", "label", "options", "choices", "name", "description",
    "value", "min_values", "max_values", "min_value", "max_value", "flags", "content", "embeds", "fields",
    "accessory", "component", "items", "media", "file", "url", "title", "footer", "attachments", "required",
    "allowed_mentions", "parse", "users", "default_values", "name_localizations", "autocomplete", "contexts",
)  # fmt: skip
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 25),
    st.sampled_from([1 << 15, "", "x", "de", "users", "attachment://a", "https://example.com"]),
    st.text(max_size=3),
)
BODIES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)
OBJECTS = st.dictionaries(st.sampled_from(NAMES), BODIES, max_size=8)

discord = Discord.demo()
studio = discord.channel("The Workshop", "studio")
drafting = Drafting(discord._world)


def refused(check: Any, *arguments: Any) -> int | None:
    """The status of the refusal, if it was refused."""
    try:
        check(*arguments)
    except ApiError as error:
        return error.status
    return None


@given(OBJECTS)
def test_messages(body: dict[str, Any]) -> None:
    assert refused(drafting.new, body, (), studio, 1 << 15) in (None, 400)


@given(BODIES)
def test_commands(body: Any) -> None:
    assert refused(checked_command, body) in (None, 400)


@given(BODIES)
def test_modals(body: Any) -> None:
    assert refused(checked_modal, body, ("data",), {}) in (None, 400)

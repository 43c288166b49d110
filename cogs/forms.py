"""Forms that can still be submitted after a restart.

discord.py loses a form when the process that showed it ends. So a form's custom_id says what it's about, as
with buttons, and the client looks up its handler among theirs.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import discord

from cogs.answers import answer_in_time
from cogs.buttons import ButtonId
from cogs.errors.error_hooks import ReportedModal
from cogs.errors.reporter import report

if TYPE_CHECKING:
    from cogs.client import EaselClient

FORM_SECONDS = 15 * 60  # the lifetime of Discord's token


class Form(ReportedModal):
    """`form_id` names its handler, added to `EaselClient.buttons`."""

    def __init__(self, form_id: ButtonId, title: str) -> None:
        super().__init__(title=title, custom_id=str(form_id), timeout=FORM_SECONDS)

    def add_text(
        self,
        name: str,
        label: str,
        *,
        default: str = "",
        limit: int = 4_000,
        required: bool = True,
        long: bool = False,
        description: str | None = None,
    ) -> None:
        """A text input. `typed` finds its value by `name`."""
        field: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=name,
            default=default or None,
            max_length=limit,
            required=required,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        )
        self.add_item(discord.ui.Label(text=label, component=field, description=description))

    async def on_submit(self, _: discord.Interaction[Any], /) -> None:
        """Left to `submitted`."""


async def submitted(interaction: "discord.Interaction[EaselClient]") -> None:
    """Calls a form's handler. Ignores forms that aren't Easel's. Never raises."""
    client = interaction.client
    form_id = ButtonId.parse(str(dict(interaction.data or {}).get("custom_id")))
    if form_id is None or client.stale.too_late(interaction.id):
        return
    answer_in_time(interaction)
    try:
        await client.buttons.handler(form_id)(interaction, form_id.id)
    except Exception as error:  # noqa: BLE001 - the reporter decides what's a bug
        await report(interaction, error)
    client.dispatch("answered", interaction)


def typed(interaction: discord.Interaction[Any]) -> Mapping[str, str]:
    """The values typed into a form, by field name. For a menu, the first choice."""
    data: dict[str, Any] = dict(interaction.data or {})
    return {
        field["custom_id"]: str(field.get("value") or next(iter(field.get("values", [])), ""))
        for field in _walk(data.get("components", []))
        if "custom_id" in field and ("values" in field or field.get("value") is not None)
    }


def chosen(interaction: discord.Interaction[Any]) -> list[str]:
    """The choices in a menu: values, or IDs of channels or roles."""
    data: dict[str, Any] = dict(interaction.data or {})
    return [str(value) for value in data.get("values", [])]


def _walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components", []))
        if component.get("component"):
            yield from _walk([component["component"]])

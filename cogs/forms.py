"""Forms that can still be submitted after a restart.

discord.py loses a form when the process that showed it ends. So a form's custom_id says what it's about, as
with buttons, and the client looks up its handler among theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
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
    """`form_id` names its handler in `EaselClient.buttons`. The handler reads the answers by field name."""

    def __init__(self, form_id: ButtonId, title: str) -> None:
        super().__init__(title=title, custom_id=str(form_id), timeout=FORM_SECONDS)

    def add_note(self, text: str) -> None:
        """Markdown between the fields."""
        self.add_item(discord.ui.TextDisplay(text))

    def add_text(
        self,
        name: str,
        label: str,
        *,
        default: str = "",
        limit: int = 4_000,
        required: bool = True,
        long: bool = False,
        placeholder: str | None = None,
        description: str | None = None,
    ) -> None:
        """A text input, for `typed`."""
        field: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id=name,
            default=default or None,
            placeholder=placeholder,
            max_length=limit,
            required=required,
            style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        )
        self.add_item(discord.ui.Label(text=label, component=field, description=description))

    def add_menu(
        self, name: str, label: str, options: Sequence[discord.SelectOption], *, most: int = 1
    ) -> None:
        """A menu with one to `most` choices, for `picked`."""
        menu: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=name, options=list(options), max_values=most
        )
        self.add_item(discord.ui.Label(text=label, component=menu))

    def add_checkbox(self, name: str, label: str) -> None:
        """For `checked`."""
        self.add_item(discord.ui.Label(text=label, component=discord.ui.Checkbox(custom_id=name)))

    def add_files(self, name: str, label: str, *, most: int) -> None:
        """Accepts one to `most` files, for `uploaded`."""
        upload: discord.ui.FileUpload[Any] = discord.ui.FileUpload(custom_id=name, max_values=most)
        self.add_item(discord.ui.Label(text=label, component=upload))

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
    return {
        name: str(field.get("value") or next(iter(field.get("values", [])), ""))
        for name, field in _fields(interaction)
        if "values" in field or field.get("value") is not None
    }


def picked(interaction: discord.Interaction[Any], name: str) -> list[str]:
    """The choices in a form's menu. Empty if the form has no such menu."""
    found = (field.get("values", []) for each, field in _fields(interaction) if each == name)
    return [str(value) for value in next(found, [])]


def checked(interaction: discord.Interaction[Any], name: str) -> bool:
    """Whether a form has a checkbox with that name that's checked."""
    return any(each == name and field.get("value") is True for each, field in _fields(interaction))


def uploaded(interaction: discord.Interaction[Any], name: str) -> list[dict[str, Any]]:
    """The files added to a form, as Discord describes attachments."""
    data: dict[str, Any] = dict(interaction.data or {})
    files = data.get("resolved", {}).get("attachments", {})
    return [files[each] for each in picked(interaction, name) if each in files]


def chosen(interaction: discord.Interaction[Any]) -> list[str]:
    """The choices in a menu below a message: values, or IDs of channels or roles."""
    data: dict[str, Any] = dict(interaction.data or {})
    return [str(value) for value in data.get("values", [])]


def _fields(interaction: discord.Interaction[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    data: dict[str, Any] = dict(interaction.data or {})
    for field in _walk(data.get("components", [])):
        if "custom_id" in field:
            yield str(field["custom_id"]), field


def _walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components", []))
        if component.get("component"):
            yield from _walk([component["component"]])

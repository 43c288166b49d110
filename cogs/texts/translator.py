"""Names and descriptions of commands, options and choices, in every language.

A command's texts are found by its path. `/quota member grant` reads the message `command-quota-member-grant`
with the attributes `description` and `option-amount` (the option's description). A language with its own name
for the option adds `name-amount`. A context menu reads `menu-refund-this-picture`. A choice knows the ID of
its text (see `choice`).
"""

from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.app_commands import (
    Choice,
    Command,
    ContextMenu,
    Group,
    Parameter,
    TranslationContextLocation,
    TranslationContextTypes,
    locale_str,
)

from cogs.texts.catalogue import SOURCE, Argument, Catalogue, Texts

DESCRIPTIONS = {
    TranslationContextLocation.command_description,
    TranslationContextLocation.group_description,
}

Value = TypeVar("Value", str, int, float)


def choice(text_id: str, value: Value, **args: Argument) -> Choice[Value]:
    """A choice named by a text. It gets its English name when its command is added to the tree."""
    return Choice(name=locale_str(text_id, text_id=text_id, args=args), value=value)


def describe(command: Command[Any, ..., Any] | Group | ContextMenu, texts: Texts) -> None:
    """Fills in the English texts of a command, its options and choices, and its subcommands."""
    if isinstance(command, ContextMenu):
        return
    command.description = _english(texts, f"{_key(command)}.description")
    if isinstance(command, Group):
        for child in command.commands:
            describe(child, texts)
        return
    app_commands.describe(
        **{option.name: locale_str(_english(texts, _option_key(option))) for option in command.parameters}
    )(command)
    for option in command.parameters:
        for offered in option.choices:
            text_id, args = _choice_key(offered)
            if text_id is not None:
                offered.name = texts(text_id, **args)


class EaselTranslator(app_commands.Translator):
    """Gives Discord the texts of other languages. The commands themselves have the English ones."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def translate(  # pyright: ignore[reportIncompatibleMethodOverride] - the text's name is unused
        self, _: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        texts = self._catalogue.texts(locale.value)
        if texts.language == SOURCE:
            return None
        text_id, args = _wanted(context)
        return texts(text_id, **args) if text_id is not None and text_id in texts else None


def _wanted(context: TranslationContextTypes) -> tuple[str | None, dict[str, Argument]]:
    """The ID and the variables of a text for that place. No ID for names that stay English."""
    match context.data:
        case Choice() as offered:
            return _choice_key(offered)
        case Parameter() as option if context.location is TranslationContextLocation.parameter_name:
            return f"{_key(option.command)}.name-{option.display_name}", {}
        case Parameter() as option:
            return _option_key(option), {}
        case ContextMenu() as menu:
            return f"menu-{menu.name.lower().replace(' ', '-')}", {}
        case Command() | Group() as command if context.location in DESCRIPTIONS:
            return f"{_key(command)}.description", {}
        case _:
            return None, {}


def _english(texts: Texts, text_id: str) -> str:
    """A command that isn't meant for members, such as one in a test, needs no texts."""
    return texts(text_id) if text_id in texts else text_id[-100:]


def _key(command: Command[Any, ..., Any] | Group) -> str:
    return f"command-{command.qualified_name.replace(' ', '-')}"


def _option_key(option: Parameter) -> str:
    return f"{_key(option.command)}.option-{option.display_name}"


def _choice_key(offered: Choice[Any]) -> tuple[str | None, dict[str, Argument]]:
    name = offered._locale_name  # noqa: SLF001 - discord.py keeps it there alone
    return (None, {}) if name is None else (name.extras.get("text_id"), name.extras.get("args", {}))

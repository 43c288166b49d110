"""The forms of application commands.

Source: `developers/interactions/application-commands.mdx` (structure, naming, options, choices, size limit)
and the OpenAPI document's ApplicationCommandCreateRequest.
"""

import unicodedata

from playground.discord.forms import (
    ByType,
    Decimal,
    DictOf,
    Field,
    Flag,
    Id,
    ListOf,
    Model,
    OneOf,
    Path,
    Problems,
    Text,
    Whole,
)
from playground.discord.locales import LOCALES
from playground.discord.users import Json

CHAT_INPUT = 1
USER = 2
MESSAGE = 3

SUB_COMMAND = 1
SUB_COMMAND_GROUP = 2
STRING = 3
INTEGER = 4
BOOLEAN = 5
USER_OPTION = 6
CHANNEL_OPTION = 7
ROLE_OPTION = 8
MENTIONABLE = 9
NUMBER = 10
ATTACHMENT = 11

CHANNEL_TYPES = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)
MOST_CHARACTERS = 8000


class SlashName:
    """The name of a chat-input command or an option: letters, digits, - _ ' and no capitals."""

    def check(self, value: object, path: Path, problems: Problems) -> str:
        name: str = Text(1, 32).check(value, path, problems)
        if name != name.lower() or not all(_may_stand_in_name(character) for character in name):
            problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
        return name


def _may_stand_in_name(character: str) -> bool:
    in_script = "\u0900" <= character <= "\u097f" or "\u0e00" <= character <= "\u0e7f"
    return character in "-_'" or in_script or unicodedata.category(character)[0] in "LN"


NAME = SlashName()
DESCRIPTION = Text(1, 100)
NAMED: dict[str, Field] = {
    "type": Whole(),
    "name": NAME,
    "name_localizations": DictOf(LOCALES, NAME),
    "description": DESCRIPTION,
    "description_localizations": DictOf(LOCALES, DESCRIPTION),
}
NAMED_REQUIRED = ("type", "name", "description")


def bounds_rule(option: Json, path: Path, problems: Problems) -> None:
    """The minimum is at most the maximum, and choices exclude autocomplete."""
    for least, most in (("min_value", "max_value"), ("min_length", "max_length")):
        low, high = option.get(least), option.get(most)
        if low is not None and high is not None and low > high:
            problems.add((*path, most), "NUMBER_TYPE_MIN", f"Must be greater than or equal to {low}.")
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        problems.add(
            (*path, "autocomplete"),
            "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
            "autocomplete may not be set to true if choices are present",
        )
    for key, code in (("name", "DUPLICATE_NAME"), ("value", "DUPLICATE_VALUE")):
        report_duplicates(
            choices, key, (*path, "choices"), f"APPLICATION_COMMAND_OPTIONS_CHOICES_{code}", problems
        )


def report_duplicates(items: list[Json], key: str, path: Path, code: str, problems: Problems) -> None:
    seen: list[object] = []
    for index, item in enumerate(items):
        if item.get(key) in seen:
            problems.add((*path, index, key), code, f"This {key} is already used")
        seen.append(item.get(key))


def _choice(value: Field) -> Model:
    name = Text(1, 100)
    return Model(
        {"name": name, "name_localizations": DictOf(LOCALES, name), "value": value},
        required=("name", "value"),
    )


def _option(**more: Field) -> Model:
    return Model(NAMED | {"required": Flag()} | more, NAMED_REQUIRED, bounds_rule)


def _choosable(value: Field, **bounds: Field) -> Model:
    return _option(choices=ListOf(_choice(value), most=25), autocomplete=Flag(), **bounds)


VALUE_OPTIONS: dict[int, Field] = {
    STRING: _choosable(Text(most=100), min_length=Whole(0, 6000), max_length=Whole(1, 6000)),
    INTEGER: _choosable(Whole(), min_value=Whole(), max_value=Whole()),
    BOOLEAN: _option(),
    USER_OPTION: _option(),
    CHANNEL_OPTION: _option(channel_types=ListOf(OneOf(CHANNEL_TYPES), unique=True)),
    ROLE_OPTION: _option(),
    MENTIONABLE: _option(),
    NUMBER: _choosable(Decimal(), min_value=Decimal(), max_value=Decimal()),
    ATTACHMENT: _option(file_types=ListOf(Text(1, 32), most=10)),
}


def options_rule(command: Json, path: Path, problems: Problems) -> None:
    """Required options come first, names are distinct, and subcommands don't mix with values."""
    options = command.get("options") or []
    at = (*path, "options")
    optional_seen = False
    for index, option in enumerate(options):
        if option.get("required") and optional_seen:
            problems.add(
                (*at, index),
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
    report_duplicates(options, "name", at, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", problems)
    kinds = {option.get("type") in (SUB_COMMAND, SUB_COMMAND_GROUP) for option in options}
    if len(kinds) > 1:
        problems.add(
            at,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        )


SUB_COMMAND_FORM = Model(
    NAMED | {"options": ListOf(ByType(VALUE_OPTIONS), most=25)}, NAMED_REQUIRED, options_rule
)
GROUP_FORM = Model(
    NAMED | {"options": ListOf(ByType({SUB_COMMAND: SUB_COMMAND_FORM}), 1, 25)}, NAMED_REQUIRED, options_rule
)
OPTIONS = ByType({SUB_COMMAND: SUB_COMMAND_FORM, SUB_COMMAND_GROUP: GROUP_FORM} | VALUE_OPTIONS)

SETTINGS: dict[str, Field] = {
    "id": Id(),
    "default_member_permissions": Whole(0, 2**54 - 1),
    "dm_permission": Flag(),
    "nsfw": Flag(),
    "contexts": ListOf(OneOf((0, 1, 2)), least=1, unique=True),
    "integration_types": ListOf(OneOf((0, 1)), least=1, unique=True),
}


def size_rule(command: Json, path: Path, problems: Problems) -> None:
    options_rule(command, path, problems)
    if _characters(command) > MOST_CHARACTERS:
        problems.add(
            path,
            "APPLICATION_COMMAND_TOO_LARGE",
            f"Command exceeds maximum size ({MOST_CHARACTERS})",
        )


def _characters(node: Json) -> int:
    """For localized fields the longest one counts."""
    total = 0
    for key in ("name", "description"):
        translations = (node.get(f"{key}_localizations") or {}).values()
        total += max(len(text) for text in (node.get(key) or "", *translations))
    total += len(str(node.get("value", "")))
    children = (node.get("options") or []) + (node.get("choices") or [])
    return total + sum(_characters(child) for child in children)


def no_description_rule(command: Json, path: Path, problems: Problems) -> None:
    for name in ("description", "options"):
        if command.get(name):
            problems.add(
                (*path, name),
                "APPLICATION_COMMAND_CONTEXT_MENU_INVALID",
                "Context menu commands cannot have this",
            )


CHAT_INPUT_FORM = Model(
    NAMED | SETTINGS | {"options": ListOf(OPTIONS, most=25)}, ("name", "description"), size_rule
)
_MENU_NAME = Text(1, 32)
CONTEXT_MENU_FORM = Model(
    SETTINGS
    | {
        "type": Whole(),
        "name": _MENU_NAME,
        "name_localizations": DictOf(LOCALES, _MENU_NAME),
        "description": Text(),
        "options": ListOf(OPTIONS),
    },
    ("name",),
    no_description_rule,
)
COMMAND_FORMS = {CHAT_INPUT: CHAT_INPUT_FORM, USER: CONTEXT_MENU_FORM, MESSAGE: CONTEXT_MENU_FORM}


def check_command(body: object, path: Path, problems: Problems) -> Json:
    """A valid command as it's stored, with `type` filled in."""
    given = dict(body) if isinstance(body, dict) else {}
    given["type"] = CHAT_INPUT if given.get("type") is None else given["type"]
    command: Json = ByType(COMMAND_FORMS).check(given, path, problems)
    return command


def checked_command(body: object) -> Json:
    """Like `check_command`. Raises 50035."""
    problems = Problems()
    command = check_command(body, (), problems)
    problems.raise_if_any()
    return command

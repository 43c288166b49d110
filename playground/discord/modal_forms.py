"""The forms of modals.

Source: `developers/interactions/receiving-and-responding.mdx` (Modal), `developers/components/reference.mdx`.
"""

from collections.abc import Mapping
from dataclasses import replace

from playground.discord.component_forms import (
    ACTION_ROW,
    COMPONENT_ID,
    CUSTOM_ID,
    SELECTS,
    TEXT_DISPLAY,
    TEXT_DISPLAY_FORM,
    TEXT_INPUT,
    TYPE,
    select_form,
    select_rule,
)
from playground.discord.emojis import CustomEmoji
from playground.discord.forms import (
    ByType,
    Field,
    Flag,
    ListOf,
    Model,
    OneOf,
    Path,
    Problems,
    Text,
    Whole,
    checked,
)
from playground.discord.layouts import check_emoji, number_components, report_duplicate_custom_ids
from playground.discord.users import Json

LABEL = 18
FILE_UPLOAD = 19
RADIO_GROUP = 21
CHECKBOX_GROUP = 22
CHECKBOX = 23


def choice_rule(field: Json, path: Path, problems: Problems) -> None:
    """There must be at least as many options as choices."""
    required_rule(field, path, problems)
    options = field.get("options") or []
    if options and (field.get("max_values") or 0) > len(options):
        problems.add(
            (*path, "options"),
            "BASE_TYPE_BAD_LENGTH",
            f"Must be between {field['max_values']} and 10 in length.",
        )


def required_rule(field: Json, path: Path, problems: Problems) -> None:
    """A required field can't allow an empty choice, and nothing in a modal can be disabled."""
    if field.get("required") in (None, True) and field.get("min_values") == 0:
        problems.add(
            (*path, "min_values"), "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1."
        )
    if field.get("disabled"):
        problems.add(
            (*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Modals cannot have disabled components"
        )


def modal_select_rule(select: Json, path: Path, problems: Problems) -> None:
    select_rule(select, path, problems)
    required_rule(select, path, problems)


def text_input_rule(field: Json, path: Path, problems: Problems) -> None:
    least = field.get("min_length") or 0
    most = 4000 if field.get("max_length") is None else field["max_length"]
    if least > most:
        problems.add(
            (*path, "max_length"), "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}."
        )
    preset = field.get("value")
    if preset and not least <= len(preset) <= most:
        problems.add(
            (*path, "value"), "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length."
        )


def row_input_rule(field: Json, path: Path, problems: Problems) -> None:
    """A text input that isn't in a Label has its own label."""
    text_input_rule(field, path, problems)
    if field.get("label") is None:
        problems.required((*path, "label"))


TEXT_INPUT_FIELDS: dict[str, Field] = {
    "type": TYPE,
    "id": COMPONENT_ID,
    "custom_id": CUSTOM_ID,
    "style": OneOf((1, 2)),
    "label": Text(1, 45),
    "min_length": Whole(0, 4000),
    "max_length": Whole(1, 4000),
    "required": Flag(),
    "value": Text(most=4000),
    "placeholder": Text(most=100),
}
TEXT_INPUT_REQUIRED = ("type", "custom_id", "style")
LABELLED_INPUT_FORM = Model(TEXT_INPUT_FIELDS, TEXT_INPUT_REQUIRED, text_input_rule)
ROW_INPUT_FORM = Model(TEXT_INPUT_FIELDS, TEXT_INPUT_REQUIRED, row_input_rule)

OPTION_FORM = Model(
    {"label": Text(1, 100), "value": Text(1, 100), "description": Text(most=100), "default": Flag()},
    required=("label", "value"),
)
IN_LABEL: dict[int, Field] = {
    TEXT_INPUT: LABELLED_INPUT_FORM,
    FILE_UPLOAD: Model(
        {
            "type": TYPE,
            "id": COMPONENT_ID,
            "custom_id": CUSTOM_ID,
            "min_values": Whole(0, 10),
            "max_values": Whole(1, 10),
            "required": Flag(),
            "file_types": ListOf(Text(1, 32), most=10),
        },
        required=("type", "custom_id"),
        rule=modal_select_rule,
    ),
    RADIO_GROUP: Model(
        {
            "type": TYPE,
            "id": COMPONENT_ID,
            "custom_id": CUSTOM_ID,
            "required": Flag(),
            "options": ListOf(OPTION_FORM, 2, 10),
        },
        required=("type", "custom_id", "options"),
        rule=select_rule,
    ),
    CHECKBOX_GROUP: Model(
        {
            "type": TYPE,
            "id": COMPONENT_ID,
            "custom_id": CUSTOM_ID,
            "required": Flag(),
            "min_values": Whole(0, 10),
            "max_values": Whole(1, 10),
            "options": ListOf(OPTION_FORM, 1, 10),
        },
        required=("type", "custom_id", "options"),
        rule=choice_rule,
    ),
    CHECKBOX: Model(
        {"type": TYPE, "id": COMPONENT_ID, "custom_id": CUSTOM_ID, "default": Flag()},
        required=("type", "custom_id"),
    ),
}
IN_LABEL |= {kind: replace(select_form(kind), rule=modal_select_rule) for kind in SELECTS}

LABEL_FORM = Model(
    {
        "type": TYPE,
        "id": COMPONENT_ID,
        "label": Text(1, 45),
        "description": Text(1, 100),
        "component": ByType(IN_LABEL),
    },
    required=("type", "label", "component"),
)
INPUT_ROW_FORM = Model(
    {"type": TYPE, "id": COMPONENT_ID, "components": ListOf(ByType({TEXT_INPUT: ROW_INPUT_FORM}), 1, 1)},
    required=("type", "components"),
)
MODAL_FORM = Model(
    {
        "custom_id": CUSTOM_ID,
        "title": Text(1, 45),
        "components": ListOf(
            ByType({ACTION_ROW: INPUT_ROW_FORM, TEXT_DISPLAY: TEXT_DISPLAY_FORM, LABEL: LABEL_FORM}), 1, 5
        ),
    },
    required=("custom_id", "title", "components"),
)


def checked_modal(body: object, path: Path, usable_emoji: Mapping[str, CustomEmoji]) -> Json:
    """The modal as it's shown, with numbered components. Raises 50035."""
    modal = checked(MODAL_FORM, {} if body is None else body, path)
    problems = Problems()
    check_emoji(modal["components"], usable_emoji, (*path, "components"), problems)
    report_duplicate_custom_ids(modal["components"], (*path, "components"), problems)
    problems.raise_if_any()
    modal["components"] = number_components(modal["components"])
    return modal


def inputs(modal: Json) -> list[Json]:
    """The fields of a modal that a person fills in, in order."""
    found: list[Json] = []
    for component in modal["components"]:
        if component["type"] == LABEL:
            found.append(component["component"])
        elif component["type"] == ACTION_ROW:
            found.extend(component["components"])
    return found

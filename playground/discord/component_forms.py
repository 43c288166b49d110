"""The forms of the components of a message.

Source: `developers/components/reference.mdx` and the OpenAPI document's `…ComponentForMessageRequest`.
"""

from playground.discord.command_forms import CHANNEL_TYPES
from playground.discord.emojis import is_emoji
from playground.discord.forms import (
    ByType,
    Field,
    Flag,
    ListOf,
    Model,
    OneOf,
    Path,
    Problems,
    SnowflakeText,
    Text,
    Url,
    Whole,
)
from playground.discord.users import Json

ACTION_ROW = 1
BUTTON = 2
STRING_SELECT = 3
TEXT_INPUT = 4
USER_SELECT = 5
ROLE_SELECT = 6
MENTIONABLE_SELECT = 7
CHANNEL_SELECT = 8
SECTION = 9
TEXT_DISPLAY = 10
THUMBNAIL = 11
MEDIA_GALLERY = 12
FILE = 13
SEPARATOR = 14
CONTAINER = 17
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)

LINK_STYLE = 5
PREMIUM_STYLE = 6

CUSTOM_ID = Text(1, 100)
TYPE = Whole()
COMPONENT_ID = Whole(0, 2**31 - 1)


def emoji_rule(emoji: Json, path: Path, problems: Problems) -> None:
    """A standard emoji is its own name. A custom one has an id, which is looked up after the form is read."""
    if emoji.get("id") is None and not is_emoji(emoji.get("name") or ""):
        problems.add((*path, "name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")


EMOJI = Model({"id": SnowflakeText(), "name": Text(most=32), "animated": Flag()}, rule=emoji_rule)


def button_rule(button: Json, path: Path, problems: Problems) -> None:
    """A button's style decides which of custom_id, url and sku_id it has."""
    style = button["style"]
    wanted = {LINK_STYLE: "url", PREMIUM_STYLE: "sku_id"}.get(style, "custom_id")
    if button.get(wanted) is None:
        problems.required((*path, wanted))
    for name in ("custom_id", "url", "sku_id"):
        if name != wanted and button.get(name) is not None:
            problems.add(
                (*path, name),
                "BUTTON_COMPONENT_INVALID_FIELD",
                f"A button of style {style} cannot have a {name}",
            )
    has_face = button.get("label") or button.get("emoji")
    if style == PREMIUM_STYLE and has_face:
        problems.add(
            path, "BUTTON_COMPONENT_INVALID_FIELD", "A premium button cannot have a label or an emoji"
        )
    if style != PREMIUM_STYLE and not has_face:
        problems.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or an emoji is required")


BUTTON_FORM = Model(
    {
        "type": TYPE,
        "id": COMPONENT_ID,
        "style": OneOf((1, 2, 3, 4, 5, 6)),
        "label": Text(most=80),
        "emoji": EMOJI,
        "custom_id": CUSTOM_ID,
        "url": Url(("http", "https", "discord"), 512),
        "sku_id": SnowflakeText(),
        "disabled": Flag(),
    },
    required=("type", "style"),
    rule=button_rule,
)


def select_rule(select: Json, path: Path, problems: Problems) -> None:
    """`min_values` ≤ `max_values` ≤ the number of options. At most that many are preselected, none twice."""
    least = 1 if select.get("min_values") is None else select["min_values"]
    most = 1 if select.get("max_values") is None else select["max_values"]
    if least > most:
        problems.add(
            (*path, "max_values"), "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}."
        )
    options = select.get("options") or []
    if options and most > len(options):
        problems.add((*path, "options"), "BASE_TYPE_BAD_LENGTH", f"Must be between {most} and 25 in length.")
    values = [option.get("value") for option in options]
    for index, value in enumerate(values):
        if value in values[:index]:
            problems.add(
                (*path, "options", index, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
    preset = sum(bool(option.get("default")) for option in options)
    given = select.get("default_values") or []
    if preset > most or (given and not least <= len(given) <= most):
        problems.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


SELECT_OPTION = Model(
    {
        "label": Text(1, 100),
        "value": Text(1, 100),
        "description": Text(most=100),
        "emoji": EMOJI,
        "default": Flag(),
    },
    required=("label", "value"),
)


def select_form(kind: int) -> Model:
    """The form of a select menu, for both messages and modals."""
    fields: dict[str, Field] = {
        "type": TYPE,
        "id": COMPONENT_ID,
        "custom_id": CUSTOM_ID,
        "placeholder": Text(most=150),
        "min_values": Whole(0, 25),
        "max_values": Whole(1, 25),
        "disabled": Flag(),
        "required": Flag(),
    }
    if kind == STRING_SELECT:
        fields["options"] = ListOf(SELECT_OPTION, 1, 25)
        return Model(fields, required=("type", "custom_id", "options"), rule=select_rule)
    kinds = {
        USER_SELECT: ("user",),
        ROLE_SELECT: ("role",),
        MENTIONABLE_SELECT: ("user", "role"),
        CHANNEL_SELECT: ("channel",),
    }[kind]
    default = Model({"id": SnowflakeText(), "type": OneOf(kinds)}, required=("id", "type"))
    fields["default_values"] = ListOf(default, most=25)
    if kind == CHANNEL_SELECT:
        fields["channel_types"] = ListOf(OneOf(CHANNEL_TYPES), unique=True)
    return Model(fields, required=("type", "custom_id"), rule=select_rule)


def action_row_rule(row: Json, path: Path, problems: Problems) -> None:
    """Up to five buttons or a single select, which is as wide as the row."""
    width = sum(5 if child.get("type") in SELECTS else 1 for child in row["components"])
    if width > 5 and len(row["components"]) <= 5:
        problems.add(
            (*path, "components"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        )


ACTION_ROW_FORM = Model(
    {
        "type": TYPE,
        "id": COMPONENT_ID,
        "components": ListOf(
            ByType({BUTTON: BUTTON_FORM} | {kind: select_form(kind) for kind in SELECTS}), 1, 5
        ),
    },
    required=("type", "components"),
    rule=action_row_rule,
)


MEDIA = Model({"url": Url(("http", "https", "attachment"))}, required=("url",))
FILE_MEDIA = Model({"url": Url(("attachment",))}, required=("url",))
ALT_TEXT = Text(1, 1024)

TEXT_DISPLAY_FORM = Model(
    {"type": TYPE, "id": COMPONENT_ID, "content": Text(1, 4000)}, required=("type", "content")
)
THUMBNAIL_FORM = Model(
    {"type": TYPE, "id": COMPONENT_ID, "media": MEDIA, "description": ALT_TEXT, "spoiler": Flag()},
    required=("type", "media"),
)
SECTION_FORM = Model(
    {
        "type": TYPE,
        "id": COMPONENT_ID,
        "components": ListOf(ByType({TEXT_DISPLAY: TEXT_DISPLAY_FORM}), 1, 3),
        "accessory": ByType({BUTTON: BUTTON_FORM, THUMBNAIL: THUMBNAIL_FORM}),
    },
    required=("type", "components", "accessory"),
)
GALLERY_ITEM = Model({"media": MEDIA, "description": ALT_TEXT, "spoiler": Flag()}, required=("media",))
MEDIA_GALLERY_FORM = Model(
    {"type": TYPE, "id": COMPONENT_ID, "items": ListOf(GALLERY_ITEM, 1, 10)}, required=("type", "items")
)
FILE_FORM = Model(
    {"type": TYPE, "id": COMPONENT_ID, "file": FILE_MEDIA, "spoiler": Flag()}, required=("type", "file")
)
SEPARATOR_FORM = Model(
    {"type": TYPE, "id": COMPONENT_ID, "divider": Flag(), "spacing": OneOf((1, 2))}, required=("type",)
)

IN_CONTAINER = {
    ACTION_ROW: ACTION_ROW_FORM,
    SECTION: SECTION_FORM,
    TEXT_DISPLAY: TEXT_DISPLAY_FORM,
    MEDIA_GALLERY: MEDIA_GALLERY_FORM,
    FILE: FILE_FORM,
    SEPARATOR: SEPARATOR_FORM,
}
CONTAINER_FORM = Model(
    {
        "type": TYPE,
        "id": COMPONENT_ID,
        "accent_color": Whole(0, 0xFFFFFF),
        "spoiler": Flag(),
        "components": ListOf(ByType(IN_CONTAINER), 1, 40),
    },
    required=("type", "components"),
)

CLASSIC_COMPONENTS = ListOf(ByType({ACTION_ROW: ACTION_ROW_FORM}), most=5)
"""The top level of a message without IS_COMPONENTS_V2."""

LAYOUT_COMPONENTS = ListOf(ByType(IN_CONTAINER | {CONTAINER: CONTAINER_FORM}), most=40)
"""The top level of a message with IS_COMPONENTS_V2."""

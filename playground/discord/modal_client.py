"""What Discord's client does before it submits a modal: it checks each field and encodes the answers."""

from collections.abc import Mapping
from typing import Any

from playground.discord.component_forms import (
    ACTION_ROW,
    CHANNEL_SELECT,
    MENTIONABLE_SELECT,
    ROLE_SELECT,
    SELECTS,
    STRING_SELECT,
    TEXT_INPUT,
    USER_SELECT,
)
from playground.discord.modal_forms import (
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    inputs,
)
from playground.discord.resolving import ClientRefused, Resolved, Upload
from playground.discord.users import Json


def submission(modal: Json, values: Mapping[str, object], resolved: Resolved) -> Json:
    """`data` of the modal's interaction. Raises ClientRefused at the first field the client would mark."""
    known = {field["custom_id"] for field in inputs(modal)}
    for custom_id in values:
        if custom_id not in known:
            raise ClientRefused(f"This form has no field {custom_id}.", custom_id)
    components = [_answered(component, values, resolved) for component in modal["components"]]
    data: Json = {"custom_id": modal["custom_id"], "components": components}
    if resolved.payload():
        data["resolved"] = resolved.payload()
    return data


def _answered(component: Json, values: Mapping[str, object], resolved: Resolved) -> Json:
    answered: Json = {"type": component["type"], "id": component["id"]}
    if component["type"] == LABEL:
        answered["component"] = _answer(component["component"], values, resolved)
    elif component["type"] == ACTION_ROW:
        answered["components"] = [_answer(field, values, resolved) for field in component["components"]]
    return answered


def _answer(field: Json, values: Mapping[str, object], resolved: Resolved) -> Json:
    """One field's answer (`developers/components/reference.mdx`, … Interaction Response Structure)."""
    answer: Json = {"type": field["type"], "id": field["id"], "custom_id": field["custom_id"]}
    given = values.get(field["custom_id"], _preset(field))
    if field["type"] == TEXT_INPUT:
        return answer | {"value": _checked_text(field, str(given))}
    if field["type"] == CHECKBOX:
        return answer | {"value": bool(given)}
    if field["type"] == RADIO_GROUP:
        return answer | {"value": _checked_radio(field, given)}
    chosen = list(given) if isinstance(given, list | tuple | set) else [given]
    return answer | {"values": check_chosen(field, chosen, resolved)}


def _preset(field: Json) -> Any:
    """The field's value before anybody changes it."""
    if field["type"] == TEXT_INPUT:
        return field.get("value", "")
    if field["type"] == CHECKBOX:
        return bool(field.get("default"))
    if field["type"] in SELECTS and field["type"] != STRING_SELECT:
        return [default["id"] for default in field.get("default_values", [])]
    preset = [option["value"] for option in field.get("options", []) if option.get("default")]
    return next(iter(preset), None) if field["type"] == RADIO_GROUP else preset


def _checked_text(field: Json, text: str) -> str:
    name = field["custom_id"]
    if not text and field.get("required", True):
        raise ClientRefused("This field is required.", name)
    least, most = field.get("min_length", 0), field.get("max_length", 4000)
    if text and len(text) < least:
        raise ClientRefused(f"Must be at least {least} characters long.", name)
    if len(text) > most:
        raise ClientRefused(f"Must be {most} or fewer characters long.", name)
    return text


def _checked_radio(field: Json, given: object) -> object:
    if given is None and field.get("required", True):
        raise ClientRefused("This field is required.", field["custom_id"])
    if given is not None and given not in {option["value"] for option in field["options"]}:
        raise ClientRefused("Choose one of the options.", field["custom_id"])
    return given


def check_chosen(field: Json, chosen: list[Any], resolved: Resolved) -> list[str]:
    """The values of a select, a checkbox group or a file upload, in a message or a modal.

    Raises ClientRefused for too few, too many, or one that isn't on offer.
    """
    name, kind = field["custom_id"], field["type"]
    most_by_default = len(field["options"]) if kind == CHECKBOX_GROUP else 1
    least, most = field.get("min_values", 1), field.get("max_values", most_by_default)
    if not chosen and field.get("required") is False:
        return []
    if not least <= len(chosen) <= most:
        raise ClientRefused(
            f"Choose at least {least}." if len(chosen) < least else f"Choose at most {most}.", name
        )
    if kind in (STRING_SELECT, CHECKBOX_GROUP):
        offered = {option["value"] for option in field["options"]}
        if not offered.issuperset(chosen):
            raise ClientRefused("Choose one of the options.", name)
        return [str(value) for value in chosen]
    if kind == FILE_UPLOAD:
        if not all(isinstance(value, Upload) for value in chosen):
            raise ClientRefused("Add a file.", name)
        return [resolved.upload(value) for value in chosen]
    if kind == CHANNEL_SELECT:
        return [resolved.channel(value, name, field.get("channel_types")) for value in chosen]
    point_at = {
        USER_SELECT: resolved.user,
        ROLE_SELECT: resolved.role,
        MENTIONABLE_SELECT: resolved.mentionable,
    }
    return [point_at[kind](value, name) for value in chosen]

"""Limits on a message's components together: their number, text, ids and files."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from playground.discord.component_forms import (
    BUTTON,
    CLASSIC_COMPONENTS,
    CONTAINER,
    FILE,
    LAYOUT_COMPONENTS,
    MEDIA_GALLERY,
    SELECTS,
    SEPARATOR,
    STRING_SELECT,
    TEXT_DISPLAY,
    THUMBNAIL,
)
from playground.discord.emojis import CustomEmoji
from playground.discord.forms import Path, Problems
from playground.discord.users import Json

MOST_COMPONENTS = 40
MOST_TEXT = 4000
ATTACHMENT_SCHEME = "attachment://"


def walk(components: list[Json], path: Path = ()) -> Iterator[tuple[Json, Path]]:
    """Every component with its path, parents before children. Ids are numbered in this order."""
    for index, component in enumerate(components):
        yield from _walk_one(component, (*path, index))


def _walk_one(component: Json, path: Path) -> Iterator[tuple[Json, Path]]:
    yield component, path
    yield from walk(component.get("components") or [], (*path, "components"))
    for name in ("accessory", "component"):
        if component.get(name):
            yield from _walk_one(component[name], (*path, name))


def media_of(component: Json, path: Path = ()) -> Iterator[tuple[Json, Path]]:
    """The media items that a component shows."""
    if component["type"] == THUMBNAIL:
        yield component["media"], (*path, "media")
    elif component["type"] == FILE:
        yield component["file"], (*path, "file")
    elif component["type"] == MEDIA_GALLERY:
        for index, item in enumerate(component["items"]):
            yield item["media"], (*path, "items", index, "media")


def check_components(value: object, path: Path, problems: Problems, *, layout: bool) -> list[Json]:
    """Validated components, without looking at files. With `layout`, the message has IS_COMPONENTS_V2."""
    form = LAYOUT_COMPONENTS if layout else CLASSIC_COMPONENTS
    before = len(problems)
    components: list[Json] = form.check(value, path, problems)
    if len(problems) > before:
        return []
    every = list(walk(components, path))
    if layout and len(every) > MOST_COMPONENTS:
        problems.add(
            path,
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components cannot exceed {MOST_COMPONENTS}",
        )
    text = sum(len(component["content"]) for component, _ in every if component["type"] == TEXT_DISPLAY)
    if text > MOST_TEXT:
        problems.add(
            path,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"The total displayable text of components cannot exceed {MOST_TEXT} characters",
        )
    report_duplicate_custom_ids(components, path, problems)
    _report_duplicate_ids(every, problems)
    return components


def report_duplicate_custom_ids(components: list[Json], path: Path, problems: Problems) -> None:
    seen: set[str] = set()
    for component, at in walk(components, path):
        custom_id = component.get("custom_id")
        if custom_id in seen:
            problems.add(
                (*at, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        if custom_id is not None:
            seen.add(custom_id)


def _report_duplicate_ids(every: list[tuple[Json, Path]], problems: Problems) -> None:
    seen: set[int] = set()
    for component, at in every:
        number = component.get("id")
        if number and number in seen:
            problems.add((*at, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        if number:
            seen.add(number)


def check_emoji(
    components: list[Json], usable: Mapping[str, CustomEmoji], path: Path, problems: Problems
) -> None:
    """Every custom emoji must be one that the bot can use. Its name is filled in, no matter what was sent."""
    for component, at in walk(components, path):
        faces = [(component, at)]
        faces += [
            (option, (*at, "options", index)) for index, option in enumerate(component.get("options") or [])
        ]
        for face, place in faces:
            emoji = face.get("emoji") or {}
            if emoji.get("id") is None:
                continue
            known = usable.get(emoji["id"])
            if known:
                emoji |= {"name": known.name, "animated": known.animated}
            else:
                problems.add((*place, "emoji", "id"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")


def check_references(
    components: list[Json], filenames: Collection[str], path: Path, problems: Problems
) -> None:
    """Every `attachment://name` must name a file in the same message."""
    for component, at in walk(components, path):
        for media, media_path in media_of(component, at):
            name = media["url"].removeprefix(ATTACHMENT_SCHEME)
            if name != media["url"] and name not in filenames:
                problems.add(
                    (*media_path, "url"),
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    f"The referenced attachment {name!r} was not found",
                )


_SELECT_DEFAULTS: Json = {"min_values": 1, "max_values": 1, "disabled": False}
_DEFAULTS: dict[int, Json] = {
    BUTTON: {"disabled": False},
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"spoiler": False},
    SEPARATOR: {"divider": True, "spacing": 1},
    CONTAINER: {"accent_color": None, "spoiler": False},
    **dict.fromkeys(SELECTS, _SELECT_DEFAULTS),
}


def number_components(components: list[Json]) -> list[Json]:
    """The components as Discord returns them, with ids and defaults filled in.

    An `id` of 0 counts as none. Numbering skips ids that are taken (`developers/components/reference.mdx`,
    Anatomy of a Component).
    """
    taken = {component.get("id") for component, _ in walk(components)}
    free = (number for number in range(1, 2**31) if number not in taken)
    return [_completed(component, free) for component in components]


def _completed(component: Json, free: Iterator[int]) -> Json:
    kept = {name: value for name, value in component.items() if value is not None}
    complete: Json = _DEFAULTS.get(component["type"], {}) | kept
    complete["id"] = component.get("id") or next(free)
    if component["type"] == MEDIA_GALLERY:
        complete["items"] = [_completed_item(item) for item in component["items"]]
    if component["type"] == STRING_SELECT:
        complete["options"] = [_completed_option(option) for option in component["options"]]
    if "components" in complete:
        complete["components"] = [_completed(child, free) for child in component["components"]]
    for name in ("accessory", "component"):
        if name in complete:
            complete[name] = _completed(component[name], free)
    return complete


def _completed_item(item: Json) -> Json:
    return {
        "media": item["media"],
        "description": item.get("description"),
        "spoiler": bool(item.get("spoiler")),
    }


def _completed_option(option: Json) -> Json:
    kept: dict[str, Any] = {name: value for name, value in option.items() if value is not None}
    return kept


def find_interactive(components: list[Json], custom_id: str) -> Json | None:
    """The button or select with that custom_id."""
    for component, _ in walk(components):
        if component.get("custom_id") == custom_id:
            return component
    return None

"""Reads messages and cards like a member, and waits for them to arrive."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

from cogs.texts.formatting import units

BUTTON, TEXT, GALLERY = 2, 10, 12  # Discord's component types


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))


def find(card, kind: int) -> list[dict[str, Any]]:
    """The components of that type on a LayoutView, in order."""
    return [component for component in walk(card.to_components()) if component["type"] == kind]


def texts(card) -> list[str]:
    """All text on a LayoutView, in order."""
    return [component["content"] for component in find(card, TEXT)]


def read(message: dict[str, Any]) -> str:
    """The content and the component texts of a message object."""
    components = walk(message.get("components", []))
    written = [component["content"] for component in components if component["type"] == TEXT]
    return "\n".join([message.get("content", ""), *written])


def shown(message: dict[str, Any]) -> list[str]:
    """The file names in a message's gallery."""
    galleries = [component for component in walk(message["components"]) if component["type"] == GALLERY]
    urls = [item["media"]["url"] for gallery in galleries for item in gallery["items"]]
    return [url.partition("?")[0].rpartition("/")[2] for url in urls]


def check_limits(card) -> None:
    """Discord's limits for a card: 4,000 characters, 40 components, and those of each component."""
    assert sum(units(text) for text in texts(card)) <= 4_000
    assert card.total_children_count <= 40
    for button in find(card, BUTTON):
        assert 1 <= len(button["custom_id"]) <= 100
        assert 1 <= len(button["label"]) <= 80
    for gallery in find(card, GALLERY):
        assert all(len(item.get("description", "")) <= 1024 for item in gallery["items"])
    json.dumps(card.to_components())


async def until(condition: Callable[[], object]) -> None:
    """Returns once the condition is true. The suite's timeout guards against waiting forever."""
    while not condition():
        await asyncio.sleep(0.01)

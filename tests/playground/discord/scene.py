"""Interactions answered by hand, with answers that a library would never send."""

from typing import Any

from playground.discord import Person
from tests.playground.discord.conftest import Api
from tests.playground.discord.raw_bot import RawBot

COMMANDS = [
    {
        "name": "go",
        "description": "Goes",
        "options": [{"type": 3, "name": "to", "description": "Where", "autocomplete": True}],
    }
]


class Scene:
    """A slash command that was sent, and the paths for answering it."""

    def __init__(self, api: Api, raw_bot: RawBot, hazel: Person, studio: int) -> None:
        self._api, self._raw_bot, self._hazel, self._studio = api, raw_bot, hazel, studio

    async def begin(self) -> dict[str, Any]:
        """The event of a new /go."""
        self.invocation = await self._hazel.slash(self._studio, "go")
        return await self.take()

    async def take(self) -> dict[str, Any]:
        """The event of an interaction that was started elsewhere."""
        event: dict[str, Any] = await self._raw_bot.event("INTERACTION_CREATE")
        self.callback = f"/interactions/{event['id']}/{event['token']}/callback"
        self.webhook = f"/webhooks/{event['application_id']}/{event['token']}"
        return event

    async def answer(self, kind: int, **data: Any) -> tuple[int, Any]:
        return await self._api("POST", self.callback, {"type": kind, "data": data}, headers={})

    async def hook(self, method: str, path: str = "", body: Any = None) -> tuple[int, Any]:
        return await self._api(method, self.webhook + path, body, headers={})


def code_of(answer: tuple[int, Any]) -> tuple[int, int]:
    return answer[0], answer[1]["code"]


def label(component: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": 18, "label": "x", "component": component} | more


def field(custom_id: str = "f", **more: Any) -> dict[str, Any]:
    return {"type": 4, "style": 1, "custom_id": custom_id} | more

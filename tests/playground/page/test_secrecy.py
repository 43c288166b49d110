"""What the page gets, and what it must never get."""

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.playground.page.conftest import Place

pytestmark = pytest.mark.asyncio(loop_scope="module")

Json = dict[str, Any]


class Wire:
    """The page's side of its socket. `heard` is every frame as text."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self.heard: list[str] = []

    async def frame(self) -> Json:
        text = await self._socket.receive_str(timeout=20)
        self.heard.append(text)
        frame: Json = json.loads(text)
        return frame

    async def ask(self, action: str, **parameters: object) -> Json:
        """The answer's frame. Drops pushes before it."""
        self._number += 1
        await self._socket.send_json({"number": self._number, "action": action, "parameters": parameters})
        while True:
            frame = await self.frame()
            if frame.get("number") == self._number:
                return frame

    async def pushed(self, type_: str, containing: str = "") -> Json:
        """The next push of that type."""
        while True:
            push: Json = (await self.frame()).get("push", {})
            if push.get("type") == type_ and containing in json.dumps(push):
                return push


@asynccontextmanager
async def wire(place: Place) -> AsyncIterator[Wire]:
    address = f"{place.playground.url}/page/socket"
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        yield Wire(socket)


def interaction_tokens(place: Place) -> set[str]:
    """The tokens of all interactions so far, as the bot got them."""
    return {line.removeprefix("token ") for line in place.log if line.startswith("token ")}


async def test_no_token_is_ever_sent_to_the_page(place: Place) -> None:
    """No frame of a command, its picture, a button, a form or a private answer has a secret."""
    async with wire(place) as page:
        view = (await page.ask("look", guild=None, user=None))["answer"]
        channel = view["channels"][0]["id"]
        values = {"prompt": "a secret garden"}
        await page.ask("slash", channel=channel, command="imagine", values=values)
        message = (await page.pushed("MESSAGE_UPDATE", "a secret garden"))["message"]
        await page.ask("press", message=message["id"], custom_id="remix")
        modal = (await page.pushed("MODAL"))["modal"]
        text, mood = (label["component"]["custom_id"] for label in modal["components"])
        answers = {text: "another garden", mood: []}
        await page.ask("submit", modal=modal["id"], values=answers)
        await page.pushed("MESSAGE_CREATE", "Remixed: another garden")
        await page.ask("slash", channel=channel, command="budget show", values={})
        await page.pushed("MESSAGE_CREATE", "7 tokens")
        await page.ask("look", guild=None, user=None)
    tokens = interaction_tokens(place)
    assert len(tokens) >= 4
    secrets = {place.playground.discord.bot_token, place.playground.image_api.key, "/webhooks/"} | tokens
    everything = "\n".join(page.heard)
    assert [secret for secret in secrets if secret in everything] == []


async def test_a_new_page_is_told_everything_at_once(place: Place) -> None:
    """The first view has one member's servers, channels, members, commands and messages."""
    async with wire(place) as page:
        view = (await page.ask("look", guild=None, user=None))["answer"]
    names = [member["username"] for member in view["guild"]["members"]]
    assert names == ["hazel", "juniper", "rowan", "alder", "Easel"]
    assert [guild["name"] for guild in view["guilds"]] == ["The Workshop", "The Annex"]
    assert [channel["name"] for channel in view["channels"]] == ["studio", "gallery"]
    assert "imagine" in [command["name"] for command in view["commands"][view["channels"][0]["id"]]]


async def test_what_a_client_would_refuse_is_refused_with_its_sentence(place: Place) -> None:
    """The server repeats the page's checks, so a number out of range isn't sent to the bot."""
    async with wire(place) as page:
        view = (await page.ask("look", guild=None, user=None))["answer"]
        channel = view["channels"][0]["id"]
        values = {"prompt": "x", "width": 5}
        frame = await page.ask("slash", channel=channel, command="imagine", values=values)
    assert "512" in frame["refused"]


@pytest.mark.parametrize(
    ("action", "parameters"),
    [
        ("no such action", {}),
        ("slash", {}),
        ("press", {"message": "x", "custom_id": "y"}),
        ("image_fault", {"fault": "no such fault", "times": 1}),
        ("discord_fault", {"fault": "no such fault", "times": 1}),
        ("latency", {"seconds": "soon"}),
        ("bot", {"do": "dance"}),
        ("submit", {"modal": "1", "values": {}}),
        ("slash", {"channel": "1", "command": "note", "values": {"file": {"upload": "unknown"}}}),
    ],
)
async def test_what_makes_no_sense_is_refused(place: Place, action: str, parameters: Json) -> None:
    """A request that no page would send is refused in one sentence, and the connection stays open."""
    async with wire(place) as page:
        await page.ask("look", guild=None, user=None)
        assert (await page.ask(action, **parameters))["refused"]
        assert (await page.ask("look", guild=None, user=None))["answer"]


async def test_a_file_over_the_limit_is_refused(place: Place) -> None:
    """A file over 10 MiB is refused, and the reader sees why."""
    async with aiohttp.ClientSession() as session:
        url = f"{place.playground.url}/page/uploads?filename=large"
        async with session.post(url, data=io.BytesIO(bytes(10 * 2**20 + 1))) as response:
            assert response.status == 413
            assert "10 MB" in await response.text()

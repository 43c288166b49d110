"""The answers an interaction can get and when, each refused with Discord's code."""

import asyncio
from typing import Any

import pytest

from playground.discord import ClientRefused, Discord, Person
from tests.playground.discord.conftest import Api
from tests.playground.discord.raw_bot import RawBot
from tests.playground.discord.scene import COMMANDS, Scene, code_of, field, label


@pytest.fixture
async def scene(discord: Discord, api: Api, raw_bot: RawBot, hazel: Person, studio: int) -> Scene:
    await api("PUT", f"/applications/{discord.bot.id}/commands", COMMANDS)
    await raw_bot.event("READY")
    return Scene(api, raw_bot, hazel, studio)


async def test_one_first_answer_only(scene: Scene) -> None:
    """A second first answer gets 40060 whatever it contains."""
    await scene.begin()
    assert (await scene.answer(5))[0] == 204
    assert code_of(await scene.answer(4, content="x")) == (400, 40060)


async def test_wrong_token_or_id(scene: Scene, api: Api) -> None:
    """A callback with another token or id gets 10062."""
    event = await scene.begin()
    for path in (f"/interactions/{event['id']}/x/callback", f"/interactions/1/{event['token']}/callback"):
        assert code_of(await api("POST", path, {"type": 5}, headers={})) == (404, 10062)


async def test_a_refused_answer_leaves_the_interaction_open(scene: Scene) -> None:
    """A bad body is refused with its path below `data`, and a good one can still follow."""
    await scene.begin()
    status, error = await scene.answer(4, content="x" * 2001)
    assert (status, list(error["errors"]["data"])) == (400, ["content"])
    assert code_of(await scene.answer(4)) == (400, 50006)
    assert (await scene.answer(4, content="x"))[0] == 204


async def test_no_follow_up_before_the_first_answer(scene: Scene) -> None:
    """The webhook of an unanswered interaction, or of another application, is unknown (10015)."""
    await scene.begin()
    assert code_of(await scene.hook("POST", body={"content": "x"})) == (404, 10015)
    assert code_of(await scene.hook("PATCH", "/messages/@original", {"content": "x"})) == (404, 10015)


@pytest.mark.parametrize(("kind", "allowed"), [("command", {4, 5, 9}), ("button", {4, 5, 6, 7, 9})])
async def test_answers_fit_the_interaction(scene: Scene, hazel: Person, kind: str, allowed: set[int]) -> None:
    """An answer type that doesn't fit the kind of interaction gets BASE_TYPE_CHOICES."""
    row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "x"}]}
    modal_row = {
        "type": 18,
        "label": "x",
        "component": {"type": 4, "style": 1, "custom_id": "x"},
    }
    await scene.begin()
    await scene.answer(4, content="x", components=[row])
    message_id = scene.invocation.message_id or ""
    for answer in (1, 4, 5, 6, 7, 8, 9, 12):
        if kind == "command":
            await scene.begin()
        else:
            await hazel.press(message_id, "x")
            await scene.take()
        data = {"content": "x", "components": [row], "choices": []}
        if answer == 9:
            data = {"custom_id": "m", "title": "M", "components": [modal_row]}
        if answer == 5:
            data = {}
        status, error = await scene.answer(answer, **data)
        assert (status == 204) == (answer in allowed), error
        if answer not in allowed:
            assert error["errors"]["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"


async def test_a_deferral_carries_no_flag_but_ephemeral(scene: Scene) -> None:
    await scene.begin()
    assert code_of(await scene.answer(5, flags=1 << 15)) == (400, 50035)
    assert (await scene.answer(5, flags=64))[0] == 204


async def test_callback_answers(scene: Scene, api: Api) -> None:
    """The default is 204. `with_response` returns the interaction, and the message for types 4 and 7 only."""
    event = await scene.begin()
    path = scene.callback + "?with_response=true"
    status, response = await api("POST", path, {"type": 5, "data": {"flags": 64}}, headers={})
    assert status == 200
    assert response["interaction"] == {
        "id": event["id"],
        "type": 2,
        "channel_id": event["channel_id"],
        "guild_id": event["guild_id"],
        "response_message_id": scene.invocation.message_id,
        "response_message_loading": True,
        "response_message_ephemeral": True,
    }
    assert "resource" not in response


async def test_ephemeral_messages_are_reached_by_their_webhook_only(
    discord: Discord, scene: Scene, api: Api, studio: int
) -> None:
    """Only the interaction's token can read, edit and delete an ephemeral message."""
    await scene.begin()
    await scene.answer(4, content="x", flags=64)
    message_id = scene.invocation.message_id
    assert code_of(await api("GET", f"/channels/{studio}/messages/{message_id}")) == (404, 10008)
    assert (await api("GET", f"/channels/{studio}/messages"))[1] == []
    assert (await scene.hook("GET", "/messages/@original"))[1]["id"] == message_id
    assert (await scene.hook("PATCH", f"/messages/{message_id}", {"content": "y"}))[1]["content"] == "y"
    assert (await scene.hook("DELETE", "/messages/@original"))[0] == 204
    assert code_of(await scene.hook("GET", "/messages/@original")) == (404, 10008)
    assert code_of(await scene.hook("GET", "/messages/12345")) == (404, 10008)


async def test_an_expired_token_is_invalid(discord: Discord, scene: Scene) -> None:
    await scene.begin()
    await scene.answer(4, content="x")
    discord.limits.interaction_token_seconds = -1
    for method, path, body in (
        ("POST", "", {"content": "x"}),
        ("PATCH", "/messages/@original", {"content": "x"}),
        ("GET", "/messages/@original", None),
    ):
        assert code_of(await scene.hook(method, path, body)) == (401, 50027)


MODALS = [
    ({"title": "x" * 45}, {"title": "x" * 46}, "title"),
    ({"custom_id": "x" * 100}, {"custom_id": "x" * 101}, "custom_id"),
    (
        {"components": [label(field(f"{n}")) for n in range(5)]},
        {"components": [label(field(f"{n}")) for n in range(6)]},
        "components",
    ),
    ({}, {"components": []}, "components"),
    ({}, {"components": [label(field("a")), label(field("a"))]}, "components.1.component.custom_id"),
    ({}, {"components": [label(field(), label="x" * 46)]}, "components.0.label"),
    ({}, {"components": [label(field(), description="x" * 101)]}, "components.0.description"),
    ({}, {"components": [label(field(value="x" * 4001))]}, "components.0.component.value"),
    ({}, {"components": [label(field(value="abc", max_length=2))]}, "components.0.component.value"),
    ({}, {"components": [label(field(min_length=3, max_length=2))]}, "components.0.component.max_length"),
    ({}, {"components": [field()]}, "components.0.type"),
    ({}, {"components": [{"type": 1, "components": [field()]}]}, "components.0.components.0.label"),
    (
        {},
        {"components": [label({"type": 3, "custom_id": "s", "options": [], "disabled": False})]},
        "components.0.component.options",
    ),
]


@pytest.mark.parametrize(("inside", "outside", "path"), MODALS)
async def test_modal_limit(scene: Scene, inside: Any, outside: Any, path: str) -> None:
    """A modal just over a limit is refused at its path. Just below it, the modal opens."""
    modal = {"custom_id": "m", "title": "M", "components": [label(field())]}
    await scene.begin()
    status, error = await scene.answer(9, **modal | outside)
    assert (status, error["code"]) == (400, 50035)
    node = error["errors"]["data"]
    for step in path.split("."):
        node = node[step]
    assert node["_errors"]
    assert (await scene.answer(9, **modal | inside))[0] == 204


async def test_modals_follow_no_modal(scene: Scene, hazel: Person) -> None:
    """A submitted modal can't be answered with another."""
    modal = {"custom_id": "m", "title": "M", "components": [label(field())]}
    await scene.begin()
    await scene.answer(9, **modal)
    await hazel.submit(hazel.modals[0], {"f": "x"})
    await scene.take()
    assert code_of(await scene.answer(9, **modal)) == (400, 50035)
    assert (await scene.answer(4, content="x"))[0] == 204


async def test_suggestions_have_limits(scene: Scene, hazel: Person, studio: int) -> None:
    """At most 25 choices, names of 1 to 100, string values up to 100. Only type 8 answers autocomplete."""
    refused = [
        [{"name": f"{n}", "value": f"{n}"} for n in range(26)],
        [{"name": "", "value": "x"}],
        [{"name": "x" * 101, "value": "x"}],
        [{"name": "x", "value": "x" * 101}],
        [{"name": "x", "value": 1}],
    ]
    typing = asyncio.create_task(hazel.autocomplete(studio, "go", focused="to", to="a"))
    await scene.take()
    for choices in refused:
        assert code_of(await scene.answer(8, choices=choices)) == (400, 50035)
    assert code_of(await scene.answer(4, content="x")) == (400, 50035)
    choices = [{"name": "x" * 100, "value": "x" * 100}] * 25
    assert (await scene.answer(8, choices=choices))[0] == 204
    assert await typing == choices


async def test_suggestions_that_come_late_fail(
    discord: Discord, hazel: Person, studio: int, scene: Scene
) -> None:
    discord.limits.ack_seconds = 0.05
    with pytest.raises(ClientRefused, match="Loading options failed"):
        await hazel.autocomplete(studio, "go", focused="to", to="a")

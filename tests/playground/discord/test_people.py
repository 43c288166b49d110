"""People at their clients: what they see, and what the playground stores for them."""

import asyncio

import discord as library
import pytest

from playground.discord import ClientRefused, Discord, Person
from playground.discord import attachments as attachments_module
from tests.playground.discord.conftest import Api, Bot, running
from tests.playground.discord.raw_bot import RawBot
from tests.playground.discord.scene import COMMANDS, Scene, code_of, field, label
from tests.playground.discord.uploads import with_files

MODAL = {"custom_id": "m", "title": "M", "components": [label(field())]}
ROW = {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": "x"}]}


@pytest.fixture
async def scene(discord: Discord, api: Api, raw_bot: RawBot, hazel: Person, studio: int) -> Scene:
    menus = [{"name": "Look", "type": 3}, {"name": "Greet", "type": 2}]
    await api("PUT", f"/applications/{discord.bot.id}/commands", [*COMMANDS, *menus])
    await raw_bot.event("READY")
    return Scene(api, raw_bot, hazel, studio)


async def test_a_form_stays_open_until_it_is_answered(discord: Discord, scene: Scene, hazel: Person) -> None:
    """After a failed submission the form stays as it was, and can be sent again."""
    await scene.begin()
    await scene.answer(9, **MODAL)
    [modal] = hazel.modals
    discord.limits.ack_seconds = 0.05
    failed = await (await hazel.submit(modal, {"f": "x"})).answered()
    assert failed.failed == "Something went wrong. Try again."
    assert hazel.modals == [modal]
    discord.limits.ack_seconds = 3
    await scene.take()
    await hazel.submit(modal, {"f": "x"})
    await scene.take()
    await scene.answer(4, content="thanks")
    assert hazel.modals == []


async def test_what_a_message_came_of(discord: Discord, scene: Scene, hazel: Person, studio: int) -> None:
    """Type, reference and metadata distinguish slash, menu, button, follow-up and form."""
    await scene.begin()
    await scene.answer(4, content="slash", components=[ROW])
    slash = hazel.messages(studio)[-1]
    assert (slash["type"], slash["interaction"]["name"]) == (20, "go")
    await hazel.press(slash["id"], "x")
    await scene.take()
    await scene.answer(4, content="button")
    button = hazel.messages(studio)[-1]
    assert (button["type"], button["message_reference"]["message_id"]) == (19, slash["id"])
    assert button["interaction_metadata"]["interacted_message_id"] == slash["id"]
    _, follow_up = await scene.hook("POST", body={"content": "more"})
    assert follow_up["interaction_metadata"]["original_response_message_id"] == button["id"]
    await hazel.context_menu(studio, "Look", message_id=slash["id"])
    await scene.take()
    await scene.answer(4, content="menu")
    menu = hazel.messages(studio)[-1]
    assert (menu["type"], menu["interaction_metadata"]["target_message_id"]) == (23, slash["id"])
    await hazel.context_menu(studio, "Greet", user_id=discord.user("rowan").id)
    await scene.take()
    await scene.answer(4, content="menu")
    assert hazel.messages(studio)[-1]["interaction_metadata"]["target_user"]["username"] == "rowan"
    await scene.begin()
    await scene.answer(9, **MODAL)
    await hazel.submit(hazel.modals[0], {"f": "x"})
    await scene.take()
    await scene.answer(4, content="form")
    form = hazel.messages(studio)[-1]
    assert form["type"] == 20
    assert form["interaction_metadata"]["triggering_interaction_metadata"]["type"] == 2


async def test_a_button_on_a_deleted_message(discord: Discord, scene: Scene, hazel: Person) -> None:
    """Updating a deleted message gets 10008, and the interaction can still be answered."""
    await scene.begin()
    await scene.answer(4, content="x", components=[ROW])
    message_id = scene.invocation.message_id or ""
    await hazel.press(message_id, "x")
    await discord.person("rowan", "The Workshop").delete(message_id)
    await scene.take()
    assert code_of(await scene.answer(7, content="y")) == (404, 10008)
    assert (await scene.answer(4, content="y"))[0] == 204
    with pytest.raises(ClientRefused):
        await hazel.press(message_id, "x")


async def test_disabled_and_link_buttons_do_nothing(scene: Scene, hazel: Person) -> None:
    buttons = [
        {"type": 2, "style": 1, "label": "x", "custom_id": "off", "disabled": True},
        {"type": 2, "style": 5, "label": "x", "url": "https://example.com"},
    ]
    await scene.begin()
    await scene.answer(4, content="x", components=[{"type": 1, "components": buttons}])
    for custom_id in ("off", "https://example.com", "none"):
        with pytest.raises(ClientRefused):
            await hazel.press(scene.invocation.message_id or "", custom_id)


async def test_ephemeral_messages_can_be_dismissed(scene: Scene, hazel: Person, studio: int) -> None:
    """It leaves the screen for good. The bot isn't notified and can still edit it."""
    await scene.begin()
    await scene.answer(4, content="x", flags=64)
    hazel.dismiss(scene.invocation.message_id or "")
    assert hazel.messages(studio) == []
    assert (await scene.hook("PATCH", "/messages/@original", {"content": "y"}))[0] == 200
    assert hazel.messages(studio) == []
    said = await hazel.say(studio, "hello")
    with pytest.raises(ClientRefused):
        hazel.dismiss(said["id"])


async def test_commands_in_direct_messages(discord: Discord, hazel: Person) -> None:
    """In a DM there's a user and no member, and the context says so."""
    bot = Bot()
    seen: list[tuple[object, bool, bool]] = []

    @bot.tree.command(description="Where")
    async def where(interaction: library.Interaction) -> None:
        seen.append((interaction.guild, interaction.context.dm_channel, interaction.is_user_integration()))
        await interaction.response.send_message("here")

    async with running(bot, discord):
        await (await hazel.slash(hazel.dm_channel_id(), "where")).answered()
    assert seen == [(None, True, False)]
    assert hazel.dms()[-1]["content"] == "here"


async def test_waiting_ends(hazel: Person) -> None:
    """A message that never comes raises a TimeoutError."""
    with pytest.raises(TimeoutError):
        await hazel.wait_for(lambda _: False, seconds=0.01)


async def test_the_bot_is_waited_for(discord: Discord) -> None:
    """`bot_ready` returns when the bot is connected with its commands, and not before."""
    waiting = asyncio.create_task(discord.bot_ready("ping"))
    await asyncio.sleep(0)
    assert not waiting.done()
    bot = Bot()

    @bot.tree.command(description="Pings")
    async def ping(interaction: library.Interaction) -> None:
        await interaction.response.send_message("pong")

    async with running(bot, discord):
        await waiting
    with pytest.raises(TimeoutError):
        await discord.bot_ready(seconds=0.01)


async def test_people_hear_of_what_they_can_see(discord: Discord, hazel: Person, api: Api) -> None:
    """People don't get messages of other servers and hidden channels, or changes elsewhere."""
    staff = discord.channel("The Workshop", "staff").id
    annex = discord.channel("The Annex", "studio").id
    studio = discord.channel("The Workshop", "studio").id
    async with hazel.subscribe() as events:
        for channel in (staff, annex, studio):
            await api("POST", f"/channels/{channel}/messages", {"content": str(channel)})
        discord.add_role(discord.guild("The Annex"), "x")
        discord.add_role(discord.guild("The Workshop"), "x")
        first, second = await anext(events), await anext(events)
    assert first["message"]["content"] == str(studio)
    assert second == {"type": "GUILD", "guild_id": str(hazel.guild.id)}


async def test_a_refused_edit_changes_nothing(api: Api, studio: int) -> None:
    """An edit applies everything in a body, or nothing."""
    data = {"content": "x", "components": [ROW]}
    path = f"/channels/{studio}/messages"
    _, before = await api("POST", path, data)
    status, _ = await api("PATCH", f"{path}/{before['id']}", {"content": "y", "components": [{"type": 2}]})
    assert status == 400
    assert (await api("GET", f"{path}/{before['id']}"))[1] == before


async def test_a_playground_does_not_fill_the_memory(
    api: Api, hazel: Person, studio: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the limit, the oldest files are dropped, but their messages stay."""
    monkeypatch.setattr(attachments_module, "MOST_STORED_BYTES", 10)
    path = f"/channels/{studio}/messages"
    _, old = await api("POST", path, data=with_files({}, ("a.txt", b"123456")))
    _, new = await api("POST", path, data=with_files({}, ("b.txt", b"123456")))
    statuses = []
    for message in (old, new):
        async with api.session.get(message["attachments"][0]["url"]) as response:
            statuses.append(response.status)
    assert statuses == [404, 200]
    assert [message["attachments"][0]["size"] for message in hazel.messages(studio)] == [6, 6]

"""Drives failures through each of the four hooks, from the member's click to their message and the log."""

import importlib
import inspect
import logging
import pkgutil
import re

import discord
import pytest
from discord import app_commands
from discord.ext import commands

import cogs
from bot.errors import OverBudget, StorageUnavailable
from cogs.buttons import ButtonId, EaselButton
from cogs.errors.error_hooks import ReportedItem, ReportedLayout, ReportedModal, ReportedView
from tests.cogs.reading import read, until

REFUSAL = OverBudget("member", 63_000, 12_000, 0, None)
SENTENCE = "It costs 63,000 and you have 12,000"
REFERENCE = re.compile(r"`(E-[0-9a-f]{8})`")


class BrokenView(ReportedView):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    @discord.ui.button(label="break", custom_id="break")
    async def press(self, *_):
        raise self.error


class BrokenCheckView(BrokenView):
    async def interaction_check(self, *_):
        raise self.error


class BrokenRow(discord.ui.ActionRow):
    @discord.ui.button(label="break", custom_id="break")
    async def press(self, *_):
        raise self.view.error


class BrokenLayout(ReportedLayout):
    row = BrokenRow()

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class BrokenModal(ReportedModal, title="Break"):
    word = discord.ui.TextInput(label="word", required=False)

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    async def on_submit(self, _):
        raise self.error


class BrokenCheckItem(ReportedItem, discord.ui.DynamicItem[discord.ui.Button], template="broken-check"):
    """A dynamic item whose check fails. discord.py wouldn't even log it."""

    @classmethod
    async def from_custom_id(cls, _, item, __):
        return cls(item)

    async def may_press(self, interaction):
        raise interaction.client.get_cog("Trouble").error

    async def pressed(self, _):
        raise AssertionError("must not be reached")


class Trouble(commands.Cog):
    """Fails with `error` in every hook."""

    def __init__(self) -> None:
        self.error: Exception = REFUSAL
        self.tokens: list[str] = []

    @app_commands.command(description="fails at once")
    async def fail(self, interaction: discord.Interaction):
        self.tokens.append(interaction.token)
        raise self.error

    @app_commands.command(description="fails after it has said that it thinks")
    async def fail_late(self, interaction: discord.Interaction, private: bool):
        await interaction.response.defer(thinking=True, ephemeral=private)
        raise self.error

    @app_commands.command(description="fails after its answer")
    async def fail_after(self, interaction: discord.Interaction):
        await interaction.response.send_message("done")
        raise self.error

    @app_commands.command(description="fails after it has filled what it thought about")
    async def fail_filled(self, interaction: discord.Interaction):
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(content="done")
        raise self.error

    @app_commands.command(description="its answer is deleted before it's filled")
    async def fail_gone(self, interaction: discord.Interaction):
        await interaction.response.defer(thinking=True, ephemeral=True)
        await interaction.delete_original_response()
        await interaction.edit_original_response(content="done")

    @app_commands.command(description="shows things that break")
    async def show(self, interaction: discord.Interaction, what: str):
        match what:
            case "view":
                await interaction.response.send_message("press", view=BrokenView(self.error))
            case "view check":
                await interaction.response.send_message("press", view=BrokenCheckView(self.error))
            case "layout":
                await interaction.response.send_message(view=BrokenLayout(self.error))
            case "modal":
                await interaction.response.send_modal(BrokenModal(self.error))
            case "item":
                view = discord.ui.View(timeout=None)
                view.add_item(EaselButton.of(ButtonId("trouble", "break", 1, 5), "break"))
                await interaction.response.send_message("press", view=view)
            case "old item":
                view = discord.ui.View(timeout=None)
                view.add_item(EaselButton.of(ButtonId("trouble", "break", 0, 5), "break"))
                await interaction.response.send_message("press", view=view)
            case "item check":
                view = discord.ui.View(timeout=None)
                view.add_item(BrokenCheckItem(discord.ui.Button(label="break", custom_id="broken-check")))
                await interaction.response.send_message("press", view=view)

    @app_commands.command(description="for the mighty")
    @app_commands.checks.has_permissions(manage_guild=True)
    async def mighty(self, _: discord.Interaction): ...

    async def break_item(self, *_):
        raise self.error


@pytest.fixture
async def trouble(client):
    trouble = Trouble()
    await client.add_cog(trouble)
    client.buttons.add("trouble", "break", 1, trouble.break_item)
    client.add_dynamic_items(BrokenCheckItem)
    return trouble


@pytest.fixture
async def scene(trouble, scene):
    """Set up after the trouble was added, so that Discord gets its commands."""
    await scene.discord.bot_ready("fail", "show")
    return scene


async def fail_at(scene, door: str) -> None:
    """Triggers one hook, as hazel would."""
    if door == "command":
        await scene.hazel.slash(scene.channel_id, "fail")
        return
    await (await scene.hazel.slash(scene.channel_id, "show", what=door)).answered()
    if door == "modal":
        await until(lambda: scene.hazel.modals)
        await scene.hazel.submit(scene.hazel.modals[0], {})
        return
    await until(lambda: scene.hazel.messages(scene.channel_id))
    (message,) = scene.hazel.messages(scene.channel_id)
    custom_id = {"item": "trouble:break:1:5", "item check": "broken-check"}.get(door, "break")
    await scene.hazel.press(message["id"], custom_id)


def shown_classes():
    """Every view, modal and dynamic item in `cogs`."""
    for module in pkgutil.walk_packages(cogs.__path__, "cogs."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            shown = issubclass(
                kind, (discord.ui.View, discord.ui.LayoutView, discord.ui.Modal, discord.ui.DynamicItem)
            )
            if shown and kind.__module__.startswith("cogs."):
                yield kind


def test_whatever_is_shown_has_its_door():
    """No view, modal or dynamic item can leave its errors to discord.py."""
    doors = (ReportedView, ReportedLayout, ReportedModal, ReportedItem)
    kinds = set(shown_classes())
    assert EaselButton in kinds
    assert all(issubclass(kind, doors) for kind in kinds)


DOORS = ["command", "view", "view check", "layout", "modal", "item", "item check"]


@pytest.mark.parametrize("door", DOORS)
async def test_a_refusal_is_told_at_every_door(scene, door):
    """Whatever the member did, only they see the sentence for the error."""
    await fail_at(scene, door)
    message = await scene.reads(scene.hazel, SENTENCE)
    assert message["ephemeral"]
    assert not any(SENTENCE in text for text in scene.texts(scene.juniper))


@pytest.mark.parametrize("door", DOORS)
async def test_a_bug_gets_a_number_that_is_in_the_log(scene, trouble, caplog, door):
    """The member only sees a reference. The log has it with the traceback and the ids."""
    trouble.error = ValueError("a surprise")
    await fail_at(scene, door)
    message = await scene.reads(scene.hazel, "Something went wrong on my side")
    assert message["ephemeral"]
    assert "surprise" not in read(message)
    reference = REFERENCE.search(read(message))[1]
    (record,) = [record for record in caplog.records if reference in record.getMessage()]
    assert record.levelno == logging.ERROR
    assert record.exc_info[1] is trouble.error
    assert record.exc_info[2] is not None
    assert (record.guild, record.user) == (scene.hazel.guild.id, scene.hazel.user.id)


async def test_an_operators_problem_is_an_error_in_the_log(scene, trouble, caplog):
    """The log has the cause that the owner has to fix. The member reads that it's not possible now."""
    trouble.error = StorageUnavailable("disk full")
    await fail_at(scene, "command")
    assert "disk" not in read(await scene.reads(scene.hazel, "can't save anything"))
    assert any(
        "disk full" in record.getMessage() for record in caplog.records if record.levelno == logging.ERROR
    )


async def test_no_token_reaches_the_log(scene, trouble, caplog):
    """Interaction tokens are secrets, in refusals and in bugs."""
    caplog.set_level(logging.INFO)
    await fail_at(scene, "command")
    await scene.reads(scene.hazel, SENTENCE)
    trouble.error = ValueError("a surprise")
    await fail_at(scene, "command")
    await scene.reads(scene.hazel, "Something went wrong on my side")
    assert len(trouble.tokens) == 2
    ours = [record for record in caplog.records if record.name.startswith(("cogs", "discord"))]
    logged = "\n".join(f"{record.getMessage()} {vars(record)}" for record in ours)
    assert "OverBudget" in logged
    assert not any(token in logged for token in trouble.tokens)


@pytest.mark.parametrize("private", [True, False])
async def test_after_thinking_the_answer_is_still_private(scene, private):
    """An error after a public "thinking…" deletes that and is only shown to the member."""
    await scene.hazel.slash(scene.channel_id, "fail_late", private=private)
    message = await scene.reads(scene.hazel, SENTENCE)
    assert message["ephemeral"]
    assert scene.texts(scene.juniper) == []


@pytest.mark.parametrize("command", ["fail_after", "fail_filled"])
async def test_after_an_answer_the_error_follows_it(scene, command):
    """An error after the answer is a private follow-up, and the answer stays."""
    await scene.hazel.slash(scene.channel_id, command)
    assert (await scene.reads(scene.hazel, SENTENCE))["ephemeral"]
    assert scene.texts(scene.juniper) == ["done"]


async def test_a_check_of_the_library_is_told_in_words(scene):
    """A missing permission is named as in Discord's settings."""
    await scene.hazel.slash(scene.channel_id, "mighty")
    await scene.reads(scene.hazel, "You need the permission **Manage Server**")


async def test_an_old_button_says_so(scene):
    """A button from a version without a handler still gets an answer."""
    await (await scene.hazel.slash(scene.channel_id, "show", what="old item")).answered()
    await scene.reads(scene.hazel, "press")
    (message,) = scene.hazel.messages(scene.channel_id)
    await scene.hazel.press(message["id"], "trouble:break:0:5")
    await scene.reads(scene.hazel, "older version of the bot")


async def test_nobody_listening_is_no_bug(scene, caplog):
    """If the interaction is gone, the reporter neither raises nor logs an error."""
    route = "POST /interactions/{interaction_id}/{token}/callback"
    scene.discord.faults.respond(route, 404, code=10062)
    await scene.hazel.slash(scene.channel_id, "fail")
    await until(lambda: any("couldn't tell" in record.getMessage() for record in caplog.records))
    assert not any(record.levelno >= logging.ERROR for record in caplog.records)


async def test_a_deleted_answer_is_no_bug(scene, caplog):
    """If the answer or its channel was deleted, the member sees no bug, and no error is logged."""
    await scene.hazel.slash(scene.channel_id, "fail_gone")
    await until(lambda: any("before it was answered" in record.getMessage() for record in caplog.records))
    assert not any(record.levelno >= logging.ERROR for record in caplog.records)
    assert scene.texts(scene.hazel) == []

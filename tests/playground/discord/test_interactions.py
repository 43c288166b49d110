"""Interactions with the real discord.py: answers of every kind, components, modals, deadlines."""

import asyncio
import io
import re

import discord as library
import pytest

from playground.discord import ClientRefused, Discord, Person, Upload
from tests.playground.discord.conftest import Bot, running
from tests.playground.discord.uploads import picture


class Counter(library.ui.DynamicItem[library.ui.Button[library.ui.View]], template=r"count:(?P<n>\d+)"):
    """A button that outlives its view."""

    def __init__(self, n: int) -> None:
        super().__init__(library.ui.Button(label=f"{n}", custom_id=f"count:{n}"))
        self.n = n

    @classmethod
    async def from_custom_id(
        cls, _: library.Interaction, __: library.ui.Item, match: re.Match[str]
    ) -> "Counter":
        return cls(int(match["n"]))

    async def callback(self, interaction: library.Interaction) -> None:
        view = library.ui.View(timeout=None)
        view.add_item(Counter(self.n + 1))
        await interaction.response.edit_message(view=view)


class Card(library.ui.LayoutView):
    """A picture, a text and a row of buttons."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        gallery = library.ui.MediaGallery(library.MediaGalleryItem("attachment://p.png"))
        row: library.ui.ActionRow[Card] = library.ui.ActionRow(Counter(1))
        self.add_item(library.ui.Container(library.ui.TextDisplay("# Card"), gallery, row))


class Form(library.ui.Modal, title="Remix"):
    prompt = library.ui.Label(text="Prompt", component=library.ui.TextInput(default="old", max_length=20))

    async def on_submit(self, interaction: library.Interaction) -> None:
        assert isinstance(self.prompt.component, library.ui.TextInput)
        await interaction.response.send_message(self.prompt.component.value)


def make_bot() -> Bot:
    bot = Bot()
    bot.add_dynamic_items(Counter)
    tree = bot.tree

    @tree.command(description="Answers in private, then follows up")
    async def secret(interaction: library.Interaction) -> None:
        await interaction.response.send_message("for you", ephemeral=True)
        await interaction.followup.send("also for you", ephemeral=True)
        await interaction.followup.send("for all")

    @tree.command(description="Defers in private, then tries to speak up")
    async def thinking(interaction: library.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("filled", ephemeral=False)
        await interaction.followup.send("second")

    @tree.command(description="A card")
    async def card(interaction: library.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        file = library.File(io.BytesIO(picture()), "p.png")
        await interaction.edit_original_response(view=Card(), attachments=[file])

    @tree.command(description="Opens a form")
    async def form(interaction: library.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @tree.command(description="Says nothing")
    async def silent(interaction: library.Interaction) -> None:
        await asyncio.sleep(0.2)
        await interaction.response.send_message("too late")

    @tree.command(description="Suggests")
    async def suggest(interaction: library.Interaction, size: int, of: str = "") -> None:
        await interaction.response.send_message(f"{size} {of}")

    @suggest.autocomplete("size")
    async def sizes(interaction: library.Interaction, current: int) -> list[library.app_commands.Choice[int]]:
        assert interaction.namespace.of == "cats"
        return [library.app_commands.Choice(name=f"{current} px", value=512)]

    @tree.command(description="Shows a file")
    async def show(interaction: library.Interaction, file: library.Attachment, who: library.Member) -> None:
        content = await file.read()
        await interaction.response.send_message(f"{len(content)} {file.width} {who.name}")

    @tree.context_menu(name="Length")
    async def length(interaction: library.Interaction, message: library.Message) -> None:
        await interaction.response.send_message(f"{len(message.content)}", ephemeral=True)

    @tree.context_menu(name="Name")
    async def name(interaction: library.Interaction, member: library.Member) -> None:
        await interaction.response.send_message(member.name, ephemeral=True)

    group = library.app_commands.Group(name="quota", description="Quotas")
    sub = library.app_commands.Group(name="member", description="Of members", parent=group)

    @sub.command(name="set", description="Sets one")
    async def quota_set(interaction: library.Interaction, member: library.Member, tokens: int) -> None:
        await interaction.response.send_message(f"{member.name}: {tokens}")

    tree.add_command(group)
    return bot


async def test_ephemeral_messages_are_for_one_person(discord: Discord, hazel: Person, studio: int) -> None:
    """An ephemeral message is on one screen only. A public follow-up is on all of them."""
    juniper = discord.person("juniper", "The Workshop")
    async with running(make_bot(), discord):
        await hazel.slash(studio, "secret")
        await juniper.wait_for(lambda message: message["content"] == "for all")
    assert [m["content"] for m in hazel.messages(studio)] == ["for you", "also for you", "for all"]
    assert [m["ephemeral"] for m in hazel.messages(studio)] == [True, True, False]
    assert [m["content"] for m in juniper.messages(studio)] == ["for all"]
    follow_up = juniper.messages(studio)[0]
    assert follow_up["type"] == 19
    assert "token" not in str(juniper.messages(studio))


async def test_a_deferrals_privacy_is_final(discord: Discord, hazel: Person, studio: int) -> None:
    """The first follow-up fills the loading message and can't make it public."""
    async with running(make_bot(), discord):
        invocation = await hazel.slash(studio, "thinking")
        await hazel.wait_for(lambda message: message["content"] == "second")
    first, second = hazel.messages(studio)
    assert (first["id"], first["content"], first["ephemeral"]) == (invocation.message_id, "filled", True)
    assert second["ephemeral"] is False


async def test_a_card_with_dynamic_buttons(discord: Discord, hazel: Person, studio: int) -> None:
    """A LayoutView shows its file in a component. Its DynamicItem answers by updating the message."""
    async with running(make_bot(), discord):
        await hazel.slash(studio, "card")
        card = await hazel.wait_for(lambda message: message["flags"] & (1 << 15) != 0)
        media = card["components"][0]["components"][1]["items"][0]["media"]
        assert (media["width"], media["height"], media["content_type"]) == (64, 32, "image/png")
        assert card["attachments"] == []
        await (await hazel.press(card["id"], "count:1")).answered()
    card = hazel.messages(studio)[-1]
    assert card["components"][0]["components"][0]["custom_id"] == "count:2"
    assert card["flags"] & (1 << 15), "a layout stays a layout"
    assert discord.violations == []


async def test_dynamic_buttons_count(discord: Discord, hazel: Person, studio: int) -> None:
    """A press reaches the DynamicItem by its custom_id, and type 7 edits the message it's on."""
    bot = make_bot()

    @bot.tree.command(description="A button")
    async def button(interaction: library.Interaction) -> None:
        view = library.ui.View(timeout=None)
        view.add_item(Counter(1))
        await interaction.response.send_message("count", view=view)

    async with running(bot, discord):
        invocation = await (await hazel.slash(studio, "button")).answered()
        for n in (1, 2):
            await (await hazel.press(invocation.message_id or "", f"count:{n}")).answered()
        with pytest.raises(ClientRefused):
            await hazel.press(invocation.message_id or "", "count:1")
    message = hazel.messages(studio)[-1]
    assert message["components"][0]["components"][0]["custom_id"] == "count:3"
    assert message["edited_timestamp"] is not None


async def test_a_modal_is_filled_in_and_submitted(discord: Discord, hazel: Person, studio: int) -> None:
    """The form opens on the person's screen and is checked there, and its values reach the bot."""
    async with running(make_bot(), discord):
        invocation = await (await hazel.slash(studio, "form")).answered()
        assert invocation.answer == 9
        [modal] = hazel.modals
        assert modal["title"] == "Remix"
        field = modal["components"][0]["component"]["custom_id"]
        for wrong in ({field: ""}, {field: "x" * 21}, {"other": "x"}):
            with pytest.raises(ClientRefused):
                await hazel.submit(modal, wrong)
        await (await hazel.submit(modal, {field: "new"})).answered()
        assert hazel.modals == []
        assert hazel.messages(studio)[-1]["content"] == "new"


async def test_a_modal_can_be_closed(discord: Discord, hazel: Person, studio: int) -> None:
    async with running(make_bot(), discord):
        await (await hazel.slash(studio, "form")).answered()
        [modal] = hazel.modals
        hazel.close_modal(modal)
        assert hazel.modals == []
        with pytest.raises(ClientRefused):
            await hazel.submit(modal, {})


async def test_an_answer_after_the_deadline_is_refused(discord: Discord, hazel: Person, studio: int) -> None:
    """The client shows the failure, and the late answer gets 10062."""
    discord.limits.ack_seconds = 0.1
    bot = make_bot()
    async with running(bot, discord), hazel.subscribe() as events:
        invocation = await (await hazel.slash(studio, "silent")).answered()
        event = await anext(events)
        async with asyncio.timeout(5):
            while not bot.errors:
                await asyncio.sleep(0.01)
    assert invocation.failed == event["sentence"] == "The application did not respond"
    assert isinstance(bot.errors[0], library.NotFound)
    assert bot.errors[0].code == 10062


async def test_a_bot_that_is_away_does_not_respond(discord: Discord, hazel: Person, studio: int) -> None:
    async with running(make_bot(), discord):
        pass
    discord.limits.ack_seconds = 0.1
    invocation = await (await hazel.slash(studio, "secret")).answered()
    assert invocation.failed == "The application did not respond"


async def test_suggestions(discord: Discord, hazel: Person, studio: int) -> None:
    """Autocomplete gets the text typed so far. A number option doesn't ask unless a number is typed."""
    async with running(make_bot(), discord):
        choices = await hazel.autocomplete(studio, "suggest", focused="size", size="5", of="cats")
        assert choices == [{"name": "5 px", "value": 512}]
        assert await hazel.autocomplete(studio, "suggest", focused="size", size="wide") == []
        with pytest.raises(ClientRefused):
            await hazel.autocomplete(studio, "suggest", focused="of")


async def test_files_and_members_as_options(discord: Discord, hazel: Person, studio: int) -> None:
    """The bot can download an uploaded file, and a member can be given by name."""
    async with running(make_bot(), discord):
        upload = Upload("cat.png", picture(20, 10))
        await (await hazel.slash(studio, "show", file=upload, who="rowan")).answered()
        assert hazel.messages(studio)[-1]["content"] == f"{len(upload.content)} 20 rowan"
        with pytest.raises(ClientRefused):
            await hazel.slash(studio, "show", file=upload, who="linden")
        discord.limits.file_limit = 10
        with pytest.raises(ClientRefused):
            await hazel.slash(studio, "show", file=upload, who="rowan")


async def test_context_menus(discord: Discord, hazel: Person, studio: int) -> None:
    """Menus on a message and on a member reach their commands with the target resolved."""
    async with running(make_bot(), discord):
        said = await hazel.say(studio, "hello")
        await (await hazel.context_menu(studio, "Length", message_id=said["id"])).answered()
        assert hazel.messages(studio)[-1]["content"] == "5"
        await (await hazel.context_menu(studio, "Name", user_id=discord.user("rowan").id)).answered()
        assert hazel.messages(studio)[-1]["content"] == "rowan"
        with pytest.raises(ClientRefused):
            await hazel.context_menu(studio, "Name", message_id=said["id"])


async def test_subcommands(discord: Discord, hazel: Person, studio: int) -> None:
    """Groups are flattened in the picker and nested in the interaction."""
    async with running(make_bot(), discord):
        assert "quota member set" in [command["name"] for command in hazel.commands(studio)]
        await (await hazel.slash(studio, "quota member set", member="@juniper", tokens="7")).answered()
        assert hazel.messages(studio)[-1]["content"] == "juniper: 7"
        with pytest.raises(ClientRefused):
            await hazel.slash(studio, "quota")


async def test_a_deleted_answer_is_gone(discord: Discord, hazel: Person, studio: int) -> None:
    """Deleting the original removes it from every screen. A later edit gets 10008."""
    bot = make_bot()
    codes: list[int] = []

    @bot.tree.command(description="Changes its mind")
    async def undo(interaction: library.Interaction) -> None:
        await interaction.response.send_message("oops")
        await interaction.delete_original_response()
        try:
            await interaction.edit_original_response(content="again")
        except library.NotFound as error:
            codes.append(error.code)
        try:
            await interaction.response.send_message("twice")
        except library.InteractionResponded:
            codes.append(0)

    async with running(bot, discord), hazel.subscribe() as events:
        await hazel.slash(studio, "undo")
        async for event in events:
            if event["type"] == "MESSAGE_DELETE":
                break
        async with asyncio.timeout(5):
            while len(codes) < 2:
                await asyncio.sleep(0.01)
    assert hazel.messages(studio) == []
    assert codes == [10008, 0]


async def test_a_dead_token_leaves_the_channel(discord: Discord, hazel: Person, studio: int) -> None:
    """After the token expires, the webhook refuses (50027), but the bot's own token still works."""
    bot = make_bot()
    codes: list[int] = []

    @bot.tree.command(description="Takes its time")
    async def slow(interaction: library.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        discord.limits.interaction_token_seconds = -1
        try:
            await interaction.edit_original_response(content="late")
        except library.HTTPException as error:
            codes.append(error.code)
        assert isinstance(interaction.channel, library.TextChannel)
        await interaction.channel.send("late, but here")

    async with running(bot, discord):
        await hazel.slash(studio, "slow")
        await hazel.wait_for(lambda message: message["content"] == "late, but here")
    assert codes == [50027]
    assert hazel.messages(studio)[0]["flags"] & 128


async def test_every_select_resolves_what_it_offers(discord: Discord, hazel: Person, studio: int) -> None:
    """String, user, role and channel selects deliver their values, and refuse any others."""
    bot = make_bot()
    chosen: list[str] = []

    class Menus(library.ui.View):
        @library.ui.select(options=[library.SelectOption(label="One", value="1")], custom_id="string")
        async def string(self, interaction: library.Interaction, select: library.ui.Select) -> None:
            chosen.append(select.values[0])
            await interaction.response.defer()

        @library.ui.select(cls=library.ui.UserSelect, custom_id="user")
        async def user(self, interaction: library.Interaction, select: library.ui.UserSelect) -> None:
            chosen.append(select.values[0].name)
            await interaction.response.defer()

        @library.ui.select(cls=library.ui.RoleSelect, custom_id="role")
        async def role(self, interaction: library.Interaction, select: library.ui.RoleSelect) -> None:
            chosen.append(select.values[0].name)
            await interaction.response.defer()

        @library.ui.select(cls=library.ui.ChannelSelect, custom_id="channel")
        async def channel(self, interaction: library.Interaction, select: library.ui.ChannelSelect) -> None:
            chosen.append(select.values[0].name)
            await interaction.response.defer()

    @bot.tree.command(description="Menus")
    async def menus(interaction: library.Interaction) -> None:
        await interaction.response.send_message(view=Menus())

    async with running(bot, discord):
        message_id = (await (await hazel.slash(studio, "menus")).answered()).message_id or ""
        picks = {"string": "1", "user": "rowan", "role": "moderator", "channel": "gallery"}
        for custom_id, value in picks.items():
            await (await hazel.select(message_id, custom_id, [value])).answered()
        for custom_id in picks:
            with pytest.raises(ClientRefused):
                await hazel.select(message_id, custom_id, ["nothing"])
    assert chosen == ["1", "rowan", "moderator", "gallery"]

"""A small bot with one of everything a page must show. It's a program, configured like the real bot."""

import asyncio
import os
import sys
from typing import ClassVar, Literal

import discord
import yarl
from discord import app_commands
from specimens import Assign, Showcase, Survey, picture


class Card(discord.ui.LayoutView):
    def __init__(self, prompt: str, *, spoiler: bool = False) -> None:
        super().__init__(timeout=None)
        gallery = discord.ui.MediaGallery(
            discord.MediaGalleryItem("attachment://picture.png", description=prompt, spoiler=spoiler)
        )
        buttons: discord.ui.ActionRow[Card] = discord.ui.ActionRow(Remix(), Silent(), Off(), Away())
        words = discord.ui.TextDisplay[Card](
            f"**{discord.utils.escape_markdown(prompt)}**\n-# drawn in no time"
        )
        self.add_item(
            discord.ui.Container(gallery, words, discord.ui.Separator(), buttons, accent_colour=0x6A5CF0)
        )


class Remix(discord.ui.Button[Card]):
    def __init__(self) -> None:
        super().__init__(label="Remix", style=discord.ButtonStyle.primary, custom_id="remix")

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(RemixForm())


class Silent(discord.ui.Button[Card]):
    def __init__(self) -> None:
        super().__init__(label="Say nothing", style=discord.ButtonStyle.danger, custom_id="silent")

    async def callback(self, interaction: discord.Interaction) -> None:
        """Never answers."""


class Off(discord.ui.Button[Card]):
    def __init__(self) -> None:
        super().__init__(label="Off", custom_id="off", disabled=True)


class Away(discord.ui.Button[Card]):
    def __init__(self) -> None:
        super().__init__(label="Away", url="https://example.com/away")


class RemixForm(discord.ui.Modal, title="Remix this picture"):
    prompt: discord.ui.Label = discord.ui.Label(
        text="Prompt",
        description="What to draw instead",
        component=discord.ui.TextInput(style=discord.TextStyle.paragraph, min_length=3, max_length=200),
    )
    mood: discord.ui.Label = discord.ui.Label(
        text="Mood",
        component=discord.ui.Select(
            options=[discord.SelectOption(label="Calm"), discord.SelectOption(label="Wild")], required=False
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        text, mood = self.prompt.component, self.mood.component
        assert isinstance(text, discord.ui.TextInput)
        assert isinstance(mood, discord.ui.Select)
        await interaction.response.send_message(
            f"Remixed: {text.value} ({', '.join(mood.values) or 'any mood'})"
        )


class Ballot(discord.ui.View):
    @discord.ui.select(
        placeholder="Vote for an entry",
        options=[
            discord.SelectOption(label="The boat", value="boat"),
            discord.SelectOption(label="The tower", value="tower"),
        ],
    )
    async def vote(
        self, interaction: discord.Interaction, select: discord.ui.Select[discord.ui.View]
    ) -> None:
        await interaction.response.send_message(f"You voted for {select.values[0]}.", ephemeral=True)


class German(app_commands.Translator):
    WORDS: ClassVar = {
        "imagine": "zeichne",
        "Draw a picture from words": "Zeichne ein Bild",
        "prompt": "motiv",
        "style": "stil",
        "oil": "Öl",
    }

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, _context: object
    ) -> str | None:
        return self.WORDS.get(string.message) if locale is discord.Locale.german else None


class SpecimenBot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.1)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        await self.tree.set_translator(German())
        for command in (
            imagine,
            budget,
            vote,
            mute,
            late,
            language,
            markdown,
            note,
            showcase,
            survey,
            assign,
        ):
            self.tree.add_command(command)
        for menu in (use_prompt, look_up):
            self.tree.add_command(menu)
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Gives the test the secret that the page must not see."""
        sys.stdout.write(f"token {interaction.token}\n")
        sys.stdout.flush()


@app_commands.command(description="Draw a picture from words")
@app_commands.describe(
    prompt="What to draw", width="Width in pixels", style="A look", hidden="Hide it until clicked"
)
async def imagine(
    interaction: discord.Interaction,
    prompt: app_commands.Range[str, 1, 400],
    width: app_commands.Range[int, 512, 2048] = 512,
    style: Literal["oil", "ink"] | None = None,
    hidden: bool = False,
) -> None:
    await interaction.response.defer()
    await asyncio.sleep(float(os.environ.get("DRAWING_SECONDS", "0.6")))
    words = prompt if style is None else f"{prompt}, {style}"
    await interaction.edit_original_response(
        view=Card(f"{words} ({width})", spoiler=hidden), attachments=[picture(width, 512)]
    )


@imagine.autocomplete("width")
async def widths(_interaction: discord.Interaction, typed: int | str) -> list[app_commands.Choice[int]]:
    return [
        app_commands.Choice(name=f"{width} pixels", value=width)
        for width in range(512, 2049, 32)
        if str(width).startswith(str(typed))
    ][:25]


budget = app_commands.Group(name="budget", description="What you have")


@budget.command(name="show", description="What you have left")
async def budget_show(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("You have 7 tokens left.", ephemeral=True)


@app_commands.command(description="Vote for an entry")
async def vote(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Which?", view=Ballot(timeout=None))


@app_commands.command(description="Never answers")
async def mute(interaction: discord.Interaction) -> None:
    """Never answers."""


@app_commands.command(description="Takes back its first answer and says something else")
async def late(interaction: discord.Interaction) -> None:
    await interaction.response.defer()
    await interaction.delete_original_response()
    await interaction.followup.send("It didn't work.")


@app_commands.command(description="Says which language you speak")
async def language(interaction: discord.Interaction) -> None:
    await interaction.response.send_message(f"You speak {interaction.locale}.", ephemeral=True)


@app_commands.command(description="Sends a text as it is")
async def markdown(interaction: discord.Interaction, text: str) -> None:
    embed = discord.Embed(title="An embed", description="with **words**", colour=0xE67E22).add_field(
        name="A", value="1"
    )
    await interaction.response.send_message(text.replace("\\n", "\n"), embed=embed)


@app_commands.command(description="Writes about a member")
async def note(
    interaction: discord.Interaction,
    member: discord.Member,
    loud: bool,
    file: discord.Attachment | None = None,
) -> None:
    size = f" with {file.size} bytes" if file else ""
    await interaction.response.send_message(
        f"A note on {member.mention}{size}, {'loud' if loud else 'quiet'}."
    )


@app_commands.command(name="showcase", description="Shows every layout")
async def showcase(interaction: discord.Interaction) -> None:
    await interaction.response.send_message(view=Showcase(), files=Showcase.files())


@app_commands.command(name="survey", description="Opens a form with every kind of field")
async def survey(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Survey())


@app_commands.command(name="assign", description="Opens a form with menus of everything")
async def assign(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Assign())


@app_commands.context_menu(name="Use this prompt")
async def use_prompt(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"Message {message.id}", ephemeral=True)


@app_commands.context_menu(name="Look up")
async def look_up(interaction: discord.Interaction, member: discord.Member) -> None:
    await interaction.response.send_message(f"That is {member.display_name}.", ephemeral=True)


if __name__ == "__main__":
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    SpecimenBot().run(os.environ["DISCORD_TOKEN"], log_handler=None)

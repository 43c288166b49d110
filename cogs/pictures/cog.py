"""The buttons of pictures, `/edit`, `/history`, `/help`, and the menus on messages."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.audit.model import AuditEntry
from bot.generation.audit_kinds import PictureAct
from bot.generation.library import MOST_TOGETHER, Draft
from bot.generation.models import FLUX_2_PRO, PictureFormat
from bot.generation.request import LARGEST_SEED, SMALLEST_SEED
from bot.servers.model import STYLE_NAME_LENGTH
from cogs import audit_texts
from cogs.client import EaselClient
from cogs.imagine.buttons import FEATURE
from cogs.imagine.cog import FORMATS, PRESETS, Side, style_choices
from cogs.imagine.prompt_autocomplete import meant, prompt_choices
from cogs.imagine.size_autocomplete import offer_heights, offer_widths
from cogs.members import guild_id
from cogs.pictures.gallery import Gallery
from cogs.pictures.handling import Handling
from cogs.pictures.histories import Histories
from cogs.pictures.messages import Messages
from cogs.pictures.remaking import Remaking
from cogs.pictures.services import Interaction, PictureServices
from cogs.pictures.sources import image_of
from cogs.texts import Texts, private_texts

audit_texts.register({
    PictureAct.REMOVED: lambda texts, entry: _audited(texts, "picture-audit-removed", entry),
    PictureAct.PROMOTED: lambda texts, entry: _audited(texts, "picture-audit-promoted", entry),
    PictureAct.TAKEN_DOWN: lambda texts, entry: _audited(texts, "picture-audit-taken-down", entry),
})  # fmt: skip

EDIT_MENU = "Edit this image"
DETAILS_MENU = "Details"


class Pictures(commands.Cog):
    def __init__(self, client: EaselClient, services: PictureServices) -> None:
        self._client = client
        self._services = services
        self._remaking = Remaking(services)
        self._gallery = Gallery(services)
        self._handling = Handling(services, self._gallery)
        self._messages = Messages(services)
        self._histories = Histories(services, self._handling)
        for verb, handler in (
            ("reroll", self._remaking.reroll),
            ("remix", self._remaking.remix),
            ("remixed", self._remaking.remixed),
            ("edit", self._remaking.edit),
            ("edited", self._remaking.edited),
            ("changed", self._remaking.changed),
            ("swap", self._remaking.ask_for_others),
            ("swapped", self._remaking.swapped),
            ("retry", self._remaking.retry),
            ("again", self._remaking.again),
            ("redo", self._remaking.redo),
            ("redone", self._remaking.redone),
            ("size", self._remaking.resize),
            ("details", self._handling.details),
            ("which", self._handling.other_details),
            ("delete", self._handling.ask_delete),
            ("deleted", self._handling.delete),
            ("remove", self._handling.ask_remove),
            ("removed", self._handling.remove),
            ("hide", self._handling.hide),
            ("show", self._messages.show),
            ("promote", self._gallery.promote),
            ("down", self._gallery.take_down),
            ("older", self._histories.turn),
            ("scope", self._histories.turn),
            ("find", self._histories.ask),
            ("found", self._histories.find),
            ("pick", self._histories.pick),
        ):
            client.buttons.add(FEATURE, verb, 1, handler)
        self._menus = (
            app_commands.ContextMenu(name=EDIT_MENU, callback=self.edit_image),
            app_commands.ContextMenu(name=DETAILS_MENU, callback=self.show_details),
        )

    async def cog_load(self) -> None:
        for menu in self._menus:
            self._client.tree.add_command(menu)

    async def cog_unload(self) -> None:
        for menu in self._menus:
            self._client.tree.remove_command(menu.name, type=menu.type)

    @app_commands.command(name="edit")
    @app_commands.autocomplete(width=offer_widths, height=offer_heights)
    @app_commands.rename(picture_format="format")
    @app_commands.choices(preset=PRESETS, picture_format=FORMATS)
    async def edit(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        prompt: app_commands.Range[str, 1, FLUX_2_PRO.prompt_limit],
        image1: discord.Attachment,
        image2: discord.Attachment | None = None,
        image3: discord.Attachment | None = None,
        width: Side | None = None,
        height: Side | None = None,
        preset: str | None = None,
        seed: app_commands.Range[int, SMALLEST_SEED, LARGEST_SEED] | None = None,
        count: app_commands.Range[int, 1, MOST_TOGETHER] = 1,
        style: app_commands.Range[str, 1, STYLE_NAME_LENGTH] | None = None,
        picture_format: str | None = None,
        spoiler: bool = False,
        private: bool | None = None,
    ) -> None:
        """Omitted options use the server's settings. The size is similar to the first image's."""
        server = await self._services.servers.settings(guild_id(interaction))
        images = [image_of(each) for each in (image1, image2, image3) if each is not None]
        draft = Draft(
            prompt=await meant(self._services.library, interaction.user.id, prompt),
            width=width,
            height=height,
            preset=preset,
            seed=seed,
            format=server.default_format if picture_format is None else PictureFormat(picture_format),
            spoiler=spoiler,
            private=server.default_private if private is None else private,
            count=count,
            style=None if style is None else server.style(style),
        )
        await self._remaking.edit_images(interaction, draft, images)

    @edit.autocomplete("prompt")
    async def offer_prompts(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await prompt_choices(self._services.library, interaction.user.id, typed)

    @edit.autocomplete("style")
    async def offer_styles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return style_choices(await self._services.servers.settings(guild_id(interaction)), typed)

    async def edit_image(self, interaction: Interaction, message: discord.Message) -> None:
        """The menu of any message with an image."""
        await self._remaking.edit_message(interaction, message)

    async def show_details(self, interaction: Interaction, message: discord.Message) -> None:
        """The menu of a message with one of the bot's pictures."""
        await self._handling.details_of(interaction, message)

    @app_commands.command(name="history")
    async def history(
        self,
        interaction: Interaction,
        words: app_commands.Range[str, 1, 100] | None = None,
        everywhere: bool = False,
    ) -> None:
        await self._histories.open(interaction, words or "", everywhere=everywhere)

    @app_commands.command(name="help")
    async def help(self, interaction: Interaction) -> None:
        texts = private_texts(interaction)
        text = "\n\n".join(texts(f"help-{part}") for part in ("create", "follow", "budget", "private"))
        await interaction.response.send_message(text, ephemeral=True, suppress_embeds=True)


def _audited(texts: Texts, text_id: str, entry: AuditEntry) -> str:
    number = audit_texts.number(entry.new, "generation_id")
    return texts(text_id, picture=str(number), member=audit_texts.member(texts, entry))

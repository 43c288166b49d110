"""The command `/imagine` and its Cancel button."""

from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotCancellable
from bot.generation.library import MOST_TOGETHER, Draft, Library
from bot.generation.model import Generation, State
from bot.generation.models import FLUX_2_PRO, PictureFormat
from bot.generation.request import LARGEST_SEED, SMALLEST_SEED
from bot.generation.service import GenerationService
from bot.servers.model import STYLE_NAME_LENGTH, ServerSettings
from bot.servers.ports import ServerSettingsStore
from cogs.client import EaselClient
from cogs.imagine.buttons import cancel_id
from cogs.imagine.delivery import ORIGINAL
from cogs.imagine.ordering import Interaction, Ordering
from cogs.imagine.prompt_autocomplete import meant, prompt_choices
from cogs.imagine.size_autocomplete import offer_heights, offer_widths
from cogs.members import guild_id
from cogs.texts import private_texts
from cogs.texts.translator import choice

Side = app_commands.Range[int, FLUX_2_PRO.smallest_side, FLUX_2_PRO.largest_side]

PRESETS = [
    choice(f"choice-preset-{preset.value}", preset.value, size=str(size))
    for preset, size in FLUX_2_PRO.presets.items()
]
FORMATS = [choice(f"choice-format-{kind.value}", kind.value) for kind in FLUX_2_PRO.formats]


class Imagine(commands.Cog):
    def __init__(
        self,
        client: EaselClient,
        service: GenerationService,
        library: Library,
        servers: ServerSettingsStore,
        ordering: Ordering,
    ) -> None:
        self._service = service
        self._library = library
        self._servers = servers
        self._ordering = ordering
        cancel = cancel_id(0)
        client.buttons.add(cancel.feature, cancel.verb, cancel.version, self.cancel)

    @app_commands.command(name="imagine")
    @app_commands.autocomplete(width=offer_widths, height=offer_heights)
    @app_commands.rename(picture_format="format")
    @app_commands.choices(preset=PRESETS, picture_format=FORMATS)
    async def imagine(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        prompt: app_commands.Range[str, 1, FLUX_2_PRO.prompt_limit],
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
        """Omitted options use the server's settings."""
        standing = await self._servers.standing(guild_id(interaction), interaction.user.id)
        settings = standing.settings
        draft = Draft(
            prompt=await meant(self._library, interaction.user.id, prompt),
            width=width,
            height=height,
            preset=_preset(settings, preset, sized=width is not None or height is not None),
            seed=seed,
            format=settings.default_format if picture_format is None else PictureFormat(picture_format),
            spoiler=spoiler,
            private=settings.default_private if private is None else private,
            count=count,
            style=None if style is None else settings.style(style),
        )
        await self._ordering.place(interaction, draft, standing=standing)

    @imagine.autocomplete("prompt")
    async def offer_prompts(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await prompt_choices(self._library, interaction.user.id, typed)

    @imagine.autocomplete("style")
    async def offer_styles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return style_choices(await self._servers.settings(guild_id(interaction)), typed)

    async def cancel(self, interaction: Interaction, generation_id: int) -> None:
        """The Cancel button of a queued card. The service decides who can press it, and until when."""
        await interaction.response.defer()
        waiting = await self._library.picture(generation_id)
        try:
            await self._service.cancel(generation_id, interaction.user.id)
        except NotCancellable as over:
            if over.state in (State.RELEASED, State.LOST):
                await self._clear(interaction)  # a card left behind by a crash
            raise
        await self._clear(interaction)
        if waiting is not None and not _is_card_of(interaction, waiting):
            await self._clear_card(interaction, waiting)
        await interaction.followup.send(private_texts(interaction)("error-cancelled"), ephemeral=True)

    async def _clear_card(self, interaction: Interaction, waiting: Generation) -> None:
        """Removes the queued card when Cancel was pressed elsewhere."""
        reply = waiting.order.reply
        webhook = discord.Webhook.partial(reply.application_id, reply.token, client=interaction.client)
        with suppress(discord.HTTPException):  # it's gone or too old
            await webhook.delete_message(ORIGINAL)

    async def _clear(self, interaction: Interaction) -> None:
        with suppress(discord.NotFound):  # somebody deleted it a moment ago
            await interaction.delete_original_response()

    @commands.Cog.listener()
    async def on_answered(self, interaction: Interaction) -> None:
        thinking = interaction.response.type is discord.InteractionResponseType.deferred_channel_message
        if interaction.response.is_done() and not thinking:
            await self._ordering.missed.notify(interaction)


def style_choices(settings: ServerSettings, typed: str) -> list[app_commands.Choice[str]]:
    """The server's styles whose names contain the typed text."""
    wanted = typed.strip().casefold()
    return [
        app_commands.Choice(name=style.name, value=style.name)
        for style in settings.styles
        if wanted in style.name.casefold()
    ]


def _preset(settings: ServerSettings, chosen: str | None, *, sized: bool) -> str | None:
    """The member's preset, or the server's if no size was chosen in any other way."""
    if chosen is not None or sized or settings.default_preset is None:
        return chosen
    return settings.default_preset.value


def _is_card_of(interaction: Interaction, waiting: Generation) -> bool:
    metadata = None if interaction.message is None else interaction.message.interaction_metadata
    return metadata is not None and metadata.id == waiting.order.interaction_id

"""The command `/imagine` and its Cancel button."""

from collections.abc import Callable
from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotCancellable
from bot.generation.model import State
from bot.generation.models import FLUX_2_PRO, PictureFormat, Preset
from bot.generation.request import LARGEST_SEED, SMALLEST_SEED, validated
from bot.generation.service import GenerationService
from cogs.client import EaselClient
from cogs.imagine import cards
from cogs.imagine.ordering import Interaction, Ordering
from cogs.imagine.size_autocomplete import height_choices, width_choices
from cogs.texts import private_texts
from cogs.texts.translator import choice

Side = app_commands.Range[int, FLUX_2_PRO.smallest_side, FLUX_2_PRO.largest_side]

PRESETS = [
    choice(f"choice-preset-{preset.value}", preset.value, size=str(size))
    for preset, size in FLUX_2_PRO.presets.items()
]
FORMATS = [choice(f"choice-format-{kind.value}", kind.value) for kind in FLUX_2_PRO.formats]


class Imagine(commands.Cog):
    def __init__(self, client: EaselClient, service: GenerationService, now_ms: Callable[[], int]) -> None:
        self._service = service
        self._ordering = Ordering(service, now_ms)
        cancel = cards.cancel_id(0)
        client.buttons.add(cancel.feature, cancel.verb, cancel.version, self.cancel)

    @app_commands.command(name="imagine")
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
        picture_format: str = PictureFormat.PNG.value,
        spoiler: bool = False,
        private: bool = False,
    ) -> None:
        request = validated(
            prompt,
            width,
            height,
            preset=None if preset is None else Preset(preset),
            seed=seed,
            format=PictureFormat(picture_format),
        )
        await self._ordering.place(interaction, request, spoiler=spoiler, private=private)

    @imagine.autocomplete("width")
    async def offer_widths(
        self, interaction: Interaction, typed: str | int
    ) -> list[app_commands.Choice[int]]:
        return width_choices(str(typed), _given(interaction, "height"), private_texts(interaction))

    @imagine.autocomplete("height")
    async def offer_heights(
        self, interaction: Interaction, typed: str | int
    ) -> list[app_commands.Choice[int]]:
        return height_choices(str(typed), _given(interaction, "width"), private_texts(interaction))

    async def cancel(self, interaction: Interaction, generation_id: int) -> None:
        """The Cancel button of a queued card. The service decides who can press it, and until when."""
        await interaction.response.defer()
        try:
            await self._service.cancel(generation_id, interaction.user.id)
        except NotCancellable as over:
            if over.state in (State.RELEASED, State.LOST):
                await self._clear(interaction)  # a card that a crash left behind
            raise
        await self._clear(interaction)
        await interaction.followup.send(private_texts(interaction)("error-cancelled"), ephemeral=True)

    async def _clear(self, interaction: Interaction) -> None:
        with suppress(discord.NotFound):  # somebody deleted it a moment ago
            await interaction.delete_original_response()

    @commands.Cog.listener()
    async def on_answered(self, interaction: Interaction) -> None:
        thinking = interaction.response.type is discord.InteractionResponseType.deferred_channel_message
        if interaction.response.is_done() and not thinking:
            await self._ordering.missed.notify(interaction)


def _given(interaction: Interaction, option: str) -> int | None:
    value = getattr(interaction.namespace, option, None)
    return value if isinstance(value, int) else None

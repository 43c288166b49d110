"""The command `/imagine` and its Cancel button."""

import logging
from collections.abc import Callable
from contextlib import suppress

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotCancellable, ReplyExpired, StorageUnavailable
from bot.generation.model import Generation, Order, ReplyTarget, State
from bot.generation.models import FLUX_2_PRO, MODELS, PictureFormat, Preset
from bot.generation.ports import Progress
from bot.generation.request import LARGEST_SEED, SMALLEST_SEED, ImageRequest, validated
from bot.generation.service import GenerationService
from cogs.client import EaselClient
from cogs.errors.brief import brief
from cogs.imagine import cards, words
from cogs.imagine.missed_notifications import MissedNotifications
from cogs.imagine.size_autocomplete import height_choices, width_choices
from cogs.members import role_ids
from cogs.texts import private_texts

log = logging.getLogger(__name__)

Interaction = discord.Interaction[EaselClient]
Side = app_commands.Range[int, FLUX_2_PRO.smallest_side, FLUX_2_PRO.largest_side]

# Discord's tokens live 15 minutes. What is begun in the last of them might not arrive in time.
TOKEN_LIFE_MS = 15 * 60 * 1000
TOKEN_MARGIN_MS = 15 * 1000


class Imagine(commands.Cog):
    def __init__(self, client: EaselClient, service: GenerationService, now_ms: Callable[[], int]) -> None:
        self._service = service
        self._now_ms = now_ms
        self._missed = MissedNotifications(service)
        cancel = cards.cancel_id(0)
        client.buttons.add(cancel.feature, cancel.verb, cancel.version, self.cancel)

    @app_commands.command(name=words.NAME, description=words.DESCRIPTION)
    @app_commands.describe(**words.OPTIONS)
    @app_commands.rename(picture_format="format")
    @app_commands.choices(preset=words.PRESETS, picture_format=words.FORMATS)
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
        """Refuses, or holds the price, and only then says "thinking…": that answer is public for good."""
        request = validated(
            prompt,
            width,
            height,
            preset=None if preset is None else Preset(preset),
            seed=seed,
            format=PictureFormat(picture_format),
        )
        order = self._order(interaction, request, spoiler=spoiler, private=private)
        if not await self._service.accept(order):
            return  # Discord delivered this interaction before, and that one is being worked on
        if await self._deferred(interaction, private=private):
            try:
                await self._tell_before(interaction, order)
            finally:
                self._service.enqueue(order.id)
        else:
            await self._service.abandon(order.id, ReplyExpired())

    @imagine.autocomplete("width")
    async def offer_widths(
        self, interaction: Interaction, typed: str | int
    ) -> list[app_commands.Choice[int]]:
        return width_choices(str(typed), _given(interaction, "height"))

    @imagine.autocomplete("height")
    async def offer_heights(
        self, interaction: Interaction, typed: str | int
    ) -> list[app_commands.Choice[int]]:
        return height_choices(str(typed), _given(interaction, "width"))

    async def cancel(self, interaction: Interaction, generation_id: int) -> None:
        """The Cancel button of a waiting card. The service says who may press it, and until when."""
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
            await self._missed.notify(interaction)

    def _order(
        self, interaction: Interaction, request: ImageRequest, *, spoiler: bool, private: bool
    ) -> Order:
        assert interaction.guild_id is not None, "the command tree lets nothing else in"
        assert interaction.channel_id is not None
        reply = ReplyTarget(
            application_id=interaction.application_id,
            channel_id=interaction.channel_id,
            token=interaction.token,
            # By our own clock, since that is what it will be compared with.
            expires_at_ms=self._now_ms() + TOKEN_LIFE_MS - TOKEN_MARGIN_MS,
            upload_limit=interaction.filesize_limit,
            private=private,
            spoiler=spoiler,
        )
        return Order(
            id=interaction.id,
            guild_id=interaction.guild_id,
            user_id=interaction.user.id,
            user_name=interaction.user.display_name,
            request=request,
            reply=reply,
            price=MODELS[request.model].estimate(request.size),
            role_ids=role_ids(interaction),
            locale=interaction.locale.value,
        )

    async def _deferred(self, interaction: Interaction, *, private: bool) -> bool:
        """Says "thinking…". False where it is certain that the member does not see it, and never will."""
        try:
            await interaction.response.defer(thinking=True, ephemeral=private)
        except discord.NotFound as error:
            log.warning(
                "too slow, or the interaction is gone: %s", brief(error), extra={"generation": interaction.id}
            )
            return False
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("no word on the deferral: %s", brief(error), extra={"generation": interaction.id})
            return await self._thinking(interaction)
        except Exception:
            # discord.py also reads the answer, and may stumble over it: then nobody knows, as above.
            log.exception("a bug in the deferral", extra={"generation": interaction.id})
        return True

    async def _thinking(self, interaction: Interaction) -> bool:
        """Looks whether the deferral arrived. Where even that is unknown, delivery will find out."""
        try:
            await interaction.original_response()
        except discord.NotFound:
            return False
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return True
        return True

    async def _tell_before(self, interaction: Interaction, order: Order) -> None:
        """What could not be told earlier, before the work begins: then the answer belongs to the service.

        The waiting card comes first, so that the follow-up does not take the place of "thinking…".
        """
        try:
            if not await self._missed.of(interaction):
                return
            waiting = Generation(order, State.HELD, self._now_ms())
            card = cards.progress_card(waiting, Progress(position=1, since_ms=self._now_ms()))
            await interaction.edit_original_response(view=card)
        except (StorageUnavailable, discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning(
                "could not tell what happened earlier: %s", brief(error), extra={"generation": order.id}
            )
        else:
            await self._missed.notify(interaction)


def _given(interaction: Interaction, option: str) -> int | None:
    value = getattr(interaction.namespace, option, None)
    return value if isinstance(value, int) else None

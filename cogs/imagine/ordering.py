"""Orders a picture for any interaction: a command, a button or a modal."""

import logging
from collections.abc import Callable

import aiohttp
import discord

from bot.errors import ReplyExpired, StorageUnavailable
from bot.generation.model import Generation, Order, ReplyTarget, State
from bot.generation.models import MODELS
from bot.generation.ports import Progress
from bot.generation.request import ImageRequest
from bot.generation.service import GenerationService
from bot.servers.admission import Admission
from cogs.admission import attempt
from cogs.client import EaselClient
from cogs.errors.brief import brief
from cogs.imagine import cards
from cogs.imagine.missed_notifications import MissedNotifications
from cogs.members import guild_id, role_ids
from cogs.texts import private_texts, public_texts

log = logging.getLogger(__name__)

Interaction = discord.Interaction[EaselClient]

# Discord's tokens live 15 minutes. A request that's sent in the last seconds might arrive too late.
TOKEN_LIFE_MS = 15 * 60 * 1000
TOKEN_MARGIN_MS = 15 * 1000


class Ordering:
    def __init__(self, service: GenerationService, admission: Admission, now_ms: Callable[[], int]) -> None:
        self._service = service
        self._admission = admission
        self._now_ms = now_ms
        self.missed = MissedNotifications(service)

    async def place(
        self, interaction: Interaction, request: ImageRequest, *, spoiler: bool = False, private: bool = False
    ) -> None:
        """Holds the price, says "thinking…" in a new message, and queues the picture.

        Call it before the interaction is answered, since the deferral decides for good who sees the answer.
        Raises what `Admission.admit` and `GenerationService.accept` do. Then nothing is held, and the
        interaction isn't answered.
        """
        admitted = await self._admission.admit(attempt(interaction, request.prompt))
        request, spoiler = admitted.applied(request), admitted.spoiler(asked=spoiler)
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

    def _order(
        self, interaction: Interaction, request: ImageRequest, *, spoiler: bool, private: bool
    ) -> Order:
        assert interaction.channel_id is not None, "every interaction of a server has a channel"
        reply = ReplyTarget(
            application_id=interaction.application_id,
            channel_id=interaction.channel_id,
            token=interaction.token,
            # By our own clock, which it will be compared with.
            expires_at_ms=self._now_ms() + TOKEN_LIFE_MS - TOKEN_MARGIN_MS,
            upload_limit=interaction.filesize_limit,
            private=private,
            spoiler=spoiler,
        )
        return Order(
            id=interaction.id,
            guild_id=guild_id(interaction),
            user_id=interaction.user.id,
            user_name=interaction.user.display_name,
            request=request,
            reply=reply,
            price=MODELS[request.model].estimate(request.size),
            role_ids=role_ids(interaction),
            locale=interaction.locale.value,
        )

    async def _deferred(self, interaction: Interaction, *, private: bool) -> bool:
        """Says "thinking…". False if it's certain that the member doesn't see it and never will."""
        try:
            await interaction.response.defer(thinking=True, ephemeral=private)
        except discord.NotFound as error:
            log.warning(
                "too slow, or the interaction is gone: %s", brief(error), extra={"generation": interaction.id}
            )
            return False
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("no answer to the deferral: %s", brief(error), extra={"generation": interaction.id})
            return await self._thinking(interaction)
        except Exception:
            # discord.py also reads the answer, and may fail at that. Then nobody knows, as above.
            log.exception("a bug in the deferral", extra={"generation": interaction.id})
        return True

    async def _thinking(self, interaction: Interaction) -> bool:
        """Whether the deferral arrived. If even that is unknown, the delivery will find out."""
        try:
            await interaction.original_response()
        except discord.NotFound:
            return False
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return True
        return True

    async def _tell_before(self, interaction: Interaction, order: Order) -> None:
        """Tells what couldn't be told earlier, before the answer belongs to the service.

        The waiting card comes first, so that the follow-up doesn't take the place of "thinking…".
        """
        try:
            if not await self.missed.of(interaction):
                return
            waiting = Generation(order, State.HELD, self._now_ms())
            texts = private_texts(interaction) if order.reply.private else await public_texts(interaction)
            progress = Progress(position=1, since_ms=self._now_ms())
            await interaction.edit_original_response(view=cards.progress_card(waiting, progress, texts))
        except (StorageUnavailable, discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning(
                "could not tell what happened earlier: %s", brief(error), extra={"generation": order.id}
            )
        else:
            await self.missed.notify(interaction)

"""Orders a picture for any interaction: a command, a button or a modal."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import aiohttp
import discord

from bot.budgets.budget import Budgets
from bot.errors import EaselError, InputUnreachable, ReplyExpired, StorageUnavailable, TooManyInFlight
from bot.generation.library import MOST_TOGETHER, Draft, Library
from bot.generation.model import Generation, Kind, Order, ReplyTarget, State
from bot.generation.models import MODELS, Preset, Size
from bot.generation.ports import Progress
from bot.generation.request import LARGEST_SEED, ImageRequest, validated
from bot.generation.service import GenerationService
from bot.log_context import add_log_fields
from bot.servers.admission import Admission
from bot.servers.ports import Standing
from cogs.admission import attempt
from cogs.client import EaselClient
from cogs.errors.brief import brief
from cogs.errors.reporter import report
from cogs.imagine import cards
from cogs.imagine.buttons import refusal_buttons, wants_more
from cogs.imagine.missed_notifications import MissedNotifications
from cogs.members import asking, guild_id, role_ids
from cogs.texts import private_texts, public_texts
from cogs.texts.formatting import date, worth

log = logging.getLogger(__name__)

Interaction = discord.Interaction[EaselClient]

# Discord's tokens live for 15 minutes. A request in the last seconds could arrive too late.
TOKEN_LIFE_MS = 15 * 60 * 1000
TOKEN_MARGIN_MS = 15 * 1000


LoadInputs = Callable[[], Awaitable[tuple[bytes, ...]]]

# Two presses within this time count as one. People double-click, and phones repeat requests on slow networks.
SAME_PRESS_SECONDS = 2.0
# An input is scaled to at most a megapixel, and each one is billed as at least one.
INPUT = Size(1024, 1024)


class Ordering:
    """All pictures are ordered here."""

    def __init__(
        self,
        service: GenerationService,
        library: Library,
        budgets: Budgets,
        admission: Admission,
        now_ms: Callable[[], int],
    ) -> None:
        self._service = service
        self._library = library
        self._budgets = budgets
        self._admission = admission
        self._now_ms = now_ms
        self._presses: dict[tuple[int, str, int], float] = {}
        self.missed = MissedNotifications(service)

    async def place(
        self,
        interaction: Interaction,
        draft: Draft,
        load_inputs: LoadInputs | None = None,
        *,
        key: str = "",
        standing: Standing | None = None,
    ) -> None:
        """Holds the price of everything in the draft, says "thinking…" in a new message, and queues it.

        A refusal is private and has buttons for the next step, for which the draft is stored. `load_inputs`
        gets the pictures to edit, once the price is held. Call it before the interaction is answered, since
        the deferral decides who sees the answer. `key` names a button that orders at once. If the same member
        presses it again within two seconds, the second press costs nothing and gets the first one's answer.
        `standing` is the member's, if it was already read for this request.
        """
        press = None if interaction.message is None else (interaction.message.id, key, interaction.user.id)
        if key and press is not None and await self._pressed_just_now(interaction, press):
            await interaction.response.defer()
            return
        try:
            await self._place(interaction, draft, load_inputs, standing)
        except EaselError as error:
            if press is not None:
                self._presses.pop(press, None)
            await self.refuse(interaction, draft, error)

    async def place_privately(self, interaction: Interaction, request: ImageRequest) -> None:
        """The same for a request that another feature has validated. Only its member sees the picture."""
        draft = Draft(
            prompt=request.prompt,
            width=request.size.width if request.preset is None else None,
            height=request.size.height if request.preset is None else None,
            preset=None if request.preset is None else request.preset.value,
            seed=request.seed,
            format=request.format,
            private=True,
            style=request.style,
        )
        await self.place(interaction, draft)

    async def _pressed_just_now(self, interaction: Interaction, press: tuple[int, str, int]) -> bool:
        if interaction.client.claims is not None:
            name = ":".join(map(str, ("press", *press)))
            try:
                return not await interaction.client.claims.first(name, SAME_PRESS_SECONDS)
            except StorageUnavailable:
                return False  # it can't be held either
        now = asyncio.get_running_loop().time()
        for old in [each for each, at in self._presses.items() if now - at > SAME_PRESS_SECONDS]:
            del self._presses[old]
        if press in self._presses:
            return True
        self._presses[press] = now
        return False

    async def _place(
        self,
        interaction: Interaction,
        draft: Draft,
        load_inputs: LoadInputs | None,
        standing: Standing | None,
    ) -> None:
        request = validated(
            draft.prompt,
            draft.width,
            draft.height,
            preset=None if draft.preset is None else Preset(draft.preset),
            seed=draft.seed,
            format=draft.format,
            style=draft.style,
        )
        count = min(max(1, draft.count), MOST_TOGETHER)
        admitted = await self._admission.admit(attempt(interaction, request.prompt, count), standing)
        spoiler = admitted.spoiler(asked=draft.spoiler)
        orders = self._orders(interaction, draft, admitted.applied(request), count, spoiler=spoiler)
        add_log_fields(generation=orders[0].id)
        if not await self._service.accept(*orders):
            return  # Discord delivered this interaction twice, and it's already being handled
        if not await self._deferred(interaction, private=draft.private):
            await self._abandon(orders, ReplyExpired())
            return
        try:
            if load_inputs is not None:
                await self._service.save_inputs(await load_inputs(), [order.id for order in orders])
        except EaselError as error:
            await self._abandon(orders, error, told=True)
            raise
        except Exception:
            await self._abandon(orders, InputUnreachable(), told=True)
            raise
        try:
            if admitted.standing.newcomer or admitted.standing.untold:
                await self._tell_before(interaction, orders[0], newcomer=admitted.standing.newcomer)
        finally:
            await asyncio.gather(*(self._service.enqueue(order.id) for order in orders))

    async def _abandon(self, orders: Sequence[Order], error: EaselError, *, told: bool = False) -> None:
        for order in orders:
            await self._service.abandon(order.id, error, told=told)

    async def refuse(self, interaction: Interaction, draft: Draft, error: EaselError) -> None:
        """Reports the error, and what the member can do about it.

        A storage that just failed isn't tried again. If it's only slow, an error without buttons beats no
        answer at all.
        """
        if isinstance(error, StorageUnavailable):
            await report(interaction, error)
            return
        view = None
        try:
            view = await self._refusal_buttons(interaction, draft, error)
        except EaselError as failure:
            log.warning("couldn't save the draft: %r", failure, extra={"generation": interaction.id})
        await report(interaction, error, view)

    async def _refusal_buttons(
        self, interaction: Interaction, draft: Draft, error: EaselError
    ) -> discord.ui.View | None:
        """Saves the draft, and returns the buttons for the next step."""
        guild, user = guild_id(interaction), interaction.user.id
        open_ones = await self._library.open_of(guild, user) if isinstance(error, TooManyInFlight) else []
        await self._library.save_draft(interaction.id, guild, user, draft, self._now_ms())
        can_ask = wants_more(error) and await self._admission.can_ask_for_more(guild)
        return refusal_buttons(
            interaction.id, draft, error, open_ones, private_texts(interaction), can_ask=can_ask
        )

    def _orders(
        self, interaction: Interaction, draft: Draft, request: ImageRequest, count: int, *, spoiler: bool
    ) -> list[Order]:
        """An order for each picture. The first has the interaction's ID and the seed, the others count up."""
        assert interaction.channel_id is not None, "every interaction of a server has a channel"
        reply = ReplyTarget(
            application_id=interaction.application_id,
            channel_id=interaction.channel_id,
            token=interaction.token,
            # By our own clock, which is also used to check it.
            expires_at_ms=self._now_ms() + TOKEN_LIFE_MS - TOKEN_MARGIN_MS,
            upload_limit=interaction.filesize_limit,
            private=draft.private,
            spoiler=spoiler,
        )
        inputs = draft.input_count
        return [
            Order(
                id=interaction.id + number,
                guild_id=guild_id(interaction),
                user_id=interaction.user.id,
                user_name=interaction.user.display_name,
                request=replace(request, seed=(request.seed + number - 1) % LARGEST_SEED + 1),
                reply=reply,
                price=MODELS[request.model].estimate(request.size, [INPUT] * inputs),
                role_ids=role_ids(interaction),
                locale=interaction.locale.value,
                guild_locale=None if interaction.guild_locale is None else interaction.guild_locale.value,
                kind=Kind(draft.kind),
                parent_id=draft.parent_id,
                batch_id=interaction.id if count > 1 else None,
                input_count=inputs,
                inputs_of=draft.inputs_of,
            )
            for number in range(count)
        ]

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
            # discord.py also parses the response and can fail there. The outcome is then unknown, as above.
            log.exception("a bug while deferring", extra={"generation": interaction.id})
        return True

    async def _thinking(self, interaction: Interaction) -> bool:
        """Whether the deferral arrived. If that's unknown too, the delivery will find out."""
        try:
            await interaction.original_response()
        except discord.NotFound:
            return False
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return True
        return True

    async def _tell_before(self, interaction: Interaction, order: Order, *, newcomer: bool) -> None:
        """Catches the member up on earlier results and welcomes newcomers, before the service owns the
        answer.

        The waiting card comes first, so that the follow-up doesn't replace "thinking…".
        """
        try:
            if not newcomer and not await self.missed.of(interaction):
                return
            waiting = Generation(order, State.HELD, self._now_ms())
            texts = private_texts(interaction) if order.reply.private else await public_texts(interaction)
            progress = Progress(position=1, since_ms=self._now_ms())
            await interaction.edit_original_response(view=cards.progress_card(waiting, progress, texts))
            if newcomer:
                await self._welcome(interaction)
        except (StorageUnavailable, discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning(
                "couldn't report what happened earlier: %s", brief(error), extra={"generation": order.id}
            )
        else:
            await self.missed.notify(interaction)

    async def _welcome(self, interaction: Interaction) -> None:
        budget = await self._budgets.budget(asking(interaction), self._now_ms())
        texts = private_texts(interaction)
        renews = budget.allowance.period.renews_at_ms
        text = texts(
            "picture-welcome",
            left=worth(texts, budget.left),
            has_renewal=renews is not None and not budget.allowance.unlimited,
            renews="" if renews is None else date(renews),
        )
        await interaction.followup.send(text, ephemeral=True)

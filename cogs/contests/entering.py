"""Entering a contest with a new private picture or an existing one, and withdrawing."""

import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.contests.model import Contest, MadePicture, Phase
from bot.contests.refusals import (
    NoSuchContest,
    NoSuchEntry,
    NotYourPicture,
    PoolEmpty,
    WrongPhase,
)
from bot.contests.service import ContestService
from bot.errors import EaselError, Refused, StorageUnavailable
from bot.generation.model import Generation
from bot.generation.models import FLUX_2_PRO, MODELS, Preset
from bot.generation.ports import Card
from bot.generation.request import validated
from bot.snowflakes import parse_snowflake
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.contests import ids
from cogs.contests.cards import card, first_choice, full_time, menu, row, text, title
from cogs.contests.services import ContestServices, Interaction, named, person_of, suggestion
from cogs.errors.refusals import ButtonOutdated
from cogs.forms import Form, typed
from cogs.members import guild_id
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import one_line, truncate

log = logging.getLogger(__name__)

MENU = "Enter in contest"
PROMPT_CHOICE = 80
PROMPT, SIZE = "prompt", "size"
_PICTURE = re.compile(r"easel-(\d{1,20})\.")


class CardOffers:
    """Adds to the cards of pictures (see `cogs.imagine.delivery.CardExtras`)."""

    def __init__(self, contests: ContestService) -> None:
        self._contests = contests

    async def buttons_for(self, generation: Generation, card: Card, texts: Texts) -> Sequence[EaselButton]:
        """Stores the picture for open contests, and offers to enter it."""
        order = generation.order
        try:
            running = await self._contests.contests(order.guild_id, (Phase.OPEN,))
            private = order.reply.private
            if not any(private or public_allowed(contest) for contest in running):
                return ()
            await self._contests.delivered(order.guild_id, generation.id, card.original.data)
        except StorageUnavailable as error:
            log.warning("a picture isn't offered for contests: %r", error)
            return ()
        return (EaselButton.of(ids.offer_id(generation.id), texts("contest-offer-label")),)


class Entering:
    def __init__(self, client: EaselClient, services: ContestServices) -> None:
        self._services = services
        for button, press in (
            (ids.join_id(0), self.ask),
            (ids.make_id(0), self.make),
            (ids.offer_id(0), self.offer),
            (ids.into_id(0), self.into),
            (ids.leave_id(0, 0), self.leave),
        ):
            client.buttons.add(button.feature, button.verb, button.version, press)

    # A new picture.

    async def ask(self, interaction: Interaction, contest_id: int) -> None:
        """The contest's Enter button. Asks for a prompt and a size."""
        here, person = guild_id(interaction), person_of(interaction)
        contest = await self._services.contests.check_entrant(here, contest_id, person)
        texts = private_texts(interaction)
        modal = Form(ids.make_id(contest_id), texts("contest-enter-title"))
        about = texts(
            "contest-enter-about",
            theme=truncate(one_line(contest.settings.theme), 300),
            pool=contest.settings.pool > 0,
        )
        modal.add_item(discord.ui.TextDisplay(about))
        modal.add_item(
            discord.ui.Label(
                text=texts("contest-prompt-field"),
                component=discord.ui.TextInput(
                    custom_id=PROMPT,
                    style=discord.TextStyle.paragraph,
                    max_length=min(FLUX_2_PRO.prompt_limit, 4_000),
                ),
            )
        )
        sizes: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=SIZE,
            options=[
                discord.SelectOption(
                    label=texts(f"choice-preset-{preset.value}", size=str(size)),
                    value=preset.value,
                    default=size == FLUX_2_PRO.default_size,
                )
                for preset, size in FLUX_2_PRO.presets.items()
            ],
        )
        modal.add_item(discord.ui.Label(text=texts("contest-size-field"), component=sizes))
        await interaction.response.send_modal(modal)

    async def make(self, interaction: Interaction, contest_id: int) -> None:
        """Orders a private picture. The pool pays for it until it's used up."""
        here, person = guild_id(interaction), person_of(interaction)
        filled = typed(interaction)
        request = validated(filled.get(PROMPT, ""), preset=Preset(filled.get(SIZE) or Preset.LANDSCAPE_4_3))
        contest = await self._services.contests.check_entrant(here, contest_id, person)
        if contest.settings.pool:
            price = MODELS[request.model].estimate(request.size)
            try:
                await self._services.contests.fund(here, contest_id, person, price)
            except PoolEmpty as empty:  # then it's paid from the member's own budget
                log.info("the pool of contest %d is used up: %r", contest_id, empty)
        await self._services.order(interaction, request)

    # An existing picture.

    def menu(self) -> app_commands.ContextMenu:
        """The command in a message's menu."""
        return app_commands.ContextMenu(name=MENU, callback=self.from_menu)

    async def from_menu(self, interaction: Interaction, message: discord.Message) -> None:
        bot = interaction.client.user
        shown = next(_pictures(message), None) if bot and message.author.id == bot.id else None
        if shown is None:
            raise NotYourPicture
        await self.offer(interaction, shown)

    async def offer(self, interaction: Interaction, generation_id: int) -> None:
        """Enters the picture, or asks which contest."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        here, person = guild_id(interaction), person_of(interaction)
        running = await self._services.contests.contests(here, (Phase.OPEN,))
        if not running:
            raise NoSuchContest
        fitting: list[Contest] = []
        refused: EaselError | None = None
        for contest in running:
            try:
                await self._services.contests.check_entry(here, contest.id, person, generation_id)
            except Refused as error:
                refused = refused or error
            else:
                fitting.append(contest)
        if not fitting:
            raise refused or NoSuchContest
        if len(fitting) == 1:
            await self._enter(interaction, fitting[0].id, generation_id)
            return
        texts = private_texts(interaction)
        choices = {str(contest.id): named(texts, contest) for contest in fitting}
        which = menu(ids.into_id(generation_id), texts("contest-which-placeholder"), choices)
        await interaction.edit_original_response(view=card(text(texts("contest-which")), row(which)))

    async def into(self, interaction: Interaction, generation_id: int) -> None:
        """The menu that asked which contest."""
        await interaction.response.defer()
        wanted = first_choice(interaction)
        if not wanted.isdecimal():
            raise ButtonOutdated
        await self._enter(interaction, int(wanted), generation_id)

    async def from_command(self, interaction: Interaction, contest: Contest, typed: str) -> None:
        try:
            generation_id = parse_snowflake(typed)
        except ValueError:
            raise NotYourPicture from None
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._enter(interaction, contest.id, generation_id)

    async def offer_pictures(
        self, interaction: Interaction, typed: str, contest: Contest
    ) -> list[Choice[str]]:
        """The member's own pictures that they could enter, newest first."""
        texts = private_texts(interaction)
        person = person_of(interaction)
        made = await self._services.contests.enterable(contest.guild_id, contest.id, person)
        return [
            suggestion(_named(texts, each, self._services.now_ms()), str(each.generation_id))
            for each in made
            if typed.casefold().strip() in each.prompt.casefold()
        ][:25]

    async def _enter(self, interaction: Interaction, contest_id: int, generation_id: int) -> None:
        here, person = guild_id(interaction), person_of(interaction)
        entered = await self._services.contests.enter(here, contest_id, person, generation_id)
        contest = await self._services.contests.get(here, contest_id)
        texts = private_texts(interaction)
        said = texts(
            "contest-entered",
            title=title(contest),
            until=full_time(contest.settings.schedule.entries_until_ms),
            out=entered.out_of_competition,
        )
        leave = EaselButton.of(ids.leave_id(generation_id, contest_id), texts("contest-withdraw-label"))
        await interaction.edit_original_response(view=card(text(said), row(leave)))

    # Withdrawing.

    async def leave(self, interaction: Interaction, generation_id: int) -> None:
        """The Withdraw button."""
        await interaction.response.defer()
        [contest_id] = ids.numbers_of(ButtonId.of(interaction))
        here = guild_id(interaction)
        await self._services.contests.withdraw(here, contest_id, person_of(interaction), generation_id)
        contest = await self._services.contests.get(here, contest_id)
        said = private_texts(interaction)("contest-withdrawn", title=title(contest))
        await interaction.edit_original_response(view=card(text(said)))

    async def withdraw(self, interaction: Interaction, contest: Contest) -> None:
        """`/contest withdraw`: the only entry, or a menu of several."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if contest.phase is not Phase.OPEN:
            raise WrongPhase(contest.phase, Phase.OPEN)
        person = person_of(interaction)
        entries = await self._services.contests.entries_of(contest.guild_id, contest.id, person.user_id)
        if not entries:
            raise NoSuchEntry
        texts = private_texts(interaction)
        if len(entries) == 1:
            [entry] = entries
            await self._services.contests.withdraw(contest.guild_id, contest.id, person, entry.generation_id)
            await interaction.edit_original_response(
                view=card(text(texts("contest-withdrawn", title=title(contest))))
            )
            return
        lines, buttons = [texts("contest-withdraw-which")], []
        for index, entry in enumerate(entries, start=1):
            lines.append(f"{index}. {truncate(one_line(entry.prompt or ''), 200)}")
            label = texts("contest-withdraw-nth-label", number=index)
            buttons.append(EaselButton.of(ids.leave_id(entry.generation_id, contest.id), label))
        await interaction.edit_original_response(view=card(text(*lines), row(*buttons)))


def public_allowed(contest: Contest) -> bool:
    """Whether pictures that everybody saw can be entered."""
    return contest.settings.public_entries or not contest.settings.anonymous


def _pictures(message: discord.Message) -> Iterator[int]:
    """The generations whose pictures a message shows."""
    names = [attachment.filename for attachment in message.attachments]
    for name in (*names, *_media(message.components)):
        match = _PICTURE.search(name)
        if match:
            yield int(match[1])


def _media(components: Sequence[discord.Component]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.MediaGalleryComponent):
            yield from (item.media.url for item in component.items)
        elif isinstance(component, discord.Container):
            yield from _media(component.children)


def _named(texts: Texts, picture: MadePicture, now_ms: int) -> str:
    """`5 minutes ago: a quiet harbour`, for choices."""
    minutes = max(0, now_ms - picture.made_at_ms) // 60_000
    unit, count = ("minutes", minutes) if minutes < 120 else ("hours", minutes // 60)
    if unit == "hours" and count >= 48:
        unit, count = "days", count // 24
    prompt = truncate(one_line(picture.prompt), PROMPT_CHOICE)
    return texts("contest-picture-choice", unit=unit, count=count, prompt=prompt)

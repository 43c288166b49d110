"""The services behind contests' commands and buttons."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import discord
from discord.app_commands import Choice

from bot.budgets.amounts import parse_amount
from bot.budgets.moments import parse_moment
from bot.budgets.outbox import Outbox
from bot.budgets.quotas import Quotas
from bot.budgets.refusals import InvalidAmount, InvalidMoment
from bot.budgets.zones import zone_of
from bot.contests.model import Contest, Person, Phase
from bot.contests.ports import ContestPictures
from bot.contests.refusals import NoSuchContest
from bot.contests.service import ContestService
from bot.generation.request import ImageRequest
from cogs.client import EaselClient
from cogs.errors.refusals import SeveralContests
from cogs.members import guild_id, role_ids
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import USUAL_PRICE, one_line, truncate, worth

Interaction = discord.Interaction[EaselClient]

# Orders a private picture in answer to an interaction that hasn't been answered yet.
PlaceOrder = Callable[[Interaction, ImageRequest], Awaitable[None]]

RUNNING = (Phase.ANNOUNCED, Phase.OPEN, Phase.VOTING)
OVER = (Phase.CLOSED, Phase.CANCELLED)
CHOICE = 100  # Discord's limit for a choice
OFFERED = 25
PICTURES = (5, 10, 20, 50, 100)
MOMENTS = ("1h", "1d", "3d", "7d", "14d")


@dataclass(frozen=True, slots=True)
class ContestServices:
    contests: ContestService
    pictures: ContestPictures
    quotas: Quotas
    outbox: Outbox
    order: PlaceOrder
    now_ms: Callable[[], int]

    async def zone(self, guild: int) -> str:
        """The server's time zone, for times that people type."""
        return (await self.quotas.server(guild)).schedule.zone

    async def meant(
        self, interaction: Interaction, typed: str | None, phases: Collection[Phase] = RUNNING
    ) -> Contest:
        """The contest in an option, by its ID from the list or by its title.

        Without the option it's the only contest in one of those phases, or of several the newest that is
        over. Where none is in those phases it's the one that a member most likely means, whose refusal says
        when the time comes. Raises `NoSuchContest` or `SeveralContests`.
        """
        here = guild_id(interaction)
        if typed is not None:
            found = await self._typed(here, typed.strip(), phases)
        else:
            found = await self.contests.contests(here, phases)
            found = found or _soonest(await self.contests.contests(here, RUNNING))
            found = found or await self.contests.contests(here, OVER, limit=1)
        if not found:
            raise NoSuchContest
        if len(found) > 1 and not all(each.phase.is_over for each in found):
            raise SeveralContests(tuple(each.settings.title for each in found[:5]))
        return found[0]

    async def _typed(self, here: int, typed: str, phases: Collection[Phase]) -> list[Contest]:
        if typed.isdecimal() and typed.isascii():
            try:
                return [await self.contests.get(here, min(int(typed), 2**63 - 1))]
            except NoSuchContest:  # then it's a title
                pass
        titled = [
            each
            for each in await self.contests.contests(here, tuple(Phase))
            if each.settings.title.casefold() == typed.casefold()
        ]
        return [each for each in titled if each.phase in phases] or titled[:1]

    async def offer_contests(
        self, interaction: Interaction, typed: str, phases: Collection[Phase] = RUNNING
    ) -> list[Choice[str]]:
        texts = private_texts(interaction)
        return [
            Choice(name=named(texts, each), value=str(each.id))
            for each in await self.contests.contests(guild_id(interaction), phases)
            if typed.casefold().strip() in each.settings.title.casefold()
        ][:OFFERED]

    async def offer_moments(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """The typed time, as the bot understands it."""
        texts, zone = private_texts(interaction), await self.zone(guild_id(interaction))
        found = []
        for text in [typed.strip()] if typed.strip() else MOMENTS:
            try:
                meaning = written(parse_moment(text, self.now_ms(), zone), zone)
            except InvalidMoment:
                continue
            found.append(suggestion(texts("contest-suggest-choice", typed=text, meaning=meaning), text))
        return found

    async def offer_amounts(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        texts = private_texts(interaction)
        text = typed.strip()
        usual = [str(count * USUAL_PRICE) for count in PICTURES]
        found = []
        for each in ([text] if text[-1:].lower() in {"k", "m"} else [text, f"{text}k"]) if text else usual:
            try:
                found.append(suggestion(worth(texts, parse_amount(each)), each))
            except InvalidAmount:
                continue
        return found


def _soonest(running: Iterable[Contest]) -> list[Contest]:
    """The one whose phase ends first, if there is one."""
    return sorted(running, key=lambda each: each.settings.schedule.ends_at_ms(each.phase) or 0)[:1]


def person_of(interaction: Interaction) -> Person:
    """The asking member, as Discord describes them now."""
    asks = interaction.user
    joined = asks.joined_at if isinstance(asks, discord.Member) else None
    can = interaction.permissions
    return Person(
        asks.id,
        role_ids(interaction),
        None if joined is None else round(joined.timestamp() * 1000),
        is_bot=asks.bot,
        can_manage_server=can.manage_guild or can.administrator,
    )


def named(texts: Texts, contest: Contest) -> str:
    """A contest's name among others, for choices."""
    title = truncate(one_line(contest.settings.title), 60)
    return texts("contest-choice", title=title, phase=contest.phase.value)


def suggestion(name: str, value: str) -> Choice[str]:
    return Choice(name=truncate(name, CHOICE), value=truncate(value, CHOICE))


def written(at_ms: int, zone: str) -> str:
    """`2026-12-31 18:00`, where Discord doesn't show timestamps. `parse_moment` can read it."""
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone_of(zone)):%Y-%m-%d %H:%M}"

"""A server with a contest: the real commands, clock, store and board on the playground's Discord.

Only time and pictures are fake. Nothing moves until a test says so.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.budgets.policy import Member
from bot.contests.model import Contest, ContestSettings, Phase, Schedule
from bot.contests.model import Person as Asking
from bot.contests.service import ContestService
from bot.generation.request import ImageRequest
from bot.pictures import PillowPictures
from bot.servers.languages import ServerLanguages
from bot.storage import Store
from cogs.budget.cog import BudgetCommands
from cogs.buttons import EaselButton
from cogs.client import EaselClient
from cogs.contests import ids
from cogs.contests.board import DiscordBoard
from cogs.contests.cards import card, row, text
from cogs.contests.cog import ContestCommands
from cogs.contests.services import ContestServices, Interaction
from cogs.members import guild_id
from cogs.notices.cog import OutboxSender
from cogs.privacy.cog import PrivacyCommands
from cogs.privacy.servers import Servers
from cogs.quota.cog import QuotaCommands
from cogs.quota.services import QuotaServices
from playground.discord import Discord, Invocation, Permissions, Person, Role
from tests.cogs.fakes import FakeMeta, now_ms
from tests.end_to_end.town import Message, buttons_of, text_of
from tests.pictures.painted import encoded, gradient
from tests.storage.contest_scenes import HOUR, Clock, Town, opened
from tests.texts.strict import strict_catalogue

PICTURE = encoded(gradient(64, 48))
LONG_AGO = datetime(2022, 1, 1, 12, tzinfo=UTC)


@dataclass
class Fair:
    """rowan manages the server and hosts, and the others take part. `clock` only moves when it's set."""

    discord: Discord
    store: Store
    clock: Clock
    pictures: PillowPictures
    meta: FakeMeta = field(default_factory=FakeMeta)
    more: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.town = Town(self.store, self.clock)
        self.guild = self.discord.guild("The Workshop")
        self.channel = self.discord.channel(self.guild, "studio").id

    # The bot.

    async def start(self) -> None:
        """A new process, from the view of Discord and the store."""
        languages = ServerLanguages(self.store.servers)
        self.client = EaselClient(self.meta, strict_catalogue(), server_language=languages.of)
        self.contests = ContestService(self.store.contests, self.pictures, self.clock)
        services = ContestServices(
            contests=self.contests,
            pictures=self.pictures,
            quotas=self.store.quotas,
            outbox=self.store.outbox,
            order=self._order,
            now_ms=self.clock,
        )
        quotas = QuotaServices(
            quotas=self.store.quotas,
            role_grants=self.store.role_grants,
            audit=self.store.audit,
            reports=self.store.reports,
            budgets=self.store.budgets,
            charts=self.pictures,
            default_allowance=0,
            now_ms=self.clock,
        )
        notices = OutboxSender(self.client, self.store.outbox, self.clock)
        for cog in (
            ContestCommands(self.client, services),
            QuotaCommands(self.client, quotas),
            BudgetCommands(self.client, self.store.budgets, self.clock),
            PrivacyCommands(self.client, self.store.privacy, self.clock),
            Servers(self.client, self.store.privacy, self.clock),
            notices,
        ):
            await self.client.add_cog(cog)
        self.board = DiscordBoard(self.client, services)
        await self.client.login(self.discord.bot_token)
        self._tasks = [
            asyncio.create_task(self.client.connect()),
            asyncio.create_task(notices.run(every_seconds=0.05)),
        ]
        await self.discord.bot_ready("contest create")
        await self.client.wait_until_ready()

    async def stop(self) -> None:
        self._tasks[1].cancel()
        await self.client.close()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def settle(self) -> None:
        """Makes the due moves, with everything on Discord that belongs to them."""
        for _ in range(3):
            await self.contests.advance()
            await self.contests.catch_up(self.board)

    async def after(self, span_ms: int) -> None:
        """Lets that much time pass, and does everything due."""
        self.clock.now_ms += span_ms
        await self.settle()

    async def _order(self, interaction: Interaction, request: ImageRequest) -> None:
        """Makes the picture at once."""
        generation_id = await self.picture(interaction.user.id, guild_id(interaction))
        offer = EaselButton.of(ids.offer_id(generation_id), "Enter in contest")
        view = card(text(f"Picture: {request.prompt}"), row(offer))
        await interaction.response.send_message(view=view, ephemeral=True)

    async def picture(self, user_id: int, here: int | None = None) -> int:
        """One of their private pictures that can be entered."""
        here = here or self.guild.id
        generation_id = await self.town.picture(user_id, guild_id=here)
        await self.contests.delivered(here, generation_id, PICTURE)
        return generation_id

    # People.

    def person(self, name: str) -> Person:
        return self.discord.person(name, self.guild)

    @property
    def rowan(self) -> Person:
        return self.person("rowan")

    def crowd(self, count: int) -> list[Person]:
        """Adds that many members who joined long ago."""
        while len(self.more) < count:
            user = self.discord.add_user(f"member{len(self.more) + 1}", created_at=LONG_AGO)
            self.discord.add_member(self.guild, user, joined_at=LONG_AGO)
            self.more.append(self.discord.person(user, self.guild))
        return self.more[:count]

    def allow(self, permissions: Permissions) -> Role:
        """Gives the bot a role with these, above all others."""
        role = self.discord.add_role(self.guild, "helper", permissions)
        self.discord.set_roles(self.guild, self.discord.bot, role)
        return role

    async def staff(self) -> int:
        """The channel for moderators, where the bot reports."""
        channel = self.discord.channel(self.guild, "staff")
        here = self.allow(Permissions.MANAGE_ROLES)
        self.discord.set_permissions(channel, here, allow=Permissions.VIEW_CHANNEL)
        await self.asked(self.rowan, "/quota server set", staff_channel=channel.id)
        return channel.id

    async def left(self, who: Person) -> int:
        """What they have left of grants."""
        member = Member(self.guild.id, who.user.id)
        budget = await self.store.budgets.budget(member, self.clock.now_ms)
        return sum(grant.left for grant in budget.grants)

    # Contests, created without Discord if a test isn't about that.

    async def contest(self, **changes: object) -> Contest:
        """An open contest that's shown. Entries close in an hour, and voting in two."""
        now = self.clock.now_ms
        schedule = Schedule(now, now + HOUR, now + 2 * HOUR)
        given = {"title": "Harbours", "theme": "A quiet harbour", "channel_id": self.channel, "quorum": 1}
        settings = ContestSettings(**{**given, "schedule": schedule, **changes})  # type: ignore[arg-type]
        contest = await self.contests.create(self.guild.id, asking(self.rowan, manager=True), settings)
        await self.settle()
        return await self.contests.get(self.guild.id, contest.id)

    async def entered(self, contest: Contest, *people: Person) -> None:
        for who in people:
            picture = await self.picture(who.user.id)
            await self.contests.enter(self.guild.id, contest.id, asking(who), picture)

    async def voting(self, *people: Person, **changes: object) -> tuple[Contest, dict[int, int]]:
        """A contest in its voting phase with their entries, and entry numbers by maker."""
        contest = await self.contest(**changes)
        await self.entered(contest, *people)
        await self.end(contest)
        contest = await self.contests.get(self.guild.id, contest.id)
        assert contest.phase is Phase.VOTING
        return contest, await self.town.numbers(contest)

    async def voted(self, contest: Contest, votes: dict[Person, Collection[int]]) -> None:
        """Each casts a ballot with those numbers."""
        for who, numbers in votes.items():
            for number in numbers:
                await self.contests.pick(self.guild.id, contest.id, asking(who), number)

    async def end(self, contest: Contest) -> None:
        """Lets the phase end."""
        contest = await self.contests.get(self.guild.id, contest.id)
        ends_at_ms = contest.settings.schedule.ends_at_ms(contest.phase)
        assert ends_at_ms is not None
        self.clock.now_ms = max(self.clock.now_ms, ends_at_ms)
        await self.settle()

    # What people see and do.

    async def answer(self, who: Person, does: Callable[[], Awaitable[Invocation]]) -> Message:
        """The private answer, once it has any text."""
        before = {message["id"]: str(message) for message in who.messages(self.channel)}
        invocation = await does()
        await invocation.answered()
        assert invocation.failed is None

        def answers(message: Message) -> bool:
            changed = before.get(message["id"]) != str(message)
            return message["ephemeral"] and bool(text_of(message).strip()) and changed

        return await who.wait_for(answers)

    async def said(self, who: Person, command: str, **options: object) -> str:
        return text_of(await self.asked(who, command, **options))

    async def asked(self, who: Person, command: str, **options: object) -> Message:
        """The answer to a command under `/contest`, or to any command that's written with a slash."""
        name = command.removeprefix("/") if command.startswith("/") else f"contest {command}"
        return await self.answer(who, lambda: who.slash(self.channel, name, **options))

    async def press(self, who: Person, message: Message, verb: str) -> Message:
        return await self.answer(who, lambda: who.press(message["id"], button(message, verb)))

    async def choose(self, who: Person, message: Message, verb: str, value: str) -> Message:
        chosen = menu(message, verb)["custom_id"]
        return await self.answer(who, lambda: who.select(message["id"], chosen, [value]))

    def public(self) -> list[Message]:
        """Everything that everybody sees in the contest's channel."""
        return [each for each in self.rowan.messages(self.channel) if not each["ephemeral"]]

    def shown(self, contest: Contest) -> list[Message]:
        """The contest's own messages. There should be one."""
        return [each for each in self.public() if str(ids.rules_id(contest.id)) in buttons_of(each)]

    def results(self, contest: Contest, key: int = 0) -> list[Message]:
        """The messages with its results. There should be one for each `key`."""
        return [each for each in self.public() if str(ids.place_id(contest.id, key)) in buttons_of(each)]

    def sheets(self) -> list[Message]:
        return [each for each in self.public() if "sheet-" in str(each["components"])]


def asking(who: Person, *, manager: bool = False) -> Asking:
    """The person as the service sees them."""
    joined = round(who.guild.members[who.user.id].joined_at * 1000)
    return Asking(who.user.id, joined_at_ms=joined, can_manage_server=manager)


def button(message: Message, verb: str) -> str:
    """The custom_id of the contest's button in the message."""
    return next(each for each in buttons_of(message) if f"contest:{verb}:" in each or each.endswith(verb))


def menu(message: Message, verb: str) -> Message:
    """The contest's menu in the message."""
    return next(each for each in menus(message["components"]) if f"contest:{verb}:" in each["custom_id"])


def menus(components: list[Message]) -> list[Message]:
    found = []
    for component in components:
        if component["type"] == 3:
            found.append(component)
        found += menus(component.get("components") or [])
    return found


@asynccontextmanager
async def fair(discord: Discord, directory: Path) -> AsyncIterator[Fair]:
    clock = Clock(now_ms())
    async with opened(f"sqlite:///{directory}/easel.sqlite3", clock) as store, PillowPictures() as pictures:
        here = Fair(discord, store, clock, pictures)
        await here.start()
        try:
            yield here
        finally:
            await here.stop()

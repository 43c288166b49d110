"""The Discord itself: what stands behind one base URL."""

import asyncio
import time
from typing import Any

from aiohttp import web

from playground.discord.administration import Administration
from playground.discord.answers import Answers
from playground.discord.commands import Commands
from playground.discord.demo import furnish
from playground.discord.events import Events, Screen
from playground.discord.faults import Faults
from playground.discord.guilds import Channel, Guild
from playground.discord.interactions import Interactions
from playground.discord.message_forms import Drafting
from playground.discord.person import Person
from playground.discord.posting import Posting
from playground.discord.request_log import RequestLog, Violation
from playground.discord.rest import Front
from playground.discord.rest.account import AccountRoutes
from playground.discord.rest.calls import Route
from playground.discord.rest.commands import CommandRoutes
from playground.discord.rest.files import FileRoutes
from playground.discord.rest.guilds import GuildRoutes
from playground.discord.rest.interactions import InteractionRoutes
from playground.discord.rest.messages import MessageRoutes
from playground.discord.slash_client import offers
from playground.discord.snowflakes import Clock, Snowflakes
from playground.discord.users import Application, User
from playground.discord.world import Limits, World


class Discord(Administration):
    """A Discord with one bot application: REST, gateway, files, and the people who use it.

    `base_url` must be set by whoever starts the web server, before the first request. What administrators do
    to servers is inherited from Administration; what limits it is in `limits`.
    """

    # A misspelt setting in a test is an error, not a silent nothing.
    __slots__ = ("_commands", "_front", "_interactions", "_people", "_posting", "faults")

    def __init__(
        self,
        *,
        clock: Clock = time.time,
        ack_seconds: float = 3.0,
        interaction_token_seconds: float = 900.0,
        file_limit: int = 10 * 2**20,
        heartbeat_seconds: float = 41.25,
        identify_interval_seconds: float = 5.0,
        bot_name: str = "Easel",
        bot_token: str = "",
    ) -> None:
        """`ack_seconds`: for the first answer; `file_limit`: bytes per file, where no boost raises it.

        `identify_interval_seconds`: a bot that starts sooner after its last start is turned away (op 9).
        `bot_token`: the token of an earlier playground, for a bot that keeps it; a new one by default.
        """
        limits = Limits(
            ack_seconds, interaction_token_seconds, file_limit, heartbeat_seconds, identify_interval_seconds
        )
        world = _empty_world(bot_name, bot_token, limits, clock)
        events = Events(world, self._not_played)
        super().__init__(world, events)
        self._posting = Posting(world, events)
        self._commands = Commands(world, events)
        self._interactions = Interactions(world, events)
        self._people: dict[tuple[int, int], Person] = {}
        self.faults = Faults(events.gateway)
        self._front = Front(world, self.faults)

    @classmethod
    def demo(cls, **options: Any) -> "Discord":
        """A Discord with two servers to play in; `options` as for the constructor.

        "The Workshop" (#studio, #gallery, #staff) with hazel, juniper, rowan (moderator) and alder (owner),
        and "The Annex" (#studio) with hazel and linden (owner).
        """
        discord = cls(**options)
        furnish(discord)
        return discord

    def add_routes(self, app: web.Application) -> None:
        """Serves `/api/v10/…`, `/gateway`, `/attachments/…` and `/ephemeral-attachments/…` from `app`."""
        app.router.add_get("/gateway", self._events.gateway.handle)
        FileRoutes(self._world).add_routes(app)
        self._front.add_routes(app, self._routes())

    def _routes(self) -> list[Route]:
        world, events, posting = self._world, self._events, self._posting
        drafting = Drafting(world.ids, world.files)
        answers = Answers(world, events, posting, drafting, self._interactions)
        return [
            *AccountRoutes(world, events.gateway).routes(),
            *CommandRoutes(world, self._commands).routes(),
            *InteractionRoutes(world, self._interactions, answers).routes(),
            *MessageRoutes(world, posting, drafting).routes(),
            *GuildRoutes(world).routes(),
        ]

    async def close(self) -> None:
        """Closes gateway connections and what still waits."""
        self._interactions.close()
        await self._events.gateway.close()

    @property
    def base_url(self) -> str:
        return self._world.base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self._world.base_url = url.rstrip("/")

    @property
    def application(self) -> Application:
        return self._world.application

    @property
    def bot(self) -> User:
        return self._world.bot

    @property
    def bot_token(self) -> str:
        """The token that IDENTIFY and `Authorization: Bot …` must carry."""
        return self._world.application.token

    @property
    def limits(self) -> Limits:
        """The settable limits; a change counts at once."""
        return self._world.limits

    @property
    def log(self) -> RequestLog:
        """Every REST request that was answered, or cut off by a fault."""
        return self._front.log

    @property
    def violations(self) -> list[Violation]:
        """Documented limits that requests broke; each was refused with 400 or 413 as well."""
        return self._front.violations

    @property
    def unknown_routes(self) -> list[str]:
        """Requests for what nobody plays here. A test asserts that this is empty."""
        return self._front.unknown_routes

    @property
    def guilds(self) -> list[Guild]:
        return list(self._world.guilds.values())

    @property
    def users(self) -> list[User]:
        """Everybody, bots too."""
        return list(self._world.users.values())

    def guild(self, name: str) -> Guild:
        """The guild of that name. Raises StopIteration where there is none, as a test's mistake should."""
        return next(guild for guild in self.guilds if guild.name == name)

    def user(self, name: str) -> User:
        """The user of that username. Raises StopIteration where there is none."""
        return next(user for user in self.users if user.name == name)

    def channel(self, guild: Guild | str, name: str) -> Channel:
        """The channel of that name, without `#`."""
        return (self.guild(guild) if isinstance(guild, str) else guild).channel(name)

    def person(self, user: User | str, guild: Guild | str) -> Person:
        """That member at a client. The same pair gives the same person, with open modals and all."""
        user = self.user(user) if isinstance(user, str) else user
        guild = self.guild(guild) if isinstance(guild, str) else guild
        key = user.id, guild.id
        if key not in self._people:
            self._people[key] = Person(
                user,
                guild,
                world=self._world,
                events=self._events,
                posting=self._posting,
                commands=self._commands,
                interactions=self._interactions,
            )
        return self._people[key]

    @property
    def connected(self) -> bool:
        """Whether the bot has a gateway session with a live connection."""
        return self._events.gateway.connected

    @property
    def session_ids(self) -> list[str]:
        """The gateway sessions that live or can be resumed."""
        return list(self._events.gateway.sessions)

    async def bot_ready(self, *commands: str, seconds: float = 30) -> None:
        """Waits until the bot is connected and those commands exist. Raises TimeoutError."""
        screen = Screen(self.bot, None)
        self._events.screens.add(screen)
        try:
            async with asyncio.timeout(seconds):
                while not (self.connected and self._command_names().issuperset(commands)):
                    await screen.events.get()
        finally:
            self._events.screens.discard(screen)

    def _command_names(self) -> set[str]:
        scopes = (None, *self._world.guilds)
        every = [command for scope in scopes for command in self._commands.all(scope)]
        return {offer.name for offer in offers(every)} | {command["name"] for command in every}

    def _not_played(self, what: str) -> None:
        self._front.unknown_routes.append(what)


def _empty_world(bot_name: str, bot_token: str, limits: Limits, clock: Clock) -> World:
    ids = Snowflakes(clock)
    developer = User(ids.next(), "developer", "Developer")
    bot = User(ids.next(), bot_name, bot_name, bot=True)
    return World(Application(bot, developer, token=bot_token), ids, limits, clock)

"""The Discord itself, all behind one base URL."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
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
from playground.discord.users import Application, User, id_in_token
from playground.discord.world import Limits, World

DEVELOPER_SINCE = datetime(2019, 5, 6, tzinfo=UTC)
BOT_SINCE = datetime(2024, 2, 5, tzinfo=UTC)


class Discord(Administration):
    """A Discord with one bot application: REST, gateway, files, and the people who use it.

    Set `base_url` before the first request. Administration has methods for administrators, `limits` has
    Discord's limits, and `faults` breaks things.
    """

    # A misspelt setting in a test raises an error instead of doing nothing.
    __slots__ = ("_commands", "_front", "_interactions", "_people", "faults")

    def __init__(
        self,
        *,
        clock: Clock = time.time,
        ack_seconds: float = 3.0,
        interaction_token_seconds: float = 900.0,
        file_limit: int = 10 * 2**20,
        heartbeat_seconds: float = 41.25,
        identify_interval_seconds: float = 5.0,
        shards: int = 1,
        max_concurrency: int = 1,
        enforce_rate_limits: bool = False,
        bot_name: str = "Easel",
        bot_token: str = "",
        commands_file: Path | None = None,
    ) -> None:
        """See `Limits` for the limits. You can change them later.

        `bot_token` is the bot's existing token. If it begins with a bot's id, as Discord's tokens do, the bot
        gets that id. The default is a new token. `commands_file` saves its commands for the next playground,
        as Discord does.
        """
        limits = Limits(
            ack_seconds,
            interaction_token_seconds,
            file_limit,
            heartbeat_seconds,
            identify_interval_seconds,
            shards,
            max_concurrency,
            enforce_rate_limits,
        )
        world = _empty_world(bot_name, bot_token, limits, clock)
        events = Events(world, self._not_played)
        super().__init__(world, events, Posting(world, events), Drafting(world))
        self._commands = Commands(world, events, commands_file)
        self._interactions = Interactions(world, events)
        self._people: dict[tuple[int, int], Person] = {}
        self.faults = Faults(events.gateway)
        self._front = Front(world, self.faults)

    @classmethod
    def demo(cls, **options: Any) -> "Discord":
        """A Discord with two servers to play in. `options` are the constructor's.

        "The Workshop" (#studio, #gallery, #staff) with hazel, juniper, rowan (moderator) and alder (owner),
        and "The Annex" (#studio) with hazel and linden (owner). All ids are the same each time. With two
        shards, each server is on a different one.
        """
        discord = cls(**options)
        furnish(discord)
        return discord

    def add_routes(self, app: web.Application) -> None:
        """Serves `/api/v10/…`, `/api/v9/…`, `/gateway` and the files of messages from `app`."""
        for path in ("/gateway", "/gateway/"):
            app.router.add_get(path, self._events.gateway.handle)
        FileRoutes(self._world).add_routes(app)
        self._front.add_routes(app, self._routes())

    def _routes(self) -> list[Route]:
        world, events = self._world, self._events
        answers = Answers(world, events, self._posting, self._drafting, self._interactions)
        return [
            *AccountRoutes(world, self, events.gateway).routes(),
            *CommandRoutes(world, self._commands).routes(),
            *InteractionRoutes(world, self._interactions, answers).routes(),
            *MessageRoutes(world, self._posting, self._drafting).routes(),
            *GuildRoutes(world, self).routes(),
        ]

    def remove_bot(self, guild: Guild) -> None:
        """Removes the bot and its commands. It can no longer see or do anything there."""
        super().remove_bot(guild)
        self._commands.forget(guild.id)

    async def close(self) -> None:
        """Closes gateway connections and cancels whatever still waits."""
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
        """The token that IDENTIFY and `Authorization: Bot …` must use."""
        return self._world.application.token

    @property
    def limits(self) -> Limits:
        """The adjustable limits. Changes apply at once."""
        return self._world.limits

    @property
    def log(self) -> RequestLog:
        """Every REST request that was answered or cut off by a fault."""
        return self._front.log

    @property
    def violations(self) -> list[Violation]:
        """Documented limits that requests broke. Each request was also refused with 400 or 413."""
        return self._front.violations

    @property
    def unknown_routes(self) -> list[str]:
        """Requests that the playground doesn't support. Tests assert that this is empty."""
        return self._front.unknown_routes

    @property
    def guilds(self) -> list[Guild]:
        return list(self._world.guilds.values())

    @property
    def users(self) -> list[User]:
        """Everybody, including bots."""
        return list(self._world.users.values())

    def guild(self, name: str) -> Guild:
        """The guild with that name. Raises StopIteration if there's none, which makes a test fail."""
        return next(guild for guild in self.guilds if guild.name == name)

    def user(self, name: str) -> User:
        """The user with that username. Raises StopIteration if there's none."""
        return next(user for user in self.users if user.name == name)

    def channel(self, guild: Guild | str, name: str) -> Channel:
        """The channel with that name, without `#`."""
        return (self.guild(guild) if isinstance(guild, str) else guild).channel(name)

    def person(self, user: User | str, guild: Guild | str) -> Person:
        """That member at a client. The same pair returns the same person, including their open modals."""
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
        """The gateway sessions that are connected or can be resumed."""
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
    developer = User(ids.dated(DEVELOPER_SINCE), "developer", "Developer")
    bot_id = ids.dated(BOT_SINCE)
    bot = User(id_in_token(bot_token) or bot_id, bot_name, bot_name, bot=True)
    return World(Application(bot, developer, token=bot_token), ids, limits, clock)

"""The bot's connection to Discord."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Protocol

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.asset import Asset
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.errors import StorageUnavailable
from cogs.answers import ANSWER_WITHIN_SECONDS
from cogs.buttons import Buttons, EaselButton
from cogs.forms import submitted
from cogs.heavy_work import HeavyWork
from cogs.payloads import EaselState
from cogs.request_share import RequestShare
from cogs.stale_interactions import StaleInteractionFilter
from cogs.sync import Meta, OperatorsCommands, known_ids, surface, sync_commands
from cogs.texts.catalogue import Catalogue
from cogs.texts.translator import EaselTranslator
from cogs.tree import EaselTree

# Discord waits three seconds for an answer.
OTHERS_FIRST_SECONDS = 2.0
TAKEN_SECONDS = 60.0

ServerLanguage = Callable[[int], Awaitable[str | None]]

TokenRefused = discord.LoginFailure
# The errors of a bot that can't reach Discord, or that Discord turns away.
DISCORD_TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError)
_AUTHENTICATION_FAILED = 4004  # the gateway's close code for an invalid token


def refuses_token(error: BaseException) -> bool:
    """Whether Discord said that the token is invalid, at startup or while the bot runs."""
    if isinstance(error, discord.ConnectionClosed):
        return error.code == _AUTHENTICATION_FAILED
    return isinstance(error, discord.LoginFailure) or (
        isinstance(error, discord.HTTPException) and error.status == HTTPStatus.UNAUTHORIZED
    )


async def no_setting(_: int) -> None:
    """Every server uses its language on Discord."""


class Claims(Protocol):
    """What processes settle between them. Every method raises `StorageUnavailable`."""

    async def first(self, name: str, seconds: float) -> bool:
        """Whether no process has called this with `name` in the last `seconds`."""
        ...

    async def lead(self, name: str) -> bool:
        """Whether this process has the lease called `name`, now or already."""
        ...

    async def step_down(self, name: str) -> None:
        """Ends a lease before its time."""
        ...


class EaselClient(commands.Bot):
    """Only gets servers and interactions.

    It's a `commands.Bot` because only that has cogs, and only a cog can have a top-level command with
    dependencies from its constructor. Prefix commands aren't used, because there are no messages without the
    message intents.

    Use as `async with client`: `add_cog` for each feature, then `login`, then `connect`. `login` raises
    `TokenRefused`. It sends the commands to Discord if they have changed, or always with `force_sync`.

    Dispatches its own event `answered(interaction)` after a command or a button was answered, even with an
    error.
    """

    def __init__(
        self,
        meta: Meta,
        catalogue: Catalogue,
        *,
        operator_guild_id: int | None = None,
        force_sync: bool = False,
        server_language: ServerLanguage = no_setting,
        answer_within: float = ANSWER_WITHIN_SECONDS,
        claims: Claims | None = None,
        gateway: bool = True,
    ) -> None:
        """`operator_guild_id` is the server that gets the commands added by `add_operators_cog`.

        `server_language` looks up the locale that a server chose in Easel's settings, by the server's ID.
        `answer_within` is how many seconds a first answer can wait for the storage. `claims` is for one of
        several processes. One that isn't a `gateway` never connects and leaves commands to those that do.
        """
        expect_no_voice()
        self.catalogue = catalogue
        self.server_language = server_language
        self.answer_within = answer_within
        self.claims = claims
        self.request_share = RequestShare()
        options: dict[str, Any] = {} if claims is None else {"http_trace": self.request_share.trace()}
        self._gateway = gateway
        self._leaving = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=EaselTree,
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=False, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            activity=discord.CustomActivity("/imagine"),
            **options,
        )
        self.stale = StaleInteractionFilter()
        self.buttons = Buttons()
        self.heavy_work = HeavyWork()
        self._meta = meta
        self._operator_guild_id = operator_guild_id
        self._operators_commands = OperatorsCommands(
            self.tree, meta, operator_guild_id, catalogue.command_ids
        )
        self._force_sync = force_sync
        self._connecting: asyncio.Task[Any] | None = None

    async def add_operators_cog(self, cog: commands.Cog) -> None:
        """Like `add_cog`, but only for the owner's own server. Does nothing if there's none."""
        if self._operator_guild_id is not None:
            await self.add_cog(cog, guild=discord.Object(self._operator_guild_id))

    async def connect(self, *, reconnect: bool = True) -> None:
        """Runs until `close`, or raises the error if Discord refuses the bot.

        The HTTP session then stays open. Answering an interaction doesn't need the bot's token, so pictures
        in progress can still be delivered. Call `close` afterwards.
        """
        self._connecting = asyncio.current_task()
        await super().connect(reconnect=reconnect)

    async def close(self) -> None:
        """Leaves Discord. discord.py also calls it from `connect` before it raises, which is too early."""
        if asyncio.current_task() is not self._connecting:
            await super().close()

    async def setup_hook(self) -> None:
        self.add_dynamic_items(EaselButton)
        await self.tree.set_translator(EaselTranslator(self.catalogue))
        if not self._gateway:
            await self.learn_command_ids()
            return
        await sync_commands(self.tree, self._meta, self.catalogue.command_ids, force=self._force_sync)
        await self._operators_commands.sync(force=self._force_sync)

    async def learn_command_ids(self) -> None:
        """Reads the commands' IDs, which a gateway keeps in the store. Raises `StorageUnavailable`."""
        assert self.application_id is not None
        self.catalogue.command_ids.update(await known_ids(self._meta, self.application_id))

    async def surfaces(self) -> dict[int | None, list[dict[str, Any]]]:
        """The commands that Discord should have: those for all servers, and those for the owner's server."""
        await self.tree.set_translator(EaselTranslator(self.catalogue))
        found: dict[int | None, list[dict[str, Any]]] = {None: await surface(self.tree)}
        if self._operator_guild_id is not None:
            guild = discord.Object(self._operator_guild_id)
            found[guild.id] = await surface(self.tree, guild)
        return found

    async def on_interaction(self, interaction: "discord.Interaction[EaselClient]") -> None:
        if interaction.type is discord.InteractionType.modal_submit:
            await submitted(interaction)

    async def on_ready(self) -> None:
        await self._operators_commands.connected({guild.id for guild in self.guilds})

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._operators_commands.joined(guild.id)

    def _get_state(self, **options: Any) -> EaselState:
        return EaselState(
            dispatch=self.dispatch,
            handlers=self._handlers,
            hooks=self._hooks,
            http=self.http,
            takes=None if self.claims is None else self._takes,
            **options,
        )

    async def on_app_command_completion(
        self,
        interaction: "discord.Interaction[EaselClient]",
        _: app_commands.Command[commands.Cog, ..., None] | app_commands.ContextMenu,
    ) -> None:
        self.answered(interaction)

    def leave_interactions_to_others(self) -> None:
        """From now on, another gateway answers."""
        self._leaving = True

    async def _takes(self, interaction_id: int) -> bool:
        """Whether this process answers an interaction that other gateways get as well."""
        if self.claims is None:
            return True
        if self._leaving:
            return False
        arrived = time.monotonic()
        try:
            async with asyncio.timeout(OTHERS_FIRST_SECONDS / 2):
                return await self.claims.first(f"interaction:{interaction_id}", TAKEN_SECONDS)
        except (StorageUnavailable, TimeoutError):
            # A gateway that still reaches the storage goes first. After that, any answer is a good one.
            await asyncio.sleep(arrived + OTHERS_FIRST_SECONDS - time.monotonic())
            return True

    def answered(self, interaction: "discord.Interaction[EaselClient]") -> None:
        """Dispatches the event, unless the client was closed while it answered."""
        if not self.is_closed():
            self.dispatch("answered", interaction)


def connected(client: discord.Client) -> bool:
    """Whether the bot is receiving events from Discord right now."""
    return client.is_ready() and client.ws is not None and client.ws.open


def expect_no_voice() -> None:
    """Keeps discord.py's warnings about missing voice libraries out of the log."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def point_at(api_url: str, gateway_url: str) -> None:
    """Points discord.py at another Discord, such as one on this machine. Call it before any login.

    `api_url` has its version (`https://discord.com/api/v10`), `gateway_url` has no query. discord.py reads
    these three class attributes for every request and every new connection.
    """
    api = yarl.URL(api_url.rstrip("/"))
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    if str(api) != Route.BASE:  # Discord itself has its files on another host
        Route.BASE = str(api)
        Asset.BASE = str(api.origin())  # pyright: ignore[reportAttributeAccessIssue] - declared as a literal

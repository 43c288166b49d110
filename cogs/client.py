"""The bot's connection to Discord."""

from collections.abc import Awaitable, Callable

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.asset import Asset
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from cogs.buttons import Buttons, EaselButton
from cogs.stale_interactions import StaleInteractionFilter
from cogs.sync import Meta, OperatorsCommands, sync_commands
from cogs.texts.catalogue import Catalogue
from cogs.texts.translator import EaselTranslator
from cogs.tree import EaselTree

ServerLanguage = Callable[[int], Awaitable[str | None]]

TokenRefused = discord.LoginFailure
# What ends a bot that can't reach Discord, or is turned away by it.
DISCORD_TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError)


async def no_setting(_: int) -> None:
    """Every server reads its own language in Discord."""


class EaselClient(commands.Bot):
    """Knows the servers and what is asked in interactions, and nothing else.

    It is a `commands.Bot` because only that takes cogs, and only a cog can hold a top-level command together
    with what the command needs, handed to its constructor. Prefix commands stay unused: without the message
    intents there are no messages to read them from.

    Use as `async with client`: `add_cog` for each feature, `login` (raises `TokenRefused`; the commands are
    told to Discord here, if they have changed or by `force_sync`), then `connect`.

    Dispatches one event of its own, `answered(interaction)`, after a command or a button has been answered,
    be it with an error.
    """

    def __init__(
        self,
        meta: Meta,
        catalogue: Catalogue,
        *,
        operator_guild_id: int | None = None,
        force_sync: bool = False,
        server_language: ServerLanguage = no_setting,
    ) -> None:
        """`operator_guild_id`: the server to tell of the commands that were added for it alone.

        `server_language` looks up the locale that a server chose in Easel's settings, by the server's ID.
        """
        expect_no_voice()
        self.catalogue = catalogue
        self.server_language = server_language
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
        )
        self.arrivals = StaleInteractionFilter()
        self.buttons = Buttons()
        self._meta = meta
        self._operator_guild_id = operator_guild_id
        self._operators_commands = OperatorsCommands(self.tree, meta, operator_guild_id)
        self._force_sync = force_sync
        self._connected = False

    async def add_operators_cog(self, cog: commands.Cog) -> None:
        """As `add_cog`, for the operator's own server alone; for no server where there is none."""
        if self._operator_guild_id is not None:
            await self.add_cog(cog, guild=discord.Object(self._operator_guild_id))

    def connected(self) -> bool:
        """Whether Discord's gateway has us, as far as is known."""
        return self._connected

    async def setup_hook(self) -> None:
        self.add_dynamic_items(EaselButton)
        await self.tree.set_translator(EaselTranslator(self.catalogue))
        await sync_commands(self.tree, self._meta, self.catalogue.command_ids, force=self._force_sync)
        await self._operators_commands.sync(force=self._force_sync)

    async def on_ready(self) -> None:
        await self._operators_commands.connected({guild.id for guild in self.guilds})

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._operators_commands.joined(guild.id)

    async def on_connect(self) -> None:
        self._connected = True

    async def on_resumed(self) -> None:
        self._connected = True

    async def on_disconnect(self) -> None:
        self._connected = False

    async def on_app_command_completion(
        self,
        interaction: "discord.Interaction[EaselClient]",
        _: app_commands.Command[commands.Cog, ..., None] | app_commands.ContextMenu,
    ) -> None:
        self.dispatch("answered", interaction)


def expect_no_voice() -> None:
    """Spares the operator discord.py's warnings, at each start, that voice would need more libraries."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def point_at(api_url: str, gateway_url: str) -> None:
    """Has discord.py speak to another Discord, say one on this machine. To be called before any login.

    `api_url` with its version (`https://discord.com/api/v10`), `gateway_url` without query. These three class
    attributes are all there is: discord.py reads them anew for each request and each fresh connection.
    """
    api = yarl.URL(api_url.rstrip("/"))
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    if str(api) != Route.BASE:  # Discord itself keeps its files on a host of their own
        Route.BASE = str(api)
        Asset.BASE = str(api.origin())

"""What `check` and `doctor` ask Discord, using only REST."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord
from discord.http import Route
from discord.utils import oauth_url

from cogs.client import DISCORD_TROUBLE, expect_no_voice
from cogs.errors.brief import brief

SCOPES = ("bot", "applications.commands")

# Answers to interactions need no permissions at all. These are for after Discord's 15 minutes, to post the
# picture in the channel or thread, and to look there for one that was posted before a crash, so that nothing
# is posted twice. None of them affects other people's messages.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    read_message_history=True,
)


GUILDS_AT_ONCE = 200  # Discord's limit
MOST_SERVERS_NAMED = 20
MOST_SERVERS_READ = 50  # channel by channel, with three requests each
DERIVED = frozenset({"dm_permission"})  # deprecated, and Discord derives it from the contexts


@dataclass(frozen=True, slots=True)
class Standing:
    """`problem` is a plain sentence, or None if all is well. The rest is None if it's unknown."""

    problem: str | None
    application: str | None = None
    invite_url: str | None = None


def invite_url(application_id: int) -> str:
    """The link for inviting the bot, with the fewest permissions it needs."""
    return oauth_url(application_id, permissions=PERMISSIONS, scopes=SCOPES)


async def standing(token: str) -> Standing:
    """Asks Discord who the token belongs to and where the bot is. Uses no gateway, changes nothing."""
    try:
        async with _logged_in(token) as client:
            application = await client.application_info()
            guilds = [guild async for guild in client.fetch_guilds(limit=1, with_counts=False)]
    except DISCORD_TROUBLE as error:
        return Standing(_trouble(error))
    url = invite_url(application.id)
    problem = None if guilds else "The bot isn't in a server yet. Open the invite link."
    return Standing(problem, application.name, url)


# The commands for all servers (None) or for one, exactly as the bot would register them.
Surfaces = Mapping[int | None, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Examination:
    """`problems` are plain sentences that say what to do. `fine` has those about what's in order."""

    problems: tuple[str, ...]
    fine: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


async def examine(token: str, surfaces: Surfaces | None, operator_guild_id: int | None) -> Examination:
    """Asks Discord about the application, the bot's permissions on each server, and its commands.

    Uses no gateway, changes nothing. `surfaces` is None before the bot has registered its commands.
    """
    try:
        async with _logged_in(token) as client:
            application = await client.application_info()
            servers = await _servers(client)
            problems = list(_server_problems(servers, operator_guild_id))
            fine = [] if problems else [f"The bot's roles allow what it needs. Servers: {len(servers):,}."]
            problems += _application_problems(application)
            for guild_id, surface in (surfaces or {}).items():
                if guild_id is None or guild_id in {server.id for server in servers}:
                    outdated = await _outdated(client, application.id, guild_id, surface)
                    (problems if outdated else fine).append(_commands_sentence(guild_id, outdated))
            allowed = [server for server in servers if not _missing(server.permissions)]
            warnings = [
                sentence
                for server in allowed[:MOST_SERVERS_READ]
                for sentence in await _channel_warnings(client, server)
            ]
    except DISCORD_TROUBLE as error:
        return Examination((_trouble(error),))
    return Examination(tuple(problems), tuple(fine), tuple(warnings))


@asynccontextmanager
async def _logged_in(token: str) -> AsyncIterator[discord.Client]:
    expect_no_voice()
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(token)
        yield client


def _trouble(error: BaseException) -> str:
    if isinstance(error, discord.LoginFailure):
        return "Discord refuses DISCORD_TOKEN. Copy it again from the application's Bot page."
    if isinstance(error, discord.DiscordException):
        return f"Discord answered with an error ({brief(error)}). Try again later."
    return f"Discord can't be reached ({brief(error)})."


@dataclass(frozen=True, slots=True)
class _Server:
    id: int
    name: str
    permissions: discord.Permissions


async def _servers(client: discord.Client) -> list[_Server]:
    """All servers of the bot, with what its roles allow there."""
    found: list[_Server] = []
    while True:
        page: Any = await client.http.get_guilds(
            GUILDS_AT_ONCE, after=found[-1].id if found else 0, with_counts=False
        )
        found += [
            _Server(int(guild["id"]), guild["name"], discord.Permissions(int(guild["permissions"])))
            for guild in page
        ]
        if len(page) < GUILDS_AT_ONCE:
            return found


def _application_problems(application: discord.AppInfo) -> Iterator[str]:
    if application.interactions_endpoint_url:
        yield (
            "The application has an Interactions Endpoint URL, so Discord sends commands there and not to "
            "the bot. Clear it on the application's General Information page."
        )
    if application.bot_require_code_grant:
        yield (
            "The application requires an OAuth2 code grant, so the invite link doesn't work. Turn it off on "
            "the application's Bot page."
        )


def _server_problems(servers: Sequence[_Server], operator_guild_id: int | None) -> Iterator[str]:
    if not servers:
        yield "The bot isn't in a server yet. Open the invite link."
    elif operator_guild_id is not None and operator_guild_id not in {server.id for server in servers}:
        yield (
            f"The bot isn't on the server {operator_guild_id} that OPERATOR_GUILD_ID names. Open the invite "
            "link, or correct the setting."
        )
    lacking = [(server, missing) for server in servers if (missing := _missing(server.permissions))]
    for server, missing in lacking[:MOST_SERVERS_NAMED]:
        yield (
            f"On {server.name} ({server.id}), the bot's roles don't allow {', '.join(missing)}. Open the "
            "invite link again, or change the role's permissions."
        )
    if len(lacking) > MOST_SERVERS_NAMED:
        yield f"The same goes for {len(lacking) - MOST_SERVERS_NAMED:,} more servers."


async def _channel_warnings(client: discord.Client, server: _Server) -> list[str]:
    """Channels where everyone can use commands but the bot can't post the picture later."""
    assert client.user is not None, "logged in"
    guild = await client.fetch_guild(server.id, with_counts=False)
    me = await guild.fetch_member(client.user.id)
    found = []
    for channel in await guild.fetch_channels():
        everyone = channel.permissions_for(guild.default_role)
        usable = everyone.view_channel and everyone.send_messages and everyone.use_application_commands
        missing = _missing(channel.permissions_for(me))
        if isinstance(channel, discord.TextChannel) and usable and missing:
            found.append(
                f"In #{channel.name} on {server.name}, the bot isn't allowed {', '.join(missing)}. Change "
                "the channel's permissions, or pictures that take long are lost there."
            )
    return found


def _missing(permissions: discord.Permissions) -> list[str]:
    """Discord's names of the required permissions that the bot lacks."""
    if permissions.administrator:
        return []
    lacking = discord.Permissions(PERMISSIONS.value & ~permissions.value)
    words = {"read_messages": "view_channels"}  # discord.py's name, and the one in Discord's documentation
    return [words.get(name, name).replace("_", " ").title() for name, lacks in lacking if lacks]


async def _outdated(
    client: discord.Client, application_id: int, guild_id: int | None, surface: Sequence[Mapping[str, Any]]
) -> list[str]:
    """The names of commands that differ on Discord, are missing there, or aren't needed."""
    path = "/applications/{application_id}/commands"
    if guild_id is not None:
        path = "/applications/{application_id}/guilds/{guild_id}/commands"
    route = Route("GET", path, application_id=application_id, guild_id=guild_id)
    found = await client.http.request(route, params={"with_localizations": "true"})
    registered = {(command["type"], command["name"]): command for command in found}
    wanted = {(command["type"], command["name"]): command for command in surface}
    return sorted(
        name
        for kind, name in registered.keys() | wanted.keys()
        if not _agrees(wanted.get((kind, name)), registered.get((kind, name)))
    )


def _agrees(wanted: Any, registered: Any) -> bool:
    """Whether Discord has what was sent. It fills in defaults, and leaves out empty values."""
    match wanted, registered:
        case Mapping(), Mapping():
            return all(_agrees(wanted[key], registered.get(key)) for key in wanted if key not in DERIVED)
        case list(), list():
            return len(wanted) == len(registered) and all(map(_agrees, wanted, registered))
        case _:
            return str(wanted or "") == str(registered or "")


def _commands_sentence(guild_id: int | None, outdated: Sequence[str]) -> str:
    which = "The commands" if guild_id is None else "The owner's commands"
    if not outdated:
        return f"{which} are registered as this version has them."
    named = ", ".join(f"/{name}" for name in outdated)
    return f"{which} that Discord knows aren't this version's ({named}). Run `sync`."

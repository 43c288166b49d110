"""Sentences for discord.py's own errors: what the library refuses before or after a command runs."""

import aiohttp
import discord
from discord import app_commands

from bot.errors import ServerOnly
from cogs.wording.amounts import after
from cogs.wording.harmless import harmless
from cogs.wording.refusals import REFUSALS
from cogs.wording.table import Sentence, spoken

_STALE = (
    "This command has changed since your Discord loaded it. Reload Discord (Ctrl+R on a computer) and try "
    "again. Nothing was spent."
)


def _cooldown(error: app_commands.CommandOnCooldown) -> str:
    return f"Not so fast: you can use this again {after(error.retry_after)}. Nothing was spent."


def _missing_permissions(error: app_commands.MissingPermissions) -> str:
    return f"You need {_named(error.missing_permissions)} for this. Nothing was spent."


def _bot_missing_permissions(error: app_commands.BotMissingPermissions) -> str:
    return (
        f"I need {_named(error.missing_permissions)} here: a moderator can give me that. Nothing was spent."
    )


def _not_taken(error: app_commands.TransformerError) -> str:
    return f"“{harmless(str(error.value), 100)}” is not something I can take there. Nothing was spent."


COMMAND_ERRORS: dict[type[BaseException], Sentence] = {
    app_commands.CommandOnCooldown: _cooldown,
    app_commands.NoPrivateMessage: REFUSALS[ServerOnly],
    app_commands.MissingPermissions: _missing_permissions,
    app_commands.BotMissingPermissions: _bot_missing_permissions,
    app_commands.CheckFailure: "You may not use this here. Nothing was spent.",  # roles, and all other checks
    app_commands.TransformerError: _not_taken,
    **dict.fromkeys([app_commands.CommandNotFound, app_commands.CommandSignatureMismatch], _STALE),
    **dict.fromkeys(
        [discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError],
        "Discord did not take my answer just now. Please try again in a moment.",
    ),
}


def command_sentence(error: BaseException) -> str | None:
    """None where the library refused nothing: then it is a bug."""
    return spoken(COMMAND_ERRORS, error)


def _named(permissions: list[str]) -> str:
    """`the permissions “Manage Server” and “Attach Files”`, as Discord's settings call them."""
    titles = {"manage_guild": "Manage Server", "view_channel": "View Channel"}
    names = [f"“{titles.get(name, name.replace('_', ' ').title())}”" for name in permissions]
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
    return f"the permission{'' if len(names) == 1 else 's'} {listed}"

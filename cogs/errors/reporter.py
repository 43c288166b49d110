"""Reports every error twice: to the member in a private message, and to the owner in the log."""

import logging
import secrets
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.errors import EaselError, Refused, StorageUnavailable
from cogs.answers import answer_privately
from cogs.errors.brief import brief
from cogs.errors.descriptions import describe
from cogs.texts import Texts, private_texts

log = logging.getLogger(__name__)

# The member can't be reached any more: unknown channel or message (the answer or its channel was deleted),
# unknown interaction, already acknowledged, invalid webhook token.
UNREACHABLE = frozenset({10003, 10008, 10062, 40060, 50027})


async def report(
    interaction: discord.Interaction[Any], error: BaseException, view: discord.ui.View | None = None
) -> None:
    """Logs `error` with the interaction's IDs and tells the member in their language. Never raises.

    `view` has buttons for the next step.
    """
    cause = unwrapped(error)
    context = _context(interaction)
    try:
        text = _logged(cause, context, private_texts(interaction))
        if text is not None and interaction.type is not discord.InteractionType.autocomplete:
            await answer_privately(interaction, text, view)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
        log.warning("couldn't tell the member: %s", brief(failure), extra=context)
    except Exception:
        log.exception("a bug while reporting an error", extra=context)


def unwrapped(error: BaseException) -> BaseException:
    """The original error. discord.py wraps exceptions from callbacks and transformers."""
    if isinstance(error, app_commands.CommandInvokeError):
        return unwrapped(error.original)
    if isinstance(error, app_commands.TransformerError) and error.__cause__ is not None:
        return unwrapped(error.__cause__)
    return error


def _logged(error: BaseException, context: dict[str, object], texts: Texts) -> str | None:
    """Writes the log line and returns the text for the member, or None if they can't be reached."""
    if isinstance(error, discord.HTTPException) and error.code in UNREACHABLE:
        log.warning("the interaction ended before it was answered: %s", brief(error), extra=context)
        return None
    text = describe(error, texts)
    if text is None:
        reference = f"E-{secrets.token_hex(4)}"
        log.error("bug %s", reference, exc_info=error, extra={**context, "reference": reference})
        return texts("error-bug", reference=reference)
    if isinstance(error, Refused):
        log.info("refused: %r", error, extra=context)
    elif isinstance(error, EaselError):
        # Only the owner can fix the storage. Other errors are temporary, or logged where they happen.
        level = logging.ERROR if isinstance(error, StorageUnavailable) else logging.WARNING
        log.log(level, "unavailable: %r", error, extra=context)
    else:
        log.info("not carried out: %s", type(error).__name__, extra=context)
    return text


def _context(interaction: discord.Interaction[Any]) -> dict[str, object]:
    """Fields for the log, never the interaction's token."""
    data: dict[str, Any] = dict(interaction.data or {})
    command = interaction.command
    return {
        "interaction": interaction.id,
        "guild": interaction.guild_id,
        "user": interaction.user.id,
        "asked": command.qualified_name if command is not None else data.get("custom_id"),
    }

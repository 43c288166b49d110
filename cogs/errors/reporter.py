"""Turns whatever was raised into one private sentence for the member and one line in the log."""

import logging
import secrets
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.errors import EaselError, Refused, StorageUnavailable
from cogs.answers import answer_privately
from cogs.errors.brief import brief
from cogs.wording.bugs import bug
from cogs.wording.commands import command_sentence
from cogs.wording.sentences import sentence

log = logging.getLogger(__name__)

# Unknown interaction, already acknowledged, invalid webhook token: whoever asked is not listening any more.
NOBODY_LISTENS = frozenset({10062, 40060, 50027})


async def report(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Logs `error` with the interaction's ids and tells the member. Never raises."""
    cause = unwrapped(error)
    text = _logged(cause, _context(interaction))
    if text is None or interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        await answer_privately(interaction, text)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
        log.warning("could not tell the member: %s", brief(failure), extra=_context(interaction))
    except Exception:
        log.exception("a bug in reporting an error", extra=_context(interaction))


def unwrapped(error: BaseException) -> BaseException:
    """What was really raised: discord.py wraps what comes out of callbacks and transformers."""
    if isinstance(error, app_commands.CommandInvokeError):
        return unwrapped(error.original)
    if isinstance(error, app_commands.TransformerError) and error.__cause__ is not None:
        return unwrapped(error.__cause__)
    return error


def _logged(error: BaseException, context: dict[str, object]) -> str | None:
    """Writes the log line and returns the sentence; None where nobody could read it."""
    if isinstance(error, EaselError):
        if isinstance(error, Refused):
            log.info("refused: %r", error, extra=context)
        else:
            # The operator has to mend the storage; the rest passes, or is logged where it happens.
            level = logging.ERROR if isinstance(error, StorageUnavailable) else logging.WARNING
            log.log(level, "unavailable: %r", error, extra=context)
        return sentence(error)
    if isinstance(error, discord.HTTPException) and error.code in NOBODY_LISTENS:
        log.warning("the interaction was over before it was answered: %s", brief(error), extra=context)
        return None
    text = command_sentence(error)
    if text is not None:
        log.info("not carried out: %s", type(error).__name__, extra=context)
        return text
    reference = f"E-{secrets.token_hex(4)}"
    log.error("bug %s", reference, exc_info=error, extra={**context, "reference": reference})
    return bug(reference)


def _context(interaction: discord.Interaction[Any]) -> dict[str, object]:
    """Fields for the log. Never the interaction's token."""
    data: dict[str, Any] = dict(interaction.data or {})
    command = interaction.command
    return {
        "interaction": interaction.id,
        "guild": interaction.guild_id,
        "user": interaction.user.id,
        "asked": command.qualified_name if command is not None else data.get("custom_id"),
    }

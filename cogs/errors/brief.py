"""Describes an error for the log."""

import discord

from bot.errors import EaselError


def brief(error: BaseException) -> str:
    """Our own errors with their data, Discord's answers in one line, and only the name of any other error.

    The text of some network errors contains the URL, and a URL can contain an interaction's token.
    """
    if isinstance(error, EaselError):
        return repr(error)
    if isinstance(error, discord.HTTPException):
        return f"{error.status}, code {error.code}: {' '.join(error.text.split())[:200]}"
    return type(error).__name__

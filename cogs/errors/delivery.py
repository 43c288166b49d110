"""Turns errors from Discord and the network during a delivery into Easel's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.errors import DeliveryFailed, DeliveryForbidden, EaselError, PictureTooLarge, ReplyExpired
from cogs.errors.brief import brief

# Discord's JSON error codes.
REQUEST_TOO_LARGE = 40005
INVALID_TOKEN = 50027
# Discord would answer these the same way next time. They include AutoMod's refusals (400).
PERMANENT = frozenset({400, 403, 405, 409, 415, 422})
CLOSED = "closed"  # in aiohttp's error once the client was closed


@contextmanager
def reply_errors(upload_limit: int | None = None) -> Iterator[None]:
    """For requests with an interaction's token.

    Raises `ReplyExpired`, `PictureTooLarge`, `DeliveryForbidden` or `DeliveryFailed`.
    """
    with _network_errors():
        try:
            yield
        except discord.HTTPException as error:
            if error.status in (401, 404) or error.code == INVALID_TOKEN:
                raise ReplyExpired from error
            raise _common(error, upload_limit) from error


@contextmanager
def channel_errors(upload_limit: int | None = None) -> Iterator[None]:
    """For requests with the bot's own token.

    Raises `PictureTooLarge`, `DeliveryForbidden` (also if the channel is gone) or `DeliveryFailed`.
    """
    with _network_errors():
        try:
            yield
        except discord.NotFound as error:
            raise DeliveryForbidden(brief(error)) from error
        except discord.HTTPException as error:
            raise _common(error, upload_limit) from error


@contextmanager
def _network_errors() -> Iterator[None]:
    try:
        yield
    except (discord.RateLimited, aiohttp.ClientError, OSError) as error:
        raise DeliveryFailed(brief(error)) from error
    except RuntimeError as error:
        if CLOSED not in str(error):
            raise
        raise DeliveryFailed("the connection to Discord is closed") from error


def _common(error: discord.HTTPException, upload_limit: int | None) -> EaselError:
    if error.status == 413 or error.code == REQUEST_TOO_LARGE:
        return PictureTooLarge(upload_limit)
    return DeliveryForbidden(brief(error)) if error.status in PERMANENT else DeliveryFailed(brief(error))

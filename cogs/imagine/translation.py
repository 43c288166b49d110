"""Turns what Discord and the network answer to a delivery into Easel's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.errors import DeliveryFailed, DeliveryForbidden, EaselError, PictureTooLarge, ReplyExpired

# Discord's JSON error codes.
REQUEST_TOO_LARGE = 40005
INVALID_TOKEN = 50027
BLOCKED_BY_AUTOMOD = frozenset({200000, 200001})


@contextmanager
def reply_errors(upload_limit: int | None = None) -> Iterator[None]:
    """Around requests that speak by an interaction's token.

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
    """Around requests that speak by the bot's own token.

    Raises `PictureTooLarge`, `DeliveryForbidden` (also where the channel is gone) or `DeliveryFailed`.
    """
    with _network_errors():
        try:
            yield
        except discord.NotFound as error:
            raise DeliveryForbidden(_detail(error)) from error
        except discord.HTTPException as error:
            raise _common(error, upload_limit) from error


@contextmanager
def _network_errors() -> Iterator[None]:
    try:
        yield
    except (discord.RateLimited, aiohttp.ClientError, OSError) as error:
        # Only its name: the text of some of these holds the URL, and that holds the interaction's token.
        raise DeliveryFailed(type(error).__name__) from error


def _common(error: discord.HTTPException, upload_limit: int | None) -> EaselError:
    if error.status == 413 or error.code == REQUEST_TOO_LARGE:
        return PictureTooLarge(upload_limit)
    if error.status == 403 or error.code in BLOCKED_BY_AUTOMOD:
        return DeliveryForbidden(_detail(error))
    return DeliveryFailed(_detail(error))


def _detail(error: discord.HTTPException) -> str:
    return f"{error.status}, code {error.code}: {error.text[:200]}"

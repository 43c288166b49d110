"""The real bot, except that it can be killed (SIGKILL) at a chosen point of its work.

Start it as `python killable.py run`. Each call reads the point from the file KILL_FILE: "before request" dies
before the store's `request` runs, "after request" once it's on disk, "during generate" while the provider
works.
"""

import asyncio
import functools
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from discord import InteractionResponse

from bot.__main__ import main
from bot.providers.aimlapi import AimlApi
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.spool import FolderSpool
from cogs.imagine.delivery import DiscordDelivery

KILL_FILE = Path(os.environ["KILL_FILE"])
POINTS: dict[str, tuple[type, str]] = {
    **{
        name: (GenerationRepository, name)
        for name in (
            *("request", "generated", "settle"),
            *("release", "requeue", "cancel", "mark_notified"),
        )
    },
    "hold": (GenerationRepository, "hold_together"),
    "defer": (InteractionResponse, "defer"),
    "generate": (AimlApi, "generate"),
    "look up": (AimlApi, "find"),
    "save": (FolderSpool, "save"),
    "discard": (FolderSpool, "discard"),
    "progress": (DiscordDelivery, "progress"),
    "reply": (DiscordDelivery, "reply"),
    "post": (DiscordDelivery, "post"),
    "find": (DiscordDelivery, "find"),
    "explain": (DiscordDelivery, "explain"),
}


def die_if(moment: str, point: str) -> None:
    if KILL_FILE.read_text() == f"{moment} {point}":
        KILL_FILE.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)


def killable(point: str, original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(original)
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        die_if("before", point)
        asyncio.get_running_loop().call_later(0.3, die_if, "during", point)
        result = await original(*args, **kwargs)
        die_if("after", point)
        return result

    return wrapped


if __name__ == "__main__":
    for point, (owner, name) in POINTS.items():
        setattr(owner, name, killable(point, getattr(owner, name)))
    sys.exit(main())

"""The real bot, except that it can be killed (SIGKILL) at a chosen point of its work.

Start it as `python killable.py run`. Each call reads the point from the file KILL_FILE: "before request" dies
before the store's `request` runs, "after request" once it's on disk, "during generate" while the provider
works. A point about a contest's task includes its kind: "after begin results".
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
from bot.contests.ports import Task
from bot.providers.aimlapi import AimlApi
from bot.storage.repositories.contests import ContestRepository
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.spool import FolderSpool
from cogs.contests.board import DiscordBoard
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
    "progress": (DiscordDelivery, "progress"),
    "reply": (DiscordDelivery, "reply"),
    "post": (DiscordDelivery, "post"),
    "find": (DiscordDelivery, "find"),
    "explain": (DiscordDelivery, "explain"),
    **{
        name.replace("_", " "): (ContestRepository, name)
        for name in ("create_from_draft", "end_phase", "move", "begin_showing", "shown", "begin", "done")
    },
    **{
        name.strip("_").replace("_", " "): (DiscordBoard, name)
        for name in ("show", "_pin", "post_sheet", "post_results", "give_role", "tell_prize")
    },
}


def die_if(moment: str, point: str) -> None:
    if KILL_FILE.read_text() == f"{moment} {point}":
        KILL_FILE.write_text("")
        os.kill(os.getpid(), signal.SIGKILL)


def killable(point: str, original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(original)
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        name = " ".join([point, *(each.kind.replace("_", " ") for each in args if isinstance(each, Task))])
        die_if("before", name)
        asyncio.get_running_loop().call_later(0.3, die_if, "during", name)
        result = await original(*args, **kwargs)
        die_if("after", name)
        return result

    return wrapped


if __name__ == "__main__":
    for point, (owner, name) in POINTS.items():
        setattr(owner, name, killable(point, getattr(owner, name)))
    sys.exit(main())

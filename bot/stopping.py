"""How the process is told to end, and what runs beside it until then."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from typing import Any

from bot.console import FAILED

log = logging.getLogger("easel")


def stop_signal() -> asyncio.Event:
    """Set by SIGTERM or Ctrl-C. A second signal ends the process at once, which is safe at any point."""
    stopping = asyncio.Event()

    def stop() -> None:
        if stopping.is_set():
            log.warning("ended at once; the next start takes up what is left")
            os._exit(FAILED)
        stopping.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt
            loop.add_signal_handler(number, stop)
    return stopping


@contextlib.asynccontextmanager
async def beside(*work: Coroutine[Any, Any, None]) -> AsyncIterator[asyncio.Event]:
    """Runs `work`, which never ends by itself, for as long as the context lasts.

    On leaving it's cancelled and awaited. If any of it ends, that's a bug. The log says so, and the event is
    set.
    """
    broken = asyncio.Event()

    def note(task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            log.critical("a bug stopped %s", task.get_coro(), exc_info=task.exception())
            broken.set()

    tasks = [asyncio.create_task(each) for each in work]
    for task in tasks:
        task.add_done_callback(note)
    try:
        yield broken
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

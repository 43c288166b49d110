"""Stop signals, and the background tasks that run until one arrives."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.cli.console import FAILED

log = logging.getLogger("easel")


def stop_signal() -> asyncio.Event:
    """Set by SIGTERM or Ctrl-C. A second signal ends the process at once, which is safe at any point."""
    stopping = asyncio.Event()

    def stop() -> None:
        if stopping.is_set():
            log.warning("stopped at once, and the next start picks up what's left")
            os._exit(FAILED)
        stopping.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt
            loop.add_signal_handler(number, stop)
    return stopping


class BackgroundTasks:
    """Supervises tasks that never end by themselves. `failed` is set when one of them does, which is a bug.

    Restart the process then, because nobody would notice that a part of it is missing.
    """

    def __init__(self) -> None:
        self.failed = asyncio.Event()
        self._tasks: set[asyncio.Task[object]] = set()

    def start(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(work, name=f"{name} ({getattr(work, '__qualname__', '')})")
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Cancels all of them and waits until they're done."""
        tasks = list(self._tasks)
        for task in tasks:
            task.remove_done_callback(self._ended)
            task.cancel()
        for task, ending in zip(tasks, await asyncio.gather(*tasks, return_exceptions=True), strict=True):
            if isinstance(ending, Exception):
                log.error("the background task %s failed while it stopped", task.get_name(), exc_info=ending)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        log.critical("a bug ended the background task %s, so the bot stops", task.get_name(), exc_info=error)
        self.failed.set()


@asynccontextmanager
async def background_tasks() -> AsyncIterator[BackgroundTasks]:
    """Stops the tasks on exit."""
    tasks = BackgroundTasks()
    try:
        yield tasks
    finally:
        await tasks.stop()

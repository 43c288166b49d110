"""The deadline for answering a request, for all the work that it causes.

The code that receives a request sets its deadline. Nothing below waits longer than that, so that two slow
calls in a row don't take twice as long as one. The deadline is a context variable, so it only follows the
request into its own tasks.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import TypeVar

from bot.errors import StorageUnavailable

T = TypeVar("T")


def _none() -> float | None:
    return None


_deadline: ContextVar[Callable[[], float | None]] = ContextVar("deadline", default=_none)


def set_deadline(deadline: Callable[[], float | None]) -> None:
    """Sets the current task's deadline. `deadline` returns a time of the loop's clock, or None."""
    _deadline.set(deadline)


def seconds_left(most: float) -> float:
    """How long a wait of at most `most` seconds can take."""
    deadline = _deadline.get()()
    return most if deadline is None else min(most, max(0.0, deadline - asyncio.get_running_loop().time()))


async def in_time(work: Awaitable[T]) -> T:
    """The result of `work`. Raises `StorageUnavailable` at the deadline.

    `work` may still write afterwards.
    """
    deadline = _deadline.get()()
    if deadline is None:
        return await work
    try:
        async with asyncio.timeout_at(deadline):
            return await work
    except TimeoutError:
        raise StorageUnavailable("too slow to answer in time") from None

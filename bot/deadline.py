"""The time by which someone has to be answered, known to everything that's done for them.

Whoever takes a request sets its deadline. Everything below it waits no longer than that, so that two slow
calls in a row don't take twice as long as one. The deadline is a context variable, so it follows the request
into its tasks, and no other.
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
    """Sets the current task's deadline. `deadline` returns a time of the loop's clock, None for no hurry."""
    _deadline.set(deadline)


def seconds_left(most: float) -> float:
    """How long a wait of at most `most` seconds can take."""
    deadline = _deadline.get()()
    return most if deadline is None else min(most, max(0.0, deadline - asyncio.get_running_loop().time()))


async def in_time(work: Awaitable[T]) -> T:
    """The result of `work`. Raises `StorageUnavailable` at the deadline.

    What `work` writes may still be written then.
    """
    try:
        async with asyncio.timeout_at(_deadline.get()()):
            return await work
    except TimeoutError:
        raise StorageUnavailable("too slow to answer in time") from None

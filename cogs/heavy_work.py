"""Limits commands that read a lot to one at a time per person, and a few in total."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cogs.errors.refusals import StillWorking

AT_ONCE = 2


class HeavyWork:
    """Share one between all features, since they share the database's readers."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._busy: set[int] = set()

    @asynccontextmanager
    async def one_for(self, user_id: int) -> AsyncIterator[None]:
        """Waits for a slot, so defer first. Raises `StillWorking` until this person's last one is done."""
        if user_id in self._busy:
            raise StillWorking
        self._busy.add(user_id)
        try:
            async with self._slots:
                yield
        finally:
            self._busy.discard(user_id)

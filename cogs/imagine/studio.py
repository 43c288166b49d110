"""The part of the studio that `/imagine` needs."""

from typing import Protocol

from bot.errors import EaselError
from bot.generation.life import Generation, Order


class Studio(Protocol):
    async def accept(self, order: Order) -> bool:
        """Holds the price durably, before the deferral. False: this interaction was taken before.

        Raises `Refused` or `Unavailable`; then nothing is held.
        """
        ...

    def enqueue(self, generation_id: int) -> None:
        """Starts the work on an accepted order, in the background."""
        ...

    async def abandon(self, generation_id: int, error: EaselError) -> None:
        """Gives an accepted order up: nobody can be answered. Raises `StorageUnavailable`."""
        ...

    async def cancel(self, generation_id: int, user_id: int) -> None:
        """Takes a waiting order back; the tokens are free when this returns.

        Raises `NotYours`, `NotCancellable` or `StorageUnavailable`.
        """
        ...

    async def untold(self, guild_id: int, user_id: int) -> list[Generation]:
        """What ended without a picture and could not be told to this member yet, oldest first."""
        ...

    async def told(self, generation_id: int) -> None:
        """The member knows now."""
        ...

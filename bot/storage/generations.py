"""The port `Generations` on any `Database`."""

from bot.generation.model import Generation, Limits, Order
from bot.generation.ports import Settled
from bot.generation.request import Size
from bot.storage.database import Database
from bot.storage.transactions import ending, holding, moving, reading


class StoredGenerations:
    """See `bot.generation.ports.Generations` for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hold(self, order: Order, limits: Limits, now_ms: int) -> bool:
        return await self._database.run(lambda: holding.hold(order, limits, now_ms))

    async def request(self, generation_id: int, now_ms: int) -> None:
        await self._database.run(lambda: moving.request(generation_id, now_ms))

    async def requeue(self, generation_id: int, now_ms: int) -> None:  # noqa: ARG002 - the port's
        await self._database.run(lambda: moving.requeue(generation_id))

    async def generated(self, generation_id: int, cost: int, inference_id: str | None, now_ms: int) -> None:
        await self._database.run(lambda: moving.generated(generation_id, cost, inference_id, now_ms))

    async def settle(self, generation_id: int, message_id: int | None, now_ms: int) -> Settled:
        return await self._database.run(lambda: ending.settle(generation_id, message_id, now_ms))

    async def release(self, generation_id: int, reason: str, now_ms: int, *, charged: int = 0) -> None:
        await self._database.run(lambda: ending.release(generation_id, reason, now_ms, charged))

    async def cancel(self, generation_id: int, now_ms: int) -> bool:
        return await self._database.run(lambda: ending.cancel(generation_id, now_ms))

    async def mark_notified(self, generation_id: int, now_ms: int) -> None:
        await self._database.run(lambda: moving.mark_notified(generation_id, now_ms))

    async def unnotified(self, member: tuple[int, int] | None = None) -> list[Generation]:
        return await self._database.read(reading.unnotified(member))

    async def get(self, generation_id: int) -> Generation | None:
        return await self._database.read(reading.get(generation_id))

    async def open(self) -> list[Generation]:
        return await self._database.read(reading.open_ones())

    async def unanswered(self, since_ms: int) -> list[Generation]:
        return await self._database.read(reading.unanswered(since_ms))

    async def charged_late(self, generation_id: int, cost: int, now_ms: int) -> None:
        await self._database.run(lambda: ending.charged_late(generation_id, cost, now_ms))

    async def typical_ms(self, size: Size) -> int | None:
        return await self._database.read(reading.typical_ms(size))

    async def forget_tokens(self, now_ms: int) -> int:
        """Forgets the interaction tokens that have expired, of whatever state; returns how many.

        Those that are no longer needed are forgotten by the transition itself; this is for the rest, once
        in a while. Raises `StorageUnavailable`.
        """
        return await self._database.run(lambda: moving.forget_tokens(now_ms))

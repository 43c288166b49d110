"""The ports `Budgets` and `Books` on any `Database`."""

from bot.budgets.books import Charge, Difference
from bot.budgets.budget import Allowance, Budget, PaidPicture
from bot.budgets.periods import month_of
from bot.budgets.policy import Member
from bot.storage.database import Database
from bot.storage.transactions import accounting, reading


class StoredBudgets:
    """See `bot.budgets.budget.Budgets`. `default_allowance`: the operator's, in tokens."""

    def __init__(self, database: Database, default_allowance: int) -> None:
        self._database = database
        self._default_allowance = default_allowance

    async def budget(self, member: Member, now_ms: int) -> Budget:
        allowance = Allowance(self._default_allowance, month_of(now_ms))
        return await self._database.read(reading.budget(member.guild_id, member.user_id, allowance))

    async def left_after(self, generation_id: int, cost: int, now_ms: int) -> int | None:
        generation = await self._database.read(reading.get(generation_id))
        if generation is None:
            return None
        order = generation.order
        budget = await self.budget(Member(order.guild_id, order.user_id), now_ms)
        return max(0, budget.left + order.price - cost)

    async def history(
        self, guild_id: int, user_id: int, *, before: int | None = None, limit: int = 10
    ) -> list[PaidPicture]:
        raise NotImplementedError


class StoredBooks:
    """See `bot.budgets.books.Books`. Reads the whole history, without holding up who writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def differences(self) -> list[Difference]:
        return await self._database.read(accounting.differences())

    async def charges(self, since_ms: int, until_ms: int) -> list[Charge]:
        return await self._database.read(accounting.charges(since_ms, until_ms))

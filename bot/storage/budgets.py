"""The ports `Budgets` and `Books` on any `Database`."""

from bot.budgets.books import Charge, Difference
from bot.budgets.budget import Budget, PaidPicture
from bot.budgets.policy import Member
from bot.storage.database import Database
from bot.storage.transactions import accounting, budgeting


class StoredBudgets:
    """See `bot.budgets.budget.Budgets`. `default_allowance`: the operator's, in tokens."""

    def __init__(self, database: Database, default_allowance: int) -> None:
        self._database = database
        self._default_allowance = default_allowance

    async def budget(self, member: Member, now_ms: int) -> Budget:
        return await self._database.read(budgeting.budget(member, self._default_allowance, now_ms))

    async def left_after(self, generation_id: int, cost: int, now_ms: int) -> int | None:
        return await self._database.read(budgeting.left_after(generation_id, cost, now_ms))

    async def history(
        self, guild_id: int, user_id: int, *, before: int | None = None, limit: int = 10
    ) -> list[PaidPicture]:
        return await self._database.read(budgeting.history(guild_id, user_id, before, limit))


class StoredBooks:
    """See `bot.budgets.books.Books`. Reads the whole history, without holding up who writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def differences(self) -> list[Difference]:
        return await self._database.read(accounting.differences())

    async def charges(self, since_ms: int, until_ms: int) -> list[Charge]:
        return await self._database.read(accounting.charges(since_ms, until_ms))

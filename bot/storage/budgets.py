"""The ports `Budgets` and `Books` on any `Database`."""

from bot.budgets.books import Charge, Difference
from bot.budgets.budget import Allowance, Budget
from bot.storage.database import Database
from bot.storage.transactions import accounting, reading


class StoredBudgets:
    """See `bot.budgets.budget.Budgets`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def budget(self, guild_id: int, user_id: int, allowance: Allowance) -> Budget:
        return await self._database.read(reading.budget(guild_id, user_id, allowance))


class StoredBooks:
    """See `bot.budgets.books.Books`. Reads the whole history, without holding up who writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def differences(self) -> list[Difference]:
        return await self._database.read(accounting.differences())

    async def charges(self, since_ms: int, until_ms: int) -> list[Charge]:
        return await self._database.read(accounting.charges(since_ms, until_ms))

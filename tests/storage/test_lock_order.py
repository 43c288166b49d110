"""Every transaction writes accounts in the order documented in `bot.storage.database`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.budgets.grants import NewRoleGrant
from bot.budgets.periods import Cycle, Schedule
from bot.storage.database import T, Transaction
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.repositories.operator import OperatorRepository
from bot.storage.repositories.quotas import QuotaRepository
from bot.storage.repositories.role_grants import RoleGrantRepository
from bot.storage.sqlite.database import SqliteDatabase
from tests.storage.orders import GUILD, MEMBER, MONTH, NOW, act, limits, order

DAY = 86_400_000
ROLE = 5
SCOPES = ("grant", "member", "server", "operator_server", "operator")


class Recording:
    """A `Database` that records which accounts each transaction wrote, in order."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self.written: list[list[int]] = []

    def _overhear(self, transaction: Transaction[T]) -> Transaction[T]:
        accounts: list[int] = []
        statement = next(transaction)
        while True:
            rows = yield statement
            if statement[0].split()[:2] == ["UPDATE", "account"]:
                assert "RETURNING" in statement[0]
                accounts += [row["id"] for row in rows if row["id"] not in accounts]
            try:
                statement = transaction.send(rows)
            except StopIteration as stop:
                self.written.append(accounts)
                result: T = stop.value
                return result

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        return await self._database.run(lambda: self._overhear(transaction()))

    async def read(self, transaction: Transaction[T]) -> T:
        return await self._database.read(transaction)

    async def purge(self) -> bool:
        return await self._database.purge()


def places() -> Transaction[dict[int, tuple[int, int, int]]]:
    """Each account's place in the order."""
    rows = yield "SELECT id, scope, period_end_ms FROM account", {}
    return {
        row["id"]: (
            SCOPES.index(row["scope"]),
            row["period_end_ms"] if row["scope"] == "grant" else 0,
            row["id"] if row["scope"] == "grant" else 0,
        )
        for row in rows
    }


async def test_accounts_are_always_written_in_the_same_order(path: Path) -> None:
    """Holds, excess settlements, refunds, deductions and their undo, across schedules and caps."""
    database = await SqliteDatabase.open(path)
    try:
        recording = Recording(database)
        generations, quotas = GenerationRepository(recording), QuotaRepository(recording, 1_000)
        await OperatorRepository(recording).set_cap(10_000, None, NOW)
        await OperatorRepository(recording).set_server_cap(GUILD, 10_000, None, NOW)
        await quotas.set_server(GUILD, lambda policy: replace(policy, cap=10_000), act())
        await RoleGrantRepository(recording).make(GUILD, NewRoleGrant(ROLE, 4, NOW + DAY), act())
        for end in (None, NOW + 2 * DAY, NOW + DAY, None):
            await quotas.grant(MEMBER, 20, end, act())
        for number, cost in enumerate((90, 200, 10), 1):
            await generations.hold(order(number, price=100, role_ids=(ROLE,)), limits(), NOW)
            await generations.request(number, NOW)
            await generations.generated(number, cost, None, NOW)
            await generations.settle(number, number, NOW)
            for end in (None, NOW + DAY):
                await quotas.grant(MEMBER, 20, end, act())
        await generations.hold(order(4, price=100), limits(), NOW)
        await generations.release(4, "PictureLost", NOW, charged=5)
        await quotas.set_server(GUILD, lambda policy: replace(policy, schedule=Schedule(Cycle.WEEK)), act())
        for at_ms, do in (
            (NOW, lambda by: quotas.refund(GUILD, 1, by)),
            (MONTH.end_ms, lambda by: quotas.refund(GUILD, 2, by)),
            (NOW, lambda by: quotas.deduct(MEMBER, 300, by)),
            (NOW, lambda by: quotas.reset(MEMBER, by)),
        ):
            for _ in range(2):
                change = await do(act(at_ms))
                assert change.audit_id is not None
                await quotas.undo(GUILD, change.audit_id, act(at_ms))
        where = await database.read(places())
        orders = [[where[account] for account in accounts] for accounts in recording.written]
        assert any(len(places) > 4 for places in orders)
        assert [places for places in orders if places != sorted(places)] == []
    finally:
        await database.close()

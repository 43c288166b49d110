"""No statement in a generation's life reads more as the history grows."""

from pathlib import Path

import pytest

from bot.budgets.policy import Member
from bot.errors import OverBudget, TooManyInFlight
from bot.generation.model import AIMLAPI
from bot.generation.models import Size
from bot.storage.database import Database
from bot.storage.repositories.books import BooksRepository
from bot.storage.repositories.budgets import BudgetRepository
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.repositories.meta import MetaRepository
from bot.storage.repositories.shared_queue import SharedQueueRepository
from bot.storage.sqlite.database import SqliteDatabase
from tests.storage.listening import Listening, scans, steps_of, write
from tests.storage.orders import GUILD, NOW, USER, limits, order


async def live(database: Listening) -> None:
    """Everything that happens to generations, including refusals."""
    generations, meta = GenerationRepository(database), MetaRepository(database)
    for number in range(1, 5):
        await generations.hold(order(number), limits(), NOW)
        await generations.request(number, NOW)
    await generations.requeue(1, NOW)
    await generations.cancel(1, NOW)
    await generations.generated(2, 15, None, NOW)
    await generations.settle(2, 7, NOW)
    await generations.release(3, "PictureLost", NOW, charged=5)
    await generations.mark_notified(3, NOW)
    with pytest.raises(TooManyInFlight):
        await generations.hold(order(5), limits(in_flight=1), NOW)
    with pytest.raises(OverBudget):
        await generations.hold(order(5), limits(1), NOW)
    await generations.generated(4, 20_000, None, NOW)
    assert (await generations.settle(4, 7, NOW)).lost
    await generations.get(1)
    await generations.open()
    await generations.notifiable(NOW)
    await generations.unnotified(GUILD, USER, NOW)
    await generations.typical_ms(Size(1024, 768))
    await generations.forget_tokens(NOW)
    await BudgetRepository(database, 1).budget(Member(GUILD, USER), NOW)
    await BooksRepository(database).charges(NOW, NOW + 1)
    await meta.set("a", "b")
    await meta.get("a")


async def share(database: Listening) -> None:
    """Everything that several processes do to generations that's more than one process does."""
    generations = GenerationRepository(database, "ours")
    queue = SharedQueueRepository(database, "ours")
    for number in range(1, 5):
        await generations.hold(order(number), limits(), NOW)
        await queue.put(number, AIMLAPI, NOW)
    assert (await queue.claim(AIMLAPI, 2, NOW)).generation is not None
    await queue.free(1)
    await queue.put_back(1, NOW)
    await queue.take(2, NOW)
    await queue.give_back(2)
    await queue.renew(NOW)
    await queue.adopt(NOW + 60_000)
    await queue.waiting(AIMLAPI)
    await queue.lane(AIMLAPI, NOW)
    await queue.change(AIMLAPI, lambda circuit: circuit.reset())
    await queue.lead("a", NOW)
    await queue.first("b", 1.0, NOW)
    await queue.step_down("a")
    await queue.leases("a", NOW)
    await queue.leave()


async def test_no_statement_of_several_processes_scans_what_grows(path: Path) -> None:
    """They look at what's queued and claimed, however long the history."""
    database = await SqliteDatabase.open(path)
    try:
        listening = Listening(database)
        await share(listening)
        assert len(listening.heard) > 20
        assert await scans(database, list(listening.heard.values())) == []
    finally:
        await database.close()


async def test_no_statement_scans_what_grows(path: Path) -> None:
    """Every step of every plan is a search by a key or an index, or scans something short."""
    database = await SqliteDatabase.open(path)
    try:
        listening = Listening(database)
        await live(listening)
        assert len(listening.heard) > 20
        assert await scans(database, list(listening.heard.values())) == []
    finally:
        await database.close()


async def buy(database: Database, number: int, cost: int) -> None:
    generations = GenerationRepository(database)
    await generations.hold(order(number, price=max(10, cost)), limits(100_000), NOW)
    await generations.request(number, NOW)
    await generations.generated(number, cost, None, NOW + 1)
    await generations.settle(number, 7, NOW + 2)


async def lives(database: Database) -> None:
    """One picture delivered, one lost, and the reads in between."""
    generations, budgets = GenerationRepository(database), BudgetRepository(database, 1_000)
    await buy(database, 10_000, 12)
    await generations.hold(order(10_001), limits(100_000), NOW)
    await generations.release(10_001, "ProviderFailed", NOW, charged=5)
    await generations.unnotified(GUILD, USER, NOW)
    await budgets.budget(Member(GUILD, USER), NOW)
    await budgets.left_after(10_000, 12, NOW)
    await generations.open()


async def test_a_life_takes_no_more_steps_after_many_others(path: Path) -> None:
    """After 3,000 of a member's pictures, the next one makes SQLite work as little as the first."""
    database = await SqliteDatabase.open(path)
    await database.close()
    at_first = await steps_of(path, lives)

    async def history(database: Database) -> None:
        for number in range(1, 3_001):
            await buy(database, number, 1)

    await write(path, history)
    later = await steps_of(path, lives)
    assert at_first > 100
    assert later < at_first * 1.1

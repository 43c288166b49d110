"""No statement on a generation's way reads more the longer the history gets."""

from itertools import chain
from pathlib import Path

import pytest

from bot.budgets.policy import Member
from bot.errors import OverBudget, TooManyInFlight
from bot.generation.request import Size
from bot.storage.budgets import StoredBooks, StoredBudgets
from bot.storage.database import Transaction
from bot.storage.generations import StoredGenerations
from bot.storage.meta import StoredMeta
from bot.storage.sqlite.database import SqliteDatabase
from bot.storage.transactions import budgeting, ending, holding, moving, reading
from tests.storage.listening import Listening, scans, steps_of, write
from tests.storage.orders import GUILD, NOW, USER, limits, order


async def live(database: Listening) -> None:
    """Everything that happens to generations, refusals included."""
    generations, meta = StoredGenerations(database), StoredMeta(database)
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
    await generations.unnotified()
    await generations.unnotified((GUILD, USER))
    await generations.typical_ms(Size(1024, 768))
    await generations.forget_tokens(NOW)
    await StoredBudgets(database, 1).budget(Member(GUILD, USER), NOW)
    await StoredBooks(database).charges(NOW, NOW + 1)
    await meta.set("a", "b")
    await meta.get("a")


async def test_no_statement_scans_what_grows(path: Path) -> None:
    """Every step of every plan is a search by a key or an index, or walks what stays short."""
    database = await SqliteDatabase.open(path)
    try:
        listening = Listening(database)
        await live(listening)
        assert len(listening.heard) > 20
        assert await scans(database, list(listening.heard.values())) == []
    finally:
        await database.close()


def past(number: int) -> list[Transaction[object]]:
    return [
        holding.hold(order(number, price=1), limits(10_000), NOW),
        moving.request(number, NOW),
        moving.generated(number, 1, None, NOW),
        ending.settle(number, 7, NOW),
    ]


def lives(first: int) -> list[Transaction[object]]:
    """A picture delivered, one lost, and what is read meanwhile."""
    return [
        holding.hold(order(first), limits(10_000), NOW),
        moving.request(first, NOW),
        moving.generated(first, 12, None, NOW + 1),
        ending.settle(first, 7, NOW + 2),
        holding.hold(order(first + 1), limits(10_000), NOW),
        ending.release(first + 1, "ProviderFailed", NOW, 5),
        reading.unnotified((GUILD, USER)),
        budgeting.budget(Member(GUILD, USER), 1_000, NOW),
        budgeting.left_after(first, 12, NOW),
        reading.open_ones(),
    ]


async def test_a_life_takes_no_more_steps_after_many_others(path: Path) -> None:
    """With 3,000 lives of the same member behind it, the next makes SQLite work as little as the first."""
    database = await SqliteDatabase.open(path)
    await database.close()
    at_first = steps_of(path, *lives(10_000))
    write(path, chain.from_iterable(past(number) for number in range(1, 3_001)))
    later = steps_of(path, *lives(10_000))
    assert at_first > 100
    assert later < at_first * 1.1

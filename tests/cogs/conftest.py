import pytest

from bot.budgets.budget import Allowance
from bot.budgets.periods import Period
from cogs.budget.cog import BudgetCommands
from cogs.client import EaselClient
from cogs.imagine.cog import Imagine
from tests.cogs.fakes import FakeBudgets, FakeMeta, FakeStudio, now_ms

PERIOD = Period(1_800_000_000_000, 1_802_678_400_000)


@pytest.fixture
def studio():
    return FakeStudio()


@pytest.fixture
def budgets():
    return FakeBudgets()


@pytest.fixture
def meta():
    return FakeMeta()


@pytest.fixture
async def client(studio, budgets, meta):
    """The client with all its features, not logged in."""
    client = EaselClient(meta)
    await client.add_cog(Imagine(client, studio, now_ms))
    await client.add_cog(BudgetCommands(budgets, lambda _: Allowance(500_000, PERIOD), now_ms))
    yield client
    await client.close()

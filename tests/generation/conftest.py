"""A service with a real SQLite file, and an image API and a Discord that do as a test says."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.budgets.policy import Member
from bot.generation.context import GenerationContext
from bot.generation.model import OPEN_STATES, Limits, State
from bot.generation.service import GenerationService
from bot.storage import Store, open_store
from tests.generation.fakes import QUICK, Clock, FakeDelivery, FakePictures, FakeProvider, order


class House:
    """One service after another on the same database, as restarts make it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.provider = FakeProvider()
        self.delivery = FakeDelivery()
        self.context = GenerationContext(
            store=store.generations,
            budgets=store.budgets,
            provider=self.provider,
            pictures=FakePictures(),
            spool=store.spool,
            delivery=self.delivery,
            limits=Limits(200_000, in_flight=2),
            now_ms=self.clock,
            policy=QUICK,
        )
        self.service = GenerationService(self.context)

    async def restart(self, **policy: float) -> None:
        """Stops the service at once and starts another, with its policy changed as given."""
        await self.service.stop(0)
        self.context = replace(self.context, policy=replace(self.context.policy, **policy))
        self.service = GenerationService(self.context)
        await self.service.start()

    async def imagine(self, *numbers: int, **details: int) -> None:
        """Orders one picture for each number, which is also the interaction's id."""
        for number in numbers:
            assert await self.service.accept(order(number, **details))
            self.service.enqueue(number)

    async def state(self, number: int) -> State:
        generation = await self.store.generations.get(number)
        assert generation is not None
        return generation.state

    async def over(self, *numbers: int) -> None:
        """Returns once each is over and its job is gone."""
        async with asyncio.timeout(20):
            for number in numbers:
                while await self.state(number) in OPEN_STATES or self.service._dispatcher.tracks(number):
                    await asyncio.sleep(0.002)

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not holds():
                await asyncio.sleep(0.002)

    async def balance(self) -> tuple[int, int]:
        """(spent, held) of the one member most tests have, in tokens."""
        budget = await self.store.budgets.budget(Member(1, 2), self.clock())
        return budget.spent, budget.held


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_store(f"sqlite:///{tmp_path}/easel.sqlite3", default_allowance=200_000) as store:
        house = House(store)
        await house.service.start()
        yield house
        await house.service.stop(0)
        assert await store.books.differences() == []

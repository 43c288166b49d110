"""A service with a real SQLite file, and an image API and a Discord that do as a test says."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from typing import Any

import pytest

from bot.budgets.policy import Member
from bot.generation.context import GenerationContext
from bot.generation.model import AIMLAPI, OPEN_STATES, Limits, State
from bot.generation.policy import RetryPolicy
from bot.generation.service import GenerationService
from bot.storage import Store, open_store
from tests.generation.fakes import (
    QUICK,
    UNHURRIED,
    Clock,
    FakeAlerts,
    FakeDelivery,
    FakePictures,
    FakeProvider,
    order,
)

RETRY_FIELDS = {field.name for field in fields(RetryPolicy)}


class House:
    """One service after another on the same database, as after restarts."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.provider = FakeProvider()
        self.delivery = FakeDelivery()
        self.alerts = FakeAlerts()
        self.context = GenerationContext(
            store=store.generations,
            budgets=store.budgets,
            providers={AIMLAPI: self.provider},
            pictures=FakePictures(),
            spool=store.spool,
            delivery=self.delivery,
            alerts=self.alerts,
            limits=Limits(200_000, in_flight=2),
            now_ms=self.clock,
            retries=QUICK,
            engine=UNHURRIED,
        )
        self.service = GenerationService(self.context)
        self._services: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await self.service.recover()
        self._services = [asyncio.create_task(service) for service in self.service.services()]

    async def stop(self, seconds: float = 0) -> None:
        """Stops the service. Raises the error that ended one of its background tasks."""
        for task in self._services:
            task.cancel()
        ended = await asyncio.gather(*self._services, return_exceptions=True)
        self._services = []
        await self.service.stop(seconds)
        for error in ended:
            if not isinstance(error, asyncio.CancelledError):
                raise error or AssertionError("a background task has ended")

    async def restart(self, *, store: Any = None, **policy: Any) -> None:
        """Stops the service at once and starts another, with the given store and policies."""
        await self.stop()
        self.context = replace(self.context, store=store or self.context.store)
        retries = {name: value for name, value in policy.items() if name in RETRY_FIELDS}
        engine = {name: value for name, value in policy.items() if name not in RETRY_FIELDS}
        self.context = replace(
            self.context,
            retries=replace(self.context.retries, **retries),
            engine=replace(self.context.engine, **engine),
        )
        self.service = GenerationService(self.context)
        await self.start()

    def failed(self) -> list[BaseException]:
        """The errors that ended background tasks. Only bugs do that."""
        done = [task for task in self._services if task.done() and not task.cancelled()]
        self._services = [task for task in self._services if task not in done]
        return [error for error in (task.exception() for task in done) if error is not None]

    def reason(self) -> str | None:
        """Why image generation is unavailable. None if it's available."""
        (lane,) = self.service.status()
        return lane.outage.reason if lane.outage is not None else None

    def queued(self) -> int:
        (lane,) = self.service.status()
        return lane.queued

    async def imagine(self, *numbers: int, **details: int) -> None:
        """Orders one picture for each number, which is also its interaction's id."""
        for number in numbers:
            assert await self.service.accept(order(number, **details))
            await self.service.enqueue(number)

    async def state(self, number: int) -> State:
        generation = await self.store.generations.get(number)
        assert generation is not None
        return generation.state

    async def over(self, *numbers: int) -> None:
        """Returns once each is finished and its job is gone."""
        async with asyncio.timeout(20):
            for number in numbers:
                while await self.state(number) in OPEN_STATES or self.service.tracks(number):
                    await asyncio.sleep(0.002)

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not holds():
                await asyncio.sleep(0.002)

    async def balance(self) -> tuple[int, int]:
        """(spent, held) in tokens of the member that most tests use."""
        budget = await self.store.budgets.budget(Member(1, 2), self.clock())
        return budget.spent, budget.held


@asynccontextmanager
async def _at(url: str) -> AsyncIterator[House]:
    async with open_store(url, default_allowance=200_000) as store:
        house = House(store)
        await house.start()
        yield house
        await house.stop()
        assert await store.books.differences() == []


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with _at(database_url) as house:
        yield house


@pytest.fixture
async def sqlite_house(sqlite_url: str) -> AsyncIterator[House]:
    """For behavior that only SQLite's store has."""
    async with _at(sqlite_url) as house:
        yield house

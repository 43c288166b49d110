"""Budget and generation events in any order, against a simple model."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from bot.budgets.periods import Period, month_of
from bot.budgets.policy import Member
from bot.errors import NoAllowance, OverBudget, TooManyInFlight
from bot.generation.model import OPEN_STATES, Limits, Order, State
from bot.generation.ports import Settled, StateConflict
from tests.storage.machinery import QUIET, StoreMachine
from tests.storage.orders import NOW, order

MEMBERS = st.tuples(st.sampled_from([1, 2]), st.sampled_from([1, 2]))
TOKENS = st.integers(1, 60)
ALLOWANCES = st.sampled_from([0, 100, 150, 400])
CHANCE = st.integers(0, 999)

Account = tuple[int, int, Period]


@dataclass
class Purse:
    """An account in the model."""

    allowance: int = 0
    spent: int = 0
    held: int = 0


@dataclass
class Life:
    """A generation in the model."""

    account: Account
    price: int
    state: State = State.HELD
    cost: int = 0
    paid: int = 0
    lost: int = 0
    notified: bool = False


def any_life(machine: "Lives") -> bool:
    return bool(machine.lives)


class Lives(StoreMachine):
    """Runs each rule on the store and on the model, and compares them."""

    def __init__(self) -> None:
        super().__init__()
        self.period = month_of(NOW)
        self.purses: dict[Account, Purse] = {}
        self.lives: dict[int, Life] = {}
        self.touched = 0

    # The events.

    @rule(member=MEMBERS, price=TOKENS, tokens=ALLOWANCES, in_flight=st.integers(1, 4))
    def hold(self, member: tuple[int, int], price: int, tokens: int, in_flight: int) -> None:
        number = len(self.lives) + 1
        limits = Limits(tokens, in_flight)
        refusal = self.expect_hold(number, member, price, limits)
        asked = order(number, guild_id=member[0], user_id=member[1], price=price)
        assert self.do(self.try_hold(asked, limits)) is refusal

    async def try_hold(self, asked: Order, limits: Limits) -> type[Exception] | None:
        try:
            assert await self.store.generations.hold(asked, limits, self.period.start_ms)
        except (NoAllowance, OverBudget, TooManyInFlight) as refused:
            return type(refused)
        return None

    def expect_hold(
        self, number: int, member: tuple[int, int], price: int, limits: Limits
    ) -> type[NoAllowance | OverBudget | TooManyInFlight] | None:
        account = (*member, self.period)
        purse = self.purses.get(account, Purse())
        if limits.default_allowance == 0:
            return NoAllowance
        if purse.spent + purse.held + price > limits.default_allowance:
            return OverBudget
        if sum(life.account[:2] == member for life in self.open_lives().values()) >= limits.in_flight:
            return TooManyInFlight
        purse.held += price
        purse.allowance = limits.default_allowance
        self.purses[account] = purse
        self.lives[number] = Life(account, price)
        return None

    @rule(member=MEMBERS, tokens=ALLOWANCES, rush=st.integers(2, 12))
    def rush(self, member: tuple[int, int], tokens: int, rush: int) -> None:
        """Many holds at once. As many succeed as would fit one after the other."""
        limits = Limits(tokens, 100)
        numbers = range(len(self.lives) + 1, len(self.lives) + 1 + rush)
        expected = [self.expect_hold(number, member, 17, limits) for number in numbers]
        orders = [order(number, guild_id=member[0], user_id=member[1], price=17) for number in numbers]

        async def all_at_once() -> list[type[Exception] | None]:
            return await asyncio.gather(*(self.try_hold(asked, limits) for asked in orders))

        assert self.do(all_at_once()) == expected

    @precondition(any_life)
    @rule(chance=CHANCE, tokens=ALLOWANCES, price=TOKENS)
    def replay(self, chance: int, tokens: int, price: int) -> None:
        """The same interaction again, with any contents."""
        number = self.choose(chance, *State)
        guild_id, user_id, _ = self.lives[number].account
        again = order(number, guild_id=guild_id, user_id=user_id, price=price)
        assert not self.do(self.store.generations.hold(again, Limits(tokens, 1), self.period.start_ms))

    @precondition(any_life)
    @rule(chance=CHANCE, arrows=st.integers(1, 3), cost=st.integers(0, 90))
    def go_on(self, chance: int, arrows: int, cost: int) -> None:
        """A generation takes one or more of its normal steps."""
        number = self.choose(chance, *OPEN_STATES)
        for _ in range(arrows):
            match self.lives[number].state:
                case State.HELD:
                    self.request(number)
                case State.REQUESTED:
                    self.generated(number, cost)
                case State.GENERATED:
                    self.settle(number)

    @precondition(any_life)
    @rule(chance=CHANCE, arrow=st.sampled_from(["request", "generated", "settle", "requeue", "told"]))
    def go_astray(self, chance: int, arrow: str) -> None:
        """Any generation takes any arrow, allowed or not."""
        number = self.choose(chance, *State)
        match arrow:
            case "request":
                self.request(number)
            case "generated":
                self.generated(number, 40)
            case "settle":
                self.settle(number)
            case "requeue":
                if self.moves(number, self.store.generations.requeue(number, NOW), State.REQUESTED):
                    self.lives[number].state = State.HELD
            case _:
                if self.moves(
                    number, self.store.generations.mark_notified(number, NOW), State.RELEASED, State.LOST
                ):
                    self.lives[number].notified = True

    def request(self, number: int) -> None:
        if self.moves(number, self.store.generations.request(number, NOW), State.HELD):
            self.lives[number].state = State.REQUESTED

    def generated(self, number: int, cost: int) -> None:
        if self.moves(number, self.store.generations.generated(number, cost, None, NOW), State.REQUESTED):
            self.lives[number].state, self.lives[number].cost = State.GENERATED, cost

    def settle(self, number: int) -> None:
        life, purse = self.lives[number], self.purses[self.lives[number].account]
        if self.moves(number, self.store.generations.settle(number, None, NOW), State.GENERATED):
            purse.held -= life.price
            life.paid = min(life.cost, purse.allowance - purse.spent - purse.held)
            life.lost = life.cost - life.paid
            purse.spent += life.paid
            life.state, life.notified = State.DELIVERED, True
            assert self.answer == Settled(life.paid, life.lost)

    @precondition(any_life)
    @rule(chance=CHANCE, charged=st.just(0) | TOKENS)
    def release(self, chance: int, charged: int) -> None:
        number = self.choose(chance, *OPEN_STATES)
        life, purse = self.lives[number], self.purses[self.lives[number].account]
        work = self.store.generations.release(number, "Interrupted", NOW, charged=charged)
        if self.moves(number, work, *OPEN_STATES):
            purse.held -= life.price
            life.lost = life.cost = charged or life.cost
            life.state = State.LOST if life.cost else State.RELEASED

    @precondition(any_life)
    @rule(chance=CHANCE)
    def cancel(self, chance: int) -> None:
        number = self.choose(chance, State.HELD)
        life = self.lives[number]
        cancelled = self.do(self.store.generations.cancel(number, NOW))
        assert cancelled == (life.state is State.HELD)
        if cancelled:
            self.purses[life.account].held -= life.price
            life.state, life.notified = State.RELEASED, True

    @rule()
    def renew(self) -> None:
        """The next period begins."""
        self.period = month_of(self.period.end_ms)

    def choose(self, chance: int, *states: State) -> int:
        """Usually a generation in one of `states`, if there is one. Every fourth time it's any."""
        fitting = [number for number, life in self.lives.items() if life.state in states]
        among = fitting if fitting and chance % 4 else list(self.lives)
        self.touched = among[chance // 4 % len(among)]
        return self.touched

    def moves(self, number: int, work: Coroutine[Any, Any, object], *starts: State) -> bool:
        """Whether the store took the arrow. It must if, and only if, the model is in one of `starts`."""
        try:
            self.answer = self.do(work)
        except StateConflict:
            assert self.lives[number].state not in starts
            return False
        assert self.lives[number].state in starts
        return True

    def open_lives(self) -> dict[int, Life]:
        return {number: life for number, life in self.lives.items() if life.state in OPEN_STATES}

    # The invariants.

    @invariant()
    def nothing_is_overspent(self) -> None:
        for (guild_id, user_id, period), purse in self.purses.items():
            budget = self.do(self.store.budgets.budget(Member(guild_id, user_id), period.start_ms))
            assert (budget.spent, budget.held) == (purse.spent, purse.held)
            assert budget.spent + budget.held <= purse.allowance

    @invariant()
    def the_books_are_right(self) -> None:
        if hasattr(self, "store"):
            assert self.do(self.store.books.differences()) == []

    @invariant()
    def every_generation_is_where_it_should_be(self) -> None:
        if hasattr(self, "store"):
            found = self.do(self.store.generations.open())
            expected = [(number, life.state) for number, life in sorted(self.open_lives().items())]
            assert [(generation.id, generation.state) for generation in found] == expected
            unnotified = sorted(found.id for found in self.do(self.store.generations.notifiable(0)))
            ended = {State.RELEASED, State.LOST}
            assert unnotified == [
                number
                for number, life in sorted(self.lives.items())
                if life.state in ended and not life.notified
            ]

    @invariant()
    def what_moved_is_kept_as_it_moved(self) -> None:
        if self.touched:
            found = self.do(self.store.generations.get(self.touched))
            life = self.lives[self.touched]
            assert found is not None
            assert (found.state, found.cost or 0) == (life.state, life.cost)

    @invariant()
    def every_hold_was_resolved_at_most_once(self) -> None:
        """By its own account, each generation's cost was paid or lost once."""
        if hasattr(self, "store"):
            charges = self.do(self.store.books.charges(0, NOW * 2))
            for charge in charges:
                life = self.lives[charge.generation_id]
                assert (charge.paid, charge.lost) == (life.paid, life.lost)
                assert charge.open == (life.state in OPEN_STATES)


pytestmark = pytest.mark.timeout(900)  # a failure takes a while to shrink

Lives.TestCase.settings = settings(QUIET, max_examples=20, stateful_step_count=50)
TestLives = Lives.TestCase

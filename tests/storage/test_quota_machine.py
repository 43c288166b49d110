"""Budget changes by moderators, members and the owner in any order, against `bank.Bank`."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from bot.audit.model import Change
from bot.budgets.grants import NewRoleGrant
from bot.budgets.periods import FOREVER_MS, Cycle, Schedule
from bot.budgets.policy import UNLIMITED, Member, RoleTier, ServerPolicy
from bot.budgets.refusals import NothingToDeduct, StillUnderWay
from bot.errors import OverBudget, Refused
from bot.generation.model import OPEN_STATES, Limits, State
from bot.generation.ports import Settled
from bot.storage.database import Transaction
from tests.storage.bank import (
    DEFAULT,
    IN_FLIGHT,
    SERVER_IN_FLIGHT,
    TOTAL_IN_FLIGHT,
    Bank,
    RoleGrant,
    Who,
)
from tests.storage.machinery import QUIET, StoreMachine
from tests.storage.orders import NOW, act, order

HOUR, DAY = 3_600_000, 86_400_000
GUILDS = st.sampled_from([1, 1, 2])
WHO = st.sampled_from([(1, 101), (1, 102), (2, 101)])
ROLES = st.sampled_from([(), (5,), (6,), (5, 6)])
TOKENS = st.integers(1, 60)
ALLOWANCES = st.sampled_from([0, 60, 150, 200, 400, UNLIMITED])
CAPS = st.none() | st.sampled_from([50, 300, 900])
CHANCE = st.integers(0, 999)
LIMITS = Limits(DEFAULT, IN_FLIGHT, SERVER_IN_FLIGHT, TOTAL_IN_FLIGHT)
SOON = st.sampled_from([HOUR, DAY, 40 * DAY])


class Quotas(StoreMachine):
    """Runs each rule on the store and on the bank, and compares them."""

    default_allowance = DEFAULT

    def __init__(self) -> None:
        super().__init__()
        self.bank = Bank(NOW)
        self.audit_ids: list[int] = []  # of the bank's changes
        self.promise_ids: dict[tuple[int, int], int] = {}  # guild and index in its list: the store's id

    def act(self) -> Any:
        return act(self.bank.now)

    # Members.

    @rule(who=WHO, roles=ROLES, prices=st.lists(TOKENS, min_size=1, max_size=5))
    def hold_some(self, who: Who, roles: tuple[int, ...], prices: list[int]) -> None:
        for price in prices:
            self.hold(who, roles, price)

    def hold(self, who: Who, roles: tuple[int, ...], price: int) -> None:
        number = len(self.bank.lives) + 1
        trial = deepcopy(self.bank)
        refusal = trial.hold(who, roles, price)
        asked = order(number, guild_id=who[0], user_id=who[1], price=price, role_ids=roles)
        assert self.do(self.try_hold(asked)) == refusal
        if refusal is None:
            self.bank = trial

    async def try_hold(self, asked: Any) -> str | None:
        try:
            assert await self.store.generations.hold(asked, LIMITS, self.bank.now)
        except OverBudget as refused:
            return refused.limit
        except Refused as refused:
            return type(refused).__name__
        except Exception as error:  # noqa: BLE001 - unavailable, as while it is paused
            return type(error).__name__
        return None

    @rule(who=WHO, roles=ROLES, costs=st.lists(st.tuples(TOKENS, st.integers(0, 90)), min_size=1, max_size=4))
    def buy(self, who: Who, roles: tuple[int, ...], costs: list[tuple[int, int]]) -> None:
        """Held and delivered at once, so that a lot is spent in few steps."""
        for price, cost in costs:
            number = len(self.bank.lives) + 1
            self.hold(who, roles, price)
            if number in self.bank.lives:
                self.finish(number, cost)

    def finish(self, number: int, cost: int) -> None:
        life = self.bank.lives[number]
        self.do(self.store.generations.request(number, self.bank.now))
        self.do(self.store.generations.generated(number, cost, None, self.bank.now))
        life.cost = cost
        self.bank.settle(number)
        settled = self.do(self.store.generations.settle(number, number + 1_000, self.bank.now))
        assert settled == Settled(life.paid, life.lost)

    @precondition(lambda self: self.in_state(*OPEN_STATES))
    @rule(chance=CHANCE, cost=st.integers(0, 90), delivered=st.booleans())
    def fail(self, chance: int, cost: int, delivered: bool) -> None:
        number = self.choose(chance, *OPEN_STATES)
        if delivered:
            self.finish(number, cost)
        else:
            self.bank.release(number, cost)
            self.do(self.store.generations.release(number, "Interrupted", self.bank.now, charged=cost))

    @rule(user=st.sampled_from([101, 102]))
    def erase(self, user: int) -> None:
        try:
            self.do(self.store.privacy.erase(user, self.bank.now))
        except StillUnderWay:
            assert any(self.bank.lives[number].who[1] == user for number in self.in_state(*OPEN_STATES))
        else:
            self.bank.erase(user)

    # Moderators.

    def set_server(self, guild: int, change: Callable[[ServerPolicy], ServerPolicy]) -> None:
        self.do(self.store.quotas.set_server(guild, change, self.act()))

    @rule(guild=GUILDS, cycle=st.sampled_from(list(Cycle)))
    def set_schedule(self, guild: int, cycle: Cycle) -> None:
        server, schedule = self.bank.servers[guild], Schedule(cycle)
        if schedule != server.schedule:
            server.schedule, server.version, server.changed = schedule, server.version + 1, self.bank.now
        self.set_server(guild, lambda policy: replace(policy, schedule=schedule))

    @rule(guild=GUILDS, default=st.none() | ALLOWANCES, rollover=st.sampled_from([0, 50]), cap=CAPS)
    def set_amounts(self, guild: int, default: int | None, rollover: int, cap: int | None) -> None:
        server = self.bank.servers[guild]
        server.default, server.rollover, server.cap = default, rollover, cap
        self.set_server(
            guild, lambda policy: replace(policy, default_allowance=default, rollover=rollover, cap=cap)
        )

    @rule(guild=GUILDS, role=st.sampled_from([5, 6]), tokens=st.none() | ALLOWANCES)
    def set_tier(self, guild: int, role: int, tokens: int | None) -> None:
        tiers = self.bank.servers[guild].tiers
        if tokens is not None:
            tiers[role] = tokens
            self.do(self.store.quotas.set_role(guild, RoleTier(role, tokens), self.act()))
        elif tiers.pop(role, None) is not None:
            self.do(self.store.quotas.clear_role(guild, role, self.act()))

    @rule(who=WHO, tokens=st.none() | ALLOWANCES)
    def set_own(self, who: Who, tokens: int | None) -> None:
        own = self.bank.servers[who[0]].own
        if tokens is None:
            own.pop(who[1], None)
        else:
            own[who[1]] = tokens
        self.do(self.store.quotas.set_allowance(Member(*who), tokens, self.act()))

    @rule(who=WHO, soon=SOON, price=TOKENS, lasting=st.booleans())
    def freeze(self, who: Who, soon: int, price: int, lasting: bool) -> None:
        """Usually ended soon, or little else would happen."""
        frozen, until = self.bank.servers[who[0]].frozen, self.bank.now + soon
        frozen[who[1]] = until
        self.do(self.store.quotas.freeze(Member(*who), until, self.act()))
        self.hold(who, (), price)
        if not lasting or soon > DAY:
            del frozen[who[1]]
            self.do(self.store.quotas.unfreeze(Member(*who), self.act()))

    @rule(who=WHO, amount=TOKENS, soon=st.none() | SOON)
    def grant(self, who: Who, amount: int, soon: int | None) -> None:
        end = None if soon is None else self.bank.now + soon
        self.bank.grant(who, amount, FOREVER_MS if end is None else end)
        self.keep(self.do(self.store.quotas.grant(Member(*who), amount, end, self.act())))

    @rule(guild=GUILDS, role=st.sampled_from([5, 6]), amount=TOKENS, soon=SOON)
    def promise(self, guild: int, role: int, amount: int, soon: int) -> None:
        end = self.bank.now + soon
        made = self.do(self.store.role_grants.make(guild, NewRoleGrant(role, amount, end), self.act())).result
        promises = self.bank.servers[guild].promises
        promises.append(RoleGrant(role, amount, end))
        self.promise_ids[guild, len(promises) - 1] = made.id

    @rule(guild=GUILDS, chance=CHANCE)
    def revoke(self, guild: int, chance: int) -> None:
        promises = self.bank.servers[guild].promises
        standing = [
            index for index, one in enumerate(promises) if not one.revoked and self.bank.now < one.end
        ]
        if standing:
            index = standing[chance % len(standing)]
            promises[index].revoked = True
            revoked = self.do(
                self.store.role_grants.revoke(guild, self.promise_ids[guild, index], self.act())
            )
            assert revoked.result.claims == len(promises[index].claimed)

    @rule(who=WHO, amount=TOKENS | st.just(10**6))
    def deduct(self, who: Who, amount: int) -> None:
        taken = self.bank.deduct(who, amount)
        try:
            change = self.do(self.store.quotas.deduct(Member(*who), amount, self.act()))
        except NothingToDeduct:
            assert taken == 0
        else:
            assert change.result.amount == taken
            self.keep(change)

    @rule(who=WHO)
    def reset(self, who: Who) -> None:
        change = self.do(self.store.quotas.reset(Member(*who), self.act()))
        assert change.result == self.bank.reset(who)
        if change.audit_id is not None:
            self.keep(change)

    @precondition(lambda self: self.in_state(State.DELIVERED))
    @rule(chance=CHANCE)
    def refund(self, chance: int) -> None:
        number = self.choose(chance, State.DELIVERED)
        life = self.bank.lives[number]
        try:
            change = self.do(self.store.quotas.refund(life.who[0], number, self.act()))
        except Refused:
            assert life.was_refunded or life.erased or not self.bank.refundable(life)
        else:
            assert not life.was_refunded
            assert not life.erased
            assert (change.result.restored, change.result.granted) == self.bank.refund(number)
            self.keep(change)

    def keep(self, change: Change[Any]) -> None:
        """The bank's latest change."""
        assert change.audit_id is not None
        self.audit_ids.append(change.audit_id)
        assert len(self.audit_ids) == len(self.bank.changes)

    @precondition(lambda self: self.bank.changes)
    @rule(chance=CHANCE, last=st.booleans())
    def undo(self, chance: int, last: bool) -> None:
        index = len(self.audit_ids) - 1 if last else chance % len(self.audit_ids)
        by = act(self.bank.now, is_administrator=True)
        guild = self.bank.changes[index].who[0]
        trial = deepcopy(self.bank)
        possible = trial.undo(trial.changes[index])
        try:
            self.do(self.store.quotas.undo(guild, self.audit_ids[index], by))
        except Refused:
            assert not possible
        else:
            assert possible
            self.bank = trial

    # The owner, and time.

    @rule(guild=st.none() | GUILDS, cap=CAPS)
    def set_cap(self, guild: int | None, cap: int | None) -> None:
        if guild is None:
            self.bank.overall_cap = cap
            self.do(self.store.operator.set_cap(cap, None, self.bank.now))
            return
        self.bank.server_caps.pop(guild, None)
        if cap is not None:
            self.bank.server_caps[guild] = cap
        self.do(self.store.operator.set_server_cap(guild, cap, None, self.bank.now))

    @rule(who=WHO, price=TOKENS)
    def pause(self, who: Who, price: int) -> None:
        self.bank.paused = True
        self.do(self.store.operator.pause(None, None, self.bank.now))
        self.hold(who, (), price)
        self.bank.paused = False
        assert self.do(self.store.operator.resume(None, self.bank.now))

    @rule(later=st.sampled_from([HOUR, 7 * HOUR, DAY, DAY, 9 * DAY, 31 * DAY]))
    def pass_time(self, later: int) -> None:
        self.bank.now += later

    @rule()
    def prune(self) -> None:
        self.bank.prune()
        self.do(self.store.privacy.prune(self.bank.now))

    def in_state(self, *states: State) -> list[int]:
        return [number for number, life in self.bank.lives.items() if life.state in states]

    def choose(self, chance: int, *states: State) -> int:
        among = self.in_state(*states)
        return among[chance % len(among)]

    # The invariants.

    @invariant()
    def every_budget_is_what_it_should_be(self) -> None:
        for who in ((1, 101), (1, 102), (2, 101)):
            for roles in ((), (5, 6)):
                if hasattr(self, "store"):
                    budget = self.do(self.store.budgets.budget(Member(*who, roles), self.bank.now))
                    allowance = self.bank.allowance(who, roles)
                    purse, spent, held = self.bank.look(who, allowance)
                    allowed = self.bank.in_force(purse, allowance)
                    assert budget.allowance.tokens == allowed
                    assert (budget.spent, budget.held) == (spent, held)
                    grants = [(grant.amount, grant.spent, grant.held) for grant in budget.grants]
                    expected = self.bank.live_grants(who)
                    assert grants == [(grant.allowed, grant.spent, grant.held) for grant in expected]
                    promised = sum(promise.amount for promise in self.bank.claimable(who, roles))
                    left = max(0, allowed - spent - held) + sum(grant.left for grant in expected)
                    assert budget.left == min(UNLIMITED, left + promised)

    @invariant()
    def nothing_is_overspent_and_the_books_are_right(self) -> None:
        if hasattr(self, "store"):
            assert self.do(self.store.books.differences()) == []
            assert self.do(self.store.database.read(overspent())) == 0

    @invariant()
    def every_limit_counts_what_it_should(self) -> None:
        if hasattr(self, "store"):
            for guild in (1, 2):
                use = self.do(self.store.quotas.server_use(guild, self.bank.now))
                limits = {name: used for name, _, used, _ in self.bank.limits(guild, self.bank.now)}
                own, month = limits["server"], limits["operator_server"]
                assert (use.spent, use.held) == (own.spent, own.held)
                assert use.operators_count == month.spent + month.held + month.lost
            whole = self.bank.limits(1, self.bank.now)[2][2]
            spending = self.do(self.store.operator.spending(self.bank.now))
            assert (spending.paid, spending.lost) == (whole.spent, whole.lost)

    @invariant()
    def what_the_provider_charged_is_booked_once(self) -> None:
        """To its member or to the owner. Refunds, resets and erasing don't change that."""
        if hasattr(self, "store"):
            charges = self.do(self.store.books.charges(0, NOW * 2))
            delivered = [life for life in self.bank.lives.values() if life.state is State.DELIVERED]
            booked = sum(charge.paid + charge.lost for charge in charges)
            assert booked == sum(life.cost for life in delivered)


def overspent() -> Transaction[int]:
    """How many accounts of any scope have more spent and held than was ever allowed."""
    [row] = yield (
        "SELECT count(*) AS found FROM account WHERE spent + held > allowance OR spent < 0 OR held < 0",
        {},
    )
    found: int = row["found"]
    return found


pytestmark = pytest.mark.timeout(900)  # a failure takes a while to shrink

Quotas.TestCase.settings = settings(QUIET, max_examples=25, stateful_step_count=40)
TestQuotas = Quotas.TestCase

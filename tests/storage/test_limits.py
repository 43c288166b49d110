"""Which limit wins, and what the refusal says. Every limit is decided in the write itself."""

from dataclasses import replace

import pytest

from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import UNLIMITED, Member, RoleTier, ServerPolicy, Source
from bot.errors import Frozen, NoAllowance, OverBudget, Paused, QueueFull, Refused, TooManyInFlight
from bot.storage import Store
from tests.storage.orders import (
    GUILD,
    MEMBER,
    MONTH,
    NOW,
    USER,
    act,
    buy,
    given,
    hold,
    limits,
    order,
)

DAY = 86_400_000


async def refusal(store: Store, *, price: int = 10, tokens: int = 1_000, **details: object) -> OverBudget:
    with pytest.raises(OverBudget) as refused:
        await hold(store, 999, price, tokens=tokens, **details)
    assert await store.generations.get(999) is None
    assert await store.books.differences() == []
    return refused.value


async def set_server(store: Store, **fields: object) -> ServerPolicy:
    changed = await store.quotas.set_server(GUILD, lambda policy: replace(policy, **fields), act())  # type: ignore[arg-type]
    return changed.result[1]


async def test_the_first_limit_in_order_is_the_one_that_is_named(store: Store) -> None:
    """With all of them exceeded and lifted one by one, each names itself."""
    await store.operator.pause("back soon", None, NOW)
    await store.quotas.freeze(MEMBER, NOW + DAY, act(reason="spam"))
    await store.quotas.set_allowance(MEMBER, 0, act())
    await set_server(store, cap=5)
    await store.operator.set_server_cap(GUILD, 6, None, NOW)
    await store.operator.set_cap(7, None, NOW)

    async def refused(kind: type[Exception]) -> str | None:
        with pytest.raises(kind) as raised:
            await hold(store, 1, 10)
        return getattr(raised.value, "limit", None)

    await refused(Paused)
    await store.operator.resume(None, NOW)
    await refused(Frozen)
    await store.quotas.unfreeze(MEMBER, act())
    await refused(NoAllowance)
    await store.quotas.set_allowance(MEMBER, 4, act())
    assert await refused(OverBudget) == "member"
    await store.quotas.set_allowance(MEMBER, None, act())
    assert await refused(OverBudget) == "server"
    await set_server(store, cap=None)
    assert await refused(OverBudget) == "operator_server"
    await store.operator.set_server_cap(GUILD, None, None, NOW)
    assert await refused(OverBudget) == "operator"
    await store.operator.set_cap(None, None, NOW)
    await hold(store, 1, 10)
    assert await store.books.differences() == []


async def test_a_pause_tells_in_the_operators_words(store: Store) -> None:
    """With its message if there is one, and everything continues afterwards."""
    await store.operator.pause("back on Monday", None, NOW)
    with pytest.raises(Paused) as paused:
        await hold(store, 1)
    assert paused.value.message == "back on Monday"
    await store.operator.pause(None, None, NOW)
    with pytest.raises(Paused) as paused:
        await hold(store, 1)
    assert paused.value.message is None
    assert await store.operator.resume(None, NOW)
    assert not await store.operator.resume(None, NOW)
    await hold(store, 1)


async def test_a_freeze_is_refused_with_its_reason_until_it_ends(store: Store) -> None:
    """Only on this server, and no longer once it has ended."""
    await store.quotas.freeze(MEMBER, NOW + DAY, act(reason="spam in the service"))
    with pytest.raises(Frozen) as frozen:
        await hold(store, 1, at_ms=NOW + DAY - 1)
    assert (frozen.value.reason, frozen.value.until_ms) == ("spam in the service", NOW + DAY)
    await hold(store, 1, guild_id=GUILD + 1)
    await hold(store, 2, user_id=USER + 1)
    await hold(store, 3, at_ms=NOW + DAY)


async def test_what_was_on_its_way_when_the_freeze_came_is_still_made(store: Store) -> None:
    """A freeze stops new spending, not what's already spent."""
    await hold(store, 1)
    await store.quotas.freeze(MEMBER, None, act())
    await store.generations.request(1, NOW)
    await store.generations.generated(1, 10, None, NOW)
    assert (await store.generations.settle(1, 7, NOW)).paid == 10


async def test_the_highest_tier_of_a_members_roles_counts(store: Store) -> None:
    """Unlimited is the highest, and is booked like any other."""
    await store.quotas.set_role(GUILD, RoleTier(5, 20), act())
    await store.quotas.set_role(GUILD, RoleTier(6, UNLIMITED), act())
    assert (await refusal(store, price=21, role_ids=(5,))).left == 20
    await hold(store, 1, 10**9, tokens=10, role_ids=(5, 6))
    budget = await store.budgets.budget(Member(GUILD, USER, (6,)), NOW)
    assert budget.allowance.unlimited
    assert (budget.allowance.source, budget.allowance.role_id, budget.held) == (Source.ROLE, 6, 10**9)
    assert await store.books.differences() == []


async def test_a_role_lost_while_a_hold_is_open_takes_nothing_back(store: Store) -> None:
    """The hold is still paid. Only the next hold is refused."""
    await store.quotas.set_role(GUILD, RoleTier(5, 100), act())
    await hold(store, 1, 90, tokens=20, role_ids=(5,))
    refused = await refusal(store, price=1, tokens=20)
    assert (refused.left, refused.held) == (0, 90)
    await store.generations.request(1, NOW)
    await store.generations.generated(1, 80, None, NOW)
    assert (await store.generations.settle(1, 7, NOW)).paid == 80
    assert (await refusal(store, price=1, tokens=20)).left == 0
    await hold(store, 2, 20, tokens=20, role_ids=(5,))


async def test_a_tier_that_is_taken_away_while_a_hold_is_open_takes_nothing_back(store: Store) -> None:
    """The same goes for a moderator's change of the rule."""
    await store.quotas.set_role(GUILD, RoleTier(5, 100), act())
    await hold(store, 1, 90, tokens=20, role_ids=(5,))
    await store.quotas.clear_role(GUILD, 5, act())
    await store.generations.release(1, "ProviderFailed", NOW)
    await hold(store, 2, 20, tokens=20, role_ids=(5,))
    assert (await refusal(store, price=1, tokens=20, role_ids=(5,))).held == 20


async def test_a_member_of_two_servers_has_two_budgets(store: Store) -> None:
    """Settings of one don't apply on the other."""
    await store.quotas.set_allowance(MEMBER, 10, act())
    assert (await refusal(store, price=11)).left == 10
    await hold(store, 1, 1_000, guild_id=GUILD + 1)


async def test_the_role_gate_lets_through_what_was_granted(store: Store) -> None:
    """With an allowance of zero, a grant can be spent completely. Then the gate is closed again."""
    await set_server(store, default_allowance=0)
    with pytest.raises(NoAllowance):
        await hold(store, 1)
    await given(store, 15)
    await buy(store, 1, 10)
    assert (await refusal(store, price=10)).left == 5
    await buy(store, 2, 5)
    with pytest.raises(NoAllowance):
        await hold(store, 3)


async def test_all_members_share_the_servers_cap(store: Store) -> None:
    """The refusal says what's left, what's held, and when it renews by the server's schedule."""
    await set_server(store, cap=100, schedule=Schedule(Cycle.DAY))
    await buy(store, 1, 60)
    await hold(store, 2, 30, user_id=USER + 1)
    refused = await refusal(store, price=11, user_id=USER + 2)
    today = Schedule(Cycle.DAY).period(NOW)
    assert (refused.limit, refused.left, refused.held, refused.renews_at_ms) == (
        "server",
        10,
        30,
        today.end_ms,
    )
    await hold(store, 3, 100, user_id=USER + 2, at_ms=today.end_ms)
    await hold(store, 4, 500, guild_id=GUILD + 1)


async def test_a_cap_set_in_mid_period_knows_what_was_used(store: Store) -> None:
    """The usage was counted before there was one."""
    await buy(store, 1, 60)
    await set_server(store, cap=60)
    assert (await refusal(store, price=1)).left == 0
    await set_server(store, cap=61)
    await hold(store, 2, 1)


async def test_grants_count_against_the_cap_as_well(store: Store) -> None:
    """They belong to a member, but the server's limit still applies."""
    await set_server(store, cap=50)
    await given(store, 100)
    assert (await refusal(store, price=51)).limit == "server"
    await hold(store, 1, 50)


async def test_a_servers_own_cap_stands_in_place_of_the_one_for_every_server(store: Store) -> None:
    """Lower, higher or unlimited. Without it, the one for every server applies again."""
    await store.operator.set_every_servers_cap(50, None, NOW)
    assert (await refusal(store, price=51)).limit == "operator_server"
    await store.operator.set_server_cap(GUILD, UNLIMITED, None, NOW)
    await hold(store, 1, 51)
    await store.operator.set_server_cap(GUILD, 60, None, NOW)
    refused = await refusal(store, price=10)
    assert (refused.left, refused.held, refused.renews_at_ms) == (9, 51, MONTH.end_ms)
    await store.operator.set_server_cap(GUILD, None, None, NOW)
    assert (await refusal(store, price=10)).left == 0


async def test_all_servers_share_the_operators_cap(store: Store) -> None:
    """By the calendar month (UTC), whatever schedules the servers have."""
    await store.operator.set_cap(100, None, NOW)
    await set_server(store, schedule=Schedule(Cycle.DAY, "Asia/Tokyo"))
    await buy(store, 1, 60)
    await hold(store, 2, 30, guild_id=GUILD + 1)
    refused = await refusal(store, price=11, guild_id=GUILD + 2)
    assert (refused.limit, refused.left, refused.held, refused.renews_at_ms) == (
        "operator",
        10,
        30,
        MONTH.end_ms,
    )
    await hold(store, 3, 100, at_ms=MONTH.end_ms)


async def test_losses_count_against_the_operators_caps_and_no_one_elses(store: Store) -> None:
    """The owner pays for them. Members and the server don't."""
    await store.operator.set_server_cap(GUILD, 100, None, NOW)
    await set_server(store, cap=100)
    await hold(store, 1, 60)
    await store.generations.request(1, NOW)
    await store.generations.release(1, "PictureLost", NOW, charged=60)
    refused = await refusal(store, price=41)
    assert (refused.limit, refused.left, refused.held) == ("operator_server", 40, 0)
    use = await store.quotas.server_use(GUILD, NOW)
    assert (use.spent, use.held, use.operators_count, use.operators_cap) == (0, 0, 60, 100)
    await hold(store, 2, 40)
    assert await store.books.differences() == []


async def test_a_charge_beyond_the_hold_is_paid_as_far_as_every_limit_lets_it(store: Store) -> None:
    """The member has enough left, but the server's cap doesn't, so the owner pays the rest."""
    await set_server(store, cap=70)
    await hold(store, 1, 50)
    await store.generations.request(1, NOW)
    await store.generations.generated(1, 90, None, NOW)
    settled = await store.generations.settle(1, 7, NOW)
    assert (settled.paid, settled.lost) == (70, 20)
    assert (await store.quotas.server_use(GUILD, NOW)).spent == 70
    assert await store.books.differences() == []


async def test_a_charge_beyond_the_hold_takes_grants_before_the_allowance(store: Store) -> None:
    """Held on two grants and the allowance, the rest of each pays in that order."""
    await given(store, 30, 40)
    await hold(store, 1, 60)  # 30 and 30; the second has 10 left
    await store.generations.request(1, NOW)
    await store.generations.generated(1, 65, None, NOW)
    assert (await store.generations.settle(1, 7, NOW)).paid == 65
    budget = await store.budgets.budget(MEMBER, NOW)
    assert [grant.left for grant in budget.grants] == [5]
    assert budget.spent == 0
    assert await store.books.differences() == []


async def test_the_limit_in_flight_comes_before_the_servers(store: Store) -> None:
    """It's the member's own to wait for."""
    await set_server(store, cap=10)
    await hold(store, 1, 10)
    with pytest.raises(TooManyInFlight):
        await store.generations.hold(order(2, price=10), limits(in_flight=1), NOW)


async def test_a_lowered_cap_breaks_nothing_that_is_under_way(store: Store) -> None:
    """Below the usage nothing more fits, and holds still end as they should."""
    await hold(store, 1, 60)
    await set_server(store, cap=20)
    await store.operator.set_cap(20, None, NOW)
    await store.generations.request(1, NOW)
    await store.generations.generated(1, 55, None, NOW)
    assert (await store.generations.settle(1, 7, NOW)).paid == 55
    assert (await refusal(store, price=1)).left == 0
    assert await store.books.differences() == []


async def test_a_refusal_keeps_nothing(store: Store) -> None:
    """No generation, no account, and no role grant claimed for it."""
    await set_server(store, cap=5)
    await given(store, 3)
    before = await store.quotas.member(MEMBER, NOW)
    with pytest.raises(Refused):
        await hold(store, 1, 10)
    assert await store.quotas.member(MEMBER, NOW) == before
    assert (await store.quotas.server_use(GUILD, NOW)).held == 0


@pytest.mark.parametrize("scope", ["server", "total"])
async def test_the_queue_is_bounded_for_each_server_and_altogether(store: Store, scope: str) -> None:
    """The first picture over the limit is refused without a trace, and one that ends makes room."""
    bounds = replace(limits(), **{f"{scope}_in_flight": 2})
    elsewhere = GUILD if scope == "server" else GUILD + 1
    assert await store.generations.hold(order(1, user_id=1), bounds, NOW)
    assert await store.generations.hold(order(2, user_id=2, guild_id=elsewhere), bounds, NOW)
    with pytest.raises(QueueFull) as refused:
        await store.generations.hold(order(3, user_id=3), bounds, NOW)
    assert (refused.value.scope, refused.value.limit) == (scope, 2)
    assert await store.generations.get(3) is None
    if scope == "server":
        assert await store.generations.hold(order(4, user_id=3, guild_id=GUILD + 1), bounds, NOW)
    await store.generations.cancel(1, NOW)
    assert await store.generations.hold(order(3, user_id=3), bounds, NOW)
    assert await store.books.differences() == []

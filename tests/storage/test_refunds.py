"""A refund gives back what was paid, once, to its source, and the owner pays for it."""

import asyncio
from dataclasses import replace

import pytest

from bot.audit.model import AuditFilter
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.grants import GrantSource
from bot.budgets.periods import Cycle, Schedule
from bot.budgets.refusals import AlreadyRefunded, GivenBack, NothingToRefund
from bot.storage import Store
from tests.storage.orders import (
    GUILD,
    MEMBER,
    MONTH,
    NOW,
    USER,
    act,
    buy,
    finish,
    given,
    hold,
    spent_and_held,
)

DAY = 86_400_000


async def test_a_price_goes_back_to_the_running_period(store: Store) -> None:
    """The member's and the server's usage go down by it. For the owner it becomes a loss."""
    await buy(store, 1, 60)
    refunded = (await store.quotas.refund(GUILD, 1, act(reason="blurred"))).result
    assert (refunded.restored, refunded.granted) == (60, 0)
    assert (refunded.picture.user_id, refunded.picture.paid) == (USER, 60)
    assert (await store.budgets.budget(MEMBER, NOW)).spent == 0
    use = await store.quotas.server_use(GUILD, NOW)
    assert (use.spent, use.operators_count) == (0, 60)
    [charge] = await store.books.charges(NOW, NOW + 1)
    assert (charge.paid, charge.lost) == (0, 60)
    assert await store.books.differences() == []


async def test_every_part_goes_back_to_where_it_was_paid_from(store: Store) -> None:
    """Grants that are still valid and the allowance each get their part."""
    await given(store, 10, expires_at_ms=NOW + DAY)
    await given(store, 20)
    await buy(store, 1, 50)
    refunded = (await store.quotas.refund(GUILD, 1, act())).result
    assert (refunded.restored, refunded.granted) == (50, 0)
    budget = await store.budgets.budget(MEMBER, NOW)
    assert [grant.left for grant in budget.grants] == [10, 20]
    assert budget.spent == 0
    assert await store.books.differences() == []


async def test_what_was_paid_from_what_is_over_comes_as_a_grant(store: Store) -> None:
    """A single one without an end, for an expired grant and a past period together."""
    await given(store, 10, expires_at_ms=NOW + DAY)
    await given(store, 20)
    await buy(store, 1, 50)
    refunded = (await store.quotas.refund(GUILD, 1, act(MONTH.end_ms, reason="late"))).result
    assert (refunded.restored, refunded.granted) == (20, 30)
    endless, refund = (await store.budgets.budget(MEMBER, MONTH.end_ms)).grants
    assert (endless.left, refund.left, refund.expires_at_ms) == (20, 30, None)
    assert (refund.source, refund.reason) == (GrantSource.REFUND, "late")
    assert (await store.budgets.budget(MEMBER, NOW)).spent == 20  # June doesn't change
    assert await store.books.differences() == []


async def test_what_a_reset_gave_back_is_not_given_back_again(store: Store) -> None:
    """In this period or a later one. A grant's part comes back, and so does a later picture."""
    await buy(store, 1, 60)
    await given(store, 20)
    await buy(store, 2, 50)
    await store.quotas.reset(MEMBER, act(NOW + 1))
    await buy(store, 3, 40)
    for at_ms in (NOW + 2, MONTH.end_ms + 1):
        with pytest.raises(GivenBack) as refused:
            await store.quotas.refund(GUILD, 1, act(at_ms))
        assert refused.value.at_ms == NOW + 1
    refunded = (await store.quotas.refund(GUILD, 2, act())).result
    assert (refunded.restored, refunded.granted) == (20, 0)
    assert (await store.quotas.refund(GUILD, 3, act())).result.restored == 40
    assert await store.books.differences() == []


async def test_a_reset_that_was_undone_gave_nothing_back(store: Store) -> None:
    """Then the picture can be refunded."""
    await buy(store, 1, 60)
    reset = await store.quotas.reset(MEMBER, act())
    await store.quotas.undo(GUILD, reset.audit_id or 0, act())
    assert (await store.quotas.refund(GUILD, 1, act())).result.restored == 60
    assert await store.books.differences() == []


async def test_a_picture_of_an_earlier_schedule_comes_back_to_the_running_period(store: Store) -> None:
    """Its month contains the day it was bought on."""
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, schedule=Schedule(Cycle.DAY)), act())
    await buy(store, 1, 60)
    await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, schedule=Schedule(Cycle.MONTH)), act()
    )
    await buy(store, 2, 30)
    assert (await store.quotas.refund(GUILD, 1, act())).result.restored == 60
    assert await spent_and_held(store) == (30, 0)
    assert await store.books.differences() == []


async def test_only_what_was_paid_comes_back(store: Store) -> None:
    """A loss of the owner's is only counted once."""
    await hold(store, 1, 950)
    assert (await finish(store, 1, 1_200)).lost == 200
    refunded = (await store.quotas.refund(GUILD, 1, act())).result
    assert refunded.restored == 1_000
    [charge] = await store.books.charges(NOW, NOW + 1)
    assert (charge.paid, charge.lost) == (0, 1_200)
    assert await store.books.differences() == []


async def test_once_is_all(store: Store) -> None:
    """Even if ten moderators press the button at once."""
    await buy(store, 1, 60)
    results = await asyncio.gather(
        *(store.quotas.refund(GUILD, 1, act(user_id=30 + number)) for number in range(10)),
        return_exceptions=True,
    )
    refusals = [result for result in results if isinstance(result, BaseException)]
    assert len(refusals) == 9
    assert {type(refused) for refused in refusals} == {AlreadyRefunded}
    with pytest.raises(AlreadyRefunded) as refused:
        await store.quotas.refund(GUILD, 1, act(NOW + DAY))
    assert refused.value.at_ms == NOW
    assert (await store.quotas.server_use(GUILD, NOW)).operators_count == 60
    assert await store.books.differences() == []


async def test_what_nobody_paid_for_can_not_be_refunded(store: Store) -> None:
    """Unknown, another server's, open, released, lost, or free of charge."""
    await buy(store, 1, 60)
    await hold(store, 2)
    await hold(store, 3)
    await store.generations.release(3, "ProviderFailed", NOW)
    await hold(store, 4)
    await store.generations.request(4, NOW)
    await store.generations.release(4, "PictureLost", NOW, charged=9)
    await hold(store, 5)
    await finish(store, 5, 0)
    nowhere = [(GUILD, 99), (GUILD + 1, 1)]
    unpaid = [(GUILD, number) for number in (2, 3, 4, 5)]
    for guild_id, number in nowhere + unpaid:
        with pytest.raises(NothingToRefund):
            await store.quotas.refund(guild_id, number, act())
    assert await store.books.differences() == []
    await store.quotas.refund(GUILD, 1, act())


async def test_a_refund_stands_in_the_audit_and_in_the_members_history(store: Store) -> None:
    """Which picture, how much, by whom and why."""
    await buy(store, 1, 60)
    await store.quotas.refund(GUILD, 1, act(NOW + 5, reason="blurred"))
    [entry] = (await store.audit.page(GUILD, AuditFilter(kind=QuotaAct.REFUNDED))).entries
    assert (entry.user_id, entry.reason) == (USER, "blurred")
    assert entry.new == {"generation_id": 1, "restored": 60, "granted": 0}
    [picture] = await store.budgets.history(GUILD, USER)
    assert (picture.paid, picture.refunded_at_ms) == (60, NOW + 5)


async def test_a_picture_is_found_by_its_message(store: Store) -> None:
    """On its own server, if it was delivered."""
    await buy(store, 1, 60)
    [found] = await store.quotas.pictures_of(GUILD, 1_001)
    assert (found.generation_id, found.user_id, found.paid, found.message_id) == (1, USER, 60, 1_001)
    assert await store.quotas.pictures_of(GUILD + 1, 1_001) == []
    assert await store.quotas.pictures_of(GUILD, 1_002) == []


async def test_history_is_read_page_by_page(store: Store) -> None:
    """The member's delivered pictures on this server, newest first, with their cost."""
    for number in range(1, 6):
        await buy(store, number, number * 10)
    await hold(store, 6)
    await buy(store, 7, 5, guild_id=GUILD + 1)
    await buy(store, 8, 5, user_id=USER + 1)
    first = await store.budgets.history(GUILD, USER, limit=3)
    assert [(one.generation_id, one.paid) for one in first] == [(5, 50), (4, 40), (3, 30)]
    rest = await store.budgets.history(GUILD, USER, before=3, limit=3)
    assert [one.generation_id for one in rest] == [2, 1]
    assert (rest[0].channel_id, rest[0].message_id, rest[0].prompt) == (6, 1_002, "a quiet harbour")

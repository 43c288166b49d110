"""Undo reverses exactly one change, once, while none of it has been used."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.audit.model import AuditFilter
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.grants import NewRoleGrant
from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import Freeze, Member, RoleTier
from bot.budgets.refusals import (
    AlreadyOver,
    AlreadyUndone,
    ChangedSince,
    NothingToUndo,
    NotYourOwn,
    UsedSince,
)
from bot.storage import Store
from tests.storage.orders import GUILD, MEMBER, MODERATOR, MONTH, NOW, USER, act, buy, hold

DAY = 86_400_000
ROLE = 5


async def undo(store: Store, change: Any, by: Any = None) -> Any:
    assert change.audit_id is not None
    return await store.quotas.undo(GUILD, change.audit_id, by or act(NOW + 5, user_id=31))


async def refused(store: Store, change: Any, error: type[Exception], by: Any = None) -> Any:
    """The refusal, which changed nothing."""
    before = await store.quotas.member(MEMBER, NOW + 5), await store.quotas.server(GUILD)
    with pytest.raises(error) as caught:
        await undo(store, change, by)
    assert (await store.quotas.member(MEMBER, NOW + 5), await store.quotas.server(GUILD)) == before
    assert await store.books.differences() == []
    return caught.value


async def test_an_undo_names_what_it_undid_and_happens_once(store: Store) -> None:
    """Its entry has the fields reversed, and if several people press it, one succeeds."""
    change = await store.quotas.set_allowance(MEMBER, 70, act())
    tries = [undo(store, change, act(NOW + 5, user_id=30 + number)) for number in range(5)]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    [undone] = [one for one in ended if not isinstance(one, Exception)]
    others = [one for one in ended if isinstance(one, AlreadyUndone)]
    assert len(others) == 4
    assert (await store.quotas.member(MEMBER, NOW)).policy.allowance is None
    [entry, original] = (await store.audit.page(GUILD, AuditFilter())).entries
    assert original == undone.entry
    assert entry.id == undone.audit_id == others[0].audit_id
    assert (entry.kind, entry.undoes, entry.user_id) == (QuotaAct.UNDONE, original.id, USER)
    assert entry.old == {"allowance": 70}
    assert entry.new == {"allowance": None, "audit_id": original.id, "kind": "member_set"}
    assert (others[0].at_ms, others[0].actor_id) == (NOW + 5, entry.actor_id)


async def test_what_is_no_change_cannot_be_undone(store: Store) -> None:
    """Another server's entry, a missing one, or an undo itself. Without a change there's no id."""
    change = await store.quotas.set_allowance(MEMBER, 70, act())
    assert (await store.quotas.set_allowance(MEMBER, 70, act())).audit_id is None
    with pytest.raises(NothingToUndo):
        await store.quotas.undo(GUILD + 1, change.audit_id or 0, act())
    with pytest.raises(NothingToUndo):
        await store.quotas.undo(GUILD, 999, act())
    undone = await undo(store, change)
    with pytest.raises(NothingToUndo):
        await store.quotas.undo(GUILD, undone.audit_id, act())


async def test_a_setting_goes_back_only_if_it_still_is_what_the_change_made_of_it(store: Store) -> None:
    """Undoing an earlier change would silently undo a later one too."""
    first = await store.quotas.set_allowance(MEMBER, 70, act())
    second = await store.quotas.set_allowance(MEMBER, 80, act())
    assert (await refused(store, first, ChangedSince)).names == ("allowance",)
    await undo(store, second)
    assert (await store.quotas.member(MEMBER, NOW)).policy.allowance == 70
    await undo(store, first)
    assert (await store.quotas.member(MEMBER, NOW)).policy.allowance is None


async def test_the_fields_of_a_server_go_back_and_others_stay(store: Store) -> None:
    """Only those that the change touched, including the schedule."""
    change = await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, cap=500, schedule=Schedule(Cycle.WEEK)), act()
    )
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, default_allowance=40), act())
    await undo(store, change)
    policy = await store.quotas.server(GUILD)
    assert (policy.cap, policy.schedule, policy.default_allowance) == (None, Schedule(), 40)
    again = await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=500, rollover=9), act())
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=600), act())
    assert (await refused(store, again, ChangedSince)).names == ("cap",)


async def test_a_tier_goes_back(store: Store) -> None:
    """Set, changed or cleared."""
    made = await store.quotas.set_role(GUILD, RoleTier(ROLE, 70), act())
    changed = await store.quotas.set_role(GUILD, RoleTier(ROLE, 90), act())
    await refused(store, made, ChangedSince)
    await undo(store, changed)
    assert await store.quotas.roles(GUILD) == [RoleTier(ROLE, 70)]
    cleared = await store.quotas.clear_role(GUILD, ROLE, act())
    await undo(store, cleared)
    assert await store.quotas.roles(GUILD) == [RoleTier(ROLE, 70)]
    await undo(store, made)
    assert await store.quotas.roles(GUILD) == []


async def test_a_freeze_ends_and_the_one_it_replaced_is_in_force_again(store: Store) -> None:
    """With its own reason, moderator and end. A freeze that was ended comes back the same way."""
    await store.quotas.freeze(MEMBER, None, act(NOW, reason="spam"))
    second = await store.quotas.freeze(MEMBER, NOW + DAY, act(NOW + 1, user_id=40, reason="more spam"))
    await undo(store, second)
    spam = Freeze("spam", MODERATOR, NOW, None)
    assert (await store.quotas.member(MEMBER, NOW)).policy.freeze == spam
    ended = await store.quotas.unfreeze(MEMBER, act(NOW + 2))
    await undo(store, ended)
    assert (await store.quotas.member(MEMBER, NOW)).policy.freeze == spam
    await store.quotas.unfreeze(MEMBER, act(NOW + 6))
    assert (await refused(store, second, AlreadyUndone)).at_ms == NOW + 5


async def test_a_freeze_that_is_over_cannot_be_undone(store: Store) -> None:
    """The same goes for ending one that would be over now, and for one that another freeze replaced."""
    short = await store.quotas.freeze(MEMBER, NOW + 4, act())
    assert (await refused(store, short, AlreadyOver)).at_ms == NOW + 4
    ended = await store.quotas.unfreeze(MEMBER, act(NOW + 1))
    assert (await refused(store, ended, AlreadyOver)).at_ms == NOW + 4
    first = await store.quotas.freeze(MEMBER, None, act(NOW + 1))
    await store.quotas.freeze(MEMBER, None, act(NOW + 2))
    await refused(store, first, ChangedSince)


async def test_a_freeze_that_was_ended_does_not_replace_a_newer_one(store: Store) -> None:
    """It does if that one has ended too."""
    await store.quotas.freeze(MEMBER, None, act(NOW, reason="spam"))
    ended = await store.quotas.unfreeze(MEMBER, act(NOW + 1))
    newer = (await store.quotas.freeze(MEMBER, NOW + 9, act(NOW + 2, reason="worse"))).result
    await refused(store, ended, ChangedSince)
    assert (await store.quotas.member(MEMBER, NOW + 2)).policy.freeze == newer
    await store.quotas.undo(GUILD, ended.audit_id, act(NOW + 9))
    assert (await store.quotas.member(MEMBER, NOW + 9)).policy.freeze == Freeze("spam", MODERATOR, NOW, None)


async def test_a_grant_goes_while_nothing_of_it_is_used(store: Store) -> None:
    """That very grant, whichever others there are."""
    colleagues = await store.quotas.grant(MEMBER, 50, None, act(user_id=40))
    mistake = await store.quotas.grant(MEMBER, 60, NOW + DAY, act())
    undone = await undo(store, mistake)
    assert undone.entry.new["grant_id"] == mistake.result.id
    [left] = (await store.budgets.budget(MEMBER, NOW)).grants
    assert left.id == colleagues.result.id
    await hold(store, 1, 10)
    assert (await refused(store, colleagues, UsedSince)).tokens == 10
    await store.generations.cancel(1, NOW)
    await undo(store, colleagues)
    assert (await store.budgets.budget(MEMBER, NOW)).grants == ()
    assert await store.books.differences() == []
    used = await store.quotas.grant(MEMBER, 60, None, act())
    await buy(store, 2, 15)
    assert (await refused(store, used, UsedSince)).tokens == 15
    expired = await store.quotas.grant(MEMBER, 60, NOW + 4, act())
    assert (await refused(store, expired, AlreadyOver)).at_ms == NOW + 4


async def test_a_deduction_goes_back_to_where_it_was_taken(store: Store) -> None:
    """To each grant and to the allowance, whatever was spent since, but not into a period that has ended."""
    [grant_id, short] = [
        (await store.quotas.grant(MEMBER, 50, end, act())).result.id for end in (None, NOW + DAY)
    ]
    before = await store.budgets.budget(MEMBER, NOW)
    change = await store.quotas.deduct(MEMBER, 120, act())
    await buy(store, 1, 30)
    await undo(store, change)
    budget = await store.budgets.budget(MEMBER, NOW)
    assert (budget.left, budget.spent) == (before.left - 30, 30)
    assert [grant.id for grant in budget.grants] == [short, grant_id]
    assert await store.books.differences() == []
    later = await store.quotas.deduct(MEMBER, 1_000, act())
    assert later.result.from_allowance
    await refused(store, later, NotYourOwn, act(NOW + 5, user_id=USER))
    over = act(MONTH.end_ms)
    assert (await refused(store, later, AlreadyOver, over)).at_ms in (NOW + DAY, MONTH.end_ms)


async def test_a_deduction_goes_back_across_a_change_of_the_schedule(store: Store) -> None:
    """Into the period where it counts now."""
    change = await store.quotas.deduct(MEMBER, 120, act())
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, schedule=Schedule(Cycle.DAY)), act())
    await buy(store, 1, 30)
    assert (await store.budgets.budget(MEMBER, NOW)).spent == 150
    await undo(store, change)
    assert (await store.budgets.budget(MEMBER, NOW)).spent == 30
    assert await store.books.differences() == []


async def test_a_reset_is_undone_while_the_member_has_held_nothing_since(store: Store) -> None:
    """The spending counts again. Earlier holds don't matter."""
    await buy(store, 1, 60)
    await hold(store, 2, 10)
    change = await store.quotas.reset(MEMBER, act())
    await store.generations.cancel(2, NOW)
    await undo(store, change)
    assert (await store.budgets.budget(MEMBER, NOW)).spent == 60
    again = await store.quotas.reset(MEMBER, act())
    await hold(store, 3, 25)
    await store.generations.cancel(3, NOW)
    assert (await refused(store, again, UsedSince)).tokens == 25
    await buy(store, 4, 10, at_ms=MONTH.end_ms)
    assert (await refused(store, again, AlreadyOver, act(MONTH.end_ms))).at_ms == MONTH.end_ms


async def test_a_refund_is_undone_while_the_member_still_has_it(store: Store) -> None:
    """The picture is paid for again, from the same source, and can be refunded once more."""
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=200), act())
    await store.operator.set_cap(300, None, NOW)
    await store.quotas.grant(MEMBER, 20, None, act())
    await buy(store, 1, 60, tokens=100)
    for _ in range(2):
        change = await store.quotas.refund(GUILD, 1, act())
        await undo(store, change)
        budget = await store.budgets.budget(MEMBER, NOW)
        assert (budget.spent, budget.grants) == (40, ())
        spending = await store.operator.spending(NOW)
        assert (spending.paid, spending.lost) == (60, 0)
        assert (await store.quotas.server_use(GUILD, NOW)).spent == 60
        [charge] = await store.books.charges(NOW, NOW + 1)
        assert (charge.paid, charge.lost) == (60, 0)
        report = await store.reports.report(GUILD, NOW, NOW + DAY)
        assert report.tokens == 60
        assert await store.books.differences() == []
    change = await store.quotas.refund(GUILD, 1, act())
    await hold(store, 2, 90, tokens=100)
    await refused(store, change, UsedSince)


async def test_a_refund_is_not_undone_once_others_have_used_the_room_under_the_cap(store: Store) -> None:
    """The cap applies."""
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=100), act())
    await buy(store, 1, 60)
    change = await store.quotas.refund(GUILD, 1, act())
    await hold(store, 2, 50, user_id=99)
    assert (await refused(store, change, UsedSince)).tokens == 60


async def test_a_refund_that_came_as_a_grant_is_undone_while_it_is_unused(store: Store) -> None:
    """The grant is gone, and the picture counts as paid in its own period."""
    await buy(store, 1, 60)
    late = act(MONTH.end_ms + 1)
    change = await store.quotas.refund(GUILD, 1, late)
    assert change.result.granted == 60
    await undo(store, change, act(MONTH.end_ms + 2))
    assert (await store.budgets.budget(MEMBER, MONTH.end_ms + 2)).grants == ()
    assert (await store.operator.spending(NOW)).paid == 60
    assert await store.books.differences() == []
    again = await store.quotas.refund(GUILD, 1, late)
    await hold(store, 2, 10, at_ms=MONTH.end_ms + 1)
    assert (await refused(store, again, UsedSince, act(MONTH.end_ms + 2))).tokens == 10


async def test_a_role_grant_goes_while_nobody_has_claimed_it(store: Store) -> None:
    """A revoked one is open again until its original end."""
    made = await store.role_grants.make(GUILD, NewRoleGrant(ROLE, 50, NOW + DAY), act())
    revoked = await store.role_grants.revoke(GUILD, made.result.id, act(NOW + 1))
    await undo(store, revoked)
    [standing] = await store.role_grants.standing(GUILD, NOW + 5)
    assert standing == made.result
    await undo(store, made)
    assert await store.role_grants.standing(GUILD, NOW + 5) == []
    claimed = await store.role_grants.make(GUILD, NewRoleGrant(ROLE, 50, NOW + DAY), act())
    await hold(store, 1, role_ids=(ROLE,))
    assert (await refused(store, claimed, UsedSince)).claims == 1
    over = await store.role_grants.make(GUILD, NewRoleGrant(ROLE, 50, NOW + 4), act())
    await refused(store, over, AlreadyOver)
    late = await store.role_grants.revoke(GUILD, over.result.id, act(NOW + 2))
    await refused(store, late, AlreadyOver)
    await refused(store, over, AlreadyOver)


async def test_nobody_raises_their_own_budget_by_undoing(store: Store) -> None:
    """Moderators can't undo what they couldn't do themselves. Lowering one's own budget is fine."""
    own = act(NOW + 5, user_id=USER, role_ids=(ROLE,))
    lowered = await store.quotas.set_allowance(MEMBER, 70, act())
    frozen = await store.quotas.freeze(MEMBER, None, act())
    tier = await store.quotas.set_role(GUILD, RoleTier(ROLE, 70), act())
    made = await store.role_grants.make(GUILD, NewRoleGrant(ROLE, 50, NOW + DAY), act())
    revoked = await store.role_grants.revoke(GUILD, made.result.id, act())
    granted = await store.quotas.grant(MEMBER, 50, None, act())
    for change in (lowered, frozen, tier, revoked):
        await refused(store, change, NotYourOwn, own)
    await undo(store, granted, own)
    for change in (lowered, frozen, tier, revoked):
        await undo(store, change, replace(own, actor=replace(own.actor, is_administrator=True)))


async def test_what_was_done_to_an_erased_member_cannot_be_undone(store: Store) -> None:
    """The entry no longer belongs to anyone."""
    change = await store.quotas.set_allowance(MEMBER, 70, act())
    await buy(store, 1)
    await store.privacy.erase(USER, NOW + 1)
    await refused(store, change, NothingToUndo)
    assert (await store.quotas.member(Member(GUILD, USER), NOW)).policy.allowance == 70

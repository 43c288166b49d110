"""Each member with the role claims a role grant once, with their next picture."""

import asyncio

import pytest

from bot.audit.kinds import AuditKind
from bot.audit.model import AuditEntry, AuditFilter
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.grants import Claim, GrantSource, NewRoleGrant, RoleGrant
from bot.budgets.policy import Member
from bot.budgets.refusals import (
    AlreadyOver,
    EveryoneIsNoRole,
    InvalidAmount,
    NoSuchPromise,
    TooManyRoleGrants,
)
from bot.errors import OverBudget
from bot.storage import Store
from bot.storage.repositories import role_grants
from tests.storage.orders import GUILD, MODERATOR, NOW, USER, act, buy, hold, limits, order

DAY = 86_400_000
ROLE = 5
WITH_ROLE = Member(GUILD, USER, (ROLE, 6))


async def promise(store: Store, amount: int = 50, **details: int) -> RoleGrant:
    terms = {"role_id": ROLE, "ends_at_ms": NOW + DAY, **details}
    return (
        await store.role_grants.make(GUILD, NewRoleGrant(amount=amount, **terms), act(reason="summer party"))
    ).result


async def written(store: Store, kind: AuditKind) -> list[AuditEntry]:
    return list((await store.audit.page(GUILD, AuditFilter(kind=kind))).entries)


async def test_a_promise_is_claimed_with_the_next_hold(store: Store) -> None:
    """The grant pays for that very picture as promised, and the audit log shows who claimed it."""
    made = await promise(store, grant_expires_at_ms=NOW + 9 * DAY)
    shown = await store.budgets.budget(WITH_ROLE, NOW)
    assert (shown.promises, shown.left, shown.grants) == ((made,), 1_050, ())
    await buy(store, 1, 20, role_ids=(ROLE,))
    budget = await store.budgets.budget(WITH_ROLE, NOW)
    [grant] = budget.grants
    assert (grant.amount, grant.spent, grant.expires_at_ms) == (50, 20, NOW + 9 * DAY)
    assert (grant.source, grant.given_by, grant.reason) == (GrantSource.PROMISE, MODERATOR, "summer party")
    assert (budget.promises, budget.spent) == ((), 0)
    [entry] = await written(store, QuotaAct.PROMISE_CLAIMED)
    assert (entry.actor_id, entry.user_id, entry.role_id) == (USER, USER, ROLE)
    assert entry.new == {"promise_id": made.id, "grant_id": grant.id, "amount": 50}
    assert await store.role_grants.claims(made.id) == [Claim(USER, NOW)]
    assert await store.books.differences() == []


async def test_once_for_each_member(store: Store) -> None:
    """Whatever they spend afterwards, even with several pictures at once."""
    made = await promise(store)
    await asyncio.gather(*(hold(store, number, 10, role_ids=(ROLE,)) for number in range(1, 9)))
    await hold(store, 9, 10, role_ids=(ROLE,), user_id=USER + 1)
    found = await store.role_grants.get(GUILD, made.id)
    assert found is not None
    assert found.claims == 2
    assert [claim.user_id for claim in await store.role_grants.claims(made.id)] == [USER, USER + 1]
    assert await store.role_grants.claims(made.id, after=USER) == [Claim(USER + 1, NOW)]
    [grant] = (await store.budgets.budget(WITH_ROLE, NOW)).grants
    assert (grant.amount, grant.held) == (50, 50)
    assert await store.books.differences() == []


async def test_only_with_the_role_at_that_moment(store: Store) -> None:
    """Without it nothing is claimed. A member who gets it later claims then."""
    await promise(store)
    await hold(store, 1, 10)
    assert (await store.budgets.budget(WITH_ROLE, NOW)).grants == ()
    await hold(store, 2, 10, role_ids=(ROLE,))
    assert len((await store.budgets.budget(WITH_ROLE, NOW)).grants) == 1


async def test_a_refused_hold_claims_nothing(store: Store) -> None:
    """It's only claimed if something is spent."""
    made = await promise(store)
    with pytest.raises(OverBudget) as refused:
        await hold(store, 1, 1_051, role_ids=(ROLE,))
    assert refused.value.left == 1_050
    assert await store.role_grants.claims(made.id) == []


async def test_not_after_its_end(store: Store) -> None:
    """Once it has ended. Grants that were claimed before stay."""
    made = await promise(store)
    await hold(store, 1, 10, role_ids=(ROLE,), at_ms=NOW + DAY - 1)
    await hold(store, 2, 10, role_ids=(ROLE,), at_ms=NOW + DAY, user_id=USER + 1)
    assert await store.role_grants.claims(made.id) == [Claim(USER, NOW + DAY - 1)]
    assert await store.role_grants.standing(GUILD, NOW + DAY) == []
    assert (await store.budgets.budget(WITH_ROLE, NOW + DAY)).grants[0].left == 40


async def test_not_once_its_grants_would_have_expired(store: Store) -> None:
    """Nobody gets an expired grant."""
    made = await promise(store, ends_at_ms=NOW + 2 * DAY, grant_expires_at_ms=NOW + DAY)
    await hold(store, 1, 10, role_ids=(ROLE,), at_ms=NOW + DAY)
    assert await store.role_grants.claims(made.id) == []


async def test_not_once_it_is_revoked(store: Store) -> None:
    """Claimed grants stay, and the answer and the audit log have their number."""
    made = await promise(store)
    await hold(store, 1, 10, role_ids=(ROLE,))
    revoked = (await store.role_grants.revoke(GUILD, made.id, act(NOW + 1, reason="party is off"))).result
    assert (revoked.claims, revoked.revoked_at_ms) == (1, NOW + 1)
    await hold(store, 2, 10, role_ids=(ROLE,), user_id=USER + 1)
    assert await store.role_grants.standing(GUILD, NOW) == []
    assert len((await store.budgets.budget(WITH_ROLE, NOW)).grants) == 1
    [entry] = await written(store, QuotaAct.PROMISE_REVOKED)
    assert (entry.role_id, entry.reason, entry.new) == (ROLE, "party is off", {"claims": 1})
    for promise_id, guild_id in ((made.id, GUILD), (99, GUILD)):
        with pytest.raises(NoSuchPromise):
            await store.role_grants.revoke(guild_id, promise_id, act())


async def test_a_promise_is_its_own_servers(store: Store) -> None:
    """Another server's moderators can't see or revoke it, and its members can't claim it."""
    made = await promise(store)
    with pytest.raises(NoSuchPromise):
        await store.role_grants.revoke(GUILD + 1, made.id, act())
    assert await store.role_grants.get(GUILD + 1, made.id) is None
    await hold(store, 1, 10, guild_id=GUILD + 1, role_ids=(ROLE,))
    assert await store.role_grants.claims(made.id) == []
    assert await store.role_grants.standing(GUILD, NOW) == [made]


async def test_its_maker_claims_nothing_unless_administrator(store: Store) -> None:
    """Moderators can't raise their own budget with their own role grant."""
    made = await promise(store)
    await hold(store, 1, 10, user_id=MODERATOR, role_ids=(ROLE,))
    assert await store.role_grants.claims(made.id) == []
    admins = (
        await store.role_grants.make(
            GUILD, NewRoleGrant(ROLE, 50, NOW + DAY), act(user_id=40, is_administrator=True)
        )
    ).result
    await hold(store, 2, 10, user_id=40, role_ids=(ROLE,))
    assert [claim.user_id for claim in await store.role_grants.claims(admins.id)] == [40]


async def test_several_promises_are_claimed_together(store: Store) -> None:
    """Each once, and the list of open ones is newest first."""
    first, second = await promise(store), await promise(store, 70, role_id=6)
    assert await store.role_grants.standing(GUILD, NOW) == [second, first]
    await hold(store, 1, 110, role_ids=(6, ROLE))
    budget = await store.budgets.budget(WITH_ROLE, NOW)
    assert (sum(grant.held for grant in budget.grants), budget.held) == (110, 0)


async def test_what_can_not_be_promised(store: Store) -> None:
    """Zero, for everyone, or ended before it begins."""
    with pytest.raises(InvalidAmount):
        await promise(store, 0)
    with pytest.raises(EveryoneIsNoRole):
        await promise(store, role_id=GUILD)
    with pytest.raises(AlreadyOver):
        await promise(store, ends_at_ms=NOW)
    with pytest.raises(AlreadyOver):
        await promise(store, grant_expires_at_ms=NOW)
    assert await store.role_grants.standing(GUILD, NOW) == []
    assert await written(store, QuotaAct.PROMISE_MADE) == []


async def test_making_one_stands_in_the_audit(store: Store) -> None:
    """With all its terms."""
    made = await promise(store, grant_expires_at_ms=NOW + 9 * DAY)
    [entry] = await written(store, QuotaAct.PROMISE_MADE)
    assert (entry.role_id, entry.user_id, entry.actor_id) == (ROLE, None, MODERATOR)
    assert entry.new == {
        "promise_id": made.id,
        "amount": 50,
        "ends_at_ms": NOW + DAY,
        "grant_expires_at_ms": NOW + 9 * DAY,
    }


async def test_a_replayed_interaction_claims_nothing(store: Store) -> None:
    """The same order again after the role grant was made doesn't count as new spending."""
    await hold(store, 1, 10, role_ids=(ROLE,))
    made = await promise(store)
    assert not await store.generations.hold(order(1, role_ids=(ROLE,)), limits(), NOW)
    assert await store.role_grants.claims(made.id) == []


async def test_only_so_many_are_open_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member claims all of them at once. Ended and revoked ones don't count, nor another server's."""
    monkeypatch.setattr(role_grants, "MOST_OPEN", 2)
    await promise(store, ends_at_ms=NOW + 1)
    revoked = await promise(store)
    with pytest.raises(TooManyRoleGrants):
        await promise(store)
    assert len(await written(store, QuotaAct.PROMISE_MADE)) == 2
    await store.role_grants.revoke(GUILD, revoked.id, act())
    await promise(store)
    await store.role_grants.make(GUILD + 1, NewRoleGrant(ROLE, 5, NOW + DAY), act())
    await store.role_grants.make(GUILD, NewRoleGrant(ROLE, 5, NOW + DAY), act(NOW + 1))
    assert len(await store.role_grants.standing(GUILD, NOW + 1)) == 2

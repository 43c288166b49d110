"""Moderators' changes to servers, roles and members: effects, refusals, and audit entries."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.audit.model import AuditEntry, AuditFilter
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import UNLIMITED, Freeze, Member, MemberPolicy, RoleTier, ServerPolicy, Source
from bot.budgets.quotas import Deducted
from bot.budgets.refusals import (
    AlreadyOver,
    EveryoneIsNoRole,
    InvalidAmount,
    InvalidTimeZone,
    NoSuchTier,
    NotFrozen,
    NothingToDeduct,
    NotYourOwn,
)
from bot.storage import Store, open_store
from tests.storage.orders import GUILD, MEMBER, MODERATOR, NOW, USER, act, buy, exported, given, hold

DAY = 86_400_000
ROLE = 5


async def entries(store: Store, guild_id: int = GUILD) -> list[AuditEntry]:
    """The audit log, oldest first."""
    page = await store.audit.page(guild_id, AuditFilter(), limit=100)
    return list(reversed(page.entries))


async def last(store: Store) -> AuditEntry:
    return (await entries(store))[-1]


# The server.


async def test_nothing_set_is_the_defaults(store: Store) -> None:
    """An untouched server has the bot's monthly allowance."""
    assert await store.quotas.server(GUILD) == ServerPolicy()
    budget = await store.budgets.budget(MEMBER, NOW)
    assert (budget.allowance.tokens, budget.allowance.source) == (1_000, Source.OPERATOR)


async def test_a_servers_policy_is_kept_as_it_was_set(database_url: str) -> None:
    """Every field, across a restart. The other server's stays the same."""
    wanted = ServerPolicy(
        default_allowance=UNLIMITED,
        schedule=Schedule(Cycle.WEEK, "Europe/Berlin", 6),
        rollover=70,
        cap=5_000,
        staff_channel_id=77,
    )
    async with open_store(database_url) as store:
        before, after = (await store.quotas.set_server(GUILD, lambda _: wanted, act())).result
        assert (before, after) == (ServerPolicy(), wanted)
    async with open_store(database_url) as store:
        assert await store.quotas.server(GUILD) == wanted
        assert await store.quotas.server(GUILD + 1) == ServerPolicy()


async def test_the_audit_shows_the_fields_that_differ(store: Store) -> None:
    """Old and new values, with who did it, why and when. Nothing if nothing changed."""
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=500), act(NOW, reason="too dear"))
    await store.quotas.set_server(
        GUILD,
        lambda policy: replace(policy, cap=None, schedule=Schedule(Cycle.DAY, "Asia/Tokyo")),
        act(NOW + 1, user_id=31, is_administrator=True),
    )
    await store.quotas.set_server(GUILD, lambda policy: policy, act())
    one, other = await entries(store)
    whole = AuditEntry(
        id=one.id,
        at_ms=NOW,
        guild_id=GUILD,
        actor_id=MODERATOR,
        kind=QuotaAct.SERVER_SET,
        user_id=None,
        role_id=None,
        old={"cap": None},
        new={"cap": 500},
        reason="too dear",
    )
    assert one == whole
    assert other.old == {"cap": 500, "cycle": "month", "zone": "UTC"}
    assert other.new == {"cap": None, "cycle": "day", "zone": "Asia/Tokyo"}
    assert (other.actor_id, other.reason, other.at_ms) == (31, None, NOW + 1)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"default_allowance": -1}, InvalidAmount),
        ({"cap": -1}, InvalidAmount),
        ({"rollover": 10**12 + 1}, InvalidAmount),
        ({"schedule": Schedule(zone="Mars/Olympus")}, InvalidTimeZone),
    ],
)
async def test_a_policy_that_can_not_be_is_refused(store: Store, fields, kind) -> None:
    """Neither it nor the audit log has changed then."""
    with pytest.raises(kind):
        await store.quotas.set_server(GUILD, lambda policy: replace(policy, **fields), act())
    assert await store.quotas.server(GUILD) == ServerPolicy()
    assert await entries(store) == []


async def test_what_a_change_raises_undoes_it(store: Store) -> None:
    """The change is a function. If it fails, nothing was done."""

    def change(policy: ServerPolicy) -> ServerPolicy:
        raise InvalidAmount("many")

    with pytest.raises(InvalidAmount):
        await store.quotas.set_server(GUILD, change, act())
    assert await entries(store) == []


async def test_a_servers_default_stands_in_place_of_the_operators(store: Store) -> None:
    """If it's set, it's the member's. If it's removed, the bot's applies."""
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, default_allowance=40), act())
    budget = await store.budgets.budget(MEMBER, NOW)
    assert (budget.allowance.tokens, budget.allowance.source) == (40, Source.SERVER)
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, default_allowance=None), act())
    assert (await store.budgets.budget(MEMBER, NOW)).allowance.tokens == 1_000


async def test_what_a_server_has_used_is_shown_against_both_caps(store: Store) -> None:
    """Spent and held in the server's period, and what counts toward the owner's month."""
    await store.operator.set_every_servers_cap(700, None, NOW)
    await buy(store, 1, 60)
    await hold(store, 2, 5)
    use = await store.quotas.server_use(GUILD, NOW)
    assert (use.spent, use.held) == (60, 5)
    assert (use.operators_cap, use.operators_count) == (700, 65)
    assert use.period_end_ms == Schedule().period(NOW).end_ms


# Roles.


async def test_tiers_are_set_raised_and_cleared(store: Store) -> None:
    """Each returns the previous one, and is in the audit log with old and new."""
    assert (await store.quotas.set_role(GUILD, RoleTier(ROLE, 100), act(reason="boosters"))).result is None
    assert (await store.quotas.set_role(GUILD, RoleTier(ROLE, UNLIMITED), act())).result == 100
    assert (await store.quotas.set_role(GUILD, RoleTier(ROLE, UNLIMITED), act())).result == UNLIMITED
    await store.quotas.set_role(GUILD, RoleTier(ROLE + 1, 7), act())
    assert await store.quotas.roles(GUILD) == [RoleTier(ROLE, UNLIMITED), RoleTier(ROLE + 1, 7)]
    assert await store.quotas.roles(GUILD + 1) == []
    assert (await store.quotas.clear_role(GUILD, ROLE, act())).result == UNLIMITED
    assert await store.quotas.roles(GUILD) == [RoleTier(ROLE + 1, 7)]
    found = [(entry.kind, entry.role_id, entry.old, entry.new) for entry in await entries(store)]
    assert found == [
        (QuotaAct.ROLE_SET, ROLE, {"allowance": None}, {"allowance": 100}),
        (QuotaAct.ROLE_SET, ROLE, {"allowance": 100}, {"allowance": UNLIMITED}),
        (QuotaAct.ROLE_SET, ROLE + 1, {"allowance": None}, {"allowance": 7}),
        (QuotaAct.ROLE_CLEARED, ROLE, {"allowance": UNLIMITED}, {}),
    ]


async def test_what_is_no_tier_is_refused(store: Store) -> None:
    """@everyone isn't allowed, and a missing tier can't be cleared."""
    with pytest.raises(EveryoneIsNoRole):
        await store.quotas.set_role(GUILD, RoleTier(GUILD, 5), act())
    with pytest.raises(NoSuchTier):
        await store.quotas.clear_role(GUILD, ROLE, act())
    with pytest.raises(InvalidAmount):
        await store.quotas.set_role(GUILD, RoleTier(ROLE, -1), act())
    assert await entries(store) == []


async def test_a_moderator_may_not_raise_a_role_they_have(store: Store) -> None:
    """They can't remove its tier either. They can lower it, and administrators can do all of it."""
    theirs = act(role_ids=(ROLE,))
    with pytest.raises(NotYourOwn):
        await store.quotas.set_role(GUILD, RoleTier(ROLE, 5), theirs)
    await store.quotas.set_role(GUILD, RoleTier(ROLE, 5), act())
    for tokens in (6, UNLIMITED):
        with pytest.raises(NotYourOwn):
            await store.quotas.set_role(GUILD, RoleTier(ROLE, tokens), theirs)
    with pytest.raises(NotYourOwn):
        await store.quotas.clear_role(GUILD, ROLE, theirs)
    await store.quotas.set_role(GUILD, RoleTier(ROLE, 4), theirs)
    await store.quotas.set_role(GUILD, RoleTier(ROLE, 9), act(role_ids=(ROLE,), is_administrator=True))
    assert await store.quotas.roles(GUILD) == [RoleTier(ROLE, 9)]


# Members.


async def test_a_members_own_allowance_is_set_and_taken_away(store: Store) -> None:
    """The view shows the setting and its effect."""
    assert (await store.quotas.set_allowance(MEMBER, 70, act(reason="newcomer"))).result is None
    view = await store.quotas.member(MEMBER, NOW)
    assert view.policy == MemberPolicy(70)
    assert (view.budget.allowance.tokens, view.budget.allowance.source) == (70, Source.MEMBER)
    assert (await store.quotas.set_allowance(MEMBER, None, act())).result == 70
    assert (await store.quotas.set_allowance(MEMBER, None, act())).result is None
    assert (await store.quotas.member(MEMBER, NOW)).policy == MemberPolicy()
    one, other = await entries(store)
    assert (one.kind, one.user_id, one.reason) == (QuotaAct.MEMBER_SET, USER, "newcomer")
    assert (one.old, one.new) == ({"allowance": None}, {"allowance": 70})
    assert (other.old, other.new) == ({"allowance": 70}, {"allowance": None})


async def test_a_grant_stands_in_the_audit(store: Store) -> None:
    """With its amount and its end."""
    grant = (await store.quotas.grant(MEMBER, 50, NOW + DAY, act(reason="thanks"))).result
    entry = await last(store)
    assert (entry.kind, entry.user_id, entry.actor_id, entry.reason) == (
        QuotaAct.GRANTED,
        USER,
        MODERATOR,
        "thanks",
    )
    assert entry.new == {"grant_id": grant.id, "amount": 50, "expires_at_ms": NOW + DAY}


async def test_a_deduction_takes_what_would_last_longest_first(store: Store) -> None:
    """Grants without an end first, then those with one, then the rest of the period's allowance."""
    await given(store, 30, expires_at_ms=NOW + DAY)
    await given(store, 20)
    assert (await store.quotas.deduct(MEMBER, 25, act(reason="by mistake"))).result == Deducted(25, 0)
    [grant] = (await store.budgets.budget(MEMBER, NOW)).grants
    assert (grant.amount, grant.spent, grant.left) == (30, 5, 25)
    assert (await store.quotas.deduct(MEMBER, 125, act())).result == Deducted(25, 100)
    budget = await store.budgets.budget(MEMBER, NOW)
    assert (budget.grants, budget.spent, budget.left) == ((), 100, 900)
    first, second = (await entries(store))[-2:]
    assert (first.kind, first.reason) == (QuotaAct.DEDUCTED, "by mistake")
    assert (first.old, first.new) == (
        {"left": 1_050},
        {"left": 1_025, "from_grants": 25, "from_allowance": 0},
    )
    assert (second.old["left"], second.new["left"]) == (1_025, 900)
    assert await store.books.differences() == []


async def test_a_deduction_takes_no_more_than_there_is(store: Store) -> None:
    """Holds stay, and if nothing is left, it says so."""
    await given(store, 30)
    await hold(store, 1, 40)  # 30 from the grant, 10 from the allowance
    await buy(store, 2, 900)
    assert (await store.quotas.deduct(MEMBER, 500, act())).result == Deducted(0, 90)
    with pytest.raises(NothingToDeduct):
        await store.quotas.deduct(MEMBER, 1, act())
    await store.generations.release(1, "ProviderFailed", NOW)
    assert (await store.budgets.budget(MEMBER, NOW)).left == 40
    assert (await store.quotas.server_use(GUILD, NOW)).spent == 900
    assert await store.books.differences() == []
    with pytest.raises(InvalidAmount):
        await store.quotas.deduct(MEMBER, 0, act())


async def test_a_reset_begins_the_period_anew(store: Store) -> None:
    """Holds and grants stay, and so does the server's spending."""
    await buy(store, 1, 60)
    [grant] = await given(store, 20)
    await hold(store, 2, 15)
    assert (await store.quotas.reset(MEMBER, act(reason="outage"))).result == 60
    budget = await store.budgets.budget(MEMBER, NOW)
    assert (budget.spent, budget.held, budget.grants[0].id, budget.grants[0].held) == (0, 0, grant, 15)
    assert (await store.quotas.server_use(GUILD, NOW)).spent == 60
    entry = await last(store)
    assert (entry.kind, entry.old, entry.new, entry.reason) == (
        QuotaAct.RESET,
        {"spent": 60},
        {"spent": 0},
        "outage",
    )
    assert (await store.quotas.reset(MEMBER, act())).result == 0
    assert await last(store) == entry
    assert await store.books.differences() == []


async def test_a_reset_of_a_stranger_leaves_no_trace(store: Store) -> None:
    """No account is opened for members who never spent anything."""
    assert (await store.quotas.reset(Member(GUILD, 999), act())).result == 0
    assert (await exported(store, 999))["accounts"] == []


async def test_a_freeze_is_kept_until_it_is_ended(database_url: str) -> None:
    """Across restarts, with its reason. Nothing else of the member's changes."""
    async with open_store(database_url) as store:
        await store.quotas.set_allowance(MEMBER, 70, act())
        await store.quotas.freeze(MEMBER, None, act(reason="spam"))
    async with open_store(database_url) as store:
        view = await store.quotas.member(MEMBER, NOW)
        assert view.policy == MemberPolicy(70, Freeze("spam", MODERATOR, NOW, None))
        assert view.budget.freeze == view.policy.freeze
        ended = (await store.quotas.unfreeze(MEMBER, act(reason="sorted out"))).result
        assert ended.reason == "spam"
        assert (await store.quotas.member(MEMBER, NOW)).policy == MemberPolicy(70)
        frozen, unfrozen = (await entries(store))[-2:]
        assert (frozen.kind, frozen.new, frozen.reason) == (QuotaAct.FROZEN, {"until_ms": None}, "spam")
        assert (unfrozen.kind, unfrozen.reason) == (QuotaAct.UNFROZEN, "sorted out")


async def test_a_second_freeze_replaces_the_first(store: Store) -> None:
    """The audit log shows its previous end."""
    await store.quotas.freeze(MEMBER, NOW + DAY, act())
    await store.quotas.freeze(MEMBER, NOW + 2 * DAY, act())
    entry = await last(store)
    old = {"until_ms": NOW + DAY, "since_ms": NOW, "by": MODERATOR}
    assert (entry.old, entry.new) == (old, {"until_ms": NOW + 2 * DAY})


async def test_what_is_not_frozen_can_not_be_thawed(store: Store) -> None:
    """Never frozen, or already over. A freeze can't begin after its end either."""
    with pytest.raises(NotFrozen):
        await store.quotas.unfreeze(MEMBER, act())
    with pytest.raises(AlreadyOver):
        await store.quotas.freeze(MEMBER, NOW, act())
    await store.quotas.freeze(MEMBER, NOW + DAY, act())
    with pytest.raises(NotFrozen):
        await store.quotas.unfreeze(MEMBER, act(NOW + DAY))
    assert (await store.quotas.member(MEMBER, NOW + DAY)).budget.freeze is None


RAISES: dict[str, Callable[[Store, bool], Awaitable[object]]] = {
    "set": lambda store, admin: store.quotas.set_allowance(
        MEMBER, 5_000, act(user_id=USER, is_administrator=admin)
    ),
    "grant": lambda store, admin: store.quotas.grant(
        MEMBER, 50, None, act(user_id=USER, is_administrator=admin)
    ),
    "reset": lambda store, admin: store.quotas.reset(MEMBER, act(user_id=USER, is_administrator=admin)),
    "unfreeze": lambda store, admin: store.quotas.unfreeze(MEMBER, act(user_id=USER, is_administrator=admin)),
    "refund": lambda store, admin: store.quotas.refund(GUILD, 1, act(user_id=USER, is_administrator=admin)),
}


@pytest.mark.parametrize("raising", RAISES)
async def test_nobody_raises_their_own_budget(store: Store, raising: str) -> None:
    """A moderator's act on themselves is refused without a trace. An administrator's is done."""
    await buy(store, 1, 60)
    await store.quotas.freeze(MEMBER, None, act(user_id=USER))  # lowering is allowed
    before, written = await store.quotas.member(MEMBER, NOW), await entries(store)
    with pytest.raises(NotYourOwn):
        await RAISES[raising](store, False)
    assert await store.quotas.member(MEMBER, NOW) == before
    assert await entries(store) == written
    await RAISES[raising](store, True)
    assert len(await entries(store)) == len(written) + 1
    assert await store.books.differences() == []


async def test_who_left_and_came_back_is_who_they_were(store: Store) -> None:
    """Usage, freeze and allowance belong to the user on this server, even if they leave."""
    await buy(store, 1, 60)
    await store.quotas.freeze(MEMBER, None, act())
    assert (await store.budgets.budget(Member(GUILD, USER, (1, 2, 3)), NOW)).spent == 60
    assert (await store.quotas.member(Member(GUILD, USER), NOW)).budget.freeze is not None

"""Who can spend how much, and whose budget a moderator can raise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import (
    UNLIMITED,
    Actor,
    EffectiveAllowance,
    Freeze,
    Member,
    MemberPolicy,
    RoleTier,
    ServerPolicy,
    Source,
    effective_allowance,
    may_do_for,
    may_set_tier,
    raises_own,
)

TOKENS = st.integers(0, 100) | st.just(UNLIMITED)
TIERS = st.dictionaries(st.integers(1, 6), TOKENS).map(
    lambda tiers: [RoleTier(role, tokens) for role, tokens in tiers.items()]
)
ROLES = st.lists(st.integers(1, 6), unique=True).map(tuple)


@given(ROLES, TIERS, st.none() | TOKENS, st.none() | TOKENS, TOKENS)
def test_the_members_own_then_the_highest_tier_then_the_defaults(
    roles: tuple[int, ...],
    tiers: list[RoleTier],
    own: int | None,
    servers: int | None,
    operators: int,
) -> None:
    """The setting closest to the member wins, and of several tiers the highest. Unlimited is the highest."""
    member = Member(1, 2, roles)
    found = effective_allowance(
        member, MemberPolicy(own), tiers, ServerPolicy(default_allowance=servers), operators
    )
    theirs = [tier.allowance for tier in tiers if tier.role_id in roles]
    if own is not None:
        assert found == EffectiveAllowance(own, Source.MEMBER)
    elif theirs:
        assert (found.tokens, found.source) == (max(theirs), Source.ROLE)
        assert RoleTier(found.role_id or 0, found.tokens) in tiers
        assert found.role_id in roles
    elif servers is not None:
        assert found == EffectiveAllowance(servers, Source.SERVER)
    else:
        assert found == EffectiveAllowance(operators, Source.OPERATOR)


@given(ROLES, TIERS, TOKENS, st.randoms())
def test_the_order_of_roles_and_tiers_does_not_matter(roles, tiers, operators, random) -> None:
    """Discord lists roles in any order."""
    shuffled_roles, shuffled_tiers = list(roles), list(tiers)
    random.shuffle(shuffled_roles)
    random.shuffle(shuffled_tiers)
    one = effective_allowance(Member(1, 2, roles), MemberPolicy(), tiers, ServerPolicy(), operators)
    other = effective_allowance(
        Member(1, 2, tuple(shuffled_roles)), MemberPolicy(), shuffled_tiers, ServerPolicy(), operators
    )
    assert one == other


def test_a_tier_of_nothing_shuts_out_who_has_no_better_one() -> None:
    """A role can get nothing, even if everybody else gets something."""
    tiers = [RoleTier(5, 0), RoleTier(6, 40)]
    policy = ServerPolicy(default_allowance=100)
    assert effective_allowance(Member(1, 2, (5,)), MemberPolicy(), tiers, policy, 7).tokens == 0
    assert effective_allowance(Member(1, 2, (5, 6)), MemberPolicy(), tiers, policy, 7).tokens == 40
    assert effective_allowance(Member(1, 2, (9,)), MemberPolicy(), tiers, policy, 7).tokens == 100


def test_an_allowance_of_ones_own_may_be_nothing() -> None:
    """An allowance of 0 isn't the same as none."""
    assert effective_allowance(Member(1, 2), MemberPolicy(0), [], ServerPolicy(50), 7).tokens == 0


def test_a_freeze_ends_at_its_end_and_not_before() -> None:
    """Up to its end, exclusive, or forever without one."""
    freeze = Freeze("spam", 9, since_ms=10, until_ms=20)
    assert [freeze.holds(at_ms) for at_ms in (10, 19, 20)] == [True, True, False]
    assert Freeze(None, 9, since_ms=10).holds(10**15)


def test_nobody_raises_their_own_budget() -> None:
    """Administrators can, since they could give themselves any permission anyway."""
    assert may_do_for(Actor(1), 2)
    assert not may_do_for(Actor(1), 1)
    assert may_do_for(Actor(1, is_administrator=True), 1)


@given(st.none() | TOKENS, st.none() | TOKENS)
def test_a_role_of_ones_own_may_only_be_lowered(before: int | None, after: int | None) -> None:
    """Raising, giving or taking it away needs somebody without the role, or an administrator."""
    moderator = Actor(1, role_ids=(5,))
    lowers = before is not None and after is not None and after <= before
    assert may_set_tier(moderator, 5, before, after) == lowers
    assert may_set_tier(moderator, 6, before, after)
    assert may_set_tier(Actor(1, (5,), is_administrator=True), 5, before, after)


WEEKLY, MONTHLY = Schedule(Cycle.WEEK), Schedule(Cycle.MONTH)


@pytest.mark.parametrize(
    ("before", "after", "raises"),
    [
        (ServerPolicy(default_allowance=50), ServerPolicy(default_allowance=60), True),
        (ServerPolicy(default_allowance=60), ServerPolicy(default_allowance=50), False),
        (ServerPolicy(), ServerPolicy(default_allowance=101), True),
        (ServerPolicy(), ServerPolicy(default_allowance=100), False),
        (ServerPolicy(default_allowance=50), ServerPolicy(), True),
        (ServerPolicy(rollover=5), ServerPolicy(rollover=6), True),
        (ServerPolicy(rollover=6), ServerPolicy(rollover=5), False),
        (ServerPolicy(schedule=MONTHLY), ServerPolicy(schedule=WEEKLY), True),
        (ServerPolicy(schedule=WEEKLY), ServerPolicy(schedule=MONTHLY), False),
        (ServerPolicy(default_allowance=0), ServerPolicy(default_allowance=0, rollover=9), False),
        (
            ServerPolicy(default_allowance=UNLIMITED),
            ServerPolicy(default_allowance=UNLIMITED, schedule=WEEKLY),
            False,
        ),
        (ServerPolicy(), ServerPolicy(staff_channel_id=9, cap=9), False),
    ],
)
def test_a_moderator_who_raises_everyones_budget_raises_their_own(
    before: ServerPolicy, after: ServerPolicy, raises: bool
) -> None:
    """By the allowance, the rollover or how often it renews, unless they have an allowance of their own."""

    def raised(actor: Actor, own: MemberPolicy | None = None, tiers: tuple[RoleTier, ...] = ()) -> bool:
        own = own or MemberPolicy()
        return raises_own(actor, before, after, own=own, tiers=tiers, operators_default=100)

    assert raised(Actor(1)) is raises
    assert not raised(Actor(1, is_administrator=True))
    if after.default_allowance != before.default_allowance:
        assert not raised(Actor(1), MemberPolicy(7))
        assert not raised(Actor(1, (5,)), tiers=(RoleTier(5, 7),))

"""The audit log can be filtered and paged, and is never rewritten."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.audit.kinds import AuditKind, OtherAct, all_kinds, groups, parse_kind, register
from bot.audit.model import AuditFilter
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.policy import Member, RoleTier
from bot.storage import Store, open_store
from bot.storage.repositories.audit import Entry, note
from tests.storage.orders import GUILD, MEMBER, NOW, USER, act


async def fill(store: Store) -> None:
    """Thirty acts by three moderators on three members and on roles, some in the same millisecond."""
    for number in range(30):
        by = act(NOW + number // 2, user_id=30 + number % 3)
        member = Member(GUILD, USER + number % 4)
        match number % 5:
            case 0:
                await store.quotas.set_allowance(member, 100 + number, by)
            case 1:
                await store.quotas.grant(member, 10, None, by)
            case 2:
                await store.quotas.freeze(member, None, by)
            case 3:
                await store.quotas.set_role(GUILD, RoleTier(5, number), by)
            case _:
                await store.quotas.grant(Member(GUILD + 1, USER), 10, None, by)


FILTERS = st.builds(
    AuditFilter,
    user_id=st.none() | st.integers(USER, USER + 4),
    actor_id=st.none() | st.integers(30, 33),
    kind=st.none() | st.sampled_from([QuotaAct.MEMBER_SET, QuotaAct.GRANTED, QuotaAct.RESET]),
    since_ms=st.none() | st.integers(NOW - 1, NOW + 16),
    until_ms=st.none() | st.integers(NOW - 1, NOW + 16),
    group=st.none() | st.sampled_from(["members", "roles", "owner", "no such group"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(only=FILTERS, limit=st.integers(1, 12))
async def test_pages_hold_what_matches_in_order_and_once(store: Store, only: AuditFilter, limit: int) -> None:
    """With any filter: all matching entries, none twice, newest first, in both directions."""
    whole = await store.audit.page(GUILD, AuditFilter(), limit=1_000)
    if not whole.entries:
        await fill(store)
        whole = await store.audit.page(GUILD, AuditFilter(), limit=1_000)
    expected = [
        entry
        for entry in whole.entries
        if only.user_id in (None, entry.user_id)
        and only.actor_id in (None, entry.actor_id)
        and only.kind in (None, entry.kind)
        and only.group in (None, entry.kind.group)
        and (only.since_ms is None or entry.at_ms >= only.since_ms)
        and (only.until_ms is None or entry.at_ms < only.until_ms)
    ]
    assert whole.entries == tuple(sorted(whole.entries, key=lambda entry: (-entry.at_ms, -entry.id)))
    page = await store.audit.page(GUILD, only, limit=limit)
    assert not page.newer
    pages = [page.entries]
    while page.older:
        page = await store.audit.page(GUILD, only, before=page.entries[-1].id, limit=limit)
        assert page.newer
        pages.append(page.entries)
    assert [entry for entries in pages for entry in entries] == expected
    while page.newer and page.entries:
        page = await store.audit.page(GUILD, only, after=page.entries[0].id, limit=limit)
        assert page.older
        assert page.entries == pages[pages.index(page.entries)]
    assert len(whole.entries) == 24


async def test_a_server_sees_its_own(store: Store) -> None:
    """Acts on another server aren't there, whoever did them."""
    await fill(store)
    other = await store.audit.page(GUILD + 1, AuditFilter(), limit=100)
    assert {entry.guild_id for entry in other.entries} == {GUILD + 1}
    assert len(other.entries) == 6
    assert (await store.audit.page(GUILD + 2, AuditFilter())).entries == ()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit",
        "UPDATE audit SET new = '{}'",
        "UPDATE audit SET reason = 'nicer'",
        "UPDATE audit SET reason = NULL",
        "UPDATE audit SET actor_id = 31",
        "UPDATE audit SET actor_id = NULL",
        "UPDATE audit SET user_id = 21",
        "UPDATE audit SET user_id = -21, at_ms = 1",
    ],
)
async def test_nobody_edits_it(sqlite_url: str, path: Path, statement: str) -> None:
    """The database itself refuses, whatever the code above it does."""
    async with open_store(sqlite_url) as store:
        await store.quotas.grant(MEMBER, 10, None, act(reason="thanks"))
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)


async def test_a_kind_that_this_version_does_not_know_is_shown_as_unknown(store: Store) -> None:
    """A newer Easel may have written it, and its page still opens."""

    class NewerAct(AuditKind):
        DANCED = "danced", "dances"

    entry = Entry(NewerAct.DANCED, GUILD)
    await store.database.run(lambda: note(entry, actor_id=1, reason=None, now_ms=NOW))
    assert [entry.kind for entry in (await store.audit.page(GUILD, AuditFilter())).entries] == [
        OtherAct.UNKNOWN
    ]


def test_every_kind_has_one_name_and_belongs_to_a_group() -> None:
    """A filter by group offers all kinds, and a duplicate name is refused at startup."""
    assert {kind for kinds in groups().values() for kind in kinds} == set(all_kinds())
    assert set(QuotaAct) < set(all_kinds())
    assert [parse_kind(kind.value) for kind in all_kinds()] == list(all_kinds())
    with pytest.raises(ValueError, match="danced"):
        parse_kind("danced")

    class Taken(AuditKind):
        GRANTED = "granted", "members"

    with pytest.raises(ValueError, match="granted"):
        register(Taken)

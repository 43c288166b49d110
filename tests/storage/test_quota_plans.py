"""Queries by moderators and members don't get slower as the history grows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.audit.kinds import groups
from bot.audit.model import AuditFilter
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.grants import NewRoleGrant
from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import Member, RoleTier
from bot.budgets.refusals import NothingToDeduct
from bot.storage.database import Database
from bot.storage.repositories.audit import AuditRepository
from bot.storage.repositories.budgets import BudgetRepository
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.repositories.operator import OperatorRepository
from bot.storage.repositories.outbox import OutboxRepository
from bot.storage.repositories.privacy import PrivacyRepository
from bot.storage.repositories.quotas import QuotaRepository
from bot.storage.repositories.reports import ReportRepository
from bot.storage.repositories.role_grants import RoleGrantRepository
from bot.storage.sqlite.database import SqliteDatabase
from tests.storage.listening import Listening, plan, scans, steps_of, write
from tests.storage.orders import GUILD, MEMBER, NOW, USER, act, limits, order

ROLE = 5
DAY = 86_400_000


@asynccontextmanager
async def listening(path: Path) -> AsyncIterator[tuple[SqliteDatabase, Listening]]:
    database = await SqliteDatabase.open(path)
    try:
        yield database, Listening(database)
    finally:
        await database.close()


async def moderate(database: Listening) -> None:
    """Everything a moderator does and looks at, and the resulting holds."""
    quotas, promises = QuotaRepository(database, 1_000), RoleGrantRepository(database)
    generations, budgets = GenerationRepository(database), BudgetRepository(database, 1_000)
    for schedule in (Schedule(Cycle.DAY), Schedule(Cycle.WEEK)):
        await quotas.set_server(
            GUILD,
            lambda policy, schedule=schedule: replace(
                policy, schedule=schedule, rollover=9, staff_channel_id=7, cap=10_000
            ),
            act(),
        )
        number = 1 if schedule.cycle is Cycle.DAY else 2
        await quotas.set_role(GUILD, RoleTier(ROLE, 900), act())
        await quotas.grant(MEMBER, 5, None, act())
        await promises.make(GUILD, NewRoleGrant(ROLE, 4, NOW + DAY), act())
        await generations.hold(order(number, price=20, role_ids=(ROLE,)), limits(), NOW)
        await generations.request(number, NOW)
        await generations.generated(number, 40, None, NOW)
        await generations.settle(number, 70 + number, NOW)
    await budgets.budget(Member(GUILD, USER, (ROLE,)), NOW)
    await budgets.left_after(1, 5, NOW)
    await budgets.history(GUILD, USER)
    await quotas.pictures_of(GUILD, 71)
    await quotas.refund(GUILD, 1, act())
    await quotas.deduct(MEMBER, 5, act())
    await quotas.deduct(MEMBER, 10**9, act())
    with pytest.raises(NothingToDeduct):
        await quotas.deduct(MEMBER, 5, act())
    await quotas.reset(MEMBER, act())
    await quotas.set_allowance(MEMBER, 70, act())
    await quotas.freeze(MEMBER, None, act())
    await quotas.unfreeze(MEMBER, act())
    await quotas.member(MEMBER, NOW)
    await quotas.server_use(GUILD, NOW)
    await quotas.clear_role(GUILD, ROLE, act())
    [_, made] = await promises.standing(GUILD, NOW)
    await promises.claims(made.id)
    await promises.get(GUILD, made.id)
    await promises.revoke(GUILD, made.id, act())
    await ReportRepository(database).report(GUILD, NOW, NOW + DAY)
    await ReportRepository(database).rows(GUILD, NOW, NOW + DAY)
    notices = OutboxRepository(database)
    await notices.due()
    await notices.of_member(GUILD, USER)
    await notices.done(1, NOW)


async def operate(database: Listening) -> None:
    operator = OperatorRepository(database)
    await operator.set_server_cap(GUILD, 5, None, NOW)
    await operator.set_server_cap(GUILD, None, None, NOW)
    await operator.pause("soon", None, NOW)
    await operator.paused()
    await operator.resume(None, NOW)
    await operator.spending(NOW)


async def test_no_statement_of_moderators_scans_what_grows(path: Path) -> None:
    """Every step of every plan is a search by a key or an index, or scans something short."""
    async with listening(path) as (database, overheard):
        await moderate(overheard)
        await operate(overheard)
        assert len(overheard.heard) > 50
        assert await scans(database, list(overheard.heard.values())) == []


async def test_no_statement_of_privacy_scans_what_grows(path: Path) -> None:
    """Erasing or exporting one member only reads their own data."""
    async with listening(path) as (database, overheard):
        await moderate(overheard)
        overheard.heard.clear()
        privacy = PrivacyRepository(overheard)
        async for _ in privacy.export(USER):
            pass
        await privacy.erase(USER, NOW)
        await privacy.prune(NOW + 40 * DAY)
        short = (
            "SCAN contest ",
            "SCAN role_promise",
            "SCAN erasure",
            "SCAN member_policy",
        )  # as long as the settings and requests
        found = await scans(database, list(overheard.heard.values()))
        assert [scan for scan in found if not scan.startswith(short)] == []


async def test_a_portion_of_an_erasure_reads_its_own_pictures_alone(path: Path) -> None:
    """Each statement finds pictures by member and id, and their entries by picture."""
    async with listening(path) as (database, overheard):
        await GenerationRepository(overheard).hold(order(1), limits(), NOW)
        await GenerationRepository(overheard).cancel(1, NOW)
        overheard.heard.clear()
        await PrivacyRepository(overheard).erase(USER, NOW)
        portions = [statement for statement in overheard.heard.values() if ":last" in statement[0]]
        assert len(portions) > 6
        for statement in portions:
            for step in await database.read(plan(statement)):
                assert "ledger_member" not in step
                if "generation USING" in step:
                    assert "(user_id=? AND id>? AND id<?)" in step


@pytest.mark.parametrize(
    ("only", "index"),
    [
        (AuditFilter(), "audit_guild (guild_id=?"),
        (AuditFilter(user_id=1), "audit_user (user_id=? AND guild_id=?"),
        (AuditFilter(actor_id=1), "audit_actor (actor_id=? AND guild_id=?"),
        (AuditFilter(kind=QuotaAct.RESET), "audit_kind (guild_id=? AND kind=?"),
        (AuditFilter(user_id=1, actor_id=2, kind=QuotaAct.RESET), "audit_user (user_id=? AND guild_id=?"),
        (AuditFilter(kind=QuotaAct.RESET, actor_id=2), "audit_actor (actor_id=? AND guild_id=?"),
    ],
)
async def test_every_page_of_the_audit_is_read_in_the_order_of_an_index(
    path: Path, only: AuditFilter, index: str
) -> None:
    """Nothing is sorted, and time narrows the index, so a page costs the same anywhere."""
    async with listening(path) as (database, overheard):
        audit = AuditRepository(overheard)
        for filtered in (only, replace(only, since_ms=1, until_ms=NOW)):
            await audit.page(GUILD, filtered)
            await audit.page(GUILD, filtered, before=5)
            await audit.page(GUILD, filtered, after=5)
        assert len(overheard.heard) == 6
        for statement in overheard.heard.values():
            [first, *others] = await database.read(plan(statement))
            assert index in first
            assert not [step for step in others if "SCAN" in step or "SORT" in step or "B-TREE" in step]


async def test_a_page_of_a_group_is_read_kind_by_kind_in_the_order_of_an_index(path: Path) -> None:
    """A group of kinds costs a page of each, however long the log is."""
    async with listening(path) as (database, overheard):
        await AuditRepository(overheard).page(GUILD, AuditFilter(group="members"), before=5)
        [statement] = overheard.heard.values()
        steps = await database.read(plan(statement))
        searches = [step for step in steps if "audit_" in step]
        assert len(searches) == len(groups()["members"])
        assert all("audit_kind (guild_id=? AND kind=?" in step for step in searches)


async def test_a_report_reads_one_index_and_no_table(path: Path) -> None:
    """Ledger rows are wide, so the index has everything that a report needs."""
    async with listening(path) as (database, overheard):
        await ReportRepository(overheard).report(GUILD, NOW, NOW + DAY)
        of_ledger = [statement for statement in overheard.heard.values() if "FROM ledger" in statement[0]]
        assert len(of_ledger) == 2
        for statement in of_ledger:
            steps = await database.read(plan(statement))
            assert [step for step in steps if "ledger" in step] == [
                "SEARCH ledger USING COVERING INDEX ledger_use (guild_id=? AND at_ms>? AND at_ms<?)"
            ]


async def looks(database: Database) -> None:
    """Everything that's read and done besides the pictures themselves."""
    budgets, audit = BudgetRepository(database, 10_000), AuditRepository(database)
    quotas = QuotaRepository(database, 10_000)
    await budgets.history(GUILD, USER)
    await quotas.pictures_of(GUILD, 1)
    await audit.page(GUILD, AuditFilter())
    await audit.page(GUILD, AuditFilter(user_id=USER), before=40)
    await audit.page(GUILD, AuditFilter(kind=QuotaAct.GRANTED), after=40)
    await audit.page(GUILD, AuditFilter(group="members"), before=40)
    await budgets.budget(MEMBER, NOW)
    await GenerationRepository(database).hold(order(10_000, price=9), limits(10_000), NOW)
    await quotas.deduct(MEMBER, 5, act())
    await quotas.grant(MEMBER, 5, None, act())
    await quotas.refund(GUILD, 1, act())


async def past(database: Database, numbers: range) -> None:
    """Grants, and pictures that use them up."""
    quotas, generations = QuotaRepository(database, 10_000), GenerationRepository(database)
    for number in numbers:
        await quotas.grant(MEMBER, 1, None, act(NOW - 10_000 + number))
        await generations.hold(order(number, price=1), limits(10_000), NOW)
        await generations.request(number, NOW)
        await generations.generated(number, 1, None, NOW)
        await generations.settle(number, number, NOW)


async def test_looking_and_acting_takes_no_more_steps_after_a_long_history(path: Path) -> None:
    """With 3,000 of a member's pictures, used-up grants and entries, it takes as few as with 60."""
    async with listening(path):
        pass
    await write(path, lambda database: past(database, range(1, 61)))
    at_first = await steps_of(path, looks)
    await write(path, lambda database: past(database, range(61, 3_001)))
    later = await steps_of(path, looks)
    assert at_first > 100
    assert later < at_first * 1.1

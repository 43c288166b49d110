"""The ports of moderators on any `Database`: quotas, role grants, audit log and reports."""

from collections.abc import Callable

from bot.budgets.audit import AuditFilter, AuditPage
from bot.budgets.budget import PaidPicture
from bot.budgets.grants import Claim, Grant, NewRoleGrant, RoleGrant
from bot.budgets.policy import Act, Freeze, Member, RoleTier, ServerPolicy
from bot.budgets.quotas import Deducted, MemberView, Refunded, ServerUse
from bot.budgets.report import MemberDayUse, Report
from bot.storage.database import Database
from bot.storage.transactions import (
    auditing,
    budgeting,
    governing,
    memberships,
    promising,
    refunding,
    reporting,
)


class StoredQuotas:
    """See `bot.budgets.quotas.Quotas`. `default_allowance`: the operator's, in tokens."""

    def __init__(self, database: Database, default_allowance: int) -> None:
        self._database = database
        self._default_allowance = default_allowance

    async def server(self, guild_id: int) -> ServerPolicy:
        return await self._database.read(governing.server(guild_id))

    async def set_server(
        self, guild_id: int, change: Callable[[ServerPolicy], ServerPolicy], act: Act
    ) -> tuple[ServerPolicy, ServerPolicy]:
        return await self._database.run(lambda: governing.set_server(guild_id, change, act))

    async def server_use(self, guild_id: int, now_ms: int) -> ServerUse:
        return await self._database.read(governing.server_use(guild_id, now_ms))

    async def roles(self, guild_id: int) -> list[RoleTier]:
        return await self._database.read(governing.roles(guild_id))

    async def set_role(self, guild_id: int, tier: RoleTier, act: Act) -> int | None:
        return await self._database.run(lambda: governing.set_role(guild_id, tier, act))

    async def clear_role(self, guild_id: int, role_id: int, act: Act) -> int:
        return await self._database.run(lambda: governing.clear_role(guild_id, role_id, act))

    async def member(self, member: Member, now_ms: int) -> MemberView:
        return await self._database.read(memberships.member_view(member, self._default_allowance, now_ms))

    async def set_allowance(self, member: Member, allowance: int | None, act: Act) -> int | None:
        return await self._database.run(lambda: memberships.set_allowance(member, allowance, act))

    async def grant(self, member: Member, amount: int, expires_at_ms: int | None, act: Act) -> Grant:
        return await self._database.run(lambda: memberships.grant(member, amount, expires_at_ms, act))

    async def deduct(self, member: Member, amount: int, act: Act) -> Deducted:
        return await self._database.run(
            lambda: memberships.deduct(member, amount, self._default_allowance, act)
        )

    async def reset(self, member: Member, act: Act) -> int:
        return await self._database.run(lambda: memberships.reset(member, self._default_allowance, act))

    async def freeze(self, member: Member, until_ms: int | None, act: Act) -> Freeze:
        return await self._database.run(lambda: memberships.freeze(member, until_ms, act))

    async def unfreeze(self, member: Member, act: Act) -> Freeze:
        return await self._database.run(lambda: memberships.unfreeze(member, act))

    async def picture(self, guild_id: int, message_id: int) -> PaidPicture | None:
        return await self._database.read(budgeting.picture(guild_id, message_id))

    async def refund(self, guild_id: int, generation_id: int, act: Act) -> Refunded:
        return await self._database.run(lambda: refunding.refund(guild_id, generation_id, act))


class StoredRoleGrants:
    """See `bot.budgets.grants.RoleGrants`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def make(self, guild_id: int, promise: NewRoleGrant, act: Act) -> RoleGrant:
        return await self._database.run(lambda: promising.make(guild_id, promise, act))

    async def revoke(self, guild_id: int, promise_id: int, act: Act) -> RoleGrant:
        return await self._database.run(lambda: promising.revoke(guild_id, promise_id, act))

    async def standing(self, guild_id: int, now_ms: int) -> list[RoleGrant]:
        return await self._database.read(promising.standing(guild_id, now_ms))

    async def get(self, guild_id: int, promise_id: int) -> RoleGrant | None:
        return await self._database.read(promising.get(guild_id, promise_id))

    async def claims(self, promise_id: int, *, after: int = 0, limit: int = 100) -> list[Claim]:
        return await self._database.read(promising.claims(promise_id, after, limit))


class StoredAudit:
    """See `bot.budgets.audit.AuditLog`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        guild_id: int,
        only: AuditFilter,
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = 10,
    ) -> AuditPage:
        return await self._database.read(auditing.page(guild_id, only, before, after, limit))


class StoredReports:
    """See `bot.budgets.report.Reports`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def report(self, guild_id: int, since_ms: int, until_ms: int, *, top: int = 10) -> Report:
        return await self._database.read(reporting.report(guild_id, since_ms, until_ms, top))

    async def rows(self, guild_id: int, since_ms: int, until_ms: int) -> list[MemberDayUse]:
        return await self._database.read(reporting.by_day_and_member(guild_id, since_ms, until_ms))

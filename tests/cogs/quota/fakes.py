"""Fakes of the ports behind `/quota`. They answer as scripted and remember their calls."""

from collections import deque
from dataclasses import dataclass, field

from bot.audit.kinds import AuditKind
from bot.audit.model import AuditEntry, AuditFilter, AuditPage, Change
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.budget import Allowance, Budget, PaidPicture
from bot.budgets.chart import Chart
from bot.budgets.grants import Claim, Grant, GrantSource, NewRoleGrant, RoleGrant
from bot.budgets.periods import Period
from bot.budgets.policy import Act, Freeze, Member, MemberPolicy, RoleTier, ServerPolicy, Source
from bot.budgets.quotas import Deducted, MemberView, Refunded, ServerUse, Undone
from bot.budgets.report import DayUse, MemberDayUse, MemberUse, Report
from cogs.quota.services import QuotaServices
from tests.cogs.fakes import FakeBudgets, now_ms

START = 1_800_000_000_000  # 15 January 2027, 8:00 UTC
DAY = 86_400_000
PERIOD = Period(START - DAY, START + 30 * DAY)
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


def budget(tokens: int = 1_000_000, spent: int = 126_000, **more) -> Budget:
    return Budget(Allowance(tokens, PERIOD, Source.SERVER), spent, more.pop("held", 0), **more)


def grant(amount: int = 250_000, **more) -> Grant:
    given = {"id": 3, "spent": 0, "held": 0, "granted_at_ms": START, "expires_at_ms": None}
    given |= {"source": GrantSource.MODERATOR, "given_by": 9, "reason": None}
    return Grant(**({"amount": amount} | given | more))


def promise(number: int = 5, **more) -> RoleGrant:
    given = {"role_id": 8, "amount": 100_000, "made_at_ms": START, "ends_at_ms": START + DAY}
    given |= {"grant_expires_at_ms": None, "made_by": 9, "maker_may_claim": False, "reason": None}
    return RoleGrant(**({"id": number} | given | more))


def paid_picture(**more) -> PaidPicture:
    given = {"generation_id": 1_000_000_000_000_000_001, "guild_id": 1, "user_id": 2, "user_name": "hazel"}
    given |= {"prompt": "a quiet harbour", "width": 1024, "height": 768, "delivered_at_ms": START}
    given |= {"paid": 63_000, "channel_id": 6, "message_id": 7_000_000_000_000_000_007, "private": False}
    return PaidPicture(**(given | more))


def entry(number: int = 1, kind: AuditKind = QuotaAct.GRANTED, **more) -> AuditEntry:
    given = {"at_ms": START, "guild_id": 1, "actor_id": 9, "user_id": 2, "role_id": 8}
    given |= {"old": {}, "new": {}, "reason": None}
    return AuditEntry(**({"id": number, "kind": kind} | given | more))


@dataclass
class FakeQuotas:
    """`done` has the name and the arguments of every act. `refusals` are raised instead, in turn."""

    policy: ServerPolicy = field(default_factory=ServerPolicy)
    use: ServerUse = field(default_factory=lambda: ServerUse(126_000, 0, PERIOD.end_ms, None, 126_000))
    tiers: list[RoleTier] = field(default_factory=list)
    view: MemberView = field(default_factory=lambda: MemberView(MemberPolicy(), budget()))
    old: int | None = None
    taken: Deducted = field(default_factory=lambda: Deducted(0, 63_000))
    spent: int = 126_000
    pictures: list[PaidPicture] = field(default_factory=list)
    refusals: deque[Exception] = field(default_factory=deque)
    done: list[tuple] = field(default_factory=list)

    def _does(self, *what: object) -> None:
        if self.refusals:
            raise self.refusals.popleft()
        self.done.append(what)

    async def server(self, guild_id: int) -> ServerPolicy:
        return self.policy

    async def set_server(self, guild_id, change, act: Act) -> Change[tuple[ServerPolicy, ServerPolicy]]:
        old, new = self.policy, change(self.policy)
        self._does("set_server", new, act)
        self.policy = new
        return Change((old, new), None if new == old else len(self.done))

    async def server_use(self, guild_id: int, now_ms: int) -> ServerUse:
        return self.use

    async def roles(self, guild_id: int) -> list[RoleTier]:
        return self.tiers

    async def set_role(self, guild_id: int, tier: RoleTier, act: Act) -> Change[int | None]:
        self._does("set_role", tier, act)
        return Change(self.old, len(self.done))

    async def clear_role(self, guild_id: int, role_id: int, act: Act) -> Change[int]:
        self._does("clear_role", role_id, act)
        return Change(self.old or 0, len(self.done))

    async def member(self, member: Member, now_ms: int) -> MemberView:
        return self.view

    async def set_allowance(self, member: Member, allowance: int | None, act: Act) -> Change[int | None]:
        self._does("set_allowance", member, allowance, act)
        return Change(self.old, len(self.done))

    async def grant(self, member: Member, amount: int, expires_at_ms: int | None, act: Act) -> Change[Grant]:
        self._does("grant", member, amount, expires_at_ms, act)
        return Change(grant(amount, expires_at_ms=expires_at_ms), len(self.done))

    async def deduct(self, member: Member, amount: int, act: Act) -> Change[Deducted]:
        self._does("deduct", member, amount, act)
        return Change(self.taken, len(self.done))

    async def reset(self, member: Member, act: Act) -> Change[int]:
        self._does("reset", member, act)
        return Change(self.spent, len(self.done))

    async def freeze(self, member: Member, until_ms: int | None, act: Act) -> Change[Freeze]:
        self._does("freeze", member, until_ms, act)
        return Change(Freeze(act.reason, act.actor.user_id, act.at_ms, until_ms), len(self.done))

    async def unfreeze(self, member: Member, act: Act) -> Change[Freeze]:
        self._does("unfreeze", member, act)
        return Change(Freeze("spam", 9, START), len(self.done))

    async def pictures_of(self, guild_id: int, message_id: int) -> list[PaidPicture]:
        return [one for one in self.pictures if one.message_id == message_id]

    async def refund(self, guild_id: int, generation_id: int, act: Act) -> Change[Refunded]:
        self._does("refund", generation_id, act)
        return Change(Refunded(paid_picture(generation_id=generation_id), 63_000, 0), len(self.done))

    async def undo(self, guild_id: int, audit_id: int, act: Act) -> Undone:
        self._does("undo", audit_id, act)
        return Undone(entry(audit_id), audit_id + 1)


@dataclass
class FakeRoleGrants:
    made: list[RoleGrant] = field(default_factory=list)
    claimed: list[Claim] = field(default_factory=list)
    done: list[tuple] = field(default_factory=list)

    async def make(self, guild_id: int, new: NewRoleGrant, act: Act) -> Change[RoleGrant]:
        self.done.append(("make", new, act))
        self.made.append(
            promise(
                role_id=new.role_id,
                amount=new.amount,
                ends_at_ms=new.ends_at_ms,
                grant_expires_at_ms=new.grant_expires_at_ms,
            )
        )
        return Change(self.made[-1], len(self.done))

    async def revoke(self, guild_id: int, promise_id: int, act: Act) -> Change[RoleGrant]:
        self.done.append(("revoke", promise_id, act))
        return Change(promise(promise_id, revoked_at_ms=START), len(self.done))

    async def standing(self, guild_id: int, now_ms: int) -> list[RoleGrant]:
        return self.made

    async def get(self, guild_id: int, promise_id: int) -> RoleGrant | None:
        return next((one for one in self.made if one.id == promise_id), None)

    async def claims(self, promise_id: int, *, after: int = 0, limit: int = 100) -> list[Claim]:
        return [one for one in self.claimed if one.user_id > after][:limit]


@dataclass
class FakeAudit:
    """Only filters by kind. `asked` has the filters."""

    entries: list[AuditEntry] = field(default_factory=list)
    asked: list[AuditFilter] = field(default_factory=list)

    async def page(
        self, guild_id: int, only: AuditFilter, *, before=None, after=None, limit: int = 10
    ) -> AuditPage:
        self.asked.append(only)
        every = sorted(
            (one for one in self.entries if only.kind in (None, one.kind)), key=lambda one: -one.id
        )
        if after is not None:
            newer = [one for one in every if one.id > after]
            shown = newer[-limit:]
        else:
            shown = [one for one in every if before is None or one.id < before][:limit]
        return AuditPage(
            tuple(shown),
            newer=bool(shown) and shown[0] != every[0],
            older=bool(shown) and shown[-1] != every[-1],
        )


@dataclass
class FakeReports:
    """Every member used the same amount every day."""

    names: tuple[str | None, ...] = ("hazel", "juniper")
    asked: list[tuple[int, int]] = field(default_factory=list)

    async def report(self, guild_id: int, since_ms: int, until_ms: int, *, top: int = 10) -> Report:
        self.asked.append((since_ms, until_ms))
        count, length = len(self.names), round((until_ms - since_ms) / DAY) + 1
        days = tuple(DayUse(START + day * DAY, 63_000 * count, count) for day in range(length))
        spenders = tuple(
            MemberUse(20 + place, name, 63_000 * length, length) for place, name in enumerate(self.names)
        )
        return Report(since_ms, until_ms, "UTC", days, spenders[:top], count)

    async def rows(self, guild_id: int, since_ms: int, until_ms: int) -> list[MemberDayUse]:
        return [MemberDayUse(START, 20 + place, 63_000, 1) for place in range(len(self.names))]


@dataclass
class FakeCharts:
    drawn: list[Chart] = field(default_factory=list)

    async def draw(self, chart: Chart) -> bytes:
        self.drawn.append(chart)
        return PNG


@dataclass
class Fakes:
    """All fakes, and the services made from them."""

    quotas: FakeQuotas = field(default_factory=FakeQuotas)
    role_grants: FakeRoleGrants = field(default_factory=FakeRoleGrants)
    audit: FakeAudit = field(default_factory=FakeAudit)
    reports: FakeReports = field(default_factory=FakeReports)
    budgets: FakeBudgets = field(default_factory=FakeBudgets)
    charts: FakeCharts = field(default_factory=FakeCharts)

    def desk(self) -> QuotaServices:
        return QuotaServices(
            self.quotas,
            self.role_grants,
            self.audit,
            self.reports,
            self.budgets,
            self.charts,
            default_allowance=1_000_000,
            now_ms=now_ms,
        )

"""Budgets as one would keep them on paper: what the store has to come to, whatever happens in which order."""

from dataclasses import dataclass, field
from itertools import count

from bot.budgets.periods import FOREVER_MS, Schedule, month_of
from bot.budgets.policy import UNLIMITED
from bot.generation.model import OPEN_STATES, State

IN_FLIGHT = 3
DEFAULT = 100
NEW = -1  # the version of a purse that is only looked at

Who = tuple[int, int]  # guild id, user id


@dataclass(eq=False)
class Purse:
    """Something that can be spent from `start` to `end`: an allowance, a grant or a cap."""

    start: int
    end: int
    allowed: int = 0
    spent: int = 0
    held: int = 0
    lost: int = 0
    rollover: int = 0
    version: int = 0
    old: bool = False  # its owner has asked to be erased since
    gone: bool = False  # and it is over

    @property
    def left(self) -> int:
        return self.allowed - self.spent - self.held


@dataclass(eq=False)
class Use:
    """Something spent of an allowance, or given back, for a generation or without one."""

    at: int
    amount: int
    purse: Purse
    life: "Life | None"

    @property
    def fresh(self) -> bool:
        """It is about a picture that its member has not asked to be erased."""
        return self.life is not None and not self.life.old


@dataclass(eq=False)
class Life:
    """A generation. `parts`: from which purses how much was held, and `paid` how much of it."""

    who: Who
    price: int
    parts: list[tuple[Purse, int]]
    caps: list[Purse]
    state: State = State.HELD
    cost: int = 0
    paid: list[int] = field(default_factory=list)
    lost: int = 0
    refunded: bool = False
    old: bool = False  # its member has asked to be erased since
    erased: bool = False  # and all it was paid from is over


@dataclass(eq=False)
class RoleGrant:
    role: int
    amount: int
    end: int
    revoked: bool = False
    claimed: set[int] = field(default_factory=set)


@dataclass(eq=False)
class Server:
    """What its moderators set."""

    schedule: Schedule = field(default_factory=Schedule)
    version: int = 0  # of the schedule, which was changed last at:
    changed: int = 0
    default: int | None = None
    rollover: int = 0
    cap: int | None = None
    tiers: dict[int, int] = field(default_factory=dict)
    own: dict[int, int] = field(default_factory=dict)
    frozen: dict[int, int] = field(default_factory=dict)  # until when
    promises: list[RoleGrant] = field(default_factory=list)
    uses: list[tuple[int, int]] = field(default_factory=list)  # when, how much


class Bank:
    def __init__(self, now: int) -> None:
        self.now = now
        self.paused = False
        self.servers: dict[int, Server] = {1: Server(), 2: Server()}
        self.server_caps: dict[int, int] = {}
        self.overall_cap: int | None = None
        self.allowances: dict[Who, list[Purse]] = {}
        self.grants: dict[Who, list[Purse]] = {}
        self.caps: dict[object, Purse] = {}
        self.uses: dict[Who, list[Use]] = {}
        self.lives: dict[int, Life] = {}
        self.numbers = count(1)

    # What there is.

    def allowance(self, who: Who, roles: tuple[int, ...]) -> int:
        server = self.servers[who[0]]
        if who[1] in server.own:
            return server.own[who[1]]
        theirs = [server.tiers[role] for role in roles if role in server.tiers]
        if theirs:
            return max(theirs)
        return DEFAULT if server.default is None else server.default

    def look(self, who: Who, allowance: int) -> tuple[Purse, int]:
        """The purse of the running period, as it is or would be opened, and what counts as spent of it."""
        server = self.servers[who[0]]
        period = server.schedule.period(self.now)
        purses = self.allowances.get(who, [])
        for purse in purses:
            if (purse.start, purse.end) == (period.start_ms, period.end_ms):
                break
        else:
            purse = Purse(period.start_ms, period.end_ms, version=NEW)
            purse.rollover = self.rolled_over(server, purses, purse, allowance)
        if self.stale(purse, server):
            return purse, max(0, sum(use.amount for use in self.uses.get(who, []) if use.at >= purse.start))
        return purse, purse.spent

    def stale(self, purse: Purse, server: Server) -> bool:
        """Whether there may be something spent within its time that it does not know of."""
        if purse.version == NEW:
            return server.version > 0 and server.changed >= purse.start
        return purse.version < server.version

    def open(self, who: Who, allowance: int) -> Purse:
        """The purse of the running period, opened or counted anew where that is due."""
        purse, spent = self.look(who, allowance)
        if purse.version < self.servers[who[0]].version:
            purse.version, purse.spent = self.servers[who[0]].version, spent
            purse.allowed = max(self.in_force(purse, allowance), purse.spent + purse.held)
        if purse not in self.allowances.setdefault(who, []):
            self.allowances[who].append(purse)
        return purse

    def rolled_over(self, server: Server, purses: list[Purse], new: Purse, allowance: int) -> int:
        before = [one for one in purses if one.start < new.start]
        if not before or not server.rollover or allowance in (0, UNLIMITED):
            return 0
        last = max(before, key=lambda one: one.start)
        if last.end > new.start:
            return 0
        return min(server.rollover, max(0, last.left) if last.end == new.start else allowance)

    def in_force(self, purse: Purse, allowance: int) -> int:
        return allowance + purse.rollover if 0 < allowance < UNLIMITED else allowance

    def live_grants(self, who: Who) -> list[Purse]:
        found = [one for one in self.grants.get(who, []) if one.end > self.now and one.spent < one.allowed]
        return sorted(found, key=lambda one: one.end)  # stable: the older one first

    def claimable(self, who: Who, roles: tuple[int, ...]) -> list[RoleGrant]:
        return [
            promise
            for promise in self.servers[who[0]].promises
            if not promise.revoked
            and self.now < promise.end
            and promise.role in roles
            and who[1] not in promise.claimed
        ]

    def limits(self, guild: int) -> list[tuple[str, Purse, int | None]]:
        """The purses that limit a server as a whole, with the cap in force for each."""
        server = self.servers[guild]
        period, month = server.schedule.period(self.now), month_of(self.now)
        own = self.caps.get(("server", guild, period))
        if own is None:
            own = Purse(period.start_ms, period.end_ms, version=NEW)
        if self.stale(own, server):
            own.spent = max(0, sum(amount for at, amount in server.uses if at >= own.start))
        own.version = server.version
        found: list[tuple[str, Purse, int | None]] = []
        for name, key, purse, cap in (
            ("server", ("server", guild, period), own, server.cap),
            ("operator_server", ("month", guild, month), None, self.server_caps.get(guild)),
            ("operator", ("all", month), None, self.overall_cap),
        ):
            there = purse or self.caps.get(key) or Purse(month.start_ms, month.end_ms)
            self.caps[key] = there
            found.append((name, there, cap))
        return found

    # What happens.

    def hold(self, who: Who, roles: tuple[int, ...], price: int) -> str | None:  # noqa: PLR0911 - one for each refusal
        """What refuses; None where it is held, as the next number."""
        if self.paused:
            return "Paused"
        if self.now < self.servers[who[0]].frozen.get(who[1], 0):
            return "Frozen"
        allowance = self.allowance(who, roles)
        for promise in self.claimable(who, roles):
            promise.claimed.add(who[1])
            self.give(who, promise.amount, FOREVER_MS)
        grants = self.live_grants(who)
        if allowance == 0 and not sum(grant.left for grant in grants):
            return "NoAllowance"
        parts, rest = [], price
        for grant in grants:
            part = min(grant.left, rest)
            if part:
                parts.append((grant, part))
                rest -= part
        purse = self.open(who, allowance)
        purse.allowed = max(self.in_force(purse, allowance), purse.spent + purse.held)
        if rest:
            if purse.spent + purse.held + rest > self.in_force(purse, allowance):
                return "member"
            parts.append((purse, rest))
        if sum(life.who == who and life.state in OPEN_STATES for life in self.lives.values()) >= IN_FLIGHT:
            return "TooManyInFlight"
        for name, there, cap in self.limits(who[0]):
            there.allowed = UNLIMITED if cap is None else cap
            if there.lost + price > there.left:
                return name
        caps = [there for _, there, _ in self.limits(who[0])]
        for there, part in [*parts, *((cap, price) for cap in caps)]:
            there.held += part
        self.lives[next(self.numbers)] = Life(who, price, parts, caps)
        return None

    def settle(self, number: int) -> None:
        life = self.lives[number]
        cost = life.cost
        for _, part in life.parts:
            life.paid.append(min(part, cost))
            cost -= life.paid[-1]
        self.let_go(life)
        self.pay(life, sum(life.paid), life.paid)
        allowed = min(cost, *(cap.left for cap in life.caps))
        for index, (purse, _) in enumerate(life.parts):
            more = min(purse.left, allowed)
            life.paid[index] += more
            allowed -= more
            cost -= more
            self.pay(life, more, [more if other == index else 0 for other in range(len(life.parts))])
        self.lose(life, cost)
        life.state = State.DELIVERED

    def pay(self, life: Life, together: int, each: list[int]) -> None:
        for (purse, _), amount in zip(life.parts, each, strict=True):
            if self.is_grant(life, purse):
                purse.spent += amount
            else:
                self.use(life.who, purse, amount, life)
        for cap in life.caps:
            cap.spent += together
        self.servers[life.who[0]].uses.append((self.now, together))

    def release(self, number: int, charged: int) -> None:
        life = self.lives[number]
        life.cost = charged or life.cost
        self.let_go(life)
        self.lose(life, life.cost)
        life.state = State.LOST if life.cost else State.RELEASED

    def let_go(self, life: Life) -> None:
        for purse, part in [*life.parts, *((cap, life.price) for cap in life.caps)]:
            purse.held -= part

    def lose(self, life: Life, amount: int) -> None:
        life.lost += amount
        for cap in life.caps[1:]:
            cap.lost += amount

    def give(self, who: Who, amount: int, end: int) -> None:
        self.grants.setdefault(who, []).append(Purse(self.now, end, amount))

    def deduct(self, who: Who, amount: int) -> int:
        taken = 0
        for grant in reversed(self.live_grants(who)):
            part = min(grant.left, amount - taken)
            grant.spent += part
            taken += part
        allowance = self.allowance(who, ())
        purse, spent = self.look(who, allowance)
        part = min(amount - taken, max(0, self.in_force(purse, allowance) - spent - purse.held))
        if part:
            purse = self.open(who, allowance)
            purse.allowed = max(purse.allowed, self.in_force(purse, allowance))
            self.use(who, purse, part)
        return taken + part

    def reset(self, who: Who) -> int:
        allowance = self.allowance(who, ())
        _, spent = self.look(who, allowance)
        if spent:
            self.use(who, self.open(who, allowance), -spent)
        return spent

    def use(self, who: Who, purse: Purse, amount: int, life: Life | None = None) -> None:
        purse.spent += amount
        self.uses.setdefault(who, []).append(Use(self.now, amount, purse, life))

    def refund(self, number: int) -> tuple[int, int]:
        """What went back to where it was, and what came as a grant."""
        life = self.lives[number]
        life.refunded = True
        period = self.servers[life.who[0]].schedule.period(self.now)
        restored = 0
        for (purse, _), paid in zip(life.parts, life.paid, strict=True):
            grant = self.is_grant(life, purse)
            current = (purse.start, purse.end) == (period.start_ms, period.end_ms)
            runs = purse.end > self.now if grant else current
            if not runs or purse.gone or purse.spent < paid:
                continue
            restored += paid
            if grant:
                purse.spent -= paid
            else:
                self.use(life.who, purse, -paid, life)
        granted = sum(life.paid) - restored
        if granted:
            self.give(life.who, granted, FOREVER_MS)
        for cap in life.caps:
            if cap.spent >= sum(life.paid):
                cap.spent -= sum(life.paid)
        self.lose(life, sum(life.paid))
        self.servers[life.who[0]].uses.append((self.now, -sum(life.paid)))
        return restored, granted

    def erase(self, user: int) -> None:
        for who in {*self.allowances, *self.grants}:
            if who[1] == user:
                for purse in self.purses(who):
                    purse.old = True
        for life in self.lives.values():
            life.old |= life.who[1] == user
        self.forget(user)

    def prune(self) -> None:
        for user in {user for _, user in {*self.allowances, *self.grants}}:
            self.forget(user)

    def forget(self, user: int) -> None:
        """What is over, of what was there when they asked, is nobody's any more."""
        for who in {who for who in {*self.allowances, *self.grants} if who[1] == user}:
            grants = self.grants.get(who, [])
            for purse in self.purses(who):
                used_up = purse in grants and purse.spent >= purse.allowed
                purse.gone |= purse.old and (purse.end <= self.now or used_up)
            self.allowances[who] = [one for one in self.allowances.get(who, []) if not one.gone]
            self.uses[who] = [use for use in self.uses.get(who, []) if not use.purse.gone or use.fresh]
        for life in self.lives.values():
            life.erased |= life.who[1] == user and life.old and all(purse.gone for purse, _ in life.parts)

    def purses(self, who: Who) -> list[Purse]:
        return [*self.allowances.get(who, []), *self.grants.get(who, [])]

    def is_grant(self, life: Life, purse: Purse) -> bool:
        return purse in self.grants.get(life.who, [])

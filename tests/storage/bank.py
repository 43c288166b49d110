"""The budgets as plain bookkeeping, which the store must match, whatever happens in any order."""

from dataclasses import dataclass, field
from itertools import count

from bot.budgets.periods import FOREVER_MS, Period, Schedule, month_of
from bot.budgets.policy import UNLIMITED
from bot.generation.model import OPEN_STATES, State

IN_FLIGHT, SERVER_IN_FLIGHT, TOTAL_IN_FLIGHT = 3, 5, 6
DEFAULT = 100
NEW = -1  # a purse that's only looked at has this version

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
    old: bool = False  # its owner has asked to be erased since then
    gone: bool = False  # and it has ended

    @property
    def left(self) -> int:
        return self.allowed - self.spent - self.held


@dataclass(eq=False)
class Use:
    """Something spent from an allowance, or given back. `at` decides its period."""

    at: int
    amount: int
    purse: Purse
    life: "Life | None"

    @property
    def fresh(self) -> bool:
        """It's about a picture whose member hasn't asked to be erased."""
        return self.life is not None and not self.life.old


@dataclass(eq=False)
class Part:
    """How much of a picture's price was held on a purse, and how much of that is paid."""

    purse: Purse
    held: int
    is_grant: bool
    paid: int = 0


@dataclass(eq=False)
class Life:
    """A generation."""

    who: Who
    at: int
    price: int
    parts: list[Part]
    state: State = State.HELD
    cost: int = 0
    lost: int = 0
    made: int = 0  # the number of this event, and:
    settled: int = 0
    refunded: int = 0  # tokens, once
    was_refunded: bool = False
    old: bool = False  # its member has asked to be erased since then
    erased: bool = False  # and everything it was paid from has ended

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def paid(self) -> int:
        return sum(part.paid for part in self.parts)


@dataclass(eq=False)
class Reset:
    """`number` is the number of this event."""

    start: int
    end: int
    number: int


@dataclass(eq=False)
class Change:
    """A moderator's change to a member's tokens: the affected purses, and when it counts."""

    kind: str
    who: Who
    at: int
    parts: list[Part]
    number: int
    life: Life | None = None
    reset: Reset | None = None
    over: bool = False  # undone, or its member has erased their data


@dataclass(eq=False)
class RoleGrant:
    role: int
    amount: int
    end: int
    revoked: bool = False
    claimed: set[int] = field(default_factory=set)


@dataclass(eq=False)
class Server:
    """The moderators' settings."""

    schedule: Schedule = field(default_factory=Schedule)
    version: int = 0  # of the schedule, which was last changed at:
    changed: int = 0
    default: int | None = None
    rollover: int = 0
    cap: int | None = None
    tiers: dict[int, int] = field(default_factory=dict)
    own: dict[int, int] = field(default_factory=dict)
    frozen: dict[int, int] = field(default_factory=dict)  # until when
    promises: list[RoleGrant] = field(default_factory=list)


class Bank:
    def __init__(self, now: int) -> None:
        self.now = now
        self.paused = False
        self.servers: dict[int, Server] = {1: Server(), 2: Server()}
        self.server_caps: dict[int, int] = {}
        self.overall_cap: int | None = None
        self.allowances: dict[Who, list[Purse]] = {}
        self.grants: dict[Who, list[Purse]] = {}
        self.cap_accounts: dict[object, int] = {}  # the cap there at the last hold
        self.uses: dict[Who, list[Use]] = {}
        self.resets: dict[Who, list[Reset]] = {}
        self.changes: list[Change] = []
        self.happened = count(1)
        self.lives: dict[int, Life] = {}
        self.numbers = count(1)

    # The state.

    def allowance(self, who: Who, roles: tuple[int, ...]) -> int:
        server = self.servers[who[0]]
        if who[1] in server.own:
            return server.own[who[1]]
        theirs = [server.tiers[role] for role in roles if role in server.tiers]
        if theirs:
            return max(theirs)
        return DEFAULT if server.default is None else server.default

    def look(self, who: Who, allowance: int) -> tuple[Purse, int, int]:
        """The purse of the current period, existing or new, and what's spent and held there."""
        server = self.servers[who[0]]
        purse = self.purse_of(who, self.now)
        if purse is None:
            period = server.schedule.period(self.now)
            purse = Purse(period.start_ms, period.end_ms, version=NEW)
            purse.rollover = self.rolled_over(server, self.allowances.get(who, []), purse, allowance)
        if self.stale(purse, server):
            return purse, *self.counted(who, purse)
        return purse, purse.spent, purse.held

    def counted(self, who: Who, purse: Purse) -> tuple[int, int]:
        """The sum of what was spent and is held within a purse's time, on any allowance."""
        spent = sum(use.amount for use in self.uses.get(who, []) if purse.start <= use.at < purse.end)
        held = sum(
            part.held
            for life in self.lives.values()
            if life.who == who and life.open and purse.start <= life.at < purse.end
            for part in life.parts
            if not part.is_grant
        )
        return max(0, spent), held

    def purse_of(self, who: Who, at: int) -> Purse | None:
        """The purse for that time by the current schedule."""
        period = self.servers[who[0]].schedule.period(at)
        for purse in self.allowances.get(who, []):
            if (purse.start, purse.end) == (period.start_ms, period.end_ms):
                return purse
        return None

    def purse_for(self, life: Life, part: Part) -> Purse:
        """Where events about a part are booked now."""
        found = None if part.is_grant else self.purse_of(life.who, life.at)
        current = found is not None and found.version >= self.servers[life.who[0]].version
        return found if found is not None and current else part.purse

    def stale(self, purse: Purse, server: Server) -> bool:
        """Whether something could have been used within its time that it doesn't know about."""
        if purse.version == NEW:
            return server.version > 0 and server.changed >= purse.start
        return purse.version < server.version

    def open(self, who: Who, allowance: int) -> Purse:
        """The purse of the current period, opened or recounted if needed."""
        purse, spent, held = self.look(who, allowance)
        if purse.version < self.servers[who[0]].version:
            purse.version, purse.spent, purse.held = self.servers[who[0]].version, spent, held
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
        return sorted(found, key=lambda one: one.end)  # stable: older ones first

    def claimable(self, who: Who, roles: tuple[int, ...]) -> list[RoleGrant]:
        return [
            promise
            for promise in self.servers[who[0]].promises
            if not promise.revoked
            and self.now < promise.end
            and promise.role in roles
            and who[1] not in promise.claimed
        ]

    def limits(self, guild: int, at: int) -> list[tuple[str, object, Purse, int | None]]:
        """The limits of a server as a whole in the periods of that time: name, key, use, current cap."""
        server = self.servers[guild]
        period, month = server.schedule.period(at), month_of(at)
        return [
            ("server", ("server", guild, period, server.version), self.used({guild}, period), server.cap),
            (
                "operator_server",
                ("month", guild, month),
                self.used({guild}, month),
                self.server_caps.get(guild),
            ),
            ("operator", ("all", month), self.used(set(self.servers), month), self.overall_cap),
        ]

    def used(self, guilds: set[int], period: Period) -> Purse:
        """Everything that members of these servers used in a period, by when it was held."""
        used = Purse(period.start_ms, period.end_ms)
        for life in self.lives.values():
            if life.who[0] in guilds and period.start_ms <= life.at < period.end_ms:
                used.held += life.price if life.open else 0
                used.spent += life.paid - life.refunded
                used.lost += life.lost + life.refunded
        return used

    # The events.

    def hold(self, who: Who, roles: tuple[int, ...], price: int) -> str | None:  # noqa: PLR0911 - one for each refusal
        """The refusal, or None if it's held, as the next number."""
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
                parts.append(Part(grant, part, is_grant=True))
                rest -= part
        purse = self.open(who, allowance)
        purse.allowed = max(self.in_force(purse, allowance), purse.spent + purse.held)
        if rest:
            if purse.spent + purse.held + rest > self.in_force(purse, allowance):
                return "member"
            parts.append(Part(purse, rest, is_grant=False))
        running = [life for life in self.lives.values() if life.open]
        if sum(life.who == who for life in running) >= IN_FLIGHT:
            return "TooManyInFlight"
        if sum(life.who[0] == who[0] for life in running) >= SERVER_IN_FLIGHT:
            return "QueueFull"
        if len(running) >= TOTAL_IN_FLIGHT:
            return "QueueFull"
        limits = self.limits(who[0], self.now)
        for name, _, used, cap in limits:
            lost = 0 if name == "server" else used.lost  # the owner's losses don't count for the server
            if cap is not None and used.spent + used.held + lost + price > cap:
                return name
        for _, key, _, cap in limits:
            if cap is not None or key in self.cap_accounts:
                self.cap_accounts[key] = UNLIMITED if cap is None else cap
        for part in parts:
            part.purse.held += part.held
        self.lives[next(self.numbers)] = Life(who, self.now, price, parts, made=next(self.happened))
        return None

    def settle(self, number: int) -> None:
        life = self.lives[number]
        unpaid = life.cost
        for part in life.parts:
            part.paid = min(part.held, unpaid)
            unpaid -= part.paid
        self.let_go(life)
        life.state = State.DELIVERED
        for part in life.parts:
            self.pay(life, part, part.paid)
        rooms = [
            self.cap_accounts[key] - used.spent - used.held
            for _, key, used, _ in self.limits(life.who[0], life.at)
            if key in self.cap_accounts
        ]
        allowed = min(unpaid, *rooms, UNLIMITED)
        for part in life.parts:
            more = min(part.purse.left, allowed)
            allowed -= more
            unpaid -= more
            part.paid += more
            self.pay(life, part, more)
        life.lost += unpaid
        life.settled = next(self.happened)

    def pay(self, life: Life, part: Part, amount: int) -> None:
        if part.is_grant:
            part.purse.spent += amount
        else:
            self.use(life.who, part.purse, amount, life)

    def release(self, number: int, charged: int) -> None:
        life = self.lives[number]
        life.cost = charged or life.cost
        self.let_go(life)
        life.lost += life.cost
        life.state = State.LOST if life.cost else State.RELEASED

    def let_go(self, life: Life) -> None:
        for part in life.parts:
            part.purse = self.purse_for(life, part)
            part.purse.held -= part.held

    def give(self, who: Who, amount: int, end: int) -> Purse:
        self.grants.setdefault(who, []).append(Purse(self.now, end, amount))
        return self.grants[who][-1]

    def grant(self, who: Who, amount: int, end: int) -> None:
        given = self.give(who, amount, end)
        self.changed("grant", who, self.now, [Part(given, 0, is_grant=True, paid=amount)])

    def changed(self, kind: str, who: Who, at: int, parts: list[Part], **more: Life | Reset) -> None:
        self.changes.append(Change(kind, who, at, parts, next(self.happened), **more))  # type: ignore[arg-type]

    def deduct(self, who: Who, amount: int) -> int:
        taken = 0
        parts: list[Part] = []
        for grant in reversed(self.live_grants(who)):
            part = min(grant.left, amount - taken)
            grant.spent += part
            taken += part
            parts.append(Part(grant, 0, is_grant=True, paid=part))
        allowance = self.allowance(who, ())
        purse, spent, held = self.look(who, allowance)
        part = min(amount - taken, max(0, self.in_force(purse, allowance) - spent - held))
        if part:
            purse = self.open(who, allowance)
            purse.allowed = max(purse.allowed, self.in_force(purse, allowance))
            self.use(who, purse, part)
            parts.append(Part(purse, 0, is_grant=False, paid=part))
        if taken + part:
            self.changed("deduct", who, self.now, [one for one in parts if one.paid])
        return taken + part

    def reset(self, who: Who) -> int:
        allowance = self.allowance(who, ())
        _, spent, _ = self.look(who, allowance)
        if spent:
            purse = self.open(who, allowance)
            self.use(who, purse, -spent)
            reset = Reset(purse.start, purse.end, next(self.happened))
            self.resets.setdefault(who, []).append(reset)
            self.changed("reset", who, self.now, [Part(purse, 0, is_grant=False, paid=spent)], reset=reset)
        return spent

    def use(
        self, who: Who, purse: Purse, amount: int, life: Life | None = None, at: int | None = None
    ) -> None:
        purse.spent += amount
        if at is None:
            at = self.now if life is None else life.at
        self.uses.setdefault(who, []).append(Use(at, amount, purse, life))

    def given_back(self, life: Life) -> bool:
        """Whether a reset has already given back what the picture took from the allowance."""
        return any(
            reset.number > life.settled and reset.start <= life.at < reset.end
            for reset in self.resets.get(life.who, [])
        )

    def refundable(self, life: Life) -> list[Part]:
        parts = [part for part in life.parts if part.paid]
        return [part for part in parts if part.is_grant or not self.given_back(life)]

    def refund(self, number: int) -> tuple[int, int]:
        """How much was returned to its source, and how much came as a grant."""
        life = self.lives[number]
        parts = self.refundable(life)
        life.was_refunded = True
        life.refunded = sum(part.paid for part in parts)
        schedule = self.servers[life.who[0]].schedule
        restored = 0
        back: list[Part] = []
        for part in parts:
            target = self.purse_for(life, part)
            current = schedule.period(life.at) == schedule.period(self.now)
            runs = part.purse.end > self.now if part.is_grant else current
            if not runs or part.purse.gone or target.spent < part.paid:
                continue
            restored += part.paid
            back.append(Part(part.purse if part.is_grant else target, 0, part.is_grant, part.paid))
            if part.is_grant:
                part.purse.spent -= part.paid
            else:
                self.use(life.who, target, -part.paid, life)
        granted = life.refunded - restored
        if granted:
            new = self.give(life.who, granted, FOREVER_MS)
            back.append(Part(new, NEW, is_grant=True, paid=granted))
        self.changed("refund", life.who, life.at, back, life=life)
        return restored, granted

    def undo(self, change: Change) -> bool:
        """Undoes the change if possible. Returns whether it was."""
        targets = [self.target(change, part) for part in change.parts]
        if change.over or None in targets:
            return False
        if not all(self.can_undo(change, part) for part in change.parts):
            return False
        if change.kind == "refund":
            assert change.life is not None
            rooms = [
                self.cap_accounts[key] - used.spent - used.held
                for _, key, used, _ in self.limits(change.who[0], change.at)
                if key in self.cap_accounts
            ]
            if min([UNLIMITED, *rooms]) < change.life.refunded:
                return False
            change.life.was_refunded, change.life.refunded = False, 0
        if change.reset is not None:
            self.resets[change.who].remove(change.reset)
        change.over = True
        for target, part in zip(targets, change.parts, strict=True):
            assert target is not None
            amount = -part.paid if change.kind == "deduct" else part.paid
            if part.is_grant:
                target.spent += amount
            else:
                self.use(change.who, target, amount, change.life, change.at)
                target.allowed = max(target.allowed, target.spent + target.held)
        return True

    def target(self, change: Change, part: Part) -> Purse | None:
        """Where undoing a part is booked, or None if that has ended."""
        if part.is_grant:
            return part.purse if part.purse.end > self.now and not part.purse.gone else None
        schedule = self.servers[change.who[0]].schedule
        if schedule.period(change.at) != schedule.period(self.now):
            return None
        found = self.purse_of(change.who, change.at)
        current = found is not None and found.version >= self.servers[change.who[0]].version
        target = found if current else part.purse
        return None if target is None or target.gone else target

    def can_undo(self, change: Change, part: Part) -> bool:
        target = self.target(change, part)
        assert target is not None
        match change.kind:
            case "deduct":
                return target.spent >= part.paid
            case "reset":
                return not any(
                    life.who == change.who and life.made > change.number and not held.is_grant
                    for life in self.lives.values()
                    for held in life.parts
                )
            case "refund" if part.held != NEW:
                return target.spent + target.held + part.paid <= target.allowed
            case _:
                return not target.spent and not target.held

    def erase(self, user: int) -> None:
        for who in {*self.allowances, *self.grants}:
            if who[1] == user:
                for purse in self.purses(who):
                    purse.old = True
        for life in self.lives.values():
            life.old |= life.who[1] == user
        for change in self.changes:
            change.over |= change.who[1] == user
        self.forget(user)

    def prune(self) -> None:
        for user in {user for _, user in {*self.allowances, *self.grants}}:
            self.forget(user)

    def forget(self, user: int) -> None:
        """Ended parts of what the user had when they asked no longer belong to anybody."""
        for who in {who for who in {*self.allowances, *self.grants} if who[1] == user}:
            grants = self.grants.get(who, [])
            for purse in self.purses(who):
                used_up = purse in grants and purse.spent >= purse.allowed
                purse.gone |= purse.old and (purse.end <= self.now or used_up)
            self.allowances[who] = [one for one in self.allowances.get(who, []) if not one.gone]
            self.uses[who] = [use for use in self.uses.get(who, []) if not use.purse.gone or use.fresh]
        for life in self.lives.values():
            life.erased |= life.who[1] == user and life.old and all(part.purse.gone for part in life.parts)

    def purses(self, who: Who) -> list[Purse]:
        return [*self.allowances.get(who, []), *self.grants.get(who, [])]

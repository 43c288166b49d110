"""Fakes of the ports behind `/operator`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.budgets.operator import Caps, Pause, ServerSpending, Spending
from bot.generation.dispatcher import LaneStatus

MONTH = (1_798_761_600_000, 1_801_440_000_000)


@dataclass
class FakeOperator:
    """Remembers its calls and who made them."""

    limits: Caps = field(default_factory=Caps)
    of_servers: dict[int, int] = field(default_factory=dict)
    pause_now: Pause | None = None
    servers: tuple[ServerSpending, ...] = ()
    actors: list[int | None] = field(default_factory=list)

    async def caps(self) -> Caps:
        return self.limits

    async def server_cap(self, guild_id: int) -> int | None:
        return self.of_servers.get(guild_id)

    async def server_caps(self) -> Mapping[int, int]:
        return dict(self.of_servers)

    async def set_cap(self, cap: int | None, actor_id: int | None, now_ms: int) -> int | None:
        self.actors.append(actor_id)
        before, self.limits = self.limits.overall, Caps(cap, self.limits.every_server)
        return before

    async def set_every_servers_cap(self, cap: int | None, actor_id: int | None, now_ms: int) -> int | None:
        self.actors.append(actor_id)
        before, self.limits = self.limits.every_server, Caps(self.limits.overall, cap)
        return before

    async def set_server_cap(
        self, guild_id: int, cap: int | None, actor_id: int | None, now_ms: int
    ) -> int | None:
        self.actors.append(actor_id)
        before = self.of_servers.pop(guild_id, None)
        if cap is not None:
            self.of_servers[guild_id] = cap
        return before

    async def pause(self, message: str | None, actor_id: int | None, now_ms: int) -> None:
        self.actors.append(actor_id)
        self.pause_now = Pause(message)

    async def resume(self, actor_id: int | None, now_ms: int) -> bool:
        self.actors.append(actor_id)
        was, self.pause_now = self.pause_now, None
        return was is not None

    async def paused(self) -> Pause | None:
        return self.pause_now

    async def spending(self, now_ms: int) -> Spending:
        return Spending(*MONTH, self.servers, self.limits)


@dataclass
class FakeEngine:
    """Image generation in a scripted state. Counts its probes."""

    lanes: tuple[LaneStatus, ...] = (LaneStatus("aimlapi", 2, 1, None, None),)
    probes: int = 0

    async def refresh(self) -> None:
        pass

    def status(self) -> tuple[LaneStatus, ...]:
        return self.lanes

    async def probe_now(self) -> None:
        self.probes += 1
        self.lanes = (LaneStatus("aimlapi", 2, 1, None, None),)


@dataclass
class FakeAccount:
    """A balance in dollars, or an error."""

    dollars: Decimal = Decimal("12.60")
    trouble: Exception | None = None

    async def balance(self) -> Decimal:
        if self.trouble is not None:
            raise self.trouble
        return self.dollars

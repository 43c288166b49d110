"""Fakes of the ports that `cogs` uses, and generations as a store would return them."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.audit.model import Change
from bot.budgets.budget import Allowance, Budget, PaidPicture
from bot.budgets.periods import Period
from bot.budgets.policy import Act, Member
from bot.errors import EaselError
from bot.generation.model import Generation, Order, Picture, ReplyTarget, State
from bot.generation.models import PictureFormat
from bot.generation.ports import Card
from bot.generation.request import validated
from bot.servers.admission import Admission
from bot.servers.model import ServerSettings
from bot.servers.ports import Pause, Refusal, Standing
from playground.discord import Person

COST = 63_000
ALLOWANCE = 500_000
PERIOD = Period(1_800_000_000_000, 1_802_678_400_000)


def now_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass
class FakeMeta:
    """Values that survive a restart, in a dictionary that outlives the client."""

    words: dict[str, str] = field(default_factory=dict)

    async def get(self, key: str) -> str | None:
        return self.words.get(key)

    async def set(self, key: str, value: str) -> None:
        self.words[key] = value


@dataclass
class FakeStudio:
    """Accepts every order, or answers as scripted, and remembers its calls."""

    held_before: bool = False
    refusals: deque[Exception] = field(default_factory=deque)
    cancel_refusals: deque[Exception] = field(default_factory=deque)
    accepted: list[Order] = field(default_factory=list)
    enqueued: list[int] = field(default_factory=list)
    abandoned: list[tuple[int, EaselError]] = field(default_factory=list)
    cancelled: list[tuple[int, int]] = field(default_factory=list)
    not_told: list[Generation] = field(default_factory=list)
    now_told: list[int] = field(default_factory=list)

    async def accept(self, order: Order, *others: Order) -> bool:
        if self.refusals:
            raise self.refusals.popleft()
        if self.held_before:
            return False
        self.accepted += [order, *others]
        return True

    async def save_inputs(self, inputs: Sequence[bytes], generation_ids: Sequence[int]) -> None:
        raise NotImplementedError

    async def enqueue(self, generation_id: int) -> None:
        self.enqueued.append(generation_id)

    async def abandon(self, generation_id: int, error: EaselError, *, told: bool = False) -> None:
        self.abandoned.append((generation_id, error))

    async def cancel(self, generation_id: int, user_id: int) -> None:
        if self.cancel_refusals:
            raise self.cancel_refusals.popleft()
        self.cancelled.append((generation_id, user_id))

    async def unnotified(self, guild_id: int, user_id: int) -> list[Generation]:
        return [
            generation
            for generation in self.not_told
            if (generation.order.guild_id, generation.order.user_id) == (guild_id, user_id)
            and generation.id not in self.now_told
        ]

    async def mark_notified(self, generation_id: int) -> None:
        self.now_told.append(generation_id)


@dataclass
class FakeBudgets:
    """Every member has spent and holds the same amounts."""

    spent: int = 0
    held: int = 0
    allowance: Allowance = field(default_factory=lambda: Allowance(ALLOWANCE, PERIOD))
    trouble: Exception | None = None
    pictures: list[PaidPicture] = field(default_factory=list)

    async def budget(self, member: Member, now_ms: int) -> Budget:
        if self.trouble is not None:
            raise self.trouble
        return Budget(self.allowance, self.spent, self.held)

    async def left_after(self, generation_id: int, cost: int, now_ms: int) -> int | None:
        return self.allowance.tokens - self.spent - self.held - cost

    async def history(
        self, guild_id: int, user_id: int, *, before: int | None = None, limit: int = 10
    ) -> list[PaidPicture]:
        theirs = [one for one in self.pictures if (one.guild_id, one.user_id) == (guild_id, user_id)]
        return [one for one in theirs if before is None or one.generation_id < before][:limit]


def picture(size: int = 1000, *, kind: PictureFormat = PictureFormat.PNG) -> Picture:
    """`size` bytes, which `cogs` never looks into."""
    return Picture(b"\x89PNG" + b"x" * (size - 4), 1024, 768, kind)


def paid(number: int, person: Person, **changed: Any) -> PaidPicture:
    """One of that member's delivered pictures, as the store would return it."""
    picture = PaidPicture(
        generation_id=number,
        guild_id=person.guild.id,
        user_id=person.user.id,
        user_name=person.user.name,
        prompt=f"harbour {number}",
        width=1024,
        height=768,
        delivered_at_ms=1_800_000_000_000,
        paid=COST,
        channel_id=6,
        message_id=number + 1,
        private=False,
    )
    return replace(picture, **changed)


def card(of: Picture | None = None, *, left: int | None = 437_000) -> Card:
    shown = of or picture()
    return Card(shown, shown, COST, left, 8.24)


def order(
    prompt: str = "a quiet harbour",
    *,
    number: int = 1_000_000_000_000_000_001,
    private: bool = False,
    spoiler: bool = False,
    user_name: str = "hazel",
) -> Order:
    reply = ReplyTarget(
        application_id=5,
        channel_id=6,
        token="secret",
        expires_at_ms=now_ms() + 900_000,
        upload_limit=10 * 2**20,
        private=private,
        spoiler=spoiler,
    )
    return Order(number, 1, 2, user_name, validated(prompt, seed=42), reply, COST)


def generation(of: Order | None = None, *, reason: str | None = None) -> Generation:
    state = State.GENERATED if reason is None else State.RELEASED
    return Generation(of or order(), state, now_ms(), reason=reason)


@dataclass
class FakeServers:
    """The settings of every server, in memory. Nobody is new, and nobody is paused without a `pause`."""

    of: dict[int, ServerSettings] = field(default_factory=dict)
    pause: Pause | None = None
    untold: bool = False
    staff_channel: bool = False
    refused: list[Refusal] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    async def settings(self, guild_id: int) -> ServerSettings:
        return self.of.get(guild_id, ServerSettings())

    async def standing(self, guild_id: int, user_id: int) -> Standing:
        return Standing(await self.settings(guild_id), self.pause, newcomer=False, untold=self.untold)

    async def has_staff_channel(self, guild_id: int) -> bool:
        return self.staff_channel

    async def record(self, refusal: Refusal, now_ms: int) -> Pause | None:
        self.refused.append(refusal)
        return None

    async def change(
        self, guild_id: int, change: Callable[[ServerSettings], ServerSettings], act: Act
    ) -> Change[tuple[ServerSettings, ServerSettings]]:
        before = await self.settings(guild_id)
        self.of[guild_id] = change(before)
        self.acts.append(act)
        return Change((before, self.of[guild_id]), None if before == self.of[guild_id] else len(self.acts))

    def admission(self, **options: Any) -> Admission:
        return Admission(self, self, now_ms, **options)

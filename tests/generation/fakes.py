"""Fakes of our own ports: a scripted image API and Discord that remember their calls."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.errors import EaselError, NotAPicture, PictureTooLarge
from bot.generation.model import Generation, Order, Picture, ProviderResult, ReplyTarget
from bot.generation.models import PictureFormat
from bot.generation.policy import EngineLimits, RetryPolicy
from bot.generation.ports import Card, LogRow, Progress
from bot.generation.request import ImageRequest, validated
from bot.storage.database import Database, T, Transaction

PICTURE = Picture(b"a picture" * 100, 1024, 768, PictureFormat.PNG)
COST = 63_000

QUICK = RetryPolicy(
    first_backoff=0.001,
    max_backoff=0.004,
    first_probe=0.001,
    max_probe=0.004,
    lookup_patience=0.05,
    delivery_delays=(0.001, 0.001),
    write_delays=(0.001, 0.001),
)
UNHURRIED = EngineLimits(progress_after=0.0, progress_every=0.0, sweep_every=3600.0, hold_within=5.0)


@dataclass
class Clock:
    """Real time plus the time that a test adds."""

    ahead_ms: int = 0

    def __call__(self) -> int:
        return round(time.time() * 1000) + self.ahead_ms


@dataclass
class FakeProvider:
    """Answers from `script`, then with a picture. Waits for an `Event` in the script first."""

    script: deque[EaselError | ProviderResult | asyncio.Event] = field(default_factory=deque)
    rows: dict[str, LogRow] = field(default_factory=dict)
    log_script: deque[EaselError | None] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    serving: bool = True
    ready_bug: Exception | None = None

    async def generate(self, request: ImageRequest, request_id: str) -> ProviderResult:
        self.asked.append(request_id)
        answer: object = self.script.popleft() if self.script else None
        if isinstance(answer, asyncio.Event):
            await answer.wait()
            answer = None
        if isinstance(answer, EaselError):
            raise answer
        if isinstance(answer, ProviderResult):
            return answer
        return ProviderResult(PICTURE, COST, f"inference-{len(self.asked)}")

    def has_charged(self, request_id: str, cost: int = COST) -> None:
        self.rows[request_id] = LogRow(request_id, "inference-x", succeeded=True, cost=cost, created_at_ms=0)

    def has_failed(self, request_id: str) -> None:
        self.rows[request_id] = LogRow(request_id, "inference-x", succeeded=False, cost=0, created_at_ms=0)

    async def find(self, request_id: str, since_ms: int) -> LogRow | None:
        self.looked_up.append(request_id)
        trouble = self.log_script.popleft() if self.log_script else None
        if trouble is not None:
            raise trouble
        return self.rows.get(request_id)

    async def log(self, since_ms: int, until_ms: int) -> AsyncIterator[LogRow]:
        for row in self.rows.values():
            yield row

    async def ready(self) -> bool:
        if self.ready_bug is not None:
            raise self.ready_bug
        return self.serving


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class FakeDelivery:
    """A Discord that shows pictures, unless its script says otherwise."""

    reply_script: deque[EaselError] = field(default_factory=deque)
    post_script: deque[EaselError] = field(default_factory=deque)
    find_script: deque[EaselError | int] = field(default_factory=deque)
    answerable: bool = True
    open: asyncio.Event = field(default_factory=_set)  # uploads don't end until it's set
    uploading: list[int] = field(default_factory=list)
    replies: list[tuple[int, Card]] = field(default_factory=list)
    posts: list[tuple[int, Card]] = field(default_factory=list)
    shown: list[tuple[int, Progress]] = field(default_factory=list)
    explained: list[tuple[int, EaselError]] = field(default_factory=list)

    async def progress(self, generation: Generation, progress: Progress) -> None:
        self.shown.append((generation.id, progress))

    async def reply(self, generation: Generation, card: Card) -> int:
        if self.reply_script:
            raise self.reply_script.popleft()
        self.uploading.append(generation.id)
        await self.open.wait()
        self.replies.append((generation.id, card))
        return 7_000 + generation.id

    async def post(self, generation: Generation, card: Card) -> int:
        if self.post_script:
            raise self.post_script.popleft()
        self.posts.append((generation.id, card))
        return 8_000 + generation.id

    async def find(self, generation: Generation) -> int | None:
        if self.find_script:
            answer = self.find_script.popleft()
            if isinstance(answer, EaselError):
                raise answer
            return answer
        return None

    async def explain(self, generation: Generation, error: EaselError) -> bool:
        if not self.answerable:
            return False
        self.explained.append((generation.id, error))
        return True


class OddStore:
    """The real store, except for the parts that a test replaces."""

    def __init__(self, store: Any, **replaced: Any) -> None:
        self._store = store
        self._replaced = replaced

    def replace(self, **replaced: Any) -> None:
        self._replaced |= replaced

    def __getattr__(self, name: str) -> Any:
        return self._replaced.get(name) or getattr(self._store, name)


@dataclass
class FakeAlerts:
    """Remembers the owner's alerts."""

    told: list[tuple[str, str, str]] = field(default_factory=list)

    async def unavailable(self, provider: str, reason: str, detail: str) -> None:
        self.told.append((provider, reason, detail))


class FakePictures:
    """Every picture is the same one. Fitting cuts it down to no less than ten bytes."""

    async def inspect(self, data: bytes) -> Picture:
        if data != PICTURE.data:
            raise NotAPicture
        return PICTURE

    async def fit(self, picture: Picture, limit: int) -> Picture:
        if len(picture.data) <= limit:
            return picture
        if limit < 10:
            raise PictureTooLarge(limit)
        return Picture(picture.data[:limit], picture.width, picture.height, PictureFormat.WEBP)


@dataclass
class Counting:
    """A `Database` that counts its transactions."""

    database: Database
    writes: int = 0
    reads: int = 0

    async def run(self, transaction: Callable[[], Transaction[T]]) -> T:
        self.writes += 1
        return await self.database.run(transaction)

    async def read(self, transaction: Transaction[T]) -> T:
        self.reads += 1
        return await self.database.read(transaction)

    async def purge(self) -> bool:
        return await self.database.purge()


def order(
    number: int,
    *,
    guild_id: int = 1,
    user_id: int = 2,
    price: int = COST,
    expires_in_ms: int = 900_000,
    upload_limit: int = 10 * 2**20,
    private: bool = False,
) -> Order:
    """An order like `/imagine` makes it."""
    reply = ReplyTarget(
        application_id=5,
        channel_id=6,
        token=f"secret-{number}",
        expires_at_ms=round(time.time() * 1000) + expires_in_ms,
        upload_limit=upload_limit,
        private=private,
    )
    request = validated("a quiet harbour", seed=1)
    return Order(number, guild_id, user_id, "hazel", request, reply, price)

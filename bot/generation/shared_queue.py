"""The queue that several processes share: its port, and the leases that say who works on what.

The rows of the store are the queue. A process claims the next generation for itself, and its claim lasts for
a lease, which it renews. If it dies, the lease ends, and another process goes on from the durable state.
Every later write of a process checks that the generation is still its own.

All leases are by the machines' own clocks, which have to agree within a few seconds.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.errors import StorageUnavailable
from bot.generation.circuit_breaker import Circuit
from bot.generation.model import Generation

log = logging.getLogger(__name__)

T = TypeVar("T")

LEASE_MS = 15_000
# A hold whose interaction wasn't answered. Its gateway needs two seconds for that, or has died.
HOLD_LEASE_MS = 10_000
LOCK_SECONDS = 0.1
LEAD_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a process looks, in seconds. The defaults suit production. Tests are less patient."""

    renew: float = 3.0
    adopt: float = 2.0
    poll: float = 1.0  # how soon a missed wake-up is made up for
    board: float = 1.0
    # After this long, every other process that lives has renewed its leases, too.
    steady: float = LEASE_MS / 1000


@dataclass(frozen=True, slots=True)
class Claim:
    """What a process got when it asked for the next generation.

    None if there's nothing to do. Then `wait_ms` says when there may be, if that's known.
    """

    circuit: Circuit
    generation: Generation | None = None
    failures: int = 0
    wait_ms: int | None = None


@dataclass(frozen=True, slots=True)
class LaneState:
    """One image API as all processes see it."""

    circuit: Circuit
    queued: int
    in_progress: int
    held: int  # tokens


class SharedQueue(Protocol):
    """Every method is one transaction of the process that it was made for. Raises `StorageUnavailable`."""

    async def put(self, generation_id: int, provider: str, now_ms: int) -> bool:
        """Queues a hold of ours, whose interaction was answered. False if it isn't ours or was cancelled."""
        ...

    async def put_back(
        self, generation_id: int, now_ms: int, *, not_before_ms: int = 0, failed: bool = False
    ) -> bool:
        """Ends our claim on one that's held. It's the first of all when it can be sent again.

        `failed` counts a failure. False if it isn't ours or was cancelled.
        """
        ...

    async def claim(self, provider: str, limit: int, now_ms: int) -> Claim:
        """The generation whose turn it is, if fewer than `limit` requests run in all processes.

        Servers take turns, and the members of each server. It's ours now, and counts among those that run
        until `free`, until it moves on, or until our lease ends.
        """
        ...

    async def free(self, generation_id: int) -> None:
        """Our request has ended, whatever came of it."""
        ...

    async def take(self, generation_id: int, now_ms: int) -> bool:
        """Claims a queued one without letting it run. False if it isn't queued any more."""
        ...

    async def give_back(self, generation_id: int) -> None:
        """Ends our claim, and nothing else."""
        ...

    async def leave(self) -> None:
        """Ends all our claims and leases, so that others needn't wait until they end by themselves."""
        ...

    async def renew(self, now_ms: int) -> set[int]:
        """Renews all our leases and returns the generations that are ours."""
        ...

    async def adopt(self, now_ms: int) -> list[Generation]:
        """Claims what nobody works on, and what members weren't told of. Not more than a few at a time.

        What was claimed and not sent goes back into the queue.
        """
        ...

    async def waiting(self, provider: str) -> list[Generation]:
        """What's queued, in the order of its turns."""
        ...

    async def lane(self, provider: str, now_ms: int) -> LaneState: ...

    async def change(self, provider: str, change: Callable[[Circuit], T]) -> tuple[Circuit, T]:
        """Changes the circuit breaker of an image API for all processes.

        `change` can be called more than once, each time with the state as it is then.
        """
        ...

    async def lead(self, name: str, now_ms: int) -> bool:
        """Whether this process has the lease called `name`, now or already. It's renewed with the others."""
        ...

    async def step_down(self, name: str) -> None:
        """Ends a lease before its time."""
        ...

    async def first(self, name: str, seconds: float, now_ms: int) -> bool:
        """Whether no process has called this with `name` in the last `seconds`."""
        ...

    async def forget_leases(self, now_ms: int) -> None:
        """Forgets what has ended. Nothing else depends on it."""
        ...

    async def leases(self, prefix: str, now_ms: int) -> list[str]:
        """The names of the leases that are held, by whichever process."""
        ...


class WakeUps(Protocol):
    """Tells processes at once that there may be something to do. None of it has to arrive."""

    @property
    def count(self) -> int:
        """How many have arrived."""
        ...

    def wake(self) -> None:
        """Wakes all processes, this one included, a little later."""
        ...

    async def wait(self, seen: int, seconds: float) -> None:
        """Returns once more than `seen` have arrived, or after `seconds`."""
        ...


class Claims:
    """What processes settle between them besides generations: `bot.generation.shared_queue.SharedQueue`'s
    leases, by this process's clock. Every method raises `StorageUnavailable`.
    """

    def __init__(self, queue: SharedQueue, now_ms: Callable[[], int]) -> None:
        self._queue = queue
        self._now_ms = now_ms

    async def first(self, name: str, seconds: float) -> bool:
        """Whether no process has called this with `name` in the last `seconds`."""
        return await self._queue.first(name, seconds, self._now_ms())

    async def lead(self, name: str) -> bool:
        """Whether this process has the lease called `name`, now or already."""
        return await self._queue.lead(name, self._now_ms())

    async def step_down(self, name: str) -> None:
        """Ends a lease before its time."""
        await self._queue.step_down(name)


class LocalWakeUps:
    """Between the tasks of one process."""

    def __init__(self) -> None:
        self.count = 0
        self._arrival = asyncio.Event()

    def wake(self) -> None:
        self.count += 1
        self._arrival.set()
        self._arrival = asyncio.Event()

    async def wait(self, seen: int, seconds: float) -> None:
        if self.count != seen:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._arrival.wait()


class MessageLock:
    """One writer, in all processes, of a message that several generations share. Reused, not re-entered.

    Waits for as long as it takes while the storage is away: what's to be written is a picture.
    """

    def __init__(self, queue: SharedQueue, name: str, now_ms: Callable[[], int]) -> None:
        self._queue = queue
        self._name = name
        self._now_ms = now_ms
        self._here = asyncio.Lock()

    def locked(self) -> bool:
        """Whether somebody in this process has it."""
        return self._here.locked()

    async def __aenter__(self) -> None:
        await self._here.acquire()
        try:
            while not await self._led():  # noqa: ASYNC110 - another process has no event of ours
                await asyncio.sleep(LOCK_SECONDS)
        except BaseException:
            self._here.release()
            raise

    async def __aexit__(self, *_: object) -> None:
        try:
            await self._queue.step_down(self._name)
        except StorageUnavailable:
            pass  # it ends by itself
        finally:
            self._here.release()

    async def _led(self) -> bool:
        try:
            return await self._queue.lead(self._name, self._now_ms())
        except StorageUnavailable as error:
            log.error("storage is unavailable: %s", error.cause)
            return False


async def while_leading(
    queue: SharedQueue, name: str, now_ms: Callable[[], int], work: Callable[[], Coroutine[Any, Any, Any]]
) -> None:
    """Runs `work` for ever, in one process at a time. Raises what ends it.

    The lease is renewed with all others. `work` is cancelled well before another process can have it.
    """
    while True:
        running: asyncio.Task[Any] | None = None
        try:
            led_at = asyncio.get_running_loop().time()
            while True:
                try:
                    asked_at = asyncio.get_running_loop().time()
                    if not await queue.lead(name, now_ms()):
                        break
                    led_at = asked_at
                    running = running or asyncio.create_task(work(), name=name)
                except StorageUnavailable:
                    if asyncio.get_running_loop().time() - led_at > LEASE_MS / 2000:
                        break
                if running is None:
                    break
                await asyncio.wait({running}, timeout=LEAD_SECONDS)
                if running.done():
                    running.result()
                    return
        finally:
            if running is not None:
                running.cancel()
                await asyncio.wait({running})
        await asyncio.sleep(LEAD_SECONDS)


class Leases:
    """Renews this process's leases, for ever, and says which of its generations another process has."""

    def __init__(self, queue: SharedQueue, now_ms: Callable[[], int], pace: Pace) -> None:
        self._queue = queue
        self._now_ms = now_ms
        self._pace = pace
        self._loose: set[int] = set()
        self._since: float | None = None  # when the renewals began that haven't failed since

    @property
    def steady(self) -> bool:
        """Whether leases were renewed for so long that every other process that lives has done so, too.

        Before that nothing may be taken from others: the storage may have been away for them as well.
        """
        now = asyncio.get_running_loop().time()
        return self._since is not None and now - self._since >= self._pace.steady

    @property
    def current(self) -> bool:
        """Whether this process has its leases."""
        return self._since is not None

    async def renew_for_ever(self, tracked: Callable[[], Collection[int]]) -> None:
        """`tracked` are the generations that this process knows it works on. Others that are its own, say
        because a step failed, are given back, so that any process can go on with them.
        """
        while True:
            try:
                await self.renew(tracked())
            except StorageUnavailable as error:
                self._since = None
                log.error("leases can't be renewed: %s", error.cause)
                await asyncio.sleep(self._pace.poll)
            else:
                await asyncio.sleep(self._pace.renew)

    async def renew(self, tracked: Collection[int]) -> None:
        started = asyncio.get_running_loop().time()
        ours = await self._queue.renew(self._now_ms())
        if self._since is None:
            self._since = started
        loose = ours - set(tracked)
        # Twice in a row: one that has just been claimed may not be tracked yet.
        for generation_id in sorted(loose & self._loose):
            await self._queue.give_back(generation_id)
        self._loose = loose - self._loose

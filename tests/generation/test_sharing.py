"""Several processes on one database: gateways accept, workers run, and any of them may die."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.errors import GenerationUnavailable, NotCancellable, ProviderBusy, ProviderFailed, ReplyExpired
from bot.generation.context import GenerationContext
from bot.generation.model import AIMLAPI, OPEN_STATES, Limits, State
from bot.generation.ports import StateConflict
from bot.generation.service import GenerationService
from bot.generation.shared_queue import HOLD_LEASE_MS, LEASE_MS, Leases, LocalWakeUps, Pace
from bot.generation.sharing import Sharing
from bot.storage import Store, open_store
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.repositories.shared_queue import SharedQueueRepository
from tests.generation.fakes import (
    QUICK,
    UNHURRIED,
    Clock,
    FakeAlerts,
    FakeDelivery,
    FakePictures,
    FakeProvider,
    order,
)

QUICKLY = Pace(renew=0.1, adopt=0.05, poll=0.1, board=0.05, steady=0.0)


class Process:
    """A gateway or a worker."""

    def __init__(self, fleet: "Fleet", name: str, *, works: bool) -> None:
        queue = SharedQueueRepository(fleet.store.database, name)
        self.store = GenerationRepository(fleet.store.database, name)
        self.sharing = Sharing(queue, fleet.wakeups, Leases(queue, fleet.clock, QUICKLY), QUICKLY)
        context = replace(fleet.context, store=self.store)
        self.service = GenerationService(context, self.sharing, works=works)
        self._services = [asyncio.create_task(service) for service in self.service.services()]

    async def kill(self) -> None:
        """Ends it with everything it had in memory, and leaves its claims."""
        await asyncio.sleep(0)  # what was just started has begun
        running = list(self.service._dispatcher._running)
        for task in [*self._services, *running]:
            task.cancel()
        await asyncio.gather(*self._services, *running, return_exceptions=True)

    async def stop(self) -> None:
        for task in self._services:
            task.cancel()
        for ending in await asyncio.gather(*self._services, return_exceptions=True):
            assert isinstance(ending, asyncio.CancelledError), ending
        await self.service.stop(5)


class Fleet:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.provider = FakeProvider()
        self.delivery = FakeDelivery()
        self.wakeups = LocalWakeUps()
        self.context = GenerationContext(
            store=store.generations,
            budgets=store.budgets,
            providers={AIMLAPI: self.provider},
            pictures=FakePictures(),
            spool=store.spool,
            delivery=self.delivery,
            alerts=FakeAlerts(),
            limits=Limits(10**9, in_flight=100),
            now_ms=self.clock,
            retries=QUICK,
            engine=replace(UNHURRIED, concurrent=2),
        )
        self.processes: list[Process] = []

    def gateway(self, name: str = "gateway") -> Process:
        return self._add(Process(self, name, works=False))

    def worker(self, name: str = "worker") -> Process:
        return self._add(Process(self, name, works=True))

    def _add(self, process: Process) -> Process:
        self.processes.append(process)
        return process

    async def kill(self, process: Process) -> None:
        self.processes.remove(process)
        await process.kill()

    async def state(self, number: int) -> State:
        generation = await self.store.generations.get(number)
        assert generation is not None
        return generation.state

    async def becomes(self, state: State, *numbers: int) -> None:
        async with asyncio.timeout(20):
            for number in numbers:
                while await self.state(number) is not state:
                    await asyncio.sleep(0.01)


async def imagine(process: Process, *numbers: int, **details: int) -> None:
    for number in numbers:
        assert await process.service.accept(order(number, **details))
        await process.service.enqueue(number)


@pytest.fixture
async def fleet(database_url: str) -> AsyncIterator[Fleet]:
    async with open_store(database_url, default_allowance=10**9) as store:
        fleet = Fleet(store)
        yield fleet
        for process in fleet.processes:
            await process.stop()
        assert await store.books.differences() == []


async def test_what_a_gateway_accepts_a_worker_delivers(fleet: Fleet) -> None:
    """The member pays once, and no process has a claim on it afterwards."""
    gateway, worker = fleet.gateway(), fleet.worker()
    await imagine(gateway, 1)
    await fleet.becomes(State.DELIVERED, 1)
    assert [number for number, _ in fleet.delivery.replies] == [1]
    assert not gateway.service.tracks(1)
    assert await worker.sharing.queue.renew(fleet.clock()) == set()


async def test_one_interaction_is_accepted_by_one_gateway(fleet: Fleet) -> None:
    """Both get it from Discord, and one holds."""
    ours, theirs = fleet.gateway("ours"), fleet.gateway("theirs")
    accepted = await asyncio.gather(ours.service.accept(order(1)), theirs.service.accept(order(1)))
    assert sorted(accepted) == [False, True]


async def test_the_limit_of_requests_counts_all_processes(fleet: Fleet) -> None:
    """Two at once over three workers, however many are queued."""
    gateway = fleet.gateway()
    gates = [asyncio.Event() for _ in range(6)]
    fleet.provider.script.extend(gates)
    for name in ("one", "two", "three"):
        fleet.worker(name)
    await imagine(gateway, *range(1, 7))
    for number, gate in enumerate(gates, 1):
        async with asyncio.timeout(20):
            while len(fleet.provider.asked) < min(6, number + 1):
                await asyncio.sleep(0.01)
        assert len(fleet.provider.asked) == min(6, number + 1)
        gate.set()
    await fleet.becomes(State.DELIVERED, *range(1, 7))


async def test_a_dead_workers_request_is_looked_up_and_never_sent_again(fleet: Fleet) -> None:
    """It keeps its slot until its lease ends. Then the provider's log decides."""
    gateway, dying = fleet.gateway(), fleet.worker("dying")
    fleet.provider.script.append(asyncio.Event())
    await imagine(gateway, 1)
    await fleet.becomes(State.REQUESTED, 1)
    await fleet.kill(dying)
    fleet.provider.has_charged("easel-1")
    other = fleet.worker("other")
    await other.sharing.queue.renew(fleet.clock())
    lane = await other.sharing.queue.lane(AIMLAPI, fleet.clock())
    assert (lane.in_progress, await fleet.state(1)) == (1, State.REQUESTED)
    fleet.clock.ahead_ms = LEASE_MS + 1
    await fleet.becomes(State.LOST, 1)
    assert fleet.provider.asked == ["easel-1"]


async def test_a_dead_workers_picture_is_delivered_by_another(fleet: Fleet) -> None:
    """From the spool that all of them can read."""
    gateway, dying = fleet.gateway(), fleet.worker("dying")
    fleet.delivery.open.clear()
    await imagine(gateway, 1)
    await fleet.becomes(State.GENERATED, 1)
    await fleet.kill(dying)
    fleet.delivery.open.set()
    fleet.clock.ahead_ms = LEASE_MS + 1
    fleet.worker("other")
    await fleet.becomes(State.DELIVERED, 1)
    assert [number for number, _ in fleet.delivery.replies] == [1]


async def test_a_worker_that_lost_its_claim_cannot_settle(fleet: Fleet) -> None:
    """Another process has it, so every later write of the first one is refused."""
    fleet.gateway()
    stale, other = GenerationRepository(fleet.store.database, "stale"), fleet.worker("other")
    queue = SharedQueueRepository(fleet.store.database, "stale")
    await stale.hold(order(1), fleet.context.limits, fleet.clock())
    assert await queue.put(1, AIMLAPI, fleet.clock())
    await fleet.kill(other)
    claim = await queue.claim(AIMLAPI, 2, fleet.clock())
    if claim.generation is None:  # the other was faster
        return
    await stale.request(1, fleet.clock())
    await stale.generated(1, 5, None, fleet.clock())
    taker = SharedQueueRepository(fleet.store.database, "taker")
    [taken] = await taker.adopt(fleet.clock() + LEASE_MS)
    assert taken.id == 1
    with pytest.raises(StateConflict):
        await stale.settle(1, 7, fleet.clock())
    with pytest.raises(StateConflict):
        await stale.release(1, "Interrupted", fleet.clock())
    await GenerationRepository(fleet.store.database, "taker").settle(1, 7, fleet.clock())


async def test_a_hold_whose_gateway_died_unanswered_is_released(fleet: Fleet) -> None:
    """The member never saw that anything happened."""
    dying = fleet.gateway("dying")
    assert await dying.service.accept(order(1))
    await fleet.kill(dying)
    fleet.delivery.find_script.append(ReplyExpired())
    fleet.worker()
    fleet.clock.ahead_ms = HOLD_LEASE_MS + 1
    await fleet.becomes(State.RELEASED, 1)
    assert fleet.provider.asked == []


async def test_a_hold_whose_gateway_died_after_the_answer_runs(fleet: Fleet) -> None:
    """The member reads "thinking…", so the picture comes."""
    dying = fleet.gateway("dying")
    assert await dying.service.accept(order(1))
    await fleet.kill(dying)
    fleet.worker()
    fleet.clock.ahead_ms = HOLD_LEASE_MS + 1
    await fleet.becomes(State.DELIVERED, 1)


async def test_any_gateway_can_cancel(fleet: Fleet) -> None:
    """What's queued is no process's, and what was sent can't be cancelled from anywhere."""
    ours, theirs = fleet.gateway("ours"), fleet.gateway("theirs")
    await imagine(ours, 1, 2)
    await theirs.service.cancel(1, 2)
    assert await fleet.state(1) is State.RELEASED
    fleet.worker()
    await fleet.becomes(State.DELIVERED, 2)
    with pytest.raises(NotCancellable):
        await theirs.service.cancel(2, 2)
    assert fleet.provider.asked == ["easel-2"]


async def test_a_pause_holds_for_all_processes(fleet: Fleet) -> None:
    """A worker reads it with its claim, so nothing more is sent before its end."""
    gateway = fleet.gateway()
    fleet.provider.script.append(ProviderBusy(60.0))
    fleet.worker("one")
    await imagine(gateway, 1)
    async with asyncio.timeout(20):
        while (await fleet.processes[0].sharing.queue.lane(AIMLAPI, 0)).circuit.paused_until_ms == 0:
            await asyncio.sleep(0.01)
    await fleet.becomes(State.HELD, 1)
    fleet.worker("two")
    await imagine(gateway, 2)
    other = SharedQueueRepository(fleet.store.database, "three")
    claim = await other.claim(AIMLAPI, 2, fleet.clock())
    assert claim.generation is None
    assert claim.wait_ms is not None
    assert claim.wait_ms > 50_000
    assert fleet.provider.asked == ["easel-1"]
    fleet.clock.ahead_ms = 61_000
    await fleet.becomes(State.DELIVERED, 1, 2)


async def test_an_outage_closes_every_gateway_and_one_probe_ends_it(fleet: Fleet) -> None:
    """Orders are refused wherever they arrive, until the provider serves again."""
    gateway, other = fleet.gateway("ours"), fleet.gateway("theirs")
    fleet.provider.serving = False
    fleet.provider.script.append(GenerationUnavailable("credits", ""))
    fleet.worker("one")
    fleet.worker("two")
    await imagine(gateway, 1)
    await fleet.becomes(State.RELEASED, 1)
    with pytest.raises(GenerationUnavailable):
        await other.service.accept(order(2))
    fleet.provider.serving = True
    async with asyncio.timeout(20):
        while (await other.sharing.queue.lane(AIMLAPI, fleet.clock())).circuit.outage is not None:
            await asyncio.sleep(0.01)
    await imagine(other, 3)
    await fleet.becomes(State.DELIVERED, 3)


async def test_failures_are_counted_over_all_processes(fleet: Fleet) -> None:
    """Each attempt can be another worker's, and after the last one it's released."""
    gateway = fleet.gateway()
    fleet.provider.script.extend(ProviderFailed(500, "") for _ in range(QUICK.attempts))
    for name in ("one", "two", "three"):
        fleet.worker(name)
    await imagine(gateway, 1)
    await fleet.becomes(State.RELEASED, 1)
    assert len(fleet.provider.asked) == QUICK.attempts


async def test_a_stopped_worker_leaves_its_work_to_others_at_once(fleet: Fleet) -> None:
    """What it had claimed doesn't wait for the end of a lease."""
    gateway, leaving = fleet.gateway(), fleet.worker("leaving")
    fleet.provider.script.append(ProviderBusy(0.0))
    await imagine(gateway, 1)
    await fleet.kill(leaving)
    await leaving.service.stop(0)
    fleet.worker("other")
    async with asyncio.timeout(20):
        while await fleet.state(1) in OPEN_STATES:
            await asyncio.sleep(0.01)
    assert await fleet.state(1) in (State.DELIVERED, State.RELEASED)


async def test_the_queue_is_shown_by_one_process(fleet: Fleet) -> None:
    """Each waiting member reads their place, and a message that says the same isn't edited again."""
    gateway = fleet.gateway()
    gates = [asyncio.Event(), asyncio.Event()]
    fleet.provider.script.extend(gates)
    await imagine(gateway, 1, 2)
    for name in ("one", "two", "three"):
        fleet.worker(name)
    await fleet.becomes(State.REQUESTED, 1, 2)
    await imagine(gateway, 3, 4)
    async with asyncio.timeout(20):
        while Counter(number for number, shown in fleet.delivery.shown if shown.position) < Counter(
            {3: 1, 4: 1}
        ):
            await asyncio.sleep(0.01)
    places = {(number, shown.position) for number, shown in fleet.delivery.shown if shown.position}
    assert places == {(3, 1), (4, 2)}
    assert len([1 for _, shown in fleet.delivery.shown if shown.position]) == 2
    for gate in gates:
        gate.set()


async def test_nobody_waits_while_workers_die(fleet: Fleet) -> None:
    """Workers die, and others lose their claims. All of it ends, nothing is sent twice, the books add up."""
    gateway = fleet.gateway()
    names = iter(range(1_000))
    workers = [fleet.worker(f"worker-{next(names)}") for _ in range(3)]
    numbers = range(1, 41)
    ordering = asyncio.create_task(_trickle(gateway, numbers))
    for round_ in range(12):
        await asyncio.sleep(0.05)
        await fleet.kill(workers.pop(0))
        fleet.clock.ahead_ms = (round_ + 1) * (LEASE_MS + 1)
        workers.append(fleet.worker(f"worker-{next(names)}"))
    await ordering
    fleet.clock.ahead_ms += LEASE_MS + 1
    async with asyncio.timeout(40):
        while await fleet.store.generations.open():
            fleet.clock.ahead_ms += 100
            await asyncio.sleep(0.05)
    assert max(Counter(fleet.provider.asked).values()) == 1
    posted = Counter(number for number, _ in fleet.delivery.posts)
    assert max(posted.values(), default=0) <= 1


async def _trickle(gateway: Process, numbers: range) -> None:
    for number in numbers:
        await imagine(gateway, number, guild_id=number % 3, user_id=number % 5, expires_in_ms=10**8)
        await asyncio.sleep(0.01)

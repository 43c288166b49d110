"""The queue that several processes share: who's next, who has what, and what a stale process can still do."""

import asyncio
from collections import Counter
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.generation.circuit_breaker import Circuit, Outage
from bot.generation.model import AIMLAPI
from bot.generation.policy import RetryPolicy
from bot.generation.ports import StateConflict
from bot.generation.queue import FairQueue
from bot.generation.shared_queue import HOLD_LEASE_MS, LEASE_MS
from bot.storage import Store, open_store
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.repositories.shared_queue import SharedQueueRepository
from tests.generation.fakes import order
from tests.storage.orders import NOW, limits

MANY = 10**6


class Process:
    """What one process has of the store."""

    def __init__(self, store: Store, name: str) -> None:
        self.generations = GenerationRepository(store.database, name)
        self.queue = SharedQueueRepository(store.database, name)

    async def order(self, number: int, *, guild_id: int = 1, user_id: int = 2, at_ms: int = NOW) -> None:
        asked = order(number, guild_id=guild_id, user_id=user_id, price=1)
        assert await self.generations.hold(asked, limits(MANY), at_ms)
        assert await self.queue.put(number, AIMLAPI, at_ms)

    async def claim(self, *, limit: int = MANY, at_ms: int = NOW) -> int | None:
        generation = (await self.queue.claim(AIMLAPI, limit, at_ms)).generation
        return None if generation is None else generation.id


@pytest.fixture
def ours(store: Store) -> Process:
    return Process(store, "ours")


@pytest.fixture
def theirs(store: Store) -> Process:
    return Process(store, "theirs")


Asked = tuple[int, int]
examples = count(1)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(st.tuples(st.integers(1, 3), st.integers(1, 3)), st.none()), min_size=5, max_size=30)
)
async def test_turns_are_those_of_the_queue_in_memory(sqlite_url: str, steps: list[Asked | None]) -> None:
    """Servers take turns, then their members, in whatever order members come and workers claim."""
    async with open_store(f"{sqlite_url}-{next(examples)}") as store:
        process, queue = Process(store, "ours"), FairQueue()
        for number, step in enumerate(steps, 1):
            if step is None:
                assert await process.claim() == queue.pop()
            else:
                await process.order(number, guild_id=step[0], user_id=step[1])
                queue.put(number, *step)
        waiting = await process.queue.waiting(AIMLAPI)
        assert [generation.id for generation in waiting] == list(queue.in_order())


async def test_servers_take_turns_and_then_members(ours: Process, theirs: Process) -> None:
    """Somebody who queues many pictures delays everybody else by one each, whichever process claims."""
    for number in range(1, 6):
        await ours.order(number, guild_id=1, user_id=1)
    await theirs.order(6, guild_id=1, user_id=2)
    await theirs.order(7, guild_id=2, user_id=3)
    claimed = [await process.claim() for process in (ours, theirs, ours, theirs, ours, theirs, ours)]
    assert claimed == [1, 7, 6, 2, 3, 4, 5]


async def test_what_had_its_turn_is_first_again(ours: Process, theirs: Process) -> None:
    """After an answer that wasn't charged it doesn't wait for others, and its failures are counted."""
    await ours.order(1)
    await ours.order(2, guild_id=2)
    assert await ours.claim() == 1
    assert await ours.queue.put_back(1, NOW, not_before_ms=NOW + 5, failed=True)
    assert await theirs.claim() == 2
    claim = await theirs.queue.claim(AIMLAPI, MANY, NOW)
    assert (claim.generation, claim.wait_ms) == (None, 5)
    claim = await theirs.queue.claim(AIMLAPI, MANY, NOW + 5)
    assert claim.generation is not None
    assert (claim.generation.id, claim.failures) == (1, 1)


async def test_many_claims_at_once_stay_within_the_limit(store: Store, ours: Process) -> None:
    """Nobody gets what another has, and no more run than may, however many ask at the same moment."""
    for number in range(1, 21):
        await ours.order(number, guild_id=number % 3, user_id=number)
    processes = [Process(store, f"worker-{number}") for number in range(8)]
    claimed = await asyncio.gather(*(process.claim(limit=5) for process in processes for _ in range(2)))
    found = [number for number in claimed if number is not None]
    assert len(found) == len(set(found)) == 5


async def test_a_request_counts_until_it_ends_or_its_lease_does(ours: Process, theirs: Process) -> None:
    """A dead worker's request may still run at the provider."""
    for number in (1, 2, 3):
        await ours.order(number)
    assert await ours.claim(limit=1) == 1
    assert await theirs.claim(limit=1) is None
    await ours.queue.free(1)
    assert await theirs.claim(limit=1) == 2
    assert await ours.claim(limit=1, at_ms=NOW + LEASE_MS - 1) is None
    assert await ours.claim(limit=1, at_ms=NOW + LEASE_MS) == 3


async def test_a_lease_is_renewed_and_ends_otherwise(ours: Process, theirs: Process) -> None:
    """What a process works on can't be taken from it, and what it left behind can."""
    await ours.order(1)
    await ours.claim()
    await ours.generations.request(1, NOW)
    assert await ours.queue.renew(NOW + LEASE_MS - 1) == {1}
    assert await theirs.queue.adopt(NOW + LEASE_MS) == []
    [adopted] = await theirs.queue.adopt(NOW + 2 * LEASE_MS)
    assert adopted.id == 1
    assert await ours.queue.renew(NOW + 2 * LEASE_MS) == set()
    assert await theirs.queue.adopt(NOW + 2 * LEASE_MS) == []


async def test_one_adopts_what_was_left(store: Store, ours: Process) -> None:
    """However many look at the same moment."""
    for number in range(1, 8):
        await ours.order(number)
        await ours.claim()
        await ours.generations.request(number, NOW)
    processes = [Process(store, f"worker-{number}") for number in range(4)]
    found = await asyncio.gather(*(process.queue.adopt(NOW + LEASE_MS) for process in processes))
    assert Counter(generation.id for each in found for generation in each) == Counter(range(1, 8))


async def test_a_process_without_its_claim_writes_nothing(ours: Process, theirs: Process) -> None:
    """Every transition of a stale process is refused, and the new owner's goes through."""
    await ours.order(1)
    await ours.claim()
    await ours.generations.request(1, NOW)
    await theirs.queue.adopt(NOW + LEASE_MS)
    for late in (
        lambda: ours.generations.requeue(1, NOW),
        lambda: ours.generations.generated(1, 5, None, NOW),
        lambda: ours.generations.release(1, "Interrupted", NOW),
    ):
        with pytest.raises(StateConflict):
            await late()
    await ours.queue.free(1)
    assert not await ours.queue.put_back(1, NOW)
    await theirs.generations.generated(1, 1, None, NOW)
    with pytest.raises(StateConflict):
        await ours.generations.settle(1, 7, NOW)
    await theirs.generations.settle(1, 7, NOW)


async def test_an_unsent_claim_goes_back_to_the_front(ours: Process, theirs: Process) -> None:
    """Its worker died before it asked the image API, so its turn wasn't used."""
    await ours.order(1)
    await ours.order(2, guild_id=2)
    assert await ours.claim() == 1
    assert await theirs.queue.adopt(NOW + LEASE_MS) == []
    assert await theirs.claim(at_ms=NOW + LEASE_MS) == 1


async def test_a_hold_that_was_not_answered_is_left_soon(ours: Process, theirs: Process) -> None:
    """Its gateway needs a few seconds, and no worker runs it before."""
    assert await ours.generations.hold(order(1, price=1), limits(MANY), NOW)
    assert await theirs.claim() is None
    assert not await theirs.queue.put(1, AIMLAPI, NOW)
    [left] = await theirs.queue.adopt(NOW + HOLD_LEASE_MS)
    assert left.id == 1
    assert not await ours.queue.put(1, AIMLAPI, NOW)


async def test_a_cancelled_one_is_nobodys(ours: Process, theirs: Process) -> None:
    """Anyone can cancel what wasn't sent, even while a worker has claimed it."""
    await ours.order(1)
    await ours.order(2)
    assert await ours.claim() == 1
    assert await theirs.generations.cancel(1, NOW)
    assert await theirs.generations.cancel(2, NOW)
    with pytest.raises(StateConflict):
        await ours.generations.request(1, NOW)
    assert await ours.queue.renew(NOW) == set()
    assert await ours.claim() is None


async def test_untold_members_are_told_by_one(ours: Process, theirs: Process) -> None:
    """Who releases tells. If that process dies, another one does."""
    await ours.order(1)
    await ours.claim()
    await ours.generations.release(1, "ProviderFailed", NOW)
    assert await theirs.queue.adopt(NOW) == []
    assert await theirs.generations.unnotified(1, 2, 0) == []
    [left] = await theirs.queue.adopt(NOW + LEASE_MS)
    assert left.id == 1
    await theirs.generations.mark_notified(1, NOW)
    assert await ours.queue.adopt(NOW + 2 * LEASE_MS) == []


async def test_a_pause_and_an_outage_hold_everywhere(ours: Process, theirs: Process) -> None:
    """They're read with the claim."""
    policy = RetryPolicy()
    await ours.order(1)
    await ours.queue.change(AIMLAPI, lambda circuit: circuit.pause(5.0, policy, NOW))
    claim = await theirs.queue.claim(AIMLAPI, MANY, NOW + 4_999)
    assert (claim.generation, claim.wait_ms) == (None, 1)
    outage = Outage("credits", "none left", NOW)
    _, news = await theirs.queue.change(AIMLAPI, lambda circuit: circuit.trip(outage, circuit.round, policy))
    assert news
    assert await ours.claim(at_ms=NOW + 5_000) is None
    assert (await ours.queue.lane(AIMLAPI, NOW)).circuit.outage == outage


async def test_one_probe_at_a_time_is_sent(ours: Process, theirs: Process) -> None:
    """Its answer decides for all processes."""
    policy = RetryPolicy()
    await ours.order(1)
    await ours.order(2)
    await ours.queue.change(AIMLAPI, lambda circuit: circuit.trip(Outage("key", "", NOW), 0, policy))
    await ours.queue.change(AIMLAPI, Circuit.allow_probe)
    claim = await ours.queue.claim(AIMLAPI, MANY, NOW)
    assert claim.generation is not None
    assert claim.circuit.is_probe(claim.circuit.round)
    assert await theirs.claim() is None
    of_round = claim.circuit.round
    await ours.queue.change(AIMLAPI, lambda circuit: circuit.record_success(of_round, NOW))
    assert await theirs.claim() == 2


async def test_one_process_leads(ours: Process, theirs: Process) -> None:
    """Until it steps down, or its lease ends unrenewed."""
    assert await ours.queue.lead("outbox", NOW)
    assert await ours.queue.lead("outbox", NOW)
    assert not await theirs.queue.lead("outbox", NOW)
    await ours.queue.renew(NOW + 10)
    assert not await theirs.queue.lead("outbox", NOW + LEASE_MS)
    assert await theirs.queue.leases("out", NOW) == ["outbox"]
    assert await theirs.queue.lead("outbox", NOW + LEASE_MS + 10)
    await ours.queue.step_down("outbox")
    assert not await ours.queue.lead("outbox", NOW)
    await theirs.queue.step_down("outbox")
    assert await ours.queue.lead("outbox", NOW)


async def test_the_first_of_all_processes(store: Store) -> None:
    """Every interaction is answered by one gateway, even if several get it."""
    processes = [Process(store, f"gateway-{number}") for number in range(5)]
    first = await asyncio.gather(*(each.queue.first("interaction:1", 60, NOW) for each in processes))
    assert sorted(first) == [False] * 4 + [True]
    await processes[0].queue.forget_leases(NOW + 60_000)
    assert await processes[0].queue.first("interaction:1", 60, NOW + 60_000)

"""When the circuit breaker lets requests through."""

import asyncio

import pytest

from bot.generation.circuit_breaker import CircuitBreaker
from bot.generation.policy import RetryPolicy


@pytest.fixture
async def breaker():
    return CircuitBreaker(RetryPolicy(first_backoff=0.002, max_backoff=0.004), lambda: 0)


async def test_a_pause_ends_by_itself(breaker):
    """After the time that the API asked for, requests pass again."""
    breaker.pause(0.001)
    assert breaker.blocked
    await breaker.wait()
    assert not breaker.blocked


async def test_a_shorter_pause_does_not_shorten_a_longer_one(breaker):
    """A second request's shorter Retry-After doesn't override the first one's."""
    assert breaker.pause(60.0) == pytest.approx(60.0)
    assert breaker.pause(1.0) == pytest.approx(60.0, abs=1.0)
    assert breaker.blocked


async def test_a_pause_does_not_end_an_outage(breaker):
    """Once the pause is over, the outage still blocks."""
    breaker.trip("credits", "", breaker.admit())
    breaker.pause(0.001)
    await asyncio.sleep(0.02)
    assert breaker.blocked
    assert breaker.outage is not None


async def test_an_answer_from_before_an_outage_does_not_end_it(breaker):
    """A picture that was requested earlier says nothing about the account's current state."""
    earlier = breaker.admit()
    breaker.trip("credits", "", earlier)
    breaker.record_success(earlier)
    assert breaker.outage is not None


async def test_an_answer_from_before_a_probe_does_not_end_the_outage(breaker):
    """While a probe is running, only its own answer counts."""
    earlier = breaker.admit()
    breaker.trip("credits", "", breaker.admit())
    breaker.allow_probe()
    probe = breaker.admit()
    breaker.record_success(earlier)
    assert breaker.outage is not None
    assert not breaker.trip("key", "", earlier)
    breaker.record_success(probe)
    assert breaker.outage is None
    assert not breaker.blocked


async def test_a_probe_is_a_single_request(breaker):
    """While the probe waits for its answer, no other request passes."""
    breaker.trip("credits", "", breaker.admit())
    breaker.allow_probe()
    assert not breaker.blocked
    probe = breaker.admit()
    assert breaker.blocked
    assert breaker.is_probe(probe)


async def test_an_outage_is_news_once(breaker):
    """Several requests that hit the same outage alert the owner once, and so does a failing probe."""
    first = breaker.admit()
    assert breaker.trip("credits", "", first)
    assert not breaker.trip("credits", "", first)
    breaker.allow_probe()
    assert not breaker.trip("credits", "", breaker.admit())
    breaker.reset()
    assert breaker.trip("credits", "", breaker.admit())


async def test_a_probe_that_is_asked_for_patience_ends_the_outage(breaker):
    """429 means that the API serves us again, only slowly."""
    breaker.trip("credits", "", breaker.admit())
    breaker.allow_probe()
    breaker.admit()
    breaker.pause(0.001)
    assert breaker.outage is None
    await breaker.wait()


async def test_probes_become_rarer(breaker):
    """The time to the next probe doubles up to a limit."""
    breaker.trip("credits", "", breaker.admit())
    seen = []
    for _ in range(6):
        seen.append(breaker.next_probe_ms)
        breaker.schedule_probe()
    assert seen == [15_000, 30_000, 60_000, 120_000, 240_000, 300_000]

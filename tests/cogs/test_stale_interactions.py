"""Interactions that are too old to answer are detected, whatever the clocks say."""

from datetime import UTC, datetime, timedelta

import pytest
from discord.utils import time_snowflake

from cogs.stale_interactions import MEMORY_SECONDS, StaleInteractionFilter

START = datetime(2026, 1, 1, tzinfo=UTC)


class Journeys:
    """Interactions with a time from Discord's clock that arrive on a clock that's off by `offset`."""

    def __init__(self, offset: float) -> None:
        self.now = 0.0
        self.filter = StaleInteractionFilter(lambda: self.now)
        self.offset = offset

    def arrive(self, made: float, after: float) -> bool:
        self.now = made + after + self.offset
        return self.filter.too_late(time_snowflake(START + timedelta(seconds=made)))


@pytest.mark.parametrize("offset", [0.0, -86_400.0, 86_400.0, 5.0])
class TestAnyOffset:
    def test_fresh_ones_are_taken(self, offset):
        """However wrong our clock is, interactions at the usual speed are accepted."""
        journeys = Journeys(offset)
        assert not any(journeys.arrive(made, 0.1 + made % 2) for made in range(100))

    def test_late_ones_are_dropped(self, offset):
        """One that took three seconds longer than others is dropped. One that took less isn't."""
        journeys = Journeys(offset)
        journeys.arrive(0, 0.1)
        assert journeys.arrive(10, 3.2)
        assert not journeys.arrive(20, 3.0)

    def test_a_first_one_is_believed(self, offset):
        """Without earlier ones, nothing is dropped."""
        assert not Journeys(offset).arrive(0, 60)


def test_what_was_fast_long_ago_says_nothing():
    """Clocks drift. After ten quiet minutes, a slow arrival is accepted again."""
    journeys = Journeys(0)
    journeys.arrive(0, 0.1)
    assert not journeys.arrive(MEMORY_SECONDS + 60, 30)


def test_a_slow_one_does_not_spoil_the_measure():
    """After a late one, fast ones are still accepted and late ones dropped."""
    journeys = Journeys(0)
    journeys.arrive(0, 0.1)
    assert journeys.arrive(1, 20)
    assert not journeys.arrive(30, 0.2)
    assert journeys.arrive(40, 8)

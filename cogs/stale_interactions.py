"""Tells which interactions came too late to be answered."""

import time
from collections import deque
from collections.abc import Callable

from discord.utils import snowflake_time

# After this many seconds without a first answer Discord voids the interaction (error 10062).
ANSWER_WITHIN_SECONDS = 3.0
# How long an interaction that came fast says something about the two clocks.
MEMORY_SECONDS = 600.0


class StaleInteractionFilter:
    """How long interactions were on their way, whatever the difference between Discord's clock and ours.

    An id carries Discord's time; ours comes from a clock that nobody sets. Their difference is the offset of
    the clocks plus the time under way, and the smallest one seen lately is the offset plus next to nothing.
    What came more than three seconds slower than that is too old. So nothing is dropped because a clock is
    wrong, and a first interaction is always believed: should it be too old, Discord will say so.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # (our time, difference) with rising differences: the first one is the smallest still remembered.
        self._fastest: deque[tuple[float, float]] = deque()

    def too_late(self, interaction_id: int) -> bool:
        """Whether Discord has given this interaction up. To be asked once for each, on arrival."""
        now = self._clock()
        difference = now - snowflake_time(interaction_id).timestamp()
        while self._fastest and self._fastest[0][0] < now - MEMORY_SECONDS:
            self._fastest.popleft()
        while self._fastest and self._fastest[-1][1] >= difference:
            self._fastest.pop()
        self._fastest.append((now, difference))
        return difference - self._fastest[0][1] > ANSWER_WITHIN_SECONDS

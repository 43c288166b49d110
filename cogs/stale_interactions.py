"""Finds interactions that arrived too late to answer."""

import time
from collections import deque
from collections.abc import Callable

from discord.utils import snowflake_time

# After this many seconds without a first answer Discord voids the interaction (error 10062).
ANSWER_WITHIN_SECONDS = 3.0
# How long a fast interaction counts as a measure of the two clocks.
MEMORY_SECONDS = 600.0


class StaleInteractionFilter:
    """Measures how long interactions took to arrive, even if Discord's clock and ours differ.

    An ID has Discord's time, and ours comes from a monotonic clock. Their difference is the offset of the
    clocks plus the delay. The smallest one of the last minutes is the offset plus almost nothing, so anything
    that took three seconds longer is too old. A wrong clock never drops anything. The first interaction is
    never dropped, and Discord refuses the answer if it was too old.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # (our time, difference) with rising differences. The first is the smallest that's still remembered.
        self._fastest: deque[tuple[float, float]] = deque()

    def too_late(self, interaction_id: int) -> bool:
        """Whether Discord no longer accepts an answer. Call it once for each interaction, when it arrives."""
        now = self._clock()
        difference = now - snowflake_time(interaction_id).timestamp()
        while self._fastest and self._fastest[0][0] < now - MEMORY_SECONDS:
            self._fastest.popleft()
        while self._fastest and self._fastest[-1][1] >= difference:
            self._fastest.pop()
        self._fastest.append((now, difference))
        return difference - self._fastest[0][1] > ANSWER_WITHIN_SECONDS

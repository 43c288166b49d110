"""Decides which fault happens when: as requested, or at random."""

import random
from collections import deque
from enum import StrEnum, auto

from playground.image_api.faults import Fault, Group


class Endpoint(StrEnum):
    GENERATIONS = auto()
    LOGS = auto()
    BILLING = auto()


class FaultPlan:
    """The planned faults. An invalid request doesn't use one up."""

    rates: dict[Fault, float]
    "For soak tests: the chance of each fault (0 to 1 together) for a generation without a requested one."

    def __init__(self, seed: int = 0) -> None:
        self.rates = {}
        self._asked: deque[tuple[Endpoint, Fault]] = deque()
        self._chance = random.Random(seed)

    @property
    def pending(self) -> tuple[Fault, ...]:
        """Faults that were requested and haven't happened yet, in order."""
        return tuple(fault for _, fault in self._asked)

    def next(self, fault: Fault, times: int = 1, endpoint: Endpoint = Endpoint.GENERATIONS) -> None:
        """Makes `fault` happen to the next `times` requests to that endpoint, after those planned earlier.

        Raises ValueError if it makes no sense there: only a generation has a picture or a cost.
        """
        if endpoint is not Endpoint.GENERATIONS and fault.group not in (Group.ERROR, Group.CONNECTION):
            raise ValueError(f"{fault.name} can only happen to a generation")
        self._asked.extend([(endpoint, fault)] * times)

    def clear(self) -> None:
        """Drops the planned faults and all rates."""
        self._asked.clear()
        self.rates = {}

    def take(self, endpoint: Endpoint) -> Fault | None:
        """The fault for the current request, which uses it up."""
        for at, (wanted, fault) in enumerate(self._asked):
            if wanted is endpoint:
                del self._asked[at]
                return fault
        return self._by_chance() if endpoint is Endpoint.GENERATIONS and self.rates else None

    def _by_chance(self) -> Fault | None:
        draw = self._chance.random()
        for fault, rate in self.rates.items():
            draw -= rate
            if draw < 0:
                return fault
        return None

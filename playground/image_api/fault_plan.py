"""Which fault happens when: asked for one by one, or by chance."""

import random
from collections import deque
from enum import StrEnum, auto

from playground.image_api.faults import Fault, Group


class Endpoint(StrEnum):
    GENERATIONS = auto()
    LOGS = auto()
    BILLING = auto()


class FaultPlan:
    """Faults to come. A request that is wrong in itself uses none up."""

    rates: dict[Fault, float]
    "For soak tests: how often (0 to 1 together) each befalls a generation for which none was asked."

    def __init__(self, seed: int = 0) -> None:
        self.rates = {}
        self._asked: deque[tuple[Endpoint, Fault]] = deque()
        self._chance = random.Random(seed)

    @property
    def pending(self) -> tuple[Fault, ...]:
        """What was asked for and has not happened yet, in its order."""
        return tuple(fault for _, fault in self._asked)

    def next(self, fault: Fault, times: int = 1, endpoint: Endpoint = Endpoint.GENERATIONS) -> None:
        """Lets `fault` befall the next `times` requests to that endpoint, after those asked for before.

        Raises ValueError where it makes no sense: only a generation has a picture or a cost to be odd about.
        """
        if endpoint is not Endpoint.GENERATIONS and fault.group not in (Group.ERROR, Group.CONNECTION):
            raise ValueError(f"{fault.name} can befall a generation only")
        self._asked.extend([(endpoint, fault)] * times)

    def clear(self) -> None:
        """Forgets what was asked for, and all rates."""
        self._asked.clear()
        self.rates = {}

    def take(self, endpoint: Endpoint) -> Fault | None:
        """The fault for the request at hand, which is thereby used up."""
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

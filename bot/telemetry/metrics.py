"""The metrics for Prometheus, except those that only discord.py knows (`cogs/metrics.py`).

No label has the ID of a server or a member. Metrics are kept for a long time and many people can read them,
and each ID would be its own series.
"""

import asyncio
import logging
import platform
from collections.abc import Awaitable, Callable, Iterable, Iterator
from decimal import Decimal
from typing import Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

import bot
from bot.errors import Unavailable
from bot.generation.measurements import Answered, ChargedLate, Ended, Measurement, Outcome

LAG_SECONDS = 0.5  # how often the event loop's lag is sampled
BALANCE_SECONDS = 300.0

_API_BUCKETS = (0.5, 1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180)
_PICTURE_BUCKETS = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
_LAG_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_WRITE_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
_GROUP_BUCKETS = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class Lane(Protocol):
    """The state of one image API. `held` is in tokens."""

    @property
    def provider(self) -> str: ...
    @property
    def queued(self) -> int: ...
    @property
    def in_progress(self) -> int: ...
    @property
    def outage(self) -> object | None: ...
    @property
    def held(self) -> int: ...


class Metrics:
    """`registry` is what the server shows. Other code can add to it."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # they double the series, and nobody reads them
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        Info("easel_build", "The running version.", registry=self.registry).info(
            {"version": bot.__version__, "python": platform.python_version()}
        )
        self._generations = Counter(
            "easel_generations",
            "Generations that ended.",
            ["provider", "outcome"],
            registry=self.registry,
        )
        self._failures = Counter(
            "easel_generation_failures",
            "Generations that ended without a picture, by the error's name.",
            ["provider", "reason"],
            registry=self.registry,
        )
        self._generation_seconds = Histogram(
            "easel_generation_seconds",
            "From the accepted order to the delivered picture.",
            ["provider"],
            buckets=_PICTURE_BUCKETS,
            registry=self.registry,
        )
        self._api_seconds = Histogram(
            "easel_image_api_seconds",
            "From a request to the image API to its answer, by the error's name or ok.",
            ["provider", "outcome"],
            buckets=_API_BUCKETS,
            registry=self.registry,
        )
        self._spent = Counter(
            "easel_tokens_spent", "Tokens that members paid.", ["provider"], registry=self.registry
        )
        self._lost = Counter(
            "easel_tokens_lost",
            "Tokens that the provider charged and no member paid.",
            ["provider"],
            registry=self.registry,
        )
        self._balance = Gauge(
            "easel_image_api_balance_usd",
            "Credit left at the image API. Absent while it's unknown.",
            ["provider"],
            registry=self.registry,
        )
        self._lag = Histogram(
            "easel_event_loop_lag_seconds",
            "How much later than asked the event loop wakes up.",
            buckets=_LAG_BUCKETS,
            registry=self.registry,
        )
        self._group_size = Histogram(
            "easel_database_group_size",
            "Transactions in one commit.",
            buckets=_GROUP_BUCKETS,
            registry=self.registry,
        )
        self._write_seconds = Histogram(
            "easel_database_write_seconds",
            "From the first request of a group to its commit on the disk.",
            buckets=_WRITE_BUCKETS,
            registry=self.registry,
        )
        self.log_handler = _LogCounter(self.registry)

    def measure(self, measurement: Measurement) -> None:
        """Records a measurement of the generation service."""
        match measurement:
            case Answered(provider, seconds, error):
                self._api_seconds.labels(provider, error or "ok").observe(seconds)
            case Ended(provider, outcome, seconds, reason, paid, lost):
                self._generations.labels(provider, outcome.value).inc()
                if outcome is Outcome.DELIVERED:
                    self._generation_seconds.labels(provider).observe(seconds)
                elif reason:
                    self._failures.labels(provider, reason).inc()
                self._spent.labels(provider).inc(paid)
                self._lost.labels(provider).inc(lost)
            case ChargedLate(provider, lost):
                self._lost.labels(provider).inc(lost)

    def wrote(self, size: int, seconds: float) -> None:
        """Records a measurement of the database's writer. Can be called in any thread."""
        self._group_size.observe(size)
        self._write_seconds.observe(seconds)

    def watch_lanes(self, status: Callable[[], Iterable[Lane]]) -> None:
        """Calls `status` at each scrape. Outcomes that an image API hasn't had yet are shown as 0."""
        self.registry.register(_LaneCollector(status))
        for lane in status():
            for outcome in Outcome:
                self._generations.labels(lane.provider, outcome.value)
            self._generation_seconds.labels(lane.provider)
            self._api_seconds.labels(lane.provider, "ok")
            self._spent.labels(lane.provider)
            self._lost.labels(lane.provider)

    async def watch_loop(self) -> None:
        """Samples the event loop's lag, forever."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_SECONDS
            await asyncio.sleep(LAG_SECONDS)
            self._lag.observe(max(0.0, loop.time() - due))

    async def watch_balance(self, provider: str, balance: Callable[[], Awaitable[Decimal]]) -> None:
        """Checks the remaining credit every five minutes, forever."""
        while True:
            try:
                self._balance.labels(provider).set(float(await balance()))
            except Unavailable:
                self._balance.clear()
            await asyncio.sleep(BALANCE_SECONDS)


class _LaneCollector(Collector):
    def __init__(self, status: Callable[[], Iterable[Lane]]) -> None:
        self._status = status

    def collect(self) -> Iterator[Metric]:
        lanes = list(self._status())
        values: list[tuple[str, str, list[float]]] = [
            ("easel_generations_queued", "Generations that wait.", [lane.queued for lane in lanes]),
            (
                "easel_generations_in_progress",
                "Generations at the image API.",
                [lane.in_progress for lane in lanes],
            ),
            (
                "easel_tokens_held",
                "Tokens held for generations that haven't ended.",
                [lane.held for lane in lanes],
            ),
            (
                "easel_image_api_available",
                "1 while new pictures are accepted, 0 during an outage.",
                [lane.outage is None for lane in lanes],
            ),
        ]
        for name, told, numbers in values:
            family = GaugeMetricFamily(name, told, labels=["provider"])
            for lane, number in zip(lanes, numbers, strict=True):
                family.add_metric([lane.provider], number)
            yield family


class _LogCounter(logging.Handler):
    def __init__(self, registry: CollectorRegistry) -> None:
        super().__init__()
        self._lines = Counter("logging", "Log lines.", ["logger", "level"], registry=registry)

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.labels(record.name, record.levelname).inc()

"""Metrics for Prometheus that only discord.py knows.

They use the names and labels of discord-ext-prometheus if it has them, so that its dashboards work.
"""

import math
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from aiohttp import ClientSession, TraceRequestEndParams
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from cogs.client import EaselClient, connected
from cogs.payloads import ARRIVAL

# Discord gives up after three seconds.
_ACKNOWLEDGEMENT_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 2.5, 3)


class DiscordMetrics:
    """Counts incoming events, and how fast they're acknowledged. Create it before the client logs in."""

    def __init__(self, client: EaselClient, registry: CollectorRegistry) -> None:
        self._interactions = Counter(
            "discord_event_on_interaction",
            "Interactions called by users.",
            ["shard", "interaction", "command"],
            registry=registry,
        )
        self._acknowledgements = Histogram(
            "easel_acknowledgement_seconds",
            "From an interaction's arrival until Discord took the first answer.",
            ["interaction"],
            buckets=_ACKNOWLEDGEMENT_BUCKETS,
            registry=registry,
        )
        self._reconnects = Counter(
            "easel_gateway_reconnects",
            "Connections to the gateway after the first, by whether the session was resumed or is new.",
            ["session"],
            registry=registry,
        )
        self._was_ready = False
        for session in ("resumed", "new"):
            self._reconnects.labels(session)
        self._acknowledgements.labels(discord.InteractionType.application_command.name)
        registry.register(_ClientCollector(client))
        client.add_listener(self._interaction, "on_interaction")
        client.add_listener(self._ready, "on_ready")
        client.add_listener(self._resumed, "on_resumed")
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._request_ended)
        client.http.http_trace = trace

    async def _interaction(self, interaction: discord.Interaction[Any]) -> None:
        command = interaction.command.qualified_name if interaction.command is not None else "None"
        shard = interaction.guild.shard_id if interaction.guild is not None else None
        self._interactions.labels(str(shard), interaction.type.name, command).inc()

    async def _ready(self) -> None:
        if self._was_ready:
            self._reconnects.labels("new").inc()
        self._was_ready = True

    async def _resumed(self) -> None:
        self._reconnects.labels("resumed").inc()

    async def _request_ended(
        self, _: ClientSession, __: SimpleNamespace, request: TraceRequestEndParams
    ) -> None:
        """Only the first answer to an interaction is sent to such an address."""
        arrival = ARRIVAL.get()
        if arrival is not None and request.response.ok and request.url.raw_path.endswith("/callback"):
            self._acknowledgements.labels(arrival.kind).observe(time.monotonic() - arrival.at)


class _ClientCollector(Collector):
    def __init__(self, client: EaselClient) -> None:
        self._client = client

    def collect(self) -> Iterator[Metric]:
        shard = str(self._client.shard_id or 0)
        connection = GaugeMetricFamily(
            "discord_connected", "1 while the bot is connected to Discord.", labels=["shard"]
        )
        connection.add_metric([shard], connected(self._client))
        yield connection
        latency = GaugeMetricFamily(
            "discord_latency", "Seconds between a heartbeat and Discord's answer.", labels=["shard"]
        )
        if math.isfinite(self._client.latency):
            latency.add_metric([shard], self._client.latency)
        yield latency
        guilds = self._client.guilds
        channels = sum(len(guild.channels) for guild in guilds)
        commands = sum(1 for _ in self._client.tree.walk_commands())
        yield GaugeMetricFamily("discord_stat_total_guilds", "Servers that the bot is on.", len(guilds))
        yield GaugeMetricFamily("discord_stat_total_channels", "Channels that the bot can see.", channels)
        yield GaugeMetricFamily("discord_stat_total_commands", "Commands.", commands)

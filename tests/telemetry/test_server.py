"""The telemetry server over real sockets."""

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.generation.measurements import Answered, ChargedLate, Ended, Outcome
from bot.telemetry.metrics import Metrics
from bot.telemetry.server import TelemetryServer


async def get(server: TelemetryServer, path: str) -> tuple[int, str]:
    address = f"http://127.0.0.1:{server.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def test_ready_means_that_nothing_is_in_the_way():
    """`/readyz` names each problem, while `/healthz` stays fine."""
    problems = ["The bot isn't connected to Discord.", "The bot is stopping."]
    async with TelemetryServer("127.0.0.1", 0, Metrics().registry, lambda: problems) as server:
        assert await get(server, "/readyz") == (503, "\n".join([*problems, ""]))
        assert await get(server, "/healthz") == (200, "ok\n")
        problems.clear()
        assert await get(server, "/readyz") == (200, "ready\n")


async def test_an_address_in_use_is_an_error_at_once():
    """A second server can't use the same port."""
    registry = Metrics().registry
    async with TelemetryServer("127.0.0.1", 0, registry, list) as server:
        with pytest.raises(OSError, match="address already in use"):
            await TelemetryServer("127.0.0.1", server.port, registry, list).__aenter__()


async def test_each_measurement_is_counted_once():
    """Outcomes, times and tokens match what was measured."""
    metrics = Metrics()
    for measurement in (
        Answered("api", 3.0),
        Answered("api", 1.0, "ProviderBusy"),
        Ended("api", Outcome.DELIVERED, 5.0, paid=60, lost=3),
        Ended("api", Outcome.LOST, 9.0, "PictureLost", lost=63),
        Ended("api", Outcome.CANCELLED, 9.0),
        ChargedLate("api", 10),
    ):
        metrics.measure(measurement)
    metrics.wrote(4, 0.002)
    async with TelemetryServer("127.0.0.1", 0, metrics.registry, list) as server:
        _, body = await get(server, "/metrics")
    values = {
        (sample.name, *map(sample.labels.get, sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }
    assert values["easel_tokens_spent_total", "api"] == 60
    assert values["easel_tokens_lost_total", "api"] == 76
    assert values["easel_generation_seconds_sum", "api"] == 5
    assert values["easel_image_api_seconds_sum", "ok", "api"] == 3
    assert values["easel_image_api_seconds_sum", "ProviderBusy", "api"] == 1
    assert values["easel_database_group_size_sum",] == 4
    ended = {key[1]: value for key, value in values.items() if key[0] == "easel_generations_total"}
    assert ended == {"delivered": 1, "lost": 1, "cancelled": 1}
    assert values["easel_generation_failures_total", "api", "PictureLost"] == 1

"""The metrics of a running bot. The dashboard and the alerts only use existing ones."""

import asyncio
import json
import re
import shutil
import socket
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.cli.console import MISUSED
from tests.end_to_end.town import town
from tests.project.checkout import ROOT, text

ALERTS = "deploy/prometheus/alerts.yml"
OF_PROMETHEUS = {"job", "instance"}  # labels that it adds to every series
WORDS = {"and", "or", "unless", "offset", "bool"}


def dashboard_queries() -> Iterator[str]:
    for panel in json.loads(text("deploy/grafana/easel.json"))["panels"]:
        for target in panel.get("targets", []):
            yield target["expr"].replace("$__rate_interval", "5m").replace("$job", ".*")


def alert_queries() -> Iterator[str]:
    """Each line has a fixed form, so that this needs no YAML library."""
    for rule in text(ALERTS).split("- alert: ")[1:]:
        folded = re.search(r"expr: (?:>-\n)?(.*?)\n +(?:for|labels):", rule, re.DOTALL)
        assert folded is not None
        yield " ".join(folded[1].split())


def asked_for(query: str) -> Iterator[tuple[str, set[str]]]:
    """Each metric in a query, with the labels it needs."""
    grouped = {
        label
        for labels in re.findall(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)", query)
        for label in re.findall(r"\w+", labels)
    }
    bare = re.sub(r"\b(?:by|on|without|ignoring)\s*\([^)]*\)|\[[^\]]*\]|offset \w+", " ", query)
    for name, matchers in re.findall(r"\b([a-z_]\w*)\b(?!\s*\()\s*(?:\{([^}]*)\})?", bare):
        if name not in WORDS:
            yield name, set(re.findall(r"(\w+)\s*[=!]", matchers)) | grouped


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_every_query_reads_what_a_running_bot_shows(tmp_path: Path):
    """The numbers match the picture, no label has an ID, and each query finds its metrics and labels."""
    port = free_port()
    async with town(tmp_path) as place, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        await place.start(METRICS_ADDRESS=str(port))
        hazel = place.person("hazel")
        await place.over(await place.imagine(hazel))

        async def get(path: str) -> tuple[int, str]:
            async with session.get(path) as answer:
                return answer.status, await answer.text()

        async with asyncio.timeout(20):  # discord.py and the balance take a while
            while await get("/readyz") != (200, "ready\n"):
                await asyncio.sleep(0.05)
            while "easel_image_api_balance_usd{" not in (page := (await get("/metrics"))[1]):
                await asyncio.sleep(0.05)
    labels: dict[str, set[str]] = defaultdict(set)
    values = {}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            labels[sample.name] |= set(sample.labels)
            values[sample.name, *map(sample.labels.get, sorted(sample.labels))] = sample.value
            assert not [value for value in sample.labels.values() if re.search(r"\d{15}", value)]
    assert values["discord_connected", "0"] == 1
    assert values["easel_generations_total", "delivered", "aimlapi"] == 1
    assert values["easel_tokens_spent_total", "aimlapi"] == 63_000
    assert values["easel_tokens_held", "aimlapi"] == 0
    assert values["easel_acknowledgement_seconds_count", "application_command"] == 1
    assert values["easel_image_api_seconds_count", "ok", "aimlapi"] == 1
    assert values["discord_event_on_interaction_total", "imagine", "application_command", "0"] == 1
    assert values["easel_database_group_size_sum",] >= 4, "held, requested, generated, delivered"
    labels |= {"up": set(), "easel_generation_failures_total": {"provider", "reason"}}
    for query in [*dashboard_queries(), *alert_queries()]:
        found = list(asked_for(query))
        assert found, query
        for name, wanted in found:
            assert name in labels, f"{name} in {query}"
            assert wanted <= labels[name] | OF_PROMETHEUS, f"{name} has no {wanted - labels[name]}: {query}"


async def test_an_address_in_use_is_one_sentence(tmp_path: Path):
    """The bot doesn't start without the metrics that its owner wants, and says which setting is wrong."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with town(tmp_path) as place:
            await place.start(wait=False, METRICS_ADDRESS=str(port))
            await place.bot.ended()
            assert place.bot.ending == f"ended with exit code {MISUSED}"
            assert "METRICS_ADDRESS" in place.log[-1]
            assert str(port) in place.log[-1]


@pytest.mark.skipif(shutil.which("promtool") is None, reason="needs Prometheus (apt-get install prometheus)")
def test_prometheus_understands_every_query(tmp_path: Path):
    """promtool parses the alerts, and the dashboard's queries as rules."""
    rules = [
        {"record": f"dashboard:query:{number}", "expr": query}
        for number, query in enumerate(dashboard_queries())
    ]
    (tmp_path / "rules.yml").write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
    checked = subprocess.run(
        ["promtool", "check", "rules", tmp_path / "rules.yml", ROOT / ALERTS],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


async def test_systemd_hears_of_a_real_start_and_stop(tmp_path: Path):
    """READY is sent once connected, the watchdog is fed, and STOPPING is sent before the process ends."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.setblocking(False)

        async def heard(wanted: bytes) -> None:
            async with asyncio.timeout(30):
                while await asyncio.get_running_loop().sock_recv(manager, 100) != wanted:
                    pass

        async with town(tmp_path) as place:
            await place.start(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="100000")
            await heard(b"READY=1")
            await heard(b"WATCHDOG=1")
            place.bot.terminate()
            await heard(b"STOPPING=1")
            await place.bot.ended()
            assert place.bot.ending == "ended with exit code 0"

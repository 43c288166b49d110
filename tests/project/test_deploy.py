"""The files in deploy/ agree with the bot, the image and one another."""

import json
import re
import shutil
import subprocess

import pytest

from bot.settings import Settings
from tests.project.checkout import ROOT, text

UNIT = text("deploy/easel.service")
COMPOSE = text("deploy/compose.yaml")


def unit(name: str) -> str:
    [value] = re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)
    return value


def test_the_unit_starts_the_bot_and_leaves_it_time_to_stop() -> None:
    """It has Type=notify, as the bot expects, and more time than SHUTDOWN_SECONDS."""
    settings = Settings.read({}, required=())
    assert unit("Type") == "notify"
    assert unit("ExecStart").endswith("python -m bot run")
    assert int(unit("TimeoutStopSec")) > settings.shutdown_seconds
    assert int(unit("WatchdogSec")) >= 30
    [database] = re.findall(r"DATABASE_URL=(\S+)", UNIT)
    assert database == f"sqlite:////var/lib/{unit('StateDirectory')}/easel.sqlite3"
    Settings.read({"DATABASE_URL": database}, required=())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_understands_the_unit() -> None:
    """systemd-analyze finds no unknown line. It's fine that this machine has no /opt/easel."""
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", ROOT / "deploy/easel.service"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "nknown" not in checked.stderr
    assert "nvalid" not in checked.stderr


def test_compose_runs_the_image_as_it_has_to_be_run() -> None:
    """The volume is at the image's database, there's time to stop, and the metrics aren't public."""
    [grace] = re.findall(r"stop_grace_period: (\d+)s", COMPOSE)
    assert int(grace) > Settings.read({}, required=()).shutdown_seconds
    assert "- data:/data" in COMPOSE
    [address] = re.findall(r"METRICS_ADDRESS: (\S+)", COMPOSE)
    metrics = Settings.read({"METRICS_ADDRESS": address}, required=()).metrics_address
    assert metrics is not None
    assert f'targets: ["bot:{metrics.port}"]' in text("deploy/prometheus/prometheus.yml")
    assert all(port.startswith("127.0.0.1:") for port in re.findall(r'ports: \["([^"]+)"', COMPOSE))
    [user] = re.findall(r"^USER (\S+)$", text("Dockerfile"), re.MULTILINE)
    assert f'user: "{user}"' in COMPOSE
    for mounted in re.findall(r"- \./(\S+?):", COMPOSE):
        assert (ROOT / "deploy" / mounted).exists()


def test_the_dashboard_can_be_imported() -> None:
    """Every panel has its own ID and place, and uses Prometheus through a variable."""
    dashboard = json.loads(text("deploy/grafana/easel.json"))
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
        assert all(target["datasource"]["uid"] == "${datasource}" for target in panel.get("targets", []))
    assert {variable["name"] for variable in dashboard["templating"]["list"]} == {"datasource", "job"}


def test_every_alert_has_its_advice() -> None:
    """docs/operating.md has advice for every alert, and for no others."""
    alerts = re.findall(r"- alert: (\w+)", text("deploy/prometheus/alerts.yml"))
    assert re.findall(r"^\| `(Easel\w+)` \|", text("docs/operating.md"), re.MULTILINE) == alerts

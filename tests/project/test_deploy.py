"""The files in deploy/ agree with the bot, the image and one another."""

import json
import re
import shutil
import subprocess
from pathlib import Path

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
    [database] = re.findall(r"DATABASE_URL=(sqlite:\S+?)`", text("docs/operating.md"))
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


# A healthy bot's metrics with a value for each minute, and the changes that make each alert fire.
HEALTHY = {
    'up{job="easel"}': "1x90",
    'discord_connected{shard="0"}': "1x90",
    'process_start_time_seconds{job="easel"}': "1000x90",
    'logging_total{logger="bot",level="WARNING"}': "0+1x90",
    'easel_image_api_available{provider="aimlapi"}': "1x90",
    'easel_image_api_balance_usd{provider="aimlapi"}': "50-0.1x90",
    'easel_generations_total{provider="aimlapi",outcome="delivered"}': "0+10x90",
    'easel_generations_total{provider="aimlapi",outcome="released"}': "0+1x90",
    'easel_generations_total{provider="aimlapi",outcome="cancelled"}': "0+20x90",
    'easel_generations_queued{provider="aimlapi"}': "3x90",
    'easel_tokens_lost_total{provider="aimlapi"}': "0+1000x90",
    'easel_acknowledgement_seconds_bucket{interaction="component",le="1"}': "0+100x90",
    'easel_acknowledgement_seconds_bucket{interaction="component",le="2.5"}': "0+100x90",
    'easel_acknowledgement_seconds_bucket{interaction="component",le="+Inf"}': "0+100x90",
    'easel_event_loop_lag_seconds_bucket{le="0.1"}': "0+100x90",
    'easel_event_loop_lag_seconds_bucket{le="0.5"}': "0+100x90",
    'easel_event_loop_lag_seconds_bucket{le="+Inf"}': "0+100x90",
    'easel_database_write_seconds_bucket{le="0.1"}': "0+100x90",
    'easel_database_write_seconds_bucket{le="1"}': "0+100x90",
    'easel_database_write_seconds_bucket{le="+Inf"}': "0+100x90",
    'easel_gateway_reconnects_total{session="resumed"}': "0x60 1x30",
}
FIRING = {
    "EaselDown": {'up{job="easel"}': "0x90"},
    "EaselDisconnected": {'discord_connected{shard="0"}': "0x90"},
    "EaselRestarting": {'process_start_time_seconds{job="easel"}': "1000+60x90"},
    "EaselCriticalLog": {'logging_total{logger="bot",level="CRITICAL"}': "_x55 1x40"},
    "EaselImageApiUnavailable": {'easel_image_api_available{provider="aimlapi"}': "0x90"},
    "EaselCreditLow": {'easel_image_api_balance_usd{provider="aimlapi"}': "1.5x90"},
    "EaselManyFailures": {
        'easel_generations_total{provider="aimlapi",outcome="lost"}': "0+5x90",
    },
    "EaselTokensLost": {'easel_tokens_lost_total{provider="aimlapi"}': "0+20000x90"},
    "EaselQueueStuck": {
        f'easel_generations_total{{provider="aimlapi",outcome="{outcome}"}}': "10x90"
        for outcome in ("delivered", "released", "cancelled")
    },
    "EaselSlowAcknowledgements": {
        'easel_acknowledgement_seconds_bucket{interaction="component",le="1"}': "0+50x90"
    },
    "EaselEventLoopSlow": {'easel_event_loop_lag_seconds_bucket{le="0.1"}': "0+50x90"},
    "EaselDatabaseSlow": {'easel_database_write_seconds_bucket{le="0.1"}': "0+50x90"},
    "EaselReconnecting": {'easel_gateway_reconnects_total{session="resumed"}': "0+1x90"},
}


@pytest.mark.skipif(shutil.which("promtool") is None, reason="needs Prometheus (apt-get install prometheus)")
def test_each_alert_fires_for_its_own_reason_alone(tmp_path: Path) -> None:
    """A healthy bot fires none. Each problem fires its own alert, and no other."""

    def after_an_hour(changed: dict[str, str], alerts: list[str]) -> dict[str, object]:
        series = [{"series": name, "values": values} for name, values in (HEALTHY | changed).items()]
        fired = 'count by (alertname) (ALERTS{alertstate="firing"})'
        expected = [{"labels": f'{{alertname="{alert}"}}', "value": 1} for alert in alerts]
        check = {"expr": fired, "eval_time": "60m", "exp_samples": expected}
        return {"interval": "1m", "input_series": series, "promql_expr_test": [check]}

    tests = [after_an_hour({}, []), *(after_an_hour(series, [alert]) for alert, series in FIRING.items())]
    plan = {"rule_files": [str(ROOT / "deploy/prometheus/alerts.yml")], "tests": tests}
    (tmp_path / "plan.yml").write_text(json.dumps(plan), encoding="utf-8")
    run = subprocess.run(
        ["promtool", "test", "rules", tmp_path / "plan.yml"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert set(FIRING) == set(re.findall(r"- alert: (\w+)", text("deploy/prometheus/alerts.yml")))


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

"""A short storm; `python -m bench.storm` is the long one."""

from pathlib import Path

import pytest

from bench.storm import Storm
from tests.postgres import Server


@pytest.fixture
def new_url(postgres_server: Server) -> str:
    return postgres_server.new_database()


@pytest.mark.postgres
@pytest.mark.timeout(600)  # on a busy machine, processes take long to start
async def test_nothing_is_lost_while_gateways_and_workers_die(
    tmp_path: Path, postgres_server: Server, new_url: str
):
    """The books add up, no limit is exceeded, each picture is posted once, and every wait ends."""
    report = await Storm(tmp_path, postgres_server, new_url, wanted=40, members=6, kill_every=1.0).run()
    assert report.generations >= 40
    assert report.kills.total() >= 2
    assert (report.replaced, report.restarts) == (2, 2)
    assert report.states["delivered"] > 0
    assert report.differences == 0, str(report)

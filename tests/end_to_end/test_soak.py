"""A short soak; `python -m bench.soak` is the long one."""

from pathlib import Path

from bench.soak import soak


async def test_after_kills_and_failures_of_all_kinds_nothing_differs_and_nobody_waits(tmp_path: Path):
    report = await soak(tmp_path, generations=60, members=8, kill_every=12)
    assert report.generations >= 60
    assert report.kills >= 2
    assert report.states["delivered"] > 0
    assert report.differences == 0, str(report)

"""For all tests: in CI, tests of the page must not be skipped for lack of a browser."""

import os
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skipped browser test into a failure in CI, so that green means that the page works."""
    report = yield
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"In CI this must not be skipped, and it was: {report.longrepr}"
    return report

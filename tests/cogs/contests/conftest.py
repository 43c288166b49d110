"""The fair where contests are tested."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.discord import Discord
from tests.cogs.contests.fair import Fair, fair


@pytest.fixture
async def here(discord_here: Discord, tmp_path: Path) -> AsyncIterator[Fair]:
    async with fair(discord_here, tmp_path) as here:
        yield here

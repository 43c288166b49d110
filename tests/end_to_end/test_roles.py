"""Gateways and workers as processes of their own, and what the command line says about them."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.end_to_end.town import Town, town
from tests.postgres import Server

ROLE = (sys.executable, "-m", "bot", "run", "--role")


@pytest.fixture
def new_url(postgres_server: Server) -> str:
    return postgres_server.new_database()


@pytest.mark.parametrize("role", ["gateway", "worker"])
async def test_roles_need_postgresql(tmp_path: Path, role: str) -> None:
    """On SQLite the process says so and exits with 2, before it creates anything."""
    async with town(tmp_path) as place:
        bot = place.spawn(*ROLE, role)
        await bot.start()
        await bot.ended()
        assert bot.ending == "ended with exit code 2"
        assert any("PostgreSQL" in line for line in place.log)
        assert not place.database.exists()


@pytest.mark.postgres
async def test_a_role_and_a_bot_that_does_everything_exclude_each_other(
    tmp_path: Path, postgres_url: str
) -> None:
    """The one in memory would run what the others have claimed."""
    async with town(tmp_path) as place:
        gateway = place.spawn(*ROLE, "gateway", DATABASE_URL=postgres_url)
        await gateway.start()
        try:
            await place.playground.discord.bot_ready("imagine", seconds=60)
            sole = place.spawn(DATABASE_URL=postgres_url)
            await sole.start()
            await sole.ended()
            assert sole.ending == "ended with exit code 1"
            assert any("another bot is already using it" in line for line in place.log)
        finally:
            await gateway.stop(30)


async def healthy(place: Town, role: str, url: str) -> None:
    """Returns once `health` is content, which takes as long as the first heartbeat."""
    async with asyncio.timeout(20):
        while True:
            health = place.spawn(sys.executable, "-m", "bot", "health", "--role", role, DATABASE_URL=url)
            await health.start()
            await health.ended()
            if health.ending == "ended with exit code 0":
                return


@pytest.mark.postgres
async def test_a_new_installation_needs_no_order(tmp_path: Path, new_url: str) -> None:
    """Gateway and worker start together on an empty database, and health is right for each."""
    async with town(tmp_path) as place:
        roles = ("worker", "gateway")
        bots = [place.spawn(*ROLE, role, DATABASE_URL=new_url) for role in roles]
        for bot in bots:
            await bot.start()
        try:
            await place.playground.discord.bot_ready("imagine", seconds=60)
            hazel = place.person("hazel")
            number = await place.imagine(hazel)
            await hazel.wait_for(lambda message: f"easel-{number}" in str(message), seconds=30)
            for role in roles:
                await healthy(place, role, new_url)
        finally:
            for bot in bots:
                await bot.stop(30)
        assert [bot.ending for bot in bots] == ["ended with exit code 0"] * 2

"""The process itself: how it starts, what it can do without, and how it ends when something is gone."""

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.cli.console import MISUSED
from tests.end_to_end.test_operator import typed
from tests.end_to_end.town import Town, pictures_in, town, until


async def ending(place: Town) -> str:
    await asyncio.wait_for(place.bot.ended(), 40)
    return place.bot.ending or ""


async def test_a_token_reset_while_it_runs_is_one_sentence(tmp_path: Path):
    """Pictures in progress are still delivered, because answering interactions needs no token."""
    async with town(tmp_path) as place:
        place.image_api.latency_seconds = 3
        await place.start(SHUTDOWN_SECONDS="60")
        hazel = place.person("hazel")
        generation = await place.imagine(hazel)
        await until(lambda: place.state(generation) == "requested")
        application = place.playground.discord.application
        old = application.token
        application.token = old[:-4] + "AAAA"
        await place.playground.discord.faults.drop()
        assert await ending(place) == "ended with exit code 1"
        assert "DISCORD_TOKEN" in place.log[-1]
        assert not any("Traceback" in line or "Session is closed" in line for line in place.log)
        assert place.state(generation) == "delivered"
        await hazel.wait_for(lambda message: len(pictures_in(message)) == 1)


async def test_a_token_reset_with_no_time_left_parks_pictures_quietly(tmp_path: Path):
    """Stopping at once loses nothing. The next start delivers the pictures with the new token."""
    async with town(tmp_path) as place:
        await place.start(SHUTDOWN_SECONDS="0")
        hazel = place.person("hazel")
        await place.over(await place.imagine(hazel))  # so that there's no welcome note
        place.playground.discord.faults.delay(
            "PATCH /webhooks/{application_id}/{token}/messages/{message_id}", 30, times=100
        )
        generation = await place.imagine(hazel)
        await until(lambda: place.state(generation) == "generated")
        application = place.playground.discord.application
        old = application.token
        application.token = old[:-4] + "AAAA"
        await place.playground.discord.faults.drop()
        assert await ending(place) == "ended with exit code 1"
        assert "DISCORD_TOKEN" in place.log[-1]
        assert not any("Traceback" in line or "Session is closed" in line for line in place.log)
        assert place.state(generation) == "generated"
        place.playground.discord.faults.clear()
        application.token = old
        await place.start()
        await place.over(generation)
        assert place.state(generation) == "delivered"


async def test_it_runs_without_standard_streams(tmp_path: Path):
    """With all three closed the bot works, and doesn't print anything into its database."""
    async with town(tmp_path) as place:
        await place.start("sh", "-c", f'exec "{sys.executable}" -m bot run <&- >&- 2>&-')
        hazel = place.person("hazel")
        await place.over(await place.imagine(hazel))
        await hazel.wait_for(lambda message: len(pictures_in(message)) == 1)
        place.bot.terminate()
        assert await ending(place) == "ended with exit code 0"
        with sqlite3.connect(place.database) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_deleted_log_ends_the_bot_and_loses_nothing(tmp_path: Path):
    """After the restart everything paid for is recorded, and the bot says what happened."""
    async with town(tmp_path) as place:
        await place.start()
        hazel = place.person("hazel")
        await place.over(*[await place.imagine(hazel) for _ in range(2)])
        for name in ("-wal", "-shm"):
            place.database.with_name(place.database.name + name).unlink()
        assert await ending(place) == "ended with exit code 1"
        assert "The database can't be used" in place.log[-1]
        assert place.balance(hazel) == (126_000, 0)
        await place.start()
        await place.over(await place.imagine(hazel))
        assert place.balance(hazel) == (189_000, 0)


@pytest.mark.parametrize(
    "command",
    [
        "operator cap show",
        "operator cap set 20m --all",
        "operator pause",
        "operator spending",
        "export --what audit",
        "backup copy.sqlite3",
        "reconcile",
        "check --books",
    ],
)
async def test_no_command_creates_a_database_in_the_wrong_folder(tmp_path: Path, command: str):
    """It says that there's no database there and what to do, and creates no file."""
    folder = tmp_path / "elsewhere"
    async with town(tmp_path) as place:
        ended, said = await typed(
            place, *command.split(), DATABASE_URL=f"sqlite:///{folder}/easel.sqlite3", LOG_LEVEL="error"
        )
    assert ended == f"ended with exit code {MISUSED}"
    [sentence] = said
    assert str(folder) in sentence
    assert "DATABASE_URL" in sentence
    assert not folder.exists()
    assert not (tmp_path / "copy.sqlite3").exists()


async def test_check_creates_no_database_either(tmp_path: Path):
    """Before the first start, it says where the database will be, and how much the whole bot can spend."""
    async with town(tmp_path) as place:
        ended, said = await typed(place, "check", MONTHLY_CAP="40m")
        assert ended == "ended with exit code 0"
        assert any(str(place.database) in line and "will be created" in line for line in said)
        assert any("$20.00" in line and "MONTHLY_CAP" in line for line in said)
        assert not place.database.exists()
        await place.start()
        await typed(place, "operator", "cap", "set", "none", "--all")
        _, said = await typed(place, "check", MONTHLY_CAP="40m")
        assert any("no cap" in line for line in said)


async def test_an_id_that_is_too_large_is_refused_in_words(tmp_path: Path):
    """The largest id that fits is accepted, and the next one is refused."""
    async with town(tmp_path) as place:
        await place.start()
        for last, code in ((7, 0), (8, MISUSED)):
            ended, said = await typed(
                place, "export", "--what", "audit", "--guild", f"922337203685477580{last}", LOG_LEVEL="error"
            )
            assert ended == f"ended with exit code {code}"
        assert "isn't a server's ID" in said[-1]

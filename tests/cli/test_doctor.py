"""`doctor`'s checks of the machine and the database."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.cli.checks import (
    Verdict,
    bad,
    examine_clock,
    examine_place,
    examine_store,
    file_system_finding,
    good,
    tell,
    warning,
)
from bot.cli.database import backup
from bot.storage import SqliteLocation, open_store

DAY_MS = 86_400_000


@pytest.fixture
async def discord_api() -> AsyncIterator[str]:
    """A server with the time in its headers, like any HTTP server."""

    async def gateway(_: web.Request) -> web.Response:
        return web.json_response({})

    app = web.Application()
    app.router.add_get("/gateway", gateway)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize(
    ("ahead", "said"), [(0, "agrees"), (90, "90 seconds ahead of"), (-3600, "3,600 seconds behind")]
)
async def test_a_wrong_clock_is_found(discord_api: str, ahead: int, said: str):
    """By Discord's clock, with what to do about it."""
    now_s = float(int(time.time()) + ahead) + 0.5
    finding = await examine_clock(discord_api, now_s)
    assert said in finding.sentence
    assert (finding.verdict is Verdict.BAD) == ("timedatectl" in finding.sentence) == (ahead != 0)


async def test_an_unreachable_discord_says_nothing_about_the_clock():
    """Another finding reports that it can't be reached."""
    assert (await examine_clock("http://127.0.0.1:9")).verdict is Verdict.WARNING


async def test_the_age_of_the_last_backup(tmp_path: Path):
    """None, a fresh one and an old one, by the time that `backup` stored."""
    async with open_store(f"sqlite:///{tmp_path}/easel.sqlite3") as store:

        async def finding(now_ms: int):
            ledger, backups = await examine_store(store, now_ms)
            assert ledger == good("The ledger adds up.")
            return backups

        assert (await finding(DAY_MS)).verdict is Verdict.WARNING
        assert await backup(store, tmp_path / "copy.sqlite3", DAY_MS) == 0
        assert await finding(2 * DAY_MS) == good("The last backup was made on 1970-01-02 at 00:00 UTC.")
        assert "10 days old" in (await finding(11 * DAY_MS)).sentence


def test_a_running_bot_is_seen(tmp_path: Path):
    """By its heartbeat, even if the database doesn't exist yet."""
    *_, without = examine_place(SqliteLocation(tmp_path / "not" / "there" / "yet" / "easel.sqlite3"))
    assert without.verdict is Verdict.WARNING
    place = SqliteLocation(tmp_path / "easel.sqlite3")
    place.heartbeat.touch()
    *_, with_one = examine_place(place)
    assert with_one.verdict is Verdict.GOOD


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("ext4", Verdict.GOOD),
        (None, Verdict.GOOD),
        ("nfs4", Verdict.BAD),
        ("tmpfs", Verdict.BAD),
        ("overlay", Verdict.WARNING),
    ],
)
def test_file_systems_that_lose_a_database_are_found(kind: str | None, verdict: Verdict):
    """On another machine, in memory, or in a container without a volume."""
    assert file_system_finding(kind).verdict is verdict


def test_only_what_is_bad_fails(capsys: pytest.CaptureFixture[str]):
    """A warning is printed and exits with 0."""
    assert tell([good("This."), warning("That.")]) == 0
    assert tell([bad("Those.")]) == 1
    assert capsys.readouterr().out == "ok  This.\n!   That.\nNO  Those.\n"

"""The owner's command line: each command's good case, and every possible mistake at startup."""

import asyncio
import signal
import sqlite3
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.storage import open_store
from playground.image_api import Fault
from tests.end_to_end.town import Town, pictures_in, town, until


async def typed(place: Town, *command: str, **environment: str) -> tuple[str, list[str]]:
    """Runs `easel …` to its end. Returns how it ended and what it printed."""
    process = place.spawn(sys.executable, "-m", "bot", *command, **environment)
    said: list[str] = []
    process._heard = said.append
    await process.start()
    await asyncio.wait_for(process.ended(), 40)
    assert not any("Traceback" in line for line in said), "\n".join(said)
    return process.ending or "", said


async def charge(place: Town, request_id: str) -> None:
    """Makes the provider charge a request with this id, whoever sends it."""
    headers = {"Authorization": f"Bearer {place.image_api.key}", "X-Client-Request-Id": request_id}
    body = {"model": "blackforestlabs/flux-2-pro", "prompt": "late"}
    url = f"{place.image_api.base_url}/v1/images/generations"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, json=body) as answer:
        assert answer.status == 200


async def shown_in_the_log(place: Town, request_id: str) -> None:
    """Returns once the provider's log shows the request, which takes a while after its answer."""
    headers = {"Authorization": f"Bearer {place.image_api.key}"}
    async with aiohttp.ClientSession(headers=headers) as session, asyncio.timeout(30):
        while True:
            async with session.get(f"{place.image_api.base_url}/v2/logs?period=1h") as answer:
                if request_id in await answer.text():
                    return
            await asyncio.sleep(0.1)


async def test_without_settings_each_missing_one_is_named(tmp_path: Path):
    async with town(tmp_path) as place:
        ending, said = await typed(place, "run", DISCORD_TOKEN="", AIMLAPI_KEY="", DEFAULT_ALLOWANCE="many")
    assert ending == "ended with exit code 2"
    assert len(said) == 3
    assert [line.split()[0] for line in sorted(said)] == ["AIMLAPI_KEY", "DEFAULT_ALLOWANCE", "DISCORD_TOKEN"]


async def test_a_wrong_token_is_one_sentence(tmp_path: Path):
    async with town(tmp_path) as place:
        wrong = place.playground.discord.bot_token[:-4] + "aaaa"
        ending, said = await typed(place, "run", DISCORD_TOKEN=wrong, LOG_LEVEL="error")
        assert wrong not in "\n".join(said)
    assert ending == "ended with exit code 1"
    (sentence,) = said
    assert "DISCORD_TOKEN" in sentence


async def test_a_wrong_key_is_one_sentence(tmp_path: Path):
    async with town(tmp_path) as place:
        ending, said = await typed(place, "run", AIMLAPI_KEY="no-such-key", LOG_LEVEL="error")
    assert ending == "ended with exit code 1"
    assert "AIMLAPI_KEY" in said[-1]
    assert not any("no-such-key" in line for line in said)


async def test_a_database_that_can_not_be_written_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    async with town(tmp_path) as place:
        ending, said = await typed(
            place, "run", DATABASE_URL=f"sqlite:///{tmp_path}/file/easel.sqlite3", LOG_LEVEL="error"
        )
    assert ending == "ended with exit code 1"
    (sentence,) = said
    assert "database" in sentence


async def test_a_second_bot_on_the_same_database_is_turned_away(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        ending, said = await typed(place, "run", LOG_LEVEL="error")
        assert ending == "ended with exit code 1"
        assert "another bot" in said[-1]
        await place.kill()
        await place.start()


async def test_the_books_can_be_checked_without_token_and_key(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        ending, said = await typed(place, "check", "--books", DISCORD_TOKEN="", AIMLAPI_KEY="")
    assert (ending, said) == ("ended with exit code 0", ["The ledger adds up."])


async def test_check_says_what_is_there_and_what_is_missing(tmp_path: Path):
    async with town(tmp_path) as place:
        ending, said = await typed(place, "check")
        assert ending == "ended with exit code 0"
        assert [line for line in said if not line.startswith("ok ")] == []
        assert any("permissions=" in line for line in said)
        ending, said = await typed(place, "check", AIMLAPI_KEY="no-such-key")
        assert ending == "ended with exit code 1"
        assert [line for line in said if line.startswith("NO ")] == [said[-1]]


async def test_sync_tells_discord_again_although_nothing_changed(tmp_path: Path):
    async with town(tmp_path) as place:
        await typed(place, "migrate")
        for _ in range(2):
            ending, _said = await typed(place, "sync")
            assert ending == "ended with exit code 0"
        assert sum(each.method == "PUT" for each in place.playground.discord.log) == 2


async def test_the_books_are_checked_and_a_forged_balance_is_found(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        await place.over(await place.imagine(place.person("hazel")))
        await place.stop()
        assert (await typed(place, "check", "--books"))[0] == "ended with exit code 0"
        with sqlite3.connect(place.database) as forger:
            forger.execute("UPDATE account SET spent = spent - 1 WHERE scope = 'member'")
        ending, said = await typed(place, "check", "--books")
    assert ending == "ended with exit code 1"
    assert any("63,000" in line and "62,999" in line for line in said)


async def test_reconcile_finds_what_the_provider_charged_behind_our_back(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start(LOG_PATIENCE_SECONDS="1")
        hazel = place.person("hazel")
        bought = await place.imagine(hazel)
        await place.over(bought)
        await shown_in_the_log(place, f"easel-{bought}")
        ending, said = await typed(place, "reconcile")
        assert ending == "ended with exit code 0"
        assert "1 pictures" in said[-1]
        place.image_api.faults.next(Fault.BROKEN_UNRECORDED)
        lost = await place.imagine(hazel)
        await place.over(lost)
        assert place.state(lost) == "released"
        await charge(place, f"easel-{lost}")
        await shown_in_the_log(place, f"easel-{lost}")
        ending, said = await typed(place, "reconcile", "--since", "2h")
        assert ending == "ended with exit code 1"
        assert any(str(lost) in line and "63,000" in line for line in said)


async def test_a_backup_taken_while_the_bot_works_can_be_restored(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        hazel = place.person("hazel")
        await place.over(await place.imagine(hazel))
        copy = tmp_path / "backup.sqlite3"
        ending, said = await typed(place, "backup", str(copy))
        assert (ending, str(copy) in said[0]) == ("ended with exit code 0", True)
        assert (await typed(place, "backup", str(copy)))[0] == "ended with exit code 1"
        await place.over(await place.imagine(hazel))
        await place.stop()
        async with open_store(f"sqlite:///{copy}") as restored:
            assert await restored.books.differences() == []
        await place.start(DATABASE_URL=f"sqlite:///{copy}")
        await place.imagine(hazel, prompt="after the restore")
        await hazel.wait_for(lambda message: len(pictures_in(message)) == 1 and "restore" in str(message))


async def test_health_follows_the_connection(tmp_path: Path):
    async with town(tmp_path) as place:
        assert (await typed(place, "health"))[0] == "ended with exit code 1"
        await place.start()
        await until(lambda: place.database.with_name("easel.sqlite3.alive").exists())
        assert (await typed(place, "health"))[0] == "ended with exit code 0"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_cleanly_and_a_second_one_at_once(tmp_path: Path, number: signal.Signals):
    async with town(tmp_path) as place:
        place.image_api.latency_seconds = 60
        await place.start(SHUTDOWN_SECONDS="60")
        generation = await place.imagine(place.person("hazel"))
        await until(lambda: place.state(generation) == "requested")
        pid = place.bot.pid
        assert pid is not None
        place.bot._process.send_signal(number)
        await until(lambda: any("stopping" in line for line in place.log))
        assert place.bot.running
        place.bot._process.send_signal(number)
        await asyncio.wait_for(place.bot.ended(), 10)
        assert place.bot.ending == "ended with exit code 1"


async def test_doctor_finds_a_healthy_bot_healthy(tmp_path: Path):
    """While the bot runs. Every problem is a line that says what to do, and the exit code is 1."""
    async with town(tmp_path) as place:
        await place.start()
        assert (await typed(place, "backup", "copy.sqlite3"))[0] == "ended with exit code 0"
        await until(lambda: place.database.with_name("easel.sqlite3.alive").exists())
        ending, said = await typed(place, "doctor")
        assert ending == "ended with exit code 0", said
        for found in (
            "token",
            "the key",
            "ledger",
            "backup",
            "GiB",
            "clock",
            "is running",
            "commands",
            "roles",
        ):
            assert any(found in line for line in said if line.startswith("ok")), (found, said)
        place.image_api.balance_usd = 0
        ending, said = await typed(place, "doctor", OPERATOR_GUILD_ID="1574027303669727239")
        assert ending == "ended with exit code 1"
        wrong = [line for line in said if line.startswith("NO ")]
        assert ["credit" in line.lower() for line in wrong] == [True, False], wrong
        assert "OPERATOR_GUILD_ID" in wrong[1]

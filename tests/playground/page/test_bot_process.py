"""The bot as a process: its output, how it ends, and how it restarts."""

import asyncio
import sys
from pathlib import Path

import pytest

from playground.bot_process import BotProcess

PATIENT = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
print("up", flush=True)
time.sleep(60)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""


class Lines(list[str]):
    async def reach(self, line: str) -> None:
        async with asyncio.timeout(30):
            while line not in self:
                await asyncio.sleep(0.02)


def program(
    code: str, directory: Path, heard: Lines, environment: dict[str, str] | None = None
) -> BotProcess:
    return BotProcess(environment or {}, directory, heard.append, command=(sys.executable, "-c", code))


async def test_its_lines_are_heard_to_the_last(tmp_path: Path) -> None:
    """Every line of output and errors is read, even one of a megabyte and a last one without a line break."""
    heard = Lines()
    code = "import sys\nprint('one')\nsys.stderr.write('two\\n')\nprint('x' * 2**20)\nprint('last', end='')"
    bot = program(code, tmp_path, heard)
    await bot.start()
    await bot.ended()
    assert {"one", "two", "last"} <= set(heard)
    assert "".join(heard).count("x") == 2**20
    assert bot.ending == "ended with exit code 0"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """The directory as the process itself would name it."""
    return tmp_path.resolve()


async def test_it_gets_its_environment_and_directory(directory: Path) -> None:
    """It runs in its own directory, away from any owner's .env, and gets the environment it was given."""
    heard = Lines()
    code = "import os\nprint(os.path.realpath('.'))\nprint(os.environ['DISCORD_TOKEN'])"
    bot = program(code, directory, heard, {"DISCORD_TOKEN": "given"})
    await bot.start()
    await bot.ended()
    assert heard == [str(directory), "given"]


async def test_asked_to_end_it_ends_in_its_own_way(tmp_path: Path) -> None:
    """SIGTERM lets it clean up."""
    heard = Lines()
    bot = program(PATIENT, tmp_path, heard)
    await bot.start()
    await heard.reach("up")
    await bot.stop(grace_seconds=30)
    assert bot.ending == "ended with exit code 3"
    assert not bot.running


async def test_what_does_not_end_is_killed(tmp_path: Path) -> None:
    """It's killed after the grace period."""
    heard = Lines()
    bot = program(STUBBORN, tmp_path, heard)
    await bot.start()
    await heard.reach("up")
    await bot.stop(grace_seconds=0.2)
    assert bot.ending == "was killed (SIGKILL)"


async def test_it_can_be_started_again(tmp_path: Path) -> None:
    """It can start again after it has ended. Starting does nothing while it runs."""
    heard = Lines()
    bot = program(PATIENT, tmp_path, heard)
    await bot.start()
    first = bot.pid
    await bot.start()
    assert bot.pid == first
    await heard.reach("up")
    bot.kill()
    await bot.ended()
    heard.clear()
    await bot.start()
    await heard.reach("up")
    assert bot.ending is None
    assert bot.pid not in (None, first)
    await bot.stop(grace_seconds=30)

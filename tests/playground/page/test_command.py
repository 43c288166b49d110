"""`python -m playground` as a newcomer runs it."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

CHECKOUT = Path(__file__).parents[3]


@asynccontextmanager
async def playground(*arguments: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "playground",
        *arguments,
        cwd=CHECKOUT,
        env=os.environ | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_says_where_it_is_and_ends_cleanly(number: signal.Signals) -> None:
    """One line names the page once the bot is connected. Ctrl-C or SIGTERM ends everything, with code 0."""
    async with playground("--port", "0") as process:
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address
        async with aiohttp.ClientSession() as session, session.get(address[0]) as response:
            assert response.status == 200
        process.send_signal(number)
        output, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    assert output == b""
    assert b"Traceback" not in errors


async def test_a_busy_port_is_said_in_one_sentence() -> None:
    """A port that's in use ends it at once with code 2, and one sentence says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        async with playground("--port", str(port)) as process:
            output, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert output == b""
    assert errors.decode() == (
        f"Port {port} is in use. Choose another with --port (or make demo PORT={port + 1}).\n"
    )


async def test_a_bot_that_does_not_come_up_is_reported() -> None:
    """If the bot ends before it's connected, a line below its output says so, and the code is 1."""
    async with playground("--port", "0", LOG_LEVEL="nonsense") as process:
        output, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    assert output == b""
    *lines, last = errors.decode().splitlines()
    assert any(line.startswith("bot | ") and "LOG_LEVEL" in line for line in lines)
    assert last == "The bot ended with exit code 2 before it was connected. Its last lines are above."


async def test_the_database_is_kept_on_request(tmp_path: Path) -> None:
    """With --data, the bot's database is in that folder and stays there."""
    async with playground("--port", "0", "--data", str(tmp_path / "kept")) as process:
        assert process.stdout is not None
        await asyncio.wait_for(process.stdout.readline(), 60)
        process.terminate()
        await asyncio.wait_for(process.communicate(), 60)
    assert (tmp_path / "kept" / "easel.sqlite3").exists()

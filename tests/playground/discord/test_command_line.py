"""`python -m playground` for your own bot, and with a world that survives a restart."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from playground.app import Playground
from playground.discord import Discord

CHECKOUT = Path(__file__).parents[3]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.secret"


@asynccontextmanager
async def command(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground", *arguments),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_bot_of_your_own() -> None:
    """--no-bot prints addresses and a token. A bot with that token connects with the intents it was given."""
    arguments = ("--no-bot", "--port", "0", "--token", TOKEN, "--intents", "members,message_content")
    async with command(*arguments, "--shards", "2", "--name", "Helper") as process, asyncio.timeout(60):
        assert process.stdout
        lines = [(await process.stdout.readline()).decode().rstrip() for _ in range(6)]
        given = dict(line.partition(": ")[::2] for line in lines[:5])
        assert given["Token"] == TOKEN
        assert given["Application id"] == "123456789012345678"
        headers = {"Authorization": f"Bot {TOKEN}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            async with session.get(f"{given['API']}/gateway/bot") as answer:
                assert (await answer.json())["shards"] == 2
            async with session.ws_connect(f"{given['Gateway']}?v=10") as socket:
                identify = {"token": TOKEN, "intents": 1 | 1 << 1 | 1 << 15, "properties": {}}
                await socket.send_json({"op": 2, "d": identify})
                await socket.receive()
                ready = await socket.receive_json()
        assert (ready["t"], ready["d"]["user"]["username"]) == ("READY", "Helper")
        process.terminate()
        _, errors = await process.communicate()
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.parametrize("wrong", [("--intents", "telepathy"), ("--shards", "0"), ("--name", "")])
async def test_wrong_options_are_explained(wrong: tuple[str, str]) -> None:
    """A wrong option ends the command at once with code 2 and names the option."""
    async with command("--no-bot", *wrong) as process:
        _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 2
    assert wrong[0] in errors.decode().splitlines()[-1]


async def test_the_owners_commands_are_in_the_annex(tmp_path: Path) -> None:
    """The playground's bot gets The Annex as its owner's server, and no cap."""
    show = "import json, os, sys; json.dump(dict(os.environ), sys.stdout)"
    heard: list[str] = []
    async with Playground() as playground:
        bot = await playground.start_bot(tmp_path, heard.append, command=(sys.executable, "-c", show))
        await asyncio.wait_for(bot.ended(), 60)
        environment = json.loads("".join(heard))
        assert environment["OPERATOR_GUILD_ID"] == str(playground.discord.guild("The Annex").id)
        assert "MONTHLY_CAP" not in environment
    empty: list[str] = []
    async with Playground(discord=Discord()) as playground:
        bot = await playground.start_bot(tmp_path, empty.append, command=(sys.executable, "-c", show))
        await asyncio.wait_for(bot.ended(), 60)
    assert "OPERATOR_GUILD_ID" not in json.loads("".join(empty))

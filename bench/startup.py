"""How long startup takes, and how much memory many servers cost, compared with the bare bot.

    python -m bench.startup [--guilds 2 2500]

Measures from the start of the process until it's connected to the gateway and its commands exist. The
playground doesn't make bots wait before they identify, so none of this is the gateway's time. Every server
has thirty channels and twenty roles, and memory is read once all of them have been described.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bench.figures import HEADER, Figure
from bench.interactions import BARE, cpu_seconds
from playground.app import Playground
from playground.bot_process import RUN_BOT, BotProcess
from playground.discord import Discord
from playground.image_api import ImageApi

CHANNELS, ROLES = 30, 20
SETTLED_SECONDS = 1.0  # without any CPU use, all servers were read


def discord_with(guilds: int) -> Discord:
    """The demo's two servers, and as many others as needed."""
    discord = Discord.demo(identify_interval_seconds=0.0)
    owner = discord.user("alder")
    for number in range(guilds - len(discord.guilds)):
        guild = discord.add_guild(f"Server {number}", owner)
        for channel in range(CHANNELS):
            discord.add_channel(guild, f"channel-{channel}")
        for role in range(ROLES):
            discord.add_role(guild, f"role {role}")
    return discord


async def measure(command: Sequence[str], discord: Discord, directory: Path) -> tuple[float, float, float]:
    """Seconds and CPU seconds until ready, and MiB of resident memory with all servers."""
    async with Playground(discord=discord, image_api=ImageApi()) as place:
        environment = place.bot_environment() | {
            "DATABASE_URL": f"sqlite:///{directory / 'easel.sqlite3'}",
            "MAX_CONCURRENT_GENERATIONS": "4",
        }
        bot = BotProcess(environment, directory, lambda _: None, command=command)
        started = time.perf_counter()
        await bot.start()
        try:
            await discord.bot_ready("imagine", seconds=120)
            seconds = time.perf_counter() - started
            assert bot.pid is not None
            used = cpu_seconds(bot.pid)
            await _settle(bot.pid)
            return seconds, used, _resident_mib(bot.pid)
        finally:
            await bot.stop(30)


async def _settle(pid: int) -> None:
    used = -1.0
    while used != (used := cpu_seconds(pid)):
        await asyncio.sleep(SETTLED_SECONDS)


def _resident_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


async def figures(guilds: Sequence[int] = (2, 2_500), rounds: int = 3) -> AsyncIterator[Figure]:
    """For each number of servers, for the table of all benchmarks."""
    for count in guilds:
        found: dict[Sequence[str], list[tuple[float, float, float]]] = {BARE: [], RUN_BOT: []}
        for _ in range(rounds):
            for command, measured in found.items():
                with tempfile.TemporaryDirectory(prefix="easel-bench-") as directory:
                    measured.append(await measure(command, discord_with(count), Path(directory)))
        bare, easel = (tuple(map(statistics.median, zip(*each, strict=True))) for each in found.values())
        most_mib = 90.0 if count <= 2_500 else None
        most_seconds = 1.5 if count < 10 else None
        yield Figure(f"start to ready, {count:,} servers", easel[0], "s", bare[0], most=most_seconds)
        yield Figure("    CPU until then", easel[1], "s", bare[1])
        yield Figure(f"    memory with {count:,} servers", easel[2], "MiB", bare[2], most=most_mib)


async def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.startup",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--guilds", type=int, nargs="+", default=[2, 2_500])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print(HEADER)
    async for figure in figures(asked.guilds, asked.rounds):
        print(figure, flush=True)


if __name__ == "__main__":
    asyncio.run(main())

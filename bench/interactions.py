"""What one /imagine costs, compared with a fifty-line bot that does the same without any guarantees.

    python -m bench.interactions

Both bots take turns against the same playground, each on its own core if there are two. Ratios hold on other
machines, absolute figures don't. The playground measures from outside: CPU time and peak memory of the bot's
process, the time to the first answer, and the time from the image API's answer to the picture in Discord.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.app import Playground
from playground.bot_process import RUN_BOT, BotProcess
from playground.discord import Person
from playground.image_api import ImageApi

BARE = (sys.executable, str(Path(__file__).with_name("bare_bot.py")))
LATENCY_SECONDS = 0.2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """`pictures` in total, with `at_once` in flight. Painted pictures are about 1 MB, plain ones a few KB."""

    name: str
    pictures: int
    at_once: int
    painted: bool

    @property
    def size(self) -> dict[str, int]:
        side = 1024 if self.painted else 512
        return {"width": side, "height": side}


LOADS = (
    Load("tiny picture, 32 in flight", 320, 32, painted=False),
    Load("tiny picture, 128 in flight", 640, 128, painted=False),
    Load("1 MB picture, 1 at a time", 24, 1, painted=True),
    Load("1 MB picture, 64 in flight", 128, 64, painted=True),
)


@dataclass(frozen=True)
class Measured:
    """`cpu_ms` is per picture. `answered_ms` and `to_channel_ms` are the median and 99th percentile."""

    cpu_ms: float
    answered_ms: tuple[float, float]
    to_channel_ms: tuple[float, float]
    peak_mib: float


async def measure(command: Sequence[str], load: Load, directory: Path) -> Measured:
    """Measures one bot under one load, after a warm-up with as many pictures as are in flight."""
    drawing = "painted" if load.painted else "fast"
    image_api = ImageApi(latency_seconds=LATENCY_SECONDS, drawing=drawing)
    async with Playground(image_api=image_api) as place:
        environment = place.bot_environment() | {
            "DATABASE_URL": f"sqlite:///{directory / 'easel.sqlite3'}",
            "DEFAULT_ALLOWANCE": "unlimited",
            "MONTHLY_CAP": "none",
            "MEMBER_IN_FLIGHT": "1000",
            "QUEUE_PER_SERVER": "10000",
            "QUEUE_TOTAL": "10000",
            "MAX_CONCURRENT_GENERATIONS": str(min(load.at_once, 100)),
            "LOG_LEVEL": "info",
        }
        bot = BotProcess(environment, directory, lambda _: None, command=command)
        await bot.start()
        try:
            await place.discord.bot_ready("imagine", seconds=60)
            assert bot.pid is not None
            _pin(bot.pid)
            who = place.discord.person("hazel", "The Workshop")
            await _run(who, load, load.at_once)
            before = _cpu_seconds(bot.pid)
            answered, to_channel = await _run(who, load, load.pictures)
            used = _cpu_seconds(bot.pid) - before
            return Measured(
                used / load.pictures * 1000,
                _percentiles(answered),
                _percentiles(to_channel),
                _peak_mib(bot.pid),
            )
        finally:
            await bot.stop(30)


async def _run(who: Person, load: Load, pictures: int) -> tuple[list[float], list[float]]:
    """Asks for the pictures. Returns seconds to each first answer, and from the API's answer to the
    channel.
    """
    channel = next(iter(who.channels()))["id"]
    slots = asyncio.Semaphore(load.at_once)
    answered: list[float] = []
    to_channel: list[float] = []

    async def one(number: int) -> None:
        async with slots:
            started = time.perf_counter()
            invocation = await who.slash(
                int(channel), "imagine", prompt=f"a harbour, number {number}", **load.size
            )
            await invocation.answered()
            answered.append(time.perf_counter() - started)
            message = await who.wait_for(
                lambda found: (
                    found.get("interaction_metadata", {}).get("id") == str(invocation.id)
                    and bool(found["attachments"] or "media" in str(found["components"]))
                ),
                seconds=120,
            )
            assert message
            to_channel.append(time.perf_counter() - started - answered[-1] - LATENCY_SECONDS)

    await asyncio.gather(*(one(number) for number in range(pictures)))
    return answered, to_channel


def _pin(pid: int) -> None:
    """Gives the bot its own core if the machine has one to spare."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {1})
        os.sched_setaffinity(0, {0})


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _peak_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(seconds, n=100)
    return cuts[49] * 1000, cuts[98] * 1000


def _row(name: str, bare: float, easel: float, unit: str) -> str:
    return f"  {name:<34} {bare:>9.2f} {easel:>9.2f} {unit:<4} {easel / bare:>6.2f} ×"


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.interactions", description=__doc__)
    parser.add_argument("--only", help="only loads whose name contains this")
    only = parser.parse_args().only or ""
    print(f"{'':<36} {'bare':>9} {'Easel':>9}")
    for load in LOADS:
        if only not in load.name:
            continue
        found = []
        for command in (BARE, RUN_BOT):
            with tempfile.TemporaryDirectory(prefix="easel-bench-") as directory:
                found.append(await measure(command, load, Path(directory)))
        bare, easel = found
        print(load.name)
        print(_row("CPU per picture", bare.cpu_ms, easel.cpu_ms, "ms"))
        print(_row("first answer, p99", bare.answered_ms[1], easel.answered_ms[1], "ms"))
        print(_row("first answer to picture, p50", bare.to_channel_ms[0], easel.to_channel_ms[0], "ms"))
        print(_row("peak memory", bare.peak_mib, easel.peak_mib, "MiB"))
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

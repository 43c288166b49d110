"""What one /imagine costs, compared with a fifty-line bot that does the same without any guarantees.

    python -m bench.interactions [--only tiny] [--rounds 3]

Both bots take turns against the same playground, each on its own core if there are two. The median of the
rounds counts. Ratios hold on other machines, absolute figures don't. The playground measures from outside:
CPU time and peak memory of the bot's process, the time to the first answer, and the time from the image API's
answer to the picture in Discord.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from bench.figures import HEADER, Figure
from playground.app import Playground
from playground.bot_process import RUN_BOT, BotProcess
from playground.discord import Person
from playground.image_api import Fault, ImageApi

BARE = (sys.executable, str(Path(__file__).with_name("bare_bot.py")))
LATENCY_SECONDS = 0.2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """`pictures` in total, with `at_once` in flight. Painted pictures are about 1 MB, plain ones a few KB.

    `most_cpu` and `most_to_channel` are the goals for the ratios, or None.
    """

    name: str
    pictures: int
    at_once: int
    painted: bool
    most_cpu: float | None = None
    most_to_channel: float | None = None

    @property
    def size(self) -> dict[str, int]:
        side = 1024 if self.painted else 512
        return {"width": side, "height": side}


LOADS = (
    Load("tiny pictures, 32 in flight", 640, 32, painted=False, most_cpu=2.0),
    Load("tiny pictures, 128 in flight", 640, 128, painted=False, most_cpu=2.0),
    Load("1 MB pictures, 1 at a time", 24, 1, painted=True, most_to_channel=1.15),
    Load("1 MB pictures, 64 in flight", 128, 64, painted=True, most_cpu=1.2),
)


@dataclass(frozen=True)
class Measured:
    """`cpu_ms` is per picture, `answered_ms` is the 99th percentile, and `to_channel_ms` the median."""

    cpu_ms: float
    answered_ms: float
    to_channel_ms: float
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
            visit = Visit(who, load, image_api)
            await visit.ask(load.at_once)
            visit.forget()
            before = cpu_seconds(bot.pid)
            await visit.ask(load.pictures)
            used = cpu_seconds(bot.pid) - before
            return Measured(
                used / load.pictures * 1000,
                statistics.quantiles(visit.answered, n=100)[98] * 1000,
                statistics.median(visit.to_channel) * 1000,
                peak_mib(bot.pid),
            )
        finally:
            await bot.stop(30)


class Visit:
    """Asks for pictures, and records the seconds to each first answer and from the API's answer to the
    channel.

    With several in flight, the API's answers can't be matched to pictures. Then its latency counts from the
    first answer.
    """

    def __init__(self, who: Person, load: Load, image_api: ImageApi) -> None:
        self._who = who
        self._load = load
        self._channel = int(next(iter(who.channels()))["id"])
        self._slots = asyncio.Semaphore(load.at_once)
        self._asked = 0
        self._made_at = 0.0
        self._keep, image_api.files.add = image_api.files.add, self._made  # type: ignore[method-assign]
        self.answered: list[float] = []
        self.to_channel: list[float] = []

    def forget(self) -> None:
        self.answered.clear()
        self.to_channel.clear()

    async def ask(self, pictures: int) -> None:
        await asyncio.gather(*(self._ask() for _ in range(pictures)))

    async def _ask(self) -> None:
        async with self._slots:
            self._asked += 1
            started = time.perf_counter()
            invocation = await self._who.slash(
                self._channel, "imagine", prompt=f"a harbour, number {self._asked}", **self._load.size
            )
            await invocation.answered()
            answered = time.perf_counter()
            message = await self._who.wait_for(
                lambda found: (
                    found.get("interaction_metadata", {}).get("id") == str(invocation.id)
                    and bool(found["attachments"] or "media" in str(found["components"]))
                ),
                seconds=120,
            )
            assert message
            made_at = self._made_at if self._load.at_once == 1 else answered + LATENCY_SECONDS
            self.answered.append(answered - started)
            self.to_channel.append(time.perf_counter() - made_at)

    def _made(self, content: bytes, output_format: str, now: float, fault: Fault | None) -> str:
        self._made_at = time.perf_counter()
        return self._keep(content, output_format, now, fault)


def _pin(pid: int) -> None:
    """Gives the bot its own core if the machine has one to spare."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {1})
        os.sched_setaffinity(0, {0})


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")


async def figures(rounds: int = 3, only: str = "") -> AsyncIterator[Figure]:
    """Yields every load's figures, for the table of all benchmarks."""
    for load in LOADS:
        if only not in load.name:
            continue
        found: dict[Sequence[str], list[Measured]] = {BARE: [], RUN_BOT: []}
        for _ in range(rounds):
            for command, measured in found.items():
                with tempfile.TemporaryDirectory(prefix="easel-bench-") as directory:
                    measured.append(await measure(command, load, Path(directory)))
        bare, easel = map(_medians, found.values())
        yield Figure(f"{load.name}: CPU", easel.cpu_ms, "ms", bare.cpu_ms, most_ratio=load.most_cpu)
        yield Figure("    first answer, p99", easel.answered_ms, "ms", bare.answered_ms)
        yield Figure(
            "    API's answer to channel, p50",
            easel.to_channel_ms,
            "ms",
            bare.to_channel_ms,
            most_ratio=load.most_to_channel,
        )
        yield Figure("    peak memory", easel.peak_mib, "MiB", bare.peak_mib)


def _medians(found: Sequence[Measured]) -> Measured:
    return Measured(
        *(statistics.median(getattr(each, field.name) for each in found) for field in fields(Measured))
    )


async def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.interactions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", default="", help="only loads whose name contains this")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print(HEADER)
    async for figure in figures(asked.rounds, asked.only):
        print(figure, flush=True)


if __name__ == "__main__":
    asyncio.run(main())

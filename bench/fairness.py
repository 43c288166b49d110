"""How long does a member wait for a picture after another member has queued many?

    python -m bench.fairness

The same run measures the wait in an empty queue, and the time that all of the other member's pictures took,
which is what a first-come-first-served queue would have cost.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bench.figures import Figure
from playground.app import Playground
from playground.bot_process import RUN_BOT, BotProcess
from playground.discord import Person
from playground.image_api import ImageApi

LATENCY_SECONDS = 0.5
CONCURRENT = 4


async def fairness(directory: Path, queued: int) -> tuple[float, float, float]:
    """Seconds to a picture in an empty queue, to one behind `queued` of another member, and to all of
    those.
    """
    image_api = ImageApi(latency_seconds=LATENCY_SECONDS, drawing="fast")
    async with Playground(image_api=image_api) as place:
        environment = place.bot_environment() | {
            "DATABASE_URL": f"sqlite:///{directory / 'easel.sqlite3'}",
            "DEFAULT_ALLOWANCE": "1000m",
            "MEMBER_IN_FLIGHT": str(queued),
            "MAX_CONCURRENT_GENERATIONS": str(CONCURRENT),
            "LOG_LEVEL": "error",
        }
        bot = BotProcess(environment, directory, print, command=RUN_BOT)
        await bot.start()
        try:
            await place.discord.bot_ready("imagine")
            many, one = (place.discord.person(name, "The Workshop") for name in ("hazel", "juniper"))
            free = statistics.median([await _picture(one, f"free {n}") for n in range(5)])
            started = time.perf_counter()
            theirs = [await _asked(many, f"one of many {n}") for n in range(queued)]
            behind = await _picture(one, "after many")
            await asyncio.gather(*(_seen(many, generation) for generation in theirs))
            return free, behind, time.perf_counter() - started
        finally:
            await bot.stop(30)


async def figures(queued: int = 50) -> AsyncIterator[Figure]:
    """For the table of all benchmarks."""
    with tempfile.TemporaryDirectory() as directory:
        free, behind, fifo = await fairness(Path(directory), queued)
    yield Figure(f"a picture behind {queued} of another member", behind, "s", free)
    yield Figure("    first come, first served", fifo, "s", free)


async def _picture(who: Person, prompt: str) -> float:
    """Asks for a picture and waits for it. Returns seconds."""
    started = time.perf_counter()
    await _seen(who, await _asked(who, prompt))
    return time.perf_counter() - started


async def _asked(who: Person, prompt: str) -> int:
    channel = next(iter(who.channels()))["id"]
    invocation = await (await who.slash(channel, "imagine", prompt=prompt)).answered()
    assert invocation.failed is None, invocation.failed
    return invocation.id


async def _seen(who: Person, generation: int) -> None:
    await who.wait_for(lambda message: f"easel-{generation}." in str(message), seconds=600)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queued", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        free, behind, fifo = asyncio.run(fairness(Path(directory), asked.queued))
    print(f"empty queue                    {free:8.2f} s")
    print(f"behind {asked.queued} of another member {behind:8.2f} s   {behind / free:5.1f} × an empty queue")
    print(f"all {asked.queued}, the wait in a FIFO   {fifo:8.2f} s   {fifo / free:5.1f} × an empty queue")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Peak memory with many large pictures in flight, beside the same bot without them.

    python -m bench.memory

In flight are 200 pictures of about 4 MB each, and then 50 edits with three attachments of about 8 MB each.
All of them are asked for at once. The bot runs in its own process against the playground, and the kernel says
how much memory it ever had. That's bounded by what's worked on at a time, not by what waits.
"""

import argparse
import asyncio
import io
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

from PIL import Image

from bench.figures import HEADER, Figure
from bench.interactions import peak_mib
from playground.app import Playground
from playground.bot_process import BotProcess
from playground.discord import Person
from playground.discord.resolving import Upload
from playground.image_api import ImageApi

PICTURES, EDITS = 200, 50
LANES = 16  # at once at the image API
MOST_MIB = 700  # of either load: far below what 200 × 4 MB or 150 × 8 MB would take

Ask = Callable[[Person, int, int], Awaitable[bool]]


def noise(megabytes: float, kind: str) -> bytes:
    """A picture of about that size, since noise hardly compresses."""
    side = round((megabytes * 1_000_000 / (3 if kind == "PNG" else 1.6)) ** 0.5)
    buffer = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(buffer, kind, quality=95)
    return buffer.getvalue()


async def peak(ask: Ask, count: int, large: bytes, directory: Path) -> tuple[float, int]:
    """The most memory in MiB of a bot that was asked `count` times at once, and how often it delivered.

    On a slow machine, the playground may not serve all attachments in time. Such an edit is refused.
    """
    image_api = ImageApi(latency_seconds=0.2, drawing="fast")
    keep = image_api.files.add
    image_api.files.add = lambda _, *rest: keep(large, *rest)  # type: ignore[method-assign]
    async with Playground(image_api=image_api) as place:
        environment = place.bot_environment() | {
            "DATABASE_URL": f"sqlite:///{directory / 'easel.sqlite3'}",
            "DEFAULT_ALLOWANCE": "unlimited",
            "MONTHLY_CAP": "none",
            "MEMBER_IN_FLIGHT": "1000",
            "QUEUE_PER_SERVER": "10000",
            "QUEUE_TOTAL": "10000",
            "MAX_CONCURRENT_GENERATIONS": str(LANES),
        }
        bot = BotProcess(environment, directory, lambda _: None)
        await bot.start()
        try:
            await place.discord.bot_ready("imagine", "edit", seconds=60)
            who = place.discord.person("hazel", "The Workshop")
            channel = int(next(iter(who.channels()))["id"])
            delivered = await asyncio.gather(*(ask(who, channel, number) for number in range(count)))
            assert bot.pid is not None
            return peak_mib(bot.pid), sum(delivered)
        finally:
            await bot.stop(30)


async def picture(who: Person, channel: int, number: int) -> bool:
    invocation = await who.slash(channel, "imagine", prompt=f"a harbour, number {number}")
    return await ended(who, invocation.id)


def edit_of(attachment: bytes) -> Ask:
    files = [Upload(f"{number}.jpg", attachment, "image/jpeg") for number in range(3)]

    async def edit(who: Person, channel: int, number: int) -> bool:
        images = dict(zip(("image1", "image2", "image3"), files, strict=True))
        invocation = await who.slash(channel, "edit", prompt=f"make it night {number}", **images)
        return await ended(who, invocation.id)

    return edit


async def ended(who: Person, interaction_id: int) -> bool:
    """Whether the picture was delivered, once it was or the member reads why it wasn't."""
    message = await who.wait_for(
        lambda found: (
            found.get("interaction_metadata", {}).get("id") == str(interaction_id)
            and ("media" in str(found["components"]) or "charged" in found["content"])
        ),
        seconds=600,
    )
    return "media" in str(message["components"])


async def figures(pictures: int = PICTURES, edits: int = EDITS) -> AsyncIterator[Figure]:
    """Yields both loads beside the bot that made one small picture, for the table of all benchmarks."""
    small, large = noise(0.05, "PNG"), noise(4, "PNG")

    async def measured(ask: Ask, count: int, answer: bytes) -> tuple[float, int]:
        with tempfile.TemporaryDirectory(prefix="easel-bench-") as directory:
            return await peak(ask, count, answer, Path(directory))

    idle, _ = await measured(picture, 1, small)
    found, delivered = await measured(picture, pictures, large)
    yield Figure("pictures of 4 MB in flight: peak", found, "MiB", idle, most=MOST_MIB)
    yield Figure("    delivered", delivered, f"of {pictures}", None)
    found, delivered = await measured(edit_of(noise(8, "JPEG")), edits, small)
    yield Figure("edits of three 8 MB in flight: peak", found, "MiB", idle, most=MOST_MIB)
    yield Figure("    delivered", delivered, f"of {edits}", None)


async def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.memory",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pictures", type=int, default=PICTURES)
    parser.add_argument("--edits", type=int, default=EDITS)
    asked = parser.parse_args(arguments)
    print(HEADER)
    async for figure in figures(asked.pictures, asked.edits):
        print(figure, flush=True)


if __name__ == "__main__":
    asyncio.run(main())

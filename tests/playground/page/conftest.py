"""A playground with the specimen bot, and readers who open its page in a real browser."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from playground.app import Playground
from playground.image_api import ImageApi
from tests.playground.page.browser import Reader, launch

SPECIMEN = (sys.executable, str(Path(__file__).parent / "specimen_bot.py"))

OpenPage = Callable[..., Awaitable[Reader]]


@dataclass
class Place:
    """A playground, and everything its bot has written."""

    playground: Playground
    log: list[str]


async def come_up(playground: Playground, log: list[str]) -> None:
    """Waits until the playground's bot is connected and has its commands. Fails if it ends first."""
    assert playground.bot is not None
    ready = asyncio.create_task(playground.discord.bot_ready("imagine", seconds=60))
    gone = asyncio.create_task(playground.bot.ended())
    await asyncio.wait((ready, gone), return_when=asyncio.FIRST_COMPLETED)
    connected = ready.done() and ready.exception() is None
    for task in (ready, gone):
        task.cancel()
    await asyncio.gather(ready, gone, return_exceptions=True)
    assert connected, "the bot didn't start:\n" + "\n".join(log)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    image_api = ImageApi(latency_seconds=0.0, drawing="fast")
    async with Playground(image_api=image_api) as playground:
        log: list[str] = []
        await playground.start_bot(tmp_path_factory.mktemp("bot"), log.append, command=SPECIMEN)
        await come_up(playground, log)
        yield Place(playground, log)
        assert playground.discord.unknown_routes == []
        assert playground.discord.violations == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await launch(playwright)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(place: Place, browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens the page for a new reader. Fails if any page reported an error by the end."""
    readers: list[Reader] = []

    async def open_one(**options: object) -> Reader:
        context = await browser.new_context(**options)  # type: ignore[arg-type]  # passed on as they come
        reader = Reader(await context.new_page())
        readers.append(reader)
        await reader.open(place.playground.url)
        return reader

    yield open_one
    for reader in readers:
        await reader.page.context.close()
    assert [problem for reader in readers for problem in reader.problems] == []


@pytest_asyncio.fixture(loop_scope="module")
async def reader(open_page: OpenPage) -> Reader:
    """hazel, with a desktop-sized window."""
    return await open_page(viewport={"width": 1440, "height": 900})

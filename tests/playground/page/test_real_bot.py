"""A newcomer's first steps: the demo page with the real bot."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, expect

from playground.app import Playground
from playground.image_api import ImageApi
from tests.playground.page.browser import Reader
from tests.playground.page.conftest import come_up

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module")
async def playground(tmp_path: Path) -> AsyncIterator[Playground]:
    async with Playground(image_api=ImageApi(latency_seconds=0.5)) as playground:
        log: list[str] = []
        await playground.start_bot(tmp_path, log.append)
        await come_up(playground, log)
        yield playground
        assert playground.discord.violations == []


async def test_imagine_and_what_it_cost(browser: Browser, playground: Playground) -> None:
    """Enter sends the empty channel's example. The picture arrives and is charged to the budget."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    reader = Reader(await context.new_page())
    await reader.open(playground.url)
    await reader.page.locator(".example").first.click()
    await reader.press("Enter")
    picture = reader.messages.filter(has_text="a lighthouse at dusk, oil on canvas").last
    await expect(picture.locator(".tile.loaded img")).to_be_visible(timeout=30_000)
    await expect(reader.last).to_contain_text("Welcome!")
    await reader.page.locator(".developers > summary").click()
    await expect(reader.page.locator(".panel-log")).to_contain_text("63,000")
    await reader.composer.fill("/budget show ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("Used 63,000 of 1,000,000 tokens")
    await expect(reader.last).to_contain_text("Only you can see this")
    await context.close()
    assert reader.problems == []


async def test_a_failure_costs_nothing(browser: Browser, playground: Playground) -> None:
    """A problem from the panel gives the member a private sentence, and their budget stays full."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    reader = Reader(await context.new_page())
    await reader.open(playground.url)
    await reader.page.get_by_role("radio", name="Prompts are rejected").check()
    await reader.composer.fill("/imagine prompt:something unseemly ")
    await reader.press("Enter")
    await expect(reader.page.locator(".message.ephemeral").last).to_be_visible(timeout=30_000)
    await reader.composer.fill("/budget show ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("Used 0 of 1,000,000 tokens")
    await context.close()
    assert reader.problems == []


async def test_out_of_credit_and_back(browser: Browser, playground: Playground) -> None:
    """Without credit the panel says that Easel has stopped. Restarted with credit, it makes the picture."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    reader = Reader(await context.new_page())
    await reader.open(playground.url)
    await reader.page.get_by_role("radio", name="out of credit").check()
    await reader.composer.fill("/imagine prompt:a quiet harbour ")
    await reader.press("Enter")
    notice = reader.page.locator(".unavailable")
    await expect(notice).to_contain_text("The bot's owner is out of credit.", timeout=30_000)
    await expect(notice).to_contain_text("It'll check the image service again in")
    await reader.page.get_by_role("radio", name="Nothing").check()
    await notice.get_by_role("button", name="Restart Easel to check now").click()
    await expect(notice).to_be_hidden(timeout=30_000)
    await expect(reader.page.locator(".bot-state")).to_have_text("Connected", timeout=60_000)
    await reader.composer.focus()
    await reader.press("ArrowUp", "Enter")
    await expect(reader.page.locator(".message .tile.loaded img")).to_be_visible(timeout=60_000)
    await context.close()
    assert reader.problems == []


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
async def test_a_picture_leads_to_the_next(
    browser: Browser, playground: Playground, size: ViewportSize
) -> None:
    """Imagine, remix, edit, details and delete work on a desktop and on a phone."""
    context = await browser.new_context(viewport=size)
    reader = Reader(await context.new_page())
    await reader.open(playground.url)
    page = reader.page
    reroll = page.get_by_role("button", name="Reroll")
    await reader.composer.fill("/imagine prompt:a lighthouse ")
    await reader.press("Enter")
    await expect(reroll).to_have_count(1, timeout=30_000)
    await page.get_by_role("button", name="Remix").last.click()
    await page.get_by_role("button", name="Submit").click()
    await expect(reroll).to_have_count(2, timeout=30_000)
    await page.get_by_role("button", name="Edit", exact=True).last.click()
    await page.locator("textarea:visible").first.fill("make it night")
    await page.get_by_role("button", name="Submit").click()
    await expect(reroll).to_have_count(3, timeout=30_000)
    await page.get_by_role("button", name="Details").last.click()
    await expect(reader.last).to_contain_text("Made by AI", timeout=30_000)
    await page.get_by_role("button", name="Delete", exact=True).last.click()
    await page.get_by_role("button", name="Submit").click()
    await expect(reroll).to_have_count(2, timeout=30_000)
    await context.close()
    assert reader.problems == []

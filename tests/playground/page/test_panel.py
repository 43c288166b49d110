"""The playground's own controls: what goes wrong next, and the bot's process."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from playground.image_api import Fault
from tests.playground.page.browser import Reader
from tests.playground.page.conftest import OpenPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_every_fault_of_the_image_api_is_offered(reader: Reader) -> None:
    """The list has every fault under its group, and describes the chosen one."""
    select = reader.page.get_by_label("The next request's fate")
    assert await select.locator("option").count() == len(Fault)
    assert await select.locator("optgroup").count() == len({fault.group for fault in Fault})
    await select.select_option(Fault.OUT_OF_CREDITS.value)
    await expect(reader.page.locator(".panel")).to_contain_text(Fault.OUT_OF_CREDITS.description)


async def test_a_fault_is_armed_and_called_off(reader: Reader, place: Place) -> None:
    """An armed fault is shown with its count until it is called off."""
    panel = reader.page.locator(".panel-section", has=reader.page.get_by_role("heading", name="Image API"))
    await panel.get_by_label("The next request's fate").select_option(Fault.UNAVAILABLE.value)
    await panel.get_by_label("How many times").fill("3")
    await panel.get_by_role("button", name="Arm it").click()
    await expect(panel.locator(".armed")).to_contain_text(Fault.UNAVAILABLE.title)
    await expect(panel.locator(".armed")).to_contain_text("× 3")
    assert place.playground.image_api.faults.pending == (Fault.UNAVAILABLE,) * 3
    await panel.get_by_role("button", name="Call off").click()
    await expect(panel.locator(".armed li")).to_have_count(0)
    assert place.playground.image_api.faults.pending == ()


async def test_a_fault_of_discord_meets_the_next_request(reader: Reader, place: Place) -> None:
    """A fault armed for the first answer makes the next command fail, and is used up."""
    panel = reader.page.locator(".panel-section", has=reader.page.get_by_role("heading", name="Discord"))
    await panel.get_by_label("What fails next").select_option("answer-late")
    await expect(panel).to_contain_text("The first answer to a command takes 4 seconds: too late.")
    await panel.get_by_role("button", name="Arm it").click()
    await expect(panel.locator(".armed li")).to_have_count(1)
    await reader.composer.fill("/budget show ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("The application did not respond", timeout=10_000)
    await expect(panel.locator(".armed li")).to_have_count(0)
    assert place.playground.discord.faults.pending == []


async def test_the_latency_of_the_image_api(reader: Reader, place: Place) -> None:
    """The slider says and sets how long a picture takes."""
    slider = reader.page.get_by_label("Seconds to draw a picture")
    await slider.fill("2.5")
    await expect(reader.page.locator(".panel-slider output")).to_have_text("2.5 s")
    async with asyncio.timeout(10):
        while place.playground.image_api.latency_seconds != 2.5:
            await asyncio.sleep(0.05)


async def test_the_panel_folds_away_and_stays_so(reader: Reader) -> None:
    """Closed, the panel leaves its room to the channel, at the next visit too."""
    panel = reader.page.locator(".panel")
    await expect(panel).to_be_visible()
    await reader.page.get_by_role("button", name="Close the playground controls").click()
    await expect(panel).to_be_hidden()
    await reader.page.reload()
    await expect(reader.page.locator(".channel").first).to_be_visible()
    await expect(panel).to_be_hidden()
    await reader.page.get_by_role("button", name="Playground controls", exact=True).click()
    await expect(panel).to_be_visible()


async def test_the_gateway_drops_and_the_bot_comes_back(reader: Reader, place: Place) -> None:
    """Dropping the connection is survived: the bot resumes, and answers again."""
    await reader.page.get_by_role("button", name="Drop it").click()
    await place.playground.discord.bot_ready(seconds=30)
    await expect(reader.page.locator(".bot-state")).to_have_text("Connected", timeout=30_000)
    await reader.composer.fill("/budget show ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("You have 7 tokens left.")


async def test_kill_and_start_again(open_page: OpenPage, place: Place) -> None:
    """kill -9 stops the bot, the page says so, and "Start it" brings it back with its commands."""
    reader = await open_page()
    await reader.page.get_by_role("button", name="kill -9 the bot").click()
    await expect(reader.page.locator(".bot-state")).to_have_text("Stopped")
    await expect(reader.page.locator(".panel")).to_contain_text("It was killed (SIGKILL).")
    await expect(reader.page.locator(".status-line")).to_have_text(re.compile("Easel is not running"))
    await reader.page.get_by_role("button", name="Start it").click()
    await place.playground.discord.bot_ready("imagine", seconds=60)
    await expect(reader.page.locator(".status-line")).to_be_hidden(timeout=30_000)
    await reader.page.get_by_role("button", name="Stop it gently").click()
    await expect(reader.page.locator(".bot-state")).to_have_text("Stopped", timeout=30_000)
    await reader.page.get_by_role("button", name="Start it").click()
    await expect(reader.page.locator(".bot-state")).to_have_text("Connected", timeout=60_000)

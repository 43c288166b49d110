"""The playground's own controls, which break things and stop and start the bot."""

import asyncio
import re
from collections.abc import Callable

import pytest
from playwright.async_api import Locator, expect

from playground.image_api import Fault
from tests.playground.page.browser import Reader
from tests.playground.page.conftest import OpenPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def eventually(holds: Callable[[], bool]) -> None:
    """Waits until the condition is true."""
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.02)


async def developer_tools(reader: Reader, heading: str) -> Locator:
    """Opens the developer tools. Returns the section under that heading."""
    tools = reader.page.locator(".developers")
    if await tools.get_attribute("open") is None:
        await tools.locator("> summary").click()
    return tools.locator(".panel-section", has=reader.page.get_by_role("heading", name=heading))


async def test_the_panel_leads_with_plain_words(reader: Reader) -> None:
    """Five problems in plain words come first. Tools for developers are folded away."""
    titles = reader.page.locator(".trouble span")
    await expect(titles).to_have_text(
        [
            re.compile("Nothing"),
            re.compile("Prompts are rejected"),
            re.compile("Pictures are slow"),
            re.compile("The image service is down"),
            re.compile("The bot's owner is out of credit"),
        ]
    )
    await expect(reader.page.get_by_role("button", name="Kill the bot")).to_be_visible()
    await expect(reader.page.get_by_label("What happens to the next request")).to_be_hidden()


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Prompts are rejected", Fault.PROMPT_REFUSED),
        ("Pictures are slow", Fault.SLOW),
        ("The image service is down", Fault.UNAVAILABLE),
    ],
)
async def test_a_trouble_lasts_until_switched_off(
    reader: Reader, place: Place, title: str, fault: Fault
) -> None:
    """A problem affects every request until it's switched off, even if single faults are cancelled."""
    faults = place.playground.image_api.faults
    await reader.page.get_by_role("radio", name=title).check()
    await eventually(lambda: faults.rates == {fault: 1.0})
    api = await developer_tools(reader, "Image API")
    await api.get_by_role("button", name="Break the next request").click()
    await api.get_by_role("button", name="Cancel").click()
    await expect(api.locator(".pending")).to_be_hidden()
    assert faults.rates == {fault: 1.0}
    await reader.page.get_by_role("radio", name="Nothing").check()
    await eventually(lambda: faults.rates == {})


async def test_an_empty_account_is_filled_again(reader: Reader, place: Place) -> None:
    """Without credit the owner's account is empty. Switched off, it has its old balance."""
    api = place.playground.image_api
    before = api.balance_usd
    await reader.page.get_by_role("radio", name="out of credit").check()
    await eventually(lambda: api.balance_usd == 0)
    await reader.page.get_by_role("radio", name="Nothing").check()
    await eventually(lambda: api.balance_usd == before)


async def test_every_fault_of_the_image_api_is_offered(reader: Reader) -> None:
    """The developers' list has every fault in its group, and describes the chosen one."""
    api = await developer_tools(reader, "Image API")
    select = api.get_by_label("What happens to the next request")
    assert await select.locator("option").count() == len(Fault)
    assert await select.locator("optgroup").count() == len({fault.group for fault in Fault})
    await select.select_option(Fault.OUT_OF_CREDITS.value)
    await expect(api).to_contain_text(Fault.OUT_OF_CREDITS.description)


async def test_a_fault_waits_and_is_cancelled(reader: Reader, place: Place) -> None:
    """A planned fault is shown with its count until it's cancelled."""
    api = await developer_tools(reader, "Image API")
    await api.get_by_label("What happens to the next request").select_option(Fault.UNAVAILABLE.value)
    await api.get_by_label("times").fill("3")
    await api.get_by_role("button", name="Break the next request").click()
    await expect(api.locator(".pending")).to_contain_text("Waiting to happen")
    await expect(api.locator(".pending")).to_contain_text(f"{Fault.UNAVAILABLE.title}× 3")
    assert place.playground.image_api.faults.pending == (Fault.UNAVAILABLE,) * 3
    await api.get_by_role("button", name="Cancel").click()
    await expect(api.locator(".pending")).to_be_hidden()
    assert place.playground.image_api.faults.pending == ()


async def test_a_fault_of_discord_meets_the_next_request(reader: Reader, place: Place) -> None:
    """A fault of the first response makes the next command fail, and is then used up."""
    tools = await developer_tools(reader, "Discord")
    await tools.get_by_label("Which request fails next").select_option("answer-late")
    await expect(tools).to_contain_text("First response to a command: 4 seconds, which is too late.")
    await tools.get_by_role("button", name="Break the next request").click()
    await expect(tools.locator(".pending li")).to_have_count(1)
    await reader.composer.fill("/budget show ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("The application did not respond", timeout=10_000)
    await expect(tools.locator(".pending li")).to_have_count(0)
    assert place.playground.discord.faults.pending == []


async def test_the_panel_says_why_no_pictures_are_made(reader: Reader, place: Place) -> None:
    """When the bot's log says that image generation stopped, the panel says why, and when it tries again."""
    bot = place.playground.bot
    assert bot is not None
    notice = reader.page.locator(".unavailable")
    for line in ("image generation is unavailable (key): no", "asking the image API again in 300 s"):
        place.playground.page.bot_said(line)
    await expect(notice).to_contain_text("Easel has stopped making pictures.")
    await expect(notice).to_contain_text("The image service rejects the owner's key.")
    await expect(notice).to_contain_text("It'll check the image service again in")
    place.playground.page.bot_said("image generation is available again")
    await expect(notice).to_be_hidden()


async def test_the_latency_of_the_image_api(reader: Reader, place: Place) -> None:
    """The slider shows and sets how long a picture takes."""
    await developer_tools(reader, "Image API")
    slider = reader.page.get_by_label("Seconds to draw a picture")
    await slider.fill("2.5")
    await expect(reader.page.locator(".panel-slider output")).to_have_text("2.5 s")
    await eventually(lambda: place.playground.image_api.latency_seconds == 2.5)


async def test_the_panel_folds_away_and_stays_so(reader: Reader) -> None:
    """A closed panel leaves its room to the channel, and stays closed on the next visit."""
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
    """The bot survives a dropped connection. It resumes and answers again."""
    tools = await developer_tools(reader, "Discord")
    await tools.get_by_role("button", name="Cut the connection").click()
    await place.playground.discord.bot_ready(seconds=30)
    await expect(reader.page.locator(".bot-state")).to_have_text("Connected", timeout=30_000)
    await reader.composer.fill("/budget show ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("You have 7 tokens left.")


async def test_kill_and_start_again(open_page: OpenPage, place: Place) -> None:
    """After a kill the page says that the bot is gone, and "Start the bot" brings back its commands."""
    reader = await open_page(viewport={"width": 1440, "height": 900})
    await reader.page.get_by_role("button", name="Kill the bot").click()
    await expect(reader.page.locator(".bot-state")).to_have_text("Stopped")
    await expect(reader.page.locator(".panel")).to_contain_text("It was killed (SIGKILL).")
    await expect(reader.page.locator(".status-line")).to_have_text(re.compile("Easel isn't running"))
    await reader.page.get_by_role("button", name="Start the bot").click()
    await place.playground.discord.bot_ready("imagine", seconds=60)
    await expect(reader.page.locator(".status-line")).to_be_hidden(timeout=30_000)
    tools = await developer_tools(reader, "Bot process")
    await tools.get_by_role("button", name="Stop the bot").click()
    await expect(reader.page.locator(".bot-state")).to_have_text("Stopped", timeout=30_000)
    await reader.page.get_by_role("button", name="Start the bot").click()
    await expect(reader.page.locator(".bot-state")).to_have_text("Connected", timeout=60_000)

"""The page in large and small windows, dark and light, without a mouse, and when the playground is gone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from playground.app import Playground
from tests.playground.page.browser import Reader
from tests.playground.page.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

CONTRASTS = Path(__file__).parent / "contrasts.js"
DOTS = """() => {
  const dots = document.createElement("span");
  dots.className = "dots";
  dots.append(document.createElement("i"));
  document.body.append(dots);
  return getComputedStyle(dots.firstChild).animationIterationCount;
}"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def test_the_theme_is_switched_and_remembered(reader: Reader) -> None:
    """Dark at first; light once switched, also after a reload."""
    root = reader.page.locator("html")
    await expect(root).to_have_attribute("data-theme", "dark")
    await reader.page.get_by_role("button", name="Switch to the light theme").click()
    await expect(root).to_have_attribute("data-theme", "light")
    await reader.page.reload()
    await expect(root).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_text_can_be_read(reader: Reader, theme: str) -> None:
    """In both themes body text has a contrast of at least 4.5 to what lies behind it, quiet text as well."""
    if theme == "light":
        await reader.page.get_by_role("button", name="Switch to the light theme").click()
    ratios = await reader.page.evaluate(CONTRASTS.read_text())
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


async def test_a_phone_has_everything(open_page: OpenPage) -> None:
    """At 390 pixels nothing is wider than the window; members and controls are in drawers; commands work."""
    reader = await open_page(**PHONE)
    assert await reader.page.evaluate("document.documentElement.scrollWidth") == 390
    await expect(reader.page.locator(".panel")).to_be_hidden()
    await reader.page.get_by_role("button", name="Speaking as Hazel").tap()
    await reader.page.get_by_role("radio", name="Juniper").tap()
    await expect(reader.page.locator(".sidebar")).not_to_be_in_viewport()
    await reader.page.get_by_role("button", name="Show commands").tap()
    await reader.suggestion("/imagine").tap()
    await reader.page.keyboard.type("a very small window with a very long view " * 4)
    await reader.page.get_by_role("button", name="Send").tap()
    await expect(reader.last.locator(".tile.loaded")).to_be_visible()
    assert await reader.page.evaluate("document.documentElement.scrollWidth") == 390
    await reader.page.get_by_role("button", name="Playground controls", exact=True).tap()
    await expect(reader.page.locator(".panel")).to_be_visible()


@pytest.mark.parametrize(("wish", "times"), [("reduce", "1"), ("no-preference", "infinite")])
async def test_motion_is_reduced_on_request(open_page: OpenPage, wish: str, times: str) -> None:
    """Who asks for less motion sees no endless animation."""
    reader = await open_page(reduced_motion=wish)
    assert await reader.page.evaluate(DOTS) == times


async def test_members_are_switched_by_keyboard(reader: Reader) -> None:
    """The members are one radio group: one Tab stop, arrows move and choose."""
    await reader.page.get_by_role("radio", name="Hazel").focus()
    await reader.press("ArrowDown")
    await expect(reader.page.get_by_role("radio", name="Juniper")).to_be_checked()
    await expect(reader.page.get_by_role("radio", name="Juniper")).to_be_focused()


async def test_the_page_comes_back_with_the_playground(browser: Browser) -> None:
    """When the playground is restarted on its port, an open page says so meanwhile, and shows the new one."""
    context = await browser.new_context()
    reader = Reader(await context.new_page())
    async with Playground() as first:
        port = int(first.url.rpartition(":")[2])
        await reader.open(first.url)
        await first.discord.person("hazel", "The Workshop").say(
            first.discord.guild("The Workshop").channel("studio").id, "from the first"
        )
        await expect(reader.last).to_contain_text("from the first")
    await expect(reader.page.locator(".status-line")).to_contain_text("not reachable")
    async with Playground(port=port):
        await expect(reader.page.locator(".status-line")).to_be_hidden(timeout=15_000)
        await expect(reader.page.get_by_text("from the first")).to_have_count(0)
    await context.close()

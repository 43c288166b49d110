"""The page in large and small windows, dark and light, without a mouse, and without the playground."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from playground.app import Playground
from tests.playground.page.browser import Reader
from tests.playground.page.conftest import OpenPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

CONTRASTS = Path(__file__).parent / "contrasts.js"
TARGETS = Path(__file__).parent / "targets.js"
DOTS = """() => {
  const dots = document.createElement("span");
  dots.className = "dots";
  dots.append(document.createElement("i"));
  document.body.append(dots);
  return getComputedStyle(dots.firstChild).animationIterationCount;
}"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def test_the_theme_is_the_systems_until_one_is_chosen(open_page: OpenPage) -> None:
    """The page follows the system's theme. A chosen theme stays, even after a reload."""
    reader = await open_page(color_scheme="light")
    root = reader.page.locator("html")
    await expect(root).to_have_css("color-scheme", "light")
    await reader.page.emulate_media(color_scheme="dark")
    await expect(root).to_have_css("color-scheme", "dark")
    await reader.page.get_by_role("button", name="Switch to the light theme").click()
    await expect(root).to_have_css("color-scheme", "light")
    await reader.page.reload()
    await expect(root).to_have_css("color-scheme", "light")
    await expect(reader.page.get_by_role("button", name="Switch to the dark theme")).to_be_visible()


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_text_can_be_read(open_page: OpenPage, place: Place, theme: str) -> None:
    """In both themes every text has AA contrast, in messages, names, lists, fields and the panel."""
    reader = await open_page(viewport={"width": 1440, "height": 900}, color_scheme=theme)
    workshop = place.playground.discord.guild("The Workshop")
    gallery = workshop.channel("gallery").id
    rowan = workshop.member("rowan").user.id
    words = f"# Title\n-# small `code` <@{rowan}> </budget show:12345> <t:1800000000:R> [link](https://a.org)"
    await reader.page.locator(".channel", has_text="gallery").click()
    await place.playground.discord.person("rowan", workshop).say(gallery, words)
    await reader.speak_as("Rowan")
    await reader.page.locator(".channel", has_text="gallery").click()
    await reader.composer.fill("/budget show ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("Only you can see this")
    await reader.page.locator(".developers > summary").click()
    panel = reader.page.locator(".panel-section", has=reader.page.get_by_role("heading", name="Image API"))
    await panel.get_by_role("button", name="Break the next request").click()
    await expect(panel.locator(".pending")).to_be_visible()
    await reader.type("/")
    await expect(reader.suggestion("/imagine")).to_be_visible()
    faint = await reader.page.evaluate(CONTRASTS.read_text())
    await panel.get_by_role("button", name="Cancel").click()
    assert faint == []
    await reader.composer.fill("/imagine width:5")
    await reader.press("Enter")
    await expect(reader.page.locator(".chip.invalid").first).to_be_visible()
    assert await reader.page.evaluate(CONTRASTS.read_text()) == []


async def test_it_says_that_it_is_a_playground(reader: Reader) -> None:
    """The channel and the panel say that no account is needed and nothing costs money."""
    sentence = "This is a playground. You don't need an account, and nothing costs money."
    await expect(reader.page.locator(".welcome")).to_contain_text(sentence)
    await expect(reader.page.locator(".panel")).to_contain_text(sentence)


async def test_a_phone_has_everything(open_page: OpenPage) -> None:
    """At 390 pixels nothing is wider than the window. Members and controls are in drawers. Commands work."""
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
    controls = reader.page.get_by_role("button", name="Playground controls", exact=True)
    await expect(controls).to_have_text("Controls")
    await controls.tap()
    await expect(reader.page.locator(".panel")).to_be_visible()


async def test_fingers_find_everything(open_page: OpenPage) -> None:
    """On a phone, every touch target is at least 44 pixels high and wide, and nothing is too wide."""
    reader = await open_page(**PHONE)
    targets = TARGETS.read_text()
    for command in ("/showcase ", "/imagine prompt:x ", "/budget show "):
        await reader.composer.fill(command)
        await reader.page.get_by_role("button", name="Send").tap()
        await expect(reader.composer).to_be_visible()
    await expect(reader.last).to_contain_text("Only you can see this")
    assert await reader.page.evaluate(targets) == []
    assert await reader.page.evaluate("document.documentElement.scrollWidth") == 390
    await reader.last.get_by_role("button", name="Message menu").tap()
    await expect(reader.page.get_by_role("menuitem", name="Copy Message ID")).to_be_visible()
    assert await reader.page.evaluate(targets) == []
    await reader.press("Escape")
    await reader.composer.fill("/imagine prompt:x hidden:")
    await expect(reader.suggestion("True")).to_be_visible()
    assert await reader.page.evaluate(targets) == []
    await reader.page.get_by_role("button", name="Speaking as Hazel").tap()
    await expect(reader.page.locator(".sidebar")).to_be_in_viewport()
    assert await reader.page.evaluate(targets) == []
    await reader.page.get_by_role("button", name="Apps for Rowan", exact=True).tap()
    await expect(reader.page.get_by_role("menuitem", name="Look up")).to_be_visible()
    await reader.press("Escape", "Escape")
    await reader.page.get_by_role("button", name="Playground controls", exact=True).tap()
    await reader.page.locator(".developers > summary").tap()
    assert await reader.page.evaluate(targets) == []
    assert await reader.page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize(("wish", "times"), [("reduce", "1"), ("no-preference", "infinite")])
async def test_motion_is_reduced_on_request(open_page: OpenPage, wish: str, times: str) -> None:
    """Readers who prefer less motion see no endless animation."""
    reader = await open_page(reduced_motion=wish)
    assert await reader.page.evaluate(DOTS) == times


async def test_members_are_switched_by_keyboard(reader: Reader) -> None:
    """The members are a radio group with one tab stop. Arrow keys move and choose."""
    await reader.page.get_by_role("radio", name="Hazel").focus()
    await reader.press("ArrowDown")
    await expect(reader.page.get_by_role("radio", name="Juniper")).to_be_checked()
    await expect(reader.page.get_by_role("radio", name="Juniper")).to_be_focused()


async def test_each_person_has_a_language(reader: Reader, place: Place) -> None:
    """Each interaction has the chosen language, and commands are shown and typed in it."""
    language = reader.page.get_by_label("Language")
    await language.select_option("de")
    await reader.type("/")
    await expect(reader.suggestion("/zeichne")).to_contain_text("Zeichne ein Bild")
    await expect(reader.suggestion("/zeichne")).to_contain_text("motiv")
    await reader.composer.fill("/zeichne motiv:ein Boot stil:")
    await expect(reader.suggestion("Öl")).to_be_visible()
    await reader.press("Enter", "Enter")
    await expect(reader.last).to_contain_text("ein Boot, oil")
    await reader.composer.fill("/imagine prompt:noch eins ")
    await expect(reader.page.locator(".command-name")).to_have_text("/zeichne")
    await reader.press("Escape")
    await reader.composer.fill("/language ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("You speak de.")
    await reader.speak_as("Juniper")
    await expect(language).to_have_value("en-US")
    await reader.speak_as("Hazel")
    await expect(language).to_have_value("de")
    await language.select_option("en-US")
    assert place.playground.discord.user("hazel").locale == "en-US"


async def test_the_page_comes_back_with_the_playground(browser: Browser) -> None:
    """While the playground restarts on its port, an open page says so, and then shows the new one."""
    context = await browser.new_context()
    reader = Reader(await context.new_page())
    async with Playground() as first:
        port = int(first.url.rpartition(":")[2])
        await reader.open(first.url)
        await first.discord.person("hazel", "The Workshop").say(
            first.discord.guild("The Workshop").channel("studio").id, "from the first"
        )
        await expect(reader.last).to_contain_text("from the first")
    await expect(reader.page.locator(".status-line")).to_contain_text("isn't reachable")
    async with Playground(port=port):
        await expect(reader.page.locator(".status-line")).to_be_hidden(timeout=15_000)
        await expect(reader.page.get_by_text("from the first")).to_have_count(0)
    await context.close()

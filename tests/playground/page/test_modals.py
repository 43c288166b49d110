"""Forms that the bot opens."""

import pytest
from playwright.async_api import Locator, expect

from tests.playground.page.browser import Reader
from tests.playground.page.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def open_form(reader: Reader) -> Locator:
    """The form behind a new card's "Remix"."""
    await reader.composer.fill("/imagine prompt:something to remix ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("something to remix")
    await reader.last.get_by_role("button", name="Remix", exact=True).click()
    form = reader.page.get_by_role("dialog", name="Remix this picture")
    await expect(form).to_be_visible()
    return form


async def test_a_form_is_filled_in_and_submitted(reader: Reader) -> None:
    """Text and choices reach the bot, whose answer appears in the channel. The form closes by itself."""
    form = await open_form(reader)
    await expect(form.get_by_label("Prompt")).to_be_focused()
    await reader.page.keyboard.type("the same, but at night")
    await form.get_by_role("combobox").click()
    await reader.page.get_by_role("option", name="Wild").click()
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    await expect(reader.last).to_contain_text("Remixed: the same, but at night (Wild)")


async def test_a_wrong_field_is_marked_and_nothing_sent(reader: Reader) -> None:
    """Values that Discord's client wouldn't submit are marked at their field, and can be corrected."""
    form = await open_form(reader)
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_text("This field is required.")).to_be_visible()
    await reader.page.keyboard.type("ab")
    await expect(form.get_by_text("Must be 3 or more characters.")).to_be_visible()
    await reader.page.keyboard.type("c")
    await form.get_by_role("button", name="Submit").click()
    await expect(reader.last).to_contain_text("Remixed: abc (any mood)")


async def test_every_kind_of_field(reader: Reader) -> None:
    """Radio buttons, checkboxes and files reach the bot. Missing or extra values are marked."""
    await reader.composer.fill("/survey ")
    await reader.press("Enter")
    form = reader.page.get_by_role("dialog", name="A survey")
    await expect(form).to_contain_text("Answer all of it.")
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_text("This field is required.")).to_have_count(2)
    await form.get_by_label("Large").check()
    for colour in ("red", "green", "blue"):
        await form.get_by_label(colour).check()
    await form.get_by_role("button", name="Submit").click()
    await expect(form.get_by_text("Choose at most 2.")).to_be_visible()
    await form.get_by_label("green").uncheck()
    await form.get_by_label("Agreed").check()
    await form.get_by_label("Proof").set_input_files(
        {"name": "proof.txt", "mimeType": "text/plain", "buffer": b"so it is"}
    )
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    await expect(reader.last).to_contain_text("l ['red', 'blue'] True proof.txt")


async def test_escape_cancels(reader: Reader) -> None:
    """Escape closes the form, and it stays closed after a reload."""
    form = await open_form(reader)
    await reader.press("Escape")
    await expect(form).to_have_count(0)
    await reader.page.reload()
    await expect(reader.page.locator(".channel").first).to_be_visible()
    await expect(form).to_have_count(0)


async def test_menus_in_labels_by_keyboard(reader: Reader) -> None:
    """Menus of members, roles, channels and anybody are named by their labels and work by keyboard."""
    await reader.composer.fill("/assign ")
    await reader.press("Enter")
    form = reader.page.get_by_role("dialog", name="Assign")
    winner = form.get_by_role("combobox", name="Winner")
    await expect(winner).to_be_focused()
    await reader.press("Enter", "Enter", "ArrowDown", "Enter", "Escape")
    await expect(winner).to_contain_text("Hazel, Juniper")
    await reader.press("Tab", "Enter", "ArrowDown", "Enter")
    await expect(form.get_by_role("combobox", name="Role")).to_contain_text("moderator")
    await expect(form.get_by_role("combobox", name="Place")).to_have_accessible_description(
        "Where it happens"
    )
    await form.get_by_role("combobox", name="Place").press("Enter")
    await reader.press("ArrowDown", "Enter")
    await form.get_by_role("combobox", name="Anybody").press("Enter")
    await reader.press("Enter")
    await form.get_by_role("button", name="Submit").press("Enter")
    await expect(form).to_have_count(0)
    await expect(reader.last).to_contain_text("Assigned: hazel and juniper, moderator, gallery, hazel")


async def test_a_form_fits_a_phone(open_page: OpenPage) -> None:
    """On a phone a form isn't wider than the window, its fields are easy to hit, and it can be sent."""
    reader = await open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await reader.composer.fill("/survey ")
    await reader.page.get_by_role("button", name="Send").tap()
    form = reader.page.get_by_role("dialog", name="A survey")
    await form.get_by_label("Small").tap()
    await form.get_by_label("red").tap()
    small = await form.evaluate(
        "form => [...form.querySelectorAll('button, .box, input[type=file]')]"
        ".map(each => each.getBoundingClientRect()).filter(box => box.height < 43.5).length"
    )
    assert small == 0
    assert await reader.page.evaluate("document.documentElement.scrollWidth") == 390
    await form.get_by_role("button", name="Submit").tap()
    await expect(reader.last).to_contain_text("s ['red'] False")


async def test_a_form_is_gone_after_a_reload(reader: Reader) -> None:
    """A form belongs to the page it opened on. It's gone after a reload or for another member."""
    form = await open_form(reader)
    await reader.page.reload()
    await expect(reader.page.locator(".channel").first).to_be_attached()
    await expect(reader.last).to_contain_text("something to remix")
    await expect(form).to_have_count(0)

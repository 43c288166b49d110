"""The messages of a channel and who sees them, during and after the bot's work."""

import re

import pytest
from playwright.async_api import expect

from tests.playground.page.browser import Reader
from tests.playground.page.conftest import OpenPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def send(reader: Reader, command: str) -> None:
    """Types a command as text and sends it."""
    await reader.composer.fill(f"{command} ")
    await expect(reader.page.locator(".command-line")).to_be_visible()
    await reader.press("Enter")


async def test_thinking_then_the_picture(reader: Reader) -> None:
    """The message says "is thinking…" until the bot has the picture, then shows the picture and who asked."""
    before = await reader.messages.count()
    await send(reader, "/imagine prompt:a quiet harbour")
    await expect(reader.last).to_contain_text("Easel is thinking…")
    await expect(reader.last.locator(".tile.loaded img")).to_be_visible()
    await expect(reader.messages).to_have_count(before + 1)
    await expect(reader.last.locator(".message-context")).to_have_text(re.compile(r"Hazel used /imagine"))
    await expect(reader.last.locator(".tag")).to_have_text("APP")


async def test_only_the_receiver_sees_an_ephemeral_message(reader: Reader, open_page: OpenPage) -> None:
    """Only the member who asked sees an ephemeral answer, under a line that says so."""
    other = await open_page()
    await other.speak_as("Juniper")
    await send(reader, "/budget show")
    await expect(reader.last).to_contain_text("You have 7 tokens left.")
    await expect(reader.last).to_contain_text("Only you can see this")
    await send(other, "/imagine prompt:seen by both")
    await expect(reader.last).to_contain_text("seen by both")
    await expect(other.last).to_contain_text("seen by both")
    await expect(other.page.get_by_text("You have 7 tokens left.")).to_have_count(0)


async def test_an_ephemeral_message_can_be_dismissed(reader: Reader) -> None:
    """ "Dismiss message" removes it from the screen, and the next visit doesn't show it either."""
    before = await reader.page.get_by_text("You have 7 tokens left.").count()
    await send(reader, "/budget show")
    shown = reader.page.get_by_text("You have 7 tokens left.")
    await expect(shown).to_have_count(before + 1)
    await reader.last.get_by_role("button", name="Dismiss message").click()
    await expect(shown).to_have_count(before)
    await reader.page.reload()
    await expect(reader.page.locator(".channel").first).to_be_visible()
    await expect(shown).to_have_count(before)


async def test_switching_members_shows_their_view(reader: Reader) -> None:
    """A moderator sees the staff channel, and a member doesn't. The composer says who is speaking."""
    await expect(reader.page.locator(".channel", has_text="staff")).to_have_count(0)
    await reader.speak_as("Rowan")
    await expect(reader.page.locator(".channel", has_text="staff")).to_be_visible()
    await expect(reader.composer).to_have_attribute("placeholder", "Message #studio as Rowan")


async def test_the_other_server(reader: Reader) -> None:
    """The rail leads to the second server, with its own channels and members."""
    await reader.page.get_by_role("button", name="The Annex").click()
    await expect(reader.page.get_by_role("heading", name="The Annex")).to_be_visible()
    await expect(reader.page.get_by_role("radio", name="Linden")).to_be_visible()
    await expect(reader.page.get_by_role("radio", name="Hazel")).to_be_checked()


async def test_a_command_without_an_answer_fails(reader: Reader) -> None:
    """An unanswered command fails after three seconds as on Discord, and only its user sees that."""
    await send(reader, "/mute")
    await expect(reader.last).to_contain_text("Sending command…")
    await expect(reader.last).to_contain_text("The application did not respond", timeout=10_000)
    await expect(reader.last).to_contain_text("Only you can see this")


async def test_a_button_without_an_answer_fails(reader: Reader) -> None:
    """A button shows dots while it waits, then its message says that the interaction failed."""
    await send(reader, "/imagine prompt:press me")
    card = reader.last
    await expect(card).to_contain_text("press me")
    await card.get_by_role("button", name="Say nothing").click()
    await expect(card.locator(".button.waiting .dots")).to_be_visible()
    await expect(card.locator(".failure")).to_have_text(
        re.compile("did not respond|interaction failed"), timeout=10_000
    )
    await expect(card.get_by_role("button", name="Say nothing")).to_be_enabled()


async def test_buttons_that_are_off_or_links(reader: Reader) -> None:
    """A disabled button can't be pressed. A link opens in a new tab without a referrer."""
    await send(reader, "/imagine prompt:links")
    await expect(reader.last.get_by_role("button", name="Off")).to_be_disabled()
    away = reader.last.get_by_role("link", name="Away")
    await expect(away).to_have_attribute("href", "https://example.com/away")
    await expect(away).to_have_attribute("rel", "noopener noreferrer")


async def test_a_spoiler_is_covered_until_clicked(reader: Reader) -> None:
    """A spoiler is blurred and out of reach until its cover is pressed, and stays open when redrawn."""
    await send(reader, "/imagine prompt:hidden away hidden:true")
    await reader.press("Enter")
    card = reader.last
    await expect(card).to_contain_text("hidden away")
    await expect(card.locator(".tile")).to_have_attribute("inert", "")
    await card.get_by_role("button", name="Spoiler").click()
    await expect(card.locator(".tile")).not_to_have_attribute("inert", "")
    await card.get_by_role("button", name="Say nothing").click()
    await expect(card.locator(".button.waiting")).to_be_visible()
    await expect(card.get_by_role("button", name="Spoiler")).to_have_count(0)


async def test_a_picture_opens_large(reader: Reader) -> None:
    """A click on a picture shows it on top of everything, and Escape closes it."""
    await send(reader, "/imagine prompt:a large view")
    await expect(reader.last).to_contain_text("a large view")
    await reader.last.locator(".tile").click()
    await expect(reader.page.get_by_role("dialog", name="Picture").locator("img")).to_be_visible()
    await reader.press("Escape")
    await expect(reader.page.get_by_role("dialog")).to_have_count(0)


async def test_a_select_menu(reader: Reader) -> None:
    """A select menu opens a list, can be chosen from by keyboard, and the bot's answer arrives."""
    await send(reader, "/vote")
    menu = reader.last.get_by_role("combobox", name="Vote for an entry")
    await menu.click()
    await expect(reader.page.get_by_role("option", name="The tower")).to_be_visible()
    await reader.press("ArrowDown", "Enter")
    await expect(reader.last).to_contain_text("You voted for tower.")


async def test_every_layout(reader: Reader) -> None:
    """Sections, thumbnails, galleries, files and separators are shown, and their buttons work."""
    await send(reader, "/showcase")
    card = reader.last
    await expect(card.get_by_role("heading", name="A showcase")).to_be_visible()
    await expect(card.locator(".container .section")).to_have_count(2)
    await expect(card.locator(".section .thumbnail img")).to_be_visible()
    await expect(card.locator(".gallery.tiles-2 .tile.loaded")).to_have_count(2)
    await expect(card.locator(".separator")).to_have_count(1)
    async with reader.page.expect_download() as download:
        await card.get_by_role("link", name="table.csv").click()
    assert (await download.value).suggested_filename == "table.csv"
    await card.locator(".tile").first.click()
    await reader.press("ArrowRight")
    await expect(reader.page.get_by_role("dialog").locator("figcaption")).to_have_text("The second")
    await reader.press("Escape")


async def test_selects_of_members_and_channels(reader: Reader) -> None:
    """Several members are sent when the list closes. A channel is sent at once."""
    await send(reader, "/showcase")
    await expect(reader.last).to_contain_text("Beside a link")
    card = reader.page.locator(f'[data-id="{await reader.last.get_attribute("data-id")}"]')
    await card.get_by_role("combobox", name="Who").click()
    await reader.page.get_by_role("option", name="Rowan").click()
    await reader.page.get_by_role("option", name="Alder").click()
    await reader.press("Escape")
    await expect(reader.last).to_contain_text("Chosen: Alder, Rowan")
    await card.get_by_role("combobox", name="Where").click()
    await reader.page.get_by_role("option", name="gallery").click()
    await expect(reader.last).to_contain_text("Chosen: gallery")
    await expect(card.get_by_role("combobox", name="Where")).to_have_text("gallery")


async def test_selects_of_roles_and_of_anybody(reader: Reader) -> None:
    """A role is chosen by keyboard. Too few choices show an error, and the full number is sent."""
    await send(reader, "/showcase")
    await expect(reader.last).to_contain_text("Beside a link")
    card = reader.page.locator(f'[data-id="{await reader.last.get_attribute("data-id")}"]')
    await card.get_by_role("combobox", name="Which role").press("Enter")
    await expect(reader.page.get_by_role("listbox", name="Which role")).to_be_focused()
    await reader.press("ArrowDown", "Enter")
    await expect(reader.last).to_contain_text("Chosen: moderator")
    await card.get_by_role("combobox", name="Anybody").press("Enter")
    await reader.press("Enter", "Escape")
    await expect(reader.page.locator(".toast")).to_contain_text("Choose at least 2.")
    await expect(reader.last).to_contain_text("Chosen: moderator")
    await card.get_by_role("combobox", name="Anybody").press("Enter")
    await reader.press("ArrowDown", "Enter", "Escape")
    await expect(reader.last).to_contain_text("Chosen: hazel, juniper")


async def test_apps_on_a_message_and_on_a_member(reader: Reader) -> None:
    """The context menus of messages and members offer the bot's commands and run them."""
    await send(reader, "/imagine prompt:menus")
    await expect(reader.last).to_contain_text("menus")
    message_id = await reader.last.get_attribute("data-id")
    await reader.last.click(button="right", position={"x": 300, "y": 8})
    await reader.page.get_by_role("menuitem", name="Use this prompt").click()
    await expect(reader.last).to_contain_text(f"Message {message_id}")
    await reader.page.get_by_role("radio", name="Rowan").click(button="right")
    await reader.page.get_by_role("menuitem", name="Look up").click()
    await expect(reader.last).to_contain_text("That is Rowan.")


async def test_a_failure_names_its_command(reader: Reader) -> None:
    """An answer names its command, even after the bot has deleted its first message."""
    await send(reader, "/late")
    await expect(reader.last).to_contain_text("It didn't work.")
    await expect(reader.last.locator(".message-context")).to_have_text(re.compile("Hazel used /late"))
    await reader.page.reload()
    await expect(reader.last.locator(".message-context")).to_have_text(re.compile("Hazel used /late"))


async def test_the_messages_are_one_tab_stop(reader: Reader) -> None:
    """Arrow keys move between messages, Enter goes into one, Escape comes out, and Tab skips them all."""
    for text in ("oldest", "middle"):
        await reader.type(text)
        await reader.press("Enter")
        await expect(reader.last).to_contain_text(text)
    await send(reader, "/imagine prompt:newest")
    await expect(reader.last).to_contain_text("newest (512)")
    assert (
        await reader.page.locator(".messages [tabindex='0'], .messages button:not([tabindex])").count() == 1
    )
    await reader.composer.focus()
    await reader.press("Shift+Tab", "Shift+Tab")
    focused = reader.page.locator(".message:focus")
    await expect(focused).to_contain_text("newest")
    await expect(focused).to_have_attribute("aria-label", re.compile(r"Easel, \d\d:\d\d"))
    await reader.press("ArrowUp")
    await expect(focused).to_contain_text("middle")
    await reader.press("End", "Enter")
    await expect(reader.last.locator(":focus")).to_have_attribute(
        "aria-label", re.compile("Apps for Easel, ")
    )
    await reader.press("Tab")
    await expect(reader.last.locator(":focus")).to_have_attribute("aria-label", re.compile("Open picture"))
    await reader.press("Escape")
    await expect(focused).to_contain_text("newest")
    await reader.press("Tab", "Tab")
    await expect(reader.composer).to_be_focused()


async def test_a_button_keeps_the_focus_when_its_message_changes(reader: Reader) -> None:
    """A message that's redrawn while it has the focus keeps it, on the same button or on the message."""
    await send(reader, "/imagine prompt:focus")
    await expect(reader.last).to_contain_text("focus (512)")
    card = reader.page.locator(f'[data-id="{await reader.last.get_attribute("data-id")}"]')
    await card.get_by_role("button", name="Say nothing").press("Enter")
    await expect(card).to_be_focused()
    await expect(card.locator(".failure")).to_be_visible(timeout=10_000)
    await expect(card).to_be_focused()


async def test_skipping_to_the_composer(reader: Reader) -> None:
    """The first Tab on the page offers to skip to the message box."""
    await reader.press("Tab")
    skip = reader.page.get_by_role("button", name="Skip to the message box")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await reader.press("Enter")
    await expect(reader.composer).to_be_focused()


async def test_links_ids_and_texts_are_copied(open_page: OpenPage) -> None:
    """The message menu, opened with the keyboard, copies text, link and id in Discord's forms."""
    reader = await open_page(permissions=["clipboard-read", "clipboard-write"])
    await send(reader, "/imagine prompt:copy me")
    await expect(reader.last).to_contain_text("copy me (512)")
    id_ = await reader.last.get_attribute("data-id")
    copied = {
        "Copy Text": r"\*\*copy me \(512\)\*\*\n-# drawn in no time",
        "Copy Message Link": rf"https://discord\.com/channels/\d+/\d+/{id_}",
        "Copy Message ID": rf"{id_}",
    }
    for name, form in copied.items():
        await reader.last.focus()
        await reader.press("Shift+F10")
        await reader.page.get_by_role("menuitem", name=name).press("Enter")
        await expect(reader.page.get_by_text("Copied.").last).to_be_visible()
        assert re.fullmatch(form, await reader.page.evaluate("navigator.clipboard.readText()"))
        await reader.page.get_by_role("button", name="Close", exact=True).last.click()


async def test_clocks_are_silent(reader: Reader, place: Place) -> None:
    """Screen readers don't announce a running clock each second, but they announce new messages."""
    workshop = place.playground.discord.guild("The Workshop")
    hazel = place.playground.discord.person("hazel", workshop)
    await hazel.say(workshop.channel("studio").id, "since <t:1800000000:R>")
    await expect(reader.page.get_by_role("log").locator(".message").last).to_contain_text("since")
    await expect(reader.last.locator("time.stamp")).to_have_attribute("aria-live", "off")


async def test_new_messages_are_followed_unless_scrolled_up(reader: Reader, open_page: OpenPage) -> None:
    """At the end of the channel, new messages scroll into view. Further up, a button leads to them."""
    other = await open_page()
    await other.speak_as("Juniper")
    for number in range(30):
        await other.type(f"line {number}")
        await other.press("Enter")
        await expect(other.composer).to_have_value("")
    await expect(reader.last).to_contain_text("line 29")
    await expect(reader.last).to_be_in_viewport()
    await reader.page.locator(".scroller").evaluate("each => each.scrollTo(0, 0)")
    await other.type("one more")
    await other.press("Enter")
    await reader.page.get_by_role("button", name="New messages").click()
    await expect(reader.last).to_be_in_viewport()
    await expect(reader.last).to_contain_text("one more")


async def test_messages_group(reader: Reader) -> None:
    """Consecutive messages by one author share a name and an avatar."""
    await reader.speak_as("Alder")
    for text in ("first", "second"):
        await reader.type(text)
        await reader.press("Enter")
        await expect(reader.last).to_contain_text(text)
    await expect(reader.last.locator(".author")).to_have_count(0)
    await reader.speak_as("Juniper")
    await reader.type("third")
    await reader.press("Enter")
    await expect(reader.last.locator(".author")).to_have_text("Juniper")


async def test_moderators_delete_messages(reader: Reader) -> None:
    """A moderator's menu deletes another's message. A member's menu doesn't offer it."""
    await reader.type("to be deleted")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("to be deleted")
    await reader.speak_as("Juniper")
    await reader.last.click(button="right")
    await expect(reader.page.get_by_role("menuitem", name="Copy Text")).to_be_visible()
    await expect(reader.page.get_by_role("menuitem", name="Delete Message")).to_have_count(0)
    await reader.press("Escape")
    await reader.speak_as("Rowan")
    await reader.last.click(button="right")
    await reader.page.get_by_role("menuitem", name="Delete Message").click()
    await expect(reader.page.get_by_text("to be deleted")).to_have_count(0)

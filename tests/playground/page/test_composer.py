"""Typing commands as in Discord's client, with a list, chips, hints, and checks before anything is sent."""

import re

import pytest
from playwright.async_api import expect

from tests.playground.page.browser import Reader
from tests.playground.page.conftest import Place

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_a_slash_lists_the_commands(reader: Reader) -> None:
    """ "/" shows every command with its description and required options. More text narrows the list."""
    await reader.type("/")
    await expect(reader.suggestion("/imagine")).to_contain_text("Draw a picture from words")
    await expect(reader.suggestion("/budget show")).to_be_visible()
    await reader.type("bud")
    await expect(reader.page.locator(".suggestions [role=option]")).to_have_count(1)


async def test_nothing_matches(reader: Reader) -> None:
    """A command that doesn't exist isn't sent as text. The list says that nothing matches."""
    await reader.type("/nonsense")
    await expect(reader.page.locator(".suggestions")).to_contain_text("No commands match")
    await reader.press("Enter")
    await expect(reader.page.locator(".toast")).to_contain_text("That command doesn't exist")
    await expect(reader.composer).to_have_value("/nonsense")


async def test_the_whole_way_by_keyboard(reader: Reader) -> None:
    """Choosing a command, filling in options and sending only need the keyboard, and the picture arrives."""
    await reader.type("/im")
    await reader.press("Enter")
    await reader.page.keyboard.type("a kite over dunes")
    await reader.press("Tab", "ArrowDown", "Enter")
    await reader.page.keyboard.type("64")
    await expect(reader.suggestion("640 pixels")).to_be_visible()
    await reader.press("ArrowDown", "Enter", "Enter")
    await expect(reader.last).to_contain_text("a kite over dunes (640)")
    await expect(reader.last.locator("img")).to_have_attribute("width", "640")
    await expect(reader.composer).to_be_focused()


async def test_typed_as_text(reader: Reader) -> None:
    """A command typed with its options becomes chips along the way."""
    await reader.type("/imagine prompt:a red barn width:544 hidden:false")
    await expect(reader.chip("prompt")).to_have_value("a red barn")
    await expect(reader.chip("width")).to_have_value("544")
    await expect(reader.chip("hidden")).to_have_value("false")
    await reader.press("Escape")


async def test_pasted_as_text(reader: Reader) -> None:
    """A pasted command becomes chips, with spaces for line breaks."""
    await reader.composer.fill("/imagine prompt: a red barn\nin snow style:oil width: 544")
    await expect(reader.chip("prompt")).to_have_value("a red barn in snow")
    await expect(reader.chip("style")).to_have_value("oil")
    await expect(reader.chip("width")).to_have_value("544")


async def test_words_after_the_name_are_the_required_option(reader: Reader) -> None:
    """ "/imagine a barn" without an option's name fills the first required option."""
    await reader.composer.fill("/imagine a red barn")
    await expect(reader.chip("prompt")).to_have_value("a red barn")


async def test_a_missing_option_is_marked(reader: Reader) -> None:
    """Nothing is sent without the required option. The chip turns red and says what's missing."""
    await reader.type("/imagine ")
    await reader.press("Enter")
    await expect(reader.page.locator(".chip.invalid[data-option=prompt]")).to_be_visible()
    await expect(reader.page.locator(".suggestions-hint.problem")).to_contain_text("required")
    await reader.page.keyboard.type("now there is one")
    await expect(reader.page.locator(".chip.invalid")).to_have_count(0)
    assert [frame for frame in reader.sent if '"slash"' in frame] == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("511", "at least 512"), ("2049", "at most 2048"), ("wide", "whole number"), ("1.5", "whole number")],
)
async def test_numbers_out_of_range(reader: Reader, typed: str, sentence: str) -> None:
    """A number that Discord's client wouldn't send is marked red before sending, with the reason."""
    await reader.composer.fill(f"/imagine prompt:x width:{typed}")
    await reader.press("Enter")
    await expect(reader.page.locator(".chip.invalid[data-option=width]")).to_be_visible()
    await expect(reader.page.locator(".suggestions-hint.problem")).to_contain_text(sentence)


async def test_a_text_that_is_too_long(reader: Reader) -> None:
    """A text over the option's maximum is marked with both lengths."""
    await reader.composer.fill(f"/imagine prompt:{'x' * 401}")
    await reader.press("Enter")
    await expect(reader.page.locator(".suggestions-hint.problem")).to_contain_text(
        "at most 400 characters (this has 401)"
    )


async def test_choices_are_closed(reader: Reader) -> None:
    """An option with choices only accepts one of them, and offers those that match."""
    await reader.composer.fill("/imagine prompt:x style:")
    await expect(reader.suggestion("oil")).to_be_visible()
    await expect(reader.suggestion("ink")).to_be_visible()
    await reader.page.keyboard.type("wax")
    await expect(reader.page.locator(".suggestions")).to_contain_text("No options match")
    await reader.press("Enter")
    await expect(reader.page.locator(".chip.invalid[data-option=style]")).to_be_visible()
    await reader.chip("style").fill("in")
    await reader.press("Enter")
    await expect(reader.chip("style")).to_have_value("ink")


async def test_autocomplete_is_asked_of_the_bot(reader: Reader) -> None:
    """The bot's suggestions for the latest text appear while typing, and the picked value is sent."""
    await reader.composer.fill("/imagine prompt:tall width:")
    await reader.page.keyboard.type("15")
    await expect(reader.suggestion("1504 pixels")).to_be_visible()
    await reader.suggestion("1504 pixels").click()
    await expect(reader.chip("width")).to_have_value("1504 pixels")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("tall (1504)")


async def test_backspace_takes_options_away(reader: Reader) -> None:
    """Backspace in an empty option removes it, and finally turns the command into text."""
    await reader.type("/imagine x width:")
    await expect(reader.chip("width")).to_be_focused()
    await reader.press("Backspace")
    await expect(reader.chip("width")).to_have_count(0)
    await expect(reader.chip("prompt")).to_be_focused()
    await reader.press("Backspace", "Backspace")
    await expect(reader.composer).to_have_value("/imagine")


async def test_escape_leaves_the_command(reader: Reader) -> None:
    """Escape in a command empties the composer."""
    await reader.type("/imagine x")
    await reader.press("Escape")
    await expect(reader.composer).to_be_focused()
    await expect(reader.composer).to_have_value("")


async def test_the_last_command_comes_back(reader: Reader) -> None:
    """Arrow up in the empty composer restores the last command with its options and files."""
    await reader.composer.fill("/imagine prompt:once more width:576")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("once more (576)")
    await reader.press("ArrowUp")
    await expect(reader.chip("prompt")).to_have_value("once more")
    await expect(reader.chip("width")).to_have_value("576")
    await reader.press("Escape")
    file = {"name": "seven.txt", "mimeType": "text/plain", "buffer": b"7 bytes"}
    await reader.composer.fill("/note member:@Rowan loud:True file:")
    await reader.page.locator(".chip-file").set_input_files(file)
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("A note on @Rowan with 7 bytes, loud.")
    shown = await reader.messages.count()
    await reader.press("ArrowUp", "Enter")
    await expect(reader.messages).to_have_count(shown + 1)
    await expect(reader.last).to_contain_text("A note on @Rowan with 7 bytes, loud.")


async def test_members_and_files_as_options(reader: Reader) -> None:
    """Members and true or false are picked from a list, and a file is uploaded with the command."""
    await reader.composer.fill("/note member:row")
    await reader.suggestion("@Rowan").click()
    await reader.chip("loud").fill("tr")
    await reader.press("Enter")
    await reader.page.keyboard.type("file:")
    await reader.page.locator(".chip-file").set_input_files(
        {"name": "seven.txt", "mimeType": "text/plain", "buffer": b"7 bytes"}
    )
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("A note on @Rowan with 7 bytes, loud.")


async def test_the_first_choice_is_taken_by_enter(reader: Reader) -> None:
    """In an added true-or-false option True is highlighted, and Enter picks it instead of sending."""
    await reader.composer.fill("/imagine prompt:hush hidden:")
    await expect(reader.page.locator("[role=option].active")).to_have_text("True")
    await reader.press("Enter")
    await expect(reader.chip("hidden")).to_have_value("True")
    await expect(reader.page.locator(".suggestions")).to_contain_text("Press Enter to send")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("hush (512)")
    await expect(reader.last.get_by_role("button", name="Spoiler")).to_be_visible()


@pytest.mark.parametrize(
    ("command", "option", "sentence"),
    [
        ("/imagine prompt:x", "style", "style has no value. Specify a value, or remove the option."),
        ("/imagine prompt:x", "hidden", "hidden has no value. Specify a value, or remove the option."),
        ("/imagine prompt:x", "width", "width has no value. Specify a value, or remove the option."),
        ("/note member:@Rowan loud:True", "file", "file has no value. Choose a file, or remove the option."),
    ],
)
async def test_an_added_option_needs_its_value(
    reader: Reader, command: str, option: str, sentence: str
) -> None:
    """A command isn't sent while an added option is empty. The option has the focus and says so."""
    await reader.composer.fill(f"{command} {option}:")
    await reader.page.get_by_role("combobox", name="More options").focus()
    await reader.press("Enter")
    chip = reader.page.locator(f".chip.invalid[data-option={option}]")
    await expect(chip.locator("input, textarea")).to_be_focused()
    await expect(reader.page.locator(".suggestions-hint.problem")).to_have_text(sentence)
    assert [frame for frame in reader.sent if '"slash"' in frame] == []
    await chip.get_by_role("button", name=f"Remove {option}").click()
    await expect(chip).to_have_count(0)


async def test_a_full_match_stays_the_match(reader: Reader) -> None:
    """A full name keeps the list filtered and is highlighted, so nobody else is picked."""
    await reader.composer.fill("/note member:juniper")
    await expect(reader.page.locator(".suggestions [role=option]")).to_have_count(1)
    await expect(reader.page.locator("[role=option].active")).to_contain_text("@Juniper")
    await reader.press("Enter")
    await expect(reader.chip("member")).to_have_value("@Juniper")
    await expect(reader.page.locator("[role=option].active")).to_have_text("True")
    await reader.press("Enter", "Enter")
    await expect(reader.last).to_contain_text("A note on @Juniper")


async def test_an_old_answer_is_never_taken(reader: Reader) -> None:
    """Enter picks none of the earlier choices while the bot's current ones haven't arrived."""
    await reader.composer.fill("/imagine prompt:exact width:")
    await reader.page.keyboard.type("15")
    await expect(reader.suggestion("1504 pixels")).to_be_visible()
    await reader.page.keyboard.type("36")
    await expect(reader.page.locator("[role=option].active")).to_have_count(0)
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("exact (1536)")


async def test_typing_anywhere_reaches_the_composer(reader: Reader) -> None:
    """With the focus on a button or nowhere, the composer gets the typed text from its first letter."""
    await reader.page.get_by_role("button", name="Close the playground controls").focus()
    await reader.page.keyboard.type("hello")
    await expect(reader.composer).to_have_value("hello")
    await reader.composer.fill("/imagine ")
    await expect(reader.chip("prompt")).to_be_focused()
    await reader.page.locator(".channel.here").focus()
    await reader.page.keyboard.type("a boat")
    await expect(reader.chip("prompt")).to_have_value("a boat")
    await reader.press("Escape")
    await reader.page.get_by_label("Language").focus()
    await reader.page.keyboard.type("e")
    await expect(reader.composer).to_have_value("")


async def test_the_main_command_is_on_the_first_screen(reader: Reader) -> None:
    """The list of commands starts with those used most, or with one-word commands if there are none."""
    await reader.type("/")
    await expect(reader.page.locator(".listbox-heading").first).to_have_text("Frequently used")
    await expect(reader.suggestion("/imagine")).to_be_in_viewport()
    await expect(reader.page.locator("[role=option]").first).to_contain_text("/imagine")
    await reader.composer.fill("/budget show ")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("You have 7 tokens left.")
    await reader.type("/")
    await expect(reader.page.locator("[role=option]").first).to_contain_text("/budget show")
    await expect(reader.suggestion("/budget show")).to_have_count(1)


async def test_a_command_mention_is_clickable(reader: Reader, place: Place) -> None:
    """A click on a command's mention puts it into the composer, or says that the command doesn't exist."""
    workshop = place.playground.discord.guild("The Workshop")
    hazel = place.playground.discord.person("hazel", workshop)
    await hazel.say(
        workshop.channel("studio").id, "Try </imagine:12345> or </budget show:12345> or </no:12345>."
    )
    await reader.last.get_by_role("button", name="/imagine").click()
    await expect(reader.chip("prompt")).to_be_focused()
    await reader.press("Escape")
    await reader.last.get_by_role("button", name="/budget show").click()
    await expect(reader.page.locator(".command-name")).to_have_text("/budget show")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("You have 7 tokens left.")
    await reader.page.get_by_role("button", name="/no", exact=True).last.click()
    await expect(reader.page.locator(".toast")).to_contain_text("You can't use /no here.")


async def test_plain_messages(reader: Reader) -> None:
    """Text without a leading slash is posted in the channel by the current member."""
    await reader.type("good morning")
    await reader.press("Enter")
    await expect(reader.last).to_contain_text("good morning")
    await expect(reader.last).to_have_attribute("aria-label", re.compile("Hazel, "))


async def test_the_empty_channel_invites(reader: Reader) -> None:
    """A channel without messages shows an example. A click composes it, and Enter sends it."""
    await reader.page.locator(".channel", has_text="gallery").click()
    await reader.page.locator(".example").first.click()
    await expect(reader.chip("prompt")).to_have_value("a lighthouse at dusk, oil on canvas")
    await expect(reader.page.locator(".suggestions")).to_contain_text("Press Enter to send")

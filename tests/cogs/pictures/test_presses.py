"""Every button, menu and form of pictures, used rightly and wrongly (see `tests.cogs.pictures.controls`)."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress

import pytest

from playground.discord import Permissions
from playground.discord.person import Person
from tests.cogs.pictures.conftest import Studio
from tests.cogs.pictures.controls import GROUPS
from tests.cogs.pictures.showing import Control, Message
from tests.cogs.reading import read, until


def groups_with(matches: Callable[[Control], object]) -> pytest.MarkDecorator:
    """One test for each group with such controls."""
    found = {name: [each for each in group if matches(each)] for name, group in GROUPS.items()}
    named = {name: controls for name, controls in found.items() if controls}
    return pytest.mark.parametrize("controls", named.values(), ids=named)


ENGLISH = re.compile(r"\b(the|you|your|is|pictures?|and|with)\b", re.IGNORECASE)
BUG = re.compile(r"E-[0-9a-f]{8}")


@pytest.fixture
async def studio(studio):
    """A studio where all members can afford everything."""
    for name in ("hazel", "juniper"):
        await studio.give(name)
    return studio


async def press(studio: Studio, control: Control, message: Message, person: Person | None = None) -> None:
    """Presses the button, chooses in the menu, or picks the command in the Apps menu."""
    person = person or studio.person(control.actor)
    if control.chosen:
        await studio.choose(person, message, control.press, *control.chosen)
    elif control.press[0].isupper():
        invocation = await person.context_menu(message["channel_id"], control.press, message_id=message["id"])
        await invocation.answered()
    else:
        await studio.press(person, message, control.press)


async def submit(studio: Studio, control: Control, form: Message) -> None:
    """Fills in an open form. If it has several pictures, chooses the one in that position."""
    values = dict(control.form or {})
    for label in form["components"]:
        field = label.get("component", {})
        if field.get("custom_id") == "which" and "which" in values:
            values["which"] = [field["options"][values["which"]]["value"]]
    await (await studio.person(control.actor).submit(form, values)).answered()


async def opened(person: Person, count: int, control: Control) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            await until(lambda: len(person.modals) >= count)
    assert len(person.modals) == count, control.name


async def use(studio: Studio, control: Control, message: Message) -> None:
    await press(studio, control, message)
    if control.form is not None:
        await submit(studio, control, await studio.open_form(studio.person(control.actor)))
    await studio.settled()


async def comes_to(studio: Studio, control: Control, count: int) -> None:
    """Waits for the effect, and makes sure that it doesn't happen more often."""
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            while await control.effect(studio) < count:
                await asyncio.sleep(0.01)
    notes = studio.notes(studio.person(control.actor))
    assert await control.effect(studio) == count, (control.name, notes[-3:])
    assert not [note for note in notes if BUG.search(note)], control.name


async def reads_new(studio: Studio, person: Person, known: set[str], words: str) -> None:
    """Waits for a private message with these words."""
    message = await person.wait_for(
        lambda each: each["id"] not in known and re.search(words, read(each)) is not None
    )
    assert message["ephemeral"]


def seen_by(studio: Studio, person: Person) -> set[str]:
    return {message["id"] for message in person.messages(studio.channel_id)}


@groups_with(lambda control: True)
async def test_it_does_what_it_says_once(studio, controls):
    """One effect for each use, and no more than that for two presses at once."""
    for control in controls:
        message = await control.show(studio)
        before = await control.effect(studio)
        await use(studio, control, message)
        await comes_to(studio, control, before + control.once)
    for control in controls:
        message = await control.show(studio)
        before = await control.effect(studio)
        person = studio.person(control.actor)
        await asyncio.gather(*(press(studio, control, message) for _ in range(2)))
        if control.form is not None:
            await opened(person, 2, control)
            await asyncio.gather(*(submit(studio, control, form) for form in list(person.modals)))
        await studio.settled()
        await comes_to(studio, control, before + control.twice)


@groups_with(lambda control: not control.fleeting)
async def test_it_works_after_a_restart(studio, controls):
    """On a message of the earlier process, and from a form that was open when it ended."""
    shown = [(control, await control.show(studio)) for control in controls]
    await studio.restart()
    for control, message in shown:
        before = await control.effect(studio)
        await press(studio, control, message)
        if control.form is None:
            await studio.settled()
            await comes_to(studio, control, before + control.once)
    await studio.restart()
    for control, _ in shown:
        before = await control.effect(studio)
        person = studio.person(control.actor)
        if control.form is not None:
            await submit(studio, control, person.modals[0])
            await studio.settled()
            await comes_to(studio, control, before + control.once)


@groups_with(lambda control: control.refusal)
async def test_the_wrong_person_is_refused(studio, controls):
    """Privately, when they press it and when they send a form that they could still open."""
    guild = studio.discord.guild("The Workshop")
    staff = studio.discord.channel("The Workshop", "staff")
    for name in ("rowan", "juniper"):  # they see the cards there, whatever their roles are
        user = studio.person(name).user
        studio.discord.set_permissions(staff, user, allow=Permissions.VIEW_CHANNEL)
    roles = [guild.roles[each] for each in guild.members[studio.person("rowan").user.id].roles]
    for control in controls:
        message = await control.show(studio)
        person = studio.person(control.stranger or control.actor)
        if control.form is not None and control.moderators:
            await press(studio, control, message)
            form = await studio.open_form(person)
        before, known = await control.effect(studio), seen_by(studio, person)
        if control.moderators:
            studio.discord.set_roles(guild, person.user)
        if control.form is not None and control.moderators:
            await submit(studio, control, form)
        else:
            await press(studio, control, message, person)
        await reads_new(studio, person, known, control.refusal)
        assert await control.effect(studio) == before, control.name
        assert person.modals == []
        if control.moderators:
            studio.discord.set_roles(guild, person.user, *roles)


@groups_with(lambda control: control.vanish)
async def test_what_is_gone_is_said_to_be_gone(studio, controls):
    """Its subject was deleted meanwhile, or is too old. Nothing is charged for that."""
    for control in controls:
        message = await control.show(studio)
        person = studio.person(control.actor)
        before, known = await control.effect(studio), seen_by(studio, person)
        await control.vanish(studio, message)
        await press(studio, control, message)
        if person.modals:
            await submit(studio, control, person.modals[0])
        await reads_new(studio, person, known, control.gone)
        assert await control.effect(studio) == before, control.name


@groups_with(lambda control: control.costs)
async def test_without_a_budget_nothing_is_made(studio, controls):
    """The refusal is private and has a button for the next step."""
    for control in controls:
        message = await control.show(studio)
        person = studio.person(control.actor)
        before, known = await control.effect(studio), seen_by(studio, person)
        await studio.spend_all(control.actor)
        await use(studio, control, message)
        await reads_new(studio, person, known, "enough tokens")
        assert await control.effect(studio) == before, control.name
        await studio.give(control.actor)


@groups_with(lambda control: True)
async def test_a_german_reads_german(studio, controls):
    """Everything that only they see, and every form, has no English in it."""
    for control in controls:
        message = await control.show(studio)
        person = studio.person(control.actor)
        known = seen_by(studio, person)
        person.user.locale = "de"
        await press(studio, control, message)
        if control.form is not None:
            form = await studio.open_form(person)
            assert not ENGLISH.search(form["title"]), control.name
            labels = [label["label"] for label in form["components"] if "label" in label]
            assert not [label for label in labels if ENGLISH.search(label)], control.name
            await submit(studio, control, form)
        await studio.settled()
        person.user.locale = "en-US"
        private = [each for each in person.messages(studio.channel_id) if each["ephemeral"]]
        written = [read(each) for each in private if each["id"] not in known]
        assert not [text for text in written if ENGLISH.search(text)], (control.name, written)

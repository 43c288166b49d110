"""`/edit`, the menu on messages, several pictures at once, and suggestions of earlier prompts."""

import asyncio
import contextlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.budgets.policy import Act, Actor
from bot.errors import ProviderFailed
from bot.generation.model import Kind
from bot.generation.models import Preset
from cogs.errors.refusals import InvalidSeed, InvalidSize
from cogs.pictures.forms import parse_seed, parse_size
from playground.discord.resolving import Upload
from tests.cogs.fakes import now_ms
from tests.cogs.pictures.conftest import buttons, png
from tests.cogs.reading import read, shown, until
from tests.generation.fakes import COST


def upload(name: str = "photo.png", content: bytes | None = None) -> Upload:
    return Upload(name, png(640, 480) if content is None else content)


async def test_edit_changes_attachments(studio, hazel):
    """Up to three in order, each of which adds to the price. The size is similar to the first image's."""
    await (
        await hazel.slash(
            studio.channel_id,
            "edit",
            prompt="mix them",
            image1=upload(),
            image2=upload("second.png", png(50, 50)),
        )
    ).answered()
    await studio.settled()
    [request] = studio.painter.requests
    assert len(request.inputs) == 2
    assert str(request.size) == "1152 × 864"
    [edited] = await studio.store.library.prompts(hazel.user.id, "mix", 5)
    assert (edited.order.kind, edited.order.price) == (Kind.EDIT, COST + 2 * 31_500)
    assert len(studio.pictures(studio.person("juniper"))) == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (Upload("notes.txt", b"hello"), "isn't an image"),
        (Upload("small.png", png(8, 8)), "too small"),
        (Upload("fake.png", b"\x89PNG\r\n\x1a\n" + b"x" * 100), "isn't an image"),
    ],
)
async def test_what_is_no_image_is_refused_in_private(studio, hazel, juniper, file, said):
    """Even if only its bytes reveal it. Then "thinking…" is removed, and nothing is held."""
    await (await hazel.slash(studio.channel_id, "edit", prompt="x", image1=file)).answered()
    note = await studio.reads(hazel, said)
    assert note["ephemeral"]
    assert "You weren't charged." in read(note)
    await studio.settled()
    assert juniper.messages(studio.channel_id) == []
    assert studio.painter.requests == []
    assert await studio.spent() == 0


async def test_an_edit_waits_over_a_restart_with_its_pictures(studio, hazel):
    """An edit that was held before the restart is sent with the same inputs afterwards."""
    blocked = asyncio.Event()
    studio.painter.script.extend([blocked] * 4)
    for number in range(3):
        await (await hazel.slash(studio.channel_id, "imagine", prompt=f"fox {number}")).answered()
    other = studio.person("juniper")
    await (await other.slash(studio.channel_id, "imagine", prompt="fox")).answered()
    await until(lambda: len(studio.painter.requests) == 4)
    await (await other.slash(studio.channel_id, "edit", prompt="make it night", image1=upload())).answered()
    async with asyncio.timeout(10):
        while not [each for each in await studio.store.generations.open() if each.order.input_count]:
            await asyncio.sleep(0.01)
        [edit] = [each for each in await studio.store.generations.open() if each.order.input_count]
        while not await studio.store.generations.inputs(edit.id):
            await asyncio.sleep(0.01)
    await studio.restart()
    await until(lambda: any(each.prompt == "make it night" for each in studio.painter.requests))
    [sent] = [each for each in studio.painter.requests if each.prompt == "make it night"]
    assert len(sent.inputs) == 1
    await studio.settled()


async def test_any_message_with_an_image_can_be_edited(studio, hazel, juniper):
    """Its menu opens a form. For a message without an image, it says so."""
    message = await juniper.say(studio.channel_id, "look", files=[upload()])
    await (
        await hazel.context_menu(studio.channel_id, "Edit this image", message_id=message["id"])
    ).answered()
    form = await studio.open_form(hazel)
    await studio.fill(hazel, form, _0="make it night")
    assert len(studio.painter.requests[-1].inputs) == 1
    plain = await juniper.say(studio.channel_id, "no image")
    await (await hazel.context_menu(studio.channel_id, "Edit this image", message_id=plain["id"])).answered()
    assert (await studio.reads(hazel, "no image that I can edit"))["ephemeral"]


async def test_details_from_the_menu(studio, hazel, juniper):
    """It shows a picture's details, and a plain sentence for anything else."""
    message = await studio.imagine(hazel)
    await (await juniper.context_menu(studio.channel_id, "Details", message_id=message["id"])).answered()
    await studio.reads(juniper, "Made by AI")
    plain = await juniper.say(studio.channel_id, "hello")
    await (await juniper.context_menu(studio.channel_id, "Details", message_id=plain["id"])).answered()
    await studio.reads(juniper, "That picture was deleted.")


async def test_several_pictures_come_in_one_message(studio, hazel):
    """They have one hold, different seeds and one gallery. Reroll makes the same number again."""
    message = await studio.imagine(hazel, count=3, seed=7)
    assert len(shown(message)) == 3
    assert [request.seed for request in studio.painter.requests] == [7, 8, 9]
    assert "seed 7, 8, and 9" in read(message) or "seed 7, 8 and 9" in read(message)
    assert await studio.spent() == 3 * COST
    await studio.press(hazel, message, "reroll")
    await studio.settled()
    assert len(shown(studio.new_picture(hazel, {message["id"]}))) == 3


async def test_one_of_several_fails_alone(studio, hazel):
    """The others arrive, only they are charged, and a private note has Try again."""
    studio.painter.script.extend([ProviderFailed(500)] * 3)
    studio.painter.script.extend([])
    message = await studio.imagine(hazel, count=2)
    assert len(shown(message)) in (1, 2)
    assert await studio.spent() == len(shown(message)) * COST


async def test_one_of_several_is_edited(studio, hazel):
    """The form asks which one."""
    message = await studio.imagine(hazel, count=2)
    form = await studio.form(hazel, message, "edit")
    [_, second] = await studio.store.library.of_message(int(message["id"]))
    await studio.fill(hazel, form, _0="make it night", _1=[str(second.id)])
    [edited] = await studio.store.library.prompts(hazel.user.id, "night", 5)
    assert edited.order.parent_id == second.id


async def test_last_prompts_are_offered_whole(studio, hazel):
    """A prompt that's too long for a choice is sent as a token, and arrives in full."""
    long = "a very long prompt about a fox " * 10
    await studio.imagine(hazel, long)
    choices = await hazel.autocomplete(studio.channel_id, "imagine", focused="prompt", prompt="LONG")
    [choice] = choices
    assert choice["name"].startswith("a very long prompt")
    await studio.imagine(hazel, choice["value"])
    assert studio.painter.requests[-1].prompt == long.strip()
    juniper = studio.person("juniper")
    await (await juniper.slash(studio.channel_id, "imagine", prompt=choice["value"])).answered()
    await studio.reads(juniper, "That picture was deleted.")


async def test_history_finds_words_and_turns_pages(studio, hazel):
    """Newest first, five to a page, with thumbnails, and only one's own."""
    for number in range(6):
        await studio.imagine(hazel, f"fox {number}")
    await (await hazel.slash(studio.channel_id, "history")).answered()
    card = await studio.reads(hazel, "Your pictures on this server")
    assert "fox 5" in read(card)
    assert "fox 0" not in read(card)
    assert "'type': 11" in str(card)
    await studio.press(hazel, card, "older")
    older = await hazel.wait_for(lambda message: message["id"] == card["id"] and "fox 0" in read(message))
    assert "fox 5" not in read(older)
    await (await hazel.slash(studio.channel_id, "history", words="FOX 3")).answered()
    found = await studio.reads(hazel, "with “FOX 3”")
    assert "fox 4" not in read(found)
    [menu] = [each for each in buttons(found) if "options" in each]
    await (await hazel.select(found["id"], menu["custom_id"], [menu["options"][0]["value"]])).answered()
    details = await studio.reads(hazel, "Made by AI")
    await studio.press(hazel, details, "hide")
    await studio.reads(hazel, "no longer in your history")
    await (await hazel.slash(studio.channel_id, "history", words="fox 3")).answered()
    await studio.reads(hazel, "No pictures found")


async def test_the_gallery_gets_promoted_pictures(studio, hazel, rowan):
    """Once, and the maker is told and can remove it with one press."""
    gallery = studio.discord.channel("The Workshop", "gallery").id
    act = Act(Actor(1, (), is_administrator=True), None, now_ms())
    await studio.store.servers.change(
        hazel.guild.id, lambda settings: replace(settings, gallery_channel_id=gallery), act
    )
    message = await studio.imagine(hazel)
    await studio.press(rowan, message, "details")
    card = await studio.reads(rowan, "Made by AI")
    await studio.press(rowan, card, "promote")
    await studio.reads(rowan, "in the gallery")
    [post] = [each for each in rowan.messages(gallery) if "easel-" in str(each)]
    assert "a red fox" in read(post)
    await studio.press(rowan, card, "promote")
    await studio.reads(rowan, "already in the gallery")
    await studio.press(hazel, post, "down")
    await studio.reads(hazel, "is no longer in the gallery")
    assert [each for each in rowan.messages(gallery) if "easel-" in str(each)] == []


async def test_help_names_commands_that_can_be_clicked(studio, hazel):
    """The help is in the member's language."""
    hazel.user.locale = "es-ES"
    await (await hazel.slash(studio.channel_id, "help")).answered()
    text = read(await studio.reads(hazel, "Crea una imagen"))
    assert "</imagine:" in text
    assert "</edit:" in text


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("1024x768", (1024, 768)),
        ("1024 × 768", (1024, 768)),
        (" 512*512 ", (512, 512)),
        ("1024 768", (1024, 768)),
        ("", None),
        ("square", Preset.SQUARE),
        ("Square HD", Preset.SQUARE_HD),
    ],
)
def test_sizes_are_read_as_people_write_them(typed, read_as):
    assert parse_size(typed) == read_as


@given(st.text(max_size=50))
@settings(max_examples=300)
def test_whatever_is_typed_is_read_or_refused(typed):
    """Any text is read or refused."""
    for parse, refusal in ((parse_size, InvalidSize), (parse_seed, InvalidSeed)):
        with contextlib.suppress(refusal):
            parse(typed)


@given(st.text(min_size=1, max_size=300))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_prompt_can_be_shown_remixed_and_found(studio, hazel, prompt):
    """Discord's limits hold and nobody is mentioned, because the playground refuses what Discord would."""
    if not prompt.strip() or "\x00" in prompt:
        return
    invocation = await hazel.slash(studio.channel_id, "imagine", prompt=prompt)
    await invocation.answered()
    await studio.settled()
    for message in studio.pictures(hazel)[-1:]:
        await studio.press(hazel, message, "details")
        form = await studio.form(hazel, message, "remix")
        hazel.close_modal(form)
    await (await hazel.slash(studio.channel_id, "history", words=prompt[:100])).answered()
    await hazel.autocomplete(studio.channel_id, "imagine", focused="prompt", prompt=prompt)

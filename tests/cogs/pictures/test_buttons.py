"""The buttons below a picture: who can press them, what they cost, and how long they work."""

import asyncio
from dataclasses import replace

import pytest

from bot.budgets.policy import Act, Actor, Member
from bot.errors import PromptRefused, ProviderFailed
from bot.generation.model import Kind
from tests.cogs.fakes import now_ms
from tests.cogs.pictures.conftest import labels, values_of
from tests.cogs.reading import read, until
from tests.generation.fakes import COST


async def test_reroll_asks_for_the_same_with_a_new_seed(studio, hazel, juniper):
    """Anyone can press it at their own cost, and the new picture links to the old one."""
    message = await studio.imagine(hazel, width=1472, height=512, seed=7, format="webp", spoiler=True)
    assert labels(message)[:5] == ["Reroll", "Remix", "Edit", "Details", "Delete"]
    await studio.press(juniper, message, "reroll")
    await studio.settled()
    first, second = studio.painter.requests
    assert (second.prompt, second.size, second.format) == (first.prompt, first.size, first.format)
    assert second.seed != first.seed
    made = studio.new_picture(juniper, {message["id"]})
    assert f"/{message['id']})" in read(made)
    assert await studio.spent() == 2 * COST


async def test_two_presses_cost_once(studio, hazel):
    """A double click counts as one press. Later, the button works again."""
    message = await studio.imagine(hazel)
    await asyncio.gather(*(studio.press(hazel, message, "reroll") for _ in range(2)))
    await studio.settled()
    assert len(studio.painter.requests) == 2
    assert await studio.spent() == 2 * COST


async def test_a_button_works_after_a_restart(studio, hazel):
    """Everything is read from the store."""
    message = await studio.imagine(hazel)
    await studio.restart()
    await studio.press(hazel, message, "reroll")
    await studio.settled()
    assert len(studio.pictures(hazel)) == 2


async def test_remix_is_filled_in(studio, hazel, juniper):
    """Prompt, size and seed can be changed. Everything else stays."""
    message = await studio.imagine(hazel, "a red fox", width=1472, height=512, seed=7, format="webp")
    form = await studio.form(juniper, message, "remix")
    assert values_of(form) == ["a red fox", "1472 × 512", "7"]
    await studio.fill(juniper, form, _0="a blue fox", _1="512x768", _2="")
    request = studio.painter.requests[-1]
    assert (request.prompt, str(request.size), request.format.value) == ("a blue fox", "512 × 768", "webp")
    assert request.seed != 7


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"_1": "large"}, "“large” isn't a size"), ({"_2": "-1"}, "isn't a seed"), ({"_2": "0"}, "A seed is")],
)
async def test_remix_refuses_what_it_cannot_read(studio, hazel, typed, said):
    """Nothing is held, and a private sentence says what to type instead."""
    message = await studio.imagine(hazel)
    form = await studio.form(hazel, message, "remix")
    await studio.fill(hazel, form, **typed)
    assert (await studio.reads(hazel, said))["ephemeral"]
    assert await studio.spent() == COST


async def test_edit_sends_this_picture(studio, hazel):
    """It reads the bytes from the message, and the input adds to the price."""
    message = await studio.imagine(hazel)
    form = await studio.form(hazel, message, "edit")
    await studio.fill(hazel, form, _0="make it night")
    request = studio.painter.requests[-1]
    assert request.prompt == "make it night"
    assert len(request.inputs) == 1
    [edited] = await studio.store.library.prompts(hazel.user.id, "night", 5)
    assert (edited.order.kind, edited.order.price) == (Kind.EDIT, COST + 31_500)
    assert "Edit of [this picture]" in read(studio.new_picture(hazel, {message["id"]}))


async def test_an_edit_can_be_rerolled_after_a_restart(studio, hazel):
    """Its input is still stored, although the original picture is gone."""
    message = await studio.imagine(hazel)
    form = await studio.form(hazel, message, "edit")
    await studio.fill(hazel, form, _0="make it night")
    edited = studio.new_picture(hazel, {message["id"]})
    first = studio.painter.requests[-1].inputs
    await studio.fill(hazel, await studio.form(hazel, message, "delete"))
    await studio.restart()
    await studio.press(hazel, edited, "reroll")
    await studio.settled()
    assert studio.painter.requests[-1].inputs == first


async def test_details_tell_everyone_about_the_picture_and_its_maker_about_the_cost(studio, hazel, juniper):
    """The card is private. Only the maker and moderators see the cost."""
    message = await studio.imagine(hazel, "a *red* fox", seed=7)
    for person, knows in ((hazel, True), (juniper, False)):
        await studio.press(person, message, "details")
        note = await studio.reads(person, "Made by AI")
        text = read(note)
        assert note["ephemeral"]
        assert "seed 7" in text
        assert "FLUX.2 pro" in text
        assert "a \\*red\\* fox" in text
        assert ("63,000 tokens" in text) is knows
        assert ("inference\\-1" in text) is knows


async def test_a_long_prompt_comes_as_a_file(studio, hazel):
    """The prompt isn't cut."""
    message = await studio.imagine(hazel, "fox " * 500)
    await studio.press(hazel, message, "details")
    note = await studio.reads(hazel, "in the file below")
    assert "-prompt.txt" in str(note)


async def test_moderators_read_the_cost_of_others(studio, hazel, rowan):
    """They also see what the member has left, with the allowance from their roles."""
    message = await studio.imagine(hazel)
    await studio.press(rowan, message, "details")
    text = read(await studio.reads(rowan, "Made by AI"))
    assert "The member has about 14 pictures" in text
    assert "63,000 tokens" in text


async def test_delete_asks_and_keeps_the_cost(studio, hazel):
    """The message disappears once the form is submitted. The cost stays spent."""
    message = await studio.imagine(hazel)
    form = await studio.form(hazel, message, "delete")
    assert studio.pictures(hazel)
    await studio.fill(hazel, form)
    await studio.reads(hazel, "The picture is deleted.")
    assert studio.pictures(hazel) == []
    assert await studio.spent() == COST


async def test_others_can_not_delete_it(studio, hazel, juniper):
    """They only can if they can delete messages in that channel anyway."""
    message = await studio.imagine(hazel)
    await studio.press(juniper, message, "delete")
    assert (await studio.reads(juniper, "Only the person who requested"))["ephemeral"]
    assert studio.pictures(hazel)


async def test_a_moderator_removes_with_a_reason_and_a_refund(studio, hazel, rowan):
    """The message is gone, the record stays, the audit log has the reason, and the member has the tokens."""
    message = await studio.imagine(hazel)
    await studio.press(rowan, message, "details")
    card = await studio.reads(rowan, "Made by AI")
    form = await studio.form(rowan, card, "remove")
    await studio.fill(rowan, form, _0="not here", _1=True)
    await studio.reads(rowan, "The picture was removed. The member got the tokens back.")
    assert studio.pictures(hazel) == []
    assert await studio.spent() == 0


@pytest.mark.parametrize("verb", ["reroll", "remix", "edit"])
async def test_a_picture_that_is_gone_says_so(studio, hazel, verb):
    """After its data was erased, nothing can be made from it."""
    message = await studio.imagine(hazel)
    await studio.store.privacy.erase(hazel.user.id, now_ms())
    await studio.press(hazel, message, verb)
    assert (await studio.reads(hazel, "That picture was deleted."))["ephemeral"]


async def test_edit_from_details_of_a_deleted_message(studio, hazel, juniper):
    """The bytes are gone, so the edit ends with a private message and costs nothing."""
    message = await studio.imagine(hazel)
    await studio.press(juniper, message, "details")
    card = await studio.reads(juniper, "Made by AI")
    form = await studio.form(juniper, card, "edit")
    await hazel_deletes(studio, hazel, message)
    await studio.fill(juniper, form, _0="make it night")
    assert (await studio.reads(juniper, "That picture was deleted."))["ephemeral"]
    assert await studio.spent() == COST
    assert not any("thinking" in read(each).lower() for each in hazel.messages(studio.channel_id))


async def hazel_deletes(studio, hazel, message):
    await studio.fill(hazel, await studio.form(hazel, message, "delete"))
    await studio.reads(hazel, "The picture is deleted.")


async def test_a_private_picture_is_its_makers(studio, hazel):
    """Reroll stays private, and Show in channel posts it for everybody."""
    message = await studio.imagine(hazel, private=True)
    await studio.press(hazel, message, "reroll")
    await studio.settled()
    assert studio.pictures(studio.person("juniper")) == []
    await studio.press(hazel, message, "show")
    shown = await studio.reads(studio.person("juniper"), "a red fox")
    assert not shown["ephemeral"]


async def test_a_reroll_over_budget_is_refused_privately(studio, hazel):
    """The refusal has a Try again button, and nothing is held."""
    message = await studio.imagine(hazel, width=2048, height=2048)
    await studio.store.quotas.deduct(*everything(studio, hazel))
    await studio.press(hazel, message, "reroll")
    note = await studio.reads(hazel, "You don't have enough tokens")
    assert note["ephemeral"]
    assert labels(note) == ["Try again"]
    policy = Act(Actor(1, (), is_administrator=True), None, now_ms())
    await studio.store.quotas.set_server(
        hazel.guild.id, lambda server: replace(server, staff_channel_id=studio.channel_id), policy
    )
    await studio.press(hazel, note, "again")
    await hazel.wait_for(lambda message: labels(message) == ["Try again", "Ask moderators"])


def everything(studio, person):
    return Member(person.guild.id, person.user.id), 900_000, Act(Actor(1, (), True), None, now_ms())


async def test_the_buttons_speak_the_servers_language_and_notes_the_members(studio, hazel):
    """Everyone reads the card, but only one person reads the refusal."""
    hazel.user.locale = "de"
    message = await studio.imagine(hazel)
    assert "Reroll" in labels(message)
    await studio.press(hazel, message, "details")
    card = await studio.reads(hazel, "Von einer KI erzeugt")
    assert "Abwandeln" in labels(card)


async def test_a_failure_can_be_tried_again(studio, hazel, juniper):
    """Its member can try the same request again, and only the new picture is charged."""
    studio.painter.script.extend([ProviderFailed(500)] * 3)
    await (await hazel.slash(studio.channel_id, "imagine", prompt="a red fox", seed=7)).answered()
    await studio.settled()
    note = await studio.reads(hazel, "failed")
    assert labels(note) == ["Try again"]
    await studio.restart()
    await studio.press(hazel, note, "retry")
    await studio.settled()
    assert (studio.painter.requests[-1].prompt, studio.painter.requests[-1].seed) == ("a red fox", 7)
    assert await studio.spent() == COST


async def test_a_refused_prompt_is_remixed(studio, hazel):
    """The same prompt would be refused again."""
    studio.painter.script.append(PromptRefused("flagged"))
    await (await hazel.slash(studio.channel_id, "imagine", prompt="a red fox")).answered()
    await studio.settled()
    note = await studio.reads(hazel, "flagged")
    assert labels(note) == ["Remix"]
    form = await studio.form(hazel, note, "remix")
    await studio.fill(hazel, form, _0="a blue fox")
    assert "Made from" not in read(studio.new_picture(hazel))
    assert await studio.spent() == COST


async def test_a_refused_size_has_buttons_with_the_closest(studio, hazel):
    """The whole request is stored, even across a restart."""
    await (
        await hazel.slash(studio.channel_id, "imagine", prompt="a fox", width=1000, seed=7, format="jpeg")
    ).answered()
    note = await studio.reads(hazel, "isn't available")
    assert labels(note)[:2] == ["992 × 768", "1024 × 768"]
    await studio.restart()
    await studio.press(hazel, note, "size")
    await studio.settled()
    request = studio.painter.requests[-1]
    assert (str(request.size), request.seed, request.format.value) == ("992 × 768", 7, "jpeg")


async def test_a_preset_with_a_size_offers_both(studio, hazel):
    """One press chooses between them."""
    await (
        await hazel.slash(studio.channel_id, "imagine", prompt="a fox", width=512, preset="square_hd")
    ).answered()
    note = await studio.reads(hazel, "either a preset")
    assert labels(note) == ["Square, large (1024 × 1024)", "512 × 768"]
    await studio.press(hazel, note, "size")
    await studio.settled()
    assert studio.painter.requests[-1].preset is not None


async def test_too_many_in_progress_can_be_cancelled(studio, hazel):
    """The note has a button for the queued pictures, which returns their tokens."""
    waiting = asyncio.Event()
    studio.painter.script.extend([waiting] * 4)
    for number in range(4):
        await (await hazel.slash(studio.channel_id, "imagine", prompt=f"fox {number}")).answered()
    await until(lambda: len(studio.painter.requests) == 4)
    await (await hazel.slash(studio.channel_id, "imagine", prompt="one too many")).answered()
    note = await studio.reads(hazel, "4 pictures in progress")
    assert labels(note)[0] == "Try again"
    waiting.set()
    await studio.settled()
    await studio.press(hazel, note, "again")
    await studio.settled()
    assert studio.painter.requests[-1].prompt == "one too many"


async def test_a_draft_belongs_to_who_asked(studio, hazel):
    """After a day it's gone, and the button says so."""
    await (await hazel.slash(studio.channel_id, "imagine", prompt="a fox", width=1000)).answered()
    note = await studio.reads(hazel, "isn't available")
    await studio.store.privacy.prune(2_000_000_000_000)
    await studio.press(hazel, note, "size")
    await studio.reads(hazel, "more than a day old")


async def test_newcomers_are_told_once_what_they_have(studio, hazel):
    """They get it privately, with their first picture."""
    await studio.imagine(hazel)
    await studio.imagine(hazel)
    welcomes = [note for note in studio.notes(hazel) if note.startswith("Welcome!")]
    assert len(welcomes) == 1
    assert "about 14 pictures" in welcomes[0]

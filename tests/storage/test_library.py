"""The contract of `Library`, and of orders with several pictures or an edit."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.audit.model import AuditFilter
from bot.errors import InputsGone, OverBudget, TooManyInFlight
from bot.generation.audit_kinds import PictureAct
from bot.generation.library import Draft, HistoryFilter
from bot.generation.model import Generation, Kind, Picture
from bot.generation.models import PictureFormat
from bot.generation.request import Style
from bot.storage import Store
from bot.storage.repositories import library
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.repositories.library import LibraryRepository
from bot.storage.sqlite.database import SqliteDatabase
from tests.storage.listening import Listening, scans
from tests.storage.orders import (
    GUILD,
    MODERATOR,
    NOW,
    USER,
    act,
    buy,
    exported,
    finish,
    limits,
    order,
    spent_and_held,
)

DAY = 86_400_000


def together(first: int, count: int, **details):
    orders = [order(first + number, **details) for number in range(count)]
    return [replace(each, batch_id=first) for each in orders]


def edit(number: int, inputs: int = 2, **details):
    return replace(order(number), kind=Kind.EDIT, input_count=inputs, **details)


async def picture(store: Store, number: int) -> Generation:
    found = await store.library.picture(number)
    assert found is not None
    return found


async def test_pictures_of_one_interaction_are_held_together(store: Store) -> None:
    """All of them or none. A second delivery of the interaction changes nothing."""
    assert await store.generations.hold_together(together(1, 4), limits(), NOW)
    assert not await store.generations.hold_together(together(1, 4), limits(), NOW)
    assert await spent_and_held(store) == (0, 40)
    assert [each.id for each in await store.library.together(await picture(store, 3))] == [1, 2, 3, 4]


async def test_pictures_that_do_not_all_fit_are_refused_as_one(store: Store) -> None:
    """The refusal has the price of all of them and what was left before. Nothing is held."""
    with pytest.raises(OverBudget) as refused:
        await store.generations.hold_together(together(1, 3), limits(25), NOW)
    assert (refused.value.price, refused.value.left, refused.value.held) == (30, 25, 0)
    assert await spent_and_held(store) == (0, 0)
    assert await store.library.picture(1) is None


async def test_pictures_of_one_interaction_count_as_that_many_in_progress(store: Store) -> None:
    """Three more beside two are refused at four, and the refusal only counts the earlier ones."""
    await store.generations.hold_together(together(1, 2), limits(in_flight=4), NOW)
    with pytest.raises(TooManyInFlight) as refused:
        await store.generations.hold_together(together(5, 3), limits(in_flight=4), NOW)
    assert refused.value.running == 2
    assert [each.id for each in await store.library.open_of(GUILD, USER)] == [1, 2]


async def test_one_of_them_is_released_by_itself(store: Store) -> None:
    """A failed one is given back by itself, and the others continue."""
    await store.generations.hold_together(together(1, 2), limits(), NOW)
    await store.generations.release(2, "ProviderFailed", NOW)
    assert (await finish(store, 1, 10)).paid == 10
    assert await spent_and_held(store) == (10, 0)


async def test_the_inputs_of_an_edit_are_kept_in_their_order(store: Store) -> None:
    """They come back as they were saved, and saving them twice changes nothing."""
    await store.generations.hold(edit(1), limits(), NOW)
    assert await store.generations.inputs(1) == ()
    await store.generations.save_inputs(1, (b"one", b"two"), NOW)
    await store.generations.save_inputs(1, (b"three", b"four"), NOW)
    assert await store.generations.inputs(1) == (b"one", b"two")


async def test_the_inputs_of_an_edit_can_be_used_again(store: Store) -> None:
    """A reroll gets copies with its hold. If they're gone, nothing is held."""
    await store.generations.hold(edit(1), limits(), NOW)
    await store.generations.save_inputs(1, (b"one", b"two"), NOW)
    assert await store.generations.hold(edit(2, inputs_of=1), limits(), NOW)
    assert await store.generations.inputs(2) == (b"one", b"two")
    with pytest.raises(InputsGone):
        await store.generations.hold(edit(3, inputs_of=99), limits(), NOW)
    assert await store.library.picture(3) is None
    assert await spent_and_held(store) == (0, 20)


async def test_inputs_are_deleted_after_seven_days(store: Store) -> None:
    """Not before, and not while the edit still has to be sent."""
    for number in (1, 2):
        await store.generations.hold(edit(number, 1), limits(), NOW)
        await store.generations.save_inputs(number, (b"one",), NOW)
    await finish(store, 1, 10)
    await store.privacy.prune(NOW + 7 * DAY - 1)
    assert await store.generations.inputs(1) == (b"one",)
    await store.privacy.prune(NOW + 7 * DAY)
    assert await store.generations.inputs(1) == ()
    assert await store.generations.inputs(2) == (b"one",)


COPY = Picture(b"a copy", 64, 48, PictureFormat.WEBP)


async def private_picture(store: Store, number: int) -> None:
    """A delivered private picture with its copy."""
    public = order(number)
    private = replace(public, reply=replace(public.reply, private=True))
    await store.generations.hold(private, limits(), NOW)
    await finish(store, number, 10)
    await store.generations.keep_picture(number, COPY, NOW)


async def test_the_copy_of_a_private_picture_lasts_seven_days(store: Store) -> None:
    """It comes back as it was, and keeping it twice changes nothing."""
    await private_picture(store, 1)
    await store.generations.keep_picture(1, replace(COPY, data=b"another"), NOW + 1)
    assert await store.library.private_picture(1) == COPY
    await store.privacy.prune(NOW + 7 * DAY - 1)
    assert await store.library.has_private_picture(1)
    await store.privacy.prune(NOW + 7 * DAY)
    assert not await store.library.has_private_picture(1)
    assert await store.library.private_picture(1) is None


async def test_a_shown_picture_is_public_from_then_on(store: Store) -> None:
    """Once, by its member alone, and its copy goes then. If it can't be posted, it stays private."""
    await private_picture(store, 1)
    assert not await store.library.publish(1, USER + 1, spoiler=False)
    assert await store.library.publish(1, USER, spoiler=True)
    assert not await store.library.publish(1, USER, spoiler=False)
    await store.library.unpublish(1)
    assert await store.library.publish(1, USER, spoiler=True)
    await store.library.published(1, 66, 77)
    shown = await store.library.picture(1)
    assert shown is not None
    reply = shown.order.reply
    assert (reply.private, reply.spoiler, reply.channel_id, shown.message_id) == (False, True, 66, 77)
    assert not await store.library.has_private_picture(1)
    await store.generations.keep_picture(1, COPY, NOW)
    assert not await store.library.has_private_picture(1)


async def test_deleting_a_private_picture_deletes_its_copy(store: Store) -> None:
    """From the message, or from the history. Deleting it again says that it was gone."""
    for number in (1, 2):
        await private_picture(store, number)
    assert await store.library.removed([1], NOW)
    assert not await store.library.removed([1], NOW)
    assert await store.library.hide(2, USER, NOW)
    assert [await store.library.has_private_picture(number) for number in (1, 2)] == [False, False]


async def test_erasing_deletes_the_copies_and_the_export_lists_them(store: Store) -> None:
    """The export says how large they are, not what's in them."""
    await private_picture(store, 1)
    [row] = (await exported(store, USER))["private_pictures"]
    assert (row["generation_id"], row["bytes"]) == ("1", len(COPY.data))
    await store.privacy.erase(USER, NOW)
    assert not await store.library.has_private_picture(1)


async def test_a_post_in_the_gallery_has_its_picture(store: Store) -> None:
    """So that details and reports work there, too."""
    await buy(store, 1)
    assert await store.library.promote(await picture(store, 1), 66, act())
    await store.library.posted(1, 77)
    assert [each.id for each in await store.library.of_message(77)] == [1]


async def test_drafts_belong_to_who_asked_and_last_a_day(store: Store) -> None:
    """Every field comes back, only for the member, until a day later."""
    style = Style("ink", "an ink drawing of ", "")
    rest = (3, "edit", 5, 6, 1, ("https://a",), style)
    draft = Draft("a fox", 1000, 768, None, 7, PictureFormat.WEBP, True, True, *rest)
    await store.library.save_draft(1, GUILD, USER, draft, NOW)
    assert await store.library.draft(1, USER) == draft
    assert await store.library.draft(1, USER + 1) is None
    await store.privacy.prune(NOW + DAY)
    assert await store.library.draft(1, USER) is None


async def test_only_somebodys_newest_drafts_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests that are refused all day don't fill the disk. Other people's drafts stay."""
    monkeypatch.setattr(library, "MOST_DRAFTS", 3)
    await store.library.save_draft(1, GUILD, USER + 1, Draft("a hare"), NOW)
    for number in range(2, 7):
        await store.library.save_draft(number, GUILD, USER, Draft("a fox"), NOW)
    kept = [number for number in range(2, 7) if await store.library.draft(number, USER)]
    assert kept == [4, 5, 6]
    assert await store.library.draft(1, USER + 1) == Draft("a hare")


async def test_the_history_finds_words_in_any_script(store: Store) -> None:
    """All words have to occur, in any case. Pages follow each other without gaps."""
    for number, prompt in enumerate(["Ein Ärger", "ein ärger im schnee", "schnee", "ÄRGER, SCHNEE"], 1):
        asked = order(number)
        asked = replace(asked, request=replace(asked.request, prompt=prompt))
        await store.generations.hold(asked, limits(), NOW)
        await finish(store, number, 10)
    only = HistoryFilter(USER, words=("ärger", "Schnee"))
    page = await store.library.history(only, None, 1)
    assert [each.id for each in page.pictures] == [4]
    page = await store.library.history(only, page.older, 1)
    assert ([each.id for each in page.pictures], page.older) == ([2], None)
    everything = await store.library.history(HistoryFilter(USER, GUILD + 1), None, 5)
    assert everything.pictures == ()


async def test_a_member_deletes_from_their_own_history_only(store: Store) -> None:
    """It's gone from the history and from suggested prompts. Somebody else's stays."""
    await buy(store, 1)
    assert not await store.library.hide(1, USER + 1, NOW)
    assert await store.library.hide(1, USER, NOW)
    assert not await store.library.hide(1, USER, NOW)
    assert (await store.library.history(HistoryFilter(USER), None, 5)).pictures == ()
    assert await store.library.prompts(USER, "", 5) == []


async def test_each_prompt_is_offered_once(store: Store) -> None:
    """The newest of several pictures with the same prompt represents all of them."""
    await buy(store, 1)
    await buy(store, 2)
    assert [each.id for each in await store.library.prompts(USER, "HARBOUR", 5)] == [2]
    assert await store.library.prompts(USER, "lighthouse", 5) == []


async def test_a_picture_is_in_the_gallery_once(store: Store) -> None:
    """Two people who promote it at once make one post, and taking it down ends it. Both are in the log."""
    await buy(store, 1)
    found = await picture(store, 1)
    assert await store.library.promote(found, 77, act())
    assert not await store.library.promote(found, 77, act())
    await store.library.posted(1, 1_234)
    post = await store.library.gallery_post(1)
    assert post is not None
    assert (post.channel_id, post.message_id, post.promoted_by) == (77, 1_234, MODERATOR)
    assert await store.library.take_down(GUILD + 1, 1, act()) is None
    assert await store.library.take_down(GUILD, 1, act()) == post
    assert await store.library.take_down(GUILD, 1, act()) is None
    log = await store.audit.page(GUILD, AuditFilter(group="pictures"))
    assert [entry.kind for entry in log.entries] == [PictureAct.TAKEN_DOWN, PictureAct.PROMOTED]


async def test_a_removed_picture_keeps_its_record(store: Store) -> None:
    """A moderator's removal is marked once, with its reason in the log. Another server's can't be removed."""
    await buy(store, 1)
    assert not await store.library.remove(GUILD + 1, [1], act())
    assert await store.library.remove(GUILD, [1], act(reason="spam"))
    assert not await store.library.remove(GUILD, [1], act(reason="spam"))
    assert (await picture(store, 1)).removed_at_ms == NOW
    [entry] = (await store.audit.page(GUILD, AuditFilter(kind=PictureAct.REMOVED))).entries
    assert (entry.user_id, entry.reason, entry.new) == (USER, "spam", {"generation_id": 1})


async def test_erasing_takes_what_a_picture_was_made_from(store: Store) -> None:
    """Inputs, drafts and gallery posts go at once. Other people's pictures that they promoted stay."""
    await store.generations.hold(edit(1, 1), limits(), NOW)
    await store.generations.save_inputs(1, (b"one",), NOW)
    await finish(store, 1, 10)
    await buy(store, 2, user_id=MODERATOR)
    await store.library.promote(await picture(store, 1), 77, act())
    await store.library.promote(await picture(store, 2), 77, act(user_id=USER))
    await store.library.save_draft(9, GUILD, USER, Draft("a fox"), NOW)
    export = await exported(store, USER)
    assert [row["bytes"] for row in export["pictures_to_edit"]] == [3]
    assert len(export["drafts"]) == 1
    assert len(export["in_galleries"]) == 2
    await store.privacy.erase(USER, NOW)
    assert await store.generations.inputs(1) == ()
    assert await store.library.draft(9, USER) is None
    assert await store.library.gallery_post(1) is None
    assert await store.library.gallery_post(2) is not None


async def test_no_statement_scans_what_grows(path: Path) -> None:
    """Every step of every plan is a search by a key or an index."""
    database = await SqliteDatabase.open(path)
    try:
        listening = Listening(database)
        library, generations = LibraryRepository(listening), GenerationRepository(listening)
        await generations.hold(edit(1), limits(), NOW)
        await generations.save_inputs(1, (b"one", b"two"), NOW)
        await generations.hold_together([replace(edit(2, inputs_of=1), batch_id=2)], limits(), NOW)
        await generations.inputs(2)
        found = await library.picture(2)
        assert found is not None
        await library.together(found)
        await library.of_message(7)
        await library.open_of(GUILD, USER)
        await library.prompts(USER, "", 5)
        await library.history(HistoryFilter(USER, GUILD, ("a",)), None, 5)
        await library.hide(1, USER, NOW)
        await library.removed([1], NOW)
        await library.remove(GUILD, [2], act())
        await library.promote(found, 7, act())
        await library.posted(2, 8)
        await library.gallery_post(2)
        await library.take_down(GUILD, 2, act())
        await library.save_draft(9, GUILD, USER, Draft("a"), NOW)
        await library.draft(9, USER)
        assert await scans(database, list(listening.heard.values())) == []
    finally:
        await database.close()

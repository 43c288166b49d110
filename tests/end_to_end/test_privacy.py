"""What is stored about a member and how it's deleted, with the real commands and the real database."""

import json
from pathlib import Path

import aiohttp

from tests.end_to_end.asking import asked, said
from tests.end_to_end.test_operator import typed
from tests.end_to_end.town import Town, buttons_of, pictures_in, text_of, town, until

SECRET = "a lighthouse in a teacup"


async def exported(place: Town, who) -> dict:
    """The export from `/privacy export`."""
    message = await asked(place, who, "privacy export", saying="everything I store about you")
    (attachment,) = message["attachments"]
    async with aiohttp.ClientSession() as browser:
        answer = await browser.get(attachment["url"])
        return json.loads(await answer.read())


async def test_export_has_all_of_ones_own_and_nothing_of_others(tmp_path: Path):
    """Pictures, amounts and moderators' actions on all servers, but no token and nobody else's text."""
    async with town(tmp_path) as place:
        await place.start()
        hazel, juniper, rowan = (place.person(name) for name in ("hazel", "juniper", "rowan"))
        await place.over(await place.imagine(hazel, prompt=SECRET))
        await place.over(await place.imagine(place.person("hazel", "The Annex"), prompt="the annex at dawn"))
        await place.over(await place.imagine(juniper, prompt="juniper's own"))
        await said(place, rowan, "quota member grant", member="hazel", amount="5k", reason="for the quiz")
        found = await exported(place, hazel)
        text = json.dumps(found)
        assert {row["prompt"] for row in found["pictures"]} == {SECRET, "the annex at dawn"}
        assert "for the quiz" in text
        assert "juniper" not in text
        assert "reply_token" not in text
        assert found["user_id"] == str(hazel.user.id)


async def test_erase_takes_the_words_and_leaves_the_sums(tmp_path: Path):
    """The prompts, name and links are deleted. The budget stays the same, and the ledger still adds up."""
    async with town(tmp_path) as place:
        await place.start()
        hazel = place.person("hazel")
        await place.over(await place.imagine(hazel, prompt=SECRET))
        picture = await hazel.wait_for(lambda message: pictures_in(message) != [])
        question = await asked(place, hazel, "privacy erase")
        assert "Delete your data on all servers" in text_of(question)
        assert place.query("SELECT prompt FROM generation") == [(SECRET,)]
        await place.stop()
        await place.start()
        (button,) = buttons_of(question)
        await hazel.press(question["id"], button)
        answer = await hazel.wait_for(lambda message: "data is deleted" in text_of(message))
        assert "1 picture" in text_of(answer)
        assert "stay until they expire" in text_of(answer)
        assert place.query("SELECT prompt, user_name, message_id, channel_id FROM generation") == [
            ("", "", None, 0)
        ]
        assert "Used 63,000 of 1,000,000 tokens" in await said(place, hazel, "budget show")
        assert SECRET not in json.dumps(await exported(place, hazel))
        history = await said(place, hazel, "budget history")
        assert SECRET not in history
        assert "63,000 tokens" in history
        still_there = next(
            message for message in hazel.messages(place.channel()) if message["id"] == picture["id"]
        )
        assert pictures_in(still_there) != [], "the channel's messages belong to the server"
        ending, lines = await typed(place, "check", "--books")
        assert (ending, lines) == ("ended with exit code 0", ["The ledger adds up."])


async def test_erasing_waits_for_pictures_on_their_way(tmp_path: Path):
    """A picture in progress has to finish first. Then the same button works."""
    async with town(tmp_path) as place:
        place.image_api.latency_seconds = 2
        await place.start()
        hazel = place.person("hazel")
        question = await asked(place, hazel, "privacy erase")
        (button,) = buttons_of(question)
        picture = await place.imagine(hazel, prompt=SECRET)
        await hazel.press(question["id"], button)
        await hazel.wait_for(lambda message: "1 picture in progress" in text_of(message))
        await place.over(picture)
        await hazel.press(question["id"], button)
        await hazel.wait_for(lambda message: "data is deleted" in text_of(message))
        assert place.query("SELECT 1 FROM generation WHERE prompt <> ''") == []


async def test_a_removed_bot_keeps_what_was_set_and_comes_back_to_it(tmp_path: Path):
    """The bot notices both a removal while it runs and one while it doesn't. An invitation undoes both."""
    async with town(tmp_path) as place:
        await place.start()
        discord = place.playground.discord
        dispatcher = discord.guild("The Workshop")
        await said(place, place.person("rowan"), "quota server set", allowance="189k")

        def left() -> bool:
            rows = place.query("SELECT left_at_ms FROM guild_policy WHERE guild_id = ?", dispatcher.id)
            return bool(rows) and rows[0][0] is not None

        discord.remove_bot(dispatcher)
        await until(left)
        discord.add_bot(dispatcher)
        await until(lambda: not left())
        await place.stop()
        discord.remove_bot(dispatcher)
        await place.start()
        await until(left)
        await place.stop()
        discord.add_bot(dispatcher)
        await place.start()
        await until(lambda: not left())
        assert "Used 0 of 189,000 tokens" in await said(place, place.person("hazel"), "budget show")


async def test_what_is_over_is_pruned_when_it_starts(tmp_path: Path):
    """The prompts of a server that removed the bot 30 days ago are gone from the database."""
    async with town(tmp_path) as place:
        await place.start()
        annex = place.playground.discord.guild("The Annex")
        away = await place.imagine(place.person("hazel", "The Annex"), prompt=SECRET)
        here = await place.imagine(place.person("hazel"), prompt="stays")
        await place.over(away, here)
        place.playground.discord.remove_bot(annex)
        await until(lambda: place.query("SELECT 1 FROM guild_policy WHERE left_at_ms IS NOT NULL"))
        await place.stop()
        place.write("UPDATE guild_policy SET left_at_ms = left_at_ms - ?", 30 * 86_400_000)
        await place.start()
        await until(lambda: place.query("SELECT prompt FROM generation WHERE id = ?", away) == [("",)])
        assert place.query("SELECT prompt FROM generation WHERE id = ?", here) == [("stays",)]
        assert place.query("SELECT sum(spent) FROM account WHERE scope = 'member'") == [(126_000,)]

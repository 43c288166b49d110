"""What members see of their own budget, over real sockets and from the real ledger."""

from pathlib import Path

from tests.end_to_end.asking import asked, said
from tests.end_to_end.town import buttons_of, pictures_in, text_of, town


async def test_show_tells_what_a_moderator_changed(tmp_path: Path):
    """The allowance and its source, a grant with its expiry and reason, and a freeze are shown as set."""
    async with town(tmp_path) as place:
        await place.start()
        hazel, rowan = place.person("hazel"), place.person("rowan")
        before = await said(place, hazel, "budget show")
        assert "Default budget of this bot" in before
        await said(place, rowan, "quota member set", member="hazel", allowance="500k")
        await said(
            place, rowan, "quota member grant", member="hazel", amount="126k", expires="3d", reason="the quiz"
        )
        after = await said(place, hazel, "budget show")
        assert "Custom budget from a moderator" in after
        assert "**126,000** of 126,000 tokens left · expires <t:" in after
        assert "the quiz" in after
        assert "**About 9 pictures left** (626,000 tokens)" in after
        await said(place, rowan, "quota member freeze", member="hazel", reason="spam", until="2d")
        frozen = await said(place, hazel, "budget show")
        assert "froze your budget" in frozen
        assert "spam" in frozen
        refused = await said(place, hazel, "imagine", prompt="x")
        assert "A moderator froze your budget" in refused
        assert "spam" in refused
        assert "froze" not in await said(place, place.person("juniper"), "budget show")


async def test_a_grant_is_spent_first_and_the_card_follows(tmp_path: Path):
    """After a picture, the grant has less, and the allowance is untouched."""
    async with town(tmp_path) as place:
        await place.start()
        hazel, rowan = place.person("hazel"), place.person("rowan")
        await said(place, rowan, "quota member grant", member="hazel", amount="100k")
        await place.over(await place.imagine(hazel))
        shown = await said(place, hazel, "budget show")
        assert "**37,000** of 100,000 tokens left" in shown
        assert "Used 0 of 1,000,000 tokens" in shown


async def test_history_links_to_the_pictures_and_survives_a_restart(tmp_path: Path):
    """Eleven pictures and a refund. The second page comes from a bot that was just restarted."""
    async with town(tmp_path) as place:
        await place.start()
        hazel, rowan = place.person("hazel"), place.person("rowan")
        made = []
        for number in range(11):
            made.append(await place.imagine(hazel, prompt=f"harbour number {number}"))
            await place.over(made[-1])
        message = await hazel.wait_for(lambda each: f"easel-{made[-1]}.png" in pictures_in(each))
        await said(place, rowan, "quota refund", picture=str(made[-1]), member="hazel")
        await said(
            place,
            place.person("juniper"),
            "budget history",
            saying="You haven't made any",
        )
        page = await asked(place, hazel, "budget history", saying="refunded")
        text = text_of(page)
        assert "[harbour number 10]" in text
        assert f"/channels/{hazel.guild.id}/{place.channel()}/{message['id']})" in text
        assert "[harbour number 0]" not in text
        await place.stop()
        await place.start()
        (older,) = buttons_of(page)
        await hazel.press(page["id"], older)
        second = await hazel.wait_for(lambda each: "[harbour number 0]" in text_of(each))
        assert second["id"] == page["id"]
        (newest,) = buttons_of(second)
        await hazel.press(page["id"], newest)
        await hazel.wait_for(lambda each: "[harbour number 10]" in text_of(each))


async def test_what_is_spent_on_one_server_is_not_seen_on_another(tmp_path: Path):
    """Budgets and histories belong to servers."""
    async with town(tmp_path) as place:
        await place.start()
        await place.over(await place.imagine(place.person("hazel")))
        elsewhere = place.person("hazel", "The Annex")
        assert "You haven't made any pictures here yet" in await said(place, elsewhere, "budget history")
        assert "Used 0 of 1,000,000 tokens" in await said(place, elsewhere, "budget show")

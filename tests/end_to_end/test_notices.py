"""Notices from the real outbox reach their readers, even if the bot dies in between."""

from pathlib import Path

from playground.discord import Permissions
from tests.end_to_end.asking import said
from tests.end_to_end.town import Town, text_of, town, until

POSTS = "POST /channels/{channel_id}/messages"


def staff(place: Town) -> int:
    """The staff channel's id. Lets the bot in."""
    discord = place.playground.discord
    channel = discord.channel("The Workshop", "staff")
    discord.set_permissions(channel, discord.bot, allow=Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES)
    return channel.id


def told(place: Town, name: str, words: str) -> list[str]:
    """Everything this person can read in #studio with these words in it."""
    texts = [text_of(message) for message in place.person(name).messages(place.channel())]
    return [text for text in texts if words in text]


def staff_reads(place: Town) -> list[str]:
    return [text_of(message) for message in place.person("rowan").messages(place.channel("staff"))]


async def test_a_member_is_told_at_four_fifths_and_at_the_end_once_each(tmp_path: Path):
    """In private, right after the picture that caused it, and never twice."""
    async with town(tmp_path) as place:
        await place.start(DEFAULT_ALLOWANCE="150k")
        hazel = place.person("hazel")
        await place.over(await place.imagine(hazel))
        assert told(place, "hazel", "You've used") == []
        await place.over(await place.imagine(hazel))
        message = await hazel.wait_for(lambda each: "You've used" in text_of(each))
        assert message["ephemeral"]
        assert "You've used up your budget" in text_of(message)
        await said(place, hazel, "budget show")
        await said(place, hazel, "budget history")
        await until(lambda: not place.query("SELECT 1 FROM notice WHERE sent_at_ms IS NULL"))
        assert len(told(place, "hazel", "You've used")) == 1
        assert told(place, "juniper", "You've used") == []


async def test_nearly_then_full(tmp_path: Path):
    """With enough room between the two, each comes separately."""
    async with town(tmp_path) as place:
        await place.start(DEFAULT_ALLOWANCE="378k")  # six pictures, and the fifth passes four fifths
        hazel = place.person("hazel")
        for _ in range(5):
            await place.over(await place.imagine(hazel))
        await until(lambda: len(told(place, "hazel", "You've used")) == 1)
        assert "You've used most of your budget" in told(place, "hazel", "You've used")[0]
        assert "</budget show:" in told(place, "hazel", "You've used")[0]
        await place.over(await place.imagine(hazel))
        await until(lambda: len(told(place, "hazel", "You've used")) == 2)
        assert "used up your budget" in told(place, "hazel", "You've used")[1]


async def test_a_notice_outlives_a_crash_and_comes_at_the_next_command(tmp_path: Path):
    """After a kill, the next process delivers it once when the member is back."""
    async with town(tmp_path) as place:
        await place.start(DEFAULT_ALLOWANCE="100k")
        hazel = place.person("hazel")
        place.playground.discord.faults.respond(
            "GET /webhooks/{application_id}/{token}/messages/{message_id}", 500, times=1_000
        )
        await place.over(await place.imagine(hazel))
        await until(lambda: place.query("SELECT 1 FROM notice"))
        await place.kill()
        place.playground.discord.faults.clear()
        assert told(place, "hazel", "You've used") == []
        await place.start(DEFAULT_ALLOWANCE="100k")
        await said(place, hazel, "budget history")
        await until(lambda: len(told(place, "hazel", "You've used")) == 1)
        await said(place, hazel, "budget show")
        await until(lambda: not place.query("SELECT 1 FROM notice WHERE sent_at_ms IS NULL"))
        assert len(told(place, "hazel", "You've used")) == 1


async def test_the_staff_channel_reads_of_caps_freezes_and_refunds(tmp_path: Path):
    """Each appears once, with who did what and why. Nobody is mentioned, and members don't see it."""
    async with town(tmp_path) as place:
        await place.start()
        channel = staff(place)
        hazel, rowan = place.person("hazel"), place.person("rowan")
        await said(place, rowan, "quota server set", cap="150k", staff_channel="staff")
        first = await place.imagine(hazel)
        await place.over(first)
        assert staff_reads(place) == []
        await place.over(await place.imagine(hazel))
        await rowan.wait_for(
            lambda each: "reached its limit of **about 2 pictures (150,000 tokens)**" in text_of(each)
        )
        await said(place, rowan, "quota refund", picture=str(first), member="hazel", reason="six fingers")
        await rowan.wait_for(lambda each: "Reason: “six fingers”" in text_of(each))
        await said(place, rowan, "quota member freeze", member="hazel", reason="@everyone look")
        await rowan.wait_for(lambda each: "> froze <@" in text_of(each))
        await said(place, rowan, "quota member unfreeze", member="hazel")
        await rowan.wait_for(lambda each: "> unfroze <@" in text_of(each))
        texts = staff_reads(place)
        assert len(texts) == 4
        assert "\\@everyone look" in texts[2]
        messages = rowan.messages(channel)
        assert not any(message["mentions"] or message["mention_everyone"] for message in messages)
        assert f"<@{hazel.user.id}>" in texts[1]
        assert f"/channels/{hazel.guild.id}/{place.channel()}/" in texts[1]


async def test_a_staff_channel_that_is_closed_to_the_bot_gets_it_later(tmp_path: Path):
    """The log says once that the permission is missing. A restart with the permission delivers everything."""
    async with town(tmp_path) as place:
        await place.start()
        discord, rowan = place.playground.discord, place.person("rowan")
        channel = discord.channel("The Workshop", "staff")
        staff(place)
        await said(place, rowan, "quota server set", staff_channel="staff")
        discord.set_permissions(channel, discord.bot, deny=Permissions.VIEW_CHANNEL)
        await said(place, rowan, "quota member freeze", member="hazel", reason="spam")
        await said(place, rowan, "quota member unfreeze", member="hazel")
        await until(lambda: any("no permission to post in the staff channel" in line for line in place.log))
        await place.stop()
        assert place.bot.ending == "ended with exit code 0"
        assert sum("no permission to post in the staff channel" in line for line in place.log) == 1
        staff(place)
        await place.start()
        await until(lambda: len(staff_reads(place)) == 2)
        await until(lambda: not place.query("SELECT 1 FROM notice WHERE sent_at_ms IS NULL"))

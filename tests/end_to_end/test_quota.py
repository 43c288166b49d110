"""/quota from the command to the ledger, as a member, a moderator, an administrator and an outsider."""

import csv
import io
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from playground.discord import ClientRefused, Invocation, Person, Role
from tests.end_to_end.town import Message, Town, buttons_of, pictures_in, text_of, town

PICTURE = 63_000
MENU = "Refund this picture"


@dataclass
class Office:
    """The Workshop's people. hazel and juniper are members, rowan moderates, alder owns it."""

    place: Town

    def __getattr__(self, name: str) -> Person:
        return self.place.person(name)

    @property
    def linden(self) -> Person:
        """Owns The Annex, and isn't in The Workshop."""
        return self.place.person("linden", "The Annex")

    def role(self, name: str) -> Role:
        return next(role for role in self.alder.guild.roles.values() if role.name == name)

    async def answer(self, who: Person, does: Callable[[], Awaitable[Invocation]]) -> Message:
        """The text that only they can see after doing it."""
        channel = self.place.channel(guild=who.guild.name)
        before = {message["id"] for message in who.messages(channel)}
        invocation = await does()
        await invocation.answered()
        assert invocation.failed is None
        message = await who.wait_for(
            lambda message: message["id"] not in before and bool(text_of(message).strip())
        )
        assert message["ephemeral"]
        return message

    async def told(self, who: Person, command: str, **options: object) -> Message:
        channel = self.place.channel(guild=who.guild.name)
        return await self.answer(who, lambda: who.slash(channel, f"quota {command}", **options))

    async def said(self, who: Person, command: str, **options: object) -> str:
        return text_of(await self.told(who, command, **options))

    async def paint(self, who: Person, **options: object) -> int:
        """Makes a picture and waits for it. Returns its generation's id."""
        generation_id = await self.place.imagine(who, **options)
        await self.place.over(generation_id)
        assert self.place.state(generation_id) == "delivered"
        return generation_id

    async def refused(self, who: Person) -> str:
        """The text they get instead of a picture."""
        channel = self.place.channel(guild=who.guild.name)
        return text_of(await self.answer(who, lambda: who.slash(channel, "imagine", prompt="a harbour")))

    def message_of(self, generation_id: int) -> Message:
        """The message with that picture."""
        name = f"easel-{generation_id}."
        return next(
            message
            for message in self.hazel.messages(self.place.channel())
            if any(file.startswith(name) for file in pictures_in(message))
        )

    def left(self, budget: str) -> str:
        return next(line for line in budget.splitlines() if "Left" in line)


@pytest.fixture
async def office(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        yield Office(place)
        await place.stop()
        check = place.spawn(sys.executable, "-m", "bot", "check", "--books")
        await check.start()
        await check.ended()
        assert check.ending == "ended with exit code 0", place.log[-5:]


async def test_a_members_budget_is_set_granted_taken_and_reset(office):
    """It pays for the member's next pictures, grants first, and both sides see the same amounts."""
    rowan, hazel = office.rowan, office.hazel
    said = await office.said(rowan, "member set", member="hazel", allowance="126k", reason="newcomer")
    assert "→ **about 2 pictures (126,000 tokens)**" in said
    said = await office.said(
        rowan, "member grant", member="hazel", amount="63k", expires="7d", reason="prize"
    )
    assert "They now have about 3 pictures (189,000 tokens) left." in said
    await office.paint(hazel)
    assert office.place.balance(hazel) == (0, 0), "the grant is used first"
    await office.paint(hazel)
    view = await office.said(rowan, "member view", member="hazel")
    assert "Allowance: **about 2 pictures (126,000 tokens)**, custom" in view
    assert "Used: **about 1 picture (63,000 tokens)**" in view
    assert "Left: **about 1 picture (63,000 tokens)**" in view
    assert "63,000 tokens" in await office.place.budget(hazel)
    said = await office.said(rowan, "member deduct", member="hazel", amount="1m", reason="too much")
    assert "Removed **about 1 picture (63,000 tokens)**" in said
    assert "you have 0 left" in await office.refused(hazel)
    assert "no tokens left" in await office.said(rowan, "member deduct", member="hazel", amount="1")
    said = await office.said(rowan, "member reset", member="hazel", reason="a gift")
    assert "about 2 pictures (126,000 tokens) → **0**" in said
    await office.paint(hazel)
    said = await office.said(rowan, "member set", member="hazel", allowance="default")
    assert "→ **default**. They now have about 14 pictures (937,000 tokens) left." in said
    for command, options in {
        "member set": {"allowance": "lots"},
        "member grant": {"amount": "0"},
        "member deduct": {"amount": "-1"},
    }.items():
        assert "a valid amount" in await office.said(rowan, command, member="hazel", **options)
    assert "as a future date" in await office.said(
        rowan, "member grant", member="hazel", amount="1m", expires="2001-01-01"
    )
    assert not any(
        message["ephemeral"] and "allowance" in text_of(message).lower()
        for message in office.juniper.messages(office.place.channel())
    )


async def test_a_freeze_outlives_everything_but_its_end(office):
    """Restarts and leaving don't end it. The member reads why, and so does a moderator after they left."""
    place, rowan, hazel = office.place, office.rowan, office.hazel
    said = await office.said(rowan, "member freeze", member="hazel", reason="spam *again*", until="3d")
    assert "“spam \\*again\\*”" in said
    assert "spam \\*again\\*" in await office.refused(hazel)
    assert "Frozen <t:" in await office.said(rowan, "member view", member="hazel")
    await place.stop()
    guild = rowan.guild
    place.playground.discord.remove_member(guild, hazel.user)
    await place.start()
    assert "left the server" in await office.said(rowan, "member view", member=hazel.user.id)
    place.playground.discord.add_member(guild, hazel.user)
    assert "froze your budget" in await office.refused(hazel)
    place.playground.discord.remove_member(guild, hazel.user)
    assert "budget is unfrozen" in await office.said(rowan, "member unfreeze", member=hazel.user.id)
    place.playground.discord.add_member(guild, hazel.user)
    await office.paint(hazel)
    assert "isn't frozen" in await office.said(rowan, "member unfreeze", member="hazel")
    assert "as a future date" in await office.said(
        rowan, "member freeze", member="hazel", reason="x", until="yesterday"
    )


async def test_nobody_raises_their_own_budget_but_administrators(office):
    """rowan can do it for hazel but not for rowan. alder can for alder. The audit log has no attempts."""
    rowan, alder = office.rowan, office.alder
    own = {
        "member set": {"allowance": "unlimited"},
        "member grant": {"amount": "1m"},
        "member reset": {},
    }
    for command, options in own.items():
        assert "can't raise their own budget" in await office.said(rowan, command, member="rowan", **options)
        assert "can't raise" not in await office.said(alder, command, member="alder", **options)
    await office.said(alder, "member freeze", member="rowan", reason="a holiday")
    assert "can't raise their own budget" in await office.said(rowan, "member unfreeze", member="rowan")
    refusal = await office.said(rowan, "role set", role="moderator", allowance="unlimited")
    assert "can't raise their own budget" in refusal
    assert "→ **unlimited**" in await office.said(alder, "role set", role="moderator", allowance="unlimited")
    assert "<@" + str(rowan.user.id) + "> " not in await office.said(alder, "audit", moderator="rowan")
    assert "no budget" in await office.said(rowan, "member grant", member="Easel", amount="1m")


async def test_roles_give_allowances(office):
    """A member's highest role counts, and unlimited is the highest. Clearing it returns to the server's."""
    place, rowan, hazel = office.place, office.rowan, office.hazel
    discord, guild = place.playground.discord, rowan.guild
    few, many = discord.add_role(guild, "few"), discord.add_role(guild, "many")
    discord.set_roles(guild, hazel.user, few, many)
    await office.said(rowan, "role set", role="few", allowance="63k")
    said = await office.said(rowan, "role set", role="many", allowance="unlimited", reason="sponsors")
    assert f"<@&{many.id}>'s allowance: none → **unlimited**" in said
    assert "Allowance: **unlimited**" in await office.said(rowan, "member view", member="hazel")
    await office.paint(hazel)
    listed = await office.said(rowan, "role list")
    assert listed.index("unlimited") < listed.index("about 1 picture (63,000 tokens)")
    discord.set_roles(guild, hazel.user, few)
    assert "you have 0 left" in await office.refused(hazel)
    await office.said(rowan, "role set", role="few", allowance="0")
    assert "don't have a picture budget" in await office.refused(hazel)
    assert "no pictures (0 tokens) → **none**" in await office.said(rowan, "role clear", role="few")
    await office.paint(hazel)
    assert "no allowance of its own" in await office.said(rowan, "role clear", role="few")
    assert "/quota server set" in await office.said(rowan, "role set", role="@everyone", allowance="1m")


async def test_what_holds_for_the_server_can_be_seen_and_set(office):
    """Default, schedule, zone, rollover, cap and staff channel. The cap refuses the next picture by name."""
    rowan, hazel = office.rowan, office.hazel
    await office.paint(hazel)
    said = await office.said(
        rowan,
        "server set",
        allowance="500k",
        renews="Every week",
        week_starts="Sunday",
        time_zone="Europe/Berlin",
        rollover="63k",
        cap="100k",
        staff_channel="staff",
        reason="spring",
    )
    assert "Budgets reset: Every month → **Every week**" in said
    view = await office.said(rowan, "server view")
    for part in (
        "Default allowance: **about 7 pictures (500,000 tokens)**",
        "Budgets reset: **Every week, on Sunday (Europe/Berlin), next <t:",
        "Server limit: **about 1 picture (100,000 tokens)**",
        "Used this period: **about 1 picture (63,000 tokens)**",
        f"<#{office.place.channel('staff')}>",
    ):
        assert part in view
    assert "the server has" in await office.refused(office.juniper)
    await office.said(rowan, "server set", cap="none")
    await office.paint(office.juniper)
    assert "I don't know the time zone" in await office.said(rowan, "server set", time_zone="Mars/Olympus")
    assert "a valid amount" in await office.said(rowan, "server set", allowance="much")
    assert "Nothing was changed" in await office.said(rowan, "server set", allowance="500k")


async def test_a_promise_to_a_role_is_claimed_once_by_each(office):
    """Members with the role get it with their next picture. The list shows who. Revoking stops it."""
    place, rowan, hazel = office.place, office.rowan, office.hazel
    discord, guild = place.playground.discord, rowan.guild
    painters = discord.add_role(guild, "painters")
    for name in ("hazel", "juniper"):
        discord.set_roles(guild, place.person(name).user, painters)
    await office.said(rowan, "server set", allowance="0")
    made = await office.said(
        rowan, "grant-role make", role="painters", amount="126k", ends="7d", expires="30d", reason="thanks"
    )
    assert f"about 2 pictures (126,000 tokens) for everyone with <@&{painters.id}>" in made
    assert "with their next picture" in await office.said(rowan, "member view", member="hazel")
    await office.paint(hazel)
    await office.paint(hazel)
    assert "don't have a picture budget" in await office.refused(hazel)
    offered = await rowan.autocomplete(place.channel(), "quota grant-role revoke", focused="promise")
    [number] = [choice["value"] for choice in offered]
    claims = await office.said(rowan, "grant-role list", promise=number)
    assert "1 member claimed it" in claims
    assert f"<@{hazel.user.id}>" in claims
    assert "Claimed by 1 member" in await office.said(rowan, "grant-role list")
    assert "Ended" in await office.said(rowan, "grant-role revoke", promise=number, reason="enough")
    assert "don't have a picture budget" in await office.refused(office.juniper)
    assert "role grant doesn't exist" in await office.said(rowan, "grant-role revoke", promise=number)
    assert "a valid amount" in await office.said(
        rowan, "grant-role make", role="painters", amount="x", ends="7d"
    )
    log = await office.said(rowan, "audit", kind="Role grants claimed")
    assert f"<@{hazel.user.id}> claimed **about 2 pictures (126,000 tokens)**" in log


async def test_a_picture_is_refunded_once(office):
    """By link, by the member's latest, or from the menu. The owner bears the loss."""
    place, rowan, hazel = office.place, office.rowan, office.hazel
    first, second, third = [await office.paint(hazel) for _ in range(3)]
    message = office.message_of(first)
    link = f"https://discord.com/channels/{rowan.guild.id}/{place.channel()}/{message['id']}"
    said = await office.said(rowan, "refund", picture=link, reason="six fingers")
    assert f"Refunded **about 1 picture (63,000 tokens)** to <@{hazel.user.id}>" in said
    assert place.balance(hazel) == (2 * PICTURE, 0)
    assert "was already refunded" in await office.said(rowan, "refund", picture=message["id"])
    offered = await rowan.autocomplete(place.channel(), "quota refund", focused="picture", member="hazel")
    assert [choice["value"] for choice in offered] == [str(third), str(second)]
    await office.said(rowan, "refund", picture=str(second), member="hazel")
    invocation = await rowan.context_menu(place.channel(), MENU, message_id=office.message_of(third)["id"])
    await invocation.answered()
    [form] = rowan.modals
    field = form["components"][1]["component"]["custom_id"]
    await office.answer(rowan, lambda: rowan.submit(form, {field: "blurred"}))
    assert place.balance(hazel) == (0, 0)
    assert place.books()[2] == 3 * PICTURE
    assert "message link or ID" in await office.said(rowan, "refund", picture="the harbour")
    hello = await hazel.say(place.channel(), "hello")
    refusal = await office.answer(
        rowan, lambda: rowan.context_menu(place.channel(), MENU, message_id=hello["id"])
    )
    assert "no paid picture" in text_of(refusal)
    log = await office.said(rowan, "audit", kind="Refunds", member="hazel")
    assert log.count("refunded") == 3
    assert "“six fingers”" in log


async def test_the_log_tells_all_and_its_pages_outlive_the_bot(office):
    """Who, whom, old, new and why, newest first, with filters and buttons that work after a restart."""
    place, rowan, alder = office.place, office.rowan, office.alder
    for number in range(1, 13):
        await office.said(
            rowan, "member set", member="hazel", allowance=f"{number}k", reason=f"try {number}!"
        )
    await office.said(alder, "member grant", member="juniper", amount="63k")
    first = await office.told(rowan, "audit")
    text = text_of(first)
    assert f"<@{alder.user.id}> gave <@{office.juniper.user.id}> **about 1 picture (63,000 tokens)**" in text
    assert "less than 1 picture (11,000 tokens) → **less than 1 picture (12,000 tokens)**" in text
    assert text.index("try 12") < text.index("try 11")
    await place.stop()
    await place.start()
    [older] = buttons_of(first)
    await (await rowan.press(first["id"], older)).answered()
    second = await rowan.wait_for(
        lambda message: message["id"] == first["id"] and "try 1!" in text_of(message)
    )
    assert "default → **less than 1 picture (1,000 tokens)**" in text_of(second)
    only = await office.said(rowan, "audit", moderator="alder", since="1d")
    assert "try" not in only
    assert "gave" in only
    assert "No matching changes" in await office.said(rowan, "audit", kind="Resets", until="2020-01-01")
    assert "as a past date" in await office.said(rowan, "audit", since="tomorrow")


async def test_the_report_is_a_picture_and_a_table(office):
    """For the server's own days and members, with the amounts that were really paid."""
    rowan = office.rowan
    await office.paint(office.hazel)
    await office.paint(office.hazel)
    await office.paint(office.juniper)
    message = await office.told(rowan, "report", days="7 days")
    message = await rowan.wait_for(
        lambda each: each["id"] == message["id"] and "usage.png" in pictures_in(each)
    )
    text = text_of(message)
    assert "189,000 tokens for 3 pictures by 2 members" in text
    assert f"1. <@{office.hazel.user.id}> · 2 pictures · 126,000 tokens" in text
    files = {}
    async with aiohttp.ClientSession() as browser:
        for url in urls_in(message["components"]):
            async with browser.get(url) as answer:
                files[url.split("?")[0].rsplit("/", 1)[-1]] = await answer.read()
    assert Image.open(io.BytesIO(files["usage.png"])).width == 1200
    rows = list(csv.DictReader(io.StringIO(files["usage.csv"].decode("utf-8-sig"))))
    assert {(row["name"], row["tokens"], row["pictures"]) for row in rows} == {
        ("Hazel", "126000", "2"),
        ("Juniper", "63000", "1"),
    }
    assert "usage.png" not in [
        name for each in office.hazel.messages(office.place.channel()) for name in pictures_in(each)
    ]


async def test_members_and_outsiders_get_at_nothing(office):
    """hazel doesn't see the commands. linden, who owns the other server, only sees and changes that one."""
    place, hazel, linden = office.place, office.hazel, office.linden
    channel = place.channel()
    names = {command["name"] for command in hazel.commands(channel)}
    assert not any(name.startswith("quota") for name in names)
    assert MENU not in names
    with pytest.raises(ClientRefused):
        await hazel.slash(channel, "quota member grant", member="hazel", amount="1m")
    picture = await office.paint(hazel)
    with pytest.raises(ClientRefused):
        await hazel.context_menu(channel, MENU, message_id=office.message_of(picture)["id"])
    await office.said(office.rowan, "member set", member="hazel", allowance="5k", reason="secret")
    made = await office.said(office.rowan, "grant-role make", role="moderator", amount="1k", ends="1d")
    number = made.partition("#")[2].partition(":")[0]
    assert "Nothing has been changed yet" in await office.said(linden, "audit")
    assert "Used: **no pictures (0 tokens)**" in await office.said(linden, "member view", member="hazel")
    assert "There are no role grants" in await office.said(linden, "grant-role list")
    for command, options in {
        "grant-role list": {"promise": number},
        "grant-role revoke": {"promise": number},
        "refund": {"picture": str(picture)},
    }.items():
        refusal = await office.said(linden, command, **options)
        assert "role grant doesn't exist" in refusal or "no paid picture" in refusal
    assert "by 0 members" in await office.said(linden, "report")
    await office.said(linden, "member set", member="hazel", allowance="unlimited")
    assert "5,000 tokens" in await office.said(office.rowan, "member view", member="hazel")


class TestUndo:
    """The button below a change, with the real store."""

    async def press(self, office, who: Person, message: Message) -> None:
        [undo] = buttons_of(message)
        await (await who.press(message["id"], undo)).answered()

    async def refusal(self, office, who: Person, message: Message) -> str:
        """The text in its own message."""
        return text_of(await office.answer(who, lambda: who.press(message["id"], buttons_of(message)[0])))

    async def test_a_grant_is_taken_back_exactly_and_once(self, office):
        """The budget is the same as before, others' grants stay, and another press names who was first."""
        rowan, alder = office.rowan, office.alder
        await office.said(alder, "member grant", member="hazel", amount="63k", reason="by a colleague")
        before = await office.said(rowan, "member view", member="hazel")
        granted = await office.told(rowan, "member grant", member="hazel", amount="126k", expires="1d")
        assert before != await office.said(rowan, "member view", member="hazel")
        await self.press(office, rowan, granted)
        undone = await rowan.wait_for(
            lambda each: each["id"] == granted["id"] and "undid this change" in text_of(each)
        )
        assert buttons_of(undone) == []
        assert before == await office.said(rowan, "member view", member="hazel")
        log = await office.said(rowan, "audit", kind="Undone changes")
        assert f"<@{rowan.user.id}> undid" in log

    async def test_two_presses_undo_once(self, office):
        """Both presses of a double click get an answer, and the second one names who was first."""
        rowan = office.rowan
        granted = await office.told(rowan, "member grant", member="hazel", amount="126k")
        [undo] = buttons_of(granted)
        first = await rowan.press(granted["id"], undo)
        second = await rowan.press(granted["id"], undo)
        await first.answered()
        await second.answered()
        refusal = await rowan.wait_for(lambda each: "already undid that change" in text_of(each))
        assert f"<@{rowan.user.id}>" in text_of(refusal)
        undone = office.place.query("SELECT count(*) FROM audit WHERE kind = 'undone'")
        assert undone == [(1,)]

    async def test_used_tokens_are_not_taken_back(self, office):
        """The answer says how much was used. The member keeps the picture and the rest."""
        rowan, hazel = office.rowan, office.hazel
        granted = await office.told(rowan, "member grant", member="hazel", amount="126k")
        await office.paint(hazel)
        refusal = await self.refusal(office, rowan, granted)
        assert "already been used" in refusal
        assert "63,000 tokens" in refusal
        assert "about 1 picture (63,000 tokens) left of" in await office.said(
            rowan, "member view", member="hazel"
        )

    async def test_a_later_change_is_not_taken_back_with_it(self, office):
        """A setting that another moderator changed since stays the same, and the answer names it."""
        rowan, alder = office.rowan, office.alder
        first = await office.told(rowan, "server set", cap="5m")
        await office.said(alder, "server set", cap="2m")
        refusal = await self.refusal(office, rowan, first)
        assert "**Server limit** was changed again later" in refusal
        assert "(2,000,000 tokens)" in await office.said(rowan, "server view")

    async def test_only_moderators_can(self, office):
        """A moderator who lost the role since sees what they lack, and nothing is undone."""
        place, rowan = office.place, office.rowan
        granted = await office.told(rowan, "member grant", member="hazel", amount="126k")
        place.playground.discord.set_roles(rowan.guild, rowan.user)
        assert "**Manage Server**" in await self.refusal(office, rowan, granted)
        assert "126,000 tokens" in await office.said(office.alder, "member view", member="hazel")

    async def test_it_works_after_a_restart(self, office):
        """Everything it needs is in the store and in its custom ID."""
        place, rowan = office.place, office.rowan
        frozen = await office.told(rowan, "member freeze", member="hazel", reason="a misclick")
        await place.kill()
        await place.start()
        await self.press(office, rowan, frozen)
        await rowan.wait_for(lambda each: each["id"] == frozen["id"] and "undid this" in text_of(each))
        await office.paint(office.hazel)


async def test_cards_with_controls_outlive_the_bot(office):
    """A budget's buttons and the setup card still work after a kill, and update their text."""
    place, rowan = office.place, office.rowan
    budget = await office.told(rowan, "member view", member="hazel")
    setup = await office.told(rowan, "setup")
    await office.paint(office.hazel)
    await place.kill()
    await place.start()
    grant, _, reset = buttons_of(budget)[:3]
    said = text_of(await office.answer(rowan, lambda: rowan.press(budget["id"], reset)))
    assert "about 1 picture (63,000 tokens) → **0**" in said
    await (await rowan.press(budget["id"], grant)).answered()
    [form] = rowan.modals
    amount = next(part for part in form["components"] if part.get("label") == "Amount")
    said = text_of(
        await office.answer(rowan, lambda: rowan.submit(form, {amount["component"]["custom_id"]: "126k"}))
    )
    assert "**about 2 pictures (126,000 tokens)**" in said
    said = text_of(await office.answer(rowan, lambda: rowan.select(setup["id"], "setup:cycle:1:0", ["day"])))
    assert "Every month → **Every day**" in said
    await rowan.wait_for(lambda each: each["id"] == setup["id"] and "**Every day" in text_of(each))


async def test_moderators_are_served_before_discord_describes_the_server(office):
    """Interactions include roles and permissions, so every rule works with an empty cache."""
    place, rowan, hazel = office.place, office.rowan, office.hazel
    discord, guild = place.playground.discord, rowan.guild
    few = discord.add_role(guild, "few")
    discord.set_roles(guild, hazel.user, few)
    await office.said(rowan, "role set", role="few", allowance="63k")
    await place.stop()
    discord.faults.withhold_guilds()
    await place.start()
    card = await office.told(rowan, "member view", member="hazel")
    assert f"Allowance: **about 1 picture (63,000 tokens)**, from <@&{few.id}>" in text_of(card)
    await office.paint(hazel)
    assert "you have 0 left" in await office.refused(hazel)
    reset = next(each for each in buttons_of(card) if ":reset:" in each)
    said = text_of(await office.answer(rowan, lambda: rowan.press(card["id"], reset)))
    assert "They now have about 1 picture (63,000 tokens) left." in said
    refusal = await office.said(rowan, "role set", role="moderator", allowance="unlimited")
    assert "can't raise their own budget" in refusal
    setup = await office.told(rowan, "setup")
    assert "Every month → **Every day**" in text_of(
        await office.answer(rowan, lambda: rowan.select(setup["id"], "setup:cycle:1:0", ["day"]))
    )
    assert "can't post" not in await office.said(rowan, "server set", staff_channel="staff")
    view = await office.said(rowan, "server view")
    assert "no longer exists" not in view
    assert "role grant doesn't exist" in await office.said(rowan, "grant-role revoke", promise="7")
    assert "No matching changes" in await office.said(rowan, "audit", kind="Resets", until="2020-01-01")


async def test_what_people_type_is_understood_or_refused_in_words(office):
    """IDs of any length, links from every client, and time zones by their common names."""
    place, rowan, hazel = office.place, office.rowan, office.hazel
    for number in ("9223372036854775808", "9" * 30, "0", "-1"):
        assert "message link or ID" in await office.said(rowan, "refund", picture=number)
        assert "role grant doesn't exist" in await office.said(rowan, "grant-role list", promise=number)
    assert "UTC → **UTC+2**" in await office.said(rowan, "server set", time_zone="UTC+2")
    assert "(UTC+2)" in await office.said(rowan, "server view")
    offered = await rowan.autocomplete(
        place.channel(), "quota server set", focused="time_zone", time_zone="GMT+2"
    )
    assert [(choice["name"], choice["value"]) for choice in offered] == [("UTC+2", "Etc/GMT-2")]
    picture = await office.paint(hazel)
    message = office.message_of(picture)
    link = f"<https://canary.discord.com/channels/{rowan.guild.id}/{place.channel()}/{message['id']}>"
    assert "Refunded" in await office.said(rowan, "refund", picture=link)


def urls_in(components: list[Message]) -> list[str]:
    """Every file that the components show."""
    found = [component["file"]["url"] for component in components if "file" in component]
    for component in components:
        found.extend(item["media"]["url"] for item in component.get("items") or [])
        found.extend(urls_in(component.get("components") or []))
    return found

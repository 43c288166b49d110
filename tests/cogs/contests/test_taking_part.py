"""Entering and voting with several contests, many entries, restarts, double presses, and deleted answers."""

import asyncio
import logging
from typing import Any

import discord
import pytest

from bot.contests.model import Phase
from playground.discord import Permissions, Person
from tests.cogs.contests.fair import Fair, asking, button, menu
from tests.end_to_end.town import Message, text_of


async def test_several_contests_at_once(here: Fair) -> None:
    """Without the option, commands ask which one, and only offer contests that they work for."""
    hazel, juniper, rowan = here.person("hazel"), here.person("juniper"), here.rowan
    over = await here.contest(title="Winter")
    await here.entered(over, juniper)
    await here.end(over)
    await here.end(over)
    voting, _ = await here.voting(juniper, title="Spring")
    first = await here.contest(title="Summer")
    second = await here.contest(title="Autumn")
    cancelled = await here.contest(title="Never")
    await here.said(rowan, "cancel", reason="Rain", contest="Never")
    assert "There are **Autumn**, **Summer**" in await here.said(rowan, "extend", until="1d")
    picture = str(await here.picture(hazel.user.id))
    assert "**Autumn** and **Summer**" in await here.said(hazel, "enter", picture=picture)
    opened, running = {first.id, second.id}, {first.id, second.id, voting.id}
    for command, offered in (
        *((name, running) for name in ("extend", "close", "cancel", "edit")),
        *((name, opened) for name in ("enter", "withdraw")),
        ("vote", {voting.id}),
        ("disqualify", {voting.id, over.id}),
        *((name, {over.id}) for name in ("results", "record")),
        ("show", {*running, over.id, cancelled.id}),
    ):
        choices = await rowan.autocomplete(here.channel, f"contest {command}", focused="contest")
        assert {int(each["value"]) for each in choices} == offered, command
    # By its number, or by its name.
    assert "in **Summer**" in await here.said(hazel, "enter", picture=picture, contest=str(first.id))
    assert "in **Autumn**" in await here.said(hazel, "enter", picture=picture, contest="autumn")
    # A picture that fits several asks too.
    private = await here.picture(juniper.user.id)
    shown = await here.contests.enterable(here.guild.id, first.id, asking(juniper))
    assert [each.generation_id for each in shown] == [private]
    # If there's none of that kind, the answer says when there will be.
    assert "Voting isn't open yet" in await here.said(hazel, "vote", contest="Summer")
    early = await here.said(hazel, "results", contest="Spring")
    assert "This contest isn't over yet. Voting ends <t:" in early
    assert "This contest was cancelled" in await here.said(hazel, "record", contest="Never")
    assert "There's no such contest here" in await here.said(hazel, "show", contest="Monsoon")


async def test_the_picture_that_fits_into_several_contests(here: Fair) -> None:
    """Its button asks which one, and only offers those that accept it."""
    hazel = here.person("hazel")
    first, second = await here.contest(title="Summer"), await here.contest(title="Autumn")
    full = await here.contest(title="Winter")
    await here.entered(full, hazel)
    [announced] = here.shown(first)
    await (await hazel.press(announced["id"], button(announced, "join"))).answered()
    picture = await here.answer(hazel, lambda: hazel.submit(hazel.modals[0], {"prompt": "a pier"}))
    asked = await here.press(hazel, picture, "offer")
    options = {option["value"] for option in menu(asked, "into")["options"]}
    assert options == {str(first.id), str(second.id)}
    assert "in **Autumn**" in text_of(await here.choose(hazel, asked, "into", str(second.id)))


async def test_many_entries(here: Fair) -> None:
    """With more entries than fit a menu, each can be reached by its page, the sheets or the menu."""
    hazel = here.person("hazel")
    people = here.crowd(30)
    contest, _ = await here.voting(*people)
    assert [len(here.sheets()), contest.picks] == [2, 5]
    [announced] = here.shown(contest)
    page = await here.press(hazel, announced, "vote")
    near = [option["value"] for option in menu(page, "jump")["options"]]
    assert len(set(near)) == 25
    far = next(number for number in range(1, 31) if str(number) not in near)
    page = await here.press(hazel, page, "pick")
    sheet = await here.press(hazel, page, "sheet")
    while str(far) not in {option["value"] for option in menu(sheet, "jump")["options"]}:
        sheet = await here.press(hazel, sheet, ".on")
    page = await here.choose(hazel, sheet, "jump", str(far))
    assert f"**Entry {far}** · " in text_of(page)
    assert " of 30 · 1 of 5 picks used" in text_of(page)
    picked = [option for option in menu(page, "jump")["options"] if "✓" in option["label"]]
    assert len(picked) == 1, "a pick stays in the menu, however far away it is"


async def test_every_button_works_after_a_restart(here: Fair) -> None:
    """Buttons, menus and forms of a message from an earlier process still work."""
    hazel, juniper, rowan = here.person("hazel"), here.person("juniper"), here.rowan
    given = {"title": "Harbours", "theme": "Boats", "entries_until": "1h", "votes_until": "2h"}
    unwanted, preview = [await here.asked(rowan, "create", entries_per_member=2, **given) for _ in range(2)]
    await here.restart()
    assert "Discarded" in text_of(await here.press(rowan, unwanted, "discard"))
    preview = await here.press(rowan, preview, "more")
    await (await rowan.select(preview["id"], menu(preview, "group")["custom_id"], ["voting"])).answered()
    preview = await here.answer(rowan, lambda: rowan.submit(rowan.modals[-1], {"picks": "1"}))
    assert "Picks per voter**: 1" in text_of(preview)
    assert "is created" in text_of(await here.press(rowan, preview, "create"))
    await here.settle()
    [contest] = await here.contests.contests(here.guild.id)
    [announced] = here.shown(contest)
    pictures = []
    for who in (hazel, juniper):
        await (await who.press(announced["id"], button(announced, "join"))).answered()
        pictures.append(
            await here.answer(who, lambda who=who: who.submit(who.modals[-1], {"prompt": "a pier"}))
        )
    entered = await here.press(hazel, pictures[0], "offer")
    await here.restart()
    assert "Hosts: <@" in text_of(await here.press(hazel, announced, "rules"))
    assert "withdrawn" in text_of(await here.press(hazel, entered, "leave"))
    assert "Your picture is in" in text_of(await here.press(hazel, pictures[0], "offer"))
    await here.press(juniper, pictures[1], "offer")
    await here.end(contest)
    [announced] = here.shown(contest)
    page = await here.press(hazel, announced, "vote")
    await here.restart()
    for verb in (".on", ".back", "sheet"):
        page = await here.press(hazel, page, verb)
    own = (await here.town.numbers(contest))[hazel.user.id]
    page = await here.choose(hazel, page, "jump", str(3 - own))
    page = await here.press(hazel, page, "pick")
    assert "1 of 1 pick used" in text_of(page)
    page = await here.press(hazel, page, "unpick")
    assert "0 of 1 pick used" in text_of(page)
    await here.end(contest)
    [results] = here.results(contest)
    await here.restart()
    assert f"Entry {own} by" in text_of(await here.press(hazel, results, "place"))
    assert "This contest is over" in text_of(await here.press(hazel, page, ".on"))


async def twice(who: Person, message: Message, verb: str, *said: str) -> None:
    """Presses it twice at the same time. Both are answered, and neither fails."""

    async def press() -> None:
        invocation = await who.press(message["id"], button(message, verb))
        await invocation.answered()
        assert invocation.failed is None

    await asyncio.gather(press(), press())
    for words in said:
        await who.wait_for(lambda message, words=words: words in text_of(message))


async def test_double_presses(here: Fair, caplog: pytest.LogCaptureFixture) -> None:
    """Pressed twice at once, each button acts once."""
    hazel, rowan = here.person("hazel"), here.rowan

    preview = await here.asked(
        rowan, "create", title="Harbours", theme="x", entries_until="1h", votes_until="2h"
    )
    await twice(rowan, preview, "create", "is created", "was already created")
    await here.settle()
    [contest] = await here.contests.contests(here.guild.id)
    assert len(here.shown(contest)) == 1
    [announced] = here.shown(contest)
    await (await hazel.press(announced["id"], button(announced, "join"))).answered()
    picture = await here.answer(hazel, lambda: hazel.submit(hazel.modals[0], {"prompt": "a pier"}))
    await twice(hazel, picture, "offer", "You can withdraw it until", "already in the contest")
    entered = await hazel.wait_for(lambda message: "You can withdraw it until" in text_of(message))
    assert (await here.contests.get(here.guild.id, contest.id)).entries == 1
    await twice(hazel, entered, "leave", "is withdrawn", "There's no entry")
    await here.entered(contest, hazel, *here.crowd(1))
    assert (await here.contests.get(here.guild.id, contest.id)).entries == 2
    await here.end(contest)
    [announced] = here.shown(contest)
    voter = here.person("juniper")
    await twice(voter, announced, "vote", "0 of 3 picks used")
    page = await voter.wait_for(lambda message: "picks used" in text_of(message))
    await twice(voter, page, "pick", "1 of 3 picks used")
    await here.end(contest)
    record = await here.store.contests.record(here.guild.id, contest.id)
    assert [len(ballot["entries"]) for ballot in record["ballots"]] == [1]
    assert [entry.levelname for entry in caplog.records if entry.levelno >= logging.ERROR] == []


async def test_answers_that_were_dismissed(here: Fair, caplog: pytest.LogCaptureFixture) -> None:
    """Dismissing the preview or the gallery while it changes logs no error, and the change is made."""
    hazel, rowan = here.person("hazel"), here.rowan

    async def gone(who, message: Message, verb: str) -> None:
        pressed = button(message, verb)

        def is_this(interaction: discord.Interaction[Any]) -> bool:
            return (interaction.data or {}).get("custom_id") == pressed

        done = asyncio.create_task(here.client.wait_for("answered", check=is_this, timeout=20))
        await asyncio.sleep(0)  # now it listens
        await who.press(message["id"], pressed)
        who.dismiss(message["id"])
        await done

    preview = await here.asked(
        rowan, "create", title="Harbours", theme="x", entries_until="1h", votes_until="2h"
    )
    await gone(rowan, preview, "create")
    [contest] = await here.contests.contests(here.guild.id)
    await here.settle()
    await here.entered(contest, *here.crowd(2))
    await here.end(contest)
    [announced] = here.shown(contest)
    for verb in (".on", "sheet", "pick"):
        page = await here.press(hazel, announced, "vote")
        await gone(hazel, page, verb)
    assert [entry.getMessage() for entry in caplog.records if entry.levelno >= logging.WARNING] == []


async def test_buttons_of_others(here: Fair) -> None:
    """Hosts can't enter or vote, new accounts can't vote, and members without an entry have no place."""
    hazel, juniper, alder = here.person("hazel"), here.person("juniper"), here.person("alder")
    young = here.discord.add_user("sprout")
    here.discord.add_member(here.guild, young)
    newcomer = here.discord.person(young, here.guild)
    contest = await here.contest()
    await here.entered(contest, juniper)
    # alder is a host from this action on.
    await here.said(alder, "edit", description="Boats welcome")
    await here.settle()
    [announced] = here.shown(contest)
    assert "You host this contest" in text_of(await here.press(alder, announced, "join"))
    await here.end(contest)
    [announced] = here.shown(contest)
    for who, sentence in (
        (alder, "You host this contest"),
        (here.rowan, "You host this contest"),
        (newcomer, "Only members who joined this server before"),
    ):
        assert sentence in text_of(await here.press(who, announced, "vote")), who.user.name
    page = await here.press(juniper, announced, "vote")
    assert "This is your own entry" in text_of(page)
    await here.end(contest)
    [results] = here.results(contest)
    assert "You had no entry" in text_of(await here.press(hazel, results, "place"))


async def test_a_host_who_acted_is_not_paid(here: Fair) -> None:
    """A member who entered and voted before hosting keeps the place but wins nothing. Their ballot is
    gone.
    """
    alder, hazel, juniper = here.person("alder"), here.person("hazel"), here.person("juniper")
    voters = here.crowd(3)
    contest, numbers = await here.voting(alder, hazel, prizes=(100, 40))
    await here.voted(contest, {alder: [numbers[hazel.user.id]], juniper: [numbers[alder.user.id]]})
    await here.voted(contest, {who: [numbers[alder.user.id]] for who in voters})
    await here.voted(contest, {voters[0]: [numbers[hazel.user.id]]})
    await here.said(alder, "close")
    await here.settle()
    [results] = here.results(contest)
    assert f"**1.** Entry {numbers[alder.user.id]} by <@{alder.user.id}> · 4 votes · hosts win no tokens" in (
        text_of(results)
    )
    assert f"**2.** Entry {numbers[hazel.user.id]} by <@{hazel.user.id}> · 1 vote · wins" in text_of(results)
    assert (await here.left(alder), await here.left(hazel)) == (0, 40)


async def test_nothing_leads_to_a_maker_before_the_end(here: Fair) -> None:
    """Nothing that voters see or hosts can request names a maker, a prompt or a picture's id."""
    hazel, juniper, rowan = here.person("hazel"), here.person("juniper"), here.rowan
    contest = await here.contest(prizes=(5,))
    [announced] = here.shown(contest)
    for who in (hazel, juniper):
        await (await who.press(announced["id"], button(announced, "join"))).answered()
        picture = await here.answer(
            who, lambda who=who: who.submit(who.modals[-1], {"prompt": "a very special lighthouse"})
        )
        await here.press(who, picture, "offer")
    entries = await here.contests.entries_of(here.guild.id, contest.id, hazel.user.id)
    await here.end(contest)
    number = (await here.town.numbers(contest))[hazel.user.id]
    [announced] = here.shown(contest)
    voter = here.crowd(1)[0]
    page = await here.press(voter, announced, "vote")
    while f"**Entry {number}**" not in text_of(page):
        page = await here.press(voter, page, ".on")
    sheet = await here.press(voter, page, "sheet")
    offered = await rowan.autocomplete(here.channel, "contest disqualify", focused="entry")
    answers = [
        page,
        sheet,
        *here.public(),
        {"choices": offered},
        await here.asked(rowan, "show"),
        await here.asked(rowan, "disqualify", entry=number, reason="A photo"),
        await here.asked(rowan, "/quota audit"),
        await here.asked(rowan, "list"),
    ]
    secrets = (str(hazel.user.id), "hazel", "lighthouse", str(entries[0].generation_id))
    for answer in answers:
        told = str({key: answer.get(key) for key in ("content", "components", "attachments", "choices")})
        for secret in secrets:
            assert secret not in told, (secret, told)
    data = await here.store.contests.kept_picture(entries[0].generation_id)
    assert data is not None
    assert not any(secret.encode() in data for secret in (*secrets, "Exif"))


async def test_a_member_with_the_hosts_role_hosts(here: Fair) -> None:
    """Once a moderator has chosen the role, and no longer after they remove it."""
    hazel, rowan = here.person("hazel"), here.rowan
    role = here.discord.add_role(here.guild, "curators", Permissions.NONE)
    here.discord.set_roles(here.guild, hazel.user, role)
    given = {"title": "Harbours", "theme": "x", "entries_until": "1h", "votes_until": "2h"}
    assert "Only members with Manage Server can do that" in await here.said(hazel, "create", **given)
    assert "can host contests now" in await here.said(rowan, "hosts", role="curators")
    preview = await here.asked(hazel, "create", **given)
    await here.press(hazel, preview, "create")
    await here.settle()
    [contest] = await here.contests.contests(here.guild.id)
    assert contest.host_ids == {hazel.user.id}
    assert "has more time" in await here.said(hazel, "extend", until="90m")
    assert "Only members with Manage Server can" in await here.said(hazel, "hosts", role="curators")
    await here.said(rowan, "hosts")
    assert "Only members with Manage Server can do that" in await here.said(hazel, "close")
    assert (await here.contests.get(here.guild.id, contest.id)).phase is Phase.OPEN

"""The outcome of a contest as members read it: places, prizes, and the effects of people leaving."""

import asyncio
import json
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.cli.contest import verify_contest
from bot.contests.model import Contest, Phase, TieRule
from playground.discord import Permissions, Person
from tests.cogs.contests.fair import Fair, button
from tests.end_to_end.town import buttons_of, text_of
from tests.storage.contest_scenes import DAY, HOUR, MINUTE

SCRIPT = Path(__file__).parents[3] / "docs" / "verify_contest.py"


@pytest.mark.parametrize("ties", TieRule)
async def test_ties(here: Fair, ties: TieRule) -> None:
    """Tied entries share place and prizes to the token, or the published draw decides."""
    hazel, juniper, alder = (here.person(name) for name in ("hazel", "juniper", "alder"))
    voters = here.crowd(3)
    contest, numbers = await here.voting(hazel, juniper, alder, prizes=(101, 40), ties=ties)
    tied = [numbers[hazel.user.id], numbers[juniper.user.id]]
    await here.voted(contest, dict.fromkeys(voters[:2], tied))
    await here.voted(contest, {voters[2]: [numbers[alder.user.id]]})
    await here.end(contest)
    said = text_of(here.results(contest)[0])
    assert [f"**{place}.** Entry" in said for place in (1, 2, 3)] == [True, ties is TieRule.DRAW, True]
    assert said.count("**1.** Entry") == (2 if ties is TieRule.SHARE else 1)
    paid = sorted([await here.left(hazel), await here.left(juniper)])
    assert paid == ([70, 71] if ties is TieRule.SHARE else [40, 101])
    assert await here.left(alder) == 0
    assert await here.store.books.differences() == []


@pytest.mark.parametrize(
    ("prizes", "role", "sentence"),
    [
        ((50,), False, "Prizes needed 4 ballots, and there was 1. So no prizes were paid."),
        ((), True, "The winner's role needed 4 ballots, and there was 1. So nobody gets it."),
        ((), False, "There was only 1 ballot. 4 were needed for a winner."),
    ],
)
async def test_the_quorum_is_missed(here: Fair, prizes: tuple[int, ...], role: bool, sentence: str) -> None:
    """The results say so, makers and prompts are revealed, nothing is paid and no role is given."""
    hazel, juniper = here.person("hazel"), here.person("juniper")
    painter = here.discord.add_role(here.guild, "painter", Permissions.NONE)
    here.allow(Permissions.MANAGE_ROLES)
    contest, numbers = await here.voting(
        hazel, prizes=prizes, quorum=4, winner_role_id=painter.id if role else None
    )
    await here.voted(contest, {juniper: [numbers[hazel.user.id]]})
    await here.end(contest)
    said = text_of(here.results(contest)[0])
    assert sentence in said
    assert f"**1.** Entry 1 by <@{hazel.user.id}> · 1 vote\n-# a quiet harbour" in said
    assert await here.left(hazel) == 0
    assert painter.id not in here.guild.members[hazel.user.id].roles


async def test_winners_cool_down(here: Fair) -> None:
    """The previous winner can enter and is told that they take no place, however many votes they get."""
    hazel, juniper, voter = here.person("hazel"), here.person("juniper"), here.crowd(1)[0]
    first, numbers = await here.voting(hazel)
    await here.voted(first, {voter: [numbers[hazel.user.id]]})
    await here.end(first)
    second = await here.contest(title="Autumn", cooldown=1, prizes=(100,))
    picture = await here.picture(hazel.user.id)
    assert "out of competition because you won recently" in await here.said(
        hazel, "enter", picture=str(picture)
    )
    await here.entered(second, juniper)
    await here.end(second)
    numbers = await here.town.numbers(second)
    await here.voted(second, {voter: numbers.values(), here.person("alder"): [numbers[hazel.user.id]]})
    await here.end(second)
    said = text_of(here.results(second)[0])
    assert f"**1.** Entry {numbers[juniper.user.id]} by <@{juniper.user.id}> · 1 vote · wins" in said
    assert f"Entry {numbers[hazel.user.id]} by <@{hazel.user.id}> · 2 votes · out of competition" in said
    assert (await here.left(hazel), await here.left(juniper)) == (0, 100)


@pytest.mark.parametrize("move_up", [False, True])
async def test_disqualified_after_the_end(here: Fair, move_up: bool) -> None:
    """The unspent prize and the role are taken back. Others only move up if the host says so."""
    hazel, juniper, voter = here.person("hazel"), here.person("juniper"), here.crowd(1)[0]
    painter = here.discord.add_role(here.guild, "painter", Permissions.NONE)
    here.allow(Permissions.MANAGE_ROLES)
    contest, numbers = await here.voting(hazel, juniper, prizes=(100, 40), winner_role_id=painter.id)
    await here.voted(contest, {voter: numbers.values(), here.person("alder"): [numbers[hazel.user.id]]})
    await here.end(contest)
    assert painter.id in here.guild.members[hazel.user.id].roles
    await here.town.picture(hazel.user.id, guild_id=here.guild.id)  # costs 10
    said = await here.said(
        here.rowan, "disqualify", entry=numbers[hazel.user.id], reason="Traced", move_up=move_up
    )
    assert ("the others move up" if move_up else "Nobody moves up") in said
    assert "I took back less than 1 picture (90 tokens) that weren't spent" in said
    await here.settle()
    changed = text_of(here.results(contest, 1)[0])
    assert "Changed results" in changed
    assert "disqualified · “Traced”" in changed
    place, left = (1, 100) if move_up else (2, 40)
    assert f"**{place}.** Entry {numbers[juniper.user.id]} by" in changed
    assert (await here.left(hazel), await here.left(juniper)) == (0, left)
    roles = [painter.id in here.guild.members[who.user.id].roles for who in (hazel, juniper)]
    assert roles == [False, move_up]
    await here.said(hazel, "list")
    await hazel.wait_for(lambda message: "was disqualified. Reason: “Traced”" in text_of(message))
    assert len(here.results(contest)) == 1, "the first results don't change"


async def test_a_winner_who_has_left(here: Fair) -> None:
    """The entry wins, the staff read that nobody got the role, and the tokens wait until they expire."""
    hazel, voter = here.person("hazel"), here.crowd(1)[0]
    painter = here.discord.add_role(here.guild, "painter", Permissions.NONE)
    staff = await here.staff()
    contest, numbers = await here.voting(
        hazel, prizes=(100,), winner_role_id=painter.id, prizes_expire_after_ms=30 * DAY
    )
    here.discord.remove_member(here.guild, hazel.user)
    await here.voted(contest, {voter: [numbers[hazel.user.id]]})
    await here.end(contest)
    assert f"**1.** Entry 1 by <@{hazel.user.id}>" in text_of(here.results(contest)[0])
    await here.rowan.wait_for(
        lambda message: (
            message["channel_id"] == str(staff)
            and "has left the server, so I couldn't give them" in text_of(message)
        )
    )
    here.clock.now_ms += 29 * DAY
    here.discord.add_member(here.guild, hazel.user)
    assert await here.left(hazel) == 100
    here.clock.now_ms += 2 * DAY
    assert await here.left(hazel) == 0


@pytest.mark.parametrize("closed", [False, True])
async def test_a_winner_who_erases_their_data(here: Fair, closed: bool) -> None:
    """Before the close, the entry takes no place. After it, the place stays without a maker."""
    hazel, juniper = here.person("hazel"), here.person("juniper")
    voters = here.crowd(2)
    contest, numbers = await here.voting(hazel, juniper, prizes=(100,))
    await here.voted(contest, dict.fromkeys(voters, numbers.values()) | {hazel: [numbers[juniper.user.id]]})
    if not closed:
        await erase(here, contest, hazel)
    await here.voted(contest, {juniper: [numbers[hazel.user.id]]})
    await here.end(contest)
    if closed:
        await erase(here, contest, hazel)
    said = await here.said(here.rowan, "results")
    assert str(hazel.user.id) not in said
    entry = f"Entry {numbers[hazel.user.id]} by nobody · 3 votes"
    other = f"Entry {numbers[juniper.user.id]} by <@{juniper.user.id}>"
    assert entry in said
    assert f"**1.** {entry if closed else other}" in said
    record = await here.store.contests.record(here.guild.id, contest.id)
    assert len(record["ballots"]) == (4 if closed else 3)


async def erase(here: Fair, contest: Contest, who: Person) -> None:
    asked = await here.asked(who, "/privacy erase")
    erase = next(each for each in buttons_of(asked) if each.startswith("privacy:"))
    await (await who.press(asked["id"], erase)).answered()
    while await here.store.contests.entries_of(contest.id, who.user.id):
        await asyncio.sleep(0.01)


async def test_an_export_has_entries_and_ballots(here: Fair) -> None:
    """A member's own, with their picks, and nobody else's."""
    hazel, juniper = here.person("hazel"), here.person("juniper")
    contest, numbers = await here.voting(hazel, juniper)
    await here.voted(contest, {hazel: [numbers[juniper.user.id]]})
    message = await here.asked(hazel, "/privacy export")
    exported = json.loads(await downloaded(message))
    assert [row["number"] for row in exported["contest_entries"]] == [numbers[hazel.user.id]]
    assert [row["number"] for row in exported["contest_picks"]] == [numbers[juniper.user.id]]
    assert [row["used"] for row in exported["contest_ballots"]] == [1]
    assert str(juniper.user.id) not in json.dumps(exported)


async def test_anyone_can_check_the_record(here: Fair, tmp_path: Path) -> None:
    """The file, the script in `docs` and the bot's own command agree, and neither accepts a changed file."""
    hazel, juniper = here.person("hazel"), here.person("juniper")
    voters = here.crowd(3)
    contest, numbers = await here.voting(hazel, juniper, prizes=(100, 41))
    commitment = contest.commitment
    assert commitment in text_of(here.shown(contest)[0])
    page = await here.press(voters[0], here.shown(contest)[0], "vote")
    receipt = text_of(page).partition("receipt is `")[2].partition("`")[0]
    await here.voted(contest, dict.fromkeys(voters, numbers.values()))
    await here.end(contest)
    assert commitment in text_of(here.shown(contest)[0]), "it's still there for comparison"
    record = json.loads(await downloaded(await here.asked(hazel, "record")))
    assert record["commitment"] == commitment
    assert receipt in {ballot["receipt"] for ballot in record["ballots"]}
    changes = {
        "honest": lambda changed: None,
        "a vote": lambda changed: changed["ballots"][0]["entries"].pop(),
        "a ballot": lambda changed: changed["ballots"].pop(),
        "a place": lambda changed: changed["places"][0].update(place=2),
        "a prize": lambda changed: changed["places"][0].update(prize=141),
        "a picture": lambda changed: changed["entries"][0].update(sha256="0" * 64),
        "the seed": lambda changed: changed.update(seed="0" * 64),
        "the quorum": lambda changed: changed["rules"].update(quorum=9),
    }
    for name, change in changes.items():
        changed = json.loads(json.dumps(record))
        change(changed)
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(changed))
        script = await asyncio.create_subprocess_exec(sys.executable, SCRIPT, path)
        codes = [await script.wait(), verify_contest(path)]
        assert codes == ([0, 0] if name == "honest" else [1, 1]), name


async def downloaded(message) -> bytes:
    [attachment] = message["attachments"]
    async with aiohttp.ClientSession() as web, web.get(attachment["url"]) as reply:
        return await reply.read()


async def test_a_permission_comes_back(here: Fair) -> None:
    """Everything refused without it is posted once it's back: the message, the sheet, the results."""
    everyone = here.guild.roles[here.guild.id]
    gallery = here.discord.channel(here.guild, "gallery")
    here.discord.set_permissions(gallery, everyone, deny=Permissions.SEND_MESSAGES)
    here.channel = gallery.id
    contest = await here.contest()
    await here.entered(contest, here.person("hazel"))
    await here.end(contest)
    assert (here.shown(contest), here.sheets()) == ([], [])
    here.discord.set_permissions(gallery, everyone)
    await here.after(MINUTE)
    assert ["Voting is open" in text_of(each) for each in here.shown(contest)] == [True]
    assert len(here.sheets()) == 1
    here.discord.set_permissions(gallery, everyone, deny=Permissions.SEND_MESSAGES)
    await here.end(contest)
    assert here.results(contest) == []
    here.discord.set_permissions(gallery, everyone)
    for _ in range(3):
        await here.after(MINUTE)
    assert [len(here.shown(contest)), len(here.sheets()), len(here.results(contest))] == [1, 1, 1]


async def test_a_message_that_was_deleted_comes_back(here: Fair) -> None:
    """With the next change. The contest never depends on it."""
    contest = await here.contest()
    alder = here.person("alder")
    await alder.delete(here.shown(contest)[0]["id"])
    await here.entered(contest, here.person("hazel"))
    await here.after(MINUTE)
    assert ["1 entry" in text_of(each) for each in here.shown(contest)] == [True]


async def test_the_bot_is_removed(here: Fair) -> None:
    """Its contests there are cancelled and pay nothing."""
    hazel, voter = here.person("hazel"), here.crowd(1)[0]
    contest, numbers = await here.voting(hazel, prizes=(100,))
    await here.voted(contest, {voter: [numbers[hazel.user.id]]})
    here.discord.remove_bot(here.guild)
    while not (await here.contests.get(here.guild.id, contest.id)).phase.is_over:
        await here.settle()
    here.clock.now_ms += 3 * HOUR
    await here.settle()
    assert (await here.contests.get(here.guild.id, contest.id)).phase is Phase.CANCELLED
    assert await here.left(hazel) == 0


async def test_the_clock_jumps(here: Fair) -> None:
    """After a clock jump, a phase whose time is up ends within seconds, and the message shows it."""
    contest = await here.contest()
    await here.entered(contest, here.person("hazel"))
    running = asyncio.create_task(here.contests.run(here.board))
    await asyncio.sleep(0)
    here.clock.now_ms += HOUR
    await here.rowan.wait_for(lambda message: "Voting is open" in text_of(message), 10)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            "de",
            {
                "preview": "Vorschau",
                "created": "ist angelegt",
                "rules": "Leitung",
                "entered": "dabei",
                "early": "Die Abstimmung läuft noch nicht. Sie beginnt <t:",
                "page": "Beleg",
                "results": "Ergebnis",
                "place": "Stimme",
            },
        ),
        (
            "es-ES",
            {
                "preview": "Vista previa",
                "created": "creado",
                "rules": "Organiza",
                "entered": "está en",
                "early": "La votación aún no está abierta. Se abre <t:",
                "page": "resguardo",
                "results": "Resultados",
                "place": "voto",
            },
        ),
    ],
)
async def test_in_another_language(here: Fair, locale: str, words: dict[str, str]) -> None:
    """A whole contest on a server where everybody speaks German, or Spanish."""
    hazel, juniper, rowan = here.person("hazel"), here.person("juniper"), here.rowan
    for who in (hazel, juniper, rowan):
        who.user.locale = locale
    here.discord.set_guild_locale(here.guild, locale)
    preview = await here.asked(
        rowan,
        "create",
        title="Häfen",
        theme="Ein stiller Hafen",
        entries_until="1h",
        votes_until="2h",
        quorum=1,
    )
    assert words["preview"] in text_of(preview)
    assert words["created"] in text_of(await here.press(rowan, preview, "create"))
    await here.settle()
    [contest] = await here.contests.contests(here.guild.id)
    [announced] = here.shown(contest)
    assert words["rules"] in text_of(await here.press(hazel, announced, "rules"))
    await (await hazel.press(announced["id"], button(announced, "join"))).answered()
    picture = await here.answer(hazel, lambda: hazel.submit(hazel.modals[0], {"prompt": "ein Steg"}))
    assert words["entered"] in text_of(await here.press(hazel, picture, "offer"))
    assert words["early"] in await here.said(juniper, "vote")
    await here.end(contest)
    page = await here.press(juniper, here.shown(contest)[0], "vote")
    assert words["page"] in text_of(page)
    await here.press(juniper, page, "pick")
    await here.end(contest)
    results = here.results(contest)[0]
    assert words["results"] in text_of(results)
    assert words["place"] in text_of(await here.press(hazel, results, "place"))
    for command in ("list", "show", "results", "record"):
        await here.asked(hazel, command)
    for message in (*rowan.messages(here.channel), *hazel.messages(here.channel)):
        said = text_of(message)
        assert not any(word in said for word in (" the ", "entries", "Voting", "Prize")), said

"""Contests from the commands to the ledger, with hosts, entrants and voters against the real bot."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.contests.record import verify
from playground.discord import ClientRefused, Invocation, Permissions, Person, Role
from tests.end_to_end.town import Message, Town, buttons_of, pictures_in, text_of, town, until

PRIZE = 630_000


@dataclass
class Fair:
    """The Workshop with a contest. rowan moderates and hosts it, and the others take part."""

    place: Town
    more: list[Person] = field(default_factory=list)

    def person(self, name: str) -> Person:
        return self.place.person(name)

    @property
    def rowan(self) -> Person:
        return self.person("rowan")

    @property
    def channel(self) -> int:
        return self.place.channel()

    def crowd(self, count: int) -> list[Person]:
        """Adds that many members who joined long ago."""
        discord, guild = self.place.playground.discord, self.rowan.guild
        while len(self.more) < count:
            name, since = f"member{len(self.more) + 1}", datetime(2022, 1, 1, 12, len(self.more), tzinfo=UTC)
            user = discord.add_user(name, created_at=since)
            discord.add_member(guild, user, joined_at=since)
            self.more.append(self.person(name))
        return self.more[:count]

    def allow(self, permissions: Permissions) -> Role:
        """Gives the bot a role with these, above all others."""
        discord, guild = self.place.playground.discord, self.rowan.guild
        role = discord.add_role(guild, "helper", permissions)
        discord.set_roles(guild, discord.bot, role)
        return role

    async def answer(self, who: Person, does: Callable[[], Awaitable[Invocation]]) -> Message:
        """The private answer, once it has any text."""
        before = {message["id"]: text_of(message) for message in who.messages(self.channel)}
        invocation = await does()
        await invocation.answered()
        assert invocation.failed is None

        def answers(message: Message) -> bool:
            text = text_of(message)
            return message["ephemeral"] and bool(text.strip()) and before.get(message["id"]) != text

        return await who.wait_for(answers, seconds=20)

    async def said(self, who: Person, command: str, **options: object) -> Message:
        return await self.answer(who, lambda: who.slash(self.channel, f"contest {command}", **options))

    async def press(self, who: Person, message: Message, verb: str) -> Message:
        return await self.answer(who, lambda: who.press(message["id"], button(message, verb)))

    async def create(self, **options: object) -> Message:
        """A contest whose message is posted."""
        given = {
            "title": "Harbours",
            "theme": "A quiet harbour",
            "entries_until": "1h",
            "votes_until": "2h",
            **options,
        }
        preview = await self.said(self.rowan, "create", **given)
        assert "Nothing is created yet" in text_of(preview)
        await self.press(self.rowan, preview, "create")
        return await self.shows(str(given["title"]), "Entries are open")

    async def shows(self, title: str, words: str, *, who: Person | None = None) -> Message:
        """The contest's public message, once it contains those words."""
        return await (who or self.rowan).wait_for(
            lambda message: (
                not message["ephemeral"]
                and title in text_of(message)
                and words in text_of(message)
                and any(":rules:" in each for each in buttons_of(message))
            ),
            seconds=20,
        )

    async def make(self, who: Person, announced: Message, prompt: str = "a quiet harbour") -> Message:
        """A private picture made with the Enter button, and its message."""
        before = {message["id"] for message in who.messages(self.channel)}
        await (await who.press(announced["id"], button(announced, "join"))).answered()
        [modal] = who.modals
        await (await who.submit(modal, {"prompt": prompt})).answered()
        return await who.wait_for(
            lambda message: message["id"] not in before and bool(pictures_in(message)), seconds=30
        )

    async def enter(self, who: Person, announced: Message, prompt: str = "a quiet harbour") -> str:
        """The answer after entering a picture they made."""
        picture = await self.make(who, announced, prompt)
        return text_of(await self.press(who, picture, "offer"))

    async def vote(self, who: Person, announced: Message, *numbers: int) -> Message:
        """Picks those entries by jumping to each. Returns the last page."""
        page = await self.press(who, announced, "vote")
        for number in numbers:
            page = await self.jump(who, page, number)
            page = await self.press(who, page, "pick")
        return page

    async def jump(self, who: Person, page: Message, number: int) -> Message:
        if f"Entry {number}**" in text_of(page):
            return page
        return await self.answer(who, lambda: who.select(page["id"], menu(page, "jump"), [str(number)]))

    def numbers(self) -> dict[int, int]:
        """Entry numbers by maker, from the bot's database."""
        rows = self.place.query("SELECT user_id, number FROM contest_entry WHERE number IS NOT NULL")
        return dict(rows)

    async def results(self, title: str = "Harbours") -> Message:
        return await self.rowan.wait_for(
            lambda message: (
                not message["ephemeral"]
                and f"esults of {title}" in text_of(message)
                and any(":place:" in each for each in buttons_of(message))
            ),
            seconds=20,
        )

    async def record(self, who: Person) -> dict[str, Any]:
        message = await self.said(who, "record")
        [attachment] = message["attachments"]
        async with aiohttp.ClientSession() as web, web.get(attachment["url"]) as reply:
            record: dict[str, Any] = json.loads(await reply.read())
        return record


def button(message: Message, verb: str) -> str:
    return next(each for each in buttons_of(message) if f"contest:{verb}:" in each)


def menu(message: Message, verb: str) -> str:
    found: list[str] = []

    def gather(components: list[Message]) -> None:
        for component in components:
            if component["type"] == 3:
                found.append(component["custom_id"])
            gather(component.get("components") or [])

    gather(message["components"])
    return next(each for each in found if f"contest:{verb}:" in each)


@asynccontextmanager
async def fair(directory: Path) -> AsyncIterator[Fair]:
    async with town(directory) as place:
        await place.start()
        yield Fair(place)


async def test_a_whole_contest(tmp_path: Path) -> None:
    """From the preview to the prize: private entries, secret votes, results, the record and the ledger."""
    async with fair(tmp_path) as here:
        hazel, juniper = here.person("hazel"), here.person("juniper")
        announced = await here.create(prize_1="630k", prize_2="63k", quorum=1)
        assert "Proof of a fair draw" in text_of(announced)
        for who in (hazel, juniper):
            assert "Your picture is in **Harbours**" in await here.enter(who, announced)
        moved = await here.said(here.rowan, "close")
        assert "Voting on **Harbours** is open" in text_of(moved)
        announced = await here.shows("Harbours", "Voting is open")
        numbers = here.numbers()
        page = await here.vote(hazel, announced, numbers[juniper.user.id])
        assert "1 of 3 picks used" in text_of(page)
        receipt = re.search(r"receipt is `(\w+)`", text_of(page))
        assert receipt is not None
        await here.said(here.rowan, "close")
        results = text_of(await here.results())
        assert f"**1.** Entry {numbers[juniper.user.id]} by <@{juniper.user.id}>" in results
        assert "a quiet harbour" in results
        record = await here.record(hazel)
        assert verify(record) == []
        assert [ballot["receipt"] for ballot in record["ballots"]] == [receipt[1]]
        mine = await here.press(juniper, await here.results(), "place")
        assert "**1.**" in text_of(mine)
        assert f"{PRIZE:,} tokens" in await here.place.budget(juniper)
        await juniper.wait_for(lambda message: "You won" in text_of(message))


async def test_pictures_that_voters_see_lead_to_nobody(tmp_path: Path) -> None:
    """Names, bytes and buttons in the gallery and on the sheet reveal nothing about the maker."""
    async with fair(tmp_path) as here:
        hazel, juniper = here.person("hazel"), here.person("juniper")
        announced = await here.create()
        picture = await here.make(hazel, announced, "a very special lighthouse")
        generation_id = re.search(r"easel-(\d+)", pictures_in(picture)[0])
        assert generation_id is not None
        await here.press(hazel, picture, "offer")
        await here.enter(juniper, announced)
        await here.said(here.rowan, "close")
        announced = await here.shows("Harbours", "Voting is open")
        page = await here.press(juniper, announced, "vote")
        page = await here.jump(juniper, page, here.numbers()[hazel.user.id])
        sheet = await here.rowan.wait_for(
            lambda message: any(name.startswith("sheet-") for name in pictures_in(message))
        )
        for message in (page, sheet):
            told = json.dumps({key: message[key] for key in ("components", "attachments", "content")})
            for secret in (str(hazel.user.id), "hazel", "lighthouse", generation_id[1]):
                assert secret not in told


async def test_each_in_their_place(tmp_path: Path) -> None:
    """Members can't host, hosts can't take part, and nobody picks their own entry or withdraws another's."""
    async with fair(tmp_path) as here:
        hazel, juniper, rowan = here.person("hazel"), here.person("juniper"), here.rowan
        refused = await here.said(
            hazel, "create", title="Mine", theme="x", entries_until="1h", votes_until="2h"
        )
        assert "Only members with Manage Server" in text_of(refused)
        announced = await here.create()
        for command in ("close", "cancel"):
            options = {"reason": "no"} if command == "cancel" else {}
            refused = await here.said(hazel, command, **options)
            assert "Only members with Manage Server" in text_of(refused)
        assert "You host this contest" in text_of(await here.press(rowan, announced, "join"))
        picture = await here.make(hazel, announced)
        entered = await here.press(hazel, picture, "offer")
        again = await here.press(hazel, picture, "offer")
        assert "already in the contest" in text_of(again) or "You can have 1 entry" in text_of(again)
        await here.enter(juniper, announced)
        early = await here.said(hazel, "vote")
        assert "Voting isn't open yet. It opens <t:" in text_of(early)
        assert "withdrawn" in text_of(await here.press(hazel, entered, "leave"))
        await here.press(hazel, picture, "offer")
        await here.said(rowan, "close")
        announced = await here.shows("Harbours", "Voting is open")
        assert "You host this contest" in text_of(await here.press(rowan, announced, "vote"))
        page = await here.jump(
            hazel, await here.press(hazel, announced, "vote"), here.numbers()[hazel.user.id]
        )
        assert "your own entry" in text_of(page)
        with pytest.raises(ClientRefused):
            await hazel.press(page["id"], button(page, "pick"))


async def test_a_contest_survives_the_bot(tmp_path: Path) -> None:
    """After a kill in every phase, drafts, buttons, forms and the gallery work. Nothing is posted twice."""
    async with fair(tmp_path) as here:
        hazel, juniper, rowan = here.person("hazel"), here.person("juniper"), here.rowan
        preview = await here.said(
            rowan,
            "create",
            title="Harbours",
            theme="A quiet harbour",
            entries_until="1h",
            votes_until="2h",
            prize_1="630k",
            quorum=1,
        )
        await restart(here)
        await here.press(rowan, preview, "create")
        announced = await here.shows("Harbours", "Entries are open")
        await (await hazel.press(announced["id"], button(announced, "join"))).answered()
        [modal] = hazel.modals
        await restart(here)
        before = {message["id"] for message in hazel.messages(here.channel)}
        await (await hazel.submit(modal, {"prompt": "a harbour after a storm"})).answered()
        picture = await hazel.wait_for(
            lambda message: message["id"] not in before and bool(pictures_in(message)), seconds=30
        )
        await restart(here)
        await here.press(hazel, picture, "offer")
        await here.enter(juniper, announced)
        await here.said(rowan, "close")
        await here.place.kill()
        await here.place.start()
        announced = await here.shows("Harbours", "Voting is open")
        page = await here.press(hazel, announced, "vote")
        await restart(here)
        page = await here.jump(hazel, page, here.numbers()[juniper.user.id])
        await restart(here)
        await here.press(hazel, page, "pick")
        await here.said(rowan, "close")
        await here.place.kill()
        await here.place.start()
        await here.results()
        await until(
            lambda: not here.place.query("SELECT 1 FROM contest_task WHERE done_at_ms IS NULL"), seconds=60
        )
        posted = [message for message in rowan.messages(here.channel) if not message["ephemeral"]]
        of_contest = [each for each in posted if any(":rules:" in b for b in buttons_of(each))]
        sheets = [each for each in posted if any(n.startswith("sheet-") for n in pictures_in(each))]
        results = [each for each in posted if any(":place:" in b for b in buttons_of(each))]
        assert [len(of_contest), len(sheets), len(results)] == [1, 1, 1]
        prizes = here.place.query("SELECT amount FROM contest_prize")
        assert prizes == [(PRIZE,)]


async def restart(here: Fair) -> None:
    await here.place.kill()
    await here.place.start()


async def test_a_host_changes_everything_before_it_is_created(tmp_path: Path) -> None:
    """The preview is updated each time, More… changes the rest, and a wrong value doesn't lose the others."""
    async with fair(tmp_path) as here:
        rowan = here.rowan
        closes = datetime.now(UTC).replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=10)
        echo = f"<t:{round(closes.timestamp())}:F>"
        preview = await here.said(
            rowan,
            "create",
            title="Harbours",
            theme="A quiet harbour",
            entries_until=f"{closes:%d.%m.%Y} 18:00",
            votes_until="20 days",
            prize_1="630k",
        )
        assert echo in text_of(preview)
        assert "630,000 tokens (10 pictures, $0.32)" in text_of(preview)
        preview = await here.press(rowan, preview, "more")
        await (await rowan.select(preview["id"], menu(preview, "group"), ["members"])).answered()
        [modal] = rowan.modals
        refused = await here.answer(rowan, lambda: rowan.submit(modal, {"min_account_days": "many"}))
        assert "account age to vote (days)** can't be that" in text_of(refused)
        await (await rowan.select(preview["id"], menu(preview, "group"), ["members"])).answered()
        modal = rowan.modals[-1]
        changed = await here.answer(rowan, lambda: rowan.submit(modal, {"min_account_days": "30"}))
        assert "account age to vote (days)**: 30" in text_of(changed)
        await (await rowan.select(preview["id"], menu(preview, "group"), ["voting"])).answered()
        voting = rowan.modals[-1]
        changed = await here.answer(rowan, lambda: rowan.submit(voting, {"host_may_take_part": ["yes"]}))
        assert "Hosts can take part**: yes" in text_of(changed)
        assert echo in text_of(changed)
        assert "is created" in text_of(await here.press(rowan, changed, "create"))
        assert here.place.query("SELECT json_extract(settings, '$.min_account_days') FROM contest") == [(30,)]


async def test_a_discarded_preview_creates_nothing(tmp_path: Path) -> None:
    """Discard ends it, a bare number or a past time is refused, and Create can't be pressed twice."""
    async with fair(tmp_path) as here:
        given = {"title": "Harbours", "theme": "x", "votes_until": "2h"}
        for wrong in ("12", "yesterday", "3/4"):
            refused = await here.said(here.rowan, "create", entries_until=wrong, **given)
            assert "as a future date" in text_of(refused), wrong
        preview = await here.said(here.rowan, "create", entries_until="1h", **given)
        assert "Discarded" in text_of(await here.press(here.rowan, preview, "discard"))
        assert here.place.query("SELECT count(*) FROM contest") == [(0,)]


async def test_hosts_run_a_contest(tmp_path: Path) -> None:
    """Edits, extensions and disqualifications are shown, announced and added to the audit log."""
    async with fair(tmp_path) as here:
        hazel, juniper, rowan = here.person("hazel"), here.person("juniper"), here.rowan
        announced = await here.create(prize_1="63k", quorum=1)
        await here.said(rowan, "edit", description="Boats welcome", prize_1="630k")
        await here.shows("Harbours", "Boats welcome")
        lower = await here.said(rowan, "edit", prize_1="1k")
        assert "can only go up" in text_of(lower)
        await here.said(rowan, "extend", until="3h")
        for who in (hazel, juniper):
            await here.enter(who, announced)
        await here.said(rowan, "close")
        announced = await here.shows("Harbours", "Voting is open")
        numbers = here.numbers()
        await here.vote(hazel, announced, numbers[juniper.user.id])
        await here.vote(juniper, announced, numbers[hazel.user.id])
        await here.said(rowan, "disqualify", entry=numbers[juniper.user.id], reason="A photo of a boat")
        await here.said(rowan, "close")
        results = text_of(await here.results())
        assert f"**1.** Entry {numbers[hazel.user.id]} by" in results
        assert "disqualified · “A photo of a boat”" in results
        await juniper.wait_for(
            lambda message: "A photo of a boat" in text_of(message) and message["ephemeral"]
        )
        audit = await here.answer(rowan, lambda: rowan.slash(here.channel, "quota audit"))
        for said in ("created the contest", "changed contest", "extended contest", "disqualified entry"):
            assert said in text_of(audit), said
        after = await here.said(rowan, "disqualify", entry=numbers[hazel.user.id], reason="Copied")
        assert "Nobody moves up" in text_of(after)
        changed = await rowan.wait_for(lambda message: "Changed results" in text_of(message))
        assert "Copied" in text_of(changed)


async def test_a_cancelled_contest_reveals_nothing(tmp_path: Path) -> None:
    """Its message says that it's cancelled and why, its buttons refuse, and no maker is named."""
    async with fair(tmp_path) as here:
        hazel = here.person("hazel")
        announced = await here.create()
        await here.enter(hazel, announced)
        await here.said(here.rowan, "cancel", reason="The harbour froze")
        cancelled = await here.shows("Harbours", "was cancelled")
        assert "The harbour froze" in text_of(cancelled)
        assert not any(":join:" in each or ":vote:" in each for each in buttons_of(cancelled))
        refused = await here.said(hazel, "results")
        assert "This contest was cancelled" in text_of(refused)


async def test_a_contest_outlives_its_channel(tmp_path: Path) -> None:
    """Without its channel the contest continues, the staff get the results, and `/contest show` answers."""
    async with fair(tmp_path) as here:
        discord, guild = here.place.playground.discord, here.rowan.guild
        gallery = here.place.channel("gallery")
        staff = here.place.channel("staff")
        helper = here.allow(Permissions.NONE)
        discord.set_permissions(guild.channels[staff], helper, allow=Permissions.VIEW_CHANNEL)
        await here.answer(
            here.rowan, lambda: here.rowan.slash(here.channel, "quota server set", staff_channel=staff)
        )
        announced = await here.create(channel=gallery)
        await here.enter(here.person("hazel"), announced)
        await here.person("hazel").wait_for(lambda message: "withdraw it until" in text_of(message))
        discord.remove_channel(guild.channels[gallery])
        await here.said(here.rowan, "close")
        await here.said(here.rowan, "close")
        results = await here.results()
        assert results["channel_id"] == str(staff)
        assert "This contest is over" in text_of(await here.said(here.person("hazel"), "show"))


async def test_members_read_their_own_language(tmp_path: Path) -> None:
    """A German client gets German answers, while the contest's message stays in the server's language."""
    async with fair(tmp_path) as here:
        hazel = here.person("hazel")
        hazel.user.locale = "de"
        announced = await here.create()
        assert "Dein Bild ist bei **Harbours** dabei" in await here.enter(hazel, announced)
        await here.shows("Harbours", "Entries are open", who=hazel)
        assert "Das können nur Mitglieder" in text_of(await here.said(hazel, "close"))


async def test_an_erased_entrant_withdraws(tmp_path: Path) -> None:
    """A member who erases their data before voting has no entry any more, but it's in their export."""
    async with fair(tmp_path) as here:
        hazel = here.person("hazel")
        announced = await here.create()
        await here.enter(hazel, announced)
        asked = await here.answer(hazel, lambda: hazel.slash(here.channel, "privacy erase"))
        erase = next(each for each in buttons_of(asked) if each.startswith("privacy:"))
        await here.answer(hazel, lambda: hazel.press(asked["id"], erase))
        await until(lambda: here.place.query("SELECT count(*) FROM contest_entry") == [(0,)])
        assert here.place.query("SELECT entries FROM contest") == [(0,)]


async def test_the_winner_has_the_role_for_a_while(tmp_path: Path) -> None:
    """If the bot can give roles and pin messages, it does both, and removes the role in time."""
    async with fair(tmp_path) as here:
        discord, guild, hazel = here.place.playground.discord, here.rowan.guild, here.person("hazel")
        prize = discord.add_role(guild, "painter of the month")
        here.allow(Permissions.MANAGE_ROLES | Permissions.PIN_MESSAGES)
        announced = await here.create(winner_role="painter of the month", winner_role_for="1m", quorum=1)
        await until(lambda: any(message["pinned"] for message in hazel.messages(here.channel)))
        await here.enter(hazel, announced)
        await here.said(here.rowan, "close")
        announced = await here.shows("Harbours", "Voting is open")
        await here.vote(here.person("juniper"), announced, here.numbers()[hazel.user.id])
        await here.said(here.rowan, "close")
        await until(lambda: prize.id in guild.members[hazel.user.id].roles, seconds=20)
        await until(lambda: prize.id not in guild.members[hazel.user.id].roles, seconds=90)


async def test_the_pool_pays_for_entries(tmp_path: Path) -> None:
    """A picture made with Enter is charged to the pool, and to the member once the pool is used up."""
    async with fair(tmp_path) as here:
        hazel, juniper = here.person("hazel"), here.person("juniper")
        announced = await here.create(pool="63k")
        await here.enter(hazel, announced)
        await here.enter(juniper, announced)
        assert here.place.query("SELECT pool_used FROM contest") == [(63_000,)]
        own = "SELECT count(*) FROM contest_pool_share WHERE user_id = ?"
        assert [here.place.query(own, who.user.id) for who in (hazel, juniper)] == [[(1,)], [(0,)]]
        assert here.place.query("SELECT count(*) FROM contest_entry") == [(2,)]


async def test_a_picture_can_be_entered_later(tmp_path: Path) -> None:
    """By the command's suggestions or the message's menu, but not if everybody has seen it."""
    async with fair(tmp_path) as here:
        hazel, juniper = here.person("hazel"), here.person("juniper")
        await here.create(entries_per_member=2)
        private = await here.place.imagine(hazel, "a private pier", private=True)
        public = await here.place.imagine(hazel, "a public pier")
        await here.place.over(private, public)
        offered = await hazel.autocomplete(here.channel, "contest enter", focused="picture")
        assert [each["value"] for each in offered] == [str(private)]
        assert "Your picture is in" in text_of(await here.said(hazel, "enter", picture=str(private)))
        shown = await hazel.wait_for(lambda message: f"easel-{public}." in " ".join(pictures_in(message)))
        chosen = await here.answer(
            hazel, lambda: hazel.context_menu(here.channel, "Enter in contest", message_id=shown["id"])
        )
        assert "Everyone saw who made that picture" in text_of(chosen)
        stolen = await here.said(juniper, "enter", picture=str(private))
        assert "pictures that I made for you" in text_of(stolen)
        assert "withdrawn" in text_of(await here.said(hazel, "withdraw"))

"""Requests to moderators for more tokens, with the real client, a real database and the playground."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.budgets.policy import Act, Actor, Member
from bot.servers.languages import ServerLanguages
from bot.storage import Store, open_store
from cogs.client import EaselClient
from cogs.errors.error_hooks import ReportedView
from cogs.moderation.cog import Moderation, ModerationServices
from cogs.more_tokens import ask_button
from cogs.notices.cog import OutboxSender
from cogs.quota.cog import QuotaCommands
from playground.discord import Discord, Permissions, Person
from tests.cogs.fakes import FakeMeta, now_ms
from tests.cogs.quota.fakes import Fakes
from tests.cogs.reading import read, until
from tests.texts.strict import strict_catalogue

ALLOWANCE = 500_000
TEN_PICTURES = 630_000


@dataclass
class Office:
    """hazel and juniper are members, rowan moderates, alder administrates. The bot can post in #staff."""

    discord: Discord
    store: Store
    client: EaselClient
    connection: asyncio.Task[Any]
    sending: asyncio.Task[Any]

    def person(self, name: str) -> Person:
        return self.discord.person(name, "The Workshop")

    @property
    def studio(self) -> int:
        return self.discord.channel("The Workshop", "studio").id

    @property
    def staff(self) -> int:
        return self.discord.channel("The Workshop", "staff").id

    async def budget(self, name: str) -> int:
        person = self.person(name)
        budget = await self.store.budgets.budget(Member(person.guild.id, person.user.id), now_ms())
        return budget.left

    async def answered(self, invocation: Any) -> None:
        await invocation.answered()
        assert invocation.failed is None

    async def ask(self, name: str, why: str = "for the *big* poster") -> None:
        """Presses Ask moderators below a refusal, and gives a reason."""
        view = ReportedView(timeout=None)
        view.add_item(ask_button(strict_catalogue().texts("en-US")))
        channel = self.client.get_partial_messageable(self.studio)
        message = await channel.send("You don't have enough tokens.", view=view)
        who = self.person(name)
        await who.wait_for(lambda shown: shown["id"] == str(message.id))
        await self.answered(await who.press(message.id, "pic:ask:1:0"))
        await self.fill(who, why=why)

    async def fill(self, who: Person, **values: str) -> None:
        await until(lambda: who.modals)
        await self.answered(await who.submit(who.modals[-1], values))

    async def card(self, words: str = "Request for tokens") -> dict[str, Any]:
        rowan = self.person("rowan")
        return await rowan.wait_for(
            lambda message: message["channel_id"] == str(self.staff) and words in read(message)
        )

    async def press(self, who: Person, card: dict[str, Any], verb: str) -> None:
        await self.answered(await who.press(card["id"], button(card, verb)))

    async def restart(self) -> None:
        """Another process, from the view of Discord and the bot."""
        await stop(self)
        self.client, self.connection, self.sending = await start(self.discord, self.store)


def button(card: dict[str, Any], verb: str) -> str:
    rows = card["components"][0]["components"][1:]
    found = [each["custom_id"] for row in rows for each in row["components"]]
    return next(each for each in found if f":{verb}:" in each)


async def start(discord_here: Discord, store: Store) -> tuple[EaselClient, Any, Any]:
    languages = ServerLanguages(store.servers)
    client = EaselClient(FakeMeta(), strict_catalogue(), server_language=languages.of)
    services = ModerationServices(
        requests=store.token_requests,
        reports=store.picture_reports,
        quotas=store.quotas,
        budgets=store.budgets,
        library=store.library,
        now_ms=now_ms,
    )
    await client.add_cog(Moderation(client, services))
    desk = replace(Fakes().desk(), quotas=store.quotas, audit=store.audit)
    await client.add_cog(QuotaCommands(client, desk))
    outbox = OutboxSender(client, store.outbox, now_ms)
    await client.add_cog(outbox)
    await client.login(discord_here.bot_token)
    connection = asyncio.create_task(client.connect())
    await client.wait_until_ready()
    sending = asyncio.create_task(outbox.run(every_seconds=0.05, again_after_seconds=0.2))
    return client, connection, sending


async def stop(office: Office) -> None:
    office.sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await office.sending
    await office.client.close()
    await office.connection


@pytest.fixture
async def office(discord_here: Discord, tmp_path: Path) -> AsyncIterator[Office]:
    staff = discord_here.channel("The Workshop", "staff")
    allowed = Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES
    discord_here.set_permissions(staff, discord_here.bot, allow=allowed)
    url = f"sqlite:///{tmp_path}/easel.sqlite3"
    async with open_store(url, default_allowance=ALLOWANCE) as store:
        guild_id = discord_here.guild("The Workshop").id
        act = Act(Actor(1), None, now_ms())
        await store.quotas.set_server(
            guild_id, lambda policy: replace(policy, staff_channel_id=staff.id), act
        )
        client, connection, sending = await start(discord_here, store)
        place = Office(discord_here, store, client, connection, sending)
        yield place
        await stop(place)


async def test_a_request_is_approved_and_told_by_direct_message(office):
    """The card says who asked, why, and what they've used. The suggested amount is worth ten pictures."""
    await office.ask("hazel")
    card = await office.card()
    hazel, rowan = office.person("hazel"), office.person("rowan")
    assert f"<@{hazel.user.id}>" in read(card)
    assert "for the \\*big\\* poster" in read(card)
    assert "7 pictures" in read(card)
    await office.press(rowan, card, "approve")
    await office.fill(rowan)
    await until(lambda: any("You got **about 10 pictures" in read(message) for message in hazel.dms()))
    assert await office.budget("hazel") == ALLOWANCE + TEN_PICTURES
    decided = await office.card("gave <@")
    await office.press(rowan, decided, "undo")
    undone = await office.card("undid this change")
    assert "undo" not in str(undone["components"])
    assert await office.budget("hazel") == ALLOWANCE


async def test_a_declined_request_is_told_with_the_reason(office):
    """The member reads it in their language. The card stays in the server's."""
    office.person("hazel").user.locale = "de"
    await office.ask("hazel")
    rowan = office.person("rowan")
    await office.press(rowan, await office.card(), "decline")
    await office.fill(rowan, reason="next month")
    hazel = office.person("hazel")
    await until(lambda: any("hat deine Anfrage" in read(message) for message in hazel.dms()))
    assert "next month" in read(hazel.dms()[-1])
    assert "next month" in read(await office.card("declined"))


async def test_two_moderators_at_once_decide_once(office):
    """The other one reads who was faster. The form still works after a restart."""
    await office.ask("hazel")
    card = await office.card()
    rowan, alder = office.person("rowan"), office.person("alder")
    for who in (rowan, alder):
        await office.press(who, card, "approve")
    await office.restart()
    await asyncio.gather(office.fill(rowan), office.fill(alder))
    await until(lambda: _reads(office, (rowan, alder), "already approved"))
    assert await office.budget("hazel") == ALLOWANCE + TEN_PICTURES


def _reads(office: Office, people: tuple[Person, ...], words: str) -> bool:
    shown = [message for who in people for message in who.messages(office.staff)]
    return any(words in read(message) for message in shown)


async def test_nobody_decides_who_may_not(office):
    """Members can't decide, and moderators can't decide about their own request."""
    await office.ask("rowan")
    card = await office.card()
    rowan = office.person("rowan")
    await office.press(rowan, card, "approve")
    await rowan.wait_for(lambda message: "your own request" in read(message))
    member = office.discord.channel("The Workshop", "staff")
    hazel = office.person("hazel")
    office.discord.set_permissions(member, hazel.user, allow=Permissions.VIEW_CHANNEL)
    await office.press(hazel, card, "decline")
    await hazel.wait_for(lambda message: "Manage Server" in read(message))
    assert await office.budget("rowan") == ALLOWANCE


async def test_a_member_asks_once_a_day(office):
    """If they press it again, they read when they can."""
    await office.ask("hazel")
    await office.card()
    await office.ask("hazel")
    hazel = office.person("hazel")
    await hazel.wait_for(lambda message: "once in 24 hours" in read(message))


async def test_who_takes_no_direct_messages_is_told_with_the_next_command(office):
    """They're told once, privately."""
    hazel, rowan = office.person("hazel"), office.person("rowan")
    hazel.user.accepts_dms = False
    await office.ask("hazel")
    await office.press(rowan, await office.card(), "approve")
    await office.fill(rowan)
    message = await hazel.wait_for(lambda message: "You got **about 10 pictures" in read(message))
    assert message["ephemeral"]

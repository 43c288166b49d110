"""/operator only works in the owner's own server, and only for its administrators."""

import asyncio
import json
import os
from dataclasses import dataclass
from pathlib import Path

import discord
import pytest

from bot.budgets.operator import Caps, Pause, ServerSpending
from bot.budgets.policy import UNLIMITED
from bot.errors import GenerationUnavailable
from bot.generation.circuit_breaker import Outage
from bot.generation.dispatcher import LaneStatus
from cogs.client import EaselClient
from cogs.errors.refusals import NoSuchServer
from cogs.operator import texts as operator_texts
from cogs.operator.cog import OperatorCommands
from cogs.operator.scopes import Scope, parse_scope, scope_choices
from cogs.sync import surface
from playground.discord import ClientRefused, Discord, Permissions, Person
from tests.cogs.fake_operator import FakeAccount, FakeEngine, FakeOperator
from tests.cogs.fakes import now_ms
from tests.cogs.reading import BUTTON, read, until, walk
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")

SNAPSHOT = Path(__file__).with_name("operator_surface.json")
IN_GUILD = "PUT /applications/{application_id}/guilds/{guild_id}/commands"


@dataclass
class Office:
    """The owner's server, with the bot connected."""

    discord: Discord
    client: EaselClient
    operator: FakeOperator
    account: FakeAccount
    engine: FakeEngine
    alder: Person
    clerk: Person
    channel_id: int

    async def answer(self, command: str, **options: object) -> str:
        """The answer to alder, its owner."""
        before = {message["id"] for message in self.alder.messages(self.channel_id)}
        await (await self.alder.slash(self.channel_id, command, **options)).answered()
        message = await self.alder.wait_for(lambda found: found["id"] not in before and read(found))
        assert message["ephemeral"]
        return read(message)


def furnish(here: Discord):
    """A server of the owner's. alder owns it, and a clerk can manage it without being an administrator."""
    guild = here.add_guild("Head Office", here.user("alder"))
    here.add_channel(guild, "desk")
    clerk = here.add_user("clerk")
    here.add_member(guild, clerk, here.add_role(guild, "clerk", Permissions.MANAGE_GUILD))
    return guild


async def operators_client(meta, guild_id: int, operator, account, engine=None, **options) -> EaselClient:
    client = EaselClient(meta, strict_catalogue(), operator_guild_id=guild_id, **options)
    cog = OperatorCommands(
        client, guild_id, operator=operator, account=account, engine=engine or FakeEngine(), now_ms=now_ms
    )
    await client.add_operators_cog(cog)
    return client


@pytest.fixture
async def office(discord_here, meta):
    guild = furnish(discord_here)
    operator, account, engine = FakeOperator(), FakeAccount(), FakeEngine()
    client = await operators_client(meta, guild.id, operator, account, engine)
    await client.login(discord_here.bot_token)
    connection = asyncio.create_task(client.connect())
    await discord_here.bot_ready("operator balance")
    await until(client.is_ready)
    yield Office(
        discord_here,
        client,
        operator,
        account,
        engine,
        alder=discord_here.person("alder", guild),
        clerk=discord_here.person("clerk", guild),
        channel_id=guild.channel("desk").id,
    )
    await client.close()
    await connection


async def test_the_surface_is_as_committed(meta):
    """No command of the owner's changes by accident. (UPDATE_SNAPSHOTS=1 updates the file.)"""
    client = await operators_client(meta, 5, FakeOperator(), FakeAccount())
    current = json.dumps(await surface(client.tree, discord.Object(5)), indent=2, ensure_ascii=False) + "\n"
    assert await surface(client.tree) == [], "other servers don't get any of them"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(current, encoding="utf-8")
    assert current.splitlines() == SNAPSHOT.read_text(encoding="utf-8").splitlines(), __doc__
    await client.close()


class TestWhere:
    async def test_only_its_administrators_are_offered_them(self, office):
        """Another server's owner doesn't see them, and neither does somebody who only manages the owner's."""
        assert any(each["name"] == "operator cap set" for each in office.alder.commands(office.channel_id))
        assert not any("operator" in each["name"] for each in office.clerk.commands(office.channel_id))
        for server in ("The Workshop", "The Annex"):
            guild = office.discord.guild(server)
            owner = office.discord.person(guild.owner, guild)
            assert not any("operator" in each["name"] for each in owner.commands(guild.channel("studio").id))

    async def test_they_are_mentioned_by_their_id(self, office):
        """Texts for the owner have clickable commands too."""
        said = await office.answer("operator pause", message="Back on Monday")
        assert f"</operator resume:{office.client.catalogue.command_ids['operator']}>" in said

    async def test_a_permission_given_by_hand_is_not_enough(self, office, meta):
        """If Discord lets somebody else in, the bot itself checks them, and nothing happens."""
        everybody = [command | {"default_member_permissions": None} for command in offered(office)]
        office.discord._commands.overwrite(office.clerk.guild.id, everybody)
        await office.clerk.slash(office.channel_id, "operator pause", message="mine")
        message = await office.clerk.wait_for(lambda found: "**Administrator**" in read(found))
        assert message["ephemeral"]
        assert office.operator.pause_now is None
        with pytest.raises(ClientRefused):
            await office.clerk.autocomplete(
                office.channel_id, "operator cap clear", focused="for", **{"for": ""}
            )

    async def test_another_server_is_refused_in_code(self, office, discord_here):
        """Even if Discord offered them elsewhere, they wouldn't work there."""
        dispatcher = discord_here.guild("The Workshop")
        discord_here._commands.overwrite(dispatcher.id, offered(office))
        owner = discord_here.person("alder", dispatcher)
        channel = dispatcher.channel("studio").id
        # discord.py only knows the commands of one server, and unknown ones are refused as usual.
        await owner.slash(channel, "operator pause")
        await owner.wait_for(lambda found: found["ephemeral"] and read(found))
        assert office.operator.pause_now is None


def offered(office):
    commands = office.discord._commands.all(office.alder.guild.id)
    return [{key: each[key] for key in ("name", "description", "type", "options")} for each in commands]


class TestSync:
    async def times(self, here, meta, guild_id, **options) -> int:
        """Starts and stops once. Returns how often a single server got its commands so far."""
        if guild_id is None:
            client = EaselClient(meta, strict_catalogue(), **options)
        else:
            client = await operators_client(meta, guild_id, FakeOperator(), FakeAccount(), **options)
        async with client:
            await client.login(here.bot_token)
        return len(here.log.to(IN_GUILD))

    def here(self, discord_here, guild) -> bool:
        return discord_here._commands.all(guild.id) != []

    async def test_once_and_again_by_force(self, discord_here, meta):
        """Sent at the first start, not at the second, and again when forced."""
        guild = furnish(discord_here)
        assert await self.times(discord_here, meta, guild.id) == 1
        assert await self.times(discord_here, meta, guild.id) == 1
        assert await self.times(discord_here, meta, guild.id, force_sync=True) == 2
        assert self.here(discord_here, guild)

    async def test_they_go_with_the_setting(self, discord_here, meta):
        """Without the setting the commands disappear. With another server they move."""
        office, annex = furnish(discord_here), discord_here.guild("The Annex")
        await self.times(discord_here, meta, office.id)
        await self.times(discord_here, meta, annex.id)
        assert (self.here(discord_here, office), self.here(discord_here, annex)) == (False, True)
        await self.times(discord_here, meta, None)
        assert not self.here(discord_here, annex)
        told = len(discord_here.log.to(IN_GUILD))
        assert await self.times(discord_here, meta, None) == told

    async def test_without_an_invitation_the_bot_works_and_says_so(self, discord_here, meta, caplog):
        """A server without the bot is a line in the log and no reason to stop. It's retried later."""
        guild = furnish(discord_here)
        discord_here.remove_bot(guild)
        await self.times(discord_here, meta, guild.id)
        assert "OPERATOR_GUILD_ID" in caplog.text
        discord_here.add_bot(guild)
        await self.times(discord_here, meta, guild.id)
        assert self.here(discord_here, guild)

    async def test_an_invitation_while_it_runs_is_enough(self, office):
        """Discord deletes a removed bot's commands. After a new invitation they're back."""
        guild = office.alder.guild
        office.discord.remove_bot(guild)
        office.discord._commands.overwrite(guild.id, [])
        office.discord.add_bot(guild)
        await until(lambda: office.discord._commands.all(guild.id))

    async def test_what_discord_does_not_take_now_is_tried_again(self, discord_here, meta):
        """After an error from Discord, nothing counts as done."""
        guild = furnish(discord_here)
        discord_here.faults.respond(IN_GUILD, 403, code=50013)
        await self.times(discord_here, meta, guild.id)
        await self.times(discord_here, meta, guild.id)
        assert self.here(discord_here, guild)

    async def test_what_could_not_be_told_at_login_is_told_once_connected(self, discord_here, meta):
        """An invitation during startup doesn't need another start."""
        guild = furnish(discord_here)
        discord_here.faults.respond(IN_GUILD, 403, code=50001)
        client = await operators_client(meta, guild.id, FakeOperator(), FakeAccount())
        await client.login(discord_here.bot_token)
        assert not self.here(discord_here, guild)
        connection = asyncio.create_task(client.connect())
        await until(lambda: self.here(discord_here, guild))
        await client.close()
        await connection


class TestCommands:
    async def test_balance(self, office):
        """In dollars, and what they buy."""
        said = await office.answer("operator balance")
        assert "**$12.60** is left" in said
        assert "about 400 pictures (25,200,000 tokens)" in said

    async def test_the_operator_is_told_why_the_studio_is_closed(self, office):
        """The owner sees what members don't."""
        office.account.trouble = GenerationUnavailable("key")
        assert "how much credit is left (key)" in await office.answer("operator balance")

    async def test_caps_are_set_listed_and_cleared(self, office):
        """For all together, for each, and for one by its name. The actor is recorded."""
        dispatcher = office.discord.guild("The Workshop")
        cap_set, clear = "operator cap set", "operator cap clear"
        await office.answer(cap_set, **{"for": "all", "amount": "20m"})
        await office.answer(cap_set, **{"for": "each", "amount": "2m"})
        said = await office.answer(cap_set, **{"for": "the workshop", "amount": "unlimited"})
        assert "The Workshop" in said
        assert "no limit" in said
        assert office.operator.limits == Caps(20_000_000, 2_000_000)
        assert office.operator.of_servers == {dispatcher.id: UNLIMITED}
        listed = await office.answer("operator cap list")
        for part in ("20,000,000 tokens", "2,000,000 tokens", "The Workshop**: **no limit"):
            assert part in listed
        said = await office.answer(clear, **{"for": str(dispatcher.id)})
        assert "no limit → **no limit**" in said
        assert office.operator.of_servers == {}
        assert set(office.operator.actors) == {office.alder.user.id}

    async def test_nonsense_is_refused_and_changes_nothing(self, office):
        """An impossible amount or server isn't guessed."""
        assert "isn't a valid amount" in await office.answer(
            "operator cap set", **{"for": "all", "amount": "lots"}
        )
        said = await office.answer("operator cap set", **{"for": "Atlantis", "amount": "1m"})
        assert "one server called “Atlantis”" in said
        assert office.operator.actors == []

    async def test_status_says_why_and_a_button_asks_again(self, office):
        """During an outage the owner reads why, when the next check is, and can check now."""
        assert "available" in await office.answer("operator status")
        outage = Outage("credits", "403", 0)
        office.engine.lanes = (LaneStatus("aimlapi", 3, 0, outage, 1_800_000_000_000),)
        said = await office.answer("operator status")
        for part in ("unavailable", "out of credit", "<t:1800000000:R>", "3 queued"):
            assert part in said
        [message] = office.alder.messages(office.channel_id)[-1:]
        [button] = [part for part in walk(message["components"]) if part["type"] == BUTTON]
        await (await office.alder.press(message["id"], button["custom_id"])).answered()
        await office.alder.wait_for(
            lambda found: found["id"] == message["id"] and "is available" in read(found)
        )
        assert office.engine.probes == 1

    async def test_servers_are_offered_by_name(self, office):
        """Typing a scope suggests servers with that in their name."""
        offers = await office.alder.autocomplete(
            office.channel_id, "operator cap clear", focused="for", **{"for": "work"}
        )
        assert [offer["name"] for offer in offers] == ["The Workshop"]

    async def test_pause_and_resume(self, office):
        """Members see the owner's message. Resuming twice says so."""
        said = await office.answer("operator pause", message="Back on *Monday*")
        assert "Members read: “Back on \\*Monday\\*”" in said
        assert office.operator.pause_now == Pause("Back on *Monday*")
        assert "Paused" in await office.answer("operator spending")
        assert "can make pictures again" in await office.answer("operator resume")
        assert "wasn't paused" in await office.answer("operator resume")

    async def test_spending(self, office):
        """Each server's month by name, its losses, and the total in dollars."""
        dispatcher = office.discord.guild("The Workshop")
        office.operator.servers = (
            ServerSpending(dispatcher.id, 1_260_000, 63_000, 31_500, 2_000_000),
            ServerSpending(99, 63_000, 0, 0, None),
        )
        said = await office.answer("operator spending")
        assert "Paid by members: **1,323,000 tokens**. Lost: **63,000 tokens**. Together: **$0.69**" in said
        assert "**The Workshop**: 1,260,000 tokens paid, 63,000 tokens lost, 31,500 tokens reserved" in said
        assert "a server I left (`99`): 63,000 tokens paid" in said


def test_long_lists_fit_on_a_card():
    """A thousand servers with long names respect Discord's limit of 4,000 characters."""
    names = dict.fromkeys(range(10**18, 10**18 + 1000), "*" * 100)
    servers = tuple(ServerSpending(number, 10**12, 10**12, 10**12, 10**12) for number in names)
    spending = asyncio.run(FakeOperator(servers=servers, limits=Caps(10**12, 10**12)).spending(0))
    for text in (
        operator_texts.spending(ENGLISH, spending, Pause("*" * 500), names),
        operator_texts.caps(ENGLISH, spending.caps, dict.fromkeys(names, 10**12), names),
    ):
        assert len(text) <= 4_000
        assert "and 985 more" in text


def test_a_name_that_two_servers_have_is_not_guessed():
    """If a name isn't enough, the id is needed."""
    servers = {10**17: "Twins", 10**17 + 1: "Twins"}
    with pytest.raises(NoSuchServer):
        parse_scope(ENGLISH, "twins", servers)
    assert parse_scope(ENGLISH, str(10**17 + 1), servers) == Scope("each", 10**17 + 1)
    assert [choice.value for choice in scope_choices(ENGLISH, "twin", servers)] == [
        str(10**17),
        str(10**17 + 1),
    ]

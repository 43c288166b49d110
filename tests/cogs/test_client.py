"""How the client starts: what it requests from Discord, what it sends, and what it never stores."""

import asyncio
from datetime import UTC, datetime, timedelta

import discord
import pytest
from discord.utils import time_snowflake

from cogs.check import invite_url, standing
from cogs.client import EaselClient, TokenRefused, point_at
from cogs.sync import sync_commands
from tests.cogs.reading import until
from tests.texts.strict import strict_catalogue

COMMANDS = "PUT /applications/{application_id}/commands"


def test_discord_itself_is_left_alone():
    """With Discord's own address, nothing in discord.py changes."""
    before = (
        discord.http.Route.BASE,
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY,
        discord.asset.Asset.BASE,
    )
    point_at("https://discord.com/api/v10/", "wss://gateway.discord.gg/")
    after = (
        discord.http.Route.BASE,
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY,
        discord.asset.Asset.BASE,
    )
    assert before == after


async def test_it_asks_for_servers_and_nothing_else(client):
    """No privileged intent, no messages, no cached members, and never a mention."""
    assert client.intents == discord.Intents(guilds=True)
    assert list(client.cached_messages) == []
    assert client._connection.member_cache_flags == discord.MemberCacheFlags.none()
    assert client.allowed_mentions.to_dict() == {"parse": []}


async def test_a_wrong_token_is_told_apart(discord_here, client):
    """A token that Discord refuses raises the one error that the composition root knows."""
    with pytest.raises(TokenRefused):
        await client.login("wrong.token.here")


class TestSync:
    async def start(self, here, meta, **options) -> int:
        """Starts and stops once. Returns how often the commands were sent so far."""
        async with EaselClient(meta, strict_catalogue(), **options) as client:
            await client.login(here.bot_token)
        return len(here.log.to(COMMANDS))

    async def test_commands_are_sent_when_they_have_changed(self, discord_here, client, meta):
        """The first start sends them, the next one with the same commands doesn't, and a changed one does."""
        assert await self.start(discord_here, meta) == 1
        assert await self.start(discord_here, meta) == 1
        await client.login(discord_here.bot_token)
        assert len(discord_here.log.to(COMMANDS)) == 2

    async def test_force_sends_them_all_the_same(self, discord_here, meta):
        """`python -m bot sync` sends them even if Discord already has them."""
        await self.start(discord_here, meta)
        assert await self.start(discord_here, meta, force_sync=True) == 2

    async def test_a_start_without_a_sync_knows_the_ids(self, discord_here, client, meta):
        """The IDs of commands are stored, so that commands can be mentioned without another sync."""
        await client.login(discord_here.bot_token)
        assert client.catalogue.command_ids.keys() >= {"imagine", "budget", "quota"}
        ids: dict[str, int] = {}
        assert not await sync_commands(client.tree, meta, ids)
        assert ids == client.catalogue.command_ids

    async def test_a_database_without_ids_is_told_again(self, discord_here, client, meta):
        """An older version registered the same commands without storing IDs."""
        await client.login(discord_here.bot_token)
        del meta.words[f"command-ids:{client.application_id}"]
        assert await sync_commands(client.tree, meta, {})

    async def test_another_application_is_told_anew(self, discord_here, meta):
        """Commands sent for one application don't count for another with the same database."""
        await self.start(discord_here, meta)
        meta.words = {key.replace(":", ":1"): value for key, value in meta.words.items()}
        assert await self.start(discord_here, meta) == 2

    async def test_a_failure_is_not_remembered_as_done(self, discord_here, meta):
        """If Discord refuses the commands, the next start tries again."""
        discord_here.faults.respond(COMMANDS, 403, code=50001)
        with pytest.raises(discord.Forbidden):
            await self.start(discord_here, meta)
        assert meta.words == {}


async def test_outside_a_server_it_says_why_not(discord_here, client, service):
    """In a direct message, they read that budgets belong to servers."""
    client.tree.allowed_contexts = discord.app_commands.AppCommandContext(guild=True, dm_channel=True)
    await client.login(discord_here.bot_token)
    connection = asyncio.create_task(client.connect())
    await discord_here.bot_ready("imagine")
    hazel = discord_here.person("hazel", "The Workshop")
    await hazel.slash(hazel.dm_channel_id(), "imagine", prompt="x")
    await until(lambda: any("only works in a server" in message["content"] for message in hazel.dms()))
    assert service.accepted == []
    await client.close()
    await connection


async def test_what_comes_too_late_is_dropped(scene, service):
    """An interaction that took three seconds longer than others can't be answered, so it's dropped."""
    for made_before_seconds in (10, 0):
        made = datetime.now(UTC) + timedelta(seconds=made_before_seconds)
        scene.client.stale.too_late(time_snowflake(made))
    scene.discord.limits.ack_seconds = 0.3
    invocation = await scene.hazel.slash(scene.channel_id, "imagine", prompt="x")
    await invocation.answered()
    assert service.accepted == []


class TestStanding:
    async def test_a_bot_in_a_server_is_well(self, discord_here):
        """It has a name and an invite link, and no problem."""
        found = await standing(discord_here.bot_token)
        assert (found.problem, found.application) == (None, "Easel")
        assert str(discord_here.application.id) in found.invite_url

    async def test_a_bot_in_no_server_is_told_to_be_invited(self, discord_here):
        """Without a server nobody can use it, which is easy to forget."""
        for guild in discord_here.guilds:
            discord_here.remove_bot(guild)
        found = await standing(discord_here.bot_token)
        assert "isn't in a server" in found.problem
        assert found.invite_url

    async def test_a_wrong_token_is_said_so(self, discord_here):
        """One plain sentence names the setting, not the token."""
        found = await standing("wrong.token.here")
        assert "DISCORD_TOKEN" in found.problem
        assert "wrong" not in found.problem

    async def test_a_discord_that_is_not_there_is_said_so(self, discord_here):
        """No connection gives a sentence too."""
        discord_here.faults.hang_up("*", applied=False, times=10)
        assert "can't be reached" in (await standing(discord_here.bot_token)).problem
        discord_here.faults.clear()


def test_the_invite_asks_for_the_least():
    """View, send, attach, read history: enough to post later, with no power over other people's messages."""
    url = invite_url(1)
    permissions = discord.Permissions(int(url.partition("permissions=")[2].partition("&")[0]))
    assert {name for name, given in permissions if given} == {
        "read_messages",  # discord.py's name for View Channel
        "send_messages",
        "send_messages_in_threads",
        "attach_files",
        "read_message_history",
    }
    assert "scope=bot+applications.commands" in url

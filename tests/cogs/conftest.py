"""The real client on the playground's Discord, with fakes for the service and the budgets."""

import asyncio
from dataclasses import dataclass

import pytest
from aiohttp import web
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.generation.inputs import MAX_INPUT_BYTES
from bot.pictures import PillowPictures
from bot.providers.attachments import DiscordAttachments
from bot.servers.languages import ServerLanguages
from bot.storage import open_store
from bot.storage.repositories.library import LibraryRepository
from cogs.budget.cog import BudgetCommands
from cogs.client import EaselClient, point_at
from cogs.contests.cog import ContestCommands
from cogs.imagine.cog import Imagine
from cogs.imagine.ordering import Ordering
from cogs.moderation.cog import Moderation, ModerationServices
from cogs.pictures.cog import Pictures
from cogs.pictures.services import PictureServices
from cogs.pictures.sources import InputLoader
from cogs.privacy.cog import PrivacyCommands
from cogs.quota.cog import QuotaCommands
from cogs.settings.cog import SettingsCommands, SettingsServices
from playground.discord import Discord
from playground.discord.person import Person
from tests.cogs.contests.services import no_contests
from tests.cogs.fake_privacy import FakePrivacy
from tests.cogs.fakes import FakeBudgets, FakeMeta, FakeServers, FakeStudio, now_ms
from tests.cogs.quota.fakes import Fakes
from tests.cogs.reading import read
from tests.texts.strict import strict_catalogue


@pytest.fixture
def service():
    return FakeStudio()


@pytest.fixture
def budgets():
    return FakeBudgets()


@pytest.fixture
def privacy():
    return FakePrivacy()


@pytest.fixture
def meta():
    return FakeMeta()


@pytest.fixture
def office(budgets):
    """The services behind the moderators' commands."""
    return Fakes(budgets=budgets)


@pytest.fixture
def servers():
    return FakeServers()


@pytest.fixture
async def library(tmp_path):
    """The library that cogs read directly, from a real store."""
    async with open_store(f"sqlite:///{tmp_path}/easel.sqlite3") as store:
        yield LibraryRepository(store.database)


@pytest.fixture
async def client(service, budgets, privacy, meta, office, library, servers):  # noqa: PLR0917
    """The client with all its features, not logged in."""
    client = EaselClient(meta, strict_catalogue())
    admission = servers.admission()
    ordering = Ordering(service, library, budgets, admission, now_ms)
    await client.add_cog(Imagine(client, service, library, servers, ordering))
    await client.add_cog(
        Pictures(
            client,
            PictureServices(
                library=library,
                servers=servers,
                ordering=ordering,
                admission=admission,
                inputs=InputLoader(DiscordAttachments(Route.BASE, limit=MAX_INPUT_BYTES), PillowPictures()),
                budgets=budgets,
                quotas=office.quotas,
                now_ms=now_ms,
            ),
        )
    )
    await client.add_cog(BudgetCommands(client, budgets, now_ms))
    await client.add_cog(PrivacyCommands(client, privacy, now_ms))
    await client.add_cog(QuotaCommands(client, office.desk()))
    services = SettingsServices(servers, office.quotas, ServerLanguages(servers), now_ms)
    await client.add_cog(SettingsCommands(client, services))
    # It's tested with a real store. Here it only has to exist.
    await client.add_cog(Moderation(client, ModerationServices(*[None] * 5, now_ms=now_ms)))
    await client.add_cog(ContestCommands(client, no_contests()))
    yield client
    await client.close()


@pytest.fixture
async def discord_here():
    """The playground's two servers on their own port, and discord.py pointed at them.

    In every test, the bot respects Discord's documented limits and only requests what exists.
    """
    here = Discord.demo(identify_interval_seconds=0)
    app = web.Application()
    here.add_routes(app)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    here.base_url = f"http://127.0.0.1:{port}"
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE
    point_at(f"{here.base_url}/api/v10", f"ws://127.0.0.1:{port}/gateway")
    yield here
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = before
    await here.close()
    await runner.cleanup()
    assert here.unknown_routes == []
    assert here.violations == []


@dataclass
class Scene:
    """A member in a channel, with the bot connected."""

    discord: Discord
    client: EaselClient
    hazel: Person
    juniper: Person
    channel_id: int

    def texts(self, person: Person) -> list[str]:
        """Everything the person reads in the channel, one string per message."""
        return [read(message) for message in person.messages(self.channel_id)]

    async def reads(self, person: Person, text: str):
        """The first message containing `text` that the person sees."""
        return await person.wait_for(lambda message: text in read(message))


@pytest.fixture
async def scene(discord_here, client):
    await client.login(discord_here.bot_token)
    connection = asyncio.create_task(client.connect())
    await discord_here.bot_ready("imagine", "budget show")
    yield Scene(
        discord_here,
        client,
        hazel=discord_here.person("hazel", "The Workshop"),
        juniper=discord_here.person("juniper", "The Workshop"),
        channel_id=discord_here.channel("The Workshop", "studio").id,
    )
    await client.close()
    await connection

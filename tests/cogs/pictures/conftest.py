"""The real bot except for its image API: real store, real engine, real pictures, the playground's Discord."""

import asyncio
import io
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PIL import Image

from bot.budgets.policy import Act, Actor, Member, ServerPolicy
from bot.generation.context import GenerationContext
from bot.generation.inputs import MAX_INPUT_BYTES
from bot.generation.model import AIMLAPI, Limits, Picture, ProviderResult
from bot.generation.models import PictureFormat
from bot.generation.service import GenerationService
from bot.pictures import PillowPictures
from bot.providers.attachments import DiscordAttachments
from bot.servers.admission import Admission
from bot.servers.languages import ServerLanguages
from bot.servers.model import ServerSettings
from bot.storage import open_store
from cogs.client import EaselClient
from cogs.imagine.cog import Imagine
from cogs.imagine.delivery import DiscordDelivery
from cogs.imagine.ordering import Ordering
from cogs.moderation.cog import Moderation, ModerationServices
from cogs.notices.cog import OutboxSender
from cogs.pictures.cog import Pictures
from cogs.pictures.services import PictureServices
from cogs.pictures.sources import InputLoader
from cogs.quota.cog import QuotaCommands
from cogs.settings.cog import SettingsCommands, SettingsServices
from playground.discord import Discord
from playground.discord.person import Person
from tests.cogs.fakes import FakeMeta, now_ms
from tests.cogs.quota.fakes import Fakes
from tests.cogs.reading import read, until
from tests.generation.fakes import COST, QUICK, UNHURRIED, FakeProvider
from tests.texts.strict import strict_catalogue

ALLOWANCE = 1_000_000


def png(width: int = 64, height: int = 48, colour: str = "teal") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


class Painter(FakeProvider):
    """An image API that remembers its requests and paints real files."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Any] = []

    async def generate(self, request, request_id):
        self.requests.append(request)
        if self.script:
            return await super().generate(request, request_id)
        picture = Picture(png(), 64, 48, PictureFormat.PNG)
        return ProviderResult(picture, COST, f"inference-{len(self.requests)}")


@dataclass
class Studio:
    """A server with the bot. `restart` stops the process and starts another with the same store."""

    discord: Discord
    store: Any
    painter: Painter
    meta: FakeMeta = field(default_factory=FakeMeta)
    allowance: int = ALLOWANCE
    client: EaselClient = field(init=False)
    service: GenerationService = field(init=False)
    channel_id: int = 0

    def person(self, name: str) -> Person:
        return self.discord.person(name, "The Workshop")

    async def start(self) -> None:
        self._stack = AsyncExitStack()
        pictures = await self._stack.enter_async_context(PillowPictures())
        attachments = await self._stack.enter_async_context(
            DiscordAttachments(f"{self.discord.base_url}/api/v10", limit=MAX_INPUT_BYTES)
        )
        self.client = EaselClient(self.meta, strict_catalogue())
        self.service = GenerationService(
            GenerationContext(
                store=self.store.generations,
                budgets=self.store.budgets,
                providers={AIMLAPI: self.painter},
                pictures=pictures,
                spool=self.store.spool,
                delivery=DiscordDelivery(self.client, self.store.library, now_ms),
                limits=Limits(self.allowance, in_flight=4),
                now_ms=now_ms,
                retries=QUICK,
                engine=UNHURRIED,
            )
        )
        store = self.store
        admission = Admission(store.servers, store.refused_prompts, now_ms)
        ordering = Ordering(self.service, store.library, store.budgets, admission, now_ms)
        cog = Imagine(self.client, self.service, store.library, store.servers, ordering)
        await self.client.add_cog(cog)
        await self.client.add_cog(
            Pictures(
                self.client,
                PictureServices(
                    library=self.store.library,
                    servers=self.store.servers,
                    ordering=ordering,
                    admission=admission,
                    inputs=InputLoader(attachments, pictures),
                    budgets=self.store.budgets,
                    quotas=self.store.quotas,
                    now_ms=now_ms,
                ),
            )
        )
        await self.client.add_cog(Moderation(self.client, self._moderation()))
        languages = ServerLanguages(store.servers)
        settings = SettingsServices(store.servers, store.quotas, languages, now_ms)
        await self.client.add_cog(SettingsCommands(self.client, settings))
        desk = replace(Fakes().desk(), quotas=store.quotas, audit=store.audit, budgets=store.budgets)
        await self.client.add_cog(QuotaCommands(self.client, desk))
        outbox = OutboxSender(self.client, store.outbox, now_ms)
        await self.client.add_cog(outbox)
        await self.client.login(self.discord.bot_token)
        self._connection = asyncio.create_task(self.client.connect())
        await self.discord.bot_ready("imagine", "edit", "settings", "quota setup")
        await until(self.client.is_ready)
        await self.service.recover()
        self._services = [asyncio.create_task(each) for each in self.service.services()]
        self._services.append(asyncio.create_task(outbox.run(every_seconds=0.05)))

    def _moderation(self) -> ModerationServices:
        return ModerationServices(
            requests=self.store.token_requests,
            reports=self.store.picture_reports,
            quotas=self.store.quotas,
            budgets=self.store.budgets,
            library=self.store.library,
            now_ms=now_ms,
        )

    async def stop(self) -> None:
        for task in self._services:
            task.cancel()
        await asyncio.gather(*self._services, return_exceptions=True)
        await self.service.stop(0)
        await self.client.close()
        await self._connection
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def settled(self) -> None:
        """Returns once nothing is in progress."""
        async with asyncio.timeout(20):
            while await self.store.generations.open() or self.service._dispatcher.jobs:
                await asyncio.sleep(0.01)

    async def imagine(self, person: Person, prompt: str = "a red fox", **options: Any):
        """Makes a picture and returns its message."""
        before = {message["id"] for message in person.messages(self.channel_id)}
        invocation = await person.slash(self.channel_id, "imagine", prompt=prompt, **options)
        await invocation.answered()
        assert invocation.failed is None
        await self.settled()
        return self.new_picture(person, before)

    def new_picture(self, person: Person, before=frozenset()):
        """The newest message with a picture."""
        return next(
            message
            for message in reversed(person.messages(self.channel_id))
            if message["id"] not in before and "easel-" in str(message) and button(message, "reroll")
        )

    def pictures(self, person: Person):
        return [each for each in person.messages(self.channel_id) if button(each, "reroll")]

    def notes(self, person: Person) -> list[str]:
        return [read(message) for message in person.messages(self.channel_id) if message["ephemeral"]]

    async def reads(self, person: Person, text: str):
        return await person.wait_for(lambda message: text in read(message))

    async def press(self, person: Person, message, verb: str):
        found = button(message, verb)
        assert found is not None, f"no {verb} below it"
        invocation = await person.press(message["id"], found)
        await invocation.answered()
        return invocation

    async def form(self, person: Person, message, verb: str):
        """The form that a button opens."""
        await self.press(person, message, verb)
        return await self.open_form(person)

    async def open_form(self, person: Person):
        await until(lambda: person.modals)
        return person.modals[-1]

    async def fill(self, person: Person, modal, **values):
        """Submits a form, with values by the position of the field."""
        named = {fields_of(modal)[int(place[1:])]: value for place, value in values.items()}
        invocation = await person.submit(modal, named)
        await invocation.answered()
        await self.settled()
        return invocation

    async def choose(self, person: Person, message, verb: str, *values: str):
        """Chooses in a menu by values, by positions of options, or by names of channels or roles."""
        menu = next(each for each in buttons(message) if each["custom_id"].split(":")[1] == verb)
        options = [option["value"] for option in menu.get("options", [])]
        meant = [options[int(each)] if each not in options and options else each for each in values]
        invocation = await person.select(message["id"], menu["custom_id"], meant)
        await invocation.answered()
        return invocation

    async def opens(self, person: Person, message, verb: str, words: str):
        """The message with these words that a button opens."""
        known = {each["id"] for each in person.messages(self.channel_id)}
        await self.press(person, message, verb)
        return await person.wait_for(lambda each: each["id"] not in known and words in read(each))

    async def reset_settings(self, **settings: Any) -> None:
        """The default settings, except for these."""
        guild = self.discord.guild("The Workshop").id
        await self.store.servers.change(guild, lambda _: ServerSettings(**settings), self._owner())
        await self.store.quotas.set_server(guild, lambda _: ServerPolicy(), self._owner())

    async def change_settings(self, **settings: Any) -> None:
        guild = self.discord.guild("The Workshop").id
        await self.store.servers.change(guild, lambda now: replace(now, **settings), self._owner())

    async def change_policy(self, **policy: Any) -> None:
        guild = self.discord.guild("The Workshop").id
        await self.store.quotas.set_server(guild, lambda now: replace(now, **policy), self._owner())

    async def spend_all(self, name: str) -> None:
        """Leaves the member with less than any picture costs."""
        person = self.person(name)
        member = Member(person.guild.id, person.user.id)
        left = (await self.store.budgets.budget(member, now_ms())).left
        if left:
            await self.store.quotas.deduct(member, left, self._owner())

    async def set_frozen(self, name: str, *, frozen: bool) -> None:
        person = self.person(name)
        member, act = Member(person.guild.id, person.user.id), replace(self._owner(), reason="spam")
        if ((await self.store.budgets.budget(member, now_ms())).freeze is not None) is frozen:
            return
        if frozen:
            await self.store.quotas.freeze(member, None, act)
        else:
            await self.store.quotas.unfreeze(member, act)

    async def give(self, name: str) -> None:
        """A budget for many pictures."""
        person = self.person(name)
        member = Member(person.guild.id, person.user.id)
        await self.store.quotas.grant(member, 10_000_000, None, self._owner())

    async def write(self, sql: str) -> None:
        await self.store.database.run(lambda: _all(sql))

    def _owner(self) -> Act:
        return Act(Actor(1, (), is_administrator=True), None, now_ms())

    async def spent(self) -> int:
        [row] = await self.store.database.read(
            _all("SELECT COALESCE(SUM(spent + held), 0) AS spent FROM account WHERE scope = 'member'")
        )
        return row["spent"]


def _all(sql: str):
    return (yield sql, {})


def fields_of(modal) -> list[str]:
    return [label["component"]["custom_id"] for label in modal["components"] if "component" in label]


def values_of(modal) -> list[Any]:
    return [label["component"].get("value") for label in modal["components"] if "component" in label]


def buttons(message) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def look(component: Any) -> None:
        if isinstance(component, list):
            for each in component:
                look(each)
        elif isinstance(component, dict):
            if "custom_id" in component:
                found.append(component)
            look(component.get("components"))
            look(component.get("accessory"))

    look(message["components"])
    return found


def button(message, verb: str) -> str | None:
    """The custom_id of the button for that verb."""
    ids = [each["custom_id"] for each in buttons(message)]
    return next((each for each in ids if each.split(":")[1] == verb), None)


def labels(message) -> list[str]:
    return [each["label"] for each in buttons(message) if "label" in each]


@pytest.fixture
async def studio(discord_here, tmp_path):
    async with open_store(f"sqlite:///{tmp_path}/studio.sqlite3", default_allowance=ALLOWANCE) as store:
        studio = Studio(discord_here, store, Painter())
        studio.channel_id = discord_here.channel("The Workshop", "studio").id
        await studio.start()
        yield studio
        await studio.stop()
        assert await store.books.differences() == []


@pytest.fixture
def hazel(studio):
    return studio.person("hazel")


@pytest.fixture
def juniper(studio):
    return studio.person("juniper")


@pytest.fixture
def rowan(studio):
    """A moderator."""
    return studio.person("rowan")

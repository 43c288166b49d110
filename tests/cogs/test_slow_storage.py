"""With a slow storage, everything still gets an answer within Discord's three seconds."""

import asyncio
from functools import partial
from typing import Any

import discord
import pytest

from bot.contests.service import ContestService
from bot.deadline import seconds_left, set_deadline
from bot.errors import StorageUnavailable
from bot.generation.context import GenerationContext
from bot.generation.inputs import MAX_INPUT_BYTES
from bot.generation.model import AIMLAPI, Limits
from bot.generation.service import GenerationService
from bot.pictures import PillowPictures
from bot.providers.attachments import DiscordAttachments
from bot.servers.admission import Admission
from bot.servers.languages import ServerLanguages
from bot.storage.repositories.audit import AuditRepository
from bot.storage.repositories.budgets import BudgetRepository
from bot.storage.repositories.contests import ContestRepository
from bot.storage.repositories.generations import GenerationRepository
from bot.storage.repositories.library import LibraryRepository
from bot.storage.repositories.outbox import OutboxRepository
from bot.storage.repositories.picture_reports import PictureReportRepository
from bot.storage.repositories.privacy import PrivacyRepository
from bot.storage.repositories.quotas import QuotaRepository
from bot.storage.repositories.refused_prompts import RefusedPromptRepository
from bot.storage.repositories.reports import ReportRepository
from bot.storage.repositories.role_grants import RoleGrantRepository
from bot.storage.repositories.server_settings import ServerSettingsRepository
from bot.storage.repositories.token_requests import TokenRequestRepository
from bot.storage.spool import FolderSpool
from cogs.budget.cog import BudgetCommands
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.contests.cog import ContestCommands
from cogs.contests.services import ContestServices
from cogs.errors.error_hooks import ReportedLayout, ReportedView
from cogs.forms import Form
from cogs.imagine.cog import Imagine
from cogs.imagine.delivery import DiscordDelivery
from cogs.imagine.ordering import Ordering
from cogs.moderation.cog import Moderation, ModerationServices
from cogs.pictures.cog import Pictures
from cogs.pictures.services import PictureServices
from cogs.pictures.sources import InputLoader
from cogs.privacy.cog import PrivacyCommands
from cogs.quota.cog import QuotaCommands
from cogs.quota.services import QuotaServices
from cogs.settings.cog import SettingsCommands, SettingsServices
from playground.discord.resolving import Upload
from tests.cogs.fakes import FakeMeta, now_ms
from tests.cogs.reading import until
from tests.generation.fakes import FakeProvider
from tests.texts.strict import strict_catalogue

ALLOWANCE = 1_000_000
A_MOMENT = 0.02


class StuckDatabase:
    """A `Database` that never answers."""

    async def run(self, _: Any) -> Any:
        await asyncio.Event().wait()

    async def read(self, transaction: Any) -> Any:
        transaction.close()
        await asyncio.Event().wait()


@pytest.fixture
async def client(tmp_path):
    """The client with all its features, on a database that never answers."""
    database: Any = StuckDatabase()
    budgets, quotas = BudgetRepository(database, ALLOWANCE), QuotaRepository(database, ALLOWANCE)
    library, servers = LibraryRepository(database), ServerSettingsRepository(database)
    pictures = PillowPictures()
    client = EaselClient(FakeMeta(), strict_catalogue(), answer_within=A_MOMENT)
    service = GenerationService(
        GenerationContext(
            store=GenerationRepository(database),
            budgets=budgets,
            providers={AIMLAPI: FakeProvider()},
            pictures=pictures,
            spool=FolderSpool(tmp_path),
            delivery=DiscordDelivery(client, library, now_ms),
            limits=Limits(ALLOWANCE, in_flight=4),
            now_ms=now_ms,
        )
    )
    admission = Admission(servers, RefusedPromptRepository(database), now_ms)
    ordering = Ordering(service, library, budgets, admission, now_ms)
    inputs = InputLoader(DiscordAttachments("http://127.0.0.1:9", limit=MAX_INPUT_BYTES), pictures)
    contests = ContestServices(
        ContestService(ContestRepository(database, now_ms), pictures, now_ms),
        pictures,
        quotas,
        OutboxRepository(database),
        ordering.place_privately,
        now_ms,
    )
    desk = QuotaServices(
        quotas=quotas,
        role_grants=RoleGrantRepository(database),
        audit=AuditRepository(database),
        reports=ReportRepository(database),
        budgets=budgets,
        charts=pictures,
        default_allowance=ALLOWANCE,
        now_ms=now_ms,
    )
    moderation = ModerationServices(
        TokenRequestRepository(database), PictureReportRepository(database), quotas, budgets, library, now_ms
    )
    remaking = PictureServices(
        library=library,
        servers=servers,
        ordering=ordering,
        admission=admission,
        inputs=inputs,
        budgets=budgets,
        quotas=quotas,
        now_ms=now_ms,
    )
    for cog in (
        Imagine(client, service, library, servers, ordering),
        Pictures(client, remaking),
        BudgetCommands(client, budgets, now_ms),
        PrivacyCommands(client, PrivacyRepository(database), now_ms),
        QuotaCommands(client, desk),
        SettingsCommands(client, SettingsServices(servers, quotas, ServerLanguages(servers), now_ms)),
        Moderation(client, moderation),
        ContestCommands(client, contests),
    ):
        await client.add_cog(cog)
    yield client
    await client.close()


@pytest.fixture
def rowan(scene):
    """A moderator, who can do the most."""
    return scene.discord.person("rowan", "The Workshop")


@pytest.fixture
def handlers(client):
    """The IDs of everything that can be pressed, chosen or submitted."""
    found = [ButtonId(*key, 1, "1") for key in client.buttons._handlers]
    assert len(found) > 60
    return found


FORMS = ("asked", "approved", "declined", "report", "removed", "styled", "worded", "zoned", "make", "fill")


class Opener(ReportedView):
    """Buttons that open forms."""

    def __init__(self, forms: list[ButtonId]) -> None:
        super().__init__(timeout=None)
        for form_id in forms:
            button: discord.ui.Button[Any] = discord.ui.Button(custom_id=f"open {form_id}", label="open")
            button.callback = partial(self.opened, form_id)  # type: ignore[method-assign]
            self.add_item(button)

    async def opened(self, form_id: ButtonId, interaction: discord.Interaction[Any]) -> None:
        form = Form(form_id, "A form")
        for name in ("amount", "reason", "prompt", "name", "zone"):
            form.add_text(name, name, default="1")
        await interaction.response.send_modal(form)


async def test_every_command_is_answered(scene, rowan):
    """Every slash command, with all required options."""
    values = {3: "1", 4: 1, 5: True, 6: "juniper", 7: "studio", 8: "painter", 11: Upload("a.png", b"1")}
    scene.discord.add_role(scene.hazel.guild, "painter")
    listed = [each for each in rowan.commands(scene.channel_id) if each["type"] == 1]
    assert len(listed) > 35
    for command in listed:
        name, options = command["name"], command["options"]
        given = {
            option["name"]: option["choices"][0]["name"] if option.get("choices") else values[option["type"]]
            for option in options
            if option.get("required")
        }
        invocation = await rowan.slash(scene.channel_id, name, **given)
        await invocation.answered()
        assert invocation.failed is None, name


async def test_every_menu_on_a_message_is_answered(scene, rowan):
    """The message commands, on one of the bot's own messages."""
    channel = scene.client.get_partial_messageable(scene.channel_id)
    message = await channel.send("easel-1.png", file=discord.File("docs/imagine.png", "easel-1.png"))
    menus = [command["name"] for command in rowan.commands(scene.channel_id) if command["type"] == 3]
    assert len(menus) > 3
    for menu in menus:
        invocation = await rowan.context_menu(scene.channel_id, menu, message_id=message.id)
        await invocation.answered()
        assert invocation.failed is None, menu


async def test_every_button_is_answered(scene, rowan, handlers):
    """Both buttons that need the storage and those that don't."""
    channel = scene.client.get_partial_messageable(scene.channel_id)
    for start in range(0, len(handlers), 25):
        view = ReportedView(timeout=None)
        for button in handlers[start : start + 25]:
            view.add_item(EaselButton.of(button, button.verb))
        message = await channel.send("press", view=view)
        for button in handlers[start : start + 25]:
            invocation = await rowan.press(message.id, str(button))
            await invocation.answered()
            assert invocation.failed is None, button


async def test_every_choice_is_answered(scene, rowan, handlers):
    """Menus, with something selected."""
    channel = scene.client.get_partial_messageable(scene.channel_id)
    for start in range(0, len(handlers), 20):
        view = ReportedLayout(timeout=None)
        for each in handlers[start : start + 20]:
            options = [discord.SelectOption(label="1", value="1")]
            menu: discord.ui.Select[Any] = discord.ui.Select(custom_id=str(each), options=options)
            view.add_item(discord.ui.ActionRow(EaselButton.menu(menu)))
        message = await channel.send(view=view)
        for each in handlers[start : start + 20]:
            invocation = await rowan.select(message.id, str(each), ["1"])
            await invocation.answered()
            assert invocation.failed is None, each


async def test_every_form_is_answered(scene, rowan, handlers):
    """Forms, filled in with a number."""
    forms = [each for each in handlers if each.verb in FORMS]
    assert {each.verb for each in forms} == set(FORMS)
    message = await scene.client.get_partial_messageable(scene.channel_id).send("open", view=Opener(forms))
    for each in forms:
        await (await rowan.press(message.id, f"open {each}")).answered()
        await until(lambda: rowan.modals)
        invocation = await rowan.submit(rowan.modals[-1], {})
        await invocation.answered()
        assert invocation.failed is None, each
        for modal in rowan.modals:
            rowan.close_modal(modal)


async def test_an_answered_interaction_is_in_no_hurry():
    """The deadline applies to the task that set it, and only until there's an answer."""
    answered = False
    set_deadline(lambda: None if answered else asyncio.get_running_loop().time() - 1)
    assert seconds_left(2.0) == 0.0
    with pytest.raises(StorageUnavailable):
        await BudgetRepository(StuckDatabase(), 0).left_after(1, 1, 1)  # type: ignore[arg-type]
    answered = True
    assert seconds_left(2.0) == 2.0

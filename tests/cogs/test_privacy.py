"""/privacy: the data as a file, erasing after confirmation, and servers that come and go."""

import asyncio
import gzip
import json
import os

import aiohttp
import discord
import pytest

from bot.budgets.privacy import Erased
from bot.budgets.refusals import StillUnderWay
from cogs.buttons import EaselButton
from cogs.client import EaselClient
from cogs.privacy.cog import PrivacyCommands, erase_id
from cogs.privacy.files import MARGIN, data_file
from cogs.privacy.servers import Servers
from tests.cogs.fakes import now_ms
from tests.cogs.reading import read, until
from tests.texts.strict import strict_catalogue


@pytest.fixture
async def client(client, privacy):
    await client.add_cog(Servers(client, privacy, now_ms))
    return client


@pytest.fixture
async def scene(scene):
    await scene.discord.bot_ready("privacy erase")
    return scene


async def downloaded(message):
    (attachment,) = message["attachments"]
    async with aiohttp.ClientSession() as browser:
        answer = await browser.get(attachment["url"])
        return attachment["filename"], await answer.read()


async def test_a_members_data_is_a_private_file(scene, privacy):
    """The member gets their own data as readable JSON that nobody else sees."""
    await scene.hazel.slash(scene.channel_id, "privacy export")
    message = await scene.reads(scene.hazel, "everything I store about you")
    assert message["ephemeral"]
    name, data = await downloaded(message)
    assert name == "easel-data.json"
    assert json.loads(data) == {"user_id": str(scene.hazel.user.id), **privacy.data}
    assert "Füchslein".encode() in data
    assert privacy.exported == [scene.hazel.user.id]
    assert scene.juniper.messages(scene.channel_id) == []


async def test_one_export_at_a_time(scene, privacy):
    """A second request while the first is running is refused with a sentence."""
    async with scene.client.heavy_work.one_for(scene.hazel.user.id):
        await scene.hazel.slash(scene.channel_id, "privacy export")
        await scene.reads(scene.hazel, "still working on your last request")
    assert privacy.exported == []


async def test_much_data_is_packed(scene, privacy):
    """A file that would be too large is compressed, and the answer says so."""
    privacy.data = {"pictures": [{"prompt": "x" * 4_000}] * 4_000}
    await scene.hazel.slash(scene.channel_id, "privacy export")
    name, data = await downloaded(await scene.reads(scene.hazel, "compressed with gzip"))
    assert name.endswith(".gz")
    assert json.loads(gzip.decompress(data))["pictures"] == privacy.data["pictures"]


async def some(rows):
    yield "noise", rows


async def test_a_file_never_exceeds_the_limit():
    """Readable if it fits, compressed if that fits, and otherwise none."""
    noise = [{"noise": os.urandom(50_000).hex()}]
    whole = await data_file(5, some(noise), 200_000 + MARGIN)
    packed = await data_file(5, some(noise), 70_000 + MARGIN)
    assert whole is not None
    assert not whole.packed
    assert packed is not None
    assert packed.packed
    assert len(packed.data) <= 70_000
    assert await data_file(5, some(noise), 1_000 + MARGIN) is None


async def test_what_is_too_much_is_said_in_words(scene, privacy):
    """If not even the compressed file fits, the member reads whom to ask."""
    scene.discord.limits.file_limit = MARGIN
    await scene.hazel.slash(scene.channel_id, "privacy export")
    await scene.reads(scene.hazel, "Ask the bot's owner")


async def asked(scene):
    """The question before erasing, on hazel's screen."""
    await scene.hazel.slash(scene.channel_id, "privacy erase")
    return await scene.reads(scene.hazel, "Delete your data on all servers")


async def test_nothing_is_erased_before_it_is_confirmed(scene, privacy):
    """The private question says what is deleted, what stays and until when. Asking changes nothing."""
    question = await asked(scene)
    assert question["ephemeral"]
    for part in ("your prompts", "Kept without your name", "Kept until it expires", "Out of my reach"):
        assert part in read(question)
    assert privacy.erased == []


@pytest.mark.parametrize(
    ("stays", "said"), [(True, "stay until they expire"), (False, "Nothing is kept under your ID")]
)
async def test_the_button_erases(scene, privacy, stays, said):
    """It erases the member's data and says the result. The question and its button disappear."""
    privacy.result = Erased(3, stays)
    question = await asked(scene)
    await scene.hazel.press(question["id"], str(erase_id(scene.hazel.user.id)))
    message = await scene.reads(scene.hazel, said)
    assert message["id"] == question["id"]
    assert "3 pictures are gone" in read(message)
    assert "erase:" not in str(message["components"])
    assert privacy.erased == [scene.hazel.user.id]


async def test_the_button_outlives_a_restart(scene, privacy, meta):
    """A new process handles an earlier process's question."""
    question = await asked(scene)
    await until(scene.client.is_ready)
    await scene.client.close()
    async with EaselClient(meta, strict_catalogue()) as successor:
        await successor.add_cog(PrivacyCommands(successor, privacy, now_ms))
        await successor.login(scene.discord.bot_token)
        connection = asyncio.create_task(successor.connect())
        await until(successor.is_ready)
        await scene.hazel.press(question["id"], str(erase_id(scene.hazel.user.id)))
        await scene.reads(scene.hazel, "data is deleted")
    await connection


async def test_nobody_erases_for_somebody_else(scene, privacy):
    """A button with another member's id erases nothing, whoever presses it."""
    view = discord.ui.LayoutView(timeout=None)
    row = discord.ui.ActionRow(EaselButton.of(erase_id(scene.hazel.user.id), "press me"))
    view.add_item(row)
    posted = await scene.client.get_partial_messageable(scene.channel_id).send(view=view)
    await scene.juniper.press(posted.id, str(erase_id(scene.hazel.user.id)))
    assert (await scene.reads(scene.juniper, "for someone else"))["ephemeral"]
    assert privacy.erased == []


async def test_pictures_on_their_way_come_first(scene, privacy):
    """While a picture is in progress, the member is asked to wait, and the question stays."""
    privacy.trouble = StillUnderWay(1)
    question = await asked(scene)
    await scene.hazel.press(question["id"], str(erase_id(scene.hazel.user.id)))
    await scene.reads(scene.hazel, "1 picture in progress")
    assert any("Delete your data on all servers" in text for text in scene.texts(scene.hazel))


class TestServers:
    async def test_the_servers_are_compared_when_it_connects(self, scene, privacy):
        """Once connected, the store gets all servers that the bot is on."""
        await until(lambda: privacy.servers)
        assert privacy.servers[0] == {guild.id for guild in scene.discord.guilds}

    async def test_leaving_and_coming_back_is_noted(self, scene, privacy):
        """The store hears about a removal and an invitation as they happen."""
        await until(scene.client.is_ready)
        annex = scene.discord.guild("The Annex")
        scene.discord.remove_bot(annex)
        await until(lambda: privacy.left == [annex.id])
        scene.discord.add_bot(annex)
        await until(lambda: privacy.joined == [annex.id])

    async def test_it_prunes_after_comparing_and_again_and_again(self, scene, privacy):
        """Not before the comparison succeeds, because a server that's back must not be deleted."""
        await until(lambda: privacy.servers)
        privacy.out_of_order = 2
        service = asyncio.create_task(scene.client.get_cog("Servers").prune_daily(0.01, 0.01))
        await until(lambda: privacy.prunings >= 2)
        assert privacy.out_of_order == 0
        service.cancel()
        with pytest.raises(asyncio.CancelledError):
            await service

"""Who reads what in which language, with the real client and members of different languages."""

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from cogs.client import EaselClient
from cogs.texts import private_texts, public_texts
from tests.cogs.reading import read


class Speaker(commands.Cog):
    """Answers in public and in private."""

    @app_commands.command(description="speaks")
    async def speak(self, interaction: discord.Interaction[EaselClient]) -> None:
        await interaction.response.send_message((await public_texts(interaction))("amount-unlimited"))
        await interaction.followup.send(private_texts(interaction)("budget-never-resets"), ephemeral=True)


@pytest.fixture
async def client(client):
    await client.add_cog(Speaker())
    return client


@pytest.mark.parametrize(
    ("locales", "public", "private"),
    [
        (("en-US", "en-US", None), "unlimited", "Never resets"),
        (("de", "en-US", None), "unlimited", "Wird nie erneuert"),
        (("fr", "es-ES", None), "sin límite", "Never resets"),
        (("de", "es-ES", "de"), "unbegrenzt", "Wird nie erneuert"),
        (("es-419", "de", "en-US"), "unlimited", "No se renueva"),
    ],
)
async def test_private_and_public(scene, locales, public, private):
    """Members read their own language in private. A channel uses the server's setting, or its language."""
    member, server, setting = locales
    scene.discord.set_locale(scene.hazel.user, member)
    scene.discord.set_guild_locale(scene.hazel.guild, server)

    async def setting_of(_: int) -> str | None:
        return setting

    scene.client.server_language = setting_of
    await scene.hazel.slash(scene.channel_id, "speak")
    assert not (await scene.reads(scene.juniper, public))["ephemeral"]
    assert (await scene.reads(scene.hazel, private))["ephemeral"]


async def test_an_error_is_told_in_the_members_language(scene):
    """A refusal is private, so it's in the asking member's language."""
    scene.discord.set_locale(scene.hazel.user, "de")
    await scene.hazel.slash(scene.channel_id, "imagine", prompt="x", width=1000)
    assert "gibt es nicht" in read(await scene.reads(scene.hazel, "1000 × 768"))


async def test_commands_are_mentioned_by_their_id(scene, budgets):
    """Once Discord has the commands, a command in a text can be clicked."""
    await scene.hazel.slash(scene.channel_id, "budget history")
    message = await scene.reads(scene.hazel, "You haven't made any pictures")
    assert f"</imagine:{scene.client.catalogue.command_ids['imagine']}>" in read(message)

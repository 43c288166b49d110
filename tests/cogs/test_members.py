"""Roles, permissions and channels come from the interaction, even while discord.py's cache is empty."""

import asyncio

import discord
import pytest

from cogs.imagine.delivery import DiscordDelivery
from cogs.members import holds_role, is_above, permissions, role_ids, role_ids_of
from cogs.payloads import with_channel
from tests.cogs.conftest import Scene
from tests.cogs.fakes import card, generation, now_ms
from tests.cogs.reading import shown, until


@pytest.fixture
async def connected(discord_here, client):
    """Connects the client and returns its scene."""
    connections = []

    async def connect() -> Scene:
        await client.login(discord_here.bot_token)
        connections.append(asyncio.create_task(client.connect()))
        await discord_here.bot_ready("imagine", "budget show")
        return Scene(
            discord_here,
            client,
            hazel=discord_here.person("hazel", "The Workshop"),
            juniper=discord_here.person("juniper", "The Workshop"),
            channel_id=discord_here.channel("The Workshop", "studio").id,
        )

    yield connect
    await client.close()
    await asyncio.gather(*connections)


@pytest.fixture(params=["after a start", "after op 9"])
async def unknown(request, discord_here, connected):
    """A scene with servers that Discord hasn't described yet."""
    if request.param == "after a start":
        discord_here.faults.withhold_guilds()
        return await connected()
    scene = await connected()
    discord_here.faults.withhold_guilds()
    ready = asyncio.Event()

    async def note():
        ready.set()

    scene.client.add_listener(note, "on_connect")
    await discord_here.faults.invalidate_session()
    await ready.wait()
    await until(lambda: discord_here.connected)
    return scene


async def test_roles_come_with_the_interaction(unknown, service):
    """A hold uses the member's roles, although the server isn't known."""
    guild = unknown.hazel.guild
    role = next(role for role in guild.roles.values() if role.name == "moderator")
    unknown.discord.set_roles(guild, unknown.hazel.user, role)
    await (await unknown.hazel.slash(unknown.channel_id, "imagine", prompt="x")).answered()
    await until(lambda: service.accepted)
    assert service.accepted[0].role_ids == (role.id,)


async def test_roles_and_permissions_of_a_press(unknown):
    """Every interaction gives the same, and rank isn't guessed."""
    seen = []

    async def note(interaction):
        seen.append(interaction)

    unknown.client.add_listener(note, "on_interaction")
    rowan = unknown.discord.person("rowan", "The Workshop")
    await (await rowan.slash(unknown.channel_id, "imagine", prompt="x")).answered()
    await until(lambda: seen)
    (interaction,) = seen
    (role,) = rowan.guild.members[rowan.user.id].roles
    assert role_ids(interaction) == role_ids_of(interaction.user) == (role,)
    assert holds_role(interaction, role)
    assert holds_role(interaction, rowan.guild.id)
    assert not holds_role(interaction, 1)
    assert permissions(interaction).manage_guild
    everyone = discord.Object(rowan.guild.id, type=discord.Role)
    assert not is_above(interaction, everyone)


async def test_a_known_server_says_who_is_above(connected):
    """The moderator is above @everyone but not above the administrators, and the owner is above all."""
    scene = await connected()
    seen = []

    async def note(interaction):
        seen.append(interaction)

    scene.client.add_listener(note, "on_interaction")
    for name in ("rowan", "alder"):
        person = scene.discord.person(name, "The Workshop")
        await (await person.slash(scene.channel_id, "imagine", prompt="x")).answered()
    await until(lambda: len(seen) == 2)
    rowan, alder = seen
    administrator = next(role for role in rowan.guild.roles if role.name == "administrator")
    assert is_above(rowan, rowan.guild.default_role)
    assert not is_above(rowan, administrator)
    assert is_above(alder, administrator)


async def test_a_channel_of_an_unknown_type(discord_here, connected, service, library):
    """A picture can be requested and posted in a channel of a type that discord.py doesn't know."""
    discord_here.channel("The Workshop", "studio").type = 99
    scene = await connected()
    await scene.hazel.slash(scene.channel_id, "imagine", prompt="x")
    await until(lambda: service.enqueued)
    assert service.accepted[0].reply.channel_id == scene.channel_id
    of = generation(service.accepted[0])
    await DiscordDelivery(scene.client, library, now_ms).reply(of, card())
    (message,) = scene.juniper.messages(scene.channel_id)
    assert shown(message) == [f"easel-{of.id}.png"]


@pytest.mark.parametrize(
    "channel", [None, {}, {"id": "5"}, {"id": "5", "type": 99}, {"id": "5", "type": 4242}]
)
def test_whatever_is_missing_from_a_channel(channel):
    """The ID is kept, wherever it was given, and discord.py knows the type."""
    filled = with_channel({"id": "1", "channel": channel, "channel_id": "5"})
    assert filled["channel"]["id"] == "5"
    assert filled["channel"]["type"] == 0


@pytest.mark.parametrize("kind", [0, 1, 2, 5, 10, 11, 12, 13, 15, 16])
def test_known_channels_are_left_alone(kind):
    """discord.py gets channels that it understands as Discord sent them."""
    sent = {"id": "1", "channel": {"id": "5", "type": kind}, "channel_id": "5"}
    assert with_channel(sent) is sent

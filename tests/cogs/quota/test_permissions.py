"""Only moderators can use the commands, the menu, the buttons, the form and the suggestions."""

import pytest
from discord import app_commands

from cogs.quota.moderators import MODERATORS
from playground.discord import ClientRefused
from tests.cogs.quota.fakes import entry, paid_picture, promise
from tests.cogs.reading import BUTTON, read, walk

# Every subcommand and its options.
COMMANDS = {
    "member view": {"member": "juniper"},
    "member set": {"member": "juniper", "allowance": "250k"},
    "member grant": {"member": "juniper", "amount": "250k"},
    "member deduct": {"member": "juniper", "amount": "250k"},
    "member reset": {"member": "juniper"},
    "member freeze": {"member": "juniper", "reason": "spam"},
    "member unfreeze": {"member": "juniper"},
    "role set": {"role": "moderator", "allowance": "2m"},
    "role clear": {"role": "moderator"},
    "role list": {},
    "server view": {},
    "server set": {"cap": "2m"},
    "grant-role make": {"role": "moderator", "amount": "100k", "ends": "7d"},
    "grant-role list": {},
    "grant-role revoke": {"promise": "5"},
    "setup": {},
    "refund": {"picture": "1000000000000000001"},
    "audit": {},
    "report": {},
}
OFFERS = {
    "member set": ("allowance", {}),
    "member grant": ("expires", {}),
    "server set": ("time_zone", {}),
    "grant-role revoke": ("promise", {}),
    "refund": ("picture", {"member": "juniper"}),
}


def test_every_command_is_tried_here(client):
    """A new subcommand has to be tested here too."""
    group = client.tree.get_command("quota")
    leaves = {
        command.qualified_name.removeprefix("quota ")
        for command in group.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    assert leaves == set(COMMANDS)


def test_discord_is_told_to_show_them_to_moderators(client):
    """By default, Discord offers them to members with Manage Server only."""
    for command in client.tree.get_commands():
        if command.name in ("quota", "Refund this picture"):
            assert command.default_permissions == MODERATORS


async def test_members_do_not_see_them(moderation):
    """hazel sees none of them, and Discord's client wouldn't send them."""
    names = {command["name"] for command in moderation.person("hazel").commands(moderation.scene.channel_id)}
    assert not any(name.startswith(("quota", "Refund")) for name in names)
    with pytest.raises(ClientRefused):
        await moderation.person("hazel").slash(moderation.scene.channel_id, "quota audit")


@pytest.fixture
def opened(client):
    """As if a server's administrators had changed who sees the commands."""
    for command in client.tree.get_commands():
        command.default_permissions = None


@pytest.mark.parametrize("command", COMMANDS)
async def test_each_command_asks_again(opened, moderation, command):
    """Members without Manage Server who can see the commands read what they lack."""
    said = await moderation.said(moderation.person("hazel"), command, **COMMANDS[command])
    assert "**Manage Server**" in said
    assert moderation.office.quotas.done + moderation.office.role_grants.done == []


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["rowan", "alder"])
async def test_each_command_lets_moderators_in(moderation, command, name):
    """The same commands work for a moderator, and for the owner, who has no role with that permission."""
    moderation.office.role_grants.made = [promise()]
    said = await moderation.said(moderation.person(name), command, **COMMANDS[command])
    assert "**Manage Server**" not in said
    assert "went wrong" not in said


@pytest.mark.parametrize("command", OFFERS)
async def test_offers_are_for_moderators_as_well(opened, moderation, command):
    """Suggestions show role grants, pictures and settings only to moderators."""
    moderation.office.role_grants.made = [promise()]
    moderation.office.budgets.pictures = [moderation.picture_of("juniper")]
    focused, typed = OFFERS[command]
    assert await moderation.offered(moderation.rowan, command, focused, **typed) != {}
    assert await moderation.offered(moderation.person("hazel"), command, focused, **typed) == {}


async def test_the_menu_asks_again(opened, moderation):
    """The same goes for the menu on a picture."""
    hazel, channel = moderation.person("hazel"), moderation.scene.channel_id
    message = await hazel.say(channel, "hello")
    answer = await moderation.answer(
        hazel, lambda: hazel.context_menu(channel, "Refund this picture", message_id=message["id"])
    )
    assert "**Manage Server**" in read(answer)
    assert hazel.modals == []


async def lose_the_role(moderation):
    guild = moderation.scene.discord.guild("The Workshop")
    moderation.scene.discord.set_roles(guild, moderation.scene.discord.user("rowan"))


async def test_each_press_asks_again(moderation):
    """Former moderators can't turn pages of a log that's still on their screen."""
    moderation.office.audit.entries = [entry(number) for number in range(1, 30)]
    page = await moderation.told(moderation.rowan, "audit")
    await lose_the_role(moderation)
    [button] = [part["custom_id"] for part in walk(page["components"]) if part["type"] == BUTTON]
    asked = len(moderation.office.audit.asked)
    answer = await moderation.answer(moderation.rowan, lambda: moderation.rowan.press(page["id"], button))
    assert "**Manage Server**" in read(answer)
    assert len(moderation.office.audit.asked) == asked


async def test_the_form_asks_again(moderation):
    """The same goes for a refund form that was opened before."""
    rowan, channel = moderation.rowan, moderation.scene.channel_id
    message = await rowan.say(channel, "a picture")
    moderation.office.quotas.pictures = [paid_picture(message_id=int(message["id"]))]
    invocation = await rowan.context_menu(channel, "Refund this picture", message_id=message["id"])
    await invocation.answered()
    [modal] = rowan.modals
    await lose_the_role(moderation)
    answer = await moderation.answer(rowan, lambda: rowan.submit(modal, {}))
    assert "**Manage Server**" in read(answer)
    assert moderation.office.quotas.done == []


@pytest.mark.parametrize(
    "command", [name for name, options in COMMANDS.items() if options.get("member") == "juniper"]
)
async def test_bots_have_no_budget(moderation, command):
    """The bot itself is refused as the member in every command."""
    said = await moderation.said(moderation.rowan, command, **COMMANDS[command] | {"member": "Easel"})
    assert "Bots and webhooks have no budget" in said
    assert moderation.office.quotas.done == []


@pytest.mark.parametrize(("name", "administrator"), [("rowan", False), ("alder", True)])
async def test_acts_say_who_acts(moderation, name, administrator):
    """The rules get the actor, their roles, and whether they're an administrator."""
    await moderation.said(moderation.person(name), "member reset", member="hazel", reason="a gift")
    _, member, act = moderation.last()
    guild = moderation.scene.discord.guild("The Workshop")
    assert (member.guild_id, member.user_id) == (guild.id, moderation.user_id("hazel"))
    assert (act.actor.user_id, act.actor.is_administrator) == (moderation.user_id(name), administrator)
    assert set(act.actor.role_ids) - {guild.id} == guild.members[act.actor.user_id].roles
    assert act.reason == "a gift"

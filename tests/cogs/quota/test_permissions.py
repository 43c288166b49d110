"""Moderators alone: every command, the menu, the buttons, the form, and what is offered."""

import pytest
from discord import app_commands

from cogs.quota.moderators import MODERATORS
from playground.discord import ClientRefused
from tests.cogs.quota.fakes import entry, paid_picture, promise
from tests.cogs.reading import BUTTON, read, walk

# Every subcommand, with what it needs.
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
    """Whoever adds a subcommand has to try it here as well."""
    group = client.tree.get_command("quota")
    leaves = {
        command.qualified_name.removeprefix("quota ")
        for command in group.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    assert leaves == set(COMMANDS)


def test_discord_is_told_to_show_them_to_moderators(client):
    """By default Discord offers them to whoever has Manage Server, and to nobody else."""
    for command in client.tree.get_commands():
        if command.name in ("quota", "Refund this picture"):
            assert command.default_permissions == MODERATORS


async def test_members_do_not_see_them(moderation):
    """hazel is offered none of it, and Discord's client wouldn't send it."""
    names = {command["name"] for command in moderation.person("hazel").commands(moderation.scene.channel_id)}
    assert not any(name.startswith(("quota", "Refund")) for name in names)
    with pytest.raises(ClientRefused):
        await moderation.person("hazel").slash(moderation.scene.channel_id, "quota audit")


@pytest.fixture
def opened(client):
    """As where a server's administrators have changed who is shown the commands."""
    for command in client.tree.get_commands():
        command.default_permissions = None


@pytest.mark.parametrize("command", COMMANDS)
async def test_each_command_asks_again(opened, moderation, command):
    """Somebody without Manage Server who is shown the commands all the same reads what they lack."""
    said = await moderation.said(moderation.person("hazel"), command, **COMMANDS[command])
    assert "**Manage Server**" in said
    assert moderation.office.quotas.done + moderation.office.role_grants.done == []


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["rowan", "alder"])
async def test_each_command_lets_moderators_in(moderation, command, name):
    """The same commands answer a moderator, and the owner, who has no role with that permission."""
    moderation.office.role_grants.made = [promise()]
    said = await moderation.said(moderation.person(name), command, **COMMANDS[command])
    assert "**Manage Server**" not in said
    assert "went wrong" not in said


@pytest.mark.parametrize("command", OFFERS)
async def test_offers_are_for_moderators_as_well(opened, moderation, command):
    """What Discord shows while somebody types tells nobody else about promises, pictures or settings."""
    moderation.office.role_grants.made = [promise()]
    moderation.office.budgets.pictures = [moderation.picture_of("juniper")]
    focused, typed = OFFERS[command]
    assert await moderation.offered(moderation.rowan, command, focused, **typed) != {}
    assert await moderation.offered(moderation.person("hazel"), command, focused, **typed) == {}


async def test_the_menu_asks_again(opened, moderation):
    """Nor is the menu on a picture open to whoever Discord shows it to."""
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
    """Who is no moderator any more turns no page of a log that is still on their screen."""
    moderation.office.audit.entries = [entry(number) for number in range(1, 30)]
    page = await moderation.told(moderation.rowan, "audit")
    await lose_the_role(moderation)
    [button] = [part["custom_id"] for part in walk(page["components"]) if part["type"] == BUTTON]
    asked = len(moderation.office.audit.asked)
    answer = await moderation.answer(moderation.rowan, lambda: moderation.rowan.press(page["id"], button))
    assert "**Manage Server**" in read(answer)
    assert len(moderation.office.audit.asked) == asked


async def test_the_form_asks_again(moderation):
    """Nor does the form for a refund that was opened before."""
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
    """The bot itself is refused as the member, whatever is to be done."""
    said = await moderation.said(moderation.rowan, command, **COMMANDS[command] | {"member": "Easel"})
    assert "Bots and webhooks have no budget" in said
    assert moderation.office.quotas.done == []


@pytest.mark.parametrize(("name", "administrator"), [("rowan", False), ("alder", True)])
async def test_acts_say_who_acts(moderation, name, administrator):
    """The rules are told who acts, with which roles, and whether they are an administrator."""
    await moderation.said(moderation.person(name), "member reset", member="hazel", reason="a gift")
    _, member, act = moderation.last()
    guild = moderation.scene.discord.guild("The Workshop")
    assert (member.guild_id, member.user_id) == (guild.id, moderation.user_id("hazel"))
    assert (act.actor.user_id, act.actor.is_administrator) == (moderation.user_id(name), administrator)
    assert set(act.actor.role_ids) - {guild.id} == guild.members[act.actor.user_id].roles
    assert act.reason == "a gift"

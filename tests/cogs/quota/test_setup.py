"""`/quota setup`: the card shows the current settings, and each control changes one of them."""

from dataclasses import replace

import pytest

from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import UNLIMITED, ServerPolicy
from playground.discord.permissions import Permissions
from tests.cogs.quota.conftest import Moderation
from tests.cogs.quota.test_member_card import buttons, fields
from tests.cogs.reading import read, walk

STRING_SELECT, CHANNEL_SELECT = 3, 8
SET = ServerPolicy(500_000, Schedule(Cycle.WEEK, "Europe/Berlin", 6), 100_000, 5_000_000, 77)


def menus(message) -> dict[str, dict]:
    """Menus by the verb in their custom ID."""
    return {
        part["custom_id"].split(":")[1]: part
        for part in walk(message["components"])
        if part["type"] in (STRING_SELECT, CHANNEL_SELECT)
    }


def chosen(menu) -> list[str]:
    return [option["label"] for option in menu["options"] if option.get("default")]


async def selected(moderation: Moderation, verb: str, *values: str):
    card = await moderation.told(moderation.rowan, "setup")
    menu = menus(card)[verb]["custom_id"]
    return await moderation.answer(
        moderation.rowan, lambda: moderation.rowan.select(card["id"], menu, values)
    )


async def asked(moderation: Moderation, label: str):
    """The card, and the form behind one of its buttons."""
    card = await moderation.told(moderation.rowan, "setup")
    await (await moderation.rowan.press(card["id"], buttons(card)[label])).answered()
    [modal] = moderation.rowan.modals
    return card, modal


async def test_the_card_shows_the_settings(moderation):
    """Menus have the current value selected."""
    staff = moderation.scene.discord.channel("The Workshop", "staff").id
    moderation.office.quotas.policy = replace(SET, staff_channel_id=staff)
    card = await moderation.told(moderation.rowan, "setup")
    assert "Server limit: **about 79 pictures (5,000,000 tokens)**" in read(card)
    assert chosen(menus(card)["cycle"]) == ["Budgets reset: Every week"]
    assert chosen(menus(card)["week"]) == ["Week starts on: Sunday"]
    assert [each["id"] for each in menus(card)["staff"]["default_values"]] == [str(staff)]
    assert list(buttons(card)) == ["Default allowance", "Rollover", "Server limit", "Time zone"]


async def test_the_first_day_of_the_week_matters_to_weekly_budgets_alone(moderation):
    """The menu is disabled if budgets don't reset every week."""
    card = await moderation.told(moderation.rowan, "setup")
    assert menus(card)["week"]["disabled"]
    moderation.office.quotas.policy = SET
    card = await moderation.told(moderation.rowan, "setup")
    assert not menus(card)["week"].get("disabled")


@pytest.mark.parametrize(
    ("verb", "value", "changed"),
    [
        ("cycle", "day", replace(SET, schedule=replace(SET.schedule, cycle=Cycle.DAY))),
        ("week", "2", replace(SET, schedule=replace(SET.schedule, week_starts_on=2))),
    ],
)
async def test_a_choice_changes_one_setting(moderation, verb, value, changed):
    """All others stay, and the private answer can be undone."""
    moderation.office.quotas.policy = SET
    answer = await selected(moderation, verb, value)
    assert moderation.last()[:2] == ("set_server", changed)
    assert "Undo" in buttons(answer)


async def test_a_staff_channel_is_chosen_and_taken_away(moderation):
    """An empty choice stops the notices. The answer warns about a channel that the bot can't post in."""
    discord = moderation.scene.discord
    staff = discord.channel("The Workshop", "staff")
    allowed = Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES
    discord.set_permissions(staff, discord.bot, allow=allowed)
    answer = await selected(moderation, "staff", "staff")
    assert moderation.last()[1].staff_channel_id == staff.id
    assert "can't post" not in read(answer)
    await selected(moderation, "staff")
    assert moderation.last()[1].staff_channel_id is None
    discord.set_permissions(staff, discord.bot, deny=Permissions.VIEW_CHANNEL)
    assert "can't post" in read(await selected(moderation, "staff", "staff"))


@pytest.mark.parametrize(
    ("label", "before", "typed", "changed"),
    [
        ("Default allowance", "500000", "250k", {"default_allowance": 250_000}),
        ("Default allowance", "500000", "default", {"default_allowance": None}),
        ("Default allowance", "500000", "unlimited", {"default_allowance": UNLIMITED}),
        ("Rollover", "100000", "0", {"rollover": 0}),
        ("Server limit", "5000000", "none", {"cap": None}),
        ("Time zone", "Europe/Berlin", "UTC+2", {"schedule": replace(SET.schedule, zone="Etc/GMT-2")}),
    ],
)
async def test_a_form_changes_one_setting(moderation, label, before, typed, changed):
    """It opens with the current value, and accepts what the command accepts."""
    moderation.office.quotas.policy = SET
    _, modal = await asked(moderation, label)
    value = fields(modal)[label]
    assert modal["components"][0]["component"]["value"] == before
    answer = await moderation.answer(
        moderation.rowan,
        lambda: moderation.rowan.submit(modal, {value: typed, fields(modal)["Reason"]: "spring"}),
    )
    _, new, act = moderation.last()
    assert new == replace(SET, **changed)
    assert act.reason == "spring"
    assert "Undo" in buttons(answer)
    assert "Etc/" not in read(answer)


async def test_the_card_shows_what_was_changed(moderation):
    """It's updated with each change."""
    card, modal = await asked(moderation, "Server limit")
    await moderation.rowan.submit(modal, {fields(modal)["Server limit"]: "2m"})
    await moderation.rowan.wait_for(
        lambda each: each["id"] == card["id"] and "about 31 pictures (2,000,000 tokens)" in read(each)
    )


@pytest.mark.parametrize(
    ("label", "typed", "says"),
    [
        ("Rollover", "1.000", "Did you mean **1** or **1000**?"),
        ("Default allowance", "much", "a valid amount"),
        ("Time zone", "Mars/Olympus", "I don't know the time zone"),
    ],
)
async def test_what_cannot_be_read_is_refused(moderation, label, typed, says):
    """Nothing changes, and the answer says how to write it."""
    _, modal = await asked(moderation, label)
    answer = await moderation.answer(
        moderation.rowan, lambda: moderation.rowan.submit(modal, {fields(modal)[label]: typed})
    )
    assert says in read(answer)
    assert moderation.office.quotas.done == []


async def test_each_use_asks_who_uses_it(moderation):
    """Moderators who lost their role can't change anything with an old card."""
    card = await moderation.told(moderation.rowan, "setup")
    guild = moderation.scene.discord.guild("The Workshop")
    moderation.scene.discord.set_roles(guild, moderation.scene.discord.user("rowan"))
    rowan = moderation.rowan
    uses = [
        lambda custom_id=custom_id: rowan.press(card["id"], custom_id) for custom_id in buttons(card).values()
    ]
    for verb, value in {"cycle": "day", "staff": "studio"}.items():
        menu = menus(card)[verb]["custom_id"]
        uses.append(lambda menu=menu, value=value: rowan.select(card["id"], menu, [value]))
    for use in uses:
        assert "**Manage Server**" in read(await moderation.answer(rowan, use))
    assert rowan.modals == []
    assert moderation.office.quotas.done == []

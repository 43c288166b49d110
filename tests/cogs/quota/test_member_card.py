"""The buttons below a member's budget: what they ask, what they change, and who can press them."""

import pytest

from bot.budgets.policy import Freeze, MemberPolicy
from bot.budgets.quotas import MemberView
from tests.cogs.quota.conftest import Moderation
from tests.cogs.quota.fakes import START, budget
from tests.cogs.reading import BUTTON, read, walk

EVERY = {"grant": "Grant tokens", "freeze": "Freeze", "thaw": "Unfreeze", "reset": "Reset usage"}


def buttons(message) -> dict[str, str]:
    """Custom IDs by label."""
    return {
        part["label"]: part["custom_id"] for part in walk(message["components"]) if part["type"] == BUTTON
    }


def fields(modal) -> dict[str, str]:
    """Custom IDs of a form's fields by their names."""
    return {part["label"]: part["component"]["custom_id"] for part in modal["components"] if "label" in part}


async def viewed(moderation: Moderation, who: str = "rowan"):
    return await moderation.told(moderation.person(who), "member view", member="hazel")


async def filled(moderation: Moderation, label: str, answers: dict[str, str]):
    """Presses the button, fills in its form, and returns the private answer."""
    rowan, card = moderation.rowan, await viewed(moderation)
    await (await rowan.press(card["id"], buttons(card)[label])).answered()
    [modal] = rowan.modals
    values = {fields(modal)[name]: answer for name, answer in answers.items()}
    return await moderation.answer(rowan, lambda: rowan.submit(modal, values))


@pytest.fixture
def frozen(office):
    office.quotas.view = MemberView(MemberPolicy(), budget(freeze=Freeze("spam", 9, START)))


async def test_a_grant_from_the_card(moderation):
    """The form's answers become a grant, which can be undone."""
    answer = await filled(moderation, "Grant tokens", {"Amount": "250k", "Expires": "3d", "Reason": "winner"})
    verb, member, amount, expires_at_ms, act = moderation.last()
    assert (verb, member.user_id, amount) == ("grant", moderation.user_id("hazel"), 250_000)
    assert expires_at_ms is not None
    assert act.reason == "winner"
    assert "about 3 pictures (250,000 tokens)" in read(answer)
    assert "Undo" in buttons(answer)


async def test_a_grant_needs_no_more_than_an_amount(moderation):
    """Without an end, the tokens never expire. A reason is optional."""
    await filled(moderation, "Grant tokens", {"Amount": "1.5m"})
    assert moderation.last()[2:4] == (1_500_000, None)
    assert moderation.last()[-1].reason is None


@pytest.mark.parametrize(
    ("amount", "says"), [("1.000", "Did you mean **1** or **1000**?"), ("lots", "a valid amount")]
)
async def test_what_cannot_be_read_is_refused(moderation, amount, says):
    """Nothing is granted, and the answer offers the possible meanings."""
    answer = await filled(moderation, "Grant tokens", {"Amount": amount})
    assert says in read(answer)
    assert moderation.office.quotas.done == []


async def test_a_freeze_from_the_card(moderation):
    """The freeze gets the reason, and the card then offers to end it."""
    answer = await filled(moderation, "Freeze", {"Reason": "spam", "Until": "3d"})
    verb, member, until_ms, act = moderation.last()
    assert (verb, member.user_id, act.reason) == ("freeze", moderation.user_id("hazel"), "spam")
    assert until_ms is not None
    assert "Undo" in buttons(answer)


async def test_a_frozen_budget_has_a_button_to_unfreeze_it(frozen, moderation):
    """It replaces the button to freeze it."""
    card = await viewed(moderation)
    assert list(buttons(card)) == ["Grant tokens", "Unfreeze", "Reset usage"]
    answer = await moderation.answer(
        moderation.rowan, lambda: moderation.rowan.press(card["id"], buttons(card)["Unfreeze"])
    )
    assert moderation.last()[:2][0] == "unfreeze"
    assert "Undo" in buttons(answer)


async def test_a_reset_keeps_the_members_roles(moderation):
    """A press doesn't include them, so they're requested again."""
    guild, hazel = moderation.scene.discord.guild("The Workshop"), moderation.scene.discord.user("hazel")
    role = next(role for role in guild.roles.values() if role.name == "moderator")
    moderation.scene.discord.set_roles(guild, hazel, role)
    card = await viewed(moderation)
    answer = await moderation.answer(
        moderation.rowan, lambda: moderation.rowan.press(card["id"], buttons(card)["Reset usage"])
    )
    verb, member, _ = moderation.last()
    assert (verb, member.role_ids) == ("reset", (role.id,))
    assert "Undo" in buttons(answer)


async def test_the_card_shows_what_a_press_made_of_it(moderation):
    """The card is updated right away."""
    card = await viewed(moderation)
    moderation.office.quotas.view = MemberView(MemberPolicy(), budget(spent=0))
    await (await moderation.rowan.press(card["id"], buttons(card)["Reset usage"])).answered()
    fresh = await moderation.rowan.wait_for(
        lambda each: each["id"] == card["id"] and "Used: **no pictures (0 tokens)**" in read(each)
    )
    assert list(buttons(fresh)) == list(buttons(card))


async def test_the_buttons_work_for_members_who_left(moderation):
    """Their budget is kept, and so are the buttons."""
    card = await viewed(moderation)
    guild, hazel = moderation.scene.discord.guild("The Workshop"), moderation.scene.discord.user("hazel")
    moderation.scene.discord.remove_member(guild, hazel)
    answer = await moderation.answer(
        moderation.rowan, lambda: moderation.rowan.press(card["id"], buttons(card)["Reset usage"])
    )
    assert "left the server" in read(answer)
    assert moderation.last()[1].role_ids == ()


@pytest.mark.parametrize("verb", EVERY)
async def test_each_press_asks_who_presses(frozen, moderation, verb):
    """Moderators who lost their role see what they lack, even on an old card."""
    if verb == "freeze":
        moderation.office.quotas.view = MemberView(MemberPolicy(), budget())
    card = await viewed(moderation)
    guild = moderation.scene.discord.guild("The Workshop")
    moderation.scene.discord.set_roles(guild, moderation.scene.discord.user("rowan"))
    answer = await moderation.answer(
        moderation.rowan, lambda: moderation.rowan.press(card["id"], buttons(card)[EVERY[verb]])
    )
    assert "**Manage Server**" in read(answer)
    assert moderation.rowan.modals == []
    assert moderation.office.quotas.done == []


async def test_an_open_form_asks_again(moderation):
    """The same goes for a form that was opened before the role was lost."""
    card = await viewed(moderation)
    await (await moderation.rowan.press(card["id"], buttons(card)["Grant tokens"])).answered()
    [modal] = moderation.rowan.modals
    guild = moderation.scene.discord.guild("The Workshop")
    moderation.scene.discord.set_roles(guild, moderation.scene.discord.user("rowan"))
    answer = await moderation.answer(
        moderation.rowan, lambda: moderation.rowan.submit(modal, {fields(modal)["Amount"]: "1m"})
    )
    assert "**Manage Server**" in read(answer)
    assert moderation.office.quotas.done == []

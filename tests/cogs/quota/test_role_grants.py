"""/quota grant-role …: tokens for everyone with a role."""

import pytest

from bot.budgets.grants import Claim
from cogs.quota import texts as quota_texts
from cogs.quota.cards import card
from tests.cogs.fakes import now_ms
from tests.cogs.quota.fakes import DAY, START, promise
from tests.cogs.reading import BUTTON, check_limits, read, walk
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")


async def test_a_promise_says_what_to_whom_until_when(moderation):
    """It's made as typed. The answer has its number, its terms and how to revoke it."""
    said = await moderation.said(
        moderation.rowan, "grant-role make", role="moderator", amount="100k", ends="7d", expires="30d"
    )
    verb, new, _ = moderation.office.role_grants.done[-1]
    assert (verb, new.amount) == ("make", 100_000)
    assert 0 <= now_ms() + 7 * DAY - new.ends_at_ms < DAY
    assert 0 <= now_ms() + 30 * DAY - new.grant_expires_at_ms < DAY
    assert "#5" in said
    assert f"about 1 picture (100,000 tokens) for everyone with <@&{new.role_id}>" in said


async def test_what_stands_is_listed(moderation):
    """With number, terms, claims and maker. Without any, it says how to make one."""
    assert "quota grant-role make" in await moderation.said(moderation.rowan, "grant-role list")
    moderation.office.role_grants.made = [promise(7, claims=3, reason="thanks")]
    said = await moderation.said(moderation.rowan, "grant-role list")
    for part in ("#7", "Claimed by 3 members", "<@9>", "“thanks”"):
        assert part in said


async def test_who_claimed_is_listed_page_by_page(moderation):
    """All of them, in pages that a button turns."""
    moderation.office.role_grants.made = [promise(7, claims=70)]
    moderation.office.role_grants.claimed = [Claim(100 + number, START) for number in range(70)]
    page = await moderation.told(moderation.rowan, "grant-role list", promise="7")
    assert "<@149>" in read(page)
    assert "<@150>" not in read(page)
    [more] = [part["custom_id"] for part in walk(page["components"]) if part["type"] == BUTTON]
    await (await moderation.rowan.press(page["id"], more)).answered()
    page = await moderation.rowan.wait_for(lambda message: "<@150>" in read(message))
    assert "<@169>" in read(page)
    assert not [part for part in walk(page["components"]) if part["type"] == BUTTON]


async def test_a_promise_is_revoked_by_its_number(moderation):
    """The suggestions show amount and role, and fill in the number."""
    role = next(
        role
        for role in moderation.scene.discord.guild("The Workshop").roles.values()
        if role.name == "moderator"
    )
    moderation.office.role_grants.made = [promise(7, role_id=role.id), promise(6)]
    offered = await moderation.offered(moderation.rowan, "grant-role revoke", "promise")
    assert offered == {
        "7": "#7: about 1 picture (100,000 tokens) for @moderator",
        "6": "#6: about 1 picture (100,000 tokens) for a deleted role",
    }
    said = await moderation.said(moderation.rowan, "grant-role revoke", promise="7", reason="mistake")
    assert moderation.office.role_grants.done[-1][:2] == ("revoke", 7)
    assert "Nobody had claimed it" in said


@pytest.mark.parametrize("number", ["eight", "8"])
async def test_what_was_never_promised_is_refused(moderation, number):
    """A number that isn't one, or that doesn't exist."""
    assert "role grant doesn't exist" in await moderation.said(
        moderation.rowan, "grant-role list", promise=number
    )


def test_lists_always_fit():
    """However many role grants there are, and however long their reasons."""
    many = [promise(number, amount=10**12, reason="*" * 300) for number in range(40)]
    check_limits(card(quota_texts.role_grants_view(ENGLISH, many)))
    claims = [Claim(2**63 + number, START) for number in range(50)]
    check_limits(card(quota_texts.role_grant_claims(ENGLISH, many[0], claims, first=True)))

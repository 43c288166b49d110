"""/quota member …: its calls, and the moderator's answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budgets.policy import UNLIMITED, Freeze, MemberPolicy, ServerPolicy
from bot.budgets.quotas import Deducted, MemberView
from bot.budgets.refusals import NothingToDeduct, NotYourOwn, UsedSince
from cogs.quota import texts as quota_texts
from cogs.quota.cards import card
from tests.cogs.fakes import now_ms
from tests.cogs.quota.fakes import DAY, START, budget, grant, promise
from tests.cogs.reading import BUTTON, check_limits, read, walk
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("typed", "allowance"),
    [
        ("250k", 250_000),
        ("1_000_000", 1_000_000),
        ("1.5m", 1_500_000),
        ("Unlimited", UNLIMITED),
        ("default", None),
    ],
)
async def test_an_allowance_is_set_as_it_is_typed(moderation, typed, allowance):
    """Short forms, unlimited, and the way back to the default."""
    await moderation.said(moderation.rowan, "member set", member="hazel", allowance=typed)
    verb, member, new, _ = moderation.last()
    assert (verb, member.user_id, new) == ("set_allowance", moderation.user_id("hazel"), allowance)


async def test_setting_says_old_new_whom_and_pictures(moderation):
    """The answer has the whole change in one line, with its value in pictures."""
    moderation.office.quotas.old = 500_000
    said = await moderation.said(moderation.rowan, "member set", member="hazel", allowance="250k")
    assert f"<@{moderation.user_id('hazel')}>" in said
    assert "about 7 pictures (500,000 tokens) → **about 3 pictures (250,000 tokens)**" in said
    assert "They now have about 13 pictures (874,000 tokens) left." in said


@pytest.mark.parametrize("amount", ["lots", "-5", "0", "1.5", "9999999m", "unlimited"])
async def test_what_is_no_amount_is_refused(moderation, amount):
    """Nothing is granted for unreadable text, and the answer shows how to write it."""
    said = await moderation.said(moderation.rowan, "member grant", member="hazel", amount=amount)
    assert "250k or 1.5m" in said
    assert moderation.office.quotas.done == []


async def test_a_grant_may_expire(moderation):
    """`3d` is three days from now, and the answer says when that is."""
    before = now_ms()
    said = await moderation.said(
        moderation.rowan, "member grant", member="hazel", amount="250k", expires="3d", reason="winner"
    )
    _, _, amount, expires_at_ms, act = moderation.last()
    assert (amount, act.reason) == (250_000, "winner")
    assert before + 3 * DAY <= expires_at_ms <= now_ms() + 3 * DAY
    assert "about 3 pictures (250,000 tokens)" in said
    assert f"<t:{expires_at_ms // 1000}:f>" in said


@pytest.mark.parametrize("when", ["yesterday", "2020-01-01", "0d"])
async def test_what_is_no_time_to_come_is_refused(moderation, when):
    """A freeze or a grant can't end in the past, or at an unreadable time."""
    said = await moderation.said(moderation.rowan, "member freeze", member="hazel", reason="x", until=when)
    assert "as a future date" in said
    assert moderation.office.quotas.done == []


async def test_a_deduction_says_from_where(moderation):
    """It says how much came from grants and from the allowance, and that it was less than asked for."""
    moderation.office.quotas.taken = Deducted(50_000, 13_000)
    said = await moderation.said(moderation.rowan, "member deduct", member="hazel", amount="100k")
    assert "Removed **about 1 picture (63,000 tokens)** from" in said
    assert "50,000 tokens from bonus tokens, 13,000 tokens from their allowance" in said
    assert "You asked for about 1 picture (100,000 tokens)" in said


async def test_a_reset_says_what_was_used(moderation):
    """The answer has the old and the new amount."""
    said = await moderation.said(moderation.rowan, "member reset", member="hazel")
    assert "about 2 pictures (126,000 tokens) → **0**" in said


async def test_a_reset_of_nothing_says_so(moderation):
    """If nothing was spent, nothing changes."""
    moderation.office.quotas.spent = 0
    assert "Nothing was changed" in await moderation.said(moderation.rowan, "member reset", member="hazel")


async def test_a_freeze_says_its_end_and_the_reason_shown(moderation):
    """The moderator sees the member's text, without markdown."""
    said = await moderation.said(
        moderation.rowan, "member freeze", member="hazel", reason="*spam* @everyone", until="12h"
    )
    _, _, until_ms, act = moderation.last()
    assert act.reason == "*spam* @everyone"
    assert "\\*spam\\* \\@everyone" in said
    assert f"<t:{until_ms // 1000}:R>" in said


async def test_an_unfreeze_says_whose_freeze_it_was(moderation):
    """Since when, by whom, and what they have now."""
    said = await moderation.said(moderation.rowan, "member unfreeze", member="hazel")
    assert "budget is unfrozen" in said
    assert "<@9>" in said


@pytest.mark.parametrize(
    ("refusal", "words"),
    [(NotYourOwn(), "can't raise their own budget"), (NothingToDeduct(), "no tokens left")],
)
async def test_what_the_rules_refuse_is_one_private_sentence(moderation, refusal, words):
    """A refusal replaces "thinking…", so no message still says that it's working."""
    moderation.office.quotas.refusals.append(refusal)
    said = await moderation.said(moderation.rowan, "member deduct", member="rowan", amount="63k")
    assert words in said
    messages = moderation.rowan.messages(moderation.scene.channel_id)
    assert not any(message["flags"] & 128 for message in messages)


async def test_nobody_else_reads_any_of_it(moderation):
    """Other people see nothing of it in the channel."""
    await moderation.said(moderation.rowan, "member grant", member="hazel", amount="250k")
    for name in ("hazel", "juniper", "alder"):
        assert moderation.person(name).messages(moderation.scene.channel_id) == []


class Left:
    """Somebody who has left the server, as Discord describes them then."""

    id = 77
    display_name = "old *friend*"


def test_who_left_is_named():
    """Their mention can show as a number, so their name is beside it."""
    assert quota_texts.named(ENGLISH, Left()) == "<@77> (old \\*friend\\*, left the server)"


class TestView:
    def text(self, **more) -> str:
        return quota_texts.member_view(ENGLISH, Left(), MemberView(MemberPolicy(), budget(**more)))

    def test_it_shows_where_the_allowance_comes_from_and_what_became_of_it(self):
        """It shows the allowance with its source, and what's used, held and left, and when it renews."""
        text = self.text(held=63_000)
        for part in (
            "Allowance: **about 15 pictures (1,000,000 tokens)**, server default",
            "Used: **about 2 pictures (126,000 tokens)**",
            "Reserved for pictures in progress: **about 1 picture (63,000 tokens)**",
            "Left: **about 12 pictures (811,000 tokens)**",
            f"Resets <t:{(START + 30 * DAY) // 1000}:R>",
        ):
            assert part in text

    def test_it_shows_grants_and_promises(self):
        """In the order in which they're spent, with expiry and giver."""
        text = self.text(
            grants=(grant(spent=50_000, expires_at_ms=START + HOUR, reason="winner"),), promises=(promise(),)
        )
        assert "- about 3 pictures (200,000 tokens) left of 250,000 tokens, expires <t:" in text
        assert "by <@9> · “winner”" in text
        assert "about 1 picture (100,000 tokens) for everyone with <@&8>" in text

    def test_it_shows_a_freeze_first(self):
        """Nothing can be spent during a freeze, whatever else there is."""
        text = self.text(freeze=Freeze("spam", 9, START, START + DAY))
        assert text.splitlines()[1].startswith("❄️ Frozen <t:")
        assert "“spam”" in text

    def test_no_limit_is_said_so(self):
        """Unlimited isn't shown as a number."""
        text = self.text(tokens=UNLIMITED)
        assert "Allowance: **unlimited**" in text
        assert "Left: **unlimited**" in text
        assert str(UNLIMITED)[:6] not in text.replace(",", "")

    @given(st.integers(0, 60), st.text(max_size=300))
    def test_it_always_fits_on_a_card(self, count, reason):
        """However many grants and role grants there are, and however long their reasons."""
        grants = tuple(grant(10**12, reason=reason, expires_at_ms=START) for _ in range(count))
        promises = tuple(promise(number, reason=reason) for number in range(count))
        frozen = Freeze(reason, 2**63, START, START)
        check_limits(card(self.text(grants=grants, promises=promises, freeze=frozen)))


class TestOffers:
    async def test_amounts_come_with_what_they_buy(self, moderation):
        """Round numbers of pictures until something is typed, then the typed amount as it's understood."""
        first = await moderation.offered(moderation.rowan, "member grant", "amount")
        assert first["63000"] == "about 1 picture (63,000 tokens)"
        typed = await moderation.offered(moderation.rowan, "member grant", "amount", amount="250")
        assert typed == {
            "250": "250: less than 1 picture (250 tokens)",
            "250k": "250k: about 3 pictures (250,000 tokens)",
            "250m": "250m: about 3,968 pictures (250,000,000 tokens)",
        }
        assert await moderation.offered(moderation.rowan, "member grant", "amount", amount="lots") == {}

    async def test_words_are_offered_where_they_mean_something(self, moderation):
        """`default` and `unlimited` for an allowance, but not for a grant."""
        offered = await moderation.offered(moderation.rowan, "member set", "allowance")
        assert {"default", "unlimited"} <= set(offered)
        assert set(await moderation.offered(moderation.rowan, "member set", "allowance", allowance="UN")) == {
            "unlimited"
        }

    async def test_times_are_shown_as_they_are_understood(self, moderation):
        """A bare number gets units, and a date shows its time in the server's zone."""
        assert set(await moderation.offered(moderation.rowan, "member freeze", "until")) >= {"1d", "7d"}
        typed = await moderation.offered(moderation.rowan, "member freeze", "until", until="3")
        assert set(typed) == {"3h", "3d", "3w"}
        typed = await moderation.offered(moderation.rowan, "member freeze", "until", until="2030-12-30")
        assert typed == {"2030-12-30": "2030-12-30: 2030-12-31 00:00 UTC"}
        assert await moderation.offered(moderation.rowan, "member freeze", "until", until="soon") == {}


class TestUndo:
    async def pressed(self, moderation, who, message) -> str:
        [undo] = [part for part in walk(message["components"]) if part["type"] == BUTTON]
        before = len(moderation.scene.discord.log)
        await (await who.press(message["id"], undo["custom_id"])).answered()
        assert len(moderation.scene.discord.log) > before
        return undo["label"]

    async def test_every_change_can_be_undone_with_a_button(self, moderation):
        """The button reverses exactly that change. The answer then says so and loses the button."""
        message = await moderation.told(moderation.rowan, "member grant", member="hazel", amount="250k")
        assert await self.pressed(moderation, moderation.rowan, message) == "Undo"
        undone = await moderation.rowan.wait_for(lambda each: "undid this change" in read(each))
        assert undone["id"] == message["id"]
        assert [part for part in walk(undone["components"]) if part["type"] == BUTTON] == []
        verb, audit_id, act = moderation.last()
        assert (verb, audit_id, act.actor.user_id) == ("undo", 1, moderation.user_id("rowan"))

    async def test_what_cannot_be_undone_any_more_is_said_privately(self, moderation):
        """The answer stays the same, and a private sentence says why."""
        message = await moderation.told(moderation.rowan, "member reset", member="hazel")
        moderation.office.quotas.refusals.append(UsedSince(tokens=63_000))
        await self.pressed(moderation, moderation.rowan, message)
        refusal = await moderation.rowan.wait_for(lambda each: "already been used" in read(each))
        assert refusal["ephemeral"]
        assert refusal["id"] != message["id"]

    async def test_a_change_that_changed_nothing_has_no_button(self, moderation):
        """There's nothing to undo."""
        moderation.office.quotas.policy = ServerPolicy(cap=5_000_000)
        message = await moderation.told(moderation.rowan, "server set", cap="5m")
        assert [part for part in walk(message["components"]) if part["type"] == BUTTON] == []

"""/quota refund, and the menu on a picture."""

import pytest

from bot.budgets.quotas import Refunded
from bot.budgets.refusals import AlreadyRefunded
from cogs.quota import member_words
from tests.cogs.fakes import now_ms
from tests.cogs.quota.fakes import paid_picture
from tests.cogs.reading import read

MESSAGE = 7_000_000_000_000_000_007
GENERATION = 1_000_000_000_000_000_001


def link(guild_id: int, message_id: int = MESSAGE) -> str:
    return f"https://discord.com/channels/{guild_id}/6/{message_id}"


class TestCommand:
    async def test_a_picture_is_named_by_link_or_id(self, moderation):
        """The link of its message, the message's id, or the picture's own number: all name the same."""
        moderation.office.quotas.pictures = [paid_picture()]
        guild_id = moderation.scene.discord.guild("The Workshop").id
        for typed in (link(guild_id), f" {MESSAGE} ", str(GENERATION)):
            await moderation.said(moderation.rowan, "refund", picture=typed, reason="broken hands")
            verb, generation_id, act = moderation.last()
            assert (verb, generation_id, act.reason) == ("refund", GENERATION, "broken hands")
        assert len(moderation.office.quotas.done) == 3

    async def test_the_answer_says_what_went_where(self, moderation):
        """Amount, whom, for which picture, and the way back."""
        said = await moderation.said(moderation.rowan, "refund", picture=str(GENERATION))
        for part in ("<@2>", "**63,000 tokens (1 picture)**", "“a quiet harbour”", "deduct` with 63000"):
            assert part in said

    async def test_another_servers_picture_is_none_of_ours(self, moderation):
        """A link from elsewhere refunds nothing."""
        said = await moderation.said(moderation.rowan, "refund", picture=link(123))
        assert "no picture here" in said
        assert moderation.office.quotas.done == []

    @pytest.mark.parametrize("typed", ["the harbour", "https://example.org/1/2/3", "12"])
    async def test_what_names_no_message_is_refused_with_the_way(self, moderation, typed):
        """Whoever pastes something else reads where to find the link."""
        assert "Copy Message Link" in await moderation.said(moderation.rowan, "refund", picture=typed)

    async def test_twice_is_refused(self, moderation):
        """Once only, and the refusal says when that was."""
        moderation.office.quotas.refusals.append(AlreadyRefunded(1_000_000_000_000))
        said = await moderation.said(moderation.rowan, "refund", picture=str(GENERATION))
        assert "<t:1000000000:R>" in said

    async def test_a_members_latest_pictures_are_offered(self, moderation):
        """With price, age and prompt; not those that were refunded; of private ones no prompt."""
        moderation.office.budgets.pictures = [
            moderation.picture_of("hazel", generation_id=3, delivered_at_ms=now_ms() - 300_000),
            moderation.picture_of(
                "hazel", generation_id=2, private=True, delivered_at_ms=now_ms() - 9_000_000
            ),
            moderation.picture_of("hazel", generation_id=1, refunded_at_ms=5),
        ]
        offered = await moderation.offered(moderation.rowan, "refund", "picture", member="hazel")
        assert offered == {
            "3": "63,000 tokens, 5 min ago: a quiet harbour",
            "2": "63,000 tokens, 2 h ago: a private picture",
        }
        assert await moderation.offered(moderation.rowan, "refund", "picture") == {}


class TestMenu:
    async def opened(self, moderation):
        """rowan's form for a picture whose message rowan posted, for want of a real one."""
        rowan, channel = moderation.rowan, moderation.scene.channel_id
        message = await rowan.say(channel, "a picture")
        moderation.office.quotas.pictures = [paid_picture(message_id=int(message["id"]))]
        invocation = await rowan.context_menu(channel, "Refund this picture", message_id=message["id"])
        await invocation.answered()
        [modal] = rowan.modals
        return modal

    async def test_it_asks_before_anything_is_changed(self, moderation):
        """The form says what would go to whom; closing it changes nothing."""
        modal = await self.opened(moderation)
        assert "**63,000 tokens (1 picture)**" in modal["components"][0]["content"]
        assert moderation.office.quotas.done == []

    @pytest.mark.parametrize("reason", ["broken hands", ""])
    async def test_sending_the_form_refunds(self, moderation, reason):
        """With the reason, if there is one."""
        modal = await self.opened(moderation)
        field = modal["components"][1]["component"]["custom_id"]
        answer = await moderation.answer(
            moderation.rowan, lambda: moderation.rowan.submit(modal, {field: reason})
        )
        assert "Refunded <@2>" in read(answer)
        _, generation_id, act = moderation.last()
        assert (generation_id, act.reason) == (GENERATION, reason or None)

    async def test_other_messages_are_no_pictures(self, moderation):
        """The menu is on every message; where there is no picture it says so."""
        message = await moderation.rowan.say(moderation.scene.channel_id, "hello")
        answer = await moderation.answer(
            moderation.rowan,
            lambda: moderation.rowan.context_menu(
                moderation.scene.channel_id, "Refund this picture", message_id=message["id"]
            ),
        )
        assert "no picture here" in read(answer)


def test_a_private_picture_stays_private():
    """A moderator reads neither the prompt nor a link that leads nowhere."""
    picture = paid_picture(private=True)
    for text in (member_words.asked_text(picture), member_words.refunded_text(Refunded(picture, 63_000, 0))):
        assert "harbour" not in text
        assert "https://" not in text


def test_what_comes_as_a_grant_is_said_so():
    """Where the period is over that paid, the member gets a grant instead."""
    text = member_words.refunded_text(Refunded(paid_picture(), 13_000, 50_000))
    assert "13,000 tokens went back to where they came from and 50,000 tokens came as a grant" in text

"""/quota refund, and the menu on a picture."""

import pytest

from bot.budgets.quotas import Refunded
from bot.budgets.refusals import AlreadyRefunded
from cogs.quota import texts as quota_texts
from tests.cogs.fakes import now_ms
from tests.cogs.quota.fakes import paid_picture
from tests.cogs.reading import read
from tests.texts.strict import strict_catalogue

ENGLISH = strict_catalogue().texts("en-US")

MESSAGE = 7_000_000_000_000_000_007
GENERATION = 1_000_000_000_000_000_001


def link(guild_id: int, message_id: int = MESSAGE) -> str:
    return f"https://discord.com/channels/{guild_id}/6/{message_id}"


class TestCommand:
    async def test_a_picture_is_named_by_link_or_id(self, moderation):
        """Every format of a link and the picture's own number refer to the same picture."""
        moderation.office.quotas.pictures = [paid_picture()]
        guild_id = moderation.scene.discord.guild("The Workshop").id
        ways = (
            link(guild_id),
            f"<{link(guild_id)}>",
            f"[this one]({link(guild_id)})",
            f"look: {link(guild_id)}?x=1 please",
            link(guild_id).replace("https://", "https://ptb."),
            link(guild_id).replace("discord.com", "canary.discordapp.com"),
            f"600000000000000006-{MESSAGE}",
            f" {MESSAGE} ",
            str(GENERATION),
        )
        for typed in ways:
            await moderation.said(moderation.rowan, "refund", picture=typed, reason="broken hands")
            verb, generation_id, act = moderation.last()
            assert (verb, generation_id, act.reason) == ("refund", GENERATION, "broken hands")
        assert len(moderation.office.quotas.done) == len(ways)

    async def test_the_answer_says_what_went_where(self, moderation):
        """The amount, the member and the picture."""
        said = await moderation.said(moderation.rowan, "refund", picture=str(GENERATION))
        for part in ("<@2>", "**about 1 picture (63,000 tokens)**", "“a quiet harbour”"):
            assert part in said

    async def test_another_servers_picture_is_none_of_ours(self, moderation):
        """A link from another server refunds nothing."""
        said = await moderation.said(moderation.rowan, "refund", picture=link(123))
        assert "no paid picture" in said
        assert moderation.office.quotas.done == []

    @pytest.mark.parametrize(
        "typed", ["the harbour", "https://example.org/1/2/3", "-12", "9223372036854775808", "１２", "0"]
    )
    async def test_what_names_no_message_is_refused_with_the_way(self, moderation, typed):
        """A member who pastes something else reads where to find the link."""
        assert "message link or ID" in await moderation.said(moderation.rowan, "refund", picture=typed)

    async def test_twice_is_refused(self, moderation):
        """Only once, and the refusal says when that was."""
        moderation.office.quotas.refusals.append(AlreadyRefunded(1_000_000_000_000))
        said = await moderation.said(moderation.rowan, "refund", picture=str(GENERATION))
        assert "<t:1000000000:R>" in said

    async def test_a_members_latest_pictures_are_offered(self, moderation):
        """With price, age and prompt, but without refunded ones and without private prompts."""
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
            "2": "63,000 tokens, 2 h ago: private picture",
        }
        assert await moderation.offered(moderation.rowan, "refund", "picture") == {}


class TestMenu:
    async def opened(self, moderation):
        """rowan's form for a picture in a message by rowan, since there's no real one."""
        rowan, channel = moderation.rowan, moderation.scene.channel_id
        message = await rowan.say(channel, "a picture")
        moderation.office.quotas.pictures = [paid_picture(message_id=int(message["id"]))]
        invocation = await rowan.context_menu(channel, "Refund this picture", message_id=message["id"])
        await invocation.answered()
        [modal] = rowan.modals
        return modal

    async def test_it_asks_before_anything_is_changed(self, moderation):
        """The form says what would be refunded to whom. Closing it changes nothing."""
        modal = await self.opened(moderation)
        assert "**about 1 picture (63,000 tokens)**" in modal["components"][0]["content"]
        assert moderation.office.quotas.done == []

    @pytest.mark.parametrize("reason", ["broken hands", ""])
    async def test_sending_the_form_refunds(self, moderation, reason):
        """With the reason, if there's one."""
        modal = await self.opened(moderation)
        field = modal["components"][1]["component"]["custom_id"]
        answer = await moderation.answer(
            moderation.rowan, lambda: moderation.rowan.submit(modal, {field: reason})
        )
        assert "to <@2> for" in read(answer)
        _, generation_id, act = moderation.last()
        assert (generation_id, act.reason) == (GENERATION, reason or None)

    async def test_a_refunded_picture_is_refused_before_the_form(self, moderation):
        """Nobody fills in a form for nothing."""
        rowan, channel = moderation.rowan, moderation.scene.channel_id
        message = await rowan.say(channel, "a picture")
        refunded = paid_picture(message_id=int(message["id"]), refunded_at_ms=1_000_000_000_000)
        moderation.office.quotas.pictures = [refunded]
        answer = await moderation.answer(
            rowan, lambda: rowan.context_menu(channel, "Refund this picture", message_id=message["id"])
        )
        assert "<t:1000000000:R>" in read(answer)
        assert rowan.modals == []

    async def test_other_messages_are_no_pictures(self, moderation):
        """The menu is on every message. If there's no picture, it says so."""
        message = await moderation.rowan.say(moderation.scene.channel_id, "hello")
        answer = await moderation.answer(
            moderation.rowan,
            lambda: moderation.rowan.context_menu(
                moderation.scene.channel_id, "Refund this picture", message_id=message["id"]
            ),
        )
        assert "no paid picture" in read(answer)


def test_a_private_picture_stays_private():
    """A moderator sees neither the prompt nor a useless link."""
    picture = paid_picture(private=True)
    for text in (
        quota_texts.refund_question(ENGLISH, [picture]),
        quota_texts.refunded(ENGLISH, Refunded(picture, 63_000, 0)),
    ):
        assert "harbour" not in text
        assert "https://" not in text


def test_what_comes_as_a_grant_is_said_so():
    """If the period has ended, the member gets a grant instead."""
    text = quota_texts.refunded(ENGLISH, Refunded(paid_picture(), 13_000, 50_000))
    assert "less than 1 picture (50,000 tokens) of it came as bonus tokens that never expire" in text

"""Pictures and errors reach Discord from stored data alone, and every failure has its error."""

import gc
import io
from dataclasses import replace

import aiohttp
import pytest

from bot.errors import (
    DeliveryFailed,
    DeliveryForbidden,
    Interrupted,
    OutcomeUnknown,
    PictureTooLarge,
    PromptRefused,
    ReplyExpired,
)
from bot.generation.model import Generation, State
from bot.generation.ports import Progress
from cogs.errors.delivery import channel_errors, reply_errors
from cogs.imagine.buttons import cancel_id
from cogs.imagine.delivery import DiscordDelivery
from playground.discord.permissions import Permissions
from tests.cogs.fakes import card, now_ms, picture
from tests.cogs.reading import read, shown, until

EDIT = "PATCH /webhooks/{application_id}/{token}/messages/{message_id}"
FETCH = "GET /webhooks/{application_id}/{token}/messages/{message_id}"
FOLLOW_UP = "POST /webhooks/{application_id}/{token}"
POST = "POST /channels/{channel_id}/messages"


@pytest.fixture
def delivery(scene, library):
    return DiscordDelivery(scene.client, library, now_ms)


@pytest.fixture
def ask(scene, service):
    """hazel asks for a picture. Returns what the store would have of it."""

    async def ask(**options) -> Generation:
        await scene.hazel.slash(scene.channel_id, "imagine", **{"prompt": "a red fox", **options})
        await until(lambda: service.enqueued)
        return Generation(service.accepted[-1], State.GENERATED, now_ms(), generated_at_ms=now_ms())

    return ask


def expired(generation: Generation) -> Generation:
    """The same, fifteen minutes later."""
    order = generation.order
    return replace(generation, order=replace(order, reply=replace(order.reply, expires_at_ms=now_ms() - 1)))


def expire_tokens(scene) -> None:
    scene.discord.limits.interaction_token_seconds = 0


class TestReply:
    async def test_the_picture_takes_the_place_of_thinking(self, scene, delivery, ask):
        """The waiting message becomes the card, with the picture and its prompt as alt text."""
        of = await ask(prompt="a **red** fox")
        message_id = await delivery.reply(of, card())
        (message,) = scene.juniper.messages(scene.channel_id)
        assert int(message["id"]) == message_id
        assert shown(message) == [f"easel-{of.id}.png"]
        assert "'description': 'a **red** fox'" in str(message)
        assert "a \\*\\*red\\*\\* fox" in read(message)
        assert "63,000" not in read(message)

    async def test_progress_is_replaced(self, scene, delivery, ask):
        """Nothing is left of the waiting card or its button."""
        of = await ask()
        await delivery.progress(of, Progress(2, now_ms()))
        await scene.reads(scene.hazel, "number 2 in line")
        await delivery.reply(of, card())
        (message,) = scene.hazel.messages(scene.channel_id)
        assert "in line" not in read(message)
        assert str(cancel_id(of.id)) not in str(message)

    @pytest.mark.parametrize(
        ("status", "code", "error"),
        [
            (401, 50027, ReplyExpired),
            (404, 10015, ReplyExpired),
            (404, 10062, ReplyExpired),
            (404, 10008, ReplyExpired),
            (403, 50013, DeliveryForbidden),
            (413, 40005, PictureTooLarge),
            (400, 50035, DeliveryForbidden),
        ],
    )
    async def test_every_answer_has_its_name(self, scene, delivery, ask, status, code, error):  # noqa: PLR0917
        """Any other answer from Discord becomes one of Easel's own errors."""
        of = await ask()
        scene.discord.faults.respond(EDIT, status, code=code)
        with pytest.raises(error):
            await delivery.reply(of, card())

    @pytest.mark.parametrize("applied", [True, False])
    async def test_a_broken_connection_is_uncertain(self, scene, delivery, ask, applied):
        """If no answer came, `find` tells whether the picture is there."""
        of = await ask()
        scene.discord.faults.hang_up(EDIT, applied=applied)
        with pytest.raises(DeliveryFailed) as caught:
            await delivery.reply(of, card())
        assert of.order.reply.token not in repr(caught.value)
        (message,) = scene.hazel.messages(scene.channel_id)
        assert await delivery.find(of) == (int(message["id"]) if applied else None)

    @pytest.mark.parametrize("code", [200000, 200001])
    async def test_what_automod_blocks_is_not_tried_again(self, scene, delivery, ask, code):
        """AutoMod would refuse it again."""
        of = await ask()
        scene.discord.faults.respond(EDIT, 400, code=code)
        with pytest.raises(DeliveryForbidden):
            await delivery.reply(of, card())

    async def test_a_closed_client_is_a_failure_that_passes(self, scene, delivery, ask):
        """If the connection is closed for good, pictures wait for the next start."""
        of = await ask()
        await until(scene.client.is_ready)
        await scene.client.close()
        for deliver in (delivery.reply, delivery.post):
            with pytest.raises(DeliveryFailed):
                await deliver(of, card())
        with pytest.raises(DeliveryFailed):
            await delivery.find(of)
        assert not await delivery.explain(of, OutcomeUnknown())

    async def test_a_picture_over_the_limit_is_named_so(self, scene, delivery, ask):
        """When Discord refuses a large file, the error has the limit."""
        of = await ask()
        scene.discord.limits.file_limit = 500
        with pytest.raises(PictureTooLarge) as caught:
            await delivery.reply(of, card(picture(1_000)))
        assert caught.value.limit == of.order.reply.upload_limit
        scene.discord.violations.clear()

    async def test_the_picture_leaves_memory(self, delivery, ask):
        """Delivered pictures don't stay in memory until the next full garbage collection."""
        of, sent = await ask(), card(picture(54_321))
        gc.collect()
        gc.disable()
        try:
            await delivery.reply(of, sent)
            buffers = [thing for thing in gc.get_objects() if isinstance(thing, io.BytesIO)]
        finally:
            gc.enable()
        assert not any(len(buffer.getbuffer()) == 54_321 for buffer in buffers if not buffer.closed)


@pytest.mark.parametrize("translated", [reply_errors, channel_errors])
@pytest.mark.parametrize(
    "trouble",
    [aiohttp.InvalidURL("https://d.example/webhooks/1/secret"), TimeoutError("secret"), OSError(5, "secret")],
)
def test_the_networks_words_are_not_repeated(translated, trouble):
    """A network error can quote the URL with the interaction's token, so only its name is used."""
    with pytest.raises(DeliveryFailed) as caught, translated():
        raise trouble
    assert caught.value.detail == type(trouble).__name__


class TestPost:
    async def test_it_names_the_member_and_mentions_nobody(self, scene, delivery, ask):
        """When the interaction has expired, the bot posts a message that names the member."""
        of = await ask()
        message_id = await delivery.post(expired(of), card())
        message = await scene.reads(scene.juniper, "For **Hazel**")
        assert int(message["id"]) == message_id
        assert shown(message) == [f"easel-{of.id}.png"]
        assert message["mentions"] == []

    async def test_the_waiting_message_goes(self, scene, delivery, ask):
        """The "thinking…" that nobody can answer any more doesn't stay in the channel."""
        of = await ask()
        await delivery.post(expired(of), card())
        (message,) = scene.hazel.messages(scene.channel_id)
        assert "For **Hazel**" in read(message)

    async def test_a_private_picture_goes_to_the_member(self, scene, delivery, ask):
        """A private picture isn't posted in the channel but sent to the member."""
        of = await ask(private=True)
        await delivery.post(expired(of), card())
        (message,) = scene.hazel.dms()
        assert shown(message) == [f"easel-{of.id}.png"]
        assert scene.juniper.messages(scene.channel_id) == []

    async def test_direct_messages_have_a_limit_of_their_own(self, scene, delivery, ask):
        """A boosted server lets its members upload more, but not in direct messages."""
        of = await ask(private=True)
        reply = replace(of.order.reply, upload_limit=100 * 2**20)
        scene.discord.limits.file_limit = 500
        with pytest.raises(PictureTooLarge) as caught:
            await delivery.post(
                expired(replace(of, order=replace(of.order, reply=reply))), card(picture(1_000))
            )
        assert caught.value.limit == 10 * 2**20
        scene.discord.violations.clear()

    async def test_the_same_picture_is_not_posted_twice(self, scene, delivery, ask):
        """Posting again right after a lost answer returns the existing message."""
        of = await ask()
        scene.discord.faults.hang_up(POST, applied=True)
        with pytest.raises(DeliveryFailed):
            await delivery.post(expired(of), card())
        await delivery.post(expired(of), card())
        assert len([text for text in scene.texts(scene.hazel) if "For **Hazel**" in text]) == 1

    @pytest.mark.parametrize("missing", [Permissions.SEND_MESSAGES, Permissions.VIEW_CHANNEL])
    async def test_where_the_bot_may_not_post_it_says_so(self, scene, delivery, ask, missing):
        """A channel that the bot can't use is a refusal, not a failure to retry."""
        of = await ask()
        guild = scene.hazel.guild
        scene.discord.set_permissions(guild.channel("studio"), scene.discord.bot, deny=missing)
        with pytest.raises(DeliveryForbidden):
            await delivery.post(expired(of), card())

    async def test_a_channel_that_is_gone_is_forbidden(self, scene, delivery, ask):
        """A deleted channel is a refusal too."""
        of = await ask()
        scene.discord.remove_channel(scene.hazel.guild.channel("studio"))
        with pytest.raises(DeliveryForbidden):
            await delivery.post(expired(of), card())


class TestFind:
    async def test_a_waiting_answer_holds_nothing(self, scene, delivery, ask):
        """While it says "thinking…" there's no picture, and the answer can still be filled."""
        of = await ask()
        assert await delivery.find(of) is None
        await delivery.progress(of, Progress(1, now_ms()))
        assert await delivery.find(of) is None

    @pytest.mark.parametrize("private", [True, False])
    async def test_a_filled_answer_is_found(self, delivery, ask, private):
        """With a valid token, the answer itself shows it."""
        of = await ask(private=private)
        assert await delivery.find(of) is None
        assert await delivery.reply(of, card()) == await delivery.find(of)

    async def test_a_filled_answer_is_found_without_its_token(self, scene, delivery, ask):
        """After fifteen minutes, the channel shows it by the file's name."""
        of = await ask()
        message_id = await delivery.reply(of, card())
        expire_tokens(scene)
        assert await delivery.find(of) == message_id

    @pytest.mark.parametrize("private", [True, False])
    async def test_a_message_posted_later_is_found(self, scene, delivery, ask, private):
        """The same goes for one posted without the interaction, in the channel or to the member."""
        of = await ask(private=private)
        message_id = await delivery.post(of, card())
        expire_tokens(scene)
        assert await delivery.find(of) == message_id

    async def test_another_picture_is_not_taken_for_it(self, scene, service, delivery, ask):
        """A second picture by the same member in the same channel is another generation's."""
        first = await ask()
        service.enqueued.clear()
        second = await ask()
        await delivery.reply(second, card())
        expire_tokens(scene)
        with pytest.raises(ReplyExpired):
            await delivery.find(first)

    async def test_nothing_to_fill_is_told_apart(self, scene, delivery, ask):
        """If the answer is gone and the channel has no picture, there's nothing left to fill."""
        of = await ask()
        expire_tokens(scene)
        with pytest.raises(ReplyExpired):
            await delivery.find(of)

    async def test_not_now_is_not_never(self, scene, delivery, ask):
        """No answer from Discord doesn't prove that there's no picture."""
        of = await ask()
        scene.discord.faults.hang_up(FETCH, applied=False, times=2)  # aiohttp repeats a GET once
        with pytest.raises(DeliveryFailed):
            await delivery.find(of)

    @pytest.mark.parametrize("missing", [Permissions.READ_MESSAGE_HISTORY, Permissions.VIEW_CHANNEL])
    @pytest.mark.parametrize("posted", [True, False])
    async def test_a_history_that_can_not_be_read_proves_nothing(self, scene, delivery, ask, missing, posted):
        """Without the permission, Discord answers with an empty list, whatever is there."""
        of = await ask()
        if posted:
            await delivery.reply(of, card())
        expire_tokens(scene)
        scene.discord.set_permissions(scene.hazel.guild.channel("studio"), scene.discord.bot, deny=missing)
        with pytest.raises(DeliveryForbidden):
            await delivery.find(of)

    async def test_an_empty_channel_that_can_be_read_proves_that_there_is_nothing(self, scene, delivery, ask):
        """The permissions show that the history is really empty."""
        of = await ask()
        rowan = scene.discord.person("rowan", "The Workshop")
        await rowan.delete(rowan.messages(scene.channel_id)[0]["id"])
        expire_tokens(scene)
        with pytest.raises(ReplyExpired):
            await delivery.find(of)

    async def test_too_much_history_proves_nothing(self, scene, delivery, ask, monkeypatch):
        """If there are more messages than it reads, the picture can be in the rest."""
        monkeypatch.setattr("cogs.imagine.message_finder.POSTS_READ", 2)
        of = await ask()
        for number in range(4):
            scene.discord.post_message(
                scene.hazel.guild.channel("studio"), scene.juniper.user, f"chat {number}"
            )
        expire_tokens(scene)
        with pytest.raises(DeliveryForbidden):
            await delivery.find(of)

    async def test_a_private_answer_without_its_token_can_not_be_known(self, scene, delivery, ask):
        """Only its token shows it, so nobody can say that the picture isn't there."""
        of = await ask(private=True)
        await delivery.reply(of, card())
        expire_tokens(scene)
        with pytest.raises(DeliveryForbidden):
            await delivery.find(of)


class TestExplain:
    @pytest.mark.parametrize("progressed", [True, False])
    async def test_bad_news_is_private(self, scene, delivery, ask, progressed):
        """The public waiting message disappears, and only the member reads why there's no picture."""
        of = await ask()
        if progressed:
            await delivery.progress(of, Progress(0, now_ms()))
        assert await delivery.explain(of, PromptRefused("not that"))
        (message,) = scene.hazel.messages(scene.channel_id)
        assert message["ephemeral"]
        assert "not that" in read(message)
        assert "a red fox" in read(message)
        assert scene.juniper.messages(scene.channel_id) == []

    @pytest.mark.parametrize("progressed", [True, False])
    async def test_private_stays_private(self, scene, delivery, ask, progressed):
        """A private answer becomes the error message."""
        of = await ask(private=True)
        if progressed:
            await delivery.progress(of, Progress(2, now_ms()))
        assert await delivery.explain(of, OutcomeUnknown())
        (message,) = scene.hazel.messages(scene.channel_id)
        assert message["ephemeral"]
        assert "connection to the image service was lost" in read(message)

    async def test_a_message_somebody_deleted_is_no_obstacle(self, scene, delivery, ask):
        """Even if a moderator deleted the waiting message, the member is told."""
        of = await ask()
        rowan = scene.discord.person("rowan", "The Workshop")
        await rowan.delete(rowan.messages(scene.channel_id)[0]["id"])
        assert await delivery.explain(of, OutcomeUnknown())
        await scene.reads(scene.hazel, "connection to the image service was lost")

    async def test_too_late_to_tell_takes_the_waiting_message_away(self, scene, delivery, ask):
        """After fifteen minutes no private answer is possible. The waiting message goes, and the news
        stays.
        """
        of = await ask()
        assert not await delivery.explain(expired(of), Interrupted("held"))
        assert scene.hazel.messages(scene.channel_id) == []

    async def test_a_dead_token_is_not_tried(self, scene, delivery, ask):
        """Discord counts requests with expired tokens, so the bot avoids them."""
        of = await ask()
        before = len(scene.discord.log.to(FOLLOW_UP))
        await delivery.explain(expired(of), Interrupted("held"))
        assert len(scene.discord.log.to(FOLLOW_UP)) == before

    async def test_a_failure_to_tell_is_admitted(self, scene, delivery, ask):
        """Returns False if the message didn't arrive, so that it's repeated later."""
        of = await ask()
        scene.discord.faults.hang_up(FOLLOW_UP, applied=False)
        assert not await delivery.explain(of, OutcomeUnknown())


class TestProgress:
    async def test_it_never_raises(self, scene, delivery, ask):
        """If progress can't be shown, the work continues."""
        of = await ask()
        scene.discord.faults.hang_up(EDIT, applied=False)
        await delivery.progress(of, Progress(1, now_ms()))
        expire_tokens(scene)
        await delivery.progress(of, Progress(1, now_ms()))
        assert not any("Queued" in text for text in scene.texts(scene.hazel))

"""/imagine and its Cancel button over real sockets, with a fake service."""

import asyncio
import inspect
import io
import json
import logging
from dataclasses import replace

import pytest

import bot.errors
from bot.errors import GenerationUnavailable, NotCancellable, NotYours, OverBudget, ReplyExpired
from bot.generation.model import Generation, State
from bot.generation.models import PictureFormat, Preset, Size
from bot.generation.ports import Progress
from bot.telemetry.logs import log_handler
from cogs.client import EaselClient
from cogs.imagine.buttons import cancel_id
from cogs.imagine.cog import Imagine
from cogs.imagine.delivery import DiscordDelivery
from cogs.imagine.missed_notifications import MOST_AT_ONCE, news
from cogs.imagine.ordering import Ordering
from tests.cogs.fakes import generation, now_ms, order
from tests.cogs.reading import read, until
from tests.texts.strict import strict_catalogue

CALLBACK = "POST /interactions/{interaction_id}/{token}/callback"


async def test_an_order_is_held_then_deferred_then_queued(scene, service):
    """The member's request becomes an order that's accepted before "thinking…" and queued after it."""
    invocation = await scene.hazel.slash(
        scene.channel_id,
        "imagine",
        prompt="  a red fox  ",
        width=1472,
        height=512,
        seed=7,
        format="webp",
        spoiler=True,
    )
    await invocation.answered()
    assert invocation.failed is None
    await until(lambda: service.enqueued)
    (taken,) = service.accepted
    assert service.enqueued == [taken.id] == [invocation.id]
    assert taken.request.prompt == "a red fox"
    assert taken.request.size == Size(1472, 512)
    assert (taken.request.seed, taken.request.format) == (7, PictureFormat.WEBP)
    assert taken.price == 63_000
    assert (taken.user_id, taken.user_name) == (scene.hazel.user.id, "Hazel")
    assert taken.reply.upload_limit == 10 * 2**20
    assert taken.reply.spoiler
    assert not taken.reply.private
    assert now_ms() + 14 * 60_000 < taken.reply.expires_at_ms < now_ms() + 15 * 60_000


async def test_a_preset_stands_for_a_size(scene, service):
    """The image API gets a preset by its own name, and the price is that of its size."""
    await (await scene.hazel.slash(scene.channel_id, "imagine", prompt="x", preset="square_hd")).answered()
    assert service.accepted[0].request.preset is Preset.SQUARE_HD
    assert service.accepted[0].request.size == Size(1024, 1024)


@pytest.mark.parametrize("private", [True, False])
async def test_who_sees_it_is_decided_with_the_deferral(scene, private):
    """Only the member sees a private order's "thinking…". Everybody sees any other."""
    await (await scene.hazel.slash(scene.channel_id, "imagine", prompt="x", private=private)).answered()
    assert [message["ephemeral"] for message in scene.hazel.messages(scene.channel_id)] == [private]
    assert len(scene.juniper.messages(scene.channel_id)) == (0 if private else 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"prompt": "x", "width": 1000}, "**992 × 768**"),
        ({"prompt": "x", "width": 1024, "preset": "square"}, "either a preset"),
    ],
)
async def test_what_can_not_be_made_is_refused_privately(scene, service, options, said):
    """A refusal comes before anything is held, in a message that only the member sees."""
    await scene.hazel.slash(scene.channel_id, "imagine", **options)
    message = await scene.reads(scene.hazel, said)
    assert message["ephemeral"]
    assert "You weren't charged." in read(message)
    assert service.accepted == []
    assert scene.juniper.messages(scene.channel_id) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OverBudget("member", 63_000, 12_000, 0, 1_800_000_000_000), "you have 12,000 left"),
        (GenerationUnavailable("key"), "unavailable right now"),
    ],
)
async def test_the_studios_refusal_is_private_too(scene, service, error, said):
    """Only the member sees the service's refusal, and nothing is queued."""
    service.refusals.append(error)
    await scene.hazel.slash(scene.channel_id, "imagine", prompt="x")
    assert (await scene.reads(scene.hazel, said))["ephemeral"]
    assert service.enqueued == []


async def test_a_replayed_interaction_is_left_alone(scene, service):
    """An interaction that's already held gets no second answer and no second place in the queue."""
    service.held_before = True
    scene.discord.limits.ack_seconds = 0.3
    await (await scene.hazel.slash(scene.channel_id, "imagine", prompt="x")).answered()
    assert scene.discord.log.to(CALLBACK) == []
    assert service.enqueued == []


async def test_an_interaction_that_is_gone_is_given_up(scene, service):
    """If Discord doesn't know the interaction any more, its hold is released at once."""
    scene.discord.faults.respond(CALLBACK, 404, code=10062)
    invocation = await scene.hazel.slash(scene.channel_id, "imagine", prompt="x")
    await until(lambda: service.abandoned)
    ((given_up, error),) = service.abandoned
    assert given_up == invocation.id
    assert isinstance(error, ReplyExpired)
    assert service.enqueued == []


async def test_a_deferral_without_an_answer_is_looked_up(scene, service):
    """The connection broke after Discord got the deferral. The member sees it, so the work continues."""
    scene.discord.faults.hang_up(CALLBACK, applied=True)
    await scene.hazel.slash(scene.channel_id, "imagine", prompt="x")
    await until(lambda: service.enqueued)
    assert service.abandoned == []


async def test_a_deferral_that_never_arrived_is_given_up(scene, service):
    """The connection broke before Discord got the deferral. Nobody sees anything, so the hold is released."""
    scene.discord.faults.hang_up(CALLBACK, applied=False)
    await scene.hazel.slash(scene.channel_id, "imagine", prompt="x")
    await until(lambda: service.abandoned)
    assert service.enqueued == []


@pytest.mark.parametrize(("focused", "other"), [("width", "height"), ("height", "width")])
async def test_sides_are_offered_with_their_price(scene, focused, other):
    """While a side is typed, Discord suggests valid ones with the picture's price."""
    choices = await scene.hazel.autocomplete(
        scene.channel_id, "imagine", focused=focused, **{"prompt": "x", focused: "10", other: 2048}
    )
    assert [choice["value"] for choice in choices] == [1024, 1056, 1088]
    size = "1024 × 2048" if focused == "width" else "2048 × 1024"
    assert choices[0]["name"] == f"{size} (94,500 tokens)"


async def waiting(scene, service, library, **options):
    """A queued order with its card, as the service would show it."""
    invocation = await scene.hazel.slash(scene.channel_id, "imagine", prompt="a red fox", **options)
    await until(lambda: service.enqueued)
    held = Generation(service.accepted[-1], State.HELD, now_ms())
    await DiscordDelivery(scene.client, library, now_ms).progress(held, Progress(3, now_ms()))
    card = await scene.reads(scene.hazel, "number 3 in line")
    return invocation.id, card


@pytest.mark.parametrize("private", [True, False])
async def test_cancel_takes_the_card_away(scene, service, library, private):
    """The member presses Cancel. The card disappears, and a private message says that nothing was spent."""
    number, card = await waiting(scene, service, library, private=private)
    await scene.hazel.press(card["id"], str(cancel_id(number)))
    message = await scene.reads(scene.hazel, "Cancelled")
    assert message["ephemeral"]
    assert service.cancelled == [(number, scene.hazel.user.id)]
    assert [message["id"]] == [left["id"] for left in scene.hazel.messages(scene.channel_id)]


async def test_a_button_outlives_a_restart(scene, service, library, budgets, servers, meta):  # noqa: PLR0917
    """A new process handles the card of an earlier one."""
    number, card = await waiting(scene, service, library)
    await until(scene.client.is_ready)
    await scene.client.close()
    ordering = Ordering(service, library, budgets, servers.admission(), now_ms)
    async with EaselClient(meta, strict_catalogue()) as successor:
        await successor.add_cog(Imagine(successor, service, library, servers, ordering))
        await successor.login(scene.discord.bot_token)
        connection = asyncio.create_task(successor.connect())
        await until(successor.is_ready)
        await scene.hazel.press(card["id"], str(cancel_id(number)))
        await scene.reads(scene.hazel, "Cancelled")
    await connection
    assert service.cancelled == [(number, scene.hazel.user.id)]


@pytest.mark.parametrize(
    ("error", "said"), [(NotYours(), "Only the person"), (NotCancellable("requested"), "too late to cancel")]
)
async def test_a_refused_cancel_changes_nothing(scene, service, library, error, said):
    """Only the member reads why they can't cancel or are too late. The card stays."""
    number, card = await waiting(scene, service, library)
    service.cancel_refusals.append(error)
    await scene.juniper.press(card["id"], str(cancel_id(number)))
    assert (await scene.reads(scene.juniper, said))["ephemeral"]
    assert any("number 3 in line" in text for text in scene.texts(scene.hazel))
    assert not any(said in text for text in scene.texts(scene.hazel))


class TestUntold:
    """News that the member couldn't get earlier comes once, with their next interaction."""

    @pytest.fixture
    def lost(self, scene, service, servers):
        servers.untold = True
        guild_id, user_id = scene.hazel.guild.id, scene.hazel.user.id
        missed = replace(order("a lighthouse"), guild_id=guild_id, user_id=user_id)
        service.not_told.append(generation(missed, reason="DeliveryForbidden"))
        return service.not_told[-1]

    async def test_after_an_answer(self, scene, service, lost):
        """After the answer to another command, a private message explains the lost picture."""
        await scene.hazel.slash(scene.channel_id, "budget show")
        assert (await scene.reads(scene.hazel, "a lighthouse"))["ephemeral"]
        assert "Your budget" in scene.texts(scene.hazel)[0]
        await until(lambda: service.now_told == [lost.id])

    async def test_after_a_refusal(self, scene, service, lost):
        """A refusal counts as an answer too."""
        await scene.hazel.slash(scene.channel_id, "imagine", prompt="x", width=1000)
        assert "permission to post" in read(await scene.reads(scene.hazel, "a lighthouse"))
        assert "992 × 768" in scene.texts(scene.hazel)[0]

    async def test_before_the_work_begins(self, scene, service, lost):
        """While /imagine is thinking, the message comes beside the waiting card and doesn't replace it."""
        await scene.hazel.slash(scene.channel_id, "imagine", prompt="a red fox")
        assert (await scene.reads(scene.hazel, "a lighthouse"))["ephemeral"]
        await until(lambda: service.enqueued)
        assert len(scene.juniper.messages(scene.channel_id)) == 1
        assert "Queued" in scene.texts(scene.juniper)[0]
        assert service.now_told == [lost.id]

    @pytest.mark.parametrize("locale", ["en-US", "de", "es-ES"])
    def test_much_news_fits_into_one_message(self, locale):
        """Five long prompts with markdown and the longest reasons fit into 2,000 characters."""
        reasons = [kind.__name__ for kind in vars(bot.errors).values() if inspect.isclass(kind)]
        texts = strict_catalogue().texts(locale)
        missed = [generation(order("*" * 4_000), reason=reason) for reason in reasons]
        longest = sorted(missed, key=lambda lost: len(news([lost], texts)))[-MOST_AT_ONCE:]
        assert len(news(longest, texts)) <= 2_000

    async def test_to_nobody_else(self, scene, service, lost):
        """Another member doesn't see it."""
        await (await scene.juniper.slash(scene.channel_id, "budget show")).answered()
        await scene.reads(scene.juniper, "Your budget")
        assert service.now_told == []


async def test_discord_py_says_which_picture_it_is_about(scene, service):
    """The log lines of discord.py's own requests have the picture's, the server's and the member's ID."""
    stream = io.StringIO()
    handler = log_handler("json", [], stream)
    library = logging.getLogger("discord.webhook.async_")
    library.addHandler(handler)
    try:
        invocation = await scene.hazel.slash(scene.channel_id, "imagine", prompt="x")
        await until(stream.getvalue)
    finally:
        library.removeHandler(handler)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    about = {(line["interaction"], line["guild"], line["user"]) for line in lines}
    assert about == {(str(invocation.id), str(scene.hazel.guild.id), str(scene.hazel.user.id))}
    assert str(service.accepted[0].id) in {line.get("generation") for line in lines}

"""Every notice arrives once, privately or in the staff channel, whatever fails in between."""

import asyncio
from dataclasses import dataclass, field

import pytest

import cogs.moderation.cards  # noqa: F401 - registers the cards of its notices
from bot.budgets.outbox import Notice, NoticeKind
from bot.errors import StorageUnavailable
from cogs.notice_cards import _CARDS, _NEWS, card_of, news_of
from cogs.notices.cog import OutboxSender
from cogs.notices.replies import KEPT_PER_MEMBER, LIVE_SECONDS, Replies
from cogs.notices.staff import STALE_AFTER_MS
from cogs.notices.texts import for_member, for_staff
from cogs.texts.catalogue import FOLDERS
from cogs.texts.formatting import units
from playground.discord import Permissions
from tests.cogs.fakes import now_ms
from tests.cogs.reading import check_limits, read, until
from tests.texts.strict import strict_catalogue

POST = "POST /channels/{channel_id}/messages"
FOLLOW_UP = "POST /webhooks/{application_id}/{token}"
LATER = 4_000_000_000_000

ENGLISH = strict_catalogue().texts("en-US")


@dataclass
class FakeNotices:
    """An outbox. `out_of_order` is how many of the next queries fail."""

    kept: list[Notice] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)  # the members that were read
    looked: int = 0
    out_of_order: int = 0

    async def due(self, *, after: int = 0, limit: int = 20) -> list[Notice]:
        if self.out_of_order:
            self.out_of_order -= 1
            raise StorageUnavailable("locked")
        self.looked += 1
        return [each for each in self.kept if each.id > after and each.id not in self.sent][:limit]

    async def of_member(self, guild_id: int, user_id: int) -> list[Notice]:
        self.asked.append(user_id)
        due = await self.due(limit=1_000)
        return [each for each in due if (each.guild_id, each.user_id) == (guild_id, user_id)]

    async def done(self, notice_id: int, now_ms: int) -> None:
        self.sent.append(notice_id)

    def member(self, person, kind=NoticeKind.MEMBER_NEARLY, renews_at_ms: int | None = LATER) -> Notice:
        data = {"spent": 441_000, "allowance": 500_000, "renews_at_ms": renews_at_ms}
        return self._add(kind, person.guild.id, person.user.id, None, data)

    def staff(self, scene, kind=NoticeKind.SERVER_NEARLY, *, channel_id=None, at_ms=None, **data) -> Notice:
        data = {"spent": 810_000, "cap": 1_000_000, "renews_at_ms": LATER, **data}
        return self._add(kind, scene.hazel.guild.id, None, channel_id or staff(scene), data, at_ms=at_ms)

    def _add(self, kind, guild_id, user_id, channel_id, data, *, at_ms=None) -> Notice:
        number = len(self.kept) + 1
        notice = Notice(number, at_ms or now_ms(), kind, guild_id, user_id, channel_id, data)
        self.kept.append(notice)
        return notice


def staff(scene) -> int:
    return scene.discord.channel("The Workshop", "staff").id


@pytest.fixture
def notices():
    return FakeNotices()


@pytest.fixture
async def sender(client, notices):
    sender = OutboxSender(client, notices, now_ms)
    await client.add_cog(sender)
    return sender


@pytest.fixture
async def scene(sender, scene):
    """The scene with a running sender."""
    work = asyncio.create_task(sender.run(0.01, 0.1))
    rowan = scene.discord.person("rowan", "The Workshop")
    scene.discord.set_permissions(
        scene.discord.channel("The Workshop", "staff"),
        scene.discord.bot,
        allow=Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES,
    )
    scene.rowan = rowan
    yield scene
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


class TestMembers:
    async def test_by_the_interaction_that_caused_it(self, scene, notices):
        """During a member's live interaction, only they get it, at once."""
        await (await scene.hazel.slash(scene.channel_id, "budget show")).answered()
        await scene.reads(scene.hazel, "Your budget")
        notice = notices.member(scene.hazel)
        message = await scene.reads(scene.hazel, "You've used most of your budget")
        assert message["ephemeral"]
        assert f"<t:{LATER // 1000}:R>" in read(message)
        await until(lambda: notices.sent == [notice.id])
        assert scene.juniper.messages(scene.channel_id) == []

    async def test_at_the_next_interaction(self, scene, notices):
        """Members who are away get it after their next answer. Other members' notices come first."""
        waits = notices.member(scene.hazel)
        told = notices.staff(scene)
        await until(lambda: notices.sent == [told.id])
        await scene.hazel.slash(scene.channel_id, "budget show")
        await scene.reads(scene.hazel, "You've used")
        assert "Your budget" in scene.texts(scene.hazel)[0]
        await until(lambda: notices.sent == [told.id, waits.id])

    async def test_members_without_notices_cost_no_read(self, scene, notices):
        """Once the outbox was checked, only members with waiting notices are read."""
        waits = notices.member(scene.juniper)
        await until(lambda: notices.looked > 1)
        await (await scene.hazel.slash(scene.channel_id, "budget show")).answered()
        await scene.reads(scene.hazel, "Your budget")
        await scene.juniper.slash(scene.channel_id, "budget show")
        await until(lambda: notices.sent == [waits.id])
        assert set(notices.asked) == {scene.juniper.user.id}

    async def test_not_in_the_place_of_an_answer(self, scene, notices, service):
        """While the answer still says "thinking…", nothing replaces it. The notice comes afterwards."""
        invocation = await scene.hazel.slash(scene.channel_id, "imagine", prompt="x")
        await until(lambda: service.enqueued)
        notices.member(scene.hazel)
        await until(
            lambda: scene.discord.log.to("GET /webhooks/{application_id}/{token}/messages/{message_id}")
        )
        assert notices.sent == []
        assert scene.discord.log.to(FOLLOW_UP) == []
        await scene.hazel.slash(scene.channel_id, "budget show")
        await scene.reads(scene.hazel, "You've used")
        assert invocation.message_id in {each["id"] for each in scene.juniper.messages(scene.channel_id)}
        assert len(scene.juniper.messages(scene.channel_id)) == 1

    async def test_both_in_one_message(self, scene, notices):
        """A member who was warned and then runs out gets a single message about the end."""
        notices.member(scene.hazel)
        notices.member(scene.hazel, NoticeKind.MEMBER_FULL)
        await scene.hazel.slash(scene.channel_id, "budget show")
        await scene.reads(scene.hazel, "You've used up your budget")
        await until(lambda: sorted(notices.sent) == [1, 2])
        assert len(scene.discord.log.to(FOLLOW_UP)) == 1

    async def test_what_is_over_is_not_told(self, scene, notices):
        """A warning about a period that has ended is pointless."""
        notices.member(scene.hazel, renews_at_ms=now_ms() - 1)
        await until(lambda: notices.sent == [1])
        await (await scene.hazel.slash(scene.channel_id, "budget show")).answered()
        assert scene.discord.log.to(FOLLOW_UP) == []

    async def test_what_did_not_arrive_is_told_later(self, scene, notices):
        """A follow-up that Discord didn't accept is repeated later."""
        scene.discord.faults.respond(FOLLOW_UP, 403, code=50013, times=1)
        notices.member(scene.hazel)
        await (await scene.hazel.slash(scene.channel_id, "budget show")).answered()
        await scene.reads(scene.hazel, "You've used")
        await until(lambda: notices.sent == [1])


class TestStaff:
    async def test_the_staff_reads_it_and_nobody_is_mentioned(self, scene, notices):
        """The staff channel gets it once, and nobody named in it is pinged."""
        hazel, rowan = scene.hazel.user.id, scene.rowan.user.id
        notices.staff(
            scene, NoticeKind.FROZEN, user_id=hazel, actor_id=rowan, reason="@everyone spam", until_ms=LATER
        )
        message = await scene.reads(scene.rowan, " froze ")
        assert read(message).startswith(f"<@{rowan}> froze <@{hazel}>'s budget")
        assert "\\@everyone" in read(message)
        assert message["channel_id"] == str(staff(scene))
        assert message["mentions"] == []
        await until(lambda: notices.sent == [1])

    async def test_a_missing_permission_is_logged_once_and_tried_again(self, scene, notices, sender, caplog):
        """However many notices wait, there's one line in the log and few requests. All arrive in the end."""
        sender._staff._again_after_seconds = 0.3
        channel = scene.discord.channel("The Workshop", "staff")
        scene.discord.set_permissions(channel, scene.discord.bot, deny=Permissions.VIEW_CHANNEL)
        for _ in range(5):
            notices.staff(scene)
        await until(lambda: any("no permission to post" in record.getMessage() for record in caplog.records))
        await until(lambda: sender._after == 5)
        assert notices.sent == []
        assert len(scene.discord.log.to(POST)) == 1
        scene.discord.set_permissions(
            channel, scene.discord.bot, allow=Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES
        )
        await until(lambda: notices.sent == [1, 2, 3, 4, 5])
        assert sum("no permission to post" in record.getMessage() for record in caplog.records) == 1

    async def test_old_news_that_can_not_be_posted_is_let_go(self, scene, notices):
        """After a day nobody waits for it any more, and it's in the audit log."""
        notices.staff(scene, channel_id=1, at_ms=now_ms() - STALE_AFTER_MS)
        notices.staff(scene)
        await until(lambda: notices.sent == [1, 2])

    async def test_without_a_staff_channel_there_is_nobody_to_tell(self, scene, notices):
        """Without a staff channel, there's nothing to wait for."""
        notices._add(NoticeKind.UNFROZEN, scene.hazel.guild.id, None, None, {})
        await until(lambda: notices.sent == [1])

    async def test_trouble_of_discords_or_the_stores_delays_it_only(self, scene, notices):
        """After an error on either side it's retried, and the notice arrives once."""
        notices.out_of_order = 3
        scene.discord.faults.respond(POST, 400, code=40060)
        notices.staff(scene)
        await scene.reads(scene.rowan, "810,000 tokens")
        await until(lambda: notices.sent == [1])
        assert len(scene.texts(scene.rowan)) == 0
        assert len(scene.rowan.messages(staff(scene))) == 1

    async def test_a_notice_sent_but_not_marked_is_not_posted_twice(self, scene, notices):
        """After a crash in between, Discord recognizes the nonce and shows one message."""
        notices.staff(scene)
        await until(lambda: notices.sent == [1])
        notices.sent.clear()
        await until(lambda: notices.sent == [1])
        assert len(scene.rowan.messages(staff(scene))) == 1

    async def test_stopping_finishes_what_is_being_sent(self, client, discord_here, notices):
        """A stop between sending and marking waits for both, so nothing is repeated."""
        await client.login(discord_here.bot_token)
        sender = OutboxSender(client, notices, now_ms)
        channel = discord_here.channel("The Workshop", "studio").id
        discord_here.faults.delay(POST, 0.3)
        guild_id = discord_here.guild("The Workshop").id
        for _ in range(2):
            notices._add(NoticeKind.UNFROZEN, guild_id, None, channel, {})
        work = asyncio.create_task(sender.run())
        await until(lambda: discord_here.faults.pending == [])
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert notices.sent == [1]


FULL = {
    "spent": 10**12,
    "left": 10**12,
    "request_id": 10**18,
    "report_id": 10**18,
    "owner_id": 10**18,
    "user_id": 10**18,
    "refused": 3,
    "audit_id": 7,
    "entry": "*" * 60,
    "prompt": "|" * 300,
    "reason": "*" * 500,
    "amount": 63_000,
    "channel_id": 1,
    "message_id": 2,
    "until_ms": LATER,
}


@pytest.mark.parametrize("locale", FOLDERS)
@pytest.mark.parametrize("kind", [*_CARDS, *_NEWS])
def test_a_notice_that_a_feature_writes_keeps_within_discords_limits(kind, locale):
    """With all fields or with none, in every language."""
    texts = strict_catalogue().texts(locale)
    for data in (FULL, dict.fromkeys(FULL), {}):
        notice = Notice(1, LATER, kind, 2, None, 3, data)
        card, news = card_of(texts, notice), news_of(texts, notice)
        assert (card is None) != (news is None)
        if card is not None:
            check_limits(card)
        assert news is None or 10 < units(news) <= 2_000


PLAIN = [kind for kind in NoticeKind if kind not in {*_CARDS, *_NEWS} and not kind.name.startswith("MEMBER")]


@pytest.mark.parametrize("kind", PLAIN)
def test_every_notice_for_staff_has_its_words(kind):
    """With all fields or with none, it's a whole sentence that fits a message. Every kind has one."""
    full = {
        "spent": 10**12,
        "cap": 10**12,
        "renews_at_ms": LATER,
        "user_id": 10**18,
        "actor_id": -5,
        "reason": "*" * 4_000,
        "amount": 63_000,
        "channel_id": 1,
        "message_id": 2,
        "until_ms": LATER,
    }
    for data in (full, dict.fromkeys(full), {}):
        text = for_staff(ENGLISH, Notice(1, 0, kind, 3, None, 4, data))
        assert 20 < len(text) <= 2_000
        assert "None" not in text
        assert "-5" not in text


@pytest.mark.parametrize("kind", [NoticeKind.MEMBER_NEARLY, NoticeKind.MEMBER_FULL])
def test_a_budget_that_never_renews_is_not_said_to(kind):
    """Without a next period, it names no time."""
    data = {"spent": 441_000, "allowance": 500_000, "renews_at_ms": None}
    text = for_member(ENGLISH, [Notice(1, 0, kind, 3, 2, None, data)])
    assert text is not None
    assert "reset" not in text


async def test_only_the_newest_interactions_are_kept_and_only_while_they_live(scene, client):
    """A few per member, none older than Discord's fifteen minutes, so that they don't fill the memory."""
    now = 0.0
    replies = Replies(client, clock=lambda: now)
    heard = []

    async def note(interaction):
        heard.append(interaction)
        replies.note(interaction)

    client.add_listener(note, "on_interaction")
    for _ in range(KEPT_PER_MEMBER + 2):
        await (await scene.hazel.slash(scene.channel_id, "budget show")).answered()
    await until(lambda: len(heard) == KEPT_PER_MEMBER + 2)
    (kept,) = replies._of.values()
    assert [reply.token for reply in kept] == [each.token for each in heard[-KEPT_PER_MEMBER:]]
    assert not any(reply.token in repr(kept) for reply in kept)
    key = (scene.hazel.guild.id, scene.hazel.user.id)
    assert replies.live(*key)
    now = LIVE_SECONDS
    assert not replies.live(*key)
    assert not await replies.follow_up(*key, "too late")
    await (await scene.juniper.slash(scene.channel_id, "budget show")).answered()
    await until(lambda: list(replies._of) == [(scene.juniper.guild.id, scene.juniper.user.id)])

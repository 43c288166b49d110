"""A host's draft is stored until they create the contest, which happens at most once."""

from dataclasses import replace

import pytest

from bot.contests import refusals
from bot.contests.model import TieRule
from bot.generation.model import Limits
from tests.storage.contest_scenes import DAY, HOST, SEED, VOTES_UNTIL, Clock, member, opened, settings
from tests.storage.orders import GUILD, order

DRAFT = 77


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def contests(database_url, clock):
    async with opened(database_url, clock) as store:
        yield store.contests


async def test_a_draft_is_kept_as_it_is(contests):
    """All the host's settings come back, including later changes."""
    written = settings(prizes=(500, 200), ties=TieRule.DRAW, description="Fog only")
    await contests.save_draft(DRAFT, GUILD, HOST, written)
    assert await contests.draft(DRAFT, GUILD, HOST) == written
    await contests.change_draft(DRAFT, GUILD, HOST, settings(quorum=9))
    await contests.save_draft(DRAFT, GUILD, HOST, written)
    assert await contests.draft(DRAFT, GUILD, HOST) == settings(quorum=9)


async def test_a_draft_becomes_one_contest(contests):
    """Pressing Create twice creates one contest."""
    await contests.save_draft(DRAFT, GUILD, HOST, settings())
    contest = await contests.create_from_draft(GUILD, HOST, DRAFT, SEED)
    assert contest.settings == settings()
    with pytest.raises(refusals.NoSuchDraft):
        await contests.create_from_draft(GUILD, HOST, DRAFT, SEED)


async def test_a_draft_belongs_to_its_host(contests):
    """Nobody else can read, change, discard or create it, on this server or another."""
    await contests.save_draft(DRAFT, GUILD, HOST, settings())
    for guild_id, user_id in ((GUILD, HOST + 1), (GUILD + 1, HOST)):
        with pytest.raises(refusals.NoSuchDraft):
            await contests.draft(DRAFT, guild_id, user_id)
        with pytest.raises(refusals.NoSuchDraft):
            await contests.change_draft(DRAFT, guild_id, user_id, settings())
        with pytest.raises(refusals.NoSuchDraft):
            await contests.discard_draft(DRAFT, guild_id, user_id)
        with pytest.raises(refusals.NoSuchDraft):
            await contests.create_from_draft(guild_id, user_id, DRAFT, SEED)
    await contests.discard_draft(DRAFT, GUILD, HOST)


async def test_a_draft_survives_a_refusal(contests, clock):
    """A draft whose times have passed can't be created, but can still be changed."""
    await contests.save_draft(DRAFT, GUILD, HOST, settings())
    clock.now_ms = VOTES_UNTIL
    with pytest.raises(refusals.DeadlinePassed):
        await contests.create_from_draft(GUILD, HOST, DRAFT, SEED)
    assert await contests.draft(DRAFT, GUILD, HOST) == settings()


async def test_old_drafts_are_deleted(contests, clock):
    """A draft that nobody created is deleted after a day."""
    await contests.save_draft(DRAFT, GUILD, HOST, settings())
    clock.now_ms += DAY
    await contests.prune()
    await contests.draft(DRAFT, GUILD, HOST)
    clock.now_ms += 1
    await contests.prune()
    with pytest.raises(refusals.NoSuchDraft):
        await contests.draft(DRAFT, GUILD, HOST)


async def test_a_picture_can_be_entered_while_its_delivery_is_noted_down(database_url, clock):
    """Its maker sees it a moment before the store knows about the delivery, and can be that quick."""
    async with opened(database_url, clock) as store:
        contest = await store.contests.create(GUILD, HOST, settings(), SEED)
        made = order(100_001, user_id=11)
        made = replace(made, reply=replace(made.reply, private=True))
        await store.generations.hold(made, Limits(10**9, 10), clock.now_ms)
        await store.generations.request(made.id, clock.now_ms)
        assert await store.contests.picture(made.id) is None
        await store.generations.generated(made.id, 10, None, clock.now_ms)
        await store.contests.enter(GUILD, contest.id, member(11), made.id, b"copy")
        assert (await store.contests.get(GUILD, contest.id)).entries == 1

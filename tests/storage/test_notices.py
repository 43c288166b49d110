"""Notices are written with their cause, once each, and kept until they're sent."""

from dataclasses import replace

import pytest

from bot.audit.model import AuditFilter
from bot.budgets.outbox import Notice, NoticeKind
from bot.budgets.policy import UNLIMITED
from bot.storage import Store, open_store
from bot.storage.repositories import outbox
from tests.storage.orders import GUILD, MEMBER, MODERATOR, MONTH, NOW, USER, act, buy, given, hold

MILLION = 1_000_000
CHANNEL = 77
DAY = 86_400_000


async def told(store: Store) -> list[NoticeKind]:
    """The kinds of due notices, which are then marked as done."""
    due = await store.outbox.due(limit=100)
    for notice in due:
        await store.outbox.done(notice.id, NOW)
    return [notice.kind for notice in due]


async def set_staff_channel(store: Store, channel_id: int | None = CHANNEL, **fields: int | None) -> None:
    await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, staff_channel_id=channel_id, **fields), act()
    )


async def test_a_member_is_told_at_80_percent_and_when_nothing_can_be_bought(store: Store) -> None:
    """Once each per period, privately, with the usage and the renewal, and again in the next one."""
    await buy(store, 1, 700_000, tokens=MILLION)
    assert await store.outbox.due() == []
    await buy(store, 2, 100_000, tokens=MILLION)
    [notice] = await store.outbox.due()
    assert notice == Notice(
        notice.id,
        NOW,
        NoticeKind.MEMBER_NEARLY,
        GUILD,
        USER,
        None,
        {"spent": 800_000, "allowance": MILLION, "renews_at_ms": MONTH.end_ms},
        locale="en-US",
    )
    assert await told(store) == [NoticeKind.MEMBER_NEARLY]
    await buy(store, 3, 50_000, tokens=MILLION)
    assert await told(store) == []
    await buy(store, 4, 90_000, tokens=MILLION)
    assert await told(store) == [NoticeKind.MEMBER_FULL]
    await buy(store, 5, 60_000, tokens=MILLION)
    assert await told(store) == []
    await buy(store, 6, 950_000, tokens=MILLION, at_ms=MONTH.end_ms)
    assert await told(store) == [NoticeKind.MEMBER_FULL]


async def test_only_what_was_paid_counts(store: Store) -> None:
    """Holds can come back."""
    await hold(store, 1, 900_000, tokens=MILLION)
    await store.generations.release(1, "ProviderFailed", NOW)
    assert await told(store) == []


async def test_grants_are_no_part_of_it(store: Store) -> None:
    """They're spent first, and say nothing about the allowance."""
    await given(store, MILLION)
    await buy(store, 1, MILLION, tokens=MILLION)
    assert await told(store) == []


async def test_who_has_no_limit_is_told_of_none(store: Store) -> None:
    """Unlimited budgets are never nearly used up."""
    await store.quotas.set_allowance(MEMBER, UNLIMITED, act())
    await buy(store, 1, 10**12)
    assert await told(store) == []


async def test_after_a_reset_it_is_told_again(store: Store) -> None:
    """A reset starts over."""
    await buy(store, 1, 800_000, tokens=MILLION)
    await store.quotas.reset(MEMBER, act())
    await buy(store, 2, 800_000, tokens=MILLION)
    assert await told(store) == [NoticeKind.MEMBER_NEARLY, NoticeKind.MEMBER_NEARLY]


async def test_the_staff_is_told_of_the_servers_cap(store: Store) -> None:
    """In the staff channel set at sending time, once each per period."""
    await set_staff_channel(store, cap=MILLION)
    for number in range(1, 10):
        await buy(store, number, 100_000, tokens=10 * MILLION)
    await set_staff_channel(store, 78)
    [nearly] = await store.outbox.due()
    assert (nearly.kind, nearly.user_id, nearly.channel_id) == (NoticeKind.SERVER_NEARLY, None, 78)
    assert nearly.data == {"spent": 800_000, "cap": MILLION, "renews_at_ms": MONTH.end_ms}
    await told(store)
    await buy(store, 10, 50_000, tokens=10 * MILLION)
    assert await told(store) == [NoticeKind.SERVER_FULL]


async def test_without_a_staff_channel_nothing_is_written_for_it(store: Store) -> None:
    """Set later, it gets notices about current states, but not about past acts."""
    await set_staff_channel(store, None, cap=MILLION)
    await buy(store, 1, 800_000, tokens=10 * MILLION)
    await store.quotas.freeze(MEMBER, None, act())
    await store.quotas.unfreeze(MEMBER, act())
    assert await told(store) == []
    await set_staff_channel(store)
    await buy(store, 2, 10_000, tokens=10 * MILLION)
    assert await told(store) == [NoticeKind.SERVER_NEARLY]


async def test_the_staff_is_told_of_freezes_and_refunds(store: Store) -> None:
    """Who, whom and why, for other moderators."""
    await set_staff_channel(store)
    await buy(store, 1, 60)
    await store.quotas.freeze(MEMBER, NOW + DAY, act(reason="spam"))
    await store.quotas.unfreeze(MEMBER, act(reason="sorted out"))
    await store.quotas.refund(GUILD, 1, act(reason="blurred"))
    frozen, unfrozen, refunded = [
        notice for notice in await store.outbox.due() if notice.kind is not NoticeKind.MEMBER_FULL
    ]
    assert {notice.channel_id for notice in (frozen, unfrozen, refunded)} == {CHANNEL}
    assert {notice.user_id for notice in (frozen, unfrozen, refunded)} == {None}
    assert frozen.data == {"user_id": USER, "actor_id": MODERATOR, "reason": "spam", "until_ms": NOW + DAY}
    assert unfrozen.data == {"user_id": USER, "actor_id": MODERATOR, "reason": "sorted out"}
    assert refunded.data == {
        "user_id": USER,
        "actor_id": MODERATOR,
        "reason": "blurred",
        "amount": 60,
        "generation_id": 1,
        "channel_id": 6,
        "message_id": 1_001,
    }


async def test_a_notice_is_due_until_it_is_done(database_url: str) -> None:
    """Across a restart, oldest first, as many as requested."""
    async with open_store(database_url) as store:
        for number in range(1, 4):
            await buy(store, number, 800_000, tokens=MILLION, user_id=USER + number)
    async with open_store(database_url) as store:
        [first, second] = await store.outbox.due(limit=2)
        assert (first.user_id, second.user_id) == (USER + 1, USER + 2)
        await store.outbox.done(first.id, NOW)
        await store.outbox.done(first.id, NOW + 1)
        assert [notice.user_id for notice in await store.outbox.due()] == [USER + 2, USER + 3]
        assert [notice.user_id for notice in await store.outbox.due(after=second.id)] == [USER + 3]
        assert await store.outbox.of_member(GUILD, USER + 2) == [second]
        assert await store.outbox.of_member(GUILD, USER + 1) == []
        assert await store.outbox.of_member(GUILD + 1, USER + 2) == []


async def test_a_notice_is_written_with_its_cause_or_not_at_all(store: Store) -> None:
    """A refused refund writes no notice."""
    await set_staff_channel(store)
    await buy(store, 1, 60)
    await store.quotas.refund(GUILD, 1, act())
    await told(store)
    try:
        await store.quotas.refund(GUILD, 1, act())
    except Exception:  # noqa: BLE001 - what it raises is another test's
        assert await told(store) == []
    else:
        raise AssertionError


async def test_the_staff_learns_that_a_moderator_raised_their_own_budget(store: Store) -> None:
    """Together with everyone's. The audit log marks it, and undoing a cut counts as a raise too."""
    await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, default_allowance=500, staff_channel_id=CHANNEL), act()
    )
    assert await told(store) == []
    change = await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, default_allowance=900), act(reason="party")
    )
    [notice] = await store.outbox.due()
    assert (notice.kind, notice.channel_id) == (NoticeKind.OWN_RAISED, CHANNEL)
    assert notice.data == {"actor_id": MODERATOR, "reason": "party"}
    assert await told(store) == [NoticeKind.OWN_RAISED]
    [entry, *_] = (await store.audit.page(GUILD, AuditFilter())).entries
    assert entry.new == {"default_allowance": 900, "raises_own": True}
    await store.quotas.undo(GUILD, change.audit_id or 0, act())
    assert await told(store) == []
    cut = await store.quotas.set_server(GUILD, lambda policy: replace(policy, default_allowance=5), act())
    await store.quotas.undo(GUILD, cut.audit_id or 0, act())
    assert await told(store) == [NoticeKind.OWN_RAISED]


async def test_what_cannot_be_delivered_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A staff channel that the bot can't post in doesn't fill the database. With room, it continues."""
    monkeypatch.setattr(outbox, "MOST_UNSENT", 3)
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, staff_channel_id=CHANNEL), act())
    for number in range(5):
        await store.quotas.freeze(MEMBER, None, act(NOW + number))
    assert len(await store.outbox.due()) == 3
    assert len(await told(store)) == 3
    await store.quotas.freeze(MEMBER, None, act(NOW + 9))
    assert len(await store.outbox.due()) == 1

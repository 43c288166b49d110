"""The bot's owner gets alerts about what only they can fix."""

from dataclasses import replace

from bot.budgets.outbox import NoticeKind
from bot.budgets.policy import Act, Actor
from bot.generation.alerts import OutboxAlerts

HOME = 42


async def test_an_outage_goes_to_the_staff_channel_of_the_owners_server(house):
    """The outbox has the notice with its reason, for the channel that the server chose."""
    act = Act(Actor(1, (), is_administrator=True), None, 0)
    await house.store.quotas.set_server(HOME, lambda policy: replace(policy, staff_channel_id=77), act)
    await OutboxAlerts(house.store.outbox, HOME, lambda: 5).unavailable("aimlapi", "key", "no")
    (notice,) = await house.store.outbox.due()
    assert (notice.kind, notice.guild_id, notice.channel_id) == (NoticeKind.UNAVAILABLE, HOME, 77)
    assert dict(notice.data) == {"provider": "aimlapi", "why": "key", "detail": "no"}


async def test_without_a_staff_channel_only_the_log_has_it(house):
    """A server without a staff channel gets nothing, so that notices don't pile up."""
    await OutboxAlerts(house.store.outbox, HOME, lambda: 5).unavailable("aimlapi", "key", "no")
    assert await house.store.outbox.due() == []

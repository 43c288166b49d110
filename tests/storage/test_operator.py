"""The owner's caps, spending and exports."""

from dataclasses import replace

import pytest

from bot.audit.model import AuditFilter
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.exports import What
from bot.budgets.operator import Caps, Pause, ServerSpending
from bot.budgets.policy import UNLIMITED
from bot.budgets.refusals import InvalidAmount
from bot.errors import OverBudget
from bot.generation.model import Limits
from bot.storage import Store, open_store
from bot.storage.repositories import exports
from tests.storage.orders import GUILD, MEMBER, MONTH, NOW, USER, act, buy, given, hold, order

OPERATOR = 90
DAY = 86_400_000


async def rows(store: Store, what: What, **only: int) -> list[dict[str, int | str | None]]:
    return [dict(row) async for row in store.exports.rows(what, **only)]


async def test_caps_are_set_and_taken_away(database_url: str) -> None:
    """Each returns the previous one, and all are there after a restart."""
    async with open_store(database_url) as store:
        assert await store.operator.caps() == Caps()
        assert await store.operator.set_cap(500, OPERATOR, NOW) is None
        assert await store.operator.set_cap(600, OPERATOR, NOW) == 500
        assert await store.operator.set_every_servers_cap(50, None, NOW) is None
        assert await store.operator.set_server_cap(GUILD, 70, None, NOW) is None
    async with open_store(database_url) as store:
        assert await store.operator.caps() == Caps(overall=600, every_server=50)
        assert await store.operator.server_cap(GUILD) == 70
        assert await store.operator.server_caps() == {GUILD: 70}
        assert await store.operator.set_server_cap(GUILD, None, None, NOW) == 70
        assert await store.operator.server_cap(GUILD) is None
        with pytest.raises(InvalidAmount):
            await store.operator.set_cap(-1, None, NOW)


async def test_the_default_cap_holds_until_the_owner_sets_one(database_url: str) -> None:
    """It applies to holds, is shown as the default, and any decision overrides it, including "no cap"."""
    month = Limits(1_000, in_flight=10, monthly_cap=20)
    async with open_store(database_url, monthly_cap=20) as store:
        assert await store.operator.caps() == Caps(overall=20, overall_is_default=True)
        assert await store.generations.hold(order(1, price=15), month, NOW)
        with pytest.raises(OverBudget) as refused:
            await store.generations.hold(order(2, price=15), month, NOW)
        assert refused.value.limit == "operator"
        assert await store.operator.set_cap(30, None, NOW) == 20
        assert await store.operator.caps() == Caps(overall=30)
        assert await store.generations.hold(order(2, price=15), month, NOW)
        assert await store.operator.set_cap(None, None, NOW) == 30
        assert await store.operator.caps() == Caps()
        assert await store.generations.hold(order(3, price=500), month, NOW)
    async with open_store(database_url, monthly_cap=20) as store:
        assert await store.operator.caps() == Caps()
        assert await store.operator.set_cap(40, None, NOW) is None


async def test_the_servers_that_cost_most_come_first(store: Store) -> None:
    """Losses there count as well as payments."""
    await buy(store, 1, 50, guild_id=1)
    await buy(store, 2, 30, guild_id=2)
    await hold(store, 3, 10, guild_id=2)
    await store.generations.request(3, NOW)
    await store.generations.release(3, "PictureLost", NOW, charged=40)
    await buy(store, 4, 60, guild_id=3)
    spending = await store.operator.spending(NOW)
    assert [(server.guild_id, server.paid, server.lost) for server in spending.servers] == [
        (2, 30, 40),
        (3, 60, 0),
        (1, 50, 0),
    ]


async def test_a_cap_that_is_set_again_is_no_change(store: Store) -> None:
    """It adds nothing to the audit log."""
    for cap in (50, 50, None, None):
        await store.operator.set_server_cap(GUILD, cap, OPERATOR, NOW)
    entries = (await store.audit.page(GUILD, AuditFilter())).entries
    assert [entry.new["cap"] for entry in entries] == [None, 50]


async def test_a_servers_moderators_see_its_cap_in_their_audit(store: Store) -> None:
    """Caps for all servers are in no server's log."""
    await store.operator.set_server_cap(GUILD, 70, OPERATOR, NOW)
    await store.operator.set_cap(500, None, NOW)
    await store.operator.pause("back soon", OPERATOR, NOW)
    await store.operator.resume(None, NOW)
    [entry] = (await store.audit.page(GUILD, AuditFilter())).entries
    assert (entry.kind, entry.actor_id) == (QuotaAct.OPERATOR_CAP, OPERATOR)
    assert (entry.old["cap"], entry.new["cap"]) == (None, 70)
    for_all = (await store.audit.page(0, AuditFilter())).entries
    assert [(entry.kind, entry.actor_id) for entry in for_all] == [
        (QuotaAct.RESUMED, None),
        (QuotaAct.PAUSED, OPERATOR),
        (QuotaAct.OPERATOR_CAP, None),
    ]
    assert for_all[1].new == {"message": "back soon"}


async def test_a_pause_is_seen_over_a_restart(database_url: str) -> None:
    """Resume ends it, not the end of the process."""
    async with open_store(database_url) as store:
        assert await store.operator.paused() is None
        await store.operator.pause("back soon", None, NOW)
    async with open_store(database_url) as store:
        assert await store.operator.paused() == Pause("back soon")
        await store.operator.pause(None, None, NOW)
        assert await store.operator.paused() == Pause(None)
        await store.operator.resume(None, NOW)
        assert await store.operator.paused() is None


async def test_spending_names_every_server_of_the_month(store: Store) -> None:
    """Most first, with what was paid, lost and held, and the cap of each."""
    await store.operator.set_every_servers_cap(5_000, None, NOW)
    await store.operator.set_server_cap(GUILD + 1, 700, None, NOW)
    await store.operator.set_server_cap(GUILD + 2, UNLIMITED, None, NOW)
    await buy(store, 1, 60)
    await hold(store, 2, 30)
    await store.generations.request(2, NOW)
    await store.generations.release(2, "PictureLost", NOW, charged=25)
    await buy(store, 3, 200, guild_id=GUILD + 1)
    await hold(store, 4, 10, guild_id=GUILD + 2)
    await buy(store, 5, 999, guild_id=GUILD + 3, at_ms=MONTH.end_ms)
    spending = await store.operator.spending(NOW)
    assert spending.servers == (
        ServerSpending(GUILD + 1, paid=200, lost=0, held=0, cap=700, own_cap=True),
        ServerSpending(GUILD, paid=60, lost=25, held=0, cap=5_000, own_cap=False),
        ServerSpending(GUILD + 2, paid=0, lost=0, held=10, cap=None, own_cap=True),
    )
    assert (spending.paid, spending.lost) == (260, 25)
    assert (spending.month_start_ms, spending.month_end_ms) == (MONTH.start_ms, MONTH.end_ms)
    assert (await store.operator.spending(MONTH.end_ms)).paid == 999


async def test_a_refund_moves_from_paid_to_lost(store: Store) -> None:
    """The owner's total is the same before and after."""
    await buy(store, 1, 60)
    await store.quotas.refund(GUILD, 1, act())
    [server] = (await store.operator.spending(NOW)).servers
    assert (server.paid, server.lost) == (0, 60)


async def test_the_whole_audit_can_be_taken_out(store: Store) -> None:
    """Every act on every server, oldest first, or only one server's, or newer ones."""
    await given(store, 10)
    await store.operator.set_server_cap(GUILD + 1, 70, None, NOW + 5)
    found = await rows(store, What.AUDIT)
    assert [row["kind"] for row in found] == ["granted", "operator_cap"]
    assert tuple(found[0]) == store.exports.columns(What.AUDIT)
    assert [row["kind"] for row in await rows(store, What.AUDIT, guild_id=GUILD)] == ["granted"]
    assert [row["kind"] for row in await rows(store, What.AUDIT, since_ms=NOW + 1)] == ["operator_cap"]


async def test_the_whole_ledger_can_be_taken_out(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many rows in batches: all of them, in order, none twice."""
    monkeypatch.setattr(exports, "PORTION", 50)
    for number in range(1, 101):
        await buy(store, number, 1)
    await given(store, 5)
    found = await rows(store, What.LEDGER)
    assert len(found) == 201
    assert [row["id"] for row in found] == sorted({row["id"] for row in found})
    assert tuple(found[0]) == store.exports.columns(What.LEDGER)
    assert [found[0][column] for column in ("kind", "scope", "held_change", "generation_id")] == [
        "hold",
        "member",
        1,
        1,
    ]
    assert [found[-1][column] for column in ("kind", "scope", "granted_change")] == ["grant", "grant", 5]
    assert await rows(store, What.LEDGER, guild_id=GUILD + 1) == []


async def test_use_is_taken_out_by_day_server_and_member(store: Store) -> None:
    """By UTC day, whatever a server's zone. Days without usage are left out."""
    await store.quotas.set_server(
        GUILD, lambda policy: replace(policy, schedule=replace(policy.schedule, zone="Asia/Tokyo")), act()
    )
    await given(store, 10)
    await buy(store, 1, 60)  # from a grant and the allowance: one picture
    await buy(store, 2, 20)
    await buy(store, 3, 90, user_id=USER + 1)
    await buy(store, 4, 5, at_ms=NOW + 9 * DAY)
    await buy(store, 5, 5, guild_id=GUILD + 1)
    await store.quotas.refund(GUILD, 2, act())
    found = await rows(store, What.USAGE)
    assert [tuple(row.values()) for row in found] == [
        ("2025-06-15", GUILD, USER + 1, 90, 1),
        ("2025-06-15", GUILD, USER, 60, 2),
        ("2025-06-24", GUILD, USER, 5, 1),
        ("2025-06-15", GUILD + 1, USER, 5, 1),
    ]
    assert tuple(found[0]) == store.exports.columns(What.USAGE)
    assert len(await rows(store, What.USAGE, guild_id=GUILD + 1)) == 1
    assert [row["day"] for row in await rows(store, What.USAGE, since_ms=NOW + DAY)] == ["2025-06-24"]
    assert MEMBER.user_id == USER

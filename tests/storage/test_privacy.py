"""Personal data can be exported completely, and is erased on request, without resetting a budget."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.audit.model import AuditFilter
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.grants import NewRoleGrant
from bot.budgets.policy import Freeze, Member, MemberPolicy, RoleTier, ServerPolicy
from bot.budgets.refusals import NothingToRefund, StillUnderWay
from bot.errors import Frozen, OverBudget, StorageUnavailable
from bot.storage import Store
from bot.storage.repositories import guild_removal, privacy
from tests.storage.contents import tables_with, texts
from tests.storage.orders import GUILD, MEMBER, MODERATOR, MONTH, NOW, USER, act, buy, exported, given, hold

DAY = 86_400_000
ROLE = 5
SOMEBODY = 4_242_424_242  # no other number in these tests
THEM = Member(GUILD, SOMEBODY)
TRACES = ("quiet harbour", "hazel", "inference-", "secret-", "about them")


async def live(store: Store) -> None:
    """A member with every kind of data, and somebody else beside them."""
    await store.quotas.set_server(GUILD, lambda policy: replace(policy, staff_channel_id=77), act())
    await store.role_grants.make(GUILD, NewRoleGrant(ROLE, 5, NOW + 40 * DAY), act())
    await buy(store, 1, 60, user_id=SOMEBODY, at_ms=NOW - 40 * DAY)
    await buy(store, 2, 70, user_id=SOMEBODY, role_ids=(ROLE,))
    await hold(store, 3, 10, user_id=SOMEBODY)
    await store.generations.request(3, NOW)
    await store.generations.release(3, "PictureLost", NOW, charged=9)
    await store.quotas.grant(THEM, 40, None, act(reason="about them"))
    await store.quotas.grant(THEM, 30, NOW + DAY, act(reason="about them"))
    await store.quotas.deduct(THEM, 3, act(reason="about them"))
    await store.quotas.set_allowance(THEM, 500, act(reason="about them"))
    await store.quotas.refund(GUILD, 1, act(reason="about them"))
    await store.quotas.freeze(THEM, NOW + 2 * DAY, act(reason="about them"))
    await store.quotas.grant(MEMBER, 5, None, act(user_id=SOMEBODY, reason="their words"))
    await buy(store, 4, 20)


async def test_what_was_erased_is_in_no_file(sqlite_store: Store, path: Path) -> None:
    """Not in the database, its log, or the space between rows. The answer comes after that."""
    await buy(sqlite_store, 1, 10, user_id=SOMEBODY)
    files = [path, path.with_name(path.name + "-wal")]
    assert any(b"quiet harbour" in file.read_bytes() for file in files)
    await sqlite_store.privacy.erase(SOMEBODY, NOW)
    assert not any(b"quiet harbour" in file.read_bytes() for file in files)


async def test_an_erasure_that_a_reader_holds_up_is_not_called_done(sqlite_store: Store, path: Path) -> None:
    """It says so, and asking again after the reader is done finishes it."""
    await buy(sqlite_store, 1, 10, user_id=SOMEBODY)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM meta").fetchall()
        with pytest.raises(StorageUnavailable, match="another program reads it"):
            await sqlite_store.privacy.erase(SOMEBODY, NOW)
    await sqlite_store.privacy.erase(SOMEBODY, NOW)
    files = [path, path.with_name(path.name + "-wal")]
    assert not any(b"quiet harbour" in file.read_bytes() for file in files)


async def test_everything_about_a_member_can_be_had(store: Store) -> None:
    """As JSON: pictures, accounts, grants, ledger, moderators' acts, but nothing of others and no secrets."""
    await live(store)
    export = json.loads(json.dumps(await exported(store, SOMEBODY)))
    assert [row["id"] for row in export["pictures"]] == ["1", "2", "3"]
    assert export["pictures"][1]["prompt"] == "a quiet harbour"
    assert {row["scope"] for row in export["accounts"]} == {"member", "grant"}
    assert len(export["grants"]) == 4  # two by a moderator, a role grant, a refund
    assert {row["kind"] for row in export["ledger"]} >= {
        "hold",
        "settle",
        "release",
        "loss",
        "grant",
        "deduct",
    }
    assert [row["freeze_reason"] for row in export["set_by_moderators"]] == ["about them"]
    assert len(export["promises_claimed"]) == 1
    assert len(export["audit_about"]) == 7
    assert [row["reason"] for row in export["audit_by"] if row["reason"]] == ["their words"]
    assert {row["kind"] for row in export["notices"]} >= {"frozen", "refunded"}
    assert "secret-" not in json.dumps(export)
    assert not any((await exported(store, 999)).values())


async def test_erasing_takes_texts_names_and_links_at_once(store: Store) -> None:
    """No written text is left in the database, except the reason of a current freeze."""
    await live(store)
    await store.quotas.grant(MEMBER, 5, None, act(reason="about another"))
    erased = await store.privacy.erase(SOMEBODY, NOW)
    assert (erased.generations, erased.stays) == (3, True)
    assert await store.books.differences() == []
    kept = await texts(store)
    left = {table: [line for line in kept[table] if any(trace in line for trace in TRACES)] for table in kept}
    # Another member's picture, and the freeze.
    assert {table for table, lines in left.items() if lines} == {"generation", "member_policy"}
    assert all("hazel" not in line or ",20,'hazel'" in line for line in left["generation"])
    assert not any(",1001," in line for line in kept["generation"])
    assert "about another" in str(kept)
    assert await tables_with(store, SOMEBODY) == {
        "account", "ledger", "generation", "member_policy", "role_promise_claim", "erasure",
        "audit", "token_grant",  # what they did as a moderator
    }  # fmt: skip


async def test_erasing_resets_no_budget(store: Store) -> None:
    """Usage, grants, allowance, freeze and claims are the same as before."""
    await live(store)
    who = Member(GUILD, SOMEBODY, (ROLE,))
    before = await store.quotas.member(who, NOW)
    await store.privacy.erase(SOMEBODY, NOW)
    after = await store.quotas.member(who, NOW)
    assert after.policy == before.policy
    assert (after.budget.spent, after.budget.left) == (before.budget.spent, before.budget.left)
    assert after.budget.promises == ()
    with pytest.raises(Frozen):
        await hold(store, 9, 1, user_id=SOMEBODY)
    await store.quotas.unfreeze(THEM, act())
    with pytest.raises(OverBudget) as refused:
        await hold(store, 9, 10_000, user_id=SOMEBODY, role_ids=(ROLE,))
    assert refused.value.left == before.budget.left


async def test_the_rest_goes_when_it_is_over(store: Store) -> None:
    """After the period, grants, freeze and role grant have ended, the id is gone, and the books add up."""
    await live(store)
    before = await store.operator.spending(NOW)
    await store.privacy.erase(SOMEBODY, NOW)
    assert (await store.privacy.prune(NOW)).members == 0
    await store.quotas.set_allowance(THEM, None, act())
    grants = (await store.budgets.budget(THEM, MONTH.end_ms)).grants
    await store.quotas.deduct(THEM, sum(grant.left for grant in grants), act(MONTH.end_ms))
    assert (await store.privacy.prune(NOW + 39 * DAY)).members == 0  # the role grant is still open
    assert (await store.privacy.prune(NOW + 40 * DAY)).members == 0
    assert await tables_with(store, SOMEBODY) == {"audit", "token_grant", "ledger", "erasure"}
    assert (await store.privacy.prune(NOW + 365 * DAY - 1)).members == 0
    assert (await store.privacy.prune(NOW + 365 * DAY)).members == 1  # what they did as a moderator
    assert await store.books.differences() == []
    assert await store.operator.spending(NOW) == before
    assert await tables_with(store, SOMEBODY) == {"audit"}  # what moderators did after the request


async def test_what_is_kept_of_the_erased_stands_for_nobody(store: Store) -> None:
    """A negative number in the audit log without a reason. The same person has two numbers over time."""
    await live(store)
    await store.privacy.erase(SOMEBODY, NOW)
    entries = (await store.audit.page(GUILD, AuditFilter(), limit=100)).entries
    about = [entry for entry in entries if entry.user_id is not None and entry.user_id < 0]
    assert len(about) == 7
    assert {entry.reason for entry in about} == {None}
    assert {entry.actor_id for entry in about if entry.kind is QuotaAct.PROMISE_CLAIMED} <= {
        entry.user_id for entry in about
    }
    [by] = [entry for entry in entries if entry.reason == "their words"]
    assert by.actor_id == SOMEBODY
    with pytest.raises(NothingToRefund):
        await store.quotas.refund(GUILD, 1, act())
    assert await store.budgets.history(GUILD, SOMEBODY) != []  # this period's amounts, without any text
    assert {picture.prompt for picture in await store.budgets.history(GUILD, SOMEBODY)} == {""}
    await store.privacy.prune(NOW + 365 * DAY)
    [by] = [
        entry
        for entry in (await store.audit.page(GUILD, AuditFilter(), limit=100)).entries
        if entry.reason == "their words"
    ]
    assert (by.actor_id or 0) < 0


async def test_nothing_is_erased_while_a_picture_is_on_its_way(store: Store) -> None:
    """It couldn't be delivered any more. Erase again once it's done."""
    await hold(store, 1, user_id=SOMEBODY)
    with pytest.raises(StillUnderWay) as refused:
        await store.privacy.erase(SOMEBODY, NOW)
    assert refused.value.running == 1
    found = await store.generations.get(1)
    assert found is not None
    assert found.order.request.prompt == "a quiet harbour"
    await store.generations.cancel(1, NOW)
    assert (await store.privacy.erase(SOMEBODY, NOW)).generations == 1


async def test_a_freeze_by_an_erased_moderator_names_them_for_a_year(store: Store) -> None:
    """Then it stays without a name."""
    await store.quotas.freeze(MEMBER, None, act(user_id=SOMEBODY))
    await store.privacy.erase(SOMEBODY, NOW)
    for at_ms, named in ((NOW + 365 * DAY - 1, True), (NOW + 365 * DAY, False)):
        await store.privacy.prune(at_ms)
        freeze = (await store.quotas.member(MEMBER, at_ms)).policy.freeze
        assert freeze is not None
        assert (freeze.by == SOMEBODY) is named


async def test_an_erasure_that_a_crash_cut_short_is_finished(store: Store) -> None:
    """The request is on disk before anything is deleted, and `prune` continues from there."""
    for number in range(1, 4):
        await buy(store, number, 10, user_id=SOMEBODY)
    asked = await store.privacy._ask(SOMEBODY, NOW)
    await store.privacy._begin_pass(asked, -5, NOW)
    assert await tables_with(store, "quiet harbour")
    await store.privacy.prune(NOW + 1)
    assert not await tables_with(store, "quiet harbour")
    assert (await store.privacy.prune(MONTH.end_ms)).members == 1
    assert await tables_with(store, SOMEBODY) == set()
    assert await store.books.differences() == []


async def test_erasing_goes_through_any_number_of_pictures(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batch by batch, so that someone else's hold gets in between."""
    monkeypatch.setattr(privacy, "PORTION", 2)
    for number in range(1, 6):
        await buy(store, number, 10, user_id=SOMEBODY, at_ms=NOW - 40 * DAY)
    erasing = asyncio.create_task(store.privacy.erase(SOMEBODY, NOW))
    await buy(store, 6, 10)
    assert (await erasing).generations == 5
    assert await tables_with(store, SOMEBODY) == set()
    assert await store.books.differences() == []


async def test_an_export_comes_in_portions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows a kind has, nothing is missing or duplicated."""
    await live(store)
    whole = await exported(store, SOMEBODY)
    monkeypatch.setattr(privacy, "PORTION", 1)
    assert await exported(store, SOMEBODY) == whole
    kinds = [kind async for kind, _ in store.privacy.export(SOMEBODY)]
    assert kinds.count("ledger") == len(whole["ledger"]) + 1


async def test_what_was_said_and_done_goes_in_portions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """So does the audit log of a member and of a moderator, however long."""
    monkeypatch.setattr(privacy, "PORTION", 1)
    for amount in (1, 2, 3):
        await store.quotas.grant(MEMBER, amount, NOW + DAY, act(user_id=SOMEBODY, reason="by them"))
        await store.quotas.grant(THEM, amount, NOW + DAY, act(reason="about them"))
    await store.privacy.erase(SOMEBODY, NOW)
    assert not await tables_with(store, "about them")
    await store.privacy.prune(NOW + 365 * DAY)
    assert await tables_with(store, SOMEBODY) == set()
    assert await store.books.differences() == []


async def test_a_server_that_comes_back_while_it_is_being_forgotten_keeps_the_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch checks again, and nothing fails."""
    monkeypatch.setattr(guild_removal, "PORTION", 1)
    for number in range(1, 4):
        await buy(store, number, 10)
    await store.quotas.grant(MEMBER, 5, None, act(reason="well done"))
    await store.privacy.left_server(GUILD, NOW)
    late = NOW + 31 * DAY
    after = await store.privacy._forget_pictures(GUILD, 0, late)
    assert after == 1
    await store.privacy.joined_server(GUILD)
    assert await store.privacy._forget_pictures(GUILD, after, late) is None
    assert not await store.privacy._forget_words(GUILD, late)
    assert not await store.privacy._forget_server(GUILD, late)
    prompts = [picture.prompt for picture in await store.budgets.history(GUILD, USER)]
    assert prompts == ["a quiet harbour", "a quiet harbour", ""]
    [entry] = (await store.audit.page(GUILD, AuditFilter())).entries
    assert entry.reason == "well done"


# What stays for a reason, under a number that stands for nobody, or without personal data.
NOT_FORGOTTEN = {
    "account": "amounts stay, so that the books add up",
    "ledger": "amounts stay, so that the books add up",
    "operator_cap": "the owner's, and says nothing about anyone",
    "refused_prompt": "pruned within hours anyway",
    "member_pause": "pruned as soon as it's over",
}
PEOPLE = ("user_id", "actor_id", "given_by", "made_by", "frozen_by", "promoted_by", "creator_id")


def test_every_table_about_people_or_servers_is_exported_erased_and_forgotten(
    sqlite_store: Store, path: Path
) -> None:
    """A new table with a user's or a server's id fails here until it's handled."""

    def named(table: str, statements: Iterable[str]) -> bool:
        return any(re.search(rf"\b(FROM|UPDATE|INTO)\s+{table}\b", statement) for statement in statements)

    erased = [
        *(privacy.ASK, *privacy.AT_ONCE, privacy.ACCOUNTS, *privacy.PICTURES, *privacy.ONCE_OVER),
        *(*privacy.PORTIONS_AT_ONCE, *privacy.MODERATION_PORTIONS, *privacy.KEEP_MODERATION),
    ]
    forgotten = [
        *(*guild_removal.PICTURES, guild_removal.WORDS, guild_removal.FORGET),
        *guild_removal.FORGET_THE_REST,
    ]
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        columns = {
            table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} for table in tables
        }
    people = {table for table in tables if columns[table] & set(PEOPLE)}
    servers = {table for table in tables if "guild_id" in columns[table]}
    assert {"account", "ledger", "generation", "notice"} <= people & servers
    missing = {
        "exported": {table for table in people if not named(table, privacy.EXPORTED)},
        "erased": {table for table in people if not named(table, erased)},
        "forgotten": {table for table in servers if not named(table, forgotten)} - {*NOT_FORGOTTEN},
    }
    assert missing == {"exported": set(), "erased": set(), "forgotten": set()}


async def test_erasing_touches_nobody_else(store: Store) -> None:
    """Another member's data is byte for byte the same."""
    await live(store)
    before = await exported(store, USER)
    await store.privacy.erase(SOMEBODY, NOW)
    after = await exported(store, USER)
    for name in ("grants", "audit_about"):  # the erased member did these
        before.pop(name), after.pop(name)
    before["ledger"] = [{**row, "actor_id": None} for row in before["ledger"]]
    after["ledger"] = [{**row, "actor_id": None} for row in after["ledger"]]
    assert after == before


async def test_who_goes_on_after_erasing_starts_anew(store: Store) -> None:
    """New data is theirs again, and stays when the old data is finished off."""
    await buy(store, 1, 60, user_id=SOMEBODY)
    await store.privacy.erase(SOMEBODY, NOW)
    await buy(store, 2, 70, user_id=SOMEBODY, at_ms=NOW + 1)
    await buy(store, 3, 80, user_id=SOMEBODY, at_ms=MONTH.end_ms)
    assert (await store.privacy.prune(MONTH.end_ms + 1)).members == 1
    export = await exported(store, SOMEBODY)
    assert [row["id"] for row in export["pictures"]] == ["2", "3"]
    assert {row["prompt"] for row in export["pictures"]} == {"a quiet harbour"}
    assert (await store.budgets.budget(THEM, MONTH.end_ms)).spent == 80
    assert (await store.privacy.prune(MONTH.end_ms + 2)).members == 0
    assert await store.books.differences() == []


async def test_what_a_moderator_does_after_erasing_is_not_waited_for(store: Store) -> None:
    """A year after the request, their earlier acts are anonymous. Later ones stay under their ID."""
    await store.quotas.grant(MEMBER, 5, None, act(user_id=SOMEBODY))
    await store.privacy.erase(SOMEBODY, NOW)
    later = act(NOW + 1, user_id=SOMEBODY, reason="since")
    await store.quotas.grant(MEMBER, 6, None, later)
    await store.quotas.freeze(MEMBER, None, later)
    await store.role_grants.make(GUILD, NewRoleGrant(ROLE, 5, NOW + 2 * 365 * DAY), later)
    assert (await store.privacy.prune(NOW + 364 * DAY)).members == 0
    assert (await store.privacy.prune(NOW + 366 * DAY)).members == 1
    entries = (await store.audit.page(GUILD, AuditFilter(actor_id=SOMEBODY))).entries
    assert [entry.reason for entry in entries] == ["since"] * 3


async def test_a_refund_after_erasing_reaches_who_paid(store: Store) -> None:
    """A used-up grant no longer belongs to anybody, so its part comes as a new one."""
    await store.quotas.grant(THEM, 40, None, act())
    await buy(store, 1, 70, user_id=SOMEBODY)
    await store.privacy.erase(SOMEBODY, NOW)
    refunded = (await store.quotas.refund(GUILD, 1, act())).result
    assert (refunded.restored, refunded.granted) == (30, 40)
    budget = await store.budgets.budget(THEM, NOW)
    assert (budget.spent, sum(grant.left for grant in budget.grants)) == (0, 40)
    assert await store.books.differences() == []


async def test_somebody_unknown_can_be_erased_too(store: Store) -> None:
    """There's nothing to do, and nothing is stored."""
    erased = await store.privacy.erase(999, NOW)
    assert (erased.generations, erased.stays) == (0, False)
    assert not any((await exported(store, 999)).values())


# Servers.


async def set_up(store: Store, guild_id: int = GUILD) -> None:
    await store.quotas.set_server(guild_id, lambda policy: replace(policy, cap=5_000), act(reason="ours"))
    await store.quotas.set_role(guild_id, RoleTier(ROLE, 100), act())
    await store.quotas.freeze(Member(guild_id, USER), None, act(reason="ours"))
    await store.role_grants.make(guild_id, NewRoleGrant(ROLE, 5, NOW + 90 * DAY), act())
    await buy(store, guild_id * 10, 60, user_id=USER + 1, guild_id=guild_id, role_ids=(ROLE,))


async def test_a_server_that_comes_back_within_30_days_finds_all_as_it_was(store: Store) -> None:
    """Policy, tiers, freezes and role grants are still there."""
    await set_up(store)
    await store.privacy.left_server(GUILD, NOW)
    assert (await store.privacy.prune(NOW + 30 * DAY - 1)).servers == 0
    await store.privacy.joined_server(GUILD)
    assert (await store.privacy.prune(NOW + 99 * DAY)).servers == 0
    assert (await store.quotas.server(GUILD)).cap == 5_000
    assert await store.quotas.roles(GUILD) == [RoleTier(ROLE, 100)]
    assert (await store.quotas.member(MEMBER, NOW)).policy == MemberPolicy(
        None, Freeze("ours", MODERATOR, NOW)
    )


async def test_a_server_that_stays_away_is_forgotten(store: Store) -> None:
    """After 30 days, settings, prompts, names and links are deleted. Amounts and other servers stay."""
    await set_up(store)
    await set_up(store, GUILD + 1)
    await store.privacy.left_server(GUILD, NOW)
    await store.privacy.left_server(GUILD, NOW + 9 * DAY)  # told twice, and the first time counts
    assert (await store.privacy.prune(NOW + 30 * DAY)).servers == 1
    assert (await store.privacy.prune(NOW + 31 * DAY)).servers == 0
    assert await store.quotas.server(GUILD) == ServerPolicy()
    assert await store.quotas.roles(GUILD) == []
    assert await store.role_grants.standing(GUILD, NOW) == []
    assert (await store.quotas.member(MEMBER, NOW)).policy == MemberPolicy()
    [picture] = await store.budgets.history(GUILD, USER + 1)
    assert (picture.prompt, picture.user_name, picture.message_id, picture.paid) == ("", "", None, 60)
    [other] = await store.budgets.history(GUILD + 1, USER + 1)
    assert other.prompt == "a quiet harbour"
    assert (await store.quotas.server(GUILD + 1)).cap == 5_000
    entries = (await store.audit.page(GUILD, AuditFilter())).entries
    assert {entry.reason for entry in entries} == {None}
    assert await store.books.differences() == []
    lines = [line for found in (await texts(store)).values() for line in found]
    assert sum(line.count("'ours'") for line in lines) == 3  # the other server's: two entries, one freeze


async def test_a_forgotten_server_starts_anew(store: Store) -> None:
    """Spending in the current period still counts."""
    await set_up(store)
    await store.privacy.left_server(GUILD, NOW - 30 * DAY)
    assert (await store.privacy.prune(NOW)).servers == 1
    await store.privacy.joined_server(GUILD)
    assert (await store.quotas.server_use(GUILD, NOW)).spent == 60
    await hold(store, 1, 10, user_id=USER + 1)
    assert (await store.budgets.budget(Member(GUILD, USER + 1), NOW)).spent == 55  # 5 were from a grant
    assert (await store.privacy.prune(NOW + 99 * DAY)).servers == 0


async def test_servers_that_removed_the_bot_while_it_was_away_are_noticed(store: Store) -> None:
    """Servers that aren't found have removed the bot, and those that are found are back."""
    await set_up(store)
    await buy(store, 7, 10, guild_id=GUILD + 1)  # only known by its spending
    await store.privacy.left_server(GUILD + 2, NOW)
    await store.privacy.on_servers({GUILD + 2, GUILD + 3}, NOW)
    assert (await store.privacy.prune(NOW + 30 * DAY)).servers == 2
    assert await store.quotas.server(GUILD) == ServerPolicy()
    assert (await store.budgets.history(GUILD + 1, USER))[0].prompt == ""
    await store.privacy.on_servers({GUILD}, NOW + 60 * DAY)
    assert (await store.privacy.prune(NOW + 91 * DAY)).servers == 1  # GUILD + 2


async def test_notices_of_long_ago_are_forgotten(store: Store) -> None:
    """Whether they were sent or not."""
    await buy(store, 1, 900, tokens=1_000)
    assert await store.outbox.due() != []
    await store.privacy.prune(NOW + 30 * DAY - 1)
    assert await store.outbox.due() != []
    await store.privacy.prune(NOW + 30 * DAY)
    assert await store.outbox.due() == []
    assert await given(store, 5)

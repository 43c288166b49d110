"""Accounts of periods: found, opened when they're first needed, and held on.

An account whose period began under another schedule is counted anew before it is used: it then starts with
what was spent within its period, on whatever accounts, so that no change of the schedule resets anything.
What is held at that moment ends in the period it was held in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from bot.budgets.periods import Period
from bot.budgets.policy import UNLIMITED, Member
from bot.budgets.rollover import LastPeriod, rolled_over, with_rollover
from bot.storage.database import Row, Statement, Transaction, Value
from bot.storage.repositories.ledger import PAID, Owner, post_entry
from bot.storage.repositories.policy_snapshot import PolicySnapshot

# The scope is spelled out, see `_on`.
_KEY = """scope = <scope> AND guild_id = :guild_id AND user_id = :user_id
    AND period_start_ms = :period_start_ms AND period_end_ms = :period_end_ms"""

_FIND = f"SELECT * FROM account WHERE {_KEY}"  # noqa: S608 - no value is in it

_OPEN = """
INSERT INTO account (
    scope, guild_id, user_id, period_start_ms, period_end_ms, only_one, allowance, rollover, spent,
    counted_under
) VALUES (
    <scope>, :guild_id, :user_id, :period_start_ms, :period_end_ms, 1, :allowance, :rollover, :spent, :version
) ON CONFLICT DO NOTHING RETURNING id
"""

_RECOUNT = """
UPDATE account SET spent = :spent, counted_under = :version,
    allowance = CASE WHEN :allowance > :spent + held THEN :allowance ELSE :spent + held END
WHERE id = :id
"""

# The rule of the house: what is allowed and what is used are compared in the write itself, by the database.
_HOLD = f"""
UPDATE account SET held = held + :amount, allowance = :allowance + :rolls * rollover
WHERE {_KEY} AND counted_under >= :version
    AND spent + held + lost + :amount <= :allowance + :rolls * rollover
RETURNING id
"""  # noqa: S608 - no value is in it

# The allowance in force is kept also where nothing of it is needed.
_SYNC = f"""
UPDATE account SET allowance = CASE WHEN spent + held > :allowance + :rolls * rollover
    THEN spent + held ELSE :allowance + :rolls * rollover END
WHERE {_KEY} AND counted_under >= :version RETURNING id
"""  # noqa: S608 - no value is in it

LAST_BEFORE = """
SELECT period_end_ms, allowance - spent - held AS unused FROM account
WHERE scope = 'member' AND guild_id = :guild_id AND user_id = :user_id
    AND period_start_ms < :period_start_ms
ORDER BY period_start_ms DESC LIMIT 1
"""

MEMBER_SPENT_SINCE = """
SELECT CAST(COALESCE(SUM(spent_change), 0) AS BIGINT) AS spent
FROM ledger JOIN account ON account.id = ledger.account_id
WHERE ledger.user_id = :user_id AND ledger.guild_id = :guild_id AND ledger.at_ms >= :period_start_ms
    AND kind <> 'carry' AND scope = 'member'
"""

SERVER_SPENT_SINCE = f"""
SELECT CAST(COALESCE(SUM(spent_change), 0) AS BIGINT) AS spent FROM ledger
WHERE guild_id = :guild_id AND at_ms >= :period_start_ms AND {PAID}
"""  # noqa: S608 - no value is in it


@dataclass(frozen=True, slots=True)
class AccountKey:
    """What names an account that there is one of. Where it has no guild or no user, that id is 0."""

    scope: str
    guild_id: int
    user_id: int
    period: Period

    def values(self) -> dict[str, Value]:
        return {
            "guild_id": self.guild_id,
            "user_id": self.user_id,
            "period_start_ms": self.period.start_ms,
            "period_end_ms": self.period.end_ms,
        }


def member_key(member: Member, policy: PolicySnapshot) -> AccountKey:
    return AccountKey("member", member.guild_id, member.user_id, policy.period)


def server_key(guild_id: int, policy: PolicySnapshot) -> AccountKey:
    return AccountKey("server", guild_id, 0, policy.period)


def operator_server_key(guild_id: int, policy: PolicySnapshot) -> AccountKey:
    return AccountKey("operator_server", guild_id, 0, policy.month)


def operator_key(policy: PolicySnapshot) -> AccountKey:
    return AccountKey("operator", 0, 0, policy.month)


def find_account(key: AccountKey) -> Transaction[Row | None]:
    """The account as it is; None if it was never opened."""
    rows = yield _on(key, _FIND)
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account as it is, or (`id` None) as it would be if it were opened now.

    `carried`: what the ledger does not say of it yet, because the schedule changed.
    """

    id: int | None
    spent: int = 0
    held: int = 0
    lost: int = 0
    rollover: int = 0
    carried: int = 0
    stale: bool = False


def read_account(key: AccountKey, policy: PolicySnapshot) -> Transaction[AccountState]:
    """Reads the account, and what is missing of it. Writes nothing."""
    row = yield from find_account(key)
    if row is not None:
        found = AccountState(row["id"], row["spent"], row["held"], row["lost"], row["rollover"])
        if not _follows_schedule(key) or row["counted_under"] >= policy.schedule_version:
            return found
        spent = yield from _spent_since(key)
        return replace(found, spent=spent, carried=spent - found.spent, stale=True)
    rollover = (yield from _rollover(key, policy)) if key.scope == "member" else 0
    spent = 0
    if (
        _follows_schedule(key)
        and policy.schedule_version
        and policy.schedule_changed_at_ms >= key.period.start_ms
    ):
        spent = yield from _spent_since(key)
    return AccountState(None, spent=spent, rollover=rollover, carried=spent)


def ensure_account(key: AccountKey, policy: PolicySnapshot, now_ms: int) -> Transaction[AccountState]:
    """The account, opened or recounted if that was due."""
    found = yield from read_account(key, policy)
    if found.id is not None and not found.stale:
        return found
    allowance = with_rollover(policy.allowance.tokens, found.rollover) if key.scope == "member" else UNLIMITED
    values = {"spent": found.spent, "version": policy.schedule_version}
    if found.id is None:
        least = {"allowance": max(allowance, found.spent), "rollover": found.rollover}
        rows = yield _on(key, _OPEN, {**values, **least})
        if not rows:  # another transaction just opened it, which can't happen on SQLite
            return (yield from ensure_account(key, policy, now_ms))
        account_id: int = rows[0]["id"]
    else:
        account_id = found.id
        yield _RECOUNT, {**values, "id": account_id, "allowance": allowance}
    if found.carried:
        owner = Owner(key.guild_id, key.user_id)
        yield from post_entry("carry", owner, now_ms, account_id, spent=found.carried)
    return replace(found, id=account_id, carried=0, stale=False)


def hold_on(
    key: AccountKey, policy: PolicySnapshot, allowance: int, amount: int, now_ms: int
) -> Transaction[int | AccountState]:
    """Holds `amount` on the account and returns its id; or, where that is not allowed, how it stands."""
    statement = _on(key, _HOLD, {**_in_force(key, policy, allowance), "amount": amount})
    rows = yield statement
    if not rows:
        found = yield from ensure_account(key, policy, now_ms)
        rows = yield statement
        if not rows:
            return found
    account_id: int = rows[0]["id"]
    return account_id


def sync_allowance(key: AccountKey, policy: PolicySnapshot, allowance: int, now_ms: int) -> Transaction[None]:
    """Opens the account where it is not there yet, and keeps what is allowed at this moment."""
    statement = _on(key, _SYNC, _in_force(key, policy, allowance))
    if not (yield statement):
        yield from ensure_account(key, policy, now_ms)
        yield statement


def _on(key: AccountKey, statement: str, values: Mapping[str, Value] | None = None) -> Statement:
    """The statement about this account.

    A value that is bound where it could meet the condition of a partial index (as `scope` does) makes SQLite
    plan the statement anew each time it runs: a hold took 75 µs instead of 14.
    """
    return _spelled_out(statement, key.scope), {**key.values(), **(values or {})}


@cache
def _spelled_out(statement: str, scope: str) -> str:
    return statement.replace("<scope>", f"'{scope}'")


def _in_force(key: AccountKey, policy: PolicySnapshot, allowance: int) -> dict[str, Value]:
    rolls = key.scope == "member" and with_rollover(allowance, 1) > allowance
    version = policy.schedule_version if _follows_schedule(key) else 0
    return {"allowance": allowance, "rolls": int(rolls), "version": version}


def _follows_schedule(key: AccountKey) -> bool:
    return key.scope in {"member", "server"}


def _rollover(key: AccountKey, policy: PolicySnapshot) -> Transaction[int]:
    if policy.server.rollover == 0:
        return 0
    rows = yield LAST_BEFORE, key.values()
    last = LastPeriod(rows[0]["period_end_ms"], rows[0]["unused"]) if rows else None
    return rolled_over(policy.server.rollover, policy.allowance.tokens, last, key.period.start_ms)


def _spent_since(key: AccountKey) -> Transaction[int]:
    """Never below zero: something spent before may have been given back since."""
    statement = MEMBER_SPENT_SINCE if key.scope == "member" else SERVER_SPENT_SINCE
    [row] = yield statement, key.values()
    spent: int = row["spent"]
    return max(0, spent)

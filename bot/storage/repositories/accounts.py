"""Finds the accounts of periods, opens them when they're first needed, and holds on them.

An entry of the ledger counts in the period of its `counts_at_ms`, whatever account it was posted on. So an
account that's opened late, because the schedule changed or its cap is new, starts with the ledger's sums for
its period: what was spent, and what's still held. The difference is posted as a `carry`. From then on, every
hold, settlement and refund of that period is applied to it.

An account that was counted under an earlier schedule is stale. It's left alone, and recounted in the same way
if it's ever needed again. A cap account only exists if there was a cap when something was held.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.budgets.periods import Period, month_of
from bot.budgets.policy import UNLIMITED, Member
from bot.budgets.rollover import LastPeriod, rolled_over, with_rollover
from bot.storage.database import ALONE, Row, Rows, Statement, Transaction, Value
from bot.storage.repositories.ledger import Owner, post_entry
from bot.storage.repositories.policy_snapshot import GuildSchedule, PolicySnapshot

# The scope is written out (see `on`).
_KEY = """scope = <scope> AND guild_id = :guild_id AND user_id = :user_id
    AND period_start_ms = :period_start_ms AND period_end_ms = :period_end_ms"""

_FIND = f"SELECT * FROM account WHERE {_KEY}"  # noqa: S608 - no value is in it

CURRENT = f"{_KEY} AND counted_under >= :version"

# One write, because the statement that opens the account also sums up what was spent and held.
_OPEN = """
INSERT INTO account (
    scope, guild_id, user_id, period_start_ms, period_end_ms, only_one, allowance, rollover, spent, held,
    lost, counted_under
)
SELECT <scope>, :guild_id, :user_id, :period_start_ms, :period_end_ms, 1,
    CASE WHEN :allowance > counted.spent + counted.held THEN :allowance ELSE counted.spent + counted.held END,
    :rollover, counted.spent, counted.held, counted.lost, :version
FROM (<sums>) AS counted WHERE 1 = 1
ON CONFLICT DO NOTHING RETURNING id, spent, held, lost, rollover
"""

_RECOUNT = """
UPDATE account SET spent = :spent, held = :held, lost = :lost, counted_under = :version,
    allowance = CASE WHEN :allowance > :spent + :held THEN :allowance ELSE :spent + :held END
WHERE id = :id AND spent = :seen_spent AND held = :seen_held AND lost = :seen_lost RETURNING id
"""

# The house rule: the database compares allowance and usage in the write itself.
_HOLD = f"""
UPDATE account SET held = held + :amount, allowance = :allowance + :rolls * rollover
WHERE {CURRENT} AND spent + held + lost + :amount <= :allowance + :rolls * rollover
RETURNING id
"""  # noqa: S608 - no value is in it

# The current allowance is stored even if none of it is needed.
_SYNC = f"""
UPDATE account SET allowance = CASE WHEN spent + held > :allowance + :rolls * rollover
    THEN spent + held ELSE :allowance + :rolls * rollover END
WHERE {CURRENT} RETURNING id
"""  # noqa: S608 - no value is in it

LAST_BEFORE = """
SELECT period_end_ms, allowance - spent - held AS unused FROM account
WHERE scope = 'member' AND guild_id = :guild_id AND user_id = :user_id
    AND period_start_ms < :period_start_ms
ORDER BY period_start_ms DESC LIMIT 1
"""

_NOTHING = "SELECT 0 AS held, 0 AS spent, 0 AS lost"

# Spending can't be below zero, but the sum can, because a reset gives back spending in its own period.
MEMBER_SUMS = """
SELECT CAST(COALESCE(SUM(held_change), 0) AS BIGINT) AS held,
    CAST(CASE WHEN SUM(spent_change) > 0 THEN SUM(spent_change) ELSE 0 END AS BIGINT) AS spent, 0 AS lost
FROM ledger JOIN account ON account.id = ledger.account_id
WHERE ledger.user_id = :user_id AND ledger.guild_id = :guild_id AND counts_at_ms >= :period_start_ms
    AND counts_at_ms < :period_end_ms AND kind <> 'carry' AND scope = 'member'
"""

_SUMS = """CAST(COALESCE(SUM(held_change), 0) AS BIGINT) AS held,
    CAST(COALESCE(SUM(spent_change), 0) AS BIGINT) AS spent"""

_COUNTS = "counts_at_ms >= :period_start_ms AND counts_at_ms < :period_end_ms AND generation_id IS NOT NULL"

SERVER_SUMS = f"""
SELECT {_SUMS}, 0 AS lost FROM ledger WHERE guild_id = :guild_id AND {_COUNTS}
"""  # noqa: S608 - no value is in it

OPERATOR_SERVER_SUMS = f"""
SELECT {_SUMS}, CAST(COALESCE(SUM(lost_change), 0) AS BIGINT) AS lost
FROM ledger WHERE guild_id = :guild_id AND {_COUNTS}
"""  # noqa: S608 - no value is in it

# Every server in the ledger, with one index lookup for each.
GUILDS = """guild (id) AS (
    SELECT MIN(guild_id) FROM ledger WHERE generation_id IS NOT NULL
    UNION ALL
    SELECT (SELECT MIN(guild_id) FROM ledger WHERE guild_id > guild.id AND generation_id IS NOT NULL)
    FROM guild WHERE guild.id IS NOT NULL
)"""

OPERATOR_SUMS = f"""
WITH RECURSIVE {GUILDS}
SELECT {_SUMS}, CAST(COALESCE(SUM(lost_change), 0) AS BIGINT) AS lost
FROM guild JOIN ledger ON ledger.guild_id = guild.id AND {_COUNTS}
"""  # noqa: S608 - no value is in it

SUMS = {
    "member": MEMBER_SUMS,
    "server": SERVER_SUMS,
    "operator_server": OPERATOR_SERVER_SUMS,
    "operator": OPERATOR_SUMS,
}


@dataclass(frozen=True, slots=True)
class AccountKey:
    """The unique key of an account. Without a guild or a user, that id is 0.

    `version` is that of the schedule of `period`.
    """

    scope: str
    guild_id: int
    user_id: int
    period: Period
    version: int = 0

    def values(self) -> dict[str, Value]:
        return {
            "guild_id": self.guild_id,
            "user_id": self.user_id,
            "period_start_ms": self.period.start_ms,
            "period_end_ms": self.period.end_ms,
            "version": self.version,
        }


def member_key(member: Member, policy: PolicySnapshot) -> AccountKey:
    return AccountKey("member", member.guild_id, member.user_id, policy.period, policy.schedule_version)


def member_key_at(member: Member, schedule: GuildSchedule, at_ms: int) -> AccountKey:
    """The member's account that something at `at_ms` counts on by the current schedule."""
    period = schedule.schedule.period(at_ms)
    return AccountKey("member", member.guild_id, member.user_id, period, schedule.version)


def cap_keys(guild_id: int, policy: PolicySnapshot) -> tuple[AccountKey, AccountKey, AccountKey]:
    """The accounts that limit a server as a whole, in their lock order."""
    return (
        AccountKey("server", guild_id, 0, policy.period, policy.schedule_version),
        AccountKey("operator_server", guild_id, 0, policy.month),
        AccountKey("operator", 0, 0, policy.month),
    )


def cap_keys_at(
    guild_id: int, schedule: GuildSchedule, at_ms: int
) -> tuple[AccountKey, AccountKey, AccountKey]:
    """Like `cap_keys`, for something that happened at `at_ms`."""
    month = month_of(at_ms)
    return (
        AccountKey("server", guild_id, 0, schedule.schedule.period(at_ms), schedule.version),
        AccountKey("operator_server", guild_id, 0, month),
        AccountKey("operator", 0, 0, month),
    )


def on(key: AccountKey, statement: str, values: Mapping[str, Value] | None = None) -> Statement:
    """The statement about this account.

    If a bound value could match the condition of a partial index, as `scope` could, SQLite plans the
    statement again each time. A hold took 75 µs instead of 14.
    """
    return _spelled_out(statement, key.scope), {**key.values(), **(values or {})}


@cache
def _spelled_out(statement: str, scope: str) -> str:
    return statement.replace("<scope>", f"'{scope}'").replace("<sums>", SUMS[scope])


def find_account(key: AccountKey) -> Transaction[Row | None]:
    """The account, stale or not. None if it was never opened."""
    rows: Rows = yield on(key, _FIND)
    return rows[0] if rows else None


def find_current(key: AccountKey) -> Transaction[Row | None]:
    """The account if it's open and not stale."""
    row = yield from find_account(key)
    return row if row is not None and row["counted_under"] >= key.version else None


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account, or what it would be if it were opened now (`id` is None) or recounted (`stale`)."""

    id: int | None
    spent: int = 0
    held: int = 0
    lost: int = 0
    rollover: int = 0
    stale: bool = False


def read_account(key: AccountKey, policy: PolicySnapshot) -> Transaction[AccountState]:
    """Reads the account, or sums up what it would start with. Writes nothing."""
    row = yield from find_account(key)
    if row is not None and row["counted_under"] >= key.version:
        return AccountState(row["id"], row["spent"], row["held"], row["lost"], row["rollover"])
    account_id, rollover = None, 0
    if row is not None:
        account_id, rollover = row["id"], row["rollover"]
    elif key.scope == "member":
        rollover = yield from _rollover(key, policy)
        if not _may_have_been_used(policy):
            return AccountState(None, rollover=rollover)
    [sums] = yield on(key, SUMS[key.scope])
    return AccountState(
        account_id, sums["spent"], sums["held"], sums["lost"], rollover, stale=row is not None
    )


def ensure_account(key: AccountKey, policy: PolicySnapshot, now_ms: int) -> Transaction[AccountState]:
    """The account, opened or recounted if needed."""
    while True:
        row = yield from find_account(key)
        if row is not None and row["counted_under"] >= key.version:
            return AccountState(row["id"], row["spent"], row["held"], row["lost"], row["rollover"])
        found = (yield from _open(key, policy, now_ms)) if row is None else None
        if row is not None:
            found = yield from _recount(key, policy, row, now_ms)
        if found is not None:
            return found


def hold_on(
    key: AccountKey, policy: PolicySnapshot, allowance: int, amount: int, now_ms: int
) -> Transaction[int | AccountState | None]:
    """Holds `amount` on the account and returns its id, or the unchanged account if that's not allowed.

    None, without a write, if there's neither a cap nor an account.
    """
    statement = on(key, _HOLD, {**_in_force(key, allowance), "amount": amount})
    rows = yield statement
    if not rows and key.scope != "member" and allowance >= UNLIMITED:
        return None
    if not rows:
        found = yield from ensure_account(key, policy, now_ms)
        rows = yield statement
        if not rows:
            return found
    account_id: int = rows[0]["id"]
    return account_id


def sync_allowance(key: AccountKey, policy: PolicySnapshot, allowance: int, now_ms: int) -> Transaction[None]:
    """Opens the account if necessary, and stores the current allowance."""
    statement = on(key, _SYNC, _in_force(key, allowance))
    if not (yield statement):
        yield from ensure_account(key, policy, now_ms)
        yield statement


def _open(key: AccountKey, policy: PolicySnapshot, now_ms: int) -> Transaction[AccountState | None]:
    """None if another transaction has just opened it, which can't happen on SQLite."""
    rollover, statement = 0, _OPEN
    if key.scope == "member":
        rollover = yield from _rollover(key, policy)
    if key.scope == "member" and not _may_have_been_used(policy):
        statement = _OPEN.replace("<sums>", _NOTHING)
    else:
        yield ALONE  # a parallel settlement would be missing in the sums and on the account
    values = {"allowance": _starting_allowance(key, policy, rollover), "rollover": rollover}
    rows = yield on(key, statement, values)
    if not rows:
        return None
    found = AccountState(rows[0]["id"], rows[0]["spent"], rows[0]["held"], rows[0]["lost"], rollover)
    yield from _carry(key, found, AccountState(None), now_ms)
    return found


def _recount(
    key: AccountKey, policy: PolicySnapshot, row: Row, now_ms: int
) -> Transaction[AccountState | None]:
    """None if something was booked on it meanwhile, which can't happen on SQLite."""
    yield ALONE  # as above
    [sums] = yield on(key, SUMS[key.scope])
    found = AccountState(row["id"], sums["spent"], sums["held"], sums["lost"], row["rollover"])
    values = {
        "id": found.id,
        "spent": found.spent,
        "held": found.held,
        "lost": found.lost,
        "seen_spent": row["spent"],
        "seen_held": row["held"],
        "seen_lost": row["lost"],
        "allowance": _starting_allowance(key, policy, found.rollover),
        "version": key.version,
    }
    if not (yield _RECOUNT, values):
        return None
    yield from _carry(key, found, AccountState(None, row["spent"], row["held"], row["lost"]), now_ms)
    return found


def _carry(key: AccountKey, found: AccountState, before: AccountState, now_ms: int) -> Transaction[None]:
    """Posts what the account's entries don't show yet."""
    held, spent, lost = found.held - before.held, found.spent - before.spent, found.lost - before.lost
    if held or spent or lost:
        owner = Owner(key.guild_id, key.user_id)
        yield from post_entry("carry", owner, now_ms, found.id, held=held, spent=spent, lost=lost)


def _starting_allowance(key: AccountKey, policy: PolicySnapshot, rollover: int) -> int:
    return with_rollover(policy.allowance.tokens, rollover) if key.scope == "member" else UNLIMITED


def _in_force(key: AccountKey, allowance: int) -> dict[str, Value]:
    rolls = key.scope == "member" and with_rollover(allowance, 1) > allowance
    return {"allowance": allowance, "rolls": int(rolls)}


def _may_have_been_used(policy: PolicySnapshot) -> bool:
    """Whether members could have used something in this period before its account was opened."""
    return policy.schedule_version > 0 and policy.schedule_changed_at_ms >= policy.period.start_ms


def _rollover(key: AccountKey, policy: PolicySnapshot) -> Transaction[int]:
    if policy.server.rollover == 0:
        return 0
    rows = yield LAST_BEFORE, key.values()
    last = LastPeriod(rows[0]["period_end_ms"], rows[0]["unused"]) if rows else None
    return rolled_over(policy.server.rollover, policy.allowance.tokens, last, key.period.start_ms)

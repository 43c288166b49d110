"""Compares the ledger's sums with the stored balances and the provider's charges.

Sums are cast, because PostgreSQL would make them decimals.
"""

from bot.budgets.books import Charge, Difference
from bot.generation.model import OPEN_STATES
from bot.storage.database import Row, Rows, Transaction
from bot.storage.repositories.accounts import GUILDS
from bot.storage.repositories.generation_rows import ENDED, OPEN, generation_of
from bot.storage.repositories.repository import Repository, reads

# An account's amounts are the sums of its rows, in any of their columns. Losses only count on the owner's
# accounts. A grant's allowance is the granted amount.
_ACCOUNTS = """
SELECT account.id, scope, guild_id, user_id, period_start_ms, allowance, held, spent, lost,
    COALESCE(booked_held, 0) AS booked_held, COALESCE(booked_spent, 0) AS booked_spent,
    COALESCE(booked_lost, 0) AS booked_lost,
    CASE scope WHEN 'grant' THEN COALESCE(booked_granted, 0) ELSE allowance END AS booked_allowance
FROM account
LEFT JOIN (
    SELECT account_id, CAST(SUM(held_change) AS BIGINT) AS booked_held,
        CAST(SUM(spent_change) AS BIGINT) AS booked_spent, CAST(SUM(lost_change) AS BIGINT) AS booked_lost,
        CAST(SUM(granted_change) AS BIGINT) AS booked_granted
    FROM (
        SELECT account_id, held_change, spent_change,
            CASE kind WHEN 'carry' THEN lost_change ELSE 0 END AS lost_change, granted_change
        FROM ledger WHERE account_id IS NOT NULL
        UNION ALL
        SELECT server_account_id, held_change, spent_change, 0, 0 FROM ledger
        WHERE server_account_id IS NOT NULL
        UNION ALL
        SELECT operator_server_account_id, held_change, spent_change, lost_change, 0 FROM ledger
        WHERE operator_server_account_id IS NOT NULL
        UNION ALL
        SELECT operator_account_id, held_change, spent_change, lost_change, 0 FROM ledger
        WHERE operator_account_id IS NOT NULL
    ) AS rows_of_accounts
    GROUP BY account_id
) AS booked ON booked.account_id = account.id
WHERE held <> COALESCE(booked_held, 0) OR spent <> COALESCE(booked_spent, 0)
    OR lost <> COALESCE(booked_lost, 0) OR (scope = 'grant' AND allowance <> COALESCE(booked_granted, 0))
ORDER BY account.id
"""

# A cap account has everything that the ledger counts in its period, whenever it was opened. One of an earlier
# schedule isn't in use.
_CAPS = f"""
WITH RECURSIVE {GUILDS}
SELECT account.id, scope, account.guild_id, account.user_id, account.held, account.spent, account.lost,
    CAST(COALESCE(SUM(held_change), 0) AS BIGINT) AS counted_held,
    CAST(COALESCE(SUM(spent_change), 0) AS BIGINT) AS counted_spent,
    CASE scope WHEN 'server' THEN 0 ELSE CAST(COALESCE(SUM(lost_change), 0) AS BIGINT) END AS counted_lost
FROM account
LEFT JOIN guild_policy ON guild_policy.guild_id = account.guild_id
JOIN guild ON scope = 'operator' OR guild.id = account.guild_id
LEFT JOIN ledger ON ledger.guild_id = guild.id AND counts_at_ms >= period_start_ms
    AND counts_at_ms < period_end_ms AND generation_id IS NOT NULL
WHERE scope IN ('server', 'operator_server', 'operator') AND guild.id IS NOT NULL
    AND (scope <> 'server' OR counted_under >= COALESCE(schedule_version, 0))
GROUP BY account.id, scope, account.guild_id, account.user_id, account.held, account.spent, account.lost
ORDER BY account.id
"""  # noqa: S608 - no value is in it

# An open generation holds its price, and one that has ended holds nothing.
_HOLDS = f"""
SELECT generation.id AS id, state, COALESCE(ledger_held, 0) AS found,
    CASE WHEN state IN ({OPEN}) THEN price ELSE 0 END AS expected
FROM generation
LEFT JOIN (
    SELECT generation_id, CAST(SUM(held_change) AS BIGINT) AS ledger_held FROM ledger
    WHERE generation_id IS NOT NULL GROUP BY generation_id
) AS booked ON booked.generation_id = generation.id
WHERE COALESCE(ledger_held, 0)
    <> CASE WHEN state IN ({OPEN}) THEN price ELSE 0 END
ORDER BY generation.id
"""  # noqa: S608 - states only

# A charge is booked when its generation ends, partly on the member and the rest on the owner.
_COSTS = f"""
SELECT generation.id AS id, state, COALESCE(ledger_spent, 0) AS found,
    CASE WHEN state IN ({ENDED}) THEN COALESCE(cost, 0) ELSE 0 END AS expected
FROM generation
LEFT JOIN (
    SELECT generation_id, CAST(SUM(spent_change + lost_change) AS BIGINT) AS ledger_spent FROM ledger
    WHERE generation_id IS NOT NULL GROUP BY generation_id
) AS booked ON booked.generation_id = generation.id
WHERE COALESCE(ledger_spent, 0)
    <> CASE WHEN state IN ({ENDED}) THEN COALESCE(cost, 0) ELSE 0 END
ORDER BY generation.id
"""  # noqa: S608 - states only

# One sum for each of the ledger's indexes. A release spends nothing, and a refund moves an amount from one
# side to the other.
_CHARGES = """
SELECT generation.*,
    COALESCE((
        SELECT CAST(SUM(spent_change) AS BIGINT) FROM ledger
        WHERE generation_id = generation.id AND kind IN ('settle', 'release')
    ), 0) AS settled,
    COALESCE((
        SELECT CAST(SUM(lost_change) AS BIGINT) FROM ledger
        WHERE generation_id = generation.id AND kind = 'loss'
    ), 0) AS lost,
    COALESCE((
        SELECT CAST(SUM(lost_change) AS BIGINT) FROM ledger
        WHERE generation_id = generation.id AND kind = 'refund'
    ), 0) + COALESCE((
        SELECT CAST(SUM(lost_change) AS BIGINT) FROM ledger
        WHERE generation_id = generation.id AND kind = 'undo' AND generation_id IS NOT NULL
    ), 0) AS refunded
FROM generation
WHERE requested_at_ms >= :since_ms AND requested_at_ms < :until_ms
ORDER BY requested_at_ms, id
"""


class BooksRepository(Repository):
    """See `bot.budgets.books.Books`. Reads the whole history without blocking a writer."""

    @reads
    def differences(self) -> Transaction[list[Difference]]:
        accounts = yield _ACCOUNTS, {}
        found = [difference for row in accounts for difference in _of_account(row)]
        found += [difference for row in (yield _CAPS, {}) for difference in _of_cap(row)]
        found += _of_generations((yield _HOLDS, {}), "tokens held")
        found += _of_generations((yield _COSTS, {}), "tokens charged")
        return found

    @reads
    def charges(self, since_ms: int, until_ms: int) -> Transaction[list[Charge]]:
        rows = yield _CHARGES, {"since_ms": since_ms, "until_ms": until_ms}
        return [_charge(row) for row in rows]


def _name(row: Row) -> str:
    ids = (("user", row["user_id"]), ("server", row["guild_id"]))
    owner = " of ".join(f"{word} {number}" for word, number in ids if number)
    return f"{row['scope']} account {row['id']}" + (f" ({owner})" if owner else "")


def _of_cap(row: Row) -> list[Difference]:
    return [
        Difference(
            f"{_name(row)}: tokens {what} in its period", expected=row[f"counted_{what}"], found=row[what]
        )
        for what in ("held", "spent", "lost")
        if row[f"counted_{what}"] != row[what]
    ]


def _of_account(row: Row) -> list[Difference]:
    return [
        Difference(f"{_name(row)}: tokens {what}", expected=row[f"booked_{column}"], found=row[column])
        for what, column in (("held", "held"), ("spent", "spent"), ("lost", "lost"), ("granted", "allowance"))
        if row[f"booked_{column}"] != row[column]
    ]


def _of_generations(rows: Rows, what: str) -> list[Difference]:
    return [
        Difference(
            f"generation {row['id']} ({row['state']}): {what}", expected=row["expected"], found=row["found"]
        )
        for row in rows
    ]


def _charge(row: Row) -> Charge:
    generation = generation_of(row)
    return Charge(
        generation_id=generation.id,
        request_id=generation.request_id,
        at_ms=row["requested_at_ms"],
        paid=row["settled"] - row["refunded"],
        lost=row["lost"] + row["refunded"],
        open=generation.state in OPEN_STATES,
    )

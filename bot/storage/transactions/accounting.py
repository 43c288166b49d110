"""The books: what the ledger's rows add up to, against what is stored and what the provider charged.

Sums are cast, since PostgreSQL would make them decimals.
"""

from bot.budgets.books import Charge, Difference
from bot.generation.life import OPEN_STATES
from bot.storage.database import Row, Rows, Transaction
from bot.storage.rows import generation_of

_ACCOUNTS = """
SELECT scope, guild_id, user_id, period_start_ms, held, spent, ledger_held, ledger_spent
FROM account
LEFT JOIN (
    SELECT account_id, CAST(SUM(held_change) AS BIGINT) AS ledger_held,
        CAST(SUM(spent_change) AS BIGINT) AS ledger_spent
    FROM ledger WHERE account_id IS NOT NULL GROUP BY account_id
) AS booked ON booked.account_id = account.id
WHERE held <> COALESCE(ledger_held, 0) OR spent <> COALESCE(ledger_spent, 0)
ORDER BY account.id
"""

# An open generation holds its price, one that has ended holds nothing.
_HOLDS = """
SELECT generation.id AS id, state, COALESCE(ledger_held, 0) AS found,
    CASE WHEN state IN ('held', 'requested', 'generated') THEN price ELSE 0 END AS expected
FROM generation
LEFT JOIN (
    SELECT generation_id, CAST(SUM(held_change) AS BIGINT) AS ledger_held FROM ledger
    WHERE generation_id IS NOT NULL GROUP BY generation_id
) AS booked ON booked.generation_id = generation.id
WHERE COALESCE(ledger_held, 0)
    <> CASE WHEN state IN ('held', 'requested', 'generated') THEN price ELSE 0 END
ORDER BY generation.id
"""

# What was charged is booked when a generation ends: part of it on the member, the rest on the operator.
_COSTS = """
SELECT generation.id AS id, state, COALESCE(ledger_spent, 0) AS found,
    CASE WHEN state IN ('delivered', 'released', 'lost') THEN COALESCE(cost, 0) ELSE 0 END AS expected
FROM generation
LEFT JOIN (
    SELECT generation_id, CAST(SUM(spent_change) AS BIGINT) AS ledger_spent FROM ledger
    WHERE generation_id IS NOT NULL GROUP BY generation_id
) AS booked ON booked.generation_id = generation.id
WHERE COALESCE(ledger_spent, 0)
    <> CASE WHEN state IN ('delivered', 'released', 'lost') THEN COALESCE(cost, 0) ELSE 0 END
ORDER BY generation.id
"""

# `settle` and `release` together, as the index on resolutions has them; a release spends nothing.
_CHARGES = """
SELECT generation.*,
    COALESCE((
        SELECT CAST(SUM(spent_change) AS BIGINT) FROM ledger
        WHERE generation_id = generation.id AND kind IN ('settle', 'release')
    ), 0) AS paid,
    COALESCE((
        SELECT CAST(SUM(spent_change) AS BIGINT) FROM ledger
        WHERE generation_id = generation.id AND kind = 'loss'
    ), 0) AS lost
FROM generation
WHERE requested_at_ms >= :since_ms AND requested_at_ms < :until_ms
ORDER BY requested_at_ms, id
"""


def differences() -> Transaction[list[Difference]]:
    """See `Books.differences`."""
    accounts = yield _ACCOUNTS, {}
    found = [difference for row in accounts for difference in _of_account(row)]
    found += _of_generations((yield _HOLDS, {}), "tokens held")
    found += _of_generations((yield _COSTS, {}), "tokens charged")
    return found


def charges(since_ms: int, until_ms: int) -> Transaction[list[Charge]]:
    """See `Books.charges`."""
    rows = yield _CHARGES, {"since_ms": since_ms, "until_ms": until_ms}
    return [_charge(row) for row in rows]


def _of_account(row: Row) -> list[Difference]:
    name = (
        f"{row['scope']} {row['user_id']} of server {row['guild_id']}, period from {row['period_start_ms']}"
    )
    pairs = (("held", row["ledger_held"], row["held"]), ("spent", row["ledger_spent"], row["spent"]))
    return [
        Difference(f"{name}: tokens {what}", expected=booked or 0, found=stored)
        for what, booked, stored in pairs
        if (booked or 0) != stored
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
        paid=row["paid"],
        lost=row["lost"],
        open=generation.state in OPEN_STATES,
    )

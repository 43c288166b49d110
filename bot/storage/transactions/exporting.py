"""Everything there is about one user, and everything there is for the operator, row by row."""

from typing import Any

from bot.budgets.exports import What
from bot.storage.database import Row, Rows, Transaction

PORTION = 1_000

# Discord's interaction tokens are nobody's data: whoever has one can speak for the bot.
_OF_USER = {
    "pictures": """
        SELECT id, guild_id, channel_id, message_id, user_name, prompt, width, height, seed, format, preset,
            private, spoiler, price, cost, state, reason, held_at_ms, requested_at_ms, generated_at_ms,
            ended_at_ms, refunded_at_ms, inference_id
        FROM generation WHERE user_id = :user_id ORDER BY guild_id, id
    """,
    "accounts": """
        SELECT id, scope, guild_id, period_start_ms, period_end_ms, allowance, rollover, spent, held
        FROM account WHERE user_id = :user_id ORDER BY id
    """,
    "grants": """
        SELECT account_id, source, given_by, reason FROM token_grant
        WHERE account_id IN (SELECT id FROM account WHERE user_id = :user_id) ORDER BY account_id
    """,
    "ledger": """
        SELECT id, at_ms, kind, account_id, guild_id, generation_id, held_change, spent_change, lost_change,
            granted_change, actor_id, reason
        FROM ledger WHERE user_id = :user_id ORDER BY id
    """,
    "set_by_moderators": "SELECT * FROM member_policy WHERE user_id = :user_id ORDER BY guild_id",
    "promises_claimed": """
        SELECT promise_id, account_id, at_ms FROM role_promise_claim
        WHERE user_id = :user_id ORDER BY promise_id
    """,
    "promises_made": "SELECT * FROM role_promise WHERE made_by = :user_id ORDER BY id",
    "audit_about": "SELECT * FROM audit WHERE user_id = :user_id ORDER BY id",
    "audit_by": "SELECT * FROM audit WHERE actor_id = :user_id ORDER BY id",
    "notices": "SELECT * FROM notice WHERE user_id = :user_id ORDER BY id",
    "erasing_asked": "SELECT asked_at_ms FROM erasure WHERE user_id = :user_id",
}

COLUMNS: dict[What, tuple[str, ...]] = {
    What.AUDIT: (
        "id", "at_ms", "guild_id", "actor_id", "kind", "user_id", "role_id", "old", "new", "reason"
    ),
    What.LEDGER: (
        "id", "at_ms", "kind", "scope", "account_id", "guild_id", "user_id", "generation_id", "part",
        "held_change", "spent_change", "lost_change", "granted_change", "actor_id", "reason"
    ),
    What.USAGE: ("day", "guild_id", "user_id", "tokens", "pictures"),
}  # fmt: skip

AUDIT = """
SELECT * FROM audit
WHERE id > :after AND at_ms >= :since_ms AND guild_id BETWEEN :first_guild AND :last_guild
ORDER BY id LIMIT :limit
"""

LEDGER = """
SELECT ledger.*, scope FROM ledger LEFT JOIN account ON account.id = ledger.account_id
WHERE ledger.id > :after AND ledger.at_ms >= :since_ms
    AND ledger.guild_id BETWEEN :first_guild AND :last_guild
ORDER BY ledger.id LIMIT :limit
"""

_LAST_ID = 2**63 - 1

NEXT_GUILD = """
SELECT MIN(guild_id) AS guild_id FROM ledger WHERE guild_id > :after AND kind IN ('settle', 'refund')
"""

NEXT_USE = """
SELECT MIN(at_ms) AS at_ms FROM ledger
WHERE guild_id = :guild_id AND at_ms >= :from_ms AND kind IN ('settle', 'refund')
"""


def of_user(user_id: int) -> Transaction[dict[str, Any]]:
    """See `Privacy.export`."""
    found: dict[str, Any] = {"user_id": user_id}
    for name, statement in _OF_USER.items():
        found[name] = _plain((yield statement, {"user_id": user_id}))
    return found


def portion(what: What, after: int, since_ms: int, guild_id: int | None) -> Transaction[list[Row]]:
    """The next rows of the audit or the ledger, after the id `after`."""
    statement = AUDIT if what is What.AUDIT else LEDGER
    guilds = (0, _LAST_ID) if guild_id is None else (guild_id, guild_id)
    values = {"after": after, "since_ms": since_ms, "first_guild": guilds[0], "last_guild": guilds[1]}
    return (yield statement, {**values, "limit": PORTION})


def next_guild(after: int) -> Transaction[int | None]:
    """The next server on which anything was used."""
    [row] = yield NEXT_GUILD, {"after": after}
    found: int | None = row["guild_id"]
    return found


def next_use(guild_id: int, from_ms: int) -> Transaction[int | None]:
    """When a server next used anything, not before `from_ms`."""
    [row] = yield NEXT_USE, {"guild_id": guild_id, "from_ms": from_ms}
    found: int | None = row["at_ms"]
    return found


def _plain(rows: Rows) -> list[dict[str, Any]]:
    return [{column: row[column] for column in row.keys()} for row in rows]  # noqa: SIM118 - no mapping

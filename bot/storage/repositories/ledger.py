"""The ledger's entries, which are only written here."""

from dataclasses import dataclass

from bot.storage.database import Row, Transaction, Value

_POST = """
INSERT INTO ledger (
    at_ms, counts_at_ms, kind, account_id, server_account_id, operator_server_account_id, operator_account_id,
    guild_id, user_id, generation_id, part, held_change, spent_change, lost_change, granted_change, actor_id,
    reason, audit_id
) VALUES (
    :at_ms, :counts_at_ms, :kind, :account_id, :server_account_id, :operator_server_account_id,
    :operator_account_id, :guild_id, :user_id, :generation_id, :part, :held_change, :spent_change,
    :lost_change, :granted_change, :actor_id, :reason, :audit_id
)
"""


# What members paid for pictures minus refunds. The index `ledger_use` has the same condition.
PAID = "kind IN ('settle', 'refund', 'undo') AND generation_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class CapAccounts:
    """The ids of the cap accounts that an entry counts on besides its own. None if there's none."""

    server: int | None = None
    operator_server: int | None = None
    operator: int | None = None


NO_CAPS = CapAccounts()


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of an entry. `user_id` is 0 if it's no member's."""

    guild_id: int
    user_id: int


def post_entry(
    kind: str,
    owner: Owner,
    at_ms: int,
    account_id: int | None,
    *,
    counts_at_ms: int | None = None,
    caps: CapAccounts = NO_CAPS,
    generation_id: int | None = None,
    part: int = 0,
    held: int = 0,
    spent: int = 0,
    lost: int = 0,
    granted: int = 0,
    actor_id: int | None = None,
    reason: str | None = None,
    audit_id: int | None = None,
) -> Transaction[None]:
    """Writes one entry. Amounts are changes in tokens. The caller changes the accounts themselves.

    `counts_at_ms` decides the period where it counts. The default is `at_ms`.
    """
    values: dict[str, Value] = {
        "at_ms": at_ms,
        "counts_at_ms": at_ms if counts_at_ms is None else counts_at_ms,
        "kind": kind,
        "account_id": account_id,
        "server_account_id": caps.server,
        "operator_server_account_id": caps.operator_server,
        "operator_account_id": caps.operator,
        "guild_id": owner.guild_id,
        "user_id": owner.user_id,
        "generation_id": generation_id,
        "part": part,
        "held_change": held,
        "spent_change": spent,
        "lost_change": lost,
        "granted_change": granted,
        "actor_id": actor_id,
        "reason": reason,
        "audit_id": audit_id,
    }
    yield _POST, values


def cap_accounts_of(row: Row) -> CapAccounts:
    """The cap accounts in a row of the ledger."""
    return CapAccounts(
        row["server_account_id"], row["operator_server_account_id"], row["operator_account_id"]
    )

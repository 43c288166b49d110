"""The ledger's rows: the only place where they are written."""

from dataclasses import dataclass

from bot.storage.database import Row, Transaction, Value

_POST = """
INSERT INTO ledger (
    at_ms, kind, account_id, server_account_id, operator_server_account_id, operator_account_id, guild_id,
    user_id, generation_id, part, held_change, spent_change, lost_change, granted_change, actor_id, reason
) VALUES (
    :at_ms, :kind, :account_id, :server_account_id, :operator_server_account_id, :operator_account_id,
    :guild_id, :user_id, :generation_id, :part, :held_change, :spent_change, :lost_change, :granted_change,
    :actor_id, :reason
)
"""


@dataclass(frozen=True, slots=True)
class CapAccounts:
    """The accounts that a row counts on beside its own, by their ids; None where it does not."""

    server: int | None = None
    operator_server: int | None = None
    operator: int | None = None


NOTHING = CapAccounts()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose row it is. `user_id` 0: no member's."""

    guild_id: int
    user_id: int


def post_entry(
    kind: str,
    owner: Owner,
    at_ms: int,
    account_id: int | None,
    *,
    caps: CapAccounts = NOTHING,
    generation_id: int | None = None,
    part: int = 0,
    held: int = 0,
    spent: int = 0,
    lost: int = 0,
    granted: int = 0,
    actor_id: int | None = None,
    reason: str | None = None,
) -> Transaction[None]:
    """Writes one row; amounts are changes, in tokens. The accounts themselves are the caller's to change."""
    values: dict[str, Value] = {
        "at_ms": at_ms,
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
    }
    yield _POST, values


def cap_accounts_of(row: Row) -> CapAccounts:
    """The cap accounts of a row of the ledger."""
    return CapAccounts(
        row["server_account_id"], row["operator_server_account_id"], row["operator_account_id"]
    )

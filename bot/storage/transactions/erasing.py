"""How a member's data goes, and a server's. The promise is in `bot.budgets.privacy`."""

from dataclasses import dataclass

from bot.budgets.privacy import KEEP_NOTICES_MS, Erased
from bot.budgets.refusals import StillUnderWay
from bot.storage.database import Transaction

UNDER_WAY = """
SELECT count(*) AS running FROM generation
WHERE user_id = :user_id AND state IN ('held', 'requested', 'generated')
"""

# Texts, links and the provider's ids: at once, of every picture there is.
BLANK = """
UPDATE generation SET prompt = '', user_name = '', reply_token = NULL, channel_id = 0, message_id = NULL,
    inference_id = NULL, told_at_ms = COALESCE(told_at_ms, ended_at_ms)
WHERE user_id = :user_id RETURNING id
"""

AT_ONCE = (
    "DELETE FROM notice WHERE user_id = :user_id",
    "UPDATE audit SET user_id = :nobody, reason = NULL WHERE user_id = :user_id",
    "UPDATE audit SET actor_id = :nobody WHERE actor_id = :user_id",
    "UPDATE ledger SET actor_id = :nobody WHERE actor_id = :user_id AND actor_id <> user_id",
    "UPDATE member_policy SET frozen_by = :nobody WHERE frozen_by = :user_id",
    "UPDATE token_grant SET given_by = :nobody WHERE given_by = :user_id",
    """
    UPDATE token_grant SET reason = NULL
    WHERE account_id IN (SELECT id FROM account WHERE user_id = :user_id)
    """,
)

# What is over, in the order in which one follows from the other: an account that still runs keeps its rows,
# and the pictures that those are about. A picture of after the asking is new, and stays with its rows.
ONCE_OVER = (
    """
    UPDATE account SET user_id = :nobody
    WHERE user_id = :user_id AND id <= :last_account_id
        AND (period_end_ms <= :now_ms OR (scope = 'grant' AND spent >= allowance))
    """,
    """
    UPDATE ledger SET user_id = :nobody,
        actor_id = CASE WHEN actor_id = user_id THEN :nobody ELSE actor_id END
    WHERE user_id = :user_id AND NOT EXISTS (
        SELECT 1 FROM account WHERE account.id = ledger.account_id AND account.user_id = :user_id
    ) AND NOT EXISTS (
        SELECT 1 FROM generation WHERE generation.id = generation_id AND held_at_ms > :asked_at_ms
    )
    """,
    """
    UPDATE generation SET user_id = :nobody
    WHERE user_id = :user_id AND held_at_ms <= :asked_at_ms AND NOT EXISTS (
        SELECT 1 FROM ledger
        WHERE generation_id = generation.id AND kind = 'hold' AND ledger.user_id = :user_id
    )
    """,
    """
    UPDATE role_promise_claim SET user_id = :nobody
    WHERE user_id = :user_id AND at_ms <= :asked_at_ms AND promise_id IN (
        SELECT id FROM role_promise WHERE revoked_at_ms IS NOT NULL OR ends_at_ms <= :now_ms
    )
    """,
    """
    UPDATE role_promise SET made_by = :nobody, reason = NULL
    WHERE made_by = :user_id AND (revoked_at_ms IS NOT NULL OR ends_at_ms <= :now_ms)
    """,
    """
    DELETE FROM member_policy WHERE user_id = :user_id AND allowance IS NULL AND frozen_until_ms <= :now_ms
    """,
    """
    UPDATE member_policy
    SET frozen_at_ms = NULL, frozen_until_ms = NULL, frozen_by = NULL, freeze_reason = NULL
    WHERE user_id = :user_id AND frozen_until_ms <= :now_ms
    """,
)

STAYS = """
SELECT EXISTS (SELECT 1 FROM account WHERE user_id = :user_id AND id <= :last_account_id)
    OR EXISTS (SELECT 1 FROM role_promise_claim WHERE user_id = :user_id AND at_ms <= :asked_at_ms)
    OR EXISTS (SELECT 1 FROM role_promise WHERE made_by = :user_id AND made_at_ms <= :asked_at_ms)
    OR EXISTS (SELECT 1 FROM member_policy WHERE user_id = :user_id) AS stays
"""

REMEMBER = """
INSERT INTO erasure (user_id, asked_at_ms, last_account_id)
VALUES (:user_id, :asked_at_ms, :last_account_id)
ON CONFLICT (user_id) DO UPDATE SET
    asked_at_ms = excluded.asked_at_ms, last_account_id = excluded.last_account_id
"""

FORGET = "DELETE FROM erasure WHERE user_id = :user_id"

LAST_ACCOUNT = "SELECT COALESCE(MAX(id), 0) AS last FROM account"

UNFINISHED = "SELECT * FROM erasure ORDER BY user_id"

PRUNE_NOTICES = "DELETE FROM notice WHERE at_ms <= :until_ms"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked to have their data erased, when, and the newest account of anybody's at that time."""

    user_id: int
    at_ms: int
    last_account_id: int


def erase(user_id: int, nobody: int, now_ms: int) -> Transaction[Erased]:
    """See `Privacy.erase`. `nobody`: a negative number that stands for no one else."""
    [row] = yield UNDER_WAY, {"user_id": user_id}
    if row["running"]:
        raise StillUnderWay(row["running"])
    blanked = yield BLANK, {"user_id": user_id}
    for statement in AT_ONCE:
        yield statement, {"user_id": user_id, "nobody": nobody}
    [newest] = yield LAST_ACCOUNT, {}
    stays = yield from finish(Asked(user_id, now_ms, newest["last"]), nobody, now_ms)
    return Erased(len(blanked), stays)


def unfinished() -> Transaction[list[Asked]]:
    """Of whom something is left to do."""
    rows = yield UNFINISHED, {}
    return [Asked(row["user_id"], row["asked_at_ms"], row["last_account_id"]) for row in rows]


def finish(asked: Asked, nobody: int, now_ms: int) -> Transaction[bool]:
    """Takes the user id off what is over by now. Whether something stays under it."""
    who = {
        "user_id": asked.user_id,
        "asked_at_ms": asked.at_ms,
        "last_account_id": asked.last_account_id,
    }
    for statement in ONCE_OVER:
        yield statement, {**who, "nobody": nobody, "now_ms": now_ms}
    [row] = yield STAYS, who
    if row["stays"]:
        yield REMEMBER, who
    else:
        yield FORGET, {"user_id": asked.user_id}
    return bool(row["stays"])


def prune_notices(now_ms: int) -> Transaction[None]:
    """Forgets notices of long ago: whom they did not reach by now, they tell nothing new."""
    yield PRUNE_NOTICES, {"until_ms": now_ms - KEEP_NOTICES_MS}

"""Makes, revokes and lists role grants. The hold claims them."""

from bot.audit.model import Change
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.grants import Claim, NewRoleGrant, RoleGrant
from bot.budgets.policy import Act
from bot.budgets.refusals import EveryoneIsNoRole, NoSuchPromise, TooManyRoleGrants
from bot.storage.database import Transaction
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.member_policy import check_amount, refuse_past
from bot.storage.repositories.policy_snapshot import role_grant_of
from bot.storage.repositories.repository import Repository, reads, writes

_CLAIMS = "(SELECT count(*) FROM role_promise_claim WHERE promise_id = role_promise.id) AS claims"

_MAKE = """
INSERT INTO role_promise (
    guild_id, role_id, amount, made_at_ms, ends_at_ms, grant_expires_at_ms, made_by, maker_may_claim, reason
) VALUES (
    :guild_id, :role_id, :amount, :now_ms, :ends_at_ms, :grant_expires_at_ms, :made_by, :maker_may_claim,
    :reason
) RETURNING *, 0 AS claims
"""

_REVOKE = """
UPDATE role_promise SET revoked_at_ms = :now_ms
WHERE id = :id AND guild_id = :guild_id AND revoked_at_ms IS NULL AND ends_at_ms > :now_ms RETURNING id
"""

GET = f"""
SELECT role_promise.*, {_CLAIMS} FROM role_promise WHERE id = :id AND guild_id = :guild_id
"""  # noqa: S608 - no value is in it

STANDING = f"""
SELECT role_promise.*, {_CLAIMS} FROM role_promise
WHERE guild_id = :guild_id AND revoked_at_ms IS NULL AND ends_at_ms > :now_ms ORDER BY id DESC
"""  # noqa: S608 - no value is in it

OPEN = """
SELECT count(*) AS grants FROM role_promise
WHERE guild_id = :guild_id AND revoked_at_ms IS NULL AND ends_at_ms > :now_ms
"""

# A member claims all of them with one picture, while everyone else's holds wait.
MOST_OPEN = 100

CLAIMS = """
SELECT user_id, at_ms FROM role_promise_claim
WHERE promise_id = :id AND user_id > :after ORDER BY user_id LIMIT :limit
"""


class RoleGrantRepository(Repository):
    """See `bot.budgets.grants.RoleGrants`."""

    @writes
    def make(self, guild_id: int, promise: NewRoleGrant, act: Act) -> Transaction[Change[RoleGrant]]:
        if promise.role_id == guild_id:
            raise EveryoneIsNoRole
        check_amount(promise.amount)
        refuse_past(promise.ends_at_ms, act)
        refuse_past(promise.grant_expires_at_ms, act)
        values = {
            "guild_id": guild_id,
            "role_id": promise.role_id,
            "amount": promise.amount,
            "now_ms": act.at_ms,
            "ends_at_ms": promise.ends_at_ms,
            "grant_expires_at_ms": promise.grant_expires_at_ms,
            "made_by": act.actor.user_id,
            "maker_may_claim": int(act.actor.is_administrator),
            "reason": act.reason,
        }
        made = role_grant_of((yield _MAKE, values)[0])
        [found] = yield OPEN, {"guild_id": guild_id, "now_ms": act.at_ms}
        if found["grants"] > MOST_OPEN:
            raise TooManyRoleGrants(MOST_OPEN)
        new = {
            "promise_id": made.id,
            "amount": made.amount,
            "ends_at_ms": made.ends_at_ms,
            "grant_expires_at_ms": made.grant_expires_at_ms,
        }
        entry = Entry(QuotaAct.PROMISE_MADE, guild_id, role_id=made.role_id, new=new)
        return Change(made, (yield from note_act(entry, act)))

    @writes
    def revoke(self, guild_id: int, promise_id: int, act: Act) -> Transaction[Change[RoleGrant]]:
        if not (yield _REVOKE, {"id": promise_id, "guild_id": guild_id, "now_ms": act.at_ms}):
            raise NoSuchPromise
        [row] = yield GET, {"id": promise_id, "guild_id": guild_id}
        revoked = role_grant_of(row)
        entry = Entry(
            QuotaAct.PROMISE_REVOKED,
            guild_id,
            role_id=revoked.role_id,
            old={"promise_id": revoked.id, "amount": revoked.amount, "ends_at_ms": revoked.ends_at_ms},
            new={"claims": revoked.claims},
        )
        return Change(revoked, (yield from note_act(entry, act)))

    @reads
    def standing(self, guild_id: int, now_ms: int) -> Transaction[list[RoleGrant]]:
        return [role_grant_of(row) for row in (yield STANDING, {"guild_id": guild_id, "now_ms": now_ms})]

    @reads
    def get(self, guild_id: int, promise_id: int) -> Transaction[RoleGrant | None]:
        rows = yield GET, {"id": promise_id, "guild_id": guild_id}
        return role_grant_of(rows[0]) if rows else None

    @reads
    def claims(self, promise_id: int, *, after: int = 0, limit: int = 100) -> Transaction[list[Claim]]:
        rows = yield CLAIMS, {"id": promise_id, "after": after, "limit": limit}
        return [Claim(row["user_id"], row["at_ms"]) for row in rows]

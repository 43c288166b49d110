"""What the audit log says about budgets."""

from bot.audit.kinds import AuditKind, register


@register
class QuotaAct(AuditKind):
    """The comments list the fields of `old` and `new`. Amounts are tokens, times are ms."""

    # The fields that differ. A schedule has cycle, zone, week_starts_on. New: raises_own, if it also raised
    # the budget of the moderator who did it, and they aren't an administrator.
    SERVER_SET = "server_set", "server"
    ROLE_SET = "role_set", "roles"  # allowance (old is None if there was no tier)
    ROLE_CLEARED = "role_cleared", "roles"  # allowance
    MEMBER_SET = "member_set", "members"  # allowance (None: by role or default, like everyone else)
    GRANTED = "granted", "members"  # new: grant_id, amount, expires_at_ms
    DEDUCTED = "deducted", "members"  # old: left (before); new: left, from_grants, from_allowance
    RESET = "reset", "members"  # spent
    FROZEN = "frozen", "members"  # until_ms; old only if it replaced a freeze
    UNFROZEN = "unfrozen", "members"  # old: until_ms
    REFUNDED = "refunded", "pictures"  # new: generation_id, restored, granted
    PROMISE_MADE = "promise_made", "role_grants"  # new: promise_id, amount, ends_at_ms, grant_expires_at_ms
    PROMISE_REVOKED = "promise_revoked", "role_grants"  # old: promise_id, amount, ends_at_ms; new: claims
    PROMISE_CLAIMED = "promise_claimed", "role_grants"  # new: promise_id, grant_id, amount; by the member
    OPERATOR_CAP = "operator_cap", "owner"  # scope, cap
    PAUSED = "paused", "owner"  # new: message
    RESUMED = "resumed", "owner"  # old: message
    # The fields of the entry that it undoes, reversed. `new` also has its audit_id and kind.
    UNDONE = "undone", "undo"

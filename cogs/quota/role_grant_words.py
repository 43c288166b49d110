"""What moderators read about tokens promised to a role."""

from collections.abc import Sequence

from bot.budgets.grants import Claim, RoleGrant
from cogs.wording.amounts import moment, relative, worth
from cogs.wording.harmless import harmless
from cogs.wording.people import person, role

PROMISES_SHOWN = 12


def terms(promise: RoleGrant) -> str:
    """What it gives, to whom, and until when."""
    if promise.grant_expires_at_ms is None:
        expiry = "without expiry"
    else:
        expiry = f"expiring {moment(promise.grant_expires_at_ms)}"
    return (
        f"{worth(promise.amount)} once for each {role(promise.role_id)}, to be claimed until "
        f"{moment(promise.ends_at_ms)}, {expiry}"
    )


def made_text(promise: RoleGrant) -> str:
    return (
        f"Promised (number {promise.id}): **{terms(promise)}**. They get it when they next ask for a "
        "picture.\nWho claimed it: `/quota grant-role list`. To undo: `/quota grant-role revoke`; what was "
        "claimed by then stays."
    )


def revoked_text(promise: RoleGrant) -> str:
    return (
        f"Ended (number {promise.id}): {terms(promise)}. {_claimed(promise)}; what was claimed stays.\n"
        "To undo: promise it anew with `/quota grant-role make`; who has claimed this one could then claim "
        "that one, too."
    )


def standing_text(standing: Sequence[RoleGrant]) -> str:
    """At most 4,000 characters."""
    if not standing:
        return "Nothing is promised to a role. Do so with `/quota grant-role make`."
    lines = [
        f"`{promise.id}` {terms(promise)} · {_claimed(promise)} · by {person(promise.made_by)}"
        + (f" · “{harmless(promise.reason, 80)}”" if promise.reason else "")
        for promise in standing[:PROMISES_SHOWN]
    ]
    if len(standing) > PROMISES_SHOWN:
        lines.append(f"and {len(standing) - PROMISES_SHOWN} older ones")
    return "\n".join(
        ["**Promised to roles**", *lines, "-# Who claimed: `/quota grant-role list` with its number."]
    )


def claims_text(promise: RoleGrant, claims: Sequence[Claim], *, first: bool) -> str:
    """One page of who claimed; at most 4,000 characters for 50 claims."""
    lines = [f"**RoleGrant {promise.id}**: {terms(promise)}", _standing(promise)]
    if first and promise.reason:
        lines.append(f"“{harmless(promise.reason, 300)}”")
    lines.append(f"{_claimed(promise)}{'' if first else ', continued'}")
    lines += [f"- {person(claim.user_id)}, {relative(claim.at_ms)}" for claim in claims]
    return "\n".join(lines)


def _standing(promise: RoleGrant) -> str:
    by = f"Made {relative(promise.made_at_ms)} by {person(promise.made_by)}"
    return by if promise.revoked_at_ms is None else f"{by}, ended {relative(promise.revoked_at_ms)}"


def _claimed(promise: RoleGrant) -> str:
    if promise.claims == 0:
        return "Nobody has claimed it"
    return f"Claimed by {promise.claims:,} member{'' if promise.claims == 1 else 's'}"

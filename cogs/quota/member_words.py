"""What moderators read about one member."""

from collections.abc import Iterable

import discord

from bot.budgets.budget import Allowance, Budget, PaidPicture
from bot.budgets.grants import Grant, GrantSource, RoleGrant
from bot.budgets.policy import Freeze, Source
from bot.budgets.quotas import Deducted, MemberView, Refunded
from cogs.quota.moderators import Person
from cogs.quota.role_grant_words import terms
from cogs.wording.amounts import day, moment, relative, tokens, worth
from cogs.wording.harmless import harmless
from cogs.wording.people import person, role

REASON_SHOWN = 300
LISTED = 8  # grants or promises, so that a card stays one screen

_SOURCES = {
    Source.MEMBER: "set for them alone",
    Source.SERVER: "as everybody here",
    Source.OPERATOR: "the default of whoever runs this bot",
}
BY_ROLE_OR_DEFAULT = "as their roles or the server give"


def named(who: Person) -> str:
    """Their name as well where clients may show no more than a number: after they have left."""
    if isinstance(who, discord.Member):
        return person(who.id)
    return f"{person(who.id)} ({harmless(who.display_name, 60)}, not here any more)"


def own_allowance(allowance: int | None) -> str:
    return BY_ROLE_OR_DEFAULT if allowance is None else worth(allowance)


def view_text(who: Person, view: MemberView) -> str:
    """At most 4,000 characters."""
    budget = view.budget
    lines = [f"**Budget of {named(who)}**", *_freeze_lines(budget.freeze), *_allowance_lines(budget)]
    lines.append(f"Left **{worth(budget.left)}**")
    if budget.allowance.period.renews_at_ms is None:
        lines.append("It does not renew.")
    else:
        lines.append(
            f"Renews {relative(budget.allowance.period.end_ms)} ({day(budget.allowance.period.end_ms)})"
        )
    lines += _listed("Grants, spent first:", map(_grant_line, budget.grants), len(budget.grants))
    lines += _listed(
        "Theirs with their next picture:", map(_promise_line, budget.promises), len(budget.promises)
    )
    return "\n".join(lines)


def left_now(budget: Budget) -> str:
    return f"They have **{worth(budget.left)}** left now."


def set_text(who: Person, old: int | None, new: int | None, budget: Budget) -> str:
    now = own_allowance(new)
    if new is None:
        now += f", {worth(budget.allowance.tokens - budget.allowance.rollover)}"
    return f"Allowance of {named(who)}: {own_allowance(old)} → **{now}**. {left_now(budget)}"


def granted_text(who: Person, grant: Grant, budget: Budget) -> str:
    return (
        f"Granted {named(who)} **{worth(grant.amount)}**, {_until(grant.expires_at_ms)}. It is spent before "
        f"their allowance. {left_now(budget)}\nTo undo: `/quota member deduct`."
    )


def deducted_text(who: Person, asked: int, taken: Deducted, budget: Budget) -> str:
    parts = [
        f"{tokens(amount)} from {what}"
        for amount, what in ((taken.from_grants, "grants"), (taken.from_allowance, "the allowance"))
        if amount
    ]
    text = f"Took **{worth(taken.amount)}** back from {named(who)}: {' and '.join(parts)}."
    if taken.amount < asked:
        text += f" That is all they had; you asked for {tokens(asked)}."
    text += f" Left: {worth(budget.left + taken.amount)} → **{worth(budget.left)}**."
    return f"{text}\nTo undo: `/quota member grant`."


def reset_text(who: Person, spent: int, budget: Budget) -> str:
    if spent == 0:
        return f"{named(who)} had spent nothing in this period: nothing was changed."
    return (
        f"Used by {named(who)} in this period: {worth(spent)} → **0 tokens**. Grants stay as they are. "
        f"{left_now(budget)}\nTo undo: `/quota member deduct` with {spent}."
    )


def frozen_text(who: Person, freeze: Freeze) -> str:
    end = (
        "until you end it"
        if freeze.until_ms is None
        else f"until {moment(freeze.until_ms)} ({relative(freeze.until_ms)})"
    )
    return (
        f"**Frozen**: {named(who)} can spend nothing {end}. Pictures on their way are still made.\n"
        f"They read when they try: “{harmless(freeze.reason or '', REASON_SHOWN)}”\n"
        "To undo: `/quota member unfreeze`."
    )


def unfrozen_text(who: Person, freeze: Freeze, budget: Budget) -> str:
    return (
        f"{named(who)} can spend again; the freeze was from {relative(freeze.since_ms)}, "
        f"by {person(freeze.by)}. {left_now(budget)}"
    )


def asked_text(picture: PaidPicture) -> str:
    """Before a refund: what it would give to whom."""
    return (
        f"{person(picture.user_id)} gets **{worth(picture.paid)}** back for {_picture(picture)}. Whoever "
        "runs this bot bears the cost."
    )


def refunded_text(refunded: Refunded) -> str:
    given = []
    if refunded.restored:
        given.append(f"{tokens(refunded.restored)} went back to where they came from")
    if refunded.granted:
        given.append(f"{tokens(refunded.granted)} came as a grant without expiry, since that period is over")
    amount = refunded.restored + refunded.granted
    return (
        f"Refunded {person(refunded.picture.user_id)} **{worth(amount)}** for {_picture(refunded.picture)}: "
        f"{' and '.join(given)}. Whoever runs this bot bears the cost.\n"
        f"To undo: `/quota member deduct` with {amount}."
    )


def _picture(picture: PaidPicture) -> str:
    """With its prompt and link, unless it is its member's alone."""
    when = relative(picture.delivered_at_ms)
    if picture.private:
        return f"a private picture from {when}"
    prompt = f"“{harmless(picture.prompt, 120)}”"
    if picture.message_id is None:
        return f"{prompt} from {when}"
    link = f"https://discord.com/channels/{picture.guild_id}/{picture.channel_id}/{picture.message_id}"
    return f"[{prompt}]({link}) from {when}"


def _until(expires_at_ms: int | None) -> str:
    return "without expiry" if expires_at_ms is None else f"expiring {moment(expires_at_ms)}"


def _allowance_lines(budget: Budget) -> list[str]:
    allowance = budget.allowance
    lines = [f"Allowance **{worth(allowance.tokens)}**, {_source(allowance)}"]
    if allowance.rollover:
        lines.append(f"{tokens(allowance.rollover)} of it are left over from the period before")
    lines.append(f"Used **{worth(budget.spent)}**")
    if budget.all_held:
        lines.append(f"Held **{tokens(budget.all_held)}** for pictures on their way")
    return lines


def _source(allowance: Allowance) -> str:
    if allowance.source is Source.ROLE and allowance.role_id is not None:
        return f"by {role(allowance.role_id)}"
    return _SOURCES.get(allowance.source, "by a role")


def _freeze_lines(freeze: Freeze | None) -> list[str]:
    if freeze is None:
        return []
    end = "" if freeze.until_ms is None else f" until {moment(freeze.until_ms)}"
    said = f": “{harmless(freeze.reason, REASON_SHOWN)}”" if freeze.reason else ""
    return [f"**Frozen**{end}, since {relative(freeze.since_ms)} by {person(freeze.by)}{said}"]


def _grant_line(grant: Grant) -> str:
    given = {
        GrantSource.MODERATOR: "",
        GrantSource.PROMISE: " · promised to a role",
        GrantSource.REFUND: " · a refund",
        GrantSource.PRIZE: " · a prize",
        GrantSource.CONTEST: " · from a contest's pool",
    }[grant.source]
    by = "" if grant.given_by is None else f" · by {person(grant.given_by)}"
    said = f" · “{harmless(grant.reason, 80)}”" if grant.reason else ""
    expiry = _until(grant.expires_at_ms)
    return f"- {worth(grant.left)} left of {tokens(grant.amount)}, {expiry}{given}{by}{said}"


def _promise_line(promise: RoleGrant) -> str:
    return f"- {terms(promise)}"


def _listed(title: str, lines: Iterable[str], count: int) -> list[str]:
    if count == 0:
        return []
    shown = list(lines)[:LISTED]
    more = [f"- and {count - LISTED} more"] if count > LISTED else []
    return [title, *shown, *more]

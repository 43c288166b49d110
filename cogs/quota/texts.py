"""Texts for moderators about members, roles, refunds and the server, in their language."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import discord

from bot.budgets.budget import Allowance, Budget, PaidPicture
from bot.budgets.grants import Claim, Grant, RoleGrant
from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import Freeze, RoleTier, ServerPolicy, Source
from bot.budgets.quotas import Deducted, MemberView, Refunded, ServerUse
from bot.budgets.zones import label
from cogs.quota.moderators import Person
from cogs.texts import Texts
from cogs.texts.formatting import date, date_time, escape, message_link, relative, role, tokens, user, worth

REASON_SHOWN = 300
LISTED = 8  # bonus tokens or role grants, so that a card fits one screen
ROLES_SHOWN = 40
ROLE_GRANTS_SHOWN = 12

Value = int | str | bool | None


# One member.


def named(texts: Texts, who: Person) -> str:
    """A mention. With the name for people who left, since clients may only show a number then."""
    if isinstance(who, discord.Member):
        return user(texts, who.id)
    return texts("quota-person-who-left", mention=user(texts, who.id), name=escape(who.display_name, 60))


def member_view(texts: Texts, who: Person, view: MemberView) -> str:
    """At most 4,000 characters."""
    budget = view.budget
    period = budget.allowance.period
    lines = [texts("quota-member-title", who=named(texts, who))]
    if budget.freeze is not None:
        lines += _frozen_since(texts, budget.freeze)
    lines.append(_allowance(texts, budget.allowance))
    if budget.allowance.rollover:
        lines.append(texts("quota-member-rolled-over", amount=worth(texts, budget.allowance.rollover)))
    lines.append(texts("quota-member-used", amount=worth(texts, budget.spent)))
    if budget.all_held:
        lines.append(texts("quota-member-reserved", amount=worth(texts, budget.all_held)))
    lines.append(texts("quota-member-left", amount=worth(texts, budget.left)))
    if period.renews_at_ms is None:
        lines.append(texts("quota-member-never-resets"))
    else:
        lines.append(texts("quota-member-resets", when=relative(period.end_ms), date=date(period.end_ms)))
    lines += _listed(texts, "quota-member-bonus", [_bonus(texts, grant) for grant in budget.grants])
    lines += _listed(
        texts, "quota-member-claimable", [role_grant_terms(texts, promise) for promise in budget.promises]
    )
    return "\n".join(lines)


def allowance_set(texts: Texts, who: Person, old: int | None, new: int | None, budget: Budget) -> str:
    return texts(
        "quota-allowance-set",
        who=named(texts, who),
        old=_custom(texts, old),
        new=_custom(texts, new),
        left=worth(texts, budget.left),
    )


def granted(texts: Texts, who: Person, grant: Grant, budget: Budget) -> str:
    return texts(
        "quota-granted",
        who=named(texts, who),
        amount=worth(texts, grant.amount),
        expiry=_expiry(texts, grant.expires_at_ms),
        left=worth(texts, budget.left),
    )


def deducted(texts: Texts, who: Person, asked: int, taken: Deducted, budget: Budget) -> str:
    both = taken.from_grants and taken.from_allowance
    return texts(
        "quota-deducted",
        who=named(texts, who),
        amount=worth(texts, taken.amount),
        source="both" if both else "grants" if taken.from_grants else "allowance",
        grants=tokens(texts, taken.from_grants),
        allowance=tokens(texts, taken.from_allowance),
        all=taken.amount < asked,
        asked=worth(texts, asked),
        left=worth(texts, budget.left),
    )


def reset(texts: Texts, who: Person, spent: int, budget: Budget) -> str:
    if spent == 0:
        return texts("quota-reset-nothing", who=named(texts, who))
    return texts(
        "quota-reset",
        who=named(texts, who),
        spent=worth(texts, spent),
        left=worth(texts, budget.left),
    )


def frozen(texts: Texts, who: Person, freeze: Freeze) -> str:
    at_ms = freeze.until_ms
    said = texts(
        "quota-frozen",
        who=named(texts, who),
        until="none" if at_ms is None else date_time(at_ms),
        **{"in": "" if at_ms is None else relative(at_ms)},
    )
    if not freeze.reason:
        return said
    return f"{said}\n{texts('quota-frozen-reason', reason=escape(freeze.reason, REASON_SHOWN))}"


def unfrozen(texts: Texts, who: Person, freeze: Freeze, budget: Budget) -> str:
    return texts(
        "quota-unfrozen",
        who=named(texts, who),
        since=relative(freeze.since_ms),
        by=user(texts, freeze.by),
        left=worth(texts, budget.left),
    )


def _frozen_since(texts: Texts, freeze: Freeze) -> list[str]:
    line = texts(
        "quota-member-frozen",
        since=relative(freeze.since_ms),
        by=user(texts, freeze.by),
        until="none" if freeze.until_ms is None else date_time(freeze.until_ms),
    )
    if not freeze.reason:
        return [line]
    return [line, texts("quota-reason", reason=escape(freeze.reason, REASON_SHOWN))]


def _allowance(texts: Texts, allowance: Allowance) -> str:
    by_role = allowance.source is Source.ROLE and allowance.role_id is not None
    return texts(
        "quota-member-allowance",
        amount=worth(texts, allowance.tokens),
        source=allowance.source.value,
        role=role(allowance.role_id) if by_role and allowance.role_id is not None else "",
    )


def _custom(texts: Texts, allowance: int | None) -> str:
    return texts("quota-default-allowance") if allowance is None else worth(texts, allowance)


def _bonus(texts: Texts, grant: Grant) -> str:
    line = texts(
        "quota-bonus",
        left=worth(texts, grant.left),
        amount=tokens(texts, grant.amount),
        expiry=_expiry(texts, grant.expires_at_ms),
        source=grant.source.value,
    )
    if grant.given_by is not None:
        line = texts("quota-bonus-by", bonus=line, by=user(texts, grant.given_by))
    return texts("quota-bonus-reason", bonus=line, reason=escape(grant.reason, 80)) if grant.reason else line


def _expiry(texts: Texts, at_ms: int | None) -> str:
    return texts("quota-expires-never") if at_ms is None else texts("quota-expires", when=date_time(at_ms))


def _listed(texts: Texts, title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    more = [texts("quota-more", count=len(lines) - LISTED)] if len(lines) > LISTED else []
    return [texts(title), *(f"- {line}" for line in [*lines[:LISTED], *more])]


# Refunds.


def refund_question(texts: Texts, pictures: Sequence[PaidPicture]) -> str:
    """What a refund would give back, and to whom. For several pictures, which one is meant."""
    picture = pictures[0]
    if len(pictures) > 1:
        return texts("quota-refund-ask-which", who=user(texts, picture.user_id))
    return texts(
        "quota-refund-ask",
        who=user(texts, picture.user_id),
        amount=worth(texts, picture.paid),
        picture=_picture(texts, picture),
    )


def refunded(texts: Texts, refund: Refunded) -> str:
    who = user(texts, refund.picture.user_id)
    said = texts(
        "quota-refunded",
        who=who,
        amount=worth(texts, refund.restored + refund.granted),
        picture=_picture(texts, refund.picture),
    )
    if not refund.granted:
        return said
    bonus = texts(
        "quota-refunded-as-bonus",
        who=who,
        all=refund.restored == 0,
        granted=worth(texts, refund.granted),
    )
    return f"{said} {bonus}"


def _picture(texts: Texts, picture: PaidPicture) -> str:
    """With its prompt and link, unless it's private."""
    when = relative(picture.delivered_at_ms)
    if picture.private:
        return texts("quota-refund-picture-private", when=when)
    prompt = escape(picture.prompt, 120)
    if picture.message_id is None:
        return texts("quota-refund-picture-unlinked", prompt=prompt, when=when)
    link = message_link(picture.guild_id, picture.channel_id, picture.message_id)
    return texts("quota-refund-picture", prompt=prompt, link=link, when=when)


# The server.


def settings(policy: ServerPolicy) -> dict[str, Value]:
    """The policy, by its settings' audit log names."""
    return {
        "default_allowance": policy.default_allowance,
        "cycle": policy.schedule.cycle.value,
        "week_starts_on": policy.schedule.week_starts_on,
        "zone": policy.schedule.zone,
        "rollover": policy.rollover,
        "cap": policy.cap,
        "staff_channel_id": policy.staff_channel_id,
    }


def _amount_or(without: str) -> Callable[[Texts, Value], str]:
    return lambda texts, value: worth(texts, value) if isinstance(value, int) else texts(without)


_VALUES: Mapping[str, Callable[[Texts, Value], str]] = {
    "default_allowance": _amount_or("quota-value-bot-default"),
    "cycle": lambda texts, value: texts(f"choice-cycle-{value}"),
    "week_starts_on": lambda texts, value: texts(f"choice-weekday-{value or 0}"),
    "zone": lambda _, value: label(str(value)),
    "rollover": lambda texts, value: (
        texts("quota-value-up-to", amount=worth(texts, int(value))) if value else texts("quota-value-off")
    ),
    "cap": _amount_or("quota-value-none"),
    "staff_channel_id": lambda texts, value: (
        texts("quota-value-no-channel") if value is None else f"<#{value}>"
    ),
}


def setting(texts: Texts, name: str, value: Value) -> str:
    """The value of one setting."""
    write = _VALUES.get(name)
    return str(value) if write is None else write(texts, value)


def setting_name(texts: Texts, name: str) -> str:
    """A setting's name, or the stored name if only another version knows it."""
    text_id = f"quota-setting-{name}"
    return texts(text_id) if text_id in texts else name


def setting_changes(texts: Texts, old: Mapping[str, Value], new: Mapping[str, Value]) -> list[str]:
    """A line for each setting that differs: `Server limit: none → **about 31 pictures (…)**`."""
    return [
        texts(
            "quota-server-change",
            setting=setting_name(texts, name),
            old=setting(texts, name, old.get(name)),
            new=setting(texts, name, value),
        )
        for name, value in new.items()
        if old.get(name) != value
    ]


def server_changed(texts: Texts, old: ServerPolicy, new: ServerPolicy) -> str:
    lines = setting_changes(texts, settings(old), settings(new))
    if not lines:
        return texts("quota-server-unchanged")
    if old.schedule != new.schedule:
        lines.append(texts("quota-server-period-note"))
    return "\n".join([texts("quota-server-changed"), *lines])


def server_view(
    texts: Texts, policy: ServerPolicy, use: ServerUse, tiers: int, default_allowance: int
) -> str:
    """At most 4,000 characters."""

    def line(name: str, value: str) -> str:
        return texts("quota-server-line", setting=setting_name(texts, name), value=value)

    if policy.default_allowance is None:
        allowance = texts("quota-value-bot-default-amount", amount=worth(texts, default_allowance))
    else:
        allowance = worth(texts, policy.default_allowance)
    return "\n".join([
        texts("quota-server-title"),
        line("default_allowance", allowance),
        line("cycle", _renewal(texts, policy.schedule, use.period_end_ms)),
        line("rollover", setting(texts, "rollover", policy.rollover)),
        line("cap", setting(texts, "cap", policy.cap)),
        _server_used(texts, use),
        _owner_limit(texts, use),
        line("staff_channel_id", setting(texts, "staff_channel_id", policy.staff_channel_id)),
        texts("quota-server-roles", count=tiers),
    ])  # fmt: skip


def _server_used(texts: Texts, use: ServerUse) -> str:
    if not use.held:
        return texts("quota-server-used", amount=worth(texts, use.spent))
    return texts(
        "quota-server-used-reserved", amount=worth(texts, use.spent), reserved=tokens(texts, use.held)
    )


def _renewal(texts: Texts, schedule: Schedule, ends_at_ms: int | None) -> str:
    value = setting(texts, "cycle", schedule.cycle.value)
    if schedule.cycle is Cycle.WEEK:
        day = setting(texts, "week_starts_on", schedule.week_starts_on)
        value = texts("quota-value-week", cycle=value, day=day)
    if ends_at_ms is None:
        return texts("quota-server-resets-never", value=value, zone=label(schedule.zone))
    return texts("quota-server-resets", value=value, zone=label(schedule.zone), when=relative(ends_at_ms))


def _owner_limit(texts: Texts, use: ServerUse) -> str:
    if use.operators_cap is None:
        return texts("quota-server-no-owner-limit")
    return texts(
        "quota-server-owner-limit",
        amount=worth(texts, use.operators_cap),
        used=worth(texts, use.operators_count),
    )


# Roles.


def roles_view(texts: Texts, tiers: Sequence[RoleTier]) -> str:
    """At most 4,000 characters."""
    if not tiers:
        return texts("quota-roles-none")
    lines = [
        texts("quota-role-line", role=role(tier.role_id), amount=worth(texts, tier.allowance))
        for tier in tiers[:ROLES_SHOWN]
    ]
    if len(tiers) > ROLES_SHOWN:
        lines.append(texts("quota-more", count=len(tiers) - ROLES_SHOWN))
    note = f"-# {texts('quota-roles-note')}"
    return "\n".join([texts("quota-roles-title"), *(f"- {line}" for line in lines), note])


def role_set(texts: Texts, role_id: int, old: int | None, new: int) -> str:
    before = texts("quota-value-none") if old is None else worth(texts, old)
    return texts("quota-role-set", role=role(role_id), old=before, new=worth(texts, new))


def role_cleared(texts: Texts, role_id: int, old: int) -> str:
    return texts("quota-role-cleared", role=role(role_id), old=worth(texts, old))


# Role grants.


def role_grant_terms(texts: Texts, grant: RoleGrant) -> str:
    return texts(
        "quota-role-grant-terms",
        amount=worth(texts, grant.amount),
        role=role(grant.role_id),
        until=date_time(grant.ends_at_ms),
        expiry=_expiry(texts, grant.grant_expires_at_ms),
    )


def role_grant_made(texts: Texts, grant: RoleGrant) -> str:
    return texts("quota-role-grant-made", number=str(grant.id), terms=role_grant_terms(texts, grant))


def role_grant_revoked(texts: Texts, grant: RoleGrant) -> str:
    return texts(
        "quota-role-grant-revoked",
        number=str(grant.id),
        amount=worth(texts, grant.amount),
        role=role(grant.role_id),
        claims=grant.claims,
    )


def role_grants_view(texts: Texts, grants: Sequence[RoleGrant]) -> str:
    """At most 4,000 characters."""
    if not grants:
        return texts("quota-role-grants-none")
    lines = [_role_grant_line(texts, grant) for grant in grants[:ROLE_GRANTS_SHOWN]]
    if len(grants) > ROLE_GRANTS_SHOWN:
        lines.append(texts("quota-more", count=len(grants) - ROLE_GRANTS_SHOWN))
    return "\n".join([texts("quota-role-grants-title"), *lines, f"-# {texts('quota-role-grants-note')}"])


def _role_grant_line(texts: Texts, grant: RoleGrant) -> str:
    line = texts(
        "quota-role-grant-line",
        number=str(grant.id),
        terms=role_grant_terms(texts, grant),
        claims=grant.claims,
        by=user(texts, grant.made_by),
    )
    return f"{line} · “{escape(grant.reason, 80)}”" if grant.reason else line


def role_grant_claims(texts: Texts, grant: RoleGrant, claims: Iterable[Claim], *, first: bool) -> str:
    """One page of members who claimed it. At most 4,000 characters for 50 claims."""
    lines = [
        texts("quota-role-grant-title", number=str(grant.id)),
        role_grant_terms(texts, grant),
        texts(
            "quota-role-grant-history",
            made=relative(grant.made_at_ms),
            by=user(texts, grant.made_by),
            ended="none" if grant.revoked_at_ms is None else relative(grant.revoked_at_ms),
        ),
    ]
    if first and grant.reason:
        lines.append(texts("quota-reason", reason=escape(grant.reason, REASON_SHOWN)))
    lines.append(texts("quota-role-grant-claims", claims=grant.claims))
    lines += [
        "- " + texts("quota-role-grant-claim", who=user(texts, claim.user_id), when=relative(claim.at_ms))
        for claim in claims
    ]
    return "\n".join(lines)

"""What moderators read about the settings of a server and its roles."""

from collections.abc import Callable, Mapping, Sequence

from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import RoleTier, ServerPolicy
from bot.budgets.quotas import ServerUse
from cogs.quota import words
from cogs.wording.amounts import relative, tokens, worth
from cogs.wording.people import role

ROLES_SHOWN = 40

Value = int | str | bool | None

# The settings by the names they have in the audit.
LABELS = {
    "default_allowance": "Allowance of everybody",
    "cycle": "Renewal",
    "week_starts_on": "First day of the week",
    "zone": "Time zone",
    "rollover": "Left over into the next period",
    "cap": "Cap for all together",
    "staff_channel_id": "Staff channel",
}
_RENEWALS: dict[Value, str] = {
    "day": "every day",
    "week": "every week",
    "month": "every month",
    "none": "never",
}
_WRITTEN: dict[str, Callable[[Value], str]] = {
    "default_allowance": lambda value: _amount(value, "the default of whoever runs this bot"),
    "cycle": lambda value: _RENEWALS.get(value, str(value)),
    "week_starts_on": lambda value: words.WEEKDAYS[int(value or 0)],
    "rollover": lambda value: f"at most {_amount(value, '')}" if value else "nothing",
    "cap": lambda value: _amount(value, "none"),
    "staff_channel_id": lambda value: "none" if value is None else f"<#{value}>",
}


def settings(policy: ServerPolicy) -> dict[str, Value]:
    """The policy by setting."""
    return {
        "default_allowance": policy.default_allowance,
        "cycle": policy.schedule.cycle.value,
        "week_starts_on": policy.schedule.week_starts_on,
        "zone": policy.schedule.zone,
        "rollover": policy.rollover,
        "cap": policy.cap,
        "staff_channel_id": policy.staff_channel_id,
    }


def setting(name: str, value: Value) -> str:
    """The value of a setting in words."""
    return _WRITTEN.get(name, str)(value)


def changes(old: Mapping[str, Value], new: Mapping[str, Value]) -> list[str]:
    """A line for each setting that differs: `Cap for all together: none → 2,000,000 tokens (31 pictures)`."""
    return [
        f"{LABELS.get(name, name)}: {setting(name, old.get(name))} → **{setting(name, value)}**"
        for name, value in new.items()
        if old.get(name) != value
    ]


def changed_text(old: ServerPolicy, new: ServerPolicy) -> str:
    lines = changes(settings(old), settings(new))
    if not lines:
        return "That is how it was set already: nothing was changed."
    if old.schedule != new.schedule:
        lines.append("What members have spent already counts in the new period as far as it lies in it.")
    return "\n".join(["Changed for this server:", *lines])


def server_text(policy: ServerPolicy, use: ServerUse, tiers: int, default_allowance: int) -> str:
    """At most 4,000 characters."""
    allowance = setting("default_allowance", policy.default_allowance)
    if policy.default_allowance is None:
        allowance = f"{worth(default_allowance)}, {allowance}"
    lines = [
        "**Budgets of this server**",
        f"Allowance of everybody **{allowance}**",
        f"Renews **{_renewal(policy.schedule)}** ({policy.schedule.zone})",
    ]
    if use.period_end_ms is not None:
        lines[-1] += f": {relative(use.period_end_ms)}"
    lines += [
        f"Left over into the next period: **{setting('rollover', policy.rollover)}**",
        f"Cap for all together **{setting('cap', policy.cap)}**",
        f"Used by all in this period **{worth(use.spent)}**{_held(use.held)}",
        _operators_line(use),
        f"Staff channel **{setting('staff_channel_id', policy.staff_channel_id)}**",
        f"Roles with an allowance **{tiers}**" + (": `/quota role list`" if tiers else ""),
    ]
    return "\n".join(lines)


def roles_text(tiers: Sequence[RoleTier]) -> str:
    """At most 4,000 characters."""
    if not tiers:
        return "No role has an allowance: everybody has the server's. Give one with `/quota role set`."
    lines = [f"- {role(tier.role_id)}: **{worth(tier.allowance)}**" for tier in tiers[:ROLES_SHOWN]]
    if len(tiers) > ROLES_SHOWN:
        lines.append(f"- and {len(tiers) - ROLES_SHOWN} more, with less")
    lines.append("-# Of several roles the highest counts, also where the server's allowance is higher.")
    return "\n".join(["**Allowances of roles**", *lines])


def role_set_text(role_id: int, old: int | None, new: int) -> str:
    before = "none of its own" if old is None else worth(old)
    return (
        f"Allowance of {role(role_id)}: {before} → **{worth(new)}** in each period. Of several roles the "
        "highest counts. To undo: `/quota role " + ("clear`." if old is None else f"set` with {_typed(old)}.")
    )


def role_cleared_text(role_id: int, old: int) -> str:
    return (
        f"Allowance of {role(role_id)}: {worth(old)} → **none of its own**. Its members have what their "
        f"other roles or the server give. To undo: `/quota role set` with {_typed(old)}."
    )


def _amount(value: Value, without: str) -> str:
    return worth(value) if isinstance(value, int) else without


def _typed(allowance: int) -> str:
    return worth(allowance) if worth(allowance) == "unlimited" else str(allowance)


def _renewal(schedule: Schedule) -> str:
    name = setting("cycle", schedule.cycle.value)
    if schedule.cycle is Cycle.WEEK:
        return f"{name}, on {setting('week_starts_on', schedule.week_starts_on)}"
    return name


def _held(held: int) -> str:
    return f", held {tokens(held)}" if held else ""


def _operators_line(use: ServerUse) -> str:
    if use.operators_cap is None:
        return "Whoever runs this bot sets this server no limit"
    return (
        f"Whoever runs this bot lets this server spend **{worth(use.operators_cap)}** in a calendar month "
        f"(UTC); {tokens(use.operators_count)} count so far"
    )

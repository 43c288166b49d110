"""What Discord shows of `/quota` before it runs: names, descriptions and choices, all in one place."""

from discord.app_commands import Range

from bot.audit.kinds import AuditKind
from bot.budgets.audit_kinds import QuotaAct
from bot.budgets.periods import Cycle
from cogs.texts.translator import choice

NAME = "quota"
DESCRIPTION = "For moderators: who may spend how much"

# In audit and answers; short enough that a page of them fits into one message.
REASON_LIMIT = 300
Reason = Range[str, 1, REASON_LIMIT]
Typed = Range[str, 1, 100]

_REASON = "Why; the log keeps it"
_MEMBER = "Whom; also somebody who has left"
_AMOUNT = "Tokens, such as 250k or 1.5m"

MEMBER = "member"
MEMBER_DESCRIPTION = "One member's budget"
MEMBER_VIEW = "What a member may spend, has spent, and why"
MEMBER_SET = "Give a member an allowance of their own, or take it away"
MEMBER_GRANT = "Give a member tokens once, on top of their allowance"
MEMBER_DEDUCT = "Take tokens back from what a member has left"
MEMBER_RESET = "Let a member begin this period anew: nothing of their allowance is spent"
MEMBER_FREEZE = "Let a member spend nothing for a while"
MEMBER_UNFREEZE = "End a freeze"
MEMBER_OPTIONS = {
    "view": {"member": _MEMBER},
    "set": {
        "member": _MEMBER,
        "allowance": "Tokens in each period, such as 250k; unlimited; or default, as everybody else",
        "reason": _REASON,
    },
    "grant": {
        "member": _MEMBER,
        "amount": _AMOUNT,
        "expires": "When what is left of it goes: 7d, 2026-12-31 (never if left out)",
        "reason": _REASON,
    },
    "deduct": {"member": _MEMBER, "amount": _AMOUNT, "reason": _REASON},
    "reset": {"member": _MEMBER, "reason": _REASON},
    "freeze": {
        "member": _MEMBER,
        "reason": "Why; the member reads it",
        "until": "When it ends by itself: 3d, 2026-12-31 (until you end it if left out)",
    },
    "unfreeze": {"member": _MEMBER, "reason": _REASON},
}

ROLE = "role"
ROLE_DESCRIPTION = "What a role may spend"
ROLE_SET = "Give everybody with a role an allowance; of several roles the highest counts"
ROLE_CLEAR = "Take a role's allowance away"
ROLE_LIST = "Which roles have an allowance"
ROLE_OPTIONS = {
    "set": {
        "role": "Which role",
        "allowance": "Tokens in each period, such as 250k; 0; or unlimited",
        "reason": _REASON,
    },
    "clear": {"role": "Which role", "reason": _REASON},
}

SERVER = "server"
SERVER_DESCRIPTION = "What holds for everybody here"
SERVER_VIEW = "What is set for this server, and what has been used of it"
SERVER_SET = "Change what holds for everybody; what you leave out stays as it is"
SERVER_OPTIONS = {
    "allowance": "Each member's tokens in a period, such as 250k; unlimited; or default",
    "renews": "When allowances renew",
    "week_starts": "The first day of a week, if they renew weekly",
    "time_zone": "The time zone days begin in",
    "rollover": "How much of an unused allowance goes into the next period; 0 for nothing",
    "cap": "What all members together may spend in a period; or none",
    "staff_channel": "Where I tell moderators of freezes, refunds and a cap that is reached",
    "no_staff_channel": "True: don't tell them anywhere",
    "reason": _REASON,
}
CYCLES = [choice(f"choice-cycle-{cycle.value}", cycle.value) for cycle in Cycle]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK_STARTS = [choice(f"choice-weekday-{number}", number) for number in range(7)]

PROMISE = "grant-role"
PROMISE_DESCRIPTION = "Tokens once for everybody with a role, when they next ask for a picture"
PROMISE_MAKE = "Grant tokens to everyone with a role, once each"
PROMISE_LIST = "What is promised, and who has claimed it"
PROMISE_REVOKE = "End a promise; what was claimed stays"
PROMISE_OPTIONS = {
    "make": {
        "role": "Which role",
        "amount": "Tokens for each of them, such as 250k or 1.5m",
        "ends": "Until when it can be claimed: 7d, 2026-12-31",
        "expires": "When what is left of the tokens goes (never if left out)",
        "reason": _REASON,
    },
    "list": {"promise": "One of them, to see who has claimed it"},
    "revoke": {"promise": "Which promise", "reason": _REASON},
}

REFUND = "refund"
REFUND_DESCRIPTION = "Give the price of a picture back, once"
REFUND_OPTIONS = {
    "picture": "The link of its message, or the message's id",
    "member": "Whose picture: then their latest ones are offered",
    "reason": _REASON,
}
REFUND_MENU = "Refund this picture"
REFUND_REASON = "Why (the log keeps it)"
PRIVATE = "a private picture"

AUDIT = "audit"
AUDIT_DESCRIPTION = "Who changed what, and why"
AUDIT_OPTIONS = {
    "member": "Only what was done to this member",
    "moderator": "Only what this moderator did",
    "kind": "Only this kind of change",
    "since": "Only from then on: 7d, 2026-01-31",
    "until": "Only up to then: 7d, 2026-01-31",
}
KINDS: dict[AuditKind, str] = {
    QuotaAct.SERVER_SET: "The server's settings",
    QuotaAct.ROLE_SET: "A role's allowance",
    QuotaAct.ROLE_CLEARED: "A role's allowance taken away",
    QuotaAct.MEMBER_SET: "A member's own allowance",
    QuotaAct.GRANTED: "Grants",
    QuotaAct.DEDUCTED: "Deductions",
    QuotaAct.RESET: "Resets",
    QuotaAct.FROZEN: "Freezes",
    QuotaAct.UNFROZEN: "Freezes ended",
    QuotaAct.REFUNDED: "Refunds",
    QuotaAct.PROMISE_MADE: "Role grants",
    QuotaAct.PROMISE_REVOKED: "Role grants ended",
    QuotaAct.PROMISE_CLAIMED: "Role grants claimed",
    QuotaAct.OPERATOR_CAP: "The operator's cap",
    QuotaAct.PAUSED: "The bot paused",
    QuotaAct.RESUMED: "The bot resumed",
    QuotaAct.UNDONE: "Changes undone",
}
KIND_CHOICES = [choice(f"choice-kind-{kind.value}", kind.value) for kind in KINDS]
NEWER, OLDER, MORE = "Newer", "Older", "More"

REPORT = "report"
REPORT_DESCRIPTION = "What was used: a chart, who used most, and a table to download"
REPORT_OPTIONS = {"days": "How far back (30 days if left out)"}
DAYS = [choice(f"choice-days-{days}", days) for days in (7, 30, 90, 365)]

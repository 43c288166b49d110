"""What the audit log says about contests."""

from bot.audit.kinds import AuditKind, register


@register
class ContestAct(AuditKind):
    """The comment names the fields of `old` and `new`, beside `contest_id`. Times are ms."""

    CREATED = "contest_created", "contests"  # new: title, opens_at_ms, entries_until_ms, votes_until_ms
    MOVED = "contest_moved", "contests"  # old, new: phase; nobody did it, or the host who ended the phase
    EXTENDED = "contest_extended", "contests"  # old, new: until_ms
    EDITED = "contest_edited", "contests"  # those that differ: description, channel_id, prizes
    CANCELLED = "contest_cancelled", "contests"  # old: phase
    # new: number, after_close, moved_up, taken_back. Neither the maker, who is secret until the end, nor the
    # reason, which is about them and goes when they erase their data: see the contest's disqualifications.
    DISQUALIFIED = "contest_disqualified", "contests"
    PAID = "contest_paid", "contests"  # new: number, place, amount, grant_id; to the member
    HOSTS_ROLE = "contest_hosts_role", "contests"  # old, new: role_id

"""What the audit log says about contests."""

from bot.audit.kinds import AuditKind, register


@register
class ContestAct(AuditKind):
    """The comments list the fields of `old` and `new`, besides `contest_id`. Times are ms."""

    CREATED = "contest_created", "contests"  # new: title, opens_at_ms, entries_until_ms, votes_until_ms
    MOVED = "contest_moved", "contests"  # old, new: phase. Nobody did it, or the host who ended the phase
    EXTENDED = "contest_extended", "contests"  # old, new: until_ms
    EDITED = "contest_edited", "contests"  # the ones that differ: description, channel_id, prizes
    CANCELLED = "contest_cancelled", "contests"  # old: phase
    # new: number, after_close, moved_up, taken_back. Without the maker, who is secret until the end, and
    # without the reason, which is about them and deleted when they erase their data (see the contest's
    # disqualifications).
    DISQUALIFIED = "contest_disqualified", "contests"
    PAID = "contest_paid", "contests"  # new: number, place, amount, grant_id; to the member
    HOSTS_ROLE = "contest_hosts_role", "contests"  # old, new: role_id

"""What the audit log says about a server's settings, and about what moderators do with pictures."""

from bot.audit.kinds import AuditKind, register


@register
class ServerAct(AuditKind):
    """The comments list the fields of `old` and `new`."""

    # The fields that differ. Lists of ids are comma-separated. `styles` and `blocked_words` only have a
    # count, because the words are stored where they can be deleted.
    SETTINGS_CHANGED = "settings_changed", "settings"
    REQUEST_APPROVED = "request_approved", "requests"  # new: request_id, grant_id, amount
    REQUEST_DECLINED = "request_declined", "requests"  # new: request_id
    MEMBER_PAUSED = "member_paused", "moderation"  # new: refused, until_ms; by the member
    PICTURE_REPORTED = "picture_reported", "moderation"  # new: report_id, channel_id, message_id; by a member
    # Removed pictures have their own entry, `PictureAct.REMOVED`.
    REPORT_DISMISSED = "report_dismissed", "moderation"  # new: report_id, channel_id, message_id

"""What the audit log says about a server's settings, and about what moderators do with pictures."""

from bot.audit.kinds import AuditKind, register


@register
class ServerAct(AuditKind):
    """The comment names the fields of `old` and `new`."""

    # The fields that differ. Lists of ids are comma-separated. For `styles` and `blocked_words`, how many
    # there are: the words are kept where they can be forgotten.
    SETTINGS_CHANGED = "settings_changed", "settings"
    REQUEST_APPROVED = "request_approved", "requests"  # new: request_id, grant_id, amount
    REQUEST_DECLINED = "request_declined", "requests"  # new: request_id
    MEMBER_PAUSED = "member_paused", "moderation"  # new: refused, until_ms; by the member
    PICTURE_REPORTED = "picture_reported", "moderation"  # new: report_id, channel_id, message_id; by a member
    # Pictures that are removed have an entry of their own: `PictureAct.REMOVED`.
    REPORT_DISMISSED = "report_dismissed", "moderation"  # new: report_id, channel_id, message_id

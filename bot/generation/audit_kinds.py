"""What the audit log says about pictures."""

from bot.audit.kinds import AuditKind, register


@register
class PictureAct(AuditKind):
    """The comments list the fields of `new`."""

    REMOVED = "picture_removed", "pictures"  # generation_id
    PROMOTED = "picture_promoted", "pictures"  # generation_id, channel_id
    TAKEN_DOWN = "picture_taken_down", "pictures"  # generation_id

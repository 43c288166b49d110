"""What an audit page is narrowed down to, short enough for a button to carry it."""

from bot.audit.kinds import parse_kind
from bot.audit.model import AuditFilter
from cogs.errors.refusals import ButtonOutdated

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
NOTHING = "...."


def packed(only: AuditFilter) -> str:
    """Member, moderator, kind, and the two times (in seconds) in base 36; empty where nothing is set."""
    parts = (
        _short(only.user_id),
        _short(only.actor_id),
        only.kind or "",
        _short(_seconds(only.since_ms)),
        _short(_seconds(only.until_ms)),
    )
    query = ".".join(parts)
    return "" if query == NOTHING else query


def unpacked(query: str) -> AuditFilter:
    """Raises `ButtonOutdated` for what `packed` never wrote."""
    try:
        user, actor, kind, since, until = (query or NOTHING).split(".")
        return AuditFilter(
            _long(user),
            _long(actor),
            parse_kind(kind) if kind else None,
            _milliseconds(_long(since)),
            _milliseconds(_long(until)),
        )
    except ValueError:
        raise ButtonOutdated from None


def _seconds(at_ms: int | None) -> int | None:
    return None if at_ms is None else at_ms // 1000


def _milliseconds(at_seconds: int | None) -> int | None:
    return None if at_seconds is None else at_seconds * 1000


def _short(number: int | None) -> str:
    if number is None:
        return ""
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if number == 0:
            return text


def _long(text: str) -> int | None:
    return int(text, 36) if text else None

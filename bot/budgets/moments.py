"""Moments in the future as people type them: `3d`, `12h`, `2w`, `2026-12-31`, `2026-12-31 18:00`."""

import re
from datetime import UTC, datetime, timedelta

from bot.budgets.refusals import InvalidMoment
from bot.budgets.zones import zone_of

_SPAN = re.compile(r"(?P<count>\d{1,5})\s?(?P<unit>[a-z]+)", re.ASCII | re.IGNORECASE)
_UNITS_MS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 7 * 86_400_000}
_WORDS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("w", "week", "weeks"), "w"),
}
_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d")
_FURTHEST_MS = 10 * 366 * 86_400_000


def parse_moment(text: str, now_ms: int, zone: str = "UTC") -> int:
    """The moment `text` names, in milliseconds: a time from now, or a date (its end) or time in `zone`.

    Raises `InvalidMoment` where it can't be read, lies in the past, or more than ten years ahead.
    """
    moment = _span_ms(text.strip(), now_ms) or _date_ms(text.strip(), zone)
    if moment is None or not now_ms < moment <= now_ms + _FURTHEST_MS:
        raise InvalidMoment(text)
    return moment


def _span_ms(text: str, now_ms: int) -> int | None:
    match = _SPAN.fullmatch(text)
    unit = _WORDS.get(match["unit"].lower()) if match else None
    return now_ms + int(match["count"]) * _UNITS_MS[unit] if match and unit else None


def _date_ms(text: str, zone: str) -> int | None:
    for form in _FORMS:
        try:
            moment = datetime.strptime(" ".join(text.replace("T", " ").split()), form)  # noqa: DTZ007 - below
        except ValueError:
            continue
        try:
            end = moment + timedelta(days=1) if form == "%Y-%m-%d" else moment
            return round(end.replace(tzinfo=zone_of(zone)).astimezone(UTC).timestamp() * 1000)
        except OverflowError:  # the last days of the year 9999
            return None
    return None

"""Moments as people type them: `3d`, `12h`, `2w`, `2026-12-31`, `2026-12-31 18:00`, `<t:1798675200>`."""

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
_DISCORD = re.compile(r"<t:(?P<seconds>\d{1,12})(:[tTdDfFRsS])?>", re.ASCII)
_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d")
_LONGEST_DAY_MS = 25 * 3_600_000
_FURTHEST_MS = 10 * 366 * 86_400_000


def parse_moment(text: str, now_ms: int, zone: str = "UTC") -> int:
    """The moment `text` names, in milliseconds: a time from now, or a date (its end) or time in `zone`.

    Raises `InvalidMoment` if it can't be read, has passed, or is more than ten years away.
    """
    moment = _span_ms(text.strip(), now_ms) or _date_ms(text.strip(), zone)
    if moment is None or not now_ms < moment <= now_ms + _FURTHEST_MS:
        raise InvalidMoment(text)
    return moment


def parse_past(text: str, now_ms: int, zone: str = "UTC", *, end: bool = False) -> int:
    """Like `parse_moment`, for the past: how long ago, or a date (its beginning, or its `end`) or time.

    Raises `InvalidMoment` if it can't be read or hasn't started yet.
    """
    ago = _span_ms(text.strip(), 0)
    moment = now_ms - ago if ago is not None else _date_ms(text.strip(), zone, end=end)
    if moment is None or not 0 <= moment <= now_ms + (_LONGEST_DAY_MS if end else 0):
        raise InvalidMoment(text, past=True)
    return moment


def _span_ms(text: str, now_ms: int) -> int | None:
    match = _SPAN.fullmatch(text)
    unit = _WORDS.get(match["unit"].lower()) if match else None
    return now_ms + int(match["count"]) * _UNITS_MS[unit] if match and unit else None


def _date_ms(text: str, zone: str, *, end: bool = True) -> int | None:
    match = _DISCORD.fullmatch(text)
    if match:
        return int(match["seconds"]) * 1000
    if not text.isascii():  # strptime takes digits of any script
        return None
    for form in _FORMS:
        try:
            moment = datetime.strptime(" ".join(text.replace("T", " ").split()), form)  # noqa: DTZ007 - below
        except ValueError:
            continue
        try:
            if form == "%Y-%m-%d" and end:
                moment += timedelta(days=1)
            return round(moment.replace(tzinfo=zone_of(zone)).astimezone(UTC).timestamp() * 1000)
        except OverflowError:  # the last days of the year 9999
            return None
    return None
